// `rootproof fix` as its callers see it: what is edited, what is left alone, what --diff prints.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <string>
#include <vector>

#include "tests/golden/program.h"

namespace rootproof::tests {
namespace {

class FixCommand : public ::testing::Test {
 protected:
  [[nodiscard]] Outcome run(const std::string& arguments = "") const {
    return rootproof(folder_, "fix " + arguments);
  }
  [[nodiscard]] std::string read(const std::string& name) const {
    std::ifstream file(folder_.path() / name, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
  }
  /// What a file holds after its findings are fixed.
  [[nodiscard]] std::string fixed(const std::string& name, const std::string& text,
                                  const std::string& options = "") const {
    folder_.write(name, text);
    const Outcome outcome = run(options + " " + name);
    EXPECT_EQ(outcome.status, 0) << outcome.output;
    return read(name);
  }

  TemporaryFolder folder_;
};

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  const std::size_t at = text.find(from);
  if (at != std::string::npos) text.replace(at, from.size(), to);
  return text;
}

constexpr const char* kMfaPolicy = R"({
  "Version": "2012-10-17",
  "Statement": [{
    "Sid": "AskForMfa", "Effect": "Deny", "NotAction": ["iam:*", "sts:GetSessionToken"], "Resource": "*",
    "Condition": {"Bool": {"aws:MultiFactorAuthPresent": "false"}}
  }]
}
)";

TEST_F(FixCommand, ChangesAnOperatorInJson) {
  EXPECT_EQ(fixed("mfa.json", kMfaPolicy), replaced(kMfaPolicy, "\"Bool\"", "\"BoolIfExists\""));
  const Outcome again = run("mfa.json");
  EXPECT_EQ(again.status, 0);
  EXPECT_EQ(again.output, "nothing to fix by itself\n");
}

TEST_F(FixCommand, GivesNoConditionTheOperatorOfAnother) {
  // A key that stands twice counts once: what the other one asks for would be lost.
  const std::string beside = R"({"Version": "2012-10-17", "Statement": [{
  "Effect": "Deny", "NotAction": "iam:*", "Resource": "*", "Condition": {
    "Bool": {"aws:MultiFactorAuthPresent": "false"},
    "BoolIfExists": {"aws:ViaAWSService": "false"}}}]}
)";
  EXPECT_EQ(fixed("beside.json", beside), beside);
  // The other key would get the operator too.
  const std::string together = R"({"Version": "2012-10-17", "Statement": [{
  "Effect": "Deny", "NotAction": "iam:*", "Resource": "*", "Condition": {
    "Bool": {"aws:MultiFactorAuthPresent": "false", "aws:ViaAWSService": "false"}}}]}
)";
  EXPECT_EQ(fixed("together.json", together), together);
  const std::string guardrail = R"(resource "aws_organizations_organization" "org" {
  feature_set          = "ALL"
  enabled_policy_types = ["SERVICE_CONTROL_POLICY"]
}
resource "aws_organizations_policy" "root" {
  name = "deny-root"
  content = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect = "Deny", Action = "*", Resource = "*"
      Condition = {
        StringEquals = { "aws:PrincipalArn" = "arn:aws:iam::*:root" }
        StringLike   = { "aws:RequestedRegion" = "us-*" }
      }
    }]
  })
}
resource "aws_organizations_policy_attachment" "root" {
  policy_id = aws_organizations_policy.root.id
  target_id = aws_organizations_organization.org.roots[0].id
}
)";
  EXPECT_EQ(fixed("main.tf", guardrail, "--select RP312"), guardrail);
}

TEST_F(FixCommand, ShowsADiffAndTouchesNothing) {
  folder_.write("mfa.json", kMfaPolicy);
  const Outcome outcome = run("--diff mfa.json 2>/dev/null | cat");
  EXPECT_EQ(outcome.status, 0);
  EXPECT_EQ(outcome.output, R"(--- mfa.json
+++ mfa.json
@@ -2,6 +2,6 @@
   "Version": "2012-10-17",
   "Statement": [{
     "Sid": "AskForMfa", "Effect": "Deny", "NotAction": ["iam:*", "sts:GetSessionToken"], "Resource": "*",
-    "Condition": {"Bool": {"aws:MultiFactorAuthPresent": "false"}}
+    "Condition": {"BoolIfExists": {"aws:MultiFactorAuthPresent": "false"}}
   }]
 }
)");
  EXPECT_EQ(read("mfa.json"), kMfaPolicy);
}

TEST_F(FixCommand, KeepsLineBreaksTheByteOrderMarkAndPermissions) {
  std::string text = "\xEF\xBB\xBF";
  for (const char* c = kMfaPolicy; *c != '\0'; ++c)
    text += *c == '\n' ? std::string("\r\n") : std::string(1, *c);
  folder_.write("mfa.json", text);
  std::filesystem::permissions(folder_.path() / "mfa.json", std::filesystem::perms(0640));
  EXPECT_EQ(run("mfa.json").status, 0);
  EXPECT_EQ(read("mfa.json"), replaced(text, "\"Bool\"", "\"BoolIfExists\""));
  EXPECT_EQ(std::filesystem::status(folder_.path() / "mfa.json").permissions(), std::filesystem::perms(0640));
}

