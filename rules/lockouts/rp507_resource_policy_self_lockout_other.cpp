#include <algorithm>
#include <array>
#include <string>
#include <string_view>

#include "rules/lockouts/lockout.h"

namespace rootproof::rules {
namespace {

/// A service whose resources have policies, and what changes them (Service Authorization Reference).
struct PolicyService {
  std::string_view name;  ///< in ARNs and actions
  std::string_view resource;
  std::array<std::string_view, 2> repairs;  ///< the second may be empty
  /// Takes away one statement by its Sid.
  std::string_view removal = {};
};

constexpr PolicyService kServices[] = {
    {"backup",
     "arn:{P}:backup:{R}:{A}:backup-vault:{N}",
     {"backup:PutBackupVaultAccessPolicy", "backup:DeleteBackupVaultAccessPolicy"}},
    {"ecr", "arn:{P}:ecr:{R}:{A}:repository/{N}", {"ecr:SetRepositoryPolicy", "ecr:DeleteRepositoryPolicy"}},
    {"elasticfilesystem",
     "arn:{P}:elasticfilesystem:{R}:{A}:file-system/{N}",
     {"elasticfilesystem:PutFileSystemPolicy", "elasticfilesystem:DeleteFileSystemPolicy"}},
    {"es", "arn:{P}:es:{R}:{A}:domain/{N}", {"es:UpdateDomainConfig", "es:UpdateElasticsearchDomainConfig"}},
    {"events", "arn:{P}:events:{R}:{A}:event-bus/{N}", {"events:PutPermission", "events:RemovePermission"}},
    {"glue", "arn:{P}:glue:{R}:{A}:catalog", {"glue:PutResourcePolicy", "glue:DeleteResourcePolicy"}},
    {"secretsmanager",
     "arn:{P}:secretsmanager:{R}:{A}:secret:{N}",
     {"secretsmanager:PutResourcePolicy", "secretsmanager:DeleteResourcePolicy"}},
    {"sns", "arn:{P}:sns:{R}:{A}:{N}", {"sns:SetTopicAttributes", ""}, "sns:RemovePermission"},
};

struct PolicyType {
  std::string_view type;
  std::string_view service;
};
constexpr PolicyType kTypes[] = {
    {"AWS::Backup::BackupVault", "backup"},
    {"AWS::ECR::Repository", "ecr"},
    {"AWS::EFS::FileSystem", "elasticfilesystem"},
    {"AWS::Elasticsearch::Domain", "es"},
    {"AWS::Events::EventBus", "events"},
    {"AWS::Events::EventBusPolicy", "events"},
    {"AWS::OpenSearchService::Domain", "es"},
    {"AWS::SNS::TopicInlinePolicy", "sns"},
    {"AWS::SNS::TopicPolicy", "sns"},
    {"AWS::SecretsManager::ResourcePolicy", "secretsmanager"},
    {"aws_backup_vault_policy", "backup"},
    {"aws_cloudwatch_event_bus_policy", "events"},
    {"aws_ecr_repository_policy", "ecr"},
    {"aws_efs_file_system_policy", "elasticfilesystem"},
    {"aws_elasticsearch_domain", "es"},
    {"aws_elasticsearch_domain_policy", "es"},
    {"aws_glue_resource_policy", "glue"},
    {"aws_opensearch_domain", "es"},
    {"aws_opensearch_domain_policy", "es"},
    {"aws_secretsmanager_secret", "secretsmanager"},
    {"aws_secretsmanager_secret_policy", "secretsmanager"},
    {"aws_sns_topic", "sns"},
    {"aws_sns_topic_policy", "sns"},
    {"awscc_backup_backup_vault", "backup"},
    {"awscc_ecr_repository", "ecr"},
    {"awscc_efs_file_system", "elasticfilesystem"},
    {"awscc_elasticsearch_domain", "es"},
    {"awscc_events_event_bus", "events"},
    {"awscc_opensearchservice_domain", "es"},
    {"awscc_secretsmanager_resource_policy", "secretsmanager"},
    {"awscc_sns_topic_inline_policy", "sns"},
    {"awscc_sns_topic_policy", "sns"},
};

const PolicyService* service_of(const engine::PolicyInstance& instance) {
  for (const PolicyService& service : kServices) {
    const bool is_its_type = std::any_of(std::begin(kTypes), std::end(kTypes), [&](const PolicyType& row) {
      return row.service == service.name && row.type == instance.resource->type;
    });
    if (is_its_type || is_file_about(instance, service.name)) return &service;
  }
  return nullptr;
}

bool can_be_taken_away(const policy::PolicyDocument& document) {
  return std::all_of(document.statements.begin(), document.statements.end(),
                     [](const policy::Statement& statement) {
                       return statement.effect == policy::Effect::allow || !statement.sid.empty();
                     });
}

void check(const engine::Facts& facts, engine::Findings& findings);

}  // namespace

extern const engine::Rule rp507;
const engine::Rule rp507{
    {
        .id = "RP507",
        .name = "resource-policy-self-lockout-other",
        .family = "lockouts",
        .severity = engine::Severity::medium,
        .tier = engine::Tier::opt_in,
        .summary =
            "the policy of a secret, topic, repository, file system, domain, vault, catalog or event bus "
            "denies everybody to change it",
        .meaning = R"md(
The question of RP501 and RP502, asked of policies of Secrets Manager, SNS, ECR, EFS, OpenSearch, AWS Backup vaults, the Glue Data Catalog and EventBridge, and of policy files whose Deny
statements name such a resource: who of its own account may still call the action that sets or deletes the policy? For topics also `sns:RemovePermission`, where all Deny statements have a `Sid`.

- **violation**: no user, role or federated user that can be imagined.
- **safe**: somebody is left.
- **undecided**: only an identity, network, account or organization is spared that the policy names and the code does not create, or a Region that is not known, or a value is not known.

Whether the root user escapes such a policy is documented for buckets and queues only: nobody may be left at all. Off by default: the profile *strict* runs it, and `select: [RP507]` runs it alone.
)md",
        .why = R"md(
The pipeline that wrote the policy cannot write the next one. What remains is to try as the root user of the account, a support case, or to delete the resource with what is in it.
)md",
        .bad = R"md(
```yaml
Policy:
  Type: AWS::SecretsManager::ResourcePolicy
  Properties:
    SecretId: !Ref Secret
    ResourcePolicy:
      Version: '2012-10-17'
      Statement: [{Effect: Deny, Principal: '*', Action: 'secretsmanager:*', Resource: '*'}]
```
```hcl
resource "aws_secretsmanager_secret_policy" "bad" {
  secret_arn = aws_secretsmanager_secret.api.arn
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Deny", Principal = "*", Action = "secretsmanager:*", Resource = "*" }]
  })
}
```
)md",
        .good = R"md(
