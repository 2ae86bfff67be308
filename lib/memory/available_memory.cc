// SPDX-License-Identifier: Apache-2.0
#include "lib/memory/available_memory.h"

#include <fcntl.h>
#include <unistd.h>

#include <cstdlib>
#include <cstring>

namespace dinozero {

std::optional<std::uint64_t> available_memory_bytes() {
  const int fd = ::open("/proc/meminfo", O_RDONLY | O_CLOEXEC);
  if (fd < 0) return std::nullopt;
  // MemAvailable is its third line.
  char text[512];
  const ssize_t count = ::read(fd, text, sizeof text - 1);
  ::close(fd);
  if (count <= 0) return std::nullopt;
  text[count] = '\0';
  constexpr char kName[] = "MemAvailable:";
  const char* line = std::strstr(text, kName);
  if (line == nullptr) return std::nullopt;
  constexpr std::uint64_t kKibibyte = 1024;
  return std::strtoull(line + sizeof kName - 1, nullptr, 10) * kKibibyte;
}

}  // namespace dinozero
