// `rootproof fix` as its callers see it: what is edited, what is left alone, what --diff prints.
#include <gtest/gtest.h>

#include <algorithm>
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

TEST_F(FixCommand, LeavesListsThatAConditionChooses) {
  // The other result of the condition would lack the item.
  for (const std::string chosen :
       {"var.tags ? [\"TAG_POLICY\"] : []", "!var.tags ? [\"TAG_POLICY\"] : []",
        "var.tags ? ([]) : [\"A[B\"]",
        "!var.tags ? [\n    \"AI\", # ours\n    \"TAG_POLICY\",\n  ] : /* none */ []"}) {
    const std::string text =
        "variable \"tags\" {\n  default = false\n}\n"
        "resource \"aws_organizations_organization\" \"this\" {\n"
        "  enabled_policy_types = " +
        chosen + "\n}\n";
    EXPECT_EQ(fixed("main.tf", text, "--select RP402"), text) << chosen;
  }
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
  EXPECT_EQ(fixed("main.tf", encoded, "--select RP315"),
            replaced(encoded, "        ArnLike =",
                     "        Null = { \"aws:AssumedRoot\" = \"true\" },\n        ArnLike ="));
  const std::string heredoc = sessions + R"(<<POLICY
{"Version": "2012-10-17", "Statement": [{"Sid": "DenyRoot", "Effect": "Deny", "Action": "*", "Resource": "*",
  "Condition": {"ArnLike": {"aws:PrincipalArn": "arn:*:iam::*:root"}}}]}
POLICY
}
)";
  EXPECT_EQ(fixed("main.tf", heredoc, "--select RP315"),
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

TEST_F(FixCommand, ClosesWhatIsOpenWhereTheTypeOfThePoliciesIsNotKnown) {
  // CloudFormation does not tell whether service control policies are enabled: that was not known before.
  const std::string text = R"(Resources:
  Org:
    Type: AWS::Organizations::Organization
  Dev:
    Type: AWS::Organizations::Account
    Properties: {AccountName: dev, Email: aws+dev@acme.example, ParentIds: [!GetAtt Org.RootId]}
  DenyRoot:
    Type: AWS::Organizations::Policy
    Properties:
      Name: deny-root
      Type: SERVICE_CONTROL_POLICY
      TargetIds: [!GetAtt Org.RootId]
      Content:
        Version: '2012-10-17'
        Statement:
          - Effect: Deny
            NotAction: 'iam:*'
            Resource: '*'
            Condition: {ArnLike: {aws:PrincipalArn: 'arn:*:iam::*:root'}}
)";
  EXPECT_EQ(fixed("organization.yaml", text, "--select RP302"),
            replaced(text, "NotAction: 'iam:*'", "Action: \"*\""));
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

TEST_F(FixCommand, NamesNoDataSourceOfAnotherModule) {
  folder_.write("key/main.tf", R"(variable "policy" { type = string }
resource "aws_kms_key" "key" {
  policy = var.policy
}
)");
  folder_.write("main.tf", R"(data "aws_iam_policy_document" "key" {
  statement {
    actions   = ["kms:Decrypt"]
    resources = ["*"]
    principals {
      type        = "AWS"
      identifiers = ["arn:aws:iam::111122223333:role/reader"]
    }
  }
}
module "key" {
  source = "./key"
  policy = data.aws_iam_policy_document.key.json
}
)");
  EXPECT_EQ(offer_of(folder_, "RP503").texts, "");
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

TEST_F(FixCommand, GivesAnOrganizationItsListOfPolicyTypes) {
  const std::string text = R"(resource "aws_organizations_organization" "this" {
  feature_set = "ALL" # of all accounts
}
)";
  EXPECT_EQ(
      fixed("main.tf", text, "--select RP402"),
      replaced(text, "accounts\n", "accounts\n  enabled_policy_types = [\"SERVICE_CONTROL_POLICY\"]\n"));
  const std::string empty = "resource \"aws_organizations_organization\" \"this\" {\n}\n";
  EXPECT_EQ(fixed("main.tf", empty, "--select RP402"),
            replaced(empty, "{\n", "{\n  enabled_policy_types = [\"SERVICE_CONTROL_POLICY\"]\n"));
  std::filesystem::remove(folder_.path() / "main.tf");
  const std::string json = R"({
  "resource": {
    "aws_organizations_organization": {
      "this": {
        "feature_set": "ALL"
      }
    }
  }
}
)";
  EXPECT_EQ(
      fixed("main.tf.json", json, "--select RP402"),
      replaced(json, "\"ALL\"", "\"ALL\",\n        \"enabled_policy_types\": [\"SERVICE_CONTROL_POLICY\"]"));
  std::filesystem::remove(folder_.path() / "main.tf.json");
  const std::string given = R"(variable "types" {
  type    = list(string)
  default = null
}
resource "aws_organizations_organization" "this" {
  enabled_policy_types = var.types
}
)";
  EXPECT_EQ(fixed("main.tf", given, "--select RP402"), given) << "there is one";
}

