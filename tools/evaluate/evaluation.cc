// SPDX-License-Identifier: Apache-2.0
#include "tools/evaluate/evaluation.h"

#include <algorithm>
#include <chrono>
#include <optional>
#include <utility>
#include <vector>

#include "tools/evaluate/data_set.h"
#include "tools/evaluate/feature_cache.h"
#include "tools/evaluate/features.h"
#include "tools/evaluate/result_files.h"
#include "tools/evaluate/sha256.h"
#include "tools/evaluate/subset.h"

namespace dinozero::evaluation {
namespace {

constexpr double kMaxFailedShare = 0.01;

tl::unexpected<EvaluationError> failed_at(Stage stage, Error error) {
  return tl::make_unexpected(EvaluationError{stage, std::move(error)});
}

std::vector<int> labels_of(const std::vector<Picture>& pictures) {
  std::vector<int> labels;
  labels.reserve(pictures.size());
  for (const Picture& picture : pictures) labels.push_back(picture.label);
  return labels;
}

std::vector<Picture> balanced(const std::vector<Picture>& pictures, int classes,
                              std::size_t limit) {
  std::vector<Picture> chosen;
  for (const std::size_t index : balanced_subset(labels_of(pictures), classes, limit)) {
    chosen.push_back(pictures[index]);
  }
  return chosen;
}

// Takes the rows of failed pictures out of a table of training, then test pictures, and the
// pictures out of the lists.
void drop_failed(FeatureTable& table, std::vector<Picture>& train, std::vector<Picture>& test) {
  const auto dim = static_cast<std::size_t>(table.dim);
  const std::size_t boundary = train.size();
  std::vector<Picture> kept_train;
  std::vector<Picture> kept_test;
  auto failed = table.failed.begin();
  std::size_t rows = 0;
  for (std::size_t i = 0; i < boundary + test.size(); ++i) {
    if (failed != table.failed.end() && failed->index == i) {
      ++failed;
      continue;
    }
    if (rows != i) {
      std::copy_n(table.values.begin() + static_cast<std::ptrdiff_t>(i * dim), dim,
                  table.values.begin() + static_cast<std::ptrdiff_t>(rows * dim));
    }
    ++rows;
    (i < boundary ? kept_train : kept_test).push_back(i < boundary ? train[i] : test[i - boundary]);
  }
  table.values.resize(rows * dim);
  train = std::move(kept_train);
  test = std::move(kept_test);
}

// One evaluation; the parts in the order in which they run.
class Run {
 public:
  Run(const Request& request, const Console& console) : request_(request), console_(console) {}

  tl::expected<void, EvaluationError> open() {
    auto model = Model::load(request_.model_path);
    if (!model) return failed_at(Stage::kModel, model.error());
    model_ = std::move(*model);
    const auto digest = sha256_of_file(request_.model_path);
    if (!digest) return failed_at(Stage::kModel, digest.error());
    digest_ = *digest;

    auto functions = cls_functions(*model_, request_.options, request_.protocol.threads);
    if (!functions) return failed_at(Stage::kEncoder, functions.error());
    functions_ = std::move(*functions);
    const auto encoder = Encoder::create(*model_, request_.options);
    if (!encoder) return failed_at(Stage::kEncoder, encoder.error());
    origin_ = {request_.model_path,
               digest_,
               encoder->input_height(),
               encoder->input_width(),
               encoder->backend(),
               encoder->kernel_set(),
               request_.options.token_pruning};

    auto data = open_data_set(request_.data_path);
    if (!data) return failed_at(Stage::kData, data.error());
    data_ = std::move(*data);
    if (request_.limit > 0) {
      if (request_.limit < data_.classes.size()) {
        return failed_at(Stage::kArguments,
                         {ErrorCode::kInvalidArgument,
                          "--limit: expected at least " + std::to_string(data_.classes.size()) +
                              ", the number of classes, found " + std::to_string(request_.limit)});
      }
      data_.train = balanced(data_.train, classes(), request_.limit);
      data_.test = balanced(data_.test, classes(), request_.limit);
    }
    return {};
  }

  tl::expected<Outcome, EvaluationError> measure_all() {
    Outcome outcome;
    Report& report = outcome.report;
    describe(report);
    const std::vector<Picture> train = data_.train;
    const std::vector<Picture> test = data_.test;
    auto measured = measure_features(report, outcome);
    if (!measured) return tl::make_unexpected(measured.error());
    if (request_.pixels) {
      // The same pictures, also where those that failed for the model are others.
      data_.train = train;
      data_.test = test;
      auto baseline = measure_pixels(report);
      if (!baseline) return tl::make_unexpected(baseline.error());
    }
    return outcome;
  }

 private:
  int classes() const { return static_cast<int>(data_.classes.size()); }

