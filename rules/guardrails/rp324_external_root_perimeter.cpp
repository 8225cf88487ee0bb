#include <array>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "analyzer/organization/resource_control.h"
#include "analyzer/policy/placed_document.h"
#include "parsers/arn.h"
#include "rules/answers.h"
#include "rules/guardrails/guardrail_coverage.h"
#include "rules/guardrails/standing_ways.h"
#include "rules/guardrails/unseen_parts.h"

namespace rootproof::rules {
namespace {

using organization::Organization;

constexpr std::string_view kOutsider = "999988887777";
constexpr std::string_view kSampleAccount = "111122223333";

/// One request of each service that resource control policies cover (Organizations User Guide, "Services that
/// support RCPs").
struct Sample {
  std::string_view action;
  std::string_view resource;
};
constexpr std::array<Sample, 5> kSamples = {{
    {"s3:GetObject", "arn:aws:s3:::acme-data/report.csv"},
    {"sts:AssumeRole", "arn:aws:iam::111122223333:role/deploy"},
    {"kms:Decrypt", "arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab"},
    {"sqs:ReceiveMessage", "arn:aws:sqs:us-east-1:111122223333:orders"},
    {"secretsmanager:GetSecretValue", "arn:aws:secretsmanager:us-east-1:111122223333:secret:database-AbCdEf"},
}};

constexpr const char* kResourceAccount = "aws:resourceaccount";
constexpr std::string_view kSamplePartition = "aws";
constexpr std::string_view kSampleRegion = "us-east-1";

/// Two partitions have Regions of their own here; of the others none is needed.
std::string_view region_of(std::string_view partition) {
  return partition == "aws-us-gov" ? "us-gov-west-1" : partition == "aws-cn" ? "cn-north-1" : kSampleRegion;
}

/// The resource as it is named in another partition.
std::string resource_in(std::string_view partition, std::string_view resource) {
  std::string text(resource);
  text.replace(4, kSamplePartition.size(), partition);  // behind "arn:"
  if (const std::size_t region = text.find(kSampleRegion); region != std::string::npos)
    text.replace(region, kSampleRegion.size(), region_of(partition));
  return text;
}

/// The root user of an account outside of the organization, in its partition.
policy::Request by_foreign_root(const Sample& sample, const std::string& partition) {
  policy::Request request;
  const std::string account(kOutsider);
  request.principal =
      policy::RequestPrincipal{"AWS", account, "arn:" + partition + ":iam::" + account + ":root"};
  request.action = sample.action;
  request.resource = resource_in(partition, sample.resource);
  policy::add_principal_context(request);
  request.context["aws:principalorgid"] = {"o-outsider001"};
  request.context["aws:principalorgpaths"] = {"o-outsider001/r-outs/"};
  request.context["aws:principalisawsservice"] = {"false"};
  request.context["aws:viaawsservice"] = {"false"};
  request.context[kResourceAccount] = {std::string(kSampleAccount)};
  request.context["aws:requestedregion"] = {std::string(region_of(partition))};
  request.context["aws:securetransport"] = {"true"};
  request.context["aws:sourceip"] = {"203.0.113.9"};
  return request;
}

/// The request for the same resource of another account.
policy::Request in_account(policy::Request request, const std::string& account) {
  if (const std::size_t at = request.resource.find(kSampleAccount); at != std::string::npos)
    request.resource.replace(at, kSampleAccount.size(), account);
  request.context[kResourceAccount] = {account};
  return request;
}

struct OutsideRequest {
  std::string partition;
  policy::Request request;
};

struct Perimeter {
  std::optional<policy::Request> open;  ///< a request that no policy denies
  std::vector<value::Reason> unknown;
};

/// Every service in every partition that the organization is known or taken to be in.
std::vector<OutsideRequest> outside_requests(const std::vector<std::string>& partitions) {
  std::vector<OutsideRequest> requests;
  for (const std::string& partition : partitions)
    for (const Sample& sample : kSamples) requests.push_back({partition, by_foreign_root(sample, partition)});
  return requests;
}

Perimeter perimeter_of(const Organization& organization, std::size_t node, PathDenials& denials,
                       const std::vector<OutsideRequest>& requests) {
  Perimeter perimeter;
  const policy::ScpPath path = organization::scp_path(organization, node);
  const bool is_known = is_account_id(path.account);
  const std::set<std::string> open_keys =
      is_known ? std::set<std::string>() : std::set<std::string>{kResourceAccount};
  for (const auto& [partition, request] : requests) {
    policy::Request of_account = is_known ? in_account(request, path.account) : request;
    policy::add_place_of_resource(of_account, path);
    const Denial denial = denials.of(path, partition, of_account, open_keys);
    if (denial.surely()) continue;
    if (denial.doubts.empty()) {
      perimeter.open = std::move(of_account);
      return perimeter;
    }
    add_reasons(perimeter.unknown, denial.doubts);
  }
  return perimeter;
}

void check(const engine::Facts& facts, engine::Findings& findings);

}  // namespace

extern const engine::Rule rp324;
const engine::Rule rp324{
    {
        .id = "RP324",
        .name = "external-root-perimeter",
        .family = "guardrails",
        .severity = engine::Severity::low,
        .tier = engine::Tier::opt_in,
        .summary = "no resource control policy keeps root users of other organizations from the resources of "
                   "some account",
        .meaning = R"md(
Off by default: the profiles *strict* and *organization* run it.

Where the organization is in the scanned code, its resource control policies are held against requests of the root user of an account outside: reading an object,
assuming a role, decrypting, receiving a message, reading a secret. Accounts of the partitions of the organization are asked about: those of `organization.partitions` in
`rootproof.yaml`, else that of the Region its objects are deployed to, else `aws`.

- **violation**: one of them is denied by no resource control policy on the path of some account, or the type `RESOURCE_CONTROL_POLICY` is not enabled. The witness is that request.
- **undecided**: a condition, an attachment or the enabled types are not known.
- Silent where all are denied. That is no proof: these are examples.

Resource control policies do not cover resources of the management account, nor keys that AWS manages.
)md",
        .why = R"md(
Every bucket, key, queue, secret and role of the organization has a policy of its own, and one that names a foreign account lets its root user in. A perimeter holds whatever they say.
)md",
        .bad = R"md(
```yaml
Type: SERVICE_CONTROL_POLICY # binds callers of the organization, not callers from outside
```
```hcl
enabled_policy_types = ["SERVICE_CONTROL_POLICY"]
```
)md",
        .good = R"md(
