// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "dinozero/error.h"

namespace dinozero::tools {

/// Writes floats as a NumPy file, format 1.0, C order: numpy.load() gives an array of `shape`.
/// `values` holds as many floats as the product of `shape`. Errors: kIo, naming the file.
Expected<void> write_npy(const std::string& path, const std::vector<int>& shape,
                         const float* values);

}  // namespace dinozero::tools
