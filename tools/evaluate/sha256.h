// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>

#include "dinozero/error.h"

namespace dinozero::evaluation {

/// SHA-256 (FIPS 180-4) of bytes that come in pieces: what identifies a model file and guards a
/// cache.
class Sha256 {
 public:
  using Digest = std::array<std::uint8_t, 32>;

  void add(const void* data, std::size_t bytes);
  /// The digest of everything added; nothing may be added afterwards.
  Digest finish();

 private:
  void compress(const std::uint8_t* block);

  std::array<std::uint32_t, 8> state_ = {0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
                                         0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};
  std::array<std::uint8_t, 64> block_{};
  std::size_t filled_ = 0;  // of block_
  std::uint64_t bytes_ = 0;
};

/// 64 lower-case digits.
std::string hex(const Sha256::Digest& digest);

/// The digest of a file's content. Errors: kNotFound, kIo, naming the file.
Expected<Sha256::Digest> sha256_of_file(const std::string& path);

}  // namespace dinozero::evaluation
