// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>

namespace dinozero::kernels {

/// Cuts an image of grid_rows * patch by grid_cols * patch pixels into patches, the rows of the
/// patch embedding's GEMM: patches[r * grid_cols + c][channel][y][x], so that the weight of
/// DINO's patch convolution [dim, 3, patch, patch] is used as it is. `patches` is contiguous.
/// A caller that wants only some rows of a larger grid passes their number and the address of their
/// first pixel.
struct PatchGrid {
  int rows = 0;
  int cols = 0;
  int patch = 0;  ///< pixels
};

/// From contiguous 8-bit RGB rows; value * scale[channel] + offset[channel], within
/// 2^-23 * (|value * scale| + |offset|).
using PatchesFromRgb8 = void (*)(const PatchGrid& grid, const std::uint8_t* rgb,
                                 const float scale[3], const float offset[3], float* patches);

/// From a normalised channel-major float image, 3 x height x width, with `channel_stride` floats
/// from one channel to the next; a copy, bit by bit.
using PatchesFromChwF32 = void (*)(const PatchGrid& grid, const float* chw,
                                   std::size_t channel_stride, float* patches);

}  // namespace dinozero::kernels
