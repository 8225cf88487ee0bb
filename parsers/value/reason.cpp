#include "parsers/value/reason.h"

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

}  // namespace

std::string what_would_settle(const Reason& reason) {
  const std::string what = reason.detail.empty() ? "it" : reason.detail;
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
      return "write the value literally where " + what +
             " is used, or scan a plan that was made after it exists";
    case ReasonKind::data_source:
      return "write the value of " + what + " literally, or pass it in through a variable";
    case ReasonKind::unknown_import:
      return "write the value of " + what + " literally, or pass it in through a parameter";
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
      if (what.starts_with("the syntax of the pattern") || what == "a comparison of the pattern")
        return "write the pattern with texts and *, as in { $.userIdentity.type = \"Root\" }";
      if (what.starts_with("the resource of ")) return "write Resource \"*\" in the statement";
      if (what == "a Region that is not known") return "name a Region that AWS documents";
      if (what.starts_with("a condition key that no known request"))
        return "ask for condition keys that AWS documents for these requests";
      return "use documented condition operators in place of " + what +
             "; its meaning here is not stated by AWS";
    case ReasonKind::external_target:
      if (what.starts_with("whether an account is ") || what.starts_with("whether the organization is "))
        return "name an export of the organization in rootproof.yaml, which says " + what;
      return "add the code that creates " + what + ", or an export of the organization, to the scanned paths";
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
