// SPDX-License-Identifier: Apache-2.0
// Stands in for xnnpack_backend.cc in a build without XNNPACK.
#include "lib/backend/linear_backend.h"

namespace dinozero {

bool has_xnnpack() { return false; }

Expected<std::unique_ptr<LinearBackend>> make_xnnpack_backend(const Execution&, std::string) {
  return tl::unexpected(Error{ErrorCode::kUnsupported,
                              "Options::backend: XNNPACK was asked for, but this build has none; "
                              "expected Backend::kAuto or Backend::kNative (or install XNNPACK and "
                              "configure with -DDINOZERO_XNNPACK=ON)"});
}

}  // namespace dinozero
