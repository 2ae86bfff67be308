// SPDX-License-Identifier: Apache-2.0
#include "lib/quantize/model_file.h"

#include <cmath>
#include <cstring>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "lib/model/model_data.h"
#include "lib/quantize/float16.h"
#include "lib/quantize/quantize_model.h"
#include "quantize/quantize_support.h"
#include "support/catch.h"

namespace dinozero::quantize {
namespace {

using Json = nlohmann::json;

TEST_CASE("Codes are packed as the format says", "[quantize][file]") {
  for (const int inputs : {1, 2, 7, 8, 9, 33}) {
    const Linear linear = testing::random_linear(5, inputs, 71);
    for (const Scheme scheme : {Scheme::kInt8, Scheme::kInt4, Scheme::kBinary}) {
      const WeightCodes codes = codes_with_best_scales(linear, {scheme, 0, 8}, nullptr);
      const std::vector<std::uint8_t> bytes = packed(codes);
      const std::size_t row_bytes = bytes.size() / 5;
      CHECK(row_bytes * 5 == bytes.size());
      for (int output = 0; output < 5; ++output) {
        for (int i = 0; i < inputs; ++i) {
          const std::uint8_t* row = bytes.data() + output * row_bytes;
          int code = 0;
          if (scheme == Scheme::kInt8) code = static_cast<std::int8_t>(row[i]);
          if (scheme == Scheme::kInt4) code = (i % 2 == 0 ? row[i / 2] & 15 : row[i / 2] >> 4) - 8;
          if (scheme == Scheme::kBinary) code = (row[i / 8] >> (i % 8) & 1) != 0 ? 1 : -1;
          CHECK(code == codes.codes[output * inputs + i]);
        }
      }
    }
  }
}

struct Made {
  testing::SyntheticModel source = testing::calibratable_model();
  QuantizedModel result;
};

Made make(const QuantizeOptions& options) {
  Made made;
  auto result = quantize_model(made.source.model, nullptr, options, {});
  INFO((result ? std::string() : result.error().message));
  REQUIRE(result.has_value());
  made.result = std::move(*result);
  return made;
}

const TensorView* find(const std::vector<TensorView>& tensors, const std::string& name) {
  for (const TensorView& tensor : tensors) {
    if (tensor.name == name) return &tensor;
  }
  return nullptr;
}

TEST_CASE("An int4 file has the tensors and metadata of the profile", "[quantize][file]") {
  QuantizeOptions options;
  options.scheme = Scheme::kInt4;
  options.keep = {{"blocks.1.mlp.*", Scheme::kInt8}, {"blocks.0.attn.qkv", Scheme::kF32}};
  const Made made = make(options);
  const std::vector<TensorView> tensors = made.result.file.tensors();
  const auto check = [&](const char* name, DType dtype, const std::vector<std::int64_t>& shape) {
    CAPTURE(name);
    const TensorView* tensor = find(tensors, name);
    REQUIRE(tensor != nullptr);
    CHECK(tensor->dtype == dtype);
    CHECK(tensor->shape == shape);
  };
  check("patch_embed.proj.weight_packed", DType::kU8, {24, 96});
  check("patch_embed.proj.weight_scale", DType::kF16, {24, 1});
  check("patch_embed.proj.bias", DType::kF16, {24});
  check("pos_embed", DType::kI8, {1, 17, 24});
  check("pos_embed_scale", DType::kF16, {1});
  check("blocks.0.attn.qkv.weight", DType::kF32, {72, 24});
  check("blocks.0.attn.proj.weight_packed", DType::kU8, {24, 12});
  check("blocks.1.mlp.fc1.weight", DType::kI8, {48, 24});
  check("blocks.1.mlp.fc2.weight_scale", DType::kF16, {24, 1});
  check("blocks.1.norm2.weight", DType::kF16, {24});
  check("blocks.1.ls1.gamma", DType::kF16, {24});
  check("register_tokens", DType::kF16, {1, 1, 24});
  CHECK(find(tensors, "blocks.0.attn.qkv.weight_scale") == nullptr);

  const Json json = Json::parse(made.result.file.metadata().at("dinozero"));
  const Json source = Json::parse(made.source.model.data()->file.metadata().at("dinozero"));
  for (const auto& [key, value] : source.items()) {
    if (key != "scheme") CHECK(json.at(key) == value);
  }
  CHECK(json.at("scheme") == "int4");
  CHECK(json.at("patch_size") == 8);
  CHECK(json.at("quantization").at("default") ==
        Json{{"scheme", "int4"}, {"group", 0}, {"activation_bits", 6}});
  const Json& layers = json.at("quantization").at("layers");
  CHECK(layers.size() == 4);
  CHECK(layers.at("patch_embed.proj") ==
        Json{{"scheme", "int4"}, {"group", 0}, {"activation_bits", 8}});
  CHECK(layers.at("blocks.1.mlp.fc1") == Json{{"scheme", "int8"}});
  CHECK(layers.at("blocks.0.attn.qkv") == Json{{"scheme", "f32"}});
}

TEST_CASE("Positions share a scale unless one token is much larger", "[quantize][file]") {
  constexpr int kDim = 24;
  std::vector<float> positions = testing::Numbers(41).many(17 * kDim, 0.1F);
  const auto largest_error = [&](const PositionCodes& codes) {
    const std::vector<float> found = codes.dequantized();
    REQUIRE(found.size() == positions.size());
    float largest = 0;
    for (std::size_t i = kDim; i < found.size(); ++i) {
      largest = std::max(largest, std::fabs(found[i] - positions[i]));
    }
    return largest;
  };
  const PositionCodes shared = quantize_positions(positions, kDim);
  CHECK(shared.scales.size() == 1);
  CHECK(largest_error(shared) < 0.004F);
  for (int i = 0; i < kDim; ++i) positions[i] *= 20;
  const PositionCodes by_token = quantize_positions(positions, kDim);
  CHECK(by_token.scales.size() == 17);
  CHECK(largest_error(by_token) < 0.004F);
}

TEST_CASE("The CLS token takes up what its position loses", "[quantize][file]") {
  QuantizeOptions options;
  options.scheme = Scheme::kBinary;
  const Made made = make(options);
  const ModelData& before = *made.source.model.data();
  const std::string path = std::string(std::tmpnam(nullptr)) + ".safetensors";
  REQUIRE(made.result.file.write(path).has_value());
  const auto after = Model::load(path);
  std::remove(path.c_str());
  REQUIRE(after.has_value());
  for (int i = 0; i < before.config.dim; ++i) {
    const float wanted = before.cls_token[i] + before.cls_position[i];
    const float found = after->data()->cls_token[i] + after->data()->cls_position[i];
    CHECK(found == Approx(wanted).margin(0.0005 * (1 + std::fabs(wanted))));
  }
}

TEST_CASE("Files of DINO-Micro and DINO-Tiny are as small as promised", "[quantize][file]") {
  testing::SyntheticConfig micro;
  micro.dim = 128;
  micro.depth = 3;
  micro.heads = 2;
  micro.mlp_dim = 512;
  micro.patch_size = 16;
  micro.grid_rows = micro.grid_cols = 14;
  testing::SyntheticConfig tiny = micro;
  tiny.dim = 192;
  tiny.depth = 4;
  tiny.heads = 3;
  tiny.mlp_dim = 768;
  const struct {
    const testing::SyntheticConfig& config;
    Scheme scheme;
    std::size_t most;
  } cases[] = {{micro, Scheme::kInt8, 800000},   {micro, Scheme::kInt4, 450000},
               {micro, Scheme::kBinary, 140000}, {tiny, Scheme::kInt8, 2100000},
               {tiny, Scheme::kInt4, 1100000},   {tiny, Scheme::kBinary, 320000}};
  for (const auto& test : cases) {
    CAPTURE(test.config.dim, scheme_name(test.scheme));
    QuantizeOptions options;
    options.scheme = test.scheme;
    const testing::SyntheticModel model = testing::load_synthetic(test.config);
    const auto made = quantize_model(model.model, nullptr, options, {});
    REQUIRE(made.has_value());
    CHECK(made->file.file_bytes() <= test.most);
  }
}

TEST_CASE("The size is known before the file is written", "[quantize][file]") {
  const Made made = make({});
  const std::string path = std::string(std::tmpnam(nullptr)) + ".safetensors";
  REQUIRE(made.result.file.write(path).has_value());
  const auto file = Safetensors::open(path);
  REQUIRE(file.has_value());
  CHECK(file->file_bytes() == made.result.file.file_bytes());
  const auto model = Model::load(path);
  INFO((model ? std::string() : model.error().message));
  REQUIRE(model.has_value());
  CHECK(model->scheme() == "int8");
  CHECK(model->parameters() == made.source.model.parameters());
  std::remove(path.c_str());
}

TEST_CASE("What a Hugging Face checkpoint says beside its tensors goes into the file",
          "[quantize][file]") {
  testing::SyntheticConfig config = testing::calibratable();
  const auto source = testing::load_synthetic(config, testing::Flavour::kHuggingFace);
  const auto result = quantize_model(source.model, nullptr, {}, {});
  REQUIRE(result.has_value());
  const Json json = Json::parse(result->file.metadata().at("dinozero"));
  CHECK(json.at("num_heads") == 3);
  CHECK(json.at("layer_norm_eps") == 1e-6);
  CHECK(json.at("preprocess").at("crop") == source.model.preprocess().crop);
  for (const TensorView& tensor : result->file.tensors()) {
    CHECK(tensor.name.find("layer.") == std::string::npos);
  }
}

}  // namespace
}  // namespace dinozero::quantize
