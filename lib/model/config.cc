// SPDX-License-Identifier: Apache-2.0
#include "lib/model/config.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <memory>
#include <optional>
#include <utility>

#include "lib/checkpoint/json_values.h"
#include "lib/model/linear_weights.h"

namespace dinozero {
namespace {

// Far above any published vision transformer, and small enough that every size below fits 64 bits.
constexpr int kMaxDim = 16384;
constexpr int kMaxDepth = 256;
constexpr int kMaxHeads = 256;
constexpr int kMaxPatch = 128;
constexpr int kMaxGrid = 1024;
constexpr int kMaxRegisters = 64;
constexpr int kMaxImageSide = 8192;
constexpr int kConventionalHeadDim = 64;
constexpr std::size_t kMaxSidecarBytes = std::size_t{1} << 20;

// The `dinozero` key of the metadata, docs/model-format.md.
constexpr std::string_view kMetadataKey = "dinozero";
constexpr int kProfile = 1;

Error invalid(const Safetensors& file, const std::string& what) {
  return {ErrorCode::kInvalidModel, file.file_name() + ": " + what};
}

// The text of a small file, or an empty optional where there is none.
std::optional<std::string> read_small_file(const std::string& path) {
  struct Close {
    void operator()(std::FILE* file) const { std::fclose(file); }
  };
  const std::unique_ptr<std::FILE, Close> file(std::fopen(path.c_str(), "rb"));
  if (file == nullptr) return std::nullopt;
  std::string text;
  std::array<char, 4096> chunk;
  while (text.size() <= kMaxSidecarBytes) {
    const std::size_t count = std::fread(chunk.data(), 1, chunk.size(), file.get());
    if (count == 0) return text;
    text.append(chunk.data(), count);
  }
  return text;
}

Expected<JsonValues> read_metadata(const Safetensors& file) {
  const auto found = file.metadata().find(kMetadataKey);
  if (found == file.metadata().end()) return JsonValues();
  return JsonValues::parse(found->second, file.file_name() + ": metadata \"dinozero\"");
}

Expected<JsonValues> read_sidecar(const std::string& directory, const char* name) {
  if (directory.empty()) return JsonValues();
  const std::string path = directory + "/" + name;
  const std::optional<std::string> text = read_small_file(path);
  if (!text) return JsonValues();
  return JsonValues::parse(*text, path);
}

/// An integer in [low, high] at `path`, if there is one.
Expected<std::optional<int>> integer(const Safetensors& file, const JsonValues& values,
                                     std::string_view path, int low, int high) {
  const auto number = values.number(path);
  if (!number) return tl::unexpected(number.error());
  if (!*number) return std::optional<int>();
  const double value = **number;
  if (!(value >= low && value <= high) || value != std::floor(value)) {
    return tl::unexpected(invalid(file, "\"" + std::string(path) + "\": expected an integer from " +
                                            std::to_string(low) + " to " + std::to_string(high) +
                                            ", found " + std::to_string(value)));
  }
  return std::optional<int>(static_cast<int>(value));
}

Expected<const TensorView*> require(const Safetensors& file, const std::string& name) {
  const TensorView* tensor = file.find(name);
  if (tensor != nullptr) return tensor;
  return tl::unexpected(invalid(file, "tensor " + name + ": missing"));
}

Error wrong_shape(const Safetensors& file, const TensorView& tensor, const std::string& expected) {
  return invalid(file, "tensor " + tensor.name + ": expected shape " + expected + ", found " +
                           shape_string(tensor.shape));
}

bool in_range(std::int64_t value, int high) { return value >= 1 && value <= high; }

// Where the weights of a layer are in the layout armv6, which does not tell their shape, their
// scales do. Null where they are not, because of the file, the scheme or the layer's size.
const TensorView* scales_of_layout(const Safetensors& file, const Quantization& quantization,
                                   Scheme scheme, const std::string& stem, int inputs) {
  if (quantization.layout().empty()) return nullptr;
  const TensorView* scales = file.find(stem + ".weight_scale");
  if (scales == nullptr || scales->shape.size() != 2 || !in_range(scales->shape[0], kMaxDim)) {
    return nullptr;
  }
  const int outputs = static_cast<int>(scales->shape[0]);
  return armv6_layout_words(scheme, outputs, inputs) > 0 ? scales : nullptr;
}

// Packed weights do not tell the patch size; every other patch embedding does.
Expected<void> read_packed_patch_embedding(const Safetensors& file, const JsonValues& metadata,
                                           const Quantization& quantization, ModelConfig* config) {
  constexpr const char* kLayer = "patch_embed.proj";
  const Scheme scheme = quantization.of(kLayer).scheme;
  const auto patch = integer(file, metadata, "patch_size", 1, kMaxPatch);
  if (!patch) return tl::unexpected(patch.error());
  if (!*patch) {
    return tl::unexpected(
        invalid(file, "\"patch_size\": missing; packed weights of patch_embed.proj need it"));
  }
  config->patch_size = **patch;
  const int inputs = 3 * **patch * **patch;
  if (const TensorView* scales = scales_of_layout(file, quantization, scheme, kLayer, inputs)) {
    config->dim = static_cast<int>(scales->shape[0]);
    return {};
  }
  const auto tensor = require(file, "patch_embed.proj.weight_packed");
  if (!tensor) return tl::unexpected(tensor.error());
  const auto row_bytes = static_cast<std::int64_t>(packed_row_bytes(scheme, inputs));
  const auto& shape = (*tensor)->shape;
  if (shape.size() != 2 || !in_range(shape[0], kMaxDim) || shape[1] != row_bytes) {
    return tl::unexpected(wrong_shape(
        file, **tensor,
        "[dim, " + std::to_string(row_bytes) + "] for patch_size " + std::to_string(**patch)));
  }
  config->dim = static_cast<int>(shape[0]);
  return {};
}

Expected<void> read_patch_embedding(const Safetensors& file, const TensorNames& names,
                                    ModelConfig* config) {
  const auto tensor = require(file, names.top("patch_embed.proj.weight"));
  if (!tensor) return tl::unexpected(tensor.error());
  const auto& shape = (*tensor)->shape;
  if (shape.size() != 4 || !in_range(shape[0], kMaxDim) || shape[1] != 3 ||
      !in_range(shape[2], kMaxPatch) || shape[3] != shape[2]) {
    return tl::unexpected(wrong_shape(file, **tensor,
                                      "[dim, 3, patch, patch] with dim up to " +
                                          std::to_string(kMaxDim) + " and patch up to " +
                                          std::to_string(kMaxPatch)));
  }
  config->dim = static_cast<int>(shape[0]);
  config->patch_size = static_cast<int>(shape[2]);
  return {};
}

Expected<void> read_depth(const Safetensors& file, const TensorNames& names, ModelConfig* config) {
  int depth = 0;
  while (depth <= kMaxDepth && file.find(names.block(depth, "norm1.weight")) != nullptr) ++depth;
  if (depth == 0) {
    return tl::unexpected(
        invalid(file, "tensor " + names.block(0, "norm1.weight") + ": missing; expected blocks"));
  }
  if (depth > kMaxDepth) {
    return tl::unexpected(
        invalid(file, "more than " + std::to_string(kMaxDepth) + " transformer blocks"));
  }
  config->depth = depth;
  config->qkv_bias = file.find(names.has_split_qkv() ? names.split_qkv(0, "query", "bias")
                                                     : names.block(0, "attn.qkv.bias")) != nullptr;
  config->layer_scale = file.find(names.block(0, "ls1.gamma")) != nullptr;
  return {};
}

// The outputs of a linear layer of a block, which has `inputs` inputs: the first side of its
// weights, a multiple of `unit` and at most `most`.
Expected<int> read_outputs(const Safetensors& file, const TensorNames& names,
                           const Quantization& quantization, int block, const std::string& layer,
                           int inputs, int unit, int most) {
  const Scheme scheme = quantization.of("blocks." + std::to_string(block) + "." + layer).scheme;
  const bool packed = scheme == Scheme::kInt4 || scheme == Scheme::kBinary;
  const TensorView* scales =
      scales_of_layout(file, quantization, scheme, names.block(block, layer), inputs);
  const auto tensor =
      scales != nullptr
          ? scales
          : require(file, names.block(block, layer + (packed ? ".weight_packed" : ".weight")));
  if (!tensor) return tl::unexpected(tensor.error());
  const std::int64_t row = scales != nullptr ? scales->shape[1]
                           : packed ? static_cast<std::int64_t>(packed_row_bytes(scheme, inputs))
                                    : inputs;
  const auto& shape = (*tensor)->shape;
  if (shape.size() != 2 || !in_range(shape[0], most) || shape[0] % unit != 0 || shape[1] != row) {
    const std::string outputs =
        unit == 1 ? "outputs"
                  : "a multiple of " + std::to_string(unit) + " up to " + std::to_string(most);
    return tl::unexpected(
        wrong_shape(file, **tensor, "[" + outputs + ", " + std::to_string(row) + "]"));
  }
  return static_cast<int>(shape[0]);
}

// Pruning leaves each block its own number of heads and of hidden neurons.
Expected<void> read_blocks(const Safetensors& file, const TensorNames& names,
                           ModelDescription* description) {
  ModelConfig* config = &description->config;
  const Quantization& quantization = description->quantization;
  const int unit = 3 * (config->dim / config->heads);
  for (int index = 0; index < config->depth; ++index) {
    BlockShape shape{config->heads, 0};
    if (!names.has_split_qkv()) {
      const auto outputs = read_outputs(file, names, quantization, index, "attn.qkv", config->dim,
                                        unit, 3 * config->dim);
      if (!outputs) return tl::unexpected(outputs.error());
      shape.heads = *outputs / unit;
    }
    const auto mlp_dim =
        read_outputs(file, names, quantization, index, "mlp.fc1", config->dim, 1, kMaxDim);
    if (!mlp_dim) return tl::unexpected(mlp_dim.error());
    shape.mlp_dim = *mlp_dim;
    config->mlp_dim = std::max(config->mlp_dim, shape.mlp_dim);
    description->blocks.push_back(shape);
  }
  return {};
}

// Layers that the metadata names have to be there.
Expected<void> check_layer_names(const Safetensors& file, const TensorNames& names,
                                 const ModelDescription& description) {
  const Quantization& quantization = description.quantization;
  if (quantization.is_quantized() && names.flavour() != CheckpointFlavour::kOfficial) {
    return tl::unexpected(
        Error{ErrorCode::kUnsupported, file.file_name() + ": scheme " + quantization.scheme() +
                                           ": expected official names of tensors, found others"});
  }
  for (const auto& [name, scheme] : quantization.named()) {
    bool known = name == "patch_embed.proj";
    for (int index = 0; !known && index < description.config.depth; ++index) {
      for (const char* layer : {"attn.qkv", "attn.proj", "mlp.fc1", "mlp.fc2"}) {
        known = known || name == names.block(index, layer);
      }
    }
    if (!known) {
      return tl::unexpected(invalid(file, "metadata \"quantization.layers\": " + name +
                                              ": expected a linear layer of the model, found no "
                                              "such layer"));
    }
  }
  return {};
}

Expected<void> read_registers(const Safetensors& file, const TensorNames& names,
                              ModelConfig* config) {
  const TensorView* tensor = file.find(names.top("register_tokens"));
  if (tensor == nullptr) return {};
  const auto& shape = tensor->shape;
  if (shape.size() != 3 || shape[0] != 1 || !in_range(shape[1], kMaxRegisters) ||
      shape[2] != config->dim) {
    return tl::unexpected(
        wrong_shape(file, *tensor, "[1, registers, " + std::to_string(config->dim) + "]"));
  }
  config->registers = static_cast<int>(shape[1]);
  return {};
}

// The grid is square unless the metadata says otherwise. timm's register models keep the position
// of the CLS token in the token itself.
Expected<void> read_position_grid(const Safetensors& file, const TensorNames& names,
                                  const JsonValues& metadata, ModelConfig* config) {
  const auto tensor = require(file, names.top("pos_embed"));
  if (!tensor) return tl::unexpected(tensor.error());
  const auto& shape = (*tensor)->shape;
  const int prefix = names.flavour() == CheckpointFlavour::kTimm ? 0 : 1;
  const std::string expected = prefix == 1 ? "[1, 1 + patches, " : "[1, patches, ";
  if (shape.size() != 3 || shape[0] != 1 || shape[2] != config->dim || shape[1] <= prefix ||
      shape[1] - prefix > std::int64_t{kMaxGrid} * kMaxGrid) {
    return tl::unexpected(
        wrong_shape(file, **tensor, expected + std::to_string(config->dim) + "]"));
  }
  const auto patches = static_cast<int>(shape[1]) - prefix;

  const auto rows = integer(file, metadata, "position_rows", 1, kMaxGrid);
  if (!rows) return tl::unexpected(rows.error());
  const int side = static_cast<int>(std::lround(std::sqrt(static_cast<double>(patches))));
  config->position_rows = rows->value_or(side);
  config->position_cols = patches / config->position_rows;
  if (config->position_rows * config->position_cols != patches) {
    return tl::unexpected(wrong_shape(
        file, **tensor,
        expected + std::to_string(config->dim) + "] with " +
            (*rows ? "patches divisible by position_rows " + std::to_string(**rows)
                   : std::string("a square number of patches (or metadata position_rows)"))));
  }
  return {};
}

// Shapes do not tell the number of heads.
Expected<void> read_heads(const Safetensors& file, const JsonValues& metadata,
                          const JsonValues& sidecar, ModelConfig* config) {
  auto heads = integer(file, metadata, "num_heads", 1, kMaxHeads);
  if (heads && !*heads) heads = integer(file, sidecar, "num_attention_heads", 1, kMaxHeads);
  if (!heads) return tl::unexpected(heads.error());
  if (!*heads && config->dim % kConventionalHeadDim == 0) {
    *heads = config->dim / kConventionalHeadDim;
  }
  if (!*heads || config->dim % **heads != 0) {
    return tl::unexpected(invalid(
        file, "cannot tell the number of attention heads of dim " + std::to_string(config->dim) +
                  (*heads ? ": found " + std::to_string(**heads) + ", expected a divisor"
                          : ": expected num_heads in the metadata (tools/convert_checkpoint.py "
                            "--heads)")));
  }
  config->heads = **heads;
  return {};
}

Expected<void> read_epsilon(const Safetensors& file, const JsonValues& metadata,
                            const JsonValues& sidecar, ModelConfig* config) {
  auto epsilon = metadata.number("layer_norm_eps");
  if (epsilon && !*epsilon) epsilon = sidecar.number("layer_norm_eps");
  if (!epsilon) return tl::unexpected(epsilon.error());
  const double value = epsilon->value_or(1e-6);
  if (!(value > 0 && value < 1)) {
    return tl::unexpected(invalid(
        file, "layer_norm_eps: expected a number between 0 and 1, found " + std::to_string(value)));
  }
  config->layer_norm_epsilon = static_cast<float>(value);
  return {};
}

Expected<void> read_interpolation(const Safetensors& file, const JsonValues& metadata,
                                  ModelConfig* config) {
  const auto stored = metadata.string("position_interpolation");
  if (!stored) return tl::unexpected(stored.error());
  if (!*stored) {
    config->position_interpolation =
        config->registers > 0 ? PositionInterpolation::kAntialias : PositionInterpolation::kOffset;
  } else if (**stored == "offset") {
    config->position_interpolation = PositionInterpolation::kOffset;
  } else if (**stored == "antialias") {
    config->position_interpolation = PositionInterpolation::kAntialias;
  } else {
    return tl::unexpected(
        invalid(file, "position_interpolation: expected \"offset\" or \"antialias\", found \"" +
                          **stored + "\""));
  }
  return {};
}

Expected<void> check_profile(const Safetensors& file, const JsonValues& metadata) {
  const auto profile = metadata.number("profile");
  if (!profile) return tl::unexpected(profile.error());
  if (*profile && **profile != kProfile) {
    return tl::unexpected(Error{
        ErrorCode::kUnsupported,
        file.file_name() + ": model profile: expected " + std::to_string(kProfile) + ", found " +
            std::to_string(**profile) + "; a newer version of the library may read it"});
  }
  return {};
}

// Hugging Face's preprocessor_config.json: {"size": 256} or {"size": {"shortest_edge": 256}},
// {"crop_size": 224} or {"crop_size": {"height": 224, ...}}, image_mean, image_std.
Expected<void> read_preprocess(const Safetensors& file, const JsonValues& metadata,
                               const JsonValues& sidecar, PreprocessConfig* preprocess) {
  struct Source {
    const JsonValues& values;
    std::array<const char*, 3> resize;
    std::array<const char*, 2> crop;
    const char* mean;
    const char* std;
  };
  const Source sources[] = {
      {sidecar,
       {"size", "size.shortest_edge", "size.height"},
       {"crop_size", "crop_size.height"},
       "image_mean",
       "image_std"},
      {metadata,
       {"preprocess.resize", "preprocess.resize", "preprocess.resize"},
       {"preprocess.crop", "preprocess.crop"},
       "preprocess.mean",
       "preprocess.std"},
  };
  for (const Source& source : sources) {
    for (const char* path : source.resize) {
      const auto value = integer(file, source.values, path, 1, kMaxImageSide);
      if (!value) return tl::unexpected(value.error());
      // Without a crop of its own the whole resized picture is meant.
      if (*value) preprocess->resize = **value;
    }
    for (const char* path : source.crop) {
      const auto value = integer(file, source.values, path, 1, kMaxImageSide);
      if (!value) return tl::unexpected(value.error());
      if (*value) preprocess->crop = **value;
    }
    for (int channel = 0; channel < 3; ++channel) {
      const std::string ending = "." + std::to_string(channel);
      const auto mean = source.values.number(source.mean + ending);
      if (!mean) return tl::unexpected(mean.error());
      if (*mean) preprocess->mean[channel] = static_cast<float>(**mean);
      const auto std = source.values.number(source.std + ending);
      if (!std) return tl::unexpected(std.error());
      if (*std) preprocess->std[channel] = static_cast<float>(**std);
    }
  }
  preprocess->crop = std::min(preprocess->crop, preprocess->resize);
  for (int channel = 0; channel < 3; ++channel) {
    if (!std::isfinite(preprocess->mean[channel]) || !(preprocess->std[channel] > 0) ||
        !std::isfinite(preprocess->std[channel])) {
      return tl::unexpected(invalid(file, "preprocess: expected a finite mean and a std above 0"));
    }
  }
  return {};
}

std::string name_from_file(const std::string& file_name) {
  const std::string base = file_name.substr(file_name.rfind('/') + 1);
  return base.substr(0, base.rfind('.'));
}

Expected<void> read_all(const Safetensors& file, const TensorNames& names,
                        const std::string& directory, ModelDescription* description) {
  const bool hugging_face = names.flavour() == CheckpointFlavour::kHuggingFace;
  const auto metadata = read_metadata(file);
  if (!metadata) return tl::unexpected(metadata.error());
  const auto sidecar = read_sidecar(hugging_face ? directory : "", "config.json");
  if (!sidecar) return tl::unexpected(sidecar.error());
  const auto processor = read_sidecar(hugging_face ? directory : "", "preprocessor_config.json");
  if (!processor) return tl::unexpected(processor.error());

  ModelConfig* config = &description->config;
  const auto name = metadata->string("name");
  if (!name) return tl::unexpected(name.error());
  config->name = *name ? **name : name_from_file(file.file_name());
  return check_profile(file, *metadata)
      .and_then([&] { return Quantization::read(*metadata, file.file_name()); })
      .and_then([&](Quantization&& quantization) {
        description->quantization = std::move(quantization);
        const Scheme scheme = description->quantization.of("patch_embed.proj").scheme;
        return scheme == Scheme::kInt4 || scheme == Scheme::kBinary
                   ? read_packed_patch_embedding(file, *metadata, description->quantization, config)
                   : read_patch_embedding(file, names, config);
      })
      .and_then([&] { return read_depth(file, names, config); })
      .and_then([&] { return check_layer_names(file, names, *description); })
      .and_then([&] { return read_heads(file, *metadata, *sidecar, config); })
      .and_then([&] { return read_blocks(file, names, description); })
      .and_then([&] { return read_registers(file, names, config); })
      .and_then([&] { return read_position_grid(file, names, *metadata, config); })
      .and_then([&] { return read_epsilon(file, *metadata, *sidecar, config); })
      .and_then([&] { return read_interpolation(file, *metadata, config); })
      .and_then([&] {
        // The crop defaults to 224, or to the size that the position embedding was trained at
        // where that is smaller (a model for 32-pixel pictures).
        PreprocessConfig* preprocess = &description->preprocess;
        const int trained = config->position_rows * config->patch_size;
        if (trained < preprocess->crop) {
          preprocess->resize = trained;
          preprocess->crop = trained;
        }
        return read_preprocess(file, *metadata, *processor, preprocess);
      });
}

}  // namespace

Expected<ModelDescription> read_description(const Safetensors& file, const TensorNames& names,
                                            const std::string& checkpoint_directory) {
  ModelDescription description;
  return read_all(file, names, checkpoint_directory, &description).map([&] { return description; });
}

}  // namespace dinozero
