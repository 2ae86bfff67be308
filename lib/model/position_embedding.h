// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "dinozero/model.h"

namespace dinozero {

/// Resamples the patch part of a position embedding, config.position_rows x config.position_cols x
/// dim floats, to rows x cols x dim, bit for bit (to rounding) as the model's training code does:
///   kOffset     torch.nn.functional.interpolate(scale_factor=((rows + 0.1) / position_rows, ...),
///               mode="bicubic"): DINO's and DINOv2's interpolate_pos_encoding
///   kAntialias  interpolate(size=(rows, cols), mode="bicubic", antialias=True)
/// For the stored grid itself it is a copy.
void interpolate_position_embedding(const ModelConfig& config, const float* positions, int rows,
                                    int cols, float* result);

}  // namespace dinozero
