#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "parsers/value/value_set.h"
#include "rules/edits.h"
#include "rules/lockouts/lockout.h"
#include "rules/lockouts/nested_values.h"
#include "rules/root_credentials/named_resources.h"
#include "rules/root_credentials/texts.h"

namespace rootproof::rules {
namespace {

using value::Value;

/// What is known of the flag that makes KMS take a policy which locks its sender out.
enum class Bypass : std::uint8_t { off, on, unknown };

Bypass bypass_of(const Resource& resource) {
  Bypass bypass = Bypass::off;
  for (const char* property : {"BypassPolicyLockoutSafetyCheck", "bypass_policy_lockout_safety_check"})
    for (const NestedValue& found : values_at(resource.properties, property)) {
      const std::string text = lower_case(found.value.as_text().value_or("unknown"));
      if (text == "false") continue;
      if (text != "true" || !found.guard.always())
        bypass = Bypass::unknown;
      else
        return Bypass::on;
    }
  return bypass;
}

bool is_key_policy(const engine::PolicyInstance& instance) {
  const Resource& resource = *instance.resource;
  return (resource.kind == ResourceKind::key || resource.type == "aws_kms_key_policy") &&
         instance.document.kind == PolicyKind::resource;
}

/// Part of an address in front of its type: "module.keys[0]."; empty in the root module.
std::string_view module_of(std::string_view address) {
  const std::size_t end = address.rfind("module.");
  const std::size_t name = end == std::string_view::npos ? end : address.find('.', end + 7);
  return name == std::string_view::npos ? std::string_view() : address.substr(0, name + 1);
}

/// The name of a data source of the caller's identity that policies of the same module use; empty where none
/// does.
std::string caller_identity(const engine::Facts& facts, const Resource& resource) {
  constexpr std::string_view kType = "data.aws_caller_identity.";
  for (const engine::PolicyInstance& instance : facts.policies) {
    if (instance.resource->unit != resource.unit ||
        module_of(instance.resource->address) != module_of(resource.address))
      continue;
    for (const policy::Statement& statement : instance.document.statements)
      for (const policy::Principal& principal : statement.principals)
        for (const value::OriginStep& step : principal.text.value.origin().chain())
          if (step.detail.starts_with(kType))
            return step.detail.substr(kType.size(), step.detail.find('.', kType.size()) - kType.size());
  }
  return {};
}

/// A policy that the caller of a module writes: it sees nothing that the module declares.
bool is_written_by_a_caller(const policy::PolicyDocument& document) {
  const std::vector<value::OriginStep> chain = document.source.origin().chain();
  return std::any_of(chain.begin(), chain.end(), [](const value::OriginStep& step) {
    return step.kind == value::OriginKind::module_argument;
  });
}

/// The statement of the default key policy behind the last one, which lets IAM policies of the account
/// decide. Where statements deny the change as well, it would not help.
std::vector<engine::Edit> allow_the_account(const engine::Facts& facts,
                                            const engine::PolicyInstance& instance,
                                            const policy::LockoutAnswer& found) {
  const policy::PolicyDocument& document = instance.document;
  const Resource& resource = *instance.resource;
  const auto denies = [&](std::size_t index) {
    return document.statements[index].effect != policy::Effect::allow;
  };
  if (document.statements.empty() || std::any_of(found.statements.begin(), found.statements.end(), denies))
    return {};
  std::string account = "${AWS::AccountId}";
  std::string partition = "${AWS::Partition}";
  std::vector<engine::Edit> edits;
  if (resource.language == Language::terraform) {
    partition = resource.partition.empty() ? "aws" : resource.partition;
    account = resource.account;
    if (account.find_first_not_of("0123456789") != std::string::npos) {
      if (is_written_by_a_caller(document)) return {};
      std::string name = caller_identity(facts, resource);
      if (name.empty()) {
        name = resource.address.substr(resource.address.rfind('.') + 1);
        name = name.substr(0, name.find('[')) + "_owner";
        const std::uint32_t end = resource.body_span.end;
        edits.push_back(
            {{resource.body_span.file, end, end}, "\n\ndata \"aws_caller_identity\" \"" + name + "\" {}"});
      }
      account = "${data.aws_caller_identity." + name + ".account_id}";
    }
  }
  const policy::Statement& last = document.statements.back();
  edits.push_back({last.span, "Allow arn:" + partition + ":iam::" + account + ":root kms:* *", "",
                   engine::EditKind::add_statement});
  return edits;
}

void check(const engine::Facts& facts, engine::Findings& findings);

}  // namespace

extern const engine::Rule rp503;
const engine::Rule rp503{
    {
        .id = "RP503",
        .name = "key-policy-locks-out",
        .family = "lockouts",
        .severity = engine::Severity::high,
        .tier = engine::Tier::default_on,
        .summary = "a key policy leaves no user or role that can change it",
        .meaning = R"md(
Asks of every policy of a KMS key who of the key's own account may call `kms:PutKeyPolicy`. Unlike other policies a key policy must allow that itself: to an identity, or to the
account as a whole (`arn:aws:iam::…:root` in `Principal` is the **whole account**), whose IAM policies are then taken for granted. Which roles and users the code creates is asked
as with buckets (RP501); whether the account behind another provider configuration is the key's own is not known, unless KMS would refuse the policy if it were not.

- **violation**: no user, role or federated user: no statement allows it, or others deny it to all of them. Statements whose `Resource` is another key of the code have no effect here. Without `BypassPolicyLockoutSafetyCheck` KMS refuses a policy that
  locks out whoever sends it, so that the deployment fails; with it the key is lost.
- **safe**: the own account is allowed, or a role that the code creates.
- **undecided**: the statements name a key by its id, which may be another one; or only an identity, VPC, account or organization that the policy names and the code does not know, or a value is not known, such as the Region of the key
  where a statement tells Regions apart (`aws:RequestedRegion` is the Region of the key). Also a policy that KMS does not take: the answer says if it would lock out.

A key without a policy gets the default one, which allows the account everything.
)md",
        .why = R"md(
Not even the root user can do anything with a key whose policy leaves the account out. The only way back is a case with AWS Support, who confirm it over the telephone number of the root
user. Until then nobody can rotate, disable or delete the key, or give access to what it encrypts.
)md",
        .bad = R"md(
```yaml
Reader:
  Type: AWS::IAM::Role
Key:
  Type: AWS::KMS::Key
  Properties:
    BypassPolicyLockoutSafetyCheck: true
    KeyPolicy:
      Statement:
        - {Effect: Allow, Principal: {AWS: !GetAtt Reader.Arn}, Action: 'kms:Decrypt', Resource: '*'}
```
```hcl
resource "aws_kms_key" "bad" {
  bypass_policy_lockout_safety_check = true
  policy = jsonencode({
    Statement = [{ Effect = "Allow", Principal = { AWS = aws_iam_role.reader.arn }, Action = "kms:Decrypt", Resource = "*" }]
  })
}
```
)md",
        .good = R"md(
