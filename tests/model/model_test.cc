// SPDX-License-Identifier: Apache-2.0
#include "dinozero/model.h"

#include <cmath>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "dinozero/dinozero.h"
#include "lib/model/float_values.h"
#include "lib/model/model_data.h"
#include "support/catch.h"
#include "support/synthetic_model.h"

namespace dinozero {
namespace {

using testing::Flavour;

// A folder of its own, removed at the end of the test.
class TemporaryFolder {
 public:
  TemporaryFolder()
      : path_(std::filesystem::temp_directory_path() /
              ("dinozero-model-test-" + std::to_string(std::rand()))) {
    std::filesystem::create_directories(path_);
  }
  ~TemporaryFolder() { std::filesystem::remove_all(path_); }

  std::string write(const std::string& name, const std::string& text) const {
    std::ofstream(path_ / name, std::ios::binary) << text;
    return (path_ / name).string();
  }
  std::string write(const std::string& name, const std::vector<std::byte>& bytes) const {
    return write(name, std::string(reinterpret_cast<const char*>(bytes.data()), bytes.size()));
  }
  std::string path() const { return path_.string(); }

 private:
  std::filesystem::path path_;
};

TEST_CASE("The architecture is read from the shapes", "[model]") {
  struct Case {
    testing::SyntheticConfig config;
    std::size_t parameters;
  };
  auto vit_b16 = testing::vit_s16();
  vit_b16.dim = 768;
  vit_b16.heads = 12;
  vit_b16.mlp_dim = 3072;
  vit_b16.depth = 1;  // as deep as it needs to be to be recognised
  auto vit_s8 = testing::vit_s16();
  vit_s8.patch_size = 8;
  vit_s8.grid_rows = 28;
  vit_s8.grid_cols = 28;
  vit_s8.depth = 1;
  const testing::SyntheticConfig configs[] = {testing::micro(), testing::tiny(), testing::small(),
                                              vit_b16, vit_s8};
  for (const testing::SyntheticConfig& expected : configs) {
    // No metadata: nothing but what every published DINO checkpoint has.
    const auto bytes = testing::serialize_safetensors(testing::make_tensors(expected), {});
    const auto model = Model::from_memory(bytes.data(), bytes.size(), "vit.safetensors");
    INFO((model ? std::string() : model.error().message));
    REQUIRE(model.has_value());
    const ModelConfig& config = model->config();
    CHECK(config.name == "vit");
    CHECK(config.dim == expected.dim);
    CHECK(config.depth == expected.depth);
    CHECK(config.heads == expected.heads);
    CHECK(config.mlp_dim == expected.mlp_dim);
    CHECK(config.patch_size == expected.patch_size);
    CHECK(config.position_rows == expected.grid_rows);
    CHECK(config.position_cols == expected.grid_cols);
    CHECK(config.registers == 0);
    CHECK(config.qkv_bias);
    CHECK_FALSE(config.layer_scale);
    CHECK(config.layer_norm_epsilon == 1e-6F);
    CHECK(config.position_interpolation == PositionInterpolation::kOffset);
    CHECK(model->preprocess().resize == 256);
    CHECK(model->preprocess().crop == 224);
    CHECK(model->scheme() == "f32");
    CHECK(model->file_bytes() == bytes.size());
    std::size_t elements = 0;
    for (const TensorInfo& tensor : model->tensors()) elements += tensor.bytes / 4;
    CHECK(model->parameters() == elements);
  }
}

TEST_CASE("f32 weights stay where the file has them", "[model]") {
  const auto synthetic = testing::load_synthetic(testing::few_kilobytes());
  CHECK(synthetic.model.converted_bytes() == 0);
  const auto* begin = synthetic.bytes->data();
  const auto* end = begin + synthetic.bytes->size();
  const ModelData& data = *synthetic.model.data();
  const void* in_place[] = {data.patch_embedding.weight,
                            data.cls_token,
                            data.cls_position,
                            data.patch_positions.floats(1, nullptr),
                            data.blocks[0].qkv.weight,
                            data.blocks[0].fc2.weight,
                            data.norm.bias,
                            data.blocks[0].norm1.weight};
  for (const void* weight : in_place) {
    const auto* address = static_cast<const std::byte*>(weight);
    CHECK(address >= begin);
    CHECK(address < end);
  }
}

TEST_CASE("A file whose tensors are not aligned still loads", "[model]") {
  const auto aligned = testing::load_synthetic(testing::few_kilobytes());
  std::vector<std::byte> shifted(aligned.bytes->size() + 1);
  std::copy(aligned.bytes->begin(), aligned.bytes->end(), shifted.begin() + 1);
  const auto model = Model::from_memory(shifted.data() + 1, aligned.bytes->size());
  REQUIRE(model.has_value());
  CHECK(model->converted_bytes() > 0);
  const auto rgb = testing::image_rgb8(16, 16, 1);
  const ImageView picture{rgb.data(), 16, 16, 0, PixelFormat::kRgb8};
  auto expected = Encoder::create(aligned.model);
  auto actual = Encoder::create(*model);
  REQUIRE(expected.has_value());
  REQUIRE(actual.has_value());
  const auto want = expected->encode(picture);
  const auto have = actual->encode(picture);
  CHECK(std::equal(want->cls().begin(), want->cls().end(), have->cls().begin()));
}

std::vector<float> floats(const LinearWeights& weights) {
  std::vector<float> values(static_cast<std::size_t>(weights.outputs) * weights.inputs);
  dequantize(weights, values.data());
  return values;
}

TEST_CASE("f16 and bf16 weights stand for f32 values, where the file has them", "[model]") {
  const auto exact = testing::load_synthetic(testing::few_kilobytes());
  const std::pair<testing::DType, double> types[] = {{testing::DType::kF16, 0x1p-11},
                                                     {testing::DType::kBF16, 0x1p-8}};
  for (const auto& [dtype, rounding] : types) {
    const auto rounded =
        testing::load_synthetic(testing::few_kilobytes(), Flavour::kOfficial, dtype);
    CHECK(rounded.model.scheme() == (dtype == testing::DType::kF16 ? "f16" : "bf16"));
    // All but the linear layers and the patches' positions, which stay as they are.
    const ModelConfig& config = rounded.model.config();
    std::size_t stored =
        static_cast<std::size_t>(config.dim) * config.position_rows * config.position_cols;
    const auto* begin = rounded.bytes->data();
    rounded.model.data()->for_each_linear([&](const LinearWeights& weights) {
      stored += static_cast<std::size_t>(weights.outputs) * weights.inputs;
      const auto* address = static_cast<const std::byte*>(weights.weight);
      CHECK(address >= begin);
      CHECK(address + weights.weight_bytes() <= begin + rounded.bytes->size());
      CHECK(weights.weight_bytes() == std::size_t{2} * weights.outputs * weights.inputs);
    });
    CHECK(rounded.model.converted_bytes() == (rounded.model.parameters() - stored) * sizeof(float));
    const std::vector<float> want = floats(exact.model.data()->blocks[0].fc1);
    const std::vector<float> have = floats(rounded.model.data()->blocks[0].fc1);
    for (std::size_t i = 0; i < want.size(); ++i) {
      CHECK(std::fabs(have[i] - want[i]) <= rounding * std::fabs(want[i]) + 1e-7);
    }
  }
}

TEST_CASE("Special f16 values are converted exactly", "[model]") {
  // cls_token of eight values: zeros, subnormals, the largest, one.
  const std::uint16_t bits[8] = {0x0000, 0x8000, 0x0001, 0x83FF, 0x0400, 0x7BFF, 0xFBFF, 0x3C00};
  const float values[8] = {0.0F, -0.0F, 0x1p-24F, -0x3FFp-24F, 0x1p-14F, 65504.0F, -65504.0F, 1.0F};
  auto bytes = testing::serialize_safetensors(
      testing::make_tensors(testing::few_kilobytes()),
      {{"dinozero", testing::profile_json(testing::few_kilobytes())}}, testing::DType::kF16);
  const auto model = Model::from_memory(bytes.data(), bytes.size());
  REQUIRE(model.has_value());
  const TensorView* tensor = model->data()->file.find("cls_token");
  std::copy_n(reinterpret_cast<const std::byte*>(bits), sizeof(bits),
              bytes.begin() + (tensor->data - bytes.data()));
  const auto changed = Model::from_memory(bytes.data(), bytes.size());
  REQUIRE(changed.has_value());
  for (int i = 0; i < 8; ++i) {
    CHECK(changed->data()->cls_token[i] == values[i]);
    CHECK(std::signbit(changed->data()->cls_token[i]) == std::signbit(values[i]));
  }
}

TEST_CASE("NaN and infinities are found among all 16-bit numbers", "[model]") {
  for (const kernels::FloatType type : {kernels::FloatType::kF16, kernels::FloatType::kBF16}) {
    const std::uint32_t exponent = type == kernels::FloatType::kF16 ? 0x7C00 : 0x7F80;
    int wrong = 0;
    for (std::uint32_t bits = 0; bits < 0x10000; ++bits) {
      for (std::size_t at = 0; at < 3; ++at) {
        std::uint16_t numbers[3] = {0x0001, 0x8000, 0x7BFF};
        numbers[at] = static_cast<std::uint16_t>(bits);
        const bool finite = (bits & exponent) != exponent;
        const std::size_t found =
            first_not_finite(type, reinterpret_cast<const std::byte*>(numbers), 3);
        if (found != (finite ? 3 : at)) ++wrong;
      }
    }
    CHECK(wrong == 0);
  }
}

TEST_CASE("Metadata says what shapes cannot", "[model]") {
  const auto config = testing::few_kilobytes();
  const std::string metadata =
      R"({"profile": 1, "name": "My Model", "num_heads": 4, "layer_norm_eps": 1e-5,
          "position_rows": 1, "position_interpolation": "antialias",
          "preprocess": {"resize": 10, "crop": 8, "mean": [0, 0.5, 1], "std": [1, 2, 3]}})";
  const auto bytes =
      testing::serialize_safetensors(testing::make_tensors(config), {{"dinozero", metadata}});
  const auto model = Model::from_memory(bytes.data(), bytes.size());
  INFO((model ? std::string() : model.error().message));
  REQUIRE(model.has_value());
  CHECK(model->config().name == "My Model");
  CHECK(model->config().heads == 4);
  CHECK(model->config().layer_norm_epsilon == 1e-5F);
  CHECK(model->config().position_rows == 1);
  CHECK(model->config().position_cols == 4);
  CHECK(model->config().position_interpolation == PositionInterpolation::kAntialias);
  CHECK(model->preprocess().resize == 10);
  CHECK(model->preprocess().crop == 8);
  CHECK(model->preprocess().mean[1] == 0.5F);
  CHECK(model->preprocess().std[2] == 3.0F);
}

