// SPDX-License-Identifier: Apache-2.0
#include "lib/encoder/workspace.h"

#include <algorithm>
#include <cstdint>
#include <limits>
#include <string>

#include "lib/backend/linear_backend.h"
#include "lib/image/resize.h"
#include "lib/memory/aligned_buffer.h"

namespace dinozero {
namespace {

constexpr int kMaxInputSide = 8192;
constexpr int kMaxThreads = 64;
constexpr int kMaxImages = 4096;
constexpr int kMaxImageSide = 65535;

Error invalid(const std::string& what) { return {ErrorCode::kInvalidArgument, what}; }

Expected<int> resolve_side(const char* name, int asked, int crop, int patch) {
  const int side = asked == 0 ? crop : asked;
  if (side >= patch && side <= kMaxInputSide && side % patch == 0) return side;
  return tl::unexpected(invalid("Options::" + std::string(name) + ": expected a multiple of " +
                                std::to_string(patch) + " (the patch size) from " +
                                std::to_string(patch) + " to " + std::to_string(kMaxInputSide) +
                                ", found " + std::to_string(side)));
}

Expected<void> check_range(const char* name, int value, int high) {
  if (value >= 1 && value <= high) return {};
  return tl::unexpected(invalid("Options::" + std::string(name) + ": expected 1 to " +
                                std::to_string(high) + ", found " + std::to_string(value)));
}

Expected<void> check_pruning(const TokenPruning& pruning, int depth, int patches) {
  const auto expected = [](const char* name, int low, int high, int found) {
    return tl::unexpected(
        invalid("Options::token_pruning." + std::string(name) + ": expected " +
                (high < low ? "no token pruning (one block or one patch)"
                            : std::to_string(low) + " to " + std::to_string(high)) +
                ", found " + std::to_string(found)));
  };
  if (pruning.after_block == -1 && pruning.keep_patches == 0) return {};
  if (pruning.after_block < 0 || pruning.after_block > depth - 2) {
    return expected("after_block", 0, depth - 2, pruning.after_block);
  }
  if (pruning.keep_patches < 1 || pruning.keep_patches >= patches) {
    return expected("keep_patches", 1, patches - 1, pruning.keep_patches);
  }
  return {};
}

// Lays buffers one after the other; 64-bit sums, so that a 32-bit size cannot wrap.
class Planner {
 public:
  std::size_t add(std::uint64_t bytes) {
    const std::uint64_t start = total_;
    if (bytes > 0) total_ += (bytes + kOperandPadding + kAlignment - 1) / kAlignment * kAlignment;
    return static_cast<std::size_t>(start);
  }
  std::uint64_t total() const { return total_; }

