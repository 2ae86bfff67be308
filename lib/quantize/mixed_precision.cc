// SPDX-License-Identifier: Apache-2.0
#include "lib/quantize/mixed_precision.h"

#include <algorithm>
#include <limits>

#include "lib/quantize/forward.h"
#include "lib/quantize/moments.h"

namespace dinozero::quantize {
namespace {

constexpr int kImages = 32;

// The tokens after the final LayerNorm, from block `first` on.
Rows finish(Compute* compute, const Network& network, int tokens, std::size_t first, Rows stream) {
  for (std::size_t index = first; index < network.blocks.size(); ++index) {
    run_block(compute, network, network.blocks[index], tokens, &stream, nullptr);
  }
  return compute->layer_norm(stream, network.norm, network.config.layer_norm_epsilon);
}

// Measures the layers one by one; the streams before each block are computed once.
class SensitivityMeter {
 public:
  SensitivityMeter(Compute* compute, const Network& network, const CalibrationSet& images,
                   const std::vector<LayerScheme>& candidates, const std::set<std::string>& fixed,
                   const ReportProgress& progress)
      : compute_(*compute),
        network_(network),
        candidates_(candidates),
        fixed_(fixed),
        progress_(progress),
        side_(images.grid_side()),
        tokens_(1 + network.config.registers + side_ * side_),
        pixels_(images.patches(*compute)) {
    const int per_image = side_ * side_;
    const int used = std::min(images.images(), kImages);
    pixels_.values.resize(static_cast<std::size_t>(used) * per_image * pixels_.width);
    pixels_.count = used * per_image;
  }

  std::vector<Sensitivity> measure() {
    const Linear& embedding = network_.patch_embedding;
    stream_ = embedded(compute_.linear(pixels_, embedding.weight, embedding.bias));
    wanted_ = finish(&compute_, network_, tokens_, 0, stream_);
    measure_layer(embedding, pixels_, [&](const Rows& output) {
      return finish(&compute_, network_, tokens_, 0, embedded(output));
    });
    for (block_ = 0; block_ < network_.blocks.size(); ++block_) measure_block();
    return std::move(found_);
  }

 private:
  Rows embedded(const Rows& patches) const { return first_stream(network_, patches, side_); }

  // `complete` makes the network's result of the layer's output.
  template <typename Complete>
  void measure_layer(const Linear& linear, const Rows& input, const Complete& complete) {
    if (progress_) progress_(measured_, static_cast<int>(1 + 4 * network_.blocks.size()));
    ++measured_;
    if (fixed_.count(linear.name) > 0) return;
    std::vector<float> weights;
    if (&linear != &network_.patch_embedding) weights = token_weights(tokens_, side_ * side_);
    for (const LayerScheme& scheme : candidates_) {
      const QuantizedLayer layer =
          quantize_layer(&compute_, linear, scheme, {input, input, weights});
      const Rows result = complete(run_layer(&compute_, layer, input));
      const TokenCosines likeness = token_cosines(wanted_, result, tokens_, side_ * side_);
      found_.push_back({linear.name, scheme, 2 - likeness.cls_mean - likeness.patches_mean,
                        stored_bytes(linear, scheme)});
    }
  }

