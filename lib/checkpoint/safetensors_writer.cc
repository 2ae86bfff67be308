// SPDX-License-Identifier: Apache-2.0

// Without it files of 2 GiB and more cannot be written on 32-bit systems.
#define _FILE_OFFSET_BITS 64  // NOLINT(bugprone-reserved-identifier): the C library's own

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <tuple>
#include <utility>

#include "lib/checkpoint/message.h"
#include "lib/checkpoint/safetensors.h"
#include "lib/checkpoint/safetensors_format.h"

namespace dinozero {
namespace {

using Metadata = std::map<std::string, std::string, std::less<>>;

constexpr std::size_t kAlignment = 64;

tl::unexpected<Error> invalid(const std::string& path, const std::string& text) {
  return file_error(ErrorCode::kInvalidArgument, path, text);
}

Expected<void> check_tensor(const TensorView& tensor, const std::string& path) {
  const std::string subject = "tensor " + in_quotes(tensor.name) + ": ";
  if (tensor.name.empty() || tensor.name == kMetadataKey || !is_utf8(tensor.name)) {
    return invalid(path, subject + "expected a name in UTF-8, not empty and not __metadata__");
  }
  if (tensor.shape.size() > kMaxRank) {
    return invalid(path, subject + "expected at most " + std::to_string(kMaxRank) +
                             " dimensions, found " + std::to_string(tensor.shape.size()));
  }
  const std::optional<std::uint64_t> bytes = tensor_bytes(tensor.dtype, tensor.shape);
  const std::string type = dtype_name(tensor.dtype) + (" " + shape_string(tensor.shape));
  if (!bytes) {
    return invalid(path,
                   subject + "expected extents from 0 and less than 2^63 bytes, found " + type);
  }
  if (*bytes != tensor.bytes) {
    return invalid(path, subject + "expected " + std::to_string(*bytes) + " bytes for " + type +
                             ", found " + std::to_string(tensor.bytes));
  }
  if (tensor.data == nullptr && tensor.bytes > 0) {
    return invalid(path, subject + "expected data, found null");
  }
  return {};
}

Expected<void> check_arguments(const std::string& path, Span<const TensorView> tensors,
                               const Metadata& metadata) {
  if (path.find('\0') != std::string::npos) {
    return invalid(path, "expected a path, found a NUL byte in it");
  }
  if (tensors.size() > kMaxTensors) {
    return invalid(path, "expected at most " + std::to_string(kMaxTensors) + " tensors, found " +
                             std::to_string(tensors.size()));
  }
  if (metadata.size() > kMaxMetadataEntries) {
    return invalid(path, "expected at most " + std::to_string(kMaxMetadataEntries) +
                             " metadata entries, found " + std::to_string(metadata.size()));
  }
  for (const auto& [key, value] : metadata) {
    if (!is_utf8(key) || !is_utf8(value)) {
      return invalid(path, "metadata " + in_quotes(key) + ": expected UTF-8, found other bytes");
    }
  }
  for (const TensorView& tensor : tensors) {
    Expected<void> checked = check_tensor(tensor, path);
    if (!checked) return checked;
  }
  return {};
}

// Tensors of whole 64-byte lines first, so that each of them starts on a line. Within both groups
// wide elements come first: then even the others start at a multiple of their element size.
bool file_order(const TensorView* a, const TensorView* b) {
  const auto rank = [](const TensorView* tensor) {
    return std::tuple(tensor->bytes % kAlignment != 0, -static_cast<int>(dtype_size(tensor->dtype)),
                      std::string_view(tensor->name));
  };
  return rank(a) < rank(b);
}

Expected<std::vector<const TensorView*>> in_file_order(const std::string& path,
                                                       Span<const TensorView> tensors) {
  std::vector<const TensorView*> order;
  order.reserve(tensors.size());
  for (const TensorView& tensor : tensors) order.push_back(&tensor);

  std::sort(order.begin(), order.end(),
            [](const TensorView* a, const TensorView* b) { return a->name < b->name; });
  const auto twin = std::adjacent_find(
      order.begin(), order.end(),
      [](const TensorView* a, const TensorView* b) { return a->name == b->name; });
  if (twin != order.end()) {
    return invalid(path, "tensor " + in_quotes((*twin)->name) +
                             ": expected each name once, found a duplicate");
  }
  std::sort(order.begin(), order.end(), file_order);
  return order;
}

// By hand, because the JSON library's serializer is larger than the rest of this file.
void append_json_string(std::string& json, std::string_view text) {
  json += '"';
  for (const char c : text) {
    if (c == '"' || c == '\\') {
      json += '\\';
      json += c;
    } else if (static_cast<unsigned char>(c) < 0x20) {
      char escape[7];
      std::snprintf(escape, sizeof escape, "\\u%04x", static_cast<unsigned>(c));
      json += escape;
    } else {
      json += c;
    }
  }
  json += '"';
}

// Everything before the data: the length and the JSON text, padded with spaces.
Expected<std::string> make_header(const std::string& path,
                                  const std::vector<const TensorView*>& tensors,
                                  const Metadata& metadata) {
  std::string header(kHeaderLengthBytes, '\0');
  const char* separator = "{";
  if (!metadata.empty()) {
    header += "{\"__metadata__\":";
    for (const auto& [key, value] : metadata) {
      header += separator;
      append_json_string(header, key);
      header += ':';
      append_json_string(header, value);
      separator = ",";
    }
    header += '}';
    separator = ",";
  }
  std::uint64_t offset = 0;
  for (const TensorView* tensor : tensors) {
    header += separator;
    append_json_string(header, tensor->name);
    header += std::string(":{\"dtype\":\"") + dtype_name(tensor->dtype) + "\",\"shape\":[";
    for (std::size_t i = 0; i < tensor->shape.size(); ++i) {
      header += (i == 0 ? "" : ",") + std::to_string(tensor->shape[i]);
    }
    header += "],\"data_offsets\":[" + std::to_string(offset) + ',';
    offset += tensor->bytes;
    header += std::to_string(offset) + "]}";
    separator = ",";
  }
  header += tensors.empty() && metadata.empty() ? "{}" : "}";

  header.resize((header.size() + kAlignment - 1) / kAlignment * kAlignment, ' ');
  const std::uint64_t json_bytes = header.size() - kHeaderLengthBytes;
  if (json_bytes > kMaxHeaderBytes) {
    return invalid(path, "expected a header of at most " + std::to_string(kMaxHeaderBytes) +
                             " bytes, found " + std::to_string(json_bytes));
  }
  for (std::size_t i = 0; i < kHeaderLengthBytes; ++i) {
    header[i] = static_cast<char>(json_bytes >> (8 * i) & 0xFF);
  }
  return header;
}

// A new file beside `path`, removed again unless replace_target() has succeeded.
class TemporaryFile {
 public:
  static Expected<TemporaryFile> create(const std::string& path);

