// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace dinozero::testing {

/// Write `channels` bytes a pixel: 1 grey, 2 grey and alpha, 3 RGB, 4 RGBA.
void write_png(const std::string& path, int width, int height, int channels,
               const std::vector<std::uint8_t>& pixels);
void write_bmp(const std::string& path, int width, int height, int channels,
               const std::vector<std::uint8_t>& pixels);
void write_jpeg(const std::string& path, int width, int height, int channels,
                const std::vector<std::uint8_t>& pixels);

}  // namespace dinozero::testing
