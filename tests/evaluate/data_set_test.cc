// SPDX-License-Identifier: Apache-2.0
#include "tools/evaluate/data_set.h"

#include <filesystem>
#include <string>
#include <vector>

#include "evaluate/archive_files.h"
#include "evaluate/data_folder.h"
#include "support/catch.h"

namespace dinozero::evaluation {
namespace {

using testing::DataFolder;
using testing::lines_of;
using Names = std::vector<std::string>;

DataSet opened(const std::string& path) {
  auto data = open_data_set(path);
  INFO((data ? std::string() : data.error().message));
  REQUIRE(data.has_value());
  return std::move(*data);
}

Error refused(const std::string& path) {
  const auto data = open_data_set(path);
  REQUIRE_FALSE(data.has_value());
  CHECK(data.error().message.find(path) != std::string::npos);
  CHECK(data.error().message.find('\n') == std::string::npos);
  return data.error();
}

bool contains(const std::string& text, const std::string& part) {
  CAPTURE(text, part);
  return text.find(part) != std::string::npos;
}

TEST_CASE("train and test folders of classes", "[evaluate][data_set]") {
  const DataFolder folder;
  folder.add_picture("train/dog/b.bmp");
  folder.add_picture("train/dog/a.BMP");
  folder.add_picture("train/cat/deep/er/x.bmp");
  folder.add_picture("train/owl/1.bmp");
  folder.add_picture("test/dog/1.bmp");
  folder.add_picture("test/cat/1.bmp");
  const DataSet data = opened(folder.path());
  CHECK(data.classes == Names{"cat", "dog", "owl"});
  CHECK(lines_of(data, data.train) ==
        "train/cat/deep/er/x.bmp 0\ntrain/dog/a.BMP 1\ntrain/dog/b.bmp 1\ntrain/owl/1.bmp 2\n");
  CHECK(lines_of(data, data.test) == "test/cat/1.bmp 0\ntest/dog/1.bmp 1\n");
  CHECK(data.notes.empty());
}

TEST_CASE("what is left out of class folders is said", "[evaluate][data_set]") {
  const DataFolder folder;
  folder.add_picture("set/train/dog/1.bmp");
  folder.add_picture("set/train/cat/1.bmp");
  folder.add_picture("set/train/stray.bmp");
  folder.add_picture("set/train/BACKGROUND_Google/1.bmp");
  folder.add_picture("set/train/dog/.hidden.bmp");
  folder.add_file("set/train/dog/notes.txt", "x");
  folder.add_picture("set/val/dog/1.bmp");
  folder.add_picture("set/val/zebra/1.bmp");
  folder.add_picture("set/val/zebra/2.bmp");
  const DataSet data = opened(folder.path());
  CHECK(data.classes == Names{"cat", "dog"});
  CHECK(lines_of(data, data.train) == "set/train/cat/1.bmp 0\nset/train/dog/1.bmp 1\n");
  CHECK(lines_of(data, data.test) == "set/val/dog/1.bmp 1\n");
  CHECK(data.notes == Names{"1 files that are not named .png, .jpg, .jpeg or .bmp, left out",
                            "val/zebra, 2 pictures: no such class in train, left out",
                            "2 pictures outside the folders of classes, left out"});
}

TEST_CASE("without a test folder every fourth picture is for testing", "[evaluate][data_set]") {
  const DataFolder folder;
  for (int i = 0; i < 9; ++i) folder.add_picture("photos/cat/" + std::to_string(i) + ".bmp");
  for (int i = 0; i < 3; ++i) folder.add_picture("photos/dog/" + std::to_string(i) + ".bmp");
  const DataSet data = opened(folder.path());
  CHECK(data.classes == Names{"cat", "dog"});
  CHECK(lines_of(data, data.test) == "photos/cat/3.bmp 0\nphotos/cat/7.bmp 0\n");
  CHECK(data.train.size() == 10);
}

TEST_CASE("links to folders are followed, but not in circles", "[evaluate][data_set]") {
  const DataFolder folder;
  folder.add_picture("elsewhere/cat/1.bmp");
  folder.add_picture("elsewhere/dog/1.bmp");
  folder.add_picture("set/test/dog/1.bmp");
  std::filesystem::create_directory_symlink(folder / "elsewhere", folder / "set/train");
  std::filesystem::create_directory_symlink(folder / "set", folder / "set/test/dog/again");
  std::filesystem::create_symlink(folder / "nowhere", folder / "set/test/dog/broken.bmp");
  const DataSet data = opened(folder / "set");
  CHECK(lines_of(data, data.train) == "train/cat/1.bmp 0\ntrain/dog/1.bmp 1\n");
  CHECK(lines_of(data, data.test) == "test/dog/1.bmp 1\n");
  REQUIRE(data.notes.size() == 2);
  CHECK(contains(data.notes[0] + data.notes[1], "a link back to a folder above it"));
  CHECK(contains(data.notes[0] + data.notes[1], "broken.bmp: No such file or directory"));
}

TEST_CASE("folders that are no data set are refused", "[evaluate][data_set]") {
  const DataFolder empty;
  std::filesystem::create_directories(empty / "train/cat");
  CHECK(contains(refused(empty.path()).message, "found neither"));
  CHECK(refused(empty.path()).code == ErrorCode::kInvalidArgument);
  CHECK(refused(empty / "missing").code == ErrorCode::kNotFound);

  const DataFolder flat;
  flat.add_picture("1.bmp");
  flat.add_picture("2.bmp");
  CHECK(contains(refused(flat.path()).message, "found neither"));

  const DataFolder single;
  for (int i = 0; i < 8; ++i) single.add_picture("train/cat/" + std::to_string(i) + ".bmp");
  single.add_picture("test/cat/1.bmp");
  CHECK(contains(refused(single.path()).message, "two or more classes, found those of 1"));

  const DataFolder untested;
  untested.add_picture("train/cat/1.bmp");
  untested.add_picture("train/dog/1.bmp");
  untested.add_picture("test/owl/1.bmp");
  CHECK(contains(refused(untested.path()).message, "pictures to test with"));
}

TEST_CASE("CIFAR-10's binary files", "[evaluate][data_set][cifar10]") {
  const DataFolder folder;
  folder.add_file("cifar-10-batches-bin/data_batch_2.bin", testing::cifar10_file(3, 5));
  folder.add_file("cifar-10-batches-bin/data_batch_1.bin", testing::cifar10_file(2, 9));
  folder.add_file("cifar-10-batches-bin/test_batch.bin", testing::cifar10_file(1, 3));
  folder.add_file("cifar-10-batches-bin/batches.meta.txt", "airplane\n");
  const DataSet data = opened(folder.path());
  REQUIRE(data.classes.size() == 10);
  CHECK(data.classes[3] == "cat");
  CHECK(lines_of(data, data.train) ==
        "cifar-10-batches-bin/data_batch_1.bin, picture 0 9\n"
        "cifar-10-batches-bin/data_batch_1.bin, picture 1 0\n"
        "cifar-10-batches-bin/data_batch_2.bin, picture 0 5\n"
        "cifar-10-batches-bin/data_batch_2.bin, picture 1 6\n"
        "cifar-10-batches-bin/data_batch_2.bin, picture 2 7\n");
  CHECK(lines_of(data, data.test) == "cifar-10-batches-bin/test_batch.bin, picture 0 3\n");
  CHECK(data.notes.size() == 3);
  CHECK(data.notes.at(0) == "data_batch_3.bin is missing: fewer training pictures");
}

TEST_CASE("malformed CIFAR-10 files are refused", "[evaluate][data_set][cifar10]") {
  const auto reason = [](const std::string& train, const std::string& test, ErrorCode code) {
    const DataFolder folder;
    folder.add_file("data_batch_1.bin", train);
    folder.add_file("test_batch.bin", test);
    const Error error = refused(folder.path());
    CHECK(error.code == code);
    return error.message;
  };
  const std::string good = testing::cifar10_file(2, 0);
  CHECK(
      contains(reason(good + "x", good, ErrorCode::kMalformedFile),
               "data_batch_1.bin: expected records of 3073 bytes, found 1 bytes after 2 of them"));
  CHECK(contains(reason(good, good.substr(0, 100), ErrorCode::kMalformedFile),
                 "test_batch.bin: expected records of 3073 bytes, found 100 bytes after 0"));
  std::string wrong_label = good;
  wrong_label[3073] = '\x80';
  CHECK(contains(reason(wrong_label, good, ErrorCode::kMalformedFile),
                 "data_batch_1.bin, picture 1: expected a label of 0 to 9, found 128"));
  CHECK(contains(reason("", good, ErrorCode::kInvalidArgument), "found 0 training and 2 test"));
  CHECK(contains(reason(good, "", ErrorCode::kInvalidArgument), "found 2 training and 0 test"));

  const DataFolder two;
  two.add_file("a/data_batch_1.bin", good);
  two.add_file("b/data_batch_1.bin", good);
  CHECK(contains(refused(two.path()).message, "expected one data_batch_1.bin"));
}

#if DINOZERO_HAS_LIBARCHIVE

using testing::gzip_file;
using testing::pax_name;
using testing::tar_file;
using testing::TarEntry;

TEST_CASE("archives are read like folders", "[evaluate][data_set][archive]") {
  const DataFolder folder;
  const std::string picture = folder.add_picture("picture.bmp");
  const std::string long_name = "set/train/dog/" + std::string(150, 'n') + ".bmp";
  const std::string tar = tar_file({{"./", "", '5'},
                                    {"./set/test/dog/1.bmp", picture},
                                    {"set//train/dog/./b.bmp", picture},
                                    {"set/train/cat/", "", '5'},
                                    {"set/train/cat/1.bmp", picture},
                                    pax_name(long_name),
                                    {"short", picture},
                                    pax_name("set/train/dog/\xc3\xa9\xff.bmp"),
                                    {"short", picture},
                                    {"set/train/dog/._b.bmp", "resource fork"}});
  folder.add_file("a.tar", tar);
  folder.add_file("a.tar.gz", gzip_file(tar));
  folder.add_file("named-otherwise", gzip_file(tar));
  for (const char* name : {"a.tar", "a.tar.gz", "named-otherwise"}) {
    CAPTURE(name);
    const DataSet data = opened(folder / name);
    CHECK(data.classes == Names{"cat", "dog"});
    CHECK(lines_of(data, data.train) == "set/train/cat/1.bmp 0\nset/train/dog/b.bmp 1\n" +
                                            long_name + " 1\nset/train/dog/\xc3\xa9\xff.bmp 1\n");
    CHECK(lines_of(data, data.test) == "set/test/dog/1.bmp 1\n");
    CHECK(data.notes.empty());
  }
}

TEST_CASE("CIFAR-10 is read from an archive", "[evaluate][data_set][archive]") {
  const DataFolder folder;
  folder.add_file("cifar.tar.gz",
                  gzip_file(tar_file({{"c/test_batch.bin", testing::cifar10_file(2, 1)},
                                      {"c/data_batch_2.bin", testing::cifar10_file(30, 0)},
                                      {"c/data_batch_1.bin", testing::cifar10_file(40, 2)}})));
  const DataSet data = opened(folder / "cifar.tar.gz");
  CHECK(data.train.size() == 70);
  CHECK(data.train[0].label == 2);
  CHECK(data.train[40].label == 0);
  CHECK(lines_of(data, data.test) ==
        "c/test_batch.bin, picture 0 1\nc/test_batch.bin, picture 1 2\n");
}

TEST_CASE("hostile names in an archive do no harm", "[evaluate][data_set][archive]") {
  const DataFolder folder;
  const std::string picture = folder.add_picture("picture.bmp");
  folder.add_file("a.tar", tar_file({{"/train/cat/absolute.bmp", picture},
                                     {"../train/cat/up.bmp", picture},
                                     {"train/../../etc/up.bmp", picture},
                                     {"train/cat/link.bmp", "", '2', "/etc/passwd"},
                                     {"train/cat/hard.bmp", "", '1', "train/dog/1.bmp"},
                                     {"train/cat/device.bmp", "", '3'},
                                     {"train/cat/\x1b[2J\n.bmp", picture},
                                     {"train/dog/1.bmp", "the first of two is replaced"},
                                     {"train/dog/1.bmp", picture},
                                     {"test/dog/1.bmp", picture}}));
  const DataSet data = opened(folder / "a.tar");
  CHECK(lines_of(data, data.train) == "train/cat/?[2J?.bmp 0\ntrain/dog/1.bmp 1\n");
  CHECK(data.notes == Names{"3 entries whose names lead out of the archive, left out",
                            "2 links in the archive, left out"});
  CHECK(data.store->files().at(data.train[1].file).bytes == picture.size());
}

TEST_CASE("broken archives are refused", "[evaluate][data_set][archive]") {
  const DataFolder folder;
  const std::string picture = folder.add_picture("picture.bmp");
  const std::string tar = tar_file({{"train/cat/1.bmp", picture},
                                    {"train/dog/1.bmp", picture},
                                    {"test/dog/1.bmp", picture},
                                    {"padding", std::string(200000, 'p')}});
  const std::string gzip = gzip_file(tar);
  const auto reason = [&](const std::string& content) {
    folder.add_file("a", content);
    const Error error = refused(folder / "a");
    INFO(error.message);
    CHECK(error.code == ErrorCode::kMalformedFile);
    return error.message;
  };
  CHECK(contains(reason("this is no archive, and long enough that it could be one"),
                 "expected a folder, a tar or a tar.gz archive"));
  reason("");
  CHECK(contains(reason(gzip.substr(0, gzip.size() / 2)), "broken archive"));
  CHECK(contains(reason(tar.substr(0, 3000)), "broken archive"));
  // A length in a stored block that its complement does not confirm.
  std::string corrupted = gzip;
  corrupted[10 + 1 + 65535 + 4 + 2] = '\x5a';
  CHECK(contains(reason(corrupted), "gzip decompression failed"));
  std::string wrong_checksum = tar;
  wrong_checksum[2 * 512 + 3] = '!';
  CHECK(contains(reason(wrong_checksum), "broken archive: Damaged tar archive"));
}

#else

TEST_CASE("without libarchive a file is refused with advice", "[evaluate][data_set][archive]") {
  const DataFolder folder;
  folder.add_file("a.tar", "x");
  const Error error = refused(folder / "a.tar");
  CHECK(error.code == ErrorCode::kUnsupported);
  CHECK(contains(error.message, "unpack it"));
}

#endif

TEST_CASE("paths are ordered part by part", "[evaluate][data_set]") {
  CHECK(path_before("a/b", "a.b"));
  CHECK_FALSE(path_before("a.b", "a/b"));
  CHECK(path_before("a", "a/b"));
  CHECK(path_before("a/b", "a/c"));
  CHECK_FALSE(path_before("a", "a"));
  CHECK(path_before("z", "\xc3\xa9"));
}

}  // namespace
}  // namespace dinozero::evaluation
