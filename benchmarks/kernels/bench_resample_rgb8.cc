// SPDX-License-Identifier: Apache-2.0
#include <benchmark/benchmark.h>

#include "kernel_benchmarks.h"
#include "pizero/timing/cycle_counter.h"

namespace dinozero::benchmarks {
namespace {

// A row or column of 224 pixels, from as many source pixels apart as a picture of `source` has when
// it is resized to 256.
struct Shape {
  int source, taps;
};
constexpr Shape kShapes[] = {{224, 4}, {480, 8}};
constexpr int kColumns = 224;

std::vector<std::uint8_t> random_pixels(std::size_t count) {
  std::vector<std::uint8_t> pixels;
  for (const float value : random_floats(count, 1)) {
    pixels.push_back(static_cast<std::uint8_t>(127.5f + 127.0f * value));
  }
  return pixels;
}

template <class Function>
void measure(benchmark::State& state, const Function& function) {
  timing::CycleCounter cycles(state, 3 * kColumns, timing::Work::kElements);
  for (auto _ : state) {
    cycles.run(function);
    benchmark::ClobberMemory();
  }
  state.SetItemsProcessed(static_cast<std::int64_t>(state.iterations()) * 3 * kColumns);
}

void columns(benchmark::State& state, const kernels::KernelTable& table, const Shape& shape) {
  const std::vector<std::uint8_t> pixels =
      random_pixels(3 * static_cast<std::size_t>(shape.source));
  std::vector<int> first;
  for (int column = 0; column < kColumns; ++column) {
    first.push_back(column * (shape.source - shape.taps) / kColumns);
  }
  const std::vector<std::int32_t> weights(
      static_cast<std::size_t>(kColumns) * static_cast<std::size_t>(shape.taps),
      ((1 << kernels::kResampleWeightBits) / shape.taps) << kernels::kResampleWeightShift);
  std::vector<std::uint8_t> rgb(3 * kColumns);
  kernels::ResampleColumnsArgs args;
  args.pixels = pixels.data();
  args.columns = kColumns;
  args.taps = shape.taps;
  args.first = first.data();
  args.weights = weights.data();
  args.weight_stride = static_cast<std::size_t>(shape.taps);
  args.weight_shift = kernels::kResampleWeightShift;
  args.rgb = rgb.data();
  measure(state, [&] { table.resample_columns(args); });
}

void rows(benchmark::State& state, const kernels::KernelTable& table, const Shape& shape) {
  const std::size_t stride = shape.taps == 4 ? kernels::kResampleRingStride : 3 * kColumns;
  const std::vector<std::uint8_t> pixels =
      random_pixels(stride * static_cast<std::size_t>(shape.taps));
  const std::vector<std::int32_t> weights(static_cast<std::size_t>(shape.taps),
                                          ((1 << kernels::kResampleWeightBits) / shape.taps)
                                              << kernels::kResampleWeightShift);
  std::vector<std::uint8_t> out(3 * kColumns);
  kernels::ResampleRowsArgs args;
  args.rows = pixels.data();
  args.stride = stride;
  args.slots = static_cast<std::size_t>(shape.taps);
  args.taps = shape.taps;
  args.weights = weights.data();
  args.weight_shift = kernels::kResampleWeightShift;
  args.count = 3 * kColumns;
  args.out = out.data();
  measure(state, [&] { table.resample_rows(args); });
}

}  // namespace

void register_resample_rgb8(const kernels::KernelTable& table) {
  for (const Shape& shape : kShapes) {
    const std::string suffix =
        std::to_string(kColumns) + "x" + std::to_string(shape.taps) + "/" + table.name;
    benchmark::RegisterBenchmark(("resample_columns/" + suffix).c_str(), [&table, &shape](
                                                                             benchmark::State& s) {
      columns(s, table, shape);
    })->Unit(benchmark::kMicrosecond);
    benchmark::RegisterBenchmark(("resample_rows/" + suffix).c_str(), [&table, &shape](
                                                                          benchmark::State& s) {
      rows(s, table, shape);
    })->Unit(benchmark::kMicrosecond);
  }
}

}  // namespace dinozero::benchmarks
