// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cstring>

#include "kernels/armv6/armv6_kernels.h"
#include "kernels/armv6/linear_int8_block.h"

namespace dinozero::kernels::armv6 {
namespace {

constexpr int kBlockTiles = 4;
constexpr int kBlockOutputs = kBlockTiles * kInt8TileOutputs;
constexpr int kGroupBlocks = 2;          // finished together
constexpr int kKeptChunks = 2;           // depths whose panels are all kept
constexpr int kMaxSectionOutputs = 256;  // whose partial sums are kept

constexpr std::size_t size(int n) { return static_cast<std::size_t>(n); }
constexpr int divide_up(int n, int by) { return (n + by - 1) / by; }

// The beginning of the cache line that holds it.
const void* line_of(const std::int8_t* memory) {
  return memory - reinterpret_cast<std::uintptr_t>(memory) % 32;
}

// How a layer is cut.
struct Plan {
  int panels, chunks, blocks;
  int section_blocks;  // blocks between two readings of x
  std::size_t panel_bytes, sum_tiles;
  bool wide;          // sums exceed what floats hold exactly
  bool keeps_panels;  // of all depths, so that x is read once and sections can be small

  Plan(int rows, int outputs, int inputs) {
    panels = divide_up(rows, kInt8PanelRows);
    chunks = std::max(divide_up(inputs, kInt8Depth), 1);
    blocks = divide_up(outputs, kBlockOutputs);
    keeps_panels = chunks <= kKeptChunks;
    const int sections = std::max(divide_up(outputs, kMaxSectionOutputs), 1);
    section_blocks = keeps_panels ? std::min(kGroupBlocks, blocks) : divide_up(blocks, sections);
    panel_bytes = size(panels * (keeps_panels ? chunks : 1)) * kInt8PanelBytes;
    // One tile more: the kernel loads the sums of the tile after the last.
    sum_tiles = size(panels) * size(section_blocks * kBlockTiles) + 1;
    wide = inputs > kInt8ExactDepth;
  }
};

// Sums of a panel and a tile as the kernel leaves them.
struct Sums {
  std::int32_t core[16];
  float vfp[16];
};
static_assert(sizeof(Sums) == kInt8SumBytes);

struct Totals {
  std::int32_t vfp[16];
};

// Scratch: this, panels, sums, and, for layers that need them, totals of the VFP11 in integers.
struct alignas(64) Scratch {
  std::uint8_t weight[kBlockTiles * 2 * kInt8PairBytes + 64];
  std::uint8_t weight_float[kBlockTiles * kInt8FloatBytes + 64];
  float weight_scale[kGroupBlocks * kBlockOutputs], bias[kGroupBlocks * kBlockOutputs];
  float x_scale[kInt8PanelRows];
  float zeros[kInt8TileOutputs];
  float unused_row[kGroupBlocks * kBlockOutputs];
  float block_rows[kInt8PanelRows][kBlockOutputs];
  std::int8_t rows[kInt8PanelRows][kInt8Depth];
};

// Up to `count` rows of `depth` inputs, 64 of them or zeros behind them.
class Rows {
 public:
  Rows(const std::int8_t* data, std::size_t stride, int row_count, int depth, Scratch* scratch)
      : data_(data), stride_(stride), row_count_(row_count), depth_(depth), scratch_(scratch) {}

  // Row `index`, or the last one where there are not so many; `slot` of the scratch may be used.
  const std::int8_t* row(int index, int slot) const {
    const std::int8_t* row = data_ + size(std::min(index, row_count_ - 1)) * stride_;
    if (depth_ == kInt8Depth) return row;
    std::int8_t* copy = scratch_->rows[slot];
    std::memset(copy, 0, kInt8Depth);
    std::memcpy(copy, row, size(depth_));
    return copy;
  }

