// SPDX-License-Identifier: Apache-2.0
#include <archive.h>
#include <archive_entry.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <numeric>
#include <unordered_map>
#include <utility>

#include "tools/evaluate/failure.h"
#include "tools/evaluate/file_store.h"

namespace dinozero::evaluation {
namespace {

constexpr std::size_t kReadBytes = std::size_t{1} << 17;
constexpr std::size_t kNoFile = static_cast<std::size_t>(-1);

struct FreeArchive {
  void operator()(archive* handle) const { archive_read_free(handle); }
};
using ArchiveHandle = std::unique_ptr<archive, FreeArchive>;

std::string reason(archive* handle) {
  const char* text = archive_error_string(handle);
  return text == nullptr ? "cannot be read" : printable(text);
}

Expected<ArchiveHandle> open_archive(const std::string& path) {
  ArchiveHandle handle(archive_read_new());
  if (!handle) return failure(ErrorCode::kOutOfMemory, path + ": no memory to read an archive");
  archive_read_support_filter_gzip(handle.get());
  archive_read_support_format_tar(handle.get());
  // Names as they are stored, not converted to the locale's character set.
  archive_read_set_format_option(handle.get(), "tar", "hdrcharset", "BINARY");
  if (archive_read_open_filename(handle.get(), path.c_str(), kReadBytes) != ARCHIVE_OK) {
    return failure(
        archive_errno(handle.get()) == EACCES ? ErrorCode::kIo : ErrorCode::kMalformedFile,
        path + ": expected a folder, a tar or a tar.gz archive: " + reason(handle.get()));
  }
  return handle;
}

// The next entry, or null at the end of the archive.
Expected<archive_entry*> next_entry(archive* handle, const std::string& path) {
  archive_entry* entry = nullptr;
  const int status = archive_read_next_header(handle, &entry);
  if (status == ARCHIVE_EOF) return nullptr;
  // A warning is about something that does not matter here, such as an unknown attribute.
  if (status == ARCHIVE_OK || status == ARCHIVE_WARN) return entry;
  return failure(ErrorCode::kMalformedFile, path + ": broken archive: " + reason(handle));
}

// A name without "./" and doubled slashes; nothing if it is no path below the archive.
std::optional<std::string> path_below(const char* name) {
  if (name == nullptr || name[0] == '/') return std::nullopt;
  std::string path;
  const std::string_view text(name);
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = std::min(text.find('/', begin), text.size());
    const std::string_view part = text.substr(begin, end - begin);
    begin = end + 1;
    if (part.empty() || part == ".") continue;
    if (part == "..") return std::nullopt;
    path += (path.empty() ? "" : "/") + std::string(part);
  }
  if (path.empty()) return std::nullopt;
  return path;
}

bool is_hidden(std::string_view path) {
  return path.front() == '.' || path.find("/.") != std::string_view::npos;
}

class ArchivePass : public FilePass {
 public:
  // `file_of_entry`: for each entry of the archive its index in files(), or kNoFile.
  ArchivePass(std::string path, ArchiveHandle handle, const std::vector<std::size_t>& file_of_entry,
              std::vector<bool> wanted)
      : path_(std::move(path)),
        handle_(std::move(handle)),
        file_of_entry_(file_of_entry),
        wanted_(std::move(wanted)),
        left_(static_cast<std::size_t>(std::count(wanted_.begin(), wanted_.end(), true))) {}

  Expected<std::optional<std::size_t>> next() override {
    while (left_ > 0) {
      const auto entry = next_entry(handle_.get(), path_);
      if (!entry) return tl::make_unexpected(entry.error());
      if (*entry == nullptr || entry_ == file_of_entry_.size()) {
        return failure(ErrorCode::kMalformedFile, path_ + ": changed while it was read");
      }
      const std::size_t file = file_of_entry_[entry_++];
      if (file == kNoFile || !wanted_[file]) continue;
      --left_;
      return file;
    }
    return std::nullopt;
  }

  Expected<std::size_t> read(void* data, std::size_t bytes) override {
    const auto count = archive_read_data(handle_.get(), data, bytes);
    if (count < 0) {
      return failure(ErrorCode::kMalformedFile, "broken archive: " + reason(handle_.get()));
    }
    return static_cast<std::size_t>(count);
  }

