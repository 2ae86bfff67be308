// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

namespace CLI {
class App;
}

namespace dinozero::tools {

/// `dinozero quantize`: makes a smaller, faster model file out of an f32 one.
class QuantizeCommand {
 public:
  explicit QuantizeCommand(CLI::App& program);
  ~QuantizeCommand();

  /// Whether the command line asked for this command.
  bool requested() const;
  /// Runs it; the result is an ExitCode.
  int run() const;

 private:
  struct Arguments;
  std::unique_ptr<Arguments> arguments_;
  CLI::App* command_;
};

}  // namespace dinozero::tools
