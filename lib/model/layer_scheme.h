// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace dinozero {

/// How the weights of one linear layer are stored, and what becomes of its inputs
/// (docs/model-format.md).
enum class Scheme {
  kF32,         ///< float weights, of 16 bits too; float inputs
  kInt8,        ///< int8 weights, a scale per output; int8 inputs, a scale per token
  kInt8Static,  ///< int8 weights; int8 inputs with one scale and zero point from calibration
  kInt4,        ///< weights -7..7, a scale per output or group; 6- or 8-bit inputs, per token
  kBinary,      ///< weights +1 or -1, a scale per output; int8 inputs, a scale per token
};

/// "f32", "int8", "int8-static", "int4", "binary".
const char* scheme_name(Scheme scheme);
std::optional<Scheme> parse_scheme(std::string_view name);

struct LayerScheme {
  Scheme scheme = Scheme::kF32;
  int group = 0;            ///< int4: inputs that share a scale; 0 for one scale per output
  int activation_bits = 8;  ///< 8, or 6 (int4)

  bool operator==(const LayerScheme&) const = default;
};

}  // namespace dinozero
