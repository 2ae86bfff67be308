// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "dinozero/error.h"

namespace dinozero::tools {

/// The PNG, JPEG and BMP files (by their endings) in a folder and the folders below it, sorted by
/// path; of more than `most` of them, `most` at equal distances in this order.
/// Errors: kNotFound; kIo (no folder, or one that cannot be read); kInvalidArgument (no picture).
Expected<std::vector<std::string>> pictures_in_folder(const std::string& folder, std::size_t most);

}  // namespace dinozero::tools
