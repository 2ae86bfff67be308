// SPDX-License-Identifier: Apache-2.0
#include "dinozero/model.h"

#include <utility>

#include "lib/checkpoint/safetensors.h"
#include "lib/model/model_data.h"

namespace dinozero {
namespace {

std::string directory_of(const std::string& path) {
  const std::size_t slash = path.rfind('/');
  return slash == std::string::npos ? "." : path.substr(0, slash + 1);
}

}  // namespace

Model::Model(std::shared_ptr<const ModelData> data) : data_(std::move(data)) {}

Expected<Model> Model::load(const std::string& path) {
  return Safetensors::open(path)
      .and_then([&](Safetensors&& file) { return read_model(std::move(file), directory_of(path)); })
      .map([](std::shared_ptr<const ModelData>&& data) { return Model(std::move(data)); });
}

Expected<Model> Model::from_memory(const void* data, std::size_t size, const std::string& name) {
  return Safetensors::from_memory(data, size, name)
      .and_then([](Safetensors&& file) { return read_model(std::move(file), ""); })
      .map([](std::shared_ptr<const ModelData>&& model) { return Model(std::move(model)); });
}

const ModelConfig& Model::config() const { return data_->config; }
const PreprocessConfig& Model::preprocess() const { return data_->preprocess; }
CheckpointFlavour Model::flavour() const { return data_->flavour; }
const std::string& Model::scheme() const { return data_->scheme; }
const std::string& Model::layout() const { return data_->layout; }
std::size_t Model::parameters() const { return data_->parameters; }
std::size_t Model::file_bytes() const { return data_->file.file_bytes(); }
std::size_t Model::converted_bytes() const { return data_->converted_floats * sizeof(float); }

std::vector<TensorInfo> Model::tensors() const {
  std::vector<TensorInfo> tensors;
  tensors.reserve(data_->file.tensors().size());
  for (const TensorView& tensor : data_->file.tensors()) {
    tensors.push_back({tensor.name, dtype_name(tensor.dtype), tensor.shape, tensor.bytes});
  }
  return tensors;
}

std::vector<LayerInfo> Model::layers() const {
  std::vector<LayerInfo> layers;
  data_->for_each_linear([&](const LinearWeights& weights) {
    const bool is_float = weights.scheme.scheme == Scheme::kF32;
    const std::size_t scales = static_cast<std::size_t>(weights.outputs) * weights.groups();
    layers.push_back({weights.name, scheme_name(weights.scheme.scheme), weights.outputs,
                      weights.inputs, weights.scheme.group,
                      is_float ? 32 : weights.scheme.activation_bits,
                      weights.weight_bytes() + scales * sizeof(float)});
  });
  return layers;
}

}  // namespace dinozero
