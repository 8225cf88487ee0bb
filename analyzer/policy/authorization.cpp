#include "analyzer/policy/authorization.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

#include "analyzer/policy/operators.h"
#include "analyzer/policy/truth.h"
#include "parsers/arn.h"
#include "parsers/policy/action_name.h"

namespace rootproof::policy {

using value::Reason;
using value::ReasonKind;

namespace {

constexpr std::array<std::string_view, 62> kResourceControlServices{"aoss",
                                                                    "appconfig",
                                                                    "appstream",
                                                                    "autoscaling",
                                                                    "autoscaling-plans",
                                                                    "budgets",
                                                                    "clouddirectory",
                                                                    "cloudfront",
                                                                    "cloudsearch",
                                                                    "cloudtrail-data",
                                                                    "codeartifact",
                                                                    "codebuild",
                                                                    "codecommit",
                                                                    "codepipeline",
                                                                    "cognito-identity",
                                                                    "cognito-idp",
                                                                    "comprehend",
                                                                    "comprehendmedical",
                                                                    "compute-optimizer",
                                                                    "cost-optimization-hub",
                                                                    "dax",
                                                                    "dsql",
                                                                    "dynamodb",
                                                                    "ecr",
                                                                    "ecr-public",
                                                                    "events",
                                                                    "firehose",
                                                                    "fis",
                                                                    "fms",
                                                                    "gamelift",
                                                                    "health",
                                                                    "inspector-scan",
                                                                    "kendra",
                                                                    "kinesisvideo",
                                                                    "kms",
                                                                    "logs",
                                                                    "memorydb",
                                                                    "networkmonitor",
                                                                    "notifications",
                                                                    "opensearch",
                                                                    "pca-connector-ad",
                                                                    "personalize",
                                                                    "polly",
                                                                    "pricing",
                                                                    "resource-groups",
                                                                    "rolesanywhere",
                                                                    "s3",
                                                                    "secretsmanager",
                                                                    "servicediscovery",
                                                                    "signin",
                                                                    "sqs",
                                                                    "sts",
                                                                    "support",
                                                                    "swf",
                                                                    "textract",
                                                                    "timestream-influxdb",
                                                                    "transcribe",
                                                                    "transfer",
                                                                    "translate",
                                                                    "wafv2",
                                                                    "workspaces",
                                                                    "xray"};

/// Documents whose Allow statements keep only the principals of some forms; Deny statements are left out.
template <class Keep>
std::vector<PolicyDocument> allowing_by(const std::vector<PolicyDocument>& documents, Keep keep) {
  std::vector<PolicyDocument> result = documents;
  for (PolicyDocument& document : result) {
    std::erase_if(document.statements,
                  [](const Statement& statement) { return statement.effect == Effect::deny; });
    for (Statement& statement : document.statements)
      if (!statement.not_principal)
        std::erase_if(statement.principals, [&keep](const Principal& principal) { return !keep(principal); });
  }
  return result;
}

/// Deny with NotPrincipal denies everybody who has a permissions boundary, listed or not (IAM User Guide,
/// NotPrincipal).
std::vector<PolicyDocument> sparing_nobody(const std::vector<PolicyDocument>& documents) {
  std::vector<PolicyDocument> result = documents;
  for (PolicyDocument& document : result)
    for (Statement& statement : document.statements) {
      const bool spares = statement.effect == Effect::deny && statement.not_principal &&
                          std::none_of(statement.principals.begin(), statement.principals.end(), is_everyone);
      if (!spares) continue;
      statement.has_principal = false;
      statement.not_principal = false;
      statement.principals.clear();
    }
  return result;
}

class Authorizer {
 public:
  Authorizer(const PolicySets& sets, const Circumstances& circumstances, const Request& request)
      : sets_(sets), circumstances_(circumstances), request_(request) {
    const std::string action = to_lower(request.action);
    service_ = service_of(action);
    name_ = action.substr(service_.size() + (service_.size() < action.size() ? 1 : 0));
    if (request.principal && request.principal->type == "AWS") {
      arn_ = request.principal->arn;
      account_ = request.principal->account;
      if (account_.empty()) account_ = arn_component(arn_, 4);
    }
    owner_ = circumstances.resource_account;
    if (owner_.empty()) owner_ = arn_component(request.resource, 4);
    // Who opens root sessions in a member account needs the permission in his own alone.
    if (owner_.empty() || is_of_aws_for_everyone() || opens_root_session()) owner_ = account_;
  }

