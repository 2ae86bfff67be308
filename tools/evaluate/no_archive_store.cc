// SPDX-License-Identifier: Apache-2.0
// In place of archive_store.cc where libarchive is missing.

#include "tools/evaluate/failure.h"
#include "tools/evaluate/file_store.h"

namespace dinozero::evaluation {

Expected<std::unique_ptr<FileStore>> open_archive_store(const std::string& path) {
  return failure(ErrorCode::kUnsupported,
                 path +
                     ": expected a folder, found a file; this dinozero was built without "
                     "libarchive (Debian: libarchive-dev) and reads no archives: unpack it");
}

}  // namespace dinozero::evaluation
