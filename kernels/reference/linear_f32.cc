// SPDX-License-Identifier: Apache-2.0
#include "kernels/reference/reference_kernels.h"
#include "kernels/reference/widen.h"

namespace dinozero::kernels::reference {
namespace {

template <class Weight>
void multiply(const LinearF32Args& args) {
  const auto inputs = static_cast<std::size_t>(args.inputs);
  const auto outputs = static_cast<std::size_t>(args.outputs);
  const auto rows = static_cast<std::size_t>(args.rows);
  for (std::size_t row = 0; row < rows; ++row) {
    const float* x = args.x + row * args.x_stride;
    float* y = args.y + row * args.y_stride;
    for (std::size_t output = 0; output < outputs; ++output) {
      const Weight* weight = static_cast<const Weight*>(args.weight) + output * inputs;
      float sum = args.bias != nullptr ? args.bias[output] : 0.0f;
      for (std::size_t i = 0; i < inputs; ++i) sum += x[i] * widen(weight[i]);
      y[output] = sum;
    }
  }
}

}  // namespace

void linear_f32(const LinearF32Args& args, void* /*scratch*/) {
  switch (args.weight_type) {
    case FloatType::kF32:
      return multiply<float>(args);
    case FloatType::kF16:
      return multiply<Float16>(args);
    case FloatType::kBF16:
      return multiply<BFloat16>(args);
  }
}

std::size_t linear_f32_scratch_bytes(int /*rows*/, int /*outputs*/, int /*inputs*/) { return 0; }

}  // namespace dinozero::kernels::reference
