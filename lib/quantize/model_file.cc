// SPDX-License-Identifier: Apache-2.0
#include "lib/quantize/model_file.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <nlohmann/json.hpp>
#include <utility>

#include "kernels/armv6_layout.h"
#include "lib/checkpoint/message.h"
#include "lib/model/armv6_weights.h"
#include "lib/model/model_data.h"
#include "lib/quantize/float16.h"

namespace dinozero::quantize {
namespace {

using Json = nlohmann::ordered_json;
using Shape = std::vector<std::int64_t>;

constexpr const char* kMetadataName = "dinozero";

// The members that tell how the layer runs; what is the default of the format is left out.
Json layer_json(const LayerScheme& scheme) {
  Json json = {{"scheme", scheme_name(scheme.scheme)}};
  if (scheme.scheme == Scheme::kInt4) {
    json["group"] = scheme.group;
    json["activation_bits"] = scheme.activation_bits;
  }
  return json;
}

Json quantization_json(const QuantizedNetwork& quantized, const LayerScheme& default_scheme) {
  Json json = {{"default", layer_json(default_scheme)}};
  for (const QuantizedLayer& layer : quantized.layers) {
    if (layer.report.scheme == default_scheme) continue;
    json["layers"][layer.report.name] = layer_json(layer.report.scheme);
  }
  return json;
}

// Whether any layer is stored in the layout.
bool has_layout(const QuantizedNetwork& quantized, const std::string& layout) {
  return !layout.empty() &&
         std::any_of(quantized.layers.begin(), quantized.layers.end(),
                     [](const QuantizedLayer& layer) {
                       return armv6_layout_words(layer.report.scheme.scheme, layer.linear.outputs,
                                                 layer.linear.inputs) > 0;
                     });
}

std::vector<std::uint32_t> in_armv6_layout(const WeightCodes& codes, int activation_bits) {
  const std::vector<std::uint8_t> rows = packed(codes);
  std::vector<std::uint32_t> words(armv6_layout_words(codes.scheme, codes.outputs, codes.inputs));
  if (codes.scheme == Scheme::kBinary) {
    kernels::armv6_layout::pack_binary(rows.data(), codes.outputs, codes.inputs, words.data());
  } else {
    const int group = codes.group > 0 ? codes.group : codes.inputs;
    kernels::armv6_layout::pack_int4(rows.data(), codes.outputs, codes.inputs, group,
                                     activation_bits == 6 ? 31 : 128, words.data());
  }
  return words;
}

// Shortest decimal that gives the float back.
double shortest(float value) {
  char text[32];
  for (int digits = 6; digits < 9; ++digits) {
    std::snprintf(text, sizeof text, "%.*g", digits, double{value});
    if (std::strtof(text, nullptr) == value) return std::strtod(text, nullptr);
  }
  return double{value};
}

// Adds what a file without official names said elsewhere: in the config.json beside it.
void add_architecture(const Model& original, Json* json) {
  const ModelConfig& config = original.config();
  const PreprocessConfig& preprocess = original.preprocess();
  const auto add = [&](const char* name, const Json& value) {
    if (!json->contains(name)) (*json)[name] = value;
  };
  add("profile", 1);
  add("architecture", "dino-vit");
  add("name", config.name);
  add("patch_size", config.patch_size);
  add("num_heads", config.heads);
  add("layer_norm_eps", shortest(config.layer_norm_epsilon));
  if (config.position_rows != config.position_cols) add("position_rows", config.position_rows);
  Json mean = Json::array();
  Json std = Json::array();
  for (int channel = 0; channel < 3; ++channel) {
    mean.push_back(shortest(preprocess.mean[channel]));
    std.push_back(shortest(preprocess.std[channel]));
  }
  add("preprocess", {{"resize", preprocess.resize},
                     {"crop", preprocess.crop},
                     {"mean", std::move(mean)},
                     {"std", std::move(std)}});
}

}  // namespace

std::vector<std::uint8_t> packed(const WeightCodes& codes) {
  const std::size_t per_byte = codes.scheme == Scheme::kBinary ? 8
                               : codes.scheme == Scheme::kInt4 ? 2
                                                               : 1;
  const auto inputs = static_cast<std::size_t>(codes.inputs);
  const std::size_t row_bytes = (inputs + per_byte - 1) / per_byte;
  std::vector<std::uint8_t> bytes(row_bytes * codes.outputs);
  for (std::size_t i = 0; i < codes.codes.size(); ++i) {
    const std::size_t input = i % inputs;
    std::uint8_t& byte = bytes[i / inputs * row_bytes + input / per_byte];
    const int code = codes.codes[i];  // NOLINT(bugprone-signed-char-misuse): a number
    int bits = code;
    if (codes.scheme == Scheme::kInt4) bits = (code + 8) << (input % 2 * 4);
    if (codes.scheme == Scheme::kBinary) bits = (code > 0 ? 1 : 0) << (input % 8);
    byte = static_cast<std::uint8_t>(byte | bits);
  }
  return bytes;
}

Expected<ModelFile> ModelFile::create(const Model& original, const QuantizedNetwork& quantized,
                                      const std::string& scheme, const LayerScheme& default_scheme,
                                      const std::string& layout) {
  const Safetensors& source = original.data()->file;
  ModelFile file;
  file.metadata_ = source.metadata();
  Json json = Json::object();
  if (const auto found = file.metadata_.find(kMetadataName); found != file.metadata_.end()) {
    json = Json::parse(found->second, nullptr, false);
    if (!json.is_object()) {
      return tl::unexpected(Error{ErrorCode::kMalformedFile,
                                  source.file_name() + ": metadata \"dinozero\": not an object"});
    }
  }
  add_architecture(original, &json);
  file.all_f32_ = scheme == scheme_name(Scheme::kF32);
  json["scheme"] = scheme;
  if (!file.all_f32_) json["quantization"] = quantization_json(quantized, default_scheme);
  if (has_layout(quantized, layout)) {
    file.layout_ = layout;
    json["quantization"]["layout"] = layout;
  }
  file.metadata_[kMetadataName] = json.dump(-1, ' ', false, Json::error_handler_t::replace);

  const Network& network = quantized.network;
  const std::int64_t dim = network.config.dim;
  const std::int64_t patch = network.config.patch_size;
  file.add_small("cls_token", {1, 1, dim}, network.cls_token);
  if (!network.register_tokens.empty()) {
    file.add_small("register_tokens", {1, network.config.registers, dim}, network.register_tokens);
  }
  file.add_positions(quantized);
  for (const QuantizedLayer& layer : quantized.layers) {
    const Linear& linear = layer.linear;
    Shape shape = {linear.outputs, linear.inputs};
    if (&layer == &quantized.layers.front()) shape = {dim, 3, patch, patch};
    file.add_layer(layer, shape);
  }
  const auto add_norm = [&](const std::string& name, const LayerNorm& norm) {
    file.add_small(name + ".weight", {dim}, norm.weight);
    file.add_small(name + ".bias", {dim}, norm.bias);
  };
  for (std::size_t index = 0; index < network.blocks.size(); ++index) {
    const Block& block = network.blocks[index];
    const std::string prefix = "blocks." + std::to_string(index) + ".";
    add_norm(prefix + "norm1", block.norm1);
    add_norm(prefix + "norm2", block.norm2);
    if (!block.scale1.empty()) file.add_small(prefix + "ls1.gamma", {dim}, block.scale1);
    if (!block.scale2.empty()) file.add_small(prefix + "ls2.gamma", {dim}, block.scale2);
  }
  add_norm("norm", network.norm);
  return file;
}

void ModelFile::add(const std::string& name, DType dtype, Shape shape, const void* values,
                    std::size_t bytes) {
  const auto* begin = static_cast<const std::byte*>(values);
  tensors_.push_back({name, dtype, std::move(shape), {begin, begin + bytes}});
}

void ModelFile::add_floats(const std::string& name, Shape shape, const std::vector<float>& values,
                           bool float16) {
  if (!float16) {
    add(name, DType::kF32, std::move(shape), values.data(), values.size() * sizeof(float));
    return;
  }
  std::vector<std::uint16_t> halves;
  halves.reserve(values.size());
  for (const float value : values) halves.push_back(to_float16(value));
  add(name, DType::kF16, std::move(shape), halves.data(), halves.size() * sizeof(std::uint16_t));
}

void ModelFile::add_small(const std::string& name, Shape shape, const std::vector<float>& values) {
  add_floats(name, std::move(shape), values,
             !all_f32_ && fits_float16(values.data(), values.size()));
}

void ModelFile::add_layer(const QuantizedLayer& layer, Shape weight_shape) {
  const std::string& name = layer.linear.name;
  if (layer.codes) {
    add_codes(name, *layer.codes, layer.report.scheme.activation_bits, std::move(weight_shape));
  } else {
    add_floats(name + ".weight", std::move(weight_shape), layer.linear.weight, false);
  }
  if (layer.rounding.kind == ActivationRounding::Kind::kStatic) {
    const auto zero_point = static_cast<std::int8_t>(layer.rounding.zero_point);
    add_floats(name + ".input_scale", {1}, {layer.rounding.scale}, false);
    add(name + ".input_zero_point", DType::kI8, {1}, &zero_point, 1);
  }
  if (!layer.linear.bias.empty()) {
    add_small(name + ".bias", {layer.linear.outputs}, layer.linear.bias);
  }
}

void ModelFile::add_codes(const std::string& name, const WeightCodes& codes, int activation_bits,
                          Shape weight_shape) {
  add_floats(name + ".weight_scale", {codes.outputs, codes.groups()}, codes.scales,
             codes.float16_scales);
  if (!layout_.empty() && armv6_layout_words(codes.scheme, codes.outputs, codes.inputs) > 0) {
    const std::vector<std::uint32_t> words = in_armv6_layout(codes, activation_bits);
    add(name + std::string(kArmv6Weights), DType::kI32, {static_cast<std::int64_t>(words.size())},
        words.data(), words.size() * sizeof(std::uint32_t));
    return;
  }
  const std::vector<std::uint8_t> bytes = packed(codes);
  if (codes.scheme == Scheme::kInt4 || codes.scheme == Scheme::kBinary) {
    const auto row_bytes = static_cast<std::int64_t>(bytes.size()) / codes.outputs;
    add(name + ".weight_packed", DType::kU8, {codes.outputs, row_bytes}, bytes.data(),
        bytes.size());
  } else {
    add(name + ".weight", DType::kI8, std::move(weight_shape), bytes.data(), bytes.size());
  }
}

void ModelFile::add_positions(const QuantizedNetwork& quantized) {
  const Network& network = quantized.network;
  const std::int64_t rows = 1 + network.patches();
  const Shape shape = {1, rows, network.config.dim};
  if (!quantized.positions) {
    add_small("pos_embed", shape, network.positions);
    return;
  }
  const PositionCodes& positions = *quantized.positions;
  add("pos_embed", DType::kI8, shape, positions.codes.data(), positions.codes.size());
  add_floats("pos_embed_scale", {static_cast<std::int64_t>(positions.scales.size())},
             positions.scales, positions.float16_scales);
}

std::vector<TensorView> ModelFile::tensors() const {
  std::vector<TensorView> views;
  views.reserve(tensors_.size());
  for (const Tensor& tensor : tensors_) {
    views.push_back(
        {tensor.name, tensor.dtype, tensor.shape, tensor.bytes.data(), tensor.bytes.size()});
  }
  return views;
}

std::uint64_t ModelFile::file_bytes() const {
  const std::vector<TensorView> views = tensors();
  return safetensors_file_bytes({views.data(), views.size()}, metadata_).value_or(0);
}

Expected<void> ModelFile::write(const std::string& path) const {
  const std::vector<TensorView> views = tensors();
  return write_safetensors(path, {views.data(), views.size()}, metadata_);
}

}  // namespace dinozero::quantize
