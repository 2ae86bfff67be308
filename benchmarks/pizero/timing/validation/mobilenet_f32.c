// SPDX-License-Identifier: Apache-2.0
// MobileNet v1 in f32. Kernels: 4 rows x 4 channels of scalar multiply-accumulates; for the
// depthwise layers one channel at a time in two sums. Prints "mobilenet_f32 macs cycles".
#include "mobilenet_layers.h"

static inline float clamp(float value, float low, float high) {
  value = value < low ? low : value;
  return value > high ? high : value;
}

// Four rows of `taps` x `depth` inputs against all channels. Weights of four channels: biases, then
// four for every input.
__attribute__((noinline)) static void tile_4x4(unsigned channels, unsigned depth, unsigned taps,
                                               const float* const (*rows)[4], const float* w,
                                               float* const out[4], float low, float high) {
  float *out0 = out[0], *out1 = out[1], *out2 = out[2], *out3 = out[3];
  for (unsigned n = 0; n < channels; n += 4) {
    float s00 = w[0], s01 = w[1], s02 = w[2], s03 = w[3], s10 = s00, s11 = s01, s12 = s02,
          s13 = s03;
    float s20 = s00, s21 = s01, s22 = s02, s23 = s03, s30 = s00, s31 = s01, s32 = s02, s33 = s03;
    w += 4;
    for (unsigned tap = 0; tap < taps; ++tap) {
      const float *a0 = rows[tap][0], *a1 = rows[tap][1], *a2 = rows[tap][2], *a3 = rows[tap][3];
      unsigned k = depth;
      do {
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
      } while (--k != 0);
    }
    out3[0] = clamp(s30, low, high);
    out3[1] = clamp(s31, low, high);
    out3[2] = clamp(s32, low, high);
    out3[3] = clamp(s33, low, high);
    out3 += 4;
    out2[0] = clamp(s20, low, high);
    out2[1] = clamp(s21, low, high);
    out2[2] = clamp(s22, low, high);
    out2[3] = clamp(s23, low, high);
    out2 += 4;
    out1[0] = clamp(s10, low, high);
    out1[1] = clamp(s11, low, high);
    out1[2] = clamp(s12, low, high);
    out1[3] = clamp(s13, low, high);
    out1 += 4;
    out0[0] = clamp(s00, low, high);
    out0[1] = clamp(s01, low, high);
    out0[2] = clamp(s02, low, high);
    out0[3] = clamp(s03, low, high);
    out0 += 4;
  }
}

// One row of outputs. Weights of a channel: bias, nine weights.
__attribute__((noinline)) static void depthwise(unsigned channels, unsigned width, unsigned step,
                                                const float** pointers, const float* weights,
                                                float* out, float low, float high) {
  do {
    const float *i0 = pointers[0], *i1 = pointers[1], *i2 = pointers[2], *i3 = pointers[3],
                *i4 = pointers[4], *i5 = pointers[5], *i6 = pointers[6], *i7 = pointers[7],
                *i8 = pointers[8];
    pointers += step;
    const float* w = weights;
    unsigned c = channels;
    do {
      float even = w[0], odd;
      even += *i0++ * w[1];
      odd = *i1++ * w[2];
      even += *i2++ * w[3];
      odd += *i3++ * w[4];
      even += *i4++ * w[5];
      odd += *i5++ * w[6];
      even += *i6++ * w[7];
      odd += *i7++ * w[8];
      even += *i8++ * w[9];
      w += 10;
      *out++ = clamp(even + odd, low, high);
    } while (--c != 0);
  } while (--width != 0);
}

// In [-amplitude, amplitude).
static float* random_floats(size_t count, float amplitude) {
  float* values = allocate(count * sizeof(float));
  for (size_t i = 0; i < count; ++i) {
    values[i] = (float)((int32_t)next_random() >> 8) * (amplitude / 8388608.0f);
  }
  return values;
}
static float* make_weights(unsigned channels, unsigned inputs) {
  return random_floats((size_t)channels * (inputs + 1), 2.0f / __builtin_sqrtf((float)inputs));
}

static void check(const char* what, float found, float expected) {
  const float error = found - expected;
  if (error < 1e-3f && error > -1e-3f) return;
  fprintf(stderr, "mobilenet_f32: wrong result of a %s layer\n", what);
  exit(2);
}

// One output by a plain sum.
static float plain(unsigned channel, unsigned depth, unsigned taps, const float* const (*rows)[4],
                   const float* weights) {
  const float* w = weights + (channel / 4) * 4 * (depth * taps + 1) + channel % 4;
  float sum = w[0];
  for (unsigned t = 0; t < taps; ++t) {
    for (unsigned k = 0; k < depth; ++k) sum += rows[t][0][k] * w[4 * (1 + t * depth + k)];
  }
  return clamp(sum, 0.0f, 6.0f);
}

