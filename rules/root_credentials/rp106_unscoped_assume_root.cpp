#include <algorithm>
#include <array>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "parsers/value/value_set.h"
#include "rules/answers.h"
#include "rules/edits.h"
#include "rules/root_credentials/named_resources.h"
#include "rules/root_credentials/root_sessions.h"
#include "rules/root_credentials/texts.h"
#include "rules/root_principals/principal_account.h"

namespace rootproof::rules {
namespace {

using policy::Statement;
using policy::Verdict;

engine::Finding start(const engine::PolicyInstance& instance, std::size_t index, policy::Answer answer);

/// A call that shows best what is open: the task after which root has a password.
policy::Answer with_worst_task(const engine::PolicyInstance& instance, std::size_t index,
                               policy::Answer answer) {
  std::optional<policy::Answer> worst = policy::opens_root_sessions(
      instance.document, index, instance.resource->partition, policy::kCreatePasswordTask);
  return worst && worst->verdict == Verdict::violation ? std::move(*worst) : std::move(answer);
}

/// The condition that leaves the tasks after which root has no more credentials than before: to look at them,
/// and to open a bucket or queue. Other actions of the statement would not pass it.
std::vector<engine::Edit> list_tasks(const Statement& statement, std::string_view task) {
  const auto opens_sessions = [](const policy::Pattern& action) {
    const std::string text = lower_case(action.text().value_or(""));
    return text == "sts:assumeroot" || text == "sts:assumeroot*";
  };
  if (statement.not_action || statement.actions_unknown ||
      !std::all_of(statement.actions.begin(), statement.actions.end(), opens_sessions))
    return {};
  std::string condition = "ArnEquals sts:TaskPolicyArn";
  for (const std::string_view name :
       {"IAMAuditRootUserCredentials", "S3UnlockBucketPolicy", "SQSUnlockQueuePolicy"})
    condition.append(" ").append(task.substr(0, task.rfind('/') + 1)).append(name);
  return add_condition(statement, std::move(condition));
}

void report(const engine::PolicyInstance& instance, std::size_t index, policy::Answer answer,
            AssumeRootMention mention, engine::Findings& findings) {
  const Statement& statement = instance.document.statements[index];
  engine::Finding finding = start(instance, index, with_worst_task(instance, index, std::move(answer)));
  const std::string& task = finding.answer.witness->context["sts:taskpolicyarn"].front();
  finding.message = statement_name(instance.document, index);
  switch (mention) {
    case AssumeRootMention::named:
    case AssumeRootMention::unknown:
      finding.message += " allows sts:AssumeRoot without a list of tasks";
      break;
    case AssumeRootMention::service:
      finding.severity = engine::Severity::low;
      finding.message += " allows sts:AssumeRoot among other actions of STS, without a list of tasks";
      break;
    case AssumeRootMention::everything:
      finding.severity = engine::Severity::note;
      finding.message += " allows sts:AssumeRoot among all other actions";
      break;
  }
  finding.message +=
      under(finding, statement.guard & instance.resource->guard) +
      ": in the management account, or in the delegated administrator's, its holder acts as the "
      "root user of any member account, with the task policy " +
      task.substr(task.rfind('/') + 1) + " for one";
  finding.fix = engine::Fix{
      "list the tasks that are needed: ArnEquals {\"sts:TaskPolicyArn\": "
      "[\"arn:aws:iam::aws:policy/root-task/IAMAuditRootUserCredentials\", …]}",
      list_tasks(statement, task), "which tasks its holders need"};
  findings.push_back(std::move(finding));
}

/// Returns whether a statement about every action was reported.
bool check_statement(const engine::PolicyInstance& instance, std::size_t index, bool everything_reported,
                     engine::Findings& findings) {
  std::optional<policy::Answer> answer = policy::opens_root_sessions(
      instance.document, index, instance.resource->partition, policy::kUnlistedTask);
  if (!answer) return false;
  const AssumeRootMention mention = mention_of_assume_root(instance.document.statements[index]);
  const bool named = mention == AssumeRootMention::named;
  switch (answer->verdict) {
    case Verdict::violation:
      if (mention == AssumeRootMention::everything && everything_reported) return false;
      report(instance, index, std::move(*answer), mention, findings);
      return mention == AssumeRootMention::everything;
    case Verdict::undecided: {
      // Whatever is not known of a statement about something else, it is hardly meant for this.
      if (!named && mention != AssumeRootMention::unknown) return false;
      engine::Finding finding = start(instance, index, std::move(*answer));
      finding.message = "whether " + statement_name(instance.document, index) +
                        " allows sts:AssumeRoot without a list of tasks depends on " +
                        depends_on(finding.answer.reasons);
      findings.push_back(std::move(finding));
      return false;
    }
    case Verdict::safe: {
      if (!named) return false;
      engine::Finding finding = start(instance, index, std::move(*answer));
      finding.message =
          statement_name(instance.document, index) + " allows sts:AssumeRoot for listed tasks only";
      findings.push_back(std::move(finding));
      return false;
    }
  }
  return false;
}

/// Managed policies that set the bounds of users and roles: these grant nothing, and allow everything for
/// others to narrow.
class Boundaries {
 public:
  explicit Boundaries(const engine::Facts& facts) {
    const NamedResources named(facts);
    const auto note = [&](const Resource& resource, const value::Value& policy,
                          std::set<const Resource*>& policies) {
      if (const Resource* found = named.attribute_of(resource, policy, kManagedPolicies))
        policies.insert(found);
    };
    for (const Resource& resource : facts.resources) {
      for (const std::string_view argument : {"PermissionsBoundary", "permissions_boundary"})
        if (const value::Value* policy = resource.properties.find(argument)) note(resource, *policy, used_);
      for (const std::string_view argument : {"policy_arn", "managed_policy_arns", "ManagedPolicyArns"})
        if (const value::Value* policies = resource.properties.find(argument)) {
          const bool several =
              policies->is(value::Value::Kind::list) || policies->is(value::Value::Kind::unknown);
          if (!several) note(resource, *policies, attached_);
          if (several)
            for (const value::Value& policy : value::known_part(*policies)) note(resource, policy, attached_);
        }
      for (const std::string_view argument : {"Users", "Roles", "Groups"})
        if (value::is_given(resource.properties.find(argument))) attached_.insert(&resource);
    }
  }