TEST_F(FixCommand, LeavesSuppressedFindingsAndOtherRulesAlone) {
  const std::string text = R"(resource "aws_iam_policy" "mfa" {
  name = "mfa"
  # rootproof:ignore RP702 reason="enforced elsewhere, ticket SEC-12"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect = "Deny", NotAction = "iam:*", Resource = "*"
      Condition = { Bool = { "aws:MultiFactorAuthPresent" = "false" } }
    }]
  })
}
)";
  EXPECT_EQ(fixed("main.tf", text), text);
  const std::string open =
      replaced(text, "  # rootproof:ignore RP702 reason=\"enforced elsewhere, ticket SEC-12\"\n", "");
  folder_.write("main.tf", open);
  EXPECT_EQ(run("--ignore RP702 .").output, "nothing to fix by itself\n");
  EXPECT_EQ(read("main.tf"), open);
  EXPECT_EQ(run("--select RP702 .").status, 0);
  EXPECT_EQ(read("main.tf"), replaced(open, "Bool =", "BoolIfExists ="));
}

TEST_F(FixCommand, AddsItemsToListsAsTheyAreWritten) {
  const std::string inline_list = R"(resource "aws_organizations_organization" "this" {
  feature_set          = "ALL"
  enabled_policy_types = ["TAG_POLICY"]
}
)";
  EXPECT_EQ(fixed("main.tf", inline_list, "--select RP402"),
            replaced(inline_list, "[\"TAG_POLICY\"]", "[\"TAG_POLICY\", \"SERVICE_CONTROL_POLICY\"]"));
  const std::string tall_list = R"(resource "aws_organizations_organization" "this" {
  enabled_policy_types = [
    "BACKUP_POLICY",
    "TAG_POLICY", # of the cost team
  ]
}
)";
  // The comment speaks of the item in front of it.
  EXPECT_EQ(fixed("main.tf", tall_list, "--select RP402"),
            replaced(tall_list, "\"TAG_POLICY\"", "\"SERVICE_CONTROL_POLICY\",\n    \"TAG_POLICY\""));
  const std::string plain = replaced(tall_list, " # of the cost team", "");
  EXPECT_EQ(fixed("main.tf", plain, "--select RP402"),
            replaced(plain, "\"TAG_POLICY\"", "\"TAG_POLICY\",\n    \"SERVICE_CONTROL_POLICY\""));
}

TEST_F(FixCommand, LeavesCommentsBetweenTextsWhereTheyAre) {
  const std::string list = R"(resource "aws_organizations_organization" "this" {
  enabled_policy_types = [/* first */ "TAG_POLICY" /* since spring */]
}
)";
  EXPECT_EQ(fixed("main.tf", list, "--select RP402"),
            replaced(list, "\"TAG_POLICY\"", "\"SERVICE_CONTROL_POLICY\", \"TAG_POLICY\""));
  const std::string statement = R"(resource "aws_s3_bucket_policy" "this" {
  bucket = "company-vault"
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Sid = "DenyRoot", Effect = "Deny", Principal = { AWS = "arn:aws:iam::111122223333:root" } /* root, and nobody else } */ , Action = "s3:DeleteObject", Resource = "*", /* all */ }]
  })
}
provider "aws" {
  allowed_account_ids = ["111122223333"]
}
)";
  EXPECT_EQ(fixed("main.tf", statement, "--select RP210"),
            replaced(replaced(statement, "\"arn:aws:iam::111122223333:root\"", "\"*\""), "/* all */ }",
                     "/* all */ Condition = { ArnEquals = { \"aws:PrincipalArn\" = "
                     "\"arn:aws:iam::111122223333:root\" } } }"));
  const std::string element = R"(resource "aws_organizations_policy" "this" {
  name = "all"
  content = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Deny", Principal = "*" /* all, everybody } */ , Action = "*", Resource = "*" }]
  })
}
resource "aws_organizations_policy_attachment" "this" {
  policy_id = aws_organizations_policy.this.id
  target_id = "r-ab12"
}
)";
  EXPECT_EQ(fixed("main.tf", element, "--select RP317"),
            replaced(element, "Principal = \"*\" /* all, everybody } */ , ", ""));
}

TEST_F(FixCommand, OffersWhatWouldReplaceAnAccount) {
  const std::string text = R"(resource "aws_organizations_account" "sandbox" {
  name                       = "sandbox"
  email                      = "aws+sandbox@example.com"
  iam_user_access_to_billing = "DENY"
}
)";
  folder_.write("main.tf", text);
  const Outcome outcome = run("--select RP504 main.tf");
  EXPECT_NE(outcome.output.find("yours to choose: whether the account is yet to be created"),
            std::string::npos)
      << outcome.output;
  EXPECT_EQ(read("main.tf"), text);
}

