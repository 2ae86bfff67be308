// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

#include "dinozero/span.h"
#include "lib/backend/linear_backend.h"
#include "lib/model/layer_scheme.h"

namespace dinozero {

/// What a layer of about 200 rows costs, floats in and floats out: cycles per multiply-accumulate.
struct LayerCycles {
  Scheme scheme = Scheme::kF32;
  int outputs = 0;
  int inputs = 0;
  float native = 0.0F;
  float xnnpack = 0.0F;
};

/// Estimates for an ARM1176 by the project's timing model, at the models' shapes. Written by
/// benchmarks/pizero/backend-table.
Span<const LayerCycles> armv6_layer_cycles();

/// The entry with the scheme and the nearest shape, by the ratios of outputs and inputs; null where
/// the table has no such scheme.
const LayerCycles* nearest_layer(Span<const LayerCycles> table, Scheme scheme, int outputs,
                                 int inputs);

/// Gives every layer the backend that `table` says is faster: native for schemes that are not in
/// it, and where XNNPACK does not start on this CPU. XNNPACK starts with the first layer that wants
/// it. `table` outlives the backend. Null where there is not enough memory.
std::unique_ptr<LinearBackend> make_layerwise_backend(const Execution& execution,
                                                      Span<const LayerCycles> table);

}  // namespace dinozero
