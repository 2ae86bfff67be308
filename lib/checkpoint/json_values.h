// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "dinozero/error.h"

namespace dinozero {

/// The scalars of a JSON object by path: {"a": {"b": [1, 2]}} has "a.b.0" and "a.b.1". For small
/// configurations; arrays and objects themselves have no entry.
class JsonValues {
 public:
  /// `source` names the text in messages. Errors: kMalformedFile for anything but one JSON object,
  /// a duplicate key or nesting deeper than 16.
  static Expected<JsonValues> parse(std::string_view text, const std::string& source);

  bool has(std::string_view path) const;
  /// Sorted paths of the scalars inside the object or array at `path`.
  std::vector<std::string> paths_below(std::string_view path) const;
  /// Absent is an empty optional; another type is a kMalformedFile error.
  Expected<std::optional<double>> number(std::string_view path) const;
  Expected<std::optional<std::string>> string(std::string_view path) const;

 private:
  using Value = std::variant<std::nullptr_t, bool, double, std::string>;

  std::string source_;
  std::map<std::string, Value, std::less<>> values_;
};

}  // namespace dinozero
