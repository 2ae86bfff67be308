// SPDX-License-Identifier: Apache-2.0
// A program that does what its argument says, to test how the virtual board runs programs.
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>

namespace {

// Touches `megabytes` in blocks of 1 MB, so that each allocation by itself is granted.
int touch_memory(int megabytes) {
  constexpr std::size_t kMegabyte = 1'000'000;
  for (int i = 0; i < megabytes; ++i) {
    char* block = static_cast<char*>(std::malloc(kMegabyte));
    if (block == nullptr) return 1;
    std::memset(block, i + 1, kMegabyte);
  }
  return 0;
}

// All byte values, in an order that also has "\r\n" and a frame's beginning in it.
void write_bytes(std::FILE* file) {
  for (int value = 0; value < 256; ++value) std::fputc(value, file);
  std::fputs("\r\n@board X 0 0\n\n", file);
}

}  // namespace

int main(int argc, char** argv) {
  const std::string what = argc > 1 ? argv[1] : "";
  const int number = argc > 2 ? std::atoi(argv[2]) : 0;
  if (what == "exit") return number;
  if (what == "raise") return std::raise(number);
  if (what == "touch") return touch_memory(number);
  if (what == "write") {
    write_bytes(stdout);
    std::fputs("to stderr\n", stderr);
    return 0;
  }
  if (what == "hang") {
    for (;;) {
    }
  }
  std::fprintf(stderr, "usage: behave exit|raise|touch|write|hang [NUMBER]\n");
  return 2;
}
