// Why a Deny statement about root does not do what it seems to (domain.md §3.2, each cause by its own
// sentence).
#include <algorithm>
#include <array>
#include <utility>

#include "analyzer/policy/box_search.h"
#include "analyzer/policy/context_keys.h"
#include "analyzer/policy/policy_text.h"
#include "analyzer/policy/root_question.h"
#include "analyzer/policy/scalars.h"
#include "parsers/arn.h"
#include "parsers/regions.h"
#include "parsers/source/limits.h"

namespace rootproof::policy {

namespace {

bool contains(std::string_view text, std::string_view part) {
  return text.find(part) != std::string_view::npos;
}

bool is_identity_key(const std::string& key) {
  static constexpr std::array<std::string_view, 6> kKeys{"aws:principalarn", "aws:principaltype",
                                                         "aws:userid",       "aws:username",
                                                         "aws:assumedroot",  "aws:principalaccount"};
  return std::find(kKeys.begin(), kKeys.end(), key) != kKeys.end();
}

/// Root is written in the statement: in its Sid or in a condition about who calls.
bool is_about_root(const Statement& statement) {
  if (contains(to_lower(statement.sid), "root")) return true;
  return std::any_of(
      statement.conditions.begin(), statement.conditions.end(), [](const Condition& condition) {
        const std::string key = to_lower(condition.key);
        if (key == "aws:assumedroot" || key == "aws:principaltype") return true;
        if (!is_identity_key(key) && !is_undocumented_global_key(key)) return false;
        return std::any_of(condition.values.begin(), condition.values.end(), [](const PolicyString& value) {
          return contains(to_lower(value.value.to_display()), "root");
        });
      });
}

std::size_t field_count(std::string_view text) {
  return static_cast<std::size_t>(std::count(text.begin(), text.end(), ':')) + 1;
}

std::string field(std::string_view arn, int index) { return std::string(arn_component(arn, index)); }

std::string quoted(const std::string& text) { return "\"" + text + "\""; }

/// A cause in words and the element it lies in.
struct Cause {
  std::string text;
  source::Span span;
};

/// A positive condition on a key that AWS does not document holds for no request that is known to exist.
bool asks_for_undocumented_key(const Condition& condition) {
  const std::optional<ConditionOperator> op = parse_operator(condition.operator_name);
  return op && is_undocumented_global_key(to_lower(condition.key)) && !op->negated && !op->if_exists &&
         op->family != OperatorFamily::null && op->quantifier != SetQuantifier::for_all;
}

class ConditionExplainer {
 public:
  ConditionExplainer(const PolicyDocument& document, const Condition& condition, const RequestModel& model)
      : document_(document), condition_(condition), model_(model), key_(to_lower(condition.key)) {
    if (const auto op = parse_operator(condition.operator_name)) op_ = *op;
    for (const PolicyString& value : condition.values)
      if (const std::optional<std::string> text = value.text()) {
        values_.push_back(*text);
        spans_.push_back(value.span);
      }
  }

  /// Why the condition holds for no request of a root user.
  Cause dead() {
    if (key_ == "aws:assumedroot")
      return at_operator("aws:AssumedRoot is absent from requests with long-term credentials, so " +
                         condition_.operator_name +
                         " never holds; Null true or BoolIfExists false exempt AssumeRoot sessions");
    if (op_.family == OperatorFamily::null) return null_cause();
    if (variables_are_literal())
      return at_value(0, R"(policy variables are replaced only under "Version": "2012-10-17")");
    if (key_ == "aws:principalarn") return arn_cause();
    if (key_ == "aws:principaltype") return type_cause();
    if (key_ == "aws:userid" && !op_.negated)
      return at_value(0, "aws:userid of a root user is the account id, never " + first());
    if (op_.family == OperatorFamily::date)
      return at_value(0, "the date of the condition lies in the past, so it never holds again");
    if (const std::optional<Cause> cause = network_cause()) return *cause;
    const PartDomain& domain = model_.domain(key_);
    if (key_.substr(0, 17) == "aws:principaltag/")
      return at_key("a root user carries no principal tags, and " + condition_.operator_name +
                    " does not hold without the tag");
    if (!domain.may_be_present || domain.doubtful)
      return at_key(display_key(key_) + " is absent from requests of a root user, and " +
                    condition_.operator_name + " does not hold without it");
    const bool wildcard = !values_.empty() && values_[0].find_first_of("*?") != std::string::npos;
    if (wildcard && !op_.negated && !takes_wildcards(op_.family))
      return at_value(0, condition_.operator_name + " compares * and ? literally; " + display_key(key_) +
                             " is never " + first());
    return at_key("the condition on " + display_key(key_) + " holds for no request of a root user");
  }

