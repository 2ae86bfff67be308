// SPDX-License-Identifier: Apache-2.0
// Quantized and pruned models against a network in double precision that quantizes the same inputs.
#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "dinozero/dinozero.h"
#include "lib/model/model_data.h"
#include "support/catch.h"
#include "support/executions.h"
#include "support/quantized_checkpoint.h"
#include "support/reference_network.h"

namespace dinozero {
namespace {

using testing::LayerFormat;
using testing::QuantizedCheckpoint;
using testing::QuantizedConfig;
using testing::ReferenceModel;
using testing::ReferenceResult;
using testing::SyntheticConfig;
using testing::SyntheticTensor;

// Largest difference to the largest magnitude, and cosine. f32 arithmetic is exact but for
// rounding; attention in integers differs from the exact one, by steps that the quantized inputs
// behind it make coarser (a step of 6-bit inputs is 1/31).
struct Tolerance {
  double difference;
  double cosine;
};
constexpr Tolerance kFloat = {1e-5, 0.999999};
constexpr Tolerance kInt8Attention = {0.1, 0.997};
constexpr Tolerance k6Bits = {0.2, 0.995};

// Where an input lies between two codes, rounding errors choose one of them, and the step between
// them goes through all layers behind. The images of these tests keep this far away, in codes.
constexpr double kTieDistance = 5e-5;

// Odd numbers everywhere: patches of 48 inputs, hidden layers that fill no byte, group or panel.
SyntheticConfig small_model() {
  return {.dim = 36,
          .depth = 2,
          .heads = 3,
          .mlp_dim = 75,
          .patch_size = 4,
          .grid_rows = 4,
          .grid_cols = 4,
          .registers = 2,
          .layer_scale = true};
}

struct Case {
  std::string name;
  QuantizedConfig config;

