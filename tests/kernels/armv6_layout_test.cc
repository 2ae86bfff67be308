// SPDX-License-Identifier: Apache-2.0
#include "kernels/armv6_layout.h"

#include <cstdint>
#include <vector>

#include "kernels/quantized_layer.h"
#include "support/catch.h"

namespace dinozero::testing {
namespace {

namespace layout = kernels::armv6_layout;

QuantizedLayer make_layer(WeightScheme scheme, int inputs, int outputs, int x_limit = 127,
                          int group = 0) {
  QuantizedLayer layer;
  layer.scheme = scheme;
  layer.rows = 1;
  layer.inputs = inputs;
  layer.outputs = outputs;
  layer.x_limit = x_limit;
  layer.group = group;
  layer.randomize(false, static_cast<std::uint32_t>(inputs + 31 * outputs));
  return layer;
}

TEST_CASE("the layout armv6 holds every weight", "[kernels][layout]") {
  for (const WeightScheme scheme : {WeightScheme::kInt4, WeightScheme::kBinary}) {
    const bool binary = scheme == WeightScheme::kBinary;
    for (const int outputs : {1, 2, 7, 8, 9, 128, 191, 192, 193, 384, 400}) {
      for (const int inputs : {1, 2, 31, 32, 33, 75, 128}) {
        CAPTURE(binary, outputs, inputs);
        const QuantizedLayer layer = make_layer(scheme, inputs, outputs);
        const std::vector<std::uint32_t> words = in_armv6_layout(layer);
        CHECK(words.size() % 16 == 0);
        bool same = true;
        for (int output = 0; output < outputs; ++output) {
          for (int input = 0; input < inputs; ++input) {
            same = same && layout::code(binary, words.data(), outputs, inputs, output, input) ==
                               layer.weight[static_cast<std::size_t>(output * inputs + input)];
          }
        }
        CHECK(same);
        if (!binary) CHECK(layout::first_bad_output(words.data(), outputs, inputs) == outputs);
      }
    }
  }
}

TEST_CASE("the layout armv6 finds weights of -8", "[kernels][layout]") {
  for (const int output : {0, 1, 2, 8, 199}) {
    QuantizedLayer layer = make_layer(WeightScheme::kInt4, 75, 200);
    layer.weight[static_cast<std::size_t>(output * 75 + 70)] = -8;
    const std::vector<std::uint32_t> words = in_armv6_layout(layer);
    CHECK(layout::first_bad_output(words.data(), 200, 75) == output);
  }
}

TEST_CASE("as many passes are summed as any output's weights allow", "[kernels][layout]") {
  const auto passes = [](int x_limit, int group, int weight) {
    QuantizedLayer layer = make_layer(WeightScheme::kInt4, 1536, 200, x_limit, group);
    for (std::int8_t& each : layer.weight) each = 1;
    for (std::size_t i = 0; i < 1536; ++i) {
      layer.weight[150 * 1536 + i] = static_cast<std::int8_t>(weight);
    }
    return layout::int4_chunk_passes(in_armv6_layout(layer).data(), 200, 1536);
  };
  // Sums of |weight| times the largest |x| stay below 2^16.
  CHECK(passes(127, 0, -7) == 65535 / 128 / (7 * 32));
  CHECK(passes(127, 0, 3) == 65535 / 128 / (3 * 32));
  CHECK(passes(127, 0, 1) == 65535 / 128 / 32);
  CHECK(passes(31, 0, -7) == 65535 / 31 / (7 * 32));
  CHECK(passes(31, 0, 1) == 48);
  CHECK(passes(127, 32, -7) == 48);  // a group is as far as any sum goes
  // Whatever a file says, there are passes, and no more than there can be.
  std::vector<std::uint32_t> words(layout::layer_words(false, 200, 1536));
  CHECK(layout::int4_chunk_passes(words.data(), 200, 1536) == 1);
  words[layout::block_words(false, 200, 1536)] = 0xFFFFFFFFu;
  CHECK(layout::int4_chunk_passes(words.data(), 200, 1536) == 48);
}

TEST_CASE("layers without the layout armv6", "[kernels][layout]") {
  CHECK(layout::layer_words(false, 8, 0) == 0);
  CHECK(layout::layer_words(false, 8, 18725) == 0);
  CHECK(layout::layer_words(false, 8, 18724) > 0);
  CHECK(layout::layer_words(true, 8, 131072) == 0);
  CHECK(layout::layer_words(true, 8, 131071) > 0);
}

}  // namespace
}  // namespace dinozero::testing
