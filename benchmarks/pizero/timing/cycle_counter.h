// SPDX-License-Identifier: Apache-2.0
// Cycles of the ARM1176 timing model in Google Benchmark rows.
//
//   dinozero::timing::CycleCounter cycles(state, macs_per_iteration);
//   for (auto _ : state) {
//     cycles.run([&] { kernel(args); });
//   }
//
// Under the model the row gets the counters "cycles", "MACs" and "cycles/MAC" (per iteration), or
// "elements" and "cycles/element" with kElements; and region 0 (see mark.h) is what was counted.
// The first call empties the caches and runs the function once more before it counts, so that one
// iteration is enough to see warm caches; not with kCold, for what is long or happens once.
// Anywhere else run() just calls the function and no counter appears. benchmark_cycles.py runs a
// suite and prints its rows.
#pragma once

#include <benchmark/benchmark.h>

#include <cstdint>

#include "mark.h"

namespace dinozero::timing {

enum class Work { kMacs, kElements };
enum class Caches { kWarm, kCold };

class CycleCounter {
 public:
  // `amount`: multiply-accumulates or elements of one iteration; 0 when the benchmark has none.
  explicit CycleCounter(benchmark::State& state, double amount = 0, Work work = Work::kMacs,
                        Caches caches = Caches::kWarm)
      : state_(state), amount_(amount), work_(work), caches_(caches), available_(now() != 0) {}
  CycleCounter(const CycleCounter&) = delete;
  CycleCounter& operator=(const CycleCounter&) = delete;

  ~CycleCounter() {
    if (!available_ || runs_ == 0) return;
    const double per_run = static_cast<double>(total_) / static_cast<double>(runs_);
    state_.counters["cycles"] = per_run;
    if (amount_ <= 0) return;
    const bool macs = work_ == Work::kMacs;
    state_.counters[macs ? "MACs" : "elements"] = amount_;
    state_.counters[macs ? "cycles/MAC" : "cycles/element"] = per_run / amount_;
  }

  // Whether the program runs under the timing model.
  bool available() const { return available_; }

  template <typename Function>
  void run(Function&& function) {
    if (!available_) {
      function();
      return;
    }
    if (runs_ == 0) {
      // The suite reads the clock and prints times: without this, no two runs were the same.
      DINOZERO_FORGET_HISTORY();
      if (caches_ == Caches::kWarm) function();
    }
    const std::uint64_t begin = now();
    DINOZERO_REGION_BEGIN(0);
    function();
    DINOZERO_REGION_END();
    total_ += now() - begin;
    ++runs_;
  }

 private:
  static std::uint64_t now() {
    alignas(8) volatile std::uint64_t count = 0;
    DINOZERO_READ_CYCLES(const_cast<std::uint64_t*>(&count));
    return count;
  }

  benchmark::State& state_;
  const double amount_;
  const Work work_;
  const Caches caches_;
  const bool available_;
  std::uint64_t total_ = 0, runs_ = 0;
};

}  // namespace dinozero::timing
