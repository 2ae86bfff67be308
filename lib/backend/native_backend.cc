// SPDX-License-Identifier: Apache-2.0
#include <new>

#include "lib/backend/linear_backend.h"

namespace dinozero {
namespace {

// A multiple of every kernel's panel of outputs, so that a split between threads leaves no ragged
// panel in the middle.
constexpr int kOutputGranularity = 64;

class NativeLinear : public LinearLayer {
 public:
  NativeLinear(const LinearWeights& weights, const kernels::KernelTable& table,
               const ThreadPool& pool, KernelScratch scratch)
      : weights_(weights), table_(table), pool_(pool), scratch_(scratch) {}

  Expected<void> run(int rows, const float* x, float* y) override {
    pool_.split(weights_.outputs, kOutputGranularity, [&](int thread, int begin, int end) {
      kernels::LinearF32Args args;
      args.rows = rows;
      args.outputs = end - begin;
      args.inputs = weights_.inputs;
      args.x = x;
      args.x_stride = static_cast<std::size_t>(weights_.inputs);
      args.weight = weights_.weight + static_cast<std::size_t>(begin) * weights_.inputs;
      args.bias = weights_.bias == nullptr ? nullptr : weights_.bias + begin;
      args.y = y + begin;
      args.y_stride = static_cast<std::size_t>(weights_.outputs);
      table_.linear_f32(args, scratch_.for_thread(thread));
    });
    return {};
  }

  Expected<void> reserve(int) override { return {}; }
  const char* backend() const override { return "native"; }
  const char* kernel() const override { return table_.name; }

 private:
  const LinearWeights& weights_;
  const kernels::KernelTable& table_;
  const ThreadPool& pool_;
  KernelScratch scratch_;
};

class NativeBackend : public LinearBackend {
 public:
  NativeBackend(const kernels::KernelTable& table, const ThreadPool& pool, KernelScratch scratch)
      : table_(table), pool_(pool), scratch_(scratch) {}

  Expected<std::unique_ptr<LinearLayer>> make_layer(const LinearWeights& weights) override {
    std::unique_ptr<LinearLayer> layer(new (std::nothrow)
                                           NativeLinear(weights, table_, pool_, scratch_));
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
