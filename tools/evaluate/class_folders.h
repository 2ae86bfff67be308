// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tools/evaluate/data_set.h"

namespace dinozero::evaluation {

/// Fills in classes, pictures and notes of `data` from the paths in its store, as open_data_set()
/// says. Errors: kInvalidArgument if no picture lies in a folder of a class.
Expected<void> list_class_folders(DataSet& data);

}  // namespace dinozero::evaluation
