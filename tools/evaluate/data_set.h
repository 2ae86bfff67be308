// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "dinozero/error.h"
#include "tools/evaluate/file_store.h"

namespace dinozero::evaluation {

/// A picture of a data set: a whole file, or a record of one.
struct Picture {
  static constexpr std::int32_t kWholeFile = -1;

  std::size_t file = 0;  ///< in FileStore::files()
  std::int32_t record = kWholeFile;
  int label = 0;  ///< index of its class
};

/// Labelled pictures to fit to, and labelled pictures to test with.
struct DataSet {
  std::string path;
  std::unique_ptr<FileStore> store;
  std::vector<std::string> classes;  ///< sorted, or in the order that the format defines
  std::vector<Picture> train;
  std::vector<Picture> test;
  std::vector<std::string> notes;  ///< what was left out, a line each
};

/// Opens a folder, or a tar or tar.gz archive, of
///  - CIFAR-10's binary files: data_batch_1.bin ... data_batch_5.bin and test_batch.bin;
///  - train/CLASS/... and test/CLASS/... (or val/CLASS/...) with PNG, JPEG and BMP files at any
///    depth; test classes that are not among the training ones are left out;
///  - CLASS/...: every fourth picture of a class is a test picture.
/// One folder around all of it does not matter. Caltech-101's BACKGROUND_Google is no class.
/// Errors, naming the path: kNotFound, kIo, kMalformedFile, kUnsupported, kInvalidArgument (nothing
/// of the above, fewer than two classes, or no picture to test with).
Expected<DataSet> open_data_set(const std::string& path);

/// How a person finds it: "train/cat/1.jpg", "data_batch_1.bin, picture 17" (from 0).
std::string picture_name(const DataSet& data, const Picture& picture);

}  // namespace dinozero::evaluation
