// SPDX-License-Identifier: Apache-2.0
#include <arm_acle.h>

#include <bit>
#include <cstring>

#include "kernels/armv6/armv6_kernels.h"

namespace dinozero::kernels::armv6 {
namespace {

constexpr int kBlock = 8;

// FMACS rounds the product, adds 1.5 * 2^23, and rounds again, halves to even: the low bits of the
// sum are the integer. Bits of floats order like integers, so that sums outside [2^23, 2^24) are on
// the right side of the range and saturate (QSUB: those below 0 are far below as integers too). The
// subtraction takes the constant's bits off and adds the zero point.
// About 8 cycles a float: 1.5 of the VFP11, then FMRS, QSUB, SSAT, 1.25 to pack.
inline int quantize(float x, float inverse_scale, int offset) {
  constexpr float kRounder = 0x1.8p23f;
  return __ssat(__qsub(std::bit_cast<int>(kRounder + x * inverse_scale), offset), 8);
}

inline std::uint32_t pack(int a, int b, int c, int d) {
  const auto pair = [](int low, int high) {
    return static_cast<std::uint32_t>(low & 0xFFFF) | static_cast<std::uint32_t>(high) << 16;
  };
  return __uxtb16(pair(a, c)) | __uxtb16(pair(b, d)) << 8;
}

}  // namespace

void quantize_static(std::size_t count, const float* x, float inverse_scale, int zero_point,
                     std::int8_t* q) {
  const int offset = std::bit_cast<int>(0x1.8p23f) - zero_point;
  std::size_t i = 0;
  for (; i + kBlock <= count; i += kBlock, x += kBlock, q += kBlock) {
    __builtin_prefetch(x + 24);
    int codes[kBlock];
#pragma GCC unroll 8
    for (int j = 0; j < kBlock; ++j) codes[j] = quantize(x[j], inverse_scale, offset);
    const std::uint32_t words[2] = {pack(codes[0], codes[1], codes[2], codes[3]),
                                    pack(codes[4], codes[5], codes[6], codes[7])};
    std::memcpy(q, words, sizeof words);
  }
  for (; i < count; ++i) *q++ = static_cast<std::int8_t>(quantize(*x++, inverse_scale, offset));
}

}  // namespace dinozero::kernels::armv6
