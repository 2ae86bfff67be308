// SPDX-License-Identifier: Apache-2.0
#include "kernels/resample_rgb8.h"

#include <arm_acle.h>

#include <cstring>

#include "kernels/armv6/armv6_kernels.h"
#include "kernels/reference/reference_kernels.h"

// resample_rgb8.py explains the arithmetic and has the loops for four taps, as enlarging takes: 11
// cycles a byte. Other numbers of taps are summed here. Across, every source pixel becomes two
// words (red and blue; green) once, and is then multiplied for all columns that need it.

namespace dinozero::kernels::armv6 {
namespace {

constexpr std::int32_t kHalf = std::int32_t{1} << (kResampleWeightBits - 1);
constexpr std::uint32_t kLanes = 0x7F807F80u;  // bytes 0 and 2, or 1 and 3, times 2^7

extern "C" {
// `bytes`, a positive multiple of 8, of four rows.
void dinozero_armv6_resample_rows_of_4(const std::uint8_t* const* rows, const std::int32_t* weights,
                                       std::uint8_t* out, std::size_t bytes);
// The same of rows kResampleRingStride bytes apart, a weight for each.
void dinozero_armv6_resample_ring_of_4(const std::uint8_t* rows, const std::int32_t weights[4],
                                       std::uint8_t* out, std::size_t bytes);
// Columns of four taps, from `rgb` to `last`; their first taps are counted from `pixels`.
void dinozero_armv6_resample_columns_of_4(const void* pixels, const int* first,
                                          const std::int32_t* weights, std::uint8_t* rgb,
                                          const std::uint8_t* last);
// Eight pixels of three bytes for each of `turns`, at least 1; fetches as many bytes from `fetch`.
void dinozero_armv6_resample_widen(const std::uint8_t* from, std::uintptr_t fetch,
                                   std::size_t turns, void* to);
}

std::uint32_t load(const std::uint8_t* bytes) {
  std::uint32_t word;
  std::memcpy(&word, bytes, sizeof word);
  return word;
}

std::uint32_t even_bytes(std::uint32_t word) { return word << 7 & kLanes; }
std::uint32_t odd_bytes(std::uint32_t word) { return word >> 1 & kLanes; }

std::int32_t add_bottom(std::int32_t sum, std::int32_t weight, std::uint32_t lanes) {
  return __smlawb(weight, static_cast<std::int32_t>(lanes), sum);
}
std::int32_t add_top(std::int32_t sum, std::int32_t weight, std::uint32_t lanes) {
  return __smlawt(weight, static_cast<std::int32_t>(lanes), sum);
}

std::uint32_t clip(std::int32_t sum) {
  return static_cast<std::uint32_t>(__usat(sum >> kResampleWeightBits, 8));
}

// What is left of a source row's pixels: bytes 0 and 2, byte 1.
struct Pixel {
  std::uint32_t outer;
  std::uint32_t middle;
};

constexpr int kChunk = 256;  // pixels that are widened at a time: 2 KiB

std::uintptr_t line_of(std::uintptr_t address) { return address & ~std::uintptr_t{31}; }

// Fetches as many bytes from `next` on. Near 0, where no next row is, nothing is mapped, and a PLD
// does nothing.
void widen(const std::uint8_t* from, std::uintptr_t next, int bytes, int count, Pixel* to) {
  const auto fetch = [next](int offset) {
    const std::uintptr_t address = next + static_cast<std::uintptr_t>(offset);
    __builtin_prefetch(reinterpret_cast<const void*>(line_of(address)));
  };
  int i = 0;
  constexpr int kTurn = 8;
  if (bytes == 3 && count >= kTurn) {
    const int turns = count / kTurn;
    dinozero_armv6_resample_widen(from, next, static_cast<std::size_t>(turns), to);
    i = turns * kTurn;
    from += 3 * i;
  }
  if (bytes == 4) {
    for (; i < count; ++i, from += 4) {
      if (i % 8 == 0) fetch(4 * i);
      const std::uint32_t word = load(from);
      to[i] = {even_bytes(word), odd_bytes(word)};
    }
    return;
  }
  for (; i < count; ++i, from += 3) {
    to[i] = {static_cast<std::uint32_t>(from[0]) << 7 | static_cast<std::uint32_t>(from[2]) << 23,
             static_cast<std::uint32_t>(from[1]) << 7};
  }
}

struct Sums {
  std::int32_t first = kHalf, second = kHalf, third = kHalf;

