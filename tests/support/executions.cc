// SPDX-License-Identifier: Apache-2.0
#include "support/executions.h"

#include "kernels/kernel_table.h"
#include "lib/backend/linear_backend.h"

namespace dinozero::testing {
namespace {

struct NamedSet {
  const char* name;
  KernelSet kernel_set;
};
constexpr NamedSet kSets[] = {{"reference", KernelSet::kReference},
                              {"armv6", KernelSet::kArmv6},
                              {"avx2", KernelSet::kAvx2},
                              {"avx512", KernelSet::kAvx512},
                              {"avx512vnni", KernelSet::kAvx512Vnni}};

}  // namespace

std::vector<Execution> executions() {
  std::vector<Execution> result;
  for (const NamedSet& set : kSets) {
    const kernels::KernelTable* table = kernels::find_kernel_table(set.name);
    if (table == nullptr || !table->supported()) continue;
    result.push_back({std::string("native/") + set.name, Backend::kNative, set.kernel_set});
  }
  if (has_xnnpack()) result.push_back({"xnnpack", Backend::kXnnpack, KernelSet::kAuto});
  return result;
}

Options with_execution(Options options, const Execution& execution) {
  options.backend = execution.backend;
  options.kernel_set = execution.kernel_set;
  return options;
}

}  // namespace dinozero::testing
