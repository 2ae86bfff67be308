// SPDX-License-Identifier: Apache-2.0
#include "checkpoint/test_files.h"

#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>

namespace dinozero::testing {
namespace {

constexpr std::string_view kSmallJson =
    R"({"__metadata__":{"format":"pt"},)"
    R"("bias":{"dtype":"F16","shape":[3],"data_offsets":[8,14]},)"
    R"("weight":{"dtype":"F32","shape":[1,2],"data_offsets":[0,8]}})";
constexpr std::string_view kSmallData(
    "\x00\x00\x80\x3f\x00\x00\x00\xc0"
    "\x00\x3c\x00\x40\x00\x42",
    14);

std::string broken_promise_of_error(const Error& error, std::string_view name) {
  const std::string& message = error.message;
  if (error.code != ErrorCode::kMalformedFile && error.code != ErrorCode::kUnsupported) {
    return std::string("error code ") + error_code_name(error.code);
  }
  if (message.rfind(std::string(name) + ": ", 0) != 0) return "message without file: " + message;
  if (message.find("expected ") == std::string::npos) return "nothing expected: " + message;
  if (message.find("found ") == std::string::npos) return "nothing found: " + message;
  if (message.size() > 1000) return "endless message: " + message;
  for (const char c : message) {
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) return "control character: " + message;
  }
  return "none";
}

// Of the shape of one tensor, without the library's arithmetic.
bool fits(const TensorView& tensor) {
  long double bytes = static_cast<long double>(dtype_size(tensor.dtype));
  for (const std::int64_t extent : tensor.shape) {
    if (extent < 0) return false;
    bytes *= static_cast<long double>(extent);
  }
  return bytes == static_cast<long double>(tensor.bytes);
}

}  // namespace

std::string file_with_header_length(std::uint64_t length, std::string_view rest) {
  std::string file;
  for (int i = 0; i < 8; ++i) file += static_cast<char>(length >> (8 * i) & 0xFF);
  return file.append(rest);
}

std::string safetensors_file(std::string_view json, std::string_view data) {
  return file_with_header_length(json.size(), json).append(data);
}

std::string small_file() { return safetensors_file(kSmallJson, kSmallData); }

MemoryFile::MemoryFile(std::string_view bytes)
    : bytes_(bytes.begin(), bytes.end()),
      result_(Safetensors::from_memory(bytes_.data(), bytes_.size(), "model.safetensors")) {}

std::string MemoryFile::broken_promise() const {
  return testing::broken_promise(result_, data(), size(), "model.safetensors");
}

std::string broken_promise(const Expected<Safetensors>& result, const void* data, std::size_t size,
                           std::string_view name) {
  if (!result) return broken_promise_of_error(result.error(), name);
  if (result->file_name() != name) return "file name";
  if (result->file_bytes() != size) return "file size";

  const auto* file = static_cast<const std::byte*>(data);
  std::size_t header_bytes = 0;
  for (int i = 7; i >= 0; --i)
    header_bytes = header_bytes << 8 | std::to_integer<unsigned>(file[i]);
  const std::byte* begin = file + 8 + header_bytes;
  const std::byte* end = file + size;

  std::set<std::string> names;
  std::size_t bytes = 0;
  unsigned touched = 0;
  for (const TensorView& tensor : result->tensors()) {
    if (tensor.name.empty()) return "empty name";
    if (!names.empty() && !(*names.rbegin() < tensor.name)) return "order of " + tensor.name;
    names.insert(tensor.name);
    if (result->find(tensor.name) != &tensor) return "find " + tensor.name;
    if (!fits(tensor)) return "bytes of " + tensor.name;
    if (tensor.data < begin || tensor.data > end ||
        tensor.bytes > static_cast<std::size_t>(end - tensor.data)) {
      return "place of " + tensor.name;
    }
    for (std::size_t i = 0; i < tensor.bytes; ++i)
      touched += std::to_integer<unsigned>(tensor.data[i]);
    bytes += tensor.bytes;
  }
  // The tensors share out the data, so the sums of their bytes agree.
  for (const std::byte* p = begin; p != end; ++p) touched -= std::to_integer<unsigned>(*p);
  if (bytes != static_cast<std::size_t>(end - begin) || touched != 0) return "overlap or gap";
  return "none";
}

TemporaryFolder::TemporaryFolder() {
  path_ = (std::filesystem::temp_directory_path() / "dinozero-test-XXXXXX").string();
  if (::mkdtemp(path_.data()) == nullptr || ::chmod(path_.c_str(), 0755) != 0) std::abort();
}

TemporaryFolder::~TemporaryFolder() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

std::vector<std::string> TemporaryFolder::names() const {
  std::set<std::string> sorted;
  for (const auto& entry : std::filesystem::directory_iterator(path_)) {
    sorted.insert(entry.path().filename().string());
  }
  return {sorted.begin(), sorted.end()};
}

void write_file(const std::string& path, std::string_view bytes) {
  std::ofstream file(path, std::ios::binary);
  file.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  if (!file.flush()) std::abort();
}

std::string read_file(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

WithoutRoot::WithoutRoot() : was_root_(::geteuid() == 0) {
  constexpr uid_t kNobody = 65534;
  if (was_root_) worked_ = ::seteuid(kNobody) == 0;
}

WithoutRoot::~WithoutRoot() {
  if (was_root_ && worked_ && ::seteuid(0) != 0) std::abort();
}

}  // namespace dinozero::testing
