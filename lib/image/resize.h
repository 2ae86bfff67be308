// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>

#include "dinozero/error.h"
#include "dinozero/image.h"
#include "kernels/kernel_table.h"

namespace dinozero {

/// The longest side of a picture or an input, and the largest resize and crop, that the arithmetic
/// here is made for.
inline constexpr int kMaxSide = 1 << 20;

/// The part of a resized picture that the network sees: the picture is resized to `resized_width` x
/// `resized_height` and the rectangle of `width` x `height` at (`left`, `top`) is kept; where it
/// reaches outside (negative left or top), pixels are 0, as torchvision's CenterCrop pads. In 64
/// bits, because the long side of a strip can grow past 32 before it is cropped.
struct CropGeometry {
  std::int64_t resized_width = 0;
  std::int64_t resized_height = 0;
  std::int64_t left = 0;
  std::int64_t top = 0;
  int width = 0;
  int height = 0;
};

/// DINO's evaluation recipe, torchvision's Resize(resize) and CenterCrop(crop), for a picture of
/// `image_width` x `image_height`, generalised to any input size: the picture is resized, keeping
/// its proportions, to the smallest size that covers height * resize / crop by
/// width * resize / crop (for a square input: short side = side * resize / crop, rounded), then
/// the centre is cut out. With the input size equal to the crop it is exactly torchvision's
/// (long side truncated, offsets rounded half to even).
/// All arguments are in 1..kMaxSide.
CropGeometry center_crop_geometry(int image_width, int image_height, int resize, int crop,
                                  int input_width, int input_height);

/// The shortest that center_crop_geometry makes the side of a picture for an input of `input_side`
/// pixels: input_side * resize / crop, rounded.
std::int64_t shortest_resized_side(int input_side, int resize, int crop);

/// Bytes of workspace that resize_crop needs for any picture with sides up to `max_image_side` and
/// the geometry that center_crop_geometry gives it with these arguments; SIZE_MAX if that is more
/// than the address space holds. About 26 bytes a pixel of `max_image_side` for the default recipe;
/// a picture uses, and makes resident, the first part only, in proportion to its own size.
std::size_t resize_crop_workspace_bytes(int max_image_side, int resize, int crop, int input_width,
                                        int input_height);

/// Resizes with Pillow's antialiased bicubic filter (Image.resize(..., BICUBIC): a = -0.5, 22-bit
/// fixed-point weights, 8-bit values between the passes, the passes in the order of Pillow 13),
/// computing only the crop, into `rgb`: geometry.height x geometry.width x 3 bytes,
/// contiguous. Allocates nothing; `workspace` is 64-byte aligned. The picture must have been
/// checked with validate_image.
void resize_crop(const kernels::KernelTable& kernels, const ImageView& image,
                 const CropGeometry& geometry, void* workspace, std::uint8_t* rgb);

/// Errors: kInvalidArgument with what was expected and found: null pixels, a side that is not in
/// 1..max_image_side, a stride below width * bytes_per_pixel, an unknown format, more bytes than
/// the address space holds.
Expected<void> validate_image(const ImageView& image, int max_image_side);

}  // namespace dinozero
