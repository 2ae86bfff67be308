// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "dinozero/error.h"
#include "dinozero/model.h"
#include "dinozero/options.h"
#include "lib/quantize/calibration_set.h"
#include "lib/quantize/model_file.h"
#include "lib/quantize/pruning.h"
#include "lib/quantize/quantize_network.h"

namespace dinozero::quantize {

/// The scheme of some layers: `layers` is a name or a pattern with * and ?, e.g. "blocks.*.fc2".
struct KeptScheme {
  std::string layers;
  Scheme scheme = Scheme::kF32;
};

struct QuantizeOptions {
  /// Of every layer that `keep` does not name; not used where `mixed`.
  Scheme scheme = Scheme::kInt8;
  /// Each layer int8, int4 or binary: what costs the least likeness within `max_bytes`.
  bool mixed = false;
  std::size_t max_bytes = 0;  ///< mixed: of the whole file
  int group = 0;              ///< int4: inputs that share a scale, a multiple of 32; 0: all
  /// int4: 6 or 8. The patch embedding, whose inputs are pixels, always has 8.
  int activation_bits = 6;
  /// Of 4-bit and 1-bit weights in the file: "", row by row, or "armv6" (docs/model-format.md).
  std::string layout;
  std::vector<KeptScheme> keep;  ///< the last one that names a layer counts
  PruneOptions prune;
  KernelSet kernel_set = KernelSet::kAuto;  ///< what runs the calibration
};

struct QuantizeReport {
  std::string scheme;  ///< "int8", ..., "mixed"
  bool calibrated = false;
  std::vector<LayerReport> layers;
  std::vector<TokenCosines> block_cosines;  ///< as QuantizedNetwork has them
  PruneReport pruned;
};

struct QuantizedModel {
  ModelFile file;
  QuantizeReport report;
};

/// Checks the options against a model and says what kind of layer each layer becomes (for `mixed`,
/// what it starts from). Errors: kInvalidArgument for a model that is quantized already, an option
/// out of range, a name that no layer has, a group that does not divide the inputs of a layer, and
/// what cannot be done without calibration images (`calibrated` false).
Expected<LayerSchemes> plan_schemes(const Model& model, const QuantizeOptions& options,
                                    bool calibrated);

/// Makes a quantized model: prunes, smooths, rounds. The same arguments on the same kind of CPU
/// give the same bits. `images` may be null: then nothing is measured on activations.
/// Errors: those of plan_schemes; kUnsupported (kernel set); kMalformedFile.
Expected<QuantizedModel> quantize_model(const Model& model, const CalibrationSet* images,
                                        const QuantizeOptions& options,
                                        const ReportProgress& progress);

}  // namespace dinozero::quantize
