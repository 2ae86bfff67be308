// SPDX-License-Identifier: Apache-2.0
#include "tools/evaluate/parallel.h"

#include <atomic>
#include <thread>
#include <vector>

namespace dinozero::evaluation {

void parallel_for(int threads, std::size_t count,
                  const std::function<void(int worker, std::size_t index)>& work) {
  std::atomic<std::size_t> next{0};
  const auto run = [&](int worker) {
    for (std::size_t index = next++; index < count; index = next++) work(worker, index);
  };
  std::vector<std::thread> others;
  for (int worker = 1; worker < threads && static_cast<std::size_t>(worker) < count; ++worker) {
    others.emplace_back(run, worker);
  }
  run(0);
  for (std::thread& other : others) other.join();
}

}  // namespace dinozero::evaluation
