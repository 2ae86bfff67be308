// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include "kernels/float_type.h"
#include "lib/model/layer_scheme.h"

namespace dinozero {

/// y = x W^T + bias, W outputs x inputs, row-major, where the model file has it. What is not of the
/// layer's scheme is null or 0.
struct LinearWeights {
  std::string name;  ///< tensor name without its ending, e.g. "blocks.0.attn.qkv"
  int outputs = 0;
  int inputs = 0;
  LayerScheme scheme;

  const void* weight = nullptr;  ///< kF32: numbers of `weight_type`
  kernels::FloatType weight_type = kernels::FloatType::kF32;
  const std::int8_t* weight_int8 = nullptr;     ///< kInt8, kInt8Static
  const std::uint8_t* weight_packed = nullptr;  ///< kInt4, kBinary: docs/model-format.md
  /// The same in the layout armv6 (kernels/armv6_layout.h), where the file has it and the library
  /// has kernels for it; then weight_packed is null.
  const std::uint32_t* weight_armv6 = nullptr;
  const float* weight_scale = nullptr;  ///< outputs x groups()
  const float* bias = nullptr;          ///< outputs floats, or null

  // kInt8Static: x = input_scale * (q - input_zero_point).
  float input_scale = 0.0F;
  int input_zero_point = 0;
  /// bias - input_zero_point * input_scale * weight_scale * sum of the output's weights, so that q
  /// can be multiplied as it is.
  const float* folded_bias = nullptr;
  /// The same for what the layer gives, where the file says; a scale of 0 where it does not. Needed
  /// by who cannot give floats (XNNPACK).
  float output_scale = 0.0F;
  int output_zero_point = 0;

  /// Inputs that share a scale.
  int group() const { return scheme.group > 0 ? scheme.group : inputs; }
  /// Scales of an output; 0 for kF32.
  int groups() const;
  /// Bytes of the weights in memory, scales and biases not counted.
  std::size_t weight_bytes() const;
};

/// Bytes of one output's packed weights.
std::size_t packed_row_bytes(Scheme scheme, int inputs);

/// Words of a layer's weights in the layout armv6; 0 where it has none, because of its scheme or
/// its size, and is stored without.
std::size_t armv6_layout_words(Scheme scheme, int outputs, int inputs);

/// The weights as floats, outputs x inputs: scale * code, rounded once.
void dequantize(const LinearWeights& weights, float* values);

}  // namespace dinozero
