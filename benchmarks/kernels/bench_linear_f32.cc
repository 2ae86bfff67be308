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
    {196, 768, 128}, {197, 128, 384},  {197, 128, 128},  {197, 128, 512},
    {197, 512, 128}, {196, 768, 192},  {197, 192, 576},  {197, 192, 192},
    {197, 192, 768}, {197, 768, 192},  {196, 768, 384},  {197, 384, 1152},
    {197, 384, 384}, {197, 384, 1536}, {197, 1536, 384}, {1, 384, 1536},
};

void linear_f32(benchmark::State& state, const kernels::KernelTable& table, const Shape& shape) {
  const auto rows = static_cast<std::size_t>(shape.rows);
  const auto inputs = static_cast<std::size_t>(shape.inputs);
  const auto outputs = static_cast<std::size_t>(shape.outputs);
  const std::vector<float> x = random_floats(rows * inputs, 1);
  const std::vector<float> weight = random_floats(outputs * inputs, 2);
  const std::vector<float> bias = random_floats(outputs, 3);
  std::vector<float> y(rows * outputs);
  const AlignedMemory scratch =
      allocate_scratch(table.linear_f32_scratch_bytes(shape.rows, shape.outputs, shape.inputs));
  kernels::LinearF32Args args;
  args.rows = shape.rows;
  args.outputs = shape.outputs;
  args.inputs = shape.inputs;
  args.x = x.data();
  args.x_stride = inputs;
  args.weight = weight.data();
  args.bias = bias.data();
  args.y = y.data();
  args.y_stride = outputs;
  const double macs = static_cast<double>(rows) * static_cast<double>(inputs * outputs);
  timing::CycleCounter cycles(state, macs);
  for (auto _ : state) {
    cycles.run([&] { table.linear_f32(args, scratch.get()); });
    benchmark::ClobberMemory();
  }
  const double iterations = static_cast<double>(state.iterations());
  state.counters["MAC/s"] = benchmark::Counter(macs * iterations, benchmark::Counter::kIsRate);
  state.SetBytesProcessed(static_cast<std::int64_t>(
      iterations * 4.0 * static_cast<double>(x.size() + weight.size() + bias.size() + y.size())));
}

}  // namespace

void register_linear_f32(const kernels::KernelTable& table) {
  for (const Shape& shape : kShapes) {
    const std::string name = "linear_f32/" + std::to_string(shape.rows) + "x" +
                             std::to_string(shape.inputs) + "x" + std::to_string(shape.outputs) +
                             "/" + table.name;
    benchmark::RegisterBenchmark(name.c_str(), [&table, &shape](benchmark::State& s) {
      linear_f32(s, table, shape);
    })->Unit(benchmark::kMicrosecond);
  }
}

}  // namespace dinozero::benchmarks
