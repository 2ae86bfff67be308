// SPDX-License-Identifier: Apache-2.0
#include "tools/evaluate/sha256.h"

#include <string>

#include "support/catch.h"
#include "tools/run_program.h"

namespace dinozero::evaluation {
namespace {

std::string digest_of(const std::string& text, std::size_t piece) {
  Sha256 hash;
  for (std::size_t i = 0; i < text.size(); i += piece) {
    const std::string part = text.substr(i, piece);
    hash.add(part.data(), part.size());
  }
  return hex(hash.finish());
}

// FIPS 180-4's examples.
TEST_CASE("SHA-256 gives the published digests", "[evaluate][sha256]") {
  for (const std::size_t piece : {1U, 3U, 63U, 64U, 65U, 1000000U}) {
    CAPTURE(piece);
    CHECK(digest_of("", piece) ==
          "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    CHECK(digest_of("abc", piece) ==
          "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    CHECK(digest_of("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq", piece) ==
          "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
  }
  CHECK(digest_of(std::string(1000000, 'a'), 4096) ==
        "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

TEST_CASE("a file has the digest of its content", "[evaluate][sha256]") {
  const testing::TemporaryFolder folder;
  testing::write_file(folder / "abc", "abc", 3);
  const auto digest = sha256_of_file(folder / "abc");
  REQUIRE(digest.has_value());
  CHECK(hex(*digest) == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");

  const auto missing = sha256_of_file(folder / "none");
  REQUIRE_FALSE(missing.has_value());
  CHECK(missing.error().code == ErrorCode::kNotFound);
  CHECK_FALSE(sha256_of_file(folder / "").has_value());
}

}  // namespace
}  // namespace dinozero::evaluation
