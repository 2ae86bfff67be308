// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cstring>

#include "kernels/armv6/armv6_kernels.h"
#include "kernels/armv6/gelu_epilogue.h"
#include "kernels/armv6/linear_int8_block.h"

namespace dinozero::kernels::armv6 {
namespace {

constexpr int kMaxBlockTiles = 6;
constexpr int kMaxBlockOutputs = kMaxBlockTiles * kInt8TileOutputs;
constexpr int kMaxInputs = kInt8Deep.inputs;

// Of the 128 KiB of the level 2 cache.
constexpr std::size_t kPanelCacheBytes = std::size_t{80} << 10;
constexpr int kMaxKeptStrips = 2;  // with more of them weights would be widened too often
constexpr int kStripRows = 100, kSectionOutputs = 384;

constexpr std::size_t size(int n) { return static_cast<std::size_t>(n); }
constexpr int divide_up(int n, int by) { return (n + by - 1) / by; }
constexpr int round_up(int n, int to) { return divide_up(n, to) * to; }

// How a layer is cut.
struct Plan {
  Int8Depth depth;          // of a chunk of inputs
  int chunks;               // of inputs
  int block_outputs;        // whose weights of a chunk stay in the level 1 cache
  int blocks;               // of outputs
  int strip_rows;           // whose panels stay in the level 2 cache
  int strips;               // of rows
  bool keeps_panels;        // of all chunks, so that x is widened once
  int section_blocks;       // blocks between two readings of x, whose partial sums are kept
  std::size_t panel_bytes;  // or of a row of results, if these are more
  std::size_t sum_tiles;
  int exact_chunks;  // whose sums floats hold exactly
  bool wide;         // there are more

  Plan(int rows, int outputs, int inputs) : depth(kInt8Deep) {
    if (round_up(inputs, kInt8Shallow.inputs) < round_up(inputs, kInt8Deep.inputs)) {
      depth = kInt8Shallow;
    }
    chunks = std::max(divide_up(inputs, depth.inputs), 1);
    block_outputs = depth.inputs == kInt8Deep.inputs ? 16 : 24;
    blocks = divide_up(outputs, block_outputs);
    const int all_panels = divide_up(rows, kInt8TileRows);
    const std::size_t chunk_bytes = size(depth.bytes());
    strips = static_cast<int>((size(all_panels * chunks) * chunk_bytes + kPanelCacheBytes - 1) /
                              kPanelCacheBytes);
    keeps_panels = strips <= kMaxKeptStrips;
    if (!keeps_panels) strips = divide_up(rows, kStripRows);
    strips = std::max(strips, 1);
    const int strip_panels = divide_up(all_panels, strips);
    strip_rows = strip_panels * kInt8TileRows;
    strips = strip_rows > 0 ? divide_up(rows, strip_rows) : 0;
    section_blocks = keeps_panels ? 1 : std::min(divide_up(kSectionOutputs, block_outputs), blocks);
    panel_bytes = std::max(size(strip_panels * (keeps_panels ? chunks : 1)) * chunk_bytes,
                           (size(outputs) * sizeof(float) + 63) / 64 * 64);
    // One tile more: the kernel loads the sums of the tile after the last.
    sum_tiles = size(strip_panels) * size(section_blocks * block_outputs / kInt8TileOutputs) + 1;
    exact_chunks = kInt8ExactDepth / depth.float_inputs;
    wide = chunks > exact_chunks;
  }

