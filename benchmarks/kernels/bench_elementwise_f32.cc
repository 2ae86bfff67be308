// SPDX-License-Identifier: Apache-2.0
#include <benchmark/benchmark.h>

#include "kernel_benchmarks.h"
#include "pizero/timing/cycle_counter.h"

namespace dinozero::benchmarks {
namespace {

struct Shape {
  int rows, dim;
};

std::size_t count_of(const Shape& shape) {
  return static_cast<std::size_t>(shape.rows) * static_cast<std::size_t>(shape.dim);
}

// `streams` is the number of floats that the operation reads and writes per element.
void set_counters(benchmark::State& state, const Shape& shape, int streams) {
  const auto elements = static_cast<std::int64_t>(count_of(shape));
  const std::int64_t total = static_cast<std::int64_t>(state.iterations()) * elements;
  state.SetItemsProcessed(total);
  state.SetBytesProcessed(total * streams * static_cast<std::int64_t>(sizeof(float)));
}

void layer_norm_f32(benchmark::State& state, const kernels::KernelTable& table,
                    const Shape& shape) {
  const std::vector<float> x = random_floats(count_of(shape), 1);
  const std::vector<float> weight = random_floats(static_cast<std::size_t>(shape.dim), 2);
  const std::vector<float> bias = random_floats(static_cast<std::size_t>(shape.dim), 3);
  std::vector<float> y(x.size());
  timing::CycleCounter cycles(state);
  for (auto _ : state) {
    cycles.run([&] {
      table.layer_norm_f32(shape.rows, shape.dim, x.data(), weight.data(), bias.data(), 1e-6f,
                           y.data());
    });
    benchmark::ClobberMemory();
  }
  set_counters(state, shape, 2);
}

void gelu_f32(benchmark::State& state, const kernels::KernelTable& table, const Shape& shape) {
  std::vector<float> x = random_floats(count_of(shape), 1);
  for (float& value : x) value *= 4.0f;
  std::vector<float> y(x.size());
  timing::CycleCounter cycles(state);
  for (auto _ : state) {
    cycles.run([&] { table.gelu_f32(x.size(), x.data(), y.data()); });
    benchmark::ClobberMemory();
  }
  set_counters(state, shape, 2);
}

// In place: the rows get flatter with every iteration, which does not change the work.
void softmax_f32(benchmark::State& state, const kernels::KernelTable& table, const Shape& shape) {
  std::vector<float> x = random_floats(count_of(shape), 1);
  timing::CycleCounter cycles(state);
  for (auto _ : state) {
    cycles.run([&] { table.softmax_f32(shape.rows, shape.dim, x.data()); });
    benchmark::ClobberMemory();
  }
  set_counters(state, shape, 2);
}

void residual_f32(benchmark::State& state, const kernels::KernelTable& table, const Shape& shape) {
  const std::vector<float> branch(count_of(shape), 1e-6f);
  std::vector<float> stream = random_floats(count_of(shape), 1);
  timing::CycleCounter cycles(state);
  for (auto _ : state) {
    cycles.run(
        [&] { table.residual_f32(shape.rows, shape.dim, branch.data(), nullptr, stream.data()); });
    benchmark::ClobberMemory();
  }
  set_counters(state, shape, 3);
}

using Function = void (*)(benchmark::State&, const kernels::KernelTable&, const Shape&);

void register_shape(const char* operation, Function function, const kernels::KernelTable& table,
                    const Shape& shape) {
  const std::string name = std::string(operation) + "/" + std::to_string(shape.rows) + "x" +
                           std::to_string(shape.dim) + "/" + table.name;
  benchmark::RegisterBenchmark(name.c_str(), [&table, shape, function](benchmark::State& s) {
    function(s, table, shape);
  })->Unit(benchmark::kMicrosecond);
}

}  // namespace

// At the dimensions of DINO-Micro, Tiny and Small, 224 x 224.
void register_elementwise_f32(const kernels::KernelTable& table) {
  for (const int dim : {128, 192, 384}) {
    register_shape("layer_norm_f32", layer_norm_f32, table, {197, dim});
    register_shape("gelu_f32", gelu_f32, table, {197, 4 * dim});
    register_shape("residual_f32", residual_f32, table, {197, dim});
  }
  register_shape("softmax_f32", softmax_f32, table, {197, 197});
}

}  // namespace dinozero::benchmarks