  /// Used as one, or called one, and nowhere attached.
  [[nodiscard]] bool contain(const Resource& policy) const {
    if (std::find(kManagedPolicies.begin(), kManagedPolicies.end(), policy.type) == kManagedPolicies.end())
      return false;
    const value::Value* name = policy.property("name");
    const std::string text = lower_case(policy.address + " " + (name == nullptr ? "" : name->to_display()));
    return attached_.count(&policy) == 0 &&
           (used_.count(&policy) != 0 || text.find("boundary") != std::string::npos);
  }

 private:
  static constexpr std::array<std::string_view, 3> kManagedPolicies{
      "AWS::IAM::ManagedPolicy", "aws_iam_policy", "awscc_iam_managed_policy"};
  std::set<const Resource*> used_;
  std::set<const Resource*> attached_;
};

void check(const engine::Facts& facts, engine::Findings& findings) {
  const Boundaries boundaries(facts);
  for (const engine::PolicyInstance& instance : facts.policies) {
    if (!grants_to_identities(instance)) continue;
    bool everything_reported = boundaries.contain(*instance.resource);
    for (std::size_t i = 0; i < instance.document.statements.size(); ++i)
      everything_reported |= check_statement(instance, i, everything_reported, findings);
  }
}

}  // namespace

extern const engine::Rule rp106;
const engine::Rule rp106{
    {
        .id = "RP106",
        .name = "unscoped-assume-root",
        .family = "root_credentials",
        .severity = engine::Severity::high,
        .tier = engine::Tier::default_on,
        .summary = "a policy lets its holders act as the root user of member accounts for any task",
        .meaning = R"md(
Asks of every Allow statement of identity policies (managed and inline ones, permission sets) whether a call of `sts:AssumeRoot` on the root user of some account passes it with a task policy
that nobody listed, after the Deny statements of the same policy. AWS has five task policies, `arn:aws:iam::aws:policy/root-task/…`; every call names one as `sts:TaskPolicyArn`. Asked in the partition of the provider's Region, else in `aws` and those that the policy's own ARNs name.

- **violation, high**: such a call is allowed; no condition, or a pattern like `root-task/*`, bounds the tasks. Where the statement allows all of STS (`sts:*`), the severity is *low*; where
  it allows every action, it is a *note*, once for each policy, and none for a permissions boundary (used as one, or called one, and attached nowhere): the call works in the management account and in that of the delegated administrator of IAM only.
- **safe**: the statement names the action and lists its tasks.
- **undecided**: the statement names the action, and its conditions or resources are not known; or an action that begins with `sts:` is not known as a whole. Silent on policies of which
  nothing is known.

`arn:aws:iam::*:root` as the Resource of this action is the root user of each member account, and right.
)md",
        .why = R"md(
A session of AssumeRoot lasts fifteen minutes and may do what its task policy allows: read and delete root credentials, give root a password again, delete the policy of a bucket or queue. Who
may choose the task freely may choose the password.
)md",
        .bad = R"md(
```yaml
RootTasks:
  Type: AWS::IAM::ManagedPolicy
  Properties:
    PolicyDocument:
      Version: '2012-10-17'
      Statement: [{Effect: Allow, Action: sts:AssumeRoot, Resource: '*'}]
```
```hcl
data "aws_iam_policy_document" "bad" {
  statement {
    actions   = ["sts:AssumeRoot"]
    resources = ["*"]
  }
}
resource "aws_iam_policy" "bad" {
  policy = data.aws_iam_policy_document.bad.json
}
```
)md",
        .good = R"md(
