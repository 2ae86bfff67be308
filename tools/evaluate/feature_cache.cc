// SPDX-License-Identifier: Apache-2.0
#include "tools/evaluate/feature_cache.h"

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <memory>
#include <system_error>
#include <utility>

#include "dinozero/version.h"
#include "tools/evaluate/failure.h"

namespace dinozero::evaluation {
namespace {

// The file: magic, key, number of pictures, dim, number of failed pictures (64-bit each), features,
// for each failed picture its index, the length of the reason (64-bit) and the reason, and at the
// end the SHA-256 of everything before. Numbers are those of the machine: another byte order or
// another layout gives another magic number.
constexpr std::uint64_t kMagic = 0x31'54'41'45'46'5A'44;  // "DZFEAT1"
constexpr std::uint64_t kMaxReasonBytes = 1 << 16;

struct CloseFile {
  void operator()(std::FILE* file) const { std::fclose(file); }
};
using File = std::unique_ptr<std::FILE, CloseFile>;

void add_text(Sha256& hash, const std::string& text) {
  const std::uint64_t length = text.size();
  hash.add(&length, sizeof length);
  hash.add(text.data(), text.size());
}

void add_number(Sha256& hash, std::int64_t number) { hash.add(&number, sizeof number); }

void add_options(Sha256& hash, const FeatureOrigin& origin) {
  add_number(hash, origin.input_height);
  add_number(hash, origin.input_width);
  add_number(hash, static_cast<int>(origin.backend));
  add_text(hash, origin.kernel_set);
  if (origin.token_pruning.after_block < 0) return;
  add_number(hash, origin.token_pruning.after_block);
  add_number(hash, origin.token_pruning.keep_patches);
}

std::string absolute(const std::string& path) {
  std::error_code error;
  const auto found = std::filesystem::canonical(path, error);
  return error ? path : found.string();
}

// Reads and writes with a running checksum.
class CheckedFile {
 public:
  explicit CheckedFile(std::FILE* file) : file_(file) {}

  bool read(void* data, std::size_t bytes) {
    if (std::fread(data, 1, bytes, file_) != bytes) return false;
    hash_.add(data, bytes);
    return true;
  }
  bool write(const void* data, std::size_t bytes) {
    hash_.add(data, bytes);
    return std::fwrite(data, 1, bytes, file_) == bytes;
  }
  Sha256::Digest digest() { return hash_.finish(); }

