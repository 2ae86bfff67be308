// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <functional>
#include <string>

#include "dinozero/dinozero.h"
#include "tools/evaluate/measure.h"
#include "tools/evaluate/report.h"

namespace dinozero::evaluation {

/// What to evaluate and how.
struct Request {
  std::string model_path;
  std::string data_path;
  Options options;               ///< of the encoders; each runs on one thread
  Protocol protocol;             ///< its threads are also those that encode
  std::size_t limit = 0;         ///< of training and of test pictures; 0 means all
  bool pixels = false;           ///< measure the pixels, too
  std::string cache_folder;      ///< empty: no cache
  std::string features_folder;   ///< empty: features are not written
  std::string predictions_path;  ///< empty: predictions are not written
};

/// How the evaluation speaks to the person who waits for it.
struct Console {
  StartPart start_part;
  std::function<void(const std::string& line)> say;
};

struct Outcome {
  Report report;
  bool all_written = true;       ///< every file that was asked for
  bool too_many_failed = false;  ///< more than 1% of the pictures could not be used
};

/// What an evaluation failed at.
enum class Stage { kArguments, kModel, kEncoder, kData };

struct EvaluationError {
  Stage stage;
  Error error;
};

/// Loads the model, lists the data, computes the features or takes them from the cache, measures.
tl::expected<Outcome, EvaluationError> evaluate(const Request& request, const Console& console);

}  // namespace dinozero::evaluation
