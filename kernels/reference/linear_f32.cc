// SPDX-License-Identifier: Apache-2.0
#include "kernels/reference/reference_kernels.h"
#include "kernels/reference/widen.h"

namespace dinozero::kernels::reference {
namespace {

// Into `room`: `inputs` floats.
template <class Number>
const float* widen_row(const void* weight, std::size_t output, std::size_t inputs, float* room) {
  const Number* row = static_cast<const Number*>(weight) + output * inputs;
  for (std::size_t i = 0; i < inputs; ++i) room[i] = widen(row[i]);
  return room;
}

const float* float_row(const LinearF32Args& args, std::size_t output, float* room) {
  const auto inputs = static_cast<std::size_t>(args.inputs);
  switch (args.weight_type) {
    case FloatType::kF16:
      return widen_row<Float16>(args.weight, output, inputs, room);
    case FloatType::kBF16:
      return widen_row<BFloat16>(args.weight, output, inputs, room);
    case FloatType::kF32:
      break;
  }
  return static_cast<const float*>(args.weight) + output * inputs;
}

}  // namespace

// A row of weights is widened once, for all rows of x.
void linear_f32(const LinearF32Args& args, void* scratch) {
  const auto inputs = static_cast<std::size_t>(args.inputs);
  const auto outputs = static_cast<std::size_t>(args.outputs);
  const auto rows = static_cast<std::size_t>(args.rows);
  for (std::size_t output = 0; output < outputs; ++output) {
    const float* weight = float_row(args, output, static_cast<float*>(scratch));
    for (std::size_t row = 0; row < rows; ++row) {
      const float* x = args.x + row * args.x_stride;
      float sum = args.bias != nullptr ? args.bias[output] : 0.0f;
      for (std::size_t i = 0; i < inputs; ++i) sum += x[i] * weight[i];
      args.y[row * args.y_stride + output] = sum;
    }
  }
}

std::size_t linear_f32_scratch_bytes(int /*rows*/, int /*outputs*/, int inputs) {
  return (static_cast<std::size_t>(inputs) * sizeof(float) + 63) / 64 * 64;
}

}  // namespace dinozero::kernels::reference
