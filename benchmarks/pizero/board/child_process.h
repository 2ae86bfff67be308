// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstdint>
#include <ctime>

namespace dinozero::board {

inline std::int64_t monotonic_ns() {
  timespec now{};
  clock_gettime(CLOCK_MONOTONIC, &now);
  return static_cast<std::int64_t>(now.tv_sec) * 1'000'000'000 + now.tv_nsec;
}

/// How a finished process went.
struct ChildResult {
  int exit_code = 0;              ///< of exit(), or 128 + signal
  int signal = 0;                 ///< that ended it, or 0
  std::int64_t user_us = 0;       ///< CPU time of the program
  std::int64_t system_us = 0;     ///< CPU time of the kernel on its behalf
  std::int64_t peak_rss_kib = 0;  ///< see wait_for_child
  std::int64_t minor_faults = 0;  ///< pages mapped without I/O
  std::int64_t major_faults = 0;  ///< pages read from a disk
};

/// Waits for `pid` to end. The peak is ru_maxrss of wait4: the kernel takes it, when the process
/// ends, from the same high-water mark that /proc/PID/status shows as VmHWM, so nothing has to
/// sample a running process; where the program had children of its own, it is that of the largest.
/// (On a kernel for several cores it may lag by up to 64 pages a thread, as VmHWM does.)
inline ChildResult wait_for_child(pid_t pid) {
  int status = 0;
  rusage usage{};
  while (wait4(pid, &status, 0, &usage) < 0 && errno == EINTR) {
  }
  ChildResult result;
  result.signal = WIFSIGNALED(status) ? WTERMSIG(status) : 0;
  result.exit_code = result.signal != 0 ? 128 + result.signal : WEXITSTATUS(status);
  const auto microseconds = [](const timeval& time) {
    return static_cast<std::int64_t>(time.tv_sec) * 1'000'000 + time.tv_usec;
  };
  result.user_us = microseconds(usage.ru_utime);
  result.system_us = microseconds(usage.ru_stime);
  result.peak_rss_kib = usage.ru_maxrss;
  result.minor_faults = usage.ru_minflt;
  result.major_faults = usage.ru_majflt;
  return result;
}

}  // namespace dinozero::board
