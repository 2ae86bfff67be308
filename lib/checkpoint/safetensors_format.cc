// SPDX-License-Identifier: Apache-2.0
#include "lib/checkpoint/safetensors_format.h"

#include <array>
#include <limits>

namespace dinozero {
namespace {

struct DTypeEntry {
  DType dtype;
  const char* name;
  std::size_t size;
};

constexpr std::array<DTypeEntry, 9> kDTypes = {{{DType::kF32, "F32", 4},
                                                {DType::kF16, "F16", 2},
                                                {DType::kBF16, "BF16", 2},
                                                {DType::kI8, "I8", 1},
                                                {DType::kU8, "U8", 1},
                                                {DType::kI32, "I32", 4},
                                                {DType::kI64, "I64", 8},
                                                {DType::kF64, "F64", 8},
                                                {DType::kBool, "BOOL", 1}}};

constexpr bool is_in_enumerator_order() {
  for (std::size_t i = 0; i < kDTypes.size(); ++i) {
    if (static_cast<std::size_t>(kDTypes[i].dtype) != i) return false;
  }
  return true;
}
static_assert(is_in_enumerator_order());

const DTypeEntry& entry(DType dtype) { return kDTypes[static_cast<std::size_t>(dtype)]; }

}  // namespace

const char* dtype_name(DType dtype) { return entry(dtype).name; }

std::size_t dtype_size(DType dtype) { return entry(dtype).size; }

std::optional<DType> parse_dtype(std::string_view name) {
  for (const DTypeEntry& known : kDTypes) {
    if (name == known.name) return known.dtype;
  }
  return std::nullopt;
}

std::string known_dtypes() {
  std::string names;
  for (const DTypeEntry& known : kDTypes) {
    if (!names.empty()) names += ", ";
    names += known.name;
  }
  return names;
}

std::string shape_string(const std::vector<std::int64_t>& shape) {
  std::string text = "[";
  for (std::size_t i = 0; i < shape.size(); ++i) {
    if (i > 0) text += ", ";
    text += std::to_string(shape[i]);
  }
  return text + "]";
}

std::optional<std::uint64_t> tensor_bytes(DType dtype, const std::vector<std::int64_t>& shape) {
  constexpr std::uint64_t kLimit = std::numeric_limits<std::int64_t>::max();
  std::uint64_t bytes = dtype_size(dtype);
  bool is_empty = false;
  for (const std::int64_t extent : shape) {
    if (extent < 0) return std::nullopt;
    if (extent == 0) {
      is_empty = true;
      continue;
    }
    const auto factor = static_cast<std::uint64_t>(extent);
    if (bytes > kLimit / factor) return std::nullopt;
    bytes *= factor;
  }
  return is_empty ? 0 : bytes;
}

}  // namespace dinozero
