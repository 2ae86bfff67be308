// SPDX-License-Identifier: Apache-2.0
#include <benchmark/benchmark.h>

#include <cstdint>

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
void set_counters(benchmark::State& state, const Shape& shape, double streams) {
  const auto elements = static_cast<std::int64_t>(count_of(shape));
  const std::int64_t total = static_cast<std::int64_t>(state.iterations()) * elements;
  state.SetItemsProcessed(total);
  state.SetBytesProcessed(
      static_cast<std::int64_t>(static_cast<double>(total) * streams * sizeof(float)));
}

void layer_norm_f32(benchmark::State& state, const kernels::KernelTable& table,
                    const Shape& shape) {
  const std::vector<float> x = random_floats(count_of(shape), 1);
  const std::vector<float> weight = random_floats(static_cast<std::size_t>(shape.dim), 2);
  const std::vector<float> bias = random_floats(static_cast<std::size_t>(shape.dim), 3);
  std::vector<float> y(x.size());
  timing::CycleCounter cycles(state, static_cast<double>(x.size()), timing::Work::kElements);
  for (auto _ : state) {
    cycles.run([&] {
      table.layer_norm_f32(shape.rows, shape.dim, x.data(), weight.data(), bias.data(), 1e-6f,
                           y.data());
    });
    benchmark::ClobberMemory();
  }
  set_counters(state, shape, 2);
}

void quantize_rows(benchmark::State& state, const kernels::KernelTable& table, const Shape& shape) {
  const std::vector<float> x = random_floats(count_of(shape), 1);
  std::vector<std::int8_t> q(x.size());
  std::vector<float> scale(static_cast<std::size_t>(shape.rows));
  timing::CycleCounter cycles(state, static_cast<double>(x.size()), timing::Work::kElements);
  for (auto _ : state) {
    cycles.run(
        [&] { table.quantize_rows(shape.rows, shape.dim, x.data(), 127, q.data(), scale.data()); });
    benchmark::ClobberMemory();
  }
  set_counters(state, shape, 1);
}

void layer_norm_quantize(benchmark::State& state, const kernels::KernelTable& table,
                         const Shape& shape) {
  const std::vector<float> x = random_floats(count_of(shape), 1);
  const std::vector<float> weight = random_floats(static_cast<std::size_t>(shape.dim), 2);
  const std::vector<float> bias = random_floats(static_cast<std::size_t>(shape.dim), 3);
  std::vector<float> row(static_cast<std::size_t>(shape.dim));
  std::vector<std::int8_t> q(x.size());
  std::vector<float> scale(static_cast<std::size_t>(shape.rows));
  kernels::LayerNormQuantizeArgs args;
  args.rows = shape.rows;
  args.dim = shape.dim;
  args.x = x.data();
  args.weight = weight.data();
  args.bias = bias.data();
  args.epsilon = 1e-6f;
  args.q = q.data();
  args.scale = scale.data();
  args.row = row.data();
  timing::CycleCounter cycles(state, static_cast<double>(x.size()), timing::Work::kElements);
  for (auto _ : state) {
    cycles.run([&] { table.layer_norm_quantize(args); });
    benchmark::ClobberMemory();
  }
  set_counters(state, shape, 1);
}

void gelu_f32(benchmark::State& state, const kernels::KernelTable& table, const Shape& shape) {
  std::vector<float> x = random_floats(count_of(shape), 1);
  for (float& value : x) value *= 4.0f;
  std::vector<float> y(x.size());
  timing::CycleCounter cycles(state, static_cast<double>(x.size()), timing::Work::kElements);
  for (auto _ : state) {
    cycles.run([&] { table.gelu_f32(x.size(), x.data(), y.data()); });
    benchmark::ClobberMemory();
  }
  set_counters(state, shape, 2);
}

// In place: the rows get flatter with every iteration, which does not change the work.
void softmax_f32(benchmark::State& state, const kernels::KernelTable& table, const Shape& shape) {
  std::vector<float> x = random_floats(count_of(shape), 1);
  timing::CycleCounter cycles(state, static_cast<double>(x.size()), timing::Work::kElements);
  for (auto _ : state) {
    cycles.run([&] { table.softmax_f32(shape.rows, shape.dim, x.data()); });
    benchmark::ClobberMemory();
  }
  set_counters(state, shape, 2);
}

void residual_f32(benchmark::State& state, const kernels::KernelTable& table, const Shape& shape) {
  const std::vector<float> branch(count_of(shape), 1e-6f);
  std::vector<float> stream = random_floats(count_of(shape), 1);
  timing::CycleCounter cycles(state, static_cast<double>(stream.size()), timing::Work::kElements);
  for (auto _ : state) {
    cycles.run(
        [&] { table.residual_f32(shape.rows, shape.dim, branch.data(), nullptr, stream.data()); });
    benchmark::ClobberMemory();
  }
  set_counters(state, shape, 3);
}

void residual_int8(benchmark::State& state, const kernels::KernelTable& table, const Shape& shape) {
  const std::vector<std::int8_t> branch(count_of(shape), 5);
  const float scale = 1e-6f;
  std::vector<float> stream = random_floats(count_of(shape), 1);
  timing::CycleCounter cycles(state, static_cast<double>(stream.size()), timing::Work::kElements);
  for (auto _ : state) {
    cycles.run([&] {
      table.residual_int8(shape.rows, shape.dim, branch.data(), &scale, 0, stream.data());
    });
    benchmark::ClobberMemory();
  }
  set_counters(state, shape, 2.25);
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
void register_elementwise(const kernels::KernelTable& table) {
  for (const int dim : {128, 192, 384}) {
    register_shape("layer_norm_f32", layer_norm_f32, table, {197, dim});
    register_shape("layer_norm_quantize", layer_norm_quantize, table, {197, dim});
    register_shape("quantize_rows", quantize_rows, table, {197, dim});
    register_shape("gelu_f32", gelu_f32, table, {197, 4 * dim});
    register_shape("residual_f32", residual_f32, table, {197, dim});
  }
  register_shape("residual_int8", residual_int8, table, {197, 128});
  register_shape("softmax_f32", softmax_f32, table, {197, 197});
  // A few rows, that stay in a small processor's first cache: what the arithmetic costs. The rows
  // above go through its memory.
  register_shape("layer_norm_f32", layer_norm_f32, table, {8, 128});
  register_shape("layer_norm_quantize", layer_norm_quantize, table, {8, 128});
  register_shape("quantize_rows", quantize_rows, table, {8, 128});
  register_shape("gelu_f32", gelu_f32, table, {1, 512});
  register_shape("residual_f32", residual_f32, table, {8, 128});
  register_shape("residual_int8", residual_int8, table, {8, 128});
  register_shape("softmax_f32", softmax_f32, table, {8, 197});
}

}  // namespace dinozero::benchmarks
