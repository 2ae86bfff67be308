// SPDX-License-Identifier: Apache-2.0
#include "examples/heat_map.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>

namespace dinozero::examples {
namespace {

struct Color {
  float red, green, blue;
};

// Rising in brightness, so that it also reads in grey.
constexpr std::array<Color, 7> kColors = {{{10, 5, 30},
                                           {60, 15, 105},
                                           {135, 30, 115},
                                           {205, 60, 80},
                                           {245, 115, 40},
                                           {252, 190, 50},
                                           {253, 250, 175}}};

float mix(float a, float b, float share) { return a + (b - a) * share; }

Color color_of(float value) {
  const float position = value * static_cast<float>(kColors.size() - 1);
  const auto below = std::min(static_cast<std::size_t>(position), kColors.size() - 2);
  const float share = position - static_cast<float>(below);
  const Color& a = kColors[below];
  const Color& b = kColors[below + 1];
  return {mix(a.red, b.red, share), mix(a.green, b.green, share), mix(a.blue, b.blue, share)};
}

// To 0..1.
std::vector<float> scaled(std::vector<float> map) {
  std::vector<float> sorted = map;
  std::sort(sorted.begin(), sorted.end());
  const float low = sorted.front();
  const float high = sorted[(sorted.size() - 1) * 99 / 100];
  const float range = high > low ? high - low : 1.0F;
  for (float& value : map) value = std::clamp((value - low) / range, 0.0F, 1.0F);
  return map;
}

// Weights of the four values around a position for Catmull-Rom interpolation.
std::array<float, 4> cubic_weights(float t) {
  return {((-0.5F * t + 1.0F) * t - 0.5F) * t, (1.5F * t - 2.5F) * t * t + 1.0F,
          ((-1.5F * t + 2.0F) * t + 0.5F) * t, (0.5F * t - 0.5F) * t * t};
}

// The map between its values, which lie at the centres of the patches; `x` and `y` in patches.
float interpolate(const std::vector<float>& map, int rows, int cols, float x, float y) {
  const float left = std::floor(x - 0.5F);
  const float top = std::floor(y - 0.5F);
  const auto across = cubic_weights(x - 0.5F - left);
  const auto down = cubic_weights(y - 0.5F - top);
  float value = 0;
  for (int i = 0; i < 4; ++i) {
    const int row = std::clamp(static_cast<int>(top) - 1 + i, 0, rows - 1);
    for (int j = 0; j < 4; ++j) {
      const int col = std::clamp(static_cast<int>(left) - 1 + j, 0, cols - 1);
      value += down[static_cast<std::size_t>(i)] * across[static_cast<std::size_t>(j)] *
               map[static_cast<std::size_t>(row) * static_cast<std::size_t>(cols) +
                   static_cast<std::size_t>(col)];
    }
  }
  return std::clamp(value, 0.0F, 1.0F);
}

}  // namespace

Canvas overlay(const Canvas& photograph, const std::vector<float>& map, int rows, int cols) {
  const std::vector<float> values = scaled(map);
  const float patches_per_column =
      static_cast<float>(cols) / static_cast<float>(photograph.width());
  const float patches_per_row = static_cast<float>(rows) / static_cast<float>(photograph.height());
  Canvas result = photograph;
  for (int y = 0; y < photograph.height(); ++y) {
    for (int x = 0; x < photograph.width(); ++x) {
      const float value =
          interpolate(values, rows, cols, (static_cast<float>(x) + 0.5F) * patches_per_column,
                      (static_cast<float>(y) + 0.5F) * patches_per_row);
      const Color heat = color_of(value);
      // The photograph stays visible, without its colours, the more the lower the value.
      Rgb& pixel = result.at(x, y);
      const float grey = 0.30F * pixel.red + 0.59F * pixel.green + 0.11F * pixel.blue;
      const float opacity = 0.40F + 0.45F * value;
      const auto blend = [&](float heat_channel) {
        const float shaded = heat_channel * (0.7F + 0.3F * grey / 255.0F);
        return static_cast<std::uint8_t>(mix(0.8F * grey, shaded, opacity));
      };
      pixel = {blend(heat.red), blend(heat.green), blend(heat.blue)};
    }
  }
  return result;
}

}  // namespace dinozero::examples
