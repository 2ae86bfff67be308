// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdlib>
#include <limits>
#include <memory>

namespace dinozero {

/// Cache lines of every target are 32 or 64 bytes; vectors are at most 64.
inline constexpr std::size_t kAlignment = 64;

/// Rounds up to a multiple of kAlignment. The caller keeps `bytes` below SIZE_MAX - 63.
constexpr std::size_t align_up(std::size_t bytes) {
  return (bytes + kAlignment - 1) / kAlignment * kAlignment;
}

struct FreeDeleter {
  void operator()(void* memory) const { std::free(memory); }
};

/// Memory aligned to kAlignment.
template <typename T>
using AlignedBuffer = std::unique_ptr<T[], FreeDeleter>;

/// `count` uninitialised elements, or null where there is not enough memory.
template <typename T>
AlignedBuffer<T> allocate_aligned(std::size_t count) {
  if (count > (std::numeric_limits<std::size_t>::max() - kAlignment) / sizeof(T)) return nullptr;
  const std::size_t bytes = align_up(count * sizeof(T));
  return AlignedBuffer<T>(
      static_cast<T*>(std::aligned_alloc(kAlignment, bytes == 0 ? kAlignment : bytes)));
}

}  // namespace dinozero
