// SPDX-License-Identifier: Apache-2.0
#include "lib/quantize/float16.h"

#include <cmath>
#include <vector>

#include "quantize/quantize_support.h"
#include "support/catch.h"

namespace dinozero::quantize {
namespace {

bool is_finite(unsigned bits) { return (bits & 0x7C00U) != 0x7C00U; }

TEST_CASE("Every binary16 number survives", "[quantize][float16]") {
  int wrong = 0;
  for (unsigned bits = 0; bits < 0x10000; ++bits) {
    const float value = from_float16(static_cast<std::uint16_t>(bits));
    if (is_finite(bits) && to_float16(value) != bits) ++wrong;
  }
  CHECK(wrong == 0);
  CHECK(from_float16(0x3C00) == 1.0F);
  CHECK(from_float16(0xC000) == -2.0F);
  CHECK(from_float16(0x0001) == 0x1p-24F);
  CHECK(from_float16(0x7BFF) == kLargestFloat16);
  CHECK(from_float16(0x0400) == kSmallestFloat16);
}

TEST_CASE("Numbers between two binary16 numbers go to the nearer, ties to the even one",
          "[quantize][float16]") {
  int wrong = 0;
  for (unsigned bits = 0; bits + 1 < 0x7C00; ++bits) {
    const double low = from_float16(static_cast<std::uint16_t>(bits));
    const double high = from_float16(static_cast<std::uint16_t>(bits + 1));
    const unsigned even = bits % 2 == 0 ? bits : bits + 1;
    const auto at = [&](double share) { return static_cast<float>(low + share * (high - low)); };
    for (const float sign : {1.0F, -1.0F}) {
      const unsigned sign_bit = sign < 0 ? 0x8000U : 0U;
      if (to_float16(sign * at(0.25)) != (bits | sign_bit)) ++wrong;
      if (to_float16(sign * at(0.75)) != ((bits + 1) | sign_bit)) ++wrong;
      if (to_float16(sign * at(0.5)) != (even | sign_bit)) ++wrong;
    }
  }
  CHECK(wrong == 0);
}

TEST_CASE("Beyond the range is infinity", "[quantize][float16]") {
  CHECK(to_float16(65519.0F) == 0x7BFF);
  CHECK(to_float16(65520.0F) == 0x7C00);
  CHECK(to_float16(-1e30F) == 0xFC00);
  CHECK(std::isnan(from_float16(to_float16(NAN))));
  CHECK(to_float16(0x1p-26F) == 0);
  CHECK(to_float16(-0.0F) == 0x8000);
}

TEST_CASE("Tensors that binary16 would spoil stay f32", "[quantize][float16]") {
  const auto fits = [](const std::vector<float>& values) {
    return fits_float16(values.data(), values.size());
  };
  CHECK(fits({}));
  CHECK(fits({0, 0}));
  CHECK(fits({1, 1e-9F}));  // what is lost is small beside the 1
  CHECK(fits({kLargestFloat16}));
  CHECK_FALSE(fits({1, 70000}));
  CHECK_FALSE(fits({1e-5F, -1e-6F}));
  CHECK_FALSE(fits({INFINITY}));

  testing::Numbers numbers(3);
  const std::vector<float> values = numbers.many(1000, 0x1p-12F);
  REQUIRE(fits(values));
  float largest = 0;
  float error = 0;
  for (const float value : values) {
    largest = std::max(largest, std::fabs(value));
    error = std::max(error, std::fabs(value - round_to_float16(value)));
  }
  CHECK(error <= largest * 0x1p-11F);
}

}  // namespace
}  // namespace dinozero::quantize