 private:
  std::string path_;
  ArchiveHandle handle_;
  const std::vector<std::size_t>& file_of_entry_;
  std::vector<bool> wanted_;
  std::size_t left_;
  std::size_t entry_ = 0;
};

class ArchiveStore : public FileStore {
 public:
  explicit ArchiveStore(std::string path) : path_(std::move(path)) {}

  Expected<void> list() {
    struct stat status {};
    if (stat(path_.c_str(), &status) != 0) {
      return failure(ErrorCode::kIo, path_ + ": " + std::strerror(errno));
    }
    stamp_ = std::to_string(status.st_size) + " " + std::to_string(status.st_mtim.tv_sec) + "." +
             std::to_string(status.st_mtim.tv_nsec);
    const auto handle = open_archive(path_);
    if (!handle) return tl::make_unexpected(handle.error());

    std::vector<StoredFile> found;
    std::vector<std::size_t> entry_of_file;
    std::unordered_map<std::string, std::size_t> file_of_path;
    std::size_t entries = 0;
    std::size_t unsafe = 0;
    std::size_t links = 0;
    for (;; ++entries) {
      const auto next = next_entry(handle->get(), path_);
      if (!next) return tl::make_unexpected(next.error());
      archive_entry* entry = *next;
      if (entry == nullptr) break;
      if (archive_entry_hardlink(entry) != nullptr ||
          archive_entry_filetype(entry) == mode_t{AE_IFLNK}) {
        ++links;
        continue;
      }
      if (archive_entry_filetype(entry) != mode_t{AE_IFREG}) continue;
      const auto path = path_below(archive_entry_pathname(entry));
      if (!path) {
        ++unsafe;
        continue;
      }
      if (is_hidden(*path)) continue;
      StoredFile file{*path, static_cast<std::uint64_t>(archive_entry_size(entry)),
                      std::int64_t{archive_entry_mtime(entry)}};
      // Of two entries of one name the later one counts, as when an archive is unpacked.
      const auto [place, is_new] = file_of_path.emplace(*path, found.size());
      if (is_new) {
        found.push_back(std::move(file));
        entry_of_file.push_back(entries);
      } else {
        found[place->second] = std::move(file);
        entry_of_file[place->second] = entries;
      }
    }
    if (unsafe > 0) {
      notes_.push_back(std::to_string(unsafe) +
                       " entries whose names lead out of the archive, left out");
    }
    if (links > 0) notes_.push_back(std::to_string(links) + " links in the archive, left out");
    sort(std::move(found), entry_of_file, entries);
    return {};
  }

  const std::vector<StoredFile>& files() const override { return files_; }
  std::string stamp() const override { return stamp_; }
  std::vector<std::string> notes() const override { return notes_; }
  Expected<std::unique_ptr<FilePass>> pass(std::vector<bool> wanted) const override {
    auto handle = open_archive(path_);
    if (!handle) return tl::make_unexpected(handle.error());
    return std::make_unique<ArchivePass>(path_, std::move(*handle), file_of_entry_,
                                         std::move(wanted));
  }

 private:
  void sort(std::vector<StoredFile> found, const std::vector<std::size_t>& entry_of_file,
            std::size_t entries) {
    std::vector<std::size_t> order(found.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
      return path_before(found[a].path, found[b].path);
    });
    file_of_entry_.assign(entries, kNoFile);
    for (const std::size_t place : order) {
      file_of_entry_[entry_of_file[place]] = files_.size();
      files_.push_back(std::move(found[place]));
    }
  }

  std::string path_;
  std::string stamp_;
  std::vector<StoredFile> files_;
  std::vector<std::size_t> file_of_entry_;
  std::vector<std::string> notes_;
};

}  // namespace

Expected<std::unique_ptr<FileStore>> open_archive_store(const std::string& path) {
  auto store = std::make_unique<ArchiveStore>(path);
  if (const auto listed = store->list(); !listed) return tl::make_unexpected(listed.error());
  return store;
}

}  // namespace dinozero::evaluation
