// SPDX-License-Identifier: Apache-2.0
// Linear layers with 4-bit and 1-bit weights.
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

class Random {
 public:
  explicit Random(std::uint32_t seed) : state_(seed * 2654435761u + 1) {}
  // 0 <= result < count
  int below(int count) {
    state_ = state_ * 1664525u + 1013904223u;
    return static_cast<int>((state_ >> 16) * static_cast<std::uint32_t>(count) >> 16);
  }

 private:
  std::uint32_t state_;
};

// What both kinds of layers have.
struct Operands {
  Operands(const Shape& shape, int x_largest)
      : x(static_cast<std::size_t>(shape.rows) * static_cast<std::size_t>(shape.inputs)),
        x_scale(static_cast<std::size_t>(shape.rows), 0.01f),
        weight_scale(static_cast<std::size_t>(shape.outputs), 0.01f),
        bias(random_floats(static_cast<std::size_t>(shape.outputs), 3)),
        y(static_cast<std::size_t>(shape.rows) * static_cast<std::size_t>(shape.outputs)) {
    Random random(1);
    for (std::int8_t& value : x) {
      value = static_cast<std::int8_t>(random.below(2 * x_largest + 1) - x_largest);
    }
  }

  std::vector<std::int8_t> x;
  std::vector<float> x_scale, weight_scale, bias, y;
};

template <class Args>
void set_operands(Args& args, const Shape& shape, Operands& operands,
                  const std::vector<std::uint8_t>& weight) {
  args.rows = shape.rows;
  args.outputs = shape.outputs;
  args.inputs = shape.inputs;
  args.x = operands.x.data();
  args.x_stride = static_cast<std::size_t>(shape.inputs);
  args.x_scale = operands.x_scale.data();
  args.weight_packed = weight.data();
  args.weight_scale = operands.weight_scale.data();
  args.bias = operands.bias.data();
  args.output.y = operands.y.data();
  args.output.y_stride = static_cast<std::size_t>(shape.outputs);
}

template <class Run>
void measure(benchmark::State& state, const Shape& shape, Run run) {
  const double macs = static_cast<double>(shape.rows) * shape.inputs * shape.outputs;
  timing::CycleCounter cycles(state, macs);
  for (auto _ : state) {
    cycles.run(run);
    benchmark::ClobberMemory();
  }
  state.counters["MAC/s"] = benchmark::Counter(macs * static_cast<double>(state.iterations()),
                                               benchmark::Counter::kIsRate);
}

void linear_int4(benchmark::State& state, const kernels::KernelTable& table, const Shape& shape,
                 int x_limit) {
  Operands operands(shape, x_limit == 31 ? 31 : 127);
  std::vector<std::uint8_t> weight(static_cast<std::size_t>(shape.outputs) *
                                   static_cast<std::size_t>((shape.inputs + 1) / 2));
  Random random(2);
  // Spread like trained weights: about normally, a row's largest near 7.
  const auto code = [&] { return 2 + random.below(5) + random.below(5) + random.below(5); };
  for (std::uint8_t& byte : weight) byte = static_cast<std::uint8_t>(code() | code() << 4);
  const AlignedMemory scratch =
      allocate_scratch(table.linear_int4_scratch_bytes(shape.rows, shape.outputs, shape.inputs));
  kernels::LinearInt4Args args;
  set_operands(args, shape, operands, weight);
  args.x_limit = x_limit;
  args.group = shape.inputs;
  measure(state, shape, [&] { table.linear_int4(args, scratch.get()); });
}

void linear_binary(benchmark::State& state, const kernels::KernelTable& table, const Shape& shape) {
  Operands operands(shape, 127);
  std::vector<std::uint8_t> weight(static_cast<std::size_t>(shape.outputs) *
                                   static_cast<std::size_t>((shape.inputs + 7) / 8));
  Random random(2);
  for (std::uint8_t& byte : weight) byte = static_cast<std::uint8_t>(random.below(256));
  const AlignedMemory scratch =
      allocate_scratch(table.linear_binary_scratch_bytes(shape.rows, shape.outputs, shape.inputs));
  kernels::LinearBinaryArgs args;
  set_operands(args, shape, operands, weight);
  measure(state, shape, [&] { table.linear_binary(args, scratch.get()); });
}

std::string suffix(const Shape& shape, const kernels::KernelTable& table) {
  return std::to_string(shape.rows) + "x" + std::to_string(shape.inputs) + "x" +
         std::to_string(shape.outputs) + "/" + table.name;
}

}  // namespace

void register_linear_int4(const kernels::KernelTable& table) {
  for (const int x_limit : {31, 128}) {
    for (const Shape& shape : kShapes) {
      const std::string name =
          (x_limit == 31 ? "linear_int4/x6bit/" : "linear_int4/x8bit/") + suffix(shape, table);
      benchmark::RegisterBenchmark(name.c_str(), [&table, &shape, x_limit](benchmark::State& s) {
        linear_int4(s, table, shape, x_limit);
      })->Unit(benchmark::kMicrosecond);
    }
  }
}

void register_linear_binary(const kernels::KernelTable& table) {
  for (const Shape& shape : kShapes) {
    const std::string name = "linear_binary/" + suffix(shape, table);
    benchmark::RegisterBenchmark(name.c_str(), [&table, &shape](benchmark::State& s) {
      linear_binary(s, table, shape);
    })->Unit(benchmark::kMicrosecond);
  }
}

}  // namespace dinozero::benchmarks
