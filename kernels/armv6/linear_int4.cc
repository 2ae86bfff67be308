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

}  // namespace

void linear_int4(const LinearInt4Args& args, void* scratch) {
  if (args.outputs == 0) return;
  if (armv6_layout::layer_words(false, args.outputs, args.inputs) == 0) {
    reference::linear_int4(args, nullptr);
    return;
  }
  const std::uint32_t* words = args.weight_armv6;
  if (words == nullptr) {
    std::uint32_t* made = Scratch(args.outputs, args.inputs, false).words(scratch);
    armv6_layout::pack_int4(args.weight_packed, args.outputs, args.inputs, args.group, args.x_limit,
                            made);
    words = made;
  }
  Layer layer;
  layer.chunk_passes = armv6_layout::int4_chunk_passes(words, args.outputs, args.inputs);
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
