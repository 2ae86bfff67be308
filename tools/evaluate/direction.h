// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <vector>

#include "tools/evaluate/samples.h"

namespace dinozero::evaluation {

/// The mean feature of samples: `dim` floats.
std::vector<float> mean_feature(const Samples& samples);

/// out = (feature - centre) / |feature - centre|, `dim` floats; a null `centre` is the origin. A
/// norm below 1e-12 counts as 1e-12, as in torch.nn.functional.normalize.
void direction(const float* feature, const float* centre, int dim, float* out);

}  // namespace dinozero::evaluation
