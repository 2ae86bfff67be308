// SPDX-License-Identifier: Apache-2.0
#include "support/reference_network.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <stdexcept>

namespace dinozero::testing {
namespace {

using Matrix = std::vector<double>;  // row-major

class Evaluation {
 public:
  explicit Evaluation(const ReferenceModel& model) : model_(model), dim_(size(model.config.dim)) {}

  ReferenceResult run(const std::vector<float>& image) {
    const SyntheticConfig& config = model_.config;
    Matrix stream = embed(image);
    const int patches = config.grid_rows * config.grid_cols;
    result_.patch_indices.resize(size(patches));
    std::iota(result_.patch_indices.begin(), result_.patch_indices.end(), 0);
    for (int index = 0; index < config.depth; ++index) {
      const std::string block = "blocks." + std::to_string(index) + ".";
      const Matrix attended = attention(block, layer_norm(block + "norm1", stream));
      add(&stream, linear(block + "attn.proj", attended), block + "ls1.gamma");
      Matrix hidden = linear(block + "mlp.fc1", layer_norm(block + "norm2", stream));
      for (double& value : hidden) value = value / 2 * std::erfc(-value / std::sqrt(2.0));
      add(&stream, linear(block + "mlp.fc2", hidden), block + "ls2.gamma");
      result_.blocks.push_back(stream);
      if (index == model_.prune_after_block) prune(&stream);
    }
    result_.output = layer_norm("norm", stream);
    result_.tokens = static_cast<int>(stream.size() / dim_);
    return std::move(result_);
  }

 private:
  static std::size_t size(int value) { return static_cast<std::size_t>(value); }

  const SyntheticTensor* find(const std::string& name) const {
    for (const SyntheticTensor& tensor : model_.tensors) {
      if (tensor.name == name) return &tensor;
    }
    return nullptr;
  }
  const std::vector<float>& values(const std::string& name) const {
    const SyntheticTensor* tensor = find(name);
    if (tensor == nullptr) throw std::out_of_range(name);
    return tensor->values;
  }

  Matrix embed(const std::vector<float>& image) {
    const SyntheticConfig& config = model_.config;
    const int p = config.patch_size;
    const std::size_t width = size(config.grid_cols * p);
    const std::size_t height = size(config.grid_rows * p);
    Matrix patches;
    for (int row = 0; row < config.grid_rows; ++row) {
      for (int col = 0; col < config.grid_cols; ++col) {
        for (std::size_t channel = 0; channel < 3; ++channel) {
          for (int y = 0; y < p; ++y) {
            for (int x = 0; x < p; ++x) {
              patches.push_back(
                  image[(channel * height + size(row * p + y)) * width + size(col * p + x)]);
            }
          }
        }
      }
    }
    Matrix stream;
    const std::vector<float>& position = values("pos_embed");
    const std::vector<float>& cls = values("cls_token");
    for (std::size_t i = 0; i < dim_; ++i) stream.push_back(double{cls[i]} + double{position[i]});
    if (const SyntheticTensor* registers = find("register_tokens")) {
      stream.insert(stream.end(), registers->values.begin(), registers->values.end());
    }
    Matrix tokens = linear("patch_embed.proj", patches);
    for (std::size_t i = 0; i < tokens.size(); ++i) {
      stream.push_back(tokens[i] + double{position[dim_ + i]});
    }
    return stream;
  }

  Matrix layer_norm(const std::string& name, const Matrix& x) const {
    const std::vector<float>& weight = values(name + ".weight");
    const std::vector<float>& bias = values(name + ".bias");
    Matrix y(x.size());
    for (std::size_t row = 0; row < x.size(); row += dim_) {
      double mean = 0;
      double variance = 0;
      for (std::size_t i = 0; i < dim_; ++i) mean += x[row + i] / static_cast<double>(dim_);
      for (std::size_t i = 0; i < dim_; ++i) {
        variance += std::pow(x[row + i] - mean, 2) / static_cast<double>(dim_);
      }
      const double deviation = std::sqrt(variance + model_.layer_norm_eps);
      for (std::size_t i = 0; i < dim_; ++i) {
        y[row + i] = (x[row + i] - mean) / deviation * double{weight[i]} + double{bias[i]};
      }
    }
    return y;
  }

