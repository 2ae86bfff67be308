// SPDX-License-Identifier: Apache-2.0
#include "lib/model/tensor_names.h"

#include <array>
#include <utility>

namespace dinozero {
namespace {

using NamePair = std::pair<std::string_view, std::string_view>;

constexpr std::array<NamePair, 7> kHuggingFaceTop = {{
    {"cls_token", "embeddings.cls_token"},
    {"pos_embed", "embeddings.position_embeddings"},
    {"register_tokens", "embeddings.register_tokens"},
    {"patch_embed.proj.weight", "embeddings.patch_embeddings.projection.weight"},
    {"patch_embed.proj.bias", "embeddings.patch_embeddings.projection.bias"},
    {"norm.weight", "layernorm.weight"},
    {"norm.bias", "layernorm.bias"},
}};

// Without the ending: ".weight" and ".bias" are the same everywhere.
constexpr std::array<NamePair, 5> kHuggingFaceBlockV1 = {{
    {"norm1", "layernorm_before"},
    {"attn.proj", "attention.output.dense"},
    {"norm2", "layernorm_after"},
    {"mlp.fc1", "intermediate.dense"},
    {"mlp.fc2", "output.dense"},
}};
constexpr std::array<NamePair, 1> kHuggingFaceBlockV2 = {{{"attn.proj", "attention.output.dense"}}};

template <std::size_t count>
std::string_view translate(const std::array<NamePair, count>& table, std::string_view official) {
  for (const auto& [from, to] : table) {
    if (from == official) return to;
  }
  return official;
}

Error unsupported(const Safetensors& file, const char* tensor, const char* what) {
  return {ErrorCode::kUnsupported, file.file_name() + ": tensor " + tensor + " marks " + what +
                                       "; expected a plain DINO or DINOv2 vision transformer"};
}

}  // namespace

Expected<TensorNames> TensorNames::detect(const Safetensors& file) {
  struct Foreign {
    const char* tensor;
    const char* what;
  };
  constexpr Foreign kForeign[] = {
      {"rope_embed.periods", "a DINOv3 model with rotary position embedding"},
      {"storage_tokens", "a DINOv3 model"},
      {"layer.0.attention.q_proj.weight", "a DINOv3 model with rotary position embedding"},
      {"blocks.0.gamma_1", "a DINOv3 model with rotary position embedding"},
      {"blocks.0.mlp.w12.weight", "a SwiGLU MLP"},
      {"encoder.layer.0.mlp.weights_in.weight", "a SwiGLU MLP"},
      {"downsample_layers.0.0.weight", "a ConvNeXt model"},
  };
  for (const Foreign& foreign : kForeign) {
    if (file.find(foreign.tensor) != nullptr) {
      return tl::unexpected(unsupported(file, foreign.tensor, foreign.what));
    }
  }
  if (file.find("embeddings.cls_token") != nullptr) {
    // Either is enough, so that the lack of one is reported under its right name.
    const bool v2 = file.find("encoder.layer.0.norm1.weight") != nullptr ||
                    file.find("encoder.layer.0.norm1.bias") != nullptr;
    return TensorNames(CheckpointFlavour::kHuggingFace, v2);
  }
  if (file.find("cls_token") != nullptr) {
    const bool timm = file.find("reg_token") != nullptr;
    return TensorNames(timm ? CheckpointFlavour::kTimm : CheckpointFlavour::kOfficial, false);
  }
  return tl::unexpected(Error{
      ErrorCode::kInvalidModel,
      file.file_name() +
          ": not a DINO vision transformer: expected a tensor cls_token (official DINO or timm "
          "names) or embeddings.cls_token (Hugging Face names), found neither among " +
          std::to_string(file.tensors().size()) + " tensors"});
}

std::string TensorNames::top(std::string_view official) const {
  if (flavour_ == CheckpointFlavour::kHuggingFace) {
    return std::string(translate(kHuggingFaceTop, official));
  }
  if (flavour_ == CheckpointFlavour::kTimm && official == "register_tokens") return "reg_token";
  return std::string(official);
}

std::string TensorNames::block(int index, std::string_view official) const {
  if (flavour_ != CheckpointFlavour::kHuggingFace) {
    return "blocks." + std::to_string(index) + "." + std::string(official);
  }
  const std::string prefix = "encoder.layer." + std::to_string(index) + ".";
  if (official == "ls1.gamma") return prefix + "layer_scale1.lambda1";
  if (official == "ls2.gamma") return prefix + "layer_scale2.lambda1";
  const std::size_t dot = official.rfind('.');
  const std::string_view stem = official.substr(0, dot);
  const std::string_view translated = hugging_face_v2_ ? translate(kHuggingFaceBlockV2, stem)
                                                       : translate(kHuggingFaceBlockV1, stem);
  return prefix + std::string(translated) + std::string(official.substr(dot));
}

std::string TensorNames::split_qkv(int index, std::string_view part,
                                   std::string_view ending) const {
  return "encoder.layer." + std::to_string(index) + ".attention.attention." + std::string(part) +
         "." + std::string(ending);
}

bool TensorNames::is_split_qkv(std::string_view name) const {
  return has_split_qkv() && name.find(".attention.attention.") != std::string_view::npos;
}

bool TensorNames::is_ignored(std::string_view name) const {
  constexpr std::string_view kIgnored[] = {
      "mask_token",        "embeddings.mask_token", "pooler.dense.weight",
      "pooler.dense.bias", "head.weight",           "head.bias",
  };
  for (const std::string_view ignored : kIgnored) {
    if (name == ignored) return true;
  }
  return false;
}

}  // namespace dinozero
