// SPDX-License-Identifier: Apache-2.0
#include "lib/checkpoint/mapped_file.h"

#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <cstdint>
#include <cstring>
#include <fstream>
#include <string>
#include <utility>

#include "checkpoint/test_files.h"
#include "support/catch.h"

namespace dinozero::testing {
namespace {

std::string_view contents(const MappedFile& file) {
  return {reinterpret_cast<const char*>(file.data()), file.size()};
}

void check_error(const Expected<MappedFile>& file, ErrorCode code, const std::string& path,
                 std::string_view reason) {
  REQUIRE_FALSE(file.has_value());
  INFO(file.error().message);
  CHECK(std::string(error_code_name(file.error().code)) == error_code_name(code));
  CHECK(file.error().message.rfind(path + ": ", 0) == 0);
  CHECK(file.error().message.find(reason) != std::string::npos);
}

}  // namespace

TEST_CASE("A mapping holds the file, page-aligned", "[mapped_file]") {
  const TemporaryFolder folder;
  write_file(folder.file("data"), "twelve bytes");
  const Expected<MappedFile> file = MappedFile::open(folder.file("data"));
  REQUIRE(file.has_value());
  CHECK(contents(*file) == "twelve bytes");
  CHECK(reinterpret_cast<std::uintptr_t>(file->data()) % 4096 == 0);
}

TEST_CASE("A mapping outlives the name of its file", "[mapped_file]") {
  const TemporaryFolder folder;
  write_file(folder.file("data"), "old");
  const Expected<MappedFile> file = MappedFile::open(folder.file("data"));
  REQUIRE(file.has_value());
  REQUIRE(::unlink(folder.file("data").c_str()) == 0);
  write_file(folder.file("data"), "new");
  CHECK(contents(*file) == "old");
}

TEST_CASE("Moving a mapping leaves nothing behind and frees what it replaces", "[mapped_file]") {
  const TemporaryFolder folder;
  write_file(folder.file("a"), "first");
  write_file(folder.file("b"), "second");
  Expected<MappedFile> a = MappedFile::open(folder.file("a"));
  Expected<MappedFile> b = MappedFile::open(folder.file("b"));
  REQUIRE(a.has_value());
  REQUIRE(b.has_value());
  MappedFile moved = std::move(*a);
  CHECK(contents(moved) == "first");
  CHECK(a->data() == nullptr);
  CHECK(a->size() == 0);
  moved = std::move(*b);
  CHECK(contents(moved) == "second");
}

TEST_CASE("An empty file maps nothing", "[mapped_file]") {
  const TemporaryFolder folder;
  write_file(folder.file("empty"), "");
  const Expected<MappedFile> file = MappedFile::open(folder.file("empty"));
  REQUIRE(file.has_value());
  CHECK(file->data() == nullptr);
  CHECK(file->size() == 0);
}

TEST_CASE("What cannot be mapped is refused with its reason", "[mapped_file]") {
  const TemporaryFolder folder;
  const std::string path = folder.file("special");

  SECTION("a missing file") {
    check_error(MappedFile::open(path), ErrorCode::kNotFound, path, "No such file");
  }
  SECTION("a file used as a folder") {
    write_file(path, "x");
    check_error(MappedFile::open(path + "/model"), ErrorCode::kNotFound, path + "/model",
                "cannot be opened");
  }
  SECTION("an empty path") {
    check_error(MappedFile::open(""), ErrorCode::kNotFound, "", "No such file");
  }
  SECTION("a directory") {
    check_error(MappedFile::open(folder.path()), ErrorCode::kIo, folder.path(),
                "expected a regular file, found a directory");
  }
  SECTION("a FIFO that nobody writes to, without waiting") {
    REQUIRE(::mkfifo(path.c_str(), 0600) == 0);
    check_error(MappedFile::open(path), ErrorCode::kIo, path, "found a pipe (FIFO)");
  }
  SECTION("a device") {
    check_error(MappedFile::open("/dev/zero"), ErrorCode::kIo, "/dev/zero", "found a device");
  }
  SECTION("a socket") {
    sockaddr_un address = {};
    address.sun_family = AF_UNIX;
    REQUIRE(path.size() < sizeof address.sun_path);
    std::memcpy(address.sun_path, path.c_str(), path.size() + 1);
    const int socket = ::socket(AF_UNIX, SOCK_STREAM, 0);
    REQUIRE(socket >= 0);
    REQUIRE(::bind(socket, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0);
    check_error(MappedFile::open(path), ErrorCode::kIo, path, "cannot be opened");
    ::close(socket);
  }
  SECTION("a file without read permission") {
    write_file(path, "x");
    REQUIRE(::chmod(path.c_str(), 0) == 0);
    const WithoutRoot user;
    if (!user.worked()) {
      WARN("skipped: root cannot become another user here");
      return;
    }
    check_error(MappedFile::open(path), ErrorCode::kIo, path, "Permission denied");
  }
  SECTION("a path with a NUL, which names another file to the system") {
    write_file(path, "x");
    const std::string with_nul = path + std::string("\0.bak", 5);
    check_error(MappedFile::open(with_nul), ErrorCode::kInvalidArgument, path + "\\x00.bak", "NUL");
  }
  SECTION("a name with control characters, which stay out of the message") {
    const std::string odd = folder.file("a\nb\x1b[2J\xff");
    check_error(MappedFile::open(odd), ErrorCode::kNotFound, folder.file("a\\x0ab\\x1b[2J\\xff"),
                "No such file");
  }
}

TEST_CASE("A file larger than the address space left is out of memory", "[mapped_file]") {
  const TemporaryFolder folder;
  const std::string path = folder.file("large");
  write_file(path, "");
  // Sparse: it takes no space on the disk.
  const std::uint64_t bytes = sizeof(void*) == 4 ? std::uint64_t{5} << 30 : std::uint64_t{1} << 30;
  const auto make_large = [&] {
    std::ofstream file(path, std::ios::binary);
    file.seekp(static_cast<std::streamoff>(bytes - 1));
    file.put('x');
    return static_cast<bool>(file.flush());
  };
  REQUIRE(make_large());

  rlimit before = {};
  REQUIRE(::getrlimit(RLIMIT_AS, &before) == 0);
  if constexpr (sizeof(void*) > 4) {
    std::ifstream statm("/proc/self/statm");
    std::uint64_t pages = 0;
    REQUIRE(statm >> pages);
    rlimit tight = before;
    tight.rlim_cur = pages * static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE)) + bytes / 2;
    REQUIRE(::setrlimit(RLIMIT_AS, &tight) == 0);
    void* probe = ::mmap(nullptr, bytes, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (probe != MAP_FAILED) {
      ::munmap(probe, bytes);
      REQUIRE(::setrlimit(RLIMIT_AS, &before) == 0);
      WARN("skipped: the limit is not enforced here (qemu-user emulates none)");
      return;
    }
  }
  const Expected<MappedFile> file = MappedFile::open(path);
  REQUIRE(::setrlimit(RLIMIT_AS, &before) == 0);
  check_error(file, ErrorCode::kOutOfMemory, path, std::to_string(bytes));
}

}  // namespace dinozero::testing
