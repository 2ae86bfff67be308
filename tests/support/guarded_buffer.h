// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <sys/mman.h>
#include <unistd.h>

#include <cstddef>
#include <cstdlib>
#include <cstring>

namespace dinozero::testing {

// Which end of a GuardedBuffer touches memory that may be neither read nor written.
enum class Guard { kBefore, kAfter };

// An array of trivial elements between two inaccessible pages: any access beyond the guarded end
// kills the process. The contents start as bytes 0xFF (a NaN for floats).
// At the end of a page the array starts at a multiple of `alignment` only if its size is one.
template <class T>
class GuardedBuffer {
 public:
  GuardedBuffer(std::size_t count, Guard guard, std::size_t alignment = alignof(T))
      : count_(count) {
    const auto page = static_cast<std::size_t>(sysconf(_SC_PAGESIZE));
    const std::size_t bytes = count * sizeof(T);
    usable_bytes_ = (bytes + page - 1) / page * page;
    mapped_bytes_ = usable_bytes_ + 2 * page;
    void* mapping = mmap(nullptr, mapped_bytes_, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (mapping == MAP_FAILED) std::abort();
    mapping_ = static_cast<std::byte*>(mapping);
    usable_ = mapping_ + page;
    protect(PROT_READ | PROT_WRITE);
    std::memset(usable_, 0xFF, usable_bytes_);
    const std::size_t slack = (usable_bytes_ - bytes) / alignment * alignment;
    data_ = reinterpret_cast<T*>(usable_ + (guard == Guard::kAfter ? slack : 0));
  }
  ~GuardedBuffer() { munmap(mapping_, mapped_bytes_); }
  GuardedBuffer(const GuardedBuffer&) = delete;
  GuardedBuffer& operator=(const GuardedBuffer&) = delete;

  // From now on a write anywhere kills the process too.
  void make_read_only() { protect(PROT_READ); }

  T* data() { return data_; }
  const T* data() const { return data_; }
  std::size_t size() const { return count_; }
  T& operator[](std::size_t i) { return data_[i]; }
  const T& operator[](std::size_t i) const { return data_[i]; }
  T* begin() { return data_; }
  T* end() { return data_ + count_; }

 private:
  void protect(int protection) {
    if (usable_bytes_ > 0 && mprotect(usable_, usable_bytes_, protection) != 0) std::abort();
  }

  std::size_t count_;
  std::size_t usable_bytes_ = 0;
  std::size_t mapped_bytes_ = 0;
  std::byte* mapping_ = nullptr;
  std::byte* usable_ = nullptr;
  T* data_ = nullptr;
};

}  // namespace dinozero::testing
