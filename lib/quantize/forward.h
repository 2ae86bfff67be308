// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "lib/quantize/calibration_set.h"
#include "lib/quantize/compute.h"
#include "lib/quantize/network.h"
#include "lib/quantize/rows.h"

namespace dinozero::quantize {

/// The residual stream before the first block, images x tokens rows: `patches` are the outputs of
/// the patch embedding, images x grid_side^2 rows.
Rows first_stream(const Network& network, const Rows& patches, int grid_side);

/// What the four linear layers of a block see in the f32 network.
struct BlockInputs {
  Rows qkv;
  Rows proj;
  Rows fc1;
  Rows fc2;
};

/// Runs a block in f32 on the stream of images of `tokens` rows, in place. `inputs` may be null.
void run_block(Compute* compute, const Network& network, const Block& block, int tokens,
               Rows* stream, BlockInputs* inputs);

}  // namespace dinozero::quantize
