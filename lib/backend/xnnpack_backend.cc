// SPDX-License-Identifier: Apache-2.0
// Only the subgraph functions that are the same in XNNPACK of 2022 and of today are used.
#include <xnnpack.h>

#include <array>
#include <cmath>
#include <cstdint>
#include <limits>
#include <new>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "lib/backend/linear_backend.h"
#include "lib/backend/separate_epilogue.h"
#include "lib/memory/aligned_buffer.h"

namespace dinozero {
namespace {

constexpr std::uint32_t kInputId = 0;
constexpr std::uint32_t kOutputId = 1;

Error backend_error(const std::string& layer, const char* function, xnn_status status) {
  const ErrorCode code =
      status == xnn_status_out_of_memory ? ErrorCode::kOutOfMemory : ErrorCode::kBackend;
  return {code, layer + ": XNNPACK: " + function + " returned status " +
                    std::to_string(static_cast<int>(status))};
}

struct DeleteSubgraph {
  void operator()(xnn_subgraph_t subgraph) const { xnn_delete_subgraph(subgraph); }
};
struct DeleteRuntime {
  void operator()(xnn_runtime_t runtime) const { xnn_delete_runtime(runtime); }
};
using Subgraph = std::unique_ptr<xnn_subgraph, DeleteSubgraph>;
using Runtime = std::unique_ptr<xnn_runtime, DeleteRuntime>;

// A graph of one fully connected node: x [rows, inputs] -> y [rows, outputs]. `values` are the
// weights in f32.
Expected<Subgraph> define_linear(const LinearWeights& weights, const float* values, int rows) {
  xnn_subgraph_t created = nullptr;
  xnn_status status = xnn_create_subgraph(/*external_value_ids=*/2, /*flags=*/0, &created);
  Subgraph subgraph(created);
  if (status != xnn_status_success) {
    return tl::unexpected(backend_error(weights.name, "xnn_create_subgraph", status));
  }
  const auto define = [&](std::initializer_list<int> shape, const float* data,
                          std::uint32_t external_id, std::uint32_t flags) {
    std::array<std::size_t, 2> dims{};
    std::size_t count = 0;
    for (const int side : shape) dims[count++] = static_cast<std::size_t>(side);
    std::uint32_t id = XNN_INVALID_VALUE_ID;
    const xnn_status result = xnn_define_tensor_value(subgraph.get(), xnn_datatype_fp32, count,
                                                      dims.data(), data, external_id, flags, &id);
    if (status == xnn_status_success) status = result;
    return id;
  };
  const std::uint32_t x =
      define({rows, weights.inputs}, nullptr, kInputId, XNN_VALUE_FLAG_EXTERNAL_INPUT);
  const std::uint32_t y =
      define({rows, weights.outputs}, nullptr, kOutputId, XNN_VALUE_FLAG_EXTERNAL_OUTPUT);
  const std::uint32_t weight =
      define({weights.outputs, weights.inputs}, values, XNN_INVALID_VALUE_ID, 0);
  std::uint32_t bias = XNN_INVALID_VALUE_ID;
  if (weights.bias != nullptr) {
    bias = define({weights.outputs}, weights.bias, XNN_INVALID_VALUE_ID, 0);
  }
  if (status != xnn_status_success) {
    return tl::unexpected(backend_error(weights.name, "xnn_define_tensor_value", status));
  }
  constexpr float kInfinity = std::numeric_limits<float>::infinity();
  status = xnn_define_fully_connected(subgraph.get(), -kInfinity, kInfinity, x, weight, bias, y,
                                      /*flags=*/0);
  if (status != xnn_status_success) {
    return tl::unexpected(backend_error(weights.name, "xnn_define_fully_connected", status));
  }
  return subgraph;
}

// What XNNPACK wants to know of an int8-static layer beside its weights. Lives as long as runtimes
// made with it.
struct StaticOperands {
  std::vector<float> bias_scale;   // input scale x weight scale, of each output
  std::vector<std::int32_t> bias;  // in steps of it
};

// Nothing where a scale is outside what XNNPACK takes: normal, and 2^-32 to 256 for their ratio.
std::optional<StaticOperands> static_operands(const LinearWeights& weights) {
  StaticOperands operands;
  for (int output = 0; output < weights.outputs; ++output) {
    const float weight_scale = weights.weight_scale[output];
    const float scale = weights.input_scale * weight_scale;
    const float ratio = scale / weights.output_scale;
    const double bias =
        weights.bias == nullptr ? 0.0 : double{weights.bias[output]} / double{scale};
    if (!std::isnormal(weight_scale) || !std::isnormal(scale) || !(ratio >= 0x1p-32F) ||
        !(ratio < 256.0F) || !(std::fabs(bias) < 0x1p30)) {
      return std::nullopt;
    }
    operands.bias_scale.push_back(scale);
    operands.bias.push_back(static_cast<std::int32_t>(std::lround(bias)));
  }
  return operands;
}

// A graph from floats to floats: quantize, 1x1 convolution of an image of rows x 1 pixels,
// dequantize.
Expected<Subgraph> define_static_linear(const LinearWeights& weights,
                                        const StaticOperands& operands, int rows) {
  xnn_subgraph_t created = nullptr;
  xnn_status status = xnn_create_subgraph(/*external_value_ids=*/2, /*flags=*/0, &created);
  Subgraph subgraph(created);
  if (status != xnn_status_success) {
    return tl::unexpected(backend_error(weights.name, "xnn_create_subgraph", status));
  }
  const auto inputs = static_cast<std::size_t>(weights.inputs);
  const auto outputs = static_cast<std::size_t>(weights.outputs);
  const std::array<std::size_t, 4> x_shape = {1, static_cast<std::size_t>(rows), 1, inputs};
  const std::array<std::size_t, 4> y_shape = {1, static_cast<std::size_t>(rows), 1, outputs};
  const std::array<std::size_t, 4> filter_shape = {outputs, 1, 1, inputs};
  std::uint32_t x = XNN_INVALID_VALUE_ID;
  std::uint32_t y = XNN_INVALID_VALUE_ID;
  std::uint32_t quantized_x = XNN_INVALID_VALUE_ID;
  std::uint32_t quantized_y = XNN_INVALID_VALUE_ID;
  std::uint32_t filter = XNN_INVALID_VALUE_ID;
  std::uint32_t bias = XNN_INVALID_VALUE_ID;
  const char* failed = nullptr;
  const auto check = [&](const char* function, xnn_status result) {
    if (result == xnn_status_success || failed != nullptr) return;
    failed = function;
    status = result;
  };
  check("xnn_define_tensor_value",
        xnn_define_tensor_value(subgraph.get(), xnn_datatype_fp32, 4, x_shape.data(), nullptr,
                                kInputId, XNN_VALUE_FLAG_EXTERNAL_INPUT, &x));
  check("xnn_define_tensor_value",
        xnn_define_tensor_value(subgraph.get(), xnn_datatype_fp32, 4, y_shape.data(), nullptr,
                                kOutputId, XNN_VALUE_FLAG_EXTERNAL_OUTPUT, &y));
  check("xnn_define_quantized_tensor_value",
        xnn_define_quantized_tensor_value(
            subgraph.get(), xnn_datatype_qint8, weights.input_zero_point, weights.input_scale, 4,
            x_shape.data(), nullptr, XNN_INVALID_VALUE_ID, 0, &quantized_x));
  check("xnn_define_quantized_tensor_value",
        xnn_define_quantized_tensor_value(
            subgraph.get(), xnn_datatype_qint8, weights.output_zero_point, weights.output_scale, 4,
            y_shape.data(), nullptr, XNN_INVALID_VALUE_ID, 0, &quantized_y));
  check("xnn_define_channelwise_quantized_tensor_value",
        xnn_define_channelwise_quantized_tensor_value(
            subgraph.get(), xnn_datatype_qcint8, weights.weight_scale, 4, /*channel_dim=*/0,
            filter_shape.data(), weights.weight_int8, XNN_INVALID_VALUE_ID, 0, &filter));
  check("xnn_define_channelwise_quantized_tensor_value",
        xnn_define_channelwise_quantized_tensor_value(
            subgraph.get(), xnn_datatype_qcint32, operands.bias_scale.data(), 1, /*channel_dim=*/0,
            &outputs, operands.bias.data(), XNN_INVALID_VALUE_ID, 0, &bias));
  if (failed == nullptr) {
    check("xnn_define_convert", xnn_define_convert(subgraph.get(), x, quantized_x, 0));
  }
  if (failed == nullptr) {
    constexpr float kInfinity = std::numeric_limits<float>::infinity();
    check("xnn_define_convolution_2d",
          xnn_define_convolution_2d(subgraph.get(), 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, /*groups=*/1,
                                    inputs, outputs, -kInfinity, kInfinity, quantized_x, filter,
                                    bias, quantized_y, /*flags=*/0));
  }
  if (failed == nullptr) {
    check("xnn_define_convert", xnn_define_convert(subgraph.get(), quantized_y, y, 0));
  }
  if (failed != nullptr) return tl::unexpected(backend_error(weights.name, failed, status));
  return subgraph;
}

class XnnpackLinear : public LinearLayer {
 public:
  /// `converted`: the weights in f32, where the model has them in 16 bits.
  XnnpackLinear(const LinearWeights& weights, AlignedBuffer<float> converted,
                StaticOperands operands, const Execution& execution, std::string reason)
      : weights_(weights),
        converted_(std::move(converted)),
        operands_(std::move(operands)),
        execution_(execution),
        reason_(std::move(reason)) {}

