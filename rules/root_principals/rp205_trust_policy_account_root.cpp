#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <utility>

#include "analyzer/policy/questions.h"
#include "rules/answers.h"
#include "rules/root_principals/accounts_of_conditions.h"
#include "rules/root_principals/principal_account.h"
#include "rules/root_principals/role_privileges.h"
#include "rules/root_principals/whole_account.h"

namespace rootproof::rules {
namespace {

constexpr std::string_view kAssume = "sts:AssumeRole";
constexpr std::string_view kQuestion = "another account as a whole may assume this role";

/// Roles that trust the management or administrator account of their organization by design, by the names
/// AWS gives them (AWS Organizations, Control Tower and CloudFormation user guides).
constexpr std::array<std::string_view, 3> kRolesOfTheOrganization{
    "OrganizationAccountAccessRole", "AWSControlTowerExecution", "AWSCloudFormationStackSetExecutionRole"};

/// The name of such a role, else empty.
std::string_view role_of_the_organization(const Resource& role) {
  const value::Value* name = role.property("name");
  const auto found = std::find(kRolesOfTheOrganization.begin(), kRolesOfTheOrganization.end(),
                               name == nullptr ? std::nullopt : name->as_text());
  if (found != kRolesOfTheOrganization.end()) return *found;
  return {};
}

std::string who_may(std::string_view account) {
  return std::string(account) +
         " (not only its root user) may assume the role: any user or role there that its "
         "administrators permit (a root user itself cannot assume roles)";
}

class TrustJudge {
 public:
  TrustJudge(const engine::Rule& rule, const engine::Facts& facts, engine::Findings& findings)
      : rule_(rule), facts_(facts), accounts_(facts), privileges_(facts), findings_(findings) {}

  void judge(const Grant& grant) {
    if (!may_grant(grant.the_statement(), kAssume)) return;
    if (nobody_can_assume(grant))
      return safe_because(grant, safe("only root users meet its conditions, and they cannot assume roles"));
    RelatedAccount account = accounts_.relate(grant.instance, grant.the_statement(), grant.the_principal());
    switch (account.relation) {
      case AccountRelation::own:
        return judge_own(grant);
      case AccountRelation::foreign:
        return judge_foreign(grant, account);
      case AccountRelation::unknown:
        return judge_unknown(grant, std::move(account.reasons));
      case AccountRelation::trusted:
      case AccountRelation::organization:
      case AccountRelation::aws_service:
        return safe_because(grant, safe("it names " + std::string(describe(account.relation))));
    }
  }

  void judge(const UnknownGrants& unknown) {
    findings_.push_back(unknown_grants_finding(rule_, unknown, kQuestion));
  }

 private:
  [[nodiscard]] policy::Answer whole_account(const Grant& grant) const {
    return accounts_.lets_in_as_a_whole(grant.instance, grant.instance.document, grant.statement,
                                        grant.principal);
  }

  /// Whether nobody of the account may without MFA: the statement lets none of the requests in that lack it.
  static bool asks_for_mfa(const Grant& grant) {
    policy::PolicyDocument without_mfa = grant.instance.document;
    policy::Condition lacks_mfa;
    lacks_mfa.operator_name = "BoolIfExists";
    lacks_mfa.key = "aws:MultiFactorAuthPresent";
    lacks_mfa.values = {{value::Value::string("false"), {}}};
    without_mfa.statements[grant.statement].conditions.push_back(std::move(lacks_mfa));
    return policy::grants_whole_account(without_mfa, grant.statement, grant.principal,
                                        grant.instance.services)
               .verdict == policy::Verdict::safe;
  }

  static std::string guard_of(const Grant& grant, engine::Finding& finding) {
    return under(finding, grant.instance.resource->guard & grant.the_statement().guard);
  }

  void safe_because(const Grant& grant, policy::Answer answer) {
    engine::Finding finding = grant_finding(rule_, grant, std::move(answer));
    finding.message = "no account as a whole may assume this role that should not";
    findings_.push_back(std::move(finding));
  }

