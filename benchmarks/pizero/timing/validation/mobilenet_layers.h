// SPDX-License-Identifier: Apache-2.0
// MobileNet v1 (Howard et al. 2017), width 1.0, at 224 x 224: what XNNPACK's published times on a
// Raspberry Pi Zero W are of. The programs that include this execute it with loops in the shape of
// the kernels that XNNPACK had for processors without NEON when the times were taken (8 February
// 2022: scalar ones; its SIMD32 kernels came in August 2022). The code is our own.
#ifndef MOBILENET_LAYERS_H_
#define MOBILENET_LAYERS_H_

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "../mark.h"

enum { kImageSide = 224, kFirstChannels = 32, kClasses = 1000, kTaps = 9 };

// One depthwise 3 x 3 convolution and the pointwise one after it.
typedef struct {
  unsigned stride, out_channels;
} Block;
static const Block kBlocks[] = {{1, 64},  {2, 128},  {1, 128}, {2, 256}, {1, 256},
                                {2, 512}, {1, 512},  {1, 512}, {1, 512}, {1, 512},
                                {1, 512}, {2, 1024}, {1, 1024}};
enum { kBlockCount = sizeof kBlocks / sizeof kBlocks[0] };

static inline uint64_t cycles_now(void) {
  static uint64_t count __attribute__((aligned(8)));
  DINOZERO_READ_CYCLES(&count);
  return *(volatile uint64_t*)&count;
}

static inline uint32_t next_random(void) {
  static uint32_t seed = 1;
  return seed = seed * 1664525u + 1013904223u;
}

static inline void* allocate(size_t bytes) {
  void* memory = malloc(bytes);
  if (memory == NULL) {
    fprintf(stderr, "no memory for %zu bytes\n", bytes);
    exit(1);
  }
  return memory;
}

// Pointers to the input pixels of a 3 x 3 convolution with a border of one pixel, column by column,
// so that neighbouring outputs share them: output x of a row starts 3 * stride * x after the row's
// first.
static inline unsigned row_pointers(unsigned out_side, unsigned stride) {
  return kTaps + (out_side - 1) * stride * 3;
}
static inline const void** make_pointers(const char* input, size_t pixel_bytes, unsigned side,
                                         unsigned stride, const void* zeros) {
  const unsigned out_side = side / stride, columns = row_pointers(out_side, stride) / 3;
  const void** pointers = allocate(sizeof(void*) * out_side * 3 * columns);
  for (unsigned y = 0; y < out_side; ++y) {
    for (unsigned column = 0; column < columns; ++column) {
      for (unsigned tap = 0; tap < 3; ++tap) {
        // Stride 2 pads only behind, as TensorFlow does.
        const unsigned border = stride == 1 ? 1 : 0;
        const int in_y = (int)(y * stride + tap) - (int)border, in_x = (int)column - (int)border;
        const int outside = in_y < 0 || in_x < 0 || in_y >= (int)side || in_x >= (int)side;
        pointers[(y * columns + column) * 3 + tap] =
            outside ? zeros : input + ((size_t)in_y * side + (size_t)in_x) * pixel_bytes;
      }
    }
  }
  return pointers;
}

#endif  // MOBILENET_LAYERS_H_
