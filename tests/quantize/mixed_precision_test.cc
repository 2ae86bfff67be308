// SPDX-License-Identifier: Apache-2.0
#include "lib/quantize/mixed_precision.h"

#include <string>
#include <vector>

#include "lib/quantize/model_file.h"
#include "lib/quantize/weight_codes.h"
#include "quantize/quantize_support.h"
#include "support/catch.h"

namespace dinozero::quantize {
namespace {

const LayerScheme kInt8{Scheme::kInt8, 0, 8};
const LayerScheme kInt4{Scheme::kInt4, 0, 6};
const LayerScheme kBinary{Scheme::kBinary, 0, 8};

TEST_CASE("The layers that bear it best are made smaller first", "[quantize][mixed]") {
  const std::vector<Sensitivity> sensitivities = {
      {"a", kInt8, 0.001, 100}, {"a", kInt4, 0.002, 50}, {"a", kBinary, 0.5, 12},
      {"b", kInt8, 0.001, 100}, {"b", kInt4, 0.02, 50},  {"b", kBinary, 0.9, 12}};
  const auto bytes = [&](const LayerSchemes& schemes) {
    std::size_t sum = 10;
    for (const Sensitivity& entry : sensitivities) {
      if (schemes.at(entry.layer) == entry.scheme) sum += entry.bytes;
    }
    return sum;
  };
  const LayerSchemes start = {{"a", kInt8}, {"b", kInt8}, {"kept", kInt8}};
  const auto fit = [&](std::size_t most) { return fit_into(most, sensitivities, start, bytes); };
  CHECK(*fit(1000) == start);
  CHECK(*fit(160) == LayerSchemes{{"a", kInt4}, {"b", kInt8}, {"kept", kInt8}});
  CHECK(*fit(110) == LayerSchemes{{"a", kInt4}, {"b", kInt4}, {"kept", kInt8}});
  CHECK(*fit(80) == LayerSchemes{{"a", kBinary}, {"b", kInt4}, {"kept", kInt8}});
  CHECK(*fit(34) == LayerSchemes{{"a", kBinary}, {"b", kBinary}, {"kept", kInt8}});
  const auto impossible = fit(33);
  REQUIRE_FALSE(impossible.has_value());
  CHECK(impossible.error().code == ErrorCode::kInvalidArgument);
  CHECK(impossible.error().message.find("34") != std::string::npos);
}

TEST_CASE("Stored bytes are those of the packed codes and scales", "[quantize][mixed]") {
  const Linear linear = testing::random_linear(6, 77, 61);
  for (const LayerScheme& scheme : {kInt8, kInt4, LayerScheme{Scheme::kInt4, 32, 8}, kBinary}) {
    const WeightCodes codes = codes_with_best_scales(linear, scheme, nullptr);
    CHECK(stored_bytes(linear, scheme) == packed(codes).size() + 2 * codes.scales.size());
  }
  CHECK(stored_bytes(linear, {Scheme::kF32, 0, 8}) == 4 * 6 * 77);
}

TEST_CASE("Fewer bits do more damage", "[quantize][mixed]") {
  const auto model = testing::calibratable_model();
  auto compute = testing::reference_compute();
  const Network network = *read_network(model.model);
  const auto images = testing::synthetic_images(model.model, 6);
  const auto found = measure_sensitivity(&compute, network, images, {kInt8, kInt4, kBinary},
                                         {"patch_embed.proj", "blocks.1.mlp.fc2"}, {});
  REQUIRE(found.size() == 7 * 3);
  for (std::size_t i = 0; i < found.size(); i += 3) {
    CAPTURE(found[i].layer);
    CHECK(found[i].layer != "patch_embed.proj");
    CHECK(found[i].layer != "blocks.1.mlp.fc2");
    CHECK(found[i].damage >= -1e-6);
    CHECK(found[i].damage < found[i + 1].damage);
    CHECK(found[i + 1].damage < found[i + 2].damage);
    CHECK(found[i].bytes > found[i + 1].bytes);
  }
}

}  // namespace
}  // namespace dinozero::quantize
