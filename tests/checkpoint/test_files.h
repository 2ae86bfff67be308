// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "dinozero/error.h"
#include "lib/checkpoint/safetensors.h"

namespace dinozero::testing {

// A safetensors file with this header, as it stands, and this data.
std::string safetensors_file(std::string_view json, std::string_view data);
// The same with an arbitrary header length in front.
std::string file_with_header_length(std::uint64_t length, std::string_view rest);

// 171 bytes: metadata {"format": "pt"}, 'weight' F32 [1, 2] = {1, -2} and, written first
// but stored second, 'bias' F16 [3].
std::string small_file();

// Reads from a heap block of exactly the file's size, so that AddressSanitizer sees every byte
// read outside it. The file is called "model.safetensors".
class MemoryFile {
 public:
  explicit MemoryFile(std::string_view bytes);
  const void* data() const { return bytes_.data(); }
  std::size_t size() const { return bytes_.size(); }
  const Expected<Safetensors>& result() const { return result_; }
  // "none" if the result keeps every promise of Safetensors, otherwise which one it breaks.
  std::string broken_promise() const;

 private:
  std::vector<char> bytes_;
  Expected<Safetensors> result_;
};

// A promise of Safetensors that `result`, read from `size` bytes at `data` under the name `name`,
// breaks; "none" if it keeps them all. Touches the data of every tensor.
std::string broken_promise(const Expected<Safetensors>& result, const void* data, std::size_t size,
                           std::string_view name);

// A new folder under the system's temporary one, which everybody may search; removed with all its
// files at the end.
class TemporaryFolder {
 public:
  TemporaryFolder();
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  ~TemporaryFolder();

  const std::string& path() const { return path_; }
  std::string file(std::string_view name) const { return path_ + "/" + std::string(name); }
  // Names of everything in it, sorted.
  std::vector<std::string> names() const;

 private:
  std::string path_;
};

void write_file(const std::string& path, std::string_view bytes);
std::string read_file(const std::string& path);

// Gives up root's power over file permissions for its lifetime. Does nothing for other users.
class WithoutRoot {
 public:
  WithoutRoot();
  WithoutRoot(const WithoutRoot&) = delete;
  WithoutRoot& operator=(const WithoutRoot&) = delete;
  ~WithoutRoot();
  // False if the system did not allow it.
  bool worked() const { return worked_; }

 private:
  bool was_root_;
  bool worked_ = true;
};

}  // namespace dinozero::testing
