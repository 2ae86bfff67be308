// SPDX-License-Identifier: Apache-2.0
#pragma once

// Deterministic synthetic checkpoints and pictures for tests and benchmarks, bit-identical to
// tests/golden/synthetic.py, and a small safetensors writer. Depends on the standard library only,
// so that it checks the library's own reader and writer independently.

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace dinozero::testing {

// Shape of a plain DINO vision transformer; the grid is that of the stored position embedding.
struct SyntheticConfig {
  int dim;
  int depth;
  int heads;
  int mlp_dim;
  int patch_size;
  int grid_rows;
  int grid_cols;
  int registers = 0;
  // LayerScale, and with it the DINOv2 conventions: a mask token, and Hugging Face's DINOv2 names.
  bool layer_scale = false;
  bool qkv_bias = true;
  // Multiplies every tensor that makes up the tokens before the first block. Small values bring the
  // variance that the first LayerNorm sees down to its epsilon. A power of two keeps values exact.
  double embedding_scale = 1.0;
  std::uint64_t seed = 1;
};

// The project's models and DINO ViT-S/16, all with patch 16, a 14 x 14 grid, and seed 1.
SyntheticConfig micro();
SyntheticConfig tiny();
SyntheticConfig small();
SyntheticConfig vit_s16();

// Naming convention of the checkpoint. Values depend only on the official name, so all flavours
// describe the same model.
enum class Flavour { kOfficial, kHuggingFace, kTimm };

struct SyntheticTensor {
  std::string name;
  std::vector<std::int64_t> shape;
  std::vector<float> values;  // row-major, product(shape) of them
};

// All tensors of the checkpoint, in file order.
std::vector<SyntheticTensor> make_tensors(const SyntheticConfig& config,
                                          Flavour flavour = Flavour::kOfficial);

// A normalised image tensor, [3, height, width] row-major, uniform in [-2, 2).
std::vector<float> normalized_image(int height, int width, std::uint64_t seed);

// A picture, [height, width, 3] row-major, with flat, graded, noisy, and striped cells.
std::vector<std::uint8_t> image_rgb8(int width, int height, std::uint64_t seed);

// Value of the `dinozero` metadata key that describes this model.
std::string profile_json(const SyntheticConfig& config, std::string_view name = "synthetic",
                         double layer_norm_eps = 1e-6);

enum class DType { kF32, kF16, kBF16 };

// A tensor as a file holds it.
struct StoredTensor {
  std::string name;
  std::string dtype;  // as safetensors spells it
  std::vector<std::int64_t> shape;
  std::vector<std::byte> bytes;
};

// Values rounded to nearest even.
StoredTensor store(const SyntheticTensor& tensor, DType dtype = DType::kF32);

// A safetensors file in memory. Tensors are stored in the given order without gaps; the header is
// padded so that the data section starts at a multiple of 64.
// Precondition: names and metadata are ASCII.
std::vector<std::byte> serialize_safetensors(const std::vector<StoredTensor>& tensors,
                                             const std::map<std::string, std::string>& metadata);

// The same of tensors in one type.
std::vector<std::byte> serialize_safetensors(const std::vector<SyntheticTensor>& tensors,
                                             const std::map<std::string, std::string>& metadata,
                                             DType dtype = DType::kF32);

}  // namespace dinozero::testing
