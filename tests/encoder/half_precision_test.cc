// SPDX-License-Identifier: Apache-2.0
// A model that is stored in 16 bits computes what the same numbers in f32 compute.
#include <vector>

#include "dinozero/dinozero.h"
#include "lib/model/float_values.h"
#include "lib/model/model_data.h"
#include "support/catch.h"
#include "support/executions.h"
#include "support/synthetic_model.h"

namespace dinozero {
namespace {

using testing::Flavour;

// The model's file with every tensor in f32.
std::vector<std::byte> widened(const Model& model, const testing::SyntheticConfig& config) {
  std::vector<testing::SyntheticTensor> tensors;
  for (const TensorView& tensor : model.data()->file.tensors()) {
    std::vector<float> values(tensor.bytes / 2);
    convert_to_f32(tensor, values.data());
    tensors.push_back({tensor.name, tensor.shape, std::move(values)});
  }
  return testing::serialize_safetensors(tensors, {{"dinozero", testing::profile_json(config)}});
}

// All tokens of a picture; empty after an error.
std::vector<float> encode(const Model& model, const Options& options) {
  auto encoder = Encoder::create(model, options);
  if (!encoder) return {};
  const auto rgb = testing::image_rgb8(61, 47, 3);
  const auto features = encoder->encode(ImageView{rgb.data(), 61, 47, 0, PixelFormat::kRgb8});
  if (!features) return {};
  std::vector<float> tokens(features->cls().begin(), features->cls().end());
  const PatchTokens& patches = features->patches();
  tokens.insert(tokens.end(), patches.data, patches.data + patches.size());
  return tokens;
}

TEST_CASE("Features of f16 and bf16 models are those of the same numbers in f32, bit by bit",
          "[encoder][f16]") {
  // Inputs and outputs that are no multiples of anything, and more than a panel of each kernel set.
  const testing::SyntheticConfig odd = {.dim = 90,
                                        .depth = 2,
                                        .heads = 3,
                                        .mlp_dim = 211,
                                        .patch_size = 5,
                                        .grid_rows = 4,
                                        .grid_cols = 4};
  for (const testing::SyntheticConfig& config : {odd, testing::tiny()}) {
    for (const Flavour flavour : {Flavour::kOfficial, Flavour::kHuggingFace}) {
      if (config.dim != odd.dim && flavour != Flavour::kOfficial) continue;
      for (const testing::DType dtype : {testing::DType::kF16, testing::DType::kBF16}) {
        const auto stored = testing::load_synthetic(config, flavour, dtype);
        const auto bytes = widened(stored.model, config);
        const auto exact = Model::from_memory(bytes.data(), bytes.size());
        REQUIRE(exact.has_value());
        for (const testing::Execution& execution : testing::executions()) {
          // It takes seconds, and its code does not depend on the shape.
          if (config.dim != odd.dim && execution.kernel_set == KernelSet::kReference) continue;
          CAPTURE(config.dim, static_cast<int>(flavour), static_cast<int>(dtype), execution.name);
          Options options = testing::with_execution({}, execution);
          options.input_height = 8 * config.patch_size;
          options.input_width = 6 * config.patch_size;
          const std::vector<float> want = encode(*exact, options);
          CHECK(want.size() == std::size_t{49} * config.dim);
          CHECK(encode(stored.model, options) == want);
        }
      }
    }
  }
}

TEST_CASE("16-bit weights at odd addresses are converted, and compute the same", "[encoder][f16]") {
  const auto aligned =
      testing::load_synthetic(testing::few_kilobytes(), Flavour::kOfficial, testing::DType::kF16);
  for (const std::size_t shift : {1, 2}) {
    std::vector<std::byte> shifted(aligned.bytes->size() + shift);
    std::copy(aligned.bytes->begin(), aligned.bytes->end(), shifted.begin() + shift);
    const auto model = Model::from_memory(shifted.data() + shift, aligned.bytes->size());
    REQUIRE(model.has_value());
    const bool in_place = shift == 2;
    CHECK((model->converted_bytes() == aligned.model.converted_bytes()) == in_place);
    Options options;
    options.input_height = options.input_width = 8;
    const std::vector<float> want = encode(aligned.model, options);
    CHECK_FALSE(want.empty());
    CHECK(encode(*model, options) == want);
  }
}

}  // namespace
}  // namespace dinozero
