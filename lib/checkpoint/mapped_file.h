// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>

#include "dinozero/error.h"

namespace dinozero {

/// A private, read-only memory mapping of a whole regular file. Pages are read when they are first
/// touched, are shared with other processes that map the same file, and can be dropped by the
/// kernel at any time: a mapping costs address space, not memory.
///
/// The file must not be shortened or overwritten in place while it is mapped: touching a page
/// beyond its new end kills the process (SIGBUS), and changed bytes show through. Replacing the
/// file by renaming another over it, as write_safetensors() and package managers do, is safe.
class MappedFile {
 public:
  /// An empty file can be opened; data() is null then.
  /// Errors: kNotFound; kInvalidArgument (a path with a NUL byte); kIo (a directory, FIFO, socket
  /// or device, none of which is waited for; no permission; not mappable); kOutOfMemory (larger
  /// than the address space that is left, as 32-bit systems meet it).
  static Expected<MappedFile> open(const std::string& path);

  /// Maps nothing.
  MappedFile() = default;
  MappedFile(MappedFile&& other) noexcept;
  MappedFile& operator=(MappedFile&& other) noexcept;
  ~MappedFile();

  /// Page-aligned, or null if size() is 0.
  const std::byte* data() const { return data_; }
  std::size_t size() const { return size_; }

 private:
  MappedFile(const std::byte* data, std::size_t size) : data_(data), size_(size) {}

  const std::byte* data_ = nullptr;
  std::size_t size_ = 0;
};

}  // namespace dinozero
