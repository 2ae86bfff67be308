// SPDX-License-Identifier: Apache-2.0
#include "lib/model/layer_scheme.h"

namespace dinozero {

const char* scheme_name(Scheme scheme) {
  switch (scheme) {
    case Scheme::kF32:
      return "f32";
    case Scheme::kInt8:
      return "int8";
    case Scheme::kInt8Static:
      return "int8-static";
    case Scheme::kInt4:
      return "int4";
    case Scheme::kBinary:
      return "binary";
  }
  return "";
}

std::optional<Scheme> parse_scheme(std::string_view name) {
  for (const Scheme scheme :
       {Scheme::kF32, Scheme::kInt8, Scheme::kInt8Static, Scheme::kInt4, Scheme::kBinary}) {
    if (name == scheme_name(scheme)) return scheme;
  }
  return std::nullopt;
}

}  // namespace dinozero
