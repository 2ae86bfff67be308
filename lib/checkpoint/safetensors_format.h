// SPDX-License-Identifier: Apache-2.0
#pragma once

// What the reader and the writer of safetensors files agree on.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lib/checkpoint/safetensors.h"

namespace dinozero {

inline constexpr std::size_t kHeaderLengthBytes = 8;  ///< little-endian, at the start of the file
inline constexpr std::size_t kMaxHeaderBytes = std::size_t{1} << 20;
inline constexpr std::size_t kMaxTensors = 4096;
inline constexpr std::size_t kMaxRank = 8;
inline constexpr std::size_t kMaxMetadataEntries = 256;
inline constexpr std::string_view kMetadataKey = "__metadata__";

/// The type that the format spells `name`; nothing if this library does not read it.
std::optional<DType> parse_dtype(std::string_view name);

/// "F32, F16, ...": all that parse_dtype() knows.
std::string known_dtypes();

/// Bytes of a tensor. Nothing if an extent is negative, or if the product of the extents other
/// than 0, times the element size, exceeds 63 bits: an extent of 0 does not excuse the others.
std::optional<std::uint64_t> tensor_bytes(DType dtype, const std::vector<std::int64_t>& shape);

}  // namespace dinozero
