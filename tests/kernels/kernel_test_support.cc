// SPDX-License-Identifier: Apache-2.0
#include "kernels/kernel_test_support.h"

#include <algorithm>
#include <limits>

namespace dinozero::testing {

std::vector<const kernels::KernelTable*> supported_tables() {
  int count = 0;
  const kernels::KernelTable* const* tables = kernels::all_kernel_tables(&count);
  std::vector<const kernels::KernelTable*> supported;
  std::copy_if(tables, tables + count, std::back_inserter(supported),
               [](const kernels::KernelTable* table) { return table->supported(); });
  return supported;
}

void WorstError::add(float actual, const Expected& expected) {
  const double value = actual;
  if (std::isnan(value) && std::isnan(expected.value)) return;
  if (value == expected.value) return;  // equal infinities, too
  const double ratio = std::fabs(value - expected.value) / expected.bound;
  ratio_ = ratio <= std::numeric_limits<double>::max() ? std::max(ratio_, ratio)
                                                       : std::numeric_limits<double>::infinity();
}

GuardedInput::GuardedInput(const std::vector<float>& values, Guard guard)
    : buffer_(values.size(), guard) {
  std::copy(values.begin(), values.end(), buffer_.begin());
  buffer_.make_read_only();
}

}  // namespace dinozero::testing
