// SPDX-License-Identifier: Apache-2.0
#include "sensors.h"

#include <sys/utsname.h>

#include <cstdlib>
#include <cstring>

namespace dinozero::board {
namespace {

std::string read_line(std::FILE* file) {
  char line[512] = "";
  if (std::fgets(line, sizeof line, file) == nullptr) return "";
  line[std::strcspn(line, "\n")] = '\0';
  return line;
}

// The value of the first line "NAME : VALUE" of /proc/cpuinfo.
std::string cpuinfo_value(const char* name) {
  std::FILE* file = std::fopen("/proc/cpuinfo", "re");
  if (file == nullptr) return "";
  std::string value;
  char line[512];
  while (value.empty() && std::fgets(line, sizeof line, file) != nullptr) {
    const char* colon = std::strchr(line, ':');
    if (colon == nullptr || std::strncmp(line, name, std::strlen(name)) != 0) continue;
    value = colon + 1;
    value.erase(0, value.find_first_not_of(" \t"));
    value.erase(value.find_last_not_of(" \t\n") + 1);
  }
  std::fclose(file);
  return value;
}

std::string or_unknown(std::string text) { return text.empty() ? "unknown" : text; }

// The number after the "=" that vcgencmd's answers have.
std::string vcgencmd(const char* what) {
  const std::string answer =
      first_line_of_command(std::string("vcgencmd ") + what + " 2>/dev/null");
  const std::size_t equals = answer.find('=');
  return equals == std::string::npos ? "" : answer.substr(equals + 1);
}

}  // namespace

std::string first_line_of_file(const std::string& path) {
  std::FILE* file = std::fopen(path.c_str(), "re");
  if (file == nullptr) return "";
  std::string line = read_line(file);
  std::fclose(file);
  return line;
}

std::string first_line_of_command(const std::string& command) {
  std::FILE* pipe = popen(command.c_str(), "r");
  if (pipe == nullptr) return "";
  std::string line = read_line(pipe);
  return pclose(pipe) == 0 ? line : "";
}

std::string board_model() {
  std::string model = first_line_of_file("/proc/device-tree/model");
  if (model.empty()) model = cpuinfo_value("Model");
  return or_unknown(model);
}

std::string processor_model() { return or_unknown(cpuinfo_value("model name")); }

std::string system_name() {
  utsname name{};
  uname(&name);
  return std::string(name.sysname) + " " + name.release + " " + name.machine;
}

std::string governor() {
  return or_unknown(first_line_of_file("/sys/devices/system/cpu/cpu0/cpufreq/scaling_governor"));
}

std::optional<double> clock_mhz() {
  const std::string kilohertz =
      first_line_of_file("/sys/devices/system/cpu/cpu0/cpufreq/scaling_cur_freq");
  if (!kilohertz.empty()) return std::atof(kilohertz.c_str()) / 1e3;
  const std::string hertz = vcgencmd("measure_clock arm");
  if (!hertz.empty()) return std::atof(hertz.c_str()) / 1e6;
  return std::nullopt;
}

std::optional<double> temperature_celsius() {
  const std::string millidegrees = first_line_of_file("/sys/class/thermal/thermal_zone0/temp");
  if (!millidegrees.empty()) return std::atof(millidegrees.c_str()) / 1e3;
  const std::string degrees = vcgencmd("measure_temp");
  if (!degrees.empty()) return std::atof(degrees.c_str());
  return std::nullopt;
}

std::optional<Throttling> throttling() {
  std::string flags = vcgencmd("get_throttled");
  if (flags.empty()) {
    flags = first_line_of_file("/sys/devices/platform/soc/soc:firmware/get_throttled");
  }
  if (flags.empty()) return std::nullopt;
  constexpr int kHexadecimal = 16;
  return Throttling{static_cast<std::uint32_t>(std::strtoul(flags.c_str(), nullptr, kHexadecimal))};
}

}  // namespace dinozero::board
