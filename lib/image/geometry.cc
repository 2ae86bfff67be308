// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "lib/image/resize.h"

namespace dinozero {
namespace {

// Where a crop of `size` starts on an axis of `resized` pixels: Python's
// int(round((resized - size) / 2.0)), or minus torchvision's left padding.
std::int64_t crop_offset(std::int64_t resized, int size) {
  if (resized < size) return -((size - resized) / 2);
  const std::int64_t spare = resized - size;
  const std::int64_t half = spare / 2;
  const bool tie_above_odd = spare % 2 != 0 && half % 2 != 0;
  return half + (tie_above_odd ? 1 : 0);
}

}  // namespace

std::int64_t shortest_resized_side(int input_side, int resize, int crop) {
  const std::int64_t doubled = 2 * std::int64_t{input_side} * resize + crop;
  return std::max<std::int64_t>(1, doubled / (2 * std::int64_t{crop}));
}

CropGeometry center_crop_geometry(int image_width, int image_height, int resize, int crop,
                                  int input_width, int input_height) {
  const std::int64_t target_width = shortest_resized_side(input_width, resize, crop);
  const std::int64_t target_height = shortest_resized_side(input_height, resize, crop);
  CropGeometry geometry;
  geometry.width = input_width;
  geometry.height = input_height;
  // The axis that has to be enlarged most fits its target exactly, the other one covers its own.
  if (target_width * image_height >= target_height * image_width) {
    geometry.resized_width = target_width;
    geometry.resized_height = target_width * image_height / image_width;
  } else {
    geometry.resized_width = target_height * image_width / image_height;
    geometry.resized_height = target_height;
  }
  geometry.left = crop_offset(geometry.resized_width, input_width);
  geometry.top = crop_offset(geometry.resized_height, input_height);
  return geometry;
}

}  // namespace dinozero