TEST_F(FixCommand, ReplacesTextsWithEscapes) {
  const std::string filter = R"(resource "aws_cloudwatch_log_metric_filter" "root" {
  name           = "root"
  log_group_name = "trail"
  pattern        = "{ $.userIdentity.userName = \"root\" }"
}
)";
  EXPECT_EQ(fixed("main.tf", filter, "--select RP602"),
            replaced(filter, "{ $.userIdentity.userName = \\\"root\\\" }",
                     "{$.userIdentity.type=\\\"Root\\\" && $.userIdentity.invokedBy NOT EXISTS && "
                     "$.eventType !=\\\"AwsServiceEvent\\\"}"));
}

TEST_F(FixCommand, AddsAConditionInTheNotationOfTheFile) {
  const std::string sessions = R"(resource "aws_organizations_organization" "this" {
  feature_set          = "ALL"
  enabled_policy_types = ["SERVICE_CONTROL_POLICY"]
}
resource "aws_iam_organizations_features" "root" {
  enabled_features = ["RootCredentialsManagement", "RootSessions"]
}
resource "aws_organizations_policy_attachment" "deny_root" {
  policy_id = aws_organizations_policy.deny_root.id
  target_id = aws_organizations_organization.this.roots[0].id
}
resource "aws_organizations_policy" "deny_root" {
  name    = "deny-root"
  content = )";
  const std::string encoded = sessions + R"(jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid = "DenyRoot", Effect = "Deny", Action = "*", Resource = "*"
      Condition = {
        ArnLike = { "aws:PrincipalArn" = "arn:*:iam::*:root" }
      }
    }]
  })
}
)";
  EXPECT_EQ(fixed("main.tf", encoded),
            replaced(encoded, "        ArnLike =",
                     "        Null = { \"aws:AssumedRoot\" = \"true\" },\n        ArnLike ="));
  const std::string heredoc = sessions + R"(<<POLICY
{"Version": "2012-10-17", "Statement": [{"Sid": "DenyRoot", "Effect": "Deny", "Action": "*", "Resource": "*",
  "Condition": {"ArnLike": {"aws:PrincipalArn": "arn:*:iam::*:root"}}}]}
POLICY
}
)";
  EXPECT_EQ(fixed("main.tf", heredoc),
            replaced(heredoc, "{\"ArnLike\"", "{\"Null\": {\"aws:AssumedRoot\": \"true\"}, \"ArnLike\""));
}

TEST_F(FixCommand, DeniesNothingToOthersForTheSakeOfRoot) {
  // With StringLike the statement would deny everything to all roles.
  const std::string text = R"({"Version": "2012-10-17", "Statement": [{"Sid": "DenyRoot", "Effect": "Deny",
  "Action": "*", "Resource": "*",
  "Condition": {"StringEquals": {"aws:PrincipalArn": ["arn:aws:iam::*:root", "arn:aws:iam::*:role/*"]}}}]}
)";
  EXPECT_EQ(fixed("deny-root-scp.json", text), text);
}

TEST_F(FixCommand, SaysWhatWouldBeReportedInstead) {
  folder_.write("main.tf", R"(resource "aws_sqs_queue_policy" "orders" {
  queue_url = "https://sqs.eu-west-1.amazonaws.com/444455556666/orders"
  policy = jsonencode({ Version = "2012-10-17", Statement = [{
    Effect    = "Allow"
    Principal = { AWS = "arn:aws:iam:111122223333:root" }
    Action    = "sqs:SendMessage"
    Resource  = "*"
  }] })
}
)");
  const Outcome outcome = run("main.tf");
  EXPECT_NE(outcome.output.find("(tried, and RP202 would report something as grave instead)"),
            std::string::npos)
      << outcome.output;
}

TEST_F(FixCommand, LeavesTextsThatOtherPlacesUseToo) {
  const std::string text = R"(locals {
  features = "CONSOLIDATED_BILLING"
}
resource "aws_organizations_organization" "this" {
  feature_set = local.features
}
resource "aws_s3_bucket" "billing" {
  tags = { kind = local.features }
}
)";
  EXPECT_EQ(fixed("main.tf", text, "--select RP401"), text);
}

TEST_F(FixCommand, LeavesDefaultsOfVariablesAlone) {
  const std::string text = R"(variable "root" { default = "arn:aws:iam::*:root" }
provider "aws" { region = "us-gov-west-1" }
resource "aws_organizations_organization" "this" { enabled_policy_types = ["SERVICE_CONTROL_POLICY"] }
resource "aws_organizations_policy" "deny_root" {
  name = "deny-root"
  content = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Deny", Action = "*", Resource = "*",
    Condition = { ArnLike = { "aws:PrincipalArn" = var.root } } }] })
}
)";
  EXPECT_EQ(fixed("main.tf", text, "--select RP313"), text);
  const std::string literal = replaced(text, "= var.root", "= \"arn:aws:iam::*:root\"");
  EXPECT_EQ(fixed("main.tf", literal, "--select RP313"),
            replaced(literal, "= \"arn:aws:iam::*:root\" } } }", "= \"arn:*:iam::*:root\" } } }"));
}