  double round(double value) {
    const double code = std::nearbyint(value);
    result_.tie_distance = std::min(result_.tie_distance, 0.5 - std::fabs(value - code));
    return code;
  }

  // What is left of a row of inputs once the layer has quantized them.
  void quantize_row(const std::string& layer, double* x, std::size_t count) {
    if (model_.quantized == nullptr) return;
    const LayerFormat& format = model_.quantized->of(layer);
    if (format.scheme == "f32") return;
    if (format.scheme == "int8-static") {
      const auto [scale, zero_point] = model_.static_inputs.at(layer);
      for (std::size_t i = 0; i < count; ++i) {
        const double code = std::clamp(round(x[i] / double{scale}) + zero_point, -128.0, 127.0);
        x[i] = double{scale} * (code - zero_point);
      }
      return;
    }
    const double limit = format.activation_bits == 6 ? 31 : 127;
    double largest = 0;
    for (std::size_t i = 0; i < count; ++i) largest = std::max(largest, std::fabs(x[i]));
    if (largest == 0) return;
    for (std::size_t i = 0; i < count; ++i) {
      x[i] = round(x[i] * limit / largest) * largest / limit;
    }
  }

  Matrix linear(const std::string& layer, Matrix x) {
    const std::vector<float>& weight = values(layer + ".weight");
    const SyntheticTensor* bias = find(layer + ".bias");
    const std::size_t outputs = size(static_cast<int>(find(layer + ".weight")->shape[0]));
    const std::size_t inputs = weight.size() / outputs;
    auto& range = result_.input_ranges
                      .try_emplace(layer, std::numeric_limits<double>::max(),
                                   std::numeric_limits<double>::lowest())
                      .first->second;
    const auto [low, high] = std::minmax_element(x.begin(), x.end());
    range = {std::min(range.first, *low), std::max(range.second, *high)};
    Matrix y;
    for (std::size_t row = 0; row < x.size(); row += inputs) {
      quantize_row(layer, &x[row], inputs);
      for (std::size_t output = 0; output < outputs; ++output) {
        double sum = bias == nullptr ? 0.0 : double{bias->values[output]};
        for (std::size_t i = 0; i < inputs; ++i) {
          sum += x[row + i] * double{weight[output * inputs + i]};
        }
        y.push_back(sum);
      }
    }
    return y;
  }

  Matrix attention(const std::string& block, const Matrix& normed) {
    const Matrix qkv = linear(block + "attn.qkv", normed);
    const std::size_t tokens = normed.size() / dim_;
    const std::size_t width = qkv.size() / tokens / 3;
    const std::size_t head_dim = dim_ / size(model_.config.heads);
    const auto part = [&](std::size_t token, std::size_t which, std::size_t channel) {
      return qkv[(token * 3 + which) * width + channel];
    };
    Matrix out(tokens * width);
    result_.cls_attention.clear();
    for (std::size_t head = 0; head < width / head_dim; ++head) {
      for (std::size_t query = 0; query < tokens; ++query) {
        std::vector<double> row(tokens);
        double sum = 0;
        for (std::size_t key = 0; key < tokens; ++key) {
          double score = 0;
          for (std::size_t d = head * head_dim; d < (head + 1) * head_dim; ++d) {
            score += part(query, 0, d) * part(key, 1, d);
          }
          row[key] = std::exp(score / std::sqrt(static_cast<double>(head_dim)));
          sum += row[key];
        }
        for (double& probability : row) probability /= sum;
        for (std::size_t d = head * head_dim; d < (head + 1) * head_dim; ++d) {
          for (std::size_t key = 0; key < tokens; ++key) {
            out[query * width + d] += row[key] * part(key, 2, d);
          }
        }
        if (query == 0) result_.cls_attention.push_back(row);
      }
    }
    return out;
  }

