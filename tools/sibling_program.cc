// SPDX-License-Identifier: Apache-2.0
#include "tools/sibling_program.h"

#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <string>
#include <vector>

#include "tools/exit_code.h"

namespace dinozero::tools {

const SiblingProgram* find_sibling_program(std::string_view command) {
  for (const SiblingProgram& program : kSiblingPrograms) {
    if (command == program.command) return &program;
  }
  return nullptr;
}

int run_sibling_program(const SiblingProgram& program, char** arguments) {
  std::string name = std::string("dinozero-") + program.command;
  std::string path(4096, '\0');
  const ssize_t length = readlink("/proc/self/exe", path.data(), path.size());
  path.resize(length > 0 ? static_cast<std::size_t>(length) : 0);
  path = path.substr(0, path.rfind('/') + 1) + name;
  std::vector<char*> all = {name.data()};
  for (; *arguments != nullptr; ++arguments) all.push_back(*arguments);
  all.push_back(nullptr);
  execv(path.c_str(), all.data());
  std::fprintf(stderr, "dinozero: %s: %s; `dinozero %s` needs it beside dinozero\n", path.c_str(),
               std::strerror(errno), program.command);
  return kExitUsage;
}

}  // namespace dinozero::tools
