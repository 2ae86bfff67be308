// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "lib/quantize/calibration_set.h"
#include "lib/quantize/compute.h"
#include "lib/quantize/network.h"
#include "lib/quantize/quantized_layer.h"
#include "lib/quantize/signal_ratio.h"

namespace dinozero::quantize {

/// The scheme of every layer by its name, e.g. "blocks.0.attn.qkv".
using LayerSchemes = std::map<std::string, LayerScheme>;

/// A position embedding in int8: row[i] = scales[i] * codes[i], or scales[0] * codes[i].
struct PositionCodes {
  std::vector<std::int8_t> codes;  ///< (1 + patches) x dim
  std::vector<float> scales;       ///< 1 + patches, or 1
  bool float16_scales = true;

  /// (1 + patches) x dim.
  std::vector<float> dequantized() const;
};

/// Tells how far a long job is: `done` of `total` layers.
using ReportProgress = std::function<void(int done, int total)>;

struct QuantizedNetwork {
  /// As the file will have it: smoothed, small tensors rounded to binary16 where they fit, weights
  /// that codes stand for.
  Network network;
  std::vector<QuantizedLayer> layers;  ///< in the order of for_each_linear
  std::optional<PositionCodes> positions;
  /// After each block and, last, after the final LayerNorm, against the f32 network, on the
  /// calibration images; empty without.
  std::vector<TokenCosines> block_cosines;
};

/// Quantizes `network` layer by layer in the order of execution; each layer is made to fit the
/// inputs that the layers before it, quantized, give it. `images` may be null.
/// `original` is the network before it was pruned, to compare with; null if it was not.
QuantizedNetwork quantize_network(Compute* compute, Network network, const Network* original,
                                  const LayerSchemes& schemes, bool int8_positions,
                                  const CalibrationSet* images, const ReportProgress& progress);

/// int8 codes of the positions, with one binary16 scale for all tokens or, where that would lose
/// more than one of the eight bits, one for each.
PositionCodes quantize_positions(const std::vector<float>& positions, int dim);

}  // namespace dinozero::quantize
