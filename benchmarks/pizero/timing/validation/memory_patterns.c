// SPDX-License-Identifier: Apache-2.0
// Memory access patterns with the same shape as the published Raspberry Pi measurements: random
// reads (one chain and two chains), copies and fills. Prints "NAME bytes-or-reads cycles"; the
// cycles come from the timing model.
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../mark.h"

static uint64_t cycles(void) {
  static uint64_t count __attribute__((aligned(8)));
  DINOZERO_READ_CYCLES(&count);
  return *(volatile uint64_t*)&count;
}

// A pseudo-random offset of 31 bits; three steps of a linear congruential generator.
static inline uint32_t random_offset(uint32_t* seed) {
  uint32_t offset;
  *seed = *seed * 1103515245u + 12345u;
  offset = (*seed >> 16) & 0xffu;
  *seed = *seed * 1103515245u + 12345u;
  offset |= (*seed >> 8) & 0xff00u;
  *seed = *seed * 1103515245u + 12345u;
  return offset | (*seed & 0x7fff0000u);
}

// Each read feeds the generator (the buffer is zero), so the next one cannot start before it.
__attribute__((noinline)) static uint32_t random_read(const volatile unsigned char* buffer,
                                                      uint32_t mask, unsigned count) {
  uint32_t seed = 0;
  for (unsigned k = 0; k < count; ++k) seed |= buffer[random_offset(&seed) & mask];
  return seed;
}

// Two independent reads at a time.
__attribute__((noinline)) static uint32_t dual_read(const volatile unsigned char* buffer,
                                                    uint32_t mask, unsigned count) {
  uint32_t seed = 0;
  for (unsigned k = 0; k < count; ++k) {
    const uint32_t first = random_offset(&seed) & mask, second = random_offset(&seed) & mask;
    const uint32_t a = buffer[first], b = buffer[second];
    seed |= a | b;
  }
  return seed;
}

static void measure_reads(unsigned char* buffer, unsigned bits, int dual) {
  const unsigned count = 60000;
  const uint32_t mask = (1u << bits) - 1;
  uint32_t (*read)(const volatile unsigned char*, uint32_t, unsigned) =
      dual ? dual_read : random_read;
  read(buffer, mask, count);  // warm
  uint64_t before = cycles();
  read(buffer, mask, count);
  uint64_t after = cycles();
  printf("%s_read_%uK %u %llu\n", dual ? "dual" : "random", 1u << (bits - 10), count,
         (unsigned long long)(after - before));
}

void copy_pld(void* to, const void* from, size_t bytes);
void copy_wrap_pld(void* to, const void* from, size_t bytes);
void copy_vfp(void* to, const void* from, size_t bytes);
void fill_stm(void* to, uint32_t value, size_t bytes);
void fill_strd(void* to, uint32_t value, size_t bytes);

// 64 bytes a turn in C, four doublewords at a time, as a compiler schedules them; without and with
// a preload of every second line.
static inline void copy_32(int64_t* to, const int64_t* from) {
  const int64_t a = from[0], b = from[1], c = from[2], d = from[3];
  to[0] = a;
  to[1] = b;
  to[2] = c;
  to[3] = d;
}
__attribute__((noinline)) static void copy_c(void* to, const void* from, size_t bytes) {
  int64_t* out = to;
  const int64_t* in = from;
  for (; bytes >= 64; bytes -= 64, in += 8, out += 8) {
    copy_32(out, in);
    copy_32(out + 4, in + 4);
  }
}
__attribute__((noinline)) static void copy_c_pld_64(void* to, const void* from, size_t bytes) {
  int64_t* out = to;
  const int64_t* in = from;
  for (; bytes >= 64; bytes -= 64, in += 8, out += 8) {
    __builtin_prefetch(in + 32);
    copy_32(out, in);
    copy_32(out + 4, in + 4);
  }
}

// By way of a block that stays in the level 1 cache: only reads from memory, then only writes.
static inline void copy_2_pass(void (*copy)(void*, const void*, size_t), void* to, const void* from,
                               size_t bytes) {
  static int64_t block[256] __attribute__((aligned(64)));
  char* out = to;
  const char* in = from;
  for (; bytes >= sizeof block; bytes -= sizeof block, in += sizeof block, out += sizeof block) {
    copy(block, in, sizeof block);
    copy(out, block, sizeof block);
  }
}
__attribute__((noinline)) static void copy_c_2_pass(void* to, const void* from, size_t bytes) {
  copy_2_pass(copy_c, to, from, bytes);
}
__attribute__((noinline)) static void copy_vfp_2_pass(void* to, const void* from, size_t bytes) {
  copy_2_pass(copy_vfp, to, from, bytes);
}

static void measure(const char* name, void (*copy)(void*, const void*, size_t), void* to,
                    void* from, size_t bytes) {
  copy(to, from, bytes);
  uint64_t before = cycles();
  copy(to, from, bytes);
  uint64_t after = cycles();
  printf("%s %zu %llu\n", name, bytes, (unsigned long long)(after - before));
}

static void measure_fill(const char* name, void (*fill)(void*, uint32_t, size_t), void* to,
                         size_t bytes) {
  fill(to, 0, bytes);
  uint64_t before = cycles();
  fill(to, 1, bytes);
  uint64_t after = cycles();
  printf("%s %zu %llu\n", name, bytes, (unsigned long long)(after - before));
}

int main(void) {
  const size_t bytes = 4u << 20;
  unsigned char *a, *b;
  if (posix_memalign((void**)&a, 4096, bytes + 4096) ||
      posix_memalign((void**)&b, 4096, bytes + 4096))
    return 1;
  memset(a, 0, bytes + 4096);
  memset(b, 0, bytes + 4096);
  for (unsigned bits = 10; bits <= 22; ++bits) {
    if (bits != 10 && bits < 15) continue;
    measure_reads(a, bits, 0);
    measure_reads(a, bits, 1);
  }
  measure("copy_pld", copy_pld, b, a, bytes);
  measure("copy_c_pld_64", copy_c_pld_64, b, a, bytes);
  measure("copy_wrap_pld", copy_wrap_pld, b, a, bytes);
  measure("copy_c", copy_c, b, a, bytes);
  measure("copy_c_2_pass", copy_c_2_pass, b, a, bytes);
  measure("copy_vfp", copy_vfp, b, a, bytes);
  measure("copy_vfp_2_pass", copy_vfp_2_pass, b, a, bytes);
  measure_fill("fill_stm", fill_stm, b, bytes);
  measure_fill("fill_strd", fill_strd, b, bytes);
  return 0;
}
