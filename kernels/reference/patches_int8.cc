// SPDX-License-Identifier: Apache-2.0
#include "kernels/patches_int8.h"

#include <algorithm>
#include <cmath>

#include "kernels/reference/reference_kernels.h"

namespace dinozero::kernels {
namespace {

// Stored, so that no compiler contracts the sum to a multiply-add of one rounding.
float normalized(int value, float scale, float offset) {
  const volatile float scaled = static_cast<float>(value) * scale;
  return scaled + offset;
}

}  // namespace

PatchQuantization quantize_patch_values(const float scale[3], const float offset[3], int limit) {
  float largest = 0.0f;
  for (int channel = 0; channel < 3; ++channel) {
    for (const int end : {0, 255}) {
      largest = std::max(largest, std::fabs(normalized(end, scale[channel], offset[channel])));
    }
  }
  const auto steps = static_cast<float>(limit);
  PatchQuantization result;
  result.scale = largest / steps;
  for (int channel = 0; channel < 3; ++channel) {
    for (int value = 0; value < 256; ++value) {
      const float n = normalized(value, scale[channel], offset[channel]);
      result.values[channel][value] =
          static_cast<std::int8_t>(std::nearbyintf(n * (steps / largest)));
    }
  }
  return result;
}

namespace reference {

void patches_from_rgb8_int8(const PatchGrid& grid, const std::uint8_t* rgb,
                            const PatchQuantization& quantization, std::int8_t* patches) {
  const auto patch = static_cast<std::size_t>(grid.patch);
  const std::size_t width = static_cast<std::size_t>(grid.cols) * patch;
  for (int row = 0; row < grid.rows; ++row) {
    for (int col = 0; col < grid.cols; ++col) {
      for (int channel = 0; channel < 3; ++channel) {
        for (std::size_t y = 0; y < patch; ++y) {
          const std::size_t image_row = static_cast<std::size_t>(row) * patch + y;
          const std::size_t pixel = image_row * width + static_cast<std::size_t>(col) * patch;
          const std::uint8_t* in = rgb + 3 * pixel + channel;
          for (std::size_t x = 0; x < patch; ++x) {
            *patches++ = quantization.values[channel][in[3 * x]];
          }
        }
      }
    }
  }
}

}  // namespace reference
}  // namespace dinozero::kernels
