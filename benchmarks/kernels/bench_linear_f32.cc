// SPDX-License-Identifier: Apache-2.0
#include <benchmark/benchmark.h>

#include <bit>
#include <cstdint>
#include <utility>

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

// The values in 16 bits, what does not fit cut off. Zeros are as rare as numbers below f16's normal
// ones are in a trained model.
std::vector<std::uint16_t> in_16_bits(const std::vector<float>& values, kernels::FloatType type) {
  std::vector<std::uint16_t> numbers;
  numbers.reserve(values.size());
  for (const float value : values) {
    const auto bits = std::bit_cast<std::uint32_t>(value);
    std::uint32_t number = bits >> 16;
    if (type == kernels::FloatType::kF16) {
      const std::uint32_t magnitude = bits & 0x7FFFFFFFU;
      constexpr std::uint32_t kSmallest = (127U - 14U) << 23;
      number = (bits >> 16 & 0x8000U) |
               (magnitude < kSmallest ? 0 : (magnitude - ((127U - 15U) << 23)) >> 13);
    }
    numbers.push_back(static_cast<std::uint16_t>(number));
  }
  return numbers;
}

void linear_f32(benchmark::State& state, const kernels::KernelTable& table, const Shape& shape,
                kernels::FloatType type) {
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
  const bool narrow = type != kernels::FloatType::kF32;
  const std::vector<std::uint16_t> numbers =
      narrow ? in_16_bits(weight, type) : std::vector<std::uint16_t>();
  if (narrow) args.weight = numbers.data();
  args.weight_type = type;
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
      iterations * (4.0 * static_cast<double>(x.size() + bias.size() + y.size()) +
                    (narrow ? 2.0 : 4.0) * static_cast<double>(weight.size()))));
}

}  // namespace

// linear_f16 and linear_bf16 are linear_f32 with weights of these types, in the layers of
// DINO-Small.
void register_linear_f32(const kernels::KernelTable& table) {
  constexpr int kSmallDim = 384;
  constexpr std::pair<const char*, kernels::FloatType> kTypes[] = {
      {"linear_f32", kernels::FloatType::kF32},
      {"linear_f16", kernels::FloatType::kF16},
      {"linear_bf16", kernels::FloatType::kBF16}};
  for (const auto& [operation, type] : kTypes) {
    for (const Shape& shape : kShapes) {
      const bool small = shape.inputs == kSmallDim || shape.outputs == kSmallDim;
      if (type != kernels::FloatType::kF32 && (!small || shape.inputs % kSmallDim != 0)) continue;
      const std::string name = std::string(operation) + "/" + std::to_string(shape.rows) + "x" +
                               std::to_string(shape.inputs) + "x" + std::to_string(shape.outputs) +
                               "/" + table.name;
      benchmark::RegisterBenchmark(name.c_str(), [&table, &shape,
                                                  type = type](benchmark::State& s) {
        linear_f32(s, table, shape, type);
      })->Unit(benchmark::kMicrosecond);
    }
  }
}

}  // namespace dinozero::benchmarks