TEST_F(FixCommand, KeepsTheLineBreaksOfTheFileInWholeBlocks) {
  folder_.write("main.tf",
                "resource \"aws_organizations_organization\" \"this\" {\r\n"
                "  enabled_policy_types          = [\"SERVICE_CONTROL_POLICY\"]\r\n"
                "  aws_service_access_principals = [\"iam.amazonaws.com\"]\r\n}\r\n"
                "resource \"aws_organizations_account\" \"shop\" {\r\n"
                "  name = \"shop\"\r\n  email = \"shop@acme.example\"\r\n}\r\n");
  EXPECT_EQ(run("--select RP108 .").status, 0);
  const std::string after = read("main.tf");
  EXPECT_NE(after.find("aws_iam_organizations_features"), std::string::npos) << after;
  for (std::size_t at = after.find('\n'); at != std::string::npos; at = after.find('\n', at + 1))
    ASSERT_EQ(after[at - 1], '\r') << after.substr(0, at);
}

TEST_F(FixCommand, LeavesWhereAGuardrailIsAttachedToItsReader) {
  const std::string text = R"(resource "aws_organizations_organization" "this" {
  enabled_policy_types = ["SERVICE_CONTROL_POLICY"]
}
resource "aws_organizations_account" "shop" {
  name  = "shop"
  email = "aws+shop@acme.example"
}
)";
  folder_.write("main.tf", text);
  const Outcome outcome = run("--select RP301 .");
  EXPECT_EQ(outcome.status, 0) << outcome.output;
  EXPECT_EQ(read("main.tf"), text);
  EXPECT_NE(outcome.output.find("yours to choose: where it is attached first"), std::string::npos)
      << outcome.output;
  const auto fix = [this] {
    return json_of(rootproof(folder_, "scan --select RP301 --fail-on never --format json ."))
        .at("findings")
        .at(0)
        .at("fix");
  };
  EXPECT_EQ(fix().at("choice"), "where it is attached first");
  EXPECT_EQ(fix().at("edits").size(), 1U);
  folder_.write("rootproof.yaml",
                "organization: {exempt: [{account: shop, reason: moved, until: 2090-01-01}]}\n");
  folder_.write("other.tf",
                "resource \"aws_organizations_account\" \"lab\" {\n  name  = \"lab\"\n"
                "  email = \"aws+lab@acme.example\"\n}\n");
  EXPECT_TRUE(fix().at("edits").empty()) << "attached to the root it would reach what is exempt";
}

/// A statement with a dead condition, whose operator RP312 edits.
constexpr const char* kDeadStatement = R"(locals {
  deny_root = {
    Sid       = "DenyRoot"
    Effect    = "Deny"
    Action    = "*"
    Resource  = "*"
    Condition = { StringEquals = { "aws:PrincipalArn" = "arn:aws:iam::*:root" } }
  }
}
resource "aws_organizations_policy" "first" {
  name    = "first"
  content = jsonencode({ Version = "2012-10-17", Statement = [local.deny_root] })
}
)";

TEST_F(FixCommand, LeavesStatementsOfSeveralPolicies) {
  const std::string alone = kDeadStatement;
  EXPECT_EQ(fixed("main.tf", alone, "--select RP312"), replaced(alone, "StringEquals", "StringLike"));
  const std::string shared = alone + R"(resource "aws_iam_policy" "second" {
  name   = "second"
  policy = jsonencode({ Version = "2012-10-17", Statement = [local.deny_root] })
}
)";
  EXPECT_EQ(fixed("main.tf", shared, "--select RP312"), shared);
}

TEST_F(FixCommand, MakesADeadStatementApplyWhereOneChangeDoes) {
  const std::string condition = R"({ StringEquals = { "aws:PrincipalArn" = "arn:aws:iam::*:root" } })";
  const auto with = [&](const std::string& other) { return replaced(kDeadStatement, condition, other); };
  const auto expect = [&](const std::string& dead, const std::string& from, const std::string& to) {
    const std::string before = with(dead);
    EXPECT_EQ(fixed("main.tf", before, "--select RP312"), replaced(before, from, to)) << dead;
  };
  expect(R"({ StringEquals = { "aws:PrincipalType" = "Root" } })", "\"Root\"", "\"Account\"");
  expect(R"({ ArnLike = { "aws:PrincipalArn" = "arn:aws:iam:::*:root" } })", "iam:::*", "iam::*");
  expect(
      R"({ ArnLike = { "aws:PrincipalArn" = "arn:*:iam::*:root" }, Bool = { "aws:AssumedRoot" = "false" } })",
      "Bool ", "BoolIfExists ");
  const std::string beyond =
      with(R"({ StringEquals = { "aws:PrincipalType" = "Root", "aws:PrincipalAccount" = "7" } })");
  EXPECT_EQ(fixed("main.tf", beyond, "--select RP312"), beyond);
}

