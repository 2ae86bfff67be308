// SPDX-License-Identifier: Apache-2.0
// MobileNet v1 in int8 with a scale per output channel. Kernels: 2 rows x 2 channels, one byte at a
// time, multiplied by SMLABB, which GCC 8 (of Raspbian Buster, on which the times were taken) makes
// of a product of two bytes; for the depthwise layers one channel at a time. Prints "mobilenet_int8
// macs cycles".
#include <arm_acle.h>

#include "mobilenet_layers.h"

typedef union {
  float f;
  int32_t i;
} Bits;

// Adding 1.5 x 2^23 rounds to the nearest integer.
static inline int8_t requantize(int32_t sum, float scale, float low, float high) {
  float scaled = (float)sum * scale;
  scaled = scaled < low ? low : scaled;
  scaled = scaled > high ? high : scaled;
  const Bits bits = {scaled + 12582912.0f};
  return (int8_t)(bits.i - 0x4b400000);
}

static float load_float(const int8_t* bytes) {
  float value;
  __builtin_memcpy(&value, bytes, 4);
  return value;
}
static int32_t load_int(const int8_t* bytes) {
  int32_t value;
  __builtin_memcpy(&value, bytes, 4);
  return value;
}

// The inner loop: two inputs and two weights, all of them bytes, and four products at a time. In
// assembly, because compilers differ: GCC 8 loads all four before it multiplies, GCC 11 the second
// input after two products, GCC 12 uses the slower MLA.
static inline void multiply_accumulate(const int8_t** a0, const int8_t** a1, const int8_t** w,
                                       const int8_t* end, int32_t* s00, int32_t* s01, int32_t* s10,
                                       int32_t* s11) {
  int32_t x0, x1, w0, w1;
  __asm__ volatile(
      "1: ldrsb %[x0], [%[a0]], #1\n"
      "   ldrsb %[w0], [%[w]]\n"
      "   ldrsb %[w1], [%[w], #1]\n"
      "   ldrsb %[x1], [%[a1]], #1\n"
      "   cmp %[a0], %[end]\n"
      "   smlabb %[s00], %[x0], %[w0], %[s00]\n"
      "   smlabb %[s01], %[x0], %[w1], %[s01]\n"
      "   add %[w], %[w], #2\n"
      "   smlabb %[s10], %[x1], %[w0], %[s10]\n"
      "   smlabb %[s11], %[x1], %[w1], %[s11]\n"
      "   bne 1b"
      : [x0] "=&r"(x0), [x1] "=&r"(x1), [w0] "=&r"(w0), [w1] "=&r"(w1), [a0] "+r"(*a0),
        [a1] "+r"(*a1), [w] "+r"(*w), [s00] "+r"(*s00), [s01] "+r"(*s01), [s10] "+r"(*s10),
        [s11] "+r"(*s11)
      : [end] "r"(end)
      : "cc", "memory");
}

// Two rows against all channels. Weights of two channels: two biases, for every input its two
// weights, two scales.
__attribute__((noinline)) static void gemm_2x2(unsigned channels, unsigned depth, const int8_t* a0,
                                               const int8_t* a1, const int8_t* w, int8_t* out0,
                                               int8_t* out1, const float* limits) {
  const float low = limits[0], high = limits[1];
  do {
    int32_t s00 = load_int(w), s01 = load_int(w + 4), s10 = s00, s11 = s01;
    w += 8;
    const int8_t* end = a0 + depth;
    multiply_accumulate(&a0, &a1, &w, end, &s00, &s01, &s10, &s11);
    a0 -= depth;
    a1 -= depth;
    const float scale0 = load_float(w), scale1 = load_float(w + 4);
    w += 8;
    *out0++ = requantize(s00, scale0, low, high);
    *out0++ = requantize(s01, scale1, low, high);
    *out1++ = requantize(s10, scale0, low, high);
    *out1++ = requantize(s11, scale1, low, high);
  } while ((channels -= 2) != 0);
}

