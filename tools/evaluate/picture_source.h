// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "dinozero/error.h"
#include "tools/evaluate/data_set.h"
#include "tools/image_file.h"

namespace dinozero::evaluation {

/// The bytes of a picture as they are stored.
struct StoredPicture {
  std::size_t index = 0;  ///< in the list that the source was given
  /// A picture file, or the planes of a CIFAR-10 record; or why they could not be read.
  Expected<std::vector<std::uint8_t>> bytes;
  bool is_cifar10 = false;
};

/// Goes once through chosen pictures of a data set, in the order in which they are stored, with one
/// of them in memory.
class PictureSource {
 public:
  /// A picture file above this size is not read.
  static constexpr std::uint64_t kMaxFileBytes = std::uint64_t{1} << 28;

  /// `data` has to outlive the source.
  static Expected<PictureSource> open(const DataSet& data, std::vector<Picture> pictures);

  /// The next picture, or nothing at the end. An error is one of the whole store.
  Expected<std::optional<StoredPicture>> next();

 private:
  PictureSource() = default;
  StoredPicture read_file(std::size_t index);
  StoredPicture read_record(std::size_t index);

  const DataSet* data_ = nullptr;
  std::vector<Picture> pictures_;
  std::vector<std::size_t> order_;  // of pictures_: by file, then record
  std::unordered_map<std::size_t, std::size_t> first_of_file_;  // in order_
  std::unique_ptr<FilePass> pass_;
  std::size_t place_ = 0;  // in order_
  std::size_t file_ = 0;   // that pass_ is at
  bool in_file_ = false;
  std::int32_t record_ = 0;  // that pass_ is at
};

/// The pixels of a picture; `name` stands in messages. Errors as read_image_file().
Expected<tools::ImageFile> decode(const StoredPicture& picture, const std::string& name);

}  // namespace dinozero::evaluation
