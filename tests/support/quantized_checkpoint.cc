// SPDX-License-Identifier: Apache-2.0
#include "support/quantized_checkpoint.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>

namespace dinozero::testing {
namespace {

std::string quoted(const std::string& text) { return '"' + text + '"'; }

bool ends_with(const std::string& text, const std::string& end) {
  return text.size() > end.size() && text.compare(text.size() - end.size(), end.size(), end) == 0;
}

// "" for a tensor that is not the weights of a linear layer.
std::string linear_layer_of(const std::string& tensor) {
  for (const char* layer : {"attn.qkv", "attn.proj", "mlp.fc1", "mlp.fc2", "patch_embed.proj"}) {
    const std::string end = std::string(layer) + ".weight";
    if (tensor == end || ends_with(tensor, "." + end)) {
      return tensor.substr(0, tensor.size() - std::string(".weight").size());
    }
  }
  return "";
}

std::string to_json(const LayerFormat& format) {
  return R"({"scheme": )" + quoted(format.scheme) + R"(, "group": )" +
         std::to_string(format.group) + R"(, "activation_bits": )" +
         std::to_string(format.activation_bits) + "}";
}

// What a scale becomes when it is written and read again.
float rounded(float value, DType dtype) {
  const StoredTensor stored = store({"", {1}, {value}}, dtype);
  std::uint32_t bits = 0;
  for (std::size_t i = 0; i < stored.bytes.size(); ++i) {
    bits |= static_cast<std::uint32_t>(stored.bytes[i]) << (8 * i);
  }
  if (dtype == DType::kF32) return value;
  if (dtype == DType::kBF16) return std::bit_cast<float>(bits << 16);
  const int exponent = static_cast<int>(bits >> 10 & 31);
  const auto mantissa = static_cast<float>(bits & 1023);
  const float magnitude =
      exponent == 0 ? std::ldexp(mantissa, -24) : std::ldexp(1024 + mantissa, exponent - 25);
  return (bits & 0x8000u) != 0 ? -magnitude : magnitude;
}

class Quantizer {
 public:
  Quantizer(const QuantizedConfig& config, QuantizedCheckpoint* result)
      : config_(config), result_(*result) {}

  void keep(SyntheticTensor tensor) {
    result_.tensors.push_back(store(tensor, config_.floats));
    for (float& value : tensor.values) value = rounded(value, config_.floats);
    result_.dequantized.push_back(std::move(tensor));
  }

  void quantize_linear(SyntheticTensor tensor, const std::string& layer) {
    const LayerFormat& format = config_.of(layer);
    const std::size_t outputs = static_cast<std::size_t>(tensor.shape[0]);
    const std::size_t inputs = tensor.values.size() / outputs;
    const std::size_t group = format.group > 0 ? static_cast<std::size_t>(format.group) : inputs;
    const std::size_t groups = (inputs + group - 1) / group;
    const bool binary = format.scheme == "binary";
    const int limit = format.scheme == "int4" ? 7 : 127;

    std::vector<int> codes(tensor.values.size());
    SyntheticTensor scales{layer + ".weight_scale",
                           {static_cast<std::int64_t>(outputs), static_cast<std::int64_t>(groups)},
                           {}};
    for (std::size_t output = 0; output < outputs; ++output) {
      for (std::size_t g = 0; g < groups; ++g) {
        const std::size_t begin = output * inputs + g * group;
        const std::size_t end = std::min(begin + group, (output + 1) * inputs);
        double largest = 0;
        double sum = 0;
        for (std::size_t i = begin; i < end; ++i) {
          const double magnitude = std::fabs(tensor.values[i]);
          largest = std::max(largest, magnitude);
          sum += magnitude;
        }
        const double ideal = binary ? sum / static_cast<double>(end - begin) : largest / limit;
        const float scale = rounded(static_cast<float>(ideal), config_.floats);
        scales.values.push_back(scale);
        for (std::size_t i = begin; i < end; ++i) {
          const auto nearest = scale == 0 ? 0L : std::lround(tensor.values[i] / scale);
          codes[i] = binary ? (tensor.values[i] < 0 ? -1 : 1)
                            : static_cast<int>(std::clamp<long>(nearest, -limit, limit));
          tensor.values[i] = scale * static_cast<float>(codes[i]);
        }
      }
    }
    result_.tensors.push_back(stored_codes(tensor, layer, format, codes, outputs, inputs));
    result_.tensors.push_back(store(scales, config_.floats));
    if (format.scheme == "int8-static") add_static_input(layer);
    result_.dequantized.push_back(std::move(tensor));
  }