```yaml
Reader:
  Type: AWS::IAM::Role
Key:
  Type: AWS::KMS::Key
  Properties:
    KeyPolicy:
      Statement:
        - {Effect: Allow, Principal: {AWS: !Sub 'arn:${AWS::Partition}:iam::${AWS::AccountId}:root'}, Action: 'kms:*', Resource: '*'}
        - {Effect: Allow, Principal: {AWS: !GetAtt Reader.Arn}, Action: 'kms:Decrypt', Resource: '*'}
```
```hcl
resource "aws_iam_role" "key_admin" {
  name = "key-admin"
}
resource "aws_kms_key" "good" {
  policy = jsonencode({
    Statement = [
      { Effect = "Allow", Principal = { AWS = aws_iam_role.key_admin.arn }, Action = "kms:*", Resource = "*" },
      { Effect = "Allow", Principal = { AWS = aws_iam_role.reader.arn }, Action = "kms:Decrypt", Resource = "*" },
    ]
  })
}
```
)md",
        .fix = R"md(
Allow `kms:*` to the account, so that IAM policies decide, or at least `kms:PutKeyPolicy` to a role that stays. Leave `BypassPolicyLockoutSafetyCheck` out.

`rootproof fix` adds the statement of the default key policy, `kms:*` for the whole account, where no statement denies the change. In Terraform it takes the account of a provider's `allowed_account_ids` or `assume_role`, else a data source `aws_caller_identity`.
)md",
        .mappings = "Control Tower CT.KMS.PV.3, CIS AWS 3.0 1.7, CIS AWS 5.0 1.6, CIS AWS 7.0 2.7, AWS "
                    "Well-Architected SEC02-BP01",
    },
    check};

