// SPDX-License-Identifier: Apache-2.0
// Writes a synthetic DINO-Micro checkpoint: make_model FILE
#include <cstdio>

#include "support/synthetic_checkpoint.h"

int main(int argc, char** argv) {
  namespace testing = dinozero::testing;
  if (argc != 2) {
    std::fprintf(stderr, "usage: make_model FILE\n");
    return 2;
  }
  const testing::SyntheticConfig config = testing::micro();
  const auto bytes = testing::serialize_safetensors(testing::make_tensors(config),
                                                    {{"dinozero", testing::profile_json(config)}});
  std::FILE* file = std::fopen(argv[1], "wb");
  const bool written =
      file != nullptr && std::fwrite(bytes.data(), 1, bytes.size(), file) == bytes.size();
  if (!written || std::fclose(file) != 0) {
    std::perror(argv[1]);
    return 1;
  }
  return 0;
}
