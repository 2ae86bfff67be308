// SPDX-License-Identifier: Apache-2.0
#include <cstdint>
#include <limits>
#include <string>

#include "lib/image/resize.h"
#include "support/catch.h"

namespace dinozero {
namespace {

constexpr int kLimit = 16384;
constexpr std::uint8_t kPixels[64] = {};

std::string rejection(const ImageView& image) {
  const Expected<void> result = validate_image(image, kLimit);
  REQUIRE_FALSE(result.has_value());
  CHECK(result.error().code == ErrorCode::kInvalidArgument);
  CHECK(result.error().message.find('\n') == std::string::npos);
  return result.error().message;
}

bool contains(const std::string& text, const std::string& part) {
  CAPTURE(text, part);
  return text.find(part) != std::string::npos;
}

TEST_CASE("valid pictures are accepted", "[image][validate]") {
  CHECK(validate_image({kPixels, 1, 1, 0, PixelFormat::kGray8}, kLimit));
  CHECK(validate_image({kPixels, 4, 4, 0, PixelFormat::kRgba8}, kLimit));
  CHECK(validate_image({kPixels, 4, 4, 12, PixelFormat::kBgr8}, kLimit));
  CHECK(validate_image({kPixels, 4, 3, 20, PixelFormat::kRgb8}, kLimit));
  CHECK(validate_image({kPixels, kLimit, 1, 0, PixelFormat::kGray8}, kLimit));
  CHECK(validate_image({kPixels, 1, kLimit, 0, PixelFormat::kGray8}, kLimit));
}

TEST_CASE("invalid pictures are refused with what was expected and found", "[image][validate]") {
  const std::string null = rejection({nullptr, 4, 5, 0, PixelFormat::kRgb8});
  CHECK(contains(null, "null pointer"));
  CHECK(contains(null, "4 x 5"));

  CHECK(contains(rejection({kPixels, 0, 4, 0, PixelFormat::kRgb8}), "found 0 x 4"));
  CHECK(contains(rejection({kPixels, 4, 0, 0, PixelFormat::kRgb8}), "found 4 x 0"));
  CHECK(contains(rejection({kPixels, -1, 4, 0, PixelFormat::kRgb8}), "found -1 x 4"));
  CHECK(contains(rejection({kPixels, 4, std::numeric_limits<int>::min(), 0, PixelFormat::kRgb8}),
                 "at least 1 x 1"));

  const std::string large = rejection({kPixels, 20000, 20000, 0, PixelFormat::kRgb8});
  CHECK(contains(large, "at most 16384"));
  CHECK(contains(large, "20000 x 20000"));
  CHECK(contains(rejection({kPixels, 1, kLimit + 1, 0, PixelFormat::kRgb8}), "1 x 16385"));

  const std::string stride = rejection({kPixels, 4, 4, 11, PixelFormat::kRgb8});
  CHECK(contains(stride, "at least 12 bytes"));
  CHECK(contains(stride, "found 11"));
  CHECK(contains(rejection({kPixels, 4, 4, 15, PixelFormat::kRgba8}), "at least 16 bytes"));
  CHECK(contains(rejection({kPixels, 4, 4, 3, PixelFormat::kGray8}), "at least 4 bytes"));

  CHECK(contains(rejection({kPixels, 4, 4, 0, static_cast<PixelFormat>(17)}), "found 17"));
  CHECK(contains(rejection({kPixels, 4, 4, 0, static_cast<PixelFormat>(-1)}), "found -1"));
}

TEST_CASE("rows that do not fit into the address space are refused", "[image][validate]") {
  constexpr std::size_t kHuge = std::numeric_limits<std::size_t>::max();
  CHECK(contains(rejection({kPixels, 4, 2, kHuge, PixelFormat::kRgb8}), "address space"));
  CHECK(contains(rejection({kPixels, 4, kLimit, kHuge / kLimit, PixelFormat::kRgb8}),
                 "address space"));
  // One row is never stepped over, so its stride does not matter.
  CHECK(validate_image({kPixels, 4, 1, kHuge, PixelFormat::kRgb8}, kLimit));
}

}  // namespace
}  // namespace dinozero
