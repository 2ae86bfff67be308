// SPDX-License-Identifier: Apache-2.0
// Definitions in the executable take the place of the C library's for every library of the process.
#include "allocation/counting_hooks.h"

#include <dlfcn.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <sys/mman.h>
#include <unistd.h>

#include <atomic>

namespace {

std::atomic<bool> counting{false};
std::atomic<long> allocations{0};
std::atomic<long> frees{0};
std::atomic<long> io{0};

void count(std::atomic<long>* counter) {
  if (counting.load(std::memory_order_relaxed)) counter->fetch_add(1, std::memory_order_relaxed);
}

template <typename Function>
Function next(const char* name) {
  return reinterpret_cast<Function>(dlsym(RTLD_NEXT, name));
}

}  // namespace

extern "C" {

// glibc's own names for the allocator: dlsym would allocate before it could be asked for them.
void* __libc_malloc(size_t bytes);
void* __libc_calloc(size_t count, size_t bytes);
void* __libc_realloc(void* memory, size_t bytes);
void* __libc_memalign(size_t alignment, size_t bytes);
void __libc_free(void* memory);

void* malloc(size_t bytes) {
  count(&allocations);
  return __libc_malloc(bytes);
}
void* calloc(size_t elements, size_t bytes) {
  count(&allocations);
  return __libc_calloc(elements, bytes);
}
void* realloc(void* memory, size_t bytes) {
  count(&allocations);
  return __libc_realloc(memory, bytes);
}
void* aligned_alloc(size_t alignment, size_t bytes) {
  count(&allocations);
  return __libc_memalign(alignment, bytes);
}
int posix_memalign(void** memory, size_t alignment, size_t bytes) {
  count(&allocations);
  *memory = __libc_memalign(alignment, bytes);
  return *memory == nullptr ? 12 /* ENOMEM */ : 0;
}
void free(void* memory) {
  count(&frees);
  __libc_free(memory);
}

void* mmap(void* address, size_t bytes, int protection, int flags, int file, off_t offset) {
  count(&allocations);
  static const auto real = next<decltype(&mmap)>("mmap");
  return real(address, bytes, protection, flags, file, offset);
}
int munmap(void* address, size_t bytes) {
  count(&frees);
  static const auto real = next<decltype(&munmap)>("munmap");
  return real(address, bytes);
}

int open(const char* path, int flags, ...) {
  count(&io);
  va_list arguments;
  va_start(arguments, flags);
  const int mode = va_arg(arguments, int);
  va_end(arguments);
  static const auto real = next<int (*)(const char*, int, int)>("open");
  return real(path, flags, mode);
}
int openat(int directory, const char* path, int flags, ...) {
  count(&io);
  va_list arguments;
  va_start(arguments, flags);
  const int mode = va_arg(arguments, int);
  va_end(arguments);
  static const auto real = next<int (*)(int, const char*, int, int)>("openat");
  return real(directory, path, flags, mode);
}
FILE* fopen(const char* path, const char* mode) {
  count(&io);
  static const auto real = next<decltype(&fopen)>("fopen");
  return real(path, mode);
}
ssize_t read(int file, void* buffer, size_t bytes) {
  count(&io);
  static const auto real = next<decltype(&read)>("read");
  return real(file, buffer, bytes);
}
ssize_t write(int file, const void* buffer, size_t bytes) {
  count(&io);
  static const auto real = next<decltype(&write)>("write");
  return real(file, buffer, bytes);
}
int close(int file) {
  count(&io);
  static const auto real = next<decltype(&close)>("close");
  return real(file);
}

}  // extern "C"

namespace dinozero::testing {

CountCalls::CountCalls() {
  allocations = 0;
  frees = 0;
  io = 0;
  counting = true;
}

CountCalls::~CountCalls() { counting = false; }

CallCounts CountCalls::counts() const {
  counting = false;
  return {allocations, frees, io};
}

}  // namespace dinozero::testing
