// SPDX-License-Identifier: Apache-2.0
#include <benchmark/benchmark.h>

#include "kernel_benchmarks.h"
#include "pizero/timing/cycle_counter.h"

namespace dinozero::benchmarks {
namespace {

constexpr kernels::PatchGrid kGrid = {14, 14, 16};
constexpr std::size_t kValues = std::size_t{3} * 224 * 224;

void set_counters(benchmark::State& state, std::size_t input_bytes) {
  const auto iterations = static_cast<std::int64_t>(state.iterations());
  state.SetItemsProcessed(iterations * static_cast<std::int64_t>(kValues));
  state.SetBytesProcessed(iterations *
                          static_cast<std::int64_t>(kValues * (input_bytes + sizeof(float))));
}

void patches_from_rgb8(benchmark::State& state, const kernels::KernelTable& table) {
  std::vector<std::uint8_t> rgb(kValues);
  for (std::size_t i = 0; i < kValues; ++i) rgb[i] = static_cast<std::uint8_t>(i * 7);
  std::vector<float> patches(kValues);
  const float scale[3] = {0.017f, 0.0175f, 0.0174f};
  const float offset[3] = {-2.1f, -2.0f, -1.8f};
  timing::CycleCounter cycles(state, kValues, timing::Work::kElements);
  for (auto _ : state) {
    cycles.run([&] { table.patches_from_rgb8(kGrid, rgb.data(), scale, offset, patches.data()); });
    benchmark::ClobberMemory();
  }
  set_counters(state, 1);
}

void patches_from_rgb8_int8(benchmark::State& state, const kernels::KernelTable& table) {
  std::vector<std::uint8_t> rgb(kValues);
  for (std::size_t i = 0; i < kValues; ++i) rgb[i] = static_cast<std::uint8_t>(i * 7);
  std::vector<std::int8_t> patches(kValues);
  const float scale[3] = {0.017f, 0.0175f, 0.0174f};
  const float offset[3] = {-2.1f, -2.0f, -1.8f};
  std::vector<float> scales(static_cast<std::size_t>(kGrid.rows * kGrid.cols));
  std::vector<float> floats(kValues / static_cast<std::size_t>(kGrid.rows));
  kernels::PatchesInt8Args args;
  args.grid = kGrid;
  args.rgb = rgb.data();
  args.scale = scale;
  args.offset = offset;
  args.q = patches.data();
  args.q_scale = scales.data();
  args.floats = floats.data();
  timing::CycleCounter cycles(state, kValues, timing::Work::kElements);
  for (auto _ : state) {
    cycles.run([&] { table.patches_from_rgb8_int8(args); });
    benchmark::ClobberMemory();
  }
  const auto iterations = static_cast<std::int64_t>(state.iterations());
  state.SetItemsProcessed(iterations * static_cast<std::int64_t>(kValues));
  state.SetBytesProcessed(iterations * static_cast<std::int64_t>(2 * kValues));
}

void patches_from_chw_f32(benchmark::State& state, const kernels::KernelTable& table) {
  const std::vector<float> chw = random_floats(kValues, 1);
  std::vector<float> patches(kValues);
  timing::CycleCounter cycles(state, kValues, timing::Work::kElements);
  for (auto _ : state) {
    cycles.run([&] { table.patches_from_chw_f32(kGrid, chw.data(), kValues / 3, patches.data()); });
    benchmark::ClobberMemory();
  }
  set_counters(state, sizeof(float));
}

}  // namespace

void register_patches_f32(const kernels::KernelTable& table) {
  const std::string shape = std::string("/224x224p16/") + table.name;
  benchmark::RegisterBenchmark(("patches_from_rgb8" + shape).c_str(), [&table](
                                                                          benchmark::State& s) {
    patches_from_rgb8(s, table);
  })->Unit(benchmark::kMicrosecond);
  benchmark::RegisterBenchmark(("patches_from_rgb8_int8" + shape).c_str(),
                               [&table](benchmark::State& s) { patches_from_rgb8_int8(s, table); })
      ->Unit(benchmark::kMicrosecond);
  benchmark::RegisterBenchmark(("patches_from_chw_f32" + shape).c_str(), [&table](
                                                                             benchmark::State& s) {
    patches_from_chw_f32(s, table);
  })->Unit(benchmark::kMicrosecond);
}

}  // namespace dinozero::benchmarks
