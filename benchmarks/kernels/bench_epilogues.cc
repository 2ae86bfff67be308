// SPDX-License-Identifier: Apache-2.0
// GELU, alone or on to the next layer's int8 rows, and the residual connection as models run them:
// in the epilogues of linear layers. The difference to the same layer that stores is what they
// cost.
#include <benchmark/benchmark.h>

#include <cstring>

#include "kernel_benchmarks.h"
#include "pizero/timing/cycle_counter.h"

namespace dinozero::benchmarks {
namespace {

struct Layer {
  const char* epilogue_name;
  kernels::Epilogue epilogue;
  int inputs, outputs;
};

constexpr int kRows = 197;

// The MLPs of DINO-Micro and Tiny.
constexpr Layer kLayers[] = {
    {"store", kernels::Epilogue::kStore, 128, 512},
    {"gelu", kernels::Epilogue::kGelu, 128, 512},
    {"gelu_quantize", kernels::Epilogue::kGeluQuantize, 128, 512},
    {"store", kernels::Epilogue::kStore, 512, 128},
    {"residual", kernels::Epilogue::kResidual, 512, 128},
    {"store", kernels::Epilogue::kStore, 192, 768},
    {"gelu", kernels::Epilogue::kGelu, 192, 768},
    {"gelu_quantize", kernels::Epilogue::kGeluQuantize, 192, 768},
    {"store", kernels::Epilogue::kStore, 768, 192},
    {"residual", kernels::Epilogue::kResidual, 768, 192},
};

std::vector<std::int8_t> random_codes(std::size_t count, std::uint32_t seed) {
  std::vector<std::int8_t> codes(count);
  const std::vector<float> floats = random_floats(count, seed);
  for (std::size_t i = 0; i < count; ++i) codes[i] = static_cast<std::int8_t>(floats[i] * 127.0f);
  return codes;
}

// Scales that spread what comes out about as in a trained model: mostly within +-3.
template <class Args>
void run_layer(benchmark::State& state, const Layer& layer, Args& args, float weight_scale,
               std::size_t scratch_bytes, void (*kernel)(const Args&, void*)) {
  const auto inputs = static_cast<std::size_t>(layer.inputs);
  const auto outputs = static_cast<std::size_t>(layer.outputs);
  const std::vector<std::int8_t> x = random_codes(kRows * inputs, 1);
  const std::vector<float> x_scale(kRows, 0.01f);
  const std::vector<float> weight_scales(outputs, weight_scale);
  const std::vector<float> bias = random_floats(outputs, 3);
  // Aligned as in the encoder: rows are whole cache lines.
  const AlignedMemory y = allocate_scratch(kRows * outputs * sizeof(float));
  std::memset(y.get(), 0, kRows * outputs * sizeof(float));
  const AlignedMemory scratch = allocate_scratch(scratch_bytes);
  args.rows = kRows;
  args.inputs = layer.inputs;
  args.outputs = layer.outputs;
  args.x = x.data();
  args.x_stride = inputs;
  args.x_scale = x_scale.data();
  args.weight_scale = weight_scales.data();
  args.bias = bias.data();
  args.output.y = static_cast<float*>(y.get());
  args.output.y_stride = outputs;
  args.output.epilogue = layer.epilogue;
  // As in the encoder: int8 rows take the first quarter of y.
  args.output.codes = static_cast<std::int8_t*>(y.get());
  std::vector<float> code_scale(kRows);
  args.output.code_scale = code_scale.data();
  timing::CycleCounter cycles(state, static_cast<double>(kRows) * layer.inputs * layer.outputs);
  for (auto _ : state) {
    cycles.run([&] { kernel(args, scratch.get()); });
    benchmark::ClobberMemory();
  }
}

void int8(benchmark::State& state, const kernels::KernelTable& table, const Layer& layer) {
  const std::vector<std::int8_t> weight = random_codes(
      static_cast<std::size_t>(layer.inputs) * static_cast<std::size_t>(layer.outputs), 2);
  kernels::LinearInt8Args args;
  args.weight = weight.data();
  run_layer(state, layer, args, 0.0025f,
            table.linear_int8_scratch_bytes(kRows, layer.outputs, layer.inputs), table.linear_int8);
}

void binary(benchmark::State& state, const kernels::KernelTable& table, const Layer& layer) {
  std::vector<std::uint8_t> weight;
  for (const std::int8_t code : random_codes(
           static_cast<std::size_t>(layer.inputs / 8) * static_cast<std::size_t>(layer.outputs),
           2)) {
    weight.push_back(static_cast<std::uint8_t>(code));
  }
  kernels::LinearBinaryArgs args;
  args.weight_packed = weight.data();
  run_layer(state, layer, args, 0.18f,
            table.linear_binary_scratch_bytes(kRows, layer.outputs, layer.inputs),
            table.linear_binary);
}

void register_layers(const char* scheme,
                     void (*function)(benchmark::State&, const kernels::KernelTable&, const Layer&),
                     const kernels::KernelTable& table) {
  for (const Layer& layer : kLayers) {
    const std::string name = std::string("epilogue_") + layer.epilogue_name + "_" + scheme + "/" +
                             std::to_string(kRows) + "x" + std::to_string(layer.inputs) + "x" +
                             std::to_string(layer.outputs) + "/" + table.name;
    benchmark::RegisterBenchmark(name.c_str(), [&table, &layer, function](benchmark::State& s) {
      function(s, table, layer);
    })->Unit(benchmark::kMicrosecond);
  }
}

}  // namespace

void register_epilogues(const kernels::KernelTable& table) {
  register_layers("int8", int8, table);
  register_layers("binary", binary, table);
}

}  // namespace dinozero::benchmarks
