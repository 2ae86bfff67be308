// SPDX-License-Identifier: Apache-2.0
#include "lib/model/model_data.h"

#include <bit>
#include <cstring>
#include <initializer_list>
#include <new>
#include <optional>
#include <set>
#include <utility>

#include "lib/memory/available_memory.h"
#include "lib/model/config.h"
#include "lib/model/tensor_names.h"

namespace dinozero {
namespace {

static_assert(std::endian::native == std::endian::little, "safetensors data is little-endian");

using Shape = std::vector<std::int64_t>;

float f16_to_f32(std::uint16_t bits) {
  const std::uint32_t sign = static_cast<std::uint32_t>(bits & 0x8000U) << 16;
  const std::uint32_t exponent = (bits >> 10) & 0x1FU;
  const std::uint32_t mantissa = bits & 0x3FFU;
  if (exponent == 0) {  // zero or subnormal: mantissa x 2^-24
    const float magnitude = static_cast<float>(mantissa) * 0x1p-24F;
    return sign != 0 ? -magnitude : magnitude;
  }
  const std::uint32_t wide_exponent = exponent == 0x1F ? 0xFFU : exponent + (127 - 15);
  return std::bit_cast<float>(sign | (wide_exponent << 23) | (mantissa << 13));
}

float bf16_to_f32(std::uint16_t bits) {
  return std::bit_cast<float>(static_cast<std::uint32_t>(bits) << 16);
}

// One pass without branches inside, which the compiler turns into vector code: every weight of a
// model is read once while it is loaded.
bool all_finite(const float* values, std::size_t count) {
  constexpr std::uint32_t kExponent = 0x7F800000U;
  std::uint32_t bad = 0;
  for (std::size_t i = 0; i < count; ++i) {
    const auto bits = std::bit_cast<std::uint32_t>(values[i]);
    bad |= static_cast<std::uint32_t>((bits & kExponent) == kExponent);
  }
  return bad == 0;
}

std::size_t first_not_finite(const float* values, std::size_t count) {
  std::size_t index = 0;
  while (index < count && all_finite(values + index, 1)) ++index;
  return index;
}

std::size_t element_count(const Shape& shape) {
  std::size_t count = 1;
  for (const std::int64_t side : shape) count *= static_cast<std::size_t>(side);
  return count;
}

void convert_to_f32(const TensorView& tensor, float* values) {
  if (tensor.dtype == DType::kF32) {
    std::memcpy(values, tensor.data, tensor.bytes);
    return;
  }
  const std::size_t count = tensor.bytes / sizeof(std::uint16_t);
  for (std::size_t i = 0; i < count; ++i) {
    std::uint16_t bits = 0;
    std::memcpy(&bits, tensor.data + i * sizeof(bits), sizeof(bits));
    values[i] = tensor.dtype == DType::kF16 ? f16_to_f32(bits) : bf16_to_f32(bits);
  }
}

// Finds tensors, checks them, remembers which were used, and converts what cannot stay in place.
class WeightReader {
 public:
  WeightReader(ModelData* model, const TensorNames& names) : model_(model), names_(names) {}

  // A reader that has met an error returns null from then on: the caller checks once at the end.
  const float* read(const std::string& name, const Shape& shape) {
    const TensorView* tensor = find(name, shape);
    if (tensor == nullptr) return nullptr;
    const std::size_t count = element_count(shape);
    const float* values = nullptr;
    const bool aligned = reinterpret_cast<std::uintptr_t>(tensor->data) % alignof(float) == 0;
    if (tensor->dtype == DType::kF32 && aligned) {
      values = reinterpret_cast<const float*>(tensor->data);
    } else {
      float* converted = allocate(name, count);
      if (converted == nullptr) return nullptr;
      convert_to_f32(*tensor, converted);
      values = converted;
    }
    return check_finite(name, values, count) ? values : nullptr;
  }

  // Joins tensors of one shape below each other.
  const float* read_joined(std::initializer_list<std::string> parts, const Shape& shape) {
    const std::size_t count = element_count(shape);
    float* joined = failed_ ? nullptr : allocate(*parts.begin(), count * parts.size());
    if (joined == nullptr) return nullptr;
    float* next = joined;
    for (const std::string& part : parts) {
      const TensorView* tensor = find(part, shape);
      if (tensor == nullptr) return nullptr;
      convert_to_f32(*tensor, next);
      if (!check_finite(part, next, count)) return nullptr;
      next += count;
    }
    return joined;
  }

  LayerNormWeights layer_norm(const std::string& weight, const std::string& bias) {
    const Shape shape = {model_->config.dim};
    return {read(weight, shape), read(bias, shape)};
  }

