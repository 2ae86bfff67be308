// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "dinozero/error.h"
#include "dinozero/options.h"
#include "tools/evaluate/data_set.h"
#include "tools/evaluate/features.h"
#include "tools/evaluate/measure.h"

namespace dinozero::evaluation {

/// Everything that a run of the evaluation found out.
struct Report {
  std::string model_path;
  std::string model_name;
  std::string model_sha256;
  std::string scheme;  ///< of the weights
  int dim = 0;
  int input_height = 0;
  int input_width = 0;
  TokenPruning token_pruning;
  std::string backend;
  std::string kernel_set;
  int threads = 1;

  std::string data_path;
  std::vector<std::string> classes;
  std::size_t train = 0;  ///< pictures that were used
  std::size_t test = 0;
  std::vector<FailedPicture> failed;
  std::vector<std::string> notes;

  std::string convention;
  Readings model;
  std::vector<Readings> pixels;  ///< the baseline, if it was asked for
  bool cached = false;           ///< features came from the cache
  double feature_seconds = 0;
  double pixel_seconds = 0;
};

/// A table for a person.
std::string text_of(const Report& report);

/// One JSON object.
std::string json_of(const Report& report);

}  // namespace dinozero::evaluation
