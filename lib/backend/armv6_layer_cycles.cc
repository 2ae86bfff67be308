// SPDX-License-Identifier: Apache-2.0
// Written by benchmarks/pizero/backend-table; not to be edited.
#include "lib/backend/layerwise_backend.h"

namespace dinozero {
namespace {

constexpr LayerCycles kTable[] = {
    // scheme, outputs, inputs; cycles per multiply-accumulate: native, XNNPACK
    {Scheme::kF32, 128, 128, 1.21F, 2.65F},         {Scheme::kF32, 128, 512, 1.26F, 6.01F},
    {Scheme::kF32, 128, 768, 1.25F, 5.97F},         {Scheme::kF32, 192, 192, 1.28F, 3.03F},
    {Scheme::kF32, 192, 768, 1.30F, 6.04F},         {Scheme::kF32, 384, 128, 1.21F, 2.68F},
    {Scheme::kF32, 384, 384, 1.27F, 4.49F},         {Scheme::kF32, 384, 768, 1.26F, 5.94F},
    {Scheme::kF32, 384, 1536, 1.29F, 6.18F},        {Scheme::kF32, 512, 128, 1.21F, 2.62F},
    {Scheme::kF32, 576, 192, 1.29F, 3.05F},         {Scheme::kF32, 768, 192, 1.28F, 3.05F},
    {Scheme::kF32, 1152, 384, 1.28F, 4.54F},        {Scheme::kF32, 1536, 384, 1.28F, 4.54F},
    {Scheme::kInt8Static, 128, 128, 1.05F, 2.61F},  {Scheme::kInt8Static, 128, 512, 1.01F, 2.54F},
    {Scheme::kInt8Static, 128, 768, 1.02F, 2.60F},  {Scheme::kInt8Static, 192, 192, 0.98F, 2.45F},
    {Scheme::kInt8Static, 192, 768, 0.95F, 2.56F},  {Scheme::kInt8Static, 384, 128, 0.93F, 2.46F},
    {Scheme::kInt8Static, 384, 384, 0.91F, 2.34F},  {Scheme::kInt8Static, 384, 768, 0.90F, 2.47F},
    {Scheme::kInt8Static, 384, 1536, 0.93F, 2.67F}, {Scheme::kInt8Static, 512, 128, 0.91F, 2.46F},
    {Scheme::kInt8Static, 576, 192, 0.92F, 2.36F},  {Scheme::kInt8Static, 768, 192, 0.91F, 2.36F},
    {Scheme::kInt8Static, 1152, 384, 0.88F, 2.30F}, {Scheme::kInt8Static, 1536, 384, 0.87F, 2.30F},
};

}  // namespace

Span<const LayerCycles> armv6_layer_cycles() { return {kTable, sizeof kTable / sizeof kTable[0]}; }

}  // namespace dinozero
