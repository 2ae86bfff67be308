// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>

#include "kernels/linear_epilogue.h"

// GELU in the epilogues of integer layers, within the bound of kernels/linear_epilogue.h;
// gelu_epilogue.py explains it.
namespace dinozero::kernels::armv6 {

extern "C" {
// A positive multiple of 8 floats. Also reads four floats behind x.
void dinozero_armv6_gelu_row(std::size_t count, const float* x, float* y);
}

inline bool has_gelu(Epilogue epilogue) {
  return epilogue == Epilogue::kGelu || epilogue == Epilogue::kGeluQuantize;
}

// The same values for any count; x and y may be the same memory. Reads nothing behind x; slower.
void gelu_epilogue(std::size_t count, const float* x, float* y);

}  // namespace dinozero::kernels::armv6
