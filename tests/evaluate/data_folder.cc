// SPDX-License-Identifier: Apache-2.0
#include "evaluate/data_folder.h"

#include <filesystem>

#include "support/synthetic_checkpoint.h"
#include "tools/picture_files.h"

namespace dinozero::testing {

std::string DataFolder::add_picture(const std::string& path, unsigned seed) const {
  const std::string file = path_of(path);
  write_bmp(file, 4, 4, 3, image_rgb8(4, 4, seed));
  return read_file(file);
}

void DataFolder::add_file(const std::string& path, const std::string& content) const {
  write_file(path_of(path), content.data(), content.size());
}

std::string DataFolder::path_of(const std::string& path) const {
  const std::string file = *this / path;
  std::filesystem::create_directories(std::filesystem::path(file).parent_path());
  return file;
}

std::string cifar10_file(int records, int label) {
  std::string file;
  for (int i = 0; i < records; ++i) {
    const char own = static_cast<char>((label + i) % 10);
    file += own;
    file += std::string(1024, static_cast<char>(i));
    file += std::string(1024, 100);
    file += std::string(1024, own);
  }
  return file;
}

std::string lines_of(const evaluation::DataSet& data,
                     const std::vector<evaluation::Picture>& pictures) {
  std::string lines;
  for (const evaluation::Picture& picture : pictures) {
    lines += picture_name(data, picture) + " " + std::to_string(picture.label) + "\n";
  }
  return lines;
}

}  // namespace dinozero::testing