  void add(Matrix* stream, const Matrix& branch, const std::string& scale_name) const {
    const SyntheticTensor* scale = find(scale_name);
    for (std::size_t i = 0; i < branch.size(); ++i) {
      (*stream)[i] += scale == nullptr ? branch[i] : branch[i] * double{scale->values[i % dim_]};
    }
  }

  void prune(Matrix* stream) {
    const std::size_t prefix = 1 + size(model_.config.registers);
    const std::size_t patches = stream->size() / dim_ - prefix;
    std::vector<double> attention(patches);
    for (const std::vector<double>& row : result_.cls_attention) {
      for (std::size_t p = 0; p < patches; ++p) attention[p] += row[prefix + p];
    }
    std::vector<int> order(patches);
    std::iota(order.begin(), order.end(), 0);
    std::stable_sort(order.begin(), order.end(),
                     [&](int a, int b) { return attention[size(a)] > attention[size(b)]; });
    std::vector<int> kept(order.begin(), order.begin() + model_.keep_patches);
    std::sort(kept.begin(), kept.end());

    Matrix pruned(stream->begin(), stream->begin() + static_cast<std::ptrdiff_t>(prefix * dim_));
    Matrix rest(dim_);
    double weight = 0;
    for (std::size_t p = 0; p < patches; ++p) {
      const double* token = stream->data() + (prefix + p) * dim_;
      if (std::binary_search(kept.begin(), kept.end(), static_cast<int>(p))) {
        pruned.insert(pruned.end(), token, token + dim_);
      } else {
        for (std::size_t i = 0; i < dim_; ++i) rest[i] += attention[p] * token[i];
        weight += attention[p];
      }
    }
    for (double& value : rest) value /= weight;
    pruned.insert(pruned.end(), rest.begin(), rest.end());
    *stream = pruned;
    result_.patch_indices = kept;
  }

  const ReferenceModel& model_;
  std::size_t dim_;
  ReferenceResult result_;
};

// Keeps the first `rows` rows, and in each the first `cols` numbers, of each of `parts` equal
// parts.
void crop(SyntheticTensor* tensor, int parts, int rows, int cols) {
  const auto all_rows = static_cast<int>(tensor->shape[0]);
  const int all_cols = tensor->shape.size() > 1 ? static_cast<int>(tensor->shape[1]) : 1;
  std::vector<float> kept;
  for (int part = 0; part < parts; ++part) {
    for (int row = 0; row < rows; ++row) {
      const auto begin = tensor->values.begin() + (part * all_rows / parts + row) * all_cols;
      kept.insert(kept.end(), begin, begin + cols);
    }
  }
  tensor->values = std::move(kept);
  tensor->shape[0] = parts * rows;
  if (tensor->shape.size() > 1) tensor->shape[1] = cols;
}

}  // namespace

ReferenceResult evaluate(const ReferenceModel& model, const std::vector<float>& image) {
  return Evaluation(model).run(image);
}

void prune_block(std::vector<SyntheticTensor>* tensors, const SyntheticConfig& config, int index,
                 int heads, int mlp_dim) {
  const int width = heads * (config.dim / config.heads);
  const std::string block = "blocks." + std::to_string(index) + ".";
  for (SyntheticTensor& tensor : *tensors) {
    if (tensor.name == block + "attn.qkv.weight") crop(&tensor, 3, width, config.dim);
    if (tensor.name == block + "attn.qkv.bias") crop(&tensor, 3, width, 1);
    if (tensor.name == block + "attn.proj.weight") crop(&tensor, 1, config.dim, width);
    if (tensor.name == block + "mlp.fc1.weight") crop(&tensor, 1, mlp_dim, config.dim);
    if (tensor.name == block + "mlp.fc1.bias") crop(&tensor, 1, mlp_dim, 1);
    if (tensor.name == block + "mlp.fc2.weight") crop(&tensor, 1, config.dim, mlp_dim);
  }
}

}  // namespace dinozero::testing
