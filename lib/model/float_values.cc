// SPDX-License-Identifier: Apache-2.0
#include "lib/model/float_values.h"

#include <bit>
#include <cstdint>
#include <cstring>

namespace dinozero {
namespace {

static_assert(std::endian::native == std::endian::little, "safetensors data is little-endian");

float f16_to_f32(std::uint16_t bits) {
  const std::uint32_t sign = static_cast<std::uint32_t>(bits & 0x8000U) << 16;
  const std::uint32_t exponent = (bits >> 10) & 0x1FU;
  const std::uint32_t mantissa = bits & 0x3FFU;
  if (exponent == 0) {  // zero or subnormal: mantissa x 2^-24
    const float magnitude = static_cast<float>(mantissa) * 0x1p-24F;
    return sign != 0 ? -magnitude : magnitude;
  }
  const std::uint32_t wide_exponent = exponent == 0x1F ? 0xFFU : exponent + (127 - 15);
  return std::bit_cast<float>(sign | (wide_exponent << 23) | (mantissa << 13));
}

float bf16_to_f32(std::uint16_t bits) {
  return std::bit_cast<float>(static_cast<std::uint32_t>(bits) << 16);
}

}  // namespace

bool is_float(DType dtype) {
  return dtype == DType::kF32 || dtype == DType::kF16 || dtype == DType::kBF16;
}

void convert_to_f32(const TensorView& tensor, float* values) {
  convert_to_f32(tensor.dtype, tensor.data, tensor.bytes / dtype_size(tensor.dtype), values);
}

void convert_to_f32(DType dtype, const std::byte* data, std::size_t count, float* values) {
  if (dtype == DType::kF32) {
    std::memcpy(values, data, count * sizeof(float));
    return;
  }
  for (std::size_t i = 0; i < count; ++i) {
    std::uint16_t bits = 0;
    std::memcpy(&bits, data + i * sizeof(bits), sizeof(bits));
    values[i] = dtype == DType::kF16 ? f16_to_f32(bits) : bf16_to_f32(bits);
  }
}

// One pass without branches inside, which the compiler turns into vector code: every weight of a
// model is read once while it is loaded.
bool all_finite(const float* values, std::size_t count) {
  constexpr std::uint32_t kExponent = 0x7F800000U;
  std::uint32_t bad = 0;
  for (std::size_t i = 0; i < count; ++i) {
    const auto bits = std::bit_cast<std::uint32_t>(values[i]);
    bad |= static_cast<std::uint32_t>((bits & kExponent) == kExponent);
  }
  return bad == 0;
}

std::size_t first_not_finite(const float* values, std::size_t count) {
  std::size_t index = 0;
  while (index < count && all_finite(values + index, 1)) ++index;
  return index;
}

}  // namespace dinozero
