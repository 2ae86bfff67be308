// SPDX-License-Identifier: Apache-2.0
#include "lib/quantize/quantize_model.h"

#include <fnmatch.h>

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <utility>

#include "lib/quantize/mixed_precision.h"

namespace dinozero::quantize {
namespace {

constexpr int kGroupUnit = 32;  // kernels/linear_int4.h
constexpr const char* kPatchEmbedding = "patch_embed.proj";

tl::unexpected<Error> invalid(const std::string& what) {
  return tl::unexpected(Error{ErrorCode::kInvalidArgument, what});
}

bool matches(const std::string& pattern, const std::string& name) {
  return fnmatch(pattern.c_str(), name.c_str(), 0) == 0;
}

LayerScheme layer_scheme(Scheme scheme, const std::string& layer, const QuantizeOptions& options) {
  LayerScheme result;
  result.scheme = scheme;
  if (scheme == Scheme::kInt4) {
    result.group = options.group;
    result.activation_bits = layer == kPatchEmbedding ? 8 : options.activation_bits;
  }
  return result;
}

std::vector<std::string> layer_names(const Network& network) {
  std::vector<std::string> names;
  for_each_linear(network, [&](const Linear& linear) { names.push_back(linear.name); });
  return names;
}

Expected<void> check_options(const QuantizeOptions& options, bool calibrated) {
  if (options.group < 0 || options.group % kGroupUnit != 0) {
    return invalid("group: expected 0 or a multiple of " + std::to_string(kGroupUnit) + ", found " +
                   std::to_string(options.group));
  }
  if (options.activation_bits != 6 && options.activation_bits != 8) {
    return invalid("activation bits: expected 6 or 8, found " +
                   std::to_string(options.activation_bits));
  }
  if (options.mixed && options.max_bytes == 0) {
    return invalid("mixed: expected max-bytes, the size that the file may have, found none");
  }
  if (!options.mixed && options.max_bytes != 0) {
    return invalid("max-bytes: expected only with the scheme mixed");
  }
  if (calibrated) return {};
  if (options.mixed) return invalid("mixed: expected calibration images, found none");
  if (options.prune.any()) return invalid("pruning: expected calibration images, found none");
  return {};
}

// A network of the shapes that are left: for what is asked about schemes, not about weights.
Expected<LayerSchemes> plan(const Network& network, const QuantizeOptions& options,
                            bool calibrated) {
  const auto checked = check_options(options, calibrated);
  if (!checked) return tl::unexpected(checked.error());
  const auto prunable = check_prune_options(options.prune, network);
  if (!prunable) return tl::unexpected(prunable.error());

  LayerSchemes schemes;
  const std::vector<std::string> names = layer_names(network);
  for (const std::string& name : names) {
    schemes[name] = layer_scheme(options.mixed ? Scheme::kInt8 : options.scheme, name, options);
  }
  for (const KeptScheme& kept : options.keep) {
    bool found = false;
    for (const std::string& name : names) {
      if (!matches(kept.layers, name)) continue;
      found = true;
      schemes[name] = layer_scheme(kept.scheme, name, options);
    }
    if (found) continue;
    std::string all;
    for (const std::string& name : names) all += (all.empty() ? "" : ", ") + name;
    return invalid("keep: expected one of the layers " + all + " or a pattern, found \"" +
                   kept.layers + "\"");
  }
  for (const auto& [name, scheme] : schemes) {
    if (scheme.scheme == Scheme::kInt8Static && !calibrated) {
      return invalid(name + ": int8-static: expected calibration images, found none");
    }
  }
  return schemes;
}

Expected<void> check_groups(const Network& network, const LayerSchemes& schemes) {
  Expected<void> result;
  for_each_linear(network, [&](const Linear& linear) {
    const int group = schemes.find(linear.name)->second.group;
    if (!result || group == 0 || linear.inputs % group == 0) return;
    result = invalid(linear.name + ": expected a group that divides its " +
                     std::to_string(linear.inputs) + " inputs, found " + std::to_string(group));
  });
  return result;
}

bool is_quantized(const LayerSchemes& schemes) {
  return std::any_of(schemes.begin(), schemes.end(),
                     [](const auto& entry) { return entry.second.scheme != Scheme::kF32; });
}

// int4 and binary files are small enough for 16-bit positions to show.
bool wants_int8_positions(const LayerScheme& by_default) {
  return by_default.scheme == Scheme::kInt4 || by_default.scheme == Scheme::kBinary;
}

LayerScheme most_frequent(const Network& network, const LayerSchemes& schemes) {
  LayerScheme best;
  int most = 0;
  for (const std::string& name : layer_names(network)) {
    const LayerScheme& scheme = schemes.find(name)->second;
    const auto count = static_cast<int>(std::count_if(
        schemes.begin(), schemes.end(), [&](const auto& entry) { return entry.second == scheme; }));
    if (count <= most) continue;
    most = count;
    best = scheme;
  }
  return best;
}

struct FileSchemes {
  std::string name;
  LayerScheme by_default;
};

FileSchemes file_schemes(const Network& network, const LayerSchemes& schemes,
                         const QuantizeOptions& options) {
  if (!is_quantized(schemes)) return {scheme_name(Scheme::kF32), {}};
  if (options.mixed) return {"mixed", most_frequent(network, schemes)};
  // A block's layer, so that the default does not depend on the patch embedding.
  return {scheme_name(options.scheme), layer_scheme(options.scheme, "", options)};
}

class MixedChooser {
 public:
  MixedChooser(Compute* compute, const Model& model, const Network& network,
               const CalibrationSet& images, const QuantizeOptions& options)
      : compute_(*compute), model_(model), network_(network), images_(images), options_(options) {}