namespace {

std::string recovery(Bypass bypass) {
  std::string text =
      "What is left is the root user where the policy allows its account, else a case with AWS Support that "
      "is confirmed over the root user's telephone";
  if (bypass == Bypass::on) text += "; BypassPolicyLockoutSafetyCheck makes KMS take such a policy";
  if (bypass == Bypass::off)
    text +=
        "; KMS refuses such a policy from whoever could not change it afterwards, so that the deployment "
        "fails";
  return text;
}

/// The document as it is where the key is given one: elsewhere it has the default policy. nullopt where it
/// always is, or may be given one or another.
std::optional<policy::PolicyDocument> where_it_is_given(const policy::PolicyDocument& document) {
  if (!document.source.is(value::Value::Kind::one_of)) return std::nullopt;
  const value::Alternative* given = nullptr;
  for (const value::Alternative& way : document.source.alternatives()) {
    if (!value::is_given(&way.value)) continue;
    if (given != nullptr) return std::nullopt;
    given = &way;
  }
  if (given == nullptr) return std::nullopt;
  policy::PolicyDocument result = document;
  for (policy::Statement& statement : result.statements)
    std::erase_if(statement.guard.terms,
                  [&](const value::GuardTerm& term) { return given->guard.implies(term); });
  return result;
}

/// Whether every Resource of a statement is another key of the code than that of the policy, by reference.
bool is_about_other_keys(const NamedResources& named, const engine::PolicyInstance& instance,
                         const policy::Statement& statement) {
  const Resource& policy = *instance.resource;
  const Value* id = policy.properties.find("key_id");
  const Resource* own = policy.kind == ResourceKind::key ? &policy
                        : id == nullptr                  ? nullptr
                                                         : named.mentioned(policy, *id);
  if (own == nullptr || statement.not_resource || statement.resources_unknown || statement.resources.empty())
    return false;
  return std::all_of(statement.resources.begin(), statement.resources.end(),
                     [&](const policy::Pattern& entry) {
                       const Resource* key = named.mentioned(policy, entry.value);
                       return key != nullptr && key->kind == ResourceKind::key && key != own;
                     });
}

/// A statement about another key has no effect in the policy of this one: it names nobody.
std::optional<policy::PolicyDocument> without_other_keys(const NamedResources& named,
                                                         const engine::PolicyInstance& instance,
                                                         const policy::PolicyDocument& document) {
  std::optional<policy::PolicyDocument> result;
  for (std::size_t i = 0; i < document.statements.size(); ++i) {
    if (!is_about_other_keys(named, instance, document.statements[i])) continue;
    if (!result) result = document;
    policy::Statement& statement = result->statements[i];
    statement.principals.clear();
    statement.principals_unknown = statement.not_principal = false;
  }
  return result;
}

void check(const engine::Facts& facts, engine::Findings& findings) {
  LockoutQuestions questions(facts);
  const NamedResources named(facts);
  for (const engine::PolicyInstance& instance : facts.policies) {
    if (!is_key_policy(instance)) continue;
    std::optional<policy::PolicyDocument> asked = where_it_is_given(instance.document);
    if (auto own = without_other_keys(named, instance, asked ? *asked : instance.document))
      asked = std::move(own);
    const Bypass bypass = bypass_of(*instance.resource);
    policy::LockoutQuestion question = questions.about(instance);
    question.repairs = {"kms:PutKeyPolicy"};
    question.resource = "arn:{P}:kms:{R}:{A}:key/{N}";
    question.needs_grant = true;
    question.checks_sender = bypass == Bypass::off;
    judge_lockout(
        rp503, instance, question,
        {"leaves no user or role of its account that can change the key policy", recovery(bypass),
         "whether anybody but the root user can change the key policy of ",
         "allow kms:* to the account (arn:aws:iam::ACCOUNT:root in Principal is the whole account), "
         "or kms:PutKeyPolicy to a role that stays",
         "allow kms:* to the whole account, as the default key policy does",
         [&](const policy::LockoutAnswer& found) { return allow_the_account(facts, instance, found); }},
        findings, asked ? &*asked : nullptr);
  }
}

}  // namespace
}  // namespace rootproof::rules