TEST_F(FixCommand, LeavesWhatStandsAtAnAnchor) {
  const auto guardrail = [](const std::string& anchor, const std::string& other) {
    return R"(AWSTemplateFormatVersion: '2010-09-09'
Resources:
  Guardrail:
    Type: AWS::Organizations::Policy
    Properties:
      Name: deny-root
      Type: SERVICE_CONTROL_POLICY
      Content:
        Version: '2012-10-17'
        Statement:
          - Sid: DenyRoot
            Effect: Deny
            Action: '*'
            Resource: '*'
            Condition: )" +
           anchor + R"({StringEquals: {aws:PrincipalArn: 'arn:aws:iam::*:root'}}
  Reader:
    Type: AWS::IAM::ManagedPolicy
    Properties:
      PolicyDocument:
        Version: '2012-10-17'
        Statement:
          - Effect: Allow
            Action: s3:GetObject
            Resource: '*'
            Condition: )" +
           other + "\n";
  };
  const std::string apart = guardrail("", "{StringEquals: {aws:PrincipalArn: 'arn:aws:iam::*:root'}}");
  EXPECT_EQ(fixed("t.yaml", apart, "--select RP312"), replaced(apart, "StringEquals", "StringLike"));
  const std::string shared = guardrail("&root ", "*root");
  EXPECT_EQ(fixed("t.yaml", shared, "--select RP312"), shared);
}

TEST_F(FixCommand, AddsSeveralItemsAtOnce) {
  const std::string text = R"(resource "aws_securityhub_configuration_policy" "this" {
  name = "root"
  configuration_policy {
    service_enabled       = true
    enabled_standard_arns = ["arn:aws:securityhub:us-east-1::standards/aws-foundational-security-best-practices/v/1.0.0"]
    security_controls_configuration {
      enabled_control_identifiers = ["S3.1"]
    }
  }
}
)";
  const std::string after = fixed("main.tf", text, "--select RP608");
  EXPECT_NE(after.find("[\"S3.1\", \""), std::string::npos) << after;
  EXPECT_EQ(run("--select RP608 .").output, "nothing to fix by itself\n");
}

TEST_F(FixCommand, HidesSecretsThatGoOverLines) {
  folder_.write("main.tf", R"(resource "aws_organizations_organization" "this" {
  enabled_policy_types = ["TAG_POLICY"]
}
resource "aws_db_instance" "this" {
  password = "hunter2hunter2-Zq"
}
)");
  const Outcome outcome = run("--diff --select RP402 .");
  EXPECT_NE(outcome.output.find("+  enabled_policy_types"), std::string::npos) << outcome.output;
  EXPECT_EQ(outcome.output.find("hunter2"), std::string::npos) << outcome.output;
}

TEST_F(FixCommand, LeavesWhatItsEditDoesNotStop) {
  // The operator is one mistake, the account that is not the organization's notation for all another.
  const std::string text = R"({
  "Version": "2012-10-17",
  "Statement": [{
    "Sid": "DenyRoot", "Effect": "Deny", "Action": "*", "Resource": "*",
    "Condition": {"StringEquals": {"aws:PrincipalArn": "arn:aws:iam::*:root", "aws:PrincipalType": "Root"}}
  }]
}
)";
  folder_.write("deny-root-scp.json", text);
  const Outcome outcome = run("--select RP312 .");
  EXPECT_EQ(outcome.status, 0) << outcome.output;
  EXPECT_EQ(read("deny-root-scp.json"), text);
}

/// The texts of the edits that reports offer for the first finding of a rule, and why somebody has to choose.
struct Offer {
  std::string texts;
  std::string choice;
};

Offer offer_of(const TemporaryFolder& folder, const std::string& rule) {
  const nlohmann::json fix =
      json_of(rootproof(folder, "scan --select " + rule + " --fail-on never --format json ."))
          .at("findings")
          .at(0)
          .at("fix");
  Offer offer;
  for (const nlohmann::json& edit : fix.at("edits")) offer.texts += edit.at("text").get<std::string>() + "|";
  offer.choice = fix.value("choice", "");
  return offer;
}

constexpr const char* kTasks = R"(["arn:aws:iam::aws:policy/root-task/IAMAuditRootUserCredentials", )"
                               R"("arn:aws:iam::aws:policy/root-task/S3UnlockBucketPolicy", )"
                               R"("arn:aws:iam::aws:policy/root-task/SQSUnlockQueuePolicy"])";

TEST_F(FixCommand, OffersAListOfTasksInEveryNotation) {
  const auto offered = [](const std::string& name, const std::string& text) {
    const TemporaryFolder folder;
    folder.write(name, text);
    const Offer offer = offer_of(folder, "RP106");
    EXPECT_EQ(offer.choice, offer.texts.empty() ? "" : "which tasks its holders need");
    return offer.texts;
  };
  const std::string tasks = kTasks;
  EXPECT_EQ(offered("policy.json", R"({"Version": "2012-10-17", "Statement": [
  {"Effect": "Allow", "Action": "sts:AssumeRoot", "Resource": "*"}
]})"),
            R"(, "Condition": {"ArnEquals": {"sts:TaskPolicyArn": )" + tasks + "}}|");
  const std::string data = R"(data "aws_iam_policy_document" "tasks" {
  statement {
    actions   = ["sts:AssumeRoot"]
    resources = ["*"]
  }
}
resource "aws_iam_policy" "tasks" {
  policy = data.aws_iam_policy_document.tasks.json
}
)";
  EXPECT_EQ(offered("main.tf", data),
            "\n    condition {\n      test     = \"ArnEquals\"\n      variable = \"sts:TaskPolicyArn\"\n"
            "      values   = " +
                tasks + "\n    }|");
  EXPECT_EQ(offered("t.yaml", R"(Resources:
  Tasks:
    Type: AWS::IAM::ManagedPolicy
    Properties:
      PolicyDocument:
        Version: '2012-10-17'
        Statement:
          - Effect: Allow
            Action: sts:AssumeRoot
            Resource: '*' # every account
)"),
            "\n            Condition:\n              ArnEquals:\n                \"sts:TaskPolicyArn\": " +
                tasks + "|");
  // Other actions would not pass such a condition.
  EXPECT_EQ(
      offered("main.tf", replaced(data, "[\"sts:AssumeRoot\"]", "[\"sts:AssumeRoot\", \"iam:ListUsers\"]")),
      "");
}

