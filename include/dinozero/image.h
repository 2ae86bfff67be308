// SPDX-License-Identifier: Apache-2.0
#ifndef DINOZERO_IMAGE_H_
#define DINOZERO_IMAGE_H_

#include <cstddef>
#include <cstdint>

namespace dinozero {

/// Order of the 8-bit samples of one pixel. An alpha channel is dropped, not blended, as
/// Pillow's convert("RGB") does; grey is used for all three channels.
enum class PixelFormat { kRgb8, kRgba8, kBgr8, kGray8 };

/// Bytes of one pixel: 3, 4, 3, 1.
constexpr int bytes_per_pixel(PixelFormat format) {
  return format == PixelFormat::kRgba8 ? 4 : format == PixelFormat::kGray8 ? 1 : 3;
}

/// A picture in the caller's memory, rows from top to bottom. It is read during the call that it
/// is passed to and never kept.
struct ImageView {
  const std::uint8_t* pixels = nullptr;
  int width = 0;           ///< pixels, 1 to Options::max_image_side
  int height = 0;          ///< pixels, 1 to Options::max_image_side
  std::size_t stride = 0;  ///< bytes from one row to the next; 0 means rows without gaps
  PixelFormat format = PixelFormat::kRgb8;
};

}  // namespace dinozero

#endif  // DINOZERO_IMAGE_H_
