// SPDX-License-Identifier: Apache-2.0
#include "tools/evaluate/report.h"

#include <cmath>
#include <cstdarg>
#include <cstdio>
#include <nlohmann/json.hpp>

namespace dinozero::evaluation {
namespace {

using Json = nlohmann::ordered_json;

[[gnu::format(printf, 1, 2)]] std::string formatted(const char* format, ...) {
  char text[512];
  va_list arguments;
  va_start(arguments, format);
  std::vsnprintf(text, sizeof text, format, arguments);
  va_end(arguments);
  return text;
}

// Two decimals: with 10,000 test pictures all there are.
double rounded(double value) { return std::round(value * 100) / 100; }

std::string share_name(double share) { return formatted("%g%%", share * 100); }

// The cells of a line, one for the model and one for the baseline.
std::string row(const std::string& name, const std::vector<std::string>& cells) {
  std::string line = formatted("  %-34s", name.c_str());
  for (const std::string& cell : cells) line += formatted(" %16s", cell.c_str());
  return line + "\n";
}

std::string table(const Report& report) {
  std::vector<const Readings*> columns = {&report.model};
  for (const Readings& pixels : report.pixels) columns.push_back(&pixels);
  const auto cells = [&](auto cell) {
    std::vector<std::string> texts;
    texts.reserve(columns.size());
    for (const Readings* readings : columns) texts.push_back(cell(*readings));
    return texts;
  };
  const auto number = [](double value) { return formatted("%.2f", value); };

  std::vector<std::string> heads = {report.model_name};
  if (!report.pixels.empty()) heads.push_back(formatted("pixels %d x %d", kPixelSide, kPixelSide));
  std::string text = row("top-1, per cent", heads);
  if (!report.model.knn.empty()) {
    text += row("k-NN", cells([&](const Readings& r) { return number(r.knn[0].top1); }));
    text += row("k-NN, centred",
                cells([&](const Readings& r) { return number(r.knn[0].top1_centered); }));
  }
  for (std::size_t i = 0; i < report.model.linear.size(); ++i) {
    const LinearReading& reading = report.model.linear[i];
    text += row(formatted("linear, %s of the labels (%zu)", share_name(reading.share).c_str(),
                          reading.labels),
                cells([&](const Readings& r) { return number(r.linear[i].top1); }));
  }
  if (!report.model.few_shot.empty()) {
    text += row("few-shot", cells([&](const Readings& r) {
                  return formatted("%.2f +- %.2f", r.few_shot[0].mean, r.few_shot[0].deviation);
                }));
  }
  return text;
}

Json readings_json(const Readings& readings) {
  Json json;
  for (const Readings::Knn& knn : readings.knn) {
    json["knn_top1"] = rounded(knn.top1);
    json["knn_top1_centered"] = rounded(knn.top1_centered);
  }
  for (const LinearReading& reading : readings.linear) {
    json["linear_top1"][share_name(reading.share)] = rounded(reading.top1);
    json["linear"].push_back({{"share", reading.share},
                              {"labels", reading.labels},
                              {"top1", rounded(reading.top1)},
                              {"l2", reading.l2},
                              {"iterations", reading.iterations},
                              {"converged", reading.converged}});
  }
  for (const FewShotReading& reading : readings.few_shot) {
    json["few_shot_top1"] = rounded(reading.mean);
    json["few_shot"] = {{"mean", rounded(reading.mean)},
                        {"standard_deviation", rounded(reading.deviation)},
                        {"lowest", rounded(reading.lowest)},
                        {"highest", rounded(reading.highest)}};
  }
  return json;
}

Json seconds_json(const Readings& readings, double features) {
  return {{"features", rounded(features)},
          {"knn", rounded(readings.knn_seconds)},
          {"linear", rounded(readings.linear_seconds)},
          {"few_shot", rounded(readings.few_shot_seconds)}};
}

}  // namespace

std::string text_of(const Report& report) {
  std::string text = report.data_path + "\n";
  text += formatted("  %zu training and %zu test pictures, %zu classes\n", report.train,
                    report.test, report.classes.size());
  if (!report.failed.empty()) {
    text += formatted("  %zu pictures failed and were left out\n", report.failed.size());
  }
  for (const std::string& note : report.notes) text += "  " + note + "\n";
  text += report.model_path + "\n";
  text +=
      formatted("  %s, %s, %d values a picture, input %d x %d, %s, %s kernels, %d %s\n",
                report.model_name.c_str(), report.scheme.c_str(), report.dim, report.input_height,
                report.input_width, report.backend.c_str(), report.kernel_set.c_str(),
                report.threads, report.threads == 1 ? "thread" : "threads");
  const auto pictures = static_cast<double>(report.train + report.test + report.failed.size());
  if (report.token_pruning.after_block >= 0) {
    text += formatted("  %d patches go on after block %d\n", report.token_pruning.keep_patches,
                      report.token_pruning.after_block);
  }
  text += report.cached ? "  features from the cache\n"
                        : formatted("  features in %.1f s, %.0f pictures a second\n",
                                    report.feature_seconds, pictures / report.feature_seconds);
  text += "\n" + table(report) + "\n" + report.convention + "\n";
  return text;
}

std::string json_of(const Report& report) {
  Json json = {{"model", report.model_path},
               {"model_name", report.model_name},
               {"model_sha256", report.model_sha256},
               {"scheme", report.scheme},
               {"dim", report.dim},
               {"input_height", report.input_height},
               {"input_width", report.input_width},
               {"backend", report.backend},
               {"kernel_set", report.kernel_set},
               {"threads", report.threads},
               {"data", report.data_path},
               {"classes", report.classes.size()},
               {"train", report.train},
               {"test", report.test},
               {"failed", report.failed.size()},
               {"notes", report.notes},
               {"convention", report.convention}};
  if (report.token_pruning.after_block >= 0) {
    json["token_pruning"] = {{"after_block", report.token_pruning.after_block},
                             {"keep_patches", report.token_pruning.keep_patches}};
  }
  json.update(readings_json(report.model));
  json["features_cached"] = report.cached;
  json["seconds"] = seconds_json(report.model, report.feature_seconds);
  for (const Readings& pixels : report.pixels) {
    json["baselines"]["pixels"] = readings_json(pixels);
    json["baselines"]["pixels"]["seconds"] = seconds_json(pixels, report.pixel_seconds);
  }
  json["failed_pictures"] = Json::array();
  for (const FailedPicture& failed : report.failed)
    json["failed_pictures"].push_back(failed.reason);
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace dinozero::evaluation
