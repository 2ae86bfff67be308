// SPDX-License-Identifier: Apache-2.0
// Matrix products in the shape of XNNPACK's kernels for ARMv6: int8 with dual 16-bit
// multiply-accumulates on a tile of 2 x 2, operands loaded as four bytes and widened in the loop;
// f32 with a tile of 4 x 4 scalar multiply-accumulates. The layer shapes are the pointwise
// convolutions of MobileNet v1 at 224. Prints "NAME macs cycles".
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "../mark.h"

static uint64_t cycles(void) {
  static uint64_t count __attribute__((aligned(8)));
  DINOZERO_READ_CYCLES(&count);
  return *(volatile uint64_t*)&count;
}

static inline int32_t sxtb16(uint32_t x) {
  int32_t y;
  __asm__("sxtb16 %0, %1" : "=r"(y) : "r"(x));
  return y;
}
static inline int32_t sxtb16_ror8(uint32_t x) {
  int32_t y;
  __asm__("sxtb16 %0, %1, ror #8" : "=r"(y) : "r"(x));
  return y;
}
static inline int32_t smlad(int32_t a, int32_t b, int32_t c) {
  int32_t y;
  __asm__("smlad %0, %1, %2, %3" : "=r"(y) : "r"(a), "r"(b), "r"(c));
  return y;
}
static inline int8_t requantize(int32_t sum, float scale) {
  float scaled = (float)sum * scale;
  scaled = scaled < -128.0f ? -128.0f : scaled > 127.0f ? 127.0f : scaled;
  // Adding 1.5 x 2^23 rounds to the nearest integer.
  union {
    float f;
    int32_t i;
  } magic = {scaled + 12582912.0f};
  return (int8_t)(magic.i - 0x4b400000);
}

// out[m][n] = requantize(bias[n] + sum over k of a[m][k] * w), weights packed as bias[2], then for
// every four k the four bytes of both channels. m and n even, depth a multiple of four.
__attribute__((noinline)) static void gemm_int8(unsigned rows, unsigned channels, unsigned depth,
                                                const int8_t* a, const uint32_t* packed,
                                                const float* scale, int8_t* out) {
  for (unsigned m = 0; m < rows; m += 2) {
    const uint32_t* w = packed;
    for (unsigned n = 0; n < channels; n += 2) {
      const uint32_t *a0 = (const uint32_t*)(a + m * depth),
                     *a1 = (const uint32_t*)(a + (m + 1) * depth);
      int32_t s00 = (int32_t)*w++, s01 = (int32_t)*w++, s10 = s00, s11 = s01;
      for (unsigned k = depth; k != 0; k -= 4) {
        const uint32_t x0 = *a0++, x1 = *a1++;
        const int32_t x0e = sxtb16(x0), x1e = sxtb16(x1), x0o = sxtb16_ror8(x0),
                      x1o = sxtb16_ror8(x1);
        const uint32_t w0 = *w++;
        const int32_t w0e = sxtb16(w0);
        s00 = smlad(x0e, w0e, s00);
        s10 = smlad(x1e, w0e, s10);
        const uint32_t w1 = *w++;
        const int32_t w0o = sxtb16_ror8(w0);
        s00 = smlad(x0o, w0o, s00);
        const int32_t w1e = sxtb16(w1);
        s10 = smlad(x1o, w0o, s10);
        s01 = smlad(x0e, w1e, s01);
        s11 = smlad(x1e, w1e, s11);
        const int32_t w1o = sxtb16_ror8(w1);
        s01 = smlad(x0o, w1o, s01);
        s11 = smlad(x1o, w1o, s11);
      }
      out[m * channels + n] = requantize(s00, scale[n]);
      out[m * channels + n + 1] = requantize(s01, scale[n + 1]);
      out[(m + 1) * channels + n] = requantize(s10, scale[n]);
      out[(m + 1) * channels + n + 1] = requantize(s11, scale[n + 1]);
    }
  }
}

