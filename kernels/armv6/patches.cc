// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>
#include <cstring>

#include "kernels/armv6/armv6_kernels.h"

// A byte has 256 values: a table per channel says what each becomes, so that a pixel costs a load,
// a look-up and a share of a store, and no arithmetic. Eight pixels are loaded, looked up and
// stored at a time to hide the loads' latencies; patches_rgb8.py has the loops.

namespace dinozero::kernels::armv6 {
namespace {

constexpr std::size_t kGroup = 8;
constexpr std::size_t kLine = 32;
constexpr std::size_t kChannels = 3;
constexpr std::size_t kValues = 256;
constexpr std::size_t kTableTurn = 16;
constexpr std::size_t kCodesPatch = 16;  // pixels

// What patches_rgb8.S reads.
struct PatchRows {
  std::size_t rows, groups;  // of kGroup pixels in a row
  std::size_t row_step;      // bytes from the end of a row to the next
  std::size_t fetch;         // bytes from a row's pixels to those to fetch
};
extern "C" {
void dinozero_armv6_patch_channel(const std::uint8_t* pixels, const float* table, float* out,
                                  const PatchRows* rows);
// A channel of a patch of kCodesPatch: the low bytes of the table's words; fetches a line of every
// row, `fetch` bytes on. `out` is aligned to 4.
void dinozero_armv6_patch_codes(const std::uint8_t* pixels, const std::uint32_t* table,
                                std::int8_t* out, std::size_t fetch, std::size_t row_bytes);
// Of such a patch the largest value of each of the twelve bytes of four pixels, then the smallest.
void dinozero_armv6_patch_extremes(const std::uint8_t* pixels, std::size_t row_bytes,
                                   std::uint8_t extremes[24]);
// Words whose low bytes are table * factor, rounded; `count` is a positive multiple of 16.
void dinozero_armv6_patch_table(const float* table, std::size_t count, float factor,
                                std::uint32_t* words);
}

// What each value becomes. The channels go side by side, because every sum waits for its product.
void fill_tables(const float scale[kChannels], const float offset[kChannels],
                 float tables[kChannels][kValues]) {
  const float scales[] = {scale[0], scale[1], scale[2]};
  const float offsets[] = {offset[0], offset[1], offset[2]};
  float number = 0.0f;
  for (std::size_t value = 0; value < kValues; ++value, number += 1.0f) {
    const float products[] = {number * scales[0], number * scales[1], number * scales[2]};
    for (std::size_t channel = 0; channel < kChannels; ++channel) {
      tables[channel][value] = products[channel] + offsets[channel];
    }
  }
}

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
  float tables[kChannels][kValues];
  fill_tables(scale, offset, tables);
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

// A patch's largest normalised magnitude is that of a channel's largest or smallest value, and a
// table of its codes takes fewer look-ups than it has pixels: no float is stored.
void patches_from_rgb8_int8(const PatchesInt8Args& args) {
  const auto patch = static_cast<std::size_t>(args.grid.patch);
  if (patch != kCodesPatch || reinterpret_cast<std::uintptr_t>(args.q) % 4 != 0) {
    return patches_from_rgb8_int8_by(patches_from_rgb8, quantize_rows, args);
  }
  float tables[kChannels][kValues];
  fill_tables(args.scale, args.offset, tables);
  std::uint32_t codes[kChannels][kValues];
  const auto limit = static_cast<float>(args.limit);
  // The lines of a row of the next patch, one for each channel.
  constexpr std::size_t kFetches[kChannels] = {0, kLine, kChannels * kCodesPatch - 3};
  const std::size_t row_bytes = static_cast<std::size_t>(args.grid.cols) * patch * kChannels;
  const std::uint8_t* rgb = args.rgb;
  std::int8_t* q = args.q;
  float* q_scale = args.q_scale;
  for (int row = 0; row < args.grid.rows; ++row, rgb += (patch - 1) * row_bytes) {
    for (int col = 0; col < args.grid.cols; ++col, rgb += kChannels * patch, ++q_scale) {
      std::uint8_t extremes[2][4][kChannels];  // largest and smallest
      dinozero_armv6_patch_extremes(rgb, row_bytes, extremes[0][0]);
      std::size_t largest[kChannels], smallest[kChannels];
      float maximum = 0.0f;
      for (std::size_t channel = 0; channel < kChannels; ++channel) {
        const auto of = [&](std::size_t which, std::size_t pixel) {
          return extremes[which][pixel][channel];
        };
        largest[channel] = std::max({of(0, 0), of(0, 1), of(0, 2), of(0, 3)});
        smallest[channel] = std::min({of(1, 0), of(1, 1), of(1, 2), of(1, 3)});
        maximum = std::max({maximum, std::fabs(tables[channel][largest[channel]]),
                            std::fabs(tables[channel][smallest[channel]])});
      }
      *q_scale = maximum < kSmallestRowMaximum ? 0.0f : maximum / limit;
      if (maximum < kSmallestRowMaximum || std::isinf(maximum)) {
        std::fill_n(q, kChannels * patch * patch, std::int8_t{0});
        q += kChannels * patch * patch;
        continue;
      }
      const std::size_t patch_bytes = kChannels * patch;
      const std::size_t next =
          patch_bytes + (col + 1 == args.grid.cols ? row_bytes * (patch - 1) : 0);
      for (std::size_t channel = 0; channel < kChannels; ++channel, q += patch * patch) {
        const std::size_t begin = smallest[channel] / kTableTurn * kTableTurn;
        const std::size_t end = (largest[channel] / kTableTurn + 1) * kTableTurn;
        dinozero_armv6_patch_table(tables[channel] + begin, end - begin, limit / maximum,
                                   codes[channel] + begin);
        dinozero_armv6_patch_codes(rgb + channel, codes[channel], q, next + kFetches[channel],
                                   row_bytes);
      }
    }
  }
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
