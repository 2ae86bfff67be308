// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

namespace dinozero::tools {

/// Commands that are programs of their own, so that what they link is no part of the memory of the
/// others: `dinozero NAME` becomes dinozero-NAME, which lies in the same folder as this one.
struct SiblingProgram {
  const char* command;
  const char* description;
};

inline constexpr SiblingProgram kSiblingPrograms[] = {
    {"evaluate", "Measure how well a model's features tell classes of pictures apart"},
    {"quantize", "Make a smaller, faster model file"},
};

/// Null if there is none of that name.
const SiblingProgram* find_sibling_program(std::string_view command);

/// Becomes the program, with `arguments` (ended by null). Returns, an ExitCode, only if that fails.
int run_sibling_program(const SiblingProgram& program, char** arguments);

}  // namespace dinozero::tools
