// SPDX-License-Identifier: Apache-2.0
#include "evaluate/archive_files.h"

#include <algorithm>
#include <cstdint>
#include <cstdio>

namespace dinozero::testing {
namespace {

constexpr std::size_t kBlock = 512;

void put(std::string& header, std::size_t offset, const std::string& text, std::size_t room) {
  std::copy_n(text.begin(), std::min(text.size(), room),
              header.begin() + static_cast<long>(offset));
}

std::string octal(std::size_t value, int digits) {
  char text[32];
  std::snprintf(text, sizeof text, "%0*zo", digits, value);
  return text;
}

std::string little_endian(std::uint64_t value, int bytes) {
  std::string text;
  for (int i = 0; i < bytes; ++i) text += static_cast<char>(value >> (8 * i));
  return text;
}

std::uint32_t crc32(const std::string& bytes) {
  std::uint32_t crc = ~0U;
  for (const char c : bytes) {
    crc ^= static_cast<std::uint8_t>(c);
    for (int bit = 0; bit < 8; ++bit) crc = (crc >> 1) ^ ((crc & 1U) != 0 ? 0xEDB88320U : 0U);
  }
  return ~crc;
}

}  // namespace

std::string tar_file(const std::vector<TarEntry>& entries) {
  std::string tar;
  for (const TarEntry& entry : entries) {
    std::string header(kBlock, '\0');
    put(header, 0, entry.name, 100);
    put(header, 100, "0000644", 8);
    put(header, 108, "0000000", 8);
    put(header, 116, "0000000", 8);
    put(header, 124, octal(entry.content.size(), 11), 12);
    put(header, 136, octal(1000000000, 11), 12);
    put(header, 148, "        ", 8);
    header[156] = entry.type;
    put(header, 157, entry.link, 100);
    put(header, 257, std::string("ustar\00000", 8), 8);
    std::size_t sum = 0;
    for (const char c : header) sum += static_cast<std::uint8_t>(c);
    put(header, 148, octal(sum, 6) + '\0', 7);
    tar += header + entry.content;
    tar.append((kBlock - tar.size() % kBlock) % kBlock, '\0');
  }
  return tar + std::string(2 * kBlock, '\0');
}

TarEntry pax_name(const std::string& name) {
  // The length counts its own digits.
  const std::string rest = " path=" + name + "\n";
  std::size_t length = rest.size() + 1;
  while (std::to_string(length).size() + rest.size() != length) ++length;
  return {"attributes", std::to_string(length) + rest, 'x', {}};
}

std::string gzip_file(const std::string& content) {
  std::string gzip("\x1f\x8b\x08\0\0\0\0\0\0\x03", 10);
  constexpr std::size_t kStored = 65535;
  for (std::size_t begin = 0; begin == 0 || begin < content.size(); begin += kStored) {
    const std::string part = content.substr(begin, kStored);
    gzip += begin + kStored >= content.size() ? '\x01' : '\0';
    gzip += little_endian(part.size(), 2) + little_endian(~part.size(), 2) + part;
  }
  return gzip + little_endian(crc32(content), 4) + little_endian(content.size(), 4);
}

}  // namespace dinozero::testing
