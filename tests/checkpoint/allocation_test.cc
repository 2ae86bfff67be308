// SPDX-License-Identifier: Apache-2.0

// What a file costs in memory before it is refused: a program of its own, because it replaces
// operator new.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <new>
#include <string>
#include <utility>
#include <vector>

#include "checkpoint/test_files.h"
#include "lib/checkpoint/safetensors.h"
#include "support/catch.h"

namespace {

struct Counters {
  std::size_t live = 0;
  std::size_t peak = 0;
  std::size_t largest = 0;
};
Counters counters;

constexpr std::size_t kPrefix = alignof(std::max_align_t);
static_assert(kPrefix >= sizeof(std::size_t));

}  // namespace

void* operator new(std::size_t bytes) {
  auto* block = static_cast<char*>(std::malloc(kPrefix + bytes));
  if (block == nullptr) std::abort();
  *reinterpret_cast<std::size_t*>(block) = bytes;
  counters.live += bytes;
  counters.peak = std::max(counters.peak, counters.live);
  counters.largest = std::max(counters.largest, bytes);
  return block + kPrefix;
}

// AddressSanitizer has one of its own that would not match.
void* operator new(std::size_t bytes, const std::nothrow_t& /*tag*/) noexcept {
  return operator new(bytes);
}

void operator delete(void* pointer) noexcept {
  if (pointer == nullptr) return;
  char* block = static_cast<char*>(pointer) - kPrefix;
  counters.live -= *reinterpret_cast<std::size_t*>(block);
  std::free(block);
}

void operator delete(void* pointer, std::size_t /*bytes*/) noexcept { operator delete(pointer); }

namespace dinozero::testing {
namespace {

// Of heap memory during from_memory(), beyond what was there before.
struct Cost {
  bool accepted;
  std::size_t peak;
  std::size_t largest;
};

Cost cost_of(const std::string& bytes) {
  const std::size_t before = counters.live;
  counters.peak = before;
  counters.largest = 0;
  const Expected<Safetensors> file = Safetensors::from_memory(bytes.data(), bytes.size(), "m");
  return {file.has_value(), counters.peak - before, counters.largest};
}

std::string entry(const std::string& name, const std::string& shape, const std::string& offsets) {
  return "\"" + name + R"(":{"dtype":"F32","shape":)" + shape + R"(,"data_offsets":)" + offsets +
         "}";
}

std::string many_empty_tensors(const std::string& shape, const std::string& rest) {
  std::string json = "{";
  for (int i = 0; i < 4096; ++i) {
    // The shortest distinct names.
    const char name[] = {static_cast<char>('0' + i / 64), static_cast<char>('0' + i % 64), 0};
    const std::string escaped = name[0] == '\\' || name[1] == '\\' ? "x" + std::to_string(i) : name;
    json += (i == 0 ? "" : ",") + entry(escaped, shape, "[0,0]");
  }
  return safetensors_file(json + rest, "");
}

}  // namespace

TEST_CASE("Memory is not taken for what a header claims", "[safetensors][allocation]") {
  const std::string small = small_file();
  std::vector<std::pair<std::string, std::string>> cases = {
      {"a header length of 2^64 - 1", file_with_header_length(UINT64_MAX, "{}")},
      {"a header length of 1 MiB", file_with_header_length(1 << 20, "{}")},
      {"2^60 elements",
       safetensors_file("{" + entry("t", "[1152921504606846976]", "[0,4]") + "}", "data")},
      {"2^60 bytes",
       safetensors_file("{" + entry("t", "[288230376151711744]", "[0,1152921504606846976]") + "}",
                        "data")},
      {"a billion elements",
       safetensors_file("{" + entry("t", "[1000000000]", "[0,4000000000]") + "}", "data")},
      {"overflow",
       safetensors_file("{" + entry("t", "[4294967296,4294967296]", "[0,4]") + "}", "data")},
      {"a missing brace", safetensors_file("{" + entry("t", "[1]", "[0,4]"), "data")},
      {"a pickle", "\x80\x02}q" + std::string(100, 'x')}};
  for (std::size_t length = 0; length < small.size(); ++length) {
    cases.emplace_back("cut at " + std::to_string(length), small.substr(0, length));
  }
  // The messages and the parser's own state, however small the file.
  constexpr std::size_t kFixed = 4096;
  for (const auto& [what, bytes] : cases) {
    INFO(what);
    const Cost cost = cost_of(bytes);
    CHECK_FALSE(cost.accepted);
    CHECK(cost.peak <= kFixed);
    CHECK(cost.largest <= kFixed);
  }
}

TEST_CASE("Depth costs nothing", "[safetensors][allocation]") {
  const std::string deep(1000000, '[');
  const Cost cost = cost_of(safetensors_file("{" + entry("t", deep, "[0,4]") + "}", "data"));
  CHECK_FALSE(cost.accepted);
  CHECK(cost.peak <= 4096);
}

TEST_CASE("Memory stays within a few times the header's text", "[safetensors][allocation]") {
  const std::string text(1000000, 'x');
  std::string metadata = R"({"__metadata__":{)";
  for (int i = 0; i < 257; ++i) metadata += (i == 0 ? "\"" : ",\"") + std::to_string(i) + "\":\"\"";
  const std::string nines(1000000, '9');
  const std::vector<std::pair<const char*, std::string>> cases = {
      {"4096 empty tensors", many_empty_tensors("[0]", "}")},
      {"4096 empty tensors, then an error", many_empty_tensors("[0]", ",")},
      {"4096 empty tensors of 8 dimensions", many_empty_tensors("[0,0,0,0,0,0,0,0]", "}")},
      {"257 metadata entries", safetensors_file(metadata + "}}", "")},
      {"a long value", safetensors_file(R"({"__metadata__":{"k":")" + text + "\"}}", "")},
      {"a long name", safetensors_file("{" + entry(text, "[0]", "[0,0]") + "}", "")},
      {"a long name, then an error", safetensors_file("{" + entry(text, "[1]", "[0,0]") + "}", "")},
      {"an unfinished string", safetensors_file("{\"" + text, "")},
      {"a long number", safetensors_file("{" + entry("t", "[" + nines + "]", "[0,4]") + "}", "")},
      {"a long dtype", safetensors_file("{\"t\":{\"dtype\":\"" + text + "\"}}", "")},
  };
  for (const auto& [what, bytes] : cases) {
    const Cost cost = cost_of(bytes);
    INFO(what << ": file " << bytes.size() << ", peak " << cost.peak << ", largest block "
              << cost.largest);
    // Most of it is copies of the one token that the JSON parser makes for its error message.
    CHECK(cost.peak <= 12 * bytes.size() + 4096);
    CHECK(cost.largest <= 2 * bytes.size() + 4096);
  }
}

}  // namespace dinozero::testing
