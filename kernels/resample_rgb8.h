// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>

namespace dinozero::kernels {

// The two passes of an antialiased resize: each makes a pixel the weighted sum of some neighbours,
//   clamp((sum over i of weight[i] * source[i] + 2^21) >> 22, 0, 255)
// with integer weights in units of 2^-22. The magnitudes of a pixel's weights sum to at most 2^23,
// so that sums fit an int32. Bit-exact on every instruction set.
//
// They are given as weight[i] << weight_shift, with weight_shift 0, or, if all of them are in
// [-2^22, 2^22), kResampleWeightShift, which is what fast kernels ask for.

/// Fraction bits of the weights: what an int32 leaves beside 8 bits of pixel and 2 of overshoot.
inline constexpr int kResampleWeightBits = 22;
inline constexpr int kResampleWeightShift = 9;

/// The distance of rows in a ring of four that fast kernels ask for.
inline constexpr std::size_t kResampleRingStride = 1024;

/// The bytes of a pixel, and which of them are red, green and blue (all 0: grey).
struct PixelLayout {
  int bytes = 3;  ///< 1, 3 or 4
  int red = 0;
  int green = 1;
  int blue = 2;
};

/// One row across: the pixel of each column, three bytes, from `taps` pixels from `first` on.
struct ResampleColumnsArgs {
  PixelLayout layout;
  const std::uint8_t* pixels = nullptr;  ///< the row; no alignment
  int columns = 0;
  int taps = 1;                           ///< of each column, at least 1
  const int* first = nullptr;             ///< columns, not decreasing
  const std::int32_t* weights = nullptr;  ///< those of column c start at c * weight_stride
  std::size_t weight_stride = 0;          ///< at least `taps`
  int weight_shift = 0;
  /// The pixels of the next call, or null: a kernel may fetch them into the cache.
  const std::uint8_t* next_pixels = nullptr;
  std::uint8_t* rgb = nullptr;  ///< 3 * columns bytes; not the memory of `pixels`
};
using ResampleColumns = void (*)(const ResampleColumnsArgs& args);

/// Some rows down: out[x] from `taps` rows from `first` on at x, for `count` bytes. Row y lies in
/// slot y modulo `slots`, at rows + slot * stride.
struct ResampleRowsArgs {
  const std::uint8_t* rows = nullptr;
  std::size_t stride = 0;
  std::size_t slots = 0;
  int first = 0;
  int taps = 1;                           ///< at least 1
  const std::int32_t* weights = nullptr;  ///< taps
  int weight_shift = 0;
  std::size_t count = 0;
  std::uint8_t* out = nullptr;  ///< not in `rows`
};
using ResampleRows = void (*)(const ResampleRowsArgs& args);

}  // namespace dinozero::kernels