TEST_F(FixCommand, PutsTheColonInFrontOfRoot) {
  const auto queue = [](const std::string& principal) {
    return R"(Resources:
  Policy:
    Type: AWS::SQS::QueuePolicy
    Properties:
      Queues: [orders]
      PolicyDocument:
        Version: '2012-10-17'
        Statement:
          - Effect: Allow
            Principal: {AWS: )" +
           principal + R"(}
            Action: sqs:SendMessage
            Resource: '*'
)";
  };
  const std::vector<std::pair<std::string, std::string>> principals = {
      {"!Sub 'arn:aws:iam::${AWS::AccountId}root'", "!Sub 'arn:aws:iam::${AWS::AccountId}:root'"},
      {"!Sub 'arn:aws:iam:${AWS::AccountId}:root'", "!Sub 'arn:aws:iam::${AWS::AccountId}:root'"},
      {"!Join ['', ['arn:aws:iam::', !Ref AWS::AccountId, ':Root']]",
       "!Join ['', ['arn:aws:iam::', !Ref AWS::AccountId, ':root']]"},
      {"'arn:aws:iam::${AWS::AccountId}:root'", "!Sub 'arn:aws:iam::${AWS::AccountId}:root'"}};
  for (const auto& [wrong, right] : principals)
    EXPECT_EQ(fixed("t.yaml", queue(wrong), "--select RP802"), queue(right)) << wrong;
  const std::string json =
      R"({"Resources": {"Policy": {"Type": "AWS::SQS::QueuePolicy", "Properties": {"Queues": ["orders"],
"PolicyDocument": {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"AWS": [PRINCIPAL]},
"Action": "sqs:SendMessage", "Resource": "*"}]}}}}}
)";
  const auto in_json = [&](const std::string& principal) { return replaced(json, "PRINCIPAL", principal); };
  EXPECT_EQ(
      fixed("t.json", in_json(R"({"Fn::Sub": "arn:aws:iam::${AWS::AccountId}root"})"), "--select RP802"),
      in_json(R"({"Fn::Sub": "arn:aws:iam::${AWS::AccountId}:root"})"));
  EXPECT_EQ(fixed("t.json", in_json(R"("arn:aws:iam::${AWS::AccountId}:root")"), "--select RP802"),
            in_json(R"({"Fn::Sub": "arn:aws:iam::${AWS::AccountId}:root"})"));
}