  Cause undocumented_key() const {
    const bool names_root = !values_.empty() && contains(to_lower(values_[0]), "root");
    return at_key("AWS documents no condition key " + condition_.key +
                  ", so no request is known to carry it" +
                  (names_root ? "; the ARN of a root user is in aws:PrincipalArn" : ""));
  }

  /// What a condition leaves open that holds for some requests only.
  Cause partial(const std::vector<std::string>& kept_out) {
    if (key_ == "aws:multifactorauthpresent" || key_ == "aws:multifactorauthage") {
      std::string who;
      for (const std::string& name : kept_out) who += (who.empty() ? "" : " and of ") + name;
      return at_operator("the condition on " + display_key(key_) + " does not hold for requests of " + who);
    }
    if (key_ == "aws:requestedregion" && !op_.negated && !values_.empty() &&
        std::none_of(values_.begin(), values_.end(), may_be_known_region))
      return at_value(0, "AWS has no Region " + first() + " that is known");
    return at_key("it applies only under the condition on " + display_key(key_) +
                  ", which a request of root need not meet");
  }

 private:
  Cause at_value(std::size_t index, std::string text) const {
    return {std::move(text), index < spans_.size() ? spans_[index] : condition_.span};
  }
  Cause at_key(std::string text) const { return {std::move(text), condition_.key_span}; }
  Cause at_operator(std::string text) const { return {std::move(text), condition_.operator_span}; }
  [[nodiscard]] std::string first() const { return values_.empty() ? "this value" : quoted(values_[0]); }

  static bool may_be_known_region(const std::string& value) {
    const TextPattern pattern = TextPattern::glob(value);
    return contains(value, "${") ||
           std::any_of(known_regions().begin(), known_regions().end(),
                       [&pattern](std::string_view region) { return pattern.matches(region); });
  }

  /// Values that no request has from a network, where the models are those of possible requests.
  [[nodiscard]] std::optional<Cause> network_cause() const {
    if (op_.negated || values_.empty() || contains(values_[0], "${")) return std::nullopt;
    if (key_ == "aws:sourceip" && op_.family == OperatorFamily::address && IpRange::parse(values_[0]))
      return at_value(0, "aws:SourceIp is never an address of " + values_[0] +
                             "; requests from inside of a VPC have aws:VpcSourceIp in its place");
    const bool endpoint = key_ == "aws:sourcevpce";
    if (!endpoint && key_ != "aws:sourcevpc") return std::nullopt;
    return at_value(0, first() + " is the id of no " + (endpoint ? "VPC endpoint" : "VPC") +
                           ": it is written \"" + (endpoint ? "vpce-" : "vpc-") +
                           "\" and eight or seventeen hexadecimal digits");
  }

  [[nodiscard]] bool variables_are_literal() const {
    return variable_rule(document_) == VariableRule::literal && !values_.empty() &&
           !variables_in(values_[0]).empty();
  }

  Cause null_cause() const {
    const bool present = model_.domain(key_).may_be_present;
    return at_operator(
        display_key(key_) +
        (present ? " is in every request of a root user" : " is absent from requests of a root user") +
        ", so Null " + (values_.empty() ? "" : values_[0]) + " never holds");
  }

