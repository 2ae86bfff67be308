// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "dinozero/error.h"
#include "dinozero/span.h"
#include "lib/checkpoint/safetensors.h"

namespace dinozero {

struct SafetensorsHeader {
  std::vector<TensorView> tensors;  ///< in the header's order; views into the data
  std::map<std::string, std::string, std::less<>> metadata;
};

/// Parses the JSON header of a safetensors file and checks everything that concerns the header's
/// form or one tensor alone: known keys, none of them twice in an entry; types; limits; the shape
/// against the offsets' distance; the offsets against the size of `data`. Left to the caller: two
/// tensors of one name, and how the tensors share out the data.
///
/// `json` is at most kMaxHeaderBytes long, `data` what follows it in the file `file_name`. Memory
/// is taken only for what was read, never for what the header claims.
/// Errors: kMalformedFile; kUnsupported (an element type that the library does not read).
Expected<SafetensorsHeader> parse_safetensors_header(std::string_view json,
                                                     Span<const std::byte> data,
                                                     const std::string& file_name);

}  // namespace dinozero