TEST_F(FixCommand, PutsTheColonInFrontOfRootInTerraform) {
  const std::string text = R"(data "aws_caller_identity" "me" {}
resource "aws_sqs_queue_policy" "orders" {
  queue_url = "https://sqs.eu-west-1.amazonaws.com/444455556666/orders"
  policy = jsonencode({ Version = "2012-10-17", Statement = [{
    Effect    = "Allow"
    Principal = { AWS = "arn:aws:iam::${data.aws_caller_identity.me.account_id}root" }
    Action    = "sqs:SendMessage"
    Resource  = "*"
  }] })
}
)";
  EXPECT_EQ(fixed("main.tf", text, "--select RP802"), replaced(text, "}root", "}:root"));
  const std::string dashes =
      replaced(replaced(text, "${data.aws_caller_identity.me.account_id}root", "1111-2222-3333:root"),
               "data \"aws_caller_identity\" \"me\" {}",
               "provider \"aws\" {\n  allowed_account_ids = [\"111122223333\"]\n}");
  EXPECT_EQ(fixed("main.tf", dashes, "--select RP802"), replaced(dashes, "1111-2222-3333", "111122223333"));
  std::filesystem::remove(folder_.path() / "main.tf");
  const std::string json =
      R"({"data": {"aws_caller_identity": {"me": {}}}, "resource": {"aws_sqs_queue_policy": {"orders": {
"queue_url": "https://sqs.eu-west-1.amazonaws.com/444455556666/orders",
"policy": "${jsonencode({ Version = \"2012-10-17\", Statement = [{ Effect = \"Allow\", Principal = { AWS = \"arn:aws:iam::${data.aws_caller_identity.me.account_id}root\" }, Action = \"sqs:SendMessage\", Resource = \"*\" }] })}"}}}}
)";
  EXPECT_EQ(fixed("main.tf.json", json, "--select RP802"), replaced(json, "}root", "}:root"));
}

/// An organization whose guardrail is one statement about root with these elements.
std::string fenced(const std::string& elements) {
  return R"(resource "aws_organizations_organization" "this" {
  feature_set          = "ALL"
  enabled_policy_types = ["SERVICE_CONTROL_POLICY"]
}
resource "aws_organizations_account" "shop" {
  name  = "shop"
  email = "aws+shop@acme.example"
}
resource "aws_organizations_policy_attachment" "deny_root" {
  policy_id = aws_organizations_policy.deny_root.id
  target_id = aws_organizations_organization.this.roots[0].id
}
resource "aws_organizations_policy" "deny_root" {
  name    = "deny-root"
  content = )" +
         elements + "}\n";
}

constexpr const char* kRootFence = R"(jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Deny"
      NotAction = ["iam:*", "support:*"]
      Resource  = "*"
      Condition = {
        ArnLike = { "aws:PrincipalArn" = "arn:*:iam::*:root" }
      }
    }]
  })
)";

TEST_F(FixCommand, TakesTheEscapeOutOfAListOfExceptions) {
  const std::string text = fenced(kRootFence);
  EXPECT_EQ(fixed("main.tf", text, "--select RP302"), replaced(text, "\"iam:*\", ", ""));
  const std::string last = replaced(text, "\"iam:*\", \"support:*\"", "\"support:*\", \"iam:*\"");
  EXPECT_EQ(fixed("main.tf", last, "--select RP302"), replaced(last, ", \"iam:*\"", ""));
  const std::string tall = replaced(text, "[\"iam:*\", \"support:*\"]",
                                    "[\n        \"support:*\",\n        \"iam:*\", # for keys\n      ]");
  EXPECT_EQ(fixed("main.tf", tall, "--select RP302"),
            replaced(tall, "        \"iam:*\", # for keys\n", "        # for keys\n"));
  const std::string alone = replaced(text, "[\"iam:*\", \"support:*\"]", "\"iam:*\"");
  EXPECT_EQ(fixed("main.tf", alone, "--select RP302"),
            replaced(alone, "NotAction = \"iam:*\"", "Action    = \"*\""));
  // Without iam:* a lock on Regions would lock everybody out.
  const std::string lock = replaced(text, "ArnLike = { \"aws:PrincipalArn\" = \"arn:*:iam::*:root\" }",
                                    "StringNotEquals = { \"aws:RequestedRegion\" = \"eu-west-1\" }");
  EXPECT_EQ(fixed("main.tf", lock, "--select RP302"), lock);
}