```yaml
Policy:
  Type: AWS::SecretsManager::ResourcePolicy
  Properties:
    SecretId: !Ref Secret
    ResourcePolicy:
      Version: '2012-10-17'
      Statement: [{Effect: Deny, Principal: '*', Action: secretsmanager:GetSecretValue, Resource: '*'}]
```
```hcl
resource "aws_iam_role" "deployer" {
  name = "deployer"
}
resource "aws_secretsmanager_secret_policy" "good" {
  secret_arn = aws_secretsmanager_secret.api.arn
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Deny"
      Principal = "*"
      Action    = "secretsmanager:*"
      Resource  = "*"
      Condition = { ArnNotLike = { "aws:PrincipalArn" = aws_iam_role.deployer.arn } }
    }]
  })
}
```
)md",
        .fix = R"md(
Narrow the actions to those on content, or spare the role that deploys the resource: `ArnNotLike` on `aws:PrincipalArn`.
)md",
        .mappings = "CIS AWS 3.0 1.7, CIS AWS 5.0 1.6, CIS AWS 7.0 2.7, Prowler iam_avoid_root_usage, AWS "
                    "Well-Architected SEC02-BP01",
    },
    check};

namespace {

void check(const engine::Facts& facts, engine::Findings& findings) {
  LockoutQuestions questions(facts);
  const LockoutWords words{
      "locks everybody in its account out, perhaps even the root user",
      "AWS documents for buckets and queues only that the root user can still repair the policy",
      "whether anybody can still change the policy of ",
      "narrow the actions to those on content, or spare the role that deploys the resource: ArnNotLike on "
      "aws:PrincipalArn"};
  for (const engine::PolicyInstance& instance : facts.policies) {
    if (instance.document.kind != PolicyKind::resource) continue;
    const PolicyService* service = service_of(instance);
    if (service == nullptr) continue;
    policy::LockoutQuestion question = questions.about(instance);
    question.resource = std::string(service->resource);
    for (const std::string_view action : service->repairs)
      if (!action.empty()) question.repairs.emplace_back(action);
    if (!service->removal.empty() && can_be_taken_away(instance.document))
      question.repairs.emplace_back(service->removal);
    const policy::PolicyDocument own = without_others(facts, instance);
    judge_lockout(rp507, instance, question, words, findings, &own, name_of_owner(facts, instance));
  }
}

}  // namespace
}  // namespace rootproof::rules
