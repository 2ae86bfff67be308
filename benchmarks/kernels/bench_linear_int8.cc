// SPDX-License-Identifier: Apache-2.0
#include <benchmark/benchmark.h>

#include "kernel_benchmarks.h"
#include "pizero/timing/cycle_counter.h"

namespace dinozero::benchmarks {
namespace {

struct Shape {
  int rows, inputs, outputs;
};

// The layers of DINO-Micro, Tiny and Small (patch embedding, qkv, projection, MLP) at 224 x 224.
constexpr Shape kShapes[] = {
    {196, 768, 128}, {197, 128, 384},  {197, 128, 128}, {197, 128, 512},  {197, 512, 128},
    {196, 768, 192}, {197, 192, 576},  {197, 192, 192}, {197, 192, 768},  {197, 768, 192},
    {196, 768, 384}, {197, 384, 1152}, {197, 384, 384}, {197, 384, 1536}, {197, 1536, 384},
};

std::vector<std::int8_t> random_bytes(std::size_t count, std::uint32_t seed) {
  std::vector<std::int8_t> values(count);
  std::uint32_t state = seed * 2654435761u + 1;
  for (std::int8_t& value : values) {
    state = state * 1664525u + 1013904223u;
    value = static_cast<std::int8_t>(static_cast<int>(state >> 24) - 128);
  }
  return values;
}

void linear_int8(benchmark::State& state, const kernels::KernelTable& table, const Shape& shape) {
  const auto rows = static_cast<std::size_t>(shape.rows);
  const auto inputs = static_cast<std::size_t>(shape.inputs);
  const auto outputs = static_cast<std::size_t>(shape.outputs);
  const std::vector<std::int8_t> x = random_bytes(rows * inputs, 1);
  const std::vector<std::int8_t> weight = random_bytes(outputs * inputs, 2);
  const std::vector<float> x_scale(rows, 0.01f);
  const std::vector<float> weight_scale(outputs, 0.01f);
  const std::vector<float> bias = random_floats(outputs, 3);
  std::vector<float> y(rows * outputs);
  const AlignedMemory scratch =
      allocate_scratch(table.linear_int8_scratch_bytes(shape.rows, shape.outputs, shape.inputs));
  kernels::LinearInt8Args args;
  args.rows = shape.rows;
  args.outputs = shape.outputs;
  args.inputs = shape.inputs;
  args.x = x.data();
  args.x_stride = inputs;
  args.x_scale = x_scale.data();
  args.weight = weight.data();
  args.weight_scale = weight_scale.data();
  args.bias = bias.data();
  args.output.y = y.data();
  args.output.y_stride = outputs;
  const double macs = static_cast<double>(rows) * static_cast<double>(inputs * outputs);
  timing::CycleCounter cycles(state, macs);
  for (auto _ : state) {
    cycles.run([&] { table.linear_int8(args, scratch.get()); });
    benchmark::ClobberMemory();
  }
  state.counters["MAC/s"] = benchmark::Counter(macs * static_cast<double>(state.iterations()),
                                               benchmark::Counter::kIsRate);
}

}  // namespace

void register_linear_int8(const kernels::KernelTable& table) {
  for (const Shape& shape : kShapes) {
    const std::string name = "linear_int8/" + std::to_string(shape.rows) + "x" +
                             std::to_string(shape.inputs) + "x" + std::to_string(shape.outputs) +
                             "/" + table.name;
    benchmark::RegisterBenchmark(name.c_str(), [&table, &shape](benchmark::State& s) {
      linear_int8(s, table, shape);
    })->Unit(benchmark::kMicrosecond);
  }
}

}  // namespace dinozero::benchmarks
