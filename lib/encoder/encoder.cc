// SPDX-License-Identifier: Apache-2.0
#include "dinozero/encoder.h"

#include <algorithm>
#include <cstdint>
#include <new>
#include <string>
#include <utility>

#include "kernels/kernel_table.h"
#include "lib/backend/choose_backend.h"
#include "lib/backend/layerwise_backend.h"
#include "lib/backend/linear_backend.h"
#include "lib/backend/thread_pool.h"
#include "lib/encoder/transformer.h"
#include "lib/encoder/workspace.h"
#include "lib/image/resize.h"
#include "lib/memory/aligned_buffer.h"
#include "lib/model/model_data.h"
#include "lib/model/position_embedding.h"

namespace dinozero {
namespace {

// What create() and workspace_bytes() settle before any memory is taken.
struct EncoderPlan {
  EncoderShape shape;
  WorkspaceLayout layout;
  const kernels::KernelTable* kernels = nullptr;
};

// Weights that are in the layout of a kernel set run on no other.
Expected<void> check_layout(const ModelData& model, const kernels::KernelTable& kernels) {
  const LinearWeights* found = nullptr;
  model.for_each_linear([&](const LinearWeights& weights) {
    if (found == nullptr && weights.weight_armv6 != nullptr) found = &weights;
  });
  if (found == nullptr || kernels.name == model.layout) return {};
  return tl::unexpected(Error{
      ErrorCode::kUnsupported,
      model.file.file_name() + ": tensor " + found->name + ".weight_" + model.layout + ": layout " +
          model.layout + ": expected the kernel set " + model.layout + ", found " + kernels.name});
}

Expected<EncoderPlan> plan_encoder(const Model& model, const Options& options) {
  EncoderPlan plan;
  const auto kernels = choose_kernels(options.kernel_set);
  if (!kernels) return tl::unexpected(kernels.error());
  plan.kernels = *kernels;
  const auto runs = check_layout(*model.data(), *plan.kernels);
  if (!runs) return tl::unexpected(runs.error());
  const auto shape = resolve_shape(*model.data(), options);
  if (!shape) return tl::unexpected(shape.error());
  plan.shape = *shape;
  const auto layout = plan_workspace(*model.data(), plan.shape, options, *plan.kernels);
  if (!layout) return tl::unexpected(layout.error());
  plan.layout = *layout;
  return plan;
}

}  // namespace

struct Encoder::State {
  State(Model used_model, Options used_options, ThreadPool used_pool, const EncoderPlan& plan)
      : model(std::move(used_model)),
        options(std::move(used_options)),
        pool(std::move(used_pool)),
        kernels(*plan.kernels),
        shape(plan.shape),
        layout(plan.layout) {
    for (const int block : options.blocks) block_tokens.push_back(shape.tokens_in(block));
  }

  float* floats(std::size_t offset) { return reinterpret_cast<float*>(memory + offset); }
  int* ints(std::size_t offset) { return reinterpret_cast<int*>(memory + offset); }

  TransformerBuffers buffers(int image);

  Expected<void> build(const BackendChoice& choice);
  /// Resizes, crops and encodes one picture, or an image that is preprocessed already.
  Expected<void> encode_picture(const ImageView& picture, int image);
  Expected<void> encode_chw(const float* chw, int image);
  /// Calls take(buffers, first_row, rows) for bands of grid rows, which makes them the input of the
  /// patch embedding, and runs the network.
  template <typename Take>
  Expected<void> run(int image, const Take& take);
  /// Makes a band that input from floats: fill(grid, first_row, patches) gives them, for as many
  /// rows at a time as the transformer asks for.
  template <typename Fill>
  void take_floats(const TransformerBuffers& to, int first_row, int rows, const Fill& fill);
  Features features(int images);

