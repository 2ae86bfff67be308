// SPDX-License-Identifier: Apache-2.0
#include <benchmark/benchmark.h>

#include "kernel_benchmarks.h"
#include "pizero/timing/cycle_counter.h"

namespace dinozero::benchmarks {
namespace {

struct Shape {
  int tokens, head_dim, heads;
};

// DINO-Micro, Tiny and Small at 224 x 224.
constexpr Shape kShapes[] = {{197, 64, 2}, {197, 64, 3}, {197, 64, 6}};

using Attention = void (*)(const kernels::AttentionF32Args& args, void* scratch);

void attention(benchmark::State& state, Attention kernel, std::size_t scratch_bytes,
               const Shape& shape) {
  const auto tokens = static_cast<std::size_t>(shape.tokens);
  const std::size_t dim =
      static_cast<std::size_t>(shape.heads) * static_cast<std::size_t>(shape.head_dim);
  const std::vector<float> qkv = random_floats(tokens * 3 * dim, 1);
  std::vector<float> out(tokens * dim);
  const AlignedMemory scratch = allocate_scratch(scratch_bytes);
  kernels::AttentionF32Args args;
  args.tokens = shape.tokens;
  args.heads = shape.heads;
  args.head_dim = shape.head_dim;
  args.head_end = shape.heads;
  args.qkv = qkv.data();
  args.out = out.data();
  const double macs = 2.0 * static_cast<double>(tokens * tokens) * static_cast<double>(dim);
  timing::CycleCounter cycles(state, macs);
  for (auto _ : state) {
    cycles.run([&] { kernel(args, scratch.get()); });
    benchmark::ClobberMemory();
  }
  const double iterations = static_cast<double>(state.iterations());
  state.counters["MAC/s"] = benchmark::Counter(macs * iterations, benchmark::Counter::kIsRate);
  state.SetBytesProcessed(
      static_cast<std::int64_t>(iterations * 4.0 * static_cast<double>(qkv.size() + out.size())));
}

void register_shape(const char* operation, Attention kernel, std::size_t scratch_bytes,
                    const Shape& shape, const char* set) {
  const std::string name = std::string(operation) + "/" + std::to_string(shape.tokens) + "x" +
                           std::to_string(shape.head_dim) + "x" + std::to_string(shape.heads) +
                           "/" + set;
  benchmark::RegisterBenchmark(name.c_str(), [=](benchmark::State& s) {
    attention(s, kernel, scratch_bytes, shape);
  })->Unit(benchmark::kMicrosecond);
}

}  // namespace

void register_attention(const kernels::KernelTable& table) {
  for (const Shape& shape : kShapes) {
    register_shape("attention_f32", table.attention_f32,
                   table.attention_f32_scratch_bytes(shape.tokens, shape.head_dim), shape,
                   table.name);
    register_shape("attention_int8", table.attention_int8,
                   table.attention_int8_scratch_bytes(shape.tokens, shape.head_dim), shape,
                   table.name);
  }
}

}  // namespace dinozero::benchmarks
