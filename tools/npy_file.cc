// SPDX-License-Identifier: Apache-2.0
#include "tools/npy_file.h"

#include <bit>
#include <cerrno>
#include <cstddef>
#include <cstdio>
#include <cstring>
#include <string_view>

namespace dinozero::tools {

using namespace std::string_view_literals;

Expected<void> write_npy(const std::string& path, const std::vector<int>& shape,
                         const float* values) {
  // Magic, version 1.0, length of the header as 16-bit little endian, header; padded with blanks
  // and a line feed so that the data starts at a multiple of 64.
  constexpr std::size_t kAlignment = 64;
  constexpr auto kMagic = "\x93NUMPY\x01\x00"sv;
  constexpr std::size_t kPrefixBytes = kMagic.size() + 2;
  constexpr bool kLittleEndian = std::endian::native == std::endian::little;
  std::string header = std::string("{'descr': '") + (kLittleEndian ? '<' : '>') +
                       "f4', 'fortran_order': False, 'shape': (";
  std::size_t count = 1;
  for (const int extent : shape) {
    header += std::to_string(extent) + ",";
    count *= static_cast<std::size_t>(extent);
  }
  header += "), }";
  const std::size_t end = kPrefixBytes + header.size() + 1;
  header.append((kAlignment - end % kAlignment) % kAlignment, ' ');
  header += '\n';

  const auto failure = [&path] {
    return tl::make_unexpected(Error{ErrorCode::kIo, path + ": " + std::strerror(errno)});
  };
  std::FILE* file = std::fopen(path.c_str(), "wb");
  if (file == nullptr) return failure();
  const char length[2] = {static_cast<char>(header.size() & 0xFF),
                          static_cast<char>(header.size() >> 8)};
  const bool written = std::fwrite(kMagic.data(), 1, kMagic.size(), file) == kMagic.size() &&
                       std::fwrite(length, 1, sizeof length, file) == sizeof length &&
                       std::fwrite(header.data(), 1, header.size(), file) == header.size() &&
                       std::fwrite(values, sizeof(float), count, file) == count;
  if (!written) {
    const auto error = failure();
    std::fclose(file);
    return error;
  }
  if (std::fclose(file) != 0) return failure();
  return {};
}

}  // namespace dinozero::tools