TEST_F(FixCommand, TakesTheEscapeOutOfBlocksAndTemplates) {
  const std::string block = fenced("data.aws_iam_policy_document.deny_root.json\n") +
                            R"(data "aws_iam_policy_document" "deny_root" {
  statement {
    effect      = "Deny"
    not_actions = ["iam:*"]
    resources   = ["*"]
    condition {
      test     = "ArnLike"
      variable = "aws:PrincipalArn"
      values   = ["arn:*:iam::*:root"]
    }
  }
}
)";
  EXPECT_EQ(fixed("main.tf", block, "--select RP302"),
            replaced(block, "not_actions = [\"iam:*\"]", "actions     = [\"*\"]"));
  std::filesystem::remove(folder_.path() / "main.tf");
  const std::string yaml = R"(Resources:
  Organization:
    Type: AWS::Organizations::Organization
    Properties: {FeatureSet: ALL}
  Shop:
    Type: AWS::Organizations::Account
    Properties: {AccountName: shop, Email: aws+shop@acme.example}
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
            NotAction:
              - support:*
              - iam:*
            Resource: '*'
            Condition: {ArnLike: {aws:PrincipalArn: 'arn:*:iam::*:root'}}
)";
  folder_.write("rootproof.yaml", "organization: {policy_types_enabled: [SERVICE_CONTROL_POLICY]}\n");
  EXPECT_EQ(fixed("t.yaml", yaml, "--select RP302"), replaced(yaml, "              - iam:*\n", ""));
}

TEST_F(FixCommand, OffersToDropWhatNarrowsAStatementAboutRoot) {
  folder_.write(
      "main.tf",
      fenced(replaced(replaced(kRootFence, "NotAction = [\"iam:*\", \"support:*\"]", "Action = \"*\""),
                      "ArnLike =",
                      "BoolIfExists = { \"aws:MultiFactorAuthPresent\" = \"false\" }\n"
                      "        ArnLike =")));
  const Offer offer = offer_of(folder_, "RP302");
  EXPECT_EQ(offer.choice, "whether it is meant to be open");
  EXPECT_EQ(offer.texts, "|");
  EXPECT_NE(run("--select RP302 .").output.find("yours to choose"), std::string::npos);
}

TEST_F(FixCommand, LeavesConditionsThatStandOutsideOfTheirStatement) {
  // Other policies may use the same condition: what is edited there changes them too.
  folder_.write("main.tf", R"(locals {
  only_root = {
    BoolIfExists = { "aws:MultiFactorAuthPresent" = "false" }
    ArnLike      = { "aws:PrincipalArn" = "arn:*:iam::*:root" }
  }
}
)" + fenced(replaced(
         replaced(kRootFence, "NotAction = [\"iam:*\", \"support:*\"]", "Action = \"*\""),
         "Condition = {\n        ArnLike = { \"aws:PrincipalArn\" = \"arn:*:iam::*:root\" }\n      }",
         "Condition = local.only_root")));
  const Offer offer = offer_of(folder_, "RP302");
  EXPECT_EQ(offer.choice, "");
  EXPECT_EQ(offer.texts, "");
}

