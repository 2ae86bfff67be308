// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "lib/quantize/compute.h"
#include "lib/quantize/rows.h"

namespace dinozero::quantize {

/// One scale and zero point for all rows: those that minimise the sum of importance[column] *
/// (x - rounded x)^2, searched over ranges [a * smallest, b * largest] on a histogram of the
/// values. 0 is always a code, so that it stays exact. `importance` has x.width numbers.
ActivationRounding static_rounding(const Rows& x, const std::vector<double>& importance);

/// Share of the values that lie more than half a step outside of what the codes reach.
double clipped_share(const ActivationRounding& rounding, const Rows& x);

}  // namespace dinozero::quantize
