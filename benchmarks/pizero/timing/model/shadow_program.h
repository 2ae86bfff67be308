// SPDX-License-Identifier: Apache-2.0
// What a basic block does to the shadow registers, without what it overwrites unread.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace dinozero::timing {

struct Step;

struct ShadowOperation {
  enum class Kind : std::uint8_t {
    kForget,    // the registers of the masks
    kCompute,   // data processing, multiplications
    kAccess,    // loads and stores
    kTransfer,  // between core and VFP
    kPreload,   // its address is wanted
  };
  Kind kind = Kind::kForget;
  std::uint16_t step = 0;
  std::uint32_t core = 0, vfp = 0;
};

std::vector<ShadowOperation> shadow_program(std::span<const Step> steps);

}  // namespace dinozero::timing
