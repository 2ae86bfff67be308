// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

namespace dinozero::testing {

/// An entry of a tar file; a name of any bytes.
struct TarEntry {
  std::string name;
  std::string content;
  char type = '0';  ///< '0' file, '1' hard link, '2' symbolic link, '5' folder, 'x' pax attributes
  std::string link = {};
};

/// A ustar file; names longer than 100 bytes need a pax entry in front.
std::string tar_file(const std::vector<TarEntry>& entries);

/// The pax entry that gives the next one this name.
TarEntry pax_name(const std::string& name);

/// `content` in gzip's format, stored without compression.
std::string gzip_file(const std::string& content);

}  // namespace dinozero::testing
