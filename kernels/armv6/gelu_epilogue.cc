// SPDX-License-Identifier: Apache-2.0
#include "kernels/armv6/gelu_epilogue.h"

#include <algorithm>
#include <cstring>

namespace dinozero::kernels::armv6 {

void gelu_epilogue(std::size_t count, const float* x, float* y) {
  constexpr std::size_t kBlock = 8, kBehind = 4;
  for (std::size_t begin = 0; begin < count; begin += kBlock) {
    const std::size_t bytes = std::min(kBlock, count - begin) * sizeof(float);
    float block[kBlock + kBehind] = {};
    std::memcpy(block, x + begin, bytes);
    dinozero_armv6_gelu_row(kBlock, block, block);
    std::memcpy(y + begin, block, bytes);
  }
}

}  // namespace dinozero::kernels::armv6
