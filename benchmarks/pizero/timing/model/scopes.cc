// SPDX-License-Identifier: Apache-2.0
#include "model/scopes.h"

namespace dinozero::timing {

std::optional<ScopeRule> parse_scope_rule(std::string_view line) {
  const std::size_t first = line.find(' ');
  const std::size_t second = first == std::string_view::npos ? first : line.find(' ', first + 1);
  if (second == std::string_view::npos) return std::nullopt;
  ScopeRule rule;
  const std::string_view kind = line.substr(0, first);
  if (kind != "call" && kind != "code") return std::nullopt;
  rule.kind = kind == "call" ? ScopeRule::Kind::kCall : ScopeRule::Kind::kCode;
  rule.scope = line.substr(first + 1, second - first - 1);
  try {
    rule.pattern = std::regex(std::string(line.substr(second + 1)));
  } catch (const std::regex_error&) {
    return std::nullopt;
  }
  return rule;
}

int Scopes::rule_of(const std::string& symbol) {
  if (rules_.empty()) return kInherited;
  const auto [known, inserted] = known_.try_emplace(symbol, kInherited);
  if (!inserted) return known->second;
  for (std::size_t k = 0; k < rules_.size() && known->second == kInherited; ++k) {
    if (std::regex_search(symbol, rules_[k].pattern)) known->second = static_cast<int>(k);
  }
  return known->second;
}

void Scopes::enter(int rule, std::uint64_t now) {
  const auto is_call = [this](int index) {
    return index != kInherited &&
           rules_[static_cast<std::size_t>(index)].kind == ScopeRule::Kind::kCall;
  };
  if (rule == current_ || (is_call(rule) && is_call(current_))) return;
  count(now);
  current_ = rule;
}

void Scopes::begin(std::uint64_t now) {
  counting_ = true;
  since_ = now;
}

void Scopes::end(std::uint64_t now) {
  count(now);
  counting_ = false;
}

void Scopes::count(std::uint64_t now) {
  if (!counting_) return;
  const std::string& scope =
      current_ == kInherited ? std::string() : rules_[static_cast<std::size_t>(current_)].scope;
  cycles_[scope] += now - since_;
  since_ = now;
}

}  // namespace dinozero::timing
