// SPDX-License-Identifier: Apache-2.0
#include "lib/backend/layerwise_backend.h"

#include <cmath>
#include <cstdio>
#include <new>
#include <string>
#include <utility>

namespace dinozero {
namespace {

std::string cycles_text(const LayerCycles& layer) {
  char text[80];
  std::snprintf(text, sizeof text, "estimated cycles per MAC: native %.2f, XNNPACK %.2f",
                double{layer.native}, double{layer.xnnpack});
  return text;
}

class LayerwiseBackend : public LinearBackend {
 public:
  LayerwiseBackend(const Execution& execution, Span<const LayerCycles> table)
      : execution_(execution), table_(table) {}

  Expected<std::unique_ptr<LinearLayer>> make_layer(const LinearWeights& weights) override {
    const LayerCycles* layer =
        nearest_layer(table_, weights.scheme.scheme, weights.outputs, weights.inputs);
    if (layer == nullptr) {
      return make_native_layer(weights, execution_, "XNNPACK cannot run this scheme");
    }
    if (!(layer->xnnpack < layer->native)) {
      return make_native_layer(weights, execution_, cycles_text(*layer));
    }
    // XNNPACK starts once, however often it is asked to.
    auto xnnpack = make_xnnpack_backend(execution_, cycles_text(*layer));
    if (!xnnpack) {
      return make_native_layer(weights, execution_, "XNNPACK does not run here");
    }
    return (*xnnpack)->make_layer(weights);
  }

 private:
  const Execution execution_;
  const Span<const LayerCycles> table_;
};

}  // namespace

const LayerCycles* nearest_layer(Span<const LayerCycles> table, Scheme scheme, int outputs,
                                 int inputs) {
  const auto distance = [&](const LayerCycles& layer) {
    return std::fabs(std::log(static_cast<float>(outputs) / static_cast<float>(layer.outputs))) +
           std::fabs(std::log(static_cast<float>(inputs) / static_cast<float>(layer.inputs)));
  };
  const LayerCycles* nearest = nullptr;
  for (const LayerCycles& layer : table) {
    if (layer.scheme != scheme) continue;
    if (nearest == nullptr || distance(layer) < distance(*nearest)) nearest = &layer;
  }
  return nearest;
}

std::unique_ptr<LinearBackend> make_layerwise_backend(const Execution& execution,
                                                      Span<const LayerCycles> table) {
  return std::unique_ptr<LinearBackend>(new (std::nothrow) LayerwiseBackend(execution, table));
}

}  // namespace dinozero
