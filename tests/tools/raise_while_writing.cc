// SPDX-License-Identifier: Apache-2.0
// To be preloaded into a program: sends it a signal while it writes a file. DINOZERO_TEST_SIGNAL is
// "CALL NUMBER": the call, pthread_sigmask, write, fsync or rename, before whose first use (for
// write: the second, when half of the file is there) signal NUMBER is raised. Of writes, those
// to files in /dev and pipes do not count.
#include <dlfcn.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <cstring>

namespace {

// Counts calls of `name` and raises the signal before number `which`.
void raise_before(const char* name, int which) {
  static int calls = 0;
  char call[32];
  int signal = 0;
  const char* wanted = std::getenv("DINOZERO_TEST_SIGNAL");
  if (wanted == nullptr || std::sscanf(wanted, "%31s %d", call, &signal) != 2) return;
  if (std::strcmp(call, name) == 0 && ++calls == which) kill(getpid(), signal);
}

template <typename Function>
Function next(const char* name, Function /*like*/) {
  return reinterpret_cast<Function>(dlsym(RTLD_NEXT, name));
}

bool is_file(int fd) {
  struct stat status;
  return fd > STDERR_FILENO && fstat(fd, &status) == 0 && S_ISREG(status.st_mode);
}

}  // namespace

extern "C" {

int pthread_sigmask(int how, const sigset_t* set, sigset_t* old) noexcept {
  raise_before("pthread_sigmask", 1);
  return next("pthread_sigmask", &pthread_sigmask)(how, set, old);
}

ssize_t write(int fd, const void* data, size_t bytes) {
  if (is_file(fd)) raise_before("write", 2);
  return next("write", &write)(fd, data, bytes);
}

int fsync(int fd) {
  raise_before("fsync", 1);
  return next("fsync", &fsync)(fd);
}

int rename(const char* from, const char* to) noexcept {
  raise_before("rename", 1);
  return next("rename", &rename)(from, to);
}
}
