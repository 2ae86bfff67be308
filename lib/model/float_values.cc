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

// One pass without branches inside, which the compiler turns into vector code: every weight of a
// model is read once while it is loaded. `exponent` is that of NaN and infinities.
template <class Bits, Bits exponent>
bool all_finite(const std::byte* data, std::size_t count) {
  Bits bad = 0;
  for (std::size_t i = 0; i < count; ++i) {
    Bits bits = 0;
    std::memcpy(&bits, data + i * sizeof(bits), sizeof(bits));
    bad = static_cast<Bits>(bad | static_cast<Bits>((bits & exponent) == exponent));
  }
  return bad == 0;
}

// Two numbers at a time, which a processor without vectors needs: the exponent of NaN and
// infinities, and no other, carries into the sign.
template <std::uint32_t exponents, std::uint32_t carry>
bool all_pairs_finite(const std::byte* data, std::size_t pairs) {
  std::uint32_t bad = 0;
  for (std::size_t i = 0; i < pairs; ++i) {
    std::uint32_t bits = 0;
    std::memcpy(&bits, data + i * sizeof(bits), sizeof(bits));
    bad |= (bits & exponents) + carry;
  }
  return (bad & 0x80008000U) == 0;
}

bool all_finite(FloatType type, const std::byte* data, std::size_t count) {
  if (type == FloatType::kF32) return all_finite<std::uint32_t, 0x7F800000U>(data, count);
  const std::size_t pairs = count / 2;
  const std::size_t rest = count % 2;
  const std::byte* last = data + pairs * sizeof(std::uint32_t);
  if (type == FloatType::kF16) {
    return all_pairs_finite<0x7C007C00U, 0x04000400U>(data, pairs) &&
           all_finite<std::uint16_t, 0x7C00U>(last, rest);
  }
  return all_pairs_finite<0x7F807F80U, 0x00800080U>(data, pairs) &&
         all_finite<std::uint16_t, 0x7F80U>(last, rest);
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