  // Attention is in integers where the layer before it is quantized.
  const Tolerance& tolerance() const {
    if (config.of("blocks.0.attn.qkv").scheme == "f32") return kFloat;
    return config.by_default.activation_bits == 6 ? k6Bits : kInt8Attention;
  }
};

std::vector<Case> cases() {
  const LayerFormat int8{"int8"};
  const LayerFormat int4_grouped{"int4", 32, 8};
  std::vector<Case> cases = {
      {"int8", testing::all_layers(int8)},
      {"int8-static", testing::all_layers({"int8-static"})},
      {"int4, 8-bit activations", testing::all_layers({"int4", 0, 8})},
      {"int4, 6-bit activations", testing::all_layers({"int4", 0, 6})},
      {"int4, groups of 32", testing::all_layers(int4_grouped)},
      {"binary", testing::all_layers({"binary"})},
      {"int8, f16 scales, int8 positions", testing::all_layers(int8)},
      {"int8, bf16 scales", testing::all_layers(int8)},
      {"mixed", testing::all_layers({"int4", 0, 6})},
      {"int8, positions with one scale", testing::all_layers(int8)},
  };
  cases[6].config.floats = testing::DType::kF16;
  cases[6].config.int8_positions = true;
  cases[7].config.floats = testing::DType::kBF16;
  cases[9].config.int8_positions = true;
  cases[9].config.shared_position_scale = true;
  cases[8].config.scheme = "mixed";
  cases[8].config.layers = {
      {"patch_embed.proj", {"f32"}},      {"blocks.0.attn.qkv", {"int8-static"}},
      {"blocks.0.attn.proj", {"binary"}}, {"blocks.0.mlp.fc2", {"f32"}},
      {"blocks.1.attn.qkv", {"int8"}},    {"blocks.1.mlp.fc1", int4_grouped}};
  // The same with attention in floats, where everything else is exact.
  const std::size_t count = cases.size();
  for (std::size_t index = 0; index < count; ++index) {
    Case test = cases[index];
    test.name += ", qkv in f32";
    test.config.scheme = "mixed";
    for (const char* layer : {"blocks.0.attn.qkv", "blocks.1.attn.qkv"}) {
      test.config.layers[layer] = {"f32"};
    }
    cases.push_back(test);
  }
  return cases;
}

struct QuantizedModel {
  std::vector<std::byte> bytes;
  QuantizedCheckpoint checkpoint;
  Expected<Model> model;
  std::vector<float> image;
  ReferenceResult expected;  // for the image
};

QuantizedModel make_model(const SyntheticConfig& shape, QuantizedConfig config,
                          std::vector<SyntheticTensor> tensors) {
  const int height = shape.grid_rows * shape.patch_size;
  const int width = shape.grid_cols * shape.patch_size;
  ReferenceModel reference{.config = shape, .tensors = tensors};
  config.input_ranges =
      testing::evaluate(reference, testing::normalized_image(height, width, 0)).input_ranges;
  QuantizedCheckpoint checkpoint = testing::quantize(tensors, testing::profile_json(shape), config);
  reference.tensors = checkpoint.dequantized;
  reference.quantized = &config;
  reference.static_inputs = checkpoint.static_inputs;
  std::vector<float> image;
  ReferenceResult expected;
  for (std::uint64_t seed = 1; seed == 1 || expected.tie_distance < kTieDistance; ++seed) {
    REQUIRE(seed < 100);
    image = testing::normalized_image(height, width, seed);
    expected = testing::evaluate(reference, image);
  }
  auto bytes =
      testing::serialize_safetensors(checkpoint.tensors, {{"dinozero", checkpoint.metadata}});
  auto model = Model::from_memory(bytes.data(), bytes.size(), "quantized.safetensors");
  INFO((model ? std::string() : model.error().message));
  REQUIRE(model.has_value());
  return {std::move(bytes), std::move(checkpoint), std::move(model), std::move(image),
          std::move(expected)};
}

void check_close(const std::vector<double>& expected, const float* actual,
                 const Tolerance& tolerance) {
  double largest = 0;
  double difference = 0;
  double dot = 0;
  double expected_square = 0;
  double actual_square = 0;
  bool finite = true;
  for (std::size_t i = 0; i < expected.size(); ++i) {
    largest = std::max(largest, std::fabs(expected[i]));
    difference = std::max(difference, std::fabs(expected[i] - double{actual[i]}));
    finite = finite && std::isfinite(actual[i]);
    dot += expected[i] * double{actual[i]};
    expected_square += expected[i] * expected[i];
    actual_square += double{actual[i]} * double{actual[i]};
  }
  CHECK(finite);
  CHECK(difference <= tolerance.difference * largest);
  CHECK(dot >= tolerance.cosine * std::sqrt(expected_square * actual_square));
}

Options options_for(const SyntheticConfig& shape, const testing::Execution& execution) {
  Options options = testing::with_execution({}, execution);
  options.input_height = shape.grid_rows * shape.patch_size;
  options.input_width = shape.grid_cols * shape.patch_size;
  options.attention = true;
  options.blocks = {0, 1};
  options.normalize_blocks = false;
  return options;
}

void check_features(const SyntheticConfig& shape, const ReferenceResult& expected,
                    const Features& features, const Tolerance& tolerance) {
  check_close(expected.output, features.cls().data(), tolerance);
  for (int block = 0; block < shape.depth; ++block) {
    check_close(expected.blocks[block], features.block(block).data, tolerance);
  }
  const AttentionMaps maps = features.attention();
  REQUIRE(static_cast<std::size_t>(maps.heads) == expected.cls_attention.size());
  for (int head = 0; head < maps.heads; ++head) {
    const std::vector<double>& row = expected.cls_attention[head];
    check_close({row.begin() + 1 + shape.registers, row.end()}, maps.head(head).data(), tolerance);
  }
}

TEST_CASE("Quantized models compute what their weights and inputs stand for", "[quantized]") {
  const SyntheticConfig shape = small_model();
  for (const Case& test : cases()) {
    INFO(test.name);
    const QuantizedModel quantized = make_model(shape, test.config, testing::make_tensors(shape));
    CHECK(quantized.model->scheme() == test.config.scheme);
    for (const testing::Execution& execution : testing::executions()) {
      for (const int threads : {1, 2}) {
        INFO(execution.name << ", " << threads << " threads");
        Options options = options_for(shape, execution);
        options.threads = threads;
        auto encoder = Encoder::create(*quantized.model, options);
        if (!encoder && threads > 1) continue;  // a build without pthreadpool
        INFO((encoder ? std::string() : encoder.error().message));
        REQUIRE(encoder.has_value());
        const auto features = encoder->encode_tensor(quantized.image.data());
        REQUIRE(features.has_value());
        check_features(shape, quantized.expected, *features, test.tolerance());
      }
    }
  }
}

TEST_CASE("Blocks may be pruned, each on its own, quantized or not", "[quantized]") {
  const SyntheticConfig shape = small_model();
  auto tensors = testing::make_tensors(shape);
  testing::prune_block(&tensors, shape, 0, 1, 90 - 40);
  testing::prune_block(&tensors, shape, 1, 2, 1);
  std::vector<Case> pruned = cases();
  pruned.push_back({"f32", testing::all_layers({"f32"})});
  for (const Case& test : pruned) {
    INFO(test.name);
    QuantizedConfig config = test.config;
    const QuantizedModel quantized = make_model(shape, config, tensors);
    CHECK(quantized.model->config().heads == 3);
    CHECK(quantized.model->config().mlp_dim == 50);
    for (const testing::Execution& execution : testing::executions()) {
      INFO(execution.name);
      auto encoder = Encoder::create(*quantized.model, options_for(shape, execution));
      REQUIRE(encoder.has_value());
      const auto plan = encoder->plan();
      CHECK(plan[1].cols == 3 * 12);
      CHECK(plan[5].cols == 3 * 24);
      CHECK(plan[8].depth == 1);
      const auto features = encoder->encode_tensor(quantized.image.data());
      REQUIRE(features.has_value());
      check_features(shape, quantized.expected, *features, test.tolerance());
    }
  }
}

TEST_CASE("The weights of a quantized model are those of the file, in place", "[quantized]") {
  const SyntheticConfig shape = small_model();
  for (const Case& test : cases()) {
    INFO(test.name);
    const QuantizedModel quantized = make_model(shape, test.config, testing::make_tensors(shape));
    const ModelData& data = *quantized.model->data();
    const auto* begin = quantized.bytes.data();
    const auto* end = begin + quantized.bytes.size();
    data.for_each_linear([&](const LinearWeights& weights) {
      INFO(weights.name);
      CHECK(scheme_name(weights.scheme.scheme) == test.config.of(weights.name).scheme);
      if (weights.scheme.scheme != Scheme::kF32) {
        const void* address = weights.weight_int8 != nullptr
                                  ? static_cast<const void*>(weights.weight_int8)
                                  : weights.weight_packed;
        CHECK(address >= begin);
        CHECK(address < end);
      }
      std::vector<float> values(static_cast<std::size_t>(weights.outputs) * weights.inputs);
      dequantize(weights, values.data());
      for (const SyntheticTensor& tensor : quantized.checkpoint.dequantized) {
        if (tensor.name == weights.name + ".weight") CHECK(tensor.values == values);
      }
    });
  }
}

}  // namespace
}  // namespace dinozero
