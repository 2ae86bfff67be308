// SPDX-License-Identifier: Apache-2.0
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <utility>

#include "tools/evaluate/failure.h"
#include "tools/evaluate/file_store.h"

namespace dinozero::evaluation {
namespace {

namespace fs = std::filesystem;

struct CloseFile {
  void operator()(std::FILE* file) const { std::fclose(file); }
};

class FolderPass : public FilePass {
 public:
  FolderPass(std::string folder, const std::vector<StoredFile>& files, std::vector<bool> wanted)
      : folder_(std::move(folder)), files_(files), wanted_(std::move(wanted)) {}

  Expected<std::optional<std::size_t>> next() override {
    file_.reset();
    while (next_ < files_.size() && !wanted_[next_]) ++next_;
    if (next_ == files_.size()) return std::nullopt;
    // A file that cannot be opened fails when it is read.
    file_.reset(std::fopen((folder_ + "/" + files_[next_].path).c_str(), "rb"));
    open_error_ = errno;
    return next_++;
  }

  Expected<std::size_t> read(void* data, std::size_t bytes) override {
    if (!file_) return failure(ErrorCode::kIo, std::strerror(open_error_));
    const std::size_t count = std::fread(data, 1, bytes, file_.get());
    if (count < bytes && std::ferror(file_.get()) != 0) {
      return failure(ErrorCode::kIo, std::strerror(errno));
    }
    return count;
  }

 private:
  std::string folder_;
  const std::vector<StoredFile>& files_;
  std::vector<bool> wanted_;
  std::size_t next_ = 0;
  std::unique_ptr<std::FILE, CloseFile> file_;
  int open_error_ = 0;
};

class FolderStore : public FileStore {
 public:
  explicit FolderStore(std::string folder) : folder_(std::move(folder)) {}

  // Links to folders are followed, but not up to a folder that the path leads through.
  Expected<void> list() {
    std::vector<std::pair<dev_t, ino_t>> ancestors;
    auto listed = list_below("", ancestors);
    if (!listed) return listed;
    std::sort(files_.begin(), files_.end(),
              [](const StoredFile& a, const StoredFile& b) { return path_before(a.path, b.path); });
    return {};
  }

  const std::vector<StoredFile>& files() const override { return files_; }
  std::string stamp() const override { return {}; }
  std::vector<std::string> notes() const override { return notes_; }
  Expected<std::unique_ptr<FilePass>> pass(std::vector<bool> wanted) const override {
    return std::make_unique<FolderPass>(folder_, files_, std::move(wanted));
  }

 private:
  Expected<void> list_below(const std::string& relative,
                            std::vector<std::pair<dev_t, ino_t>>& ancestors) {
    const std::string path = relative.empty() ? folder_ : folder_ + "/" + relative;
    struct stat status {};
    if (stat(path.c_str(), &status) != 0) {
      return failure(ErrorCode::kIo, path + ": " + std::strerror(errno));
    }
    const std::pair identity(status.st_dev, status.st_ino);
    if (std::find(ancestors.begin(), ancestors.end(), identity) != ancestors.end()) {
      notes_.push_back(printable(path) + ": a link back to a folder above it, left out");
      return {};
    }
    ancestors.push_back(identity);
    std::error_code error;
    for (fs::directory_iterator entry(path, error), end; !error && entry != end;
         entry.increment(error)) {
      const std::string name = entry->path().filename().string();
      if (name.front() == '.') continue;
      std::string below = relative;
      if (!below.empty()) below += '/';
      below += name;
      struct stat found {};
      if (stat((folder_ + "/" + below).c_str(), &found) != 0) {
        notes_.push_back(printable(below) + ": " + std::strerror(errno) + ", left out");
      } else if (S_ISDIR(found.st_mode)) {
        auto listed = list_below(below, ancestors);
        if (!listed) return listed;
      } else if (S_ISREG(found.st_mode)) {
        files_.push_back({below, static_cast<std::uint64_t>(found.st_size),
                          std::int64_t{found.st_mtim.tv_sec} * 1'000'000'000 +
                              std::int64_t{found.st_mtim.tv_nsec}});
      }
    }
    ancestors.pop_back();
    if (error) return failure(ErrorCode::kIo, path + ": " + error.message());
    return {};
  }

  std::string folder_;
  std::vector<StoredFile> files_;
  std::vector<std::string> notes_;
};

}  // namespace

Expected<std::unique_ptr<FileStore>> open_folder_store(const std::string& path) {
  auto store = std::make_unique<FolderStore>(path);
  if (const auto listed = store->list(); !listed) return tl::make_unexpected(listed.error());
  return store;
}

}  // namespace dinozero::evaluation
