// SPDX-License-Identifier: Apache-2.0
#pragma once

// Names from files and paths can hold anything; error messages are one line of UTF-8.

#include <cstddef>
#include <string>
#include <string_view>

#include "dinozero/error.h"

namespace dinozero {

/// Whether `text` is well-formed UTF-8 (no overlong forms, surrogates, or code points beyond
/// U+10FFFF).
bool is_utf8(std::string_view text);

/// `text` made fit for one line of a message: control characters and bytes that are not UTF-8
/// become \xNN, and what exceeds `max_bytes` becomes "...".
std::string printable(std::string_view text, std::size_t max_bytes = 200);

/// The same between single quotes, for names.
std::string in_quotes(std::string_view text, std::size_t max_bytes = 200);

/// An error whose message is "file_name: text"; only the name is made printable here.
tl::unexpected<Error> file_error(ErrorCode code, std::string_view file_name,
                                 const std::string& text);

}  // namespace dinozero
