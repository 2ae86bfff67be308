// SPDX-License-Identifier: Apache-2.0
#include "tools/evaluate/result_files.h"

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <system_error>
#include <utility>

#include "tools/evaluate/failure.h"
#include "tools/npy_file.h"

namespace dinozero::evaluation {
namespace {

// A field of a CSV file (RFC 4180).
std::string field(const std::string& text) {
  if (text.find_first_of(",\"\r\n") == std::string::npos) return text;
  std::string quoted = "\"";
  for (const char c : text) {
    if (c == '"') quoted += '"';
    quoted += c;
  }
  return quoted + '"';
}

Expected<void> write_text(const std::string& path, const std::string& text) {
  std::ofstream file(path, std::ios::binary);
  file << text;
  file.close();
  if (!file) return failure(ErrorCode::kIo, path + ": " + std::strerror(errno));
  return {};
}

Expected<void> write_part(const std::string& stem, const DataSet& data,
                          const std::vector<Picture>& pictures, const Samples& samples) {
  auto written = tools::write_npy(stem + ".npy", {static_cast<int>(samples.count), samples.dim},
                                  samples.features);
  if (!written) return written;
  std::string text = "picture,label,class\n";
  for (const Picture& picture : pictures) {
    text += field(picture_name(data, picture)) + "," + std::to_string(picture.label) + "," +
            field(data.classes[static_cast<std::size_t>(picture.label)]) + "\n";
  }
  return write_text(stem + ".csv", text);
}

}  // namespace

Expected<void> write_features(const std::string& folder, const DataSet& data, const Samples& train,
                              const Samples& test) {
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  if (error) return failure(ErrorCode::kIo, folder + ": " + error.message());
  auto written = write_part(folder + "/train", data, data.train, train);
  if (!written) return written;
  return write_part(folder + "/test", data, data.test, test);
}

Expected<void> write_predictions(const std::string& path, const DataSet& data,
                                 const Readings& readings) {
  std::vector<std::pair<std::string, const std::vector<int>*>> columns;
  for (const Readings::Knn& knn : readings.knn) {
    columns.emplace_back("knn", &knn.predictions);
    columns.emplace_back("knn_centered", &knn.predictions_centered);
  }
  for (const LinearReading& reading : readings.linear) {
    char name[32];
    std::snprintf(name, sizeof name, "linear_%g%%", reading.share * 100);
    columns.emplace_back(name, &reading.predictions);
  }
  std::string text = "picture,class";
  for (const auto& column : columns) text += "," + column.first;
  text += "\n";
  const auto class_name = [&](int label) {
    return field(data.classes[static_cast<std::size_t>(label)]);
  };
  for (std::size_t i = 0; i < data.test.size(); ++i) {
    text += field(picture_name(data, data.test[i])) + "," + class_name(data.test[i].label);
    for (const auto& column : columns) text += "," + class_name((*column.second)[i]);
    text += "\n";
  }
  return write_text(path, text);
}

}  // namespace dinozero::evaluation
