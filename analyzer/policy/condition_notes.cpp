#include "analyzer/policy/condition_notes.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>
#include <span>
#include <string_view>
#include <utility>

#include "analyzer/policy/action_catalogue.h"
#include "analyzer/policy/context_keys.h"
#include "analyzer/policy/lint.h"
#include "analyzer/policy/operators.h"
#include "analyzer/policy/request_model.h"
#include "analyzer/policy/scalars.h"
#include "parsers/arn.h"
#include "parsers/region_areas.h"
#include "parsers/regions.h"

namespace rootproof::policy {

namespace {

template <std::size_t Count>
bool is_one_of(const std::array<std::string_view, Count>& list, std::string_view text) {
  return std::find(list.begin(), list.end(), text) != list.end();
}

/// For another tool to fill in, or for a variable's value.
bool is_open(std::string_view text) { return text.find_first_of("$<{") != std::string_view::npos; }

bool is_plain(std::string_view text) { return !is_open(text) && !has_wildcard(text); }

std::string quoted(std::string_view text) { return "\"" + std::string(text) + "\""; }

/// Operators that compare values of a type. Numbers of seconds stand for dates.
bool compares(OperatorFamily family, KeyType type, const std::string& key) {
  switch (family) {
    case OperatorFamily::null:
    case OperatorFamily::binary:
      return true;
    case OperatorFamily::string:
    case OperatorFamily::string_ignore_case:
    case OperatorFamily::string_like:
      return type == KeyType::string || type == KeyType::arn;
    case OperatorFamily::arn:
      // Tags and keys of services hold ARNs too, whatever their type.
      return type == KeyType::arn ||
             (type == KeyType::string && !(key.starts_with("aws:") && key.find('/') == std::string::npos));
    case OperatorFamily::numeric:
      return type == KeyType::numeric || key == "aws:epochtime";
    case OperatorFamily::date:
      return type == KeyType::date;
    case OperatorFamily::boolean:
      return type == KeyType::boolean;
    case OperatorFamily::address:
      return type == KeyType::address;
  }
  return true;
}

std::string_view name_of(KeyType type) {
  switch (type) {
    case KeyType::string:
      return "a text";
    case KeyType::arn:
      return "an ARN";
    case KeyType::boolean:
      return "true or false";
    case KeyType::numeric:
      return "a number";
    case KeyType::date:
      return "a date";
    case KeyType::address:
      return "an address";
  }
  return "";
}

std::string region_note(std::string_view text) {
  if (!is_plain(text) || text.empty()) return {};
  if (!region_name().matches(text)) return quoted(text) + " is no Region";
  const std::span<const std::string_view> known = known_regions();
  if (std::find(known.begin(), known.end(), text) != known.end()) return {};
  return "AWS has no Region " + quoted(text) + " that is known";
}

/// IAM User Guide, aws:PrincipalArn: of sessions it is the ARN of the role.
std::string principal_arn_note(const std::string& text) {
  if (is_open(text)) return {};
  const std::string_view service = arn_component(text, 2);
  const std::string_view resource = arn_component(text, 5);
  if (service == "sts" && resource.starts_with("assumed-role/"))
    return "aws:PrincipalArn of a session is the ARN of its role, never " + quoted(text);
  if (is_plain(text) && !text.starts_with("arn:"))
    return "aws:PrincipalArn is an ARN; " + quoted(text) + " is none";
  if (std::count(text.begin(), text.end(), ':') < 5) return {};
  if (const std::string_view region = arn_component(text, 3); !region.empty() && is_plain(region))
    return "ARNs of principals have no Region; " + quoted(text) + " matches none";
  if (resource != "root" && to_lower(resource) == "root")
    return "ARNs of root users end in \":root\", with small letters";
  return {};
}

/// Values that no request has under a key, or none that the author can mean.
std::string form_note(const std::string& key, const std::string& text) {
  static constexpr std::array<std::string_view, 5> kTypes{"Account", "Anonymous", "AssumedRole",
                                                          "FederatedUser", "User"};
  static constexpr std::array<std::string_view, 7> kAccounts{
      "aws:principalaccount", "aws:resourceaccount", "aws:sourceaccount",        "aws:sourceowner",
      "aws:vpceaccount",      "kms:calleraccount",   "s3:dataaccesspointaccount"};
  static constexpr std::array<std::string_view, 4> kOrganizations{"aws:principalorgid", "aws:resourceorgid",
                                                                  "aws:sourceorgid", "aws:vpceorgid"};
  static constexpr std::array<std::string_view, 5> kServices{"aws:principalservicename", "aws:calledvia",
                                                             "aws:calledviafirst", "aws:calledvialast",
                                                             "iam:passedtoservice"};
  if (key == "aws:requestedregion") return region_note(text);
  if (key == "aws:principalarn") return principal_arn_note(text);
  if (!is_plain(text)) return {};
  if (key == "aws:principaltype" && !is_one_of(kTypes, text))
    return "no principal has the type " + quoted(text) + "; that of a root user is \"Account\"";
  if (is_one_of(kAccounts, key) && !is_account_id(text) && text != "anonymous")
    return quoted(text) + " is no account: account ids have twelve digits";
  if (is_one_of(kOrganizations, key) && !organization_id().matches(text))
    return quoted(text) + " is no organization: their ids begin with \"o-\"";
  if (key == "aws:sourcevpc" && !text.starts_with("vpc-"))
    return quoted(text) + " is no VPC: their ids begin with \"vpc-\"";
  if (key == "aws:sourcevpce" && !text.starts_with("vpce-"))
    return quoted(text) + " is no VPC endpoint: their ids begin with \"vpce-\"";
  if (key == "aws:userid" && (text == "root" || text.ends_with(":root")))
    return "aws:userid of a root user is the account id, never " + quoted(text);
  if (key == "aws:username" && text == "root") return "root users have no aws:username";
  if (is_one_of(kServices, key)) return service_principal_note(text);
  return {};
}

bool is_of_private_network(const IpRange& range) {
  static const std::array<std::optional<IpRange>, 5> kPrivate{
      IpRange::parse("10.0.0.0/8"), IpRange::parse("172.16.0.0/12"), IpRange::parse("192.168.0.0/16"),
      IpRange::parse("127.0.0.0/8"), IpRange::parse("fc00::/7")};
  return std::any_of(kPrivate.begin(), kPrivate.end(), [&range](const std::optional<IpRange>& other) {
    return other && other->contains(range.first) && other->contains(range.last);
  });
}

class ConditionNotes {
 public:
  ConditionNotes(const Condition& condition, const ConditionOperator& op)
      : condition_(condition), op_(op), key_(to_lower(condition.key)) {}

