// match_principals: who a Principal element covers (policy.md §1.4).
#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "analyzer/policy/condition_match.h"
#include "analyzer/policy/truth.h"

namespace rootproof::policy {

using value::Reason;
using value::ReasonKind;

namespace {

/// The caller's ARN cut into what principals speak of.
struct CallerArn {
  std::string_view partition;
  std::string_view service;
  std::string_view account;
  std::string_view resource;
};

CallerArn split_caller(std::string_view arn) {
  CallerArn caller;
  std::string_view* const parts[] = {nullptr, &caller.partition, &caller.service, nullptr, &caller.account};
  std::string_view rest = arn;
  for (std::string_view* part : parts) {
    const std::size_t colon = rest.find(':');
    if (colon == std::string_view::npos) return {};
    if (part != nullptr) *part = rest.substr(0, colon);
    rest.remove_prefix(colon + 1);
  }
  caller.resource = rest;
  return caller;
}

class PrincipalMatcher {
 public:
  PrincipalMatcher(const Statement& statement, const Request& request)
      : statement_(statement), request_(request) {
    if (request_.principal) caller_ = split_caller(request_.principal->arn);
  }

  Match match() {
    const Truth truth = statement_.not_principal ? match_not_principal() : match_principal();
    if (truth != Truth::unknown) return {truth, {}};
    if (reasons_.empty()) reasons_ = statement_.unknowns;
    return {truth, std::move(reasons_)};
  }

 private:
  Truth match_principal() {
    Truth any = statement_.principals_unknown ? Truth::unknown : Truth::no;
    for (const Principal& principal : statement_.principals) any = either(any, covers(principal));
    return any;
  }

  /// IAM User Guide, NotPrincipal: meant for Deny; a caller is spared only when its account, and for a
  /// session its role, stand in the list too.
  Truth match_not_principal() {
    if (statement_.principals.empty() && !statement_.principals_unknown)
      return undocumented("an empty NotPrincipal");
    const Truth listed = match_principal();
    if (statement_.effect == Effect::allow)
      return listed == Truth::yes ? Truth::no : undocumented("NotPrincipal with Allow");
    if (listed == Truth::no) return Truth::yes;
    if (listed == Truth::unknown) return Truth::unknown;
    return is_spared() ? Truth::no : undocumented("NotPrincipal without the caller's account");
  }

  /// Whether a caller that is listed is also spared for certain.
  [[nodiscard]] bool is_spared() const {
    bool everyone = false;
    bool account = false;
    bool identity = false;
    bool role = !is_session();
    for (const Principal& principal : statement_.principals) {
      if (covers_quietly(principal) != Truth::yes) continue;
      const AwsPrincipalForm form = principal.form;
      everyone = everyone || form == AwsPrincipalForm::everyone;
      account = account || form == AwsPrincipalForm::account;
      role = role || form == AwsPrincipalForm::role;
      identity = identity || (form != AwsPrincipalForm::account && form != AwsPrincipalForm::everyone &&
                              !(is_session() && form == AwsPrincipalForm::role));
    }
    const bool needs_account = request_.principal && request_.principal->type == "AWS";
    if (everyone || !needs_account || (account && is_root())) return true;
    return account && identity && role;
  }

  [[nodiscard]] bool is_session() const { return caller_.resource.substr(0, 13) == "assumed-role/"; }
  [[nodiscard]] bool is_root() const { return caller_.service == "iam" && caller_.resource == "root"; }

  Truth undocumented(std::string what) {
    reasons_.push_back({ReasonKind::unsupported_operator, std::move(what), statement_.principal_span});
    return Truth::unknown;
  }

  [[nodiscard]] Truth covers_quietly(const Principal& principal) const {
    PrincipalMatcher other(statement_, request_);
    return other.covers(principal);
  }

