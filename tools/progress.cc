// SPDX-License-Identifier: Apache-2.0
#include "tools/progress.h"

#include <unistd.h>

#include <cstdio>

namespace dinozero::tools {
namespace {

constexpr std::chrono::seconds kQuiet{2};
constexpr std::chrono::milliseconds kInterval{200};

}  // namespace

Progress::Progress(const char* what, std::size_t total)
    : what_(what),
      total_(total),
      terminal_(isatty(STDERR_FILENO) == 1),
      start_(Clock::now()),
      last_(start_) {}

Progress::~Progress() { clear(); }

void Progress::update(std::size_t done) {
  const auto now = Clock::now();
  if (!terminal_ || now - start_ < kQuiet || now - last_ < kInterval) return;
  last_ = now;
  shown_ = true;
  const double seconds = std::chrono::duration<double>(now - start_).count();
  const double left =
      done == 0 ? 0 : seconds / static_cast<double>(done) * static_cast<double>(total_ - done);
  std::fprintf(stderr, "\r\033[K%zu of %zu %s, about %.0f s left", done, total_, what_, left);
  std::fflush(stderr);
}

void Progress::clear() {
  if (!shown_) return;
  std::fputs("\r\033[K", stderr);
  std::fflush(stderr);
  shown_ = false;
}

}  // namespace dinozero::tools
