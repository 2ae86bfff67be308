// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include "dinozero/model.h"
#include "support/synthetic_checkpoint.h"

namespace dinozero::testing {

/// A model in memory together with the bytes that it reads.
struct SyntheticModel {
  std::shared_ptr<std::vector<std::byte>> bytes;
  Model model;
};

/// Serialises tensors with the metadata that describes `config` and loads them; fails the test that
/// calls it where that fails.
SyntheticModel load_synthetic(const SyntheticConfig& config, Flavour flavour = Flavour::kOfficial,
                              DType dtype = DType::kF32, double layer_norm_eps = 1e-6);

/// A tiny model, a few kilobytes, for tests that need many of them: dim 8, one block, two heads,
/// patch 4, a 2 x 2 grid.
SyntheticConfig few_kilobytes();

}  // namespace dinozero::testing
