// SPDX-License-Identifier: Apache-2.0
// Written by benchmarks/pizero/backend-table; not to be edited.
#include "lib/backend/layerwise_backend.h"

namespace dinozero {
namespace {

// clang-format off
constexpr LayerCycles kTable[] = {
    // scheme, outputs, inputs; cycles per multiply-accumulate: native, XNNPACK
    {Scheme::kF32, 128, 128, 1.23F, 2.93F},
    {Scheme::kF32, 128, 512, 1.27F, 6.69F},
    {Scheme::kF32, 128, 768, 1.27F, 6.76F},
    {Scheme::kF32, 192, 192, 1.29F, 3.59F},
    {Scheme::kF32, 192, 768, 1.31F, 6.82F},
    {Scheme::kF32, 384, 128, 1.24F, 2.94F},
    {Scheme::kF32, 384, 384, 1.28F, 6.39F},
    {Scheme::kF32, 384, 768, 1.27F, 6.69F},
    {Scheme::kF32, 384, 1536, 1.30F, 7.21F},
    {Scheme::kF32, 512, 128, 1.22F, 2.82F},
    {Scheme::kF32, 576, 192, 1.30F, 3.61F},
    {Scheme::kF32, 768, 192, 1.29F, 3.61F},
    {Scheme::kF32, 1152, 384, 1.30F, 6.44F},
    {Scheme::kF32, 1536, 384, 1.29F, 6.44F},
    {Scheme::kInt8Static, 128, 128, 0.94F, 2.61F},
    {Scheme::kInt8Static, 128, 512, 0.95F, 2.54F},
    {Scheme::kInt8Static, 128, 768, 0.95F, 2.60F},
    {Scheme::kInt8Static, 192, 192, 0.91F, 2.45F},
    {Scheme::kInt8Static, 192, 768, 0.90F, 2.55F},
    {Scheme::kInt8Static, 384, 128, 0.82F, 2.45F},
    {Scheme::kInt8Static, 384, 384, 0.85F, 2.34F},
    {Scheme::kInt8Static, 384, 768, 0.83F, 2.47F},
    {Scheme::kInt8Static, 384, 1536, 0.84F, 2.67F},
    {Scheme::kInt8Static, 512, 128, 0.81F, 2.46F},
    {Scheme::kInt8Static, 576, 192, 0.82F, 2.36F},
    {Scheme::kInt8Static, 768, 192, 0.82F, 2.36F},
    {Scheme::kInt8Static, 1152, 384, 0.82F, 2.30F},
    {Scheme::kInt8Static, 1536, 384, 0.82F, 2.30F},
};
// clang-format on

}  // namespace

Span<const LayerCycles> armv6_layer_cycles() { return {kTable, sizeof kTable / sizeof kTable[0]}; }

}  // namespace dinozero