  Authorization authorize() {
    // Policies of identities and boundaries cannot be attached to root (policy.md §1.6).
    const bool denied = deny_by_guardrails() || deny_by_resource_policy() || deny_by_own_policies();
    if (denied || block_by_missing_allow()) {
      result_.undecided.clear();
      return std::move(result_);
    }
    grant();
    return std::move(result_);
  }

 private:
  [[nodiscard]] SetMatch match(const std::vector<PolicyDocument>& documents) const {
    return documents.empty() ? SetMatch{} : match_documents(documents, request_);
  }

  void doubt(const std::vector<Reason>& reasons) {
    result_.undecided.insert(result_.undecided.end(), reasons.begin(), reasons.end());
  }

  /// True when the set surely denies; what it may deny is noted.
  bool deny(DecisiveSet by, SetMatch found) {
    if (found.denies == Truth::unknown) doubt(found.possibly_denying);
    if (found.denies != Truth::yes) return false;
    result_.kind = DecisionKind::explicit_deny;
    result_.by = by;
    result_.statements = std::move(found.denying);
    return true;
  }

  bool deny_by_guardrails() {
    if (bound_by_service_control()) {
      std::size_t counted = 0;
      for (const std::vector<PolicyDocument>& node : sets_.service_control) {
        SetMatch found = match(node);
        for (DecidingStatement& statement : found.denying) statement.policy += counted;
        counted += node.size();
        if (deny(DecisiveSet::service_control, std::move(found))) return true;
      }
    }
    if (bound_by_resource_control() && deny(DecisiveSet::resource_control, match(sets_.resource_control)))
      return true;
    return deny(DecisiveSet::endpoint, match(sets_.endpoint));
  }

  bool deny_by_resource_policy() {
    if (repairs_bucket_policy()) return false;
    return deny(DecisiveSet::resource,
                sets_.boundary.empty() ? match(sets_.resource) : match(sparing_nobody(sets_.resource)));
  }

  bool deny_by_own_policies() {
    if (needs_no_permission()) return false;
    return (!is_root() && deny(DecisiveSet::identity, match(sets_.identity))) ||
           (!is_root() && deny(DecisiveSet::boundary, match(sets_.boundary))) ||
           deny(DecisiveSet::session, match(sets_.session));
  }

  bool block(DecisiveSet by) {
    result_.kind = DecisionKind::implicit_deny;
    result_.by = by;
    return true;
  }

  /// Sets in which something must allow the request whoever grants it.
  bool block_by_missing_allow() {
    if (bound_by_service_control())
      for (const std::vector<PolicyDocument>& node : sets_.service_control) {
        const SetMatch found = match(node);
        if (found.allows == Truth::no) return block(DecisiveSet::service_control_implicit);
        if (found.allows == Truth::unknown) doubt(found.possibly_allowing);
      }
    if (sets_.endpoint.empty()) return false;
    const SetMatch found = match(sets_.endpoint);
    if (found.allows == Truth::no) return block(DecisiveSet::endpoint_implicit);
    if (found.allows == Truth::unknown) doubt(found.possibly_allowing);
    return false;
  }

