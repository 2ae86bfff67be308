// SPDX-License-Identifier: Apache-2.0
#include "kernels/patches_int8.h"

#include "kernels/reference/reference_kernels.h"

namespace dinozero::kernels {

void patches_from_rgb8_int8_by(PatchesFromRgb8 cut, QuantizeRows quantize,
                               const PatchesInt8Args& args) {
  const int dim = 3 * args.grid.patch * args.grid.patch;
  const std::size_t row_values = static_cast<std::size_t>(args.grid.cols) * dim;
  for (int row = 0; row < args.grid.rows; ++row) {
    const std::size_t offset = row * row_values;  // of a row's bytes, too
    cut({1, args.grid.cols, args.grid.patch}, args.rgb + offset, args.scale, args.offset,
        args.floats);
    quantize(args.grid.cols, dim, args.floats, args.limit, args.q + offset,
             args.q_scale + static_cast<std::size_t>(row) * args.grid.cols);
  }
}

namespace reference {

void patches_from_rgb8_int8(const PatchesInt8Args& args) {
  patches_from_rgb8_int8_by(patches_from_rgb8, quantize_rows, args);
}

}  // namespace reference
}  // namespace dinozero::kernels
