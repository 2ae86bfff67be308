// SPDX-License-Identifier: Apache-2.0
#include <cstring>

#include "kernels/armv6/armv6_kernels.h"

// A byte has 256 values: a table per channel says what each becomes, so that a pixel costs a load,
// a look-up and a share of a store, and no arithmetic. Eight pixels are loaded, looked up and
// stored at a time to hide the loads' latencies; patches_rgb8.py has the loop for floats.

namespace dinozero::kernels::armv6 {
namespace {

constexpr std::size_t kGroup = 8;
constexpr std::size_t kLine = 32;

// What patches_rgb8.S reads.
struct PatchRows {
  std::size_t rows, groups;  // of kGroup pixels in a row
  std::size_t row_step;      // bytes from the end of a row to the next
  std::size_t fetch;         // bytes from a row's pixels to those to fetch
};
extern "C" void dinozero_armv6_patch_channel(const std::uint8_t* pixels, const float* table,
                                             float* out, const PatchRows* rows);

// Fetches cache lines by their first words: what begins elsewhere in a line comes in two transfers.
void fetch(const std::uint8_t* begin, std::size_t bytes) {
  const auto end = reinterpret_cast<std::uintptr_t>(begin) + bytes;
  auto line = reinterpret_cast<std::uintptr_t>(begin) & ~std::uintptr_t{kLine - 1};
  for (; line < end; line += kLine) __builtin_prefetch(reinterpret_cast<const void*>(line));
}

// Fetches the next patch's pixels while this one's are copied: calls copy(row of pixels, channel,
// where its values go) for the rows of all patches.
template <class T, class Copy>
void for_each_row(const PatchGrid& grid, const std::uint8_t* rgb, T* patches, const Copy& copy) {
  const auto patch = static_cast<std::size_t>(grid.patch);
  const std::size_t row_bytes = static_cast<std::size_t>(grid.cols) * patch * 3;
  for (int row = 0; row < grid.rows; ++row, rgb += patch * row_bytes) {
    for (int col = 0; col < grid.cols; ++col) {
      const std::uint8_t* corner = rgb + static_cast<std::size_t>(col) * patch * 3;
      for (std::size_t channel = 0; channel < 3; ++channel) {
        const std::uint8_t* in = corner + channel;
        for (std::size_t y = 0; y < patch; ++y, in += row_bytes, patches += patch) {
          if (channel == 0) fetch(in + 3 * patch, 3 * patch);
          copy(in, channel, patches);
        }
      }
    }
  }
}

}  // namespace

void patches_from_rgb8(const PatchGrid& grid, const std::uint8_t* rgb, const float scale[3],
                       const float offset[3], float* patches) {
  float tables[3][256];
  for (std::size_t channel = 0; channel < 3; ++channel) {
    for (std::size_t value = 0; value < 256; ++value) {
      tables[channel][value] = static_cast<float>(value) * scale[channel] + offset[channel];
    }
  }
  const auto patch = static_cast<std::size_t>(grid.patch);
  if (patch % kGroup == 0) {
    const std::size_t row_bytes = static_cast<std::size_t>(grid.cols) * patch * 3;
    for (int row = 0; row < grid.rows; ++row, rgb += patch * row_bytes) {
      for (int col = 0; col < grid.cols; ++col) {
        for (std::size_t channel = 0; channel < 3; ++channel, patches += patch * patch) {
          const PatchRows rows = {patch, patch / kGroup, row_bytes - 3 * patch,
                                  3 * patch + channel * kLine};
          dinozero_armv6_patch_channel(rgb + static_cast<std::size_t>(col) * patch * 3 + channel,
                                       tables[channel], patches, &rows);
        }
      }
    }
    return;
  }
  for_each_row(grid, rgb, patches, [&](const std::uint8_t* in, std::size_t channel, float* out) {
    for (std::size_t x = 0; x < patch; ++x) out[x] = tables[channel][in[3 * x]];
  });
}

void patches_from_rgb8_int8(const PatchGrid& grid, const std::uint8_t* rgb,
                            const PatchQuantization& quantization, std::int8_t* patches) {
  const auto patch = static_cast<std::size_t>(grid.patch);
  for_each_row(
      grid, rgb, patches, [&](const std::uint8_t* in, std::size_t channel, std::int8_t* out) {
        const auto* table = reinterpret_cast<const std::uint8_t*>(quantization.values[channel]);
        std::size_t x = 0;
        for (; x + kGroup <= patch; x += kGroup) {
          const std::uint8_t* pixels = in + 3 * x;
          std::uint32_t bytes[kGroup];
          for (std::size_t i = 0; i < kGroup; ++i) bytes[i] = pixels[3 * i];
          for (std::size_t i = 0; i < kGroup; ++i) bytes[i] = table[bytes[i]];
          const std::uint32_t words[2] = {
              bytes[0] | bytes[1] << 8 | bytes[2] << 16 | bytes[3] << 24,
              bytes[4] | bytes[5] << 8 | bytes[6] << 16 | bytes[7] << 24};
          std::memcpy(out + x, words, sizeof words);
        }
        for (; x < patch; ++x) out[x] = static_cast<std::int8_t>(table[in[3 * x]]);
      });
}

// A copy in words: through the VFP every float would wait for itself.
void patches_from_chw_f32(const PatchGrid& grid, const float* chw, std::size_t channel_stride,
                          float* patches) {
  const auto patch = static_cast<std::size_t>(grid.patch);
  const std::size_t width = static_cast<std::size_t>(grid.cols) * patch;
  for (int row = 0; row < grid.rows; ++row, chw += patch * width) {
    for (std::size_t col = 0; col < width; col += patch) {
      for (std::size_t channel = 0; channel < 3; ++channel) {
        const float* in = chw + channel * channel_stride + col;
        for (std::size_t y = 0; y < patch; ++y, in += width, patches += patch) {
          __builtin_prefetch(in + patch);
          __builtin_prefetch(in + patch + kLine / sizeof(float));
          std::memcpy(patches, in, patch * sizeof(float));
        }
      }
    }
  }
}

}  // namespace dinozero::kernels::armv6
