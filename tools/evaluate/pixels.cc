// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

#include "tools/evaluate/features.h"

namespace dinozero::evaluation {
namespace {

// A pixel of a row or column, and how much of a cell it covers.
struct Share {
  int pixel;
  double weight;
};

// The pixels of a square's side that lie in cell `cell` of 32, with weights that add up to 1.
std::vector<Share> shares_of(int cell, int side) {
  const double begin = double(cell) * side / kPixelSide;
  const double end = double(cell + 1) * side / kPixelSide;
  std::vector<Share> shares;
  for (int pixel = static_cast<int>(begin); pixel < side && pixel < end; ++pixel) {
    const double covered = std::min<double>(end, pixel + 1) - std::max<double>(begin, pixel);
    if (covered > 0) shares.push_back({pixel, covered / (end - begin)});
  }
  return shares;
}

}  // namespace

FeatureFunction pixel_function(const PreprocessConfig& preprocess) {
  return [preprocess](const ImageView& image, float* out) -> Expected<void> {
    const int side = std::min(image.width, image.height);
    const int left = (image.width - side) / 2;
    const int top = (image.height - side) / 2;
    const auto bytes = static_cast<std::size_t>(bytes_per_pixel(image.format));
    const std::size_t stride =
        image.stride != 0 ? image.stride : static_cast<std::size_t>(image.width) * bytes;
    // Where red, green and blue are.
    std::array<std::size_t, 3> sample = {0, 1, 2};
    if (image.format == PixelFormat::kBgr8) sample = {2, 1, 0};
    if (image.format == PixelFormat::kGray8) sample = {0, 0, 0};

    for (int row = 0; row < kPixelSide; ++row) {
      const std::vector<Share> rows = shares_of(row, side);
      for (int col = 0; col < kPixelSide; ++col) {
        std::array<double, 3> sums{};
        const std::vector<Share> cols = shares_of(col, side);
        for (const Share& y : rows) {
          const std::uint8_t* line =
              image.pixels + static_cast<std::size_t>(top + y.pixel) * stride;
          for (const Share& x : cols) {
            const std::uint8_t* pixel = line + static_cast<std::size_t>(left + x.pixel) * bytes;
            for (std::size_t c = 0; c < 3; ++c) sums[c] += y.weight * x.weight * pixel[sample[c]];
          }
        }
        for (std::size_t c = 0; c < 3; ++c) {
          const double value =
              (sums[c] / 255 - double{preprocess.mean[c]}) / double{preprocess.std[c]};
          out[(static_cast<int>(c) * kPixelSide + row) * kPixelSide + col] =
              static_cast<float>(value);
        }
      }
    }
    return {};
  };
}

}  // namespace dinozero::evaluation