  std::size_t x_scale_bytes() const { return (size(strip_rows) * sizeof(float) + 63) / 64 * 64; }
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

// Scratch: this, the scales of a strip's rows, panels, sums, and, for layers that need them, totals
// of the VFP11 in integers.
struct alignas(64) Scratch {
  std::uint8_t weight[kMaxBlockTiles * kInt8Shallow.bytes() + 64];
  Sums sums[kMaxBlockTiles];  // of a panel, where they are complete at once
  float weight_scale[kMaxBlockOutputs], bias[kMaxBlockOutputs];
  float unused_row[kMaxBlockOutputs];
  std::int8_t rows[kInt8TileRows][kMaxInputs];
};
static_assert(offsetof(Scratch, bias) - offsetof(Scratch, weight_scale) == kInt8BiasBytes);
static_assert(kMaxBlockTiles * kInt8Shallow.bytes() >= 4 * kInt8Deep.bytes());

// Up to `count` rows of a chunk's inputs, or of so many of them and zeros behind.
struct Rows {
  const std::int8_t* data;
  std::size_t stride;
  int count, inputs;
};

// `count` times four rows from `first` on, the last one again where there are not so many, to
// operands. `ahead`: bytes from the last four to what is read next.
void widen(const Rows& x, int first, int count, const Int8Depth& depth, std::ptrdiff_t ahead,
           Scratch* scratch, std::uint8_t* to) {
  const auto widen_whole = depth.inputs == kInt8Deep.inputs ? dinozero_armv6_widen_int8_128
                                                            : dinozero_armv6_widen_int8_96;
  const int whole = x.inputs == depth.inputs ? std::min((x.count - first) / 4, count) : 0;
  if (whole > 0) widen_whole(to, x.data + size(first) * x.stride, x.stride, whole, ahead);
  for (int tile = whole; tile < count; ++tile) {
    for (int i = 0; i < 4; ++i) {
      const int row = std::min(first + 4 * tile + i, x.count - 1);
      std::memset(scratch->rows[i], 0, size(depth.inputs));
      std::memcpy(scratch->rows[i], x.data + size(row) * x.stride, size(x.inputs));
    }
    widen_whole(to + tile * depth.bytes(), scratch->rows[0], kMaxInputs, 1, 0);
  }
}

// Where the core's sum of a row and an output of a tile is.
constexpr int core_index(int row, int output) {
  return row / 2 * 8 + output / 2 * 4 + row % 2 * 2 + output % 2;
}

// What floats hold exactly, before they hold more, to integers.
void add_to_totals(Sums* sums, Totals* totals, int count) {
  for (int i = 0; i < count; ++i) {
    for (int j = 0; j < 16; ++j) {
      totals[i].vfp[j] += static_cast<std::int32_t>(sums[i].vfp[j]);
      sums[i].vfp[j] = 0.0f;
    }
  }
}

// The cache lines of `count` floats.
void fetch(const float* x, int count) {
  const auto end = reinterpret_cast<std::uintptr_t>(x + count);
  for (auto line = reinterpret_cast<std::uintptr_t>(x) & ~std::uintptr_t{31}; line < end;
       line += 32) {
    __builtin_prefetch(reinterpret_cast<const void*>(line));
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

auto finish_of(Epilogue epilogue) {
  return epilogue == Epilogue::kResidual ? dinozero_armv6_linear_int8_add
                                         : dinozero_armv6_linear_int8_store;
}

auto block_kernel(const Int8Depth& depth, bool starts, bool fetches) {
  if (depth.inputs == kInt8Deep.inputs) {
    if (starts) {
      return fetches ? dinozero_armv6_linear_int8_start_fetching_128
                     : dinozero_armv6_linear_int8_start_128;
    }
    return fetches ? dinozero_armv6_linear_int8_continue_fetching_128
                   : dinozero_armv6_linear_int8_continue_128;
  }
  if (starts) {
    return fetches ? dinozero_armv6_linear_int8_start_fetching_96
                   : dinozero_armv6_linear_int8_start_96;
  }
  return fetches ? dinozero_armv6_linear_int8_continue_fetching_96
                 : dinozero_armv6_linear_int8_continue_96;
}

// Sums of a block to y, for blocks whose last tile has outputs that do not exist and for layers
// with totals.
void finish_block(const LinearInt8Args& args, int first_row, int rows, int begin, int tiles,
                  const Sums* sums, const Totals* totals, const Scratch& scratch) {
  const int outputs = std::min(tiles * kInt8TileOutputs, args.outputs - begin);
  for (int row = 0; row < rows; ++row) {
    const int r = row % kInt8TileRows;
    const float x_scale = args.x_scale[first_row + row];
    float* y = args.output.y + size(first_row + row) * args.output.y_stride + begin;
    for (int output = 0; output < outputs; ++output) {
      const int i = row / kInt8TileRows * tiles + output / kInt8TileOutputs;
      const int o = output % kInt8TileOutputs;
      std::int32_t sum =
          sums[i].core[core_index(r, o)] + static_cast<std::int32_t>(sums[i].vfp[4 * r + o]);
      if (totals != nullptr) sum += totals[i].vfp[4 * r + o];
      const float v =
          static_cast<float>(sum) * scratch.weight_scale[output] * x_scale + scratch.bias[output];
      y[output] = args.output.epilogue == Epilogue::kResidual ? y[output] + v : v;
    }
  }
}

// `room`: a float for each output.
void fill_with_bias(const LinearInt8Args& args, float* room) {
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
    if (has_gelu(args.output.epilogue)) finish_gelu(args.output, args.outputs, row, y, room);
  }
}

// The layer, strip by strip of rows.
class Layer {
 public:
  Layer(const LinearInt8Args& args, void* memory)
      : args_(args),
        plan_(args.rows, args.outputs, args.inputs),
        scratch_(static_cast<Scratch*>(memory)),
        x_scale_(reinterpret_cast<float*>(scratch_ + 1)),
        panels_(reinterpret_cast<std::uint8_t*>(x_scale_) + plan_.x_scale_bytes()),
        sums_(reinterpret_cast<Sums*>(panels_ + plan_.panel_bytes)),
        totals_(plan_.wide ? reinterpret_cast<Totals*>(sums_ + plan_.sum_tiles) : nullptr) {}

  void run() {
    for (int row = 0; row < args_.rows; row += plan_.strip_rows) {
      first_row_ = row;
      rows_ = std::min(plan_.strip_rows, args_.rows - row);
      strip_panels_ = divide_up(rows_, kInt8TileRows);
      for (int i = 0; i < strip_panels_ * kInt8TileRows; ++i) {
        x_scale_[i] = args_.x_scale[row + std::min(i, rows_ - 1)];
      }
      for (int section = 0; section < plan_.blocks; section += plan_.section_blocks) {
        run_section(section, std::min(section + plan_.section_blocks, plan_.blocks));
      }
      if (has_gelu(args_.output.epilogue)) finish_gelu_rows();
    }
  }

 private:
  // Not where blocks of outputs are finished: beside their weights and sums little room is left in
  // the level 1 cache for the table of GELU. The panels are no longer needed.
  void finish_gelu_rows() {
    for (int row = first_row_; row < first_row_ + rows_; ++row) {
      finish_gelu(args_.output, args_.outputs, row,
                  args_.output.y + size(row) * args_.output.y_stride,
                  reinterpret_cast<float*>(panels_));
    }
  }

  // A section's blocks of outputs, depth outside.
  void run_section(int section, int section_end) {
    if (plan_.wide) std::fill_n(totals_, plan_.sum_tiles, Totals{});
    for (int chunk = 0; chunk < plan_.chunks; ++chunk) {
      std::uint8_t* panels =
          panels_ +
          (plan_.keeps_panels ? size(chunk * strip_panels_) * size(plan_.depth.bytes()) : 0);
      if (section == 0 || !plan_.keeps_panels) widen_panels(chunk, panels);
      // Forth and back, so that the sums that a chunk begins with are in the level 2 cache.
      const int count = section_end - section, back = chunk & 1;
      for (int i = 0; i < count; ++i) {
        const int block = i + back * (count - 1 - 2 * i);
        const std::ptrdiff_t next = i + 1 < count ? weight_at(section + block + 1 - 2 * back, chunk)
                                    : chunk + 1 < plan_.chunks
                                        ? weight_at(section + block, chunk + 1)
                                        : weight_at(section_end % plan_.blocks, 0);
        run_block(section + block, chunk, next, panels, sums_ + size(block * block_tiles()));
      }
    }
  }

  void widen_panels(int chunk, std::uint8_t* panels) {
    const int first = chunk * plan_.depth.inputs;
    const Rows x{args_.x + size(first_row_) * args_.x_stride + first, args_.x_stride, rows_,
                 std::min(plan_.depth.inputs, args_.inputs - first)};
    const auto ahead = static_cast<std::ptrdiff_t>(args_.x_stride * kInt8TileRows);
    widen(x, 0, strip_panels_, plan_.depth, ahead, scratch_, panels);
  }

  // Tiles of sums of a block, at most.
  int block_tiles() const {
    return strip_panels_ * divide_up(plan_.block_outputs, kInt8TileOutputs);
  }

  // Where a block's weights of a chunk begin.
  std::ptrdiff_t weight_at(int block, int chunk) const {
    return static_cast<std::ptrdiff_t>(block * plan_.block_outputs) * args_.inputs +
           chunk * plan_.depth.inputs;
  }

  // A chunk of inputs for a block of outputs and all panels. `next`: where the weights of the block
  // after it begin.
  void run_block(int b, int chunk, std::ptrdiff_t next, const std::uint8_t* panels, Sums* sums) {
    const int begin = b * plan_.block_outputs;
    const int count = std::min(plan_.block_outputs, args_.outputs - begin);
    const int tiles = divide_up(count, kInt8TileOutputs);
    const int first = chunk * plan_.depth.inputs;
    const int inputs = std::min(plan_.depth.inputs, args_.inputs - first);
    const Rows weight{args_.weight + first, size(args_.inputs), args_.outputs, inputs};
    const std::ptrdiff_t last_tile =
        static_cast<std::ptrdiff_t>((tiles - 1) * kInt8TileOutputs) * args_.inputs;
    const bool last = chunk + 1 == plan_.chunks;
    if (last) {  // what prepare_outputs reads
      fetch(args_.weight_scale + begin, count);
      if (args_.bias != nullptr) fetch(args_.bias + begin, count);
    }
    widen(weight, begin, tiles, plan_.depth, next - weight_at(b, chunk) - last_tile, scratch_,
          scratch_->weight);
    const bool finishes = last && !plan_.wide && count % kInt8TileOutputs == 0;
    if (last) prepare_outputs(args_, begin, tiles, scratch_);
    LinearInt8Block block;
    // Every other block goes through the panels from the last one up: then the memory that is read
    // and written first is what the block before read and wrote last, whose pages the TLB still
    // has.
    const bool upward = b % 2 == 1 && !plan_.wide && count % kInt8TileOutputs == 0;
    const int first_panel = upward ? strip_panels_ - 1 : 0;
    block.panels = panels + size(first_panel) * size(plan_.depth.bytes());
    block.panel_step = upward ? -plan_.depth.bytes() : plan_.depth.bytes();
    block.weight = scratch_->weight;
    block.sums = sums;
    block.panel_count = static_cast<std::uint32_t>(strip_panels_);
    block.tiles = static_cast<std::uint32_t>(tiles);
    block.sums_step = 0;
    block.finish = nullptr;
    LinearInt8Finish finish;
    block.finish_args = &finish;
    if (finishes) {
      block.finish = finish_of(args_.output.epilogue);
      const int panel_row = first_panel * kInt8TileRows;
      finish.x_scale = x_scale_ + panel_row;
      finish.y = args_.output.y + size(first_row_ + panel_row) * args_.output.y_stride + begin;
      finish.y_stride = static_cast<std::ptrdiff_t>(args_.output.y_stride * sizeof(float));
      finish.weight_scale = scratch_->weight_scale;
      finish.y_panel_step = (upward ? -kInt8TileRows : kInt8TileRows) * finish.y_stride;
      finish.tiles = block.tiles;
      finish.rows_left = rows_ - panel_row;
      finish.unused_row = scratch_->unused_row;
      if (chunk == 0) {
        block.sums = scratch_->sums;
        block.sums_step = -static_cast<std::ptrdiff_t>(sizeof(Sums)) * tiles;
      }
    }
    const bool fetches = finishes && args_.output.epilogue == Epilogue::kResidual;
    block_kernel(plan_.depth, chunk == 0, fetches)(&block);
    const int sum_tiles = strip_panels_ * tiles;
    Totals* totals = plan_.wide ? totals_ + (sums - sums_) : nullptr;
    if (last && !finishes) {
      finish_block(args_, first_row_, rows_, begin, tiles, sums, totals, *scratch_);
    } else if (plan_.wide && (chunk + 1) % plan_.exact_chunks == 0) {
      add_to_totals(sums, totals, sum_tiles);
    }
  }

  const LinearInt8Args& args_;
  const Plan plan_;
  Scratch* const scratch_;
  float* const x_scale_;
  std::uint8_t* const panels_;
  Sums* const sums_;
  Totals* const totals_;
  int first_row_ = 0, rows_ = 0, strip_panels_ = 0;
};

}  // namespace

// Strips of rows outside, then sections of outputs, depth, blocks of outputs, panels innermost: a
// block of widened weights stays in the level 1 cache, the panels in the level 2 cache.
void linear_int8(const LinearInt8Args& args, void* scratch_memory) {
  if (args.rows == 0 || args.outputs == 0) return;
  if (args.inputs == 0) {
    return fill_with_bias(args, static_cast<float*>(scratch_memory));
  }
  Layer(args, scratch_memory).run();
}

std::size_t linear_int8_scratch_bytes(int rows, int outputs, int inputs) {
  const Plan plan(rows, outputs, inputs);
  const std::size_t bytes = sizeof(Scratch) + plan.x_scale_bytes() + plan.panel_bytes +
                            plan.sum_tiles * (sizeof(Sums) + (plan.wide ? sizeof(Totals) : 0));
  return (bytes + 63) / 64 * 64;
}

}  // namespace dinozero::kernels::armv6
