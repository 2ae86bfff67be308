// SPDX-License-Identifier: Apache-2.0
#include "lib/backend/thread_pool.h"

#include <string>

#ifdef DINOZERO_HAS_PTHREADPOOL
#include <pthreadpool.h>
#endif

namespace dinozero {

Expected<ThreadPool> ThreadPool::create(int threads) {
  ThreadPool pool;
  if (threads == 1) return pool;
#ifdef DINOZERO_HAS_PTHREADPOOL
  pool.threads_ = threads;
  pool.pool_.reset(pthreadpool_create(static_cast<std::size_t>(threads)));
  if (pool.pool_ != nullptr) return pool;
  return tl::unexpected(Error{
      ErrorCode::kBackend, "pthreadpool: could not start " + std::to_string(threads) + " threads"});
#else
  return tl::unexpected(
      Error{ErrorCode::kUnsupported,
            "Options::threads: expected 1 in a build without pthreadpool, found " +
                std::to_string(threads)});
#endif
}

void ThreadPool::Destroy::operator()([[maybe_unused]] pthreadpool* pool) const {
#ifdef DINOZERO_HAS_PTHREADPOOL
  pthreadpool_destroy(pool);
#endif
}

void ThreadPool::run(int count, const void* context, Function function) const {
#ifdef DINOZERO_HAS_PTHREADPOOL
  if (pool_ != nullptr) {
    pthreadpool_parallelize_1d(pool_.get(), function, const_cast<void*>(context),
                               static_cast<std::size_t>(count), 0);
    return;
  }
#endif
  for (int index = 0; index < count; ++index) {
    function(const_cast<void*>(context), static_cast<std::size_t>(index));
  }
}

}  // namespace dinozero