  void judge_foreign(const Grant& grant, const RelatedAccount& related) {
    policy::Answer answer = whole_account(grant);
    if (answer.verdict == policy::Verdict::safe) return safe_because(grant, std::move(answer));
    const std::string account = account_name(grant.the_principal());
    const std::string_view name = role_of_the_organization(*grant.instance.resource);
    // The administrator account of stack sets may be any.
    const bool known =
        accounts_.knows_management(grant.instance.resource->unit) && name != kRolesOfTheOrganization.back();
    if (!name.empty() && !known)
      return undecided_because(grant, {{value::ReasonKind::external_target,
                                        "whether " + account + " administers the organization, which " +
                                            std::string(name) + " trusts by design",
                                        grant.the_principal().text.span}});
    if (answer.verdict == policy::Verdict::undecided)
      return undecided_because(grant, std::move(answer.reasons));
    engine::Finding finding = grant_finding(rule_, grant, std::move(answer));
    finding.message = "the whole account " + who_may(account) + guard_of(grant, finding);
    if (asks_for_mfa(grant)) {
      finding.severity = engine::Severity::low;
      finding.message += ", as long as they signed in with MFA";
    }
    finding.message += unless_own(related);
    finding.fix = engine::Fix{
        "name the role that needs it, for example arn:aws:iam::" + account +
            ":role/NAME, or add a condition on sts:ExternalId; an account that belongs to you goes into "
            "trusted_accounts" +
            (related.undeclared.empty() ? "" : ", the one that this is deployed to into own_accounts"),
        {}};
    findings_.push_back(std::move(finding));
  }

  void undecided_because(const Grant& grant, std::vector<value::Reason> reasons) {
    findings_.push_back(grant_undecided(rule_, grant, kQuestion, std::move(reasons)));
  }

  void judge_unknown(const Grant& grant, std::vector<value::Reason> reasons) {
    policy::Answer answer = whole_account(grant);
    if (answer.verdict == policy::Verdict::safe) return safe_because(grant, std::move(answer));
    add_reasons(reasons, answer.reasons);
    undecided_because(grant, std::move(reasons));
  }

  /// Every identity of the account that some policy lets assume roles, and whoever can give himself one.
  void judge_own(const Grant& grant) {
    const Resource& role = *grant.instance.resource;
    Privilege privilege = privileges_.of(role);
    if (privilege.truth == policy::Truth::no) {
      std::vector<value::Reason> unseen = unseen_parts(facts_, role.unit);
      const bool role_is_here = role.kind == ResourceKind::iam_role;
      if (role_is_here && unseen.empty())
        return safe_because(grant, safe("it names the role's own account, and nothing in the code makes the "
                                        "role an administrator"));
      if (!role_is_here)
        unseen.push_back({value::ReasonKind::external_target, "the policies of the role", role.span});
      privilege = {policy::Truth::unknown, {}, std::move(unseen)};
    }
    policy::Answer answer = whole_account(grant);
    if (answer.verdict == policy::Verdict::safe) return safe_because(grant, std::move(answer));
    if (privilege.truth == policy::Truth::yes && answer.verdict == policy::Verdict::violation)
      return report_own(grant, std::move(answer), privilege.because);
    add_reasons(privilege.reasons, answer.reasons);
    findings_.push_back(grant_undecided(rule_, grant,
                                        "everybody in the own account whom a policy lets assume roles may "
                                        "become an administrator",
                                        std::move(privilege.reasons)));
  }

  void report_own(const Grant& grant, policy::Answer answer, const std::string& because) {
    engine::Finding finding = grant_finding(rule_, grant, std::move(answer));
    finding.severity = engine::Severity::low;
    finding.message = "the whole account of the role" + who_may("") + guard_of(grant, finding) + "; " +
                      because + " makes the role an administrator";
    finding.fix = engine::Fix{"name the users or roles that are to become administrators", {}};
    findings_.push_back(std::move(finding));
  }

