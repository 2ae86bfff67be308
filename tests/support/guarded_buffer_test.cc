// SPDX-License-Identifier: Apache-2.0
#include "support/guarded_buffer.h"

#include <sys/wait.h>

#include <csignal>
#include <cstdint>

#include "support/catch.h"

namespace dinozero::testing {
namespace {

// Whether a write to *p kills a child process. A sanitizer may turn the signal into an exit code.
bool write_kills(volatile float* p) {
  const pid_t child = fork();
  if (child == 0) {
    std::signal(SIGSEGV, SIG_DFL);  // not the test framework's handler
    close(STDERR_FILENO);
    *p = 1.0f;
    _exit(0);
  }
  int status = 0;
  waitpid(child, &status, 0);
  return !(WIFEXITED(status) && WEXITSTATUS(status) == 0);
}

TEST_CASE("a guarded buffer stops accesses beyond its ends", "[guarded_buffer]") {
  for (const std::size_t count : {std::size_t{1}, std::size_t{5}, std::size_t{1024}}) {
    CAPTURE(count);
    GuardedBuffer<float> after(count, Guard::kAfter);
    GuardedBuffer<float> before(count, Guard::kBefore);
    CHECK_FALSE(write_kills(&after[0]));
    CHECK_FALSE(write_kills(&after[count - 1]));
    CHECK_FALSE(write_kills(&before[0]));
    CHECK(write_kills(after.data() + count));
    CHECK(write_kills(before.data() - 1));
    after.make_read_only();
    CHECK(write_kills(&after[0]));
  }
  GuardedBuffer<float> empty(0, Guard::kAfter);
  CHECK(write_kills(empty.data()));
  CHECK(write_kills(empty.data() - 1));
}

TEST_CASE("a guarded buffer is aligned where its size is", "[guarded_buffer]") {
  for (const Guard guard : {Guard::kBefore, Guard::kAfter}) {
    GuardedBuffer<float> buffer(48, guard, 64);
    CHECK(reinterpret_cast<std::uintptr_t>(buffer.data()) % 64 == 0);
    CHECK(buffer[0] != buffer[0]);  // NaN
  }
}

}  // namespace
}  // namespace dinozero::testing
