// SPDX-License-Identifier: Apache-2.0
#include "tools/image_file.h"

#include <cstdint>
#include <cstdlib>
#include <string>
#include <vector>

#include "support/catch.h"
#include "tools/picture_files.h"
#include "tools/run_program.h"

namespace dinozero::tools {
namespace {

using testing::TemporaryFolder;

std::vector<std::uint8_t> bytes_of(const ImageFile& file) {
  const ImageView view = file.view();
  return {view.pixels, view.pixels + view.width * view.height * bytes_per_pixel(view.format)};
}

Error error_of(const std::string& path) {
  const auto file = read_image_file(path);
  REQUIRE_FALSE(file.has_value());
  CHECK(file.error().message.find(path) != std::string::npos);
  return file.error();
}

TEST_CASE("picture files keep their pixels and channels", "[tools][image_file]") {
  const TemporaryFolder folder;
  const std::vector<std::uint8_t> rgb = {255, 0, 0, 0, 255, 0, 0, 0, 255,
                                         1,   2, 3, 4, 5,   6, 7, 8, 9};

  testing::write_png(folder / "a.png", 3, 2, 3, rgb);
  const auto png = read_image_file(folder / "a.png");
  REQUIRE(png.has_value());
  CHECK(png->width() == 3);
  CHECK(png->height() == 2);
  CHECK(png->view().format == PixelFormat::kRgb8);
  CHECK(bytes_of(*png) == rgb);

  testing::write_bmp(folder / "a.bmp", 3, 2, 3, rgb);
  const auto bmp = read_image_file(folder / "a.bmp");
  REQUIRE(bmp.has_value());
  CHECK(bytes_of(*bmp) == rgb);

  const std::vector<std::uint8_t> rgba = {10, 20, 30, 0, 40, 50, 60, 128};
  testing::write_png(folder / "rgba.png", 2, 1, 4, rgba);
  const auto with_alpha = read_image_file(folder / "rgba.png");
  REQUIRE(with_alpha.has_value());
  CHECK(with_alpha->view().format == PixelFormat::kRgba8);
  CHECK(bytes_of(*with_alpha) == rgba);

  testing::write_png(folder / "grey.png", 2, 1, 1, {7, 200});
  const auto grey = read_image_file(folder / "grey.png");
  REQUIRE(grey.has_value());
  CHECK(grey->view().format == PixelFormat::kGray8);
  CHECK(bytes_of(*grey) == std::vector<std::uint8_t>{7, 200});

  testing::write_png(folder / "grey-alpha.png", 2, 1, 2, {7, 0, 200, 255});
  const auto grey_alpha = read_image_file(folder / "grey-alpha.png");
  REQUIRE(grey_alpha.has_value());
  CHECK(grey_alpha->view().format == PixelFormat::kGray8);
  CHECK(bytes_of(*grey_alpha) == std::vector<std::uint8_t>{7, 200});
}

TEST_CASE("pictures in memory are those in files", "[tools][image_file]") {
  const TemporaryFolder folder;
  testing::write_png(folder / "a.png", 2, 1, 3, {1, 2, 3, 4, 5, 6});
  const std::string content = testing::read_file(folder / "a.png");
  const auto* bytes = reinterpret_cast<const std::uint8_t*>(content.data());
  const auto picture = decode_image(bytes, content.size(), "name");
  REQUIRE(picture.has_value());
  CHECK(picture->width() == 2);
  CHECK(bytes_of(*picture) == std::vector<std::uint8_t>{1, 2, 3, 4, 5, 6});

  for (std::size_t length = 0; length < content.size() - 12; ++length) {
    const std::vector<std::uint8_t> cut(bytes, bytes + length);
    const auto broken = decode_image(cut.data(), cut.size(), "name");
    REQUIRE_FALSE(broken.has_value());
    CHECK(broken.error().message.find("name: ") == 0);
  }
  CHECK(decode_image(bytes, 0, "name").error().message ==
        "name: expected a picture, found an empty file");
}

TEST_CASE("JPEG files are decoded", "[tools][image_file]") {
  const TemporaryFolder folder;
  std::vector<std::uint8_t> flat;
  for (int i = 0; i < 32 * 24; ++i) flat.insert(flat.end(), {200, 100, 50});
  testing::write_jpeg(folder / "a.jpg", 32, 24, 3, flat);
  const auto jpeg = read_image_file(folder / "a.jpg");
  REQUIRE(jpeg.has_value());
  CHECK(jpeg->width() == 32);
  CHECK(jpeg->height() == 24);
  const auto found = bytes_of(*jpeg);
  int largest = 0;
  for (std::size_t i = 0; i < flat.size(); ++i) {
    largest = std::max(largest, std::abs(found[i] - flat[i]));
  }
  CHECK(largest <= 4);
}

TEST_CASE("of 16-bit samples the upper half is kept", "[tools][image_file]") {
  // 2 x 1, grey, 0x1234 and 0xFEDC.
  constexpr std::uint8_t kPng[] = {
      0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0x00, 0x00, 0x00, 0x0d, 0x49, 0x48,
      0x44, 0x52, 0x00, 0x00, 0x00, 0x02, 0x00, 0x00, 0x00, 0x01, 0x10, 0x00, 0x00, 0x00,
      0x00, 0x81, 0xd9, 0xfc, 0x15, 0x00, 0x00, 0x00, 0x0d, 0x49, 0x44, 0x41, 0x54, 0x78,
      0x9c, 0x63, 0x10, 0x32, 0xf9, 0x77, 0x07, 0x00, 0x03, 0xc1, 0x02, 0x21, 0x0d, 0xe3,
      0x47, 0x32, 0x00, 0x00, 0x00, 0x00, 0x49, 0x45, 0x4e, 0x44, 0xae, 0x42, 0x60, 0x82};
  const TemporaryFolder folder;
  testing::write_file(folder / "16.png", kPng, sizeof kPng);
  const auto file = read_image_file(folder / "16.png");
  REQUIRE(file.has_value());
  CHECK(bytes_of(*file) == std::vector<std::uint8_t>{0x12, 0xFE});
}

TEST_CASE("files that are no pictures give errors that name them", "[tools][image_file]") {
  const TemporaryFolder folder;
  CHECK(error_of(folder / "missing.png").code == ErrorCode::kNotFound);
  CHECK(error_of(folder / "").code == ErrorCode::kIo);

  testing::write_file(folder / "empty.png", "", 0);
  CHECK(error_of(folder / "empty.png").code == ErrorCode::kMalformedFile);
  testing::write_file(folder / "text.png", "no picture", 10);
  CHECK(error_of(folder / "text.png").code == ErrorCode::kUnsupported);
  testing::write_file(folder / "animation.gif", "GIF89a\1\0\1\0\0\0\0", 13);
  CHECK(error_of(folder / "animation.gif").code == ErrorCode::kUnsupported);
  // A bitmap header that promises 65536 x 1 pixels.
  const std::uint8_t wide[54] = {'B', 'M', 0, 0, 0, 0, 0, 0, 0, 0, 54, 0, 0, 0, 40,
                                 0,   0,   0, 0, 0, 1, 0, 1, 0, 0, 0,  1, 0, 24};
  testing::write_file(folder / "wide.bmp", wide, sizeof wide);
  const Error too_wide = error_of(folder / "wide.bmp");
  CHECK(too_wide.code == ErrorCode::kUnsupported);
  CHECK(too_wide.message.find("65536 x 1") != std::string::npos);
}

TEST_CASE("a picture that is cut off is an error at every length", "[tools][image_file]") {
  const TemporaryFolder folder;
  std::vector<std::uint8_t> pixels;
  for (int i = 0; i < 16 * 16 * 3; ++i) pixels.push_back(static_cast<std::uint8_t>(i * 37));
  testing::write_png(folder / "whole.png", 16, 16, 3, pixels);
  const std::string whole = testing::read_file(folder / "whole.png");
  // Nothing is needed of the last chunk, IEND, of 12 bytes.
  for (std::size_t length = 0; length < whole.size() - 12; ++length) {
    testing::write_file(folder / "cut.png", whole.data(), length);
    CAPTURE(length);
    REQUIRE_FALSE(read_image_file(folder / "cut.png").has_value());
  }
}

}  // namespace
}  // namespace dinozero::tools
