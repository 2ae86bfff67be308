// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>
#include <cstdint>

#include "lib/image/resize.h"
#include "support/catch.h"

namespace dinozero {
namespace {

// Python's int(round(x / 2.0)), by the C library's rounding instead of integer arithmetic.
std::int64_t rounded_half(std::int64_t x) {
  return static_cast<std::int64_t>(std::nearbyint(static_cast<double>(x) / 2.0));
}

struct Offset {
  std::int64_t position;  // in the resized picture
  std::int64_t padding;   // before it
};

// torchvision.transforms.functional.center_crop on one axis: pad if the picture is smaller, then
// cut out of what that gives.
Offset torchvision_offset(std::int64_t resized, std::int64_t crop) {
  std::int64_t padding_before = 0;
  std::int64_t padding_after = 0;
  if (crop > resized) {
    padding_before = (crop - resized) / 2;
    padding_after = (crop - resized + 1) / 2;
  }
  return {rounded_half(resized + padding_before + padding_after - crop), padding_before};
}

TEST_CASE("crop geometry is torchvision's for square inputs", "[image][geometry]") {
  const int resize = GENERATE(256, 224, 97, 40);
  const int crop = GENERATE(224, 96, 64);
  int compared = 0;
  for (int width = 1; width < 4000; width += 1 + width / 7) {
    for (int height = 1; height < 4000; height += 1 + height / 11) {
      const CropGeometry geometry = center_crop_geometry(width, height, resize, crop, crop, crop);
      // torchvision's _compute_resized_output_size: int(resize * long / short), a division of
      // doubles.
      const int shorter = std::min(width, height);
      const int longer = std::max(width, height);
      const auto resized_long =
          static_cast<std::int64_t>(static_cast<double>(resize) * longer / shorter);
      const std::int64_t resized_width = width <= height ? resize : resized_long;
      const std::int64_t resized_height = width <= height ? resized_long : resize;
      const Offset x = torchvision_offset(resized_width, crop);
      const Offset y = torchvision_offset(resized_height, crop);
      CAPTURE(width, height, resize, crop);
      REQUIRE(geometry.resized_width == resized_width);
      REQUIRE(geometry.resized_height == resized_height);
      REQUIRE(geometry.left == x.position - x.padding);
      REQUIRE(geometry.top == y.position - y.padding);
      REQUIRE(geometry.width == crop);
      REQUIRE(geometry.height == crop);
      ++compared;
    }
  }
  CHECK(compared > 1000);
}

// Values from torchvision 0.29: Resize(256) and CenterCrop(224).
TEST_CASE("crop geometry of known pictures", "[image][geometry]") {
  struct Case {
    int width, height;
    std::int64_t resized_width, resized_height, left, top;
  };
  for (const Case& c : {Case{640, 480, 341, 256, 58, 16}, Case{333, 501, 256, 385, 16, 80},
                        Case{1000, 667, 383, 256, 80, 16}, Case{451, 300, 384, 256, 80, 16},
                        Case{1, 1, 256, 256, 16, 16}, Case{1, 300, 256, 76800, 16, 38288}}) {
    CAPTURE(c.width, c.height);
    const CropGeometry geometry = center_crop_geometry(c.width, c.height, 256, 224, 224, 224);
    CHECK(geometry.resized_width == c.resized_width);
    CHECK(geometry.resized_height == c.resized_height);
    CHECK(geometry.left == c.left);
    CHECK(geometry.top == c.top);
  }
}

TEST_CASE("crop geometry of strips does not overflow", "[image][geometry]") {
  const CropGeometry tall = center_crop_geometry(1, 20000, 256, 224, 224, 224);
  CHECK(tall.resized_width == 256);
  CHECK(tall.resized_height == 5120000);
  CHECK(tall.top == (5120000 - 224) / 2);
  const CropGeometry longest = center_crop_geometry(kMaxSide, 1, 16 * 256, 224, 224, 224);
  CHECK(longest.resized_width == std::int64_t{kMaxSide} * 16 * 256);
  CHECK(longest.resized_height == 16 * 256);
  CHECK(longest.left == (std::int64_t{kMaxSide} * 16 * 256 - 224) / 2);
}

TEST_CASE("the resized picture covers an input of any shape, and no smaller one does",
          "[image][geometry]") {
  const int input_width = GENERATE(224, 160, 96, 280);
  const int input_height = GENERATE(224, 96, 448);
  const std::int64_t target_width = shortest_resized_side(input_width, 256, 224);
  const std::int64_t target_height = shortest_resized_side(input_height, 256, 224);
  CHECK(target_width == std::llround(input_width * 256.0 / 224.0));
  for (int width = 1; width < 3000; width += 1 + width / 5) {
    for (int height = 1; height < 3000; height += 1 + height / 5) {
      CAPTURE(width, height, input_width, input_height);
      const CropGeometry geometry =
          center_crop_geometry(width, height, 256, 224, input_width, input_height);
      REQUIRE(geometry.resized_width >= target_width);
      REQUIRE(geometry.resized_height >= target_height);
      REQUIRE((geometry.resized_width == target_width || geometry.resized_height == target_height));
      // Proportions are kept, to the pixel that truncation takes.
      const double scale_x = static_cast<double>(geometry.resized_width) / width;
      const double scale_y = static_cast<double>(geometry.resized_height) / height;
      REQUIRE(std::abs(scale_x * height - static_cast<double>(geometry.resized_height)) <=
              1.0 + scale_y / scale_x * height / width);
      // The centre is kept: what is cut off on both sides differs by a pixel at most.
      const std::int64_t right = geometry.resized_width - geometry.left - geometry.width;
      const std::int64_t bottom = geometry.resized_height - geometry.top - geometry.height;
      REQUIRE(std::abs(right - geometry.left) <= 1);
      REQUIRE(std::abs(bottom - geometry.top) <= 1);
    }
  }
}

}  // namespace
}  // namespace dinozero
