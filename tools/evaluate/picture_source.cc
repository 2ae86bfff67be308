// SPDX-License-Identifier: Apache-2.0
#include "tools/evaluate/picture_source.h"

#include <algorithm>
#include <cstdlib>
#include <numeric>
#include <utility>

#include "tools/evaluate/cifar10.h"
#include "tools/evaluate/failure.h"

namespace dinozero::evaluation {
namespace {

// Reads until `buffer` is full; an error if the file ends before.
Expected<void> fill(FilePass& pass, std::vector<std::uint8_t>& buffer) {
  std::size_t filled = 0;
  while (filled < buffer.size()) {
    const auto count = pass.read(buffer.data() + filled, buffer.size() - filled);
    if (!count) return tl::make_unexpected(count.error());
    if (*count == 0) {
      return failure(ErrorCode::kMalformedFile, "expected " + std::to_string(buffer.size()) +
                                                    " bytes, found " + std::to_string(filled));
    }
    filled += *count;
  }
  return {};
}

}  // namespace

Expected<PictureSource> PictureSource::open(const DataSet& data, std::vector<Picture> pictures) {
  PictureSource source;
  source.data_ = &data;
  source.pictures_ = std::move(pictures);
  source.order_.resize(source.pictures_.size());
  std::iota(source.order_.begin(), source.order_.end(), std::size_t{0});
  std::stable_sort(source.order_.begin(), source.order_.end(), [&](std::size_t a, std::size_t b) {
    const Picture& first = source.pictures_[a];
    const Picture& second = source.pictures_[b];
    return std::pair(first.file, first.record) < std::pair(second.file, second.record);
  });
  std::vector<bool> wanted(data.store->files().size(), false);
  for (std::size_t place = 0; place < source.order_.size(); ++place) {
    const std::size_t file = source.pictures_[source.order_[place]].file;
    wanted[file] = true;
    source.first_of_file_.emplace(file, place);
  }
  auto pass = data.store->pass(std::move(wanted));
  if (!pass) return tl::make_unexpected(pass.error());
  source.pass_ = std::move(*pass);
  return source;
}

Expected<std::optional<StoredPicture>> PictureSource::next() {
  const bool more_of_file =
      in_file_ && place_ < order_.size() && pictures_[order_[place_]].file == file_;
  if (!more_of_file) {
    const auto file = pass_->next();
    if (!file) return tl::make_unexpected(file.error());
    if (!*file) return std::nullopt;
    file_ = **file;
    in_file_ = true;
    record_ = 0;
    place_ = first_of_file_.at(file_);
  }
  const std::size_t index = order_[place_++];
  return pictures_[index].record == Picture::kWholeFile ? read_file(index) : read_record(index);
}

StoredPicture PictureSource::read_file(std::size_t index) {
  const std::uint64_t bytes = data_->store->files()[file_].bytes;
  if (bytes > kMaxFileBytes) {
    return {index,
            failure(ErrorCode::kUnsupported, "expected a picture of at most " +
                                                 std::to_string(kMaxFileBytes) + " bytes, found " +
                                                 std::to_string(bytes)),
            false};
  }
  std::vector<std::uint8_t> content(static_cast<std::size_t>(bytes));
  if (const auto filled = fill(*pass_, content); !filled) {
    return {index, tl::make_unexpected(filled.error()), false};
  }
  return {index, std::move(content), false};
}

StoredPicture PictureSource::read_record(std::size_t index) {
  std::vector<std::uint8_t> content(kCifar10RecordBytes);
  for (; record_ <= pictures_[index].record; ++record_) {
    if (const auto filled = fill(*pass_, content); !filled) {
      return {index, tl::make_unexpected(filled.error()), true};
    }
  }
  content.erase(content.begin());  // the label
  return {index, std::move(content), true};
}

Expected<tools::ImageFile> decode(const StoredPicture& picture, const std::string& name) {
  if (!picture.bytes) {
    return failure(picture.bytes.error().code, name + ": " + picture.bytes.error().message);
  }
  if (!picture.is_cifar10) {
    return tools::decode_image(picture.bytes->data(), picture.bytes->size(), name);
  }
  auto* pixels = static_cast<std::uint8_t*>(std::malloc(3 * kCifar10PlaneBytes));
  if (pixels == nullptr) return failure(ErrorCode::kOutOfMemory, name + ": no memory for it");
  for (std::size_t i = 0; i < kCifar10PlaneBytes; ++i) {
    for (std::size_t channel = 0; channel < 3; ++channel) {
      pixels[3 * i + channel] = (*picture.bytes)[channel * kCifar10PlaneBytes + i];
    }
  }
  return tools::ImageFile(pixels, kCifar10Side, kCifar10Side, PixelFormat::kRgb8);
}

}  // namespace dinozero::evaluation
