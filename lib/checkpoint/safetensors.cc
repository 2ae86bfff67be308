// SPDX-License-Identifier: Apache-2.0
#include "lib/checkpoint/safetensors.h"

#include <algorithm>
#include <cstring>
#include <utility>

#include "lib/checkpoint/mapped_file.h"
#include "lib/checkpoint/message.h"
#include "lib/checkpoint/safetensors_format.h"
#include "lib/checkpoint/safetensors_header.h"

namespace dinozero {
namespace {

tl::unexpected<Error> malformed(const std::string& file_name, const std::string& text) {
  return file_error(ErrorCode::kMalformedFile, file_name, text);
}

// What people pass by mistake, and what to do about it; empty if the bytes resemble none of it.
std::string what_it_looks_like(std::string_view file) {
  constexpr std::string_view kConvert =
      "; this looks like a PyTorch checkpoint: convert it with tools/convert_checkpoint.py";
  constexpr std::string_view kGitLfs =
      "; this looks like a Git LFS pointer: get the file itself with git lfs pull";
  const auto starts_with = [&](std::string_view start) {
    return file.substr(0, start.size()) == start;
  };
  if (starts_with("PK\x03\x04")) return std::string(kConvert);
  if (starts_with("\x80") && file.size() > 1 && file[1] >= 2 && file[1] <= 5) {
    return std::string(kConvert);
  }
  if (starts_with("version https://git-lfs")) return std::string(kGitLfs);
  if (starts_with("<")) return "; this looks like a web page";
  if (starts_with("{")) return "; this looks like JSON text";
  return "";
}

std::uint64_t read_little_endian(const unsigned char* bytes) {
  std::uint64_t value = 0;
  for (int i = 7; i >= 0; --i) value = value << 8 | bytes[i];
  return value;
}

bool name_less(const TensorView& a, const TensorView& b) { return a.name < b.name; }

// The tensors, which are sorted by name, have to be the pieces of `data`, in any order, without
// overlap, gap or rest.
Expected<void> check_layout(const std::vector<TensorView>& tensors, Span<const std::byte> data,
                            const std::string& file_name) {
  std::vector<const TensorView*> order;
  order.reserve(tensors.size());
  for (const TensorView& tensor : tensors) order.push_back(&tensor);
  std::sort(order.begin(), order.end(), [](const TensorView* a, const TensorView* b) {
    return std::pair(a->data, a->bytes) < std::pair(b->data, b->bytes);
  });

  std::size_t end = 0;
  std::string owner_of_end = "the data begins";
  for (const TensorView* tensor : order) {
    const auto begin = static_cast<std::size_t>(tensor->data - data.data());
    if (begin != end) {
      return malformed(
          file_name, "tensor " + in_quotes(tensor->name) + ": expected data_offsets to begin at " +
                         std::to_string(end) + ", where " + owner_of_end + ", found [" +
                         std::to_string(begin) + ", " + std::to_string(begin + tensor->bytes) +
                         "], " + (begin < end ? "an overlap" : "a gap"));
    }
    end = begin + tensor->bytes;
    owner_of_end = "tensor " + in_quotes(tensor->name) + " ends";
  }
  if (end != data.size()) {
    return malformed(file_name, "expected the file to end where " + owner_of_end + ", found " +
                                    std::to_string(data.size() - end) + " more bytes");
  }
  return {};
}

}  // namespace

struct Safetensors::State {
  std::string file_name;
  MappedFile mapping;  // of nothing if the caller owns the memory
  std::size_t file_bytes = 0;
  SafetensorsHeader header;
};

Expected<Safetensors> Safetensors::open(const std::string& path) {
  Expected<MappedFile> mapping = MappedFile::open(path);
  if (!mapping) return tl::unexpected(std::move(mapping.error()));
  Expected<Safetensors> file = from_memory(mapping->data(), mapping->size(), path);
  if (file) file->state_->mapping = std::move(*mapping);
  return file;
}

Expected<Safetensors> Safetensors::from_memory(const void* data, std::size_t size,
                                               const std::string& name) {
  if (size == 0) return malformed(name, "expected a safetensors file, found an empty file");
  if (data == nullptr) {
    return file_error(ErrorCode::kInvalidArgument, name, "expected data, found null");
  }
  const std::string_view file(static_cast<const char*>(data), size);
  if (size < kHeaderLengthBytes) {
    return malformed(name, "expected the 8 bytes of the header's length, found " +
                               std::to_string(size) + what_it_looks_like(file));
  }
  const std::uint64_t header_bytes = read_little_endian(static_cast<const unsigned char*>(data));
  if (header_bytes < 2 || header_bytes > kMaxHeaderBytes) {
    return malformed(name, "expected a safetensors header of 2 to " +
                               std::to_string(kMaxHeaderBytes) + " bytes, found a length of " +
                               std::to_string(header_bytes) + what_it_looks_like(file));
  }
  if (header_bytes > size - kHeaderLengthBytes) {
    return malformed(name, "expected a header of " + std::to_string(header_bytes) +
                               " bytes, found " + std::to_string(size - kHeaderLengthBytes) +
                               " (a truncated file?)" + what_it_looks_like(file));
  }
  const auto data_start = kHeaderLengthBytes + static_cast<std::size_t>(header_bytes);
  const std::string_view json = file.substr(kHeaderLengthBytes, data_start - kHeaderLengthBytes);
  if (json.front() != '{') {
    return malformed(name, "expected a header that starts with '{', found " +
                               in_quotes(json.substr(0, 1)) + what_it_looks_like(file));
  }
  const Span<const std::byte> tensor_data(static_cast<const std::byte*>(data) + data_start,
                                          size - data_start);

  Expected<SafetensorsHeader> header = parse_safetensors_header(json, tensor_data, name);
  if (!header) return tl::unexpected(std::move(header.error()));

  std::vector<TensorView>& tensors = header->tensors;
  std::sort(tensors.begin(), tensors.end(), name_less);
  const auto same_name = [](const TensorView& a, const TensorView& b) { return a.name == b.name; };
  if (const auto twin = std::adjacent_find(tensors.begin(), tensors.end(), same_name);
      twin != tensors.end()) {
    return malformed(
        name, "tensor " + in_quotes(twin->name) + ": expected each name once, found a duplicate");
  }
  const Expected<void> layout = check_layout(tensors, tensor_data, name);
  if (!layout) return tl::unexpected(layout.error());

  auto state = std::make_unique<State>();
  state->file_name = name;
  state->file_bytes = size;
  state->header = std::move(*header);
  return Safetensors(std::move(state));
}

Safetensors::Safetensors(std::unique_ptr<State> state) : state_(std::move(state)) {}
Safetensors::Safetensors(Safetensors&&) noexcept = default;
Safetensors& Safetensors::operator=(Safetensors&&) noexcept = default;
Safetensors::~Safetensors() = default;

const std::string& Safetensors::file_name() const { return state_->file_name; }

std::size_t Safetensors::file_bytes() const { return state_->file_bytes; }

bool Safetensors::is_mapped() const { return state_->mapping.data() != nullptr; }

Span<const TensorView> Safetensors::tensors() const {
  return {state_->header.tensors.data(), state_->header.tensors.size()};
}

const TensorView* Safetensors::find(std::string_view name) const {
  const std::vector<TensorView>& tensors = state_->header.tensors;
  const auto position = std::lower_bound(
      tensors.begin(), tensors.end(), name,
      [](const TensorView& tensor, std::string_view n) { return tensor.name < n; });
  return position != tensors.end() && position->name == name ? &*position : nullptr;
}

const std::map<std::string, std::string, std::less<>>& Safetensors::metadata() const {
  return state_->header.metadata;
}

}  // namespace dinozero