TEST_CASE("A Hugging Face config.json beside the checkpoint is read", "[model]") {
  const TemporaryFolder folder;
  const auto bytes = testing::serialize_safetensors(
      testing::make_tensors(testing::few_kilobytes(), Flavour::kHuggingFace), {{"format", "pt"}});
  const std::string path = folder.write("model.safetensors", bytes);

  const auto without = Model::load(path);
  REQUIRE_FALSE(without.has_value());
  CHECK(without.error().message.find(path) != std::string::npos);
  CHECK(without.error().message.find("heads") != std::string::npos);

  folder.write("config.json", R"({"num_attention_heads": 2, "layer_norm_eps": 1e-12,
                                  "architectures": ["ViTModel"], "qkv_bias": true})");
  folder.write("preprocessor_config.json",
               R"({"size": {"shortest_edge": 9}, "crop_size": {"height": 8, "width": 8},
                   "image_mean": [0.5, 0.5, 0.5], "image_std": [0.25, 0.25, 0.25]})");
  const auto model = Model::load(path);
  INFO((model ? std::string() : model.error().message));
  REQUIRE(model.has_value());
  CHECK(model->flavour() == CheckpointFlavour::kHuggingFace);
  CHECK(model->config().heads == 2);
  CHECK(model->config().layer_norm_epsilon == 1e-12F);
  CHECK(model->preprocess().resize == 9);
  CHECK(model->preprocess().crop == 8);
  CHECK(model->preprocess().std[0] == 0.25F);

  folder.write("config.json", "not json");
  const auto broken = Model::load(path);
  REQUIRE_FALSE(broken.has_value());
  CHECK(broken.error().code == ErrorCode::kMalformedFile);
  CHECK(broken.error().message.find("config.json") != std::string::npos);
}

TEST_CASE("Files that are no models are named with the reason", "[model][bad]") {
  const TemporaryFolder folder;
  struct Case {
    std::string path;
    ErrorCode code;
  };
  const Case cases[] = {
      {folder.path() + "/missing.safetensors", ErrorCode::kNotFound},
      {folder.path(), ErrorCode::kIo},
      {folder.write("empty.safetensors", std::string()), ErrorCode::kMalformedFile},
      {folder.write("pickle.pth", std::string("\x80\x02}q\x01.", 6)), ErrorCode::kMalformedFile},
      {folder.write("zip.pth", "PK\x03\x04" + std::string(100, 'x')), ErrorCode::kMalformedFile},
      {folder.write("text.safetensors", "version https://git-lfs.github.com/spec/v1\n"),
       ErrorCode::kMalformedFile},
  };
  for (const Case& refused : cases) {
    const auto model = Model::load(refused.path);
    REQUIRE_FALSE(model.has_value());
    INFO(model.error().message);
    CHECK(model.error().code == refused.code);
    CHECK(model.error().message.find(refused.path) != std::string::npos);
  }
}

}  // namespace
}  // namespace dinozero
