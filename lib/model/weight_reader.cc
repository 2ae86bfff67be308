// SPDX-License-Identifier: Apache-2.0
#include "lib/model/weight_reader.h"

#include <cmath>
#include <cstring>

#include "kernels/armv6_layout.h"
#include "lib/model/armv6_weights.h"
#include "lib/model/float_values.h"

namespace dinozero {
namespace {

constexpr Scheme kF32 = Scheme::kF32;

std::size_t element_count(const Shape& shape) {
  std::size_t count = 1;
  for (const std::int64_t side : shape) count *= static_cast<std::size_t>(side);
  return count;
}

// Whether a byte of an output's packed weights has a nibble 0, which stands for -8.
bool has_zero_nibble(std::uint8_t byte, bool both) {
  return (byte & 0x0F) == 0 || (both && (byte & 0xF0) == 0);
}

// The same of words of eight nibbles: a nibble 0 borrows, and nothing else does so first.
bool has_zero_nibble(const std::uint8_t* bytes, std::size_t words) {
  std::uint32_t bad = 0;
  for (std::size_t i = 0; i < words; ++i) {
    std::uint32_t word = 0;
    std::memcpy(&word, bytes + i * sizeof(word), sizeof(word));
    bad |= (word - 0x11111111U) & ~word & 0x88888888U;
  }
  return bad != 0;
}

}  // namespace

WeightReader::WeightReader(ModelData* model, const TensorNames& names,
                           const Quantization& quantization)
    : model_(model), names_(names), quantization_(quantization) {}

const float* WeightReader::read(const std::string& name, const Shape& shape) {
  const TensorView* tensor = find_float(name, shape);
  if (tensor == nullptr) return nullptr;
  count_parameters(*tensor);
  const float* values = as_f32(*tensor);
  const bool good = values != nullptr && check_finite(name, values, element_count(shape));
  return good ? values : nullptr;
}

void WeightReader::count_parameters(const TensorView& tensor) {
  model_->parameters += element_count(tensor.shape);
  if (tensor.shape.size() < 2 || !is_float(tensor.dtype)) return;
  const char* scheme = tensor.dtype == DType::kF16    ? "f16"
                       : tensor.dtype == DType::kBF16 ? "bf16"
                                                      : "f32";
  const bool same = float_scheme_ == nullptr || std::strcmp(float_scheme_, scheme) == 0;
  float_scheme_ = same ? scheme : "f32";
}

const float* WeightReader::read_joined(std::initializer_list<std::string> parts,
                                       const Shape& shape) {
  const std::size_t count = element_count(shape);
  std::vector<const TensorView*> tensors;
  for (const std::string& part : parts) tensors.push_back(find_float(part, shape));
  float* joined = failed_ ? nullptr : allocate(*parts.begin(), count * parts.size());
  if (joined == nullptr) return nullptr;
  float* next = joined;
  for (const TensorView* tensor : tensors) {
    convert_to_f32(*tensor, next);
    if (!check_finite(tensor->name, next, count)) return nullptr;
    next += count;
  }
  model_->parameters += count * parts.size();
  return joined;
}

LayerNormWeights WeightReader::layer_norm(const std::string& weight, const std::string& bias) {
  const Shape shape = {model_->config.dim};
  return {read(weight, shape), read(bias, shape)};
}

LinearWeights WeightReader::linear(const std::string& official, const std::string& stem,
                                   int outputs, int inputs, bool has_bias,
                                   const Shape& weight_shape) {
  LinearWeights linear;
  linear.name = stem;
  linear.outputs = outputs;
  linear.inputs = inputs;
  linear.scheme = quantization_.of(official);
  if (linear.scheme.scheme == kF32) {
    read_float_weights(&linear, stem + ".weight", weight_shape);
  } else {
    read_weights(&linear, stem, weight_shape);
  }
  if (has_bias) linear.bias = read(stem + ".bias", {outputs});
  if (linear.scheme.scheme == Scheme::kInt8Static) read_static_input(&linear, stem);
  return linear;
}

void WeightReader::read_float_weights(LinearWeights* linear, const std::string& name,
                                      const Shape& shape) {
  const TensorView* tensor = find_float(name, shape);
  if (tensor == nullptr) return;
  count_parameters(*tensor);
  const void* weight = tensor->data;
  kernels::FloatType type = float_type(tensor->dtype);
  if (!is_aligned(*tensor)) {
    weight = as_f32(*tensor);
    type = kernels::FloatType::kF32;
  }
  if (weight == nullptr || !check_finite(name, type, weight, element_count(shape))) return;
  linear->weight = weight;
  linear->weight_type = type;
}

void WeightReader::read_weights(LinearWeights* linear, const std::string& stem,
                                const Shape& weight_shape) {
  const Scheme scheme = linear->scheme.scheme;
  const std::int64_t outputs = linear->outputs;
  const std::size_t layout_words =
      quantization_.layout().empty() ? 0
                                     : armv6_layout_words(scheme, linear->outputs, linear->inputs);
  if (layout_words > 0) {
    read_armv6_layout(linear, stem + std::string(kArmv6Weights), layout_words);
  } else if (scheme == Scheme::kInt4 || scheme == Scheme::kBinary) {
    const std::string name = stem + ".weight_packed";
    const auto row = static_cast<std::int64_t>(packed_row_bytes(scheme, linear->inputs));
    const TensorView* tensor = find(name, {outputs, row}, DType::kU8);
    if (tensor == nullptr) return;
    linear->weight_packed = reinterpret_cast<const std::uint8_t*>(tensor->data);
    if (scheme == Scheme::kInt4) check_int4_codes(*linear, name);
  } else {
    const TensorView* tensor = find(stem + ".weight", weight_shape, DType::kI8);
    if (tensor == nullptr) return;
    linear->weight_int8 = reinterpret_cast<const std::int8_t*>(tensor->data);
  }
  model_->parameters += static_cast<std::size_t>(outputs) * linear->inputs;
  linear->weight_scale = read_scales(stem + ".weight_scale", {outputs, linear->groups()});
}

void WeightReader::read_armv6_layout(LinearWeights* linear, const std::string& name,
                                     std::size_t words) {
  const TensorView* tensor = find(name, {static_cast<std::int64_t>(words)}, DType::kI32);
  if (tensor == nullptr) return;
  if (!is_used_in_place(*tensor)) {
    float* room = allocate(name, unpacked_floats(*tensor));
    if (room == nullptr) return;
    auto* packed = reinterpret_cast<std::uint8_t*>(room);
    unpack_armv6_weights(*linear, tensor->data, packed);
    linear->weight_packed = packed;
    if (linear->scheme.scheme == Scheme::kInt4) check_int4_codes(*linear, name);
    return;
  }
  linear->weight_armv6 = reinterpret_cast<const std::uint32_t*>(tensor->data);
  if (linear->scheme.scheme != Scheme::kInt4) return;
  const int bad = kernels::armv6_layout::first_bad_output(linear->weight_armv6, linear->outputs,
                                                          linear->inputs);
  if (bad == linear->outputs) return;
  fail(ErrorCode::kInvalidModel, name,
       "output " + std::to_string(bad) + ": expected weights -7 to 7, found -8");
}

void WeightReader::check_int4_codes(const LinearWeights& linear, const std::string& name) {
  const std::size_t row_bytes = packed_row_bytes(Scheme::kInt4, linear.inputs);
  const std::uint8_t* row = linear.weight_packed;
  for (int output = 0; output < linear.outputs; ++output, row += row_bytes) {
    const std::size_t pairs = static_cast<std::size_t>(linear.inputs) / 2;
    bool bad = has_zero_nibble(row, pairs / 4);
    for (std::size_t byte = pairs / 4 * 4; byte < pairs; ++byte) {
      bad |= has_zero_nibble(row[byte], true);
    }
    if (pairs < row_bytes) bad |= has_zero_nibble(row[pairs], false);
    if (bad) {
      fail(ErrorCode::kInvalidModel, name,
           "output " + std::to_string(output) +
               ": expected nibbles 1 to 15 (weights -7 to 7), found 0 (-8)");
      return;
    }
  }
}

bool WeightReader::read_static(const std::string& prefix, float* scale, int* zero_point) {
  const std::string scale_name = prefix + "_scale";
  const TensorView* zero_point_tensor = find(prefix + "_zero_point", {1}, DType::kI8);
  const float* scales = read_scales(scale_name, {1});
  if (scales == nullptr || zero_point_tensor == nullptr) return false;
  if (!(*scales > 0) || !std::isfinite(1.0F / *scales)) {
    fail(ErrorCode::kInvalidModel, scale_name,
         "expected a number above 0 with a finite inverse, found " + std::to_string(*scales));
    return false;
  }
  *scale = *scales;
  const int code = static_cast<unsigned char>(*zero_point_tensor->data);
  *zero_point = code < 128 ? code : code - 256;
  return !failed_;
}

// x = input_scale * (q - zero_point), so that
//   sum x w = input_scale * weight_scale * (sum q code - zero_point * sum code).
void WeightReader::read_static_input(LinearWeights* linear, const std::string& stem) {
  if (linear->weight_scale == nullptr || failed_) return;
  if (!read_static(stem + ".input", &linear->input_scale, &linear->input_zero_point)) return;
  const std::string result = stem + ".output";
  if (model_->file.find(result + "_scale") != nullptr &&
      !read_static(result, &linear->output_scale, &linear->output_zero_point)) {
    return;
  }

  float* folded = allocate(stem + ".bias", static_cast<std::size_t>(linear->outputs));
  if (folded == nullptr) return;
  linear->folded_bias = folded;
  const std::int8_t* row = linear->weight_int8;
  for (int output = 0; output < linear->outputs; ++output, row += linear->inputs) {
    std::int32_t sum = 0;
    for (int input = 0; input < linear->inputs; ++input) sum += row[input];
    const double bias = linear->bias == nullptr ? 0.0 : double{linear->bias[output]};
    const double scales = double{linear->input_scale} * double{linear->weight_scale[output]};
    folded[output] = static_cast<float>(bias - scales * linear->input_zero_point * sum);
  }
  check_finite(stem + ".bias", folded, static_cast<std::size_t>(linear->outputs));
}

StoredRows WeightReader::positions(const std::string& name, int rows, int dim) {
  const Shape shape = {1, rows, dim};
  const TensorView* stored = model_->file.find(name);
  const bool codes =
      quantization_.is_quantized() && stored != nullptr && stored->dtype == DType::kI8;
  const TensorView* tensor = codes ? find(name, shape, DType::kI8) : find_float(name, shape);
  if (tensor == nullptr) return {};
  StoredRows result{dim, tensor->dtype, tensor->data};
  if (codes) {
    const TensorView* scale = model_->file.find(name + "_scale");
    result.shared_scale = scale != nullptr && scale->shape == Shape{1};
    result.scales = read_scales(name + "_scale", {result.shared_scale ? 1 : rows});
    if (result.scales == nullptr) return {};
  }
  count_parameters(*tensor);
  std::vector<float> room(static_cast<std::size_t>(dim));
  for (int row = 0; row < rows; ++row) {
    const float* values = result.from(static_cast<std::size_t>(row)).floats(1, room.data());
    const std::size_t first = static_cast<std::size_t>(row) * room.size();
    if (!check_finite(name, values, room.size(), first)) return {};
  }
  return result;
}

const float* WeightReader::first_row(const StoredRows& rows) {
  if (rows.is_in_place()) return rows.floats(1, nullptr);
  float* room = allocate("pos_embed", static_cast<std::size_t>(rows.dim));
  return room == nullptr ? nullptr : rows.floats(1, room);
}

Expected<void> WeightReader::finish() {
  if (failed_) return tl::unexpected(error_);
  for (const TensorView& tensor : model_->file.tensors()) {
    if (used_.count(tensor.name) == 0 && !names_.is_ignored(tensor.name)) {
      return tl::unexpected(Error{ErrorCode::kInvalidModel,
                                  model_->file.file_name() + ": tensor " + tensor.name +
                                      ": not part of the architecture (depth " +
                                      std::to_string(model_->config.depth) + ", dim " +
                                      std::to_string(model_->config.dim) + ", scheme " + scheme() +
                                      "): expected no such tensor, found " +
                                      dtype_name(tensor.dtype) + " " + shape_string(tensor.shape)});
    }
  }
  return {};
}

std::string WeightReader::scheme() const {
  if (quantization_.is_quantized()) return quantization_.scheme();
  return float_scheme_ == nullptr ? "f32" : float_scheme_;
}

void WeightReader::fail(ErrorCode code, const std::string& name, const std::string& what) {
  if (failed_) return;
  failed_ = true;
  error_ = {code, model_->file.file_name() + ": tensor " + name + ": " + what};
}

const TensorView* WeightReader::find(const std::string& name, const Shape& shape) {
  if (failed_) return nullptr;
  const TensorView* tensor = model_->file.find(name);
  if (tensor == nullptr) {
    fail(ErrorCode::kInvalidModel, name, "missing; expected shape " + shape_string(shape));
    return nullptr;
  }
  if (tensor->shape != shape) {
    fail(ErrorCode::kInvalidModel, name,
         "expected shape " + shape_string(shape) + ", found " + shape_string(tensor->shape));
    return nullptr;
  }
  used_.insert(tensor->name);
  return tensor;
}

const TensorView* WeightReader::find(const std::string& name, const Shape& shape, DType dtype) {
  const TensorView* tensor = find(name, shape);
  if (tensor == nullptr || tensor->dtype == dtype) return tensor;
  fail(ErrorCode::kInvalidModel, name,
       std::string("expected ") + dtype_name(dtype) + ", found " + dtype_name(tensor->dtype));
  return nullptr;
}

const TensorView* WeightReader::find_float(const std::string& name, const Shape& shape) {
  const TensorView* tensor = find(name, shape);
  if (tensor == nullptr || is_float(tensor->dtype)) return tensor;
  fail(ErrorCode::kUnsupported, name,
       std::string("expected F32, F16 or BF16, found ") + dtype_name(tensor->dtype));
  return nullptr;
}

const float* WeightReader::as_f32(const TensorView& tensor) {
  if (tensor.dtype == DType::kF32 && is_aligned(tensor))
    return reinterpret_cast<const float*>(tensor.data);
  float* converted = allocate(tensor.name, element_count(tensor.shape));
  if (converted != nullptr) convert_to_f32(tensor, converted);
  return converted;
}

const float* WeightReader::read_scales(const std::string& name, const Shape& shape) {
  const TensorView* tensor = find_float(name, shape);
  const float* scales = tensor == nullptr ? nullptr : as_f32(*tensor);
  const std::size_t count = element_count(shape);
  if (scales == nullptr || !check_finite(name, scales, count)) return nullptr;
  for (std::size_t i = 0; i < count; ++i) {
    if (scales[i] >= 0) continue;
    fail(ErrorCode::kInvalidModel, name,
         "element " + std::to_string(i) + ": expected a scale of at least 0, found " +
             std::to_string(scales[i]));
    return nullptr;
  }
  return scales;
}

// Converted tensors lie one after the other in the memory that the model has for them.
float* WeightReader::allocate(const std::string& name, std::size_t count) {
  if (count > model_->converted_floats - converted_floats_) {
    fail(ErrorCode::kOutOfMemory, name,
         "no memory for " + std::to_string(count * sizeof(float)) + " bytes of f32");
    return nullptr;
  }
  float* values = model_->converted.get() + converted_floats_;
  converted_floats_ += count;
  return values;
}

bool WeightReader::check_finite(const std::string& name, const float* values, std::size_t count,
                                std::size_t first) {
  return check_finite(name, kernels::FloatType::kF32, values, count, first);
}

bool WeightReader::check_finite(const std::string& name, kernels::FloatType type,
                                const void* values, std::size_t count, std::size_t first) {
  const auto* data = static_cast<const std::byte*>(values);
  const std::size_t index = first_not_finite(type, data, count);
  if (index == count) return true;
  float value = 0.0F;
  convert_to_f32(type, data + index * float_size(type), 1, &value);
  fail(ErrorCode::kInvalidModel, name,
       "element " + std::to_string(first + index) + ": expected a finite number, found " +
           (std::isnan(value) ? "NaN" : "infinity"));
  return false;
}

}  // namespace dinozero
