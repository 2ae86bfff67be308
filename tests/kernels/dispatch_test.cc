// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <fstream>
#include <set>
#include <sstream>
#include <string>

#include "kernels/kernel_test_support.h"
#include "support/catch.h"

namespace dinozero::testing {
namespace {

using kernels::KernelTable;

std::vector<const KernelTable*> all_tables() {
  int count = 0;
  const KernelTable* const* tables = kernels::all_kernel_tables(&count);
  return {tables, tables + count};
}

TEST_CASE("every kernel set is complete and has its own name", "[kernels][dispatch]") {
  const std::vector<const KernelTable*> tables = all_tables();
  REQUIRE_FALSE(tables.empty());
  CHECK(std::string(tables.front()->name) == "reference");
  CHECK(tables.front()->supported());
  std::set<std::string> names;
  for (const KernelTable* table : tables) {
    CAPTURE(table->name);
    CHECK(names.insert(table->name).second);
    REQUIRE(table->supported != nullptr);
    CHECK(table->linear_f32 != nullptr);
    CHECK(table->linear_f32_scratch_bytes != nullptr);
    CHECK(table->attention_f32 != nullptr);
    CHECK(table->attention_f32_scratch_bytes != nullptr);
    CHECK(table->layer_norm_f32 != nullptr);
    CHECK(table->gelu_f32 != nullptr);
    CHECK(table->softmax_f32 != nullptr);
    CHECK(table->residual_f32 != nullptr);
    CHECK(table->patches_from_rgb8 != nullptr);
    CHECK(table->patches_from_chw_f32 != nullptr);
    CHECK(table->quantize_rows != nullptr);
    CHECK(table->quantize_static != nullptr);
    CHECK(table->layer_norm_quantize != nullptr);
    CHECK(table->linear_int8 != nullptr);
    CHECK(table->linear_int8_scratch_bytes != nullptr);
    CHECK(table->linear_int4 != nullptr);
    CHECK(table->linear_int4_scratch_bytes != nullptr);
    CHECK(table->linear_binary != nullptr);
    CHECK(table->linear_binary_scratch_bytes != nullptr);
  }
}

TEST_CASE("a kernel set is found by its name and runs its own kernels", "[kernels][dispatch]") {
  const std::vector<const KernelTable*> tables = all_tables();
  for (const KernelTable* table : tables) {
    CAPTURE(table->name);
    CHECK(kernels::find_kernel_table(table->name) == table);
    for (const KernelTable* other : tables) {
      if (other == table) continue;
      CHECK(other->linear_f32 != table->linear_f32);
      CHECK(other->quantize_rows != table->quantize_rows);
    }
  }
  CHECK(kernels::find_kernel_table("") == nullptr);
  CHECK(kernels::find_kernel_table("avx") == nullptr);
  CHECK(kernels::find_kernel_table("Reference") == nullptr);
}

TEST_CASE("the best kernel set is the last that this CPU supports", "[kernels][dispatch]") {
  const KernelTable& best = kernels::best_kernel_table();
  CHECK(best.supported());
  CHECK(&best == supported_tables().back());
}

#if defined(__x86_64__) && defined(__linux__)
TEST_CASE("x86 kernel sets are supported where Linux says so", "[kernels][dispatch]") {
  std::ifstream cpuinfo("/proc/cpuinfo");
  std::set<std::string> flags;
  for (std::string line; std::getline(cpuinfo, line);) {
    if (line.rfind("flags", 0) != 0) continue;
    std::istringstream words(line);
    for (std::string word; words >> word;) flags.insert(word);
    break;
  }
  REQUIRE(flags.count("sse2") == 1);
  const auto has = [&](std::initializer_list<const char*> needed) {
    return std::all_of(needed.begin(), needed.end(),
                       [&](const char* flag) { return flags.count(flag) == 1; });
  };
  const KernelTable* avx2 = kernels::find_kernel_table("avx2");
  const KernelTable* avx512 = kernels::find_kernel_table("avx512");
  REQUIRE(avx2 != nullptr);
  REQUIRE(avx512 != nullptr);
  const KernelTable* avx512vnni = kernels::find_kernel_table("avx512vnni");
  REQUIRE(avx512vnni != nullptr);
  CHECK(avx2->supported() == has({"avx2", "fma"}));
  CHECK(avx512->supported() == has({"avx2", "fma", "avx512f", "avx512bw", "avx512dq", "avx512vl"}));
  CHECK(avx512vnni->supported() ==
        has({"avx2", "fma", "avx512f", "avx512bw", "avx512dq", "avx512vl", "avx512_vnni"}));
}
#endif

TEST_CASE("scratch sizes are whole cache lines", "[kernels][dispatch]") {
  for (const KernelTable* table : all_tables()) {
    if (!table->supported()) continue;
    CAPTURE(table->name);
    for (const int n : {1, 3, 17, 64, 197, 1000}) {
      CHECK(table->linear_f32_scratch_bytes(n, n + 1, n + 2) % kScratchAlignment == 0);
      CHECK(table->linear_int8_scratch_bytes(n, n + 1, n + 2) % kScratchAlignment == 0);
      CHECK(table->linear_int4_scratch_bytes(n, n + 1, n + 2) % kScratchAlignment == 0);
      CHECK(table->linear_binary_scratch_bytes(n, n + 1, n + 2) % kScratchAlignment == 0);
      CHECK(table->attention_f32_scratch_bytes(n, n % 65 + 1) % kScratchAlignment == 0);
    }
    CHECK(table->linear_f32_scratch_bytes(0, 0, 0) % kScratchAlignment == 0);
  }
}

}  // namespace
}  // namespace dinozero::testing
