// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <dinozero/image.h>

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace dinozero::examples {

struct Rgb {
  std::uint8_t red = 0;
  std::uint8_t green = 0;
  std::uint8_t blue = 0;
};

/// An RGB picture to draw on. What lies outside of it is not drawn.
class Canvas {
 public:
  Canvas(int width, int height, Rgb background);

  int width() const { return width_; }
  int height() const { return height_; }
  /// The pixel at (x, y), which has to lie inside.
  Rgb& at(int x, int y) { return pixels_[index(x, y)]; }
  const Rgb& at(int x, int y) const { return pixels_[index(x, y)]; }

  /// Copies `picture`, its top left corner at (x, y).
  void draw(int x, int y, const Canvas& picture);
  /// One line of text, about 16 pixels high, its top left corner at (x, y).
  void draw_text(int x, int y, const std::string& text, Rgb color);
  /// Whether the file could be written.
  bool write_png(const std::string& path) const;

 private:
  std::size_t index(int x, int y) const {
    return static_cast<std::size_t>(y) * static_cast<std::size_t>(width_) +
           static_cast<std::size_t>(x);
  }

  int width_;
  int height_;
  std::vector<Rgb> pixels_;
};

/// The centre of a picture, as large as `share` of the largest rectangle of the proportions width
/// x height that fits into it, scaled to width x height by averaging.
Canvas center_crop(const ImageView& image, float share, int width, int height);

}  // namespace dinozero::examples
