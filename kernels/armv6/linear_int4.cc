// SPDX-License-Identifier: Apache-2.0
#include "kernels/armv6/lookup_layer.h"
#include "kernels/reference/reference_kernels.h"

namespace dinozero::kernels::armv6 {
namespace {

using namespace lookup;

extern "C" {
LookupKernel dinozero_armv6_int4_lookup_first, dinozero_armv6_int4_lookup_next;
SumsKernel dinozero_armv6_lookup_int4_keep, dinozero_armv6_lookup_int4_keep_add;
SumsKernel dinozero_armv6_lookup_int4_y, dinozero_armv6_lookup_int4_y_add;
SumsKernel dinozero_armv6_lookup_int4_residual, dinozero_armv6_lookup_int4_residual_add;
}

constexpr Kernels kKernels = {
    dinozero_armv6_int4_lookup_first,    dinozero_armv6_int4_lookup_next,
    dinozero_armv6_lookup_int4_keep,     dinozero_armv6_lookup_int4_keep_add,
    dinozero_armv6_lookup_int4_y,        dinozero_armv6_lookup_int4_y_add,
    dinozero_armv6_lookup_int4_residual, dinozero_armv6_lookup_int4_residual_add};

// A field holds [-2^16, 2^16). On the way to a sum more may be in it, which is taken off again: the
// doubles are exact far beyond. Whatever the weights, 7 * 128 * 64 = 57344 and 7 * 31 * 288 =
// 62496.
constexpr int kFieldLimit = 65535;
constexpr int kChunkPasses8 = 64 / kPassInputs;
constexpr int kChunkPasses6 = 288 / kPassInputs;

// Partial sums are kept as floats, exact to 2^24.
constexpr int kMaxInputs = (1 << 24) / (7 * 128);

constexpr int kPlanes = 4;

// Where the kernel takes the word of an output's plane: MIDDLE in linear_int4_lookup.py. Of odd
// outputs, after those of all pairs before; of even ones, plane 0 there, the others earlier.
constexpr int kOdd[kPlanes] = {3 + 5, 3 + 3, 3 + 1, 3 + 0};
constexpr int kEven[kPlanes] = {3 + 2, 3 + 7 - 8, 3 + 6 - 8, 3 + 4 - 8};
constexpr int kFirst[kPlanes] = {3 + 2, 2, 1, 0};

// Bit 4 i + j of a plane's word is that of input 8 j + i, nibble i of four[j].
void set_words(const std::uint32_t* four, int output, std::uint32_t* words) {
  const int* order = output == 0 ? kFirst : output % 2 == 0 ? kEven : kOdd;
  std::uint32_t* to = words + output / 2 * 8;
  constexpr std::uint32_t kLowest = 0x11111111u;
  // Two's complement: the highest bit of weight + 8 is inverted.
  const std::uint32_t a = four[0] ^ 0x88888888u;
  const std::uint32_t b = four[1] ^ 0x88888888u;
  const std::uint32_t c = four[2] ^ 0x88888888u;
  const std::uint32_t d = four[3] ^ 0x88888888u;
  for (int plane = 0; plane < kPlanes; ++plane) {
    to[order[plane]] = (a >> plane & kLowest) | (b >> plane & kLowest) << 1 |
                       (c >> plane & kLowest) << 2 | (d >> plane & kLowest) << 3;
  }
}

// The sum of |w| of eight weights, w + 8 in each nibble, in four bytes.
std::uint32_t magnitudes(std::uint32_t eight) {
  const std::uint32_t w = eight ^ 0x88888888u;  // two's complement
  const std::uint32_t negative = w >> 3 & 0x11111111u;
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

// Writes the words and returns how many passes' sums fit in the fields, given these weights.
int expand(const LinearInt4Args& args, std::uint32_t* words) {
  const bool narrow = args.x_limit <= 31;
  const int passes = passes_of(args.inputs);
  const int group_passes = args.group >= args.inputs ? passes : args.group / kPassInputs;
  const int always = narrow ? kChunkPasses6 : kChunkPasses8;
  const bool counts = passes > always;
  const int limit = kFieldLimit / (narrow ? 31 : 128);
  int chunk = counts ? passes : always;
  const int row_bytes = (args.inputs + 1) / 2;
  constexpr int kPassBytes = kPassInputs / 2;
  const std::uint8_t* weights = args.weight_packed;
  std::uint16_t pass_sums[kMaxInputs / kPassInputs + 1];
  for (int block = 0; block < args.outputs; block += block_outputs(args.outputs)) {
    const int outputs = std::min(block_outputs(args.outputs), args.outputs - block);
    const int step = words_of_pass(false, padded(outputs));
    for (int output = 0; output < outputs; ++output) {
      std::uint32_t* to = words;
      int left = row_bytes;
      for (int pass = 0; pass < passes; ++pass, left -= kPassBytes, to += step) {
        std::uint32_t four[4] = {};
        __builtin_prefetch(weights + 64);
        if (left >= kPassBytes) {
          std::memcpy(four, weights, kPassBytes);
          weights += kPassBytes;
        } else {
          std::memcpy(four, weights, size(left));
          weights += left;
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
  return chunk;
}

}  // namespace

void linear_int4(const LinearInt4Args& args, void* scratch) {
  if (args.inputs == 0 || args.inputs > kMaxInputs) {
    reference::linear_int4(args, nullptr);
    return;
  }
  std::uint32_t* words = Scratch(args.outputs, args.inputs, false).words(scratch);
  Layer layer;
  layer.chunk_passes = expand(args, words);
  layer.rows = args.rows;
  layer.outputs = args.outputs;
  layer.inputs = args.inputs;
  layer.x = args.x;
  layer.x_stride = args.x_stride;
  layer.x_scale = args.x_scale;
  layer.words = words;
  layer.weight_scale = args.weight_scale;
  layer.group = args.group;
  layer.bias = args.bias;
  layer.output = args.output;
  layer.kernels = &kKernels;
  multiply(layer, scratch);
}

std::size_t linear_int4_scratch_bytes(int /*rows*/, int outputs, int inputs) {
  return Scratch(outputs, inputs, false).bytes();
}

}  // namespace dinozero::kernels::armv6
