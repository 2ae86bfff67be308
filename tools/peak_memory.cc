// SPDX-License-Identifier: Apache-2.0
#include "tools/peak_memory.h"

#include <cstdio>
#include <memory>

namespace dinozero::tools {

double peak_memory_bytes() {
  struct Close {
    void operator()(std::FILE* file) const { std::fclose(file); }
  };
  const std::unique_ptr<std::FILE, Close> status(std::fopen("/proc/self/status", "r"));
  if (status == nullptr) return 0;
  char line[256];
  long kibibytes = 0;
  while (std::fgets(line, sizeof(line), status.get()) != nullptr) {
    if (std::sscanf(line, "VmHWM: %ld kB", &kibibytes) == 1)
      return static_cast<double>(kibibytes) * 1024;
  }
  return 0;
}

}  // namespace dinozero::tools
