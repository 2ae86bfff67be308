// SPDX-License-Identifier: Apache-2.0
#include "lib/model/model_data.h"

#include <algorithm>
#include <cstdint>
#include <new>
#include <optional>
#include <utility>

#include "lib/memory/available_memory.h"
#include "lib/model/armv6_weights.h"
#include "lib/model/config.h"
#include "lib/model/float_values.h"
#include "lib/model/tensor_names.h"
#include "lib/model/weight_reader.h"

namespace dinozero {
namespace {

// kernels/attention_int8.h
constexpr int kMaxInt8HeadDim = 512;

LinearWeights read_qkv(WeightReader* reader, const TensorNames& names, const ModelConfig& config,
                       int index, int outputs) {
  const std::string official = "blocks." + std::to_string(index) + ".attn.qkv";
  if (!names.has_split_qkv()) {
    return reader->linear(official, official, outputs, config.dim, config.qkv_bias,
                          {outputs, config.dim});
  }
  const auto part = [&](const char* which, const char* ending) {
    return names.split_qkv(index, which, ending);
  };
  LinearWeights qkv;
  qkv.name = official;
  qkv.outputs = outputs;
  qkv.inputs = config.dim;
  qkv.weight =
      reader->read_joined({part("query", "weight"), part("key", "weight"), part("value", "weight")},
                          {config.dim, config.dim});
  if (config.qkv_bias) {
    qkv.bias = reader->read_joined(
        {part("query", "bias"), part("key", "bias"), part("value", "bias")}, {config.dim});
  }
  return qkv;
}

BlockWeights read_block(WeightReader* reader, const TensorNames& names, const ModelConfig& config,
                        const BlockShape& shape, int index) {
  const auto name = [&](const char* official) { return names.block(index, official); };
  const int dim = config.dim;
  const int attention_dim = shape.heads * (dim / config.heads);
  const auto linear = [&](const std::string& layer, int outputs, int inputs) {
    const std::string weight = names.block(index, layer + ".weight");
    return reader->linear("blocks." + std::to_string(index) + "." + layer,
                          weight.substr(0, weight.rfind('.')), outputs, inputs, /*has_bias=*/true,
                          {outputs, inputs});
  };
  BlockWeights block;
  block.heads = shape.heads;
  block.norm1 = reader->layer_norm(name("norm1.weight"), name("norm1.bias"));
  block.qkv = read_qkv(reader, names, config, index, 3 * attention_dim);
  block.int8_attention =
      block.qkv.scheme.scheme != Scheme::kF32 && attention_dim / shape.heads <= kMaxInt8HeadDim;
  block.proj = linear("attn.proj", dim, attention_dim);
  block.norm2 = reader->layer_norm(name("norm2.weight"), name("norm2.bias"));
  block.fc1 = linear("mlp.fc1", shape.mlp_dim, dim);
  block.fc2 = linear("mlp.fc2", dim, shape.mlp_dim);
  if (config.layer_scale) {
    block.scale1 = reader->read(name("ls1.gamma"), {dim});
    block.scale2 = reader->read(name("ls2.gamma"), {dim});
  }
  return block;
}

void read_embeddings(WeightReader* reader, const TensorNames& names, ModelData* model) {
  const ModelConfig& config = model->config;
  const int patch = config.patch_size;
  const int patches = config.position_rows * config.position_cols;
  const std::string weight = names.top("patch_embed.proj.weight");
  model->patch_embedding =
      reader->linear("patch_embed.proj", weight.substr(0, weight.rfind('.')), config.dim,
                     3 * patch * patch, /*has_bias=*/true, {config.dim, 3, patch, patch});
  model->cls_token = reader->read(names.top("cls_token"), {1, 1, config.dim});
  if (config.registers > 0) {
    model->register_tokens =
        reader->read(names.top("register_tokens"), {1, config.registers, config.dim});
  }
  const bool has_cls_position = names.flavour() != CheckpointFlavour::kTimm;
  const StoredRows positions =
      reader->positions(names.top("pos_embed"), patches + (has_cls_position ? 1 : 0), config.dim);
  if (positions.data == nullptr) return;
  model->cls_position = has_cls_position ? reader->first_row(positions) : nullptr;
  model->patch_positions = has_cls_position ? positions.from(1) : positions;
}

bool ends_with(const std::string& text, std::string_view end) {
  return text.size() >= end.size() && text.compare(text.size() - end.size(), end.size(), end) == 0;
}

// Floats of memory that a tensor takes beside the file, where it is used at all.
std::size_t converted_floats(const Safetensors& file, const TensorNames& names,
                             const TensorView& tensor) {
  if (names.is_ignored(tensor.name)) return 0;
  const std::size_t elements = tensor.bytes / dtype_size(tensor.dtype);
  // Of 16-bit tensors the weights of linear layers, which are the matrices called so.
  const bool usable =
      tensor.dtype == DType::kF32 ||
      (is_float(tensor.dtype) && tensor.shape.size() >= 2 && ends_with(tensor.name, ".weight"));
  if (usable && is_aligned(tensor) && !names.is_split_qkv(tensor.name)) return 0;
  if (tensor.name == names.top("pos_embed") && !tensor.shape.empty()) {
    // Its first row, the position of the CLS token.
    return std::min(elements, static_cast<std::size_t>(tensor.shape.back()));
  }
  if (is_float(tensor.dtype)) return elements;
  if (ends_with(tensor.name, kArmv6Weights)) return unpacked_floats(tensor);
  constexpr std::string_view kZeroPoint = ".input_zero_point";
  if (!ends_with(tensor.name, kZeroPoint)) return 0;
  // A folded bias: one float for each scale.
  const TensorView* scales =
      file.find(tensor.name.substr(0, tensor.name.size() - kZeroPoint.size()) + ".weight_scale");
  return scales == nullptr ? 0 : scales->bytes / dtype_size(scales->dtype);
}

Expected<void> allocate_converted(const TensorNames& names, ModelData* model) {
  // At most the bytes of the file, each of them as a float, which a 32-bit size need not hold.
  std::uint64_t floats = 0;
  // Memory that the weights take while an encoder runs: all of them are read for every image, so
  // mapped ones have to stay resident too.
  std::uint64_t resident = 0;
  for (const TensorView& tensor : model->file.tensors()) {
    const std::size_t converted = converted_floats(model->file, names, tensor);
    floats += converted;
    const bool all_converted =
        is_float(tensor.dtype) && converted * dtype_size(tensor.dtype) >= tensor.bytes;
    if (model->file.is_mapped() && !all_converted) {
      resident += tensor.bytes;
    }
  }
  const std::uint64_t bytes = floats * sizeof(float);
  const std::optional<std::uint64_t> available = available_memory_bytes();
  if (available && resident + bytes > *available) {
    return tl::unexpected(
        Error{ErrorCode::kOutOfMemory, model->file.file_name() + ": expected " +
                                           std::to_string(resident + bytes) +
                                           " bytes of memory for the weights, found " +
                                           std::to_string(*available) + " available"});
  }
  if (floats == 0) return {};
  if (floats <= SIZE_MAX / sizeof(float)) {
    model->converted = allocate_aligned<float>(static_cast<std::size_t>(floats));
  }
  if (model->converted != nullptr) {
    model->converted_floats = static_cast<std::size_t>(floats);
    return {};
  }
  return tl::unexpected(
      Error{ErrorCode::kOutOfMemory, model->file.file_name() + ": no memory for " +
                                         std::to_string(bytes) + " bytes of weights in f32"});
}

}  // namespace

Expected<std::shared_ptr<const ModelData>> read_model(Safetensors file,
                                                      const std::string& checkpoint_directory) {
  const auto names = TensorNames::detect(file);
  if (!names) return tl::unexpected(names.error());
  auto description = read_description(file, *names, checkpoint_directory);
  if (!description) return tl::unexpected(description.error());

  std::shared_ptr<ModelData> model(new (std::nothrow) ModelData(std::move(file)));
  if (model == nullptr) {
    return tl::unexpected(Error{ErrorCode::kOutOfMemory, "no memory for a model"});
  }
  model->config = std::move(description->config);
  model->preprocess = description->preprocess;
  model->flavour = names->flavour();
  const Expected<void> allocated = allocate_converted(*names, model.get());
  if (!allocated) return tl::unexpected(allocated.error());

  WeightReader reader(model.get(), *names, description->quantization);
  read_embeddings(&reader, *names, model.get());
  for (int index = 0; index < model->config.depth; ++index) {
    model->blocks.push_back(
        read_block(&reader, *names, model->config, description->blocks[index], index));
  }
  model->norm = reader.layer_norm(names->top("norm.weight"), names->top("norm.bias"));
  model->scheme = reader.scheme();
  model->layout = description->quantization.layout();
  return reader.finish().map([&] { return std::shared_ptr<const ModelData>(std::move(model)); });
}

}  // namespace dinozero
