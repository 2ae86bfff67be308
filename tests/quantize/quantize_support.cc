// SPDX-License-Identifier: Apache-2.0
#include "quantize/quantize_support.h"

#include <memory>
#include <nlohmann/json.hpp>

#include "support/catch.h"

namespace dinozero::testing {

using quantize::Linear;
using quantize::Rows;

double Numbers::uniform() {
  state_ = state_ * 6364136223846793005U + 1442695040888963407U;
  return static_cast<double>(state_ >> 11) * 0x1p-53;
}

float Numbers::next() {
  double sum = -6;
  for (int i = 0; i < 12; ++i) sum += uniform();
  return static_cast<float>(sum);
}

std::vector<float> Numbers::many(std::size_t count, float scale) {
  std::vector<float> values(count);
  for (float& value : values) value = scale * next();
  return values;
}

Rows correlated_rows(int count, int width, std::uint64_t seed) {
  Numbers numbers(seed);
  const std::vector<float> sizes = numbers.many(static_cast<std::size_t>(width));
  Rows rows(count, width);
  for (int row = 0; row < count; ++row) {
    const float common = numbers.next();
    for (int i = 0; i < width; ++i) {
      rows.row(row)[i] = (0.2F + sizes[i] * sizes[i]) * (numbers.next() + common) + 0.3F * sizes[i];
    }
  }
  return rows;
}

Linear random_linear(int outputs, int inputs, std::uint64_t seed) {
  Numbers numbers(seed);
  return {"layer", outputs, inputs, numbers.many(static_cast<std::size_t>(outputs) * inputs, 0.1F),
          numbers.many(static_cast<std::size_t>(outputs))};
}

double output_of(const Linear& linear, const Rows& x, int row, int output) {
  double sum = linear.bias.empty() ? 0.0 : double{linear.bias[output]};
  for (int i = 0; i < linear.inputs; ++i) {
    sum +=
        double{linear.weight[static_cast<std::size_t>(output) * linear.inputs + i]} * x.row(row)[i];
  }
  return sum;
}

quantize::SquareMatrix gram_of(const Rows& x) {
  quantize::SquareMatrix gram(x.width);
  for (int row = 0; row < x.count; ++row) {
    for (int i = 0; i < x.width; ++i) {
      for (int j = 0; j < x.width; ++j) gram.row(i)[j] += double{x.row(row)[i]} * x.row(row)[j];
    }
  }
  return gram;
}

quantize::Compute reference_compute() {
  auto compute = quantize::Compute::create(KernelSet::kReference);
  REQUIRE(compute.has_value());
  return std::move(*compute);
}

SyntheticConfig calibratable() {
  return {.dim = 24,
          .depth = 2,
          .heads = 3,
          .mlp_dim = 48,
          .patch_size = 8,
          .grid_rows = 4,
          .grid_cols = 4,
          .registers = 1,
          .layer_scale = true};
}

std::string calibratable_metadata() {
  nlohmann::json metadata = nlohmann::json::parse(profile_json(calibratable()));
  metadata["preprocess"]["resize"] = 36;
  metadata["preprocess"]["crop"] = 32;
  return metadata.dump();
}

SyntheticModel calibratable_model() {
  auto bytes = std::make_shared<std::vector<std::byte>>(
      serialize_safetensors(make_tensors(calibratable()), {{"dinozero", calibratable_metadata()}}));
  auto model = Model::from_memory(bytes->data(), bytes->size(), "calibratable.safetensors");
  REQUIRE(model.has_value());
  return {bytes, std::move(*model)};
}

quantize::CalibrationSet synthetic_images(const Model& model, int count) {
  auto set = quantize::CalibrationSet::create(model);
  REQUIRE(set.has_value());
  for (int i = 0; i < count; ++i) {
    const auto pixels = image_rgb8(40, 36, static_cast<std::uint64_t>(i) + 1);
    REQUIRE(set->add({pixels.data(), 40, 36, 0, PixelFormat::kRgb8}).has_value());
  }
  return std::move(*set);
}

}  // namespace dinozero::testing
