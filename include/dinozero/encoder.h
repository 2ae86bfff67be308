// SPDX-License-Identifier: Apache-2.0
#ifndef DINOZERO_ENCODER_H_
#define DINOZERO_ENCODER_H_

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include "dinozero/error.h"
#include "dinozero/features.h"
#include "dinozero/image.h"
#include "dinozero/model.h"
#include "dinozero/options.h"
#include "dinozero/span.h"

namespace dinozero {

/// Memory that the caller provides for an encoder's working buffers; it has to outlive the encoder.
struct Arena {
  void* data = nullptr;
  std::size_t bytes = 0;
};

/// Where one layer of the network runs, for `dinozero info --plan` and logs.
struct LayerPlan {
  std::string layer;    ///< tensor name without its ending, e.g. "blocks.0.attn.qkv"
  std::string backend;  ///< "xnnpack" or "native"
  std::string kernel;   ///< kernel set of a native layer, e.g. "avx512"
  std::string scheme;   ///< "f32", "int8", "int8-static", "int4" or "binary"
  std::string reason;   ///< why there, a few words
  int rows = 0;         ///< GEMM M: tokens
  int cols = 0;         ///< GEMM N: output channels
  int depth = 0;        ///< GEMM K: input channels
};

/// Computes features. All memory is allocated by create(); encode() on the native backend neither
/// allocates nor does any I/O. One encoder belongs to one thread at a time; any number of encoders
/// may share a Model.
class Encoder {
 public:
  /// Errors: kInvalidArgument (options), kUnsupported (backend or kernel set not in this build or
  /// not on this CPU), kOutOfMemory, kBackend.
  static Expected<Encoder> create(const Model& model, const Options& options = {});
  /// The same with the working buffers in `arena`, of at least workspace_bytes() bytes at any
  /// alignment. (XNNPACK keeps its packed weights in memory of its own.)
  static Expected<Encoder> create(const Model& model, const Options& options, Arena arena);
  /// Bytes of working memory that an encoder with these options takes.
  static Expected<std::size_t> workspace_bytes(const Model& model, const Options& options = {});

  Encoder(Encoder&& other) noexcept;
  Encoder& operator=(Encoder&& other) noexcept;
  ~Encoder();

  /// Resizes, crops, normalises and encodes one picture of any size.
  /// Errors: kInvalidArgument; the encoder stays usable.
  Expected<Features> encode(const ImageView& image);
  /// The same for up to Options::max_images pictures; the result equals that of single calls.
  Expected<Features> encode(Span<const ImageView> images);
  /// Encodes images that are already preprocessed: `images` x 3 x input_height() x input_width()
  /// floats (channel-major, normalised), as PyTorch lays them out.
  Expected<Features> encode_tensor(const float* chw, int images = 1);

  int input_height() const;  ///< pixels
  int input_width() const;   ///< pixels
  /// The backend that kAuto resolved to; kNative where it may differ from layer to layer (ARMv6 in
  /// a build with XNNPACK), which plan() tells.
  Backend backend() const;
  /// Name of the kernel set in use: "reference", "avx2", ...
  const char* kernel_set() const;
  /// Which backend runs which layer.
  std::vector<LayerPlan> plan() const;

 private:
  struct State;
  explicit Encoder(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace dinozero

#endif  // DINOZERO_ENCODER_H_