TEST_F(FixCommand, EscapesWhatGoesIntoAStringOfJson) {
  const std::string json =
      R"({"resource": {"aws_iam_policy": {"tasks": {"policy": "${jsonencode({\n  Statement = [{\n    Effect = \"Allow\"\n    Action = \"sts:AssumeRoot\"\n    Resource = \"*\"\n  }]\n})}"}}}}
)";
  folder_.write("main.tf.json", json);
  std::string tasks = kTasks;
  for (std::size_t at = 0; (at = tasks.find('"', at)) != std::string::npos; at += 2) tasks.insert(at, "\\");
  EXPECT_EQ(offer_of(folder_, "RP106").texts,
            R"(\n    Condition = { ArnEquals = { \"sts:TaskPolicyArn\" = )" + tasks + " } }|");
  std::filesystem::remove(folder_.path() / "main.tf.json");
  folder_.write("t.json", R"({"Resources": {"Tasks": {"Type": "AWS::SSO::PermissionSet", "Properties": {
"InlinePolicy": "{\"Statement\": [{\"Effect\": \"Allow\", \"Action\": \"sts:AssumeRoot\", \"Resource\": \"*\"}]}"}}}}
)");
  EXPECT_EQ(offer_of(folder_, "RP106").texts,
            R"(, \"Condition\": {\"ArnEquals\": {\"sts:TaskPolicyArn\": )" + tasks + "}}|");
}

TEST_F(FixCommand, ReadsEscapesOfAStringAsJsonDoes) {
  folder_.write(
      "stack.json",
      R"({"Resources": {"P": {"Type": "AWS::Organizations::Policy", "Properties": {"Name": "deny-root",
  "Type": "SERVICE_CONTROL_POLICY", "TargetIds": ["r-abcd"], "Content": "{\"Version\":\"2012-10-17\",)"
      R"(\"Statement\":[{\"Sid\":\"DenyRoot\",\"Effect\":\"Deny\",\"NotAction\":[\"s3:Get*\"],\"Resource\":\"*\",)"
      R"(\"Condition\":{\"StringNotEquals\":{\"aws:RequestTag/x\":\"\ud83d\ude00\"},)"
      R"(\"StringEquals\":{\"aws:PrincipalArn\":\"arn:aws:iam::*:root\"}}}]}"}}}})");
  EXPECT_EQ(offer_of(folder_, "RP312").texts, "StringLike|");
}

TEST_F(FixCommand, NamesTheEditThatItMakes) {
  folder_.write("scp.json", R"({"Resources": {"P": {"Type": "AWS::Organizations::Policy", "Properties": {
    "Name": "deny-root", "Type": "SERVICE_CONTROL_POLICY", "TargetIds": ["r-abcd"], "Content": {
      "Version": "2012-10-17", "Statement": [{"Sid": "DenyRoot", "Effect": "Deny", "Action": "*", "Resource": "*",
        "Condition": {"StringEquals": {"aws:PrincipalArn": "arn:aws:iam::*:root"}}}]}}}}})");
  const Outcome operation = run("--diff --select RP312 scp.json");
  EXPECT_NE(operation.output.find("RP312 write StringLike in place of StringEquals"), std::string::npos)
      << operation.output;
  folder_.write("org.tf",
                "resource \"aws_organizations_organization\" \"company\" {\n"
                "  aws_service_access_principals = [\"iam.amazonaws.com\"]\n"
                "  enabled_policy_types = [\"SERVICE_CONTROL_POLICY\"]\n}\n");
  const Outcome block = run("--diff --select RP108 org.tf");
  EXPECT_NE(block.output.find("RP108 enable RootCredentialsManagement, and RootSessions"), std::string::npos)
      << block.output;
}

