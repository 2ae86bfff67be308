// SPDX-License-Identifier: Apache-2.0
#include "lib/encoder/layer_inputs.h"

#include <algorithm>

namespace dinozero {

LinearInput LayerInputs::from_floats(const InputFormat& format, int rows, int width, const float* x,
                                     const InputRoom& room) const {
  if (format.kind == InputFormat::Kind::kFloat) return {x, nullptr, nullptr};
  auto* codes = static_cast<std::int8_t*>(room.rows);
  pool_.split(rows, kRowGranularity, [&](int, int begin, int end) {
    const std::size_t offset = static_cast<std::size_t>(begin) * width;
    if (format.kind == InputFormat::Kind::kPerRow) {
      kernels_.quantize_rows(end - begin, width, x + offset, format.limit, codes + offset,
                             room.scales + begin);
    } else {
      kernels_.quantize_static(static_cast<std::size_t>(end - begin) * width, x + offset,
                               1.0F / format.scale, format.zero_point, codes + offset);
      std::fill(room.scales + begin, room.scales + end, format.scale);
    }
  });
  return {nullptr, codes, room.scales};
}

LinearInput LayerInputs::from_layer_norm(const InputFormat& format, int rows, int dim,
                                         const float* x, const LayerNormWeights& norm,
                                         float epsilon, const InputRoom& room) const {
  auto* codes = static_cast<std::int8_t*>(room.rows);
  pool_.split(rows, kRowGranularity, [&](int thread, int begin, int end) {
    const std::size_t offset = static_cast<std::size_t>(begin) * dim;
    auto* row = static_cast<float*>(scratch_.for_thread(thread));
    switch (format.kind) {
      case InputFormat::Kind::kFloat:
        kernels_.layer_norm_f32(end - begin, dim, x + offset, norm.weight, norm.bias, epsilon,
                                static_cast<float*>(room.rows) + offset);
        break;
      case InputFormat::Kind::kPerRow: {
        kernels::LayerNormQuantizeArgs args;
        args.rows = end - begin;
        args.dim = dim;
        args.x = x + offset;
        args.weight = norm.weight;
        args.bias = norm.bias;
        args.epsilon = epsilon;
        args.limit = format.limit;
        args.q = codes + offset;
        args.scale = room.scales + begin;
        args.row = row;
        kernels_.layer_norm_quantize(args);
        break;
      }
      case InputFormat::Kind::kStatic:
        for (int index = begin; index < end; ++index) {
          const std::size_t start = static_cast<std::size_t>(index) * dim;
          kernels_.layer_norm_f32(1, dim, x + start, norm.weight, norm.bias, epsilon, row);
          kernels_.quantize_static(static_cast<std::size_t>(dim), row, 1.0F / format.scale,
                                   format.zero_point, codes + start);
          room.scales[index] = format.scale;
        }
        break;
    }
  });
  if (format.kind == InputFormat::Kind::kFloat)
    return {static_cast<float*>(room.rows), nullptr, nullptr};
  return {nullptr, codes, room.scales};
}

}  // namespace dinozero
