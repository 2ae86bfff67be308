// SPDX-License-Identifier: Apache-2.0
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "checkpoint/test_files.h"
#include "lib/checkpoint/safetensors.h"
#include "support/catch.h"

namespace dinozero::testing {
namespace {

using Metadata = std::map<std::string, std::string, std::less<>>;
using Names = std::vector<std::string>;

// Tensors with bytes of their own, counted up from the length of the name.
class Tensors {
 public:
  void add(const std::string& name, DType dtype, const std::vector<std::int64_t>& shape) {
    std::size_t bytes = dtype_size(dtype);
    for (const std::int64_t extent : shape) bytes *= static_cast<std::size_t>(extent);
    std::vector<std::byte>& data = storage_.emplace_back(bytes);
    for (std::size_t i = 0; i < bytes; ++i) data[i] = static_cast<std::byte>(name.size() + i);
    views_.push_back({name, dtype, shape, data.data(), bytes});
  }
  std::vector<TensorView>& views() { return views_; }
  Span<const TensorView> span() const { return {views_.data(), views_.size()}; }

 private:
  std::vector<std::vector<std::byte>> storage_;
  std::vector<TensorView> views_;
};

Tensors one_of_each_type() {
  Tensors tensors;
  for (const DType dtype : {DType::kF32, DType::kF16, DType::kBF16, DType::kI8, DType::kU8,
                            DType::kI32, DType::kI64, DType::kF64, DType::kBool}) {
    tensors.add(dtype_name(dtype), dtype, {2, 3});
    tensors.add(std::string("line.") + dtype_name(dtype), dtype, {64});
    tensors.add(std::string("scalar.") + dtype_name(dtype), dtype, {});
    tensors.add(std::string("empty.") + dtype_name(dtype), dtype, {0, 7});
  }
  return tensors;
}

void check_refused(const Expected<void>& written, ErrorCode code, const std::string& path,
                   std::string_view reason) {
  REQUIRE_FALSE(written.has_value());
  INFO(written.error().message);
  CHECK(std::string(error_code_name(written.error().code)) == error_code_name(code));
  CHECK(written.error().message.rfind(path + ": ", 0) == 0);
  CHECK(written.error().message.find(reason) != std::string::npos);
}

}  // namespace

TEST_CASE("What is written is read again", "[safetensors][writer]") {
  const TemporaryFolder folder;
  const std::string path = folder.file("m.safetensors");
  const Tensors tensors = one_of_each_type();
  const Metadata metadata = {{"", "empty key"},
                             {"quote\"back\\slash", "line\nfeed\ttab\x01\x1f\x7f"},
                             {"caf\xc3\xa9", "\xf0\x9f\x98\x80"},
                             {"json", R"({"a":[1,2]})"}};
  REQUIRE(write_safetensors(path, tensors.span(), metadata).has_value());
  CHECK(folder.names() == Names{"m.safetensors"});

  const std::string bytes = read_file(path);
  const MemoryFile file(bytes);
  REQUIRE(file.result().has_value());
  CHECK(file.broken_promise() == "none");
  CHECK(file.result()->metadata() == metadata);
  REQUIRE(file.result()->tensors().size() == tensors.span().size());
  for (const TensorView& written : tensors.span()) {
    INFO(written.name);
    const TensorView* read = file.result()->find(written.name);
    REQUIRE(read != nullptr);
    CHECK(read->dtype == written.dtype);
    CHECK(read->shape == written.shape);
    REQUIRE(read->bytes == written.bytes);
    CHECK(std::equal(read->data, read->data + read->bytes, written.data));
  }
}

TEST_CASE("Tensors start where they can be used in place", "[safetensors][writer]") {
  const TemporaryFolder folder;
  const std::string path = folder.file("m.safetensors");
  REQUIRE(write_safetensors(path, one_of_each_type().span(), {{"k", "v"}}).has_value());
  const Expected<Safetensors> file = Safetensors::open(path);
  REQUIRE(file.has_value());
  for (const TensorView& tensor : file->tensors()) {
    INFO(tensor.name);
    // The mapping is page-aligned, so addresses tell the place in the file.
    const std::size_t alignment = tensor.bytes % 64 == 0 ? 64 : dtype_size(tensor.dtype);
    CHECK(reinterpret_cast<std::uintptr_t>(tensor.data) % alignment == 0);
  }
}

TEST_CASE("The same tensors give the same file in any order", "[safetensors][writer]") {
  const TemporaryFolder folder;
  Tensors tensors = one_of_each_type();
  REQUIRE(write_safetensors(folder.file("a"), tensors.span(), {}).has_value());
  std::reverse(tensors.views().begin(), tensors.views().end());
  REQUIRE(write_safetensors(folder.file("b"), tensors.span(), {}).has_value());
  CHECK(read_file(folder.file("a")) == read_file(folder.file("b")));
}

TEST_CASE("A file without tensors or metadata is written", "[safetensors][writer]") {
  const TemporaryFolder folder;
  for (const Metadata& metadata : {Metadata{}, Metadata{{"k", "v"}}}) {
    REQUIRE(write_safetensors(folder.file("m"), {}, metadata).has_value());
    const Expected<Safetensors> file = Safetensors::open(folder.file("m"));
    REQUIRE(file.has_value());
    CHECK(file->tensors().empty());
    CHECK(file->metadata() == metadata);
  }
}

TEST_CASE("A relative path and a new file's permissions are as usual", "[safetensors][writer]") {
  const TemporaryFolder folder;
  const std::filesystem::path before = std::filesystem::current_path();
  std::filesystem::current_path(folder.path());
  const mode_t mask = ::umask(027);
  const Expected<void> written = write_safetensors("m", {}, {});
  ::umask(mask);
  std::filesystem::current_path(before);
  REQUIRE(written.has_value());
  struct stat status = {};
  REQUIRE(::stat(folder.file("m").c_str(), &status) == 0);
  CHECK((status.st_mode & 0777) == 0640);
}

TEST_CASE("A file can be replaced by views into itself", "[safetensors][writer]") {
  const TemporaryFolder folder;
  const std::string path = folder.file("m");
  write_file(path, small_file());
  const Expected<Safetensors> old_file = Safetensors::open(path);
  REQUIRE(old_file.has_value());
  REQUIRE(write_safetensors(path, old_file->tensors(), {}).has_value());
  const Expected<Safetensors> new_file = Safetensors::open(path);
  REQUIRE(new_file.has_value());
  for (const TensorView& tensor : old_file->tensors()) {
    const TensorView* copy = new_file->find(tensor.name);
    REQUIRE(copy != nullptr);
    CHECK(
        std::equal(tensor.data, tensor.data + tensor.bytes, copy->data, copy->data + copy->bytes));
  }
}

TEST_CASE("A symbolic link is replaced, its target left alone", "[safetensors][writer]") {
  const TemporaryFolder folder;
  write_file(folder.file("target"), "precious");
  std::filesystem::create_symlink(folder.file("target"), folder.file("link"));
  REQUIRE(write_safetensors(folder.file("link"), {}, {}).has_value());
  CHECK(read_file(folder.file("target")) == "precious");
  CHECK(Safetensors::open(folder.file("link")).has_value());
}

TEST_CASE("Wrong arguments are refused before anything is written", "[safetensors][writer]") {
  const TemporaryFolder folder;
  const std::string path = folder.file("m");
  Tensors tensors;
  tensors.add("t", DType::kF32, {2});
  TensorView& tensor = tensors.views()[0];
  Metadata metadata;
  std::string reason;

  SECTION("a duplicate name") {
    tensors.add("t", DType::kU8, {1});
    reason = "tensor 't': expected each name once, found a duplicate";
  }
  SECTION("an empty name") {
    tensor.name = "";
    reason = "tensor '': expected a name";
  }
  SECTION("the name of the metadata") {
    tensor.name = "__metadata__";
    reason = "tensor '__metadata__': expected a name";
  }
  SECTION("a name that is not UTF-8") {
    tensor.name = "\xff";
    reason = "tensor '\\xff': expected a name in UTF-8";
  }
  SECTION("too few bytes") {
    tensor.bytes = 4;
    reason = "tensor 't': expected 8 bytes for F32 [2], found 4";
  }
  SECTION("a negative extent") {
    tensor.shape = {-2};
    reason = "tensor 't': expected extents from 0";
  }
  SECTION("a shape that overflows to the right size") {
    tensor.shape = {std::int64_t{1} << 62, 4, 2};
    reason = "found F32 [4611686018427387904, 4, 2]";
  }
  SECTION("nine dimensions") {
    tensor.shape = {1, 1, 1, 1, 1, 1, 1, 1, 2};
    reason = "tensor 't': expected at most 8 dimensions, found 9";
  }
  SECTION("null data") {
    tensor.data = nullptr;
    reason = "tensor 't': expected data, found null";
  }
  SECTION("metadata that is not UTF-8") {
    metadata["key"] = "\xc0\x80";
    reason = "metadata 'key': expected UTF-8";
  }
  SECTION("too many metadata entries") {
    for (int i = 0; i < 257; ++i) metadata[std::to_string(i)] = "";
    reason = "expected at most 256 metadata entries, found 257";
  }
  SECTION("too many tensors") {
    for (int i = 0; i < 4096; ++i) tensors.add(std::to_string(i), DType::kU8, {0});
    reason = "expected at most 4096 tensors, found 4097";
  }
  SECTION("a header over 1 MiB") {
    metadata["key"] = std::string(std::size_t{1} << 20, 'x');
    reason = "expected a header of at most 1048576 bytes";
  }
  check_refused(write_safetensors(path, tensors.span(), metadata), ErrorCode::kInvalidArgument,
                path, reason);
  CHECK(folder.names().empty());
}

TEST_CASE("A path with a NUL is refused", "[safetensors][writer]") {
  const TemporaryFolder folder;
  const std::string path = folder.file(std::string_view("m\0.bak", 6));
  check_refused(write_safetensors(path, {}, {}), ErrorCode::kInvalidArgument,
                folder.file("m\\x00.bak"), "NUL");
  CHECK(folder.names().empty());
}

TEST_CASE("A failed write leaves the old file and nothing else", "[safetensors][writer]") {
  const TemporaryFolder folder;
  const std::string path = folder.file("m");
  write_file(path, "old");

  SECTION("the disk is full") {
    // A limit on the file size stands for it: the header can be written, the data only in part.
    Tensors tensors;
    tensors.add("t", DType::kU8, {100000});
    rlimit before = {};
    REQUIRE(::getrlimit(RLIMIT_FSIZE, &before) == 0);
    rlimit tight = before;
    tight.rlim_cur = 50000;
    const auto old_handler = std::signal(SIGXFSZ, SIG_IGN);
    REQUIRE(::setrlimit(RLIMIT_FSIZE, &tight) == 0);
    const Expected<void> written = write_safetensors(path, tensors.span(), {});
    REQUIRE(::setrlimit(RLIMIT_FSIZE, &before) == 0);
    std::signal(SIGXFSZ, old_handler);
    check_refused(written, ErrorCode::kIo, path, "writing failed: File too large");
  }
  SECTION("the folder cannot be written to") {
    REQUIRE(::chmod(folder.path().c_str(), 0555) == 0);
    const WithoutRoot user;
    if (!user.worked()) {
      WARN("skipped: root cannot become another user here");
      return;
    }
    check_refused(write_safetensors(path, {}, {}), ErrorCode::kIo, path, "Permission denied");
  }
  REQUIRE(::chmod(folder.path().c_str(), 0755) == 0);
  CHECK(folder.names() == Names{"m"});
  CHECK(read_file(path) == "old");
}

TEST_CASE("A path that cannot be written to is refused", "[safetensors][writer]") {
  const TemporaryFolder folder;
  const std::string missing = folder.file("missing/m");
  check_refused(write_safetensors(missing, {}, {}), ErrorCode::kIo, missing, "No such file");
  std::filesystem::create_directory(folder.file("directory"));
  const std::string directory = folder.file("directory");
  check_refused(write_safetensors(directory, {}, {}), ErrorCode::kIo, directory,
                "replacing the file failed: Is a directory");
  check_refused(write_safetensors(directory + "/", {}, {}), ErrorCode::kIo, directory + "/",
                "failed");
  check_refused(write_safetensors("", {}, {}), ErrorCode::kIo, "", "failed");
  CHECK(folder.names() == Names{"directory"});
  CHECK(std::filesystem::is_empty(directory));
}

TEST_CASE("A leftover temporary file is no obstacle", "[safetensors][writer]") {
  const TemporaryFolder folder;
  // The counter in the name is unknown, so occupy several.
  for (int i = 0; i < 50; ++i) {
    write_file(
        folder.file(".dinozero-" + std::to_string(::getpid()) + "-" + std::to_string(i) + ".tmp"),
        "left");
  }
  CHECK(write_safetensors(folder.file("m"), {}, {}).has_value());
  CHECK(folder.names().size() == 51);
  CHECK(read_file(folder.file(".dinozero-" + std::to_string(::getpid()) + "-0.tmp")) == "left");
}

}  // namespace dinozero::testing
