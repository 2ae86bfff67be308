// SPDX-License-Identifier: Apache-2.0
#include <cstring>

#include "kernels/armv6/armv6_kernels.h"

// A byte has 256 values: a table per channel says what each becomes, so that a pixel costs a load,
// a look-up and a share of a store, and no arithmetic. Eight pixels are loaded, looked up and
// stored at a time to hide the loads' latencies. About 3.5 cycles a value.

namespace dinozero::kernels::armv6 {
namespace {

constexpr std::size_t kGroup = 8;

// Fetches cache lines by their first words: what begins elsewhere in a line comes in two transfers.
void fetch(const std::uint8_t* begin, std::size_t bytes) {
  constexpr std::uintptr_t kLine = 32;
  const auto end = reinterpret_cast<std::uintptr_t>(begin) + bytes;
  auto line = reinterpret_cast<std::uintptr_t>(begin) & ~(kLine - 1);
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
  for_each_row(grid, rgb, patches, [&](const std::uint8_t* in, std::size_t channel, float* out) {
    // As words: the compiler would send floats through the VFP.
    const auto* table = reinterpret_cast<const char*>(tables[channel]);
    std::size_t x = 0;
    for (; x + kGroup <= patch; x += kGroup) {
      std::uint32_t words[kGroup];
      for (std::size_t i = 0; i < kGroup; ++i) {
        std::memcpy(&words[i], table + 4 * in[3 * (x + i)], 4);
      }
      std::memcpy(out + x, words, sizeof words);
    }
    for (; x < patch; ++x) out[x] = tables[channel][in[3 * x]];
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

}  // namespace dinozero::kernels::armv6
