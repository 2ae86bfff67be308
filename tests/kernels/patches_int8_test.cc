// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <limits>
#include <vector>

#include "kernels/kernel_test_support.h"
#include "support/catch.h"

namespace dinozero::testing {
namespace {

constexpr float kScale[3] = {0.0171f, 0.0175f, -0.0174f};
constexpr float kOffset[3] = {-2.12f, -2.04f, 1.80f};

// What the bytes of a picture are like.
enum class Pixels {
  kAny,
  kNarrow,  // a few values around one that differs from patch to patch
  kBlack,
};

std::uint8_t pixel_value(Pixels kind, std::size_t i, std::size_t patch) {
  const std::uint32_t noise = static_cast<std::uint32_t>(i) * 2654435761u >> 24;
  switch (kind) {
    case Pixels::kAny:
      return static_cast<std::uint8_t>(noise);
    case Pixels::kNarrow:
      return static_cast<std::uint8_t>(i / (3 * patch) * 37 + noise % 5);
    default:
      return 0;
  }
}

TEST_CASE("patches_from_rgb8_int8 cuts and quantizes every patch", "[kernels][patches]") {
  const Pixels kind = GENERATE(Pixels::kAny, Pixels::kNarrow, Pixels::kBlack);
  // Without an offset black has no scale.
  const bool has_offset = GENERATE(true, false);
  constexpr float kNoOffset[3] = {0.0f, 0.0f, 0.0f};
  const float* offset = has_offset ? kOffset : kNoOffset;
  const int limit = kind == Pixels::kNarrow ? 31 : 127;
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
    const auto cells = static_cast<std::size_t>(grid.rows) * static_cast<std::size_t>(grid.cols);
    const std::size_t dim = 3 * patch * patch;
    for (const kernels::KernelTable* table : supported_tables()) {
      for (const Guard guard : kGuards) {
        CAPTURE(table->name, static_cast<int>(kind), has_offset, grid.rows, grid.cols, grid.patch,
                static_cast<int>(guard));
        GuardedBuffer<std::uint8_t> rgb(cells * dim, guard);
        for (std::size_t i = 0; i < rgb.size(); ++i) rgb[i] = pixel_value(kind, i, patch);
        rgb.make_read_only();
        GuardedBuffer<float> floats(static_cast<std::size_t>(grid.cols) * dim, guard,
                                    alignof(float));
        GuardedBuffer<std::int8_t> q(cells * dim, guard);
        GuardedBuffer<float> q_scale(cells, guard, alignof(float));
        kernels::PatchesInt8Args args;
        args.grid = grid;
        args.rgb = rgb.data();
        args.scale = kScale;
        args.offset = offset;
        args.limit = limit;
        args.q = q.data();
        args.q_scale = q_scale.data();
        args.floats = floats.data();
        table->patches_from_rgb8_int8(args);

        std::vector<float> cut(cells * dim);
        std::vector<std::int8_t> expected(cells * dim);
        std::vector<float> expected_scale(cells);
        table->patches_from_rgb8(grid, rgb.data(), kScale, offset, cut.data());
        table->quantize_rows(static_cast<int>(cells), static_cast<int>(dim), cut.data(), limit,
                             expected.data(), expected_scale.data());
        CHECK(std::equal(expected.begin(), expected.end(), q.data()));
        CHECK(std::equal(expected_scale.begin(), expected_scale.end(), q_scale.data()));
      }
    }
  }
}

TEST_CASE("patches_from_rgb8_int8 gives patches beyond floats no codes", "[kernels][patches]") {
  const float scale[3] = {3e38f, 1.0f, 1.0f};
  const float offset[3] = {0.0f, 0.0f, 0.0f};
  const std::vector<std::uint8_t> rgb(3 * 8 * 8, 2);
  for (const kernels::KernelTable* table : supported_tables()) {
    CAPTURE(table->name);
    std::vector<float> floats(rgb.size());
    std::vector<std::int8_t> q(rgb.size(), 1);
    float q_scale = 0.0f;
    kernels::PatchesInt8Args args;
    args.grid = {1, 1, 8};
    args.rgb = rgb.data();
    args.scale = scale;
    args.offset = offset;
    args.q = q.data();
    args.q_scale = &q_scale;
    args.floats = floats.data();
    table->patches_from_rgb8_int8(args);
    CHECK(q_scale == std::numeric_limits<float>::infinity());
    CHECK(std::count(q.begin(), q.end(), 0) == static_cast<std::ptrdiff_t>(q.size()));
  }
}

}  // namespace
}  // namespace dinozero::testing
