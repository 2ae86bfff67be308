// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstddef>

namespace dinozero::tools {

/// A line on stderr that says how far a long job is: only on a terminal, only after two seconds.
class Progress {
 public:
  Progress(const char* what, std::size_t total);
  ~Progress();
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  /// `done` of `total` are done.
  void update(std::size_t done);
  /// Removes the line, before something else is printed.
  void clear();

 private:
  using Clock = std::chrono::steady_clock;

  const char* what_;
  std::size_t total_;
  bool terminal_;
  bool shown_ = false;
  Clock::time_point start_;
  Clock::time_point last_;
};

}  // namespace dinozero::tools
