#include <algorithm>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "rules/answers.h"
#include "rules/lockouts/nested_values.h"
#include "rules/root_credentials/named_resources.h"
#include "rules/root_credentials/root_sessions.h"
#include "rules/root_credentials/texts.h"
#include "rules/root_principals/principal_account.h"

namespace rootproof::rules {
namespace {

using policy::Statement;
using policy::Verdict;
using value::Value;

/// Where a resource that holds a policy says who has it.
struct HolderProperty {
  std::string_view type;
  std::string_view path;
};
constexpr HolderProperty kHolders[] = {
    {"AWS::IAM::GroupPolicy", "GroupName"},
    {"AWS::IAM::ManagedPolicy", "Groups"},
    {"AWS::IAM::ManagedPolicy", "Roles"},
    {"AWS::IAM::ManagedPolicy", "Users"},
    {"AWS::IAM::Policy", "Groups"},
    {"AWS::IAM::Policy", "Roles"},
    {"AWS::IAM::Policy", "Users"},
    {"AWS::IAM::RolePolicy", "RoleName"},
    {"AWS::IAM::UserPolicy", "UserName"},
    {"AWS::SSO::PermissionSet", "Name"},
    {"aws_iam_group_policy", "group"},
    {"aws_iam_role_policy", "role"},
    {"aws_iam_user_policy", "user"},
    {"aws_ssoadmin_permission_set_inline_policy", "permission_set_arn"},
    {"awscc_iam_group_policy", "group_name"},
    {"awscc_iam_managed_policy", "groups"},
    {"awscc_iam_managed_policy", "roles"},
    {"awscc_iam_managed_policy", "users"},
    {"awscc_iam_policy", "groups"},
    {"awscc_iam_policy", "roles"},
    {"awscc_iam_policy", "users"},
    {"awscc_iam_role_policy", "role_name"},
    {"awscc_iam_user_policy", "user_name"},
    {"awscc_sso_permission_set", "name"},
};
/// The same of resources that attach a policy of the code.
constexpr HolderProperty kAttachments[] = {
    {"aws_iam_group_policy_attachment", "group"}, {"aws_iam_policy_attachment", "groups"},
    {"aws_iam_policy_attachment", "roles"},       {"aws_iam_policy_attachment", "users"},
    {"aws_iam_role_policy_attachment", "role"},   {"aws_iam_user_policy_attachment", "user"},
};

/// Where users, roles and groups list the policies that they have.
constexpr HolderProperty kLists[] = {
    {"AWS::IAM::Group", "ManagedPolicyArns"},
    {"AWS::IAM::Role", "ManagedPolicyArns"},
    {"AWS::IAM::User", "ManagedPolicyArns"},
    {"aws_iam_group_policy_attachments_exclusive", "policy_arns"},
    {"aws_iam_role", "managed_policy_arns"},
    {"aws_iam_role_policy_attachments_exclusive", "policy_arns"},
    {"aws_iam_user_policy_attachments_exclusive", "policy_arns"},
    {"awscc_iam_group", "managed_policy_arns"},
    {"awscc_iam_role", "managed_policy_arns"},
    {"awscc_iam_user", "managed_policy_arns"},
};
/// Of those that are no holders themselves, which one is meant.
constexpr HolderProperty kOwnersOfLists[] = {
    {"aws_iam_group_policy_attachments_exclusive", "group_name"},
    {"aws_iam_role_policy_attachments_exclusive", "role_name"},
    {"aws_iam_user_policy_attachments_exclusive", "user_name"},
};

/// Names of users, roles, groups and permission sets that have a policy.
class PolicyHolders {
 public:
  explicit PolicyHolders(const engine::Facts& facts) : facts_(facts), named_(facts) {}

  /// nullopt when one of them is not known, or none is.
  [[nodiscard]] std::optional<std::vector<std::string>> of(const Resource& resource) const {
    Found found;
    const Value* own = resource.property("name");
    if (resource.kind != ResourceKind::iam_policy_holder && own != nullptr) note(resource, *own, found);
    note_all(resource, kHolders, found);
    for (const Resource& attachment : facts_.resources) {
      const Value* policy = attachment.properties.find("policy_arn");
      if (policy != nullptr && named_.referenced(attachment, *policy) == &resource)
        note_all(attachment, kAttachments, found);
      if (lists(attachment, resource)) note_owner(attachment, found);
    }
    if (!found.known || found.names.empty()) return std::nullopt;
    return std::move(found.names);
  }