  void measure_block() {
    const Block& block = network_.blocks[block_];
    BlockInputs inputs;
    Rows after = stream_;
    run_block(&compute_, network_, block, tokens_, &after, &inputs);
    const auto rest = [&](const Rows& stream) {
      return finish(&compute_, network_, tokens_, block_ + 1, stream);
    };
    Rows middle = stream_;  // after attention
    compute_.add_residual(compute_.linear(inputs.proj, block.proj.weight, block.proj.bias),
                          block.scale1, &middle);
    const auto with_attention = [&](const Rows& branch) {
      Rows stream = stream_;
      compute_.add_residual(branch, block.scale1, &stream);
      Rows hidden = compute_.linear(
          compute_.layer_norm(stream, block.norm2, network_.config.layer_norm_epsilon),
          block.fc1.weight, block.fc1.bias);
      compute_.gelu(&hidden);
      compute_.add_residual(compute_.linear(hidden, block.fc2.weight, block.fc2.bias), block.scale2,
                            &stream);
      return rest(stream);
    };
    const auto with_mlp = [&](const Rows& branch) {
      Rows stream = middle;
      compute_.add_residual(branch, block.scale2, &stream);
      return rest(stream);
    };
    measure_layer(block.qkv, inputs.qkv, [&](const Rows& qkv) {
      const Rows context = compute_.attention(qkv, tokens_, block.heads, network_.head_dim());
      return with_attention(compute_.linear(context, block.proj.weight, block.proj.bias));
    });
    measure_layer(block.proj, inputs.proj, with_attention);
    measure_layer(block.fc1, inputs.fc1, [&](Rows hidden) {
      compute_.gelu(&hidden);
      return with_mlp(compute_.linear(hidden, block.fc2.weight, block.fc2.bias));
    });
    measure_layer(block.fc2, inputs.fc2, with_mlp);
    stream_ = std::move(after);
  }

  Compute& compute_;
  const Network& network_;
  const std::vector<LayerScheme>& candidates_;
  const std::set<std::string>& fixed_;
  const ReportProgress& progress_;
  int side_;
  int tokens_;
  Rows pixels_;
  Rows stream_;  // before the block in work
  Rows wanted_;  // the f32 network's result
  std::size_t block_ = 0;
  int measured_ = 0;
  std::vector<Sensitivity> found_;
};

}  // namespace

std::size_t stored_bytes(const Linear& linear, const LayerScheme& scheme) {
  const auto outputs = static_cast<std::size_t>(linear.outputs);
  const auto inputs = static_cast<std::size_t>(linear.inputs);
  const std::size_t groups =
      scheme.group == 0 ? 1 : (inputs + scheme.group - 1) / static_cast<std::size_t>(scheme.group);
  const std::size_t scales = 2 * outputs * groups;
  switch (scheme.scheme) {
    case Scheme::kF32:
      return 4 * outputs * inputs;
    case Scheme::kInt8:
    case Scheme::kInt8Static:
      return outputs * inputs + scales;
    case Scheme::kInt4:
      return outputs * ((inputs + 1) / 2) + scales;
    case Scheme::kBinary:
      return outputs * ((inputs + 7) / 8) + scales;
  }
  return 0;
}

std::vector<Sensitivity> measure_sensitivity(Compute* compute, const Network& network,
                                             const CalibrationSet& images,
                                             const std::vector<LayerScheme>& candidates,
                                             const std::set<std::string>& fixed,
                                             const ReportProgress& progress) {
  return SensitivityMeter(compute, network, images, candidates, fixed, progress).measure();
}

Expected<LayerSchemes> fit_into(std::size_t max_bytes,
                                const std::vector<Sensitivity>& sensitivities, LayerSchemes schemes,
                                const std::function<std::size_t(const LayerSchemes&)>& file_bytes) {
  const auto current = [&](const std::string& layer) {
    for (const Sensitivity& entry : sensitivities) {
      if (entry.layer == layer && entry.scheme == schemes[layer]) return &entry;
    }
    return static_cast<const Sensitivity*>(nullptr);
  };
  std::size_t bytes = file_bytes(schemes);
  while (bytes > max_bytes) {
    const Sensitivity* best = nullptr;
    double least = std::numeric_limits<double>::infinity();
    for (const Sensitivity& entry : sensitivities) {
      const Sensitivity* now = current(entry.layer);
      if (now == nullptr || entry.bytes >= now->bytes) continue;
      const double cost =
          (entry.damage - now->damage) / static_cast<double>(now->bytes - entry.bytes);
      if (cost >= least) continue;
      least = cost;
      best = &entry;
    }
    if (best == nullptr) {
      return tl::unexpected(
          Error{ErrorCode::kInvalidArgument, "mixed: expected at least " + std::to_string(bytes) +
                                                 " bytes, the smallest that these layers can be, "
                                                 "found " +
                                                 std::to_string(max_bytes)});
    }
    schemes[best->layer] = best->scheme;
    bytes = file_bytes(schemes);
  }
  return schemes;
}

}  // namespace dinozero::quantize
