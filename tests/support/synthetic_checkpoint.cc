// SPDX-License-Identifier: Apache-2.0
#include "support/synthetic_checkpoint.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstdio>
#include <cstring>
#include <utility>

namespace dinozero::testing {
namespace {

// The random stream is specified in tests/golden/synthetic.py.
std::uint64_t fnv1a64(std::string_view text) {
  std::uint64_t value = 0xCBF29CE484222325u;
  for (const char c : text) {
    value = (value ^ static_cast<unsigned char>(c)) * 0x100000001B3u;
  }
  return value;
}

class RandomStream {
 public:
  RandomStream(std::string_view name, std::uint64_t seed) : state_(fnv1a64(name) ^ seed) {}

  std::uint64_t next() {
    state_ += 0x9E3779B97F4A7C15u;
    std::uint64_t z = state_;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return z ^ (z >> 31);
  }

 private:
  std::uint64_t state_;
};

std::int64_t element_count(const std::vector<std::int64_t>& shape) {
  std::int64_t count = 1;
  for (const std::int64_t extent : shape) count *= extent;
  return count;
}

std::vector<float> random_values(std::string_view name, std::uint64_t seed, std::int64_t count,
                                 double scale, double offset) {
  RandomStream stream(name, seed);
  const double rounded_scale = static_cast<float>(scale);
  std::vector<float> values(static_cast<std::size_t>(count));
  for (float& value : values) {
    const auto bits24 = static_cast<std::int32_t>(stream.next() >> 40);
    const double unit = static_cast<double>(bits24) / 8388608.0 - 1.0;
    value = static_cast<float>(offset + rounded_scale * unit);
  }
  return values;
}

// Scale of a uniform distribution whose weighted sum of unit-variance inputs has deviation `gain`.
double fan_in_scale(double gain, int fan_in) { return gain * std::sqrt(3.0 / fan_in); }

class OfficialBuilder {
 public:
  explicit OfficialBuilder(const SyntheticConfig& config) : config_(config) {}

  std::vector<SyntheticTensor> build() {
    const SyntheticConfig& c = config_;
    const double embedding = c.embedding_scale;
    const int patch_inputs = 3 * c.patch_size * c.patch_size;
    add("cls_token", {1, 1, c.dim}, embedding);
    add("pos_embed", {1, 1 + c.grid_rows * c.grid_cols, c.dim}, 0.5 * embedding);
    if (c.registers > 0) add("register_tokens", {1, c.registers, c.dim}, embedding);
    // DINOv2 checkpoints carry the token of masked training; inference must ignore it.
    if (c.layer_scale) add("mask_token", {1, c.dim}, 1.0);
    add("patch_embed.proj.weight", {c.dim, 3, c.patch_size, c.patch_size},
        fan_in_scale(1.0, patch_inputs) * embedding);
    add("patch_embed.proj.bias", {c.dim}, 0.25 * embedding);
    for (int block = 0; block < c.depth; ++block) add_block(block);
    add_norm("norm");
    return std::move(tensors_);
  }

 private:
  void add(std::string name, std::vector<std::int64_t> shape, double scale, double offset = 0.0) {
    std::vector<float> values =
        random_values(name, config_.seed, element_count(shape), scale, offset);
    tensors_.push_back({std::move(name), std::move(shape), std::move(values)});
  }

  void add_norm(const std::string& name) {
    add(name + ".weight", {config_.dim}, 0.3125, 1.0);
    add(name + ".bias", {config_.dim}, 0.1875);
  }

  void add_linear(const std::string& name, int outputs, int inputs, double gain, bool bias = true) {
    add(name + ".weight", {outputs, inputs}, fan_in_scale(gain, inputs));
    if (bias) add(name + ".bias", {outputs}, 0.25);
  }

  void add_block(int block) {
    const SyntheticConfig& c = config_;
    const std::string prefix = "blocks." + std::to_string(block) + ".";
    add_norm(prefix + "norm1");
    add_linear(prefix + "attn.qkv", 3 * c.dim, c.dim, 1.5, c.qkv_bias);
    add_linear(prefix + "attn.proj", c.dim, c.dim, 1.0);
    if (c.layer_scale) add(prefix + "ls1.gamma", {c.dim}, 0.25, 0.75);
    add_norm(prefix + "norm2");
    add_linear(prefix + "mlp.fc1", c.mlp_dim, c.dim, 1.0);
    add_linear(prefix + "mlp.fc2", c.dim, c.mlp_dim, 1.0);
    if (c.layer_scale) add(prefix + "ls2.gamma", {c.dim}, 0.25, 0.75);
  }