 private:
  struct Found {
    std::vector<std::string> names;
    bool known = true;
  };

  /// Whether a resource lists the policy among those it has.
  [[nodiscard]] bool lists(const Resource& owner, const Resource& policy) const {
    for (const HolderProperty& row : kLists) {
      if (owner.type != row.type) continue;
      for (const NestedValue& list : values_at(owner.properties, row.path))
        for (const PossibleText& entry : possible_texts(list.value))
          if (named_.referenced(owner, *entry.value) == &policy) return true;
    }
    return false;
  }

  void note_owner(const Resource& owner, Found& found) const {
    const bool apart = std::any_of(std::begin(kOwnersOfLists), std::end(kOwnersOfLists),
                                   [&](const HolderProperty& row) { return row.type == owner.type; });
    if (apart) return note_all(owner, kOwnersOfLists, found);
    const Value* name = owner.property("name");
    if (name == nullptr) name = owner.properties.find("name");
    // AWS makes up a name for it, which nobody has listed.
    if (name == nullptr || name->is(Value::Kind::null))
      found.known = false;
    else
      note(owner, *name, found);
  }

  template <typename Rows>
  void note_all(const Resource& resource, const Rows& rows, Found& found) const {
    for (const HolderProperty& row : rows) {
      if (resource.type != row.type) continue;
      for (const NestedValue& value : values_at(resource.properties, row.path))
        note(resource, value.value, found);
    }
  }

  void note(const Resource& resource, const Value& value, Found& found) const {
    for (const PossibleText& text : possible_texts(value)) {
      std::optional<std::string> name = text.text;
      if (!name) {
        const Resource* holder = named_.referenced(resource, *text.value);
        const Value* given = holder == nullptr ? nullptr : holder->property("name");
        if (given == nullptr && holder != nullptr) given = holder->properties.find("name");
        if (given != nullptr) name = given->as_text();
      }
      if (name)
        found.names.push_back(*std::move(name));
      else
        found.known = false;
    }
  }

  const engine::Facts& facts_;
  NamedResources named_;
};

/// "break-glass" for "arn:aws:iam::111122223333:role/admin/break-glass".
std::string_view last_name(std::string_view text) { return text.substr(text.rfind('/') + 1); }

engine::Finding start(const engine::PolicyInstance& instance, std::size_t index, policy::Answer answer);

class Check {
 public:
  Check(const engine::Facts& facts, engine::Findings& findings)
      : holders_(facts), approved_(facts.settings.break_glass_principals), findings_(findings) {}

  void statement(const engine::PolicyInstance& instance, std::size_t index) {
    std::optional<policy::Answer> answer = policy::opens_root_sessions(
        instance.document, index, instance.resource->partition, policy::kCreatePasswordTask);
    if (!answer) return;
    // A statement that lists no tasks is RP106's.
    const std::optional<policy::Answer> unlisted = policy::opens_root_sessions(
        instance.document, index, instance.resource->partition, policy::kUnlistedTask);
    if (!unlisted || unlisted->verdict == Verdict::violation) return;
    const Statement& statement = instance.document.statements[index];
    const bool named = mention_of_assume_root(statement) == AssumeRootMention::named;
    const std::string name = statement_name(instance.document, index);
    if (answer->verdict == Verdict::violation && approved(*instance.resource))
      answer = safe("its holders are listed under organization.break_glass_principals");
    switch (answer->verdict) {
      case Verdict::violation: {
        engine::Finding finding = start(instance, index, std::move(*answer));
        finding.message =
            name + " allows sts:AssumeRoot for the task IAMCreateRootUserPassword" +
            under(finding, statement.guard & instance.resource->guard) +
            ": its holder can give root users of member accounts a password, with which they sign in "
            "again";
        finding.fix = engine::Fix{
            "take the task out of the list, or list the role under organization.break_glass_principals in "
            "rootproof.yaml",
            {}};
        findings_.push_back(std::move(finding));
        return;
      }
      case Verdict::undecided: {
        if (!named) return;
        engine::Finding finding = start(instance, index, std::move(*answer));
        finding.message = "whether " + name +
                          " allows sts:AssumeRoot for the task IAMCreateRootUserPassword depends on " +
                          depends_on(finding.answer.reasons);
        findings_.push_back(std::move(finding));
        return;
      }
      case Verdict::safe: {
        if (!named) return;
        engine::Finding finding = start(instance, index, std::move(*answer));
        finding.message = name + " lets nobody give root users a password unforeseen";
        findings_.push_back(std::move(finding));
        return;
      }
    }
  }

