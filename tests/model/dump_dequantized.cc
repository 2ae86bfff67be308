// SPDX-License-Identifier: Apache-2.0
// Writes the floats that the library computes with, for dequantize_test.py:
//   dump_dequantized FOLDER
// writes quantized models of every scheme, FOLDER/*.quantized.safetensors, and for each what the
// library makes of it, FOLDER/*.expected.safetensors.
#include <cstdio>
#include <fstream>
#include <string>
#include <utility>
#include <vector>

#include "dinozero/model.h"
#include "lib/checkpoint/safetensors.h"
#include "lib/model/model_data.h"
#include "support/quantized_checkpoint.h"

namespace dinozero {
namespace {

using testing::QuantizedConfig;

// Inputs that fill no byte and no group.
testing::SyntheticConfig shape() {
  return {.dim = 36,
          .depth = 1,
          .heads = 3,
          .mlp_dim = 75,
          .patch_size = 5,
          .grid_rows = 2,
          .grid_cols = 2};
}

std::vector<std::pair<std::string, QuantizedConfig>> configs() {
  std::vector<std::pair<std::string, QuantizedConfig>> configs = {
      {"int8", testing::all_layers({"int8"})},
      {"int8-static", testing::all_layers({"int8-static"})},
      {"int4", testing::all_layers({"int4", 0, 6})},
      {"int4-groups", testing::all_layers({"int4", 32, 8})},
      {"binary", testing::all_layers({"binary"})},
      {"mixed", testing::all_layers({"int4", 32, 6})},
  };
  for (const char* layer : {"patch_embed.proj", "blocks.0.attn.qkv", "blocks.0.attn.proj",
                            "blocks.0.mlp.fc1", "blocks.0.mlp.fc2"}) {
    configs[1].second.input_ranges[layer] = {-3.0, 5.0};
  }
  configs[0].second.floats = testing::DType::kF16;
  configs[4].second.floats = testing::DType::kF16;
  configs[4].second.int8_positions = true;
  configs[4].second.shared_position_scale = true;
  configs[5].second.scheme = "mixed";
  configs[5].second.int8_positions = true;
  configs[5].second.layers = {{"patch_embed.proj", {"binary"}},
                              {"blocks.0.attn.proj", {"f32"}},
                              {"blocks.0.mlp.fc2", {"int8"}}};
  return configs;
}

// Views of what the model computes with, by the official names.
class Dump {
 public:
  explicit Dump(const ModelData& model) {
    const int dim = model.config.dim;
    model.for_each_linear([&](const LinearWeights& weights) {
      std::vector<float> values(static_cast<std::size_t>(weights.outputs) * weights.inputs);
      dequantize(weights, values.data());
      add(weights.name + ".weight", {weights.outputs, weights.inputs}, values.data());
      add(weights.name + ".bias", {weights.outputs}, weights.bias);
    });
    const int patches = model.config.position_rows * model.config.position_cols;
    std::vector<float> positions(model.cls_position, model.cls_position + dim);
    std::vector<float> room(static_cast<std::size_t>(patches) * dim);
    const float* rows =
        model.patch_positions.floats(static_cast<std::size_t>(patches), room.data());
    positions.insert(positions.end(), rows, rows + room.size());
    add("pos_embed", {1 + patches, dim}, positions.data());
    add("cls_token", {1, 1, dim}, model.cls_token);
    const auto add_norm = [&](const std::string& name, const LayerNormWeights& norm) {
      add(name + ".weight", {dim}, norm.weight);
      add(name + ".bias", {dim}, norm.bias);
    };
    add_norm("blocks.0.norm1", model.blocks[0].norm1);
    add_norm("blocks.0.norm2", model.blocks[0].norm2);
    add_norm("norm", model.norm);
  }

  Expected<void> write(const std::string& path) const {
    std::vector<TensorView> views;
    for (const Tensor& tensor : tensors_) {
      views.push_back({tensor.name, DType::kF32, tensor.shape,
                       reinterpret_cast<const std::byte*>(tensor.values.data()),
                       tensor.values.size() * sizeof(float)});
    }
    return write_safetensors(path, {views.data(), views.size()}, {});
  }

 private:
  struct Tensor {
    std::string name;
    std::vector<std::int64_t> shape;
    std::vector<float> values;
  };

  void add(const std::string& name, std::vector<std::int64_t> extents, const float* values) {
    std::size_t count = 1;
    for (const auto extent : extents) count *= static_cast<std::size_t>(extent);
    tensors_.push_back({name, std::move(extents), std::vector<float>(values, values + count)});
  }

  std::vector<Tensor> tensors_;
};

int write_all(const std::string& folder) {
  for (const auto& [name, config] : configs()) {
    const auto checkpoint =
        testing::quantize(testing::make_tensors(shape()), testing::profile_json(shape()), config);
    const auto bytes =
        testing::serialize_safetensors(checkpoint.tensors, {{"dinozero", checkpoint.metadata}});
    std::ofstream(folder + "/" + name + ".quantized.safetensors", std::ios::binary)
        .write(reinterpret_cast<const char*>(bytes.data()),
               static_cast<std::streamsize>(bytes.size()));
    const auto model = Model::from_memory(bytes.data(), bytes.size(), name);
    if (!model) {
      std::fprintf(stderr, "%s\n", model.error().message.c_str());
      return 1;
    }
    const auto written = Dump(*model->data()).write(folder + "/" + name + ".expected.safetensors");
    if (!written) {
      std::fprintf(stderr, "%s\n", written.error().message.c_str());
      return 1;
    }
  }
  return 0;
}

}  // namespace
}  // namespace dinozero

int main(int argc, char** argv) { return argc == 2 ? dinozero::write_all(argv[1]) : 2; }
