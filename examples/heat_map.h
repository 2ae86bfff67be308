// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "examples/canvas.h"

namespace dinozero::examples {

/// `photograph` with the map of rows x cols values on top: dark violet where it is low, through
/// red and orange to light yellow where it is high. The map is scaled so that its lowest value and
/// its highest (but for one in a hundred, which a single patch often is) span all colours, and
/// enlarged smoothly.
Canvas overlay(const Canvas& photograph, const std::vector<float>& map, int rows, int cols);

}  // namespace dinozero::examples
