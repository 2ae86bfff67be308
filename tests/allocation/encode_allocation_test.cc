// SPDX-License-Identifier: Apache-2.0
// encode() neither allocates nor does I/O. An executable of its own: it replaces the allocator.
#include <stdlib.h>
#include <unistd.h>

#include <cstdint>
#include <string>
#include <vector>

#include "allocation/counting_hooks.h"
#include "dinozero/dinozero.h"
#include "support/catch.h"
#include "support/executions.h"
#include "support/quantized_checkpoint.h"
#include "support/synthetic_model.h"

namespace dinozero {
namespace {

TEST_CASE("The hooks count", "[allocation]") {
  const testing::CountCalls calls;
  void* volatile memory = malloc(100);
  free(memory);
  char* volatile object = new char('x');
  delete object;
  const char nothing = 0;
  const auto written = write(-1, &nothing, 0);
  const testing::CallCounts counts = calls.counts();
  CHECK(written == -1);
  CHECK(counts.allocations == 2);
  CHECK(counts.frees == 2);
  CHECK(counts.io == 1);
}

TEST_CASE("encode allocates nothing and does no I/O", "[allocation]") {
  const auto synthetic = testing::load_synthetic(testing::micro());
  const auto first = testing::image_rgb8(320, 240, 1);
  const auto second = testing::image_rgb8(200, 411, 2);
  const ImageView views[] = {{first.data(), 320, 240, 0, PixelFormat::kRgb8},
                             {second.data(), 200, 411, 0, PixelFormat::kRgb8}};
  const std::vector<float> tensor = testing::normalized_image(96, 96, 1);
  for (const testing::Execution& execution : testing::executions()) {
    for (const int threads : {1, 2}) {
      Options options = testing::with_execution({}, execution);
      options.threads = threads;
      options.input_height = 96;
      options.input_width = 96;
      options.max_images = 2;
      options.attention = true;
      options.blocks = {0, 2};
      auto encoder = Encoder::create(synthetic.model, options);
      if (!encoder && threads > 1) continue;  // a build without pthreadpool
      REQUIRE(encoder.has_value());
      const bool native = execution.backend == Backend::kNative;
      // The native path does not even at the first call; XNNPACK may set itself up there.
      if (!native) REQUIRE(encoder->encode(Span<const ImageView>(views, 2)).has_value());
      bool ok = true;
      testing::CallCounts counts;
      {
        const testing::CountCalls calls;
        for (int round = 0; round < 3; ++round) {
          ok = ok && encoder->encode(views[0]).has_value();
          ok = ok && encoder->encode(Span<const ImageView>(views, 2)).has_value();
          ok = ok && encoder->encode_tensor(tensor.data()).has_value();
        }
        counts = calls.counts();
      }
      REQUIRE(ok);
      INFO(execution.name << ", " << threads << " threads");
      if (native) {
        CHECK(counts.allocations == 0);
        CHECK(counts.frees == 0);
      } else {
        WARN(execution.name << ", " << threads << " threads: " << counts.allocations
                            << " allocations in 12 encodes after the first");
      }
      CHECK(counts.io == 0);
    }
  }
}

TEST_CASE("encode of quantized models with token pruning allocates nothing", "[allocation]") {
  const auto shape = testing::micro();
  const std::vector<float> tensor = testing::normalized_image(96, 96, 1);
  testing::QuantizedConfig config = testing::all_layers({"int4", 32, 6});
  config.scheme = "mixed";
  config.layers = {{"patch_embed.proj", {"int8"}},
                   {"blocks.0.attn.qkv", {"int8-static"}},
                   {"blocks.1.mlp.fc1", {"binary"}},
                   {"blocks.2.attn.qkv", {"f32"}}};
  config.input_ranges = {{"blocks.0.attn.qkv", {-5, 5}}};
  const auto checkpoint =
      testing::quantize(testing::make_tensors(shape), testing::profile_json(shape), config);
  const auto bytes =
      testing::serialize_safetensors(checkpoint.tensors, {{"dinozero", checkpoint.metadata}});
  const auto model = Model::from_memory(bytes.data(), bytes.size());
  REQUIRE(model.has_value());
  for (const testing::Execution& execution : testing::executions()) {
    if (execution.backend != Backend::kNative) continue;
    for (const int threads : {1, 2}) {
      Options options = testing::with_execution({}, execution);
      options.threads = threads;
      options.input_height = 96;
      options.input_width = 96;
      options.attention = true;
      options.blocks = {0, 1, 2};
      options.token_pruning = {0, 12};
      auto encoder = Encoder::create(*model, options);
      if (!encoder && threads > 1) continue;  // a build without pthreadpool
      REQUIRE(encoder.has_value());
      bool ok = true;
      testing::CallCounts counts;
      {
        const testing::CountCalls calls;
        for (int round = 0; round < 3; ++round) {
          ok = ok && encoder->encode_tensor(tensor.data()).has_value();
        }
        counts = calls.counts();
      }
      INFO(execution.name << ", " << threads << " threads");
      CHECK(ok);
      CHECK(counts.allocations == 0);
      CHECK(counts.frees == 0);
      CHECK(counts.io == 0);
    }
  }
}

}  // namespace
}  // namespace dinozero