TEST_F(FixCommand, AddsAConditionBlockBesideOthers) {
  const std::string text = R"(resource "aws_organizations_organization" "this" {
  feature_set          = "ALL"
  enabled_policy_types = ["SERVICE_CONTROL_POLICY"]
}
resource "aws_iam_organizations_features" "root" {
  enabled_features = ["RootCredentialsManagement", "RootSessions"]
}
resource "aws_organizations_policy_attachment" "deny_root" {
  policy_id = aws_organizations_policy.deny_root.id
  target_id = aws_organizations_organization.this.roots[0].id
}
resource "aws_organizations_policy" "deny_root" {
  name    = "deny-root"
  content = data.aws_iam_policy_document.deny_root.json
}
data "aws_iam_policy_document" "deny_root" {
  statement {
    effect    = "Deny"
    actions   = ["*"]
    resources = ["*"]
    condition {
      test     = "ArnLike"
      variable = "aws:PrincipalArn"
      values   = ["arn:*:iam::*:root"]
    }
  }
}
)";
  EXPECT_EQ(
      fixed("main.tf", text, "--select RP315"),
      replaced(
          text, "\"arn:*:iam::*:root\"]\n    }\n",
          "\"arn:*:iam::*:root\"]\n    }\n\n    condition {\n      test     = \"Null\"\n      variable = "
          "\"aws:AssumedRoot\"\n      values   = [\"true\"]\n    }\n"));
}

TEST_F(FixCommand, WritesNullAsATextInYaml) {
  const std::string text = R"(Resources:
  Organization:
    Type: AWS::Organizations::Organization
    Properties: {FeatureSet: ALL}
  DenyRoot:
    Type: AWS::Organizations::Policy
    Properties:
      Name: deny-root
      Type: SERVICE_CONTROL_POLICY
      TargetIds: [!GetAtt Organization.RootId]
      Content:
        Version: '2012-10-17'
        Statement:
          - Effect: Deny
            Action: '*'
            Resource: '*'
            Condition:
              ArnLike: {aws:PrincipalArn: 'arn:*:iam::*:root'}
)";
  folder_.write("rootproof.yaml",
                "organization: {policy_types_enabled: [SERVICE_CONTROL_POLICY], "
                "central_root_features: [RootCredentialsManagement, RootSessions]}\n");
  EXPECT_EQ(
      fixed("t.yaml", text, "--select RP315"),
      replaced(
          text, "              ArnLike",
          "              \"Null\":\n                \"aws:AssumedRoot\": \"true\"\n              ArnLike"));
}

