// SPDX-License-Identifier: Apache-2.0
#include "lib/quantize/pruning.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>

#include "lib/quantize/forward.h"

namespace dinozero::quantize {
namespace {

// Added to the diagonal of second moments, as a share of its mean: inputs that never vary.
constexpr double kDamping = 1e-4;
// The depth that the ARM1176's int8 kernel multiplies at a time, for which it fills up a layer that
// is not a multiple of it; and what leaves other kernels no rest.
constexpr struct {
  int neurons;
  int narrowest;  // MLP for it: a coarser choice would be none
} kNeuronUnits[] = {{64, 256}, {16, 16}};

// How many neurons go at a time, in every block alike.
int neuron_unit(const Network& network) {
  for (const auto& unit : kNeuronUnits) {
    const auto fits = [&](const Block& block) {
      return block.fc2.inputs % unit.neurons == 0 && block.fc2.inputs >= unit.narrowest;
    };
    if (std::all_of(network.blocks.begin(), network.blocks.end(), fits)) return unit.neurons;
  }
  return 1;
}

// The rows and columns `kept` of a symmetric matrix.
SquareMatrix part_of(const SquareMatrix& a, const std::vector<int>& kept) {
  SquareMatrix part(static_cast<int>(kept.size()));
  for (int i = 0; i < part.size; ++i) {
    for (int j = 0; j < part.size; ++j) part.row(i)[j] = a.row(kept[i])[kept[j]];
  }
  return part;
}

// trace(W_g (inverse_gg)^-1 W_g^T), the error of leaving out group g; `factor` receives the
// Cholesky factor of inverse_gg.
double removal_error(const SquareMatrix& inverse, const std::vector<double>& weights, int outputs,
                     int first, int group, SquareMatrix* factor) {
  *factor = SquareMatrix(group);
  for (int i = 0; i < group; ++i) {
    std::copy_n(inverse.row(first + i) + first, group, factor->row(i));
  }
  if (!cholesky(factor)) return std::numeric_limits<double>::infinity();
  std::vector<double> solved(static_cast<std::size_t>(group));
  double error = 0;
  for (int output = 0; output < outputs; ++output) {
    const double* row = weights.data() + static_cast<std::size_t>(output) * inverse.size + first;
    std::copy_n(row, group, solved.begin());
    solve(*factor, solved.data());
    error += dot(row, solved.data(), group);
  }
  return error;
}

// row -= coefficients * inverse[first .. first + group), where coefficients = row_g
// (inverse_gg)^-1: what is left of a row of weights, or of the inverse itself, without the group.
void eliminate(const std::vector<double>& removed_rows, const SquareMatrix& factor, int first,
               int width, double* row) {
  std::vector<double> coefficients(row + first, row + first + factor.size);
  solve(factor, coefficients.data());
  for (int i = 0; i < factor.size; ++i) {
    const double* removed = removed_rows.data() + static_cast<std::size_t>(i) * width;
    for (int j = 0; j < width; ++j) row[j] -= coefficients[i] * removed[j];
  }
}

// How many of each block's removal order go, so that `count` go in all and the errors, relative to
// the energy of the block's stream, add up to the least.
std::vector<int> share_out(const std::vector<RemovalOrder>& orders,
                           const std::vector<double>& energies, int count) {
  std::vector<int> taken(orders.size());
  for (int step = 0; step < count; ++step) {
    std::size_t best = orders.size();
    double least = std::numeric_limits<double>::infinity();
    for (std::size_t block = 0; block < orders.size(); ++block) {
      const auto next = static_cast<std::size_t>(taken[block]);
      if (next >= orders[block].errors.size()) continue;
      const double error = orders[block].errors[next] / energies[block];
      if (best != orders.size() && error >= least) continue;
      least = error;
      best = block;
    }
    if (best == orders.size()) break;
    ++taken[best];
  }
  return taken;
}

// The inputs of the groups that are not among the first `taken` of the order.
std::vector<int> kept_inputs(const RemovalOrder& order, int taken, int inputs, int group) {
  std::vector<bool> removed(static_cast<std::size_t>(inputs / group));
  for (int i = 0; i < taken; ++i) removed[order.groups[i]] = true;
  std::vector<int> kept;
  for (int i = 0; i < inputs; ++i) {
    if (!removed[i / group]) kept.push_back(i);
  }
  return kept;
}

double energy_of(const Rows& stream) {
  double sum = 1e-30;
  for (const float value : stream.values) sum += double{value} * value;
  return sum;
}

// Rows of q, k and v of the kept channels.
std::vector<int> qkv_rows(const std::vector<int>& kept, int channels) {
  std::vector<int> rows;
  for (int part = 0; part < 3; ++part) {
    for (const int channel : kept) rows.push_back(part * channels + channel);
  }
  return rows;
}

// What each block would lose, measured in the whole network.
struct Measured {
  std::vector<RemovalOrder> heads;
  std::vector<RemovalOrder> neurons;
  std::vector<double> energies;
};

// Neurons that go together: the errors of `unit` steps are one.
RemovalOrder in_units(const RemovalOrder& order, int unit) {
  RemovalOrder units;
  units.groups = order.groups;
  for (std::size_t i = 0; i + unit <= order.errors.size(); i += unit) {
    double sum = 0;
    for (int k = 0; k < unit; ++k) sum += order.errors[i + k];
    units.errors.push_back(sum);
  }
  return units;
}

Measured measure(Compute* compute, const Network& network, Rows stream, int tokens,
                 const PruneOptions& options, int unit) {
  Measured measured;
  for (const Block& block : network.blocks) {
    BlockInputs inputs;
    run_block(compute, network, block, tokens, &stream, &inputs);
    measured.energies.push_back(energy_of(stream));
    if (options.heads > 0) {
      const InputMoments moments = input_moments(compute, inputs.proj, inputs.proj, true, {});
      measured.heads.push_back(
          removal_order(moments.gram, block.proj, network.head_dim(), block.heads - 1));
    }
    if (options.neurons > 0) {
      const InputMoments moments = input_moments(compute, inputs.fc2, inputs.fc2, true, {});
      const RemovalOrder order = removal_order(moments.gram, block.fc2, 1, block.fc2.inputs - unit);
      measured.neurons.push_back(in_units(order, unit));
    }
  }
  return measured;
}

int neurons_to_prune(const PruneOptions& options, const Network& network, int unit) {
  int total = 0;
  for (const Block& block : network.blocks) total += block.fc2.inputs / unit;
  return static_cast<int>(std::lround(options.neurons * total));
}

Rows embed(Compute* compute, const Network& network, const CalibrationSet& images) {
  const Linear& embedding = network.patch_embedding;
  return first_stream(network,
                      compute->linear(images.patches(*compute), embedding.weight, embedding.bias),
                      images.grid_side());
}

}  // namespace

int heads_to_prune(const PruneOptions& options, const Network& network) {
  if (options.heads >= 1) return static_cast<int>(options.heads);
  int total = 0;
  for (const Block& block : network.blocks) total += block.heads;
  return static_cast<int>(std::lround(options.heads * total));
}

Expected<void> check_prune_options(const PruneOptions& options, const Network& network) {
  const auto invalid = [](const std::string& what) {
    return tl::unexpected(Error{ErrorCode::kInvalidArgument, what});
  };
  if (!(options.heads >= 0 && options.heads <= 1e6) ||
      (options.heads >= 1 && options.heads != std::floor(options.heads))) {
    return invalid("pruning heads: expected a share below 1 or a whole number, found " +
                   std::to_string(options.heads));
  }
  if (!(options.neurons >= 0 && options.neurons < 1)) {
    return invalid("pruning neurons: expected a share from 0 to below 1, found " +
                   std::to_string(options.neurons));
  }
  int most = 0;
  for (const Block& block : network.blocks) most += block.heads - 1;
  if (heads_to_prune(options, network) > most) {
    return invalid("pruning heads: expected at most " + std::to_string(most) +
                   ", so that each block keeps one, found " +
                   std::to_string(heads_to_prune(options, network)));
  }
  return {};
}

RemovalOrder removal_order(const SquareMatrix& gram, const Linear& linear, int group, int most) {
  RemovalOrder order;
  SquareMatrix damped = gram;
  damped.add_diagonal(kDamping * gram.mean_diagonal() + 1e-30);
  SquareMatrix left(0);
  if (!inverse(damped, &left)) return order;
  std::vector<double> weights(linear.weight.begin(), linear.weight.end());
  const int width = linear.inputs;
  std::vector<bool> gone(static_cast<std::size_t>(width / group));
  std::vector<double> removed(static_cast<std::size_t>(group) * width);
  while (static_cast<int>(order.groups.size()) < most) {
    int best = -1;
    double least = 0;
    SquareMatrix factor;
    SquareMatrix best_factor;
    for (int candidate = 0; candidate < width / group; ++candidate) {
      if (gone[candidate]) continue;
      const double error =
          removal_error(left, weights, linear.outputs, candidate * group, group, &factor);
      if (best >= 0 && error >= least) continue;
      least = error;
      best = candidate;
      best_factor = factor;
    }
    if (best < 0 || !std::isfinite(least)) break;
    gone[best] = true;
    order.groups.push_back(best);
    order.errors.push_back(least);
    const int first = best * group;
    for (int i = 0; i < group; ++i) {
      std::copy_n(left.row(first + i), width, removed.begin() + i * width);
    }
    for (int output = 0; output < linear.outputs; ++output) {
      eliminate(removed, best_factor, first, width,
                weights.data() + static_cast<std::size_t>(output) * width);
    }
    for (int i = 0; i < width; ++i) eliminate(removed, best_factor, first, width, left.row(i));
  }
  return order;
}

Linear with_inputs(const Linear& linear, const std::vector<int>& kept,
                   const InputMoments& moments) {
  Linear result{linear.name, linear.outputs, static_cast<int>(kept.size()), {}, linear.bias};
  const double ridge = kDamping * moments.gram.mean_diagonal() + 1e-30;
  SquareMatrix factor = part_of(moments.gram, kept);
  factor.add_diagonal(ridge);
  const bool solvable = cholesky(&factor);
  std::vector<double> row(kept.size());
  for (int output = 0; output < linear.outputs; ++output) {
    const float* weights = linear.weight.data() + static_cast<std::size_t>(output) * linear.inputs;
    for (std::size_t k = 0; k < kept.size(); ++k) row[k] = ridge * weights[kept[k]];
    for (int i = 0; i < linear.inputs; ++i) {
      const double* cross = moments.cross.row(i);
      for (std::size_t k = 0; k < kept.size(); ++k) row[k] += double{weights[i]} * cross[kept[k]];
    }
    if (solvable) solve(factor, row.data());
    double change = 0;
    for (int i = 0; i < linear.inputs; ++i) change += double{weights[i]} * moments.wanted[i];
    for (std::size_t k = 0; k < kept.size(); ++k) {
      if (!solvable) row[k] = weights[kept[k]];
      change -= row[k] * moments.rounded[kept[k]];
      result.weight.push_back(static_cast<float>(row[k]));
    }
    if (!result.bias.empty()) result.bias[output] += static_cast<float>(change);
  }
  return result;
}

Linear with_outputs(const Linear& linear, const std::vector<int>& kept) {
  Linear result{linear.name, static_cast<int>(kept.size()), linear.inputs, {}, {}};
  for (const int output : kept) {
    const float* row = linear.weight.data() + static_cast<std::size_t>(output) * linear.inputs;
    result.weight.insert(result.weight.end(), row, row + linear.inputs);
    if (!linear.bias.empty()) result.bias.push_back(linear.bias[output]);
  }
  return result;
}

PruneReport prune(Compute* compute, const CalibrationSet& images, const PruneOptions& options,
                  Network* network) {
  const int tokens = 1 + network->config.registers + images.grid_side() * images.grid_side();
  const int unit = neuron_unit(*network);
  const Rows start = embed(compute, *network, images);
  const Measured measured = measure(compute, *network, start, tokens, options, unit);
  const std::vector<int> heads_gone =
      share_out(measured.heads, measured.energies, heads_to_prune(options, *network));
  const std::vector<int> neurons_gone =
      share_out(measured.neurons, measured.energies, neurons_to_prune(options, *network, unit));

  PruneReport report;
  Rows wanted_stream = start;
  Rows stream = start;
  for (std::size_t index = 0; index < network->blocks.size(); ++index) {
    Block& block = network->blocks[index];
    BlockInputs wanted;
    run_block(compute, *network, block, tokens, &wanted_stream, &wanted);
    const auto inputs = [&] {
      BlockInputs found;
      Rows copy = stream;
      run_block(compute, *network, block, tokens, &copy, &found);
      return found;
    };
    if (!heads_gone.empty()) {
      const int head_dim = network->head_dim();
      const std::vector<int> kept =
          kept_inputs(measured.heads[index], heads_gone[index], block.proj.inputs, head_dim);
      const InputMoments moments =
          input_moments(compute, wanted.proj, inputs().proj, !block.proj.bias.empty(), {});
      block.qkv = with_outputs(block.qkv, qkv_rows(kept, block.proj.inputs));
      block.proj = with_inputs(block.proj, kept, moments);
      block.heads = block.proj.inputs / head_dim;
      report.heads.push_back(block.heads);
    }
    if (!neurons_gone.empty()) {
      const std::vector<int> kept =
          kept_inputs(measured.neurons[index], neurons_gone[index] * unit, block.fc2.inputs, 1);
      const InputMoments moments =
          input_moments(compute, wanted.fc2, inputs().fc2, !block.fc2.bias.empty(), {});
      block.fc1 = with_outputs(block.fc1, kept);
      block.fc2 = with_inputs(block.fc2, kept, moments);
      report.neurons.push_back(block.fc2.inputs);
    }
    run_block(compute, *network, block, tokens, &stream, nullptr);
  }
  return report;
}

}  // namespace dinozero::quantize
