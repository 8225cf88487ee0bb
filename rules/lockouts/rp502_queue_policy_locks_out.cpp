#include <algorithm>
#include <array>
#include <string>
#include <string_view>

#include "rules/lockouts/lockout.h"

namespace rootproof::rules {
namespace {

constexpr std::array<std::string_view, 6> kTypes{
    "AWS::SQS::QueueInlinePolicy", "AWS::SQS::QueuePolicy",         "aws_sqs_queue",
    "aws_sqs_queue_policy",        "awscc_sqs_queue_inline_policy", "awscc_sqs_queue_policy"};

/// RemovePermission takes a statement away by its label, which is the statement's Sid (SQS API reference).
bool can_be_taken_away(const policy::PolicyDocument& document) {
  return std::all_of(document.statements.begin(), document.statements.end(),
                     [](const policy::Statement& statement) {
                       return statement.effect == policy::Effect::allow || !statement.sid.empty();
                     });
}

void check(const engine::Facts& facts, engine::Findings& findings);

}  // namespace

extern const engine::Rule rp502;
const engine::Rule rp502{
    {
        .id = "RP502",
        .name = "queue-policy-locks-out",
        .family = "lockouts",
        .severity = engine::Severity::high,
        .tier = engine::Tier::default_on,
        .summary = "a queue policy denies everybody but the root user to change it",
        .meaning = R"md(
Asks of every policy of an SQS queue, and of every policy file whose Deny statements name one, who of the queue's own account may still call `sqs:SetQueueAttributes`, or `sqs:RemovePermission` where all Deny statements have a `Sid` by which
it can take them away. An IAM policy is taken for granted; only what the queue policy denies counts. Which roles and users the code creates is asked as with buckets (RP501).

- **violation**: no user, role or federated user that can be imagined, from wherever and with whatever the request carries. As with buckets (RP501), conditions that no
  request meets spare nobody.
- **safe**: somebody is left. Policies that deny `sqs:SendMessage` only are always fine, and so is what a policy denies on other queues than its own: other resources of the code, or other names.
- **undecided**: only an identity, VPC, endpoint, account or organization is spared that the policy names and the code does not create, or a Region that is not known, or a value is not known. A part of the name that is not known (`logs-${var.stage}`) leaves nothing open where the policy writes the same name.
)md",
        .why = R"md(
Nobody can change such a policy any more, the pipeline that wrote it included, and messages stay where they are. What is left is a sign-in as the root user of the account, or, in an
organization with central root access, a root session with the task policy `SQSUnlockQueuePolicy`.
)md",
        .bad = R"md(
```yaml
Jobs:
  Type: AWS::SQS::Queue
JobsPolicy:
  Type: AWS::SQS::QueuePolicy
  Properties:
    Queues: [!Ref Jobs]
    PolicyDocument:
      Statement:
        - {Effect: Deny, Principal: '*', Action: 'sqs:*', Resource: !GetAtt Jobs.Arn}
```
```hcl
resource "aws_sqs_queue" "jobs" {
  name = "jobs"
}
resource "aws_sqs_queue_policy" "bad" {
  queue_url = aws_sqs_queue.jobs.id
  policy = jsonencode({
    Statement = [{ Effect = "Deny", Principal = "*", Action = "sqs:*", Resource = aws_sqs_queue.jobs.arn }]
  })
}
```
)md",
        .good = R"md(
```yaml
JobsPolicy:
  Type: AWS::SQS::QueuePolicy
  Properties:
    Queues: [!Ref Jobs]
    PolicyDocument:
      Statement:
        - Effect: Deny
          Principal: '*'
          Action: sqs:SendMessage
          Resource: !GetAtt Jobs.Arn
          Condition: {ArnNotEquals: {aws:SourceArn: !Ref Topic}}
```
```hcl
resource "aws_sqs_queue_policy" "good" {
  queue_url = aws_sqs_queue.jobs.id
  policy = jsonencode({
    Statement = [{
      Effect    = "Deny"
      Principal = "*"
      Action    = "sqs:*"
      Resource  = aws_sqs_queue.jobs.arn
      Condition = { Bool = { "aws:SecureTransport" = "false" } }
    }]
  })
}
```
)md",
        .fix = R"md(
Narrow the actions to those on messages, or spare the role that deploys the queue: `ArnNotLike` on `aws:PrincipalArn`. A queue that is locked already is opened from the
management account by a root session with `SQSUnlockQueuePolicy`, without a sign-in as root.
)md",
        .mappings = "CIS AWS 3.0 1.7, CIS AWS 5.0 1.6, CIS AWS 7.0 2.7, Prowler iam_avoid_root_usage, AWS "
                    "Well-Architected SEC02-BP01",
    },
    check};

namespace {

void check(const engine::Facts& facts, engine::Findings& findings) {
  LockoutQuestions questions(facts);
  const LockoutWords words{
      "locks everybody in its account out but the root user",
      "Only the root user, or a root session with the task policy SQSUnlockQueuePolicy, can repair the "
      "policy",
      "whether anybody but the root user can still change the policy of ",
      "narrow the actions to those on messages, or spare the role that deploys the queue: ArnNotLike on "
      "aws:PrincipalArn"};
  for (const engine::PolicyInstance& instance : facts.policies) {
    const bool of_queue = std::find(kTypes.begin(), kTypes.end(), instance.resource->type) != kTypes.end();
    if (!of_queue && !is_file_about(instance, "sqs")) continue;
    if (instance.document.kind != PolicyKind::resource) continue;
    policy::LockoutQuestion question = questions.about(instance);
    question.resource = "arn:{P}:sqs:{R}:{A}:{N}";
    question.repairs = {"sqs:SetQueueAttributes"};
    if (can_be_taken_away(instance.document)) question.repairs.emplace_back("sqs:RemovePermission");
    const policy::PolicyDocument own = without_others(facts, instance);
    judge_lockout(rp502, instance, question, words, findings, &own, name_of_owner(facts, instance));
  }
}

}  // namespace
}  // namespace rootproof::rules
