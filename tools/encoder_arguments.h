// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "dinozero/options.h"

namespace CLI {
class App;
}

namespace dinozero::tools {

/// Arguments that say how a model runs, shared by the commands that make an encoder.
class EncoderArguments {
 public:
  /// Adds --threads, --backend, --kernels, --size and --prune-tokens. This object has to outlive
  /// the parsing.
  void add_to(CLI::App& command);

  /// The parsed arguments, as the library takes them.
  Options options() const;

 private:
  int threads_ = 1;
  std::string backend_ = "auto";
  std::string kernels_ = "auto";
  std::string size_;
  std::string pruning_;
};

}  // namespace dinozero::tools