  Truth covers(const Principal& principal) {
    if (principal.type == PrincipalType::everyone) return Truth::yes;
    if (principal.type == PrincipalType::aws && principal.form == AwsPrincipalForm::everyone)
      return Truth::yes;
    if (!request_.principal) return undocumented("a Principal element and a request without principal");
    const RequestPrincipal& caller = *request_.principal;
    switch (principal.type) {
      case PrincipalType::aws:
        return covers_aws(principal, caller);
      case PrincipalType::service:
        return covers_name(principal, caller, "Service");
      case PrincipalType::federated:
        return covers_name(principal, caller, "Federated");
      case PrincipalType::canonical_user:
        return covers_name(principal, caller, "CanonicalUser");
      case PrincipalType::everyone:
        return Truth::yes;
      case PrincipalType::unknown:
        break;
    }
    return undocumented("a principal of an unknown type");
  }

  Truth covers_name(const Principal& principal, const RequestPrincipal& caller, std::string_view type) {
    if (caller.type != type) return Truth::no;
    if (type == "Service" && principal.text.text() == std::optional<std::string>("*"))
      return undocumented("\"*\" as a service principal");
    return match_text(principal.text, TextForm::exact, VariableRule::literal, RequestScope(request_),
                      caller.arn, reasons_);
  }

  Truth covers_aws(const Principal& principal, const RequestPrincipal& caller) {
    if (caller.type != "AWS") {
      // An S3 canonical user id stands for an account; which one, the request may say.
      const bool account = principal.form == AwsPrincipalForm::account && caller.type == "CanonicalUser";
      return account && !caller.account.empty() ? covers_account(principal, caller) : Truth::no;
    }
    switch (principal.form) {
      case AwsPrincipalForm::account:
        return covers_account(principal, caller);
      case AwsPrincipalForm::role:
        return covers_role(principal, caller);
      case AwsPrincipalForm::user:
      case AwsPrincipalForm::assumed_role_session:
      case AwsPrincipalForm::federated_user:
        return covers_arn(principal, caller.arn);
      case AwsPrincipalForm::unique_id:
        return Truth::no;  // what it named was deleted
      case AwsPrincipalForm::everyone:
        return Truth::yes;
      case AwsPrincipalForm::partial_wildcard:
        return undocumented("a wildcard inside a principal");
      case AwsPrincipalForm::invalid:
        return undocumented("a principal that AWS refuses");
      case AwsPrincipalForm::unknown:
        break;
    }
    std::vector<Reason> reasons = principal.text.value.reasons();
    reasons_.insert(reasons_.end(), reasons.begin(), reasons.end());
    return Truth::unknown;
  }

  /// The account delegates: every identity in it is meant, its root user included.
  Truth covers_account(const Principal& principal, const RequestPrincipal& caller) {
    const bool other_partition = !principal.partition.empty() && !caller_.partition.empty() &&
                                 principal.partition != caller_.partition;
    if (other_partition) return Truth::no;
    if (!principal.account.id.empty()) return to_truth(principal.account.id == caller.account);
    std::vector<Reason> reasons = principal.text.value.reasons();
    reasons_.insert(reasons_.end(), reasons.begin(), reasons.end());
    return Truth::unknown;
  }

  Truth covers_arn(const Principal& principal, std::string_view arn) {
    return match_text(principal.text, TextForm::exact, VariableRule::literal, RequestScope(request_), arn,
                      reasons_);
  }

  /// A role covers all its sessions. A session's ARN lacks the role's path; aws:PrincipalArn has it.
  Truth covers_role(const Principal& principal, const RequestPrincipal& caller) {
    if (!is_session()) return covers_arn(principal, caller.arn);
    const auto found = request_.context.find("aws:principalarn");
    if (found != request_.context.end() && found->second.size() == 1)
      return covers_arn(principal, found->second[0]);
    const std::optional<std::string> text = principal.text.text();
    if (!text) return undocumented("a role that is not known and a session");
    const CallerArn role = split_caller(*text);
    const std::string_view session = caller_.resource.substr(13);
    return to_truth(role.partition == caller_.partition && role.account == caller_.account &&
                    role.resource.substr(role.resource.rfind('/') + 1) ==
                        session.substr(0, session.find('/')));
  }

  const Statement& statement_;
  const Request& request_;
  CallerArn caller_;
  std::vector<Reason> reasons_;
};

}  // namespace

Match match_principals(const Statement& statement, const Request& request) {
  if (!statement.has_principal) return {Truth::yes, {}};
  return PrincipalMatcher(statement, request).match();
}

}  // namespace rootproof::policy
