// SPDX-License-Identifier: Apache-2.0
// Linear layers as the encoder runs them, by the backends that a scheme has a choice of, floats in
// and floats out:
//   linear_f32/ROWSxINPUTSxOUTPUTS/xnnpack          XNNPACK, if it is built in
//   linear_int8_static/ROWSxINPUTSxOUTPUTS/xnnpack
//   linear_int8_static/ROWSxINPUTSxOUTPUTS/SET      the kernels of a set, inputs quantized inside
// The other side of linear_f32 is in bench_kernels, whose benchmark of that name is the whole
// layer.
#include <benchmark/benchmark.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <vector>

#include "kernels/kernel_table.h"
#include "lib/backend/linear_backend.h"
#include "lib/memory/aligned_buffer.h"
#include "pizero/timing/cycle_counter.h"

namespace dinozero::benchmarks {
namespace {

struct Shape {
  int rows, inputs, outputs;

  std::size_t x_size() const { return static_cast<std::size_t>(rows) * inputs; }
  std::size_t y_size() const { return static_cast<std::size_t>(rows) * outputs; }
  std::size_t weight_size() const { return static_cast<std::size_t>(outputs) * inputs; }
};

// The layers of DINO-Micro, Tiny and Small (patch embedding, qkv, projection, MLP) at 224 x 224.
constexpr Shape kShapes[] = {
    {196, 768, 128}, {197, 128, 384},  {197, 128, 128}, {197, 128, 512},  {197, 512, 128},
    {196, 768, 192}, {197, 192, 576},  {197, 192, 192}, {197, 192, 768},  {197, 768, 192},
    {196, 768, 384}, {197, 384, 1152}, {197, 384, 384}, {197, 384, 1536}, {197, 1536, 384},
};

// Uniform in [-1, 1), the same in every run, with the padding that XNNPACK may read.
std::vector<float> random_floats(std::size_t count, std::uint32_t seed) {
  std::vector<float> values(count + kOperandPadding / sizeof(float));
  std::uint32_t state = seed * 2654435761u + 1;
  for (float& value : values) {
    state = state * 1664525u + 1013904223u;
    value = static_cast<float>(state >> 8) / 8388608.0f - 1.0f;
  }
  return values;
}

// A layer with what its weights point to.
struct Layer {
  Layer(const Shape& shape, Scheme scheme) {
    weights.name = "layer";
    weights.outputs = shape.outputs;
    weights.inputs = shape.inputs;
    weights.scheme.scheme = scheme;
    floats = random_floats(shape.weight_size(), 2);
    bias = random_floats(static_cast<std::size_t>(shape.outputs), 3);
    weights.bias = bias.data();
    if (scheme == Scheme::kF32) {
      weights.weight = floats.data();
      return;
    }
    for (const float value : floats) codes.push_back(static_cast<std::int8_t>(value * 127));
    weight_scale.assign(static_cast<std::size_t>(shape.outputs), 1.0f / 127);
    weights.weight_int8 = codes.data();
    weights.weight_scale = weight_scale.data();
    weights.input_scale = 1.0f / 127;
    // Sums of products of two uniform numbers have a deviation of sqrt(inputs) / 3.
    weights.output_scale = std::sqrt(static_cast<float>(shape.inputs)) / 127;
  }

