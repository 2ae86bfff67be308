// SPDX-License-Identifier: Apache-2.0
#include "tools/json_text.h"

#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <nlohmann/json.hpp>

namespace dinozero::tools {

std::string json_string(const std::string& text) {
  return nlohmann::json(text).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

double json_number(float value) {
  char text[32];
  for (int digits = 6; digits < 9; ++digits) {
    std::snprintf(text, sizeof text, "%.*g", digits, double{value});
    if (std::strtof(text, nullptr) == value) return std::strtod(text, nullptr);
  }
  return double{value};
}

void print_json_array(const float* values, std::size_t count) {
  std::fputc('[', stdout);
  for (std::size_t i = 0; i < count; ++i) {
    if (i != 0) std::fputc(',', stdout);
    // JSON has no infinity and no NaN.
    if (std::isfinite(values[i])) {
      std::printf("%.9g", double{values[i]});
    } else {
      std::fputs("null", stdout);
    }
  }
  std::fputc(']', stdout);
}

}  // namespace dinozero::tools
