// SPDX-License-Identifier: Apache-2.0
#include "lib/quantize/compute.h"

#include <algorithm>
#include <cstddef>
#include <memory>

#include "lib/backend/choose_backend.h"
#include "lib/memory/aligned_buffer.h"

namespace dinozero::quantize {
namespace {

// Rows that go through a GEMM at a time: what the kernels are made and tested for.
constexpr int kRowsAtATime = 256;

Rows transposed(const Rows& x, int first, int count) {
  Rows result(x.width, count);
  for (int row = 0; row < count; ++row) {
    const float* from = x.row(first + row);
    for (int col = 0; col < x.width; ++col) result.row(col)[row] = from[col];
  }
  return result;
}

}  // namespace

Expected<Compute> Compute::create(KernelSet set) {
  return choose_kernels(set).map([](const kernels::KernelTable* table) { return Compute(*table); });
}

void* Compute::scratch(std::size_t bytes) {
  scratch_.resize(std::max(scratch_.size(), bytes + kAlignment));
  void* start = scratch_.data();
  std::size_t space = scratch_.size();
  return std::align(kAlignment, bytes, start, space);
}

Rows Compute::linear(const Rows& x, const std::vector<float>& weight,
                     const std::vector<float>& bias) {
  const int outputs = static_cast<int>(weight.size()) / x.width;
  Rows y(x.count, outputs);
  for (int first = 0; first < x.count; first += kRowsAtATime) {
    kernels::LinearF32Args args;
    args.rows = std::min(kRowsAtATime, x.count - first);
    args.outputs = outputs;
    args.inputs = x.width;
    args.x = x.row(first);
    args.x_stride = static_cast<std::size_t>(x.width);
    args.weight = weight.data();
    args.bias = bias.empty() ? nullptr : bias.data();
    args.y = y.row(first);
    args.y_stride = static_cast<std::size_t>(outputs);
    table_->linear_f32(args,
                       scratch(table_->linear_f32_scratch_bytes(args.rows, outputs, x.width)));
  }
  return y;
}

Rows Compute::layer_norm(const Rows& x, const LayerNorm& norm, float epsilon) const {
  Rows y(x.count, x.width);
  table_->layer_norm_f32(x.count, x.width, x.values.data(), norm.weight.data(), norm.bias.data(),
                         epsilon, y.values.data());
  return y;
}

Rows Compute::attention(const Rows& qkv, int tokens, int heads, int head_dim) {
  Rows out(qkv.count, heads * head_dim);
  for (int first = 0; first < qkv.count; first += tokens) {
    kernels::AttentionF32Args args;
    args.tokens = tokens;
    args.heads = heads;
    args.head_dim = head_dim;
    args.head_end = heads;
    args.qkv = qkv.row(first);
    args.out = out.row(first);
    table_->attention_f32(args, scratch(table_->attention_f32_scratch_bytes(tokens, head_dim)));
  }
  return out;
}

void Compute::gelu(Rows* x) const {
  table_->gelu_f32(x->values.size(), x->values.data(), x->values.data());
}

void Compute::add_residual(const Rows& branch, const std::vector<float>& scale,
                           Rows* stream) const {
  table_->residual_f32(stream->count, stream->width, branch.values.data(),
                       scale.empty() ? nullptr : scale.data(), stream->values.data());
}

void Compute::round(const ActivationRounding& rounding, Rows* x) const {
  if (rounding.kind == ActivationRounding::Kind::kNone) return;
  std::vector<std::int8_t> codes(static_cast<std::size_t>(x->width));
  for (int row = 0; row < x->count; ++row) {
    float* values = x->row(row);
    float scale = rounding.scale;
    int zero_point = 0;
    if (rounding.kind == ActivationRounding::Kind::kPerToken) {
      table_->quantize_rows(1, x->width, values, rounding.limit, codes.data(), &scale);
    } else {
      zero_point = rounding.zero_point;
      table_->quantize_static(codes.size(), values, 1.0F / scale, zero_point, codes.data());
    }
    for (int i = 0; i < x->width; ++i) {
      values[i] = scale * static_cast<float>(codes[i] - zero_point);
    }
  }
}

void Compute::add_products(const Rows& a, const Rows& b, SquareMatrix* sums) {
  for (int first = 0; first < a.count; first += kRowsAtATime) {
    const int count = std::min(kRowsAtATime, a.count - first);
    const Rows left = transposed(a, first, count);
    const Rows product = linear(left, transposed(b, first, count).values, {});
    for (std::size_t i = 0; i < product.values.size(); ++i) sums->values[i] += product.values[i];
  }
}

void Compute::patches(const kernels::PatchGrid& grid, const std::uint8_t* rgb,
                      const PreprocessConfig& recipe, float* result) const {
  float scale[3];
  float offset[3];
  for (int channel = 0; channel < 3; ++channel) {
    scale[channel] = 1.0F / (255.0F * recipe.std[channel]);
    offset[channel] = -recipe.mean[channel] / recipe.std[channel];
  }
  table_->patches_from_rgb8(grid, rgb, scale, offset, result);
}

}  // namespace dinozero::quantize