TEST_F(FixCommand, WritesNewResourcesInTerraformsJson) {
  const std::string json = R"({
  "resource": {
    "aws_organizations_organization": {
      "company": {
        "aws_service_access_principals": ["iam.amazonaws.com"],
        "enabled_policy_types": ["SERVICE_CONTROL_POLICY"]
      }
    },
    "aws_organizations_account": {"shop": {"name": "shop", "email": "aws+shop@acme.example"}}
  }
}
)";
  const std::string features = R"(,
    "aws_iam_organizations_features": {
      "central_root_access": {
        "enabled_features": ["RootCredentialsManagement", "RootSessions"],
        "depends_on": ["aws_organizations_organization.company"]
      }
    })";
  EXPECT_EQ(fixed("main.tf.json", json, "--select RP108"),
            replaced(json, "acme.example\"}}", "acme.example\"}}" + features));
  folder_.write("main.tf.json", json);
  const std::string offered = offer_of(folder_, "RP301").texts;
  EXPECT_NE(offered.find(R"("policy_id": "${aws_organizations_policy.deny_root.id}")"), std::string::npos)
      << offered;
  EXPECT_NE(offered.find(R"("content": "${jsonencode({\n)"), std::string::npos) << offered;
}

TEST_F(FixCommand, WritesBlocksInTerraformsJson) {
  const std::string json = R"({
  "provider": {"aws": {"allowed_account_ids": ["111122223333"]}},
  "data": {"aws_iam_policy_document": {"reports": {"statement": [{
    "sid": "DenyRoot",
    "effect": "Deny",
    "actions": ["s3:DeleteObject"],
    "resources": ["arn:aws:s3:::reports/*"],
    "principals": [{"type": "AWS", "identifiers": ["arn:aws:iam::111122223333:root"]}]
  }]}}},
  "resource": {"aws_s3_bucket_policy": {"reports": {
    "bucket": "reports", "policy": "${data.aws_iam_policy_document.reports.json}"
  }}}
}
)";
  const auto condition = [](const std::string& test, const std::string& key, const std::string& value) {
    return "{\"test\": \"" + test + "\", \"variable\": \"" + key + "\", \"values\": [\"" + value + "\"]}";
  };
  const std::string about_root = condition("ArnEquals", "aws:PrincipalArn", "arn:aws:iam::111122223333:root");
  EXPECT_EQ(fixed("main.tf.json", json, "--select RP210"),
            replaced(replaced(json, "\"arn:aws:iam::111122223333:root\"", "\"*\""), "}]\n  }]",
                     "}],\n    \"condition\": [" + about_root + "]\n  }]"));
  const std::string open = condition("StringEquals", "aws:RequestedRegion", "eu-west-1");
  const std::string single = replaced(json, "}]\n  }]", "}],\n    \"condition\": " + open + "\n  }]");
  EXPECT_EQ(fixed("main.tf.json", single, "--select RP210"),
            replaced(replaced(single, "\"arn:aws:iam::111122223333:root\"", "\"*\""), open,
                     "[" + open + ", " + about_root + "]"));
}

/// Copies fixtures, fixes them, and holds what rootproof says before and after against each other: each
/// folder of a rule's fixtures by itself, and its files together.
class FixFixtures : public ::testing::TestWithParam<std::string> {};

using Counts = std::map<std::string, std::size_t>;

struct Scanned {
  Counts violations;
  Counts gravity;  ///< the severities of the violations, added up
  std::size_t errors = 0;
};

std::size_t gravity_of(const std::string& severity) {
  static const std::vector<std::string> kSeverities{"note", "low", "medium", "high", "critical"};
  const auto found = std::find(kSeverities.begin(), kSeverities.end(), severity);
  return static_cast<std::size_t>(found - kSeverities.begin()) + 1;
}

Scanned scanned(const TemporaryFolder& folder) {
  const nlohmann::json report = json_of(rootproof(folder, "scan --format json . 2>/dev/null"));
  Scanned result;
  result.errors = report.at("errors").size();
  for (const nlohmann::json& finding : report.at("findings")) {
    if (finding.at("answer") != "violation") continue;
    ++result.violations[finding.at("rule")];
    result.gravity[finding.at("rule")] += gravity_of(finding.at("severity"));
  }
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
    // What is still open of a guardrail may be milder than what was closed.
    const bool milder = rule == "RP302" && left != after.violations.end() &&
                        after.gravity.at(rule) + count <= before.gravity.at(rule);
    EXPECT_TRUE(milder ||
                (left == after.violations.end() ? 0 : left->second) + count <= before.violations.at(rule))
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
