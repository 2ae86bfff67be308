// SPDX-License-Identifier: Apache-2.0
#include "kernels/resample_rgb8.h"

#include <algorithm>

#include "kernels/reference/reference_kernels.h"

namespace dinozero::kernels::reference {
namespace {

constexpr std::int32_t kHalf = std::int32_t{1} << (kResampleWeightBits - 1);

std::uint8_t clip(std::int32_t sum) {
  return static_cast<std::uint8_t>(std::clamp<std::int32_t>(sum >> kResampleWeightBits, 0, 255));
}

// kBytes is PixelLayout::bytes; a constant lets the compiler address pixels without a
// multiplication.
template <int kBytes>
void resample_columns_of(const ResampleColumnsArgs& args) {
  std::uint8_t* rgb = args.rgb;
  for (int column = 0; column < args.columns; ++column, rgb += 3) {
    const std::int32_t* weights =
        args.weights + static_cast<std::size_t>(column) * args.weight_stride;
    const std::uint8_t* pixel = args.pixels + static_cast<std::size_t>(args.first[column]) * kBytes;
    std::int32_t red = kHalf;
    std::int32_t green = kHalf;
    std::int32_t blue = kHalf;
    for (int i = 0; i < args.taps; ++i, pixel += kBytes) {
      const std::int32_t weight = weights[i] >> args.weight_shift;
      red += pixel[args.layout.red] * weight;
      green += pixel[args.layout.green] * weight;
      blue += pixel[args.layout.blue] * weight;
    }
    rgb[0] = clip(red);
    rgb[1] = clip(green);
    rgb[2] = clip(blue);
  }
}

template <std::size_t kBlock>
void combine_block(const ResampleRowsArgs& args, std::size_t x) {
  std::int32_t sums[kBlock];
  std::fill_n(sums, kBlock, kHalf);
  std::size_t slot = static_cast<std::size_t>(args.first) % args.slots;
  for (int i = 0; i < args.taps; ++i) {
    const std::uint8_t* source = args.rows + slot * args.stride + x;
    const std::int32_t weight = args.weights[i] >> args.weight_shift;
    for (std::size_t j = 0; j < kBlock; ++j) sums[j] += source[j] * weight;
    if (++slot == args.slots) slot = 0;
  }
  for (std::size_t j = 0; j < kBlock; ++j) args.out[x + j] = clip(sums[j]);
}

}  // namespace

void resample_columns(const ResampleColumnsArgs& args) {
  switch (args.layout.bytes) {
    case 1:
      return resample_columns_of<1>(args);
    case 3:
      return resample_columns_of<3>(args);
    default:
      return resample_columns_of<4>(args);
  }
}

void resample_rows(const ResampleRowsArgs& args) {
  // A block of columns at a time, so that the sums stay in registers.
  constexpr std::size_t kBlock = 16;
  std::size_t x = 0;
  for (; args.count - x >= kBlock; x += kBlock) combine_block<kBlock>(args, x);
  for (; x < args.count; ++x) combine_block<1>(args, x);
}

}  // namespace dinozero::kernels::reference
