// SPDX-License-Identifier: Apache-2.0
// The cycles of a run by scope: what the calls of some functions take, with all that they call.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <regex>
#include <string>
#include <string_view>
#include <vector>

namespace dinozero::timing {

// Functions, by their symbols, and the scope that their cycles count for.
struct ScopeRule {
  // kCall: a call of one of them from outside of any call, up to the return, whatever else runs
  // meanwhile. kCode: their own code, which also ends such a call: who calls, not who is called.
  enum class Kind { kCall, kCode };
  Kind kind = Kind::kCode;
  std::string scope;
  std::regex pattern;  // searched for in the symbol; the first rule that matches counts
};

// "call linear ^_ZN8dinozero7kernels" or "code other ^_ZN8dinozero"; nothing where it is neither.
std::optional<ScopeRule> parse_scope_rule(std::string_view line);

class Scopes {
 public:
  static constexpr int kInherited = -1;

  explicit Scopes(std::vector<ScopeRule> rules) : rules_(std::move(rules)) {}

  // The rule for a symbol; kInherited where no rule matches (the C library): whoever ran before.
  int rule_of(const std::string& symbol);

  // From cycle `now` on code of this rule runs.
  void enter(int rule, std::uint64_t now);

  // Counting, off at first. What ran before `begin` decides whose the first cycles are.
  void begin(std::uint64_t now);
  void end(std::uint64_t now);

  // By scope; "" for what ran before any rule's code.
  const std::map<std::string, std::uint64_t>& cycles() const { return cycles_; }

 private:
  void count(std::uint64_t now);

  std::vector<ScopeRule> rules_;
  std::map<std::string, int> known_;
  std::map<std::string, std::uint64_t> cycles_;
  int current_ = kInherited;
  std::uint64_t since_ = 0;
  bool counting_ = false;
};

}  // namespace dinozero::timing
