// SPDX-License-Identifier: Apache-2.0
#include "benchmark_checkpoint.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <string_view>
#include <utility>

#include "kernels/armv6_layout.h"

namespace dinozero::benchmarks {
namespace {

using testing::StoredTensor;
using Shape = std::vector<std::int64_t>;

// Where the inputs of a layer lie, and what it gives: for int8-static.
struct Range {
  float low;
  float high;
};
constexpr Range kPixels = {-2.2F, 2.7F};
constexpr Range kNormed = {-4, 4};
constexpr Range kActivated = {-0.17F, 6};

class Random {
 public:
  std::uint32_t bits() {
    state_ = state_ * 1664525U + 1013904223U;
    return state_ >> 8;  // 24 bits, the better ones
  }
  float uniform(float scale) { return scale * (static_cast<float>(bits()) * 0x1p-23F - 1.0F); }
  // Near the normal distribution that trained weights have, with a deviation of 2.6, where 4 bits
  // lose least.
  int int4_code() {
    const std::uint32_t value = bits();
    const auto sum = static_cast<int>((value & 255) + (value >> 8 & 255) + (value >> 16));
    return std::clamp((sum - 382) / 49, -7, 7);
  }

 private:
  std::uint32_t state_ = 1;
};

class Builder {
 public:
  Builder(const testing::SyntheticConfig& config, const BenchmarkScheme& scheme)
      : config_(config),
        scheme_(scheme.scheme),
        floats_(scheme_ == "f32"),
        armv6_layout_(scheme.layout != nullptr),
        x_limit_(scheme.activation_bits == 6 ? 31 : 128) {}

  std::vector<StoredTensor> build() {
    const int dim = config_.dim;
    const int patch = config_.patch_size;
    small("cls_token", {1, 1, dim}, 1);
    positions(1 + config_.grid_rows * config_.grid_cols);
    linear("patch_embed.proj", {dim, 3, patch, patch}, kPixels, kNormed);
    for (int index = 0; index < config_.depth; ++index) {
      const std::string block = "blocks." + std::to_string(index) + ".";
      norm(block + "norm1");
      linear(block + "attn.qkv", {3 * dim, dim}, kNormed, kNormed);
      linear(block + "attn.proj", {dim, dim}, kNormed, kNormed);
      norm(block + "norm2");
      linear(block + "mlp.fc1", {config_.mlp_dim, dim}, kNormed, kNormed);
      linear(block + "mlp.fc2", {dim, config_.mlp_dim}, kActivated, kNormed);
    }
    norm("norm");
    // Odd sizes last, so that all are aligned.
    std::stable_sort(
        tensors_.begin(), tensors_.end(),
        [](const StoredTensor& a, const StoredTensor& b) { return alignment(a) > alignment(b); });
    return std::move(tensors_);
  }

 private:
  static std::size_t alignment(const StoredTensor& tensor) {
    if (tensor.bytes.size() % 64 == 0) return 64;
    return tensor.dtype == "F32" ? 4 : tensor.dtype == "F16" ? 2 : 1;
  }

  void values(const std::string& name, Shape shape, std::vector<float> numbers, bool half) {
    tensors_.push_back(testing::store({name, std::move(shape), std::move(numbers)},
                                      half ? testing::DType::kF16 : testing::DType::kF32));
  }

  void small(const std::string& name, Shape shape, float scale, float offset = 0) {
    std::size_t count = 1;
    for (const std::int64_t side : shape) count *= static_cast<std::size_t>(side);
    std::vector<float> numbers(count);
    for (float& number : numbers) number = offset + random_.uniform(scale);
    values(name, std::move(shape), std::move(numbers), !floats_);
  }

  void norm(const std::string& name) {
    small(name + ".weight", {config_.dim}, 0.3F, 1);
    small(name + ".bias", {config_.dim}, 0.2F);
  }

  std::byte* raw(const std::string& name, const char* dtype, Shape shape, std::size_t bytes) {
    tensors_.push_back({name, dtype, std::move(shape), std::vector<std::byte>(bytes)});
    return tensors_.back().bytes.data();
  }

  void positions(int rows) {
    const Shape shape = {1, rows, config_.dim};
    if (floats_) return small("pos_embed", shape, 0.5F);
    const auto count = static_cast<std::size_t>(rows) * static_cast<std::size_t>(config_.dim);
    std::byte* codes = raw("pos_embed", "I8", shape, count);
    for (std::size_t i = 0; i < count; ++i) codes[i] = int8_code();
    values("pos_embed_scale", {rows}, std::vector<float>(static_cast<std::size_t>(rows), 0.004F),
           true);
  }

  // -127 to 127.
  std::byte int8_code() {
    const auto code = static_cast<std::byte>(random_.bits() >> 16);
    return code == std::byte{0x80} ? std::byte{0} : code;
  }

