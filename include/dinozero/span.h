// SPDX-License-Identifier: Apache-2.0
#ifndef DINOZERO_SPAN_H_
#define DINOZERO_SPAN_H_

#include <cstddef>

namespace dinozero {

/// A view of `size()` contiguous elements that somebody else owns: C++20's std::span for C++17.
/// Converts to std::span where that exists.
template <typename T>
class Span {
 public:
  using element_type = T;

  constexpr Span() = default;
  constexpr Span(T* data, std::size_t size) : data_(data), size_(size) {}

  constexpr T* data() const { return data_; }
  constexpr std::size_t size() const { return size_; }
  constexpr bool empty() const { return size_ == 0; }
  constexpr T& operator[](std::size_t index) const { return data_[index]; }
  constexpr T* begin() const { return data_; }
  constexpr T* end() const { return data_ + size_; }

 private:
  T* data_ = nullptr;
  std::size_t size_ = 0;
};

}  // namespace dinozero

#endif  // DINOZERO_SPAN_H_
