// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <functional>
#include <set>
#include <string>
#include <vector>

#include "dinozero/error.h"
#include "lib/quantize/calibration_set.h"
#include "lib/quantize/compute.h"
#include "lib/quantize/network.h"
#include "lib/quantize/quantize_network.h"

namespace dinozero::quantize {

/// What one layer costs in likeness when it alone is quantized.
struct Sensitivity {
  std::string layer;
  LayerScheme scheme;
  double damage = 0;      ///< 1 - cosine to the f32 network: CLS tokens and patch tokens, added
  std::size_t bytes = 0;  ///< weights and scales of the layer
};

/// Measures every layer that is not in `fixed` with every one of `candidates` on at most 32 of the
/// images.
std::vector<Sensitivity> measure_sensitivity(Compute* compute, const Network& network,
                                             const CalibrationSet& images,
                                             const std::vector<LayerScheme>& candidates,
                                             const std::set<std::string>& fixed,
                                             const ReportProgress& progress);

/// Starts from `schemes` and, as long as file_bytes(schemes) exceeds `max_bytes`, gives that
/// layer a smaller scheme which adds the least damage for each byte it saves. The damages of layers
/// are taken to add up. Errors: kInvalidArgument where not even the smallest schemes fit.
Expected<LayerSchemes> fit_into(std::size_t max_bytes,
                                const std::vector<Sensitivity>& sensitivities, LayerSchemes schemes,
                                const std::function<std::size_t(const LayerSchemes&)>& file_bytes);

/// Bytes of a layer's weights and scales in the file.
std::size_t stored_bytes(const Linear& linear, const LayerScheme& scheme);

}  // namespace dinozero::quantize
