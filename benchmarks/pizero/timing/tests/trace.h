// SPDX-License-Identifier: Apache-2.0
// Feeds instruction words to the pipeline without QEMU.
#pragma once

#include <cstdint>
#include <vector>

#include "model/pipeline.h"

namespace dinozero::timing {

// Runs words as one basic block on level 1 hits. Loads and stores access `address`, with the sizes
// that their instruction has; `skipped` lists the steps whose condition fails.
class Trace {
 public:
  explicit Trace(ModelOptions options = perfect()) : pipeline(options) {}

  static ModelOptions perfect() {
    ModelOptions options;
    options.perfect_memory = true;
    return options;
  }

  // Cycles from the first word's issue to the end of the last word's issue.
  Cycle run(const std::vector<std::uint32_t>& words, std::uint32_t address = 0x20000,
            const std::vector<unsigned>& skipped = {});

  Pipeline pipeline;

 private:
  std::uint32_t pc_ = 0x8000;
};

}  // namespace dinozero::timing
