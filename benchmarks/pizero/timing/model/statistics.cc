// SPDX-License-Identifier: Apache-2.0
#include "model/statistics.h"

namespace dinozero::timing {
namespace {

constexpr std::uint64_t Statistics::*kScalars[] = {
    &Statistics::cycles,           &Statistics::instructions,
    &Statistics::issue_cycles,     &Statistics::loads,
    &Statistics::stores,           &Statistics::data_misses,
    &Statistics::store_misses,     &Statistics::instruction_misses,
    &Statistics::l2_misses,        &Statistics::micro_tlb_misses,
    &Statistics::tlb_misses,       &Statistics::branches,
    &Statistics::mispredicted,     &Statistics::folded,
    &Statistics::predicted_static, &Statistics::preloads,
    &Statistics::preloads_unknown, &Statistics::preload_misses,
    &Statistics::unmodelled,       &Statistics::unknown_fpscr};
static_assert(sizeof(Statistics) == (std::size(kScalars) + kStallCount) * sizeof(std::uint64_t),
              "every counter takes part in the sums");

}  // namespace

const char* stall_name(Stall stall) {
  constexpr const char* kNames[] = {"interlock",         "data miss",     "load/store unit",
                                    "write buffer",      "tlb",           "branch",
                                    "instruction fetch", "vfp interlock", "vfp pipe"};
  return kNames[static_cast<unsigned>(stall)];
}

Statistics& Statistics::operator+=(const Statistics& other) {
  for (auto scalar : kScalars) this->*scalar += other.*scalar;
  for (unsigned i = 0; i < kStallCount; ++i) stalls[i] += other.stalls[i];
  return *this;
}

Statistics Statistics::operator-(const Statistics& other) const {
  Statistics difference = *this;
  for (auto scalar : kScalars) difference.*scalar -= other.*scalar;
  for (unsigned i = 0; i < kStallCount; ++i) difference.stalls[i] -= other.stalls[i];
  return difference;
}

}  // namespace dinozero::timing
