// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>

#include "kernels/linear_epilogue.h"

// GELU of what integer layers compute, a row at a time, within the bound of
// kernels/linear_epilogue.h; gelu_epilogue.py explains it.
namespace dinozero::kernels::armv6 {

inline bool has_gelu(Epilogue epilogue) {
  return epilogue == Epilogue::kGelu || epilogue == Epilogue::kGeluQuantize;
}

// Row `row` of a layer, for which `v` is finished, to GELU in y, or by way of `room`, as many
// floats as the layer has outputs, to int8. v may be where GELU goes, or the row of y, and is
// followed by the row that comes next, if any, which is fetched meanwhile. The same values for any
// number of outputs.
void finish_gelu(const LinearOutput& output, int outputs, int row, const float* v, float* room);

}  // namespace dinozero::kernels::armv6