  // Who calls.
  [[nodiscard]] bool is_root() const {
    return arn_component(arn_, 2) == "iam" && arn_component(arn_, 5) == "root";
  }
  [[nodiscard]] bool is_service_linked() const {
    constexpr std::string_view kPath = "role/aws-service-role/";
    const auto found = request_.context.find("aws:principalarn");
    const bool by_key = found != request_.context.end() && found->second.size() == 1 &&
                        arn_component(found->second[0], 5).starts_with(kPath);
    return by_key || arn_component(arn_, 5).starts_with(kPath);
  }
  [[nodiscard]] bool bound_by_service_control() const {
    return !account_.empty() && !circumstances_.caller_in_management_account && !is_service_linked();
  }
  [[nodiscard]] bool bound_by_resource_control() const {
    const bool managed_key =
        service_ == "kms" && arn_component(request_.resource, 5).starts_with("alias/aws/");
    const bool retires_grant = service_ == "kms" && name_ == "retiregrant";
    return !circumstances_.resource_in_management_account && has_resource_control(service_) &&
           !is_service_linked() && !managed_key && !retires_grant;
  }
  /// S3 API, PutBucketPolicy, DeleteBucketPolicy, GetBucketPolicy: the owner's root user may always call
  /// them, "even if the bucket policy explicitly denies the root principal".
  [[nodiscard]] bool repairs_bucket_policy() const {
    return is_root() && account_ == owner_ && service_ == "s3" &&
           (name_ == "getbucketpolicy" || name_ == "putbucketpolicy" || name_ == "deletebucketpolicy");
  }
  /// Calls that assume a role, and those that go with one and need its trust policy just so (IAM User Guide,
  /// "Pass session tags in AWS STS", "Monitor and control actions taken with assumed roles").
  [[nodiscard]] bool assumes_role() const {
    const bool goes_with_one = (name_ == "tagsession" || name_ == "setsourceidentity") &&
                               arn_component(request_.resource, 5).starts_with("role/");
    return service_ == "sts" && (name_.starts_with("assumerole") || goes_with_one);
  }
  [[nodiscard]] bool opens_root_session() const { return service_ == "sts" && name_ == "assumeroot"; }
  /// What a caller's own policies neither grant nor deny: of STS API Reference, "GetCallerIdentity", "you can
  /// still perform this operation" when it is denied; "GetSessionToken", of users, "no permissions are
  /// required".
  [[nodiscard]] bool needs_no_permission() const {
    if (account_.empty() || service_ != "sts") return false;
    const bool is_user = is_root() || arn_component(arn_, 5).starts_with("user/");
    return name_ == "getcalleridentity" || (name_ == "getsessiontoken" && is_user);
  }
  /// Policies of AWS itself are for every account to read and attach, and for nobody to change.
  [[nodiscard]] bool is_of_aws_for_everyone() const {
    static constexpr std::array<std::string_view, 5> kChanges{"create", "delete", "set", "tag", "untag"};
    return owner_ == "aws" && std::none_of(kChanges.begin(), kChanges.end(), [this](std::string_view change) {
             return name_.starts_with(change);
           });
  }
  /// Nothing in the account works on the resource unless its policy lets the account.
  [[nodiscard]] bool needs_resource_policy() const {
    return assumes_role() || (service_ == "kms" && !sets_.resource.empty());
  }

  /// A truth with the reasons for not knowing it.
  struct Finding {
    Truth truth = Truth::no;
    std::vector<Reason> reasons;
    std::vector<DecidingStatement> statements;
  };
  [[nodiscard]] Finding allows(const std::vector<PolicyDocument>& documents) const {
    SetMatch found = match(documents);
    return {found.allows, std::move(found.possibly_allowing), std::move(found.allowing)};
  }
  static Finding both_of(Finding left, Finding right) {
    if (left.truth == Truth::no || right.truth == Truth::no) return {};
    left.truth = both(left.truth, right.truth);
    left.reasons.insert(left.reasons.end(), right.reasons.begin(), right.reasons.end());
    left.statements.insert(left.statements.end(), right.statements.begin(), right.statements.end());
    return left;
  }
  static Finding either_of(Finding left, Finding right) {
    if (left.truth == Truth::yes) return left;
    if (right.truth == Truth::yes) return right;
    right.truth = either(left.truth, right.truth);
    right.reasons.insert(right.reasons.end(), left.reasons.begin(), left.reasons.end());
    return right;
  }

  /// The caller's own side: its identity policies within its boundary and its session policies.
  [[nodiscard]] Finding own_side() const {
    Finding identity = allows(sets_.identity);
    if (circumstances_.federated_by_root && arn_component(arn_, 5).starts_with("federated-user/"))
      identity = {Truth::yes, {}, {}};
    return capped(std::move(identity));
  }
  [[nodiscard]] Finding capped(Finding finding) const {
    for (const std::vector<PolicyDocument>* cap : {&sets_.boundary, &sets_.session}) {
      if (cap->empty()) continue;
      Finding allowed = allows(*cap);
      allowed.statements.clear();
      finding = both_of(std::move(finding), std::move(allowed));
    }
    return finding;
  }

