// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "dinozero/error.h"
#include "lib/quantize/calibration_set.h"
#include "lib/quantize/compute.h"
#include "lib/quantize/moments.h"
#include "lib/quantize/network.h"

namespace dinozero::quantize {

/// What to take out of a network, over all of its blocks: the least important are found wherever
/// they are, but every block keeps some.
struct PruneOptions {
  double heads = 0;    ///< share of all attention heads, below 1; or their number, from 1
  double neurons = 0;  ///< share of all hidden neurons of the MLPs, below 1

  bool any() const { return heads > 0 || neurons > 0; }
};

/// What is left in each block; empty where nothing was asked for.
struct PruneReport {
  std::vector<int> heads;
  std::vector<int> neurons;
};

/// Attention heads that `options` takes out of this network.
int heads_to_prune(const PruneOptions& options, const Network& network);

/// Errors: kInvalidArgument for shares that are not in [0, 1), a number of heads that is not whole,
/// or more heads than can go while each block keeps one.
Expected<void> check_prune_options(const PruneOptions& options, const Network& network);

/// Takes heads and neurons out. Importance is the error that the output of their layer (proj, fc2)
/// makes without them on the images, after the weights of the others have taken over what they can
/// (least squares; Optimal Brain Surgeon: Hassibi, Stork, 1992, for whole columns). Afterwards
/// the remaining weights are fitted again, block by block, to the outputs of the whole network.
/// Neurons go in numbers that kernels are fast with: 64 or 16 at a time where the widths allow it.
PruneReport prune(Compute* compute, const CalibrationSet& images, const PruneOptions& options,
                  Network* network);

/// The order in which groups of `group` consecutive inputs of a layer can be left out, and
/// the growth of the squared error of its outputs with each, once the others have been refitted.
struct RemovalOrder {
  std::vector<int> groups;
  std::vector<double> errors;
};
/// At most `most` groups. `gram` are the second moments of the inputs.
RemovalOrder removal_order(const SquareMatrix& gram, const Linear& linear, int group, int most);

/// `linear` with only the inputs `kept`, whose weights (and bias) are fitted so that the outputs
/// come near those of all the inputs `moments.wanted`.
Linear with_inputs(const Linear& linear, const std::vector<int>& kept, const InputMoments& moments);

/// `linear` with only the outputs `kept`.
Linear with_outputs(const Linear& linear, const std::vector<int>& kept);

}  // namespace dinozero::quantize
