// SPDX-License-Identifier: Apache-2.0
#include "tools/evaluate/file_store.h"

#include <algorithm>
#include <filesystem>
#include <system_error>

#include "tools/evaluate/failure.h"

namespace dinozero::evaluation {

Expected<std::unique_ptr<FileStore>> open_file_store(const std::string& path) {
  std::error_code error;
  const auto status = std::filesystem::status(path, error);
  if (status.type() == std::filesystem::file_type::not_found) {
    return failure(ErrorCode::kNotFound, path + ": no such file or folder");
  }
  if (error) return failure(ErrorCode::kIo, path + ": " + error.message());
  return std::filesystem::is_directory(status) ? open_folder_store(path) : open_archive_store(path);
}

bool path_before(std::string_view a, std::string_view b) {
  return std::lexicographical_compare(a.begin(), a.end(), b.begin(), b.end(), [](char x, char y) {
    const auto rank = [](char c) { return c == '/' ? 0 : 1 + int{static_cast<unsigned char>(c)}; };
    return rank(x) < rank(y);
  });
}

std::string printable(std::string_view path) {
  std::string text(path);
  for (char& c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x20 || byte == 0x7F) c = '?';
  }
  return text;
}

}  // namespace dinozero::evaluation
