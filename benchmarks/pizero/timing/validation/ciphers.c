// SPDX-License-Identifier: Apache-2.0
// Cycles per byte of AES-128 and AES-256 in CBC mode and Poly1305, each checked against a known
// answer. Prints "NAME bytes cycles".
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "../mark.h"

void aes_encrypt(const uint8_t in[16], uint8_t out[16], const uint32_t* schedule,
                 const uint32_t* table);
void poly1305_blocks(uint32_t state[12], const uint8_t* data, uint32_t blocks);

static uint64_t cycles(void) {
  static uint64_t count __attribute__((aligned(8)));
  DINOZERO_READ_CYCLES(&count);
  return *(volatile uint64_t*)&count;
}

static uint32_t table[256];

static uint8_t sbox[256];

static unsigned multiply(unsigned a, unsigned b) {
  unsigned result = 0;
  for (; b; b >>= 1, a = (a << 1) ^ (a & 0x80 ? 0x11b : 0)) {
    if (b & 1) result ^= a;
  }
  return result & 0xff;
}

static void make_tables(void) {
  for (unsigned x = 0; x < 256; ++x) {
    unsigned inverse = 0;
    for (unsigned y = 1; y < 256 && x; ++y) {
      if (multiply(x, y) == 1) inverse = y;
    }
    unsigned s = inverse;
    for (int k = 1; k < 5; ++k) s ^= ((inverse << k) | (inverse >> (8 - k))) & 0xff;
    s ^= 0x63;
    sbox[x] = (uint8_t)s;
    table[x] = multiply(s, 2) << 24 | s << 16 | s << 8 | multiply(s, 3);
  }
}

static uint32_t substitute(uint32_t w) {
  return (uint32_t)sbox[w >> 24] << 24 | (uint32_t)sbox[(w >> 16) & 255] << 16 |
         (uint32_t)sbox[(w >> 8) & 255] << 8 | sbox[w & 255];
}

static void expand(const uint8_t* key, unsigned words, uint32_t* schedule) {
  const unsigned rounds = words + 6;
  schedule[0] = rounds;
  uint32_t* w = schedule + 1;
  unsigned constant = 1;
  for (unsigned k = 0; k < 4 * (rounds + 1); ++k) {
    if (k < words) {
      w[k] = (uint32_t)key[4 * k] << 24 | (uint32_t)key[4 * k + 1] << 16 |
             (uint32_t)key[4 * k + 2] << 8 | key[4 * k + 3];
      continue;
    }
    uint32_t t = w[k - 1];
    if (k % words == 0) {
      t = substitute(t << 8 | t >> 24) ^ (constant << 24);
      constant = multiply(constant, 2);
    } else if (words > 6 && k % words == 4) {
      t = substitute(t);
    }
    w[k] = w[k - words] ^ t;
  }
}

// CBC as libraries run it around a block function: word-wise exclusive or, then one call per block.
__attribute__((noinline)) static void cbc(const uint8_t* in, uint8_t* out, unsigned bytes,
                                          const uint32_t* schedule, uint8_t* iv) {
  const uint32_t* previous = (const uint32_t*)iv;
  for (; bytes >= 16; bytes -= 16, in += 16, out += 16) {
    for (int k = 0; k < 4; ++k) ((uint32_t*)out)[k] = ((const uint32_t*)in)[k] ^ previous[k];
    aes_encrypt(out, out, schedule, table);
    previous = (const uint32_t*)out;
  }
  memcpy(iv, previous, 16);
}

