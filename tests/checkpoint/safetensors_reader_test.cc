// SPDX-License-Identifier: Apache-2.0
#include <cstdint>
#include <cstring>
#include <string>
#include <utility>
#include <vector>

#include "checkpoint/test_files.h"
#include "lib/checkpoint/safetensors.h"
#include "support/catch.h"
#include "support/synthetic_checkpoint.h"

namespace dinozero {
namespace {

// One by one, because the synthetic checkpoints have a DType of their own.
using testing::broken_promise;
using testing::MemoryFile;
using testing::safetensors_file;
using testing::small_file;
using testing::SyntheticTensor;
using testing::TemporaryFolder;
using testing::write_file;

using Shape = std::vector<std::int64_t>;

std::string bytes_of(const TensorView* tensor) {
  REQUIRE(tensor != nullptr);
  return {reinterpret_cast<const char*>(tensor->data), tensor->bytes};
}

void check_small_file(const Safetensors& file) {
  REQUIRE(file.tensors().size() == 2);
  const TensorView& bias = file.tensors()[0];
  CHECK(bias.name == "bias");
  CHECK(bias.dtype == DType::kF16);
  CHECK(bias.shape == Shape{3});
  CHECK(bytes_of(&bias) == std::string("\x00\x3c\x00\x40\x00\x42", 6));
  const TensorView& weight = file.tensors()[1];
  CHECK(weight.name == "weight");
  CHECK(weight.dtype == DType::kF32);
  CHECK(weight.shape == Shape{1, 2});
  CHECK(bytes_of(&weight) == std::string("\x00\x00\x80\x3f\x00\x00\x00\xc0", 8));
  REQUIRE(file.metadata().size() == 1);
  CHECK(file.metadata().find("format")->second == "pt");
}

}  // namespace

TEST_CASE("A file in memory is read in place", "[safetensors]") {
  const MemoryFile file(small_file());
  REQUIRE(file.result().has_value());
  CHECK(file.broken_promise() == "none");
  check_small_file(*file.result());
  CHECK(file.result()->file_name() == "model.safetensors");
  CHECK(file.result()->file_bytes() == small_file().size());
  const auto* end = static_cast<const std::byte*>(file.data()) + file.size();
  CHECK(file.result()->find("bias")->data == end - 6);
}

TEST_CASE("A file on the disk is mapped, and survives moves", "[safetensors]") {
  const TemporaryFolder folder;
  const std::string path = folder.file("small.safetensors");
  write_file(path, small_file());
  Expected<Safetensors> opened = Safetensors::open(path);
  REQUIRE(opened.has_value());
  CHECK(opened->file_name() == path);
  Safetensors moved = std::move(*opened);
  check_small_file(moved);
  Expected<Safetensors> other = Safetensors::open(path);
  REQUIRE(other.has_value());
  *other = std::move(moved);
  check_small_file(*other);
}

TEST_CASE("Tensors are found by their exact names", "[safetensors]") {
  const MemoryFile file(small_file());
  REQUIRE(file.result().has_value());
  const Safetensors& tensors = *file.result();
  CHECK(tensors.find("weight") == &tensors.tensors()[1]);
  for (const char* missing : {"", "a", "bia", "bias2", "biases", "z", "__metadata__"}) {
    INFO(missing);
    CHECK(tensors.find(missing) == nullptr);
  }
}

TEST_CASE("A file may begin at any address", "[safetensors]") {
  const std::string bytes = small_file();
  for (std::size_t shift = 0; shift < 16; ++shift) {
    std::vector<char> memory(shift + bytes.size());
    std::memcpy(memory.data() + shift, bytes.data(), bytes.size());
    const Expected<Safetensors> file =
        Safetensors::from_memory(memory.data() + shift, bytes.size(), "m");
    REQUIRE(file.has_value());
    CHECK(broken_promise(file, memory.data() + shift, bytes.size(), "m") == "none");
    check_small_file(*file);
  }
}

TEST_CASE("A file of the reference implementation is read", "[safetensors]") {
  // safetensors.numpy.save({"weight": float32 [[1], [-2]], "half": float16 [1, 2, 3],
  // "flag": bool True}, metadata={"format": "pt"}), version 0.8.0
  using namespace std::string_literals;
  const std::string bytes =
      "\xd0\x00\x00\x00\x00\x00\x00\x00"
      R"({"__metadata__":{"format":"pt"},"weight":{"dtype":"F32","shape":[2,1],"data_offsets":[0,8]},)"
      R"("half":{"dtype":"F16","shape":[3],"data_offsets":[8,14]},)"
      R"("flag":{"dtype":"BOOL","shape":[],"data_offsets":[14,15]}})"
      " \x00\x00\x80?\x00\x00\x00\xc0\x00<\x00@\x00"
      "B\x01"s;
  const MemoryFile file(bytes);
  REQUIRE(file.result().has_value());
  CHECK(file.broken_promise() == "none");
  const Safetensors& tensors = *file.result();
  CHECK(tensors.tensors().size() == 3);
  CHECK(tensors.find("weight")->shape == Shape{2, 1});
  CHECK(bytes_of(tensors.find("half")) ==
        "\x00<\x00@\x00"
        "B"s);
  CHECK(tensors.find("flag")->dtype == DType::kBool);
  CHECK(tensors.find("flag")->shape.empty());
  CHECK(bytes_of(tensors.find("flag")) == "\x01");
}

TEST_CASE("A whole synthetic checkpoint is read bit by bit", "[safetensors]") {
  testing::SyntheticConfig config = testing::micro();
  config.depth = 1;
  const std::vector<SyntheticTensor> expected = testing::make_tensors(config);
  const std::vector<std::byte> bytes = testing::serialize_safetensors(expected, {{"a", "b"}});
  const Expected<Safetensors> file = Safetensors::from_memory(bytes.data(), bytes.size(), "m");
  REQUIRE(file.has_value());
  CHECK(broken_promise(file, bytes.data(), bytes.size(), "m") == "none");
  CHECK(file->tensors().size() == expected.size());
  for (const SyntheticTensor& tensor : expected) {
    INFO(tensor.name);
    const TensorView* view = file->find(tensor.name);
    REQUIRE(view != nullptr);
    CHECK(view->dtype == DType::kF32);
    CHECK(view->shape == tensor.shape);
    REQUIRE(view->bytes == tensor.values.size() * sizeof(float));
    CHECK(std::memcmp(view->data, tensor.values.data(), view->bytes) == 0);
  }
}

TEST_CASE("Every element type has its name and size", "[safetensors]") {
  struct Case {
    DType dtype;
    std::string name;
    std::size_t size;
  };
  for (const Case& c : {Case{DType::kF32, "F32", 4},
                        {DType::kF16, "F16", 2},
                        {DType::kBF16, "BF16", 2},
                        {DType::kI8, "I8", 1},
                        {DType::kU8, "U8", 1},
                        {DType::kI32, "I32", 4},
                        {DType::kI64, "I64", 8},
                        {DType::kF64, "F64", 8},
                        {DType::kBool, "BOOL", 1}}) {
    INFO(c.name);
    CHECK(dtype_name(c.dtype) == c.name);
    CHECK(dtype_size(c.dtype) == c.size);
    const std::string bytes = std::to_string(3 * c.size);
    const MemoryFile file(safetensors_file(
        R"({"t":{"dtype":")" + c.name + R"(","shape":[3],"data_offsets":[0,)" + bytes + "]}}",
        std::string(3 * c.size, 'x')));
    REQUIRE(file.result().has_value());
    CHECK(file.result()->tensors()[0].dtype == c.dtype);
  }
}

TEST_CASE("Shapes are printed as Python prints them", "[safetensors]") {
  CHECK(shape_string({}) == "[]");
  CHECK(shape_string({197}) == "[197]");
  CHECK(shape_string({1, 197, 384}) == "[1, 197, 384]");
}

TEST_CASE("What the format allows is accepted", "[safetensors]") {
  struct Case {
    const char* what;
    std::string json;
    std::string data;
    std::size_t tensors;
  };
  const std::vector<Case> cases = {
      {"no tensors", "{}", "", 0},
      {"only metadata", R"({"__metadata__":{"a":"b"}})", "", 0},
      {"empty metadata", R"({"__metadata__":{}})", "", 0},
      {"padding after the header", R"({}                )", "", 0},
      {"metadata last",
       R"({"t":{"dtype":"U8","shape":[1],"data_offsets":[0,1]},"__metadata__":{}})", "x", 1},
      {"keys in another order", R"({"t":{"data_offsets":[0,1],"shape":[1],"dtype":"U8"}})", "x", 1},
      {"white space",
       "{ \"t\" : {\n\t\"dtype\": \"U8\", \"shape\": [ ], \"data_offsets\": [0, 1]}\r\n}", "x", 1},
      {"an empty tensor between others",
       R"({"a":{"dtype":"U8","shape":[2],"data_offsets":[0,2]},)"
       R"("b":{"dtype":"F32","shape":[3,0,5],"data_offsets":[2,2]},)"
       R"("c":{"dtype":"U8","shape":[1],"data_offsets":[2,3]}})",
       "xyz", 3},
      {"empty tensors alone",
       R"({"b":{"dtype":"F32","shape":[0],"data_offsets":[0,0]},)"
       R"("a":{"dtype":"F32","shape":[0],"data_offsets":[0,0]}})",
       "", 2},
      {"8 dimensions", R"({"t":{"dtype":"U8","shape":[1,1,1,1,1,1,1,2],"data_offsets":[0,2]}})",
       "xy", 1},
      {"names that differ in case and length",
       R"({"t":{"dtype":"U8","shape":[1],"data_offsets":[0,1]},)"
       R"("T":{"dtype":"U8","shape":[1],"data_offsets":[1,2]},)"
       R"("t.":{"dtype":"U8","shape":[1],"data_offsets":[2,3]}})",
       "xyz", 3},
  };
  for (const Case& c : cases) {
    INFO(c.what);
    const MemoryFile file(safetensors_file(c.json, c.data));
    if (!file.result()) FAIL_CHECK(file.result().error().message);
    REQUIRE(file.result().has_value());
    CHECK(file.broken_promise() == "none");
    CHECK(file.result()->tensors().size() == c.tensors);
  }
}

TEST_CASE("Names and metadata may hold any text", "[safetensors]") {
  const MemoryFile file(
      safetensors_file(R"({"__metadata__":{"":"","a\"b\\c":"\u00e9\n\ud83d\ude00","raw":"é"},)"
                       R"("w\u0000\u00e9":{"dtype":"U8","shape":[1],"data_offsets":[0,1]}})",
                       "x"));
  REQUIRE(file.result().has_value());
  CHECK(file.broken_promise() == "none");
  CHECK(file.result()->find(std::string_view("w\0\xc3\xa9", 4)) != nullptr);
  const auto& metadata = file.result()->metadata();
  REQUIRE(metadata.size() == 3);
  CHECK(metadata.find("")->second.empty());
  CHECK(metadata.find("a\"b\\c")->second == "\xc3\xa9\n\xf0\x9f\x98\x80");
  CHECK(metadata.find("raw")->second == "\xc3\xa9");
}

}  // namespace dinozero
