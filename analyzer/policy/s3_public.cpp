#include "analyzer/policy/s3_public.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>

#include "analyzer/policy/operators.h"
#include "analyzer/policy/pattern.h"
#include "analyzer/policy/scalars.h"
#include "parsers/arn.h"

namespace rootproof::policy {

namespace {

/// Whether a statement is limited to fixed values, as far as one of its parts says.
enum class Limit : std::uint8_t { none, unknown, fixed };

struct Answer {
  Limit limit = Limit::none;
  std::string because;
};

/// Keys whose fixed value names a principal or one of the sources of the guide, in lower case. More than that
/// is asked of aws:SourceIp, aws:userid and s3:DataAccessPointArn.
constexpr std::array<std::string_view, 10> kPlainKeys{
    "aws:principalorgid", "aws:principalorgpaths",
    "aws:principalarn",   "aws:principalaccount",
    "aws:sourcearn",      "aws:sourcevpc",
    "aws:sourcevpce",     "aws:sourceowner",
    "aws:sourceaccount",  "s3:dataaccesspointaccount",
};
constexpr std::string_view kKmsKey = "s3:x-amz-server-side-encryption-aws-kms-key-id";
/// Networks wider than this count as public (S3 User Guide, same page).
constexpr int kWidestIpv4 = 8;
constexpr int kWidestIpv6 = 32;

bool has_variable(std::string_view text) { return text.find("${") != std::string_view::npos; }

Limit limit_of(bool fixed) { return fixed ? Limit::fixed : Limit::none; }

/// `arn:aws:s3:us-west-2:111122223333:accesspoint/*` is fixed: only the name is open.
bool is_access_point_of_fixed_account(std::string_view text) {
  return is_account_id(arn_component(text, 4)) && arn_component(text, 5).starts_with("accesspoint/") &&
         !has_variable(text);
}

/// `AROAEXAMPLEID:*` stands for every session of a role, as anybody may name them.
bool is_every_session(std::string_view text) {
  return text.starts_with("AROA") && text.find(':') != std::string_view::npos;
}

Limit of_network(std::string_view text) {
  const std::optional<IpRange> range = IpRange::parse(text);
  if (!range) return Limit::none;
  const bool version_6 = text.find(':') != std::string_view::npos;
  return limit_of(range->prefix >= (version_6 ? kWidestIpv6 : kWidestIpv4));
}

/// What one value of a key makes of the statement.
Limit of_value(std::string_view key, std::string_view text) {
  if (key == "aws:sourceip") return of_network(text);
  if (key == "s3:dataaccesspointarn" && is_access_point_of_fixed_account(text)) return Limit::fixed;
  if (has_wildcard(text) || has_variable(text)) return Limit::none;
  return limit_of(key != "aws:userid" || !is_every_session(text));
}

bool is_listed(std::string_view key) {
  return key == "aws:sourceip" || key == "aws:userid" || key == "s3:dataaccesspointarn" || key == kKmsKey ||
         std::find(kPlainKeys.begin(), kPlainKeys.end(), key) != kPlainKeys.end();
}

/// Orders, ranges of numbers and the rest single nothing out.
bool compares_for_equality(const ConditionOperator& op, std::string_view key) {
  switch (op.family) {
    case OperatorFamily::string:
    case OperatorFamily::string_ignore_case:
    case OperatorFamily::string_like:
    case OperatorFamily::arn:
      return true;
    case OperatorFamily::address:
      return key == "aws:sourceip";
    case OperatorFamily::numeric:
    case OperatorFamily::date:
    case OperatorFamily::boolean:
    case OperatorFamily::binary:
    case OperatorFamily::null:
      break;
  }
  return false;
}

Answer of_condition(const Condition& condition) {
  const std::string key = to_lower(condition.key);
  if (condition.unknown && condition.key.empty()) return {Limit::unknown, "a condition is not known"};
  if (!is_listed(key)) return {};
  const std::string name = condition.operator_name + " on " + condition.key;
  const std::optional<ConditionOperator> op = parse_operator(condition.operator_name);
  if (!op) return {Limit::unknown, "the operator of " + name + " is not documented"};
  if (op->negated) return {};
  if (!compares_for_equality(*op, key)) return {Limit::none, name + " asks for no fixed value"};
  if (key == "aws:sourceip" && op->family != OperatorFamily::address)
    return {Limit::unknown, "AWS does not say what S3 makes of " + name};
  if (op->if_exists || op->quantifier != SetQuantifier::none)
    return {Limit::unknown, "AWS does not say what S3 makes of " + name};
  if (condition.unknown || condition.values_unknown)
    return {Limit::unknown, "the values of " + name + " are not known"};
  Answer answer{Limit::fixed, {}};
  for (const PolicyString& value : condition.values) {
    const std::optional<std::string> text = value.text();
    if (!text) {
      answer = {Limit::unknown, "a value of " + name + " is not known"};
      continue;
    }
    // Who gives no credentials has these names, too.
    const bool anybody = to_lower(*text) == "anonymous";
    if (anybody || of_value(key, *text) == Limit::none)
      return {Limit::none, name + " \"" + *text + "\" is no fixed value"};
  }
  return condition.values.empty() ? Answer{} : answer;
}

Answer of_principals(const Statement& statement) {
  if (statement.not_principal) return {Limit::none, "NotPrincipal names who is left out"};
  Answer answer{Limit::fixed, {}};
  for (const Principal& principal : statement.principals) {
    if (is_everyone(principal)) return {Limit::none, "it names every caller"};
    const std::optional<std::string> text = principal.text.text();
    if (!text)
      answer = {Limit::unknown, "a principal is not known"};
    else if (has_wildcard(*text) || has_variable(*text))
      return {Limit::none, "the principal \"" + *text + "\" is no fixed value"};
  }
  if (statement.principals_unknown) return {Limit::unknown, "the principals are not known"};
  return answer;
}

/// The best of what principals and conditions say: one fixed value is enough.
Answer of_statement(const Statement& statement) {
  Answer best = of_principals(statement);
  std::string misses = best.because;
  for (const Condition& condition : statement.conditions) {
    Answer answer = of_condition(condition);
    if (answer.limit == Limit::none && !answer.because.empty()) misses += ", and " + answer.because;
    if (answer.limit > best.limit) best = std::move(answer);
  }
  if (statement.conditions_unknown && best.limit == Limit::none)
    return {Limit::unknown, "the conditions are not known"};
  if (best.limit == Limit::none) best.because = misses;
  return best;
}

/// Whether an action of the statement is one of S3.
bool is_about_s3(const Statement& statement) {
  if (statement.actions_unknown) return true;
  std::size_t budget = 100'000;
  if (statement.not_action) {
    LanguageQuery query;
    query.any_of = {{TextPattern::glob("s3:*", true)}};
    for (const PolicyString& entry : statement.actions)
      if (const std::optional<std::string> text = entry.text())
        query.none_of.push_back(TextPattern::glob(*text, true));
    return find_text(query, budget).kind != LanguageAnswer::Kind::empty;
  }
  return std::any_of(statement.actions.begin(), statement.actions.end(),
                     [&budget](const PolicyString& entry) {
                       const std::optional<std::string> text = entry.text();
                       if (!text) return true;
                       LanguageQuery query;
                       query.any_of = {{TextPattern::glob(*text, true)}, {TextPattern::glob("s3:*", true)}};
                       return find_text(query, budget).kind != LanguageAnswer::Kind::empty;
                     });
}

}  // namespace

const char* to_string(S3Verdict verdict) {
  switch (verdict) {
    case S3Verdict::not_about_s3:
      return "not_about_s3";
    case S3Verdict::not_public:
      return "not_public";
    case S3Verdict::is_public:
      return "public";
    case S3Verdict::undecided:
      return "undecided";
  }
  return "";
}

S3Meaning s3_meaning_of_public(std::span<const PolicyDocument> documents) {
  S3Meaning meaning;
  for (std::size_t i = 0; i < documents.size(); ++i) {
    const PolicyDocument& document = documents[i];
    if (!document.unknowns.empty() && meaning.verdict != S3Verdict::undecided)
      meaning = {S3Verdict::undecided, i, 0, "statements of the policy are not known"};
    for (std::size_t k = 0; k < document.statements.size(); ++k) {
      const Statement& statement = document.statements[k];
      const bool has_principal = statement.has_principal || statement.principals_unknown;
      if (statement.effect == Effect::deny || !has_principal || !is_about_s3(statement)) continue;
      const Answer answer = of_statement(statement);
      const bool certain = statement.guard.always() && !statement.may_be_absent &&
                           statement.effect == Effect::allow && !statement.elements_unknown;
      if (answer.limit == Limit::none && certain) return {S3Verdict::is_public, i, k, answer.because};
      if (answer.limit != Limit::fixed && meaning.verdict != S3Verdict::undecided)
        meaning = {S3Verdict::undecided, i, k,
                   certain ? answer.because : "the statement is not there for certain"};
      if (meaning.verdict == S3Verdict::not_about_s3) meaning.verdict = S3Verdict::not_public;
    }
  }
  return meaning;
}

}  // namespace rootproof::policy
