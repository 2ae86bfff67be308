// SPDX-License-Identifier: Apache-2.0
#include "lib/model/quantization.h"

#include <cmath>
#include <optional>
#include <string_view>
#include <vector>

#include "kernels/armv6_layout.h"

namespace dinozero {
namespace {

constexpr std::string_view kRoot = "quantization";
constexpr std::string_view kDefault = "quantization.default";
constexpr std::string_view kLayout = "quantization.layout";
constexpr std::string_view kLayers = "quantization.layers.";
// Where one group reaches over all inputs of any layer, 0 says so.
constexpr int kMaxGroup = 1 << 16;
constexpr int kGroupUnit = 32;  // kernels/linear_int4.h

tl::unexpected<Error> invalid(const std::string& file_name, const std::string& path,
                              const std::string& what) {
  return tl::unexpected(
      Error{ErrorCode::kInvalidModel, file_name + ": metadata \"" + path + "\": " + what});
}

// An integer that `accept` accepts, or `otherwise` where there is none.
template <typename Accept>
Expected<int> integer(const JsonValues& values, const std::string& file_name,
                      const std::string& path, int otherwise, const char* expected,
                      const Accept& accept) {
  const auto number = values.number(path);
  if (!number) return tl::unexpected(number.error());
  if (!*number) return otherwise;
  const double value = **number;
  if (std::fabs(value) <= kMaxGroup && value == std::floor(value) &&
      accept(static_cast<int>(value))) {
    return static_cast<int>(value);
  }
  return invalid(file_name, path,
                 "expected " + std::string(expected) + ", found " + std::to_string(value));
}

// The object at `path`: {"scheme": ..., "group": ..., "activation_bits": ...}.
Expected<LayerScheme> read_layer(const JsonValues& values, const std::string& file_name,
                                 const std::string& path) {
  const auto name = values.string(path + ".scheme");
  if (!name) return tl::unexpected(name.error());
  if (!*name) return invalid(file_name, path + ".scheme", "missing");
  const std::optional<Scheme> scheme = parse_scheme(**name);
  if (!scheme) {
    return tl::unexpected(
        Error{ErrorCode::kUnsupported,
              file_name + ": metadata \"" + path +
                  ".scheme\": expected f32, int8, int8-static, int4 or binary, found \"" + **name +
                  "\""});
  }
  LayerScheme layer;
  layer.scheme = *scheme;
  const bool int4 = *scheme == Scheme::kInt4;
  const auto group = integer(
      values, file_name, path + ".group", 0,
      int4 ? "0 or a multiple of 32" : "0 (only int4 has groups)",
      [&](int value) { return value == 0 || (int4 && value > 0 && value % kGroupUnit == 0); });
  if (!group) return tl::unexpected(group.error());
  layer.group = *group;
  const auto bits = integer(values, file_name, path + ".activation_bits", 8,
                            int4 ? "6 or 8" : "8 (only int4 has 6)",
                            [&](int value) { return value == 8 || (int4 && value == 6); });
  if (!bits) return tl::unexpected(bits.error());
  layer.activation_bits = *bits;
  return layer;
}

// `path` without its last member, if that is one of a layer's.
std::optional<std::string> layer_path(const std::string& path) {
  const std::size_t dot = path.rfind('.');
  const std::string_view member = std::string_view(path).substr(dot + 1);
  if (member != "scheme" && member != "group" && member != "activation_bits") return std::nullopt;
  return path.substr(0, dot);
}

bool is_float_scheme(const std::string& scheme) {
  return scheme == "f32" || scheme == "f16" || scheme == "bf16";
}

}  // namespace

Expected<Quantization> Quantization::read(const JsonValues& metadata,
                                          const std::string& file_name) {
  Quantization result;
  const auto scheme = metadata.string("scheme");
  if (!scheme) return tl::unexpected(scheme.error());
  const std::vector<std::string> paths = metadata.paths_below(kRoot);
  if (!*scheme || is_float_scheme(**scheme)) {
    if (paths.empty() && !metadata.has(kRoot)) return result;
    return invalid(file_name, std::string(kRoot),
                   "expected only with \"scheme\" int8, int8-static, int4, binary or mixed, found "
                   "scheme " +
                       scheme->value_or("none"));
  }
  const std::optional<Scheme> overall = parse_scheme(**scheme);
  if (!overall && **scheme != "mixed") {
    return tl::unexpected(
        Error{ErrorCode::kUnsupported, file_name +
                                           ": scheme: expected f32, f16, bf16, int8, int8-static, "
                                           "int4, binary or mixed, found \"" +
                                           **scheme + "\""});
  }
  result.scheme_ = **scheme;

  const auto layout = metadata.string(kLayout);
  if (!layout) return tl::unexpected(layout.error());
  result.layout_ = layout->value_or("");
  if (*layout && result.layout_ != kernels::armv6_layout::kName) {
    return tl::unexpected(
        Error{ErrorCode::kUnsupported, file_name + ": metadata \"" + std::string(kLayout) +
                                           "\": expected armv6, found \"" + result.layout_ + "\""});
  }

  const auto by_default = read_layer(metadata, file_name, std::string(kDefault));
  if (!by_default) return tl::unexpected(by_default.error());
  result.default_ = *by_default;
  if (overall && result.default_.scheme != *overall) {
    return invalid(file_name, std::string(kDefault) + ".scheme",
                   "expected " + result.scheme_ + " as \"scheme\" says, found " +
                       scheme_name(result.default_.scheme));
  }
  for (const std::string& path : paths) {
    if (path == kLayout) continue;
    const std::optional<std::string> layer = layer_path(path);
    const bool of_layer = layer && layer->starts_with(kLayers) && layer->size() > kLayers.size();
    if (!layer || (*layer != kDefault && !of_layer)) {
      return invalid(file_name, path,
                     "expected default or layers.NAME with scheme, group, activation_bits, found "
                     "another member");
    }
    if (!of_layer) continue;
    const auto read = read_layer(metadata, file_name, *layer);
    if (!read) return tl::unexpected(read.error());
    result.layers_[layer->substr(kLayers.size())] = *read;
  }
  return result;
}

const LayerScheme& Quantization::of(const std::string& layer) const {
  const auto found = layers_.find(layer);
  return found == layers_.end() ? default_ : found->second;
}

}  // namespace dinozero
