#include <algorithm>
#include <array>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "rules/answers.h"

namespace rootproof::rules {
namespace {

/// What runs or keeps something for users, as Terraform and CloudFormation call it. Buckets and tables are
/// left out: the state of Terraform lies in them, which is at home in the management account.
constexpr std::array<std::string_view, 22> kWorkloads = {"aws_instance",
                                                         "aws_autoscaling_group",
                                                         "aws_lambda_function",
                                                         "aws_ecs_cluster",
                                                         "aws_ecs_service",
                                                         "aws_eks_cluster",
                                                         "aws_db_instance",
                                                         "aws_rds_cluster",
                                                         "aws_elasticache_cluster",
                                                         "aws_lightsail_instance",
                                                         "aws_sagemaker_notebook_instance",
                                                         "AWS::EC2::Instance",
                                                         "AWS::AutoScaling::AutoScalingGroup",
                                                         "AWS::Lambda::Function",
                                                         "AWS::ECS::Cluster",
                                                         "AWS::ECS::Service",
                                                         "AWS::EKS::Cluster",
                                                         "AWS::RDS::DBInstance",
                                                         "AWS::RDS::DBCluster",
                                                         "AWS::ElastiCache::CacheCluster",
                                                         "AWS::Lightsail::Instance",
                                                         "AWS::SageMaker::NotebookInstance"};

bool is_workload(std::string_view type) {
  return std::find(kWorkloads.begin(), kWorkloads.end(), type) != kWorkloads.end();
}

/// What root modules and templates say of the account they are deployed to, each looked up once.
class Deployments {
 public:
  explicit Deployments(const engine::Facts& facts) {
    for (const organization::Organization& organization : facts.organizations) {
      const Resource* made = organization.resource;
      if (made == nullptr || made->language == Language::organization_export) continue;
      made_.emplace(std::pair(std::string_view(made->unit), std::string_view(made->account)), made);
    }
    for (const Resource& resource : facts.resources) {
      if (resource.kind != ResourceKind::provider) continue;
      if (const value::Value* role = resource.properties.find("assume_role"))
        add_reasons(unknown_roles_[resource.unit], role->reasons());
    }
  }

  /// The organization that is made where a resource is deployed to: whoever makes it is its management
  /// account.
  [[nodiscard]] const Resource* organization_made_beside(const Resource& workload) const {
    const auto found = made_.find({workload.unit, workload.account});
    return found == made_.end() ? nullptr : found->second;
  }

  /// Why the role that a root module's provider takes on is not known.
  [[nodiscard]] std::vector<value::Reason> unknown_roles(const std::string& unit) const {
    const auto found = unknown_roles_.find(unit);
    return found == unknown_roles_.end() ? std::vector<value::Reason>{} : found->second;
  }

 private:
  std::map<std::pair<std::string_view, std::string_view>, const Resource*> made_;  ///< by unit and account
  std::map<std::string_view, std::vector<value::Reason>> unknown_roles_;           ///< by unit
};

void check(const engine::Facts& facts, engine::Findings& findings);

}  // namespace

extern const engine::Rule rp406;
const engine::Rule rp406{
    {
        .id = "RP406",
        .name = "workload-in-management-account",
        .family = "organization",
        .severity = engine::Severity::medium,
        .tier = engine::Tier::opt_in,
        .summary = "a workload is deployed to the management account, which no service control policy binds",
        .meaning = R"md(
Off by default: the profiles *strict* and *organization* run it.

Looks at virtual machines, functions, containers, databases and notebooks, and at the account they are deployed to.

- **violation**: it is the management account: the one that `organization.management_account` in `rootproof.yaml` names, by its id in `assume_role` or `allowed_account_ids` of the
  provider; or the same stack or the same provider configuration of one root module makes the organization itself.
- **undecided**: that id is configured, and the role that the provider takes on is not known.
- Silent where the account is another one, or nothing is said of it.
)md",
        .why = R"md(
The management account is beyond the reach of every service control policy, those against its root user included. Whoever breaks a workload there is one step from all accounts.
)md",
        .bad = R"md(
```yaml
Resources:
  Org: {Type: AWS::Organizations::Organization}
  Server: {Type: AWS::EC2::Instance}
```
```hcl
provider "aws" {
  assume_role {
    role_arn = "arn:aws:iam::999999999999:role/deploy" # the management account
  }
}
resource "aws_instance" "server" {}
```
)md",
        .good = R"md(
```yaml
Resources:
  Org: {Type: AWS::Organizations::Organization}
```
```hcl
provider "aws" {
  assume_role {
    role_arn = "arn:aws:iam::111122223333:role/deploy"
  }
}
resource "aws_instance" "server" {}
```
)md",
        .fix = R"md(
Deploy it to a member account of its own.
)md",
        .mappings = "CIS AWS 7.0 2.1.3",
    },
    check};

namespace {

void check(const engine::Facts& facts, engine::Findings& findings) {
  const Deployments deployments(facts);
  for (const Resource& resource : facts.resources) {
    if (!is_workload(resource.type) || resource.guard.impossible()) continue;
    const bool by_id = !resource.account.empty() && resource.account == facts.settings.management_account;
    const Resource* made = deployments.organization_made_beside(resource);
    if (!by_id && made == nullptr) {
      std::vector<value::Reason> unknown;
      if (!facts.settings.management_account.empty()) unknown = deployments.unknown_roles(resource.unit);
      const bool known = resource.account.find_first_not_of("0123456789") == std::string::npos;
      if (unknown.empty() || known) continue;
      engine::Finding finding = engine::make_finding(rp406, resource, undecided(unknown), resource.span);
      finding.message = "whether " + resource.address + " is deployed to the management account depends on " +
                        depends_on(unknown);
      findings.push_back(std::move(finding));
      continue;
    }
    engine::Finding finding = engine::make_finding(rp406, resource, violation(), resource.span);
    finding.message = resource.address + " is deployed to the management account" +
                      (by_id ? " " + resource.account : std::string()) +
                      ", which no service control policy binds" + under(finding, resource.guard);
    if (made != nullptr)
      finding.related.push_back(
          {made->span, "the organization is made here: its account is the management account"});
    finding.fix = engine::Fix{"deploy it to a member account", {}};
    findings.push_back(std::move(finding));
  }
}

}  // namespace
}  // namespace rootproof::rules
