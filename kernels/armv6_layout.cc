// SPDX-License-Identifier: Apache-2.0
#include "kernels/armv6_layout.h"

#include <algorithm>
#include <cstring>

namespace dinozero::kernels::armv6_layout {
namespace {

// More outputs' sums do not fit in the level 1 cache; fewer where the layer has more and they do
// not divide it.
constexpr int kMaxBlockOutputs = 192;
constexpr int kOtherBlockOutputs = 128;
constexpr int kPadding = 8;      // outputs of a block are padded to a multiple
constexpr int kWordsBehind = 8;  // that the kernels read behind those of the last pass
constexpr int kLineWords = 16;
constexpr int kPlanes = 4;

// Partial sums are kept as floats, exact to 2^24.
constexpr int kMaxInputs = (1 << 24) / (7 * 128);
constexpr int kMaxBinaryInputs = 131071;

// A field holds [-2^16, 2^16). On the way to a sum more may be in it, which is taken off again: the
// doubles are exact far beyond. Whatever the weights, 7 * 128 * 64 = 57344 and 7 * 31 * 288 =
// 62496.
constexpr int kFieldLimit = 65535;
constexpr int kChunkPasses8 = 64 / kPassInputs;
constexpr int kChunkPasses6 = 288 / kPassInputs;

// Where the kernel takes the word of an output's plane: MIDDLE in linear_int4_lookup.py. Of odd
// outputs, after those of all pairs before; of even ones, plane 0 there, the others earlier.
constexpr int kOdd[kPlanes] = {3 + 5, 3 + 3, 3 + 1, 3 + 0};
constexpr int kEven[kPlanes] = {3 + 2, 3 + 7 - 8, 3 + 6 - 8, 3 + 4 - 8};
constexpr int kFirst[kPlanes] = {3 + 2, 2, 1, 0};

constexpr std::uint32_t kLowest = 0x11111111u;
constexpr std::uint32_t kHighest = 0x88888888u;

std::size_t size(int n) { return static_cast<std::size_t>(n); }
int divide_up(int n, int by) { return (n + by - 1) / by; }
int padded(int outputs) { return divide_up(outputs, kPadding) * kPadding; }
int passes_of(int inputs) { return divide_up(inputs, kPassInputs); }

// Words of an int4 output's planes, from where its pair's begin.
const int* plane_order(int output) { return output == 0 ? kFirst : output % 2 == 0 ? kEven : kOdd; }

// Bit 4 i + j of a plane's word is that of input 8 j + i, nibble i of four[j].
void set_words(const std::uint32_t* four, int output, std::uint32_t* words) {
  const int* order = plane_order(output);
  std::uint32_t* to = words + output / 2 * 8;
  // Two's complement: the highest bit of weight + 8 is inverted.
  const std::uint32_t a = four[0] ^ kHighest;
  const std::uint32_t b = four[1] ^ kHighest;
  const std::uint32_t c = four[2] ^ kHighest;
  const std::uint32_t d = four[3] ^ kHighest;
  for (int plane = 0; plane < kPlanes; ++plane) {
    to[order[plane]] = (a >> plane & kLowest) | (b >> plane & kLowest) << 1 |
                       (c >> plane & kLowest) << 2 | (d >> plane & kLowest) << 3;
  }
}

// The sum of |w| of eight weights, w + 8 in each nibble, in four bytes.
std::uint32_t magnitudes(std::uint32_t eight) {
  const std::uint32_t w = eight ^ kHighest;  // two's complement
  const std::uint32_t negative = w >> 3 & kLowest;
  const std::uint32_t magnitude = (w ^ ((negative << 4) - negative)) + negative;
  return (magnitude & 0x0F0F0F0Fu) + (magnitude >> 4 & 0x0F0F0F0Fu);
}

int sum_of_bytes(std::uint32_t bytes) {
  const std::uint32_t halves = (bytes & 0x00FF00FFu) + (bytes >> 8 & 0x00FF00FFu);
  return static_cast<int>((halves & 0xFFFFu) + (halves >> 16));
}

// Whether no sum over `chunk` passes, counted from the start of each group, exceeds `limit`.
bool fits(const std::uint16_t* pass_sums, int passes, int group_passes, int chunk, int limit) {
  for (int group = 0; group < passes; group += group_passes) {
    const int group_end = std::min(group + group_passes, passes);
    for (int begin = group; begin < group_end; begin += chunk) {
      int sum = 0;
      for (int i = begin; i < std::min(begin + chunk, group_end); ++i) sum += pass_sums[i];
      if (sum > limit) return false;
    }
  }
  return true;
}

// The last pass of an output, of `inputs` inputs: those that are not there get weights of 0.
void take_last(const std::uint8_t* weights, int inputs, std::uint32_t* four) {
  std::uint8_t bytes[kPassInputs / 2];
  std::memset(bytes, 0x88, sizeof bytes);
  std::memcpy(bytes, weights, size((inputs + 1) / 2));
  if (inputs % 2 != 0) bytes[inputs / 2] = (bytes[inputs / 2] & 0x0F) | 0x80;
  std::memcpy(four, bytes, sizeof bytes);
}

// Exchanges the bits in `mask` with those `distance` above.
std::uint32_t exchange(std::uint32_t word, int distance, std::uint32_t mask) {
  const std::uint32_t different = (word ^ word >> distance) & mask;
  return word ^ different ^ different << distance;
}

// Input 8 j + i becomes bit 4 i + j: five bits of a position, j1 j0 i2 i1 i0, change places.
std::uint32_t weight_word(const std::uint8_t* bytes, int count) {
  std::uint32_t word = 0;
  if (count == 4) {
    std::memcpy(&word, bytes, 4);
  } else {
    for (int j = 0; j < count; ++j) word |= std::uint32_t{bytes[j]} << (8 * j);
  }
  word = exchange(word, 12, 0x0000F0F0u);
  word = exchange(word, 6, 0x00CC00CCu);
  word = exchange(word, 3, 0x0A0A0A0Au);
  return exchange(word, 1, 0x22222222u);
}

// Of an output's pass: the words of its block's pass, and its place in the block.
struct Place {
  const std::uint32_t* words;
  int output;
};

Place place_of(bool binary, const std::uint32_t* words, int outputs, int inputs, int output,
               int pass) {
  const int most = block_outputs(outputs);
  const int first = output / most * most;
  const int block = std::min(most, outputs - first);
  return {words + size(output / most) * size(passes_of(inputs)) * size(pass_words(binary, most)) +
              size(pass) * size(pass_words(binary, block)),
          output - first};
}

}  // namespace

int block_outputs(int outputs) {
  const bool whole = outputs <= kMaxBlockOutputs || outputs % kMaxBlockOutputs == 0;
  const int most = whole ? kMaxBlockOutputs : kOtherBlockOutputs;
  const int blocks = std::max(divide_up(outputs, most), 1);
  return padded(std::max(divide_up(outputs, blocks), 1));
}

int pass_words(bool binary, int outputs) {
  return binary ? padded(outputs) : 4 * padded(outputs) + kPadding;
}

std::size_t block_words(bool binary, int outputs, int inputs) {
  return size(divide_up(outputs, block_outputs(outputs))) * size(passes_of(inputs)) *
         size(pass_words(binary, block_outputs(outputs)));
}

std::size_t layer_words(bool binary, int outputs, int inputs) {
  if (inputs <= 0 || outputs <= 0) return 0;
  if (inputs > (binary ? kMaxBinaryInputs : kMaxInputs)) return 0;
  const std::size_t words = block_words(binary, outputs, inputs) + kWordsBehind;
  return (words + kLineWords - 1) / kLineWords * kLineWords;
}

void pack_int4(const std::uint8_t* weight_packed, int outputs, int inputs, int group, int x_limit,
               std::uint32_t* words) {
  const bool narrow = x_limit <= 31;
  const int passes = passes_of(inputs);
  const int group_passes = group >= inputs ? passes : group / kPassInputs;
  const int always = narrow ? kChunkPasses6 : kChunkPasses8;
  const bool counts = passes > always;
  const int limit = kFieldLimit / (narrow ? 31 : 128);
  int chunk = counts ? passes : always;
  const std::size_t row_bytes = size((inputs + 1) / 2);
  const int whole = inputs / kPassInputs;
  std::uint32_t* behind = words + block_words(false, outputs, inputs);
  std::uint16_t pass_sums[kMaxInputs / kPassInputs + 1];
  for (int block = 0; block < outputs; block += block_outputs(outputs)) {
    const int count = std::min(block_outputs(outputs), outputs - block);
    const int step = pass_words(false, count);
    for (int output = 0; output < count; ++output) {
      const std::uint8_t* weights = weight_packed + size(block + output) * row_bytes;
      std::uint32_t* to = words;
      for (int pass = 0; pass < passes; ++pass, to += step, weights += kPassInputs / 2) {
        std::uint32_t four[4];
        __builtin_prefetch(weights + 64);
        if (pass < whole) {
          std::memcpy(four, weights, sizeof four);
        } else {
          take_last(weights, inputs - pass * kPassInputs, four);
        }
        set_words(four, output, to);
        if (counts) {
          pass_sums[pass] =
              static_cast<std::uint16_t>(sum_of_bytes(magnitudes(four[0]) + magnitudes(four[1]) +
                                                      magnitudes(four[2]) + magnitudes(four[3])));
        }
      }
      while (counts && chunk > 1 && !fits(pass_sums, passes, group_passes, chunk, limit)) --chunk;
    }
    words += size(step) * size(passes);
  }
  *behind = static_cast<std::uint32_t>(chunk);
}

void pack_binary(const std::uint8_t* weight_packed, int outputs, int inputs, std::uint32_t* words) {
  const int row_bytes = (inputs + 7) / 8;
  const int whole = row_bytes / 4;
  const std::uint8_t* weights = weight_packed;
  for (int block = 0; block < outputs; block += block_outputs(outputs)) {
    const int count = std::min(block_outputs(outputs), outputs - block);
    const int step = pass_words(true, count);
    for (int output = 0; output < count; ++output) {
      std::uint32_t* to = words + output;
      for (int pass = 0; pass < whole; ++pass, to += step, weights += 4) {
        __builtin_prefetch(weights + 64);
        *to = weight_word(weights, 4);
      }
      if (row_bytes % 4 != 0) *to = weight_word(weights, row_bytes % 4);
      weights += row_bytes % 4;
    }
    words += size(step) * size(passes_of(inputs));
  }
}

int int4_chunk_passes(const std::uint32_t* words, int outputs, int inputs) {
  const std::uint32_t stored = words[block_words(false, outputs, inputs)];
  const std::uint32_t most = static_cast<std::uint32_t>(std::max(passes_of(inputs), kChunkPasses6));
  return static_cast<int>(std::clamp<std::uint32_t>(stored, 1, most));
}

int code(bool binary, const std::uint32_t* words, int outputs, int inputs, int output, int input) {
  const Place place = place_of(binary, words, outputs, inputs, output, input / kPassInputs);
  const int bit = input % 8 * 4 + input % kPassInputs / 8;
  if (binary) return (place.words[place.output] >> bit & 1) != 0 ? 1 : -1;
  const int* order = plane_order(place.output);
  const std::uint32_t* planes = place.words + place.output / 2 * 8;
  int value = 0;
  for (int plane = 0; plane < kPlanes; ++plane) {
    value |= static_cast<int>(planes[order[plane]] >> bit & 1) << plane;
  }
  return value < 8 ? value : value - 16;
}

int first_bad_output(const std::uint32_t* words, int outputs, int inputs) {
  // All of a block at once: it is read whenever a model is loaded.
  const auto negative_zero = [](const std::uint32_t* planes, const int* order) {
    return planes[order[3]] & ~(planes[order[0]] | planes[order[1]] | planes[order[2]]);
  };
  const int most = block_outputs(outputs);
  for (int first = 0; first < outputs; first += most) {
    const int count = std::min(most, outputs - first);
    std::uint32_t bad = 0;
    for (int pass = 0; pass < passes_of(inputs); ++pass, words += pass_words(false, count)) {
      for (int output = 0; output < count; output += 2) {
        const std::uint32_t* planes = words + output / 2 * 8;
        bad |= negative_zero(planes, output == 0 ? kFirst : kEven);
        if (output + 1 < count) bad |= negative_zero(planes, kOdd);
      }
    }
    for (int output = first; bad != 0 && output < first + count; ++output) {
      for (int pass = 0; pass < passes_of(inputs); ++pass) {
        const std::uint32_t* begin = words - static_cast<std::ptrdiff_t>(passes_of(inputs) - pass) *
                                                 pass_words(false, count);
        const std::uint32_t* planes = begin + (output - first) / 2 * 8;
        if (negative_zero(planes, plane_order(output - first)) != 0) return output;
      }
    }
  }
  return outputs;
}

}  // namespace dinozero::kernels::armv6_layout