  void add(std::int32_t weight, const Pixel& pixel) {
    first = add_bottom(first, weight, pixel.outer);
    third = add_top(third, weight, pixel.outer);
    second = add_bottom(second, weight, pixel.middle);
  }
};

// Four bytes of all rows.
std::uint32_t combine(const std::uint8_t* const* rows, const std::int32_t* weights, int taps,
                      std::size_t x) {
  std::int32_t sums[4] = {kHalf, kHalf, kHalf, kHalf};
  for (int i = 0; i < taps; ++i) {
    const std::uint32_t word = load(rows[i] + x);
    const std::uint32_t even = even_bytes(word);
    const std::uint32_t odd = odd_bytes(word);
    sums[0] = add_bottom(sums[0], weights[i], even);
    sums[2] = add_top(sums[2], weights[i], even);
    sums[1] = add_bottom(sums[1], weights[i], odd);
    sums[3] = add_top(sums[3], weights[i], odd);
  }
  return clip(sums[0]) | clip(sums[1]) << 8 | clip(sums[2]) << 16 | clip(sums[3]) << 24;
}

constexpr int kMostTaps = 64;

}  // namespace

void resample_columns(const ResampleColumnsArgs& args) {
  const PixelLayout& layout = args.layout;
  if (layout.bytes < 3 || layout.green != 1 || args.weight_shift != kResampleWeightShift ||
      args.taps > kChunk) {
    return reference::resample_columns(args);
  }
  const bool swapped = layout.red == 2;
  const auto next = reinterpret_cast<std::uintptr_t>(args.next_pixels);
  Pixel pixels[kChunk];
  for (int column = 0; column < args.columns;) {
    // Columns whose taps are among the next kChunk pixels.
    const int begin = args.first[column];
    int end_column = args.columns;
    while (args.first[end_column - 1] + args.taps - begin > kChunk) --end_column;
    const int count = args.first[end_column - 1] + args.taps - begin;
    const auto offset = static_cast<std::uintptr_t>(layout.bytes == 4 ? 4 * begin : 3 * begin);
    widen(args.pixels + offset, next + offset, layout.bytes, count, pixels);

    const int* first = args.first + column;
    const std::int32_t* weights =
        args.weights + static_cast<std::size_t>(column) * args.weight_stride;
    std::uint8_t* rgb = args.rgb + 3 * column;
    std::uint8_t* rgb_end = args.rgb + 3 * end_column;
    column = end_column;
    if (args.taps == 4 && args.weight_stride == 4 && !swapped) {
      dinozero_armv6_resample_columns_of_4(pixels - begin, first, weights, rgb, rgb_end - 3);
      continue;
    }
    for (; rgb != rgb_end; rgb += 3, ++first, weights += args.weight_stride) {
      const Pixel* pixel = pixels + (*first - begin);
      Sums sums;
      for (int i = 0; i < args.taps; ++i) sums.add(weights[i], pixel[i]);
      rgb[0] = static_cast<std::uint8_t>(clip(swapped ? sums.third : sums.first));
      rgb[1] = static_cast<std::uint8_t>(clip(sums.second));
      rgb[2] = static_cast<std::uint8_t>(clip(swapped ? sums.first : sums.third));
    }
  }
}

void resample_rows(const ResampleRowsArgs& args) {
  const int taps = args.taps;
  if (args.weight_shift != kResampleWeightShift || taps > kMostTaps) {
    return reference::resample_rows(args);
  }
  const std::uint8_t* rows[kMostTaps];
  std::size_t slot = static_cast<std::size_t>(args.first) % args.slots;
  for (int i = 0; i < taps; ++i) {
    rows[i] = args.rows + slot * args.stride;
    if (++slot == args.slots) slot = 0;
  }
  const std::size_t words = args.count & ~std::size_t{3};
  std::size_t done = 0;
  if (taps == 4 && args.count >= 8) {
    done = args.count & ~std::size_t{7};
    if (args.slots == 4 && args.stride == kResampleRingStride) {
      std::int32_t weights[4];  // of the slots
      for (std::size_t i = 0; i < 4; ++i) {
        weights[(static_cast<std::size_t>(args.first) + i) % 4] = args.weights[i];
      }
      dinozero_armv6_resample_ring_of_4(args.rows, weights, args.out, done);
    } else {
      dinozero_armv6_resample_rows_of_4(rows, args.weights, args.out, done);
    }
  }
  for (std::size_t x = done; x < words; x += 4) {
    const std::uint32_t word = combine(rows, args.weights, taps, x);
    std::memcpy(args.out + x, &word, sizeof word);
  }
  for (std::size_t x = words; x < args.count; ++x) {
    std::int32_t sum = kHalf;
    for (int i = 0; i < taps; ++i) sum += rows[i][x] * (args.weights[i] >> kResampleWeightShift);
    args.out[x] = static_cast<std::uint8_t>(clip(sum));
  }
}

}  // namespace dinozero::kernels::armv6
