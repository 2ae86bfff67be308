// SPDX-License-Identifier: Apache-2.0
#include "tools/evaluate/features.h"

#include <filesystem>
#include <limits>
#include <string>
#include <vector>

#include "evaluate/archive_files.h"
#include "evaluate/data_folder.h"
#include "support/catch.h"
#include "support/synthetic_checkpoint.h"
#include "support/synthetic_model.h"
#include "tools/evaluate/feature_cache.h"
#include "tools/evaluate/picture_source.h"
#include "tools/image_file.h"

namespace dinozero::evaluation {
namespace {

using testing::DataFolder;

DataSet opened(const std::string& path) {
  auto data = open_data_set(path);
  INFO((data ? std::string() : data.error().message));
  REQUIRE(data.has_value());
  return std::move(*data);
}

std::vector<Picture> all_of(const DataSet& data) {
  std::vector<Picture> pictures = data.train;
  pictures.insert(pictures.end(), data.test.begin(), data.test.end());
  return pictures;
}

FeatureTable extracted(const DataSet& data, int dim,
                       const std::vector<FeatureFunction>& functions) {
  auto table = extract_features(data, all_of(data), dim, functions);
  INFO((table ? std::string() : table.error().message));
  REQUIRE(table.has_value());
  return std::move(*table);
}

// Gives the first sample of each colour of the first pixel.
const FeatureFunction kFirstPixel = [](const ImageView& image, float* out) -> Expected<void> {
  for (int c = 0; c < 3; ++c) out[c] = image.pixels[c];
  return {};
};

void add_class_folders(const DataFolder& folder) {
  for (unsigned i = 0; i < 20; ++i) {
    const std::string name = std::to_string(10 + i) + ".bmp";
    folder.add_picture(
        (i % 5 == 4 ? "test/" : "train/") + std::string(i % 2 == 0 ? "cat/" : "dog/") + name, i);
  }
}

TEST_CASE("features are those that the library gives, whatever the threads",
          "[evaluate][features]") {
  const DataFolder folder;
  add_class_folders(folder);
  const DataSet data = opened(folder.path());
  const auto synthetic = testing::load_synthetic(testing::few_kilobytes());
  Options options;
  options.input_height = 16;
  options.input_width = 12;
  for (const int threads : {1, 3}) {
    const auto functions = cls_functions(synthetic.model, options, threads);
    REQUIRE(functions.has_value());
    CHECK(functions->size() == static_cast<std::size_t>(threads));
    const FeatureTable table = extracted(data, synthetic.model.config().dim, *functions);
    REQUIRE(table.values.size() == 20 * 8);
    CHECK(table.failed.empty());
    auto encoder = Encoder::create(synthetic.model, options);
    REQUIRE(encoder.has_value());
    const auto pictures = all_of(data);
    for (std::size_t i = 0; i < pictures.size(); ++i) {
      const auto image =
          tools::read_image_file(folder / data.store->files()[pictures[i].file].path);
      REQUIRE(image.has_value());
      const auto features = encoder->encode(image->view());
      REQUIRE(features.has_value());
      const auto cls = features->cls();
      CHECK(std::equal(cls.begin(), cls.end(), table.values.begin() + static_cast<long>(8 * i)));
    }
  }
}

TEST_CASE("a picture that fails is named, and the others are computed", "[evaluate][features]") {
  const DataFolder folder;
  add_class_folders(folder);
  folder.add_file("train/cat/00-empty.png", "");
  folder.add_file("train/cat/01-broken.png", "\x89PNG\r\n\x1a\n and nothing more");
  folder.add_picture("test/dog/vanishes.bmp");
  const DataSet data = opened(folder.path());
  std::filesystem::remove(folder / "test/dog/vanishes.bmp");
  const FeatureTable table = extracted(data, 3, {kFirstPixel, kFirstPixel});
  REQUIRE(table.failed.size() == 3);
  CHECK(table.failed[0].index == 0);
  CHECK(table.failed[0].reason ==
        "train/cat/00-empty.png: expected a picture, found an empty file");
  CHECK(table.failed[1].index == 1);
  CHECK(table.failed[1].reason.find("01-broken.png: ") != std::string::npos);
  CHECK(table.failed[2].index == 22);
  CHECK(table.failed[2].reason == "test/dog/vanishes.bmp: No such file or directory");
  CHECK(table.values[0] == 0);
  CHECK(table.values[3 * 22] == 0);
  CHECK(table.values[3 * 2] == float(testing::image_rgb8(4, 4, 0)[0]));

  // So is one whose feature is not a number, or that the function refuses.
  int calls = 0;
  const FeatureFunction moody = [&](const ImageView&, float* out) -> Expected<void> {
    out[0] = 1;
    if (++calls == 1) out[0] = std::numeric_limits<float>::quiet_NaN();
    if (calls == 2) return tl::make_unexpected(Error{ErrorCode::kInvalidArgument, "no"});
    return {};
  };
  const FeatureTable more = extracted(data, 1, {moody});
  REQUIRE(more.failed.size() == 5);
  CHECK(more.failed[2].reason == "test/cat/14.bmp: the feature is not finite");
  CHECK(more.failed[3].reason == "test/cat/24.bmp: no");
  CHECK(more.failed[2].index == 18);
  CHECK(more.values[18] == 0);
  CHECK(more.values[20] == 1);
}

TEST_CASE("chosen records of CIFAR-10 files keep their places", "[evaluate][features][cifar10]") {
  const DataFolder folder;
  folder.add_file("data_batch_1.bin", testing::cifar10_file(50, 0));
  folder.add_file("data_batch_2.bin", testing::cifar10_file(30, 5));
  folder.add_file("test_batch.bin", testing::cifar10_file(20, 0));
  const DataSet data = opened(folder.path());
  // Not in the order in which they are stored.
  const std::vector<Picture> chosen = {data.train[79], data.train[3], data.test[7], data.train[49],
                                       data.train[50]};
  const auto table = extract_features(data, chosen, 3, {kFirstPixel});
  REQUIRE(table.has_value());
  CHECK(table->failed.empty());
  CHECK(table->values ==
        std::vector<float>{29, 100, 4, 3, 100, 3, 7, 100, 7, 49, 100, 9, 0, 100, 5});

  // A file that shrinks after it was listed.
  folder.add_file("data_batch_1.bin", testing::cifar10_file(10, 0));
  const auto shrunk = extract_features(data, chosen, 3, {kFirstPixel});
  REQUIRE(shrunk.has_value());
  REQUIRE(shrunk->failed.size() == 1);
  CHECK(shrunk->failed[0].reason.find("data_batch_1.bin, picture 49: expected 3073 bytes") == 0);
  CHECK(shrunk->values[3] == 3);
}

#if DINOZERO_HAS_LIBARCHIVE

TEST_CASE("an archive gives the features of its folder", "[evaluate][features][archive]") {
  const DataFolder folder;
  add_class_folders(folder);
  const DataSet data = opened(folder.path());
  std::vector<testing::TarEntry> entries;
  for (const StoredFile& file : data.store->files()) {
    entries.insert(entries.begin(), {file.path, testing::read_file(folder / file.path)});
  }
  const DataFolder archives;
  archives.add_file("a.tar.gz", testing::gzip_file(testing::tar_file(entries)));
  const DataSet archive = opened(archives / "a.tar.gz");
  CHECK(testing::lines_of(archive, archive.train) == testing::lines_of(data, data.train));
  CHECK(extracted(archive, 3, {kFirstPixel, kFirstPixel}).values ==
        extracted(data, 3, {kFirstPixel}).values);

  // An archive that is cut short after it was listed ends the evaluation.
  const std::string cut = testing::read_file(archives / "a.tar.gz").substr(0, 3000);
  archives.add_file("a.tar.gz", cut);
  CHECK_FALSE(
      extract_features(archive, all_of(archive), 3, {kFirstPixel, kFirstPixel}).has_value());
}

#endif

class Cache {
 public:
  Cache() : data_(opened_after_filling()) {}

