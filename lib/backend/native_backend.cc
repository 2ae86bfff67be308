// SPDX-License-Identifier: Apache-2.0
#include <new>
#include <string>
#include <utility>

#include "lib/backend/linear_backend.h"
#include "lib/backend/separate_epilogue.h"
#include "lib/model/float_values.h"

namespace dinozero {
namespace {

// A multiple of every kernel's panel of outputs, so that a split between threads leaves no ragged
// panel in the middle.
constexpr int kOutputGranularity = 64;

class NativeLayer : public LinearLayer {
 public:
  NativeLayer(const LinearWeights& weights, const Execution& execution, std::string reason)
      : weights_(weights), execution_(execution), reason_(std::move(reason)) {}

  Expected<void> reserve(int) override { return {}; }
  const char* backend() const override { return "native"; }
  const char* kernel() const override { return execution_.kernels.name; }
  const std::string& reason() const override { return reason_; }

 protected:
  const LinearWeights& weights_;
  const Execution execution_;

 private:
  const std::string reason_;
};

class NativeFloat : public NativeLayer {
 public:
  using NativeLayer::NativeLayer;

  InputFormat input_format() const override { return {}; }

  Expected<void> run(int rows, const LinearInput& x, const LayerOutput& output) override {
    float* y = SeparateEpilogue::target(output);
    execution_.pool.split(
        weights_.outputs, kOutputGranularity, [&](int thread, int begin, int end) {
          kernels::LinearF32Args args;
          args.rows = rows;
          args.outputs = end - begin;
          args.inputs = weights_.inputs;
          args.x = x.floats;
          args.x_stride = static_cast<std::size_t>(weights_.inputs);
          args.weight =
              static_cast<const std::byte*>(weights_.weight) +
              static_cast<std::size_t>(begin) * weights_.inputs * float_size(weights_.weight_type);
          args.weight_type = weights_.weight_type;
          args.bias = weights_.bias == nullptr ? nullptr : weights_.bias + begin;
          args.y = y + begin;
          args.y_stride = static_cast<std::size_t>(weights_.outputs);
          execution_.kernels.linear_f32(args, execution_.scratch.for_thread(thread));
        });
    SeparateEpilogue(execution_).apply(rows, weights_.outputs, output);
    return {};
  }
};

// int8, int4 and binary weights: their kernels take the same operands but for the weights.
class NativeQuantized : public NativeLayer {
 public:
  using NativeLayer::NativeLayer;

  InputFormat input_format() const override {
    InputFormat format;
    if (weights_.scheme.scheme == Scheme::kInt8Static) {
      format.kind = InputFormat::Kind::kStatic;
      format.scale = weights_.input_scale;
      format.zero_point = weights_.input_zero_point;
    } else {
      format.kind = InputFormat::Kind::kPerRow;
      format.limit = limit();
    }
    return format;
  }

  // Threads share a layer by outputs, and whole rows become int8.
  bool quantizes_output() const override { return execution_.pool.threads() == 1; }

  Expected<void> run(int rows, const LinearInput& x, const LayerOutput& output) override {
    // A layer in a layout of its own is not divided.
    const int granularity =
        weights_.weight_armv6 != nullptr ? weights_.outputs : kOutputGranularity;
    execution_.pool.split(weights_.outputs, granularity, [&](int thread, int begin, int end) {
      void* scratch = execution_.scratch.for_thread(thread);
      const auto first = static_cast<std::size_t>(begin);
      const std::size_t packed_first =
          first * packed_row_bytes(weights_.scheme.scheme, weights_.inputs);
      switch (weights_.scheme.scheme) {
        case Scheme::kF32:
          break;
        case Scheme::kInt8:
        case Scheme::kInt8Static: {
          auto args = arguments<kernels::LinearInt8Args>(rows, x, output, begin, end);
          args.weight = weights_.weight_int8 + first * weights_.inputs;
          execution_.kernels.linear_int8(args, scratch);
          break;
        }
        case Scheme::kInt4: {
          auto args = arguments<kernels::LinearInt4Args>(rows, x, output, begin, end);
          args.x_limit = limit() == kLimit6Bits ? kLimit6Bits : 128;
          set_weights(&args, packed_first);
          args.group = weights_.group();
          execution_.kernels.linear_int4(args, scratch);
          break;
        }
        case Scheme::kBinary: {
          auto args = arguments<kernels::LinearBinaryArgs>(rows, x, output, begin, end);
          set_weights(&args, packed_first);
          execution_.kernels.linear_binary(args, scratch);
          break;
        }
      }
    });
    return {};
  }

 private:
  static constexpr int kLimit6Bits = 31;

  int limit() const { return weights_.scheme.activation_bits == 6 ? kLimit6Bits : 127; }

  template <typename Args>
  void set_weights(Args* args, std::size_t packed_first) const {
    args->weight_armv6 = weights_.weight_armv6;
    if (weights_.weight_packed != nullptr) {
      args->weight_packed = weights_.weight_packed + packed_first;
    }
  }

  // What all kernels take, for outputs [begin, end).
  template <typename Args>
  Args arguments(int rows, const LinearInput& x, const LayerOutput& output, int begin,
                 int end) const {
    const float* bias = weights_.folded_bias != nullptr ? weights_.folded_bias : weights_.bias;
    Args args;
    args.rows = rows;
    args.outputs = end - begin;
    args.inputs = weights_.inputs;
    args.x = x.codes;
    args.x_stride = static_cast<std::size_t>(weights_.inputs);
    args.x_scale = x.scales;
    args.weight_scale = weights_.weight_scale + static_cast<std::size_t>(begin) * weights_.groups();
    args.bias = bias == nullptr ? nullptr : bias + begin;
    args.output.y = output.y + begin;
    args.output.y_stride = static_cast<std::size_t>(weights_.outputs);
    args.output.epilogue = output.epilogue;
    args.output.codes = output.codes;
    args.output.code_scale = output.code_scales;
    args.output.limit = output.limit;
    args.output.residual_scale =
        output.residual_scale == nullptr ? nullptr : output.residual_scale + begin;
    return args;
  }
};

class NativeBackend : public LinearBackend {
 public:
  NativeBackend(const Execution& execution, std::string reason)
      : execution_(execution), reason_(std::move(reason)) {}

  Expected<std::unique_ptr<LinearLayer>> make_layer(const LinearWeights& weights) override {
    return make_native_layer(weights, execution_, reason_);
  }

 private:
  const Execution execution_;
  const std::string reason_;
};

}  // namespace

Expected<std::unique_ptr<LinearLayer>> make_native_layer(const LinearWeights& weights,
                                                         const Execution& execution,
                                                         std::string reason) {
  std::unique_ptr<LinearLayer> layer;
  if (weights.scheme.scheme == Scheme::kF32) {
    layer.reset(new (std::nothrow) NativeFloat(weights, execution, std::move(reason)));
  } else {
    layer.reset(new (std::nothrow) NativeQuantized(weights, execution, std::move(reason)));
  }
  if (layer != nullptr) return layer;
  return tl::unexpected(Error{ErrorCode::kOutOfMemory, weights.name + ": no memory for a layer"});
}

std::unique_ptr<LinearBackend> make_native_backend(const Execution& execution, std::string reason) {
  return std::unique_ptr<LinearBackend>(new (std::nothrow)
                                            NativeBackend(execution, std::move(reason)));
}

}  // namespace dinozero
