#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "parsers/policy/policy_document.h"
#include "rules/edits.h"
#include "rules/lockouts/lockout.h"
#include "rules/root_credentials/texts.h"

namespace rootproof::rules {
namespace {

using value::Value;

/// Policies of buckets in AWS Regions. Those of S3 on Outposts are changed by calls of another service.
bool is_bucket_policy(const engine::PolicyInstance& instance) {
  const Resource& resource = *instance.resource;
  if (is_file_about(instance, "s3") || is_file_about(instance, "s3express")) return true;
  if (resource.kind != ResourceKind::bucket && resource.kind != ResourceKind::bucket_policy) return false;
  const std::string type = lower_case(resource.type);
  if (type.find("outposts") != std::string::npos || type.find("s3control") != std::string::npos) return false;
  return instance.document.kind == PolicyKind::resource;
}

/// Whether a text speaks of a directory bucket, which belongs to a service of its own in policies.
bool speaks_of_directory_bucket(const policy::PolicyString& text) {
  if (!text.value.is(Value::Kind::string)) return false;
  for (const value::StringPiece& piece : text.value.pieces())
    if (const auto* known = std::get_if<value::TextPiece>(&piece))
      if (lower_case(known->text).find("s3express:") != std::string::npos) return true;
  return false;
}

bool is_directory_bucket(const engine::PolicyInstance& instance, const std::string& name) {
  const std::string type = lower_case(instance.resource->type);
  if (type.find("s3express") != std::string::npos || name.ends_with("--x-s3")) return true;
  const auto& statements = instance.document.statements;
  return std::any_of(statements.begin(), statements.end(), [](const policy::Statement& statement) {
    return std::any_of(statement.actions.begin(), statement.actions.end(), speaks_of_directory_bucket) ||
           std::any_of(statement.resources.begin(), statement.resources.end(), speaks_of_directory_bucket);
  });
}

/// Statements that deny every action spare those that repair a policy: nothing else is allowed by that,
/// unless another statement allows everybody something.
std::vector<engine::Edit> spare_repairs(const policy::PolicyDocument& document,
                                        const policy::LockoutAnswer& found, const std::string& service) {
  const bool lets_everybody_in = std::any_of(
      document.statements.begin(), document.statements.end(), [](const policy::Statement& statement) {
        return statement.effect != policy::Effect::deny &&
               (statement.not_principal || statement.principals_unknown ||
                std::any_of(statement.principals.begin(), statement.principals.end(), policy::is_everyone));
      });
  if (lets_everybody_in) return {};
  const std::string repairs =
      service + ":GetBucketPolicy " + service + ":PutBucketPolicy " + service + ":DeleteBucketPolicy";
  std::vector<engine::Edit> edits;
  for (const std::size_t index : found.statements) {
    const policy::Statement& statement = document.statements[index];
    const std::string action =
        statement.actions.size() == 1 ? lower_case(statement.actions.front().text().value_or("")) : "";
    if (statement.not_action || statement.actions_unknown || (action != "*" && action != service + ":*"))
      return {};
    edits.push_back({statement.action_span, repairs, "", engine::EditKind::exclude_actions});
  }
  return edits;
}

void check(const engine::Facts& facts, engine::Findings& findings);

}  // namespace

extern const engine::Rule rp501;
const engine::Rule rp501{
    {
        .id = "RP501",
        .name = "bucket-policy-locks-out",
        .family = "lockouts",
        .severity = engine::Severity::high,
        .tier = engine::Tier::default_on,
        .summary = "a bucket policy denies everybody but the root user to change it",
        .meaning = R"md(
Asks of every bucket policy, of directory buckets too, and of every policy file whose Deny statements name a bucket, who of the bucket's own account may still call `s3:PutBucketPolicy` or `s3:DeleteBucketPolicy`. An IAM policy is taken for granted;
only what the bucket policy denies counts. That the code creates who is spared counts where the whole ARN is the same: path, user or role, partition, and an account that is
the bucket's for certain, which that of another provider configuration, or of the stacks of a stack set, is not. `aws:username` is never that of a role, and
`NotPrincipal` spares a role or user for certain only where the account stands beside it.

- **violation**: no user, role or federated user that can be imagined, from wherever and with whatever the request carries. `Deny` for everybody on `s3:*` is one such
  policy; conditions that no request meets are another: a malformed VPC or endpoint id (`vpce-` or `vpc-` and 8 or 17 hexadecimal digits are well-formed), private
  addresses under `aws:SourceIp`, two exceptions in two statements. A condition on a key that these calls do not carry, such as `s3:x-amz-acl`, spares nobody either.
- **safe**: somebody is left: a role that the code creates or anyone can create (`role/deploy-*`), a VPC endpoint of the same code, a range of addresses, TLS, MFA. Policies that deny
  object actions only are always fine, and so is what a policy denies on other buckets than its own: other resources of the code, or other names.
- **undecided**: only an identity, VPC, endpoint, account or organization is spared that the policy names and the code does not create, or a Region that is not known, or a value is not known. A part of the name that is not known (`logs-${var.stage}`) leaves nothing open where the policy writes the same name.
)md",
        .why = R"md(
Nobody can read, change or delete such a bucket policy any more, the pipeline that wrote it included. Only the root user of the bucket's account keeps `s3:GetBucketPolicy`,
`s3:PutBucketPolicy` and `s3:DeleteBucketPolicy` whatever the policy says: somebody must sign in as root, or, in an organization with central root access, take a root
session with the task policy `S3UnlockBucketPolicy`.
)md",
        .bad = R"md(
```yaml
Logs:
  Type: AWS::S3::Bucket
LogsPolicy:
  Type: AWS::S3::BucketPolicy
  Properties:
    Bucket: !Ref Logs
    PolicyDocument:
      Statement:
        - Effect: Deny
          Principal: '*'
          Action: s3:*
          Resource: [!GetAtt Logs.Arn, !Sub '${Logs.Arn}/*']
          Condition: {StringNotEquals: {aws:SourceVpce: vpce-typo}}
```
```hcl
resource "aws_s3_bucket" "logs" {
  bucket = "acme-logs"
}
resource "aws_s3_bucket_policy" "bad" {
  bucket = aws_s3_bucket.logs.id
  policy = jsonencode({
    Statement = [{
      Effect    = "Deny"
      Principal = "*"
      Action    = ["s3:PutBucketPolicy", "s3:DeleteBucketPolicy"]
      Resource  = aws_s3_bucket.logs.arn
    }]
  })
}
```
)md",
        .good = R"md(