  TemporaryFile(TemporaryFile&& other) noexcept
      : fd_(std::exchange(other.fd_, -1)),
        path_(std::exchange(other.path_, {})),
        target_(std::move(other.target_)) {}
  TemporaryFile& operator=(TemporaryFile&&) = delete;
  ~TemporaryFile() {
    if (fd_ >= 0) ::close(fd_);
    if (!path_.empty()) ::unlink(path_.c_str());
  }

  Expected<void> write(const char* data, std::size_t bytes);
  Expected<void> replace_target();

 private:
  TemporaryFile(int fd, std::string path, std::string target)
      : fd_(fd), path_(std::move(path)), target_(std::move(target)) {}
  tl::unexpected<Error> failed(const char* what, int error) const {
    return file_error(ErrorCode::kIo, target_,
                      std::string(what) + " failed: " + std::strerror(error));
  }

  int fd_;
  std::string path_;
  std::string target_;
};

Expected<TemporaryFile> TemporaryFile::create(const std::string& path) {
  // Names differ between threads by the counter and between processes by the id; a file that a
  // killed process left behind under the same name is skipped. mkstemp() would do it too, but
  // gives permissions that ignore the umask.
  static std::atomic<unsigned> counter{0};
  constexpr int kAttempts = 100;
  const std::size_t slash = path.rfind('/');
  const std::string folder = slash == std::string::npos ? "" : path.substr(0, slash + 1);
  int error = 0;
  for (int attempt = 0; attempt < kAttempts; ++attempt) {
    const std::string name = folder + ".dinozero-" + std::to_string(::getpid()) + "-" +
                             std::to_string(counter++) + ".tmp";
    const int fd = ::open(name.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    if (fd >= 0) return TemporaryFile(fd, name, path);
    error = errno;
    if (error != EEXIST) break;
  }
  return file_error(ErrorCode::kIo, path,
                    std::string("creating a file in its folder failed: ") + std::strerror(error));
}

Expected<void> TemporaryFile::write(const char* data, std::size_t bytes) {
  while (bytes > 0) {
    const ssize_t written = ::write(fd_, data, bytes);
    if (written < 0) {
      if (errno == EINTR) continue;
      return failed("writing", errno);
    }
    data += written;
    bytes -= static_cast<std::size_t>(written);
  }
  return {};
}

Expected<void> TemporaryFile::replace_target() {
  // Without it a power failure could leave the new name with old, missing or partial contents.
  if (::fsync(fd_) != 0) return failed("writing", errno);
  // Some file systems report a full disk only here.
  if (::close(std::exchange(fd_, -1)) != 0) return failed("writing", errno);
  if (::rename(path_.c_str(), target_.c_str()) != 0) return failed("replacing the file", errno);
  path_.clear();
  return {};
}

}  // namespace

Expected<void> write_safetensors(const std::string& path, Span<const TensorView> tensors,
                                 const Metadata& metadata) {
  Expected<void> checked = check_arguments(path, tensors, metadata);
  if (!checked) return checked;
  const Expected<std::vector<const TensorView*>> order = in_file_order(path, tensors);
  if (!order) return tl::unexpected(order.error());
  const Expected<std::string> header = make_header(path, *order, metadata);
  if (!header) return tl::unexpected(header.error());

  Expected<TemporaryFile> file = TemporaryFile::create(path);
  if (!file) return tl::unexpected(file.error());
  Expected<void> written = file->write(header->data(), header->size());
  for (const TensorView* tensor : *order) {
    if (!written) return written;
    written = file->write(reinterpret_cast<const char*>(tensor->data), tensor->bytes);
  }
  if (!written) return written;
  return file->replace_target();
}

Expected<std::uint64_t> safetensors_file_bytes(Span<const TensorView> tensors,
                                               const Metadata& metadata) {
  const std::string name = "safetensors";
  Expected<void> checked = check_arguments(name, tensors, metadata);
  if (!checked) return tl::unexpected(checked.error());
  const Expected<std::vector<const TensorView*>> order = in_file_order(name, tensors);
  if (!order) return tl::unexpected(order.error());
  const Expected<std::string> header = make_header(name, *order, metadata);
  if (!header) return tl::unexpected(header.error());
  std::uint64_t bytes = header->size();
  for (const TensorView& tensor : tensors) bytes += tensor.bytes;
  return bytes;
}

}  // namespace dinozero
