// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "dinozero/error.h"
#include "tools/evaluate/data_set.h"
#include "tools/evaluate/measure.h"
#include "tools/evaluate/samples.h"

namespace dinozero::evaluation {

/// Writes train.npy and test.npy ([pictures, dim] float32) into a folder, which is created, and
/// train.csv and test.csv with a line for each row: picture, label, class. Errors: kIo.
Expected<void> write_features(const std::string& folder, const DataSet& data, const Samples& train,
                              const Samples& test);

/// Writes a line for each test picture: picture, class, and the class that each classifier gives
/// (knn, knn_centered, linear_10%, ...). Errors: kIo, naming the file.
Expected<void> write_predictions(const std::string& path, const DataSet& data,
                                 const Readings& readings);

}  // namespace dinozero::evaluation
