// SPDX-License-Identifier: Apache-2.0
#include "tools/evaluate/data_set.h"

#include <utility>

#include "tools/evaluate/cifar10.h"
#include "tools/evaluate/class_folders.h"
#include "tools/evaluate/failure.h"

namespace dinozero::evaluation {

Expected<DataSet> open_data_set(const std::string& path) {
  auto store = open_file_store(path);
  if (!store) return tl::make_unexpected(store.error());
  DataSet data;
  data.path = path;
  data.store = std::move(*store);
  data.notes = data.store->notes();
  auto listed = has_cifar10(*data.store) ? list_cifar10(data) : list_class_folders(data);
  if (!listed) return tl::make_unexpected(listed.error());
  if (data.classes.size() < 2) {
    return failure(ErrorCode::kInvalidArgument,
                   path + ": expected pictures of two or more classes, found those of " +
                       std::to_string(data.classes.size()));
  }
  if (data.test.empty()) {
    return failure(ErrorCode::kInvalidArgument,
                   path +
                       ": expected pictures to test with (test/CLASS/..., or four or more of a "
                       "class), found none");
  }
  return data;
}

std::string picture_name(const DataSet& data, const Picture& picture) {
  std::string name = printable(data.store->files()[picture.file].path);
  if (picture.record != Picture::kWholeFile) {
    name += ", picture " + std::to_string(picture.record);
  }
  return name;
}

}  // namespace dinozero::evaluation
