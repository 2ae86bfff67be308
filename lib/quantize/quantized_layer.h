// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "lib/model/layer_scheme.h"
#include "lib/quantize/compute.h"
#include "lib/quantize/network.h"
#include "lib/quantize/weight_codes.h"

namespace dinozero::quantize {

/// What quantizing one layer did.
struct LayerReport {
  std::string name;
  LayerScheme scheme;
  int outputs = 0;
  int inputs = 0;
  std::size_t bytes = 0;  ///< weights and their scales in the file
  bool on_grid = false;   ///< the weights were on the scheme's grid already and are kept
  double weight_min = 0;  ///< range of the weights that were rounded
  double weight_max = 0;
  double weight_clipped = 0;  ///< share of them beyond the largest code by over half a step
  double weight_sqnr_db = 0;  ///< their squares over the squared errors; infinite without any
  // From calibration images only.
  double smoothing = 0;  ///< exponent of the smoothing of the input; 0 for none
  double input_min = 0;  ///< range of the input
  double input_max = 0;
  double input_clipped = 0;   ///< share of the input that a static range cuts off
  double output_sqnr_db = 0;  ///< the layer's output with rounded weights and inputs
};

/// A linear layer as it goes into the file and as the library will compute it.
struct QuantizedLayer {
  Linear linear;                     ///< weights that the codes stand for; the bias of the file
  std::optional<WeightCodes> codes;  ///< nothing for kF32
  ActivationRounding rounding;
  LayerReport report;
};

/// The input of a layer on all calibration images.
struct LayerInput {
  const Rows& wanted;                 ///< in the f32 network
  const Rows& found;                  ///< in the network that is quantized so far, before rounding
  const std::vector<float>& weights;  ///< of the rows of an image, as input_moments() takes them
};

/// Chooses scales, codes, activation range and bias of one layer.
QuantizedLayer quantize_layer(Compute* compute, const Linear& linear, const LayerScheme& scheme,
                              const LayerInput& input);

/// The same without images: the scales that are best for the weights, and nearest codes.
/// Not for kInt8Static.
QuantizedLayer quantize_layer_weights(const Linear& linear, const LayerScheme& scheme);

/// How the library rounds the input of a layer; for kInt8Static it is left to calibration.
ActivationRounding dynamic_rounding(const LayerScheme& scheme);

/// What the layer computes: rounds `x`, multiplies, adds the bias.
Rows run_layer(Compute* compute, const QuantizedLayer& layer, Rows x);

}  // namespace dinozero::quantize