  const SyntheticConfig& config_;
  std::vector<SyntheticTensor> tensors_;
};

// With registers timm folds the class position into cls_token and drops it from pos_embed.
std::vector<SyntheticTensor> to_timm(const SyntheticConfig& config,
                                     std::vector<SyntheticTensor> tensors) {
  std::erase_if(tensors, [](const SyntheticTensor& t) { return t.name == "mask_token"; });
  if (config.registers == 0) return tensors;
  const auto find = [&](std::string_view name) {
    return std::find_if(tensors.begin(), tensors.end(),
                        [&](const SyntheticTensor& t) { return t.name == name; });
  };
  const auto cls = find("cls_token");
  const auto position = find("pos_embed");
  for (std::size_t i = 0; i < cls->values.size(); ++i) cls->values[i] += position->values[i];
  position->values.erase(position->values.begin(), position->values.begin() + config.dim);
  position->shape[1] -= 1;
  find("register_tokens")->name = "reg_token";
  return tensors;
}

using NamePair = std::pair<std::string_view, std::string_view>;

constexpr std::array<NamePair, 8> kHuggingFaceTop = {{
    {"cls_token", "embeddings.cls_token"},
    {"pos_embed", "embeddings.position_embeddings"},
    {"mask_token", "embeddings.mask_token"},
    {"register_tokens", "embeddings.register_tokens"},
    {"patch_embed.proj.weight", "embeddings.patch_embeddings.projection.weight"},
    {"patch_embed.proj.bias", "embeddings.patch_embeddings.projection.bias"},
    {"norm.weight", "layernorm.weight"},
    {"norm.bias", "layernorm.bias"},
}};

constexpr std::array<NamePair, 5> kHuggingFaceDinoModules = {{
    {"norm1", "layernorm_before"},
    {"norm2", "layernorm_after"},
    {"attn.proj", "attention.output.dense"},
    {"mlp.fc1", "intermediate.dense"},
    {"mlp.fc2", "output.dense"},
}};

constexpr std::array<NamePair, 7> kHuggingFaceDinov2Modules = {{
    {"norm1", "norm1"},
    {"norm2", "norm2"},
    {"attn.proj", "attention.output.dense"},
    {"mlp.fc1", "mlp.fc1"},
    {"mlp.fc2", "mlp.fc2"},
    {"ls1", "layer_scale1"},
    {"ls2", "layer_scale2"},
}};

// The new name of `name`, or `name` itself where the table has none.
template <std::size_t kSize>
std::string_view translate(const std::array<NamePair, kSize>& table, std::string_view name) {
  for (const auto& [from, to] : table) {
    if (from == name) return to;
  }
  return name;
}

void append_query_key_value(const SyntheticTensor& qkv, const std::string& prefix,
                            std::string_view leaf, std::vector<SyntheticTensor>& out) {
  const std::size_t third = qkv.values.size() / 3;
  std::vector<std::int64_t> shape = qkv.shape;
  shape[0] /= 3;
  auto first = qkv.values.begin();
  for (const char* part : {"query", "key", "value"}) {
    const auto last = first + static_cast<std::ptrdiff_t>(third);
    out.push_back({prefix + "attention.attention." + part + "." + std::string(leaf), shape,
                   std::vector<float>(first, last)});
    first = last;
  }
}

std::vector<SyntheticTensor> to_hugging_face(const SyntheticConfig& config,
                                             std::vector<SyntheticTensor> tensors) {
  constexpr std::string_view kBlocks = "blocks.";
  std::vector<SyntheticTensor> out;
  out.reserve(tensors.size());
  for (SyntheticTensor& tensor : tensors) {
    const std::string_view name = tensor.name;
    if (!name.starts_with(kBlocks)) {
      tensor.name = std::string(translate(kHuggingFaceTop, name));
      out.push_back(std::move(tensor));
      continue;
    }
    const std::size_t module_begin = name.find('.', kBlocks.size()) + 1;
    const std::size_t leaf_begin = name.rfind('.') + 1;
    const std::string prefix =
        "encoder.layer." + std::string(name.substr(kBlocks.size(), module_begin - kBlocks.size()));
    const std::string_view module = name.substr(module_begin, leaf_begin - 1 - module_begin);
    const std::string_view leaf = name.substr(leaf_begin);
    if (module == "attn.qkv") {
      append_query_key_value(tensor, prefix, leaf, out);
      continue;
    }
    const std::string_view renamed = config.layer_scale
                                         ? translate(kHuggingFaceDinov2Modules, module)
                                         : translate(kHuggingFaceDinoModules, module);
    tensor.name = prefix + std::string(renamed) + "." +
                  std::string(leaf == "gamma" ? std::string_view("lambda1") : leaf);
    out.push_back(std::move(tensor));
  }
  return out;
}

std::string quoted(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (static_cast<unsigned char>(c) < 0x20) {
      char escape[8];
      std::snprintf(escape, sizeof escape, "\\u%04x", static_cast<unsigned>(c));
      out += escape;
    } else {
      out += c;
    }
  }
  return out + "\"";
}

std::uint16_t to_bfloat16(float value) {
  const auto bits = std::bit_cast<std::uint32_t>(value);
  return static_cast<std::uint16_t>((bits + 0x7FFFu + ((bits >> 16) & 1u)) >> 16);
}

std::uint16_t to_float16(float value) {
  const auto bits = std::bit_cast<std::uint32_t>(value);
  const std::uint32_t sign = (bits >> 16) & 0x8000u;
  const float magnitude = std::fabs(value);
  // Below 2^-14 the spacing is 2^-24: adding 0.5 leaves exactly the multiples of it in the
  // mantissa.
  if (magnitude < 6.103515625e-05f) {
    const auto rounded = std::bit_cast<std::uint32_t>(magnitude + 0.5f);
    return static_cast<std::uint16_t>(sign | (rounded - 0x3F000000u));
  }
  const std::uint32_t unsigned_bits = bits & 0x7FFFFFFFu;
  const std::uint32_t rounded = unsigned_bits + 0xFFFu + ((unsigned_bits >> 13) & 1u);
  if (rounded >= 0x47800000u) return static_cast<std::uint16_t>(sign | 0x7C00u);
  return static_cast<std::uint16_t>(sign | ((rounded - 0x38000000u) >> 13));
}

const char* dtype_name(DType dtype) {
  switch (dtype) {
    case DType::kF16:
      return "F16";
    case DType::kBF16:
      return "BF16";
    case DType::kF32:
      break;
  }
  return "F32";
}

void append_little_endian(std::uint64_t value, std::size_t bytes, std::vector<std::byte>& out) {
  for (std::size_t i = 0; i < bytes; ++i) out.push_back(static_cast<std::byte>(value >> (8 * i)));
}

void append_values(const std::vector<float>& values, DType dtype, std::vector<std::byte>& out) {
  for (const float value : values) {
    switch (dtype) {
      case DType::kF32:
        append_little_endian(std::bit_cast<std::uint32_t>(value), 4, out);
        break;
      case DType::kF16:
        append_little_endian(to_float16(value), 2, out);
        break;
      case DType::kBF16:
        append_little_endian(to_bfloat16(value), 2, out);
        break;
    }
  }
}

}  // namespace

