// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "kernels/patches_int8.h"
#include "kernels/x86/patches_f32_simd.h"
#include "kernels/x86/quantize_rows_simd.h"

namespace dinozero::kernels::x86 {
namespace {

template <class I, class V>
void patches_from_rgb8_int8(const PatchesInt8Args& args) {
  patches_from_rgb8_int8_by(patches_from_rgb8<V>, quantize_rows<I, V>, args);
}

}  // namespace
}  // namespace dinozero::kernels::x86