  Expected<LayerSchemes> choose(const LayerSchemes& start, const ReportProgress& progress) {
    std::set<std::string> fixed;
    for (const std::string& name : layer_names(network_)) {
      for (const KeptScheme& kept : options_.keep) {
        if (matches(kept.layers, name)) fixed.insert(name);
      }
    }
    std::vector<LayerScheme> candidates;
    for (const Scheme scheme : {Scheme::kInt8, Scheme::kInt4, Scheme::kBinary}) {
      candidates.push_back(layer_scheme(scheme, "", options_));
    }
    std::vector<Sensitivity> sensitivities =
        measure_sensitivity(&compute_, network_, images_, candidates, fixed, progress);
    // The patch embedding's int4 differs.
    for (Sensitivity& entry : sensitivities) {
      entry.scheme = layer_scheme(entry.scheme.scheme, entry.layer, options_);
    }
    return fit_into(options_.max_bytes, sensitivities, start,
                    [&](const LayerSchemes& schemes) { return file_bytes(schemes); });
  }

 private:
  // Without looking at images: the size does not depend on the codes. Layers are rounded once.
  std::size_t file_bytes(const LayerSchemes& schemes) {
    const FileSchemes file = file_schemes(network_, schemes, options_);
    QuantizedNetwork quantized;
    quantized.network = network_;
    if (wants_int8_positions(file.by_default)) {
      quantized.positions = quantize_positions(network_.positions, network_.config.dim);
    }
    for_each_linear(network_, [&](const Linear& linear) {
      const LayerScheme& scheme = schemes.find(linear.name)->second;
      const std::string key = linear.name + "=" + scheme_name(scheme.scheme);
      auto found = layers_.find(key);
      if (found == layers_.end()) {
        found = layers_.emplace(key, quantize_layer_weights(linear, scheme)).first;
      }
      quantized.layers.push_back(found->second);
    });
    const auto made =
        ModelFile::create(model_, quantized, file.name, file.by_default, options_.layout);
    return made ? static_cast<std::size_t>(made->file_bytes()) : 0;
  }

  Compute& compute_;
  const Model& model_;
  const Network& network_;
  const CalibrationSet& images_;
  const QuantizeOptions& options_;
  std::map<std::string, QuantizedLayer> layers_;
};

}  // namespace

Expected<LayerSchemes> plan_schemes(const Model& model, const QuantizeOptions& options,
                                    bool calibrated) {
  const auto network = read_network(model);
  if (!network) return tl::unexpected(network.error());
  auto schemes = plan(*network, options, calibrated);
  if (!schemes) return schemes;
  // Pruning changes shapes, which are checked again then.
  const auto fits = check_groups(*network, *schemes);
  if (!fits && !options.prune.any()) return tl::unexpected(fits.error());
  return schemes;
}

Expected<QuantizedModel> quantize_model(const Model& model, const CalibrationSet* images,
                                        const QuantizeOptions& options,
                                        const ReportProgress& progress) {
  if (images != nullptr && images->images() == 0) {
    return invalid("calibration: expected at least one image, found none");
  }
  auto network = read_network(model);
  if (!network) return tl::unexpected(network.error());
  auto schemes = plan(*network, options, images != nullptr);
  if (!schemes) return tl::unexpected(schemes.error());
  auto compute = Compute::create(options.kernel_set);
  if (!compute) return tl::unexpected(compute.error());

  QuantizeReport report;
  report.calibrated = images != nullptr;
  std::optional<Network> unpruned;
  if (options.prune.any()) {
    unpruned = *network;
    report.pruned = prune(&*compute, *images, options.prune, &*network);
  }
  const auto fits = check_groups(*network, *schemes);
  if (!fits) return tl::unexpected(fits.error());
  if (options.mixed) {
    schemes = MixedChooser(&*compute, model, *network, *images, options).choose(*schemes, progress);
    if (!schemes) return tl::unexpected(schemes.error());
  }
  const FileSchemes file = file_schemes(*network, *schemes, options);
  report.scheme = file.name;
  QuantizedNetwork quantized =
      quantize_network(&*compute, std::move(*network), unpruned ? &*unpruned : nullptr, *schemes,
                       wants_int8_positions(file.by_default), images, progress);
  auto made = ModelFile::create(model, quantized, file.name, file.by_default, options.layout);
  if (!made) return tl::unexpected(made.error());
  for (QuantizedLayer& layer : quantized.layers) report.layers.push_back(std::move(layer.report));
  report.block_cosines = std::move(quantized.block_cosines);
  return QuantizedModel{std::move(*made), std::move(report)};
}

}  // namespace dinozero::quantize