SyntheticConfig micro() { return {128, 3, 2, 512, 16, 14, 14}; }
SyntheticConfig tiny() { return {192, 4, 3, 768, 16, 14, 14}; }
SyntheticConfig small() { return {384, 6, 6, 1536, 16, 14, 14}; }
SyntheticConfig vit_s16() { return {384, 12, 6, 1536, 16, 14, 14}; }

std::vector<SyntheticTensor> make_tensors(const SyntheticConfig& config, Flavour flavour) {
  std::vector<SyntheticTensor> tensors = OfficialBuilder(config).build();
  switch (flavour) {
    case Flavour::kHuggingFace:
      return to_hugging_face(config, std::move(tensors));
    case Flavour::kTimm:
      return to_timm(config, std::move(tensors));
    case Flavour::kOfficial:
      break;
  }
  return tensors;
}

std::vector<float> normalized_image(int height, int width, std::uint64_t seed) {
  return random_values("image", seed, std::int64_t{3} * height * width, 2.0, 0.0);
}

std::vector<std::uint8_t> image_rgb8(int width, int height, std::uint64_t seed) {
  const int cell = std::max(1, std::min(width, height) / 8);
  const int columns = (width + cell - 1) / cell;
  const int rows = (height + cell - 1) / cell;
  RandomStream cell_stream("picture.cell", seed);
  RandomStream noise_stream("picture.noise", seed);
  std::vector<std::uint64_t> cells(static_cast<std::size_t>(columns) *
                                   static_cast<std::size_t>(rows));
  for (std::uint64_t& bits : cells) bits = cell_stream.next();

  std::vector<std::uint8_t> pixels;
  pixels.reserve(std::size_t{3} * static_cast<std::size_t>(width) *
                 static_cast<std::size_t>(height));
  for (int y = 0; y < height; ++y) {
    for (int x = 0; x < width; ++x) {
      const std::uint64_t bits =
          cells[static_cast<std::size_t>(y / cell) * static_cast<std::size_t>(columns) +
                static_cast<std::size_t>(x / cell)];
      const std::uint64_t noise = noise_stream.next();
      const auto kind = static_cast<int>((bits >> 60) & 7u);
      for (int channel = 0; channel < 3; ++channel) {
        const auto low = static_cast<int>((bits >> (16 * channel)) & 255u);
        const auto high = static_cast<int>((bits >> (16 * channel + 8)) & 255u);
        int value = 0;
        if (kind < 3) {  // flat, mostly saturated: bicubic overshoots its edges
          value = low < 96 ? 0 : (low >= 160 ? 255 : low);
        } else if (kind < 5) {  // gradient
          const int position = channel == 1 ? y % cell : x % cell;
          value = (low * (cell - position) + high * position) / cell;
        } else if (kind == 5) {  // noise
          value = static_cast<int>((noise >> (8 * channel)) & 255u);
        } else {  // stripes of one to three pixels
          const int period = 1 + low % 3;
          value = ((x + channel * y) / period) % 2 == 0 ? low : high;
        }
        pixels.push_back(static_cast<std::uint8_t>(value));
      }
    }
  }
  return pixels;
}

