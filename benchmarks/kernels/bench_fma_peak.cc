// SPDX-License-Identifier: Apache-2.0
#include <benchmark/benchmark.h>

#include "kernel_benchmarks.h"

#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace dinozero::benchmarks {

#if defined(__x86_64__)
namespace {

// Enough independent chains to cover the latency of a multiply-add on every port. In assembly,
// because a compiler must neither fold the chains nor keep them in memory.
constexpr int kChains = 10;
constexpr int kSteps = 1000;

__attribute__((target("avx2,fma"))) void chains_avx2() {
  __m256 s[kChains];
  for (__m256& sum : s) sum = _mm256_set1_ps(1.0f);
  const __m256 factor = _mm256_set1_ps(0.5f);
  for (int step = 0; step < kSteps; ++step) {
    asm volatile(
        "vfmadd213ps %10, %10, %0\n\tvfmadd213ps %10, %10, %1\n\t"
        "vfmadd213ps %10, %10, %2\n\tvfmadd213ps %10, %10, %3\n\t"
        "vfmadd213ps %10, %10, %4\n\tvfmadd213ps %10, %10, %5\n\t"
        "vfmadd213ps %10, %10, %6\n\tvfmadd213ps %10, %10, %7\n\t"
        "vfmadd213ps %10, %10, %8\n\tvfmadd213ps %10, %10, %9"
        : "+x"(s[0]), "+x"(s[1]), "+x"(s[2]), "+x"(s[3]), "+x"(s[4]), "+x"(s[5]), "+x"(s[6]),
          "+x"(s[7]), "+x"(s[8]), "+x"(s[9])
        : "x"(factor));
  }
}

__attribute__((target("avx512f"))) void chains_avx512() {
  __m512 s[kChains];
  for (__m512& sum : s) sum = _mm512_set1_ps(1.0f);
  const __m512 factor = _mm512_set1_ps(0.5f);
  for (int step = 0; step < kSteps; ++step) {
    asm volatile(
        "vfmadd213ps %10, %10, %0\n\tvfmadd213ps %10, %10, %1\n\t"
        "vfmadd213ps %10, %10, %2\n\tvfmadd213ps %10, %10, %3\n\t"
        "vfmadd213ps %10, %10, %4\n\tvfmadd213ps %10, %10, %5\n\t"
        "vfmadd213ps %10, %10, %6\n\tvfmadd213ps %10, %10, %7\n\t"
        "vfmadd213ps %10, %10, %8\n\tvfmadd213ps %10, %10, %9"
        : "+v"(s[0]), "+v"(s[1]), "+v"(s[2]), "+v"(s[3]), "+v"(s[4]), "+v"(s[5]), "+v"(s[6]),
          "+v"(s[7]), "+v"(s[8]), "+v"(s[9])
        : "v"(factor));
  }
}

void register_peak(const char* set, int lanes, void (*chains)()) {
  const kernels::KernelTable* table = kernels::find_kernel_table(set);
  if (table == nullptr || !table->supported()) return;
  const std::string name = std::string("fma_peak_f32/") + set;
  benchmark::RegisterBenchmark(name.c_str(), [lanes, chains](benchmark::State& state) {
    for (auto _ : state) chains();
    const double macs = static_cast<double>(state.iterations()) * kChains * kSteps * lanes;
    state.counters["MAC/s"] = benchmark::Counter(macs, benchmark::Counter::kIsRate);
  })->Unit(benchmark::kMicrosecond);
}

}  // namespace

void register_fma_peak_f32() {
  register_peak("avx512", 16, chains_avx512);
  register_peak("avx2", 8, chains_avx2);
}

#else

void register_fma_peak_f32() {}

#endif

}  // namespace dinozero::benchmarks
