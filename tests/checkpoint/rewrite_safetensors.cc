// SPDX-License-Identifier: Apache-2.0

// rewrite_safetensors IN OUT: reads a file and writes it again. The library's half of
// python_interop_test.py.

#include <cstdio>

#include "lib/checkpoint/safetensors.h"

int main(int argc, char** argv) {
  if (argc != 3) {
    std::fprintf(stderr, "usage: rewrite_safetensors IN OUT\n");
    return 2;
  }
  const auto file = dinozero::Safetensors::open(argv[1]);
  if (!file) {
    std::fprintf(stderr, "%s\n", file.error().message.c_str());
    return 1;
  }
  const auto written = dinozero::write_safetensors(argv[2], file->tensors(), file->metadata());
  if (!written) {
    std::fprintf(stderr, "%s\n", written.error().message.c_str());
    return 1;
  }
  return 0;
}