  InputFormat input_format() const override { return {}; }

  // A runtime of 2022 has a fixed shape, so there is one for each number of rows.
  Expected<void> reserve(int rows) override {
    if (find(rows) != nullptr) return {};
    auto subgraph = weights_.scheme.scheme == Scheme::kInt8Static
                        ? define_static_linear(weights_, operands_, rows)
                        : define_linear(weights_, float_weights(), rows);
    if (!subgraph) return tl::unexpected(subgraph.error());
    xnn_runtime_t created = nullptr;
    const xnn_status status =
        xnn_create_runtime_v2(subgraph->get(), execution_.pool.handle(), /*flags=*/0, &created);
    Runtime runtime(created);
    if (status != xnn_status_success) {
      return tl::unexpected(backend_error(weights_.name, "xnn_create_runtime_v2", status));
    }
    runtimes_.push_back({rows, std::move(runtime), nullptr, nullptr});
    return {};
  }

  Expected<void> run(int rows, const LinearInput& input, const LayerOutput& output) override {
    const float* x = input.floats;
    float* y = SeparateEpilogue::target(output);
    ShapedRuntime* shaped = find(rows);
    if (shaped == nullptr) {
      auto reserved = reserve(rows);
      if (!reserved) return reserved;
      shaped = find(rows);
    }
    if (shaped->x != x || shaped->y != y) {
      const std::array<xnn_external_value, 2> externals = {
          {{kInputId, const_cast<float*>(x)}, {kOutputId, y}}};
      const xnn_status status =
          xnn_setup_runtime(shaped->runtime.get(), externals.size(), externals.data());
      if (status != xnn_status_success) {
        return tl::unexpected(backend_error(weights_.name, "xnn_setup_runtime", status));
      }
      shaped->x = x;
      shaped->y = y;
    }
    const xnn_status status = xnn_invoke_runtime(shaped->runtime.get());
    if (status != xnn_status_success) {
      return tl::unexpected(backend_error(weights_.name, "xnn_invoke_runtime", status));
    }
    SeparateEpilogue(execution_).apply(rows, weights_.outputs, output);
    return {};
  }

