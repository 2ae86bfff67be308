// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace dinozero::testing {

/// What this process asked of the allocator and of the operating system while counting was on.
struct CallCounts {
  long allocations = 0;  ///< malloc, calloc, realloc, aligned_alloc, posix_memalign, mmap
  long frees = 0;        ///< free, munmap
  long io = 0;           ///< open, openat, fopen, read, write, close
};

/// Counts the calls of every thread between its construction and counts(). One at a time.
class CountCalls {
 public:
  CountCalls();
  ~CountCalls();
  CallCounts counts() const;
};

}  // namespace dinozero::testing
