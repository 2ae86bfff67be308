// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <initializer_list>
#include <set>
#include <string>
#include <vector>

#include "dinozero/error.h"
#include "lib/model/model_data.h"
#include "lib/model/quantization.h"
#include "lib/model/tensor_names.h"

namespace dinozero {

using Shape = std::vector<std::int64_t>;

/// Finds the tensors of a model, checks them, remembers which were used, and converts what cannot
/// stay in place. A reader that has met an error gives null from then on, so that the caller asks
/// once, with finish().
class WeightReader {
 public:
  /// All three outlive the reader. Sets the model's `parameters` and `converted`.
  WeightReader(ModelData* model, const TensorNames& names, const Quantization& quantization);

  /// A float tensor, in f32.
  const float* read(const std::string& name, const Shape& shape);
  /// Float tensors of one shape below each other.
  const float* read_joined(std::initializer_list<std::string> parts, const Shape& shape);
  LayerNormWeights layer_norm(const std::string& weight, const std::string& bias);
  /// The layer `official`, whose tensors are called `stem`.weight and so on; `weight_shape` is that
  /// of weights that are not packed.
  LinearWeights linear(const std::string& official, const std::string& stem, int outputs,
                       int inputs, bool has_bias, const Shape& weight_shape);
  /// Floats, or I8 with a scale for each of the `rows` tokens; without data after an error.
  StoredRows positions(const std::string& name, int rows, int dim);
  /// In f32.
  const float* first_row(const StoredRows& rows);

  /// Errors: the first that was met; kInvalidModel for a tensor that nothing asked for.
  Expected<void> finish();

  /// What the metadata says; else f32, unless every matrix is stored in one 16-bit type.
  std::string scheme() const;

 private:
  void fail(ErrorCode code, const std::string& name, const std::string& what);
  /// Null, after fail(), for a tensor that is missing or of another shape.
  const TensorView* find(const std::string& name, const Shape& shape);
  const TensorView* find(const std::string& name, const Shape& shape, DType dtype);
  const TensorView* find_float(const std::string& name, const Shape& shape);
  /// A float tensor in place, or converted; its values are not looked at.
  const float* as_f32(const TensorView& tensor);
  /// Float weights in place in the type of the file, or converted.
  void read_float_weights(LinearWeights* linear, const std::string& name, const Shape& shape);
  const float* read_scales(const std::string& name, const Shape& shape);
  float* allocate(const std::string& name, std::size_t count);
  /// `first`: the index of the first of `values` in the tensor.
  bool check_finite(const std::string& name, const float* values, std::size_t count,
                    std::size_t first = 0);
  bool check_finite(const std::string& name, kernels::FloatType type, const void* values,
                    std::size_t count, std::size_t first = 0);
  void count_parameters(const TensorView& tensor);

  void read_weights(LinearWeights* linear, const std::string& stem, const Shape& weight_shape);
  /// Weights in the layout armv6, in place or, without kernels for it, unpacked.
  void read_armv6_layout(LinearWeights* linear, const std::string& name, std::size_t words);
  void check_int4_codes(const LinearWeights& linear, const std::string& name);
  void read_static_input(LinearWeights* linear, const std::string& stem);
  /// `prefix`_scale and `prefix`_zero_point: false, after fail(), if they are not there or no use.
  bool read_static(const std::string& prefix, float* scale, int* zero_point);

  ModelData* model_;
  const TensorNames& names_;
  const Quantization& quantization_;
  std::size_t converted_floats_ = 0;  // of model_->converted, used so far
  std::set<std::string> used_;
  const char* float_scheme_ = nullptr;
  bool failed_ = false;
  Error error_;
};

}  // namespace dinozero