  const engine::Rule& rule_;
  const engine::Facts& facts_;
  KnownAccounts accounts_;
  RolePrivileges privileges_;
  engine::Findings& findings_;
};

void check(const engine::Facts& facts, engine::Findings& findings);

}  // namespace

extern const engine::Rule rp205;
const engine::Rule rp205{{
                             .id = "RP205",
                             .name = "trust-policy-account-root",
                             .family = "root_principals",
                             .severity = engine::Severity::high,
                             .tier = engine::Tier::default_on,
                             .summary = "a role that trusts an account as a whole",
                             .meaning = R"md(
Looks at trust policies whose `Principal` names an account, by twelve digits or `arn:…:iam::<account>:root`: the **whole account**. The root user of that account is not meant
and cannot assume roles at all; what is handed over is the choice of who may. `*` with a condition that names accounts (`aws:PrincipalAccount`) is the same.

- **violation**, *high*: another account, not trusted, with no condition that narrows it (`sts:ExternalId`, `aws:PrincipalArn`, …).
- **violation**, *low*: the same where only requests with MFA may (`Bool` on `aws:MultiFactorAuthPresent`; with `BoolIfExists`, access keys without MFA pass).
- **violation**, *low*: the role's own account, where the role is an administrator by a policy in the code: a managed policy such as `AdministratorAccess`, or
  one that allows changing permissions on everything. Whoever in the account has `sts:AssumeRole` then becomes one.
- **safe**: narrowed, trusted, an account of the organization in the code or in its description, a condition that names the own organization (RP202), or the own account and nothing in the code makes the role an administrator.
- **undecided**: the account, a condition or an attached policy is not known, or whether the organization of a condition is the own one. So are roles that trust the management or administrator account by design
  (`OrganizationAccountAccessRole`, `AWSControlTowerExecution`, `AWSCloudFormationStackSetExecutionRole`): whether the account is that one stands elsewhere, unless
  `organization.management_account` or a description of the organization says which it is (of stack sets any account may be the administrator's).
)md",
                             .why = R"md(
The administrators of the trusted account decide alone who becomes this role. Without an external id, a service that works for many customers can be made to assume it for the wrong
one (the confused deputy).
)md",
                             .bad = R"md(
```yaml
AssumeRolePolicyDocument:
  Statement:
    - {Effect: Allow, Principal: {AWS: 'arn:aws:iam::999988887777:root'}, Action: 'sts:AssumeRole'}
```
```hcl
assume_role_policy = jsonencode({
  Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "999988887777" } }]
})
```
)md",
                             .good = R"md(
```yaml
AssumeRolePolicyDocument:
  Statement:
    - Effect: Allow
      Principal: {AWS: 'arn:aws:iam::999988887777:root'}
      Action: sts:AssumeRole
      Condition: {StringEquals: {sts:ExternalId: 5f1c3f0a}}
```
```hcl
assume_role_policy = jsonencode({
  Statement = [{
    Effect    = "Allow"
    Action    = "sts:AssumeRole"
    Principal = { AWS = "999988887777" }
    Condition = { StringEquals = { "sts:ExternalId" = "5f1c3f0a" } }
  }]
})
```
)md",
                             .fix = R"md(
Name the role of the other account that needs it. For a vendor who assumes roles of many customers, add the external id it gives you. In the own account, name the users or roles
that may become administrators. An account that belongs to you goes into `trusted_accounts` of `rootproof.yaml`.
)md",
                             .mappings = "Checkov CKV_AWS_61, AWS Well-Architected SEC03-BP09",
                         },
                         check};

namespace {

void check(const engine::Facts& facts, engine::Findings& findings) {
  TrustJudge judge(rp205, facts, findings);
  for_each_account_grant(
      facts,
      [&](const Grant& grant) {
        if (grant.matter() == GrantMatter::role) judge.judge(grant);
      },
      [&](const UnknownGrants& unknown) {
        if (unknown.matter == GrantMatter::role) judge.judge(unknown);
      });
  for (const engine::PolicyInstance& instance : facts.policies)
    if (instance.document.kind == PolicyKind::trust)
      for_each_account_of_conditions(instance, [&](const Grant& grant) { judge.judge(grant); });
}

}  // namespace
}  // namespace rootproof::rules
