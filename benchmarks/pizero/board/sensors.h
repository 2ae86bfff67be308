// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <cstdio>
#include <optional>
#include <string>

namespace dinozero::board {

/// The first line of a file, or of a command's output; empty where there is none.
std::string first_line_of_file(const std::string& path);
std::string first_line_of_command(const std::string& command);

/// What the board says of itself, e.g. "Raspberry Pi Zero W Rev 1.1"; "unknown" elsewhere.
std::string board_model();
/// As /proc/cpuinfo names it, e.g. "ARMv6-compatible processor rev 7 (v6l)".
std::string processor_model();
/// Name, release and machine of the kernel, e.g. "Linux 6.12.25+rpt-rpi-v6 armv6l".
std::string system_name();
/// The CPU frequency governor, or "unknown".
std::string governor();
/// Clock of the CPU now, in MHz.
std::optional<double> clock_mhz();
/// Temperature of the chip now, in degrees Celsius.
std::optional<double> temperature_celsius();

/// The firmware's throttling flags (vcgencmd get_throttled).
struct Throttling {
  static constexpr std::uint32_t kNow = 0xF;            // bits 0-3: under-voltage, capped,
                                                        // throttled, soft temperature limit
  static constexpr std::uint32_t kSinceBoot = 0xF0000;  // bits 16-19: the same, since boot
  std::uint32_t flags = 0;
  bool now() const { return (flags & kNow) != 0; }
  bool since_boot() const { return (flags & kSinceBoot) != 0; }
};
std::optional<Throttling> throttling();

}  // namespace dinozero::board
