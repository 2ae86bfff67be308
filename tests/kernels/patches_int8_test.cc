// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "kernels/kernel_test_support.h"
#include "support/catch.h"

namespace dinozero::testing {
namespace {

constexpr float kScale[3] = {0.0171f, 0.0175f, -0.0174f};
constexpr float kOffset[3] = {-2.12f, -2.04f, 1.80f};

TEST_CASE("quantize_patch_values rounds what a pixel can be", "[kernels][patches]") {
  for (const int limit : {127, 31, 1}) {
    const kernels::PatchQuantization quantization =
        kernels::quantize_patch_values(kScale, kOffset, limit);
    CAPTURE(limit);
    double largest = 0.0;
    double worst = 0.0;
    for (std::size_t channel = 0; channel < 3; ++channel) {
      for (std::size_t value = 0; value < 256; ++value) {
        const double n = static_cast<double>(value) * static_cast<double>(kScale[channel]) +
                         static_cast<double>(kOffset[channel]);
        largest = std::max(largest, std::fabs(n));
        const double q = quantization.values[channel][value];
        worst = std::max(worst, std::fabs(n - q * static_cast<double>(quantization.scale)));
      }
    }
    CHECK(static_cast<double>(quantization.scale) == Approx(largest / limit));
    CHECK(worst <= static_cast<double>(quantization.scale) * 0.50001);
  }
}

TEST_CASE("patches_from_rgb8_int8 cuts and looks up", "[kernels][patches]") {
  const kernels::PatchQuantization quantization =
      kernels::quantize_patch_values(kScale, kOffset, 127);
  for (const kernels::PatchGrid& grid : {kernels::PatchGrid{14, 14, 16},
                                         {2, 3, 14},
                                         {3, 2, 8},
                                         {5, 7, 4},
                                         {1, 1, 1},
                                         {2, 2, 7},
                                         {1, 3, 17},
                                         {2, 1, 31},
                                         {1, 1, 40},
                                         {0, 3, 16}}) {
    const auto patch = static_cast<std::size_t>(grid.patch);
    const auto cols = static_cast<std::size_t>(grid.cols);
    const std::size_t count = 3 * static_cast<std::size_t>(grid.rows) * cols * patch * patch;
    for (const kernels::KernelTable* table : supported_tables()) {
      for (const Guard guard : kGuards) {
        CAPTURE(table->name, grid.rows, grid.cols, grid.patch, static_cast<int>(guard));
        GuardedBuffer<std::uint8_t> rgb(count, guard);
        for (std::size_t i = 0; i < count; ++i) {
          rgb[i] = static_cast<std::uint8_t>((i * 2654435761u) >> 24);
        }
        rgb.make_read_only();
        GuardedBuffer<std::int8_t> patches(count, guard);
        table->patches_from_rgb8_int8(grid, rgb.data(), quantization, patches.data());
        bool equal = true;
        for (std::size_t i = 0; i < count; ++i) {
          // patches[cell][channel][y][x]
          const std::size_t x = i % patch;
          const std::size_t y = i / patch % patch;
          const std::size_t channel = i / (patch * patch) % 3;
          const std::size_t cell = i / (3 * patch * patch);
          const std::size_t pixel =
              (cell / cols * patch + y) * cols * patch + cell % cols * patch + x;
          equal = equal && patches[i] == quantization.values[channel][rgb[3 * pixel + channel]];
        }
        CHECK(equal);
      }
    }
  }
}

}  // namespace
}  // namespace dinozero::testing
