#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "analyzer/organization/reference.h"
#include "rules/answers.h"
#include "rules/organization/central_root_access.h"

namespace rootproof::rules {
namespace {

void check(const engine::Facts& facts, engine::Findings& findings);

}  // namespace

extern const engine::Rule rp407;
const engine::Rule rp407{
    {
        .id = "RP407",
        .name = "delegated-administrator-unapproved",
        .family = "organization",
        .severity = engine::Severity::high,
        .tier = engine::Tier::default_on,
        .summary = "an account becomes delegated administrator of IAM and can act as the root user of every "
                   "member account",
        .meaning = R"md(
Looks at `aws_organizations_delegated_administrator` for the service `iam.amazonaws.com`, and for all services where `rootproof.yaml` lists
`organization.approved_delegated_administrators`; of other services the severity is medium.

- **violation**: the account is not listed there for its service, nor, for `iam.amazonaws.com`, under `organization.approved_root_administrators`.
- **safe**: it is listed.
- **undecided**: the service is not known; or the account is not, and some accounts are listed.

CloudFormation has no resource for it.
)md",
        .why = R"md(
The delegated administrator of IAM manages root access centrally: it opens root sessions in every member account and decides whether their root users
have a password. That account is as valuable as the management account, and service control policies can bind it, unlike the management account.
)md",
        .bad = R"md(
```yaml
# CloudFormation has no resource type for it
```
```hcl
resource "aws_organizations_delegated_administrator" "iam" {
  account_id        = "222233334444"
  service_principal = "iam.amazonaws.com"
}
```
)md",
        .good = R"md(
```yaml
# rootproof.yaml
organization:
  approved_root_administrators: ['222233334444']
```
```hcl
resource "aws_organizations_delegated_administrator" "iam" {
  account_id        = "222233334444" # listed in rootproof.yaml
  service_principal = "iam.amazonaws.com"
}
```
)md",
        .fix = R"md(
Approve the account in `rootproof.yaml`, or delegate to a security account that is. Attach a service control policy there that denies `sts:AssumeRoot` to all
but the roles that need it.
)md",
        .mappings = "CIS AWS 7.0 2.1.5, CIS AWS 7.0 2.1.6, Prowler organizations_delegated_administrators",
    },
    check};

namespace {

/// The accounts that may administer a service; nullopt where nobody asks.
std::optional<std::vector<std::string>> approved_for(const std::string& service,
                                                     const engine::RuleSettings& settings) {
  const auto& stated = settings.approved_delegated_administrators;
  const bool of_root = service == kRootAccessService;
  if (!of_root && !stated) return std::nullopt;
  std::vector<std::string> approved;
  if (of_root) approved = settings.approved_root_administrators;
  if (!stated) return approved;
  if (const auto listed = stated->find(service); listed != stated->end())
    approved.insert(approved.end(), listed->second.begin(), listed->second.end());
  return approved;
}

/// What the administrator of a service can do, as the end of a message.
std::string power_of(const std::string& service) {
  return service == kRootAccessService
             ? "IAM: whoever may call sts:AssumeRoot there acts as the root user of every member account"
             : service + ", which nobody approved";
}

/// An account whose id is not known.
std::string name_of_unknown(const value::Value& account) {
  const auto* hole = account.is(value::Value::Kind::string) && account.pieces().size() == 1
                         ? std::get_if<value::Hole>(&account.pieces().front())
                         : nullptr;
  if (hole == nullptr || !hole->symbol.starts_with(value::kOwnAccount))
    return "the account " + shown(account);
  const std::string_view provider = std::string_view(hole->symbol).substr(value::kOwnAccount.size());
  return provider.starts_with('/') ? "the account of provider aws." + std::string(provider.substr(1))
                                   : "the account that this code deploys to";
}

/// The account as messages name it: by its name where it is an account of this code.
std::string name_of(const engine::Facts& facts, const Resource& resource, const value::Value& account) {
  for (const organization::Reference& reference : organization::references(&account)) {
    constexpr std::string_view kId = ".id";
    if (!reference.symbol.ends_with(kId)) break;
    const std::string_view address =
        std::string_view(reference.symbol).substr(0, reference.symbol.size() - kId.size());
    for (const Resource& other : facts.resources) {
      if (other.kind != ResourceKind::account || other.unit != resource.unit || other.address != address)
        continue;
      const value::Value* name = other.property("name");
      const std::optional<std::string> text = name == nullptr ? std::nullopt : name->as_text();
      if (text) return "account \"" + *text + "\"";
    }
    break;
  }
  return account.as_text() ? "account " + shown(account) : name_of_unknown(account);
}

void check_administrator(const engine::Facts& facts, const Resource& resource, const value::Value& service,
                         const value::Value& account, engine::Findings& findings) {
  const engine::RuleSettings& settings = facts.settings;
  // A service that is not known may be IAM.
  const std::string name = service.as_text().value_or(std::string(kRootAccessService));
  const bool of_root = name == kRootAccessService;
  const std::optional<std::vector<std::string>> approved = approved_for(name, settings);
  if (!approved) return;
  const std::optional<std::string> id = account.as_text();
  const bool known = id && std::find(approved->begin(), approved->end(), *id) != approved->end();
  std::vector<value::Reason> reasons = service.reasons();
  // An account of this code, whose id AWS chooses: what it is can be told, whether it is approved cannot.
  if (!id && !approved->empty()) add_reasons(reasons, account.reasons());
  policy::Answer answer = known             ? safe("the account is approved")
                          : reasons.empty() ? violation()
                                            : undecided(std::move(reasons));
  const policy::Verdict verdict = answer.verdict;
  engine::Finding finding = engine::make_finding(rp407, resource, std::move(answer), resource.span);
  if (!of_root) finding.severity = engine::Severity::medium;
  const std::string who = name_of(facts, resource, account);
  switch (verdict) {
    case policy::Verdict::violation:
      finding.message = who + " becomes delegated administrator of " + power_of(name);
      finding.fix = engine::Fix{
          of_root ? "list the account under organization.approved_root_administrators in rootproof.yaml "
                    "if that is meant, and deny sts:AssumeRoot there to all but the roles that need it"
                  : "list the account under organization.approved_delegated_administrators in "
                    "rootproof.yaml if that is meant",
          {}};
      break;
    case policy::Verdict::undecided:
      finding.message = (of_root ? "whether " + who + " may act as the root user of every member account"
                                 : "whether " + who + " is approved as delegated administrator of " + name) +
                        " depends on " + depends_on(finding.answer.reasons);
      break;
    case policy::Verdict::safe:
      finding.message = who + " is approved as delegated administrator of " + (of_root ? "IAM" : name);
      break;
  }
  findings.push_back(std::move(finding));
}

void check(const engine::Facts& facts, engine::Findings& findings) {
  for (const Resource& resource : facts.resources) {
    if (resource.type != "aws_organizations_delegated_administrator") continue;
    const value::Value* service = resource.properties.find("service_principal");
    const value::Value* account = resource.properties.find("account_id");
    if (service == nullptr || account == nullptr) continue;
    check_administrator(facts, resource, *service, *account, findings);
  }
}

}  // namespace
}  // namespace rootproof::rules
