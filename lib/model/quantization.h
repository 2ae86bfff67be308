// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <string>

#include "dinozero/error.h"
#include "lib/checkpoint/json_values.h"
#include "lib/model/layer_scheme.h"

namespace dinozero {

/// What the metadata of a file says about its linear layers.
class Quantization {
 public:
  /// Reads "scheme" and "quantization" (docs/model-format.md). `file_name` is for messages.
  /// Errors: kUnsupported for a scheme that this version does not know; kInvalidModel for members
  /// that are unknown, out of range or contradict each other; kMalformedFile for wrong types.
  static Expected<Quantization> read(const JsonValues& metadata, const std::string& file_name);

  /// "int8", "int8-static", "int4", "binary" or "mixed"; "" for a file in floats.
  const std::string& scheme() const { return scheme_; }
  bool is_quantized() const { return !scheme_.empty(); }
  /// The scheme of a layer under its official name, e.g. "blocks.0.attn.qkv".
  const LayerScheme& of(const std::string& layer) const;
  /// The layout of packed weights (docs/model-format.md): "" or "armv6".
  const std::string& layout() const { return layout_; }
  /// Layers that are named one by one.
  const std::map<std::string, LayerScheme>& named() const { return layers_; }

 private:
  std::string scheme_;
  std::string layout_;
  LayerScheme default_;
  std::map<std::string, LayerScheme> layers_;
};

}  // namespace dinozero
