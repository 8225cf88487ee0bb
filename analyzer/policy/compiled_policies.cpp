#include "analyzer/policy/compiled_policies.h"

#include <algorithm>
#include <optional>
#include <string_view>
#include <utility>

#include "analyzer/policy/decision_tally.h"
#include "analyzer/policy/policy_text.h"
#include "analyzer/policy/truth.h"

namespace rootproof::policy {

namespace {

/// Where every character is a byte.
bool is_ascii(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

/// The text of an entry in which nothing is replaced.
std::optional<std::string> plain_text(const PolicyString& entry, bool variables) {
  std::optional<std::string> text = entry.text();
  if (text && ((variables && text->find("${") != std::string::npos) || !is_ascii(*text))) text.reset();
  return text;
}

}  // namespace

/// A request with what all statements ask of it.
struct CompiledPolicies::PlainRequest {
  explicit PlainRequest(const Request& asked) : request(asked), action(to_lower(asked.action)) {
    if (!request.principal) return;
    std::string_view arn = request.principal->arn;
    const std::size_t first = arn.find(':');
    if (first != std::string_view::npos)
      partition = arn.substr(first + 1, arn.find(':', first + 1) - first - 1);
    is_session = arn.find(":assumed-role/") != std::string_view::npos;
  }

  const Request& request;
  std::string action;
  std::string_view partition;
  bool is_session = false;
};

CompiledPolicies::Glob CompiledPolicies::glob(std::string text, std::size_t colons) {
  Glob glob{std::move(text), 0, false};
  glob.literal = std::min(glob.text.find_first_of("*?"), glob.text.size());
  const bool last = glob.literal + 1 == glob.text.size() && glob.text.back() == '*';
  const auto passed =
      std::count(glob.text.begin(), glob.text.begin() + static_cast<std::ptrdiff_t>(glob.literal), ':');
  glob.open_end = last && static_cast<std::size_t>(passed) >= colons;
  return glob;
}

CompiledPolicies::PlainCondition CompiledPolicies::compile(const Condition& condition, bool variables) {
  PlainCondition result;
  result.source = &condition;
  result.key = to_lower(condition.key);
  const std::optional<ConditionOperator> op = parse_operator(condition.operator_name);
  if (!op || condition.unknown || condition.values_unknown || condition.values.empty()) return result;
  result.op = *op;
  if (op->quantifier != SetQuantifier::none) return result;
  for (const PolicyString& value : condition.values) {
    std::optional<std::string> text = plain_text(value, variables && takes_variables(op->family));
    if (!text) return result;
    switch (op->family) {
      case OperatorFamily::string:
        result.texts.push_back(std::move(*text));
        break;
      case OperatorFamily::boolean:
        *text = to_lower(*text);
        if (*text != "true" && *text != "false") return result;
        result.texts.push_back(std::move(*text));
        break;
      case OperatorFamily::string_like:
        result.globs.push_back(glob(std::move(*text), 0));
        break;
      case OperatorFamily::arn:
        if (std::count(text->begin(), text->end(), ':') < 5) return result;
        result.globs.push_back(glob(std::move(*text), 5));
        break;
      case OperatorFamily::numeric:
        if (std::optional<Decimal> number = Decimal::parse(*text)) {
          result.numbers.push_back(std::move(*number));
          break;
        }
        return result;
      case OperatorFamily::address:
        if (const std::optional<IpRange> range = IpRange::parse(*text)) {
          result.ranges.push_back(*range);
          break;
        }
        return result;
      case OperatorFamily::string_ignore_case:
      case OperatorFamily::date:
      case OperatorFamily::binary:
      case OperatorFamily::null:
        return result;
    }
  }
  result.plain = true;
  return result;
}

CompiledPolicies::PlainStatement CompiledPolicies::compile(const PolicyDocument& document,
                                                           std::size_t index) {
  const Statement& statement = document.statements[index];
  PlainStatement result;
  result.document = &document;
  result.source = &statement;
  result.index = index;
  const bool variables = variable_rule(document) != VariableRule::literal;
  result.plain_actions = statement.has_action && !statement.actions_unknown;
  for (const PolicyString& action : statement.actions) {
    const std::optional<std::string> text = plain_text(action, false);
    result.plain_actions = result.plain_actions && text && is_documented_action(*text);
    if (!result.plain_actions) break;
    result.actions.push_back(glob(*text == "*:*" ? "*" : to_lower(*text), 0));
  }
  result.plain_resources = !statement.resources_unknown;
  result.every_resource = result.plain_resources && !statement.has_resource;
  for (const PolicyString& resource : statement.resources) {
    std::optional<std::string> text = plain_text(resource, variables);
    if (text && *text == "*" && !statement.not_resource) {
      result.every_resource = result.plain_resources;
      continue;
    }
    result.plain_resources =
        result.plain_resources && text && std::count(text->begin(), text->end(), ':') >= 5;
    if (!result.plain_resources) break;
    result.resources.push_back(glob(std::move(*text), 5));
  }
  result.everyone = !statement.has_principal ||
                    (!statement.not_principal &&
                     std::any_of(statement.principals.begin(), statement.principals.end(), is_everyone));
  result.plain_principals = !statement.not_principal && !statement.principals_unknown;
  for (const Condition& condition : statement.conditions)
    result.conditions.push_back(compile(condition, variables));
  return result;
}

CompiledPolicies::CompiledPolicies(std::span<const PolicyDocument> documents) {
  for (std::size_t i = 0; i < documents.size(); ++i) {
    for (std::size_t j = 0; j < documents[i].statements.size(); ++j) {
      statements_.push_back(compile(documents[i], j));
      statements_.back().policy = i;
    }
    unknowns_.insert(unknowns_.end(), documents[i].unknowns.begin(), documents[i].unknowns.end());
  }
}

Truth CompiledPolicies::match_principals_plainly(const Statement& statement, const PlainRequest& request) {
  if (!request.request.principal) return Truth::unknown;
  const RequestPrincipal& caller = *request.request.principal;
  for (const Principal& principal : statement.principals) {
    if (principal.type == PrincipalType::service) {
      if (caller.type == "Service") return Truth::unknown;
      continue;
    }
    if (principal.type != PrincipalType::aws || caller.type != "AWS") return Truth::unknown;
    switch (principal.form) {
      case AwsPrincipalForm::account: {
        if (principal.account.id.empty()) return Truth::unknown;
        const bool other_partition = !principal.partition.empty() && !request.partition.empty() &&
                                     principal.partition != request.partition;
        if (!other_partition && principal.account.id == caller.account) return Truth::yes;
        break;
      }
      case AwsPrincipalForm::role:
        if (request.is_session) return Truth::unknown;
        [[fallthrough]];
      case AwsPrincipalForm::user:
      case AwsPrincipalForm::assumed_role_session:
      case AwsPrincipalForm::federated_user: {
        const std::optional<std::string> text = principal.text.text();
        if (!text) return Truth::unknown;
        if (*text == caller.arn) return Truth::yes;
        break;
      }
      case AwsPrincipalForm::everyone:
      case AwsPrincipalForm::unique_id:
      case AwsPrincipalForm::partial_wildcard:
      case AwsPrincipalForm::invalid:
      case AwsPrincipalForm::unknown:
        return Truth::unknown;
    }
  }
  return Truth::no;
}

namespace {

template <class Entry>
bool starts_like(const Entry& glob, std::string_view text) {
  return text.size() >= glob.literal && text.compare(0, glob.literal, glob.text, 0, glob.literal) == 0;
}

template <class Entry>
bool glob_matches(const Entry& glob, std::string_view text) {
  if (!starts_like(glob, text)) return false;
  if (glob.open_end) return true;
  if (glob.literal == glob.text.size()) return text.size() == glob.literal;
  return glob_match(glob.text, text);
}

template <class Entry>
bool arn_matches(const Entry& glob, std::string_view text) {
  if (!starts_like(glob, text)) return false;
  if (glob.open_end) return true;
  if (glob.literal == glob.text.size()) return text.size() == glob.literal;
  return arn_match(glob.text, text);
}

}  // namespace

/// `unknown`: the full evaluation has to say.
Truth CompiledPolicies::match_condition_plainly(const PlainCondition& condition, const Request& request) {
  if (!condition.plain) return Truth::unknown;
  const ConditionOperator& op = condition.op;
  const auto found = request.context.find(condition.key);
  if (found == request.context.end() || found->second.empty()) return to_truth(op.if_exists || op.negated);
  if (found->second.size() != 1) return Truth::unknown;
  const std::string& value = found->second[0];
  if (takes_wildcards(op.family) && !is_ascii(value)) return Truth::unknown;
  bool any = false;
  switch (op.family) {
    case OperatorFamily::string:
      any = std::find(condition.texts.begin(), condition.texts.end(), value) != condition.texts.end();
      break;
    case OperatorFamily::boolean:
      if (value != "true" && value != "false") return Truth::unknown;
      any = std::find(condition.texts.begin(), condition.texts.end(), value) != condition.texts.end();
      break;
    case OperatorFamily::string_like:
      any = std::any_of(condition.globs.begin(), condition.globs.end(),
                        [&value](const Glob& glob) { return glob_matches(glob, value); });
      break;
    case OperatorFamily::arn:
      any = std::any_of(condition.globs.begin(), condition.globs.end(),
                        [&value](const Glob& glob) { return arn_matches(glob, value); });
      break;
    case OperatorFamily::numeric: {
      const std::optional<Decimal> number = Decimal::parse(value);
      if (!number) return Truth::unknown;
      any = std::any_of(condition.numbers.begin(), condition.numbers.end(),
                        [&](const Decimal& bound) { return in_order(op.ordering, *number <=> bound); });
      break;
    }
    case OperatorFamily::address: {
      const std::optional<IpAddress> address = IpAddress::parse(value);
      if (!address) return Truth::unknown;
      any = std::any_of(condition.ranges.begin(), condition.ranges.end(),
                        [&address](const IpRange& range) { return range.contains(*address); });
      break;
    }
    case OperatorFamily::string_ignore_case:
    case OperatorFamily::date:
    case OperatorFamily::binary:
    case OperatorFamily::null:
      return Truth::unknown;
  }
  return to_truth(any != op.negated);
}

Match CompiledPolicies::match(const PlainStatement& statement, const PlainRequest& request) {
  const Statement& source = *statement.source;
  bool plain = statement.plain_actions && statement.plain_resources && !source.conditions_unknown &&
               !source.elements_unknown;
  if (statement.plain_actions) {
    const bool listed = std::any_of(statement.actions.begin(), statement.actions.end(),
                                    [&](const Glob& glob) { return glob_matches(glob, request.action); });
    if (listed == source.not_action) return {Truth::no, {}};
  }
  if (statement.plain_resources && !statement.every_resource) {
    const std::string& resource = request.request.resource;
    const bool listed = std::any_of(statement.resources.begin(), statement.resources.end(),
                                    [&resource](const Glob& glob) { return arn_matches(glob, resource); });
    if (listed == source.not_resource) return {Truth::no, {}};
  }
  if (!statement.everyone) {
    const Truth truth =
        statement.plain_principals ? match_principals_plainly(source, request) : Truth::unknown;
    if (truth == Truth::no) return {Truth::no, {}};
    plain = plain && truth == Truth::yes;
  }
  for (const PlainCondition& condition : statement.conditions) {
    const Truth truth = match_condition_plainly(condition, request.request);
    if (truth == Truth::no) return {Truth::no, {}};
    plain = plain && truth == Truth::yes;
  }
  if (plain) return {Truth::yes, {}};
  return match_statement(*statement.document, source, request.request);
}

Decision CompiledPolicies::evaluate(const Request& request) const {
  const PlainRequest plain(request);
  SetMatch tally;
  for (const PlainStatement& statement : statements_)
    count_statement(*statement.source, statement.policy, statement.index, match(statement, plain), tally);
  tally.possibly_denying.insert(tally.possibly_denying.end(), unknowns_.begin(), unknowns_.end());
  tally.possibly_allowing.insert(tally.possibly_allowing.end(), unknowns_.begin(), unknowns_.end());
  return decide(std::move(tally));
}

}  // namespace rootproof::policy
