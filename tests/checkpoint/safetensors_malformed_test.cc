// SPDX-License-Identifier: Apache-2.0

// Every way in which a file can be wrong ends in an error that says so; none in a crash.

#include <string>
#include <vector>

#include "checkpoint/test_files.h"
#include "lib/checkpoint/safetensors.h"
#include "support/catch.h"

namespace dinozero::testing {
namespace {

// `fragments` must all occur in the message.
void check_refused(const std::string& bytes, const std::vector<std::string>& fragments,
                   ErrorCode code = ErrorCode::kMalformedFile) {
  const MemoryFile file(bytes);
  CHECK(file.broken_promise() == "none");
  REQUIRE_FALSE(file.result().has_value());
  const Error& error = file.result().error();
  INFO(error.message);
  CHECK(std::string(error_code_name(error.code)) == error_code_name(code));
  for (const std::string& fragment : fragments) {
    INFO("looking for: " << fragment);
    CHECK(error.message.find(fragment) != std::string::npos);
  }
}

// The entry of a tensor 't'.
std::string entry(const std::string& dtype, const std::string& shape, const std::string& offsets) {
  return R"("t":{"dtype":)" + dtype + R"(,"shape":)" + shape + R"(,"data_offsets":)" + offsets +
         "}";
}

std::string file_with_shape(const std::string& shape) {
  return safetensors_file("{" + entry(R"("F32")", shape, "[0,4]") + "}", "data");
}

std::string file_with_offsets(const std::string& offsets) {
  return safetensors_file("{" + entry(R"("F32")", "[1]", offsets) + "}", "data");
}

std::string bytes_at(int index, int begin, int end) {
  return "\"" + std::to_string(index) + R"(":{"dtype":"U8","shape":[)" +
         std::to_string(end - begin) + R"(],"data_offsets":[)" + std::to_string(begin) + "," +
         std::to_string(end) + "]}";
}

}  // namespace

TEST_CASE("A file cut off at any length is refused", "[safetensors][malformed]") {
  const std::string whole = small_file();
  const TemporaryFolder folder;
  for (std::size_t length = 0; length < whole.size(); ++length) {
    INFO("cut off after " << length << " of " << whole.size() << " bytes");
    const std::string cut = whole.substr(0, length);
    check_refused(cut, {});
    const std::string path = folder.file("cut");
    write_file(path, cut);
    const Expected<Safetensors> file = Safetensors::open(path);
    REQUIRE_FALSE(file.has_value());
    CHECK(file.error().code == ErrorCode::kMalformedFile);
    CHECK(file.error().message.rfind(path + ": ", 0) == 0);
  }
}

TEST_CASE("A longer file is refused", "[safetensors][malformed]") {
  check_refused(small_file() + "x",
                {"expected the file to end where tensor 'bias' ends", "found 1 more bytes"});
  check_refused(safetensors_file("{}", "data"),
                {"expected the file to end where the data begins", "found 4 more bytes"});
}

TEST_CASE("A file with flipped bits in its header is refused or still whole",
          "[safetensors][malformed]") {
  const std::string whole = small_file();
  const std::size_t header_bytes = whole.size() - 14;
  int accepted = 0;
  int refused = 0;
  for (std::size_t position = 0; position < header_bytes; ++position) {
    for (const int mask :
         {0x01, 0x02, 0x04, 0x08, 0x10, 0x20, 0x40, 0x80, 0x03, 0x5A, 0x7F, 0xFF}) {
      std::string flipped = whole;
      flipped[position] = static_cast<char>(flipped[position] ^ mask);
      const MemoryFile file(flipped);
      const std::string broken = file.broken_promise();
      if (broken != "none") {
        FAIL_CHECK("byte " << position << " mask " << mask << ": " << broken);
      }
      ++(file.result() ? accepted : refused);
    }
  }
  // Letters of names and metadata may become others; everything else is structure.
  CHECK(accepted > 0);
  CHECK(refused > 4 * accepted);
}

TEST_CASE("A header length that cannot be is refused", "[safetensors][malformed]") {
  check_refused("", {"found an empty file"});
  check_refused("1234567", {"expected the 8 bytes of the header's length", "found 7"});
  check_refused(file_with_header_length(0, "{}"), {"found a length of 0"});
  check_refused(file_with_header_length(1, "{}"), {"found a length of 1"});
  check_refused(file_with_header_length(3, "{}"), {"expected a header of 3 bytes", "found 2"});
  check_refused(file_with_header_length(2, ""), {"expected a header of 2 bytes", "found 0"});
  check_refused(file_with_header_length((1 << 20) + 1, std::string((1 << 20) + 1, ' ')),
                {"2 to 1048576 bytes", "found a length of 1048577"});
  check_refused(file_with_header_length(std::uint64_t{1} << 32 | 2, "{}"),
                {"found a length of 4294967298"});
  check_refused(file_with_header_length(UINT64_MAX, "{}"),
                {"found a length of 18446744073709551615"});
  check_refused(file_with_header_length(UINT64_MAX - 7, "{}"),
                {"found a length of 18446744073709551608"});

  // The largest header that is allowed.
  const MemoryFile largest(safetensors_file("{}" + std::string((1 << 20) - 2, ' '), ""));
  CHECK(largest.result().has_value());
}

TEST_CASE("Null is refused", "[safetensors][malformed]") {
  const Expected<Safetensors> file = Safetensors::from_memory(nullptr, 100, "m");
  REQUIRE_FALSE(file.has_value());
  CHECK(file.error().code == ErrorCode::kInvalidArgument);
  CHECK_FALSE(Safetensors::from_memory(nullptr, 0, "m").has_value());
}

TEST_CASE("Files of other kinds are recognised", "[safetensors][malformed]") {
  using namespace std::string_literals;
  const std::string rest(100, 'x');
  const std::string convert = "convert it with tools/convert_checkpoint.py";
  check_refused("PK\x03\x04" + rest, {convert});
  check_refused("PK\x03\x04", {convert});
  check_refused("\x80\x02\x8a\x0al\xfc\x9c" + rest, {convert});
  check_refused("\x80\x04\x95" + rest, {convert});
  check_refused("version https://git-lfs.github.com/spec/v1\noid sha256:" + rest,
                {"Git LFS pointer", "git lfs pull"});
  check_refused("<!DOCTYPE html>" + rest, {"web page"});
  check_refused(R"({"architectures": ["ViTModel"]})", {"JSON text"});
  // A header length that happens to begin like a pickle says nothing.
  const std::string json = "{" + std::string(0x0280 - 2, ' ') + "}";
  REQUIRE(safetensors_file(json, "").substr(0, 2) == "\x80\x02");
  CHECK(MemoryFile(safetensors_file(json, "")).result().has_value());
}

TEST_CASE("Whatever cannot be opened is refused with its own error", "[safetensors][malformed]") {
  const TemporaryFolder folder;
  const Expected<Safetensors> missing = Safetensors::open(folder.file("missing"));
  REQUIRE_FALSE(missing.has_value());
  CHECK(missing.error().code == ErrorCode::kNotFound);
  const Expected<Safetensors> directory = Safetensors::open(folder.path());
  REQUIRE_FALSE(directory.has_value());
  CHECK(directory.error().code == ErrorCode::kIo);
  CHECK(directory.error().message.find("found a directory") != std::string::npos);
  write_file(folder.file("empty"), "");
  const Expected<Safetensors> empty = Safetensors::open(folder.file("empty"));
  REQUIRE_FALSE(empty.has_value());
  CHECK(empty.error().code == ErrorCode::kMalformedFile);
  CHECK(empty.error().message.find("found an empty file") != std::string::npos);
}

TEST_CASE("A header that is no JSON is refused", "[safetensors][malformed]") {
  check_refused(safetensors_file("[]", ""), {"starts with '{'", "found '['"});
  check_refused(safetensors_file(" {}", ""), {"starts with '{'", "found ' '"});
  check_refused(safetensors_file("\xef\xbb\xbf{}", ""), {"starts with '{'", "found '\\xef'"});
  check_refused(safetensors_file("{}{}", ""), {"header: expected JSON", "at byte 3 of the header"});
  check_refused(safetensors_file("{} x", ""), {"header: expected JSON"});
  check_refused(safetensors_file("{{}}", ""), {"header: expected JSON"});
  check_refused(safetensors_file("{,}", ""), {"header: expected JSON"});
  check_refused(safetensors_file(R"({"a"})", ""), {"tensor 'a': expected JSON"});
  check_refused(safetensors_file(R"({"a":})", ""), {"tensor 'a': expected JSON"});
  check_refused(safetensors_file("{/**/}", ""), {"header: expected JSON"});
  check_refused(safetensors_file("{'a':1}", ""), {"header: expected JSON"});
  check_refused(safetensors_file("{\"__metadata__\":{\"a\":\"line\nbreak\"}}", ""),
                {"metadata 'a': expected JSON"});
  check_refused(safetensors_file("{\"__metadata__\":{\"a\":\"\xff\"}}", ""),
                {"metadata 'a': expected JSON"});
  check_refused(safetensors_file(R"({"__metadata__":{"a":"\ud800"}})", ""),
                {"metadata 'a': expected JSON"});
  check_refused(safetensors_file("{" + entry(R"("F32")", "[1]", "[0,4]") + ",}", "data"),
                {"header: expected JSON"});
  check_refused(safetensors_file("{" + entry(R"("F32")", "[1,]", "[0,4]") + "}", "data"),
                {"tensor 't': shape: expected JSON"});
  check_refused(file_with_shape("[01]"), {"tensor 't': shape: expected JSON"});
  check_refused(file_with_shape("[NaN]"), {"tensor 't': shape: expected JSON"});
  check_refused(file_with_shape("[1e999]"), {"tensor 't': shape: expected JSON"});
  // The parser would take a NUL for the end.
  check_refused(safetensors_file(std::string("{}\0\0\0\0\0\0", 8), ""), {"found a NUL as byte 3"});
}

TEST_CASE("Deep nesting is refused at the first level too many", "[safetensors][malformed]") {
  const std::string deep(10000, '[');
  check_refused(file_with_shape(deep),
                {"tensor 't': shape: expected an unsigned integer", "found an array"});
  check_refused(safetensors_file("{\"a\":" + deep, ""), {"tensor 'a': expected an object"});
  std::string objects;
  for (int i = 0; i < 10000; ++i) objects += "{\"a\":";
  check_refused(safetensors_file(objects, ""), {"tensor 'a'", "found 'a'"});
}

TEST_CASE("Values of the wrong kind are refused", "[safetensors][malformed]") {
  for (const char* value : {"1", "-1", "1.5", "\"text\"", "true", "false", "null", "[]"}) {
    INFO(value);
    check_refused(safetensors_file(std::string("{\"a\":") + value + "}", ""),
                  {"tensor 'a': expected an object, found "});
    check_refused(safetensors_file(std::string("{\"__metadata__\":") + value + "}", ""),
                  {"metadata: expected an object, found "});
  }
  for (const char* value : {"1", "-1", "1.5", "true", "null", "[]", "{}"}) {
    INFO(value);
    check_refused(safetensors_file(std::string("{\"__metadata__\":{\"k\":") + value + "}}", ""),
                  {"metadata 'k': expected a string, found "});
    check_refused(safetensors_file("{" + entry(value, "[1]", "[0,4]") + "}", "data"),
                  {"tensor 't': dtype: expected a string, found "});
  }
  for (const char* value : {"1", "-1", "1.5", "\"[1]\"", "true", "null", "{}"}) {
    INFO(value);
    check_refused(file_with_shape(value), {"tensor 't': shape: expected an array, found "});
    check_refused(file_with_offsets(value),
                  {"tensor 't': data_offsets: expected an array, found "});
  }
}

TEST_CASE("Numbers other than unsigned integers are refused", "[safetensors][malformed]") {
  for (const char* value : {"-1", "1.0", "1e0", "0.5", "1E2", "18446744073709551616", "\"1\"",
                            "true", "null", "[1]", "{}"}) {
    INFO(value);
    check_refused(file_with_shape("[" + std::string(value) + "]"),
                  {"tensor 't': shape: expected an unsigned integer, found "});
    check_refused(file_with_offsets("[0," + std::string(value) + "]"),
                  {"tensor 't': data_offsets: expected an unsigned integer, found "});
  }
  check_refused(file_with_shape("[-4]"), {"found -4"});
  check_refused(file_with_shape("[-0]"), {"expected an unsigned integer"});
  check_refused(file_with_shape("[1.50]"), {"found 1.50"});
  check_refused(file_with_shape("[\"4\"]"), {"found the string '4'"});
}

TEST_CASE("Incomplete, unknown and repeated keys are refused", "[safetensors][malformed]") {
  const auto with_entry = [](const std::string& fields) {
    return safetensors_file("{\"t\":{" + fields + "}}", "data");
  };
  const std::string dtype = R"("dtype":"F32")";
  const std::string shape = R"("shape":[1])";
  const std::string offsets = R"("data_offsets":[0,4])";
  check_refused(with_entry(""), {"tensor 't'", "found no dtype"});
  check_refused(with_entry(shape + "," + offsets), {"tensor 't'", "found no dtype"});
  check_refused(with_entry(dtype + "," + offsets), {"tensor 't'", "found no shape"});
  check_refused(with_entry(dtype + "," + shape), {"tensor 't'", "found no data_offsets"});
  const std::string all = dtype + "," + shape + "," + offsets;
  check_refused(with_entry(all + "," + dtype), {"tensor 't': dtype", "duplicate"});
  check_refused(with_entry(all + "," + shape), {"tensor 't': shape", "duplicate"});
  check_refused(with_entry(all + "," + offsets), {"tensor 't': data_offsets", "duplicate"});
  check_refused(with_entry(all + R"(,"strides":[1])"), {"tensor 't'", "found 'strides'"});
  check_refused(with_entry(all + R"(,"a\nb":[1])"), {"tensor 't'", "found 'a\\x0ab'"});
}

TEST_CASE("Unknown element types are unsupported", "[safetensors][malformed]") {
  for (const std::string dtype : {"F8_E4M3", "F8_E5M2", "U16", "I16", "U32", "U64", "C64", "F4"}) {
    check_refused(safetensors_file("{" + entry("\"" + dtype + "\"", "[4]", "[0,4]") + "}", "data"),
                  {"tensor 't': dtype: expected one of F32, F16,", "found '" + dtype + "'"},
                  ErrorCode::kUnsupported);
  }
  for (const char* dtype : {"", "f32", "F32 ", "float32"}) {
    INFO(dtype);
    check_refused(safetensors_file(
                      "{" + entry("\"" + std::string(dtype) + "\"", "[1]", "[0,4]") + "}", "data"),
                  {"tensor 't': dtype"}, ErrorCode::kUnsupported);
  }
}

TEST_CASE("Shapes that do not fit the data are refused", "[safetensors][malformed]") {
  check_refused(file_with_shape("[2]"),
                {"tensor 't'", "expected 8 bytes for F32 [2]", "found data_offsets [0, 4]"});
  check_refused(file_with_shape("[0]"), {"expected 0 bytes for F32 [0]", "found data_offsets"});
  check_refused(safetensors_file("{" + entry(R"("F64")", "[1]", "[0,4]") + "}", "data"),
                {"expected 8 bytes for F64 [1]"});
  check_refused(file_with_shape("[1,1,1,1,1,1,1,1,1]"),
                {"tensor 't': shape: expected at most 8 dimensions"});
  // 2^60 elements; 2^64 bytes; 2^64 elements; more than 2^64; 2^63 - 1 elements; 2^63.
  check_refused(file_with_shape("[1152921504606846976]"), {"expected 4611686018427387904 bytes"});
  check_refused(file_with_shape("[4611686018427387904]"), {"expected less than 2^63 bytes"});
  check_refused(file_with_shape("[4294967296,4294967296]"), {"expected less than 2^63 bytes"});
  check_refused(file_with_shape("[4294967296,4294967296,4294967296]"), {"less than 2^63 bytes"});
  check_refused(file_with_shape("[9223372036854775807]"), {"less than 2^63 bytes"});
  check_refused(file_with_shape("[9223372036854775808]"), {"expected extents below 2^63"});
  // Products that come to 4 or 0 in 64 and in 32 bits.
  check_refused(file_with_shape("[4611686018427387905]"), {"less than 2^63 bytes"});
  check_refused(file_with_shape("[1073741825]"), {"expected 4294967300 bytes"});
  // An extent of 0 does not make the others harmless.
  check_refused(
      safetensors_file("{" + entry(R"("F32")", "[0,4294967296,4294967296]", "[0,0]") + "}", ""),
      {"less than 2^63 bytes"});
}

TEST_CASE("Offsets that are no range of the data are refused", "[safetensors][malformed]") {
  check_refused(file_with_offsets("[]"), {"expected [begin, end], found 0 numbers"});
  check_refused(file_with_offsets("[0]"), {"expected [begin, end], found 1 numbers"});
  check_refused(file_with_offsets("[0,4,8]"), {"expected [begin, end], found a third number"});
  check_refused(file_with_offsets("[4,0]"), {"expected data_offsets [begin, end], found [4, 0]"});
  check_refused(file_with_offsets("[0,3]"), {"expected 4 bytes for F32 [1]", "[0, 3] of 3 bytes"});
  check_refused(file_with_offsets("[4,8]"),
                {"tensor 't'", "within the 4 bytes of data", "found [4, 8]"});
  check_refused(file_with_offsets("[18446744073709551611,18446744073709551615]"),
                {"within the 4 bytes of data", "found [18446744073709551611, "});
  check_refused(file_with_offsets("[4294967296,4294967300]"), {"within the 4 bytes of data"});
}

TEST_CASE("Tensors that overlap or leave gaps are refused", "[safetensors][malformed]") {
  struct Case {
    int begin[3];
    int end[3];
    std::string message;
  };
  for (const Case& c : {Case{{0, 4, 8}, {4, 8, 12}, ""},
                        {{8, 0, 4}, {12, 4, 8}, ""},
                        {{0, 3, 8},
                         {4, 8, 12},
                         "tensor '1': expected data_offsets to begin at 4, "
                         "where tensor '0' ends, found [3, 8], an overlap"},
                        {{0, 0, 4}, {4, 4, 12}, "found [0, 4], an overlap"},
                        {{0, 1, 12},
                         {12, 2, 12},
                         "tensor '1': expected data_offsets to begin at "
                         "12, where tensor '0' ends, found [1, 2]"},
                        {{0, 5, 8}, {4, 8, 12}, "found [5, 8], a gap"},
                        {{1, 4, 8},
                         {4, 8, 12},
                         "tensor '0': expected data_offsets to begin at 0, "
                         "where the data begins, found [1, 4], a gap"},
                        {{0, 4, 6}, {4, 4, 12}, "found [6, 12], a gap"},
                        {{0, 4, 2}, {4, 12, 2}, "found [2, 2], an overlap"},
                        {{0, 4, 8}, {4, 8, 11}, "where tensor '2' ends, found 1 more bytes"}}) {
    std::string json = "{";
    for (int i = 0; i < 3; ++i) json += (i == 0 ? "" : ",") + bytes_at(i, c.begin[i], c.end[i]);
    const std::string bytes = safetensors_file(json + "}", "twelve bytes");
    INFO(json);
    if (c.message.empty()) {
      CHECK(MemoryFile(bytes).result().has_value());
    } else {
      check_refused(bytes, {c.message});
    }
  }
}

TEST_CASE("Repeated and empty names are refused", "[safetensors][malformed]") {
  const std::string first = R"({"dtype":"U8","shape":[2],"data_offsets":[0,2]})";
  const std::string second = R"({"dtype":"U8","shape":[2],"data_offsets":[2,4]})";
  check_refused(safetensors_file("{\"a\":" + first + ",\"a\":" + second + "}", "data"),
                {"tensor 'a': expected each name once, found a duplicate"});
  check_refused(safetensors_file("{\"a\":" + first + ",\"\\u0061\":" + second + "}", "data"),
                {"tensor 'a': expected each name once, found a duplicate"});
  check_refused(safetensors_file("{\"a\":" + first + ",\"a\":" + first + "}", "da"),
                {"tensor 'a': expected each name once, found a duplicate"});
  check_refused(safetensors_file("{\"\":" + first + "}", "da"), {"found an empty one"});
  check_refused(safetensors_file(R"({"__metadata__":{"k":"1","k":"1"}})", ""),
                {"metadata 'k': expected each key once, found a duplicate"});
  check_refused(safetensors_file(R"({"__metadata__":{},"__metadata__":{}})", ""),
                {"expected one __metadata__, found a second"});
}

TEST_CASE("Too many tensors and metadata entries are refused", "[safetensors][malformed]") {
  const auto with_tensors = [](int count) {
    std::string json = "{";
    for (int i = 0; i < count; ++i) json += (i == 0 ? "" : ",") + bytes_at(i, i, i + 1);
    return safetensors_file(json + "}", std::string(static_cast<std::size_t>(count), 'x'));
  };
  const MemoryFile most(with_tensors(4096));
  CHECK(most.broken_promise() == "none");
  CHECK(most.result().has_value());
  check_refused(with_tensors(4097), {"expected at most 4096 tensors"});

  const auto with_metadata = [](int count) {
    std::string json = R"({"__metadata__":{)";
    for (int i = 0; i < count; ++i) {
      json += (i == 0 ? "\"" : ",\"") + std::to_string(i) + "\":\"\"";
    }
    return safetensors_file(json + "}}", "");
  };
  CHECK(MemoryFile(with_metadata(256)).result().has_value());
  check_refused(with_metadata(257), {"metadata '", "expected at most 256 entries"});
}

TEST_CASE("Names in messages are printable and short", "[safetensors][malformed]") {
  const std::string wrong = R"(:{"dtype":"U8","shape":[1],"data_offsets":[0,2]}})";
  check_refused(safetensors_file("{\"a\\nb\\u001b[2J\"" + wrong, "da"),
                {"tensor 'a\\x0ab\\x1b[2J'"});
  check_refused(safetensors_file("{\"" + std::string(100000, 'n') + "\"" + wrong, "da"),
                {"tensor '" + std::string(200, 'n') + "...'"});
  check_refused(safetensors_file("{\"a\":{\"dtype\":\"" + std::string(100000, 'd') + "\"}}", ""),
                {std::string(40, 'd') + "...'"}, ErrorCode::kUnsupported);
  check_refused(file_with_shape("[" + std::string(1000, '9') + "]"), {"tensor 't': shape"});
  check_refused(file_with_shape("[" + std::string(100000, 'x') + "]"), {"tensor 't': shape"});
  check_refused(safetensors_file("{\"" + std::string(100000, 'n'), ""), {"expected JSON"});
}

}  // namespace dinozero::testing
