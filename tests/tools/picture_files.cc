// SPDX-License-Identifier: Apache-2.0
#include "tools/picture_files.h"

#include "support/catch.h"

#define STB_IMAGE_WRITE_IMPLEMENTATION
#define STB_IMAGE_WRITE_STATIC
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wunused-function"
#include <stb_image_write.h>
#pragma GCC diagnostic pop

namespace dinozero::testing {

void write_png(const std::string& path, int width, int height, int channels,
               const std::vector<std::uint8_t>& pixels) {
  REQUIRE(stbi_write_png(path.c_str(), width, height, channels, pixels.data(), width * channels));
}

void write_bmp(const std::string& path, int width, int height, int channels,
               const std::vector<std::uint8_t>& pixels) {
  REQUIRE(stbi_write_bmp(path.c_str(), width, height, channels, pixels.data()));
}

void write_jpeg(const std::string& path, int width, int height, int channels,
                const std::vector<std::uint8_t>& pixels) {
  constexpr int kQuality = 95;
  REQUIRE(stbi_write_jpg(path.c_str(), width, height, channels, pixels.data(), kQuality));
}

}  // namespace dinozero::testing
