// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "support/synthetic_checkpoint.h"

namespace dinozero::benchmarks {

/// How all linear layers of a model are stored: docs/model-format.md.
struct BenchmarkScheme {
  const char* name;    ///< in the benchmarks' names
  const char* scheme;  ///< in the file
  int activation_bits = 8;
  const char* layout = nullptr;  ///< of the weights: docs/model-format.md
};

/// Every scheme, f32 first.
const std::vector<BenchmarkScheme>& benchmark_schemes();

/// A model file of random weights, as `dinozero quantize` would write it: tensors at multiples of
/// 64 bytes, the small ones in F16, the position embedding in I8. Weights are drawn as codes, which
/// under an emulator takes a tenth of the time of quantizing floats. int4 codes are spread like
/// those of trained weights, on which the cycles depend.
std::vector<std::byte> benchmark_checkpoint(const std::string& name,
                                            const testing::SyntheticConfig& config,
                                            const BenchmarkScheme& scheme);

}  // namespace dinozero::benchmarks