// The same for the first convolution, where a row is nine pixels of three channels.
__attribute__((noinline)) static void convolution_2x2(unsigned channels, const int8_t* (*rows)[2],
                                                      const int8_t* w, int8_t* out0, int8_t* out1,
                                                      const float* limits) {
  const float low = limits[0], high = limits[1];
  do {
    int32_t s00 = load_int(w), s01 = load_int(w + 4), s10 = s00, s11 = s01;
    w += 8;
    for (unsigned tap = 0; tap < kTaps; ++tap) {
      const int8_t *a0 = rows[tap][0], *a1 = rows[tap][1];
      const int8_t* end = a0 + 3;
      multiply_accumulate(&a0, &a1, &w, end, &s00, &s01, &s10, &s11);
    }
    const float scale0 = load_float(w), scale1 = load_float(w + 4);
    w += 8;
    *out0++ = requantize(s00, scale0, low, high);
    *out0++ = requantize(s01, scale1, low, high);
    *out1++ = requantize(s10, scale0, low, high);
    *out1++ = requantize(s11, scale1, low, high);
  } while ((channels -= 2) != 0);
}

// One row of outputs. Weights of a channel: bias, nine weights, scale.
__attribute__((noinline)) static void depthwise(unsigned channels, unsigned width, unsigned step,
                                                const int8_t** pointers, const int8_t* weights,
                                                int8_t* out, const float* limits) {
  const float low = limits[0], high = limits[1];
  do {
    const int8_t *i0 = pointers[0], *i1 = pointers[1], *i2 = pointers[2], *i3 = pointers[3],
                 *i4 = pointers[4], *i5 = pointers[5], *i6 = pointers[6], *i7 = pointers[7],
                 *i8 = pointers[8];
    pointers += step;
    const int8_t* w = weights;
    unsigned c = channels;
    do {
      int32_t sum = load_int(w);
      sum = __smlabb(*i0++, w[4], sum);
      sum = __smlabb(*i1++, w[5], sum);
      sum = __smlabb(*i2++, w[6], sum);
      sum = __smlabb(*i3++, w[7], sum);
      sum = __smlabb(*i4++, w[8], sum);
      sum = __smlabb(*i5++, w[9], sum);
      sum = __smlabb(*i6++, w[10], sum);
      sum = __smlabb(*i7++, w[11], sum);
      sum = __smlabb(*i8++, w[12], sum);
      *out++ = requantize(sum, load_float(w + 13), low, high);
      w += 17;
    } while (--c != 0);
  } while (--width != 0);
}

static const float kLimits[2] = {-128.0f, 127.0f};

static int8_t* random_bytes(size_t count) {
  int8_t* bytes = allocate(count);
  for (size_t i = 0; i < count; ++i) bytes[i] = (int8_t)(next_random() >> 24);
  return bytes;
}

static void put(int8_t** to, int32_t value) {
  __builtin_memcpy(*to, &value, 4);
  *to += 4;
}
static void put_scale(int8_t** to, unsigned inputs) {
  const Bits scale = {1.0f / (64.0f * (float)inputs)};
  put(to, scale.i);
}

static int8_t* make_weights(unsigned channels, unsigned inputs) {
  int8_t* weights = random_bytes((size_t)channels * (inputs + 8) + 16);
  int8_t* to = weights;
  for (unsigned n = 0; n < channels; n += 2) {
    for (int i = 0; i < 2; ++i) put(&to, (int32_t)(next_random() >> 20) - 2048);
    to += 2 * inputs;
    for (int i = 0; i < 2; ++i) put_scale(&to, inputs);
  }
  return weights;
}
static int8_t* make_depthwise_weights(unsigned channels) {
  int8_t* weights = random_bytes((size_t)channels * 17);
  int8_t* to = weights;
  for (unsigned c = 0; c < channels; ++c) {
    put(&to, (int32_t)(next_random() >> 20) - 2048);
    to += kTaps;
    put_scale(&to, kTaps);
  }
  return weights;
}

static void fail(const char* what) {
  fprintf(stderr, "mobilenet_int8: wrong result of a %s layer\n", what);
  exit(2);
}

// One output against a plain sum.
static void check_tile(const char* what, unsigned channel, unsigned depth, unsigned taps,
                       const int8_t* (*rows)[2], const int8_t* weights, int8_t found) {
  const int8_t* w = weights + (channel / 2) * (2 * depth * taps + 16);
  int32_t sum = load_int(w + 4 * (channel % 2));
  for (unsigned t = 0; t < taps; ++t) {
    for (unsigned k = 0; k < depth; ++k) {
      sum += rows[t][0][k] * w[8 + 2 * (t * depth + k) + channel % 2];
    }
  }
  const float scale = load_float(w + 8 + 2 * depth * taps + 4 * (channel % 2));
  if (found != requantize(sum, scale, -128.0f, 127.0f)) fail(what);
}

