// SPDX-License-Identifier: Apache-2.0
#include "tools/evaluate/class_folders.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <map>
#include <string_view>

#include "tools/evaluate/failure.h"

namespace dinozero::evaluation {
namespace {

constexpr std::array<std::string_view, 4> kSuffixes = {".png", ".jpg", ".jpeg", ".bmp"};
constexpr std::string_view kNoClass = "BACKGROUND_Google";
// Without folders for training and testing, every fourth picture of a class is for testing.
constexpr std::size_t kTestEvery = 4;

bool is_picture(std::string_view path) {
  const std::size_t dot = path.rfind('.');
  if (dot == std::string_view::npos) return false;
  std::string suffix(path.substr(dot));
  for (char& c : suffix) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return std::find(kSuffixes.begin(), kSuffixes.end(), suffix) != kSuffixes.end();
}

// The part of a path that begins at `begin`, and where the next one begins; nothing for the name of
// the file itself.
struct Part {
  std::string_view name;
  std::size_t next;
};
std::optional<Part> folder_at(std::string_view path, std::size_t begin) {
  const std::size_t slash = path.find('/', begin);
  if (slash == std::string_view::npos) return std::nullopt;
  return Part{path.substr(begin, slash - begin), slash + 1};
}

// Length of the folders in which all the files lie.
std::size_t common_prefix(const std::vector<StoredFile>& files,
                          const std::vector<std::size_t>& pictures) {
  std::size_t begin = 0;
  if (pictures.empty()) return begin;
  while (const auto first = folder_at(files[pictures.front()].path, begin)) {
    const auto same = [&](std::size_t picture) {
      const auto part = folder_at(files[picture].path, begin);
      return part && part->name == first->name;
    };
    if (!std::all_of(pictures.begin(), pictures.end(), same)) break;
    begin = first->next;
  }
  return begin;
}

// Pictures of a class, by its name.
using Classes = std::map<std::string, std::vector<std::size_t>, std::less<>>;

std::string pictures_text(std::size_t count) {
  return std::to_string(count) + (count == 1 ? " picture" : " pictures");
}

}  // namespace

Expected<void> list_class_folders(DataSet& data) {
  const std::vector<StoredFile>& files = data.store->files();
  std::vector<std::size_t> pictures;
  for (std::size_t i = 0; i < files.size(); ++i) {
    if (is_picture(files[i].path)) pictures.push_back(i);
  }
  if (pictures.size() < files.size()) {
    data.notes.push_back(std::to_string(files.size() - pictures.size()) +
                         " files that are not named .png, .jpg, .jpeg or .bmp, left out");
  }

  const std::size_t begin = common_prefix(files, pictures);
  Classes by_top;
  for (const std::size_t picture : pictures) {
    const auto part = folder_at(files[picture].path, begin);
    if (part) by_top[std::string(part->name)].push_back(picture);
  }
  const bool has_test = by_top.contains("test");
  const bool has_val = by_top.contains("val");
  const bool has_splits = by_top.contains("train") && (has_test || has_val);
  const std::string test_folder = has_test ? "test" : "val";

  // The folders of classes that begin at `begin`.
  const auto classes_at = [&](const std::vector<std::size_t>& chosen, std::size_t start) {
    Classes classes;
    for (const std::size_t picture : chosen) {
      const auto part = folder_at(files[picture].path, start);
      if (part && part->name != kNoClass) classes[std::string(part->name)].push_back(picture);
    }
    return classes;
  };
  Classes train;
  Classes test;
  if (has_splits) {
    train = classes_at(by_top["train"], begin + std::string_view("train/").size());
    test = classes_at(by_top[test_folder], begin + test_folder.size() + 1);
  } else {
    for (auto& [name, members] : classes_at(pictures, begin)) {
      for (std::size_t i = 0; i < members.size(); ++i) {
        (i % kTestEvery == kTestEvery - 1 ? test : train)[name].push_back(members[i]);
      }
    }
  }

  std::size_t used = 0;
  for (const auto& [name, members] : train) {
    const auto label = static_cast<int>(data.classes.size());
    data.classes.push_back(name);
    for (const std::size_t file : members) data.train.push_back({file, Picture::kWholeFile, label});
    used += members.size();
    const auto tested = test.find(name);
    if (tested == test.end()) continue;
    for (const std::size_t file : tested->second) {
      data.test.push_back({file, Picture::kWholeFile, label});
    }
    used += tested->second.size();
    test.erase(tested);
  }
  if (data.train.empty()) {
    return failure(ErrorCode::kInvalidArgument,
                   data.path +
                       ": expected PNG, JPEG or BMP files in a folder for each class "
                       "(train/CLASS and test/CLASS, or CLASS), or CIFAR-10's binary "
                       "files; found neither");
  }
  for (const auto& [name, members] : test) {
    data.notes.push_back(test_folder + "/" + printable(name) + ", " +
                         pictures_text(members.size()) + ": no such class in train, left out");
    used += members.size();
  }
  if (used < pictures.size()) {
    data.notes.push_back(pictures_text(pictures.size() - used) +
                         " outside the folders of classes, left out");
  }
  return {};
}

}  // namespace dinozero::evaluation
