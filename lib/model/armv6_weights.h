// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "lib/checkpoint/safetensors.h"
#include "lib/model/linear_weights.h"

namespace dinozero {

/// Ends the name of a tensor with weights in the layout armv6 (docs/model-format.md).
inline constexpr std::string_view kArmv6Weights = ".weight_armv6";

/// Whether the library's kernels can take the tensor where it is: those for the ARM1176 are in this
/// build, and it is aligned. Otherwise its weights have to be unpacked.
bool is_used_in_place(const TensorView& armv6_weights);

/// Floats of memory that hold the unpacked weights; 0 for what is used in place.
std::size_t unpacked_floats(const TensorView& armv6_weights);

/// The weights of a layer, of the scheme, inputs and outputs that `layer` says, as weight_packed,
/// at `packed`. `words` may be at any alignment.
void unpack_armv6_weights(const LinearWeights& layer, const std::byte* words, std::uint8_t* packed);

}  // namespace dinozero
