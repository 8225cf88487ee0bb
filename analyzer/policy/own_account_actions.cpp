#include "analyzer/policy/own_account_actions.h"

#include <algorithm>
#include <iterator>
#include <optional>
#include <string>

#include "parsers/policy/action_name.h"

namespace rootproof::policy {

namespace {

/// As of November 2026:
/// - CloudHSM: "Cross-account use: No" (AWS CloudHSM API Reference, each operation);
/// - KMS: "Cross-account use: No" (AWS KMS API Reference, each operation; KMS Developer Guide, "AWS KMS
///   permissions");
/// - Lambda grants other accounts actions "that operate on an existing function" (Lambda Developer Guide,
///   "Granting Lambda function access to other accounts");
/// - Payment Cryptography: "This operation can't be used across different Amazon Web Services accounts" (API
///   Reference, each operation);
/// - S3, also on Outposts: "belong to the bucket owner's account in order to use this operation", else 405
///   Method Not Allowed (Amazon S3 API Reference, each operation);
/// - Secrets Manager: not among those for which "cross-account permission is effective" (Secrets Manager User
///   Guide, "Access AWS Secrets Manager secrets from a different account");
/// - SQS: "Cross-account permissions don't apply to the following actions" (Amazon SQS Developer Guide,
///   "Limitations of Amazon SQS custom policies").
constexpr std::string_view kOwnAccountActions[] = {
    "cloudhsm:CopyBackupToRegion",
    "cloudhsm:CreateHsm",
    "cloudhsm:DeleteBackup",
    "cloudhsm:DeleteCluster",
    "cloudhsm:DeleteHsm",
    "cloudhsm:DeleteResourcePolicy",
    "cloudhsm:DescribeClusters",
    "cloudhsm:GetResourcePolicy",
    "cloudhsm:InitializeCluster",
    "cloudhsm:ListTags",
    "cloudhsm:ModifyBackupAttributes",
    "cloudhsm:ModifyCluster",
    "cloudhsm:PutResourcePolicy",
    "cloudhsm:RestoreBackup",
    "cloudhsm:TagResource",
    "cloudhsm:UntagResource",
    "kms:CancelKeyDeletion",
    "kms:ConnectCustomKeyStore",
    "kms:CreateAlias",
    "kms:CreateCustomKeyStore",
    "kms:CreateKey",
    "kms:DeleteAlias",
    "kms:DeleteCustomKeyStore",
    "kms:DeleteImportedKeyMaterial",
    "kms:DescribeCustomKeyStores",
    "kms:DisableKey",
    "kms:DisableKeyRotation",
    "kms:DisconnectCustomKeyStore",
    "kms:EnableKey",
    "kms:EnableKeyRotation",
    "kms:GetKeyLastUsage",
    "kms:GetKeyPolicy",
    "kms:GetParametersForImport",
    "kms:ImportKeyMaterial",
    "kms:ListAliases",
    "kms:ListKeyPolicies",
    "kms:ListKeyRotations",
    "kms:ListKeys",
    "kms:ListResourceTags",
    "kms:PutKeyPolicy",
    "kms:ReplicateKey",
    "kms:RotateKeyOnDemand",
    "kms:ScheduleKeyDeletion",
    "kms:TagResource",
    "kms:UntagResource",
    "kms:UpdateAlias",
    "kms:UpdateCustomKeyStore",
    "kms:UpdateKeyDescription",
    "kms:UpdatePrimaryRegion",
    "lambda:CreateFunction",
    "payment-cryptography:AssociateMpaTeam",
    "payment-cryptography:CreateAlias",
    "payment-cryptography:CreateKey",
    "payment-cryptography:DeleteAlias",
    "payment-cryptography:DeleteResourcePolicy",
    "payment-cryptography:DisableDefaultKeyReplicationRegions",
    "payment-cryptography:DisassociateMpaTeam",
    "payment-cryptography:EnableDefaultKeyReplicationRegions",
    "payment-cryptography:GetAlias",
    "payment-cryptography:GetDefaultKeyReplicationRegions",
    "payment-cryptography:GetMpaTeamAssociation",
    "payment-cryptography:GetParametersForExport",
    "payment-cryptography:GetParametersForImport",
    "payment-cryptography:GetResourcePolicy",
    "payment-cryptography:ListAliases",
    "payment-cryptography:ListKeys",
    "payment-cryptography:PutResourcePolicy",
    "payment-cryptography:UpdateAlias",
    "s3-outposts:DeleteBucketPolicy",
    "s3-outposts:GetBucketPolicy",
    "s3-outposts:PutBucketPolicy",
    "s3:DeleteBucketPolicy",
    "s3:GetBucketPolicy",
    "s3:PutBucketPolicy",
    "secretsmanager:CreateSecret",
    "secretsmanager:ListSecrets",
    "sqs:AddPermission",
    "sqs:CancelMessageMoveTask",
    "sqs:CreateQueue",
    "sqs:DeleteQueue",
    "sqs:ListMessageMoveTasks",
    "sqs:ListQueueTags",
    "sqs:ListQueues",
    "sqs:RemovePermission",
    "sqs:SetQueueAttributes",
    "sqs:StartMessageMoveTask",
    "sqs:TagQueue",
    "sqs:UntagQueue",
};

}  // namespace

bool is_refused_to_other_accounts(std::string_view action) {
  return std::any_of(std::begin(kOwnAccountActions), std::end(kOwnAccountActions),
                     [action](std::string_view own) { return is_same_action(own, action); });
}

bool is_for_own_account_alone(const Statement& statement) {
  if (statement.not_action || statement.actions_unknown || statement.actions.empty()) return false;
  return std::all_of(statement.actions.begin(), statement.actions.end(), [](const Pattern& action) {
    const std::optional<std::string> text = action.text();
    return text && is_refused_to_other_accounts(*text);
  });
}

}  // namespace rootproof::policy