std::string profile_json(const SyntheticConfig& config, std::string_view name,
                         double layer_norm_eps) {
  char eps[32];
  std::snprintf(eps, sizeof eps, "%.17g", layer_norm_eps);
  return R"({"profile": 1, "architecture": "dino-vit", "name": )" + quoted(name) +
         R"(, "patch_size": )" + std::to_string(config.patch_size) + R"(, "num_heads": )" +
         std::to_string(config.heads) + R"(, "layer_norm_eps": )" + eps + R"(, "image_size": )" +
         std::to_string(config.grid_rows * config.patch_size) +
         R"(, "preprocess": {"resize": 256, "crop": 224, "mean": [0.485, 0.456, 0.406], )" +
         R"("std": [0.229, 0.224, 0.225]}})";
}

StoredTensor store(const SyntheticTensor& tensor, DType dtype) {
  StoredTensor stored{tensor.name, dtype_name(dtype), tensor.shape, {}};
  append_values(tensor.values, dtype, stored.bytes);
  return stored;
}

std::vector<std::byte> serialize_safetensors(const std::vector<StoredTensor>& tensors,
                                             const std::map<std::string, std::string>& metadata) {
  constexpr std::size_t kAlignment = 64;
  constexpr std::size_t kLengthBytes = 8;
  std::string header = "{";
  if (!metadata.empty()) {
    header += "\"__metadata__\":{";
    bool first = true;
    for (const auto& [key, value] : metadata) {
      if (!first) header += ',';
      header += quoted(key) + ":" + quoted(value);
      first = false;
    }
    header += "}";
  }
  std::size_t offset = 0;
  for (const StoredTensor& tensor : tensors) {
    if (header.size() > 1) header += ',';
    header += quoted(tensor.name) + ":{\"dtype\":" + quoted(tensor.dtype) + ",\"shape\":[";
    for (std::size_t i = 0; i < tensor.shape.size(); ++i) {
      if (i > 0) header += ',';
      header += std::to_string(tensor.shape[i]);
    }
    const std::size_t end = offset + tensor.bytes.size();
    header += "],\"data_offsets\":[" + std::to_string(offset) + "," + std::to_string(end) + "]}";
    offset = end;
  }
  header += "}";
  header.resize(
      (kLengthBytes + header.size() + kAlignment - 1) / kAlignment * kAlignment - kLengthBytes,
      ' ');

  std::vector<std::byte> file;
  file.reserve(kLengthBytes + header.size() + offset);
  append_little_endian(header.size(), kLengthBytes, file);
  for (const char c : header) file.push_back(static_cast<std::byte>(c));
  for (const StoredTensor& tensor : tensors) {
    file.insert(file.end(), tensor.bytes.begin(), tensor.bytes.end());
  }
  return file;
}

std::vector<std::byte> serialize_safetensors(const std::vector<SyntheticTensor>& tensors,
                                             const std::map<std::string, std::string>& metadata,
                                             DType dtype) {
  std::vector<StoredTensor> stored;
  stored.reserve(tensors.size());
  for (const SyntheticTensor& tensor : tensors) stored.push_back(store(tensor, dtype));
  return serialize_safetensors(stored, metadata);
}

}  // namespace dinozero::testing
