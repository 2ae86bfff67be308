// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "kernels/reference/reference_kernels.h"
#include "kernels/x86/elementwise_f32_simd.h"

namespace dinozero::kernels::x86 {
namespace {

template <class V>
void layer_norm_quantize(const LayerNormQuantizeArgs& args) {
  for (int row = 0; row < args.rows; ++row) {
    const std::size_t offset = static_cast<std::size_t>(row) * args.dim;
    layer_norm_f32<V>(1, args.dim, args.x + offset, args.weight, args.bias, args.epsilon, args.row);
    reference::quantize_rows(1, args.dim, args.row, args.limit, args.q + offset, args.scale + row);
  }
}

}  // namespace
}  // namespace dinozero::kernels::x86
