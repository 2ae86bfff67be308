// SPDX-License-Identifier: Apache-2.0
#include "lib/checkpoint/safetensors_header.h"

#include <algorithm>
#include <cstdint>
#include <limits>
#include <nlohmann/json.hpp>
#include <optional>
#include <utility>

#include "lib/checkpoint/message.h"
#include "lib/checkpoint/safetensors_format.h"

namespace dinozero {
namespace {

std::string offsets_string(std::uint64_t begin, std::uint64_t end) {
  return "[" + std::to_string(begin) + ", " + std::to_string(end) + "]";
}

// Receives the events of nlohmann's SAX parser. An event that the format does not allow in the
// present state sets the error and returns false, which ends the parse; so the depth of nesting is
// that of the format, and no document tree is built.
class HeaderHandler {
 public:
  HeaderHandler(Span<const std::byte> data, const std::string& file_name)
      : data_(data), file_name_(file_name) {}

  bool null() { return unexpected("null"); }
  bool boolean(bool value) { return unexpected(value ? "true" : "false"); }
  // The parser calls this for numbers with a minus sign only, -0 included.
  bool number_integer(std::int64_t value) { return unexpected(std::to_string(value)); }
  bool number_unsigned(std::uint64_t value);
  // Also for integers beyond 64 bits.
  bool number_float(double /*value*/, const std::string& text) {
    return unexpected(printable(text, 40));
  }
  bool string(std::string& value);
  bool binary(nlohmann::json::binary_t& /*value*/) { return unexpected("binary data"); }

  bool start_object(std::size_t /*size*/);
  bool key(std::string& name);
  bool end_object();
  bool start_array(std::size_t /*size*/);
  bool end_array();

  bool parse_error(std::size_t position, const std::string& /*token*/,
                   const nlohmann::detail::exception& error);

  Expected<SafetensorsHeader> result() && {
    if (error_) return *std::move(error_);
    return std::move(header_);
  }

 private:
  enum class State { kStart, kRoot, kMetadata, kTensor, kShape, kOffsets };
  enum class Field { kNone, kDType, kShape, kOffsets };

  bool fail(const std::string& text, ErrorCode code = ErrorCode::kMalformedFile);
  bool unexpected(const std::string& found);
  std::string subject() const;
  const char* expected() const;
  bool root_key(const std::string& name);
  bool metadata_key(const std::string& name);
  bool tensor_key(const std::string& name);
  bool finish_tensor();

  Span<const std::byte> data_;
  const std::string& file_name_;
  SafetensorsHeader header_;
  std::optional<tl::unexpected<Error>> error_;

  State state_ = State::kStart;
  bool has_metadata_ = false;
  std::string key_;  // the latest of the root or the metadata

