// SPDX-License-Identifier: Apache-2.0

// Without it open() refuses files of 2 GiB and more on 32-bit systems with EOVERFLOW.
#define _FILE_OFFSET_BITS 64  // NOLINT(bugprone-reserved-identifier): the C library's own

#include "lib/checkpoint/mapped_file.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdint>
#include <cstring>
#include <utility>

#include "lib/checkpoint/message.h"

namespace dinozero {
namespace {

// No object may be larger.
constexpr std::uint64_t kLargestMapping = PTRDIFF_MAX;

class FileDescriptor {
 public:
  explicit FileDescriptor(int fd) : fd_(fd) {}
  FileDescriptor(const FileDescriptor&) = delete;
  FileDescriptor& operator=(const FileDescriptor&) = delete;
  ~FileDescriptor() {
    if (fd_ >= 0) ::close(fd_);
  }
  int get() const { return fd_; }

 private:
  int fd_;
};

const char* kind_name(mode_t mode) {
  if (S_ISDIR(mode)) return "a directory";
  if (S_ISFIFO(mode)) return "a pipe (FIFO)";
  if (S_ISSOCK(mode)) return "a socket";
  if (S_ISCHR(mode) || S_ISBLK(mode)) return "a device";
  return "a special file";
}

tl::unexpected<Error> too_large(const std::string& path, std::uint64_t bytes) {
  return file_error(ErrorCode::kOutOfMemory, path,
                    "expected to map " + std::to_string(bytes) +
                        " bytes, found too little address space left (" +
                        std::to_string(8 * sizeof(void*)) + "-bit process)");
}

}  // namespace

Expected<MappedFile> MappedFile::open(const std::string& path) {
  if (path.find('\0') != std::string::npos) {
    return file_error(ErrorCode::kInvalidArgument, path, "expected a path, found a NUL byte in it");
  }
  // O_NONBLOCK: opening a FIFO or a serial device must not wait for its other end.
  const FileDescriptor file(::open(path.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY));
  if (file.get() < 0) {
    const int error = errno;
    const bool missing = error == ENOENT || error == ENOTDIR;
    return file_error(missing ? ErrorCode::kNotFound : ErrorCode::kIo, path,
                      std::string("cannot be opened: ") + std::strerror(error));
  }
  struct stat status;
  if (::fstat(file.get(), &status) != 0) {
    return file_error(ErrorCode::kIo, path,
                      std::string("cannot be examined: ") + std::strerror(errno));
  }
  if (!S_ISREG(status.st_mode)) {
    return file_error(ErrorCode::kIo, path,
                      std::string("expected a regular file, found ") + kind_name(status.st_mode));
  }
  const auto bytes = static_cast<std::uint64_t>(status.st_size);
  if (bytes == 0) return MappedFile();
  if (bytes > kLargestMapping) return too_large(path, bytes);

  const auto size = static_cast<std::size_t>(bytes);
  void* data = ::mmap(nullptr, size, PROT_READ, MAP_PRIVATE, file.get(), 0);
  if (data == MAP_FAILED) {
    const int error = errno;
    if (error == ENOMEM) return too_large(path, bytes);
    return file_error(ErrorCode::kIo, path,
                      std::string("cannot be mapped: ") + std::strerror(error));
  }
  return MappedFile(static_cast<const std::byte*>(data), size);
}

MappedFile::MappedFile(MappedFile&& other) noexcept
    : data_(std::exchange(other.data_, nullptr)), size_(std::exchange(other.size_, 0)) {}

MappedFile& MappedFile::operator=(MappedFile&& other) noexcept {
  std::swap(data_, other.data_);
  std::swap(size_, other.size_);
  return *this;
}

MappedFile::~MappedFile() {
  if (data_ != nullptr) ::munmap(const_cast<std::byte*>(data_), size_);
}

}  // namespace dinozero