 private:
  std::uint64_t total_ = 0;
};

// Bands of equal height, but for the last one, of at most `limit` rows if it is not 0.
int rows_per_band(int rows, std::uint64_t limit) {
  const int most = static_cast<int>(std::clamp<std::uint64_t>(limit, 1, rows));
  const int bands = (rows + most - 1) / most;
  return (rows + bands - 1) / bands;
}

bool is_quantized(const LinearWeights& weights) { return weights.scheme.scheme != Scheme::kF32; }

std::size_t linear_scratch_bytes(const LinearWeights& weights, int rows,
                                 const kernels::KernelTable& kernels) {
  switch (weights.scheme.scheme) {
    case Scheme::kF32:
      return kernels.linear_f32_scratch_bytes(rows, weights.outputs, weights.inputs);
    case Scheme::kInt8:
    case Scheme::kInt8Static:
      return kernels.linear_int8_scratch_bytes(rows, weights.outputs, weights.inputs);
    case Scheme::kInt4:
      return kernels.linear_int4_scratch_bytes(rows, weights.outputs, weights.inputs);
    case Scheme::kBinary:
      return kernels.linear_binary_scratch_bytes(rows, weights.outputs, weights.inputs);
  }
  return 0;
}

std::size_t kernel_scratch_bytes(const ModelData& model, const EncoderShape& shape,
                                 const kernels::KernelTable& kernels) {
  // LayerNorm of one row before it is quantized.
  std::size_t bytes = static_cast<std::size_t>(model.config.dim) * sizeof(float);
  for (const BlockWeights& block : model.blocks) {
    const auto attention_bytes = block.int8_attention ? kernels.attention_int8_scratch_bytes
                                                      : kernels.attention_f32_scratch_bytes;
    bytes = std::max(bytes, attention_bytes(shape.tokens, model.head_dim()));
  }
  model.for_each_linear([&](const LinearWeights& weights) {
    bytes = std::max(bytes, linear_scratch_bytes(weights, shape.tokens, kernels));
  });
  return align_up(bytes);
}

}  // namespace

Expected<EncoderShape> resolve_shape(const ModelData& model, const Options& options) {
  const ModelConfig& config = model.config;
  const auto threads = check_range("threads", options.threads, kMaxThreads);
  if (!threads) return tl::unexpected(threads.error());
  const auto images = check_range("max_images", options.max_images, kMaxImages);
  if (!images) return tl::unexpected(images.error());
  const auto image_side = check_range("max_image_side", options.max_image_side, kMaxImageSide);
  if (!image_side) return tl::unexpected(image_side.error());
  for (const int block : options.blocks) {
    if (block < 0 || block >= config.depth) {
      return tl::unexpected(invalid("Options::blocks: expected 0 to " +
                                    std::to_string(config.depth - 1) + ", found " +
                                    std::to_string(block)));
    }
  }
  const int patch = config.patch_size;
  const auto height =
      resolve_side("input_height", options.input_height, model.preprocess.crop, patch);
  if (!height) return tl::unexpected(height.error());
  const auto width = resolve_side("input_width", options.input_width, model.preprocess.crop, patch);
  if (!width) return tl::unexpected(width.error());

  EncoderShape shape;
  shape.input_height = *height;
  shape.input_width = *width;
  shape.grid_rows = *height / patch;
  shape.grid_cols = *width / patch;
  shape.patches = shape.grid_rows * shape.grid_cols;
  shape.prefix = 1 + config.registers;
  shape.tokens = shape.prefix + shape.patches;
  const auto pruning = check_pruning(options.token_pruning, config.depth, shape.patches);
  if (!pruning) return tl::unexpected(pruning.error());
  shape.prune_after_block = options.token_pruning.after_block;
  shape.kept_patches = options.token_pruning.keep_patches;
  return shape;
}

Expected<WorkspaceLayout> plan_workspace(const ModelData& model, const EncoderShape& shape,
                                         const Options& options,
                                         const kernels::KernelTable& kernels) {
  const ModelConfig& config = model.config;
  const std::uint64_t dim = config.dim;
  const std::uint64_t tokens = shape.tokens;
  const std::uint64_t patches = shape.patches;
  const std::uint64_t images = options.max_images;
  const std::uint64_t patch_inputs = model.patch_embedding.inputs;
  const std::uint64_t row_floats = shape.grid_cols * patch_inputs;
  std::uint64_t wide_floats = 0;
  for (const BlockWeights& block : model.blocks) {
    const int widest = std::max({block.qkv.outputs, block.fc1.outputs, config.dim});
    wide_floats = std::max(wide_floats, tokens * widest);
  }
  const int band_rows = rows_per_band(shape.grid_rows, wide_floats / row_floats);
  wide_floats = std::max(wide_floats, band_rows * row_floats);
  // The widest inputs, those of fc2 and of the patch embedding, in bytes where they are quantized.
  std::uint64_t quantized_bytes = is_quantized(model.patch_embedding) ? band_rows * row_floats : 0;
  for (const BlockWeights& block : model.blocks) {
    if (!is_quantized(block.fc2)) continue;
    quantized_bytes = std::max(quantized_bytes, tokens * block.fc2.inputs);
  }
  const bool stored_grid =
      shape.grid_rows == config.position_rows && shape.grid_cols == config.position_cols;

  WorkspaceLayout layout;
  Planner planner;
  const auto floats = [&](std::uint64_t count) { return planner.add(count * sizeof(float)); };
  layout.patch_band_rows = band_rows;
  layout.streams = floats(images * tokens * dim);
  // Patches from an RGB picture go to `wide`; `narrow` is free meanwhile, unless they are
  // quantized.
  const std::uint64_t rgb_bytes = std::uint64_t{3} * shape.input_height * shape.input_width;
  const bool rgb_in_narrow = !is_quantized(model.patch_embedding);
  layout.narrow = planner.add(std::max({tokens * dim * sizeof(float), quantized_bytes,
                                        rgb_in_narrow ? rgb_bytes : std::uint64_t{0}}));
  layout.wide = floats(wide_floats);
  layout.row_scales = floats(tokens);
  layout.hidden_scales = floats(tokens);
  layout.attention = floats(options.attention ? images * config.heads * patches : 0);
  layout.cls_rows = floats(options.attention || shape.prunes() ? config.heads * tokens : 0);
  layout.patch_scores = floats(shape.prunes() ? patches : 0);
  layout.patch_order = planner.add(shape.prunes() ? patches * sizeof(int) : 0);
  layout.kept = planner.add(shape.prunes() ? images * shape.kept_patches * sizeof(int) : 0);
  layout.blocks = floats(images * options.blocks.size() * tokens * dim);
  layout.position = floats(stored_grid ? 0 : patches * dim);
  layout.rgb = rgb_in_narrow ? layout.narrow : planner.add(rgb_bytes);
  const std::uint64_t resize_bytes =
      resize_crop_workspace_bytes(options.max_image_side, model.preprocess.resize,
                                  model.preprocess.crop, shape.input_width, shape.input_height);
  layout.scratch_bytes_per_thread = kernel_scratch_bytes(model, shape, kernels);
  // A picture is resized before the kernels need their scratch.
  layout.scratch = planner.add(
      std::max(resize_bytes, std::uint64_t{layout.scratch_bytes_per_thread} * options.threads));
  layout.resize = layout.scratch;
  if (planner.total() > std::numeric_limits<std::size_t>::max() / 2) {
    return tl::unexpected(Error{ErrorCode::kOutOfMemory,
                                "an encoder with these options needs " +
                                    std::to_string(planner.total()) +
                                    " bytes of working memory, more than the address space"});
  }
  layout.total = static_cast<std::size_t>(planner.total());
  return layout;
}

}  // namespace dinozero
