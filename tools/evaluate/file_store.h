// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "dinozero/error.h"

namespace dinozero::evaluation {

/// A file of a folder or an archive.
struct StoredFile {
  std::string path;  ///< below the store, parts separated by '/': "train/cat/1.jpg"
  std::uint64_t bytes = 0;
  std::int64_t modified = 0;  ///< time of its last change, in whatever unit
};

/// One way through chosen files, in the order in which they are stored.
class FilePass {
 public:
  virtual ~FilePass() = default;
  /// Goes to the next chosen file: its index in FileStore::files(), or nothing at the end. An error
  /// ends the pass.
  virtual Expected<std::optional<std::size_t>> next() = 0;
  /// The next bytes of that file; 0 at its end. After an error next() may be called.
  virtual Expected<std::size_t> read(void* data, std::size_t bytes) = 0;
};

/// The files below a folder or in an archive. Hidden ones (a part begins with a dot) and everything
/// that is not a regular file are left out.
class FileStore {
 public:
  virtual ~FileStore() = default;
  /// Sorted part by part.
  virtual const std::vector<StoredFile>& files() const = 0;
  /// Something that changes when the store as a whole does; empty for a folder.
  virtual std::string stamp() const = 0;
  /// A pass through the files for which `wanted` (of the size of files()) is true.
  virtual Expected<std::unique_ptr<FilePass>> pass(std::vector<bool> wanted) const = 0;
  /// Things that were left out and that a person might miss: one line each.
  virtual std::vector<std::string> notes() const = 0;
};

/// Opens a folder, or, in a build with libarchive, a tar or tar.gz archive, whatever its name.
/// Errors, naming the path: kNotFound, kIo, kMalformedFile (no archive, or a broken one),
/// kUnsupported (a file, in a build without libarchive).
Expected<std::unique_ptr<FileStore>> open_file_store(const std::string& path);
/// The two kinds.
Expected<std::unique_ptr<FileStore>> open_folder_store(const std::string& path);
Expected<std::unique_ptr<FileStore>> open_archive_store(const std::string& path);

/// Order of paths part by part: "a/b" before "a.b", as folders are listed.
bool path_before(std::string_view a, std::string_view b);

/// A path for messages: control characters, which could act on a terminal, become '?'.
std::string printable(std::string_view path);

}  // namespace dinozero::evaluation
