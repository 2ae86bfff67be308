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

}  // namespace

void linear_binary(const LinearBinaryArgs& args, void* scratch) {
  if (args.outputs == 0) return;
  if (args.inputs == 0) {
    reference::linear_binary(args, nullptr);
    return;
  }
  const std::uint32_t* words = args.weight_armv6;
  if (words == nullptr) {
    std::uint32_t* made = Scratch(args.outputs, args.inputs, true).words(scratch);
    armv6_layout::pack_binary(args.weight_packed, args.outputs, args.inputs, made);
    words = made;
  }
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