  Model model;
  Options options;
  ThreadPool pool;
  const kernels::KernelTable& kernels;
  EncoderShape shape;
  WorkspaceLayout layout;
  std::vector<int> block_tokens;          // of each of Options::blocks
  AlignedBuffer<std::byte> owned_memory;  // null where the caller provides an arena
  std::byte* memory = nullptr;
  Backend backend = Backend::kNative;
  std::unique_ptr<LinearBackend> linear_backend;
  std::unique_ptr<Transformer> transformer;
};

Expected<void> Encoder::State::build(const BackendChoice& choice) {
  backend = choice.backend == Backend::kAuto ? Backend::kNative : choice.backend;
  const KernelScratch scratch{memory + layout.scratch, layout.scratch_bytes_per_thread};
  const Execution execution{kernels, pool, scratch};
  if (choice.backend == Backend::kAuto) {
    linear_backend = make_layerwise_backend(execution, armv6_layer_cycles());
  } else if (backend == Backend::kXnnpack) {
    auto made = make_xnnpack_backend(execution, choice.reason);
    if (!made) return tl::unexpected(made.error());
    linear_backend = std::move(*made);
  } else {
    linear_backend = make_native_backend(execution, choice.reason);
  }
  const ModelData& data = *model.data();
  StoredRows positions = data.patch_positions;
  if (shape.grid_rows != data.config.position_rows ||
      shape.grid_cols != data.config.position_cols) {
    float* interpolated = floats(layout.position);
    const std::size_t stored =
        static_cast<std::size_t>(data.config.position_rows) * data.config.position_cols;
    AlignedBuffer<float> room;
    if (!positions.is_in_place()) {
      room = allocate_aligned<float>(stored * data.config.dim);
      if (room == nullptr) {
        return tl::unexpected(Error{ErrorCode::kOutOfMemory, "no memory for an encoder"});
      }
    }
    interpolate_position_embedding(data.config, positions.floats(stored, room.get()),
                                   shape.grid_rows, shape.grid_cols, interpolated);
    positions = {data.config.dim, DType::kF32, reinterpret_cast<const std::byte*>(interpolated),
                 nullptr};
  }
  transformer.reset(new (std::nothrow) Transformer(data, shape, kernels, pool, scratch, positions));
  if (linear_backend == nullptr || transformer == nullptr) {
    return tl::unexpected(Error{ErrorCode::kOutOfMemory, "no memory for an encoder"});
  }
  return transformer->prepare(linear_backend.get(), layout.patch_band_rows);
}

TransformerBuffers Encoder::State::buffers(int image) {
  const ModelConfig& config = model.config();
  const std::size_t token_floats = static_cast<std::size_t>(shape.tokens) * config.dim;
  TransformerBuffers buffers;
  buffers.stream = floats(layout.streams) + image * token_floats;
  buffers.narrow = floats(layout.narrow);
  buffers.wide = floats(layout.wide);
  buffers.row_scales = floats(layout.row_scales);
  buffers.hidden_scales = floats(layout.hidden_scales);
  buffers.cls_rows = floats(layout.cls_rows);
  buffers.blocks = floats(layout.blocks) + image * options.blocks.size() * token_floats;
  if (options.attention) {
    buffers.attention = floats(layout.attention) + static_cast<std::size_t>(image) *
                                                       model.data()->blocks.back().heads *
                                                       shape.patches;
  }
  if (shape.prunes()) {
    buffers.patch_scores = floats(layout.patch_scores);
    buffers.patch_order = ints(layout.patch_order);
    buffers.kept = ints(layout.kept) + static_cast<std::size_t>(image) * shape.kept_patches;
  }
  return buffers;
}

template <typename Take>
Expected<void> Encoder::State::run(int image, const Take& take) {
  const TransformerBuffers image_buffers = buffers(image);
  for (int row = 0; row < shape.grid_rows; row += layout.patch_band_rows) {
    const int rows = std::min(layout.patch_band_rows, shape.grid_rows - row);
    take(image_buffers, row, rows);
    auto status = transformer->embed_patches(image_buffers, row, rows);
    if (!status) return status;
  }
  return transformer->run(image_buffers, options);
}

template <typename Fill>
void Encoder::State::take_floats(const TransformerBuffers& to, int first_row, int rows,
                                 const Fill& fill) {
  const int step = transformer->patch_rows_at_a_time(rows);
  for (int row = 0; row < rows; row += step) {
    fill(kernels::PatchGrid{step, shape.grid_cols, model.config().patch_size}, first_row + row,
         to.wide);
    transformer->take_patches(to, row, step);
  }
}

Expected<void> Encoder::State::encode_picture(const ImageView& picture, int image) {
  const PreprocessConfig& recipe = model.preprocess();
  auto* rgb = reinterpret_cast<std::uint8_t*>(memory + layout.rgb);
  const CropGeometry geometry =
      center_crop_geometry(picture.width, picture.height, recipe.resize, recipe.crop,
                           shape.input_width, shape.input_height);
  resize_crop(kernels, picture, geometry, memory + layout.resize, rgb);
  float scale[3];
  float offset[3];
  for (int channel = 0; channel < 3; ++channel) {
    scale[channel] = 1.0F / (255.0F * recipe.std[channel]);
    offset[channel] = -recipe.mean[channel] / recipe.std[channel];
  }
  const std::size_t row_bytes =
      std::size_t{3} * static_cast<std::size_t>(model.config().patch_size) * shape.input_width;
  const InputFormat format = transformer->patch_format();
  return run(image, [&](const TransformerBuffers& to, int first_row, int rows) {
    if (format.kind == InputFormat::Kind::kPerRow) {
      kernels.patches_from_rgb8_int8({.grid = {rows, shape.grid_cols, model.config().patch_size},
                                      .rgb = rgb + first_row * row_bytes,
                                      .scale = scale,
                                      .offset = offset,
                                      .limit = format.limit,
                                      .q = Transformer::patch_codes(to),
                                      .q_scale = Transformer::patch_scales(to),
                                      .floats = to.wide});
      return;
    }
    take_floats(to, first_row, rows, [&](const kernels::PatchGrid& grid, int row, float* patches) {
      kernels.patches_from_rgb8(grid, rgb + row * row_bytes, scale, offset, patches);
    });
  });
}

Expected<void> Encoder::State::encode_chw(const float* chw, int image) {
  const auto width = static_cast<std::size_t>(shape.input_width);
  const std::size_t channel_stride = width * shape.input_height;
  const std::size_t row_floats = width * model.config().patch_size;
  return run(image, [&](const TransformerBuffers& to, int first_row, int rows) {
    take_floats(to, first_row, rows, [&](const kernels::PatchGrid& grid, int row, float* patches) {
      kernels.patches_from_chw_f32(grid, chw + row * row_floats, channel_stride, patches);
    });
  });
}

Features Encoder::State::features(int images) {
  Features features;
  features.tokens_ = floats(layout.streams);
  features.attention_ = options.attention ? floats(layout.attention) : nullptr;
  features.blocks_ = floats(layout.blocks);
  features.images_ = images;
  features.dim_ = model.config().dim;
  features.heads_ = model.data()->blocks.back().heads;
  features.rows_ = shape.grid_rows;
  features.cols_ = shape.grid_cols;
  features.prefix_ = shape.prefix;
  features.block_tokens_ = block_tokens.data();
  features.kept_ = shape.prunes() ? ints(layout.kept) : nullptr;
  features.kept_count_ = shape.kept_patches;
  features.block_count_ = static_cast<int>(options.blocks.size());
  return features;
}

Encoder::Encoder(std::unique_ptr<State> state) : state_(std::move(state)) {}
Encoder::Encoder(Encoder&&) noexcept = default;
Encoder& Encoder::operator=(Encoder&&) noexcept = default;
Encoder::~Encoder() = default;

Expected<std::size_t> Encoder::workspace_bytes(const Model& model, const Options& options) {
  // An arena may start at any address.
  return plan_encoder(model, options).map([](const EncoderPlan& plan) {
    return plan.layout.total + kAlignment;
  });
}

Expected<Encoder> Encoder::create(const Model& model, const Options& options) {
  return create(model, options, Arena{});
}

Expected<Encoder> Encoder::create(const Model& model, const Options& options, Arena arena) {
  const auto plan = plan_encoder(model, options);
  if (!plan) return tl::unexpected(plan.error());
  auto pool = ThreadPool::create(options.threads);
  if (!pool) return tl::unexpected(pool.error());

  std::unique_ptr<State> state(new (std::nothrow) State(model, options, std::move(*pool), *plan));
  if (state == nullptr) {
    return tl::unexpected(Error{ErrorCode::kOutOfMemory, "no memory for an encoder"});
  }
  const std::size_t bytes = plan->layout.total;
  if (arena.data != nullptr) {
    if (arena.bytes < bytes + kAlignment) {
      return tl::unexpected(
          Error{ErrorCode::kInvalidArgument,
                "Arena::bytes: expected at least " + std::to_string(bytes + kAlignment) +
                    " (Encoder::workspace_bytes), found " + std::to_string(arena.bytes)});
    }
    const auto address = reinterpret_cast<std::uintptr_t>(arena.data);
    state->memory = static_cast<std::byte*>(arena.data) + (align_up(address) - address);
  } else {
    state->owned_memory = allocate_aligned<std::byte>(bytes);
    state->memory = state->owned_memory.get();
    if (state->memory == nullptr) {
      return tl::unexpected(Error{
          ErrorCode::kOutOfMemory,
          "no memory for the " + std::to_string(bytes) + " bytes of working memory of an encoder"});
    }
  }
  const auto built =
      state->build(choose_backend(options.backend, options.kernel_set, *plan->kernels));
  if (!built) return tl::unexpected(built.error());
  return Encoder(std::move(state));
}

Expected<Features> Encoder::encode(const ImageView& image) {
  return encode(Span<const ImageView>(&image, 1));
}

Expected<Features> Encoder::encode(Span<const ImageView> images) {
  const auto limit = static_cast<std::size_t>(state_->options.max_images);
  if (images.empty() || images.size() > limit) {
    return tl::unexpected(
        Error{ErrorCode::kInvalidArgument, "encode: expected 1 to " + std::to_string(limit) +
                                               " images (Options::max_images), found " +
                                               std::to_string(images.size())});
  }
  for (const ImageView& image : images) {
    const auto valid = validate_image(image, state_->options.max_image_side);
    if (!valid) return tl::unexpected(valid.error());
  }
  const int count = static_cast<int>(images.size());
  for (int index = 0; index < count; ++index) {
    const auto status = state_->encode_picture(images[index], index);
    if (!status) return tl::unexpected(status.error());
  }
  return state_->features(count);
}

Expected<Features> Encoder::encode_tensor(const float* chw, int images) {
  const int limit = state_->options.max_images;
  if (chw == nullptr || images < 1 || images > limit) {
    return tl::unexpected(
        Error{ErrorCode::kInvalidArgument,
              "encode_tensor: expected 1 to " + std::to_string(limit) + " images, found " +
                  (chw == nullptr ? std::string("a null pointer") : std::to_string(images))});
  }
  const EncoderShape& shape = state_->shape;
  const std::size_t image_floats =
      std::size_t{3} * static_cast<std::size_t>(shape.input_height) * shape.input_width;
  for (int index = 0; index < images; ++index) {
    const auto status = state_->encode_chw(chw + index * image_floats, index);
    if (!status) return tl::unexpected(status.error());
  }
  return state_->features(images);
}

int Encoder::input_height() const { return state_->shape.input_height; }
int Encoder::input_width() const { return state_->shape.input_width; }
Backend Encoder::backend() const { return state_->backend; }
const char* Encoder::kernel_set() const { return state_->kernels.name; }
std::vector<LayerPlan> Encoder::plan() const { return state_->transformer->plan(); }

}  // namespace dinozero