  std::vector<LintNote> all() {
    if (key_.find(':') == std::string::npos) {
      if (!is_open(key_))
        add(condition_.key_span,
            quoted(condition_.key) + " is no condition key: they are written service:name");
      return std::move(notes_);
    }
    if (key_.ends_with("tag/")) add(condition_.key_span, condition_.key + " names no tag behind the slash");
    check_type();
    check_list();
    // "true" and "false" of Null say whether the key is there; they are no values of it.
    if (op_.family == OperatorFamily::null) return std::move(notes_);
    for (const PolicyString& value : condition_.values)
      if (const std::optional<std::string> text = value.text()) check_value(value.span, *text);
    return std::move(notes_);
  }

 private:
  void add(source::Span span, std::string message) {
    if (!message.empty()) notes_.push_back({span, std::move(message), false});
  }

  void check_type() {
    std::optional<CatalogueKey> known = find_key(key_);
    if (const ContextKey* global = find_context_key(key_)) known = CatalogueKey{global->type, false};
    if (!known) return;
    const bool paths = key_.ends_with("orgpaths");  // lists by type, though an account lies on one path
    if ((known->is_list || paths) && op_.quantifier == SetQuantifier::none &&
        op_.family != OperatorFamily::null)
      add(condition_.operator_span,
          condition_.key + " is a list: AWS wants ForAllValues or ForAnyValue before the operator");
    if (!compares(op_.family, known->type, key_))
      add(condition_.operator_span, condition_.operator_name + " does not compare what " + condition_.key +
                                        " holds, " + std::string(name_of(known->type)));
  }

  void check_list() {
    const std::size_t count = condition_.values.size();
    if (op_.family == OperatorFamily::boolean && count > 1) {
      const auto is = [](const PolicyString& value, std::string_view text) {
        return to_lower(value.text().value_or("")) == text;
      };
      const auto has = [&](std::string_view text) {
        return std::any_of(condition_.values.begin(), condition_.values.end(),
                           [&](const PolicyString& value) { return is(value, text); });
      };
      if (has("true") && has("false"))
        add(condition_.operator_span, condition_.operator_name +
                                          " with true and false asks nothing but that " + condition_.key +
                                          " is there");
    }
    const bool ordered = op_.family == OperatorFamily::numeric || op_.family == OperatorFamily::date;
    if (ordered && op_.ordering != Ordering::equal && !op_.negated && count > 1)
      add(condition_.operator_span, "of several values of " + condition_.operator_name +
                                        " only the one counts that takes the others in");
  }

  void check_value(source::Span span, const std::string& text) {
    add(span, variable_note(text));
    add(span, form_note(key_, text));
    if (op_.family != OperatorFamily::address) return;
    const std::optional<IpRange> range = IpRange::parse(text);
    if (!range) return;
    if (key_ == "aws:sourceip" && is_of_private_network(*range))
      add(span, "aws:SourceIp is never the private address " + text +
                    "; inside of a VPC the key is aws:VpcSourceIp");
    const std::size_t slash = text.find('/');
    const std::optional<IpAddress> written = IpAddress::parse(text.substr(0, slash));
    if (slash != std::string::npos && written && !(*written == range->first))
      add(span, text + " stands for the whole range, not for one address in it");
  }

