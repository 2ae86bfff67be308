// SPDX-License-Identifier: Apache-2.0
// Runs `dinozero info` itself.

#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "support/catch.h"
#include "support/synthetic_checkpoint.h"
#include "tools/run_program.h"

namespace dinozero::testing {
namespace {

using Json = nlohmann::json;

struct File {
  TemporaryFolder folder;
  std::string path;
  std::size_t bytes = 0;
  std::vector<SyntheticTensor> tensors;
};

void write_model(File& file, const SyntheticConfig& config, DType dtype = DType::kF32) {
  file.path = file.folder / "model.safetensors";
  file.tensors = make_tensors(config);
  const auto bytes = serialize_safetensors(
      file.tensors, {{"dinozero", profile_json(config, "a test model")}}, dtype);
  file.bytes = bytes.size();
  write_file(file.path, bytes.data(), bytes.size());
}

ProgramResult info(const File& file, std::vector<std::string> options) {
  options.insert(options.begin(), {"info", file.path});
  const auto result = run_program(DINOZERO_COMMAND, options);
  CHECK(result.err.empty());
  REQUIRE(result.exit_code == 0);
  return result;
}

TEST_CASE("info --json describes the model", "[tools][info]") {
  File file;
  write_model(file, {32, 3, 4, 64, 8, 4, 4});
  std::size_t parameters = 0;
  for (const SyntheticTensor& tensor : file.tensors) parameters += tensor.values.size();

  const Json json = Json::parse(info(file, {"--json"}).out);
  CHECK(json.at("file") == file.path);
  CHECK(json.at("name") == "a test model");
  const Json& architecture = json.at("architecture");
  CHECK(architecture.at("dim") == 32);
  CHECK(architecture.at("depth") == 3);
  CHECK(architecture.at("heads") == 4);
  CHECK(architecture.at("mlp_dim") == 64);
  CHECK(architecture.at("patch_size") == 8);
  CHECK(architecture.at("position_rows") == 4);
  CHECK(architecture.at("layer_norm_epsilon") == 1e-6);
  CHECK(architecture.at("qkv_bias") == true);
  CHECK(json.at("parameters") == parameters);
  CHECK(json.at("scheme") == "f32");
  CHECK(json.at("layout").is_null());
  CHECK(json.at("flavour") == "official");
  CHECK(json.at("tensor_count") == file.tensors.size());
  CHECK(json.at("file_bytes") == file.bytes);
  CHECK(json.at("preprocess").at("resize") == 256);
  CHECK(json.at("preprocess").at("mean") == Json{0.485, 0.456, 0.406});
  CHECK_FALSE(json.contains("tensors"));
  CHECK_FALSE(json.contains("plan"));
}

TEST_CASE("info --tensors lists every tensor", "[tools][info]") {
  File file;
  write_model(file, {32, 1, 2, 64, 8, 4, 4}, DType::kF16);
  const Json json = Json::parse(info(file, {"--json", "--tensors"}).out);
  CHECK(json.at("scheme") == "f16");
  REQUIRE(json.at("tensors").size() == file.tensors.size());
  for (const SyntheticTensor& tensor : file.tensors) {
    bool found = false;
    for (const Json& listed : json.at("tensors")) {
      if (listed.at("name") != tensor.name) continue;
      found = true;
      CHECK(listed.at("dtype") == "F16");
      CHECK(listed.at("shape").get<std::vector<std::int64_t>>() == tensor.shape);
      CHECK(listed.at("bytes") == 2 * tensor.values.size());
    }
    CAPTURE(tensor.name);
    CHECK(found);
  }
  const std::string text = info(file, {"--tensors"}).out;
  CHECK(text.find("patch_embed.proj.weight") != std::string::npos);
  CHECK(text.find("32 x 3 x 8 x 8") != std::string::npos);
}

TEST_CASE("info --plan says where each layer runs", "[tools][info]") {
  File file;
  write_model(file, {32, 2, 2, 64, 8, 4, 4});
  const Json json = Json::parse(info(file, {"--json", "--plan", "--size", "32x48", "--backend",
                                            "native", "--kernels", "reference"})
                                    .out);
  const Json& plan = json.at("plan");
  CHECK(plan.at("input_height") == 32);
  CHECK(plan.at("input_width") == 48);
  CHECK(plan.at("backend") == "native");
  CHECK(plan.at("kernel_set") == "reference");
  CHECK(plan.at("workspace_bytes") > 0);
  REQUIRE(plan.at("layers").size() == 1 + 4 * 2);
  for (const Json& layer : plan.at("layers")) {
    CHECK(layer.at("backend") == "native");
    CHECK(layer.at("kernel") == "reference");
    CHECK(layer.at("rows").get<int>() >= 24);
  }
  CHECK(plan.at("layers")[0].at("depth") == 3 * 8 * 8);

  const std::string text = info(file, {"--plan"}).out;
  CHECK(text.find("blocks.1.mlp.fc2") != std::string::npos);
  CHECK(text.find("working memory") != std::string::npos);
}

}  // namespace
}  // namespace dinozero::testing
