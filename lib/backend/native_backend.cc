// SPDX-License-Identifier: Apache-2.0
#include <new>

#include "lib/backend/linear_backend.h"
#include "lib/backend/separate_epilogue.h"

namespace dinozero {
namespace {

// A multiple of every kernel's panel of outputs, so that a split between threads leaves no ragged
// panel in the middle.
constexpr int kOutputGranularity = 64;

class NativeLayer : public LinearLayer {
 public:
  NativeLayer(const LinearWeights& weights, const kernels::KernelTable& table,
              const ThreadPool& pool, KernelScratch scratch)
      : weights_(weights), table_(table), pool_(pool), scratch_(scratch) {}

  Expected<void> reserve(int) override { return {}; }
  const char* backend() const override { return "native"; }
  const char* kernel() const override { return table_.name; }

 protected:
  const LinearWeights& weights_;
  const kernels::KernelTable& table_;
  const ThreadPool& pool_;
  KernelScratch scratch_;
};

class NativeFloat : public NativeLayer {
 public:
  using NativeLayer::NativeLayer;

  InputFormat input_format() const override { return {}; }

  Expected<void> run(int rows, const LinearInput& x, const LayerOutput& output) override {
    float* y = SeparateEpilogue::target(output);
    pool_.split(weights_.outputs, kOutputGranularity, [&](int thread, int begin, int end) {
      kernels::LinearF32Args args;
      args.rows = rows;
      args.outputs = end - begin;
      args.inputs = weights_.inputs;
      args.x = x.floats;
      args.x_stride = static_cast<std::size_t>(weights_.inputs);
      args.weight = weights_.weight + static_cast<std::size_t>(begin) * weights_.inputs;
      args.bias = weights_.bias == nullptr ? nullptr : weights_.bias + begin;
      args.y = y + begin;
      args.y_stride = static_cast<std::size_t>(weights_.outputs);
      table_.linear_f32(args, scratch_.for_thread(thread));
    });
    SeparateEpilogue(table_, pool_).apply(rows, weights_.outputs, output);
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

  Expected<void> run(int rows, const LinearInput& x, const LayerOutput& output) override {
    pool_.split(weights_.outputs, kOutputGranularity, [&](int thread, int begin, int end) {
      void* scratch = scratch_.for_thread(thread);
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
          table_.linear_int8(args, scratch);
          break;
        }
        case Scheme::kInt4: {
          auto args = arguments<kernels::LinearInt4Args>(rows, x, output, begin, end);
          args.x_limit = limit() == kLimit6Bits ? kLimit6Bits : 128;
          args.weight_packed = weights_.weight_packed + packed_first;
          args.group = weights_.group();
          table_.linear_int4(args, scratch);
          break;
        }
        case Scheme::kBinary: {
          auto args = arguments<kernels::LinearBinaryArgs>(rows, x, output, begin, end);
          args.weight_packed = weights_.weight_packed + packed_first;
          table_.linear_binary(args, scratch);
          break;
        }
      }
    });
    return {};
  }

 private:
  static constexpr int kLimit6Bits = 31;

  int limit() const { return weights_.scheme.activation_bits == 6 ? kLimit6Bits : 127; }

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
    args.output.residual_scale =
        output.residual_scale == nullptr ? nullptr : output.residual_scale + begin;
    return args;
  }
};

class NativeBackend : public LinearBackend {
 public:
  NativeBackend(const kernels::KernelTable& table, const ThreadPool& pool, KernelScratch scratch)
      : table_(table), pool_(pool), scratch_(scratch) {}

  Expected<std::unique_ptr<LinearLayer>> make_layer(const LinearWeights& weights) override {
    std::unique_ptr<LinearLayer> layer;
    if (weights.scheme.scheme == Scheme::kF32) {
      layer.reset(new (std::nothrow) NativeFloat(weights, table_, pool_, scratch_));
    } else {
      layer.reset(new (std::nothrow) NativeQuantized(weights, table_, pool_, scratch_));
    }
    if (layer != nullptr) return layer;
    return tl::unexpected(Error{ErrorCode::kOutOfMemory, weights.name + ": no memory for a layer"});
  }

 private:
  const kernels::KernelTable& table_;
  const ThreadPool& pool_;
  KernelScratch scratch_;
};

}  // namespace

std::unique_ptr<LinearBackend> make_native_backend(const kernels::KernelTable& table,
                                                   const ThreadPool& pool, KernelScratch scratch) {
  return std::unique_ptr<LinearBackend>(new (std::nothrow) NativeBackend(table, pool, scratch));
}

}  // namespace dinozero
