// SPDX-License-Identifier: Apache-2.0
#ifndef DINOZERO_ERROR_H_
#define DINOZERO_ERROR_H_

#include <string>
#include <tl/expected.hpp>

namespace dinozero {

/// What kind of thing went wrong; the message says the rest.
enum class ErrorCode {
  kInvalidArgument,  ///< a value the caller passed (option, image, path) cannot be used
  kNotFound,         ///< the file does not exist
  kIo,               ///< the operating system refused to open, read, map or write a file
  kMalformedFile,    ///< the file breaks its format: truncated, overlapping offsets, bad JSON, ...
  kInvalidModel,     ///< a well-formed file whose tensors are not a DINO vision transformer
  kUnsupported,      ///< valid, but this build or this version cannot do it
  kOutOfMemory,      ///< memory for a model or an encoder could not be had
  kBackend,          ///< XNNPACK or the thread pool reported a failure
};

/// Stable lower-case name of a code, for logs and JSON: "malformed_file", ...
const char* error_code_name(ErrorCode code);

/// An error value. `message` is one line for a person: it names the file, the tensor, what was
/// expected and what was found, as far as they apply.
struct Error {
  ErrorCode code = ErrorCode::kInvalidArgument;
  std::string message;
};

/// A value, or the error that prevented it. The library reports every failure this way: it does
/// not throw, abort or print.
template <typename T>
using Expected = tl::expected<T, Error>;

}  // namespace dinozero

#endif  // DINOZERO_ERROR_H_