 private:
  const std::int8_t* data_;
  std::size_t stride_;
  int row_count_, depth_;
  Scratch* scratch_;
};

void widen_panels(const Rows& x, int panels, std::ptrdiff_t ahead, std::uint8_t* to) {
  for (int panel = 0; panel < panels; ++panel, to += kInt8PanelBytes) {
    const int row = panel * kInt8PanelRows;
    const std::int8_t* rows[4] = {x.row(row, 0), x.row(row + 1, 1), x.row(row + 2, 2),
                                  x.row(row + 3, 3)};
    dinozero_armv6_widen_floats(reinterpret_cast<float*>(to + 2 * kInt8PairBytes), rows, ahead);
    dinozero_armv6_widen_pairs(to, x.row(row + 4, 4), x.row(row + 5, 5), ahead);
    dinozero_armv6_widen_pairs(to + kInt8PairBytes, x.row(row + 6, 6), x.row(row + 7, 7), ahead);
  }
}

void widen_weights(const Rows& weight, int begin, int tiles, std::ptrdiff_t ahead,
                   Scratch* scratch) {
  for (int tile = 0; tile < tiles; ++tile) {
    const int output = begin + tile * kInt8TileOutputs;
    const std::int8_t* rows[4] = {weight.row(output, 0), weight.row(output + 1, 1),
                                  weight.row(output + 2, 2), weight.row(output + 3, 3)};
    dinozero_armv6_widen_floats(
        reinterpret_cast<float*>(scratch->weight_float + tile * kInt8FloatBytes), rows, ahead);
    std::uint8_t* pairs = scratch->weight + tile * 2 * kInt8PairBytes;
    dinozero_armv6_widen_pairs(pairs, rows[0], rows[1], 0);
    dinozero_armv6_widen_pairs(pairs + kInt8PairBytes, rows[2], rows[3], 0);
  }
}

// The totals of what floats hold exactly, in integers; at last they become floats, with one
// rounding.
void add_to_totals(Sums* sums, Totals* totals, int count, bool last) {
  for (int i = 0; i < count; ++i) {
    for (int j = 0; j < 16; ++j) {
      totals[i].vfp[j] += static_cast<std::int32_t>(sums[i].vfp[j]);
      sums[i].vfp[j] = last ? static_cast<float>(totals[i].vfp[j]) : 0.0f;
    }
  }
}

// Scales and biases of a block's outputs; the residual connection's scale is multiplied in.
void prepare_outputs(const LinearInt8Args& args, int begin, int tiles, Scratch* scratch) {
  const bool scaled =
      args.output.epilogue == Epilogue::kResidual && args.output.residual_scale != nullptr;
  for (int i = 0; i < tiles * kInt8TileOutputs; ++i) {
    const int output = std::min(begin + i, args.outputs - 1);
    const float factor = scaled ? args.output.residual_scale[output] : 1.0f;
    scratch->weight_scale[i] = args.weight_scale[output] * factor;
    scratch->bias[i] = args.bias != nullptr ? args.bias[output] * factor : 0.0f;
  }
}

// The sums of a group of blocks, finished, to y: of `tiles` tiles from output `begin` on, all
// blocks but the last of kBlockTiles.
void finish_group(const LinearInt8Args& args, const Plan& plan, int begin, int tiles,
                  const Sums* sums, Scratch* scratch) {
  const LinearOutput& output = args.output;
  const auto run = output.epilogue == Epilogue::kResidual ? dinozero_armv6_linear_int8_add
                                                          : dinozero_armv6_linear_int8_store;
  const int count = std::min(tiles * kInt8TileOutputs, args.outputs - begin);
  const bool partial_tile = count % kInt8TileOutputs != 0;
  const int whole_blocks = (tiles - (partial_tile ? 1 : 0)) / kBlockTiles;
  const int last_tiles = tiles - whole_blocks * kBlockTiles;
  const int last_begin = whole_blocks * kBlockOutputs;
  const int last_count = count - last_begin;
  prepare_outputs(args, begin, tiles, scratch);
  LinearInt8Epilogue epilogue;
  epilogue.x_scale = scratch->x_scale;
  for (int panel = 0; panel < plan.panels; ++panel) {
    const int row = panel * kInt8PanelRows;
    const int rows = std::min(kInt8PanelRows, args.rows - row);
    float* y = output.y + size(row) * output.y_stride + begin;
    for (int r = 0; r < kInt8PanelRows; ++r) {
      scratch->x_scale[r] = args.x_scale[row + std::min(r, rows - 1)];
    }
    if (whole_blocks > 0) {
      for (int r = 0; r < kInt8PanelRows; ++r) {
        epilogue.y[r] = r < rows ? y + size(r) * output.y_stride : scratch->unused_row;
      }
      epilogue.sums = sums + panel * kBlockTiles;
      epilogue.weight_scale = scratch->weight_scale;
      epilogue.bias = scratch->bias;
      epilogue.tiles = kBlockTiles;
      epilogue.blocks = static_cast<std::uint32_t>(whole_blocks);
      epilogue.block_bytes = static_cast<std::ptrdiff_t>(sizeof(Sums)) * plan.panels * kBlockTiles;
      run(&epilogue);
    }
    if (last_tiles > 0) {
      for (int r = 0; r < kInt8PanelRows; ++r) {
        float* last = y + size(r) * output.y_stride + last_begin;
        epilogue.y[r] = partial_tile || r >= rows ? scratch->block_rows[r] : last;
        if (partial_tile && r < rows) std::copy_n(last, last_count, scratch->block_rows[r]);
      }
      epilogue.sums = sums + whole_blocks * plan.panels * kBlockTiles + panel * last_tiles;
      epilogue.weight_scale = scratch->weight_scale + last_begin;
      epilogue.bias = scratch->bias + last_begin;
      epilogue.tiles = static_cast<std::uint32_t>(last_tiles);
      epilogue.blocks = 1;
      epilogue.block_bytes = 0;
      run(&epilogue);
      for (int r = 0; partial_tile && r < rows; ++r) {
        std::copy_n(scratch->block_rows[r], last_count, y + size(r) * output.y_stride + last_begin);
      }
    }
    for (int r = 0; output.epilogue == Epilogue::kGelu && r < rows; ++r) {
      float* row_y = y + size(r) * output.y_stride;
      gelu_f32(size(count), row_y, row_y);
    }
  }
}

void fill_with_bias(const LinearInt8Args& args) {
  for (int row = 0; row < args.rows; ++row) {
    float* y = args.output.y + size(row) * args.output.y_stride;
    for (int o = 0; o < args.outputs; ++o) {
      const float v = args.bias != nullptr ? args.bias[o] : 0.0f;
      if (args.output.epilogue == Epilogue::kResidual) {
        y[o] += args.output.residual_scale != nullptr ? v * args.output.residual_scale[o] : v;
      } else {
        y[o] = v;
      }
    }
    if (args.output.epilogue == Epilogue::kGelu) gelu_f32(size(args.outputs), y, y);
  }
}

}  // namespace

// Sections of outputs outside, then depth, then blocks of outputs, panels innermost: a block of
// widened weights stays in the level 1 cache, the panels in the level 2 cache. Where the panels of
// all depths fit there too, sections are so small that partial sums never leave it either.
void linear_int8(const LinearInt8Args& args, void* scratch_memory) {
  if (args.rows == 0 || args.outputs == 0) return;
  if (args.inputs == 0) return fill_with_bias(args);
  const Plan plan(args.rows, args.outputs, args.inputs);
  auto* scratch = static_cast<Scratch*>(scratch_memory);
  auto* panels = reinterpret_cast<std::uint8_t*>(scratch + 1);
  auto* all_sums = reinterpret_cast<Sums*>(panels + plan.panel_bytes);
  auto* all_totals = reinterpret_cast<Totals*>(all_sums + plan.sum_tiles);
  std::fill_n(scratch->zeros, kInt8TileOutputs, 0.0f);

  const auto inputs = size(args.inputs);
  for (int section = 0; section < plan.blocks; section += plan.section_blocks) {
    const int section_end = std::min(section + plan.section_blocks, plan.blocks);
    if (plan.wide) std::fill_n(all_totals, plan.sum_tiles, Totals{});
    for (int chunk = 0; chunk < plan.chunks; ++chunk) {
      const int first = chunk * kInt8Depth;
      const int depth = std::min(kInt8Depth, args.inputs - first);
      std::uint8_t* chunk_panels =
          panels + (plan.keeps_panels ? size(chunk * plan.panels) * kInt8PanelBytes : 0);
      if (section == 0 || !plan.keeps_panels) {
        widen_panels(Rows(args.x + first, args.x_stride, args.rows, depth, scratch), plan.panels,
                     static_cast<std::ptrdiff_t>(args.x_stride * kInt8PanelRows), chunk_panels);
      }
      const Rows weight(args.weight + first, inputs, args.outputs, depth, scratch);
      const bool last = chunk + 1 == plan.chunks;
      const bool full = (first + depth) % kInt8ExactDepth == 0 || last;
      Sums* sums = all_sums;
      const Sums* group_sums = all_sums;
      int group_tiles = 0;
      Totals* totals = all_totals;
      for (int b = section; b < section_end; ++b) {
        const int begin = b * kBlockOutputs;
        const int tiles = divide_up(std::min(kBlockOutputs, args.outputs - begin), 4);
        widen_weights(weight, begin, tiles, static_cast<std::ptrdiff_t>(inputs * kInt8TileOutputs),
                      scratch);
        LinearInt8Block block;
        block.panels = chunk_panels;
        block.weight = scratch->weight;
        block.weight_float = scratch->weight_float;
        block.partial = sums;
        block.panel_count = static_cast<std::uint32_t>(plan.panels);
        block.tiles = static_cast<std::uint32_t>(tiles);
        block.zeros = scratch->zeros;
        // The next block's weights, or the next depth's inputs.
        if (b + 1 < section_end || (plan.keeps_panels && section > 0)) {
          const int next = b + 1 < section_end ? b + 1 : last ? section_end : section;
          const int next_first = b + 1 < section_end ? first : last ? 0 : first + kInt8Depth;
          block.ahead = line_of(args.weight + next_first + size(next * kBlockOutputs) * inputs);
          block.ahead_stride = kInt8Depth / kBlockTiles;
          block.ahead_panel_stride = args.inputs - tiles * (kInt8Depth / kBlockTiles);
        } else {
          block.ahead = line_of(args.x + (last ? 0 : first + kInt8Depth));
          block.ahead_stride = static_cast<std::ptrdiff_t>(args.x_stride);
          block.ahead_panel_stride = 0;
        }
        if (chunk == 0) {
          dinozero_armv6_linear_int8_start(&block);
        } else {
          dinozero_armv6_linear_int8_continue(&block);
        }
        const int count = plan.panels * tiles;
        if (plan.wide && full) add_to_totals(sums, totals, count, last);
        sums += count;
        totals += count;
        group_tiles += tiles;
        if (last && (b + 1 == section_end || (b + 1 - section) % kGroupBlocks == 0)) {
          finish_group(args, plan,
                       begin + tiles * kInt8TileOutputs - group_tiles * kInt8TileOutputs,
                       group_tiles, group_sums, scratch);
          group_tiles = 0;
          group_sums = sums;
        }
      }
    }
  }
}

std::size_t linear_int8_scratch_bytes(int rows, int outputs, int inputs) {
  const Plan plan(rows, outputs, inputs);
  return sizeof(Scratch) + plan.panel_bytes +
         plan.sum_tiles * (sizeof(Sums) + (plan.wide ? sizeof(Totals) : 0));
}

}  // namespace dinozero::kernels::armv6