  void describe(Report& report) const {
    report.model_path = request_.model_path;
    report.model_name = model_->config().name;
    report.model_sha256 = hex(digest_);
    report.scheme = model_->scheme();
    report.dim = model_->config().dim;
    report.input_height = origin_.input_height;
    report.input_width = origin_.input_width;
    report.token_pruning = origin_.token_pruning;
    report.backend = origin_.backend == Backend::kXnnpack ? "xnnpack" : "native";
    report.kernel_set = origin_.kernel_set;
    report.threads = request_.protocol.threads;
    report.data_path = request_.data_path;
    report.classes = data_.classes;
    report.notes = data_.notes;
    report.convention = convention(request_.protocol);
  }

  std::vector<Picture> all_pictures() const {
    std::vector<Picture> pictures = data_.train;
    pictures.insert(pictures.end(), data_.test.begin(), data_.test.end());
    return pictures;
  }

  tl::expected<FeatureTable, EvaluationError> features(Report& report) {
    const std::vector<Picture> pictures = all_pictures();
    const auto start = std::chrono::steady_clock::now();
    const bool cache = !request_.cache_folder.empty();
    CacheEntry entry;
    if (cache) {
      entry = cache_entry(request_.cache_folder, origin_, data_, pictures);
      std::string why;
      auto kept = load_features(entry, pictures.size(), report.dim, why);
      if (kept) {
        report.cached = true;
        return std::move(*kept);
      }
      if (!why.empty()) console_.say(entry.path + ": " + why + "; computing the features anew");
    }
    auto table =
        extract_features(data_, pictures, report.dim, functions_, console_.start_part("pictures"));
    if (!table) return failed_at(Stage::kData, table.error());
    report.feature_seconds =
        std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    if (cache) {
      if (const auto stored = store_features(entry, *table); !stored) {
        console_.say("features are not kept: " + stored.error().message);
      }
    }
    return std::move(*table);
  }

  // Training and test samples in a table without failed pictures; labels go into `labels`.
  tl::expected<std::pair<Samples, Samples>, EvaluationError> samples(const FeatureTable& table,
                                                                     std::vector<int>& labels) {
    if (data_.train.empty() || data_.test.empty()) {
      return failed_at(Stage::kData,
                       {ErrorCode::kInvalidArgument,
                        request_.data_path + ": no picture could be read of those to " +
                            (data_.train.empty() ? "train" : "test") + " with"});
    }
    labels = labels_of(all_pictures());
    const std::size_t train = data_.train.size();
    const Samples first{table.values.data(), labels.data(), train, table.dim};
    const Samples second{first.row(train), labels.data() + train, data_.test.size(), table.dim};
    return std::pair(first, second);
  }

  tl::expected<void, EvaluationError> measure_features(Report& report, Outcome& outcome) {
    auto table = features(report);
    if (!table) return tl::make_unexpected(table.error());
    for (const FailedPicture& failed : table->failed) console_.say(failed.reason + "; left out");
    const auto all = static_cast<double>(data_.train.size() + data_.test.size());
    const auto failures = static_cast<double>(table->failed.size());
    outcome.too_many_failed = failures > kMaxFailedShare * all;
    if (!table->failed.empty()) {
      console_.say(std::to_string(table->failed.size()) + " pictures failed");
    }
    drop_failed(*table, data_.train, data_.test);
    report.train = data_.train.size();
    report.test = data_.test.size();
    report.failed = table->failed;

    std::vector<int> labels;
    const auto both = samples(*table, labels);
    if (!both) return tl::make_unexpected(both.error());
    const auto& [train, test] = *both;
    const auto wrote = [&](const Expected<void>& written) {
      if (written) return;
      console_.say(written.error().message);
      outcome.all_written = false;
    };
    if (!request_.features_folder.empty()) {
      wrote(write_features(request_.features_folder, data_, train, test));
    }
    report.model = measure(train, test, classes(), request_.protocol, console_.start_part);
    if (!request_.predictions_path.empty()) {
      wrote(write_predictions(request_.predictions_path, data_, report.model));
    }
    return {};
  }

  tl::expected<void, EvaluationError> measure_pixels(Report& report) {
    const auto start = std::chrono::steady_clock::now();
    const std::vector<FeatureFunction> functions(
        static_cast<std::size_t>(request_.protocol.threads), pixel_function(model_->preprocess()));
    auto table = extract_features(data_, all_pictures(), kPixelDim, functions,
                                  console_.start_part("pictures, for the baseline"));
    if (!table) return failed_at(Stage::kData, table.error());
    report.pixel_seconds =
        std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    drop_failed(*table, data_.train, data_.test);
    std::vector<int> labels;
    const auto both = samples(*table, labels);
    if (!both) return tl::make_unexpected(both.error());
    report.pixels.push_back(
        measure(both->first, both->second, classes(), request_.protocol, console_.start_part));
    return {};
  }

  const Request& request_;
  const Console& console_;
  std::optional<Model> model_;
  Sha256::Digest digest_{};
  std::vector<FeatureFunction> functions_;
  FeatureOrigin origin_;
  DataSet data_;
};

}  // namespace

tl::expected<Outcome, EvaluationError> evaluate(const Request& request, const Console& console) {
  Run run(request, console);
  if (auto opened = run.open(); !opened) return tl::make_unexpected(opened.error());
  return run.measure_all();
}

}  // namespace dinozero::evaluation
