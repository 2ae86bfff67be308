// SPDX-License-Identifier: Apache-2.0
#include "examples/canvas.h"

#include <algorithm>
#include <cmath>

#define STB_IMAGE_WRITE_IMPLEMENTATION
#define STB_IMAGE_WRITE_STATIC
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wunused-function"
#include <stb_easy_font.h>
#include <stb_image_write.h>
#pragma GCC diagnostic pop

namespace dinozero::examples {
namespace {

struct Sum {
  float red = 0;
  float green = 0;
  float blue = 0;
  float weight = 0;

  void add(Rgb color, float share) {
    red += share * color.red;
    green += share * color.green;
    blue += share * color.blue;
    weight += share;
  }
  Rgb mean() const {
    const auto channel = [this](float sum) {
      return static_cast<std::uint8_t>(std::lround(sum / weight));
    };
    return {channel(red), channel(green), channel(blue)};
  }
};

Rgb pixel(const ImageView& image, int x, int y) {
  const auto bytes = static_cast<std::size_t>(bytes_per_pixel(image.format));
  const std::size_t stride =
      image.stride != 0 ? image.stride : static_cast<std::size_t>(image.width) * bytes;
  const std::uint8_t* at =
      image.pixels + static_cast<std::size_t>(y) * stride + static_cast<std::size_t>(x) * bytes;
  switch (image.format) {
    case PixelFormat::kGray8:
      return {at[0], at[0], at[0]};
    case PixelFormat::kBgr8:
      return {at[2], at[1], at[0]};
    case PixelFormat::kRgb8:
    case PixelFormat::kRgba8:
      break;
  }
  return {at[0], at[1], at[2]};
}

// The mean of the picture around (x, y) under a tent that reaches `radius` to every side.
Rgb sample(const ImageView& image, float x, float y, float radius) {
  const auto first = [radius](float center) {
    return std::max(0, static_cast<int>(std::ceil(center - radius - 0.5F)));
  };
  const auto last = [radius](float center, int size) {
    return std::min(size - 1, static_cast<int>(std::floor(center + radius - 0.5F)));
  };
  Sum sum;
  for (int row = first(y); row <= last(y, image.height); ++row) {
    const float vertical = 1.0F - std::abs(static_cast<float>(row) + 0.5F - y) / radius;
    for (int column = first(x); column <= last(x, image.width); ++column) {
      const float horizontal = 1.0F - std::abs(static_cast<float>(column) + 0.5F - x) / radius;
      sum.add(pixel(image, column, row), vertical * horizontal);
    }
  }
  if (sum.weight <= 0) {
    return pixel(image, std::clamp(static_cast<int>(x), 0, image.width - 1),
                 std::clamp(static_cast<int>(y), 0, image.height - 1));
  }
  return sum.mean();
}

}  // namespace

Canvas::Canvas(int width, int height, Rgb background)
    : width_(width),
      height_(height),
      pixels_(static_cast<std::size_t>(width) * static_cast<std::size_t>(height), background) {}

void Canvas::draw(int x, int y, const Canvas& picture) {
  for (int row = std::max(0, -y); row < std::min(picture.height(), height_ - y); ++row) {
    for (int column = std::max(0, -x); column < std::min(picture.width(), width_ - x); ++column) {
      at(x + column, y + row) = picture.at(column, row);
    }
  }
}

void Canvas::draw_text(int x, int y, const std::string& text, Rgb color) {
  // stb_easy_font gives the strokes of its letters as rectangles, four corners each.
  struct Corner {
    float x, y, z;
    unsigned char color[4];
  };
  constexpr int kScale = 2;
  constexpr std::size_t kCornersPerLetter = 4 * 16;
  std::vector<Corner> corners(kCornersPerLetter * (text.size() + 1));
  std::string line = text;
  const int rectangles = stb_easy_font_print(0, 0, line.data(), nullptr, corners.data(),
                                             static_cast<int>(corners.size() * sizeof(Corner)));
  for (std::size_t i = 0; i < static_cast<std::size_t>(rectangles); ++i) {
    const Corner& top_left = corners[4 * i];
    const Corner& bottom_right = corners[4 * i + 2];
    const int left = x + kScale * static_cast<int>(top_left.x);
    const int right = x + kScale * static_cast<int>(bottom_right.x);
    const int top = y + kScale * static_cast<int>(top_left.y);
    const int bottom = y + kScale * static_cast<int>(bottom_right.y);
    for (int row = std::max(0, top); row < std::min(height_, bottom); ++row) {
      for (int column = std::max(0, left); column < std::min(width_, right); ++column) {
        at(column, row) = color;
      }
    }
  }
}

bool Canvas::write_png(const std::string& path) const {
  return stbi_write_png(path.c_str(), width_, height_, 3, pixels_.data(),
                        width_ * static_cast<int>(sizeof(Rgb))) != 0;
}

Canvas center_crop(const ImageView& image, float share, int width, int height) {
  const float scale =
      share * std::min(static_cast<float>(image.width) / static_cast<float>(width),
                       static_cast<float>(image.height) / static_cast<float>(height));
  const float left = (static_cast<float>(image.width) - scale * static_cast<float>(width)) / 2;
  const float top = (static_cast<float>(image.height) - scale * static_cast<float>(height)) / 2;
  Canvas crop(width, height, Rgb{});
  for (int y = 0; y < height; ++y) {
    for (int x = 0; x < width; ++x) {
      crop.at(x, y) = sample(image, left + (static_cast<float>(x) + 0.5F) * scale,
                             top + (static_cast<float>(y) + 0.5F) * scale, std::max(1.0F, scale));
    }
  }
  return crop;
}

}  // namespace dinozero::examples
