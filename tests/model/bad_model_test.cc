// SPDX-License-Identifier: Apache-2.0
// Whatever is wrong with a model file, loading it is an error value that says what.
#include <cstddef>
#include <cstdint>
#include <functional>
#include <limits>
#include <string>
#include <vector>

#include "dinozero/model.h"
#include "support/catch.h"
#include "support/synthetic_model.h"

namespace dinozero {
namespace {

using testing::Flavour;
using testing::SyntheticTensor;

constexpr Flavour kFlavours[] = {Flavour::kOfficial, Flavour::kHuggingFace, Flavour::kTimm};

std::vector<SyntheticTensor> tensors_of(Flavour flavour = Flavour::kOfficial) {
  auto config = testing::few_kilobytes();
  config.layer_scale = true;
  config.registers = 2;
  config.depth = 2;
  return testing::make_tensors(config, flavour);
}

std::string description() { return testing::profile_json(testing::few_kilobytes()); }

Expected<Model> load(const std::vector<SyntheticTensor>& tensors,
                     const std::string& metadata = description(),
                     testing::DType dtype = testing::DType::kF32) {
  // Loading reads the bytes, and only a model that loaded needs them afterwards.
  static std::vector<std::byte> bytes;
  bytes = testing::serialize_safetensors(tensors, {{"dinozero", metadata}}, dtype);
  return Model::from_memory(bytes.data(), bytes.size(), "bad.safetensors");
}

void check_refused(const Expected<Model>& model, ErrorCode code,
                   const std::vector<std::string>& parts) {
  REQUIRE_FALSE(model.has_value());
  INFO(model.error().message);
  CHECK(model.error().code == code);
  CHECK(model.error().message.find("bad.safetensors") != std::string::npos);
  for (const std::string& part : parts) {
    INFO(part);
    CHECK(model.error().message.find(part) != std::string::npos);
  }
}

bool is_optional(const std::string& name) {
  // Without them it is another, complete architecture.
  return name.find("mask_token") != std::string::npos || name.find("reg") != std::string::npos;
}

TEST_CASE("A whole model loads under all three sets of names", "[model]") {
  for (const Flavour flavour : kFlavours) {
    const auto model = load(tensors_of(flavour));
    INFO((model ? std::string() : model.error().message));
    REQUIRE(model.has_value());
    CHECK(model->config().registers == 2);
    CHECK(model->config().layer_scale);
  }
}

TEST_CASE("Every missing tensor is named", "[model][bad]") {
  for (const Flavour flavour : kFlavours) {
    const auto whole = tensors_of(flavour);
    for (std::size_t missing = 0; missing < whole.size(); ++missing) {
      if (is_optional(whole[missing].name)) continue;
      auto tensors = whole;
      const std::string name = tensors[missing].name;
      tensors.erase(tensors.begin() + static_cast<std::ptrdiff_t>(missing));
      INFO(name);
      const auto model = load(tensors);
      REQUIRE_FALSE(model.has_value());
      // The lack of some tensors turns the rest into a different architecture, which then has
      // tensors too many: what is named is then the partner of the missing one.
      const std::string stem = name.substr(0, name.rfind('.'));
      INFO(model.error().message);
      const bool names_it = model.error().message.find(stem) != std::string::npos ||
                            model.error().message.find("not part of") != std::string::npos ||
                            model.error().message.find("cls_token") != std::string::npos;
      CHECK(names_it);
      CHECK(model.error().message.find("bad.safetensors") != std::string::npos);
    }
  }
}

TEST_CASE("An extra tensor is named, with what it is", "[model][bad]") {
  auto tensors = tensors_of();
  tensors.push_back({"blocks.0.attn.extra", {2, 3}, std::vector<float>(6)});
  check_refused(load(tensors), ErrorCode::kInvalidModel,
                {"blocks.0.attn.extra", "expected", "found F32 [2, 3]"});
  // A gap in the numbering: the blocks behind it are not silently dropped.
  tensors.back() = {"blocks.3.norm1.weight", {8}, std::vector<float>(8)};
  check_refused(load(tensors), ErrorCode::kInvalidModel, {"blocks.3.norm1.weight"});
}

TEST_CASE("A wrong rank or side of any tensor is named with both shapes", "[model][bad]") {
  for (const Flavour flavour : kFlavours) {
    const auto whole = tensors_of(flavour);
    for (std::size_t index = 0; index < whole.size(); ++index) {
      if (whole[index].name.find("mask_token") != std::string::npos) continue;
      const std::function<void(SyntheticTensor*)> mutations[] = {
          [](SyntheticTensor* tensor) { tensor->shape.push_back(1); },
          [](SyntheticTensor* tensor) {
            tensor->shape = {static_cast<std::int64_t>(tensor->values.size()), 1, 1};
          },
          [](SyntheticTensor* tensor) {
            tensor->shape.back() += 1;
            std::size_t count = 1;
            for (const auto side : tensor->shape) count *= static_cast<std::size_t>(side);
            tensor->values.resize(count, 0.5F);
          },
          [](SyntheticTensor* tensor) {
            tensor->shape.assign(1, 0);
            tensor->values.clear();
          },
      };
      for (const auto& mutate : mutations) {
        auto tensors = whole;
        mutate(&tensors[index]);
        INFO(tensors[index].name);
        const auto model = load(tensors);
        REQUIRE_FALSE(model.has_value());
        INFO(model.error().message);
        CHECK(model.error().message.find("tensor ") != std::string::npos);
        CHECK(model.error().message.find("expected") != std::string::npos);
        CHECK(model.error().message.find("bad.safetensors") != std::string::npos);
      }
    }
  }
}

TEST_CASE("NaN and infinity are found wherever they are", "[model][bad]") {
  const float bad_values[] = {std::numeric_limits<float>::quiet_NaN(),
                              std::numeric_limits<float>::infinity(),
                              -std::numeric_limits<float>::infinity()};
  for (const Flavour flavour : kFlavours) {
    const auto whole = tensors_of(flavour);
    for (std::size_t index = 0; index < whole.size(); ++index) {
      if (whole[index].name.find("mask_token") != std::string::npos) continue;
      for (const float bad : bad_values) {
        const std::size_t last = whole[index].values.size() - 1;
        for (const auto dtype :
             {testing::DType::kF32, testing::DType::kF16, testing::DType::kBF16}) {
          for (const std::size_t element : {last, last - 1, std::size_t{0}}) {
            auto tensors = whole;
            tensors[index].values[element] = bad;
            check_refused(load(tensors, description(), dtype), ErrorCode::kInvalidModel,
                          {tensors[index].name, "element " + std::to_string(element),
                           dtype != testing::DType::kF32 ? "expected a finite number"
                           : bad != bad                  ? "NaN"
                                                         : "infinity"});
          }
        }
      }
    }
  }
}

TEST_CASE("Every truncation and every flipped header byte of a model is an error or a model",
          "[model][bad]") {
  const auto bytes = testing::serialize_safetensors(testing::make_tensors(testing::few_kilobytes()),
                                                    {{"dinozero", description()}});
  for (std::size_t length = 0; length < bytes.size(); ++length) {
    const std::vector<std::byte> prefix(bytes.begin(),
                                        bytes.begin() + static_cast<std::ptrdiff_t>(length));
    const auto model = Model::from_memory(prefix.data(), prefix.size(), "bad.safetensors");
    REQUIRE_FALSE(model.has_value());
    REQUIRE(model.error().message.find("bad.safetensors") != std::string::npos);
  }
  std::uint64_t header = 0;
  for (int index = 7; index >= 0; --index) {
    header = header << 8 | static_cast<std::uint64_t>(bytes[index]);
  }
  REQUIRE(header + 8 < bytes.size());
  for (std::size_t position = 0; position < header + 8; ++position) {
    for (const int mask : {0x01, 0x20, 0x80, 0xFF}) {
      auto flipped = bytes;
      flipped[position] ^= static_cast<std::byte>(mask);
      const auto model = Model::from_memory(flipped.data(), flipped.size(), "bad.safetensors");
      if (!model) REQUIRE(model.error().message.find("bad.safetensors") != std::string::npos);
    }
  }
}

TEST_CASE("Metadata that contradicts the tensors or is not JSON is refused", "[model][bad]") {
  const auto tensors = tensors_of();
  struct Case {
    std::string metadata;
    ErrorCode code;
    std::string part;
  };
  const Case cases[] = {
      {"{", ErrorCode::kMalformedFile, "dinozero"},
      {"[]", ErrorCode::kMalformedFile, "object"},
      {"7", ErrorCode::kMalformedFile, "object"},
      {R"({"num_heads": "two"})", ErrorCode::kMalformedFile, "num_heads"},
      {R"({"num_heads": 3})", ErrorCode::kInvalidModel, "heads"},
      {R"({"num_heads": 0})", ErrorCode::kInvalidModel, "num_heads"},
      {R"({"num_heads": 2.5})", ErrorCode::kInvalidModel, "num_heads"},
      {R"({"num_heads": 1e300})", ErrorCode::kInvalidModel, "num_heads"},
      {R"({})", ErrorCode::kInvalidModel, "num_heads"},  // dim 8 has no conventional number of them
      {R"({"num_heads": 2, "num_heads": 4})", ErrorCode::kMalformedFile, "duplicate"},
      {R"({"num_heads": 2, "layer_norm_eps": 0})", ErrorCode::kInvalidModel, "layer_norm_eps"},
      {R"({"num_heads": 2, "layer_norm_eps": -1})", ErrorCode::kInvalidModel, "layer_norm_eps"},
      {R"({"num_heads": 2, "position_rows": 3})", ErrorCode::kInvalidModel, "position_rows"},
      {R"({"num_heads": 2, "position_interpolation": "nearest"})", ErrorCode::kInvalidModel,
       "nearest"},
      {R"({"num_heads": 2, "profile": 2})", ErrorCode::kUnsupported, "profile"},
      {R"({"num_heads": 2, "scheme": "int3"})", ErrorCode::kUnsupported, "int3"},
      {R"({"num_heads": 2, "preprocess": {"crop": -1}})", ErrorCode::kInvalidModel, "crop"},
      {R"({"num_heads": 2, "preprocess": {"std": [1, 0, 1]}})", ErrorCode::kInvalidModel, "std"},
      {std::string(1000, '['), ErrorCode::kMalformedFile, "object"},
      {R"({"a":)" + std::string(1000, '['), ErrorCode::kMalformedFile, "nested"},
  };
  for (const Case& refused : cases) {
    INFO(refused.metadata);
    check_refused(load(tensors, refused.metadata), refused.code, {refused.part});
  }
}

TEST_CASE("Models of other architectures are refused with their name", "[model][bad]") {
  const std::pair<const char*, const char*> foreign[] = {
      {"rope_embed.periods", "DINOv3"},
      {"layer.0.attention.q_proj.weight", "DINOv3"},
      {"blocks.0.mlp.w12.weight", "SwiGLU"},
      {"downsample_layers.0.0.weight", "ConvNeXt"},
  };
  for (const auto& [tensor, what] : foreign) {
    auto tensors = tensors_of();
    tensors.push_back({tensor, {4}, std::vector<float>(4)});
    check_refused(load(tensors), ErrorCode::kUnsupported, {tensor, what});
  }
  check_refused(load({{"weight", {4}, std::vector<float>(4)}}), ErrorCode::kInvalidModel,
                {"cls_token", "embeddings.cls_token"});
}

}  // namespace
}  // namespace dinozero