  void linear(const std::string& name, Shape shape, const Range& input, const Range& output) {
    const auto outputs = static_cast<std::size_t>(shape[0]);
    std::size_t inputs = 1;
    for (std::size_t i = 1; i < shape.size(); ++i) inputs *= static_cast<std::size_t>(shape[i]);
    // Outputs of inputs of variance 1 have variance 1.
    const float deviation = 1 / std::sqrt(static_cast<float>(inputs));
    float scale = 0;
    if (floats_) {
      std::byte* weights = raw(name + ".weight", "F32", shape, outputs * inputs * sizeof(float));
      for (std::size_t i = 0; i < outputs * inputs; ++i, weights += sizeof(float)) {
        const float weight = random_.uniform(1.73F * deviation);
        std::memcpy(weights, &weight, sizeof weight);
      }
    } else if (scheme_ == "int4") {
      std::byte* packed = packed_weights(name, outputs, inputs / 2);
      for (std::size_t i = 0; i < outputs * inputs / 2; ++i) {
        packed[i] =
            static_cast<std::byte>(random_.int4_code() + 8 + (random_.int4_code() + 8) * 16);
      }
      scale = deviation / 2.6F;
    } else if (scheme_ == "binary") {
      std::byte* packed = packed_weights(name, outputs, inputs / 8);
      for (std::size_t i = 0; i < outputs * inputs / 8; ++i) {
        packed[i] = static_cast<std::byte>(random_.bits() >> 16);
      }
      scale = deviation;
    } else {
      std::byte* codes = raw(name + ".weight", "I8", shape, outputs * inputs);
      for (std::size_t i = 0; i < outputs * inputs; ++i) codes[i] = int8_code();
      scale = 1.73F * deviation / 127;
    }
    if (armv6_layout_) prepack(name, static_cast<int>(outputs), static_cast<int>(inputs));
    if (!floats_) {
      values(name + ".weight_scale", {shape[0], 1}, std::vector<float>(outputs, scale), true);
    }
    if (scheme_ == "int8-static") {
      static_codes(name + ".input", input);
      static_codes(name + ".output", output);
    }
    small(name + ".bias", {shape[0]}, 0.25F);
  }

  // Replaces the packed weights that came last.
  void prepack(const std::string& name, int outputs, int inputs) {
    namespace layout = kernels::armv6_layout;
    const bool binary = scheme_ == "binary";
    std::vector<std::uint32_t> words(layout::layer_words(binary, outputs, inputs));
    const auto* rows = reinterpret_cast<const std::uint8_t*>(tensors_.back().bytes.data());
    if (binary) {
      layout::pack_binary(rows, outputs, inputs, words.data());
    } else {
      layout::pack_int4(rows, outputs, inputs, inputs, x_limit_, words.data());
    }
    tensors_.pop_back();
    std::memcpy(raw(name + ".weight_armv6", "I32", {static_cast<std::int64_t>(words.size())},
                    words.size() * sizeof(std::uint32_t)),
                words.data(), words.size() * sizeof(std::uint32_t));
  }

  std::byte* packed_weights(const std::string& name, std::size_t outputs, std::size_t row_bytes) {
    return raw(name + ".weight_packed", "U8",
               {static_cast<std::int64_t>(outputs), static_cast<std::int64_t>(row_bytes)},
               outputs * row_bytes);
  }

  void static_codes(const std::string& prefix, const Range& range) {
    const float scale = (range.high - range.low) / 255;
    values(prefix + "_scale", {1}, {scale}, false);
    *raw(prefix + "_zero_point", "I8", {1}, 1) =
        static_cast<std::byte>(std::lround(-128 - range.low / scale));
  }

  const testing::SyntheticConfig& config_;
  const std::string_view scheme_;
  const bool floats_;
  const bool armv6_layout_;
  const int x_limit_;
  Random random_;
  std::vector<StoredTensor> tensors_;
};

}  // namespace

const std::vector<BenchmarkScheme>& benchmark_schemes() {
  static const std::vector<BenchmarkScheme> schemes = {{"f32", "f32"},
                                                       {"int8", "int8"},
                                                       {"int8-static", "int8-static"},
                                                       {"int4", "int4", 6},
                                                       {"int4_a8", "int4"},
                                                       {"binary", "binary"},
                                                       {"int4_prepacked", "int4", 6, "armv6"},
                                                       {"binary_prepacked", "binary", 8, "armv6"}};
  return schemes;
}

std::vector<std::byte> benchmark_checkpoint(const std::string& name,
                                            const testing::SyntheticConfig& config,
                                            const BenchmarkScheme& scheme) {
  std::string metadata = testing::profile_json(config, name);
  const std::string quoted = '"' + std::string(scheme.scheme) + '"';
  metadata.pop_back();
  metadata += R"(, "scheme": )" + quoted;
  if (std::string_view(scheme.scheme) != "f32") {
    metadata += R"(, "quantization": {"default": {"scheme": )" + quoted +
                R"(, "activation_bits": )" + std::to_string(scheme.activation_bits) + "}";
    if (scheme.layout != nullptr) {
      metadata += R"(, "layout": ")" + std::string(scheme.layout) + '"';
    }
    metadata += '}';
  }
  return testing::serialize_safetensors(Builder(config, scheme).build(),
                                        {{"dinozero", metadata + "}"}});
}

}  // namespace dinozero::benchmarks