  Cause type_cause() const {
    if (op_.negated)
      return at_operator("it spares aws:PrincipalType Account, which is the type of root users");
    if (!values_.empty() && to_lower(values_[0]) == "account")
      return at_value(0,
                      condition_.operator_name + " compares upper and lower case; the type is \"Account\"");
    static constexpr std::array<std::string_view, 4> kOtherTypes{"Anonymous", "AssumedRole", "FederatedUser",
                                                                 "User"};
    if (!values_.empty() &&
        std::find(kOtherTypes.begin(), kOtherTypes.end(), values_[0]) != kOtherTypes.end())
      return at_value(0, "aws:PrincipalType of a root user is \"Account\", never " + first());
    return at_value(
        0, "no principal has the type " + first() + "; aws:PrincipalType of a root user is \"Account\"");
  }

  /// domain.md §3.2: equals-with-wildcard, wrong-field-count, wrong-partition, wrong-service, wrong-name,
  /// wrong-account-pattern, not-an-arn-value, exemption-inverted.
  Cause arn_cause() const {
    if (op_.negated)
      return at_value(0, condition_.operator_name +
                             " spares whom it names: the statement applies to everybody "
                             "but the root user");
    if (values_.empty()) return at_key("the condition on aws:PrincipalArn holds for no root user");
    const std::string& value = values_[0];
    const bool wildcard = value.find_first_of("*?") != std::string::npos;
    if (wildcard && !takes_wildcards(op_.family))
      return at_value(0, condition_.operator_name + " compares * literally; no root ARN is " + quoted(value));
    if (value.find(':') == std::string::npos)
      return at_value(0, "aws:PrincipalArn is an ARN; " + quoted(value) + " is none");
    if (op_.family == OperatorFamily::arn && field_count(value) != 6)
      return at_value(0, quoted(value) + " has " + std::to_string(field_count(value)) + " fields where " +
                             condition_.operator_name + " compares six");
    return field_cause(value);
  }

  Cause field_cause(const std::string& value) const {
    const std::string partition = field(model_.principal.arn, 1);
    if (!TextPattern::glob(field(value, 1)).matches(partition))
      return at_value(0, "in partition " + partition + " root ARNs begin \"arn:" + partition + ":\", " +
                             quoted(value) + " does not match them");
    if (!TextPattern::glob(field(value, 2)).matches("iam"))
      return at_value(0, "the service in a root ARN is iam, not " + quoted(field(value, 2)));
    if (!TextPattern::glob(field(value, 5)).matches("root"))
      return at_value(0, "a root ARN ends in \":root\", not in " + quoted(":" + field(value, 5)));
    if (!TextPattern::glob(field(value, 4)).matches(model_.principal.account))
      return at_value(
          0,
          quoted(field(value, 4)) + " does not match the account id " + model_.principal.account +
              (field(value, 4).find_first_of("*?") != std::string::npos ? "; ids have twelve digits" : ""));
    return at_value(0, quoted(value) + " matches no root ARN");
  }

