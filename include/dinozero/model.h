// SPDX-License-Identifier: Apache-2.0
#ifndef DINOZERO_MODEL_H_
#define DINOZERO_MODEL_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "dinozero/error.h"

namespace dinozero {

/// How a position embedding is resampled for another input size. The two are not interchangeable:
/// a model has to be run with the one it was trained with.
enum class PositionInterpolation {
  kOffset,     ///< DINO, DINOv2: bicubic (A = -0.75), scale (n + 0.1) / M, no antialias
  kAntialias,  ///< DINOv2 with registers, timm: bicubic (A = -0.5), antialiased, no offset
};

/// Whose tensor names a checkpoint uses.
enum class CheckpointFlavour { kOfficial, kHuggingFace, kTimm };

/// The architecture of a plain DINO vision transformer (Caron et al. 2021, Oquab et al. 2023), as
/// read from the tensor shapes and the metadata of a checkpoint.
struct ModelConfig {
  std::string name;          ///< from the metadata, otherwise the file's name without its ending
  int dim = 0;               ///< width of a token
  int depth = 0;             ///< number of transformer blocks
  int heads = 0;             ///< attention heads of dim / heads channels each, before pruning
  int mlp_dim = 0;           ///< hidden width of the MLP, in the widest block
  int patch_size = 0;        ///< pixels, square
  int position_rows = 0;     ///< grid of the stored position embedding
  int position_cols = 0;     ///<
  int registers = 0;         ///< register tokens (DINOv2), after the CLS token
  bool qkv_bias = true;      ///< query, key and value have a bias
  bool layer_scale = false;  ///< per-channel scale on each residual branch (DINOv2)
  float layer_norm_epsilon = 0;  ///<
  PositionInterpolation position_interpolation = PositionInterpolation::kOffset;
};

/// How a photograph becomes the network's input: short side resized to `resize` pixels (bicubic,
/// antialiased), centre crop of `crop` x `crop` pixels, (value / 255 - mean) / std per channel.
/// The defaults are DINO's evaluation recipe.
struct PreprocessConfig {
  int resize = 256;
  int crop = 224;
  std::array<float, 3> mean = {0.485F, 0.456F, 0.406F};
  std::array<float, 3> std = {0.229F, 0.224F, 0.225F};
};

/// One tensor of a model file.
struct TensorInfo {
  std::string name;
  std::string dtype;  ///< as in the file: "F32", "F16", "BF16", ...
  std::vector<std::int64_t> shape;
  std::size_t bytes = 0;  ///< in the file
};

/// How one linear layer is stored.
struct LayerInfo {
  std::string name;          ///< tensor name without its ending, e.g. "blocks.0.attn.qkv"
  std::string scheme;        ///< "f32", "int8", "int8-static", "int4" or "binary"
  int outputs = 0;           ///<
  int inputs = 0;            ///<
  int group = 0;             ///< inputs that share a scale; 0 for one scale per output, or none
  int activation_bits = 32;  ///< of its inputs while it runs: 32 (float), 8 or 6
  std::size_t bytes = 0;     ///< of weights and scales in memory
};

struct ModelData;

/// A loaded, immutable model. A Model is a cheap handle: copies share the weights, and any number
/// of encoders in any number of threads may use it at once. The weights stay in the mapped file
/// and are used in place where they are stored as f32 or quantized.
class Model {
 public:
  /// Maps and checks a safetensors file with official DINO, Hugging Face or timm tensor names.
  /// For a Hugging Face checkpoint, a `config.json` beside it supplies what shapes cannot say
  /// (heads, epsilon).
  /// Errors: kNotFound, kIo, kMalformedFile, kInvalidModel, kUnsupported, kOutOfMemory.
  static Expected<Model> load(const std::string& path);

  /// The same from `size` bytes at `data`, which have to stay valid and unchanged as long as any
  /// copy of the Model or any Encoder made from it lives. `name` stands for the file in messages.
  static Expected<Model> from_memory(const void* data, std::size_t size,
                                     const std::string& name = "memory");

  const ModelConfig& config() const;
  const PreprocessConfig& preprocess() const;
  CheckpointFlavour flavour() const;

  /// How the weights of the linear layers are stored: "f32", "f16", "bf16", "int8", "int8-static",
  /// "int4", "binary" or "mixed".
  const std::string& scheme() const;

  /// The layout of its 4-bit and 1-bit weights, as the file says: "" (row by row) or "armv6". One
  /// that this build has no kernels for was undone while the model was loaded.
  const std::string& layout() const;

  /// Number of weights and biases.
  std::size_t parameters() const;
  /// Size of the file (or the memory) that the model was read from.
  std::size_t file_bytes() const;
  /// Heap memory that the model holds beside the mapped file, because a tensor had to be converted
  /// to f32, aligned, or joined. 0 for an f32 model written by this library; linear layers' weights
  /// in f16 and bf16 stay as they are.
  std::size_t converted_bytes() const;
  /// Every tensor of the file, sorted by name.
  std::vector<TensorInfo> tensors() const;
  /// Every linear layer, in the order of execution.
  std::vector<LayerInfo> layers() const;

  /// For the library's own layers.
  const std::shared_ptr<const ModelData>& data() const { return data_; }

 private:
  explicit Model(std::shared_ptr<const ModelData> data);
  std::shared_ptr<const ModelData> data_;
};

}  // namespace dinozero

#endif  // DINOZERO_MODEL_H_
