// SPDX-License-Identifier: Apache-2.0
#include "kernels/armv6/lookup_layer.h"
#include "kernels/reference/reference_kernels.h"

namespace dinozero::kernels::armv6 {
namespace {

using namespace lookup;

extern "C" {
LookupKernel dinozero_armv6_binary_lookup_first, dinozero_armv6_binary_lookup_next;
SumsKernel dinozero_armv6_lookup_binary_keep, dinozero_armv6_lookup_binary_keep_add;
SumsKernel dinozero_armv6_lookup_binary_y, dinozero_armv6_lookup_binary_y_add;
SumsKernel dinozero_armv6_lookup_binary_residual, dinozero_armv6_lookup_binary_residual_add;
}

constexpr Kernels kKernels = {
    dinozero_armv6_binary_lookup_first,    dinozero_armv6_binary_lookup_next,
    dinozero_armv6_lookup_binary_keep,     dinozero_armv6_lookup_binary_keep_add,
    dinozero_armv6_lookup_binary_y,        dinozero_armv6_lookup_binary_y_add,
    dinozero_armv6_lookup_binary_residual, dinozero_armv6_lookup_binary_residual_add};

// Sums of inputs with set bits lie in [-128 inputs, 127 inputs]; a field holds [-2^16, 2^16).
constexpr int kChunkPasses = 65536 / 128 / kPassInputs;

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

// Words of a block lie by passes, then by outputs.
void expand(const LinearBinaryArgs& args, std::uint32_t* words) {
  const int row_bytes = (args.inputs + 7) / 8;
  const int whole = row_bytes / 4;
  const std::uint8_t* weights = args.weight_packed;
  for (int block = 0; block < args.outputs; block += block_outputs(args.outputs)) {
    const int outputs = std::min(block_outputs(args.outputs), args.outputs - block);
    const int step = padded(outputs);
    for (int output = 0; output < outputs; ++output) {
      std::uint32_t* to = words + output;
      for (int pass = 0; pass < whole; ++pass, to += step, weights += 4) {
        __builtin_prefetch(weights + 64);
        *to = weight_word(weights, 4);
      }
      if (row_bytes % 4 != 0) *to = weight_word(weights, row_bytes % 4);
      weights += row_bytes % 4;
    }
    words += size(step) * size(passes_of(args.inputs));
  }
}

}  // namespace

void linear_binary(const LinearBinaryArgs& args, void* scratch) {
  if (args.inputs == 0) {
    reference::linear_binary(args, nullptr);
    return;
  }
  std::uint32_t* words = Scratch(args.outputs, args.inputs, true).words(scratch);
  expand(args, words);
  Layer layer;
  layer.rows = args.rows;
  layer.outputs = args.outputs;
  layer.inputs = args.inputs;
  layer.x = args.x;
  layer.x_stride = args.x_stride;
  layer.x_scale = args.x_scale;
  layer.words = words;
  layer.weight_scale = args.weight_scale;
  layer.group = args.inputs;
  layer.bias = args.bias;
  layer.output = args.output;
  layer.chunk_passes = kChunkPasses;
  layer.is_binary = true;
  layer.kernels = &kKernels;
  multiply(layer, scratch);
}

std::size_t linear_binary_scratch_bytes(int /*rows*/, int outputs, int inputs) {
  return Scratch(outputs, inputs, true).bytes();
}

}  // namespace dinozero::kernels::armv6