/// A statement about root whose principal is the whole account.
std::string account_denied(const std::string& principal) {
  return R"(Resources:
  Policy:
    Type: AWS::S3::BucketPolicy
    Properties:
      Bucket: reports
      PolicyDocument:
        Version: '2012-10-17'
        Statement:
          - Sid: DenyRoot
            Effect: Deny
            Principal: {AWS: )" +
         principal + R"(}
            Action: s3:DeleteObject
            Resource: arn:aws:s3:::reports/*
)";
}

TEST_F(FixCommand, NamesTheRootUserInAConditionInsteadOfThePrincipal) {
  const auto condition = [](const std::string& value) {
    return "            Condition:\n              ArnEquals:\n                \"aws:PrincipalArn\": " +
           value + "\n";
  };
  const std::string own = R"(!Sub "arn:${AWS::Partition}:iam::${AWS::AccountId}:root")";
  for (const std::string principal : {"!Ref AWS::AccountId", "!Sub 'arn:aws:iam::${AWS::AccountId}:root'",
                                      "{'Fn::Sub': 'arn:aws:iam::${AWS::AccountId}:root'}"})
    EXPECT_EQ(fixed("t.yaml", account_denied(principal), "--select RP210"),
              account_denied("\"*\"") + condition(own))
        << principal;
  EXPECT_EQ(fixed("t.yaml", account_denied("arn:aws:iam::111122223333:root"), "--select RP210"),
            account_denied("'*'") + condition("\"arn:aws:iam::111122223333:root\""));
  EXPECT_EQ(fixed("t.yaml", account_denied("['111122223333', '444455556666']"), "--select RP210"),
            account_denied("['111122223333', '444455556666']"))
      << "of two accounts one would be let go";
}

TEST_F(FixCommand, TakesAPrincipalAwayThatNamesEverybody) {
  const auto scp = [](const std::string& statement) {
    return R"({
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Deny",
)" + statement +
           R"(      "Condition": {"ArnLike": {"aws:PrincipalArn": "arn:*:iam::*:root"}}
    }
  ]
}
)";
  };
  const std::string rest = "      \"Action\": \"*\",\n      \"Resource\": \"*\",\n";
  const std::string hcl = R"(resource "aws_organizations_policy" "deny_root" {
  name    = "deny-root"
  content = <<POLICY
)";
  EXPECT_EQ(fixed("main.tf", hcl + scp("      \"Principal\": {\"AWS\": \"*\"},\n" + rest) + "POLICY\n}\n",
                  "--select RP317"),
            hcl + scp(rest) + "POLICY\n}\n");
  const std::string narrow =
      hcl + scp("      \"Principal\": {\"AWS\": \"arn:aws:iam::111122223333:root\"},\n" + rest) +
      "POLICY\n}\n";
  EXPECT_EQ(fixed("main.tf", narrow, "--select RP317"), narrow) << "it would bind everybody";
}

TEST_F(FixCommand, TakesTheFirstElementOfAnItemAway) {
  const std::string text = R"(Resources:
  DenyRoot:
    Type: AWS::Organizations::Policy
    Properties:
      Name: deny-root
      Type: SERVICE_CONTROL_POLICY
      Content:
        Version: '2012-10-17'
        Statement:
          - Principal: '*'
            Effect: Deny
            Action: '*'
            Resource: '*'
            Condition: {ArnLike: {aws:PrincipalArn: 'arn:*:iam::*:root'}}
)";
  EXPECT_EQ(fixed("t.yaml", text, "--select RP317"), replaced(text, "Principal: '*'\n            ", ""));
}

TEST_F(FixCommand, LeavesRepairsOfABucketThatEverybodyGetsInto) {
  const auto policy = [](const std::string& allowed, const std::string& denied) {
    return R"({"Version": "2012-10-17", "Statement": [
  {"Effect": "Allow", "Principal": )" +
           allowed + R"(, "Action": "s3:*", "Resource": "arn:aws:s3:::vault"},
  {"Effect": "Deny", "Principal": "*", )" +
           denied + R"(, "Resource": "arn:aws:s3:::vault"}
]}
)";
  };
  const std::string reader = R"({"AWS": "arn:aws:iam::111122223333:role/reader"})";
  EXPECT_EQ(fixed("policy.json", policy(reader, R"("Action": "s3:*")"), "--select RP501"),
            policy(reader,
                   R"("NotAction": ["s3:GetBucketPolicy", "s3:PutBucketPolicy", "s3:DeleteBucketPolicy"])"));
  const std::string open = policy("\"*\"", R"("Action": "s3:*")");
  EXPECT_EQ(fixed("policy.json", open, "--select RP501"), open);
  const std::string named = policy(reader, R"("Action": ["s3:PutBucketPolicy", "s3:DeleteBucketPolicy"])");
  EXPECT_EQ(fixed("policy.json", named, "--select RP501"), named) << "nothing would be denied any more";
}

TEST_F(FixCommand, AllowsAKeyToItsOwnAccount) {
  const std::string text = R"(provider "aws" {
  region              = "eu-central-1"
  allowed_account_ids = ["111122223333"]
}
data "aws_iam_policy_document" "key" {
  statement {
    actions   = ["kms:Decrypt"]
    resources = ["*"]
    principals {
      type        = "AWS"
      identifiers = ["arn:aws:iam::111122223333:role/reader"]
    }
  }
}
resource "aws_kms_key" "key" {
  policy = data.aws_iam_policy_document.key.json
}
)";
  const std::string block = R"(  }

  statement {
    effect    = "Allow"
    actions   = ["kms:*"]
    resources = ["*"]
    principals {
      type        = "AWS"
      identifiers = ["arn:aws:iam::111122223333:root"]
    }
  }
}
resource)";
  EXPECT_EQ(fixed("main.tf", text, "--select RP503"), replaced(text, "  }\n}\nresource", block));
  const std::string unknown = replaced(text, "  allowed_account_ids = [\"111122223333\"]\n", "");
  const std::string after = fixed("main.tf", unknown, "--select RP503");
  EXPECT_NE(after.find("[\"arn:aws:iam::${data.aws_caller_identity.key_owner.account_id}:root\"]"),
            std::string::npos)
      << after;
  EXPECT_NE(after.find("data \"aws_caller_identity\" \"key_owner\" {}"), std::string::npos) << after;
}

TEST_F(FixCommand, OffersEverybodyOfTheOrganizationForAWildcard) {
  const std::string text = R"(resource "aws_organizations_organization" "org" {
  feature_set = "ALL"
}
resource "aws_sqs_queue_policy" "orders" {
  queue_url = "https://sqs.eu-central-1.amazonaws.com/111122223333/orders"
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Principal = { AWS = "arn:aws:iam::*:root" }, Action = "sqs:SendMessage", Resource = "*" }]
  })
}
)";
  EXPECT_EQ(fixed("main.tf", text, "--select RP203"), text);
  const Offer offer = offer_of(folder_, "RP203");
  EXPECT_EQ(offer.choice, "whether every account of the organization is meant");
  EXPECT_EQ(offer.texts,
            "*|, Condition = { StringEquals = { \"aws:PrincipalOrgID\" = "
            "aws_organizations_organization.org.id } }|");
  const std::string confined =
      replaced(text, "Resource = \"*\" }",
               "Resource = \"*\", Condition = { StringEquals = { \"aws:PrincipalOrgID\" = "
               "\"o-a1b2c3d4e5\" } } }");
  EXPECT_EQ(fixed("main.tf", confined, "--select RP203"), replaced(confined, "arn:aws:iam::*:root", "*"));
}

TEST_F(FixCommand, OffersTheRootInsteadOfTheManagementAccount) {
  folder_.write("t.yaml", R"(Resources:
  Organization:
    Type: AWS::Organizations::Organization
    Properties: {FeatureSet: ALL}
  DenyRoot:
    Type: AWS::Organizations::Policy
    Properties:
      Name: deny-root
      Type: SERVICE_CONTROL_POLICY
      TargetIds: [!GetAtt Organization.ManagementAccountId]
      Content:
        Version: '2012-10-17'
        Statement: [{Effect: Deny, Action: '*', Resource: '*', Condition: {ArnLike: {aws:PrincipalArn: 'arn:*:iam::*:root'}}}]
)");
  const Offer offer = offer_of(folder_, "RP311");
  EXPECT_EQ(offer.texts, "RootId|");
  EXPECT_EQ(offer.choice, "where it is attached first");
}

/// Copies fixtures, fixes them, and holds what rootproof says before and after against each other: each
/// folder of a rule's fixtures by itself, and its files together.
class FixFixtures : public ::testing::TestWithParam<std::string> {};

using Counts = std::map<std::string, std::size_t>;

struct Scanned {
  Counts violations;
  Counts undecided;
  std::size_t errors = 0;
};

Scanned scanned(const TemporaryFolder& folder) {
  const nlohmann::json report = json_of(rootproof(folder, "scan --format json . 2>/dev/null"));
  Scanned result;
  result.errors = report.at("errors").size();
  for (const nlohmann::json& finding : report.at("findings"))
    ++(finding.at("answer") == "violation" ? result.violations : result.undecided)[finding.at("rule")];
  return result;
}

/// Fixes a copy of these files and folders.
void expect_better(const std::vector<std::filesystem::path>& fixtures) {
  const TemporaryFolder folder;
  const TemporaryFolder as_it_was;
  for (const TemporaryFolder* each : {&folder, &as_it_was}) {
    for (const std::filesystem::path& fixture : fixtures)
      std::filesystem::copy(fixture, std::filesystem::path(each->path()) / fixture.filename(),
                            std::filesystem::copy_options::recursive);
  }
  const Outcome outcome = rootproof(folder, "fix . 2>/dev/null");
  ASSERT_TRUE(outcome.status == 0 || outcome.status == 3) << outcome.output;
  Counts fixed;
  for (std::size_t at = outcome.output.find("fixed "); at != std::string::npos;
       at = outcome.output.find("\nfixed ", at + 1)) {
    const std::size_t rule = outcome.output.find(" RP", at);
    if (rule != std::string::npos) ++fixed[outcome.output.substr(rule + 1, 5)];
  }
  // Nothing is written then, and whatever runs again says the same.
  if (fixed.empty()) {
    EXPECT_NE(outcome.output.find("nothing to fix by itself"), std::string::npos) << outcome.output;
    return;
  }
  const Scanned before = scanned(as_it_was);
  const Scanned after = scanned(folder);
  EXPECT_EQ(after.errors, before.errors);
  for (const auto& [rule, count] : fixed) {
    const auto left = after.violations.find(rule);
    EXPECT_LE((left == after.violations.end() ? 0 : left->second) + count, before.violations.at(rule))
        << rule;
  }
  EXPECT_NE(rootproof(folder, "fix . 2>/dev/null").output.find("nothing to fix by itself"),
            std::string::npos);
}

TEST_P(FixFixtures, GetBetterAndThenStay) {
  const std::filesystem::path rule =
      std::filesystem::path(ROOTPROOF_SOURCE_DIR) / "testdata" / "rules" / GetParam();
  // A configuration is for all of them.
  const bool together = std::filesystem::exists(rule / "rootproof.yaml");
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::directory_iterator(rule)) {
    if (entry.is_directory() && !together) {
      SCOPED_TRACE(entry.path().filename().string());
      expect_better({entry.path()});
    } else {
      files.push_back(entry.path());
    }
  }
  if (!files.empty()) expect_better(files);
}

std::vector<std::string> fixture_folders() {
  std::vector<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator(std::filesystem::path(ROOTPROOF_SOURCE_DIR) /
                                                               "testdata" / "rules"))
    names.push_back(entry.path().filename().string());
  return names;
}

INSTANTIATE_TEST_SUITE_P(Rules, FixFixtures, ::testing::ValuesIn(fixture_folders()),
                         [](const auto& rule) { return rule.param; });

}  // namespace
}  // namespace rootproof::tests
