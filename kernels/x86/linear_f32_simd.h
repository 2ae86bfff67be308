// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "kernels/linear_f32.h"
#include "kernels/x86/gemm_tile.h"

namespace dinozero::kernels::x86 {
namespace {

/// A panel of this depth, and the rows of x that meet it, stay in the first-level cache.
constexpr int kLinearDepth = 256;

/// The inputs are cut into parts of equal depth, the same for every row and output.
inline int linear_depth(int inputs) {
  const int parts = inputs / kLinearDepth + (inputs % kLinearDepth != 0 ? 1 : 0);
  if (parts == 0) return 0;
  return static_cast<int>(round_up(static_cast<std::size_t>((inputs + parts - 1) / parts), 4));
}

template <class V>
std::size_t linear_f32_scratch_bytes(int /*rows*/, int /*outputs*/, int inputs) {
  return static_cast<std::size_t>(linear_depth(inputs)) * kTileColumns<V> * sizeof(float);
}

/// The weights are packed panel by panel as they are needed, which costs little next to the
/// products with a ViT's rows and keeps the file's mapping the only copy of the weights.
template <class V>
void linear_f32(const LinearF32Args& args, void* scratch) {
  if (args.rows <= 0) return;
  auto* panel = static_cast<float*>(scratch);
  const int depth = linear_depth(args.inputs);
  const auto inputs = static_cast<std::size_t>(args.inputs);
  for (int output = 0; output < args.outputs; output += kTileColumns<V>) {
    const int rest = args.outputs - output;
    TileArgs tile;
    tile.columns = rest < kTileColumns<V> ? rest : kTileColumns<V>;
    tile.x_stride = args.x_stride;
    tile.y_stride = args.y_stride;
    tile.panel = panel;
    tile.bias = args.bias != nullptr ? args.bias + output : nullptr;
    int input = 0;
    do {
      tile.depth = args.inputs - input < depth ? args.inputs - input : depth;
      tile.accumulate = input > 0;
      const int width =
          pack_transposed<V>(args.weight + static_cast<std::size_t>(output) * inputs + input,
                             inputs, tile.columns, tile.depth, panel);
      for (int row = 0; row < args.rows;) {
        const int rows = tile_rows<V>(row, args.rows);
        tile.x = args.x + static_cast<std::size_t>(row) * args.x_stride + input;
        tile.y = args.y + static_cast<std::size_t>(row) * args.y_stride + output;
        tile_function<V>(rows, width)(tile);
        row += rows;
      }
      input += depth;
    } while (input < args.inputs);
  }
}

}  // namespace
}  // namespace dinozero::kernels::x86
