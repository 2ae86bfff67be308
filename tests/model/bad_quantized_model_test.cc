// SPDX-License-Identifier: Apache-2.0
// Whatever is wrong with a quantized model file, loading it is an error value that says what.
#include <cstddef>
#include <cstring>
#include <limits>
#include <memory>
#include <string>
#include <vector>

#include "dinozero/model.h"
#include "support/catch.h"
#include "support/quantized_checkpoint.h"
#include "support/synthetic_model.h"

namespace dinozero {
namespace {

using testing::QuantizedCheckpoint;
using testing::QuantizedConfig;
using testing::StoredTensor;

// A layer of every kind.
QuantizedCheckpoint make_checkpoint(const std::string& patch_embedding = "int4") {
  const auto shape = testing::few_kilobytes();
  QuantizedConfig config = testing::all_layers({"int4", 0, 6});
  config.scheme = "mixed";
  config.int8_positions = true;
  config.layers = {{"patch_embed.proj", {patch_embedding}},
                   {"blocks.0.attn.qkv", {"int8-static"}},
                   {"blocks.0.attn.proj", {"binary"}},
                   {"blocks.0.mlp.fc2", {"int8"}}};
  config.input_ranges = {{"blocks.0.attn.qkv", {-2.0, 3.0}}};
  return testing::quantize(testing::make_tensors(shape), testing::profile_json(shape), config);
}

Expected<Model> load(const QuantizedCheckpoint& checkpoint) {
  // Loading reads the bytes, and only a model that loaded needs them afterwards.
  static std::vector<std::byte> bytes;
  bytes = testing::serialize_safetensors(checkpoint.tensors, {{"dinozero", checkpoint.metadata}});
  return Model::from_memory(bytes.data(), bytes.size(), "bad.safetensors");
}

StoredTensor* find(QuantizedCheckpoint* checkpoint, const std::string& name) {
  for (StoredTensor& tensor : checkpoint->tensors) {
    if (tensor.name == name) return &tensor;
  }
  return nullptr;
}

void set_float(StoredTensor* tensor, std::size_t index, float value) {
  std::memcpy(tensor->bytes.data() + index * sizeof(value), &value, sizeof(value));
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

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  const std::size_t position = text.find(from);
  REQUIRE(position != std::string::npos);
  return text.replace(position, from.size(), to);
}

TEST_CASE("A whole quantized model loads", "[model][quantized]") {
  for (const char* patch_embedding : {"f32", "int8", "int4", "binary"}) {
    INFO(patch_embedding);
    const auto model = load(make_checkpoint(patch_embedding));
    INFO((model ? std::string() : model.error().message));
    REQUIRE(model.has_value());
    CHECK(model->scheme() == "mixed");
    CHECK(model->config().dim == 8);
    CHECK(model->config().patch_size == 4);
    std::size_t elements = 0;
    for (const auto& tensor : make_checkpoint(patch_embedding).dequantized) {
      elements += tensor.values.size();
    }
    CHECK(model->parameters() == elements);
  }
}

TEST_CASE("Every missing tensor of a quantized model is an error", "[model][quantized][bad]") {
  const QuantizedCheckpoint whole = make_checkpoint();
  for (std::size_t missing = 0; missing < whole.tensors.size(); ++missing) {
    QuantizedCheckpoint checkpoint = whole;
    const std::string name = checkpoint.tensors[missing].name;
    if (name == "blocks.0.attn.qkv.bias") continue;  // without it, it is another architecture
    checkpoint.tensors.erase(checkpoint.tensors.begin() + static_cast<std::ptrdiff_t>(missing));
    INFO(name);
    const auto model = load(checkpoint);
    REQUIRE_FALSE(model.has_value());
    CHECK(model.error().message.find("bad.safetensors") != std::string::npos);
    CHECK(model.error().message.find("tensor") != std::string::npos);
  }
}

TEST_CASE("A tensor of another type than the scheme says is named with both",
          "[model][quantized][bad]") {
  const QuantizedCheckpoint whole = make_checkpoint();
  for (std::size_t index = 0; index < whole.tensors.size(); ++index) {
    for (const char* dtype : {"I8", "U8", "BOOL", "F32", "F16", "I32"}) {
      QuantizedCheckpoint checkpoint = whole;
      StoredTensor& tensor = checkpoint.tensors[index];
      const bool is_float = tensor.dtype == "F32";
      if (tensor.dtype == dtype || (is_float && std::string(dtype) == "F16")) continue;
      std::size_t elements = 1;
      for (const auto side : tensor.shape) elements *= static_cast<std::size_t>(side);
      const bool wide = std::string(dtype) == "F32" || std::string(dtype) == "I32";
      tensor.bytes.assign(elements * (wide                          ? 4
                                      : std::string(dtype) == "F16" ? 2
                                                                    : 1),
                          std::byte{0x11});
      tensor.dtype = dtype;
      INFO(tensor.name << " as " << dtype);
      // Positions may be floats; then nothing asks for their scale.
      const auto model = load(checkpoint);
      REQUIRE_FALSE(model.has_value());
      INFO(model.error().message);
      CHECK(model.error().message.find(tensor.name) != std::string::npos);
      CHECK(model.error().message.find("expected") != std::string::npos);
      CHECK(model.error().message.find("found") != std::string::npos);
    }
  }
}

TEST_CASE("A wrong shape in a quantized model is named with both", "[model][quantized][bad]") {
  const QuantizedCheckpoint whole = make_checkpoint();
  for (std::size_t index = 0; index < whole.tensors.size(); ++index) {
    for (const bool longer : {false, true}) {
      QuantizedCheckpoint checkpoint = whole;
      StoredTensor& tensor = checkpoint.tensors[index];
      std::size_t elements = 1;
      for (const auto side : tensor.shape) elements *= static_cast<std::size_t>(side);
      const std::size_t size = tensor.bytes.size() / elements;
      if (longer) {
        elements = elements / static_cast<std::size_t>(tensor.shape.back()) *
                   static_cast<std::size_t>(tensor.shape.back() + 1);
        tensor.shape.back() += 1;
        tensor.bytes.resize(elements * size, std::byte{0x11});
      } else {
        tensor.shape.push_back(1);
      }
      INFO(tensor.name);
      const auto model = load(checkpoint);
      REQUIRE_FALSE(model.has_value());
      INFO(model.error().message);
      CHECK(model.error().message.find("tensor ") != std::string::npos);
      CHECK(model.error().message.find("expected") != std::string::npos);
      CHECK(model.error().message.find("found") != std::string::npos);
    }
  }
}

TEST_CASE("Scales that are negative or not finite are named", "[model][quantized][bad]") {
  const float infinity = std::numeric_limits<float>::infinity();
  for (const char* name :
       {"patch_embed.proj.weight_scale", "blocks.0.attn.qkv.weight_scale",
        "blocks.0.attn.proj.weight_scale", "blocks.0.mlp.fc1.weight_scale",
        "blocks.0.mlp.fc2.weight_scale", "blocks.0.attn.qkv.input_scale", "pos_embed_scale"}) {
    for (const float bad : {-1.0F, infinity, -infinity, std::numeric_limits<float>::quiet_NaN()}) {
      QuantizedCheckpoint checkpoint = make_checkpoint();
      set_float(find(&checkpoint, name), 0, bad);
      check_refused(load(checkpoint), ErrorCode::kInvalidModel,
                    {name, "element 0", "expected", "found"});
    }
  }
  // A scale of 0 stands for weights of 0, an input that is always 0 is a mistake.
  QuantizedCheckpoint zero = make_checkpoint();
  set_float(find(&zero, "blocks.0.mlp.fc1.weight_scale"), 0, 0.0F);
  CHECK(load(zero).has_value());
  for (const float bad : {0.0F, 1e-45F}) {
    QuantizedCheckpoint checkpoint = make_checkpoint();
    set_float(find(&checkpoint, "blocks.0.attn.qkv.input_scale"), 0, bad);
    check_refused(load(checkpoint), ErrorCode::kInvalidModel,
                  {"blocks.0.attn.qkv.input_scale", "above 0"});
  }
  // Each scale is a number, their products are not.
  QuantizedCheckpoint overflow = make_checkpoint();
  set_float(find(&overflow, "blocks.0.attn.qkv.input_scale"), 0, 1e38F);
  set_float(find(&overflow, "blocks.0.attn.qkv.weight_scale"), 0, 1e38F);
  check_refused(load(overflow), ErrorCode::kInvalidModel, {"blocks.0.attn.qkv", "infinity"});
}

TEST_CASE("The 4-bit code of -8 is refused wherever it is, padding is not looked at",
          "[model][quantized][bad]") {
  const char* name = "blocks.0.mlp.fc1.weight_packed";
  const std::size_t bytes =
      find(std::make_unique<QuantizedCheckpoint>(make_checkpoint()).get(), name)->bytes.size();
  for (std::size_t index = 0; index < bytes; ++index) {
    for (const std::byte kept : {std::byte{0xF0}, std::byte{0x0F}}) {
      QuantizedCheckpoint checkpoint = make_checkpoint();
      find(&checkpoint, name)->bytes[index] &= kept;
      check_refused(load(checkpoint), ErrorCode::kInvalidModel,
                    {name, "output " + std::to_string(index / 4), "-8"});
    }
  }
  // 11 hidden neurons: the last nibble of each row of fc2 is padding.
  auto shape = testing::few_kilobytes();
  shape.mlp_dim = 11;
  auto odd = testing::quantize(testing::make_tensors(shape), testing::profile_json(shape),
                               testing::all_layers({"int4"}));
  StoredTensor* fc2 = find(&odd, "blocks.0.mlp.fc2.weight_packed");
  REQUIRE(fc2->shape == std::vector<std::int64_t>{8, 6});
  fc2->bytes[5] = std::byte{0x07};
  CHECK(load(odd).has_value());
  fc2->bytes[5] = std::byte{0x70};
  check_refused(load(odd), ErrorCode::kInvalidModel, {"blocks.0.mlp.fc2.weight_packed", "-8"});
}

TEST_CASE("Quantization metadata that is wrong or contradicts the tensors is refused",
          "[model][quantized][bad]") {
  struct Case {
    std::string from;
    std::string to;
    ErrorCode code;
    std::vector<std::string> parts;
  };
  const std::string layers = R"("layers": {)";
  const Case cases[] = {
      {R"("scheme": "mixed")", R"("scheme": "int3")", ErrorCode::kUnsupported, {"int3", "mixed"}},
      {R"("scheme": "mixed")", R"("scheme": "f32")", ErrorCode::kInvalidModel, {"quantization"}},
      {R"("scheme": "mixed")", R"("scheme": "int8")", ErrorCode::kInvalidModel, {"default.scheme"}},
      {R"("scheme": "mixed")", R"("scheme": 8)", ErrorCode::kMalformedFile, {"scheme"}},
      {R"("scheme": "mixed", )", "", ErrorCode::kInvalidModel, {"quantization", "none"}},
      {R"("default": {"scheme": "int4")",
       R"("default": {"scheme": "int5")",
       ErrorCode::kUnsupported,
       {"quantization.default.scheme", "int5"}},
      {R"("default": {"scheme": "int4", )",
       R"("default": {)",
       ErrorCode::kInvalidModel,
       {"quantization.default.scheme", "missing"}},
      {R"("group": 0, "activation_bits": 6)",
       R"("group": 48, "activation_bits": 6)",
       ErrorCode::kInvalidModel,
       {"group", "32", "48"}},
      {R"("group": 0, "activation_bits": 6)",
       R"("group": -32, "activation_bits": 6)",
       ErrorCode::kInvalidModel,
       {"group", "-32"}},
      {R"("group": 0, "activation_bits": 6)",
       R"("group": 1e9, "activation_bits": 6)",
       ErrorCode::kInvalidModel,
       {"group"}},
      {R"("group": 0, "activation_bits": 6)",
       R"("group": "0", "activation_bits": 6)",
       ErrorCode::kMalformedFile,
       {"group"}},
      {R"("activation_bits": 6)",
       R"("activation_bits": 7)",
       ErrorCode::kInvalidModel,
       {"activation_bits", "6 or 8", "7"}},
      {R"("activation_bits": 6)",
       R"("activation_bits": 6, "axis": 0)",
       ErrorCode::kInvalidModel,
       {"quantization.default.axis"}},
      {R"("quantization": {)",
       R"("quantization": {"method": "awq", )",
       ErrorCode::kInvalidModel,
       {"quantization.method"}},
      {R"("quantization": {)",
       R"("quantization": 4, "rest": {)",
       ErrorCode::kInvalidModel,
       {"quantization"}},
      {R"("binary", "group": 0, "activation_bits": 8)",
       R"("binary", "group": 0, "activation_bits": 6)",
       ErrorCode::kInvalidModel,
       {"blocks.0.attn.proj.activation_bits", "only int4"}},
      {R"("binary", "group": 0)",
       R"("binary", "group": 32)",
       ErrorCode::kInvalidModel,
       {"blocks.0.attn.proj.group", "only int4"}},
      {layers,
       layers + R"("blocks.7.mlp.fc1": {"scheme": "int8"}, )",
       ErrorCode::kInvalidModel,
       {"blocks.7.mlp.fc1", "no such layer"}},
      {layers, layers + R"("norm": {"scheme": "int8"}, )", ErrorCode::kInvalidModel, {"norm"}},
      // Another scheme than that of the tensors.
      {R"("blocks.0.attn.proj": {"scheme": "binary")",
       R"("blocks.0.attn.proj": {"scheme": "int8")",
       ErrorCode::kInvalidModel,
       {"blocks.0.attn.proj.weight", "missing"}},
      {R"("blocks.0.attn.proj": {"scheme": "binary")",
       R"("blocks.0.attn.proj": {"scheme": "int4")",
       ErrorCode::kInvalidModel,
       {"blocks.0.attn.proj.weight_packed", "[8, 4]", "[8, 1]"}},
      {R"("scheme": "int8-static")",
       R"("scheme": "int8")",
       ErrorCode::kInvalidModel,
       {"blocks.0.attn.qkv.input_scale", "not part"}},
      {R"("patch_size": 4)",
       R"("patch_size": 5)",
       ErrorCode::kInvalidModel,
       {"patch_embed.proj.weight_packed", "[dim, 38]", "found [8, 24]"}},
      {R"("patch_size": 4, )", "", ErrorCode::kInvalidModel, {"patch_size", "missing"}},
      {R"("patch_size": 4)", R"("patch_size": 0)", ErrorCode::kInvalidModel, {"patch_size"}},
  };
  for (const Case& refused : cases) {
    INFO(refused.to);
    QuantizedCheckpoint checkpoint = make_checkpoint();
    checkpoint.metadata = replaced(checkpoint.metadata, refused.from, refused.to);
    check_refused(load(checkpoint), refused.code, refused.parts);
  }
}

TEST_CASE("Quantized files have official names", "[model][quantized][bad]") {
  const auto shape = testing::few_kilobytes();
  QuantizedCheckpoint checkpoint = make_checkpoint("f32");
  checkpoint.tensors.clear();
  for (const auto& tensor : testing::make_tensors(shape, testing::Flavour::kHuggingFace)) {
    checkpoint.tensors.push_back(testing::store(tensor));
  }
  check_refused(load(checkpoint), ErrorCode::kUnsupported, {"mixed", "official names"});
}

TEST_CASE("Pruned blocks keep whole heads, at least one, and at most those of the metadata",
          "[model][bad]") {
  const auto shape = testing::few_kilobytes();
  const auto resized = [&](const std::string& name, std::vector<std::int64_t> extents) {
    auto tensors = testing::make_tensors(shape);
    for (auto& tensor : tensors) {
      if (tensor.name != name) continue;
      std::size_t count = 1;
      for (const auto side : extents) count *= static_cast<std::size_t>(side);
      tensor.shape = extents;
      tensor.values.resize(count);
    }
    QuantizedCheckpoint checkpoint;
    for (const auto& tensor : tensors) checkpoint.tensors.push_back(testing::store(tensor));
    checkpoint.metadata = testing::profile_json(shape);
    return load(checkpoint);
  };
  const std::string qkv = "blocks.0.attn.qkv.weight";
  for (const std::int64_t outputs : {0, 11, 13, 36}) {  // heads of 4 channels: 12 or 24
    check_refused(resized(qkv, {outputs, 8}), ErrorCode::kInvalidModel,
                  {qkv, "a multiple of 12 up to 24", "found"});
  }
  check_refused(resized("blocks.0.mlp.fc1.weight", {0, 8}), ErrorCode::kInvalidModel,
                {"blocks.0.mlp.fc1.weight", "expected", "found [0, 8]"});
  // One head less: what belongs to it has to follow.
  check_refused(resized(qkv, {12, 8}), ErrorCode::kInvalidModel,
                {"blocks.0.attn.qkv.bias", "[12]", "found [24]"});
}

}  // namespace
}  // namespace dinozero