  const char* backend() const override { return "xnnpack"; }
  const char* kernel() const override { return ""; }
  const std::string& reason() const override { return reason_; }

 private:
  struct ShapedRuntime {
    int rows;
    Runtime runtime;
    const float* x;  // the operands that the runtime is set up for
    float* y;
  };

  const float* float_weights() const {
    return converted_ != nullptr ? converted_.get() : static_cast<const float*>(weights_.weight);
  }

  ShapedRuntime* find(int rows) {
    for (ShapedRuntime& shaped : runtimes_) {
      if (shaped.rows == rows) return &shaped;
    }
    return nullptr;
  }

  const LinearWeights& weights_;
  const AlignedBuffer<float> converted_;  // XNNPACK's runtimes may refer to them
  const StaticOperands operands_;         // int8-static
  const Execution execution_;
  const std::string reason_;
  std::vector<ShapedRuntime> runtimes_;
};

class XnnpackBackend : public LinearBackend {
 public:
  XnnpackBackend(const Execution& execution, std::string reason)
      : execution_(execution), reason_(std::move(reason)) {}

  Expected<std::unique_ptr<LinearLayer>> make_layer(const LinearWeights& weights) override {
    const Scheme scheme = weights.scheme.scheme;
    std::optional<StaticOperands> operands;
    AlignedBuffer<float> converted;
    const auto no_memory = [&] {
      return tl::unexpected(
          Error{ErrorCode::kOutOfMemory, weights.name + ": no memory for a layer"});
    };
    if (scheme == Scheme::kInt8Static) {
      if (weights.output_scale == 0.0F) {
        return make_native_layer(weights, execution_, "no output_scale, which XNNPACK needs");
      }
      operands = static_operands(weights);
      if (!operands) {
        return make_native_layer(weights, execution_, "scales that XNNPACK does not take");
      }
    } else if (scheme != Scheme::kF32) {
      return make_native_layer(weights, execution_, "XNNPACK cannot run this scheme");
    } else if (weights.weight_type != kernels::FloatType::kF32) {
      converted = allocate_aligned<float>(static_cast<std::size_t>(weights.outputs) *
                                          static_cast<std::size_t>(weights.inputs));
      if (converted == nullptr) return no_memory();
      dequantize(weights, converted.get());
    }
    std::unique_ptr<LinearLayer> layer(new (std::nothrow) XnnpackLinear(
        weights, std::move(converted), std::move(operands).value_or(StaticOperands()), execution_,
        reason_));
    if (layer != nullptr) return layer;
    return no_memory();
  }

 private:
  const Execution execution_;
  const std::string reason_;
};

}  // namespace

bool has_xnnpack() { return true; }

Expected<std::unique_ptr<LinearBackend>> make_xnnpack_backend(const Execution& execution,
                                                              std::string reason) {
  const xnn_status status = xnn_initialize(/*allocator=*/nullptr);
  if (status != xnn_status_success) {
    const ErrorCode code =
        status == xnn_status_unsupported_hardware ? ErrorCode::kUnsupported : ErrorCode::kBackend;
    return tl::unexpected(
        Error{code, "XNNPACK: xnn_initialize returned status " +
                        std::to_string(static_cast<int>(status)) +
                        (code == ErrorCode::kUnsupported ? ": this CPU is not supported; use "
                                                           "Backend::kNative"
                                                         : "")});
  }
  std::unique_ptr<LinearBackend> backend(new (std::nothrow)
                                             XnnpackBackend(execution, std::move(reason)));
  if (backend != nullptr) return backend;
  return tl::unexpected(Error{ErrorCode::kOutOfMemory, "XNNPACK: no memory for a backend"});
}

}  // namespace dinozero
