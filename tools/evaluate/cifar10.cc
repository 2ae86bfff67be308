// SPDX-License-Identifier: Apache-2.0
#include "tools/evaluate/cifar10.h"

#include <array>
#include <cstdint>
#include <string_view>
#include <utility>

#include "tools/evaluate/failure.h"

namespace dinozero::evaluation {
namespace {

constexpr std::array<std::string_view, 10> kClasses = {
    "airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck"};
constexpr std::array<std::string_view, 6> kFiles = {"data_batch_1.bin", "data_batch_2.bin",
                                                    "data_batch_3.bin", "data_batch_4.bin",
                                                    "data_batch_5.bin", "test_batch.bin"};
constexpr std::size_t kTestFile = 5;  // in kFiles

std::string_view file_name(std::string_view path) { return path.substr(path.rfind('/') + 1); }

// Which of kFiles a path is, or their number.
std::size_t kind_of(std::string_view path) {
  std::size_t kind = 0;
  while (kind < kFiles.size() && kFiles[kind] != file_name(path)) ++kind;
  return kind;
}

// Reads up to `bytes`, fewer only at the end of the file.
Expected<std::size_t> read_fully(FilePass& pass, std::uint8_t* data, std::size_t bytes) {
  std::size_t filled = 0;
  while (filled < bytes) {
    auto count = pass.read(data + filled, bytes - filled);
    if (!count) return count;
    if (*count == 0) break;
    filled += *count;
  }
  return filled;
}

Expected<void> list_records(const std::string& name, std::size_t file, FilePass& pass,
                            std::vector<Picture>& pictures) {
  std::array<std::uint8_t, kCifar10RecordBytes> record;
  for (std::int32_t index = 0;; ++index) {
    const auto count = read_fully(pass, record.data(), record.size());
    if (!count) return failure(count.error().code, name + ": " + count.error().message);
    if (*count == 0) return {};
    if (*count < record.size()) {
      return failure(ErrorCode::kMalformedFile,
                     name + ": expected records of " + std::to_string(kCifar10RecordBytes) +
                         " bytes, found " + std::to_string(*count) + " bytes after " +
                         std::to_string(index) + " of them");
    }
    if (record[0] >= kClasses.size()) {
      return failure(ErrorCode::kMalformedFile, name + ", picture " + std::to_string(index) +
                                                    ": expected a label of 0 to 9, found " +
                                                    std::to_string(record[0]));
    }
    pictures.push_back({file, index, int{record[0]}});
  }
}

}  // namespace

bool has_cifar10(const FileStore& store) {
  for (const StoredFile& file : store.files()) {
    if (kind_of(file.path) < kFiles.size()) return true;
  }
  return false;
}

Expected<void> list_cifar10(DataSet& data) {
  const std::vector<StoredFile>& files = data.store->files();
  std::array<std::size_t, kFiles.size()> place;
  place.fill(files.size());
  std::vector<bool> wanted(files.size(), false);
  for (std::size_t i = 0; i < files.size(); ++i) {
    const std::size_t kind = kind_of(files[i].path);
    if (kind == kFiles.size()) continue;
    if (place[kind] != files.size()) {
      return failure(ErrorCode::kInvalidArgument,
                     data.path + ": expected one " + std::string(kFiles[kind]) + ", found " +
                         printable(files[place[kind]].path) + " and " + printable(files[i].path));
    }
    place[kind] = i;
    wanted[i] = true;
  }

  auto pass = data.store->pass(wanted);
  if (!pass) return tl::make_unexpected(pass.error());
  // In an archive the files come in any order; the pictures are listed in that of their names.
  std::array<std::vector<Picture>, kFiles.size()> pictures;
  for (;;) {
    const auto file = (*pass)->next();
    if (!file) return tl::make_unexpected(file.error());
    if (!*file) break;
    const std::string& path = files[**file].path;
    auto listed =
        list_records(data.path + ": " + printable(path), **file, **pass, pictures[kind_of(path)]);
    if (!listed) return listed;
  }
  for (std::size_t kind = 0; kind < kFiles.size(); ++kind) {
    if (place[kind] == files.size() && kind != kTestFile) {
      data.notes.push_back(std::string(kFiles[kind]) + " is missing: fewer training pictures");
    }
    auto& list = kind == kTestFile ? data.test : data.train;
    list.insert(list.end(), pictures[kind].begin(), pictures[kind].end());
  }
  if (data.train.empty() || data.test.empty()) {
    return failure(ErrorCode::kInvalidArgument,
                   data.path +
                       ": expected CIFAR-10's data_batch_1.bin to data_batch_5.bin and "
                       "test_batch.bin, found " +
                       std::to_string(data.train.size()) + " training and " +
                       std::to_string(data.test.size()) + " test pictures");
  }
  data.classes.assign(kClasses.begin(), kClasses.end());
  return {};
}

}  // namespace dinozero::evaluation
