// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>

#include "kernels/patches_f32.h"

namespace dinozero::kernels::x86 {
namespace {

/// Copies one row of pixels of one channel of one patch.
template <class V>
void copy_floats(const float* from, int count, float* to) {
  int i = 0;
  for (; i + V::kLanes <= count; i += V::kLanes) V::store(to + i, V::load(from + i));
  if (i < count) {
    V::store_first(to + i, count - i, V::load_first(from + i, count - i, V::zero()));
  }
}

template <class V>
void patches_from_chw_f32(const PatchGrid& grid, const float* chw, std::size_t channel_stride,
                          float* patches) {
  const auto patch = static_cast<std::size_t>(grid.patch);
  const std::size_t width = static_cast<std::size_t>(grid.cols) * patch;
  const std::size_t patch_row_stride = patch * width;
  for (int row = 0; row < grid.rows; ++row) {
    const float* patch_row = chw + static_cast<std::size_t>(row) * patch_row_stride;
    for (int col = 0; col < grid.cols; ++col, patch_row += patch) {
      for (std::size_t channel = 0; channel < 3; ++channel) {
        const float* from = patch_row + channel * channel_stride;
        for (int y = 0; y < grid.patch; ++y, from += width, patches += patch) {
          copy_floats<V>(from, grid.patch, patches);
        }
      }
    }
  }
}

template <class V>
void patches_from_rgb8(const PatchGrid& grid, const std::uint8_t* rgb, const float scale[3],
                       const float offset[3], float* patches) {
  const auto patch = static_cast<std::size_t>(grid.patch);
  const std::size_t row_bytes = static_cast<std::size_t>(grid.cols) * patch * 3;
  const std::size_t channel_floats = patch * patch;
  for (int row = 0; row < grid.rows; ++row) {
    const std::uint8_t* patch_row = rgb + static_cast<std::size_t>(row) * patch * row_bytes;
    for (int col = 0; col < grid.cols; ++col, patch_row += 3 * patch) {
      const std::uint8_t* from = patch_row;
      for (int y = 0; y < grid.patch; ++y, from += row_bytes, patches += patch) {
        int x = 0;
        for (; x + V::kLanes <= grid.patch; x += V::kLanes) {
          for (int c = 0; c < 3; ++c) {
            V::store(patches + static_cast<std::size_t>(c) * channel_floats + x,
                     V::multiply_add(V::load_rgb8(from + 3 * x, c), V::broadcast(scale[c]),
                                     V::broadcast(offset[c])));
          }
        }
        for (; x < grid.patch; ++x) {
          for (int c = 0; c < 3; ++c) {
            patches[static_cast<std::size_t>(c) * channel_floats + static_cast<std::size_t>(x)] =
                static_cast<float>(from[3 * x + c]) * scale[c] + offset[c];
          }
        }
      }
      patches += 2 * channel_floats;
    }
  }
}

}  // namespace
}  // namespace dinozero::kernels::x86
