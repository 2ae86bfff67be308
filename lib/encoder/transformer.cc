// SPDX-License-Identifier: Apache-2.0
#include "lib/encoder/transformer.h"

#include <algorithm>

#include "lib/encoder/token_pruning.h"

namespace dinozero {

using kernels::Epilogue;

Transformer::Transformer(const ModelData& model, const EncoderShape& shape,
                         const kernels::KernelTable& kernels, const ThreadPool& pool,
                         KernelScratch scratch, StoredRows positions)
    : model_(model),
      shape_(shape),
      kernels_(kernels),
      pool_(pool),
      scratch_(scratch),
      inputs_(kernels, pool, scratch),
      positions_(positions) {}

Expected<void> Transformer::prepare(LinearBackend* backend, int patch_band_rows) {
  Expected<void> status;
  const auto make = [&](const LinearWeights& weights, int rows) -> std::unique_ptr<LinearLayer> {
    if (!status) return nullptr;
    auto layer = backend->make_layer(weights);
    status = layer ? (*layer)->reserve(rows) : tl::unexpected(layer.error());
    return status ? std::move(*layer) : nullptr;
  };
  patch_embedding_ = make(model_.patch_embedding, patch_band_rows * shape_.grid_cols);
  const int last_band_rows = shape_.grid_rows % patch_band_rows;
  if (status && last_band_rows > 0) {
    status = patch_embedding_->reserve(last_band_rows * shape_.grid_cols);
  }
  for (const BlockWeights& block : model_.blocks) {
    const int tokens = shape_.tokens_in(static_cast<int>(blocks_.size()));
    blocks_.push_back({make(block.qkv, tokens), make(block.proj, tokens), make(block.fc1, tokens),
                       make(block.fc2, tokens)});
  }
  return status;
}

Expected<void> Transformer::run(const TransformerBuffers& buffers, const Options& options) {
  const std::size_t token_floats = static_cast<std::size_t>(shape_.tokens) * model_.config.dim;
  add_prefix_tokens(buffers);
  Expected<void> status;
  for (int index = 0; status && index < model_.config.depth; ++index) {
    const int tokens = shape_.tokens_in(index);
    const bool last = index + 1 == model_.config.depth;
    status = attention_branch(index, buffers, last && buffers.attention != nullptr);
    if (status) status = mlp_branch(index, buffers);
    for (std::size_t slot = 0; status && slot < options.blocks.size(); ++slot) {
      if (options.blocks[slot] != index) continue;
      float* kept = buffers.blocks + slot * token_floats;
      if (options.normalize_blocks) {
        layer_norm(model_.norm, tokens, buffers.stream, kept);
      } else {
        std::copy_n(buffers.stream, static_cast<std::size_t>(tokens) * model_.config.dim, kept);
      }
    }
    if (status && index == shape_.prune_after_block) prune(index, buffers);
  }
  const int tokens = shape_.tokens_in(model_.config.depth);
  if (status) layer_norm(model_.norm, tokens, buffers.stream, buffers.stream);
  return status;
}

int Transformer::patch_rows_at_a_time(int rows) const {
  return patch_format().kind == InputFormat::Kind::kFloat ? rows : 1;
}

void Transformer::take_patches(const TransformerBuffers& buffers, int band_row, int rows) const {
  const InputFormat format = patch_format();
  if (format.kind == InputFormat::Kind::kFloat) return;
  const int inputs = model_.patch_embedding.inputs;
  const std::size_t first = static_cast<std::size_t>(band_row) * shape_.grid_cols;
  inputs_.from_floats(format, rows * shape_.grid_cols, inputs, buffers.wide,
                      {patch_codes(buffers) + first * inputs, patch_scales(buffers) + first});
}

Expected<void> Transformer::embed_patches(const TransformerBuffers& buffers, int first_row,
                                          int rows) {
  const auto dim = static_cast<std::size_t>(model_.config.dim);
  const std::size_t first_patch = static_cast<std::size_t>(first_row) * shape_.grid_cols;
  const int patches = rows * shape_.grid_cols;
  float* tokens = buffers.stream + (shape_.prefix + first_patch) * dim;
  LinearInput x;
  if (patch_format().kind == InputFormat::Kind::kFloat) {
    x.floats = buffers.wide;
  } else {
    x.codes = patch_codes(buffers);
    x.scales = patch_scales(buffers);
  }
  auto status = patch_embedding_->run(patches, x, {tokens});
  if (status) add_positions(first_patch, patches, buffers.wide, tokens);
  return status;
}

// `room`: dim floats for each of the patches.
void Transformer::add_positions(std::size_t first_patch, int patches, float* room,
                                float* tokens) const {
  const int dim = model_.config.dim;
  pool_.split(patches, kRowGranularity, [&](int, int begin, int end) {
    const StoredRows positions = positions_.from(first_patch + begin);
    if (positions.dtype == DType::kI8) {
      kernels_.residual_int8(end - begin, dim, reinterpret_cast<const std::int8_t*>(positions.data),
                             positions.scales, positions.shared_scale ? 0 : 1,
                             tokens + static_cast<std::size_t>(begin) * dim);
      return;
    }
    // A few rows at a time, so that their floats stay in the level 1 cache.
    constexpr int kTogether = 4;
    float* part = room + static_cast<std::size_t>(begin) * dim;
    for (int row = begin; row < end; row += kTogether) {
      const int count = std::min(kTogether, end - row);
      const float* rows = positions_.from(first_patch + row).floats(count, part);
      kernels_.residual_f32(count, dim, rows, nullptr,
                            tokens + static_cast<std::size_t>(row) * dim);
    }
  });
}

void Transformer::add_prefix_tokens(const TransformerBuffers& buffers) const {
  const auto dim = static_cast<std::size_t>(model_.config.dim);
  std::copy_n(model_.cls_token, dim, buffers.stream);
  if (model_.cls_position != nullptr) add_residual(1, model_.cls_position, nullptr, buffers.stream);
  if (model_.register_tokens != nullptr) {
    std::copy_n(model_.register_tokens, model_.config.registers * dim, buffers.stream + dim);
  }
}

Expected<void> Transformer::attention_branch(int index, const TransformerBuffers& buffers,
                                             bool keep_attention) {
  const BlockWeights& weights = model_.blocks[index];
  const Block& layers = blocks_[index];
  const int tokens = shape_.tokens_in(index);
  const LinearInput normed = inputs_.from_layer_norm(
      layers.qkv->input_format(), tokens, model_.config.dim, buffers.stream, weights.norm1,
      model_.config.layer_norm_epsilon, {buffers.narrow, buffers.row_scales});
  auto status = layers.qkv->run(tokens, normed, {buffers.wide});
  if (!status) return status;

  const bool wants_cls_rows = keep_attention || index == shape_.prune_after_block;
  attention(index, buffers, wants_cls_rows ? buffers.cls_rows : nullptr);
  if (keep_attention) keep_attention_maps(buffers);

  const LinearInput attended =
      inputs_.from_floats(layers.proj->input_format(), tokens, weights.proj.inputs, buffers.narrow,
                          {buffers.wide, buffers.row_scales});
  return layers.proj->run(tokens, attended,
                          {buffers.stream, Epilogue::kResidual, weights.scale1, buffers.wide});
}

Expected<void> Transformer::mlp_branch(int index, const TransformerBuffers& buffers) {
  const BlockWeights& weights = model_.blocks[index];
  const Block& layers = blocks_[index];
  const int tokens = shape_.tokens_in(index);
  const LinearInput normed = inputs_.from_layer_norm(
      layers.fc1->input_format(), tokens, model_.config.dim, buffers.stream, weights.norm2,
      model_.config.layer_norm_epsilon, {buffers.narrow, buffers.row_scales});
  const InputFormat format = layers.fc2->input_format();
  const bool quantizes =
      format.kind == InputFormat::Kind::kPerRow && layers.fc1->quantizes_output();
  LayerOutput output{buffers.wide, quantizes ? Epilogue::kGeluQuantize : Epilogue::kGelu};
  output.codes = reinterpret_cast<std::int8_t*>(buffers.wide);
  output.code_scales = buffers.hidden_scales;
  output.limit = format.limit;
  auto status = layers.fc1->run(tokens, normed, output);
  if (!status) return status;

  const LinearInput hidden =
      quantizes ? LinearInput{nullptr, output.codes, output.code_scales}
                : inputs_.from_floats(format, tokens, weights.fc2.inputs, buffers.wide,
                                      {buffers.narrow, buffers.row_scales});
  return layers.fc2->run(tokens, hidden,
                         {buffers.stream, Epilogue::kResidual, weights.scale2, buffers.narrow});
}

// qkv in buffers.wide -> buffers.narrow; with it the softmax row of the CLS token, if `cls_rows` is
// not null.
void Transformer::attention(int index, const TransformerBuffers& buffers, float* cls_rows) const {
  pool_.split(model_.blocks[index].heads, 1, [&](int thread, int begin, int end) {
    kernels::AttentionF32Args args;
    args.tokens = shape_.tokens_in(index);
    args.heads = model_.blocks[index].heads;
    args.head_dim = model_.head_dim();
    args.head_begin = begin;
    args.head_end = end;
    args.qkv = buffers.wide;
    args.out = buffers.narrow;
    args.cls_attention = cls_rows;
    const auto attend =
        model_.blocks[index].int8_attention ? kernels_.attention_int8 : kernels_.attention_f32;
    attend(args, scratch_.for_thread(thread));
  });
}

void Transformer::prune(int index, const TransformerBuffers& buffers) const {
  TokenPruningArgs args;
  args.dim = model_.config.dim;
  args.prefix = shape_.prefix;
  args.patches = shape_.patches;
  args.keep = shape_.kept_patches;
  args.heads = model_.blocks[index].heads;
  args.cls_attention = buffers.cls_rows;
  args.tokens = buffers.stream;
  args.kept = buffers.kept;
  args.scores = buffers.patch_scores;
  args.order = buffers.patch_order;
  args.rest = buffers.narrow;
  prune_tokens(args);
}

void Transformer::layer_norm(const LayerNormWeights& norm, int tokens, const float* x,
                             float* y) const {
  const int dim = model_.config.dim;
  pool_.split(tokens, kRowGranularity, [&](int, int begin, int end) {
    const std::size_t offset = static_cast<std::size_t>(begin) * dim;
    kernels_.layer_norm_f32(end - begin, dim, x + offset, norm.weight, norm.bias,
                            model_.config.layer_norm_epsilon, y + offset);
  });
}

void Transformer::add_residual(int rows, const float* branch, const float* scale,
                               float* stream) const {
  const int dim = model_.config.dim;
  pool_.split(rows, kRowGranularity, [&](int, int begin, int end) {
    const std::size_t offset = static_cast<std::size_t>(begin) * dim;
    kernels_.residual_f32(end - begin, dim, branch + offset, scale, stream + offset);
  });
}

// The last block's softmax rows of the CLS token on the grid of patches.
void Transformer::keep_attention_maps(const TransformerBuffers& buffers) const {
  const int tokens = shape_.tokens_in(model_.config.depth);
  for (int head = 0; head < model_.blocks.back().heads; ++head) {
    const float* row = buffers.cls_rows + static_cast<std::size_t>(head) * tokens + shape_.prefix;
    float* map = buffers.attention + static_cast<std::size_t>(head) * shape_.patches;
    if (!shape_.prunes()) {
      std::copy_n(row, shape_.patches, map);
      continue;
    }
    std::fill_n(map, shape_.patches, 0.0F);
    for (int index = 0; index < shape_.kept_patches; ++index) map[buffers.kept[index]] = row[index];
  }
}

std::vector<LayerPlan> Transformer::plan() const {
  std::vector<LayerPlan> plan;
  const auto add = [&](const LinearWeights& weights, const LinearLayer& layer, int rows) {
    plan.push_back({weights.name, layer.backend(), layer.kernel(),
                    scheme_name(weights.scheme.scheme), layer.reason(), rows, weights.outputs,
                    weights.inputs});
  };
  add(model_.patch_embedding, *patch_embedding_, shape_.patches);
  for (std::size_t index = 0; index < blocks_.size(); ++index) {
    const BlockWeights& weights = model_.blocks[index];
    const int tokens = shape_.tokens_in(static_cast<int>(index));
    add(weights.qkv, *blocks_[index].qkv, tokens);
    add(weights.proj, *blocks_[index].proj, tokens);
    add(weights.fc1, *blocks_[index].fc1, tokens);
    add(weights.fc2, *blocks_[index].fc2, tokens);
  }
  return plan;
}

}  // namespace dinozero
