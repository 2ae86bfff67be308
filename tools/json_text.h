// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>

namespace dinozero::tools {

/// `text` as a JSON string with its quotes; bytes that are not UTF-8 become U+FFFD.
std::string json_string(const std::string& text);

/// The shortest decimal number that is `value` as a float, for a JSON document: 0.1F gives 0.1, not
/// 0.10000000149.
double json_number(float value);

/// Prints `count` floats to stdout as a JSON array, each with the digits that give the same float
/// back. Streams, because the patches of an image as a document would need megabytes.
void print_json_array(const float* values, std::size_t count);

}  // namespace dinozero::tools