  LinearWeights weights;
  std::vector<float> floats, bias, weight_scale;
  std::vector<std::int8_t> codes;
};

using MakeBackend = Expected<std::unique_ptr<LinearBackend>> (*)(const Execution&);

void linear(benchmark::State& state, const kernels::KernelTable& table, MakeBackend make_backend,
            Scheme scheme, const Shape& shape) {
  const auto pool = ThreadPool::create(1);
  const std::size_t scratch_bytes =
      std::max(table.linear_f32_scratch_bytes(shape.rows, shape.outputs, shape.inputs),
               table.linear_int8_scratch_bytes(shape.rows, shape.outputs, shape.inputs));
  const auto scratch = allocate_aligned<std::byte>(scratch_bytes);
  if (!pool || scratch == nullptr) return state.SkipWithError("no memory");
  const Execution execution{table, *pool, {scratch.get(), scratch_bytes}};
  const Layer source(shape, scheme);
  auto backend = make_backend(execution);
  if (!backend) return state.SkipWithError(backend.error().message.c_str());
  auto layer = (*backend)->make_layer(source.weights);
  if (!layer) return state.SkipWithError(layer.error().message.c_str());
  const auto reserved = (*layer)->reserve(shape.rows);
  if (!reserved) return state.SkipWithError(reserved.error().message.c_str());

  const std::vector<float> x = random_floats(shape.x_size(), 1);
  std::vector<float> y = random_floats(shape.y_size(), 4);
  std::vector<std::int8_t> quantized(shape.x_size() + kOperandPadding);
  const InputFormat format = (*layer)->input_format();
  const std::vector<float> scales(static_cast<std::size_t>(shape.rows), format.scale);
  const bool quantize = format.kind == InputFormat::Kind::kStatic;
  const double macs = static_cast<double>(shape.weight_size()) * shape.rows;
  timing::CycleCounter cycles(state, macs);
  for (auto _ : state) {
    bool ran = false;
    cycles.run([&] {
      LinearInput input{x.data(), nullptr, nullptr};
      if (quantize) {
        table.quantize_static(shape.x_size(), x.data(), 1.0f / format.scale, format.zero_point,
                              quantized.data());
        input = {nullptr, quantized.data(), scales.data()};
      }
      ran = (*layer)->run(shape.rows, input, {y.data()}).has_value();
    });
    if (!ran) return state.SkipWithError("the layer failed");
    benchmark::ClobberMemory();
  }
  state.counters["MAC/s"] = benchmark::Counter(macs * static_cast<double>(state.iterations()),
                                               benchmark::Counter::kIsRate);
  state.SetLabel((*layer)->backend());
}

void register_shape(const char* operation, Scheme scheme, const Shape& shape, const char* set,
                    const kernels::KernelTable& table, MakeBackend make_backend) {
  const std::string name = std::string(operation) + "/" + std::to_string(shape.rows) + "x" +
                           std::to_string(shape.inputs) + "x" + std::to_string(shape.outputs) +
                           "/" + set;
  benchmark::RegisterBenchmark(name.c_str(), [=, &table](benchmark::State& state) {
    linear(state, table, make_backend, scheme, shape);
  })->Unit(benchmark::kMicrosecond);
}

void register_benchmarks() {
  const MakeBackend native = [](const Execution& execution) {
    return Expected<std::unique_ptr<LinearBackend>>(make_native_backend(execution, ""));
  };
  const MakeBackend xnnpack = [](const Execution& execution) {
    return make_xnnpack_backend(execution, "");
  };
  int count = 0;
  const kernels::KernelTable* const* tables = kernels::all_kernel_tables(&count);
  for (const Shape& shape : kShapes) {
    for (int i = count - 1; i >= 0; --i) {
      if (!tables[i]->supported()) continue;
      register_shape("linear_int8_static", Scheme::kInt8Static, shape, tables[i]->name, *tables[i],
                     native);
    }
    if (!has_xnnpack()) continue;
    const kernels::KernelTable& best = kernels::best_kernel_table();
    register_shape("linear_f32", Scheme::kF32, shape, "xnnpack", best, xnnpack);
    register_shape("linear_int8_static", Scheme::kInt8Static, shape, "xnnpack", best, xnnpack);
  }
}

}  // namespace
}  // namespace dinozero::benchmarks

int main(int argc, char** argv) {
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 1;
  dinozero::benchmarks::register_benchmarks();
  if (benchmark::RunSpecifiedBenchmarks() == 0) return 1;  // the filter matched nothing
  benchmark::Shutdown();
  return 0;
}
