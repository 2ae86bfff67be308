// SPDX-License-Identifier: Apache-2.0
#include <cstdint>
#include <limits>
#include <string>
#include <utility>

#include "lib/image/resize.h"

namespace dinozero {
namespace {

bool known(PixelFormat format) {
  switch (format) {
    case PixelFormat::kRgb8:
    case PixelFormat::kRgba8:
    case PixelFormat::kBgr8:
    case PixelFormat::kGray8:
      return true;
  }
  return false;
}

tl::unexpected<Error> invalid(std::string message) {
  return tl::make_unexpected(Error{ErrorCode::kInvalidArgument, std::move(message)});
}

}  // namespace

Expected<void> validate_image(const ImageView& image, int max_image_side) {
  const auto size = [&] {
    return std::to_string(image.width) + " x " + std::to_string(image.height) + " pixels";
  };
  if (!known(image.format)) {
    return invalid("image: expected one of the PixelFormat values, found " +
                   std::to_string(static_cast<int>(image.format)));
  }
  if (image.width < 1 || image.height < 1) {
    return invalid("image: expected at least 1 x 1 pixels, found " + size());
  }
  if (image.width > max_image_side || image.height > max_image_side) {
    return invalid("image: expected sides of at most " + std::to_string(max_image_side) +
                   " pixels (Options::max_image_side), found " + size());
  }
  if (image.pixels == nullptr) {
    return invalid("image: expected pixels, found a null pointer for " + size());
  }
  const std::uint64_t row_bytes =
      static_cast<std::uint64_t>(image.width) * bytes_per_pixel(image.format);
  if (image.stride != 0 && image.stride < row_bytes) {
    return invalid("image: expected a stride of at least " + std::to_string(row_bytes) +
                   " bytes (width " + std::to_string(image.width) + " x " +
                   std::to_string(bytes_per_pixel(image.format)) + " bytes a pixel) or 0, found " +
                   std::to_string(image.stride));
  }
  constexpr std::uint64_t kAddressable = std::numeric_limits<std::size_t>::max() / 2;
  const std::uint64_t stride = image.stride != 0 ? image.stride : row_bytes;
  const std::uint64_t rows_before_last = static_cast<std::uint64_t>(image.height) - 1;
  if (row_bytes > kAddressable ||
      (rows_before_last != 0 && stride > (kAddressable - row_bytes) / rows_before_last)) {
    return invalid("image: expected rows that fit into the address space, found " + size() +
                   " with a stride of " + std::to_string(stride) + " bytes");
  }
  return {};
}

}  // namespace dinozero