  const Condition& condition_;
  const ConditionOperator& op_;
  std::string key_;
  std::vector<LintNote> notes_;
};

/// Whether both may begin the same text.
bool begin_alike(std::string_view left, std::string_view right) {
  return left.starts_with(right) || right.starts_with(left);
}

}  // namespace

std::vector<LintNote> condition_notes(const Condition& condition) {
  const std::optional<ConditionOperator> op = parse_operator(condition.operator_name);
  return op && !condition.key.empty() ? ConditionNotes(condition, *op).all() : std::vector<LintNote>();
}

std::string variable_note(const std::string& text) {
  for (std::size_t open = text.find("${"); open != std::string::npos; open = text.find("${", open + 2)) {
    const std::size_t close = text.find('}', open);
    if (close == std::string::npos) return "the policy variable in " + quoted(text) + " is not closed";
    const std::string inner = text.substr(open + 2, close - open - 2);
    if (inner == "*" || inner == "?" || inner == "$") continue;
    if (inner.find_first_not_of(' ') == std::string::npos)
      return "a policy variable in " + quoted(text) + " names no key";
    const std::size_t comma = inner.find(',');
    const std::string name = inner.substr(0, comma);
    // What has no service in front is for another tool to fill in.
    if (name.find(':') == std::string::npos || name.find_first_of("{$") != std::string::npos) continue;
    if (name.find(' ') != std::string::npos)
      return "the policy variable ${" + inner + "} has blanks in its name";
    const std::size_t last = inner.find_last_not_of(' ');
    const std::size_t first = comma == std::string::npos ? comma : inner.find_first_not_of(' ', comma + 1);
    const bool is_quoted =
        first != std::string::npos && first < last && inner[first] == '\'' && inner[last] == '\'';
    if (comma != std::string::npos && !is_quoted)
      return "the other value of ${" + inner + "} has to stand between single quotes";
    const std::string key = to_lower(name);
    const ContextKey* const known = find_context_key(key);
    if ((known != nullptr && known->multivalued) || key.ends_with("orgpaths"))
      return name + " is a list, and lists cannot be policy variables";
  }
  return {};
}

std::string service_principal_note(const std::string& text) {
  const bool is_one =
      !is_plain(text) || text.find(".amazon") != std::string::npos || text.find(".gov") != std::string::npos;
  return is_one ? std::string()
                : quoted(text) + " is no service principal: they are written service.amazonaws.com";
}

std::string arn_note(const std::string& arn) {
  const std::span<const RegionArea> areas = region_areas();
  // Accounts of AWS's own.
  static constexpr std::array<std::string_view, 3> kOwnAccounts{"aws", "cloudfront", "amazon"};
  const std::string_view partition = arn_component(arn, 1);
  const std::string_view service = arn_component(arn, 2);
  const std::string_view region = arn_component(arn, 3);
  const std::string_view account = arn_component(arn, 4);
  const std::string_view resource = arn_component(arn, 5);
  if (is_plain(partition) && std::none_of(areas.begin(), areas.end(), [&](const RegionArea& area) {
        return area.partition == partition;
      }))
    return "AWS has no partition " + quoted(partition) + " that is known";
  if (is_plain(account) && !account.empty() && !is_account_id(account) && !is_one_of(kOwnAccounts, account))
    return quoted(account) + " is no account: account ids have twelve digits";
  if (resource.empty()) return quoted(arn) + " names no resource";
  if (has_wildcard(service)) return "a wildcard in the service of an ARN is not documented";
  if (std::string note = region_note(region); !note.empty()) return note;
  if (is_open(service) || resource == "root") return {};
  const std::vector<std::string> templates = arn_templates_of(service);
  if (templates.empty()) return {};
  bool some = false;
  bool no_region = true;
  bool needs_region = true;
  bool no_account = true;
  bool needs_account = true;
  const std::string_view begin = resource.substr(0, resource.find_first_of("*?$<{"));
  for (const std::string& documented : templates) {
    const std::string_view known = arn_component(documented, 5);
    if (!begin_alike(begin, known.substr(0, known.find("example")))) continue;
    some = true;
    (arn_component(documented, 3).empty() ? needs_region : no_region) = false;
    (arn_component(documented, 4).empty() ? needs_account : no_account) = false;
  }
  // Not all kinds of them are documented, nor those of AWS's own.
  if (!some && (service == "apigateway" || is_one_of(kOwnAccounts, account))) return {};
  if (!some)
    return "AWS documents no resource of " + std::string(service) + " that is written " + quoted(resource);
  if (no_region && !region.empty() && !has_wildcard(region) && !is_open(region))
    return "resources of " + std::string(service) + " like " + quoted(resource) +
           " have no Region in their ARN";
  if (needs_region && region.empty())
    return "resources of " + std::string(service) + " like " + quoted(resource) +
           " have a Region in their ARN";
  if (no_account && !account.empty() && !has_wildcard(account) && !is_open(account))
    return "resources of " + std::string(service) + " like " + quoted(resource) +
           " have no account in their ARN";
  // AWS's own are in nobody's account.
  if (needs_account && account.empty() && resource.find("AWS") == std::string_view::npos &&
      resource.find("Amazon") == std::string_view::npos && resource.find("aws/") == std::string_view::npos)
    return "resources of " + std::string(service) + " like " + quoted(resource) +
           " have an account in their ARN";
  return {};
}

}  // namespace rootproof::policy