```yaml
RootTasks:
  Type: AWS::IAM::ManagedPolicy
  Properties:
    PolicyDocument:
      Version: '2012-10-17'
      Statement:
        - Effect: Allow
          Action: sts:AssumeRoot
          Resource: arn:aws:iam::*:root
          Condition:
            ArnEquals: {sts:TaskPolicyArn: arn:aws:iam::aws:policy/root-task/S3UnlockBucketPolicy}
```
```hcl
data "aws_iam_policy_document" "good" {
  statement {
    actions   = ["sts:AssumeRoot"]
    resources = ["arn:aws:iam::*:root"]
    condition {
      test     = "ArnEquals"
      variable = "sts:TaskPolicyArn"
      values   = ["arn:aws:iam::aws:policy/root-task/SQSUnlockQueuePolicy"]
    }
  }
}
resource "aws_iam_policy" "good" {
  policy = data.aws_iam_policy_document.good.json
}
```
)md",
        .fix = R"md(
List the tasks that the role is for, with `ArnEquals` or `StringEquals` on `sts:TaskPolicyArn`. `IAMCreateRootUserPassword` belongs to nobody's daily work (RP107). The edit that reports offer lists the tasks that give
root nothing, `IAMAuditRootUserCredentials`, `S3UnlockBucketPolicy` and `SQSUnlockQueuePolicy`, where the statement allows nothing but root sessions. `rootproof fix` leaves it to you: which tasks are needed is not in the code.
)md",
        .mappings = "CIS AWS 7.0 2.1.1, Prowler iam_root_credentials_management_enabled, NIST 800-53 AC-6",
    },
    check};

namespace {

engine::Finding start(const engine::PolicyInstance& instance, std::size_t index, policy::Answer answer) {
  const Statement& statement = instance.document.statements[index];
  engine::Finding finding =
      engine::make_finding(rp106, *instance.resource, std::move(answer),
                           statement.action_span.empty() ? statement.span : statement.action_span);
  finding.identity = instance.path + "|" + statement_name(instance.document, index);
  return finding;
}

}  // namespace
}  // namespace rootproof::rules
