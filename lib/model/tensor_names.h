// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "dinozero/model.h"
#include "lib/checkpoint/safetensors.h"

namespace dinozero {

/// Translates the official DINO names, which the library thinks in, to those of a checkpoint.
class TensorNames {
 public:
  /// Tells the flavour by the keys. Errors: kInvalidModel for a file with none of the known sets
  /// of names, kUnsupported for one that is recognised but is not a plain DINO vision transformer
  /// (DINOv3, SwiGLU, ConvNeXt).
  static Expected<TensorNames> detect(const Safetensors& file);

  CheckpointFlavour flavour() const { return flavour_; }

  /// `official` is "cls_token", "pos_embed", "register_tokens", "patch_embed.proj.weight",
  /// "norm.bias", ...
  std::string top(std::string_view official) const;
  /// `official` is the part after "blocks.N.": "norm1.weight", "attn.proj.bias", "ls1.gamma", ...
  std::string block(int index, std::string_view official) const;
  /// Hugging Face keeps query, key and value apart: `part` is "query", "key" or "value", `ending`
  /// is "weight" or "bias".
  std::string split_qkv(int index, std::string_view part, std::string_view ending) const;
  /// Whether `name` is one of those.
  bool is_split_qkv(std::string_view name) const;
  bool has_split_qkv() const { return flavour_ == CheckpointFlavour::kHuggingFace; }

  /// Tensors that a published checkpoint may carry and that features do not need: the mask token
  /// of the training, classifier and pooler heads.
  bool is_ignored(std::string_view name) const;

 private:
  TensorNames(CheckpointFlavour flavour, bool hugging_face_v2)
      : flavour_(flavour), hugging_face_v2_(hugging_face_v2) {}

  CheckpointFlavour flavour_;
  bool hugging_face_v2_;  // DINOv2's names inside a Hugging Face block
};

}  // namespace dinozero
