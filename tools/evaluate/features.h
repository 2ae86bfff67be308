// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

#include "dinozero/dinozero.h"
#include "tools/evaluate/data_set.h"
#include "tools/evaluate/parallel.h"

namespace dinozero::evaluation {

/// A picture without a feature.
struct FailedPicture {
  std::size_t index = 0;  ///< in the list of pictures
  std::string reason;     ///< with the picture's name
};

/// A feature for each picture of a list: `values` is [pictures][dim]; rows of failed ones are 0.
struct FeatureTable {
  int dim = 0;
  std::vector<float> values;
  std::vector<FailedPicture> failed;  ///< rising indices
};

/// Computes the feature of a picture, `dim` floats, into `out`.
using FeatureFunction = std::function<Expected<void>(const ImageView& image, float* out)>;

/// Features of `pictures`, on one thread for each function; a function is called by its thread
/// only. A picture that cannot be read or computed, or whose feature is not finite, counts as
/// failed. Errors are those of the whole data set.
Expected<FeatureTable> extract_features(const DataSet& data, const std::vector<Picture>& pictures,
                                        int dim, const std::vector<FeatureFunction>& functions,
                                        const Advance& advance = {});

/// `threads` functions that give the CLS embedding, each with an encoder of its own that runs on
/// one thread. Errors as Encoder::create().
Expected<std::vector<FeatureFunction>> cls_functions(const Model& model, const Options& options,
                                                     int threads);

/// The baseline that a model has to beat, the pixels themselves: of the central square the mean of
/// each cell of a 32 x 32 grid, (value / 255 - mean) / std, as 3 x 32 x 32 floats.
inline constexpr int kPixelSide = 32;
inline constexpr int kPixelDim = 3 * kPixelSide * kPixelSide;
FeatureFunction pixel_function(const PreprocessConfig& preprocess);

}  // namespace dinozero::evaluation