  LinearWeights linear(const std::string& weight, const std::string& bias, int outputs,
                       int inputs) {
    LinearWeights linear{weight.substr(0, weight.rfind('.')), outputs, inputs, nullptr, nullptr};
    linear.weight = read(weight, {outputs, inputs});
    if (!bias.empty()) linear.bias = read(bias, {outputs});
    return linear;
  }

  Expected<void> finish() {
    if (failed_) return tl::unexpected(error_);
    for (const TensorView& tensor : model_->file.tensors()) {
      if (used_.count(tensor.name) == 0 && !names_.is_ignored(tensor.name)) {
        return tl::unexpected(
            Error{ErrorCode::kInvalidModel,
                  model_->file.file_name() + ": tensor " + tensor.name +
                      ": not part of the architecture (depth " +
                      std::to_string(model_->config.depth) + ", dim " +
                      std::to_string(model_->config.dim) + "): expected no such tensor, found " +
                      dtype_name(tensor.dtype) + " " + shape_string(tensor.shape)});
      }
    }
    return {};
  }

  // f32 unless every matrix is stored in one 16-bit type.
  std::string scheme() const { return scheme_ == nullptr ? "f32" : scheme_; }

 private:
  void fail(ErrorCode code, const std::string& name, const std::string& what) {
    if (failed_) return;
    failed_ = true;
    error_ = {code, model_->file.file_name() + ": tensor " + name + ": " + what};
  }

  const TensorView* find(const std::string& name, const Shape& shape) {
    if (failed_) return nullptr;
    const TensorView* tensor = model_->file.find(name);
    if (tensor == nullptr) {
      fail(ErrorCode::kInvalidModel, name, "missing; expected shape " + shape_string(shape));
      return nullptr;
    }
    if (tensor->shape != shape) {
      fail(ErrorCode::kInvalidModel, name,
           "expected shape " + shape_string(shape) + ", found " + shape_string(tensor->shape));
      return nullptr;
    }
    if (tensor->dtype != DType::kF32 && tensor->dtype != DType::kF16 &&
        tensor->dtype != DType::kBF16) {
      fail(ErrorCode::kUnsupported, name,
           std::string("expected F32, F16 or BF16, found ") + dtype_name(tensor->dtype));
      return nullptr;
    }
    used_.insert(tensor->name);
    model_->parameters += element_count(shape);
    if (shape.size() > 1) scheme_ = dtype_scheme(tensor->dtype);
    return tensor;
  }

  const char* dtype_scheme(DType dtype) const {
    const char* scheme = dtype == DType::kF16 ? "f16" : dtype == DType::kBF16 ? "bf16" : "f32";
    return scheme_ == nullptr || std::strcmp(scheme_, scheme) == 0 ? scheme : "f32";
  }

  float* allocate(const std::string& name, std::size_t count) {
    AlignedBuffer<float> buffer = allocate_aligned<float>(count);
    if (buffer == nullptr) {
      fail(ErrorCode::kOutOfMemory, name,
           "no memory for " + std::to_string(count * sizeof(float)) + " bytes of f32");
      return nullptr;
    }
    float* values = buffer.get();
    model_->converted_bytes += count * sizeof(float);
    model_->converted.push_back(std::move(buffer));
    return values;
  }

  bool check_finite(const std::string& name, const float* values, std::size_t count) {
    if (all_finite(values, count)) return true;
    const std::size_t index = first_not_finite(values, count);
    fail(ErrorCode::kInvalidModel, name,
         "element " + std::to_string(index) + ": expected a finite number, found " +
             (values[index] != values[index] ? "NaN" : "infinity"));
    return false;
  }