static int aes(unsigned words, const uint8_t* expected) {
  static uint32_t schedule[64];
  static uint8_t buffer[8192] __attribute__((aligned(64))), iv[16] __attribute__((aligned(4)));
  uint8_t key[32], block[16], out[16];
  for (unsigned k = 0; k < 32; ++k) key[k] = (uint8_t)k;
  for (unsigned k = 0; k < 16; ++k) block[k] = (uint8_t)(0x11 * k);
  expand(key, words, schedule);
  aes_encrypt(block, out, schedule, table);
  if (memcmp(out, expected, 16) != 0) return 1;
  cbc(buffer, buffer, sizeof buffer, schedule, iv);
  uint64_t before = cycles();
  cbc(buffer, buffer, sizeof buffer, schedule, iv);
  uint64_t after = cycles();
  printf("aes_%u_cbc %u %llu\n", 32 * words, (unsigned)sizeof buffer,
         (unsigned long long)(after - before));
  return 0;
}

// RFC 8439, section 2.5.2.
static int poly1305(void) {
  static const uint8_t key[16] = {0x85, 0xd6, 0xbe, 0x78, 0x57, 0x55, 0x6d, 0x33,
                                  0x7f, 0x44, 0x52, 0xfe, 0x42, 0xd5, 0x06, 0xa8};
  static const uint8_t pad[16] = {0x01, 0x03, 0x80, 0x8a, 0xfb, 0x0d, 0xb2, 0xfd,
                                  0x4a, 0xbf, 0xf6, 0xaf, 0x41, 0x49, 0xf5, 0x1b};
  static const uint8_t tag[16] = {0xa8, 0x06, 0x1d, 0xc1, 0x30, 0x51, 0x36, 0xc6,
                                  0xc2, 0x2b, 0x8b, 0xaf, 0x0c, 0x01, 0x27, 0xa9};
  static const char text[] = "Cryptographic Forum Research Group";
  static uint8_t buffer[8192] __attribute__((aligned(64)));
  uint32_t state[12] = {0};
  uint32_t r[4], p[4];
  memcpy(r, key, 16);
  memcpy(p, pad, 16);
  r[0] &= 0x0fffffff;
  for (int k = 1; k < 4; ++k) r[k] &= 0x0ffffffc;
  memcpy(state + 5, r, 16);
  for (int k = 1; k < 4; ++k) state[8 + k] = r[k] + (r[k] >> 2);
  poly1305_blocks(state, (const uint8_t*)text, 2);
  // The last, short block by hand: two bytes and the end bit, which is 2^128 in the block function.
  uint8_t last[16] = {0};
  memcpy(last, text + 32, 2);
  last[2] = 1;
  state[4] -= 1;
  poly1305_blocks(state, last, 1);
  uint64_t carry = 5;
  uint32_t g[5];
  for (int k = 0; k < 5; ++k) {
    carry += state[k];
    g[k] = (uint32_t)carry;
    carry >>= 32;
  }
  const uint32_t* h = (g[4] & 4) ? g : state;
  carry = 0;
  uint32_t result[4];
  for (int k = 0; k < 4; ++k) {
    carry += (uint64_t)h[k] + p[k];
    result[k] = (uint32_t)carry;
    carry >>= 32;
  }
  if (memcmp(result, tag, 16) != 0) return 1;
  poly1305_blocks(state, buffer, sizeof buffer / 16);
  uint64_t before = cycles();
  poly1305_blocks(state, buffer, sizeof buffer / 16);
  uint64_t after = cycles();
  printf("poly1305 %u %llu\n", (unsigned)sizeof buffer, (unsigned long long)(after - before));
  return 0;
}

int main(void) {
  static const uint8_t expected_128[16] = {0x69, 0xc4, 0xe0, 0xd8, 0x6a, 0x7b, 0x04, 0x30,
                                           0xd8, 0xcd, 0xb7, 0x80, 0x70, 0xb4, 0xc5, 0x5a};
  static const uint8_t expected_256[16] = {0x8e, 0xa2, 0xb7, 0xca, 0x51, 0x67, 0x45, 0xbf,
                                           0xea, 0xfc, 0x49, 0x90, 0x4b, 0x49, 0x60, 0x89};
  make_tables();
  if (aes(4, expected_128) || aes(8, expected_256)) return 2;
  if (poly1305()) return 3;
  return 0;
}
