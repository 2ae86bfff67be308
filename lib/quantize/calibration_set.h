// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

#include "dinozero/error.h"
#include "dinozero/image.h"
#include "dinozero/model.h"
#include "lib/quantize/compute.h"
#include "lib/quantize/rows.h"

namespace dinozero::quantize {

/// Photographs, resized and cropped as the model's own preprocessing does, on which activations
/// are measured.
class CalibrationSet {
 public:
  /// Errors: kUnsupported where the crop is not a multiple of the patch size.
  static Expected<CalibrationSet> create(const Model& model);

  /// Takes a copy of what the network sees of the picture. Errors: kInvalidArgument.
  Expected<void> add(const ImageView& picture);

  int images() const { return static_cast<int>(crops_.size()); }
  /// Patches along a side of the crop.
  int grid_side() const { return grid_side_; }

  /// The input of the patch embedding: images x grid_side^2 rows of 3 x patch x patch numbers.
  Rows patches(const Compute& compute) const;

 private:
  CalibrationSet(int patch_size, const PreprocessConfig& recipe)
      : patch_size_(patch_size), grid_side_(recipe.crop / patch_size), recipe_(recipe) {}

  int patch_size_;
  int grid_side_;
  PreprocessConfig recipe_;
  std::vector<std::vector<std::uint8_t>> crops_;  // crop x crop x 3
};

}  // namespace dinozero::quantize
