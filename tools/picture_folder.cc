// SPDX-License-Identifier: Apache-2.0
#include "tools/picture_folder.h"

#include <algorithm>
#include <cctype>
#include <filesystem>
#include <system_error>

namespace dinozero::tools {
namespace {

namespace fs = std::filesystem;

bool is_picture(const fs::path& path) {
  std::string ending = path.extension().string();
  std::transform(ending.begin(), ending.end(), ending.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return ending == ".png" || ending == ".jpg" || ending == ".jpeg" || ending == ".bmp";
}

tl::unexpected<Error> failure(ErrorCode code, const std::string& folder, const std::string& what) {
  return tl::make_unexpected(Error{code, folder + ": " + what});
}

}  // namespace

Expected<std::vector<std::string>> pictures_in_folder(const std::string& folder, std::size_t most) {
  std::error_code error;
  fs::recursive_directory_iterator entry(folder, fs::directory_options::follow_directory_symlink,
                                         error);
  if (error) {
    const bool missing = error == std::errc::no_such_file_or_directory;
    return failure(missing ? ErrorCode::kNotFound : ErrorCode::kIo, folder, error.message());
  }
  std::vector<std::string> all;
  const fs::recursive_directory_iterator end;
  while (entry != end) {
    if (is_picture(entry->path()) && entry->is_regular_file(error)) {
      all.push_back(entry->path().string());
    }
    entry.increment(error);
    if (error) return failure(ErrorCode::kIo, folder, error.message());
  }
  if (all.empty()) {
    return failure(ErrorCode::kInvalidArgument, folder,
                   "expected PNG, JPEG or BMP pictures, found none");
  }
  std::sort(all.begin(), all.end());
  if (all.size() <= most) return all;
  std::vector<std::string> chosen;
  for (std::size_t i = 0; i < most; ++i) chosen.push_back(all[i * all.size() / most]);
  return chosen;
}

}  // namespace dinozero::tools