```yaml
LogsPolicy:
  Type: AWS::S3::BucketPolicy
  Properties:
    Bucket: !Ref Logs
    PolicyDocument:
      Statement:
        - Effect: Deny
          Principal: '*'
          Action: [s3:GetObject, s3:PutObject]
          Resource: !Sub '${Logs.Arn}/*'
          Condition: {StringNotEquals: {aws:SourceVpce: !Ref Endpoint}}
```
```hcl
resource "aws_iam_role" "deployer" {
  name = "deployer"
}
resource "aws_s3_bucket_policy" "good" {
  bucket = aws_s3_bucket.logs.id
  policy = jsonencode({
    Statement = [{
      Effect    = "Deny"
      Principal = "*"
      Action    = ["s3:PutBucketPolicy", "s3:DeleteBucketPolicy"]
      Resource  = aws_s3_bucket.logs.arn
      Condition = { ArnNotLike = { "aws:PrincipalArn" = aws_iam_role.deployer.arn } }
    }]
  })
}
```
)md",
        .fix = R"md(
Narrow the actions to those on objects, or spare the role that deploys the bucket: `ArnNotLike` on `aws:PrincipalArn`. A bucket that is locked already is opened from the
management account by a root session with `S3UnlockBucketPolicy`, without a sign-in as root.

`rootproof fix` makes `NotAction` with `s3:GetBucketPolicy`, `s3:PutBucketPolicy` and `s3:DeleteBucketPolicy` of an action `s3:*` or `*`: whatever else is denied stays denied, and whoever IAM policies
allow it can repair the policy. It leaves statements that name these calls one by one, and policies that allow everybody something: which role is to be spared is yours to choose.
)md",
        .mappings = "Checkov CKV_AWS_93, CIS AWS 3.0 1.7, CIS AWS 5.0 1.6, CIS AWS 7.0 2.7, Prowler "
                    "iam_avoid_root_usage, AWS Well-Architected SEC02-BP01",
    },
    check};

namespace {

void check(const engine::Facts& facts, engine::Findings& findings) {
  LockoutQuestions questions(facts);
  LockoutWords words{
      "locks everybody in its account out but the root user",
      "Only the root user, or a root session with the task policy S3UnlockBucketPolicy, can repair the "
      "policy",
      "whether anybody but the root user can still change the policy of ",
      "narrow the actions to those on objects, or spare the role that deploys the bucket: ArnNotLike on "
      "aws:PrincipalArn",
      "deny all but the calls that read, set and delete the bucket policy"};
  for (const engine::PolicyInstance& instance : facts.policies) {
    if (!is_bucket_policy(instance)) continue;
    policy::LockoutQuestion question = questions.about(instance);
    if (const Value* bucket = instance.resource->property("bucket"))
      question.name = bucket->as_text().value_or("");
    const bool directory = is_directory_bucket(instance, question.name);
    words.edits = [&](const policy::LockoutAnswer& found) {
      return spare_repairs(instance.document, found, directory ? "s3express" : "s3");
    };
    if (directory) {
      question.repairs = {"s3express:PutBucketPolicy", "s3express:DeleteBucketPolicy"};
      question.resource = "arn:{P}:s3express:{R}:{A}:bucket/{N}";
    } else {
      question.repairs = {"s3:PutBucketPolicy", "s3:DeleteBucketPolicy"};
      question.resource = "arn:{P}:s3:::{N}";
    }
    const policy::PolicyDocument own = without_others(facts, instance);
    judge_lockout(rp501, instance, question, words, findings, &own, instance.resource->property("bucket"));
  }
}

}  // namespace
}  // namespace rootproof::rules
