// SPDX-License-Identifier: Apache-2.0
#include <cstring>

#include "kernels/kernel_table.h"
#include "kernels/reference/reference_kernels.h"
#if DINOZERO_KERNELS_ARMV6
#include "kernels/armv6/armv6_kernels.h"
#endif
#if DINOZERO_KERNELS_X86
#include "kernels/x86/x86_tables.h"
#endif

namespace dinozero::kernels {
namespace {

constexpr const KernelTable* kTables[] = {
    &reference::kTable,
#if DINOZERO_KERNELS_ARMV6
    &armv6::kTable,
#endif
#if DINOZERO_KERNELS_X86
    &x86::kAvx2Table,   &x86::kAvx512Table, &x86::kAvx512VnniTable,
#endif
};
constexpr int kTableCount = static_cast<int>(sizeof(kTables) / sizeof(kTables[0]));

}  // namespace

const KernelTable* const* all_kernel_tables(int* count) {
  *count = kTableCount;
  return kTables;
}

const KernelTable* find_kernel_table(const char* name) {
  for (const KernelTable* table : kTables) {
    if (std::strcmp(table->name, name) == 0) return table;
  }
  return nullptr;
}

const KernelTable& best_kernel_table() {
  for (int i = kTableCount - 1; i > 0; --i) {
    if (kTables[i]->supported()) return *kTables[i];
  }
  return reference::kTable;
}

}  // namespace dinozero::kernels
