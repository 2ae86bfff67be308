// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <vector>

#include "dinozero/error.h"
#include "dinozero/model.h"
#include "lib/checkpoint/safetensors.h"
#include "lib/quantize/quantize_network.h"

namespace dinozero::quantize {

/// The tensors and metadata of a quantized model as docs/model-format.md describes them.
class ModelFile {
 public:
  using Metadata = std::map<std::string, std::string, std::less<>>;

  /// `original` gives the metadata that is kept. Where no layer is quantized, all tensors stay f32;
  /// otherwise all that binary16 can hold are stored so. `layout` is as QuantizeOptions has it.
  /// Errors: kMalformedFile (metadata of `original` that is not JSON).
  static Expected<ModelFile> create(const Model& original, const QuantizedNetwork& quantized,
                                    const std::string& scheme, const LayerScheme& default_scheme,
                                    const std::string& layout);

  /// Errors: as write_safetensors.
  Expected<void> write(const std::string& path) const;

  /// Size of the file; 0 where it cannot be written.
  std::uint64_t file_bytes() const;

  /// Views of the tensors; valid as long as this object.
  std::vector<TensorView> tensors() const;
  const Metadata& metadata() const { return metadata_; }

 private:
  struct Tensor {
    std::string name;
    DType dtype;
    std::vector<std::int64_t> shape;
    std::vector<std::byte> bytes;
  };

  void add(const std::string& name, DType dtype, std::vector<std::int64_t> shape,
           const void* values, std::size_t bytes);
  void add_floats(const std::string& name, std::vector<std::int64_t> shape,
                  const std::vector<float>& values, bool float16);
  void add_small(const std::string& name, std::vector<std::int64_t> shape,
                 const std::vector<float>& values);
  void add_layer(const QuantizedLayer& layer, std::vector<std::int64_t> weight_shape);
  void add_codes(const std::string& name, const WeightCodes& codes, int activation_bits,
                 std::vector<std::int64_t> weight_shape);
  void add_positions(const QuantizedNetwork& quantized);

  bool all_f32_ = false;
  std::string layout_;
  std::vector<Tensor> tensors_;
  Metadata metadata_;
};

/// `codes` as the file packs them: int4 in nibbles, binary in bits, int8 as they are.
std::vector<std::uint8_t> packed(const WeightCodes& codes);

}  // namespace dinozero::quantize