int main(void) {
  const size_t largest = (size_t)112 * 112 * 64;
  float *x = random_floats(largest, 1.0f), *y = random_floats(largest, 1.0f),
        *zeros = calloc(1024, sizeof(float));
  if (zeros == NULL) return 1;
  uint64_t cycles = 0, macs = 0, before;

  // The first convolution: 3 x 3, stride 2, three channels.
  unsigned side = kImageSide / 2, channels = kFirstChannels;
  float* weights = make_weights(channels, kTaps * 3);
  const float** pointers =
      (const float**)make_pointers((char*)x, 3 * sizeof(float), kImageSide, 2, zeros);
  unsigned row = row_pointers(side, 2);
  const float* tile[kTaps][4] = {{0}};
  before = cycles_now();
  for (unsigned pixel = 0; pixel < side * side; pixel += 4) {
    float* out[4];
    for (unsigned i = 0; i < 4; ++i) {
      for (unsigned t = 0; t < kTaps; ++t) {
        tile[t][i] = pointers[(pixel + i) / side * row + (pixel + i) % side * 6 + t];
      }
      out[i] = y + (pixel + i) * channels;
    }
    tile_4x4(channels, 3, kTaps, (const float* const(*)[4])tile, weights, out, 0.0f, 6.0f);
  }
  cycles += cycles_now() - before;
  macs += (uint64_t)side * side * channels * kTaps * 3;
  check("first", y[(side * side - 4) * channels + 5],
        plain(5, 3, kTaps, (const float* const(*)[4])tile, weights));
  free(pointers);
  free(weights);

  for (unsigned b = 0; b < kBlockCount; ++b) {
    const unsigned stride = kBlocks[b].stride, out_side = side / stride;
    weights = make_weights(channels, kTaps);
    pointers =
        (const float**)make_pointers((char*)y, channels * sizeof(float), side, stride, zeros);
    row = row_pointers(out_side, stride);
    before = cycles_now();
    for (unsigned line = 0; line < out_side; ++line) {
      depthwise(channels, out_side, 3 * stride, pointers + line * row, weights,
                x + (size_t)line * out_side * channels, 0.0f, 6.0f);
    }
    cycles += cycles_now() - before;
    macs += (uint64_t)out_side * out_side * channels * kTaps;
    float sum = weights[10];
    for (unsigned t = 0; t < kTaps; ++t) sum += pointers[row + t][1] * weights[10 + 1 + t];
    check("depthwise", x[(size_t)out_side * channels + 1], clamp(sum, 0.0f, 6.0f));
    free(pointers);
    free(weights);

    side = out_side;
    const unsigned out_channels = kBlocks[b].out_channels, pixels = side * side;
    weights = make_weights(out_channels, channels);
    before = cycles_now();
    for (unsigned pixel = 0; pixel < pixels; pixel += 4) {
      const float* rows[1][4];
      float* out[4];
      for (unsigned i = 0; i < 4; ++i) {
        const unsigned at = pixel + i < pixels ? pixel + i : pixels - 1;
        rows[0][i] = x + at * channels;
        out[i] = y + at * out_channels;
      }
      tile_4x4(out_channels, channels, 1, (const float* const(*)[4])rows, weights, out, 0.0f, 6.0f);
    }
    cycles += cycles_now() - before;
    macs += (uint64_t)pixels * channels * out_channels;
    const float* rows[1][4] = {{x + (pixels - 1) * channels, NULL, NULL, NULL}};
    check("pointwise", y[pixels * out_channels - 1],
          plain(out_channels - 1, channels, 1, (const float* const(*)[4])rows, weights));
    channels = out_channels;
    free(weights);
  }

  // Average of each channel, then the classifier, for one row.
  weights = make_weights(kClasses, channels);
  before = cycles_now();
  for (unsigned c = 0; c < channels; ++c) {
    float sum = 0.0f;
    for (unsigned pixel = 0; pixel < side * side; ++pixel) sum += y[pixel * channels + c];
    x[c] = sum / 49.0f;
  }
  const float* rows[1][4] = {{x, x, x, x}};
  float* out[4] = {y, y, y, y};
  tile_4x4(kClasses, channels, 1, (const float* const(*)[4])rows, weights, out, -1e30f, 1e30f);
  cycles += cycles_now() - before;
  macs += (uint64_t)channels * kClasses;
  printf("mobilenet_f32 %llu %llu\n", (unsigned long long)macs, (unsigned long long)cycles);
  return 0;
}