  void quantize_positions(SyntheticTensor tensor) {
    const std::size_t rows = static_cast<std::size_t>(tensor.shape[1]);
    const std::size_t count = config_.shared_position_scale ? 1 : rows;
    const std::size_t dim = tensor.values.size() / count;  // of values that share a scale
    StoredTensor stored{tensor.name, "I8", tensor.shape, {}};
    SyntheticTensor scales{tensor.name + "_scale", {static_cast<std::int64_t>(count)}, {}};
    for (std::size_t row = 0; row < count; ++row) {
      float largest = 0;
      for (std::size_t i = 0; i < dim; ++i) {
        largest = std::max(largest, std::fabs(tensor.values[row * dim + i]));
      }
      const float scale = rounded(largest / 127, config_.floats);
      scales.values.push_back(scale);
      for (std::size_t i = 0; i < dim; ++i) {
        float& value = tensor.values[row * dim + i];
        const auto code = std::clamp<long>(std::lround(value / scale), -127, 127);
        stored.bytes.push_back(static_cast<std::byte>(code));
        value = scale * static_cast<float>(code);
      }
    }
    result_.tensors.push_back(std::move(stored));
    result_.tensors.push_back(store(scales, config_.floats));
    result_.dequantized.push_back(std::move(tensor));
  }

 private:
  static StoredTensor stored_codes(const SyntheticTensor& tensor, const std::string& layer,
                                   const LayerFormat& format, const std::vector<int>& codes,
                                   std::size_t outputs, std::size_t inputs) {
    if (format.scheme != "int4" && format.scheme != "binary") {
      StoredTensor stored{tensor.name, "I8", tensor.shape, {}};
      for (const int code : codes) stored.bytes.push_back(static_cast<std::byte>(code));
      return stored;
    }
    const std::size_t per_byte = format.scheme == "int4" ? 2 : 8;
    const std::size_t row_bytes = (inputs + per_byte - 1) / per_byte;
    StoredTensor stored{layer + ".weight_packed",
                        "U8",
                        {static_cast<std::int64_t>(outputs), static_cast<std::int64_t>(row_bytes)},
                        std::vector<std::byte>(outputs * row_bytes)};
    for (std::size_t output = 0; output < outputs; ++output) {
      for (std::size_t i = 0; i < inputs; ++i) {
        const int code = codes[output * inputs + i];
        const int bits = per_byte == 2 ? (code + 8) << (4 * (i % 2)) : (code + 1) / 2 << (i % 8);
        stored.bytes[output * row_bytes + i / per_byte] |= static_cast<std::byte>(bits);
      }
    }
    return stored;
  }

  void add_static_input(const std::string& layer) {
    const auto [low, high] = config_.input_ranges.at(layer);
    const auto scale = static_cast<float>((std::max(high, 0.0) - std::min(low, 0.0)) / 255);
    const int zero_point =
        std::clamp(static_cast<int>(std::lround(-128 - std::min(low, 0.0) / scale)), -128, 127);
    result_.tensors.push_back(store({layer + ".input_scale", {1}, {scale}}));
    result_.tensors.push_back(
        {layer + ".input_zero_point", "I8", {1}, {static_cast<std::byte>(zero_point)}});
    result_.static_inputs[layer] = {scale, zero_point};
  }

  const QuantizedConfig& config_;
  QuantizedCheckpoint& result_;
};

}  // namespace

const LayerFormat& QuantizedConfig::of(const std::string& layer) const {
  const auto found = layers.find(layer);
  return found == layers.end() ? by_default : found->second;
}

QuantizedConfig all_layers(const LayerFormat& format) {
  QuantizedConfig config;
  config.scheme = format.scheme;
  config.by_default = format;
  return config;
}

QuantizedCheckpoint quantize(const std::vector<SyntheticTensor>& tensors,
                             const std::string& profile, const QuantizedConfig& config) {
  QuantizedCheckpoint result;
  Quantizer quantizer(config, &result);
  for (const SyntheticTensor& tensor : tensors) {
    const std::string layer = linear_layer_of(tensor.name);
    if (!layer.empty() && config.of(layer).scheme != "f32") {
      quantizer.quantize_linear(tensor, layer);
    } else if (tensor.name == "pos_embed" && config.int8_positions) {
      quantizer.quantize_positions(tensor);
    } else {
      quantizer.keep(tensor);
    }
  }
  result.metadata = profile;
  if (config.scheme == "f32") return result;
  std::string layers;
  for (const auto& [name, format] : config.layers) {
    layers += (layers.empty() ? "" : ", ") + quoted(name) + ": " + to_json(format);
  }
  result.metadata = profile.substr(0, profile.rfind('}')) + R"(, "scheme": )" +
                    quoted(config.scheme) + R"(, "quantization": {"default": )" +
                    to_json(config.by_default) + R"(, "layers": {)" + layers + "}}}";
  return result;
}

}  // namespace dinozero::testing
