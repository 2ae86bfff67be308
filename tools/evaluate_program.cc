// SPDX-License-Identifier: Apache-2.0
#include "tools/evaluate_program.h"

#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <string>
#include <vector>

#include "tools/exit_code.h"

namespace dinozero::tools {

int run_evaluate_program(char** arguments) {
  std::string name = "dinozero-evaluate";
  std::string path(4096, '\0');
  const ssize_t length = readlink("/proc/self/exe", path.data(), path.size());
  path.resize(length > 0 ? static_cast<std::size_t>(length) : 0);
  path = path.substr(0, path.rfind('/') + 1) + name;
  std::vector<char*> all = {name.data()};
  for (; *arguments != nullptr; ++arguments) all.push_back(*arguments);
  all.push_back(nullptr);
  execv(path.c_str(), all.data());
  std::fprintf(stderr, "dinozero: %s: %s; `dinozero evaluate` needs it beside dinozero\n",
               path.c_str(), std::strerror(errno));
  return kExitUsage;
}

}  // namespace dinozero::tools
