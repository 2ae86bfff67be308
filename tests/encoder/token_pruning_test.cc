// SPDX-License-Identifier: Apache-2.0
#include "lib/encoder/token_pruning.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include "dinozero/dinozero.h"
#include "support/catch.h"
#include "support/executions.h"
#include "support/reference_network.h"
#include "support/synthetic_model.h"

namespace dinozero {
namespace {

using testing::ReferenceModel;
using testing::ReferenceResult;
using testing::SyntheticConfig;

constexpr double kMaxRelativeDifference = 1e-5;  // of the largest magnitude

SyntheticConfig shape() {
  return {.dim = 24,
          .depth = 3,
          .heads = 3,
          .mlp_dim = 40,
          .patch_size = 4,
          .grid_rows = 4,
          .grid_cols = 4,
          .registers = 2};
}

void check_close(const double* expected, Span<const float> actual) {
  double largest = 0;
  double difference = 0;
  for (std::size_t i = 0; i < actual.size(); ++i) {
    largest = std::max(largest, std::fabs(expected[i]));
    difference = std::max(difference, std::fabs(expected[i] - double{actual[i]}));
  }
  CHECK(difference <= kMaxRelativeDifference * largest);
}

TEST_CASE("Token pruning computes what the network without those patches does", "[pruning]") {
  const SyntheticConfig config = shape();
  const auto synthetic = testing::load_synthetic(config);
  const std::vector<float> image = testing::normalized_image(16, 16, 5);
  for (const testing::Execution& execution : testing::executions()) {
    for (const int threads : {1, 2}) {
      for (const int after : {0, 1}) {
        for (const int keep : {1, 7, 15}) {
          INFO(execution.name << ", " << threads << " threads, after " << after << " keep "
                              << keep);
          ReferenceModel reference{.config = config, .tensors = testing::make_tensors(config)};
          reference.prune_after_block = after;
          reference.keep_patches = keep;
          const ReferenceResult expected = testing::evaluate(reference, image);

          Options options = testing::with_execution({}, execution);
          options.threads = threads;
          options.input_height = 16;
          options.input_width = 16;
          options.attention = true;
          options.blocks = {0, 1, 2};
          options.normalize_blocks = false;
          options.token_pruning = {after, keep};
          auto encoder = Encoder::create(synthetic.model, options);
          if (!encoder && threads > 1) continue;  // a build without pthreadpool
          INFO((encoder ? std::string() : encoder.error().message));
          REQUIRE(encoder.has_value());
          const auto features = encoder->encode_tensor(image.data());
          REQUIRE(features.has_value());

          const Span<const int> indices = features->patch_indices();
          CHECK(std::vector<int>(indices.begin(), indices.end()) == expected.patch_indices);
          const PatchTokens patches = features->patches();
          CHECK(patches.rows == 1);
          CHECK(patches.cols == keep);
          const double* token = expected.output.data();
          check_close(token, features->cls());
          check_close(token + 3 * 24, {patches.data, patches.size()});
          check_close(token + (3 + keep) * 24, features->rest());
          for (const int block : {0, 1, 2}) {
            const BlockTokens tokens = features->block(block);
            CHECK(tokens.tokens == (block <= after ? 19 : 3 + keep + 1));
            REQUIRE(expected.blocks[block].size() == static_cast<std::size_t>(tokens.tokens) * 24);
            check_close(expected.blocks[block].data(),
                        {tokens.data, expected.blocks[block].size()});
          }
          const AttentionMaps maps = features->attention();
          CHECK(maps.rows * maps.cols == 16);
          for (int head = 0; head < 3; ++head) {
            std::vector<double> map(16);
            for (int i = 0; i < keep; ++i) {
              map[expected.patch_indices[i]] = expected.cls_attention[head][3 + i];
            }
            check_close(map.data(), maps.head(head));
          }
          const auto plan = encoder->plan();
          CHECK(plan[4 * after + 1].rows == 19);
          CHECK(plan[4 * (after + 1) + 1].rows == 3 + keep + 1);
        }
      }
    }
  }
}

TEST_CASE("Several pruned images in one call equal single calls bit for bit", "[pruning]") {
  const auto synthetic = testing::load_synthetic(shape());
  std::vector<float> images = testing::normalized_image(16, 16, 1);
  const std::vector<float> second = testing::normalized_image(16, 16, 2);
  images.insert(images.end(), second.begin(), second.end());
  Options options;
  options.input_height = 16;
  options.input_width = 16;
  options.max_images = 2;
  options.attention = true;
  options.token_pruning = {0, 5};
  auto together = Encoder::create(synthetic.model, options);
  auto single = Encoder::create(synthetic.model, options);
  REQUIRE((together.has_value() && single.has_value()));
  const auto both = together->encode_tensor(images.data(), 2);
  REQUIRE(both.has_value());
  bool differ = false;
  for (const int image : {0, 1}) {
    const auto one = single->encode_tensor(images.data() + image * second.size());
    REQUIRE(one.has_value());
    const auto equal = [](const auto& a, const auto& b) {
      return std::equal(a.begin(), a.end(), b.begin(), b.end());
    };
    CHECK(equal(one->cls(), both->cls(image)));
    CHECK(equal(one->rest(), both->rest(image)));
    CHECK(equal(one->patch_indices(), both->patch_indices(image)));
    CHECK(std::equal(one->patches().data, one->patches().data + 5 * 24, both->patches(image).data));
    CHECK(equal(one->attention().head(2), both->attention(image).head(2)));
    differ = differ || !equal(both->patch_indices(0), both->patch_indices(image));
  }
  CHECK(differ);
}

TEST_CASE("Without token pruning all patches are there", "[pruning]") {
  const auto synthetic = testing::load_synthetic(shape());
  Options options;
  options.input_height = 16;
  options.input_width = 16;
  auto encoder = Encoder::create(synthetic.model, options);
  REQUIRE(encoder.has_value());
  const auto features = encoder->encode_tensor(testing::normalized_image(16, 16, 1).data());
  REQUIRE(features.has_value());
  CHECK(features->patch_indices().empty());
  CHECK(features->rest().empty());
  CHECK(features->patches().rows == 4);
}

TEST_CASE("Token pruning that does not fit the model is refused by name", "[pruning]") {
  const auto synthetic = testing::load_synthetic(shape());
  const auto one_block = testing::load_synthetic(testing::few_kilobytes());
  struct Case {
    const Model& model;
    TokenPruning pruning;
    std::string part;
  };
  const Case cases[] = {
      {synthetic.model, {-2, 3}, "after_block: expected 0 to 1, found -2"},
      {synthetic.model, {-1, 3}, "after_block: expected 0 to 1, found -1"},
      {synthetic.model, {2, 3}, "after_block: expected 0 to 1, found 2"},
      {synthetic.model, {0, 0}, "keep_patches: expected 1 to 15, found 0"},
      {synthetic.model, {0, -1}, "keep_patches: expected 1 to 15, found -1"},
      {synthetic.model, {0, 16}, "keep_patches: expected 1 to 15, found 16"},
      {one_block.model, {0, 1}, "after_block: expected no token pruning"},
  };
  for (const Case& refused : cases) {
    Options options;
    options.input_height = 16;
    options.input_width = 16;
    options.token_pruning = refused.pruning;
    const auto encoder = Encoder::create(refused.model, options);
    REQUIRE_FALSE(encoder.has_value());
    INFO(encoder.error().message);
    CHECK(encoder.error().code == ErrorCode::kInvalidArgument);
    CHECK(encoder.error().message.find("Options::token_pruning." + refused.part) !=
          std::string::npos);
    CHECK_FALSE(Encoder::workspace_bytes(refused.model, options).has_value());
  }
}

// Tokens 0 (CLS) and 1 to 6 (patches), two numbers each: the patch and its square.
struct Tokens {
  std::vector<float> values;
  std::vector<int> kept;
  std::vector<float> rest;
};

Tokens prune(const std::vector<float>& attention, int heads, int keep) {
  Tokens result{{-1, -1}, std::vector<int>(keep), std::vector<float>(2)};
  for (int patch = 0; patch < 6; ++patch) {
    result.values.push_back(static_cast<float>(patch));
    result.values.push_back(static_cast<float>(patch * patch));
  }
  std::vector<float> scores(6);
  std::vector<int> order(6);
  TokenPruningArgs args;
  args.dim = 2;
  args.prefix = 1;
  args.patches = 6;
  args.keep = keep;
  args.heads = heads;
  args.cls_attention = attention.data();
  args.tokens = result.values.data();
  args.kept = result.kept.data();
  args.scores = scores.data();
  args.order = order.data();
  args.rest = result.rest.data();
  prune_tokens(args);
  result.values.resize(2 * (1 + static_cast<std::size_t>(keep) + 1));
  return result;
}

TEST_CASE("Pruning keeps the first of equals and weighs the rest", "[pruning]") {
  // By hand: head 0 and 1 add up to 2, 8, 2, 8, 4, 8 (the CLS column does not count).
  const Tokens two = prune({100, 1, 5, 0, 8, 4, 3, 0, 1, 3, 2, 0, 0, 5}, 2, 2);
  CHECK(two.kept == std::vector<int>{1, 3});
  // Patches 0, 2, 4, 5 with weights 2, 2, 4, 8 of 16.
  CHECK(two.values == std::vector<float>{-1, -1, 1, 1, 3, 9, 3.75F, 17});
  const Tokens equal = prune({0, 1, 1, 1, 1, 1, 1}, 1, 2);
  CHECK(equal.kept == std::vector<int>{0, 1});
  CHECK(equal.values == std::vector<float>{-1, -1, 0, 0, 1, 1, 3.5F, 13.5F});
  // All attention on one that is kept: the rest counts alike.
  const Tokens none = prune({0, 0, 0, 0, 1, 0, 0}, 1, 2);
  CHECK(none.kept == std::vector<int>{0, 3});
  CHECK(none.values == std::vector<float>{-1, -1, 0, 0, 3, 9, 3, 11.5F});
  const float nan = std::numeric_limits<float>::quiet_NaN();
  const Tokens broken = prune({nan, nan, nan, 1, nan, 2, nan}, 1, 3);
  CHECK(broken.kept == std::vector<int>{0, 2, 4});
}

}  // namespace
}  // namespace dinozero
