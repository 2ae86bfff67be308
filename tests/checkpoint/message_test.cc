// SPDX-License-Identifier: Apache-2.0
#include "lib/checkpoint/message.h"

#include <set>
#include <string>

#include "support/catch.h"

namespace dinozero::testing {

TEST_CASE("UTF-8 is told from other bytes", "[message]") {
  CHECK(is_utf8(""));
  CHECK(is_utf8("blocks.0.attn.qkv.weight"));
  CHECK(is_utf8(std::string("\0\x7f", 2)));
  CHECK(is_utf8("\xc2\x80 \xdf\xbf \xe0\xa0\x80 \xed\x9f\xbf \xee\x80\x80 \xef\xbf\xbf"));
  CHECK(is_utf8("\xf0\x90\x80\x80 \xf4\x8f\xbf\xbf"));

  CHECK_FALSE(is_utf8("\x80"));              // continuation first
  CHECK_FALSE(is_utf8("\xc2"));              // cut off
  CHECK_FALSE(is_utf8("\xe2\x82"));          // cut off
  CHECK_FALSE(is_utf8("\xf0\x9f\x98"));      // cut off
  CHECK_FALSE(is_utf8("\xc3("));             // no continuation
  CHECK_FALSE(is_utf8("\xe2\x82("));         // no continuation
  CHECK_FALSE(is_utf8("\xc0\x80"));          // overlong
  CHECK_FALSE(is_utf8("\xc1\xbf"));          // overlong
  CHECK_FALSE(is_utf8("\xe0\x9f\xbf"));      // overlong
  CHECK_FALSE(is_utf8("\xf0\x8f\xbf\xbf"));  // overlong
  CHECK_FALSE(is_utf8("\xed\xa0\x80"));      // surrogate
  CHECK_FALSE(is_utf8("\xf4\x90\x80\x80"));  // beyond U+10FFFF
  CHECK_FALSE(is_utf8("\xf5\x80\x80\x80"));  // beyond U+10FFFF
  CHECK_FALSE(is_utf8("good then \xff"));
}

TEST_CASE("Text from a file is made fit for a message", "[message]") {
  CHECK(printable("caf\xc3\xa9 \xe2\x82\xac") == "caf\xc3\xa9 \xe2\x82\xac");
  CHECK(printable("a\nb\tc\x1b[31m\x7f") == "a\\x0ab\\x09c\\x1b[31m\\x7f");
  CHECK(printable(std::string("a\0b", 3)) == "a\\x00b");
  CHECK(printable("\xc2\x9b"
                  "2J") == "\\xc2\\x9b2J");  // the one-character form of ESC [
  CHECK(printable("\xff\xc3") == "\\xff\\xc3");
  CHECK(printable("0123456789", 10) == "0123456789");
  CHECK(printable("0123456789a", 10) == "0123456789...");
  // A character is not cut in two.
  CHECK(printable("012345678\xe2\x82\xac!", 10) == "012345678\xe2\x82\xac...");
  CHECK(in_quotes("a") == "'a'");
}

TEST_CASE("A file's error starts with its name", "[message]") {
  const tl::unexpected<Error> error = file_error(ErrorCode::kIo, "a\n", "expected b, found c");
  CHECK(error.value().code == ErrorCode::kIo);
  CHECK(error.value().message == "a\\x0a: expected b, found c");
}

TEST_CASE("Every error code has a name of its own", "[message]") {
  std::set<std::string> names;
  for (const ErrorCode code :
       {ErrorCode::kInvalidArgument, ErrorCode::kNotFound, ErrorCode::kIo,
        ErrorCode::kMalformedFile, ErrorCode::kInvalidModel, ErrorCode::kUnsupported,
        ErrorCode::kOutOfMemory, ErrorCode::kBackend}) {
    names.insert(error_code_name(code));
  }
  CHECK(names == std::set<std::string>{"backend", "invalid_argument", "invalid_model", "io",
                                       "malformed_file", "not_found", "out_of_memory",
                                       "unsupported"});
}

}  // namespace dinozero::testing
