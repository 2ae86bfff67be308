// SPDX-License-Identifier: Apache-2.0
#include "support/synthetic_model.h"

#include "support/catch.h"

namespace dinozero::testing {

SyntheticModel load_synthetic(const SyntheticConfig& config, Flavour flavour, DType dtype,
                              double layer_norm_eps) {
  auto bytes = std::make_shared<std::vector<std::byte>>(serialize_safetensors(
      make_tensors(config, flavour),
      {{"dinozero", profile_json(config, "synthetic", layer_norm_eps)}}, dtype));
  auto model = Model::from_memory(bytes->data(), bytes->size(), "synthetic.safetensors");
  INFO((model ? std::string() : model.error().message));
  REQUIRE(model.has_value());
  return {std::move(bytes), std::move(*model)};
}

SyntheticConfig few_kilobytes() {
  return {.dim = 8,
          .depth = 1,
          .heads = 2,
          .mlp_dim = 12,
          .patch_size = 4,
          .grid_rows = 2,
          .grid_cols = 2};
}

}  // namespace dinozero::testing
