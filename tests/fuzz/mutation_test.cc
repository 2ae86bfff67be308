// SPDX-License-Identifier: Apache-2.0

// Runs the fuzz target in the normal test suite: without libFuzzer, with the same seed each time.

#include <algorithm>
#include <array>
#include <cstdint>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "checkpoint/test_files.h"
#include "lib/checkpoint/safetensors.h"
#include "support/catch.h"

// NOLINTNEXTLINE(readability-identifier-naming): libFuzzer's name.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace dinozero::testing {
namespace {

// What the format is made of, so that mutations get past the JSON syntax.
constexpr std::array<std::string_view, 24> kTokens = {"{",
                                                      "}",
                                                      "[",
                                                      "]",
                                                      ",",
                                                      ":",
                                                      "\"",
                                                      "0",
                                                      "-1",
                                                      "1e3",
                                                      "8",
                                                      "14",
                                                      "\"F32\"",
                                                      "\"BF16\"",
                                                      "null",
                                                      "\\u0000",
                                                      "\"a\":",
                                                      "\"shape\":",
                                                      "\"dtype\":",
                                                      "\"data_offsets\":",
                                                      "\"__metadata__\":",
                                                      "18446744073709551615",
                                                      "4611686018427387904",
                                                      "[0,0]"};

class Mutator {
 public:
  explicit Mutator(std::uint32_t seed) : random_(seed) {}

  void mutate(std::string& file) {
    const std::size_t mutations = 1 + below(4);
    for (std::size_t i = 0; i < mutations && !file.empty(); ++i) mutate_once(file);
    // Mostly with a header length that fits again, or nearly all would end there.
    if (file.size() >= 8 && below(8) != 0) repair_header_length(file);
  }

 private:
  std::size_t below(std::size_t bound) { return random_() % bound; }

  void mutate_once(std::string& file) {
    const std::size_t at = below(file.size());
    const std::size_t length = below(std::min<std::size_t>(file.size() - at, 24) + 1);
    switch (below(7)) {
      case 0:
        file[at] = static_cast<char>(file[at] ^ 1 << below(8));
        break;
      case 1:
        file[at] = static_cast<char>(below(256));
        break;
      case 2:
        file.insert(at, kTokens[below(kTokens.size())]);
        break;
      case 3: {
        const std::string_view token = kTokens[below(kTokens.size())];
        file.replace(at, std::min(token.size(), file.size() - at), token);
        break;
      }
      case 4:
        file.erase(at, length);
        break;
      case 5:
        file.insert(below(file.size()), file.substr(at, length));
        break;
      case 6:
        file.resize(at);
        break;
    }
  }

  static void repair_header_length(std::string& file) {
    const std::size_t end = file.rfind('}');
    if (end == std::string::npos || end < 8) return;
    file.replace(0, 8, file_with_header_length(end + 1 - 8, ""));
  }

  std::mt19937 random_;  // the same numbers everywhere, unlike the distributions
};

}  // namespace

TEST_CASE("Mutations of a file never break the reader", "[safetensors][fuzz]") {
  const std::string seed = small_file();
  Mutator mutator(20261);
  int accepted = 0;
  for (int i = 0; i < 20000; ++i) {
    std::string file = seed;
    mutator.mutate(file);
    // A block of its own, so that AddressSanitizer sees what is read beyond it.
    const std::vector<std::uint8_t> block(file.begin(), file.end());
    LLVMFuzzerTestOneInput(block.data(), block.size());
    if (Safetensors::from_memory(block.data(), block.size(), "m")) ++accepted;
  }
  // Otherwise the mutations would be too gentle, or too rough to get past the syntax.
  CHECK(accepted > 200);
  CHECK(accepted < 10000);
}

}  // namespace dinozero::testing
