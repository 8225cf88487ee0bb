#include "analyzer/policy/caller_texts.h"

#include <string>
#include <utility>

#include "analyzer/policy/policy_text.h"
#include "parsers/source/limits.h"

namespace rootproof::policy {

using value::HoleKind;
using value::ReasonKind;

namespace {

Answer undecided_by_limit(const char* limit) {
  Answer answer;
  answer.verdict = Verdict::undecided;
  answer.reasons = {{ReasonKind::limit, limit, {}}};
  return answer;
}

}  // namespace

std::optional<Answer> too_many_statements(const PolicyDocument& document) {
  if (document.statements.size() <= limits::kStatementsPerQuestion) return std::nullopt;
  return undecided_by_limit("kStatementsPerQuestion");
}

std::optional<Answer> beyond_limits(const PolicyDocument& document) {
  if (std::optional<Answer> answer = too_many_statements(document)) return answer;
  std::size_t values = 0;
  for (const Statement& statement : document.statements) {
    values += statement.principals.size();
    for (const Condition& condition : statement.conditions) values += 1 + condition.values.size();
  }
  if (values > limits::kWrittenValues) return undecided_by_limit("kWrittenValues");
  return std::nullopt;
}

TextPattern user_ids(std::string_view type) {
  const SymbolSet id = one_of_symbols("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789");
  TextPattern pattern;
  if (type == "FederatedUser") {
    pattern.add(hole_pattern(HoleKind::account_id));
  } else {
    pattern.add_literal(type == "User" ? "AIDA" : "AROA");
    pattern.add_one(id);
    pattern.add_run(id);
  }
  if (type == "User") return pattern;
  pattern.add_literal(":");
  pattern.add_one(any_symbol_but(':'));
  pattern.add_run(any_symbol_but(':'));
  return pattern;
}

const SymbolSet& symbols_of_paths() {
  static const SymbolSet kSymbols = [] {
    std::string printable;
    for (char c = '!'; c <= '~'; ++c)
      if (c != '*' && c != '?' && c != ':') printable += c;
    return one_of_symbols(printable);
  }();
  return kSymbols;
}

const TextPattern& path_and_name() {
  static const TextPattern kPattern = [] {
    TextPattern pattern;
    pattern.add_run(symbols_of_paths());
    pattern.add_one(one_of_symbols("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+=,.@_-"));
    return pattern;
  }();
  return kPattern;
}

void write_out_not_principal(Statement& statement) {
  if (!statement.not_principal) return;
  Condition spared;
  spared.operator_name = "ArnNotEquals";
  spared.key = "aws:PrincipalArn";
  spared.span = spared.key_span = spared.operator_span = statement.principal_span;
  spared.values_unknown = statement.principals_unknown;
  if (spared.values_unknown && !statement.unknowns.empty()) spared.unknown = statement.unknowns.front();
  for (const Principal& principal : statement.principals) {
    if (principal.type != PrincipalType::aws) continue;
    PolicyString arn = principal.text;
    if (principal.form == AwsPrincipalForm::account && !principal.account.id.empty())
      arn.value = value::Value::string("arn:*:iam::" + principal.account.id + ":root");
    if (principal.form == AwsPrincipalForm::everyone) arn.value = value::Value::string(std::string("*"));
    spared.values.push_back(std::move(arn));
  }
  const bool aws_only = spared.values.size() == statement.principals.size();
  statement.not_principal = false;
  statement.principals_unknown = false;
  statement.principals = {parse_principal("*", {value::Value::string(std::string("*")), {}})};
  // Without an AWS principal in the list only services and the like are spared: all identities are denied.
  if (!spared.values.empty() || spared.values_unknown || aws_only)
    statement.conditions.push_back(std::move(spared));
}

}  // namespace rootproof::policy
