// SPDX-License-Identifier: Apache-2.0
// Encoders share nothing but an immutable model: run under ThreadSanitizer to prove it.
#include <cstdint>
#include <thread>
#include <vector>

#include "dinozero/dinozero.h"
#include "support/catch.h"
#include "support/executions.h"
#include "support/synthetic_model.h"

namespace dinozero {
namespace {

constexpr int kImages = 1000;
constexpr int kPictures = 8;  // different ones, in turn

// The CLS embeddings of kImages pictures, one after the other; empty where an encode failed.
std::vector<float> encode_all(const Model& model, const Options& options) {
  auto encoder = Encoder::create(model, options);
  std::vector<float> embeddings;
  if (!encoder) return embeddings;
  std::vector<std::vector<std::uint8_t>> pictures;
  for (int index = 0; index < kPictures; ++index) {
    pictures.push_back(testing::image_rgb8(24 + index, 30 - index, index));
  }
  for (int index = 0; index < kImages; ++index) {
    const int picture = index % kPictures;
    const ImageView view{pictures[picture].data(), 24 + picture, 30 - picture, 0,
                         PixelFormat::kRgb8};
    const auto features = encoder->encode(view);
    if (!features) return {};
    embeddings.insert(embeddings.end(), features->cls().begin(), features->cls().end());
  }
  return embeddings;
}

TEST_CASE("Two encoders in two threads over one model compute bit-equal features", "[threads]") {
  const auto synthetic = testing::load_synthetic({.dim = 24,
                                                  .depth = 2,
                                                  .heads = 3,
                                                  .mlp_dim = 40,
                                                  .patch_size = 4,
                                                  .grid_rows = 4,
                                                  .grid_cols = 4});
  for (const testing::Execution& execution : testing::executions()) {
    INFO(execution.name);
    Options options = testing::with_execution({}, execution);
    options.input_height = 16;
    options.input_width = 16;
    std::vector<float> first;
    std::vector<float> second;
    std::thread one([&] { first = encode_all(synthetic.model, options); });
    std::thread two([&] { second = encode_all(synthetic.model, options); });
    one.join();
    two.join();
    CHECK(first.size() == std::size_t{kImages} * 24);
    CHECK(first == second);
  }
}

}  // namespace
}  // namespace dinozero