  void grant() {
    Finding granted;
    if (account_.empty()) {
      granted = allows(sets_.resource);  // services, anonymous and federated callers
    } else if (needs_no_permission()) {
      granted.truth = Truth::yes;
    } else if ((assumes_role() || opens_root_session()) && is_root()) {
      granted = {};  // IAM User Guide: a root user cannot assume a role, nor call sts:AssumeRoot
    } else if (account_ == owner_) {
      granted = is_root() ? granted_to_own_root() : granted_in_account();
    } else {
      granted = allows(sets_.resource);
      if (!is_root()) granted = both_of(std::move(granted), own_side());
    }
    if (granted.truth != Truth::no) doubt(granted.reasons);
    if (granted.truth == Truth::yes) {
      result_.kind = DecisionKind::allowed;
      result_.by = DecisiveSet::grant;
      result_.statements = std::move(granted.statements);
      return;
    }
    if (granted.truth == Truth::no) result_.undecided.clear();
    if (assumes_role() && sets_.resource.empty())
      doubt({{ReasonKind::unsupported, "the trust policy of the role", {}}});
    block(missing_set());
  }

  [[nodiscard]] Finding granted_to_own_root() const {
    return needs_resource_policy() ? allows(sets_.resource) : Finding{Truth::yes, {}, {}};
  }

  [[nodiscard]] Finding granted_in_account() const {
    const auto directly = [](const Principal& principal) {
      return principal.form != AwsPrincipalForm::account && principal.form != AwsPrincipalForm::role;
    };
    const auto as_role = [](const Principal& principal) { return principal.form == AwsPrincipalForm::role; };
    Finding granted = allows(allowing_by(sets_.resource, directly));
    if (granted.truth == Truth::yes) return granted;
    granted = either_of(std::move(granted), capped(allows(allowing_by(sets_.resource, as_role))));
    Finding own = own_side();
    if (needs_resource_policy()) own = both_of(std::move(own), allows(sets_.resource));
    return either_of(std::move(granted), std::move(own));
  }

  /// Which set is to blame that nothing grants the request.
  [[nodiscard]] DecisiveSet missing_set() const {
    if (is_root() && account_ == owner_ && service_ == "kms") return DecisiveSet::key_policy_implicit;
    const bool identity = allows(sets_.identity).truth != Truth::no;
    if (identity && !sets_.boundary.empty() && allows(sets_.boundary).truth == Truth::no)
      return DecisiveSet::boundary_implicit;
    const bool own = identity || circumstances_.federated_by_root;
    if (own && !is_root() && !sets_.session.empty() && allows(sets_.session).truth == Truth::no)
      return DecisiveSet::session_implicit;
    return DecisiveSet::nothing;
  }

  const PolicySets& sets_;
  const Circumstances& circumstances_;
  const Request& request_;
  std::string service_;
  std::string name_;     ///< of the action, in lower case
  std::string arn_;      ///< of a caller with AWS credentials
  std::string account_;  ///< likewise; empty for everybody else
  std::string owner_;
  Authorization result_;
};

}  // namespace

const char* to_string(DecisiveSet set) {
  switch (set) {
    case DecisiveSet::grant:
      return "grant";
    case DecisiveSet::service_control:
      return "scp";
    case DecisiveSet::service_control_implicit:
      return "scp-implicit";
    case DecisiveSet::resource_control:
      return "rcp";
    case DecisiveSet::endpoint:
      return "vpce";
    case DecisiveSet::endpoint_implicit:
      return "vpce-implicit";
    case DecisiveSet::resource:
      return "resource";
    case DecisiveSet::identity:
      return "identity";
    case DecisiveSet::boundary:
      return "boundary";
    case DecisiveSet::boundary_implicit:
      return "boundary-implicit";
    case DecisiveSet::session:
      return "session";
    case DecisiveSet::session_implicit:
      return "session-implicit";
    case DecisiveSet::key_policy_implicit:
      return "key-policy";
    case DecisiveSet::nothing:
      return "implicit";
  }
  return "";
}

bool has_resource_control(std::string_view service) {
  return std::binary_search(kResourceControlServices.begin(), kResourceControlServices.end(),
                            std::string_view(to_lower(service)));
}

Authorization authorize(const PolicySets& sets, const Circumstances& circumstances, const Request& request) {
  return Authorizer(sets, circumstances, request).authorize();
}

}  // namespace rootproof::policy
