// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "kernels/armv6/armv6_kernels.h"
#include "kernels/armv6/linear_f32_block.h"
#include "kernels/reference/widen.h"

namespace dinozero::kernels::armv6 {
namespace {

constexpr int kPanelRows = 4;
constexpr int kTileOutputs = 4;
constexpr int kGroup = 8;  // inputs that the block kernel handles at a time
constexpr int kBlockOutputs = 16;
constexpr int kMaxDepth = 96;            // inputs of a block
constexpr int kWholeDepth = 128;         // that may be one block
constexpr int kMaxSectionOutputs = 128;  // whose partial sums are kept

constexpr std::size_t size(int n) { return static_cast<std::size_t>(n); }
constexpr std::uint32_t bytes(std::size_t floats) {
  return static_cast<std::uint32_t>(floats * sizeof(float));
}
constexpr int divide_up(int n, int by) { return (n + by - 1) / by; }

// How a layer is cut.
struct Plan {
  int whole_inputs;     // whole groups; what is left is added at the end
  int depth;            // inputs of a block
  int section_outputs;  // outputs between two readings of x
  std::size_t panel_floats, partial_floats;

  Plan(int rows, int outputs, int inputs) {
    whole_inputs = inputs / kGroup * kGroup;
    const int chunks = whole_inputs <= kWholeDepth ? 1 : divide_up(whole_inputs, kMaxDepth);
    depth = std::max(divide_up(whole_inputs / kGroup, chunks), 1) * kGroup;
    const int blocks = divide_up(outputs, kBlockOutputs);
    const int sections = std::max(chunks == 1 ? 1 : divide_up(outputs, kMaxSectionOutputs), 1);
    section_outputs = divide_up(blocks, sections) * kBlockOutputs;
    const int panels = divide_up(rows, kPanelRows);
    panel_floats = size(panels + 1) * size(kPanelRows * depth);
    partial_floats = chunks == 1 ? 0 : size(panels * kPanelRows) * size(section_outputs);
  }
};

// Scratch: this, panels, partial sums, and for all rows the tile with the last outputs when there
// are not four.
struct Scratch {
  float weight[kBlockOutputs * std::max(kMaxDepth, kWholeDepth)];
  float bias[kBlockOutputs];
  float zeros[std::max(kMaxDepth, kWholeDepth)];
  float* panels() { return reinterpret_cast<float*>(this + 1); }
};

std::size_t weight_size(const LinearF32Args& args) {
  return args.weight_type == FloatType::kF32 ? sizeof(float) : sizeof(Float16);
}

const void* weight_at(const LinearF32Args& args, int output, int input) {
  return static_cast<const std::byte*>(args.weight) +
         (size(output) * size(args.inputs) + size(input)) * weight_size(args);
}

void pack_rows(FloatType type, float* packed, const void* const rows[4], int depth) {
  const auto groups = static_cast<std::uint32_t>(depth / kGroup);
  switch (type) {
    case FloatType::kF32:
      return dinozero_armv6_pack_rows_f32(packed, rows, groups);
    case FloatType::kF16:
      return dinozero_armv6_pack_rows_f16(packed, rows, groups);
    case FloatType::kBF16:
      return dinozero_armv6_pack_rows_bf16(packed, rows, groups);
  }
}

void pack_weights(const LinearF32Args& args, int begin, int end, int first, int depth,
                  Scratch* scratch) {
  float* packed = scratch->weight;
  for (int output = begin; output < end; output += kTileOutputs) {
    const void* rows[kTileOutputs];
    for (int o = 0; o < kTileOutputs; ++o) {
      rows[o] = output + o < args.outputs ? weight_at(args, output + o, first) : scratch->zeros;
    }
    pack_rows(args.weight_type, packed, rows, depth);
    packed += kTileOutputs * depth;
  }
  for (int o = begin; o < end; ++o) {
    scratch->bias[o - begin] = args.bias != nullptr && o < args.outputs ? args.bias[o] : 0.0f;
  }
}

// Rows that do not exist repeat the last one.
void pack_panels(const LinearF32Args& args, int count, int first, int depth, float* panels) {
  for (int panel = 0; panel < count; ++panel) {
    const void* rows[kPanelRows];
    for (int r = 0; r < kPanelRows; ++r) {
      const int row = std::min(panel * kPanelRows + r, args.rows - 1);
      rows[r] = args.x + size(row) * args.x_stride + size(first);
    }
    pack_rows(FloatType::kF32, panels + size(panel * kPanelRows) * size(depth), rows, depth);
  }
}

LinearF32BlockKernel* choose(bool starts, bool ends, bool packs) {
  static constexpr LinearF32BlockKernel* kKernels[2][2][2] = {
      {{dinozero_armv6_linear_f32_continue, dinozero_armv6_linear_f32_continue_packing},
       {dinozero_armv6_linear_f32_end, dinozero_armv6_linear_f32_end_packing}},
      {{dinozero_armv6_linear_f32_start, dinozero_armv6_linear_f32_start_packing},
       {dinozero_armv6_linear_f32_whole, dinozero_armv6_linear_f32_whole_packing}}};
  return kKernels[starts ? 1 : 0][ends ? 1 : 0][packs ? 1 : 0];
}

// The inputs behind the last whole group.
template <class Weight>
void add_last_inputs(const LinearF32Args& args, int first) {
  for (int row = 0; row < args.rows; ++row) {
    const float* x = args.x + size(row) * args.x_stride;
    float* y = args.y + size(row) * args.y_stride;
    for (int output = 0; output < args.outputs; ++output) {
      const auto* weight =
          static_cast<const Weight*>(args.weight) + size(output) * size(args.inputs);
      float sum = y[output];
      for (int i = first; i < args.inputs; ++i) sum += x[i] * reference::widen(weight[i]);
      y[output] = sum;
    }
  }
}

void add_last_inputs(const LinearF32Args& args, int first) {
  switch (args.weight_type) {
    case FloatType::kF32:
      return add_last_inputs<float>(args, first);
    case FloatType::kF16:
      return add_last_inputs<Float16>(args, first);
    case FloatType::kBF16:
      return add_last_inputs<BFloat16>(args, first);
  }
}

void fill_with_bias(const LinearF32Args& args) {
  for (int row = 0; row < args.rows; ++row) {
    float* y = args.y + size(row) * args.y_stride;
    for (int output = 0; output < args.outputs; ++output) {
      y[output] = args.bias != nullptr ? args.bias[output] : 0.0f;
    }
  }
}

}  // namespace

// Sections of outputs outside, then depth, then blocks of outputs, rows innermost: a packed block
// of weights stays in the level 1 cache, the panels of x and the partial sums in the level 2 cache.
void linear_f32(const LinearF32Args& args, void* scratch_memory) {
  if (args.rows == 0 || args.outputs == 0) return;
  const Plan plan(args.rows, args.outputs, args.inputs);
  if (plan.whole_inputs == 0) {
    fill_with_bias(args);
    add_last_inputs(args, 0);
    return;
  }
  auto* scratch = static_cast<Scratch*>(scratch_memory);
  std::fill_n(scratch->zeros, plan.depth, 0.0f);
  float* partials = scratch->panels() + plan.panel_floats;
  float* tail = partials + plan.partial_floats;
  const int whole_outputs = args.outputs / kTileOutputs * kTileOutputs;

  LinearF32Block block;
  block.x_stride = bytes(args.x_stride);
  block.weight = scratch->weight;
  block.bias = scratch->bias;
  block.next_stride = static_cast<std::uint32_t>(size(args.inputs) * weight_size(args));
  for (int section = 0; section < args.outputs; section += plan.section_outputs) {
    const int section_end = std::min(section + plan.section_outputs, args.outputs);
    for (int first = 0; first < plan.whole_inputs; first += plan.depth) {
      const int depth = std::min(plan.depth, plan.whole_inputs - first);
      const bool starts = first == 0;
      const bool ends = first + depth == plan.whole_inputs;
      float* partial = partials;
      for (int begin = section; begin < section_end;) {
        const bool is_tail = begin == whole_outputs;
        const int end = is_tail ? begin + kTileOutputs
                                : std::min({begin + kBlockOutputs, section_end, whole_outputs});
        pack_weights(args, begin, end, first, depth, scratch);
        const bool packs = begin == section && end - begin == kBlockOutputs;
        if (begin == section) {
          pack_panels(args, packs ? 1 : divide_up(args.rows, kPanelRows), first, depth,
                      scratch->panels());
        }
        block.x = args.x + first;
        block.y = is_tail ? tail : args.y + begin;
        block.y_stride = bytes(is_tail ? kTileOutputs : args.y_stride);
        block.rows = args.rows;
        block.groups = static_cast<std::uint32_t>(depth / kGroup);
        block.tiles = static_cast<std::uint32_t>((end - begin) / kTileOutputs);
        const int next_output = end < section_end ? end : section;
        const int next_first = end < section_end ? first : ends ? 0 : first + depth;
        block.next_weight = weight_at(args, next_output, next_first);
        block.next_bytes = static_cast<std::uint32_t>(size(depth) * weight_size(args));
        block.panel = scratch->panels();
        block.partial = partial;
        partial += size(divide_up(args.rows, kPanelRows) * kPanelRows) * size(end - begin);
        choose(starts, ends, packs)(&block);
        begin = end;
      }
    }
  }
  for (int row = 0; row < args.rows && whole_outputs < args.outputs; ++row) {
    std::copy_n(tail + size(row) * kTileOutputs, args.outputs - whole_outputs,
                args.y + size(row) * args.y_stride + whole_outputs);
  }
  if (plan.whole_inputs < args.inputs) add_last_inputs(args, plan.whole_inputs);
}

std::size_t linear_f32_scratch_bytes(int rows, int outputs, int inputs) {
  const Plan plan(rows, outputs, inputs);
  const std::size_t bytes =
      sizeof(Scratch) +
      (plan.panel_floats + plan.partial_floats + size(rows * kTileOutputs)) * sizeof(float);
  return (bytes + 63) / 64 * 64;
}

}  // namespace dinozero::kernels::armv6
