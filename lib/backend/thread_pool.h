// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cstddef>
#include <memory>

#include "dinozero/error.h"

struct pthreadpool;

namespace dinozero {

/// Rows that one thread should at least get of an element-wise operation.
inline constexpr int kRowGranularity = 8;

/// The threads of one encoder: the calling one and, for more than one, those of a pthreadpool that
/// XNNPACK shares.
class ThreadPool {
 public:
  /// `threads` is at least 1. Errors: kUnsupported (more than one in a build without pthreadpool),
  /// kBackend.
  static Expected<ThreadPool> create(int threads);

  int threads() const { return threads_; }
  /// Null for one thread.
  pthreadpool* handle() const { return pool_.get(); }

  /// Calls task(share, begin, end) for consecutive parts of [0, count), one a thread, `share`
  /// counting from 0; each part but the last is a multiple of `granularity`. Returns when all have
  /// ended. Allocates nothing.
  template <typename Task>
  void split(int count, int granularity, const Task& task) const {
    const int units = (count + granularity - 1) / granularity;
    const int shares = std::min(threads_, units);
    if (shares <= 1) {
      task(0, 0, count);
      return;
    }
    const auto bound = [=](int share) {
      return static_cast<int>(static_cast<long long>(units) * share / shares) * granularity;
    };
    const auto run_share = [&](int share) {
      task(share, bound(share), std::min(bound(share + 1), count));
    };
    run(shares, &run_share, [](void* context, std::size_t share) {
      (*static_cast<decltype(&run_share)>(context))(static_cast<int>(share));
    });
  }

 private:
  using Function = void (*)(void* context, std::size_t index);
  struct Destroy {
    void operator()(pthreadpool* pool) const;
  };

  void run(int count, const void* context, Function function) const;

  int threads_ = 1;
  std::unique_ptr<pthreadpool, Destroy> pool_;
};

}  // namespace dinozero
