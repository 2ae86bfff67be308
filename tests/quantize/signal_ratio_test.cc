// SPDX-License-Identifier: Apache-2.0
#include "lib/quantize/signal_ratio.h"

#include <cmath>

#include "quantize/quantize_support.h"
#include "support/catch.h"

namespace dinozero::quantize {
namespace {

TEST_CASE("Signal to noise in decibels", "[quantize][ratio]") {
  CHECK(signal_to_noise_db({3, 4}, {3, 4.5F}) == Approx(20.0));
  CHECK(signal_to_noise_db({1, 0}, {0, 0}) == Approx(0.0).margin(1e-12));
  CHECK(std::isinf(signal_to_noise_db({1, 2}, {1, 2})));
}

TEST_CASE("Cosines of vectors", "[quantize][ratio]") {
  const float x[] = {1, 0};
  const float y[] = {0, 2};
  const float diagonal[] = {3, 3};
  const float zero[] = {0, 0};
  CHECK(cosine(x, x, 2) == Approx(1.0));
  CHECK(cosine(x, y, 2) == 0);
  CHECK(cosine(x, diagonal, 2) == Approx(std::sqrt(0.5)));
  CHECK(cosine(zero, zero, 2) == 1);
  CHECK(cosine(x, zero, 2) == 0);
}

TEST_CASE("Cosines of the tokens of images", "[quantize][ratio]") {
  // Two images of a CLS token, a register and one patch.
  Rows a(6, 2);
  a.values = {1, 0, 5, 5, 1, 1, /**/ 0, 1, 5, 5, 2, 0};
  Rows b(6, 2);
  b.values = {1, 0, -5, 0, 1, 1, /**/ 1, 1, 0, 0, 0, 3};
  const TokenCosines cosines = token_cosines(a, b, 3, 1);
  CHECK(cosines.cls_mean == Approx((1 + std::sqrt(0.5)) / 2));
  CHECK(cosines.cls_worst == Approx(std::sqrt(0.5)));
  CHECK(cosines.patches_mean == Approx(0.5));
}

TEST_CASE("The worst hundredth of the images", "[quantize][ratio]") {
  Rows a(250 * 2, 2);
  Rows b(250 * 2, 2);
  for (int image = 0; image < 250; ++image) {
    const double angle = image == 7 ? 1.5 : image == 100 ? 1.0 : image == 200 ? 0.5 : 0.1;
    a.row(2 * image)[0] = 1;
    b.row(2 * image)[0] = static_cast<float>(std::cos(angle));
    b.row(2 * image)[1] = static_cast<float>(std::sin(angle));
  }
  CHECK(token_cosines(a, b, 2, 1).cls_worst ==
        Approx((std::cos(1.5) + std::cos(1.0) + std::cos(0.5)) / 3));
}

}  // namespace
}  // namespace dinozero::quantize
