// SPDX-License-Identifier: Apache-2.0
#include <cstdint>
#include <vector>

#include "support/catch.h"
#include "support/synthetic_checkpoint.h"
#include "tools/evaluate/features.h"

namespace dinozero::evaluation {
namespace {

const PreprocessConfig kPlain{256, 224, {0, 0, 0}, {1, 1, 1}};

std::vector<float> pixels_of(const ImageView& image, const PreprocessConfig& preprocess = kPlain) {
  std::vector<float> out(kPixelDim, -9.0F);
  REQUIRE(pixel_function(preprocess)(image, out.data()).has_value());
  return out;
}

TEST_CASE("a picture of 32 x 32 is its own baseline", "[evaluate][pixels]") {
  const auto rgb = testing::image_rgb8(32, 32, 1);
  PreprocessConfig preprocess;
  const auto found = pixels_of({rgb.data(), 32, 32, 0, PixelFormat::kRgb8}, preprocess);
  for (std::size_t c = 0; c < 3; ++c) {
    for (std::size_t i = 0; i < 1024; ++i) {
      const float expected = (float(rgb[3 * i + c]) / 255 - preprocess.mean[c]) / preprocess.std[c];
      REQUIRE(found[c * 1024 + i] == Approx(expected).margin(1e-5));
    }
  }
}

TEST_CASE("cells are means of the pixels that they cover", "[evaluate][pixels]") {
  // 48 x 50: a cell is 1.5 pixels wide, and the first and last row are outside the square.
  std::vector<std::uint8_t> grey(48 * 50, 255);
  for (int x = 0; x < 48; ++x) {
    for (int y = 1; y < 49; ++y)
      grey[static_cast<std::size_t>(y * 48 + x)] = static_cast<std::uint8_t>(x);
  }
  const auto found = pixels_of({grey.data(), 48, 50, 0, PixelFormat::kGray8});
  // Of the first cell two thirds are pixel 0 and one third pixel 1, of the second the reverse of
  // 1, 2.
  CHECK(found[0] * 255 == Approx(1.0 / 3));
  CHECK(found[1] * 255 == Approx((0.5 * 1 + 2) / 1.5));
  CHECK(found[31] * 255 == Approx((0.5 * 46 + 47) / 1.5));
  CHECK(found[31 * 32] * 255 == Approx(1.0 / 3));
  CHECK(found[2 * 1024 + 5] == found[5]);

  // A single pixel fills everything; blue first, and a gap after each row.
  const std::vector<std::uint8_t> bgr = {51, 102, 153, 0, 0, 0};
  const auto one = pixels_of({bgr.data(), 1, 1, 6, PixelFormat::kBgr8});
  CHECK(one[0] == Approx(0.6));
  CHECK(one[1023] == Approx(0.6));
  CHECK(one[1024] == Approx(0.4));
  CHECK(one[3071] == Approx(0.2));
}

}  // namespace
}  // namespace dinozero::evaluation
