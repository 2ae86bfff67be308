// SPDX-License-Identifier: Apache-2.0
// decode_words: reads little-endian 32-bit words from standard input and prints one line of
// disassembly per word; the word's position is its address. check_decoder compares its output with
// objdump's.
#include <cstdio>
#include <string>

#include "isa/decoder.h"
#include "isa/disassembler.h"

int main() {
  unsigned char bytes[4];
  std::uint32_t address = 0;
  while (std::fread(bytes, 1, 4, stdin) == 4) {
    const std::uint32_t word =
        static_cast<std::uint32_t>(bytes[0]) | (static_cast<std::uint32_t>(bytes[1]) << 8) |
        (static_cast<std::uint32_t>(bytes[2]) << 16) | (static_cast<std::uint32_t>(bytes[3]) << 24);
    std::puts(dinozero::timing::disassemble(dinozero::timing::decode(word), address).c_str());
    address += 4;
  }
  return 0;
}