 private:
  [[nodiscard]] bool approved(const Resource& resource) const {
    if (approved_.empty()) return false;
    const std::optional<std::vector<std::string>> names = holders_.of(resource);
    return names && std::all_of(names->begin(), names->end(), [&](const std::string& name) {
             return std::any_of(approved_.begin(), approved_.end(), [&](const std::string& entry) {
               return last_name(entry) == last_name(name);
             });
           });
  }

  PolicyHolders holders_;
  const std::vector<std::string>& approved_;
  engine::Findings& findings_;
};

void check(const engine::Facts& facts, engine::Findings& findings) {
  Check check(facts, findings);
  for (const engine::PolicyInstance& instance : facts.policies) {
    if (!grants_to_identities(instance)) continue;
    for (std::size_t i = 0; i < instance.document.statements.size(); ++i) check.statement(instance, i);
  }
}

}  // namespace

extern const engine::Rule rp107;
const engine::Rule rp107{
    {
        .id = "RP107",
        .name = "assume-root-may-create-password",
        .family = "root_credentials",
        .severity = engine::Severity::medium,
        .tier = engine::Tier::default_on,
        .summary = "a policy lets its holders give the root user of member accounts a password",
        .meaning = R"md(
Asks of Allow statements that bound the tasks of `sts:AssumeRoot` (RP106 has the others) whether the task policy `IAMCreateRootUserPassword` is among them.

- **violation**: it is.
- **safe**: it is not, or all users, roles, groups and permission sets that have the policy, by its own list, an attachment or theirs (`managed_policy_arns`), are listed under `organization.break_glass_principals` in `rootproof.yaml`, by name or ARN. The list
  is empty unless you fill it.
- **undecided**: the tasks are not known.
)md",
        .why = R"md(
The task restores what central management of root credentials took away: long-term credentials of a root user. It is needed once in years, by the role for emergencies.
)md",
        .bad = R"md(
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
            StringEquals: {sts:TaskPolicyArn: ['arn:aws:iam::aws:policy/root-task/IAMCreateRootUserPassword']}
```
```hcl
data "aws_iam_policy_document" "bad" {
  statement {
    actions   = ["sts:AssumeRoot"]
    resources = ["arn:aws:iam::*:root"]
    condition {
      test     = "StringEquals"
      variable = "sts:TaskPolicyArn"
      values   = ["arn:aws:iam::aws:policy/root-task/IAMCreateRootUserPassword"]
    }
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
            StringEquals: {sts:TaskPolicyArn: ['arn:aws:iam::aws:policy/root-task/IAMDeleteRootUserCredentials']}
```
```hcl
data "aws_iam_policy_document" "good" {
  statement {
    actions   = ["sts:AssumeRoot"]
    resources = ["arn:aws:iam::*:root"]
    condition {
      test     = "StringEquals"
      variable = "sts:TaskPolicyArn"
      values   = ["arn:aws:iam::aws:policy/root-task/IAMAuditRootUserCredentials"]
    }
  }
}
resource "aws_iam_policy" "good" {
  policy = data.aws_iam_policy_document.good.json
}
```
)md",
        .fix = R"md(
Leave the task to one role for emergencies, whose use raises an alarm (RP609), and list that role under `organization.break_glass_principals`.
)md",
        .mappings = "CIS AWS 7.0 2.1.1, Prowler iam_root_credentials_management_enabled",
    },
    check};

namespace {

engine::Finding start(const engine::PolicyInstance& instance, std::size_t index, policy::Answer answer) {
  const Statement& statement = instance.document.statements[index];
  engine::Finding finding = engine::make_finding(
      rp107, *instance.resource, std::move(answer),
      statement.condition_span.empty() ? statement.action_span : statement.condition_span);
  finding.identity = instance.path + "|" + statement_name(instance.document, index);
  return finding;
}

}  // namespace
}  // namespace rootproof::rules