// The same in f32 with clamping, weights packed as bias[4], then four channels per k; rows and
// channels multiples of 4.
__attribute__((noinline)) static void gemm_f32(unsigned rows, unsigned channels, unsigned depth,
                                               const float* a, const float* packed, float* out,
                                               float low, float high) {
  for (unsigned m = 0; m < rows; m += 4) {
    const float* w = packed;
    for (unsigned n = 0; n < channels; n += 4) {
      const float* row[4];
      float s[4][4];
      for (int i = 0; i < 4; ++i) {
        row[i] = a + (m + (unsigned)i) * depth;
        for (int j = 0; j < 4; ++j) s[i][j] = w[j];
      }
      const float *a0 = row[0], *a1 = row[1], *a2 = row[2], *a3 = row[3];
      w += 4;
      float s00 = s[0][0], s01 = s[0][1], s02 = s[0][2], s03 = s[0][3], s10 = s00, s11 = s01,
            s12 = s02, s13 = s03;
      float s20 = s00, s21 = s01, s22 = s02, s23 = s03, s30 = s00, s31 = s01, s32 = s02, s33 = s03;
      for (unsigned k = depth; k != 0; --k) {
        const float x0 = *a0++, x1 = *a1++, x2 = *a2++, x3 = *a3++;
        const float w0 = w[0], w1 = w[1], w2 = w[2], w3 = w[3];
        w += 4;
        s00 += x0 * w0;
        s01 += x0 * w1;
        s02 += x0 * w2;
        s03 += x0 * w3;
        s10 += x1 * w0;
        s11 += x1 * w1;
        s12 += x1 * w2;
        s13 += x1 * w3;
        s20 += x2 * w0;
        s21 += x2 * w1;
        s22 += x2 * w2;
        s23 += x2 * w3;
        s30 += x3 * w0;
        s31 += x3 * w1;
        s32 += x3 * w2;
        s33 += x3 * w3;
      }
      const float sums[16] = {s00, s01, s02, s03, s10, s11, s12, s13,
                              s20, s21, s22, s23, s30, s31, s32, s33};
      for (unsigned i = 0; i < 4; ++i) {
        for (unsigned j = 0; j < 4; ++j) {
          float v = sums[4 * i + j];
          v = v < low ? low : v;
          v = v > high ? high : v;
          out[(m + i) * channels + n + j] = v;
        }
      }
    }
  }
}

static uint32_t seed = 1;
static uint32_t next_random(void) { return seed = seed * 1664525u + 1013904223u; }

// Rows are a part of the layer's (the cost per MAC does not depend on their number), channels and
// depth are its own.
static const struct {
  unsigned rows, channels, depth;
} kLayers[] = {{256, 64, 32},  {196, 128, 64},  {128, 128, 128}, {64, 256, 256},
               {48, 512, 512}, {48, 1024, 512}, {48, 1024, 1024}};

int main(void) {
  uint64_t macs_int8 = 0, cycles_int8 = 0, macs_f32 = 0, cycles_f32 = 0;
  int8_t* a = malloc(1 << 17);
  uint32_t* w = malloc(1100 * 1024 + 8192);
  int8_t* out = malloc(1 << 17);
  float* fa = malloc(1 << 18);
  float* fw = malloc(4400 * 1024);
  float* fout = malloc(1 << 19);
  float* scale = malloc(4096);
  if (!a || !w || !out || !fa || !fw || !fout || !scale) return 1;
  for (unsigned k = 0; k < 1u << 17; ++k) a[k] = (int8_t)(next_random() >> 24);
  for (unsigned k = 0; k < (1100u * 1024 + 8192) / 4; ++k) w[k] = next_random();
  for (unsigned k = 0; k < 1024; ++k) scale[k] = 1e-4f;
  for (unsigned k = 0; k < 1u << 16; ++k) fa[k] = (float)(next_random() >> 8) * 1e-7f;
  for (unsigned k = 0; k < 1100u * 1024; ++k) fw[k] = (float)(next_random() >> 8) * 1e-7f;
  for (unsigned l = 0; l < sizeof kLayers / sizeof kLayers[0]; ++l) {
    const unsigned rows = kLayers[l].rows, channels = kLayers[l].channels, depth = kLayers[l].depth;
    const uint64_t macs = (uint64_t)rows * channels * depth;
    gemm_int8(2, channels, depth, a, w, scale, out);
    // One output against a plain sum.
    int32_t sum = (int32_t)w[0];
    for (unsigned k = 0; k < depth; ++k)
      sum += a[k] * ((const int8_t*)(w + 2 + 2 * (k / 4)))[k % 4];
    if (out[0] != requantize(sum, scale[0])) return 2;
    uint64_t before = cycles();
    gemm_int8(rows, channels, depth, a, w, scale, out);
    cycles_int8 += cycles() - before;
    macs_int8 += macs;
    gemm_f32(4, channels, depth, fa, fw, fout, -1e30f, 1e30f);
    float expected = fw[0];
    for (unsigned k = 0; k < depth; ++k) expected += fa[k] * fw[4 + 4 * k];
    if (!(fout[0] > expected * 0.999f && fout[0] < expected * 1.001f)) return 3;
    before = cycles();
    gemm_f32(rows, channels, depth, fa, fw, fout, -1e30f, 1e30f);
    cycles_f32 += cycles() - before;
    macs_f32 += macs;
  }
  printf("gemm_int8 %llu %llu\n", (unsigned long long)macs_int8, (unsigned long long)cycles_int8);
  printf("gemm_f32 %llu %llu\n", (unsigned long long)macs_f32, (unsigned long long)cycles_f32);
  return 0;
}