  ModelData* model_;
  const TensorNames& names_;
  std::set<std::string> used_;
  const char* scheme_ = nullptr;
  bool failed_ = false;
  Error error_;
};

BlockWeights read_block(WeightReader* reader, const TensorNames& names, const ModelConfig& config,
                        int index) {
  const auto name = [&](const char* official) { return names.block(index, official); };
  const int dim = config.dim;
  BlockWeights block;
  block.norm1 = reader->layer_norm(name("norm1.weight"), name("norm1.bias"));
  if (names.has_split_qkv()) {
    const auto part = [&](const char* which, const char* ending) {
      return names.split_qkv(index, which, ending);
    };
    const std::string weight = part("query", "weight");
    block.qkv = {"blocks." + std::to_string(index) + ".attn.qkv", 3 * dim, dim, nullptr, nullptr};
    block.qkv.weight =
        reader->read_joined({weight, part("key", "weight"), part("value", "weight")}, {dim, dim});
    if (config.qkv_bias) {
      block.qkv.bias = reader->read_joined(
          {part("query", "bias"), part("key", "bias"), part("value", "bias")}, {dim});
    }
  } else {
    block.qkv = reader->linear(name("attn.qkv.weight"),
                               config.qkv_bias ? name("attn.qkv.bias") : "", 3 * dim, dim);
  }
  block.proj = reader->linear(name("attn.proj.weight"), name("attn.proj.bias"), dim, dim);
  block.norm2 = reader->layer_norm(name("norm2.weight"), name("norm2.bias"));
  block.fc1 = reader->linear(name("mlp.fc1.weight"), name("mlp.fc1.bias"), config.mlp_dim, dim);
  block.fc2 = reader->linear(name("mlp.fc2.weight"), name("mlp.fc2.bias"), dim, config.mlp_dim);
  if (config.layer_scale) {
    block.scale1 = reader->read(name("ls1.gamma"), {dim});
    block.scale2 = reader->read(name("ls2.gamma"), {dim});
  }
  return block;
}

void read_embeddings(WeightReader* reader, const TensorNames& names, ModelData* model) {
  const ModelConfig& config = model->config;
  const int patches = config.position_rows * config.position_cols;
  const std::string patch_weight = names.top("patch_embed.proj.weight");
  model->patch_embedding = {patch_weight.substr(0, patch_weight.rfind('.')), config.dim,
                            3 * config.patch_size * config.patch_size, nullptr, nullptr};
  model->patch_embedding.weight =
      reader->read(patch_weight, {config.dim, 3, config.patch_size, config.patch_size});
  model->patch_embedding.bias = reader->read(names.top("patch_embed.proj.bias"), {config.dim});
  model->cls_token = reader->read(names.top("cls_token"), {1, 1, config.dim});
  if (config.registers > 0) {
    model->register_tokens =
        reader->read(names.top("register_tokens"), {1, config.registers, config.dim});
  }
  const bool has_cls_position = names.flavour() != CheckpointFlavour::kTimm;
  const float* positions =
      reader->read(names.top("pos_embed"), {1, patches + (has_cls_position ? 1 : 0), config.dim});
  if (positions == nullptr) return;
  model->cls_position = has_cls_position ? positions : nullptr;
  model->patch_positions = has_cls_position ? positions + config.dim : positions;
}

// Memory that the weights take while an encoder runs, beside what the caller provides: all of them
// are read for every image, so mapped ones have to stay resident too.
std::uint64_t resident_bytes(const Safetensors& file) {
  std::uint64_t bytes = 0;
  for (const TensorView& tensor : file.tensors()) {
    const bool in_place = tensor.dtype == DType::kF32;
    if (in_place && !file.is_mapped()) continue;
    bytes += in_place ? tensor.bytes : std::uint64_t{tensor.bytes} * sizeof(float) / 2;
  }
  return bytes;
}

Expected<void> check_memory(const Safetensors& file) {
  const std::uint64_t needed = resident_bytes(file);
  const std::optional<std::uint64_t> available = available_memory_bytes();
  if (!available || needed <= *available) return {};
  return tl::unexpected(
      Error{ErrorCode::kOutOfMemory, file.file_name() + ": expected " + std::to_string(needed) +
                                         " bytes of memory for the weights, found " +
                                         std::to_string(*available) + " available"});
}

}  // namespace

Expected<std::shared_ptr<const ModelData>> read_model(Safetensors file,
                                                      const std::string& checkpoint_directory) {
  const auto names = TensorNames::detect(file);
  if (!names) return tl::unexpected(names.error());
  auto description = read_description(file, *names, checkpoint_directory);
  if (!description) return tl::unexpected(description.error());
  const Expected<void> fits = check_memory(file);
  if (!fits) return tl::unexpected(fits.error());

  std::shared_ptr<ModelData> model(new (std::nothrow) ModelData(std::move(file)));
  if (model == nullptr) {
    return tl::unexpected(Error{ErrorCode::kOutOfMemory, "no memory for a model"});
  }
  model->config = std::move(description->config);
  model->preprocess = description->preprocess;
  model->flavour = names->flavour();

  WeightReader reader(model.get(), *names);
  read_embeddings(&reader, *names, model.get());
  for (int index = 0; index < model->config.depth; ++index) {
    model->blocks.push_back(read_block(&reader, *names, model->config, index));
  }
  model->norm = reader.layer_norm(names->top("norm.weight"), names->top("norm.bias"));
  model->scheme = reader.scheme();
  return reader.finish().map([&] { return std::shared_ptr<const ModelData>(std::move(model)); });
}

}  // namespace dinozero
