// SPDX-License-Identifier: Apache-2.0
#include "lib/model/stored_rows.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "support/catch.h"

namespace dinozero {
namespace {

std::vector<float> floats_of(const StoredRows& rows, std::size_t count) {
  std::vector<float> room(count * static_cast<std::size_t>(rows.dim));
  const float* values = rows.floats(count, room.data());
  return {values, values + room.size()};
}

TEST_CASE("Stored rows are read as the floats that they stand for", "[model]") {
  SECTION("codes times the scale of their row") {
    const std::int8_t codes[] = {1, -128, 127, 3, 0, -5};
    const float scales[] = {0.5F, 2.0F};
    const StoredRows rows{3, DType::kI8, reinterpret_cast<const std::byte*>(codes), scales};
    CHECK_FALSE(rows.is_in_place());
    CHECK(floats_of(rows, 2) == std::vector<float>{0.5F, -64.0F, 63.5F, 6.0F, 0.0F, -10.0F});
    CHECK(floats_of(rows.from(1), 1) == std::vector<float>{6.0F, 0.0F, -10.0F});
  }
  SECTION("binary16") {
    const std::uint16_t values[] = {0x3C00, 0xC000, 0x3800, 0x0000};
    const StoredRows rows{2, DType::kF16, reinterpret_cast<const std::byte*>(values), nullptr};
    CHECK(floats_of(rows.from(1), 1) == std::vector<float>{0.5F, 0.0F});
    CHECK(floats_of(rows, 2) == std::vector<float>{1.0F, -2.0F, 0.5F, 0.0F});
  }
  SECTION("floats where they are") {
    const float values[] = {1.0F, 2.0F, 3.0F, 4.0F};
    const StoredRows rows{2, DType::kF32, reinterpret_cast<const std::byte*>(values), nullptr};
    CHECK(rows.is_in_place());
    CHECK(rows.from(1).floats(1, nullptr) == values + 2);
  }
  SECTION("floats that are not aligned") {
    const float values[] = {1.0F, 2.0F};
    std::vector<std::byte> bytes(sizeof values + 1);
    std::copy_n(reinterpret_cast<const std::byte*>(values), sizeof values, bytes.begin() + 1);
    const StoredRows rows{2, DType::kF32, bytes.data() + 1, nullptr};
    CHECK(floats_of(rows, 1) == std::vector<float>{1.0F, 2.0F});
  }
}

}  // namespace
}  // namespace dinozero
