// SPDX-License-Identifier: Apache-2.0
#include "kernels/armv6/gelu_epilogue.h"

#include <cstring>

#include "kernels/armv6/armv6_kernels.h"

namespace dinozero::kernels::armv6 {
namespace {

// A positive multiple of 8 floats; x and y may be the same memory. Also reads four floats behind x.
extern "C" void dinozero_armv6_gelu_row(std::size_t count, const float* x, float* y);

constexpr std::size_t kBlock = 8, kBehind = 4;

// The last floats, of which there are at least one, are copied, so that nothing behind them is
// read.
void gelu(std::size_t count, const float* x, float* y) {
  const std::size_t whole = (count - 1) / kBlock * kBlock;
  if (whole > 0) dinozero_armv6_gelu_row(whole, x, y);
  const std::size_t bytes = (count - whole) * sizeof(float);
  float block[kBlock + kBehind] = {};
  std::memcpy(block, x + whole, bytes);
  dinozero_armv6_gelu_row(kBlock, block, block);
  std::memcpy(y + whole, block, bytes);
}

}  // namespace

void finish_gelu(const LinearOutput& output, int outputs, int row, const float* v, float* room) {
  const auto count = static_cast<std::size_t>(outputs), index = static_cast<std::size_t>(row);
  if (output.epilogue == Epilogue::kGelu) {
    gelu(count, v, output.y + index * output.y_stride);
    return;
  }
  gelu(count, v, room);
  quantize_row(outputs, room, largest_magnitude(outputs, room, 0), output.limit,
               output.codes + index * count, output.code_scale + row);
}

}  // namespace dinozero::kernels::armv6
