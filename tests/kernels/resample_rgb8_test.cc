// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cstdint>
#include <vector>

#include "kernels/kernel_test_support.h"
#include "support/catch.h"

namespace dinozero::testing {
namespace {

class RandomIntegers {
 public:
  explicit RandomIntegers(std::uint32_t seed) : state_(seed * 2654435761u + 1) {}
  int below(int end) {
    state_ = state_ * 1664525u + 1013904223u;
    return static_cast<int>((state_ >> 8) % static_cast<std::uint32_t>(end));
  }

 private:
  std::uint32_t state_;
};

// What weights of a pixel are made of.
enum class Weights {
  kLike,     // a filter's: magnitudes that sum to 2^22 or a little more
  kExtreme,  // the largest and smallest that can be shifted
  kLarge,    // too large to be shifted
};

std::vector<std::int32_t> make_weights(Weights kind, int taps, RandomIntegers& random) {
  constexpr std::int32_t kOne = std::int32_t{1} << kernels::kResampleWeightBits;
  std::vector<std::int32_t> weights(static_cast<std::size_t>(taps));
  for (std::int32_t& weight : weights) {
    weight = kind == Weights::kLike ? (random.below(2 * kOne) - kOne) / taps : 0;
  }
  const auto any = static_cast<std::size_t>(random.below(taps));
  const auto other = static_cast<std::size_t>(random.below(taps));
  if (kind == Weights::kExtreme) {
    weights[any] = kOne - 1;
    if (other != any) weights[other] = random.below(2) == 0 ? -kOne : kOne - 1;
  }
  if (kind == Weights::kLarge) weights[any] = kOne + random.below(kOne);
  return weights;
}

// For int arithmetic wider than the kernels'.
std::uint8_t clipped(std::int64_t sum) {
  return static_cast<std::uint8_t>(
      std::clamp<std::int64_t>((sum + (std::int64_t{1} << 21)) >> 22, 0, 255));
}

struct Shape {
  int columns, taps, source;
};

TEST_CASE("resample_columns sums the taps of every column", "[kernels][resample]") {
  const Weights kind = GENERATE(Weights::kLike, Weights::kExtreme, Weights::kLarge);
  for (const kernels::PixelLayout& layout :
       {kernels::PixelLayout{3, 0, 1, 2}, {3, 2, 1, 0}, {4, 0, 1, 2}, {4, 2, 1, 0}, {1, 0, 0, 0}}) {
    for (const Shape& shape : {Shape{224, 4, 224},
                               {224, 4, 640},
                               {225, 4, 200},
                               {98, 9, 640},
                               {7, 4, 5},
                               {5, 3, 3},
                               {1, 1, 1},
                               {3, 2, 70},
                               {4, 300, 900},
                               {30, 100, 1000},
                               {0, 4, 9}}) {
      RandomIntegers random(static_cast<std::uint32_t>(shape.source + shape.taps));
      const auto columns = static_cast<std::size_t>(shape.columns);
      // Kernels may have more than one way for weights without a gap.
      const std::size_t stride =
          static_cast<std::size_t>(shape.taps + (layout.red == 0 ? 0 : random.below(3)));
      std::vector<int> first(columns);
      for (int& f : first) f = random.below(shape.source - shape.taps + 1);
      std::sort(first.begin(), first.end());
      std::vector<std::vector<std::int32_t>> weights;
      for (std::size_t c = 0; c < columns; ++c) {
        weights.push_back(make_weights(kind, shape.taps, random));
      }
      const int shift = kind == Weights::kLarge ? 0 : kernels::kResampleWeightShift;
      // The last column's weights end where the memory does.
      const std::size_t weight_count =
          columns == 0 ? 0 : (columns - 1) * stride + static_cast<std::size_t>(shape.taps);
      const auto pixel_bytes = static_cast<std::size_t>(layout.bytes);

      for (const kernels::KernelTable* table : supported_tables()) {
        for (const Guard guard : kGuards) {
          CAPTURE(table->name, static_cast<int>(kind), layout.bytes, layout.red, shape.columns,
                  shape.taps, shape.source, static_cast<int>(guard));
          GuardedBuffer<std::uint8_t> pixels(static_cast<std::size_t>(shape.source) * pixel_bytes,
                                             guard);
          for (std::uint8_t& byte : pixels) {
            const int value = random.below(300);
            byte = static_cast<std::uint8_t>(std::min(value, 255));
          }
          pixels.make_read_only();
          GuardedBuffer<int> firsts(columns, guard, alignof(int));
          std::copy(first.begin(), first.end(), firsts.begin());
          GuardedBuffer<std::int32_t> shifted(weight_count, guard, alignof(std::int32_t));
          std::fill(shifted.begin(), shifted.end(), 0);
          for (std::size_t c = 0; c < columns; ++c) {
            for (std::size_t i = 0; i < weights[c].size(); ++i) {
              shifted[c * stride + i] = weights[c][i] * (1 << shift);
            }
          }
          GuardedBuffer<std::uint8_t> rgb(3 * columns, guard);
          kernels::ResampleColumnsArgs args;
          args.layout = layout;
          args.pixels = pixels.data();
          args.columns = shape.columns;
          args.taps = shape.taps;
          args.first = firsts.data();
          args.weights = shifted.data();
          args.weight_stride = stride;
          args.weight_shift = shift;
          args.next_pixels = guard == Guard::kAfter ? pixels.data() : nullptr;
          args.rgb = rgb.data();
          table->resample_columns(args);

          const int channels[3] = {layout.red, layout.green, layout.blue};
          bool equal = true;
          for (std::size_t c = 0; c < columns; ++c) {
            for (std::size_t channel = 0; channel < 3; ++channel) {
              std::int64_t sum = 0;
              for (std::size_t i = 0; i < weights[c].size(); ++i) {
                const std::size_t pixel = static_cast<std::size_t>(first[c]) + i;
                sum += std::int64_t{weights[c][i]} *
                       pixels[pixel * pixel_bytes + static_cast<std::size_t>(channels[channel])];
              }
              equal = equal && rgb[3 * c + channel] == clipped(sum);
            }
          }
          CHECK(equal);
        }
      }
    }
  }
}

TEST_CASE("resample_rows sums rows of a ring", "[kernels][resample]") {
  const bool short_ring = GENERATE(false, true);
  const Weights kind = GENERATE(Weights::kLike, Weights::kExtreme, Weights::kLarge);
  for (const int taps : {1, 2, 3, 4, 5, 9, 70}) {
    for (const int count : {0, 1, 3, 4, 5, 8, 20, 63, 672}) {
      RandomIntegers random(static_cast<std::uint32_t>(taps * 1000 + count));
      // Kernels may have another way for rings of four rows.
      if (short_ring && taps != 4) continue;
      const auto slots = static_cast<std::size_t>(taps + (short_ring ? 0 : random.below(2)));
      const auto bytes = static_cast<std::size_t>(count);
      const std::size_t stride = short_ring ? kernels::kResampleRingStride
                                            : bytes + static_cast<std::size_t>(random.below(3));
      const int first = random.below(1000);
      const std::vector<std::int32_t> weights = make_weights(kind, taps, random);
      const int shift = kind == Weights::kLarge ? 0 : kernels::kResampleWeightShift;
      for (const kernels::KernelTable* table : supported_tables()) {
        for (const Guard guard : kGuards) {
          CAPTURE(table->name, static_cast<int>(kind), taps, count, first, static_cast<int>(guard));
          GuardedBuffer<std::uint8_t> rows((slots - 1) * stride + bytes, guard);
          for (std::uint8_t& byte : rows) {
            const int value = random.below(300);
            byte = static_cast<std::uint8_t>(std::min(value, 255));
          }
          rows.make_read_only();
          GuardedBuffer<std::int32_t> shifted(weights.size(), guard, alignof(std::int32_t));
          for (std::size_t i = 0; i < weights.size(); ++i) shifted[i] = weights[i] * (1 << shift);
          GuardedBuffer<std::uint8_t> out(bytes, guard);
          kernels::ResampleRowsArgs args;
          args.rows = rows.data();
          args.stride = stride;
          args.slots = slots;
          args.first = first;
          args.taps = taps;
          args.weights = shifted.data();
          args.weight_shift = shift;
          args.count = bytes;
          args.out = out.data();
          table->resample_rows(args);

          bool equal = true;
          for (std::size_t x = 0; x < bytes; ++x) {
            std::int64_t sum = 0;
            for (std::size_t i = 0; i < weights.size(); ++i) {
              const std::size_t slot = (static_cast<std::size_t>(first) + i) % slots;
              sum += std::int64_t{weights[i]} * rows[slot * stride + x];
            }
            equal = equal && out[x] == clipped(sum);
          }
          CHECK(equal);
        }
      }
    }
  }
}

}  // namespace
}  // namespace dinozero::testing
