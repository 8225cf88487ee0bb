#include "parsers/value/reason.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

namespace rootproof::value {

std::string_view to_string(ReasonKind kind) {
  switch (kind) {
    case ReasonKind::unknown_variable:
      return "unknown-variable";
    case ReasonKind::resource_attribute:
      return "resource-attribute";
    case ReasonKind::data_source:
      return "data-source";
    case ReasonKind::unknown_import:
      return "unknown-import";
    case ReasonKind::dynamic_reference:
      return "dynamic-reference";
    case ReasonKind::unresolved_file:
      return "unresolved-file";
    case ReasonKind::opaque_module:
      return "opaque-module";
    case ReasonKind::opaque_function:
      return "opaque-function";
    case ReasonKind::macro:
      return "macro";
    case ReasonKind::unsupported:
      return "unsupported";
    case ReasonKind::unsupported_operator:
      return "unsupported-operator";
    case ReasonKind::external_target:
      return "external-target";
    case ReasonKind::partial_organization:
      return "partial-org";
    case ReasonKind::placeholder:
      return "placeholder";
    case ReasonKind::sensitive:
      return "sensitive";
    case ReasonKind::cycle:
      return "cycle";
    case ReasonKind::parse_error:
      return "parse-error";
    case ReasonKind::invalid:
      return "invalid";
    case ReasonKind::duplicate_key:
      return "duplicate-key";
    case ReasonKind::limit:
      return "limit";
  }
  return "unsupported";
}

namespace {

/// "var.partner" is passed with --var, a CloudFormation parameter ("Partner", "parameter Partner") with
/// --parameter.
std::string settle_variable(std::string_view detail) {
  constexpr std::string_view kTerraform = "var.";
  constexpr std::string_view kParameter = "parameter ";
  if (detail.empty()) return "pass its value with --var, --var-file, --parameter or --parameter-file";
  if (detail == "terraform.workspace") return "pass --workspace NAME";
  if (detail.substr(0, kTerraform.size()) == kTerraform) {
    return "pass --var " + std::string(detail.substr(kTerraform.size())) +
           "=VALUE, or a file with it through --var-file";
  }
  if (detail.substr(0, kParameter.size()) == kParameter) detail.remove_prefix(kParameter.size());
  // A phrase ("count or for_each of …") names several values at once.
  if (detail.find(' ') != std::string_view::npos) {
    return "pass the values that decide " + std::string(detail) +
           " with --var, --var-file, --parameter or --parameter-file";
  }
  return "pass --parameter " + std::string(detail) + "=VALUE, or a file with it through --parameter-file";
}

}  // namespace

namespace {

constexpr std::array<std::string_view, 5> kSecretNames{"secret", "password", "token", "private_key",
                                                       "credential"};

/// "module logs from acme/logs/aws", with the source that says where the module can come from.
std::string make_available(const std::string& what) {
  constexpr std::string_view kFrom = " from ";
  const std::size_t from = what.rfind(kFrom);
  const std::string source =
      from == std::string::npos
          ? std::string()
          : what.substr(from + kFrom.size(), what.find(')', from) - from - kFrom.size());
  if (source.empty() || source.starts_with("./") || source.starts_with("../"))
    return "make the source of " + what + " available on disk below the scanned paths";
  if (source == "a computed source")
    return "pass --module-map module.NAME=DIR with the call and the directory of " + what;
  return "run terraform init in the root module, or pass --module-map '" + source + "=DIR'";
}

/// Whether the last name of an attribute says that it holds what nobody writes into code.
bool names_secret(std::string_view detail) {
  const std::string_view name = detail.substr(detail.find_last_of('.') + 1);
  return std::any_of(kSecretNames.begin(), kSecretNames.end(),
                     [&](std::string_view part) { return name.find(part) != std::string_view::npos; });
}

/// What tells who or what is behind an id, or says of whom a question is.
std::string settle_target(const std::string& what) {
  if (what.ends_with(" is the own organization"))
    return "name a description of the organization in organization.description of rootproof.yaml, or list "
           "the "
           "account in trusted_accounts if it is meant";
  if (what.ends_with(", which is not the own organization"))
    return "list the account in trusted_accounts of rootproof.yaml if it is meant";
  if (what.starts_with("a federated user called root:"))
    return "write the number of the account without :root";
  if (what.ends_with(" is the key's own")) return "list the key's account in own_accounts of rootproof.yaml";
  if (what.ends_with(" is the organization's management account") ||
      what.find(" administers the organization") != std::string::npos)
    return "set organization.management_account in rootproof.yaml, or name a description of the organization "
           "there";
  if (what.ends_with(", which may be its own"))
    return "list the accounts that the code is deployed to in own_accounts of rootproof.yaml";
  if (what.ends_with(" that this policy is attached to"))
    return "add the code that attaches the policy, which for a module terraform init fetches, to the scanned "
           "paths";
  if (what == "the Region and name of what it belongs to")
    return "write * as the Resource, or the ARN of what the policy belongs to";
  if (what.starts_with("whether an account is ") || what.starts_with("whether the organization is "))
    return "name an export of the organization in rootproof.yaml, which says " + what;
  if (what.starts_with("whether "))
    return "add the code, or an export of the organization, that tells " + what + " to the scanned paths";
  return "add the code that creates " + what + ", or an export of the organization, to the scanned paths";
}

/// What is not known of alarms and event rules, by how it begins, and what to do about it. Advice that ends
/// in a blank goes on with the rest.
struct Advice {
  std::string_view begin;
  std::string_view advice;
};
constexpr Advice kMonitoring[] = {
    {"the composite alarm ", "give the alarm itself an action"},
    {"the filter policy of ", "subscribe without a filter policy"},
    {"the metric math of ", "let an alarm read the metric of the filter as it is"},
    {"the operator ", "write the event pattern with texts, prefix, suffix or wildcard"},
    {"what the function of ", "add the managed rules IAM_ROOT_ACCESS_KEY_CHECK and ROOT_ACCOUNT_MFA_ENABLED"},
    {"what sends ", "add the code that sends "},
    {"whether there is a source ", "name a source that Amazon EventBridge documents"},
    {"which events have the dimension ", "let filter and alarm do without the dimension"},
    {"which rule ", "let the dimension RuleName of the alarm name the rule"},
    {"which trail writes to ", "add the code of the trail that writes to "},
    {"who is behind ", "add the code that creates "},
    {"who subscribes to ", "add the code that subscribes to "},
};

std::optional<std::string> settle_monitoring(const Reason& reason) {
  const std::string& what = reason.detail;
  if (reason.kind != ReasonKind::external_target && reason.kind != ReasonKind::unsupported_operator)
    return std::nullopt;
  for (const Advice& each : kMonitoring) {
    if (!what.starts_with(each.begin)) continue;
    if (!each.advice.ends_with(' ')) return std::string(each.advice);
    const bool clause = what.find(", ") != std::string::npos;
    return std::string(each.advice) + what.substr(each.begin.size()) + (clause ? "," : "") +
           " to the scanned paths";
  }
  if (what.ends_with(" in another Region or account")) return "let both stand in one Region of one account";
  if (what.find(", in other code, is deployed to ") != std::string::npos)
    return "scan them apart if they are for different accounts";
  return std::nullopt;
}

}  // namespace

std::string what_would_settle(const Reason& reason) {
  const std::string what = reason.detail.empty() ? "it" : reason.detail;
  if (std::optional<std::string> advice = settle_monitoring(reason)) return *std::move(advice);
  switch (reason.kind) {
    case ReasonKind::unknown_variable:
      return settle_variable(reason.detail);
    case ReasonKind::resource_attribute:
      // A plan by itself has no expressions.
      if (what.starts_with("what the configuration makes of "))
        return "scan the plan together with the configuration it was made from: --plan FILE, with the folder "
               "of the root module as PATH";
      if (what.ends_with(" in ignore_changes"))
        return "take it out of ignore_changes, or scan a plan, which says what exists";
      if (names_secret(what)) return "scan a plan that was made after " + what + " exists";
      return "write the value literally where " + what +
             " is used, or scan a plan that was made after it exists";
    case ReasonKind::data_source:
      return (names_secret(what) ? "pass the value of " + what + " in"
                                 : "write the value of " + what + " literally, or pass it in") +
             " through a variable";
    case ReasonKind::unknown_import:
      return (names_secret(what) ? "pass the value of " + what + " in"
                                 : "write the value of " + what + " literally, or pass it in") +
             " through a parameter";
    case ReasonKind::dynamic_reference:
      return "pass the value of " + what + " in through a parameter instead of a dynamic reference";
    case ReasonKind::unresolved_file:
      return "add the file of " + what + " to the scanned paths";
    case ReasonKind::opaque_module:
      return make_available(what);
    case ReasonKind::opaque_function:
      return "replace " + what +
             " by a literal value or a variable; its result depends on when and where it runs";
    case ReasonKind::macro:
      return "scan the template as it is after " + what + " has processed it";
    case ReasonKind::unsupported:
      return "write " + what + " in a simpler way; rootproof does not evaluate it yet";
    case ReasonKind::unsupported_operator:
      if (what.starts_with("whether a service knows"))
        return "name actions and resources together that AWS documents for one service";
      if (what.starts_with("whether a service takes "))
        return "write the actions out that other accounts may call";
      if (what.starts_with("the syntax of the pattern") || what == "a comparison of the pattern")
        return "write the pattern with texts and *, as in { $.userIdentity.type = \"Root\" }";
      if (what.find(", which does not fit ") != std::string::npos)
        return "correct " + what.substr(0, what.find(',')) + ", or pass the value that is meant";
      if (what.starts_with("the resource of ")) return "write Resource \"*\" in the statement";
      if (what == "a Region that is not known") return "name a Region that AWS documents";
      if (what.starts_with("a condition key that no known request"))
        return "ask for condition keys that AWS documents for these requests";
      return "use documented condition operators in place of " + what +
             "; its meaning here is not stated by AWS";
    case ReasonKind::external_target:
      return settle_target(what);
    case ReasonKind::partial_organization:
      return "add the code of the rest of the organization (" + what +
             ") or an export of it to the scanned paths";
    case ReasonKind::placeholder:
      return "scan the file after " + what + " has been replaced";
    case ReasonKind::sensitive:
      return "pass a value for " + what + " that may be read during the scan";
    case ReasonKind::cycle:
      return "break the cycle through " + what;
    case ReasonKind::parse_error:
      return "repair the syntax error in " + what;
    case ReasonKind::invalid:
      // The name that terraform.workspace has when nobody chose one.
      if (what == "there is no element \"default\"")
        return "pass --workspace NAME where terraform.workspace chooses the element";
      return "correct the input; the deployment would refuse it: " + what;
    case ReasonKind::duplicate_key:
      return "keep only one of the members named " + what;
    case ReasonKind::limit:
      return "split the input so that the limit " + what + " is not reached";
  }
  return "make the value known";
}

}  // namespace rootproof::value
