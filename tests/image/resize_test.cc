// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <vector>

#include "kernels/kernel_test_support.h"
#include "lib/image/bicubic_axis.h"
#include "lib/image/resize.h"
#include "support/catch.h"
#include "support/guarded_buffer.h"
#include "support/synthetic_checkpoint.h"
#include "tools/image_file.h"

namespace dinozero {
namespace {

struct Recipe {
  int resize = 256;
  int crop = 224;
  int input_width = 224;
  int input_height = 224;
};

using Bytes = testing::GuardedBuffer<std::uint8_t>;

// Writes to memory between guard pages: an access beyond the end (or before the begin) is a fault.
std::vector<std::uint8_t> resized(const ImageView& image, const Recipe& recipe = {},
                                  testing::Guard guard = testing::Guard::kAfter) {
  REQUIRE(validate_image(image, kMaxSide));
  const CropGeometry geometry =
      center_crop_geometry(image.width, image.height, recipe.resize, recipe.crop,
                           recipe.input_width, recipe.input_height);
  Bytes workspace(resize_crop_workspace_bytes(std::max(image.width, image.height), recipe.resize,
                                              recipe.crop, recipe.input_width, recipe.input_height),
                  guard, 64);
  Bytes rgb(std::size_t{3} * static_cast<std::size_t>(recipe.input_width * recipe.input_height),
            guard);
  // Every kernel set gives the same bytes.
  std::vector<std::uint8_t> expected;
  for (const kernels::KernelTable* kernels : testing::supported_tables()) {
    resize_crop(*kernels, image, geometry, workspace.data(), rgb.data());
    if (expected.empty()) expected.assign(rgb.begin(), rgb.end());
    CHECK(std::equal(rgb.begin(), rgb.end(), expected.begin()));
  }
  return expected;
}

ImageView view(const std::vector<std::uint8_t>& pixels, int width, int height,
               PixelFormat format = PixelFormat::kRgb8, std::size_t stride = 0) {
  return {pixels.data(), width, height, stride, format};
}

// `rgb` in another format; grey keeps the red channel.
std::vector<std::uint8_t> converted(const std::vector<std::uint8_t>& rgb, PixelFormat format) {
  std::vector<std::uint8_t> pixels;
  for (std::size_t i = 0; i < rgb.size(); i += 3) {
    switch (format) {
      case PixelFormat::kRgb8:
        pixels.insert(pixels.end(), {rgb[i], rgb[i + 1], rgb[i + 2]});
        break;
      case PixelFormat::kRgba8:
        pixels.insert(pixels.end(),
                      {rgb[i], rgb[i + 1], rgb[i + 2], static_cast<std::uint8_t>(i * 37)});
        break;
      case PixelFormat::kBgr8:
        pixels.insert(pixels.end(), {rgb[i + 2], rgb[i + 1], rgb[i]});
        break;
      case PixelFormat::kGray8:
        pixels.push_back(rgb[i]);
        break;
    }
  }
  return pixels;
}

TEST_CASE("resized pictures equal torchvision's, bit by bit", "[image][golden]") {
  const auto [width, height] = GENERATE(table<int, int>({{451, 300},
                                                         {333, 501},
                                                         {1000, 667},
                                                         {1999, 1501},
                                                         {300, 1100},
                                                         {224, 224},
                                                         {37, 53},
                                                         {1, 300},
                                                         {300, 1},
                                                         {1, 1}}));
  std::string path = DINOZERO_TEST_DATA_DIR "/golden/data/preprocess/";
  path.append(std::to_string(width)).append("x").append(std::to_string(height)).append(".png");
  const auto golden = tools::read_image_file(path);
  REQUIRE(golden.has_value());
  REQUIRE(golden->width() == 224);
  REQUIRE(golden->height() == 224);
  REQUIRE(golden->view().format == PixelFormat::kRgb8);
  const std::uint8_t* expected = golden->view().pixels;

  const auto picture = testing::image_rgb8(width, height, 7);
  const auto found = resized(view(picture, width, height));
  int different = 0;
  int largest = 0;
  for (std::size_t i = 0; i < found.size(); ++i) {
    different += found[i] != expected[i];
    largest = std::max(largest, std::abs(found[i] - expected[i]));
  }
  CAPTURE(path, different, largest);
  CHECK(different == 0);
}

TEST_CASE("a constant picture stays constant, and padding is black", "[image]") {
  const auto [width, height] = GENERATE(
      table<int, int>({{1, 1}, {640, 480}, {3, 1000}, {1000, 3}, {257, 1031}, {224, 224}}));
  const int resize = GENERATE(256, 100);
  std::vector<std::uint8_t> picture;
  for (int i = 0; i < width * height; ++i) picture.insert(picture.end(), {7, 130, 255});

  const CropGeometry geometry = center_crop_geometry(width, height, resize, 224, 224, 224);
  const auto found = resized(view(picture, width, height), {resize, 224, 224, 224});
  bool as_expected = true;
  for (int y = 0; y < 224; ++y) {
    for (int x = 0; x < 224; ++x) {
      const std::int64_t source_x = geometry.left + x;
      const std::int64_t source_y = geometry.top + y;
      const bool inside = source_x >= 0 && source_x < geometry.resized_width && source_y >= 0 &&
                          source_y < geometry.resized_height;
      const std::uint8_t* pixel = found.data() + std::size_t{3} * (y * 224 + x);
      as_expected = as_expected && pixel[0] == (inside ? 7 : 0) && pixel[1] == (inside ? 130 : 0) &&
                    pixel[2] == (inside ? 255 : 0);
    }
  }
  CAPTURE(width, height, resize);
  CHECK(as_expected);
}

TEST_CASE("a picture of the resized size is only cropped", "[image]") {
  const auto picture = testing::image_rgb8(256, 256, 3);
  const auto found = resized(view(picture, 256, 256));
  bool equal = true;
  for (std::size_t y = 0; y < 224; ++y) {
    equal = equal && std::equal(found.begin() + y * 224 * 3, found.begin() + (y + 1) * 224 * 3,
                                picture.begin() + ((y + 16) * 256 + 16) * 3);
  }
  CHECK(equal);
}

TEST_CASE("every pixel format gives the same picture", "[image]") {
  // The third has the vertical pass first.
  const auto [width, height] =
      GENERATE(table<int, int>({{451, 300}, {37, 53}, {300, 1100}, {1, 7}}));
  const auto picture = testing::image_rgb8(width, height, 11);
  const auto expected = resized(view(picture, width, height));
  CAPTURE(width, height);

  const auto bgr = converted(picture, PixelFormat::kBgr8);
  CHECK(resized(view(bgr, width, height, PixelFormat::kBgr8)) == expected);
  const auto rgba = converted(picture, PixelFormat::kRgba8);
  CHECK(resized(view(rgba, width, height, PixelFormat::kRgba8)) == expected);

  const auto gray = converted(picture, PixelFormat::kGray8);
  auto red = expected;
  for (std::size_t i = 0; i < red.size(); ++i) red[i] = expected[i - i % 3];
  CHECK(resized(view(gray, width, height, PixelFormat::kGray8)) == red);
}

TEST_CASE("the gaps between rows are not looked at", "[image]") {
  const PixelFormat format =
      GENERATE(PixelFormat::kRgb8, PixelFormat::kRgba8, PixelFormat::kBgr8, PixelFormat::kGray8);
  const auto [width, height] = GENERATE(table<int, int>({{123, 77}, {300, 1100}}));
  const int gap = GENERATE(1, 5, 64);
  const auto packed = converted(testing::image_rgb8(width, height, 5), format);
  const std::size_t row = static_cast<std::size_t>(width * bytes_per_pixel(format));
  const std::size_t stride = row + static_cast<std::size_t>(gap);

  // Without a gap after the last row: the memory ends there.
  Bytes spaced(stride * static_cast<std::size_t>(height - 1) + row, testing::Guard::kAfter);
  for (std::size_t y = 0; y < static_cast<std::size_t>(height); ++y) {
    std::copy_n(packed.data() + y * row, row, spaced.data() + y * stride);
  }
  CHECK(resized({spaced.data(), width, height, stride, format}) ==
        resized(view(packed, width, height, format)));
}

TEST_CASE("small pictures of every size stay within their memory", "[image]") {
  const PixelFormat format =
      GENERATE(PixelFormat::kRgb8, PixelFormat::kRgba8, PixelFormat::kBgr8, PixelFormat::kGray8);
  // Reduced, enlarged, padded, and an input that is not square.
  const Recipe recipe = GENERATE(Recipe{8, 7, 7, 7}, Recipe{32, 28, 28, 28}, Recipe{5, 16, 16, 16},
                                 Recipe{8, 7, 21, 5});
  const testing::Guard guard = GENERATE(testing::Guard::kBefore, testing::Guard::kAfter);
  std::uint64_t sum = 0;
  for (int width = 1; width <= 40; ++width) {
    for (int height = 1; height <= 40; ++height) {
      Bytes pixels(static_cast<std::size_t>(width * height * bytes_per_pixel(format)), guard);
      std::fill(pixels.begin(), pixels.end(), std::uint8_t{200});
      pixels.make_read_only();
      const auto rgb = resized({pixels.data(), width, height, 0, format}, recipe, guard);
      const int center = recipe.input_height / 2 * recipe.input_width + recipe.input_width / 2;
      sum += rgb[std::size_t{3} * static_cast<std::size_t>(center)];
    }
  }
  CHECK(sum == 1600u * 200u);
}

TEST_CASE("long strips are right and need little memory", "[image]") {
  // Equal pixels across make the strip a row of numbers; Pillow's result for the middle of it
  // follows from the picture that is wide enough not to be enlarged across.
  const bool tall = GENERATE(true, false);
  const int length = 20000;
  std::vector<std::uint8_t> strip(length);
  for (int i = 0; i < length; ++i) strip[i] = static_cast<std::uint8_t>((i * 7919) >> 3);
  const int width = tall ? 1 : length;
  const int height = tall ? length : 1;
  const auto found = resized(view(strip, width, height, PixelFormat::kGray8));

  // Enlarged 256 times: crop pixel 112 is the centre, on the border of two source pixels.
  const auto at = [&](int along, int across) {
    const int x = tall ? across : along;
    const int y = tall ? along : across;
    return found[std::size_t{3} * (y * 224 + x)];
  };
  bool same_across = true;
  for (int along = 0; along < 224; ++along) {
    for (int across = 0; across < 224; ++across) {
      same_across = same_across && at(along, across) == at(along, 0);
    }
  }
  CHECK(same_across);
  // The crop spans source positions 10000 - 112 / 256 to 10000 + 112 / 256; cubic convolution of
  // four pixels, Keys 1981.
  const auto cubic = [](double x) {
    x = std::abs(x);
    return x < 1 ? 1.5 * x * x * x - 2.5 * x * x + 1
                 : (x < 2 ? -0.5 * x * x * x + 2.5 * x * x - 4 * x + 2 : 0.0);
  };
  int largest = 0;
  for (int along = 0; along < 224; ++along) {
    const double position = length / 2.0 + (along + 0.5 - 112) / 256;
    double value = 0;
    for (int i = length / 2 - 4; i < length / 2 + 4; ++i) {
      value += strip[i] * cubic(i + 0.5 - position);
    }
    const int expected = static_cast<int>(std::lround(std::clamp(value, 0.0, 255.0)));
    largest = std::max(largest, std::abs(expected - at(along, 0)));
  }
  CHECK(largest <= 1);
}

TEST_CASE("positions a period apart have the same weights", "[image]") {
  const auto [source, resized] = GENERATE(table<int, int>({{224, 256},
                                                           {480, 256},
                                                           {240, 256},
                                                           {720, 256},
                                                           {100, 100},
                                                           {16, 256},
                                                           {3, 256},
                                                           {1001, 224},
                                                           {kMaxSide, 1 << 16}}));
  CAPTURE(source, resized);
  const BicubicAxis axis(source, resized);
  const int period = axis.period();
  CHECK((period > 0) == (source != 1001 && source != 3));
  std::vector<std::int32_t> weights(static_cast<std::size_t>(axis.max_taps()));
  std::vector<std::int32_t> before = weights;
  bool equal = true;
  for (int position = period; period > 0 && position < resized; ++position) {
    const bool whole = axis.whole(position) && axis.whole(position - period);
    if (!whole) continue;
    const Taps last = axis.taps(position - period, before.data());
    const Taps taps = axis.taps(position, weights.data());
    equal = equal && taps.first == last.first + axis.source_period() && taps.count == last.count &&
            std::equal(weights.begin(), weights.begin() + taps.count, before.begin());
  }
  CHECK(equal);
}

TEST_CASE("the workspace grows with the longest side and not with the picture", "[image]") {
  CHECK(resize_crop_workspace_bytes(640, 256, 224, 224, 224) < 32 * 1024);
  CHECK(resize_crop_workspace_bytes(4096, 256, 224, 224, 224) < 28 * 4096);
  CHECK(resize_crop_workspace_bytes(16384, 256, 224, 224, 224) < 27 * 16384);
  CHECK(resize_crop_workspace_bytes(20000, 256, 224, 224, 224) < 27 * 20000);
}

}  // namespace
}  // namespace dinozero
