// SPDX-License-Identifier: Apache-2.0
#include "kernels/reference/reference_kernels.h"

namespace dinozero::kernels::reference {

void patches_from_rgb8(const PatchGrid& grid, const std::uint8_t* rgb, const float scale[3],
                       const float offset[3], float* patches) {
  const std::size_t width =
      static_cast<std::size_t>(grid.cols) * static_cast<std::size_t>(grid.patch);
  float* out = patches;
  for (int row = 0; row < grid.rows; ++row) {
    for (int col = 0; col < grid.cols; ++col) {
      for (int channel = 0; channel < 3; ++channel) {
        for (int y = 0; y < grid.patch; ++y) {
          const std::size_t pixel = static_cast<std::size_t>(row * grid.patch + y) * width +
                                    static_cast<std::size_t>(col * grid.patch);
          const std::uint8_t* in = rgb + 3 * pixel + channel;
          for (int x = 0; x < grid.patch; ++x) {
            *out++ = static_cast<float>(in[3 * x]) * scale[channel] + offset[channel];
          }
        }
      }
    }
  }
}

void patches_from_chw_f32(const PatchGrid& grid, const float* chw, std::size_t channel_stride,
                          float* patches) {
  const std::size_t width =
      static_cast<std::size_t>(grid.cols) * static_cast<std::size_t>(grid.patch);
  float* out = patches;
  for (int row = 0; row < grid.rows; ++row) {
    for (int col = 0; col < grid.cols; ++col) {
      for (std::size_t channel = 0; channel < 3; ++channel) {
        for (int y = 0; y < grid.patch; ++y) {
          const std::size_t image_row = static_cast<std::size_t>(row) * grid.patch + y;
          const float* in = chw + channel * channel_stride + image_row * width +
                            static_cast<std::size_t>(col * grid.patch);
          for (int x = 0; x < grid.patch; ++x) *out++ = in[x];
        }
      }
    }
  }
}

}  // namespace dinozero::kernels::reference
