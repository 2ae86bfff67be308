// SPDX-License-Identifier: Apache-2.0
// Times every kernel of every kernel set that this CPU supports, at the shapes of the models:
//   bench_kernels --benchmark_filter=linear_f32
//   bench_kernels --benchmark_filter=/avx2
#include <benchmark/benchmark.h>

#include <cstdlib>

#include "kernel_benchmarks.h"

namespace dinozero::benchmarks {

std::vector<float> random_floats(std::size_t count, std::uint32_t seed) {
  std::vector<float> values(count);
  std::uint32_t state = seed * 2654435761u + 1;
  for (float& value : values) {
    state = state * 1664525u + 1013904223u;
    value = static_cast<float>(state >> 8) / 8388608.0f - 1.0f;
  }
  return values;
}

void FreeAligned::operator()(void* memory) const { std::free(memory); }

AlignedMemory allocate_scratch(std::size_t bytes) {
  constexpr std::size_t kAlignment = 64;
  const std::size_t size = (bytes / kAlignment + 1) * kAlignment;
  return AlignedMemory(std::aligned_alloc(kAlignment, size));
}

}  // namespace dinozero::benchmarks

int main(int argc, char** argv) {
  using namespace dinozero;
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 1;
  benchmarks::register_fma_peak_f32();
  int count = 0;
  const kernels::KernelTable* const* tables = kernels::all_kernel_tables(&count);
  for (int i = count - 1; i >= 0; --i) {
    if (!tables[i]->supported()) continue;
    benchmarks::register_linear_f32(*tables[i]);
    benchmarks::register_linear_int8(*tables[i]);
    benchmarks::register_linear_int4(*tables[i]);
    benchmarks::register_linear_binary(*tables[i]);
    benchmarks::register_attention(*tables[i]);
    benchmarks::register_elementwise(*tables[i]);
    benchmarks::register_patches_f32(*tables[i]);
    benchmarks::register_epilogues(*tables[i]);
    benchmarks::register_resample_rgb8(*tables[i]);
  }
  if (benchmark::RunSpecifiedBenchmarks() == 0) return 1;  // the filter matched nothing
  benchmark::Shutdown();
  return 0;
}
