// SPDX-License-Identifier: Apache-2.0
// Features against timm and transformers (tests/golden/README.md).
#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "dinozero/dinozero.h"
#include "lib/checkpoint/safetensors.h"
#include "support/catch.h"
#include "support/executions.h"
#include "support/synthetic_model.h"

namespace dinozero {
namespace {

using testing::SyntheticConfig;

constexpr double kMaxRelativeDifference = 1e-4;  // of the golden's largest magnitude
constexpr double kMinCosine = 0.999999;

struct GoldenCase {
  Safetensors file;
  nlohmann::json description;
  SyntheticConfig config;
};

GoldenCase open_golden(const std::string& name) {
  auto file = Safetensors::open(std::string(DINOZERO_TEST_DATA_DIR) + "/golden/data/" + name +
                                ".safetensors");
  INFO((file ? std::string() : file.error().message));
  REQUIRE(file.has_value());
  const auto description = nlohmann::json::parse(file->metadata().find("golden")->second);
  const auto& json = description["config"];
  const SyntheticConfig config = {.dim = json["dim"],
                                  .depth = json["depth"],
                                  .heads = json["heads"],
                                  .mlp_dim = json["mlp_dim"],
                                  .patch_size = json["patch_size"],
                                  .grid_rows = json["grid_rows"],
                                  .grid_cols = json["grid_cols"],
                                  .registers = json["registers"],
                                  .layer_scale = json["layer_scale"],
                                  .qkv_bias = json["qkv_bias"],
                                  .embedding_scale = json["embedding_scale"],
                                  .seed = json["seed"]};
  return {std::move(*file), description, config};
}

testing::Flavour parse_flavour(const std::string& name) {
  if (name == "huggingface") return testing::Flavour::kHuggingFace;
  return name == "timm" ? testing::Flavour::kTimm : testing::Flavour::kOfficial;
}

void check_close(const GoldenCase& golden, const std::string& tensor, const float* actual,
                 std::size_t count) {
  const TensorView* view = golden.file.find(tensor);
  REQUIRE(view != nullptr);
  REQUIRE(view->bytes == count * sizeof(float));
  const auto* expected = reinterpret_cast<const float*>(view->data);
  double largest = 0;
  double difference = 0;
  double dot = 0;
  double expected_square = 0;
  double actual_square = 0;
  bool finite = true;
  for (std::size_t i = 0; i < count; ++i) {
    const double want = expected[i];
    const double have = actual[i];
    finite = finite && std::isfinite(have);
    largest = std::max(largest, std::fabs(want));
    difference = std::max(difference, std::fabs(want - have));
    dot += want * have;
    expected_square += want * want;
    actual_square += have * have;
  }
  INFO(tensor);
  CHECK(finite);
  CHECK(difference <= kMaxRelativeDifference * largest);
  CHECK(dot / std::sqrt(expected_square * actual_square) >= kMinCosine);
}

void check_case(const std::string& name, const testing::Execution& execution, int threads = 1) {
  const GoldenCase golden = open_golden(name);
  const int height = golden.description["image_height"];
  const int width = golden.description["image_width"];
  const std::vector<float> image = testing::normalized_image(height, width, golden.config.seed);
  for (const std::string flavour : golden.description["flavours"]) {
    INFO(name << ", " << execution.name << ", " << flavour << " names, " << threads << " threads");
    const auto synthetic =
        testing::load_synthetic(golden.config, parse_flavour(flavour), testing::DType::kF32,
                                golden.description["layer_norm_eps"]);
    for (const bool normalized : {true, false}) {
      const std::vector<int> blocks = golden.description["blocks"];
      if (blocks.empty() && !normalized) continue;
      Options options;
      options.threads = threads;
      options.input_height = height;
      options.input_width = width;
      options.attention = true;
      options.blocks = blocks;
      options.normalize_blocks = normalized;
      auto encoder = Encoder::create(synthetic.model, testing::with_execution(options, execution));
      INFO((encoder ? std::string() : encoder.error().message));
      REQUIRE(encoder.has_value());
      const auto features = encoder->encode_tensor(image.data());
      REQUIRE(features.has_value());

      check_close(golden, "cls", features->cls().data(), features->cls().size());
      const PatchTokens patches = features->patches();
      check_close(golden, "patches", patches.data, patches.size());
      const AttentionMaps attention = features->attention();
      check_close(golden, "attention", attention.data,
                  static_cast<std::size_t>(attention.heads) * attention.rows * attention.cols);
      for (std::size_t slot = 0; slot < blocks.size(); ++slot) {
        const BlockTokens block = features->block(static_cast<int>(slot));
        const std::string tensor =
            "blocks." + std::to_string(blocks[slot]) + (normalized ? ".normalized" : "");
        check_close(golden, tensor, block.data, static_cast<std::size_t>(block.tokens) * block.dim);
      }
    }
  }
}

const std::string kQuickCases[] = {"micro_224x160",
                                   "micro_160x224",
                                   "micro_96x96",
                                   "patch4_32x32",
                                   "micro_as_many_patches",
                                   "patch8_64x64",
                                   "eps_1e-6",
                                   "eps_1e-12",
                                   "odd_35x49",
                                   "dinov2_offset_126x280",
                                   "dinov2_registers_antialias_126x280",
                                   "dinov2_registers_antialias_224x224"};

TEST_CASE("Features equal those of timm and transformers", "[golden]") {
  for (const std::string& name : kQuickCases) {
    for (const testing::Execution& execution : testing::executions()) check_case(name, execution);
  }
}

TEST_CASE("Features of DINO-Micro at 224 equal those of timm and transformers", "[golden]") {
  for (const testing::Execution& execution : testing::executions()) {
    check_case("micro_224x224", execution);
  }
}

TEST_CASE("Features of DINO-Tiny at 224 equal those of timm and transformers", "[golden][large]") {
  for (const testing::Execution& execution : testing::executions()) {
    check_case("tiny_224x224", execution);
  }
}

TEST_CASE("Features of DINO-Small at 224 equal those of timm and transformers", "[golden][large]") {
  for (const testing::Execution& execution : testing::executions()) {
    check_case("small_224x224", execution);
  }
}

TEST_CASE("Features of ViT-S/16 under all three sets of names equal those of timm and transformers",
          "[golden][large]") {
  for (const testing::Execution& execution : testing::executions()) {
    check_case("vit_s16_224x224", execution);
  }
}

TEST_CASE("Two threads compute the same features", "[golden][threads]") {
  for (const testing::Execution& execution : testing::executions()) {
    Options options;
    options.threads = 2;
    const auto synthetic = testing::load_synthetic(testing::few_kilobytes());
    // A build without pthreadpool says so; encoder_test checks the error.
    if (!Encoder::create(synthetic.model, options)) continue;
    for (const char* name : {"micro_96x96", "odd_35x49"}) check_case(name, execution, 2);
  }
}

}  // namespace
}  // namespace dinozero
