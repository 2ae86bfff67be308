// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace dinozero::tools {

inline constexpr char kEvaluateCommand[] = "evaluate";

/// `dinozero evaluate`: becomes the program dinozero-evaluate, which lies in the same folder as
/// this one, with `arguments` (ended by null). Returns, an ExitCode, only if that fails.
int run_evaluate_program(char** arguments);

}  // namespace dinozero::tools