 private:
  std::FILE* file_;
  Sha256 hash_;
};

struct Header {
  std::uint64_t magic = kMagic;
  Sha256::Digest key{};
  std::uint64_t pictures = 0;
  std::uint64_t dim = 0;
  std::uint64_t failed = 0;
};

bool read_failed(CheckedFile& file, std::size_t pictures, FailedPicture& failed) {
  std::array<std::uint64_t, 2> numbers{};
  if (!file.read(numbers.data(), sizeof numbers)) return false;
  if (numbers[0] >= pictures || numbers[1] > kMaxReasonBytes) return false;
  failed.index = static_cast<std::size_t>(numbers[0]);
  failed.reason.resize(static_cast<std::size_t>(numbers[1]));
  return file.read(failed.reason.data(), failed.reason.size());
}

bool write_table(CheckedFile& file, const Header& header, const FeatureTable& table) {
  if (!file.write(&header, sizeof header) ||
      !file.write(table.values.data(), table.values.size() * sizeof(float))) {
    return false;
  }
  for (const FailedPicture& failed : table.failed) {
    const std::string reason = failed.reason.substr(0, kMaxReasonBytes);
    const std::array<std::uint64_t, 2> numbers = {failed.index, reason.size()};
    if (!file.write(numbers.data(), sizeof numbers) || !file.write(reason.data(), reason.size())) {
      return false;
    }
  }
  return true;
}

}  // namespace

std::string default_cache_folder() {
  const char* cache = std::getenv("XDG_CACHE_HOME");
  if (cache != nullptr && *cache != '\0') return std::string(cache) + "/dinozero/features";
  const char* home = std::getenv("HOME");
  if (home != nullptr && *home != '\0') return std::string(home) + "/.cache/dinozero/features";
  return {};
}

CacheEntry cache_entry(const std::string& folder, const FeatureOrigin& origin, const DataSet& data,
                       const std::vector<Picture>& pictures) {
  Sha256 name;
  add_text(name, absolute(origin.model_path));
  add_text(name, absolute(data.path));
  add_number(name, static_cast<std::int64_t>(pictures.size()));
  add_options(name, origin);

  Sha256 key;
  add_text(key, DINOZERO_VERSION);
  key.add(origin.model_digest.data(), origin.model_digest.size());
  add_options(key, origin);
  add_text(key, data.store->stamp());
  for (const Picture& picture : pictures) {
    const StoredFile& file = data.store->files()[picture.file];
    add_text(key, file.path);
    add_number(key, static_cast<std::int64_t>(file.bytes));
    add_number(key, file.modified);
    add_number(key, picture.record);
  }
  constexpr std::size_t kNameDigits = 24;
  return {folder + "/" + hex(name.finish()).substr(0, kNameDigits) + ".features", key.finish()};
}

std::optional<FeatureTable> load_features(const CacheEntry& entry, std::size_t pictures, int dim,
                                          std::string& why) {
  why.clear();
  const File file(std::fopen(entry.path.c_str(), "rb"));
  if (!file) {
    if (errno != ENOENT) why = std::strerror(errno);
    return std::nullopt;
  }
  CheckedFile checked(file.get());
  Header header;
  const std::uint64_t dims = static_cast<std::uint64_t>(dim);
  if (!checked.read(&header, sizeof header) || header.magic != kMagic) {
    why = "not a feature cache";
    return std::nullopt;
  }
  if (header.key != entry.key || header.pictures != pictures || header.dim != dims) {
    why = "the model, the data or the options have changed";
    return std::nullopt;
  }
  FeatureTable table;
  table.dim = dim;
  table.values.resize(pictures * static_cast<std::size_t>(dim));
  const auto broken = [&why] {
    why = "truncated or broken";
    return std::nullopt;
  };
  if (header.failed > pictures ||
      !checked.read(table.values.data(), table.values.size() * sizeof(float))) {
    return broken();
  }
  for (std::uint64_t i = 0; i < header.failed; ++i) {
    FailedPicture failed;
    if (!read_failed(checked, pictures, failed)) return broken();
    table.failed.push_back(std::move(failed));
  }
  Sha256::Digest stored;
  if (std::fread(stored.data(), 1, stored.size(), file.get()) != stored.size() ||
      stored != checked.digest()) {
    return broken();
  }
  return table;
}

Expected<void> store_features(const CacheEntry& entry, const FeatureTable& table) {
  const auto io_failure = [](const std::string& path, const std::string& why) {
    return failure(ErrorCode::kIo, path + ": " + why);
  };
  const std::filesystem::path folder = std::filesystem::path(entry.path).parent_path();
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  if (error) return io_failure(folder.string(), error.message());

  std::string temporary = entry.path + ".XXXXXX";
  const int descriptor = mkstemp(temporary.data());
  if (descriptor < 0) return io_failure(temporary, std::strerror(errno));
  const auto remove_and_fail = [&] {
    const std::string why = std::strerror(errno);
    std::remove(temporary.c_str());
    return io_failure(temporary, why);
  };
  File file(fdopen(descriptor, "wb"));
  if (!file) {
    close(descriptor);
    return remove_and_fail();
  }
  CheckedFile checked(file.get());
  const std::size_t dim = static_cast<std::size_t>(table.dim);
  const Header header{kMagic, entry.key, table.values.size() / dim, dim, table.failed.size()};
  bool written = write_table(checked, header, table);
  const Sha256::Digest digest = checked.digest();
  written = written && std::fwrite(digest.data(), 1, digest.size(), file.get()) == digest.size();
  if (!written) return remove_and_fail();
  if (std::fclose(file.release()) != 0) return remove_and_fail();
  if (std::rename(temporary.c_str(), entry.path.c_str()) != 0) return remove_and_fail();
  return {};
}

}  // namespace dinozero::evaluation
