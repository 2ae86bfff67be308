// SPDX-License-Identifier: Apache-2.0
#include "lib/model/float_values.h"

#include <bit>
#include <cstdint>
#include <cstring>

#include "kernels/reference/widen.h"

namespace dinozero {

using kernels::FloatType;

namespace {

static_assert(std::endian::native == std::endian::little, "safetensors data is little-endian");

template <class Number>
void widen_all(const std::byte* data, std::size_t count, float* values) {
  for (std::size_t i = 0; i < count; ++i) {
    Number number{};
    std::memcpy(&number, data + i * sizeof(number), sizeof(number));
    values[i] = kernels::reference::widen(number);
  }
}

// Every weight of a model is read once while it is loaded, on a small processor about as fast as
// its memory gives them: a line of its cache at a time, those that follow asked for ahead. The
// exponent of NaN and infinities, and no other, carries into the sign. A word holds one number or
// two.
template <std::uint32_t exponents, std::uint32_t carry, std::uint32_t signs>
bool all_words_finite(const std::byte* data, std::size_t words) {
  constexpr std::size_t kLine = 8;
  constexpr std::size_t kAhead = 96;
  std::uint32_t bad = 0;
  const auto look = [&](std::size_t word) {
    std::uint32_t bits = 0;
    std::memcpy(&bits, data + word * sizeof(bits), sizeof(bits));
    bad |= (bits & exponents) + carry;
  };
  for (; words >= kLine; words -= kLine, data += kLine * sizeof(std::uint32_t)) {
    __builtin_prefetch(data + kAhead);
    for (std::size_t word = 0; word < kLine; ++word) look(word);
  }
  for (std::size_t word = 0; word < words; ++word) look(word);
  return (bad & signs) == 0;
}

bool is_finite_16(const std::byte* data, std::uint32_t exponent) {
  std::uint16_t bits = 0;
  std::memcpy(&bits, data, sizeof(bits));
  return (bits & exponent) != exponent;
}

bool all_finite(FloatType type, const std::byte* data, std::size_t count) {
  constexpr std::uint32_t kSign = 0x80000000U;
  constexpr std::uint32_t kSigns = 0x80008000U;
  const std::byte* last = data + count / 2 * sizeof(std::uint32_t);
  const bool odd = count % 2 != 0;
  switch (type) {
    case FloatType::kF32:
      break;
    case FloatType::kF16:
      return all_words_finite<0x7C007C00U, 0x04000400U, kSigns>(data, count / 2) &&
             (!odd || is_finite_16(last, 0x7C00U));
    case FloatType::kBF16:
      return all_words_finite<0x7F807F80U, 0x00800080U, kSigns>(data, count / 2) &&
             (!odd || is_finite_16(last, 0x7F80U));
  }
  return all_words_finite<0x7F800000U, 0x00800000U, kSign>(data, count);
}

}  // namespace

bool is_float(DType dtype) {
  return dtype == DType::kF32 || dtype == DType::kF16 || dtype == DType::kBF16;
}

bool is_aligned(const TensorView& tensor) {
  return reinterpret_cast<std::uintptr_t>(tensor.data) % dtype_size(tensor.dtype) == 0;
}

FloatType float_type(DType dtype) {
  if (dtype == DType::kF16) return FloatType::kF16;
  return dtype == DType::kBF16 ? FloatType::kBF16 : FloatType::kF32;
}

std::size_t float_size(FloatType type) {
  return type == FloatType::kF32 ? sizeof(float) : sizeof(std::uint16_t);
}

void convert_to_f32(const TensorView& tensor, float* values) {
  convert_to_f32(float_type(tensor.dtype), tensor.data, tensor.bytes / dtype_size(tensor.dtype),
                 values);
}

void convert_to_f32(FloatType type, const std::byte* data, std::size_t count, float* values) {
  if (type == FloatType::kF32) {
    std::memcpy(values, data, count * sizeof(float));
    return;
  }
  if (type == FloatType::kF16) {
    widen_all<kernels::Float16>(data, count, values);
  } else {
    widen_all<kernels::BFloat16>(data, count, values);
  }
}

std::size_t first_not_finite(FloatType type, const std::byte* data, std::size_t count) {
  if (all_finite(type, data, count)) return count;
  const std::size_t size = float_size(type);
  std::size_t index = 0;
  while (all_finite(type, data + index * size, 1)) ++index;
  return index;
}

}  // namespace dinozero
