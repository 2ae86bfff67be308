// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "kernels/linear_f32.h"
#include "kernels/x86/gemm_tile.h"

namespace dinozero::kernels::x86 {
namespace {

/// The inputs are cut into parts of equal depth, the same for every row and output, so that a panel
/// and the rows of x that meet it stay in the nearest caches.
template <class V>
int linear_depth(int inputs) {
  const int parts = inputs / V::kTileDepth + (inputs % V::kTileDepth != 0 ? 1 : 0);
  if (parts == 0) return 0;
  return static_cast<int>(round_up(static_cast<std::size_t>((inputs + parts - 1) / parts), 4));
}

template <class V>
std::size_t linear_f32_scratch_bytes(int /*rows*/, int /*outputs*/, int inputs) {
  return static_cast<std::size_t>(linear_depth<V>(inputs)) * kTileColumns<V> * sizeof(float);
}

/// The part of the weights that becomes a panel.
struct LinearPanel {
  int output = 0;
  int columns = 0;
  int input = 0;
  int depth = 0;
};

/// The weights are packed panel by panel as they are needed, which costs little next to the
/// products with a ViT's rows and keeps the file's mapping the only copy of the weights.
template <class V, class Weight>
void multiply_linear_f32(const LinearF32Args& args, void* scratch) {
  if (args.rows <= 0 || args.outputs <= 0) return;
  const int depth = linear_depth<V>(args.inputs);
  const auto smaller = [](int a, int b) { return a < b ? a : b; };
  const auto panel_at = [&](int output, int input) {
    return LinearPanel{output, smaller(args.outputs - output, kTileColumns<V>), input,
                       smaller(args.inputs - input, depth)};
  };
  auto* packed = static_cast<float*>(scratch);
  const auto inputs = static_cast<std::size_t>(args.inputs);
  const auto weights_of = [&](const LinearPanel& panel) {
    return static_cast<const Weight*>(args.weight) +
           static_cast<std::size_t>(panel.output) * inputs + panel.input;
  };
  for (LinearPanel panel = panel_at(0, 0); panel.columns > 0;) {
    const int next_input = panel.input + panel.depth;
    const LinearPanel next = next_input < args.inputs ? panel_at(panel.output, next_input)
                                                      : panel_at(panel.output + panel.columns, 0);
    const int width =
        pack_transposed<V>(weights_of(panel), inputs, panel.columns, panel.depth, packed);
    TileArgs tile;
    tile.depth = panel.depth;
    tile.x_stride = args.x_stride;
    tile.panel = packed;
    tile.y_stride = args.y_stride;
    tile.columns = panel.columns;
    tile.bias = args.bias != nullptr ? args.bias + panel.output : nullptr;
    tile.accumulate = panel.input > 0;
    tile.soon_bytes = 4 * sizeof(Weight);
    // Every tile asks for its share of the next panel's weights, so that packing need not wait.
    const LinearPanel& soon = next.columns > 0 ? next : panel;
    const auto soon_at = [&](long long row) {
      return weights_of(soon) + static_cast<std::size_t>(soon.columns * row / args.rows) * inputs;
    };
    for (int row = 0; row < args.rows;) {
      const int rows = tile_rows<V>(row, args.rows);
      tile.x = args.x + static_cast<std::size_t>(row) * args.x_stride + panel.input;
      tile.y = args.y + static_cast<std::size_t>(row) * args.y_stride + panel.output;
      tile.soon[0] = soon_at(row);
      tile.soon[1] = soon_at(row + rows / 2);
      tile_function<V>(rows, width)(tile);
      row += rows;
    }
    panel = next;
  }
}

template <class V>
void linear_f32(const LinearF32Args& args, void* scratch) {
  switch (args.weight_type) {
    case FloatType::kF32:
      return multiply_linear_f32<V, float>(args, scratch);
    case FloatType::kF16:
      return multiply_linear_f32<V, Float16>(args, scratch);
    case FloatType::kBF16:
      return multiply_linear_f32<V, BFloat16>(args, scratch);
  }
}

}  // namespace
}  // namespace dinozero::kernels::x86
