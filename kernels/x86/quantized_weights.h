// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>

namespace dinozero::kernels::x86 {
namespace {

// The weights of one output, four neighbouring inputs at a time, as four int8 in a word, the first
// in its lowest byte: `four`, of which `count` exist (1 to 4) and the others are 0; and `expand`,
// of many outputs, the part-th four of a word of kInputsPerWord inputs as it is in memory.

inline std::uint32_t first_bytes(std::uint32_t four, int count) {
  return count == 4 ? four : four & ((1u << (8 * count)) - 1u);
}

struct Int8Weights {
  const std::int8_t* data;
  std::size_t row_bytes;
  static constexpr int kInputsPerWord = 4;

  std::uint32_t four(std::size_t output, std::size_t input, int count) const {
    std::uint32_t word = 0;
    const std::int8_t* from = data + output * row_bytes + input;
    if (count == 4) {
      std::memcpy(&word, from, 4);
    } else {
      std::memcpy(&word, from, static_cast<std::size_t>(count));
    }
    return word;
  }

  template <class I>
  static typename I::Register expand(typename I::Register word, int /*part*/) {
    return word;
  }
};

struct Int4Weights {
  const std::uint8_t* data;
  std::size_t row_bytes;
  static constexpr int kInputsPerWord = 8;

  std::uint32_t four(std::size_t output, std::size_t input, int count) const {
    const std::uint8_t* from = data + output * row_bytes + input / 2;
    const std::uint32_t low = from[0];
    const std::uint32_t high = count > 2 ? from[1] : 0;
    const std::uint32_t nibbles =
        (low & 15) | (low >> 4) << 8 | (high & 15) << 16 | (high >> 4) << 24;
    // Subtracts 8 from each byte; the set top bits keep the bytes from borrowing.
    return first_bytes(((nibbles | 0x80808080u) - 0x08080808u) ^ 0x80808080u, count);
  }

  template <class I>
  static typename I::Register expand(typename I::Register word, int part) {
    const auto low = I::shift_right(word, 16 * part);  // what is above its 16 bits is masked out
    const auto nibbles = I::bit_or(
        I::bit_or(I::bit_and(low, 0x0000000F), I::bit_and(I::shift_left(low, 4), 0x00000F00)),
        I::bit_or(I::bit_and(I::shift_left(low, 8), 0x000F0000),
                  I::bit_and(I::shift_left(low, 12), 0x0F000000)));
    return I::subtract_bytes(nibbles, 8);
  }
};

struct BinaryWeights {
  const std::uint8_t* data;
  std::size_t row_bytes;
  static constexpr int kInputsPerWord = 32;

  std::uint32_t four(std::size_t output, std::size_t input, int count) const {
    const std::uint32_t bits = data[output * row_bytes + input / 8] >> (input % 8) & 15u;
    // Bit i to byte i, then 0 -> 0xFF (-1) and 1 -> 1.
    const std::uint32_t ones = (bits * 0x00204081u) & 0x01010101u;
    return first_bytes((ones ^ 0x01010101u) * 0xFFu | ones, count);
  }

  template <class I>
  static typename I::Register expand(typename I::Register word, int part) {
    const auto bits = I::shift_right(word, 4 * part);
    const auto ones =
        I::bit_or(I::bit_or(I::bit_and(bits, 1), I::bit_and(I::shift_left(bits, 7), 0x00000100)),
                  I::bit_or(I::bit_and(I::shift_left(bits, 14), 0x00010000),
                            I::bit_and(I::shift_left(bits, 21), 0x01000000)));
    return I::subtract_bytes(I::add(ones, ones), 1);  // 2 bit - 1
  }
};

}  // namespace
}  // namespace dinozero::kernels::x86