  // The tensor entry that is being read.
  Field field_ = Field::kNone;
  TensorView tensor_;
  bool has_dtype_ = false;
  bool has_shape_ = false;
  bool has_offsets_ = false;
  std::uint64_t offsets_[2] = {0, 0};
  std::size_t offset_count_ = 0;
};

bool HeaderHandler::fail(const std::string& text, ErrorCode code) {
  error_ = file_error(code, file_name_, subject() + text);
  return false;
}

bool HeaderHandler::unexpected(const std::string& found) {
  return fail(std::string("expected ") + expected() + ", found " + found);
}

std::string HeaderHandler::subject() const {
  switch (state_) {
    case State::kStart:
    case State::kRoot:
      if (key_.empty()) return "header: ";
      return key_ == kMetadataKey ? "metadata: " : "tensor " + in_quotes(key_) + ": ";
    case State::kMetadata:
      return key_.empty() ? "metadata: " : "metadata " + in_quotes(key_) + ": ";
    case State::kTensor:
    case State::kShape:
    case State::kOffsets:
      break;
  }
  std::string tensor = "tensor " + in_quotes(tensor_.name) + ": ";
  switch (field_) {
    case Field::kDType:
      return tensor + "dtype: ";
    case Field::kShape:
      return tensor + "shape: ";
    case Field::kOffsets:
      return tensor + "data_offsets: ";
    case Field::kNone:
      break;
  }
  return tensor;
}

// What the format wants for a value in the present state.
const char* HeaderHandler::expected() const {
  switch (state_) {
    case State::kStart:
    case State::kRoot:
      return "an object";
    case State::kMetadata:
      return "a string";
    case State::kTensor:
      return field_ == Field::kDType ? "a string" : "an array";
    case State::kShape:
    case State::kOffsets:
      break;
  }
  return "an unsigned integer";
}

bool HeaderHandler::number_unsigned(std::uint64_t value) {
  if (state_ == State::kShape) {
    if (value > static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max())) {
      return fail("expected extents below 2^63, found " + std::to_string(value));
    }
    if (tensor_.shape.size() == kMaxRank) {
      return fail("expected at most " + std::to_string(kMaxRank) + " dimensions, found more");
    }
    tensor_.shape.push_back(static_cast<std::int64_t>(value));
    return true;
  }
  if (state_ == State::kOffsets) {
    if (offset_count_ == 2) return fail("expected [begin, end], found a third number");
    offsets_[offset_count_++] = value;
    return true;
  }
  return unexpected(std::to_string(value));
}

bool HeaderHandler::string(std::string& value) {
  if (state_ == State::kMetadata) {
    header_.metadata.emplace(key_, value);
    return true;
  }
  if (state_ == State::kTensor && field_ == Field::kDType) {
    const std::optional<DType> dtype = parse_dtype(value);
    if (!dtype) {
      return fail("expected one of " + known_dtypes() + ", found " + in_quotes(value, 40),
                  ErrorCode::kUnsupported);
    }
    tensor_.dtype = *dtype;
    has_dtype_ = true;
    field_ = Field::kNone;
    return true;
  }
  return unexpected("the string " + in_quotes(value, 40));
}

bool HeaderHandler::start_object(std::size_t /*size*/) {
  if (state_ == State::kStart) {
    state_ = State::kRoot;
    return true;
  }
  if (state_ != State::kRoot) return unexpected("an object");
  if (key_ == kMetadataKey) {
    state_ = State::kMetadata;
    has_metadata_ = true;
    key_.clear();
    return true;
  }
  state_ = State::kTensor;
  field_ = Field::kNone;
  tensor_ = TensorView();
  tensor_.name = std::move(key_);
  key_.clear();
  has_dtype_ = has_shape_ = has_offsets_ = false;
  offset_count_ = 0;
  return true;
}

bool HeaderHandler::key(std::string& name) {
  if (state_ == State::kMetadata) return metadata_key(name);
  if (state_ == State::kTensor) return tensor_key(name);
  return root_key(name);
}

bool HeaderHandler::root_key(const std::string& name) {
  if (name.empty()) return fail("expected tensor names, found an empty one");
  if (name == kMetadataKey) {
    if (has_metadata_) return fail("expected one __metadata__, found a second");
  } else if (header_.tensors.size() == kMaxTensors) {
    return fail("expected at most " + std::to_string(kMaxTensors) + " tensors, found more");
  }
  key_ = name;
  return true;
}

bool HeaderHandler::metadata_key(const std::string& name) {
  key_ = name;
  if (header_.metadata.find(name) != header_.metadata.end()) {
    return fail("expected each key once, found a duplicate");
  }
  if (header_.metadata.size() == kMaxMetadataEntries) {
    return fail("expected at most " + std::to_string(kMaxMetadataEntries) + " entries, found more");
  }
  return true;
}

bool HeaderHandler::tensor_key(const std::string& name) {
  bool is_duplicate = false;
  if (name == "dtype") {
    field_ = Field::kDType;
    is_duplicate = has_dtype_;
  } else if (name == "shape") {
    field_ = Field::kShape;
    is_duplicate = has_shape_;
  } else if (name == "data_offsets") {
    field_ = Field::kOffsets;
    is_duplicate = has_offsets_;
  } else {
    return fail("expected the keys dtype, shape and data_offsets, found " + in_quotes(name));
  }
  if (is_duplicate) return fail("expected once, found a duplicate");
  return true;
}

bool HeaderHandler::end_object() {
  if (state_ == State::kTensor && !finish_tensor()) return false;
  key_.clear();
  state_ = State::kRoot;
  return true;
}

bool HeaderHandler::start_array(std::size_t /*size*/) {
  if (state_ == State::kTensor && field_ == Field::kShape) {
    state_ = State::kShape;
    return true;
  }
  if (state_ == State::kTensor && field_ == Field::kOffsets) {
    state_ = State::kOffsets;
    return true;
  }
  return unexpected("an array");
}

bool HeaderHandler::end_array() {
  if (state_ == State::kShape) {
    has_shape_ = true;
  } else {
    if (offset_count_ != 2) {
      return fail("expected [begin, end], found " + std::to_string(offset_count_) + " numbers");
    }
    has_offsets_ = true;
  }
  state_ = State::kTensor;
  field_ = Field::kNone;
  return true;
}

bool HeaderHandler::finish_tensor() {
  for (const auto& [is_there, name] :
       {std::pair{has_dtype_, "dtype"}, {has_shape_, "shape"}, {has_offsets_, "data_offsets"}}) {
    if (!is_there) {
      return fail(std::string("expected dtype, shape and data_offsets, found no ") + name);
    }
  }
  const auto [begin, end] = offsets_;
  const std::string type = dtype_name(tensor_.dtype) + (" " + shape_string(tensor_.shape));
  if (begin > end) {
    return fail("expected data_offsets [begin, end], found " + offsets_string(begin, end));
  }
  const std::optional<std::uint64_t> bytes = tensor_bytes(tensor_.dtype, tensor_.shape);
  if (!bytes) return fail("expected less than 2^63 bytes, found " + type);
  if (*bytes != end - begin) {
    return fail("expected " + std::to_string(*bytes) + " bytes for " + type +
                ", found data_offsets " + offsets_string(begin, end) + " of " +
                std::to_string(end - begin) + " bytes");
  }
  if (end > data_.size()) {
    return fail("expected data_offsets within the " + std::to_string(data_.size()) +
                " bytes of data that the file holds, found " + offsets_string(begin, end) +
                " (a truncated file?)");
  }
  tensor_.data = data_.data() + static_cast<std::size_t>(begin);
  tensor_.bytes = static_cast<std::size_t>(*bytes);
  header_.tensors.push_back(std::move(tensor_));
  return true;
}

bool HeaderHandler::parse_error(std::size_t position, const std::string& /*token*/,
                                const nlohmann::detail::exception& error) {
  // "[json.exception.parse_error.101] parse error at line 1, column 2: reason"
  std::string_view reason = error.what();
  constexpr std::string_view kColumn = ", column ";
  if (const std::size_t column = reason.find(kColumn); column != std::string_view::npos) {
    const std::size_t colon = reason.find(": ", column);
    if (colon != std::string_view::npos) reason.remove_prefix(colon + 2);
  }
  return fail("expected JSON, found an error at byte " + std::to_string(position) +
              " of the header: " + printable(reason));
}

}  // namespace

Expected<SafetensorsHeader> parse_safetensors_header(std::string_view json,
                                                     Span<const std::byte> data,
                                                     const std::string& file_name) {
  // The parser takes a NUL for the end of its input.
  if (const std::size_t nul = json.find('\0'); nul != std::string_view::npos) {
    return file_error(ErrorCode::kMalformedFile, file_name,
                      "header: expected JSON, found a NUL as byte " + std::to_string(nul + 1));
  }
  HeaderHandler handler(data, file_name);
  // False means that the handler holds an error.
  static_cast<void>(nlohmann::json::sax_parse(json.data(), json.data() + json.size(), &handler));
  return std::move(handler).result();
}

}  // namespace dinozero
