// SPDX-License-Identifier: Apache-2.0
#include "dinozero/encoder.h"

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <string>
#include <utility>
#include <vector>

#include "dinozero/dinozero.h"
#include "kernels/kernel_table.h"
#include "lib/backend/linear_backend.h"
#include "support/catch.h"
#include "support/executions.h"
#include "support/synthetic_model.h"

namespace dinozero {
namespace {

using testing::few_kilobytes;
using testing::load_synthetic;

constexpr int kSide = 8;  // the input of few_kilobytes(): 2 x 2 patches of 4 pixels

// few_kilobytes() keeps DINO's recipe, resize to 256 and crop 224, unless the input size is given.
Options small_input() {
  Options options;
  options.input_height = kSide;
  options.input_width = kSide;
  return options;
}

ImageView view(const std::vector<std::uint8_t>& rgb, int width, int height) {
  return {rgb.data(), width, height, 0, PixelFormat::kRgb8};
}

std::vector<float> tokens_of(const Features& features, int image = 0) {
  const PatchTokens patches = features.patches(image);
  std::vector<float> tokens(features.cls(image).begin(), features.cls(image).end());
  tokens.insert(tokens.end(), patches.data, patches.data + patches.size());
  return tokens;
}

Encoder make_encoder(const Model& model, const Options& options = small_input()) {
  auto encoder = Encoder::create(model, options);
  INFO((encoder ? std::string() : encoder.error().message));
  REQUIRE(encoder.has_value());
  return std::move(*encoder);
}

Error error_of(const Model& model, const Options& options) {
  const auto encoder = Encoder::create(model, options);
  REQUIRE_FALSE(encoder.has_value());
  // Both calls see the options, so both refuse them, unless it is the backend that is missing.
  return encoder.error();
}

bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

TEST_CASE("Options that do not fit are refused by name", "[encoder]") {
  const auto synthetic = load_synthetic(few_kilobytes());
  struct Case {
    std::string option;
    Options options;
  };
  std::vector<Case> cases(10);
  cases[0] = {"threads", {}};
  cases[0].options.threads = 0;
  cases[1] = {"threads", {}};
  cases[1].options.threads = 1000;
  cases[2] = {"input_height", {}};
  cases[2].options.input_height = 6;
  cases[3] = {"input_width", {}};
  cases[3].options.input_width = -4;
  cases[4] = {"input_width", {}};
  cases[4].options.input_width = 1 << 30;
  cases[5] = {"max_images", {}};
  cases[5].options.max_images = 0;
  cases[6] = {"max_image_side", {}};
  cases[6].options.max_image_side = 0;
  cases[7] = {"blocks", {}};
  cases[7].options.blocks = {1};
  cases[8] = {"blocks", {}};
  cases[8].options.blocks = {0, -1};
  cases[9] = {"max_images", {}};
  cases[9].options.max_images = 1 << 30;
  for (const Case& refused : cases) {
    const Error error = error_of(synthetic.model, refused.options);
    INFO(error.message);
    CHECK(error.code == ErrorCode::kInvalidArgument);
    CHECK(contains(error.message, "Options::" + refused.option));
    CHECK(contains(error.message, "expected"));
    CHECK(contains(error.message, "found"));
    const auto bytes = Encoder::workspace_bytes(synthetic.model, refused.options);
    REQUIRE_FALSE(bytes.has_value());
    CHECK(bytes.error().message == error.message);
  }
}

TEST_CASE("A backend or kernel set that is not there is an error, one that is there runs",
          "[encoder]") {
  const auto synthetic = load_synthetic(few_kilobytes());
  Options xnnpack = small_input();
  xnnpack.backend = Backend::kXnnpack;
  if (has_xnnpack()) {
    auto encoder = make_encoder(synthetic.model, xnnpack);
    CHECK(encoder.backend() == Backend::kXnnpack);
    for (const LayerPlan& layer : encoder.plan()) CHECK(layer.backend == "xnnpack");
  } else {
    CHECK(error_of(synthetic.model, xnnpack).code == ErrorCode::kUnsupported);
  }
  const std::pair<KernelSet, const char*> sets[] = {{KernelSet::kReference, "reference"},
                                                    {KernelSet::kArmv6, "armv6"},
                                                    {KernelSet::kAvx2, "avx2"},
                                                    {KernelSet::kAvx512, "avx512"},
                                                    {KernelSet::kAvx512Vnni, "avx512vnni"}};
  for (const auto& [set, name] : sets) {
    Options options = small_input();
    options.backend = Backend::kNative;
    options.kernel_set = set;
    const kernels::KernelTable* table = kernels::find_kernel_table(name);
    if (table != nullptr && table->supported()) {
      auto encoder = make_encoder(synthetic.model, options);
      CHECK(encoder.backend() == Backend::kNative);
      CHECK(std::string(encoder.kernel_set()) == name);
      for (const LayerPlan& layer : encoder.plan()) {
        CHECK(layer.backend == "native");
        CHECK(layer.kernel == name);
      }
    } else {
      const Error error = error_of(synthetic.model, options);
      CHECK(error.code == ErrorCode::kUnsupported);
      CHECK(contains(error.message, name));
    }
  }
}

TEST_CASE("The plan names every linear layer with its GEMM", "[encoder]") {
  const auto synthetic = load_synthetic(few_kilobytes());
  const auto plan = make_encoder(synthetic.model).plan();
  REQUIRE(plan.size() == 5);
  CHECK(plan[0].layer == "patch_embed.proj");
  CHECK(plan[0].rows == 4);
  CHECK(plan[0].depth == 3 * 4 * 4);
  CHECK(plan[1].layer == "blocks.0.attn.qkv");
  CHECK(plan[1].rows == 5);
  CHECK(plan[1].cols == 24);
  CHECK(plan[4].layer == "blocks.0.mlp.fc2");
  CHECK(plan[4].depth == 12);
}

TEST_CASE("Several images in one call equal single calls bit for bit", "[encoder]") {
  const auto synthetic = load_synthetic(few_kilobytes());
  for (const testing::Execution& execution : testing::executions()) {
    INFO(execution.name);
    const std::vector<std::vector<std::uint8_t>> pictures = {testing::image_rgb8(20, 11, 1),
                                                             testing::image_rgb8(9, 33, 2),
                                                             testing::image_rgb8(8, 8, 3)};
    const std::vector<ImageView> views = {view(pictures[0], 20, 11), view(pictures[1], 9, 33),
                                          view(pictures[2], 8, 8)};
    Options options = testing::with_execution(small_input(), execution);
    options.max_images = 3;
    options.attention = true;
    options.blocks = {0, 0};
    auto together = make_encoder(synthetic.model, options);
    const auto batch = together.encode(Span<const ImageView>(views.data(), views.size()));
    REQUIRE(batch.has_value());
    CHECK(batch->images() == 3);
    options.max_images = 1;
    auto single = make_encoder(synthetic.model, options);
    for (int image = 0; image < 3; ++image) {
      const auto features = single.encode(views[image]);
      REQUIRE(features.has_value());
      CHECK(tokens_of(*features) == tokens_of(*batch, image));
      const AttentionMaps one = features->attention();
      const AttentionMaps of_batch = batch->attention(image);
      CHECK(std::equal(one.data, one.data + one.heads * one.rows * one.cols, of_batch.data));
      for (const int slot : {0, 1}) {
        const BlockTokens block = batch->block(slot, image);
        CHECK(std::equal(block.data, block.data + block.tokens * block.dim,
                         features->block(slot).data));
        // The block asked for is the last one: normalised, it is the result.
        CHECK(std::equal(block.token(0).begin(), block.token(0).end(), batch->cls(image).begin()));
      }
    }
    const std::vector<ImageView> too_many(4, views[0]);
    CHECK_FALSE(together.encode(Span<const ImageView>(too_many.data(), 4)).has_value());
    CHECK_FALSE(together.encode(Span<const ImageView>()).has_value());
    CHECK(together.encode(views[0]).has_value());
  }
}

TEST_CASE("A picture and its preprocessed tensor give the same features", "[encoder]") {
  const auto synthetic = load_synthetic(few_kilobytes());
  std::vector<std::uint8_t> rgb;
  for (int pixel = 0; pixel < kSide * kSide; ++pixel) rgb.insert(rgb.end(), {200, 17, 90});
  // Resized to kSide * 256 / 224 = 9 pixels and cropped; a uniform picture stays what it is.
  const PreprocessConfig& recipe = synthetic.model.preprocess();
  std::vector<float> chw(3 * kSide * kSide);
  for (int channel = 0; channel < 3; ++channel) {
    for (int pixel = 0; pixel < kSide * kSide; ++pixel) {
      const double value = rgb[pixel * 3 + channel] / 255.0;
      chw[channel * kSide * kSide + pixel] =
          static_cast<float>((value - recipe.mean[channel]) / recipe.std[channel]);
    }
  }
  auto encoder = make_encoder(synthetic.model);
  const auto from_picture = tokens_of(*encoder.encode(view(rgb, kSide, kSide)));
  const auto from_tensor = tokens_of(*encoder.encode_tensor(chw.data()));
  REQUIRE(from_picture.size() == from_tensor.size());
  for (std::size_t i = 0; i < from_tensor.size(); ++i) {
    CHECK(from_picture[i] == Approx(from_tensor[i]).margin(1e-4));
  }
}

TEST_CASE("Bad pictures are errors and leave the encoder usable", "[encoder]") {
  const auto synthetic = load_synthetic(few_kilobytes());
  Options options = small_input();
  options.max_image_side = 1000;
  auto encoder = make_encoder(synthetic.model, options);
  const auto rgb = testing::image_rgb8(16, 16, 1);
  const auto before = tokens_of(*encoder.encode(view(rgb, 16, 16)));
  std::vector<ImageView> bad(7, view(rgb, 16, 16));
  bad[0].pixels = nullptr;
  bad[1].width = 0;
  bad[2].height = -1;
  bad[3].stride = 47;
  bad[4].width = 1001;
  bad[5].height = 20000;
  bad[6].format = static_cast<PixelFormat>(99);
  for (const ImageView& picture : bad) {
    const auto features = encoder.encode(picture);
    REQUIRE_FALSE(features.has_value());
    CHECK(features.error().code == ErrorCode::kInvalidArgument);
    CHECK(contains(features.error().message, "expected"));
  }
  CHECK_FALSE(encoder.encode_tensor(nullptr).has_value());
  const std::vector<float> tensor(3 * kSide * kSide);
  CHECK_FALSE(encoder.encode_tensor(tensor.data(), 2).has_value());
  CHECK_FALSE(encoder.encode_tensor(tensor.data(), 0).has_value());
  CHECK(tokens_of(*encoder.encode(view(rgb, 16, 16))) == before);
}

TEST_CASE("A 20000 x 20000 picture is encoded in bounded memory, or refused by default",
          "[encoder][large]") {
  const auto synthetic = load_synthetic(few_kilobytes());
  std::vector<std::uint8_t> picture;
  try {
    picture.assign(std::size_t{20000} * 20000, 128);
  } catch (const std::bad_alloc&) {
    WARN("not enough memory for the picture itself");
    return;
  }
  const ImageView huge{picture.data(), 20000, 20000, 0, PixelFormat::kGray8};
  auto by_default = make_encoder(synthetic.model);
  const auto refused = by_default.encode(huge);
  REQUIRE_FALSE(refused.has_value());
  CHECK(contains(refused.error().message, "16384"));

  Options options = small_input();
  options.max_image_side = 20000;
  const auto bytes = Encoder::workspace_bytes(synthetic.model, options);
  REQUIRE(bytes.has_value());
  CHECK(*bytes < std::size_t{4} << 20);
  auto encoder = make_encoder(synthetic.model, options);
  const auto features = encoder.encode(huge);
  REQUIRE(features.has_value());
  const std::vector<std::uint8_t> small(16 * 16, 128);
  auto same = make_encoder(synthetic.model);
  const ImageView uniform{small.data(), 16, 16, 0, PixelFormat::kGray8};
  CHECK(tokens_of(*features) == tokens_of(*same.encode(uniform)));
}

TEST_CASE("An arena of workspace_bytes is enough at any alignment, one byte less is not",
          "[encoder]") {
  const auto synthetic = load_synthetic(few_kilobytes());
  Options options = small_input();
  options.attention = true;
  options.backend = Backend::kNative;
  const std::size_t bytes = *Encoder::workspace_bytes(synthetic.model, options);
  const auto rgb = testing::image_rgb8(16, 16, 1);
  auto reference = make_encoder(synthetic.model, options);
  const auto expected = tokens_of(*reference.encode(view(rgb, 16, 16)));
  for (const std::size_t shift : {0, 1, 63}) {
    std::vector<std::byte> memory(bytes + shift, std::byte{0xA5});
    auto encoder = Encoder::create(synthetic.model, options, {memory.data() + shift, bytes});
    REQUIRE(encoder.has_value());
    CHECK(tokens_of(*encoder->encode(view(rgb, 16, 16))) == expected);
    const float* cls = encoder->encode(view(rgb, 16, 16))->cls().data();
    CHECK(static_cast<const void*>(cls) >= memory.data());
    CHECK(static_cast<const void*>(cls) < memory.data() + memory.size());
  }
  std::vector<std::byte> memory(bytes);
  const auto refused = Encoder::create(synthetic.model, options, {memory.data(), bytes - 1});
  REQUIRE_FALSE(refused.has_value());
  CHECK(contains(refused.error().message, "Arena::bytes"));
}

TEST_CASE("An encoder outlives its model handle and moves", "[encoder]") {
  auto synthetic = std::make_unique<testing::SyntheticModel>(load_synthetic(few_kilobytes()));
  const auto bytes = synthetic->bytes;
  auto encoder = make_encoder(synthetic->model);
  const auto rgb = testing::image_rgb8(16, 16, 1);
  const auto before = tokens_of(*encoder.encode(view(rgb, 16, 16)));
  synthetic.reset();
  Encoder moved = std::move(encoder);
  CHECK(tokens_of(*moved.encode(view(rgb, 16, 16))) == before);
}

TEST_CASE("Too little memory is an error value", "[encoder]") {
  const auto synthetic = load_synthetic(few_kilobytes());
  Options options;
  options.input_height = 8192;
  options.input_width = 8192;
  options.max_images = 4096;
  const auto encoder = Encoder::create(synthetic.model, options);
  REQUIRE_FALSE(encoder.has_value());
  CHECK(encoder.error().code == ErrorCode::kOutOfMemory);
  CHECK(contains(encoder.error().message, "bytes"));
}

}  // namespace
}  // namespace dinozero
