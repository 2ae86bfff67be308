// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace dinozero::tools {

/// The most memory that was resident for this process at any time, in bytes: VmHWM of
/// /proc/self/status. 0 where that cannot be read.
double peak_memory_bytes();

}  // namespace dinozero::tools
