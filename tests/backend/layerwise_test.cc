// SPDX-License-Identifier: Apache-2.0
// Backend::kAuto takes, for each layer, what a table of cycles says is faster.
#include <algorithm>
#include <string>
#include <vector>

#include "kernels/kernel_table.h"
#include "lib/backend/choose_backend.h"
#include "lib/backend/layerwise_backend.h"
#include "support/catch.h"

namespace dinozero {
namespace {

constexpr LayerCycles kTable[] = {
    {Scheme::kF32, 128, 128, 1.5F, 2.5F},
    {Scheme::kF32, 128, 1024, 3.0F, 2.0F},
    {Scheme::kInt8Static, 128, 128, 0.9F, 0.8F},
};
constexpr Span<const LayerCycles> table() { return {kTable, 3}; }

TEST_CASE("The nearest entry of a table of layers is one of the scheme", "[backend]") {
  CHECK(nearest_layer(table(), Scheme::kF32, 128, 128) == kTable);
  CHECK(nearest_layer(table(), Scheme::kF32, 4096, 300) == kTable);
  CHECK(nearest_layer(table(), Scheme::kF32, 1, 400) == kTable + 1);
  CHECK(nearest_layer(table(), Scheme::kInt8Static, 128, 4096) == kTable + 2);
  CHECK(nearest_layer(table(), Scheme::kInt8, 128, 128) == nullptr);
  CHECK(nearest_layer({}, Scheme::kF32, 128, 128) == nullptr);
}

TEST_CASE("The committed table has the models' layers in both schemes", "[backend]") {
  for (const Scheme scheme : {Scheme::kF32, Scheme::kInt8Static}) {
    for (const int dim : {128, 192, 384}) {
      const auto check = [&](int outputs, int inputs) {
        CAPTURE(outputs, inputs);
        const LayerCycles* layer = nearest_layer(armv6_layer_cycles(), scheme, outputs, inputs);
        REQUIRE(layer != nullptr);
        CHECK(layer->outputs == outputs);
        CHECK(layer->inputs == inputs);
        // No processor of one issue a cycle with two 16-bit or one 32-bit product in it is faster.
        CHECK(std::min(layer->native, layer->xnnpack) > (scheme == Scheme::kF32 ? 1.0F : 0.5F));
      };
      check(dim, 768);
      check(3 * dim, dim);
      check(dim, dim);
      check(4 * dim, dim);
      check(dim, 4 * dim);
    }
  }
}

TEST_CASE("Each layer gets the backend that the table says is faster", "[backend][xnnpack]") {
  const auto pool = ThreadPool::create(1);
  const Execution execution{kernels::best_kernel_table(), *pool, {}};
  const auto backend = make_layerwise_backend(execution, table());
  REQUIRE(backend != nullptr);
  const std::vector<float> values(1024 * 128, 0.5F);
  const auto check = [&](Scheme scheme, int inputs, const std::string& name,
                         const std::string& reason) {
    LinearWeights weights;
    weights.name = "layer";
    weights.outputs = 128;
    weights.inputs = inputs;
    weights.scheme.scheme = scheme;
    weights.weight = values.data();
    const auto layer = backend->make_layer(weights);
    REQUIRE(layer.has_value());
    CHECK((*layer)->backend() == name);
    CHECK((*layer)->reason() == reason);
  };
  check(Scheme::kF32, 128, "native", "estimated cycles per MAC: native 1.50, XNNPACK 2.50");
  check(Scheme::kInt8, 128, "native", "XNNPACK cannot run this scheme");
  if (has_xnnpack()) {
    check(Scheme::kF32, 1024, "xnnpack", "estimated cycles per MAC: native 3.00, XNNPACK 2.00");
    check(Scheme::kInt8Static, 128, "native", "no output_scale, which XNNPACK needs");
  } else {
    check(Scheme::kF32, 1024, "native", "XNNPACK does not run here");
  }
}

TEST_CASE("kAuto asks the table on ARMv6 with XNNPACK, and nowhere else", "[backend]") {
  int count = 0;
  const kernels::KernelTable* const* tables = kernels::all_kernel_tables(&count);
  for (int index = 0; index < count; ++index) {
    CAPTURE(tables[index]->name);
    const bool armv6 = std::string(tables[index]->name) == "armv6";
    const BackendChoice choice = choose_backend(Backend::kAuto, KernelSet::kAuto, *tables[index]);
    CHECK((choice.backend == Backend::kAuto) == (armv6 && has_xnnpack()));
    CHECK(choose_backend(Backend::kXnnpack, KernelSet::kAuto, *tables[index]).backend ==
          Backend::kXnnpack);
    CHECK(choose_backend(Backend::kAuto, KernelSet::kReference, *tables[index]).backend ==
          Backend::kNative);
  }
}

}  // namespace
}  // namespace dinozero