int main(void) {
  const size_t largest = (size_t)112 * 112 * 64;
  int8_t *x = random_bytes(largest + 16), *y = allocate(largest + 16), *zeros = calloc(1024, 1);
  if (zeros == NULL) return 1;
  uint64_t cycles = 0, macs = 0, before;

  // The first convolution: 3 x 3, stride 2, three channels.
  unsigned side = kImageSide / 2, channels = kFirstChannels;
  int8_t* weights = make_weights(channels, kTaps * 3);
  const int8_t** pointers = (const int8_t**)make_pointers((char*)x, 3, kImageSide, 2, zeros);
  unsigned row = row_pointers(side, 2);
  const int8_t* tile[kTaps][2] = {{0}};
  before = cycles_now();
  for (unsigned pixel = 0; pixel < side * side; pixel += 2) {
    for (unsigned t = 0; t < kTaps; ++t) {
      for (unsigned i = 0; i < 2; ++i) {
        tile[t][i] = pointers[(pixel + i) / side * row + (pixel + i) % side * 6 + t];
      }
    }
    convolution_2x2(channels, tile, weights, y + pixel * channels, y + (pixel + 1) * channels,
                    kLimits);
  }
  cycles += cycles_now() - before;
  macs += (uint64_t)side * side * channels * kTaps * 3;
  check_tile("first", 5, 3, kTaps, tile, weights, y[(side * side - 2) * channels + 5]);
  free(pointers);
  free(weights);

  for (unsigned b = 0; b < kBlockCount; ++b) {
    const unsigned stride = kBlocks[b].stride, out_side = side / stride;
    weights = make_depthwise_weights(channels);
    pointers = (const int8_t**)make_pointers((char*)y, channels, side, stride, zeros);
    row = row_pointers(out_side, stride);
    before = cycles_now();
    for (unsigned line = 0; line < out_side; ++line) {
      depthwise(channels, out_side, 3 * stride, pointers + line * row, weights,
                x + (size_t)line * out_side * channels, kLimits);
    }
    cycles += cycles_now() - before;
    macs += (uint64_t)out_side * out_side * channels * kTaps;
    int32_t sum = load_int(weights + 17);
    for (unsigned t = 0; t < kTaps; ++t) sum += pointers[row + t][1] * weights[17 + 4 + t];
    if (x[(size_t)out_side * channels + 1] !=
        requantize(sum, load_float(weights + 17 + 13), -128.0f, 127.0f)) {
      fail("depthwise");
    }
    free(pointers);
    free(weights);

    side = out_side;
    const unsigned out_channels = kBlocks[b].out_channels, pixels = side * side;
    weights = make_weights(out_channels, channels);
    before = cycles_now();
    for (unsigned pixel = 0; pixel < pixels; pixel += 2) {
      const unsigned other = pixel + 1 < pixels ? pixel + 1 : pixel;
      gemm_2x2(out_channels, channels, x + pixel * channels, x + other * channels, weights,
               y + pixel * out_channels, y + other * out_channels, kLimits);
    }
    cycles += cycles_now() - before;
    macs += (uint64_t)pixels * channels * out_channels;
    const int8_t* rows[1][2] = {{x + (pixels - 1) * channels, NULL}};
    check_tile("pointwise", out_channels - 1, channels, 1, rows, weights,
               y[pixels * out_channels - 1]);
    channels = out_channels;
    free(weights);
  }

  // Average of each channel, then the classifier, for one row.
  weights = make_weights(kClasses, channels);
  before = cycles_now();
  for (unsigned c = 0; c < channels; ++c) {
    int32_t sum = 0;
    for (unsigned pixel = 0; pixel < side * side; ++pixel) sum += y[pixel * channels + c];
    x[c] = requantize(sum, 1.0f / 49.0f, -128.0f, 127.0f);
  }
  gemm_2x2(kClasses, channels, x, x, weights, y, y, kLimits);
  cycles += cycles_now() - before;
  macs += (uint64_t)channels * kClasses;
  printf("mobilenet_int8 %llu %llu\n", (unsigned long long)macs, (unsigned long long)cycles);
  return 0;
}
