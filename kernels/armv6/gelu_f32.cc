// SPDX-License-Identifier: Apache-2.0
#include <cstring>

#include "kernels/armv6/armv6_kernels.h"

namespace dinozero::kernels::armv6 {
namespace {

constexpr std::size_t kBlock = 8;

extern "C" void dinozero_armv6_gelu(std::size_t count, const float* x, float* y);

}  // namespace

void gelu_f32(std::size_t count, const float* x, float* y) {
  const std::size_t whole = count / kBlock * kBlock;
  if (whole > 0) dinozero_armv6_gelu(whole, x, y);
  if (whole == count) return;
  float tail[kBlock] = {};
  std::memcpy(tail, x + whole, (count - whole) * sizeof(float));
  dinozero_armv6_gelu(kBlock, tail, tail);
  std::memcpy(y + whole, tail, (count - whole) * sizeof(float));
}

}  // namespace dinozero::kernels::armv6
