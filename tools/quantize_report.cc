// SPDX-License-Identifier: Apache-2.0
#include "tools/quantize_report.h"

#include <algorithm>
#include <cstdio>
#include <nlohmann/json.hpp>
#include <vector>

namespace dinozero::tools {
namespace {

using Json = nlohmann::ordered_json;
using quantize::LayerReport;
using quantize::TokenCosines;

std::string scheme_text(const LayerScheme& scheme) {
  std::string text = scheme_name(scheme.scheme);
  if (scheme.scheme != Scheme::kInt4) return text;
  if (scheme.group > 0) text += " /" + std::to_string(scheme.group);
  return text + (scheme.activation_bits == 6 ? ", 6-bit" : ", 8-bit");
}

std::string name_of_stage(std::size_t index, std::size_t count) {
  return index + 1 == count ? "final" : "block " + std::to_string(index);
}

void print_layers(const quantize::QuantizeReport& report) {
  int width = 0;
  for (const LayerReport& layer : report.layers) {
    width = std::max(width, static_cast<int>(layer.name.size()));
  }
  std::printf("\n%-*s  %-12s %9s  %17s %8s %7s", width, "layer", "scheme", "bytes", "weights",
              "clipped", "SQNR");
  if (report.calibrated) {
    std::printf("  %19s %8s %6s %9s", "inputs", "clipped", "smooth", "out SQNR");
  }
  std::printf("\n");
  for (const LayerReport& layer : report.layers) {
    std::printf("%-*s  %-12s %9zu  %8.3f %8.3f %7.2f%% %7.1f", width, layer.name.c_str(),
                scheme_text(layer.scheme).c_str(), layer.bytes, layer.weight_min, layer.weight_max,
                100 * layer.weight_clipped, layer.weight_sqnr_db);
    if (report.calibrated && layer.scheme.scheme != Scheme::kF32) {
      std::printf("  %9.3f %9.3f %7.3f%% %6.2f %9.1f", layer.input_min, layer.input_max,
                  100 * layer.input_clipped, layer.smoothing, layer.output_sqnr_db);
    }
    std::printf("%s\n", layer.on_grid ? "  on its grid already" : "");
  }
}

void print_cosines(const char* stage, const TokenCosines& cosines) {
  std::printf("%-10s %9.5f %9.5f %9.5f\n", stage, cosines.cls_mean, cosines.cls_worst,
              cosines.patches_mean);
}

void print_widths(const char* what, const std::vector<int>& widths) {
  if (widths.empty()) return;
  std::printf("  %-8s left in each block:", what);
  for (const int width : widths) std::printf(" %d", width);
  std::printf("\n");
}

Json cosines_json(const TokenCosines& cosines) {
  return {{"cls_mean", cosines.cls_mean},
          {"cls_worst_percent", cosines.cls_worst},
          {"patches_mean", cosines.patches_mean}};
}

Json layer_json(const LayerReport& layer, bool calibrated) {
  Json json = {{"layer", layer.name},
               {"scheme", scheme_name(layer.scheme.scheme)},
               {"group", layer.scheme.group},
               {"activation_bits", layer.scheme.activation_bits},
               {"outputs", layer.outputs},
               {"inputs", layer.inputs},
               {"bytes", layer.bytes},
               {"on_grid", layer.on_grid},
               {"weight_min", layer.weight_min},
               {"weight_max", layer.weight_max},
               {"weight_clipped_share", layer.weight_clipped},
               {"weight_sqnr_db", layer.weight_sqnr_db}};
  if (calibrated && layer.scheme.scheme != Scheme::kF32) {
    json["smoothing"] = layer.smoothing;
    json["input_min"] = layer.input_min;
    json["input_max"] = layer.input_max;
    json["input_clipped_share"] = layer.input_clipped;
    json["output_sqnr_db"] = layer.output_sqnr_db;
  }
  return json;
}

}  // namespace

void print_quantize_text(const QuantizeSummary& summary) {
  const quantize::QuantizeReport& report = summary.report;
  std::printf("%s\n", summary.output.c_str());
  std::printf("  scheme   %s\n", report.scheme.c_str());
  std::printf("  file     %zu bytes (%.2f MB), %.1f times smaller\n", summary.output_bytes,
              static_cast<double>(summary.output_bytes) / 1e6,
              static_cast<double>(summary.input_bytes) /
                  static_cast<double>(std::max<std::size_t>(summary.output_bytes, 1)));
  if (report.calibrated) {
    std::printf("  images   %d for calibration\n", summary.calibration_images);
  } else {
    std::printf(
        "  images   none: scales from the weights alone; --calibration makes better ones\n");
  }
  print_widths("heads", report.pruned.heads);
  print_widths("neurons", report.pruned.neurons);
  print_layers(report);
  if (!report.block_cosines.empty()) {
    std::printf("\n%-10s %9s %9s %9s   cosine to the input, calibration images\n", "after", "CLS",
                "worst 1%", "patches");
    for (std::size_t i = 0; i < report.block_cosines.size(); ++i) {
      print_cosines(name_of_stage(i, report.block_cosines.size()).c_str(), report.block_cosines[i]);
    }
  }
  if (summary.test) {
    std::printf("\n%-10s %9s %9s %9s   cosine to the input, %d other images\n", "", "CLS",
                "worst 1%", "patches", summary.test_images);
    print_cosines("test", *summary.test);
  }
}

void print_quantize_json(const QuantizeSummary& summary) {
  const quantize::QuantizeReport& report = summary.report;
  Json json = {{"input", summary.input},
               {"output", summary.output},
               {"scheme", report.scheme},
               {"input_bytes", summary.input_bytes},
               {"output_bytes", summary.output_bytes},
               {"calibration_images", summary.calibration_images}};
  if (!report.pruned.heads.empty()) json["heads"] = report.pruned.heads;
  if (!report.pruned.neurons.empty()) json["neurons"] = report.pruned.neurons;
  json["layers"] = Json::array();
  for (const LayerReport& layer : report.layers) {
    json["layers"].push_back(layer_json(layer, report.calibrated));
  }
  if (!report.block_cosines.empty()) json["blocks"] = Json::array();
  for (std::size_t i = 0; i < report.block_cosines.size(); ++i) {
    Json stage = {{"after", name_of_stage(i, report.block_cosines.size())}};
    stage.update(cosines_json(report.block_cosines[i]));
    json["blocks"].push_back(std::move(stage));
  }
  if (summary.test) {
    json["test"] = {{"images", summary.test_images}};
    json["test"].update(cosines_json(*summary.test));
  }
  std::printf("%s\n", json.dump(2, ' ', false, Json::error_handler_t::replace).c_str());
}

}  // namespace dinozero::tools
