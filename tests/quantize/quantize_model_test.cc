// SPDX-License-Identifier: Apache-2.0
#include "lib/quantize/quantize_model.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <string>
#include <vector>

#include "dinozero/encoder.h"
#include "lib/model/model_data.h"
#include "lib/quantize/float16.h"
#include "quantize/quantize_support.h"
#include "support/catch.h"

namespace dinozero::quantize {
namespace {

QuantizeOptions options_for(Scheme scheme) {
  QuantizeOptions options;
  options.scheme = scheme;
  return options;
}

QuantizedModel quantized(const Model& model, const CalibrationSet* images,
                         const QuantizeOptions& options) {
  auto result = quantize_model(model, images, options, {});
  INFO((result ? std::string() : result.error().message));
  REQUIRE(result.has_value());
  return std::move(*result);
}

// The file's bytes, as they would be on disk.
std::vector<std::byte> bytes_of(const ModelFile& file) {
  std::vector<testing::StoredTensor> tensors;
  for (const TensorView& view : file.tensors()) {
    tensors.push_back(
        {view.name, dtype_name(view.dtype), view.shape, {view.data, view.data + view.bytes}});
  }
  return testing::serialize_safetensors(tensors,
                                        {{"dinozero", file.metadata().find("dinozero")->second}});
}

Encoder encoder_for(const Model& model) {
  Options options;
  options.backend = Backend::kNative;
  auto encoder = Encoder::create(model, options);
  INFO((encoder ? std::string() : encoder.error().message));
  REQUIRE(encoder.has_value());
  return std::move(*encoder);
}

// How alike two models see pictures that neither was calibrated on.
double likeness(const Model& a, const Model& b) {
  Encoder first = encoder_for(a);
  Encoder second = encoder_for(b);
  double sum = 0;
  for (int i = 0; i < 8; ++i) {
    const auto pixels = testing::image_rgb8(40, 36, static_cast<std::uint64_t>(i) + 100);
    const ImageView picture{pixels.data(), 40, 36, 0, PixelFormat::kRgb8};
    const auto wanted = first.encode(picture);
    const auto found = second.encode(picture);
    REQUIRE((wanted.has_value() && found.has_value()));
    sum += cosine(wanted->cls().data(), found->cls().data(), wanted->patches().dim) / 8;
  }
  return sum;
}

TEST_CASE("Every scheme gives a file that the library runs, and that is like the original",
          "[quantize][model]") {
  const auto source = testing::calibratable_model();
  const auto images = testing::synthetic_images(source.model, 12);
  const auto check = [&](const QuantizeOptions& options, const CalibrationSet* calibration,
                         const char* scheme, double least) {
    CAPTURE(scheme, calibration != nullptr, options.activation_bits);
    const QuantizedModel result = quantized(source.model, calibration, options);
    CHECK(result.report.scheme == scheme);
    CHECK(result.report.calibrated == (calibration != nullptr));
    const auto bytes = bytes_of(result.file);
    const auto model = Model::from_memory(bytes.data(), bytes.size());
    INFO((model ? std::string() : model.error().message));
    REQUIRE(model.has_value());
    CHECK(model->scheme() == scheme);
    const double found = likeness(source.model, *model);
    CHECK(found > least);
    // What was said on the calibration images is what comes out.
    if (calibration != nullptr) {
      CHECK(found == Approx(result.report.block_cosines.back().cls_mean).margin(0.1));
    }
  };
  check(options_for(Scheme::kInt8), nullptr, "int8", 0.999);
  check(options_for(Scheme::kInt8), &images, "int8", 0.999);
  check(options_for(Scheme::kInt8Static), &images, "int8-static", 0.99);
  QuantizeOptions int4 = options_for(Scheme::kInt4);
  check(int4, nullptr, "int4", 0.9);
  check(int4, &images, "int4", 0.95);
  int4.activation_bits = 8;
  check(int4, &images, "int4", 0.95);
  check(options_for(Scheme::kBinary), &images, "binary", 0.5);
  check(options_for(Scheme::kF32), nullptr, "f32", 0.999999);
  QuantizeOptions pruned = options_for(Scheme::kF32);
  pruned.prune = {1, 0.34};
  check(pruned, &images, "f32", 0.9);
  pruned.scheme = Scheme::kInt8;
  check(pruned, &images, "int8", 0.9);
}

TEST_CASE("The likeness of a pruned model is that to the model before", "[quantize][model]") {
  const auto source = testing::calibratable_model();
  const auto images = testing::synthetic_images(source.model, 6);
  QuantizeOptions options = options_for(Scheme::kF32);
  options.prune = {3, 0.67};
  const QuantizedModel result = quantized(source.model, &images, options);
  const auto bytes = bytes_of(result.file);
  const auto model = Model::from_memory(bytes.data(), bytes.size());
  REQUIRE(model.has_value());
  Encoder first = encoder_for(source.model);
  Encoder second = encoder_for(*model);
  double sum = 0;
  for (int i = 0; i < 6; ++i) {  // the calibration pictures
    const auto pixels = testing::image_rgb8(40, 36, static_cast<std::uint64_t>(i) + 1);
    const ImageView picture{pixels.data(), 40, 36, 0, PixelFormat::kRgb8};
    const auto wanted = first.encode(picture);
    const auto found = second.encode(picture);
    REQUIRE((wanted.has_value() && found.has_value()));
    sum += cosine(wanted->cls().data(), found->cls().data(), wanted->patches().dim) / 6;
  }
  CHECK(sum < 0.9999);
  CHECK(result.report.block_cosines.back().cls_mean == Approx(sum).margin(1e-5));
}

TEST_CASE("A file that is not quantized keeps every value", "[quantize][model]") {
  const auto source = testing::calibratable_model();
  const QuantizedModel result = quantized(source.model, nullptr, options_for(Scheme::kF32));
  for (const TensorView& tensor : result.file.tensors()) {
    CAPTURE(tensor.name);
    const TensorView* original = source.model.data()->file.find(tensor.name);
    REQUIRE(original != nullptr);
    CHECK(tensor.dtype == DType::kF32);
    REQUIRE(tensor.shape == original->shape);
    CHECK(std::memcmp(tensor.data, original->data, tensor.bytes) == 0);
  }
}

TEST_CASE("Twice the same is the same, bit by bit", "[quantize][model]") {
  const auto source = testing::calibratable_model();
  const auto images = testing::synthetic_images(source.model, 5);
  QuantizeOptions mixed = options_for(Scheme::kInt8);
  mixed.mixed = true;
  mixed.max_bytes = 14000;
  QuantizeOptions pruned = options_for(Scheme::kInt4);
  pruned.prune = {1, 0.34};
  for (const QuantizeOptions& options :
       {options_for(Scheme::kInt8Static), options_for(Scheme::kBinary), mixed, pruned}) {
    const auto first = bytes_of(quantized(source.model, &images, options).file);
    const auto second = bytes_of(quantized(source.model, &images, options).file);
    CHECK(first == second);
  }
}

TEST_CASE("Mixed precision keeps within its size and says what it chose", "[quantize][model]") {
  const auto source = testing::calibratable_model();
  const auto images = testing::synthetic_images(source.model, 5);
  QuantizeOptions options = options_for(Scheme::kInt8);
  options.mixed = true;
  options.keep = {{"patch_embed.proj", Scheme::kInt8}};
  std::size_t last = 0;
  for (const std::size_t most : {16000U, 14500U, 13500U}) {
    options.max_bytes = most;
    const QuantizedModel result = quantized(source.model, &images, options);
    CHECK(result.report.scheme == "mixed");
    CHECK(result.file.file_bytes() <= most);
    CHECK(result.file.file_bytes() != last);
    last = static_cast<std::size_t>(result.file.file_bytes());
    CHECK(result.report.layers.front().scheme.scheme == Scheme::kInt8);
    const auto bytes = bytes_of(result.file);
    const auto model = Model::from_memory(bytes.data(), bytes.size());
    INFO((model ? std::string() : model.error().message));
    REQUIRE(model.has_value());
    CHECK(model->scheme() == "mixed");
  }
}

TEST_CASE("Calibration makes int4 better", "[quantize][model]") {
  const auto source = testing::calibratable_model();
  const auto images = testing::synthetic_images(source.model, 48);
  const auto like = [&](const CalibrationSet* calibration) {
    const auto bytes =
        bytes_of(quantized(source.model, calibration, options_for(Scheme::kInt4)).file);
    const auto model = Model::from_memory(bytes.data(), bytes.size());
    REQUIRE(model.has_value());
    return likeness(source.model, *model);
  };
  CHECK(1 - like(&images) < 0.8 * (1 - like(nullptr)));
}

TEST_CASE("Report: computed again from the file", "[quantize][model]") {
  const auto source = testing::calibratable_model();
  const Network network = *read_network(source.model);
  const QuantizedModel result = quantized(source.model, nullptr, options_for(Scheme::kInt8));
  std::size_t index = 0;
  for_each_linear(network, [&](const Linear& linear) {
    const LayerReport& report = result.report.layers.at(index++);
    CAPTURE(report.name);
    CHECK(report.name == linear.name);
    CHECK(report.outputs == linear.outputs);
    CHECK(report.inputs == linear.inputs);
    CHECK(report.weight_min == *std::min_element(linear.weight.begin(), linear.weight.end()));
    CHECK(report.weight_max == *std::max_element(linear.weight.begin(), linear.weight.end()));
    const TensorView* codes = nullptr;
    const TensorView* scales = nullptr;
    const auto tensors = result.file.tensors();
    for (const TensorView& tensor : tensors) {
      if (tensor.name == linear.name + ".weight") codes = &tensor;
      if (tensor.name == linear.name + ".weight_scale") scales = &tensor;
    }
    REQUIRE((codes != nullptr && scales != nullptr));
    CHECK(report.bytes == codes->bytes + scales->bytes);
    double power = 0;
    double noise = 0;
    std::size_t clipped = 0;
    for (std::size_t i = 0; i < linear.weight.size(); ++i) {
      std::uint16_t bits = 0;
      std::memcpy(&bits, scales->data + 2 * (i / linear.inputs), 2);
      const float scale = from_float16(bits);
      const double value = scale * static_cast<float>(static_cast<std::int8_t>(codes->data[i]));
      power += std::pow(linear.weight[i], 2);
      noise += std::pow(linear.weight[i] - value, 2);
      clipped += std::fabs(linear.weight[i]) > 127.5F * scale ? 1 : 0;
    }
    CHECK(report.weight_sqnr_db == Approx(10 * std::log10(power / noise)).margin(1e-6));
    CHECK(report.weight_clipped ==
          Approx(static_cast<double>(clipped) / static_cast<double>(linear.weight.size())));
  });
  CHECK(index == result.report.layers.size());
}

TEST_CASE("Weights that training put on the grid come through unchanged", "[quantize][model]") {
  auto tensors = testing::make_tensors(testing::calibratable());
  for (auto& tensor : tensors) {
    const bool linear = tensor.shape.size() == 4 || tensor.name.find("attn") != std::string::npos ||
                        tensor.name.find("mlp") != std::string::npos;
    if (!linear || tensor.shape.size() < 2) continue;
    const std::size_t inputs = tensor.values.size() / static_cast<std::size_t>(tensor.shape[0]);
    for (std::size_t i = 0; i < tensor.values.size(); ++i) {
      const float step = round_to_float16(0.02F + 0.001F * static_cast<float>(i / inputs));
      tensor.values[i] = tensor.values[i] < 0 ? -step : step;
    }
  }
  const auto bytes =
      testing::serialize_safetensors(tensors, {{"dinozero", testing::calibratable_metadata()}});
  const auto model = Model::from_memory(bytes.data(), bytes.size());
  REQUIRE(model.has_value());
  const auto images = testing::synthetic_images(*model, 4);
  for (const CalibrationSet* calibration : {static_cast<const CalibrationSet*>(nullptr), &images}) {
    const QuantizedModel result = quantized(*model, calibration, options_for(Scheme::kBinary));
    for (const LayerReport& layer : result.report.layers) {
      CAPTURE(layer.name);
      CHECK(layer.on_grid);
      if (layer.name.find("qkv") == std::string::npos) CHECK(std::isinf(layer.weight_sqnr_db));
    }
    const auto file = bytes_of(result.file);
    const auto binary = Model::from_memory(file.data(), file.size());
    REQUIRE(binary.has_value());
    CHECK(likeness(*model, *binary) > 0.999);
  }
}

TEST_CASE("What cannot be done is an error", "[quantize][model]") {
  const auto source = testing::calibratable_model();
  const auto fails = [&](const QuantizeOptions& options, const char* part) {
    const auto result = quantize_model(source.model, nullptr, options, {});
    REQUIRE_FALSE(result.has_value());
    CAPTURE(result.error().message);
    CHECK(result.error().code == ErrorCode::kInvalidArgument);
    CHECK(result.error().message.find(part) != std::string::npos);
    CHECK_FALSE(plan_schemes(source.model, options, false).has_value());
  };
  fails(options_for(Scheme::kInt8Static), "calibration images");
  QuantizeOptions options = options_for(Scheme::kInt4);
  options.group = 64;
  fails(options, "divides its 24 inputs");
  options.group = 20;
  fails(options, "multiple of 32");
  options.group = -32;
  fails(options, "multiple of 32");
  options = options_for(Scheme::kInt4);
  options.activation_bits = 7;
  fails(options, "6 or 8");
  options = options_for(Scheme::kInt8);
  options.keep = {{"blocks.7.*", Scheme::kInt4}};
  fails(options, "blocks.7.*");
  options.keep = {{"blocks.0.attn.qkv", Scheme::kInt8Static}};
  fails(options, "blocks.0.attn.qkv");
  options = options_for(Scheme::kInt8);
  options.prune.neurons = 0.2;
  fails(options, "pruning");
  options = options_for(Scheme::kInt8);
  options.max_bytes = 1000;
  fails(options, "mixed");
  options.mixed = true;
  fails(options, "calibration images");
  options.max_bytes = 0;
  fails(options, "size");

  const auto images = testing::synthetic_images(source.model, 1);
  options.max_bytes = 100;
  const auto impossible = quantize_model(source.model, &images, options, {});
  REQUIRE_FALSE(impossible.has_value());
  CHECK(impossible.error().message.find("at least") != std::string::npos);
}

TEST_CASE("A model that is quantized already is refused", "[quantize][model]") {
  const auto source = testing::calibratable_model();
  const auto bytes = bytes_of(quantized(source.model, nullptr, options_for(Scheme::kInt8)).file);
  const auto model = Model::from_memory(bytes.data(), bytes.size(), "small.safetensors");
  REQUIRE(model.has_value());
  const auto again = quantize_model(*model, nullptr, options_for(Scheme::kInt4), {});
  REQUIRE_FALSE(again.has_value());
  CHECK(again.error().code == ErrorCode::kInvalidArgument);
  CHECK(again.error().message.find("small.safetensors") != std::string::npos);
  CHECK(again.error().message.find("quantized already: int8") != std::string::npos);
}

}  // namespace
}  // namespace dinozero::quantize
