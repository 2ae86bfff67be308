// SPDX-License-Identifier: Apache-2.0
#ifndef DINOZERO_OPTIONS_H_
#define DINOZERO_OPTIONS_H_

#include <vector>

namespace dinozero {

/// Who executes the linear layers.
enum class Backend {
  kAuto,     ///< the faster one on this machine, as docs/backends.md explains
  kXnnpack,  ///< XNNPACK; an error where the library was built without it
  kNative,   ///< this library's own kernels
};

/// Which of this library's kernels run (everything but the linear layers on XNNPACK).
enum class KernelSet {
  kAuto,        ///< the best one that this CPU supports
  kReference,   ///< portable C++, the specification
  kArmv6,       ///< 32-bit ARM with SIMD32 and VFP: the Raspberry Pi Zero
  kAvx2,        ///< x86-64 with AVX2 and FMA
  kAvx512,      ///< x86-64 with AVX-512 F, BW, DQ and VL
  kAvx512Vnni,  ///< and AVX-512 VNNI, for quantized models
};

/// Token pruning: from some block on only the patches that matter (EViT, Liang et al. 2022).
struct TokenPruning {
  /// After this block, counted from 0, patches are pruned; not after the last one. -1: never.
  int after_block = -1;
  /// Patches that stay, 1 to all but one: those that the CLS token attends to most, by the mean
  /// over the block's heads; of equals the first. The others go on as one token, their mean
  /// weighted by that attention.
  int keep_patches = 0;
};

/// What an Encoder computes and with what.
struct Options {
  /// Threads that encode(), the caller's included. 1 never starts a thread.
  int threads = 1;
  Backend backend = Backend::kAuto;
  KernelSet kernel_set = KernelSet::kAuto;

  /// Size of the network's input in pixels, each a multiple of the patch size; 0 means the crop of
  /// the model's preprocessing (224). The position embedding is interpolated as in training.
  int input_height = 0;
  int input_width = 0;

  /// The most images that one call of encode() may be given.
  int max_images = 1;
  /// The longest side of a picture that encode() accepts, in pixels. Address space of about 25
  /// bytes a pixel of it is reserved; only what a picture needs becomes resident.
  int max_image_side = 16384;

  /// Keep the attention of the CLS token in the last block (Features::attention).
  bool attention = false;
  /// Keep all tokens after these blocks, counted from 0 (Features::block), in this order.
  std::vector<int> blocks;
  /// Apply the final LayerNorm to them, as DINO's get_intermediate_layers does.
  bool normalize_blocks = true;

  /// Trades accuracy for time.
  TokenPruning token_pruning = {};
};

}  // namespace dinozero

#endif  // DINOZERO_OPTIONS_H_