```yaml
Type: RESOURCE_CONTROL_POLICY
Content:
  Version: '2012-10-17'
  Statement:
    - Effect: Deny
      Principal: '*'
      Action: ['s3:*', 'sts:AssumeRole', 'kms:*', 'sqs:*', 'secretsmanager:*']
      Resource: '*'
      Condition:
        StringNotEqualsIfExists: {aws:PrincipalOrgID: o-exampleorg01}
        BoolIfExists: {aws:PrincipalIsAWSService: 'false'}
```
```hcl
resource "aws_organizations_policy" "perimeter" {
  type = "RESOURCE_CONTROL_POLICY" # with the statement above, attached to the root of the organization
}
```
)md",
        .fix = R"md(
Enable `RESOURCE_CONTROL_POLICY`, and attach the policy of the good example to the root of the organization, with exceptions for partners by `aws:PrincipalAccount`.
)md",
        .mappings = "CIS AWS 7.0 2.1.2",
    },
    check};

namespace {

void check_organization(const engine::Facts& facts, const Organization& organization,
                        engine::Findings& findings) {
  std::vector<std::size_t> accounts;
  for (std::size_t i = 0; i < organization.nodes.size(); ++i)
    if (is_member_account(organization.nodes[i])) accounts.push_back(i);
  if (accounts.empty()) accounts.push_back(organization::kRootNode);
  std::vector<std::size_t> open;
  std::vector<value::Reason> unknown = unseen_parts_of(facts, organization);
  const bool unseen = !unknown.empty();
  std::optional<policy::Request> witness;
  const std::vector<std::string>& stated = facts.settings.partitions;
  const std::vector<OutsideRequest> requests =
      outside_requests(stated.empty() ? organization.partitions() : stated);
  PathDenials denials(organization);
  for (const std::size_t account : accounts) {
    Perimeter perimeter = perimeter_of(organization, account, denials, requests);
    add_reasons(unknown, perimeter.unknown);
    if (!perimeter.open) continue;
    open.push_back(account);
    if (!witness) witness = std::move(perimeter.open);
  }
  if (open.empty() && organization.policy_type_unknown)
    add_reasons(unknown, {*organization.policy_type_unknown});
  if (open.empty() && unknown.empty()) return;
  const Resource& place = *organization.resource;
  const bool surely = !open.empty() && !unseen;
  policy::Answer answer = surely ? violation() : undecided(unknown);
  if (surely) answer.witness = witness;
  engine::Finding finding = engine::make_finding(rp324, place, std::move(answer), place.span);
  if (surely) {
    finding.message =
        "no resource control policy keeps root users of other organizations from the resources of " +
        (accounts.front() == organization::kRootNode
             ? std::string("an account directly under the root")
             : std::to_string(open.size()) + " of " + std::to_string(accounts.size()) +
                   (accounts.size() == 1 ? " account" : " accounts")) +
        ": e.g. " + witness->action;
    if (organization.policy_type_disabled)
      finding.message += "; RESOURCE_CONTROL_POLICY is not enabled for the organization";
    finding.fix = engine::Fix{
        "attach a resource control policy to the root of the organization that denies requests of other "
        "organizations",
        {}};
  } else {
    finding.message =
        "whether resource control policies keep root users of other organizations out depends on " +
        depends_on(unknown);
  }
  findings.push_back(std::move(finding));
}

void check(const engine::Facts& facts, engine::Findings& findings) {
  std::vector<organization::PolicyInput> inputs;
  for (const engine::PolicyInstance& instance : facts.policies) {
    if (instance.resource->kind == ResourceKind::organizations_policy)
      inputs.push_back({instance.resource, &instance.document});
  }
  for (const Organization& organization :
       organization::build_resource_control_organizations(facts.resources, inputs)) {
    if (organization.resource != nullptr) check_organization(facts, organization, findings);
  }
}

}  // namespace
}  // namespace rootproof::rules
