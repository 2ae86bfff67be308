// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "dinozero/error.h"
#include "dinozero/span.h"

namespace dinozero {

/// Element types of the safetensors format that this library reads.
enum class DType { kF32, kF16, kBF16, kI8, kU8, kI32, kI64, kF64, kBool };

/// "F32", ... as the format spells them.
const char* dtype_name(DType dtype);
/// Bytes of one element.
std::size_t dtype_size(DType dtype);

/// One tensor of an open file: a view into it.
struct TensorView {
  std::string name;
  DType dtype = DType::kF32;
  std::vector<std::int64_t> shape;  ///< each >= 0; empty for a scalar
  const std::byte* data = nullptr;  ///< row-major, little-endian, at any alignment
  std::size_t bytes = 0;            ///< product of the shape times the element size
};

/// "[197, 128]".
std::string shape_string(const std::vector<std::int64_t>& shape);

/// A strictly checked, open safetensors file (https://github.com/huggingface/safetensors,
/// "Format"). The data stays where it is: in the private read-only mapping, or in the caller's
/// memory.
///
/// Refused, each with kMalformedFile and a message with file, tensor, expected and found: a header
/// over 1 MiB or not a JSON object of the format's form, over 4096 tensors, 8 dimensions or 256
/// metadata entries, duplicate names or metadata keys, a shape times element size that overflows or
/// differs from the offsets' distance, offsets that overlap, leave gaps or leave the file, bytes
/// after the last tensor. An element type not in DType: kUnsupported. The values of the tensors are
/// not looked at.
///
/// Memory is taken for what the header holds, never for what it claims: usually about twice its
/// text, at worst (a header that is one long string) twelve times.
class Safetensors {
 public:
  /// Maps the file, which must not be shortened or changed in place as long as the result lives
  /// (see MappedFile). Errors: kNotFound, kIo (directory, FIFO, device, no permission, not
  /// mappable), kOutOfMemory (larger than the address space), kMalformedFile, kUnsupported.
  static Expected<Safetensors> open(const std::string& path);
  /// Reads `size` bytes at `data`, at any alignment, which have to outlive the result. `name`
  /// stands for the file in messages. Errors: kMalformedFile, kUnsupported, kInvalidArgument
  /// (null).
  static Expected<Safetensors> from_memory(const void* data, std::size_t size,
                                           const std::string& name);

  Safetensors(Safetensors&&) noexcept;
  Safetensors& operator=(Safetensors&&) noexcept;
  ~Safetensors();

  const std::string& file_name() const;
  std::size_t file_bytes() const;
  /// Whether the data is in a mapped file, not in the caller's memory.
  bool is_mapped() const;
  /// Sorted by name.
  Span<const TensorView> tensors() const;
  /// Null if there is none of that name.
  const TensorView* find(std::string_view name) const;
  /// The `__metadata__` object: strings by key; empty if the file has none.
  const std::map<std::string, std::string, std::less<>>& metadata() const;

 private:
  struct State;
  explicit Safetensors(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

/// Writes a safetensors file in which every tensor of a multiple of 64 bytes starts at a multiple
/// of 64 bytes of the file, and every other one at a multiple of its element size. The format
/// allows no gaps, so the header is padded with spaces, and the tensors are ordered: multiples of
/// 64 bytes first, the rest after them; within both by descending element size, then name.
///
/// Writes to a temporary file in the same folder, flushes it and renames it, so that a failed or
/// interrupted write leaves an existing file whole; a symbolic link is replaced, not followed. The
/// tensors may be views into the file that is replaced. Values are not looked at.
/// Errors: kInvalidArgument (duplicate, empty or non-UTF-8 name, bytes that do not fit the shape,
/// the reader's limits), kIo.
Expected<void> write_safetensors(const std::string& path, Span<const TensorView> tensors,
                                 const std::map<std::string, std::string, std::less<>>& metadata);

/// The size of the file that write_safetensors() would write. Errors: its kInvalidArgument.
Expected<std::uint64_t> safetensors_file_bytes(
    Span<const TensorView> tensors,
    const std::map<std::string, std::string, std::less<>>& metadata);

}  // namespace dinozero
