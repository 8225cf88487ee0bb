#pragma once

#include <span>
#include <string>
#include <vector>

#include "analyzer/policy/evaluate.h"
#include "analyzer/policy/operators.h"
#include "analyzer/policy/scalars.h"

namespace rootproof::policy {

/// Documents made ready for many requests: what is plainly written in them is read once. Decides exactly as
/// evaluate() does, which still decides whatever is not plain: variables, holes, several values, undocumented
/// forms. The documents must outlive it.
class CompiledPolicies {
 public:
  explicit CompiledPolicies(std::span<const PolicyDocument> documents);

  [[nodiscard]] Decision evaluate(const Request& request) const;

 private:
  /// A glob, cut at its first wildcard.
  struct Glob {
    std::string text;
    std::size_t literal = 0;  ///< bytes before the first wildcard
    bool open_end = false;    ///< nothing but one `*` follows, and it matches everything
  };
  struct PlainCondition {
    const Condition* source = nullptr;
    ConditionOperator op;
    std::string key;
    bool plain = false;  ///< the values below say all
    std::vector<std::string> texts;
    std::vector<Glob> globs;
    std::vector<IpRange> ranges;
    std::vector<Decimal> numbers;
  };
  struct PlainStatement {
    const PolicyDocument* document = nullptr;
    const Statement* source = nullptr;
    std::size_t policy = 0;
    std::size_t index = 0;
    bool plain_actions = false;
    bool plain_resources = false;
    bool plain_principals = false;
    bool everyone = false;  ///< the principals are not asked
    bool every_resource = false;
    std::vector<Glob> actions;    ///< in lower case
    std::vector<Glob> resources;  ///< ARNs
    std::vector<PlainCondition> conditions;
  };
  struct PlainRequest;

  static Glob glob(std::string text, std::size_t colons);
  static PlainCondition compile(const Condition& condition, bool variables);
  static PlainStatement compile(const PolicyDocument& document, std::size_t index);
  static Truth match_principals_plainly(const Statement& statement, const PlainRequest& request);
  static Truth match_condition_plainly(const PlainCondition& condition, const Request& request);
  static Match match(const PlainStatement& statement, const PlainRequest& request);

  std::vector<PlainStatement> statements_;
  std::vector<value::Reason> unknowns_;  ///< of whole documents
};

}  // namespace rootproof::policy
