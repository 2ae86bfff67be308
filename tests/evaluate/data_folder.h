// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "tools/evaluate/data_set.h"
#include "tools/run_program.h"

namespace dinozero::testing {

/// A folder for a data set, removed at the end.
class DataFolder {
 public:
  /// Writes a BMP file of 4 x 4 pixels that `seed` determines, with its folders; gives its content.
  std::string add_picture(const std::string& path, unsigned seed = 1) const;
  /// Writes any file, with its folders.
  void add_file(const std::string& path, const std::string& content) const;

  std::string path() const { return folder_ / "data"; }
  std::string operator/(const std::string& name) const { return path() + "/" + name; }

 private:
  // Of a file whose folder exists.
  std::string path_of(const std::string& path) const;

  TemporaryFolder folder_;
};

/// The content of a CIFAR-10 file with `records` records whose labels are label, label + 1, ...
/// modulo 10. All red bytes are the number of the record (modulo 256), green 100, blue the label.
std::string cifar10_file(int records, int label);

/// Lines "path label" of pictures, for comparison.
std::string lines_of(const evaluation::DataSet& data,
                     const std::vector<evaluation::Picture>& pictures);

}  // namespace dinozero::testing
