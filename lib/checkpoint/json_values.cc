// SPDX-License-Identifier: Apache-2.0
#include "lib/checkpoint/json_values.h"

#include <nlohmann/json.hpp>
#include <utility>
#include <vector>

namespace dinozero {
namespace {

constexpr std::size_t kMaxDepth = 16;

using Value = std::variant<std::nullptr_t, bool, double, std::string>;
using ValueMap = std::map<std::string, Value, std::less<>>;

// Collects scalars under their path. A callback that returns false ends the parse.
class PathCollector : public nlohmann::json_sax<nlohmann::json> {
 public:
  explicit PathCollector(ValueMap* values) : values_(values) {}

  const std::string& error() const { return error_; }

  bool null() override { return add(nullptr); }
  bool boolean(bool value) override { return add(value); }
  bool number_integer(number_integer_t value) override { return add(static_cast<double>(value)); }
  bool number_unsigned(number_unsigned_t value) override { return add(static_cast<double>(value)); }
  bool number_float(number_float_t value, const string_t&) override { return add(value); }
  bool string(string_t& value) override { return add(std::move(value)); }
  bool binary(binary_t&) override { return fail("binary value"); }

  bool start_object(std::size_t) override { return open(false); }
  bool start_array(std::size_t) override { return open(true); }
  bool end_object() override { return close(); }
  bool end_array() override { return close(); }

  bool key(string_t& name) override {
    Level& level = levels_.back();
    path_.resize(level.path_length);
    if (!path_.empty()) path_ += '.';
    path_ += name;
    return true;
  }

  bool parse_error(std::size_t position, const std::string&,
                   const nlohmann::json::exception&) override {
    return fail("not JSON at byte " + std::to_string(position));
  }

 private:
  struct Level {
    bool is_array;
    std::size_t path_length;
    std::size_t next_index;
  };

  bool fail(std::string message) {
    if (error_.empty()) error_ = std::move(message);
    return false;
  }

  // Array elements have no key() call: their index is the last part of the path.
  void begin_value() {
    if (levels_.empty() || !levels_.back().is_array) return;
    Level& level = levels_.back();
    path_.resize(level.path_length);
    path_ += '.' + std::to_string(level.next_index++);
  }

  bool add(Value value) {
    if (levels_.empty()) return fail("expected a JSON object");
    begin_value();
    if (!values_->emplace(path_, std::move(value)).second) return fail("duplicate key " + path_);
    return true;
  }

  bool open(bool is_array) {
    if (levels_.empty() && is_array) return fail("expected a JSON object, found an array");
    if (levels_.size() >= kMaxDepth) return fail("nested too deeply");
    begin_value();
    levels_.push_back({is_array, path_.size(), 0});
    return true;
  }

  bool close() {
    path_.resize(levels_.back().path_length);
    levels_.pop_back();
    return true;
  }

  ValueMap* values_;
  std::vector<Level> levels_;
  std::string path_;
  std::string error_;
};

Error wrong_type(const std::string& source, std::string_view path, const char* expected) {
  return {ErrorCode::kMalformedFile,
          source + ": \"" + std::string(path) + "\": expected a " + expected};
}

}  // namespace

Expected<JsonValues> JsonValues::parse(std::string_view text, const std::string& source) {
  JsonValues result;
  result.source_ = source;
  PathCollector collector(&result.values_);
  if (!nlohmann::json::sax_parse(text.begin(), text.end(), &collector)) {
    return tl::unexpected(Error{ErrorCode::kMalformedFile,
                                source + ": expected a JSON object: " + collector.error()});
  }
  return result;
}

bool JsonValues::has(std::string_view path) const { return values_.find(path) != values_.end(); }

std::vector<std::string> JsonValues::paths_below(std::string_view path) const {
  const std::string prefix = std::string(path) + ".";
  std::vector<std::string> paths;
  for (auto entry = values_.lower_bound(prefix); entry != values_.end(); ++entry) {
    if (entry->first.compare(0, prefix.size(), prefix) != 0) break;
    paths.push_back(entry->first);
  }
  return paths;
}

Expected<std::optional<double>> JsonValues::number(std::string_view path) const {
  const auto found = values_.find(path);
  if (found == values_.end()) return std::optional<double>();
  const double* value = std::get_if<double>(&found->second);
  if (value == nullptr) return tl::unexpected(wrong_type(source_, path, "number"));
  return std::optional<double>(*value);
}

Expected<std::optional<std::string>> JsonValues::string(std::string_view path) const {
  const auto found = values_.find(path);
  if (found == values_.end()) return std::optional<std::string>();
  const std::string* value = std::get_if<std::string>(&found->second);
  if (value == nullptr) return tl::unexpected(wrong_type(source_, path, "string"));
  return std::optional<std::string>(*value);
}

}  // namespace dinozero
