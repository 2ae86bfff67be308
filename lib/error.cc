// SPDX-License-Identifier: Apache-2.0
#include "dinozero/error.h"

namespace dinozero {

const char* error_code_name(ErrorCode code) {
  switch (code) {
    case ErrorCode::kInvalidArgument:
      return "invalid_argument";
    case ErrorCode::kNotFound:
      return "not_found";
    case ErrorCode::kIo:
      return "io";
    case ErrorCode::kMalformedFile:
      return "malformed_file";
    case ErrorCode::kInvalidModel:
      return "invalid_model";
    case ErrorCode::kUnsupported:
      return "unsupported";
    case ErrorCode::kOutOfMemory:
      return "out_of_memory";
    case ErrorCode::kBackend:
      return "backend";
  }
  return "unknown";
}

}  // namespace dinozero
