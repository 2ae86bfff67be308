// SPDX-License-Identifier: Apache-2.0
#include "lib/backend/choose_backend.h"

#include <cstring>
#include <string>

#include "lib/backend/linear_backend.h"

namespace dinozero {
namespace {

const char* table_name(KernelSet set) {
  switch (set) {
    case KernelSet::kAuto:
    case KernelSet::kReference:
      return "reference";
    case KernelSet::kArmv6:
      return "armv6";
    case KernelSet::kAvx2:
      return "avx2";
    case KernelSet::kAvx512:
      return "avx512";
    case KernelSet::kAvx512Vnni:
      return "avx512vnni";
  }
  return "";
}

std::string supported_names() {
  std::string names;
  int count = 0;
  const kernels::KernelTable* const* tables = kernels::all_kernel_tables(&count);
  for (int index = 0; index < count; ++index) {
    if (!tables[index]->supported()) continue;
    names += names.empty() ? "" : ", ";
    names += tables[index]->name;
  }
  return names;
}

}  // namespace

Expected<const kernels::KernelTable*> choose_kernels(KernelSet set) {
  if (set == KernelSet::kAuto) return &kernels::best_kernel_table();
  const kernels::KernelTable* table = kernels::find_kernel_table(table_name(set));
  if (table != nullptr && table->supported()) return table;
  return tl::unexpected(Error{ErrorCode::kUnsupported,
                              "Options::kernel_set: expected one that this build has and this CPU "
                              "runs (" +
                                  supported_names() + "), found " + table_name(set)});
}

// docs/backends.md has the figures behind this: on x86-64 the library's kernels are faster than
// XNNPACK and use the weights in place; on ARMv6 a table tells for each layer; on CPUs without
// kernels of its own XNNPACK is faster.
BackendChoice choose_backend(Backend asked, KernelSet asked_kernels,
                             const kernels::KernelTable& kernels) {
  if (asked != Backend::kAuto) return {asked, "asked for"};
  if (asked_kernels != KernelSet::kAuto) return {Backend::kNative, "its kernel set is asked for"};
  if (std::strcmp(kernels.name, "armv6") == 0 && has_xnnpack()) {
    return {Backend::kAuto, "by the table of estimated cycles"};
  }
  if (std::strcmp(kernels.name, "reference") != 0) {
    return {Backend::kNative, "has kernels for this CPU"};
  }
  if (!has_xnnpack()) return {Backend::kNative, "this build has no XNNPACK"};
  return {Backend::kXnnpack, "only portable kernels for this CPU"};
}

}  // namespace dinozero
