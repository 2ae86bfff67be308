// SPDX-License-Identifier: Apache-2.0
// The network on whole sets of images against the encoder.
#include "lib/quantize/forward.h"

#include <cmath>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "dinozero/encoder.h"
#include "lib/quantize/network.h"
#include "quantize/quantize_support.h"
#include "support/catch.h"

namespace dinozero::quantize {
namespace {

void check_against_encoder(const Model& model) {
  auto compute = testing::reference_compute();
  const auto network = read_network(model);
  REQUIRE(network.has_value());
  const auto images = testing::synthetic_images(model, 2);
  const int side = images.grid_side();
  const int tokens = 1 + network->config.registers + side * side;
  const Linear& embedding = network->patch_embedding;
  Rows stream = first_stream(
      *network, compute.linear(images.patches(compute), embedding.weight, embedding.bias), side);
  REQUIRE(stream.count == 2 * tokens);
  for (const Block& block : network->blocks) {
    run_block(&compute, *network, block, tokens, &stream, nullptr);
  }
  stream = compute.layer_norm(stream, network->norm, network->config.layer_norm_epsilon);

  Options options;
  options.backend = Backend::kNative;
  options.kernel_set = KernelSet::kReference;
  auto encoder = Encoder::create(model, options);
  REQUIRE(encoder.has_value());
  for (int image = 0; image < 2; ++image) {
    const auto pixels = testing::image_rgb8(40, 36, static_cast<std::uint64_t>(image) + 1);
    const auto features = encoder->encode(ImageView{pixels.data(), 40, 36, 0, PixelFormat::kRgb8});
    REQUIRE(features.has_value());
    double difference = 0;
    const float* cls = stream.row(image * tokens);
    for (int i = 0; i < stream.width; ++i) {
      difference = std::max(difference, std::fabs(double{cls[i]} - features->cls()[i]));
    }
    const PatchTokens patches = features->patches();
    const float* first = stream.row(image * tokens + tokens - side * side);
    for (std::size_t i = 0; i < patches.size(); ++i) {
      difference = std::max(difference, std::fabs(double{first[i]} - patches.data[i]));
    }
    CHECK(difference < 1e-5);
  }
}

TEST_CASE("The network to be quantized computes what the encoder computes", "[quantize][forward]") {
  testing::SyntheticConfig config = testing::calibratable();
  for (const auto flavour :
       {testing::Flavour::kOfficial, testing::Flavour::kHuggingFace, testing::Flavour::kTimm}) {
    check_against_encoder(testing::load_synthetic(config, flavour).model);
  }
  config.layer_scale = false;
  config.registers = 0;
  config.qkv_bias = false;
  check_against_encoder(
      testing::load_synthetic(config, testing::Flavour::kOfficial, testing::DType::kF16).model);
}

std::vector<std::byte> with_crop(const testing::SyntheticConfig& config, int crop) {
  nlohmann::json metadata = nlohmann::json::parse(testing::profile_json(config));
  metadata["preprocess"]["resize"] = 36;
  metadata["preprocess"]["crop"] = crop;
  return testing::serialize_safetensors(testing::make_tensors(config),
                                        {{"dinozero", metadata.dump()}});
}

TEST_CASE("Positions are interpolated where the crop has another grid", "[quantize][forward]") {
  testing::SyntheticConfig config = testing::calibratable();
  config.grid_rows = 6;
  config.grid_cols = 6;
  const auto bytes = with_crop(config, 32);
  const auto model = Model::from_memory(bytes.data(), bytes.size());
  INFO((model ? std::string() : model.error().message));
  REQUIRE(model.has_value());
  REQUIRE(model->preprocess().crop == 32);
  check_against_encoder(*model);
}

TEST_CASE("A crop that is no multiple of the patch cannot be calibrated on",
          "[quantize][forward]") {
  const testing::SyntheticConfig config = testing::calibratable();
  const auto bytes = with_crop(config, 30);
  const auto model = Model::from_memory(bytes.data(), bytes.size());
  REQUIRE(model.has_value());
  const auto set = CalibrationSet::create(*model);
  REQUIRE_FALSE(set.has_value());
  CHECK(set.error().code == ErrorCode::kUnsupported);
}

}  // namespace
}  // namespace dinozero::quantize