  CacheEntry entry() const { return cache_entry(folder_ / "cache", origin_, data_, all_of(data_)); }
  FeatureOrigin& origin() { return origin_; }
  const DataFolder& folder() const { return folder_; }
  void reopen() { data_ = opened(folder_ / "set"); }

 private:
  DataSet opened_after_filling() {
    for (const char* name : {"train/cat/1.bmp", "train/dog/1.bmp", "test/cat/1.bmp"}) {
      folder_.add_picture("set/" + std::string(name));
    }
    return opened(folder_ / "set");
  }

  DataFolder folder_;
  DataSet data_;
  FeatureOrigin origin_{"model", {1, 2, 3}, 224, 224, Backend::kNative, "reference"};
};

const FeatureTable kTable{2, {1, 2, 3, 4, 0, 0}, {{2, "test/cat/1.bmp: broken"}}};

bool is_table(const std::optional<FeatureTable>& table) {
  return table && table->values == kTable.values && table->failed.size() == 1 &&
         table->failed[0].index == 2 && table->failed[0].reason == kTable.failed[0].reason;
}

TEST_CASE("features are kept until something changes", "[evaluate][cache]") {
  Cache cache;
  std::string why = "unset";
  CHECK_FALSE(load_features(cache.entry(), 3, 2, why));
  CHECK(why.empty());
  REQUIRE(store_features(cache.entry(), kTable).has_value());
  CHECK(is_table(load_features(cache.entry(), 3, 2, why)));
  cache.reopen();
  CHECK(is_table(load_features(cache.entry(), 3, 2, why)));

  SECTION("the model") {
    cache.origin().model_digest[31] = 1;
    CHECK_FALSE(load_features(cache.entry(), 3, 2, why));
    CHECK(why == "the model, the data or the options have changed");
    // Its features replace the old ones.
    REQUIRE(store_features(cache.entry(), kTable).has_value());
    CHECK(is_table(load_features(cache.entry(), 3, 2, why)));
  }
  SECTION("a picture") {
    cache.folder().add_file("set/train/cat/1.bmp", "shorter");
    cache.reopen();
    CHECK_FALSE(load_features(cache.entry(), 3, 2, why));
    CHECK_FALSE(why.empty());
  }
  SECTION("the time of a picture") {
    const auto file = cache.folder() / "set/train/cat/1.bmp";
    std::filesystem::last_write_time(
        file, std::filesystem::last_write_time(file) + std::chrono::seconds(1));
    cache.reopen();
    CHECK_FALSE(load_features(cache.entry(), 3, 2, why));
  }
  SECTION("the options, which have caches of their own") {
    const CacheEntry before = cache.entry();
    cache.origin().input_width = 112;
    CHECK(cache.entry().path != before.path);
    CHECK_FALSE(load_features(cache.entry(), 3, 2, why));
    CHECK(is_table(load_features(before, 3, 2, why)));
  }
  SECTION("the patches that go on") {
    const CacheEntry before = cache.entry();
    cache.origin().token_pruning = {0, 98};
    const CacheEntry pruned = cache.entry();
    cache.origin().token_pruning = {0, 97};
    CHECK(pruned.path != before.path);
    CHECK(pruned.path != cache.entry().path);
    CHECK_FALSE(load_features(pruned, 3, 2, why));
  }
  SECTION("the number of pictures or values") {
    CHECK_FALSE(load_features(cache.entry(), 4, 2, why));
    CHECK_FALSE(load_features(cache.entry(), 3, 3, why));
  }
}

TEST_CASE("a broken cache is noticed", "[evaluate][cache]") {
  const Cache cache;
  const CacheEntry entry = cache.entry();
  REQUIRE(store_features(entry, kTable).has_value());
  const std::string whole = testing::read_file(entry.path);
  std::string why;
  for (std::size_t length = 0; length < whole.size(); ++length) {
    testing::write_file(entry.path, whole.data(), length);
    if (load_features(entry, 3, 2, why) || why.empty()) FAIL("accepted " << length << " bytes");
  }
  for (std::size_t at = 0; at < whole.size(); ++at) {
    std::string changed = whole;
    changed[at] = static_cast<char>(changed[at] ^ 0x40);
    testing::write_file(entry.path, changed.data(), changed.size());
    if (load_features(entry, 3, 2, why) || why.empty()) FAIL("accepted a change of byte " << at);
  }
  // Nothing is left of the way in which it was written.
  std::size_t files = 0;
  for (const auto& file : std::filesystem::directory_iterator(cache.folder() / "cache")) {
    files += file.is_regular_file() ? 1 : 0;
  }
  CHECK(files == 1);

  const CacheEntry nowhere{"/proc/no/such/folder/x.features", entry.key};
  const auto stored = store_features(nowhere, kTable);
  REQUIRE_FALSE(stored.has_value());
  CHECK(stored.error().code == ErrorCode::kIo);
}

}  // namespace
}  // namespace dinozero::evaluation
