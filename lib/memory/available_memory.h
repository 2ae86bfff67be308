// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>

namespace dinozero {

/// Bytes of memory that the machine can still give without swapping, files in the page cache
/// counted as free: MemAvailable of Linux's /proc/meminfo. Nothing where the system does not say.
///
/// Linux grants allocations that it cannot back, and kills the process when they are used; whoever
/// is about to need much has to ask first.
std::optional<std::uint64_t> available_memory_bytes();

}  // namespace dinozero
