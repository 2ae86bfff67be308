// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <utility>

#include "dinozero/error.h"

namespace dinozero::evaluation {

/// An error to return from a function that gives an Expected.
inline tl::unexpected<Error> failure(ErrorCode code, std::string message) {
  return tl::make_unexpected(Error{code, std::move(message)});
}

}  // namespace dinozero::evaluation
