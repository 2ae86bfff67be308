// SPDX-License-Identifier: Apache-2.0

// libFuzzer target: any bytes are either refused with a proper error or read as tensors that
// share out the file exactly. The normal tests run it on mutations of a small file.

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>

#include "checkpoint/test_files.h"
#include "lib/checkpoint/safetensors.h"

// NOLINTNEXTLINE(readability-identifier-naming): libFuzzer calls it by this name.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using dinozero::Expected;
  using dinozero::Safetensors;
  if (size == 0) return 0;
  const Expected<Safetensors> file = Safetensors::from_memory(data, size, "fuzz");
  const std::string broken = dinozero::testing::broken_promise(file, data, size, "fuzz");
  if (broken != "none") {
    std::fprintf(stderr, "broken promise: %s\n", broken.c_str());
    std::abort();
  }
  return 0;
}
