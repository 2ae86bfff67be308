// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "kernels/kernel_test_support.h"
#include "support/catch.h"

namespace dinozero::testing {
namespace {

constexpr kernels::PatchGrid kGrids[] = {
    {14, 14, 16}, {14, 10, 16}, {2, 3, 14}, {3, 2, 8},  {5, 7, 4},  {1, 1, 1},  {1, 5, 1},
    {2, 2, 7},    {1, 3, 17},   {2, 1, 31}, {1, 2, 32}, {2, 2, 33}, {1, 1, 40}, {0, 3, 16},
};

std::size_t values_of(const kernels::PatchGrid& grid) {
  return std::size_t{3} * static_cast<std::size_t>(grid.rows * grid.patch) *
         static_cast<std::size_t>(grid.cols * grid.patch);
}

struct Pixel {
  std::size_t channel, y, x;
};

// Which pixel of the image the element `index` of the patches is, by the definition
// patches[row * cols + col][channel][y][x].
Pixel pixel_of(const kernels::PatchGrid& grid, std::size_t index) {
  const auto patch = static_cast<std::size_t>(grid.patch);
  const auto cols = static_cast<std::size_t>(grid.cols);
  const std::size_t x = index % patch;
  const std::size_t y = index / patch % patch;
  const std::size_t channel = index / (patch * patch) % 3;
  const std::size_t cell = index / (3 * patch * patch);
  return {channel, cell / cols * patch + y, cell % cols * patch + x};
}

TEST_CASE("patches_from_rgb8 cuts and normalises", "[kernels][patches]") {
  const float scale[3] = {0.0171f, 0.0175f, -0.0174f};
  const float offset[3] = {-2.12f, -2.04f, 1.80f};
  for (const kernels::PatchGrid& grid : kGrids) {
    const std::size_t width = static_cast<std::size_t>(grid.cols * grid.patch);
    for (const kernels::KernelTable* table : supported_tables()) {
      for (const Guard guard : kGuards) {
        CAPTURE(table->name, grid.rows, grid.cols, grid.patch, static_cast<int>(guard));
        GuardedBuffer<std::uint8_t> rgb(values_of(grid), guard);
        for (std::size_t i = 0; i < rgb.size(); ++i) {
          rgb[i] = static_cast<std::uint8_t>((i * 2654435761u) >> 24);
        }
        rgb.make_read_only();
        GuardedBuffer<float> patches(values_of(grid), guard);
        table->patches_from_rgb8(grid, rgb.data(), scale, offset, patches.data());
        WorstError worst;
        for (std::size_t i = 0; i < patches.size(); ++i) {
          const Pixel pixel = pixel_of(grid, i);
          const double value = rgb[(pixel.y * width + pixel.x) * 3 + pixel.channel];
          const double scaled = value * static_cast<double>(scale[pixel.channel]);
          const double added = offset[pixel.channel];
          worst.add(patches[i],
                    {scaled + added, 2 * kUnitRoundoff * (std::fabs(scaled) + std::fabs(added))});
        }
        CHECK(worst.ratio() <= 1.0);
      }
    }
  }
}

TEST_CASE("patches_from_chw_f32 cuts", "[kernels][patches]") {
  for (const kernels::PatchGrid& grid : kGrids) {
    const std::size_t width = static_cast<std::size_t>(grid.cols * grid.patch);
    const std::size_t height = static_cast<std::size_t>(grid.rows * grid.patch);
    const std::vector<float> image = RandomFloats(4).vector(values_of(grid));
    for (const kernels::KernelTable* table : supported_tables()) {
      for (const Guard guard : kGuards) {
        CAPTURE(table->name, grid.rows, grid.cols, grid.patch, static_cast<int>(guard));
        const GuardedInput chw(image, guard);
        GuardedBuffer<float> patches(values_of(grid), guard);
        table->patches_from_chw_f32(grid, chw.data(), width * height, patches.data());
        bool equal = true;
        for (std::size_t i = 0; i < patches.size(); ++i) {
          const Pixel pixel = pixel_of(grid, i);
          equal =
              equal && patches[i] == image[(pixel.channel * height + pixel.y) * width + pixel.x];
        }
        CHECK(equal);
      }
    }
  }
}

TEST_CASE("Bands of rows cut to the same patches as the whole grid", "[kernels][patches]") {
  constexpr kernels::PatchGrid kWhole = {5, 3, 4};
  constexpr std::size_t kBandFloats = std::size_t{3} * 3 * 4 * 4;  // of one row of patches
  constexpr std::size_t kChannel = std::size_t{5} * 4 * 3 * 4;
  const std::vector<float> chw = RandomFloats(4).vector(values_of(kWhole));
  for (const kernels::KernelTable* table : supported_tables()) {
    std::vector<float> whole(values_of(kWhole));
    table->patches_from_chw_f32(kWhole, chw.data(), kChannel, whole.data());
    std::vector<float> banded(whole.size());
    for (std::size_t row = 0; row < 5; row += 2) {
      const kernels::PatchGrid band = {row == 4 ? 1 : 2, 3, 4};
      table->patches_from_chw_f32(band, chw.data() + row * 4 * 12, kChannel,
                                  banded.data() + row * kBandFloats);
    }
    CHECK(banded == whole);
  }
}

}  // namespace
}  // namespace dinozero::testing
