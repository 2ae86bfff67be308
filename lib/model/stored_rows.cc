// SPDX-License-Identifier: Apache-2.0
#include "lib/model/stored_rows.h"

#include <cstdint>

#include "lib/model/float_values.h"

namespace dinozero {

bool StoredRows::is_in_place() const {
  return dtype == DType::kF32 && reinterpret_cast<std::uintptr_t>(data) % alignof(float) == 0;
}

StoredRows StoredRows::from(std::size_t first) const {
  StoredRows rest = *this;
  rest.data += first * row_bytes();
  if (scales != nullptr && !shared_scale) rest.scales += first;
  return rest;
}

const float* StoredRows::floats(std::size_t count, float* room) const {
  if (is_in_place()) return reinterpret_cast<const float*>(data);
  if (dtype != DType::kI8) {
    convert_to_f32(float_type(dtype), data, count * static_cast<std::size_t>(dim), room);
    return room;
  }
  const auto* codes = reinterpret_cast<const std::int8_t*>(data);
  float* value = room;
  for (std::size_t row = 0; row < count; ++row) {
    const float scale = scales[shared_scale ? 0 : row];
    // Several at a time: on an ARM1176 a float waits ten cycles for itself.
    constexpr int kTogether = 8;
    int i = 0;
    for (; i + kTogether <= dim; i += kTogether) {
      float together[kTogether];
      for (int k = 0; k < kTogether; ++k) together[k] = static_cast<float>(codes[k]);
      for (int k = 0; k < kTogether; ++k) value[k] = scale * together[k];
      codes += kTogether;
      value += kTogether;
    }
    for (; i < dim; ++i) *value++ = scale * static_cast<float>(*codes++);
  }
  return room;
}

}  // namespace dinozero