  const PolicyDocument& document_;
  const Condition& condition_;
  const RequestModel& model_;
  std::string key_;
  ConditionOperator op_;
  std::vector<std::string> values_;
  std::vector<source::Span> spans_;
};

/// A document with one statement that has one of the conditions only.
PolicyDocument with_only(const PolicyDocument& document, std::size_t index, const Condition& condition) {
  PolicyDocument single;
  single.kind = document.kind;
  single.version = document.version;
  single.version_unknown = document.version_unknown;
  Statement statement = document.statements[index];
  statement.conditions = {condition};
  statement.has_resource = false;
  statement.resources_unknown = false;
  single.statements.push_back(std::move(statement));
  return single;
}

std::string list_of(const std::vector<PolicyString>& entries) {
  std::string text;
  for (std::size_t i = 0; i < entries.size() && i < 3; ++i)
    text += (i > 0 ? ", " : "") + entries[i].text().value_or("an unknown entry");
  return entries.size() > 3 ? text + ", …" : text;
}

/// Which of the actions asked about the statement leaves out.
std::optional<Cause> action_cause(const PolicyDocument& document, std::size_t index,
                                  const std::string& action, const RequestModel& model) {
  const Statement& statement = document.statements[index];
  if (!action.empty()) {
    const std::optional<StatementBox> box = statement_box(document, index, Bound::upper, model);
    const bool covered =
        box && std::all_of(box->demands.begin(), box->demands.end(), [&action](const Demand& demand) {
          return demand.part != kActionPart || demand.met_by({action});
        });
    if (covered) return std::nullopt;
    return Cause{"it does not deny " + action, statement.action_span};
  }
  if (statement.not_action) return Cause{"it spares " + list_of(statement.actions), statement.action_span};
  if (has_star(statement.actions)) return std::nullopt;
  return Cause{"it denies only " + list_of(statement.actions), statement.action_span};
}

std::optional<Cause> condition_cause(const PolicyDocument& document, std::size_t index,
                                     const std::vector<RequestModel>& models) {
  std::optional<Cause> partial;
  for (const Condition& condition : document.statements[index].conditions) {
    ConditionExplainer explainer(document, condition, models.front());
    if (asks_for_undocumented_key(condition)) return explainer.undocumented_key();
    const PolicyDocument single = with_only(document, index, condition);
    std::vector<std::string> kept_out;
    for (const RequestModel& model : models)
      if (!has_request(single, 0, Bound::upper, model)) kept_out.push_back(model.name);
    if (kept_out.size() == models.size()) return explainer.dead();
    if (condition.unknown) {
      partial = Cause{"what it says about " + condition.key + " is not known", condition.span};
    } else if (!partial && (!kept_out.empty() || !is_identity_key(to_lower(condition.key)))) {
      partial = explainer.partial(kept_out);
    }
  }
  return partial;
}

}  // namespace

bool has_request(const PolicyDocument& document, std::size_t index, Bound bound, const RequestModel& model) {
  const std::optional<StatementBox> box = statement_box(document, index, bound, model);
  if (!box) return false;
  SearchBudget budget{limits::kRequestsPerQuestion / 100, limits::kLanguageStates / 10};
  BoxSearch search(model, budget);
  return search.search(box->demands, {}, {}).kind != SearchOutcome::Kind::none;
}

std::optional<Closest> explain_miss(const PolicyDocument& document, std::size_t index,
                                    const std::string& action, const std::vector<RequestModel>& models) {
  const Statement& statement = document.statements[index];
  if (!is_about_root(statement) || models.empty()) return std::nullopt;
  const auto closest = [&document, index](std::string text, source::Span span) {
    return Closest{&document, index, std::move(text), span};
  };
  if (statement.has_principal)
    return closest("a service control policy has no Principal element; AWS refuses it",
                   statement.principal_span);
  if (const std::optional<Cause> cause = condition_cause(document, index, models))
    return closest(cause->text, cause->span);
  const bool matches = std::any_of(models.begin(), models.end(), [&document, index](const auto& model) {
    return has_request(document, index, Bound::upper, model);
  });
  if (!matches) return closest("its conditions exclude each other for root users", statement.condition_span);
  if (const std::optional<Cause> missed = action_cause(document, index, action, models.front()))
    return closest(missed->text, missed->span);
  const bool all_resources = !statement.not_resource && has_star(statement.resources);
  if (!all_resources)
    return closest(std::string("it ") + (statement.not_resource ? "spares" : "protects only") +
                       " the resources " + list_of(statement.resources),
                   statement.resource_span);
  return std::nullopt;
}

bool denies_root_in_part(const PolicyDocument& document, std::size_t index,
                         const std::vector<RequestModel>& models) {
  const Statement& statement = document.statements[index];
  const bool names_root =
      std::any_of(statement.conditions.begin(), statement.conditions.end(), [](const Condition& condition) {
        const std::optional<ConditionOperator> op = parse_operator(condition.operator_name);
        const std::string key = to_lower(condition.key);
        return op && !op->negated && op->family != OperatorFamily::null && is_identity_key(key) &&
               key != "aws:assumedroot";
      });
  const bool broad = statement.not_action || has_star(statement.actions);
  if (!names_root && !broad) return false;
  if (std::any_of(statement.conditions.begin(), statement.conditions.end(), asks_for_undocumented_key))
    return false;
  return std::any_of(models.begin(), models.end(), [&document, index](const RequestModel& model) {
    return has_request(document, index, Bound::lower, model);
  });
}

}  // namespace rootproof::policy
