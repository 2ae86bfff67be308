// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "kernels/patches_f32.h"
#include "kernels/quantize_rows.h"

namespace dinozero::kernels {

/// patches_from_rgb8, then quantize_rows of its result, a patch being a row: the same bits as these
/// operations of the same kernel set one after the other.
struct PatchesInt8Args {
  PatchGrid grid;
  const std::uint8_t* rgb = nullptr;  ///< contiguous 8-bit RGB rows; no alignment
  const float* scale = nullptr;       ///< 3, finite
  const float* offset = nullptr;      ///< 3, finite
  int limit = 127;                    ///< 1 to 127
  std::int8_t* q = nullptr;           ///< patches x (3 * patch * patch), contiguous
  float* q_scale = nullptr;           ///< patches
  float* floats = nullptr;            ///< room for the floats of a row of the grid
};
using PatchesFromRgb8Int8 = void (*)(const PatchesInt8Args& args);

/// It by these operations, a row of the grid at a time, for sets that have nothing better.
void patches_from_rgb8_int8_by(PatchesFromRgb8 cut, QuantizeRows quantize,
                               const PatchesInt8Args& args);

}  // namespace dinozero::kernels
