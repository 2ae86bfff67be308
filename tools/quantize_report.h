// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <optional>
#include <string>

#include "lib/quantize/quantize_model.h"

namespace dinozero::tools {

/// What `dinozero quantize` says at its end.
struct QuantizeSummary {
  std::string input;
  std::string output;
  std::size_t input_bytes = 0;
  std::size_t output_bytes = 0;
  int calibration_images = 0;
  quantize::QuantizeReport report;
  /// Features of the file that was written against those of the input, on pictures of --test.
  std::optional<quantize::TokenCosines> test;
  int test_images = 0;
};

void print_quantize_text(const QuantizeSummary& summary);
/// One JSON object; a number that is not finite is null.
void print_quantize_json(const QuantizeSummary& summary);

}  // namespace dinozero::tools
