// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <functional>

namespace dinozero::evaluation {

/// Is told how much of a long computation is done.
using Advance = std::function<void(std::size_t done, std::size_t total)>;

/// Calls work(worker, index) once for each index below `count`, on `threads` threads, the caller's
/// included; `worker` is below `threads` and belongs to one thread. The order is not defined.
void parallel_for(int threads, std::size_t count,
                  const std::function<void(int worker, std::size_t index)>& work);

}  // namespace dinozero::evaluation
