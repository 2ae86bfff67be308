// SPDX-License-Identifier: Apache-2.0
#include "lib/quantize/pruning.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <vector>

#include "lib/quantize/forward.h"
#include "quantize/quantize_support.h"
#include "support/catch.h"

namespace dinozero::quantize {
namespace {

// The least squared error over x that a row's weights on `kept` inputs leave.
double least_squares_error(const Linear& linear, const Rows& x, const std::vector<int>& kept) {
  const SquareMatrix gram = testing::gram_of(x);
  const int size = static_cast<int>(kept.size());
  SquareMatrix part(size);
  for (int i = 0; i < size; ++i) {
    for (int j = 0; j < size; ++j) part.row(i)[j] = gram.row(kept[i])[kept[j]];
  }
  REQUIRE(cholesky(&part));
  double sum = 0;
  for (int output = 0; output < linear.outputs; ++output) {
    std::vector<double> solution(kept.size());
    for (int k = 0; k < size; ++k) {
      for (int i = 0; i < linear.inputs; ++i) {
        solution[k] += linear.weight[output * linear.inputs + i] * gram.row(i)[kept[k]];
      }
    }
    solve(part, solution.data());
    for (int row = 0; row < x.count; ++row) {
      double difference = 0;
      for (int i = 0; i < linear.inputs; ++i) {
        difference += double{linear.weight[output * linear.inputs + i]} * x.row(row)[i];
      }
      for (int k = 0; k < size; ++k) difference -= solution[k] * x.row(row)[kept[k]];
      sum += difference * difference;
    }
  }
  return sum;
}

TEST_CASE("Removal errors are those of least squares without the group", "[quantize][pruning]") {
  const Rows x = testing::correlated_rows(400, 12, 51);
  const Linear linear = testing::random_linear(5, 12, 52);
  for (const int group : {1, 3}) {
    const RemovalOrder order = removal_order(testing::gram_of(x), linear, group, 12 / group - 1);
    REQUIRE(order.groups.size() == 12U / group - 1);
    std::vector<int> kept(12);
    std::iota(kept.begin(), kept.end(), 0);
    double total = 0;
    for (std::size_t step = 0; step < order.groups.size(); ++step) {
      const auto without = [&](int removed) {
        std::vector<int> left;
        for (const int i : kept) {
          if (i / group != removed) left.push_back(i);
        }
        return left;
      };
      const double error = least_squares_error(linear, x, without(order.groups[step]));
      CHECK(order.errors[step] == Approx(error - total).epsilon(0.02).margin(1e-3 * error));
      // No other group would have been better.
      for (int other = 0; other < 12 / group; ++other) {
        const std::vector<int> left = without(other);
        if (left.size() == kept.size()) continue;
        CHECK(error <= least_squares_error(linear, x, left) * 1.01);
      }
      kept = without(order.groups[step]);
      total = error;
    }
  }
}

TEST_CASE("Weights on the kept inputs take over what they can", "[quantize][pruning]") {
  // Input 2 is the sum of 0 and 1 and a constant: nothing is lost without it.
  Rows x = testing::correlated_rows(200, 4, 53);
  for (int row = 0; row < x.count; ++row) x.row(row)[2] = x.row(row)[0] + x.row(row)[1] + 0.5F;
  auto compute = testing::reference_compute();
  const Linear linear = testing::random_linear(3, 4, 54);
  const Linear pruned = with_inputs(linear, {0, 1, 3}, input_moments(&compute, x, x, true, {}));
  REQUIRE(pruned.inputs == 3);
  Rows left(x.count, 3);
  for (int row = 0; row < x.count; ++row) {
    left.row(row)[0] = x.row(row)[0];
    left.row(row)[1] = x.row(row)[1];
    left.row(row)[2] = x.row(row)[3];
  }
  for (int row = 0; row < x.count; ++row) {
    for (int output = 0; output < 3; ++output) {
      CHECK(testing::output_of(pruned, left, row, output) ==
            Approx(testing::output_of(linear, x, row, output)).margin(2e-3));
    }
  }
}

Rows features(quantize::Compute* compute, const Network& network, const CalibrationSet& images) {
  const int side = images.grid_side();
  const Linear& embedding = network.patch_embedding;
  Rows stream = first_stream(
      network, compute->linear(images.patches(*compute), embedding.weight, embedding.bias), side);
  for (const Block& block : network.blocks) {
    run_block(compute, network, block, 1 + network.config.registers + side * side, &stream,
              nullptr);
  }
  return stream;
}

double largest_difference(const Rows& a, const Rows& b) {
  double largest = 0;
  for (std::size_t i = 0; i < a.values.size(); ++i) {
    largest = std::max(largest, std::fabs(double{a.values[i]} - b.values[i]));
  }
  return largest;
}

struct Fixture {
  testing::SyntheticModel model = testing::calibratable_model();
  Network network = *read_network(model.model);
  CalibrationSet images = testing::synthetic_images(model.model, 12);
  quantize::Compute compute = testing::reference_compute();
};

TEST_CASE("Heads and neurons that do nothing go first, and nothing changes",
          "[quantize][pruning]") {
  Fixture fixture;
  Network& network = fixture.network;
  const int head_dim = network.head_dim();
  // Head 1 of block 0, head 2 of block 1, and 16 neurons of block 1 reach no output.
  const auto silence = [](Linear* linear, int first, int count) {
    for (int output = 0; output < linear->outputs; ++output) {
      for (int i = first; i < first + count; ++i) linear->weight[output * linear->inputs + i] = 0;
    }
  };
  silence(&network.blocks[0].proj, head_dim, head_dim);
  silence(&network.blocks[1].proj, 2 * head_dim, head_dim);
  silence(&network.blocks[1].fc2, 7, 16);
  const Rows wanted = features(&fixture.compute, network, fixture.images);
  Network pruned = network;
  const PruneReport report = prune(&fixture.compute, fixture.images, {2, 1.0 / 6}, &pruned);
  CHECK(report.heads == std::vector<int>{2, 2});
  CHECK(report.neurons == std::vector<int>{48, 32});
  CHECK(pruned.blocks[0].heads == 2);
  CHECK(pruned.blocks[0].qkv.outputs == 3 * 2 * head_dim);
  CHECK(pruned.blocks[0].proj.inputs == 2 * head_dim);
  CHECK(pruned.blocks[1].fc1.outputs == 32);
  CHECK(pruned.blocks[1].fc2.inputs == 32);
  CHECK(pruned.blocks[1].fc1.bias.size() == 32);
  // The right rows of q, k and v are left: those of heads 0 and 2.
  const auto row = [](const Linear& linear, int output) {
    const auto begin = linear.weight.begin() + output * linear.inputs;
    return std::vector<float>(begin, begin + linear.inputs);
  };
  const Linear& before = network.blocks[0].qkv;
  for (int part = 0; part < 3; ++part) {
    for (int i = 0; i < head_dim; ++i) {
      CHECK(row(pruned.blocks[0].qkv, part * 2 * head_dim + head_dim + i) ==
            row(before, part * 3 * head_dim + 2 * head_dim + i));
    }
  }
  const Rows found = features(&fixture.compute, pruned, fixture.images);
  CHECK(largest_difference(wanted, found) < 5e-3);
}

TEST_CASE("Pruning goes by importance, and fitting again helps", "[quantize][pruning]") {
  Fixture fixture;
  const Rows wanted = features(&fixture.compute, fixture.network, fixture.images);
  Network pruned = fixture.network;
  prune(&fixture.compute, fixture.images, {0, 1.0 / 3}, &pruned);
  const double error =
      largest_difference(wanted, features(&fixture.compute, pruned, fixture.images));
  Network arbitrary = fixture.network;  // the first 16 of 48 neurons of each block go
  std::vector<int> kept(32);
  std::iota(kept.begin(), kept.end(), 16);
  for (Block& block : arbitrary.blocks) {
    Linear narrow{block.fc2.name, block.fc2.outputs, 32, {}, block.fc2.bias};
    for (int output = 0; output < block.fc2.outputs; ++output) {
      for (const int i : kept) narrow.weight.push_back(block.fc2.weight[output * 48 + i]);
    }
    block.fc2 = narrow;
    block.fc1 = with_outputs(block.fc1, kept);
  }
  CHECK(error <
        0.5 * largest_difference(wanted, features(&fixture.compute, arbitrary, fixture.images)));
}

TEST_CASE("Wide MLPs keep widths that kernels are fast with", "[quantize][pruning]") {
  Fixture fixture;
  const int dim = fixture.network.config.dim;
  std::uint64_t seed = 61;
  for (Block& block : fixture.network.blocks) {
    block.fc1 = testing::random_linear(256, dim, seed++);
    block.fc2 = testing::random_linear(dim, 256, seed++);
  }
  const PruneReport report = prune(&fixture.compute, fixture.images, {0, 0.375}, &fixture.network);
  REQUIRE(report.neurons.size() == 2);
  CHECK(report.neurons[0] + report.neurons[1] == 512 - 192);
  for (const int width : report.neurons) CHECK(width % 64 == 0);
}

TEST_CASE("Shares, numbers and limits of pruning", "[quantize][pruning]") {
  const auto model = testing::calibratable_model();
  const Network network = *read_network(model.model);  // two blocks of three heads
  CHECK(heads_to_prune({0.5, 0}, network) == 3);
  CHECK(heads_to_prune({1, 0}, network) == 1);
  CHECK(heads_to_prune({4, 0}, network) == 4);
  CHECK(check_prune_options({}, network).has_value());
  CHECK(check_prune_options({4, 0.9}, network).has_value());
  for (const PruneOptions& bad :
       {PruneOptions{5, 0}, {0.9, 0}, {1.5, 0}, {-1, 0}, {0, 1}, {0, -0.1}, {NAN, 0}, {0, NAN}}) {
    const auto checked = check_prune_options(bad, network);
    REQUIRE_FALSE(checked.has_value());
    CHECK(checked.error().code == ErrorCode::kInvalidArgument);
  }
}

}  // namespace
}  // namespace dinozero::quantize
