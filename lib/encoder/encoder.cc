// SPDX-License-Identifier: Apache-2.0
#include "dinozero/encoder.h"

#include <algorithm>
#include <cstdint>
#include <new>
#include <string>
#include <utility>

#include "kernels/kernel_table.h"
#include "lib/backend/choose_backend.h"
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

Expected<EncoderPlan> plan_encoder(const Model& model, const Options& options) {
  EncoderPlan plan;
  const auto kernels = choose_kernels(options.kernel_set);
  if (!kernels) return tl::unexpected(kernels.error());
  plan.kernels = *kernels;
  const auto shape = resolve_shape(model.config(), model.preprocess(), options);
  if (!shape) return tl::unexpected(shape.error());
  plan.shape = *shape;
  const auto layout =
      plan_workspace(model.config(), model.preprocess(), plan.shape, options, *plan.kernels);
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
        layout(plan.layout) {}

  float* floats(std::size_t offset) { return reinterpret_cast<float*>(memory + offset); }

  // Patches of the next image go here.
  float* patch_matrix() { return floats(layout.wide); }
  kernels::PatchGrid grid() const {
    return {shape.grid_rows, shape.grid_cols, model.config().patch_size};
  }

  Expected<void> build(Backend resolved);
  void preprocess(const ImageView& image);
  Expected<void> run(int image);
  Features features(int images);

  Model model;
  Options options;
  ThreadPool pool;
  const kernels::KernelTable& kernels;
  EncoderShape shape;
  WorkspaceLayout layout;
  AlignedBuffer<std::byte> owned_memory;  // null where the caller provides an arena
  std::byte* memory = nullptr;
  Backend backend = Backend::kNative;
  std::unique_ptr<LinearBackend> linear_backend;
  std::unique_ptr<Transformer> transformer;
};

Expected<void> Encoder::State::build(Backend resolved) {
  backend = resolved;
  const KernelScratch scratch{memory + layout.scratch, layout.scratch_bytes_per_thread};
  if (backend == Backend::kXnnpack) {
    auto made = make_xnnpack_backend(pool);
    if (!made) return tl::unexpected(made.error());
    linear_backend = std::move(*made);
  } else {
    linear_backend = make_native_backend(kernels, pool, scratch);
  }
  const ModelData& data = *model.data();
  const float* positions = data.patch_positions;
  if (shape.grid_rows != data.config.position_rows ||
      shape.grid_cols != data.config.position_cols) {
    float* interpolated = floats(layout.position);
    interpolate_position_embedding(data.config, positions, shape.grid_rows, shape.grid_cols,
                                   interpolated);
    positions = interpolated;
  }
  transformer.reset(new (std::nothrow) Transformer(data, shape, kernels, pool, scratch, positions));
  if (linear_backend == nullptr || transformer == nullptr) {
    return tl::unexpected(Error{ErrorCode::kOutOfMemory, "no memory for an encoder"});
  }
  return transformer->prepare(linear_backend.get());
}

void Encoder::State::preprocess(const ImageView& image) {
  const PreprocessConfig& recipe = model.preprocess();
  auto* rgb = reinterpret_cast<std::uint8_t*>(memory + layout.rgb);
  const CropGeometry geometry = center_crop_geometry(
      image.width, image.height, recipe.resize, recipe.crop, shape.input_width, shape.input_height);
  resize_crop(image, geometry, memory + layout.resize, rgb);
  float scale[3];
  float offset[3];
  for (int channel = 0; channel < 3; ++channel) {
    scale[channel] = 1.0F / (255.0F * recipe.std[channel]);
    offset[channel] = -recipe.mean[channel] / recipe.std[channel];
  }
  kernels.patches_from_rgb8(grid(), rgb, scale, offset, patch_matrix());
}

Expected<void> Encoder::State::run(int image) {
  const ModelConfig& config = model.config();
  const std::size_t token_floats = static_cast<std::size_t>(shape.tokens) * config.dim;
  TransformerBuffers buffers;
  buffers.stream = floats(layout.streams) + image * token_floats;
  buffers.normed = floats(layout.normed);
  buffers.wide = floats(layout.wide);
  buffers.blocks = floats(layout.blocks) + image * options.blocks.size() * token_floats;
  if (options.attention) {
    buffers.attention =
        floats(layout.attention) + static_cast<std::size_t>(image) * config.heads * shape.patches;
    buffers.cls_rows = floats(layout.cls_rows);
  }
  return transformer->run(buffers, options);
}

Features Encoder::State::features(int images) {
  Features features;
  features.tokens_ = floats(layout.streams);
  features.attention_ = options.attention ? floats(layout.attention) : nullptr;
  features.blocks_ = floats(layout.blocks);
  features.images_ = images;
  features.dim_ = model.config().dim;
  features.heads_ = model.config().heads;
  features.rows_ = shape.grid_rows;
  features.cols_ = shape.grid_cols;
  features.prefix_ = shape.prefix;
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
    state_->preprocess(images[index]);
    const auto status = state_->run(index);
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
    state_->kernels.patches_from_chw_f32(state_->grid(), chw + index * image_floats,
                                         state_->patch_matrix());
    const auto status = state_->run(index);
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
