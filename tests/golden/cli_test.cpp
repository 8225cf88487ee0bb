// The program as its callers see it: exit statuses, outputs, errors (cli.md).
#include <gtest/gtest.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <vector>

#include "tests/golden/program.h"

namespace rootproof::tests {
namespace {

constexpr const char* kPublicBucket = R"(Resources:
  Policy:
    Type: AWS::S3::BucketPolicy
    Properties:
      Bucket: logs
      PolicyDocument:
        Version: '2012-10-17'
        Statement:
          - Effect: Allow
            Principal: '*'
            Action: s3:GetObject
            Resource: arn:aws:s3:::logs/*
)";

constexpr const char* kPublicQueue =
    "resource \"aws_sqs_queue_policy\" \"jobs\" {\n  policy = jsonencode({ Statement = [{ Effect = "
    "\"Allow\", "
    "Principal = \"*\", Action = \"sqs:*\", Resource = \"*\" }] })\n}\n";

TEST(ExitStatus, IsZeroWhenThereIsNothingToReport) {
  const TemporaryFolder folder;
  folder.write("a.yaml", "Resources:\n  B:\n    Type: AWS::S3::Bucket\n");
  EXPECT_EQ(rootproof(folder, "scan").status, 0);
}

TEST(ExitStatus, IsOneForFindingsAtOrAboveTheThreshold) {
  const TemporaryFolder folder;
  folder.write("a.yaml", kPublicBucket);
  EXPECT_EQ(rootproof(folder, "scan .").status, 1);
  EXPECT_EQ(rootproof(folder, "scan --fail-on critical .").status, 1);
  EXPECT_EQ(rootproof(folder, "scan --fail-on never .").status, 0);
  EXPECT_EQ(rootproof(folder, "scan --ignore RP207 .").status, 0);
}

TEST(ExitStatus, IsTwoForWrongUsage) {
  const TemporaryFolder folder;
  for (const char* arguments :
       {"", "scann", "scan --fomat json", "scan nowhere", "scan --select RP999", "scan --fail-on severe",
        "scan --format yaml", "scan --var X", "explain RP999", "policy evaluate"}) {
    EXPECT_EQ(rootproof(folder, arguments).status, 2) << arguments;
  }
  EXPECT_NE(rootproof(folder, "scan --fomat json").output.find("did you mean \"--format\"?"),
            std::string::npos);
  EXPECT_NE(rootproof(folder, "scann").output.find("did you mean \"scan\"?"), std::string::npos);
}

TEST(ExitStatus, IsThreeForAnIncompleteScanUnlessAllowed) {
  const TemporaryFolder folder;
  folder.write("good.yaml", "Resources:\n  B:\n    Type: AWS::S3::Bucket\n");
  folder.write(
      "broken.json",
      R"({"AWSTemplateFormatVersion": "2010-09-09", "Resources": {"B": {"Type": "AWS::S3::Bucket" )");
  EXPECT_EQ(rootproof(folder, "scan").status, 3);
  EXPECT_EQ(rootproof(folder, "scan --allow-incomplete").status, 0);
  const nlohmann::json report = json_of(rootproof(folder, "scan --format json"));
  EXPECT_EQ(report["summary"]["complete"], false);
  EXPECT_EQ(report["errors"][0]["file"], "broken.json");
  EXPECT_EQ(report["errors"][0]["line"], 1);
}

TEST(ExitStatus, FindingsWinOverAnIncompleteScan) {
  const TemporaryFolder folder;
  folder.write("a.yaml", kPublicBucket);
  folder.write("b.tf", "resource {");
  EXPECT_EQ(rootproof(folder, "scan").status, 1);
}

TEST(Scan, ReadsStandardInput) {
  const TemporaryFolder folder;
  folder.write("a.yaml", kPublicBucket);
  const nlohmann::json report =
      json_of(rootproof(folder, "scan --format json --stdin-filename infra/x.yaml - < a.yaml"));
  ASSERT_EQ(report["findings"].size(), 1U);
  EXPECT_EQ(report["findings"][0]["file"], "infra/x.yaml");
  EXPECT_EQ(report["findings"][0]["start"]["line"], 10);
}

TEST(Scan, ReadsStandardInputAsAFileThatIsNotThereYet) {
  const TemporaryFolder folder;
  folder.write("input",
               "resource \"aws_sns_topic\" \"t\" {\n  name   = \"t\"\n  policy = jsonencode({ Version = "
               "\"2012-10-17\","
               " Statement = [{ Effect = \"Allow\", Principal = \"*\", Action = \"sns:Publish\","
               " Resource = \"*\" }] })\n}\n");
  for (const char* name : {"x.tf", "./x.tf", "new/x.tf", "new/er/x.tf"}) {
    const nlohmann::json report =
        json_of(rootproof(folder, std::string("scan --format json --stdin-filename ") + name + " - < input"));
    EXPECT_EQ(report["findings"].size(), 1U) << name;
  }
  const Outcome nameless = rootproof(folder, "scan - < input");
  EXPECT_EQ(nameless.status, 3);
  EXPECT_NE(nameless.output.find("--stdin-filename"), std::string::npos);
}

/// The answers of RP207 about a folder; it says nothing of a policy that names whom it lets in.
std::set<std::string> public_access(const TemporaryFolder& folder) {
  std::set<std::string> answers;
  const nlohmann::json report = json_of(rootproof(folder, "scan --format json --show-safe --select RP207 ."));
  for (const nlohmann::json& finding : report["findings"]) answers.insert(finding["answer"]);
  return answers;
}

TEST(Scan, WhatAnUnreadOverrideFileMayChangeIsUndecided) {
  constexpr const char* kClosed =
      "resource \"aws_sns_topic_policy\" \"t\" {\n  arn    = \"arn:aws:sns:eu-west-1:111122223333:t\"\n"
      "  policy = jsonencode({ Version = \"2012-10-17\", Statement = [{ Effect = \"Allow\", Action = "
      "\"sns:Publish\", Resource = \"*\", Principal = { AWS = \"111122223333\" } }] })\n}\n";
  const std::string too_large(9'000'000, '#');
  for (const auto& [name, text] : std::vector<std::pair<std::string, std::string>>{
           {"x_override.tf", "resource \"aws_sns_topic_policy\" \"t\" {\n  policy = jsonencode({]\n}\n"},
           {"override.tf.json", "{\"resource\": {"},
           {"override.tf", too_large}}) {
    const TemporaryFolder folder;
    folder.write("main.tf", kClosed);
    EXPECT_EQ(public_access(folder), std::set<std::string>()) << name;
    folder.write(name, text);
    EXPECT_EQ(public_access(folder), std::set<std::string>{"undecided"}) << name;
  }
}

TEST(Scan, WhatAnUnreadVariableFileMayGiveIsUndecided) {
  const TemporaryFolder folder;
  folder.write(
      "main.tf",
      "variable \"who\" {\n  default = \"111122223333\"\n}\n"
      "resource \"aws_sns_topic_policy\" \"t\" {\n  arn    = \"arn:aws:sns:eu-west-1:111122223333:t\"\n"
      "  policy = jsonencode({ Version = \"2012-10-17\", Statement = [{ Effect = \"Allow\", Action = "
      "\"sns:Publish\", Resource = \"*\", Principal = { AWS = var.who } }] })\n}\n");
  EXPECT_EQ(public_access(folder), std::set<std::string>());
  folder.write("terraform.tfvars", "who = (\n");
  EXPECT_EQ(public_access(folder), std::set<std::string>{"undecided"});
  folder.write("terraform.tfvars", "who = \"444455556666\"\n");
  EXPECT_EQ(public_access(folder), std::set<std::string>());
}

TEST(Scan, TakesValuesOfVariablesThatAnotherToolDeclares) {
  const TemporaryFolder folder;
  folder.write(
      "main.tf",
      "resource \"aws_sns_topic_policy\" \"t\" {\n  arn    = \"arn:aws:sns:eu-west-1:111122223333:t\"\n"
      "  policy = jsonencode({ Version = \"2012-10-17\", Statement = [{ Effect = \"Allow\", Action = "
      "\"sns:Publish\", Resource = \"*\", Principal = { AWS = var.who } }] })\n}\n");
  EXPECT_EQ(public_access(folder), std::set<std::string>{"undecided"});
  EXPECT_EQ(rootproof(folder, "scan --var who=* --select RP207 .").status, 1);
  EXPECT_EQ(rootproof(folder, "scan --var whom=* --select RP207 .").status, 3);
}

TEST(Scan, OfTwoRulesThatSayTheSameTheMoreSpecialOneSpeaks) {
  const TemporaryFolder folder;
  folder.write("a.json", R"({"Version": "2012-10-17", "Statement": [{"Effect": "Allow",
    "Principal": {"AWS": "999988887777"}, "Action": "sts:AssumeRole"}]})");
  const auto rules_of = [&folder](const std::string& options) {
    std::vector<std::string> rules;
    const nlohmann::json report = json_of(rootproof(folder, "scan --format json " + options));
    for (const nlohmann::json& finding : report["findings"]) rules.push_back(finding["rule"]);
    return rules;
  };
  EXPECT_EQ(rules_of(""), std::vector<std::string>{"RP205"});
  EXPECT_EQ(rules_of("--select RP202"), std::vector<std::string>{"RP202"});
}

TEST(Scan, WritesSeveralFormatsAtOnce) {
  const TemporaryFolder folder;
  folder.write("a.yaml", kPublicBucket);
  EXPECT_EQ(rootproof(folder, "scan --format json:out.json --format sarif:out.sarif --format text").status,
            1);
  EXPECT_TRUE(std::filesystem::exists(folder.path() / "out.json"));
  EXPECT_TRUE(std::filesystem::exists(folder.path() / "out.sarif"));
  EXPECT_EQ(rootproof(folder, "scan --format json --format text").status, 2);
}

TEST(Scan, ReportsOnlyTheFilesItWasGiven) {
  const TemporaryFolder folder;
  folder.write("a.yaml", kPublicBucket);
  folder.write("b.yaml", kPublicBucket);
  const nlohmann::json report = json_of(rootproof(folder, "scan --format json b.yaml"));
  ASSERT_EQ(report["findings"].size(), 1U);
  EXPECT_EQ(report["findings"][0]["file"], "b.yaml");
}

TEST(Scan, ReportsWhatAValueOfAGivenFileLeadsTo) {
  const TemporaryFolder folder;
  folder.write(".git/HEAD", "");  // the repository of a given file is its context
  folder.write("terraform.tfvars", "who = \"root\"\n");
  folder.write("main.tf",
               "variable \"who\" {\n}\nmodule \"keys\" {\n  source = \"./keys\"\n  user = var.who\n}\n");
  folder.write("keys/main.tf",
               "variable \"user\" {\n}\nresource \"aws_iam_access_key\" \"k\" {\n  user = var.user\n}\n");
  folder.write("other.tf", "locals {\n  a = 1\n}\n");
  for (const char* file : {"terraform.tfvars", "main.tf", "keys/main.tf"}) {
    const Outcome outcome = rootproof(folder, std::string("scan -q ") + file);
    EXPECT_EQ(outcome.status, 1) << file;
    EXPECT_NE(outcome.output.find("keys/main.tf:4:10: high[RP101]"), std::string::npos) << outcome.output;
  }
  EXPECT_EQ(rootproof(folder, "scan -q other.tf").status, 0);
}

TEST(Scan, ReportsWhatIsFoundOfAResourceOfAGivenFile) {
  const TemporaryFolder folder;
  folder.write(".git/HEAD", "");
  folder.write("main.tf",
               "resource \"aws_s3_bucket_policy\" \"logs\" {\n  bucket = \"logs\"\n"
               "  policy = data.aws_iam_policy_document.open.json\n}\n"
               "resource \"aws_sqs_queue_policy\" \"jobs\" {\n  policy = local.open\n}\n");
  folder.write("documents.tf", R"(data "aws_iam_policy_document" "open" {
  statement {
    actions   = ["s3:GetObject"]
    resources = ["arn:aws:s3:::logs/*"]
    principals {
      type        = "*"
      identifiers = ["*"]
    }
  }
}
locals {
  open = jsonencode({ Statement = [{ Effect = "Allow", Principal = "*", Action = "sqs:*", Resource = "*" }] })
}
)");
  folder.write("other.tf", "resource \"aws_sqs_queue\" \"other\" {\n}\n");
  for (const char* files : {"main.tf", "documents.tf", "main.tf documents.tf"}) {
    const nlohmann::json report =
        json_of(rootproof(folder, std::string("scan -f json --select RP207 ") + files));
    ASSERT_EQ(report["findings"].size(), 2U) << files;
    for (const nlohmann::json& finding : report["findings"])
      EXPECT_EQ(finding["file"], "documents.tf") << files;
  }
  EXPECT_EQ(rootproof(folder, "scan -q other.tf").status, 0);
  // Another root module and another template have resources of the same names.
  folder.write("staging/main.tf", "resource \"aws_s3_bucket_policy\" \"logs\" {\n  bucket = \"logs\"\n}\n");
  EXPECT_EQ(rootproof(folder, "scan -q staging/main.tf").status, 0);
  folder.write("a.yaml", kPublicBucket);
  folder.write("b.yaml", "Resources: {Policy: {Type: AWS::S3::BucketPolicy}}\n");
  EXPECT_EQ(rootproof(folder, "scan -q b.yaml").status, 0);
  folder.write("main.tf", "resource \"aws_sqs_queue\" \"main\" {\n}\n");
  EXPECT_EQ(rootproof(folder, "scan -q main.tf").status, 0);
}

TEST(Scan, ReportsTheOrganizationWhenTheFileOfItsDeadGuardrailIsGiven) {
  const TemporaryFolder folder;
  folder.write("organization.tf",
               "resource \"aws_organizations_organization\" \"o\" {\n"
               "  enabled_policy_types = [\"SERVICE_CONTROL_POLICY\"]\n}\n");
  folder.write("guardrail.tf", R"(resource "aws_organizations_policy" "deny_root" {
  name = "deny-root"
  content = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Deny"
      Action    = "*"
      Resource  = "*"
      Condition = { StringEquals = { "aws:PrincipalArn" = "arn:aws:iam::*:root" } }
    }]
  })
}
resource "aws_organizations_policy_attachment" "deny_root" {
  policy_id = aws_organizations_policy.deny_root.id
  target_id = aws_organizations_organization.o.roots[0].id
}
)");
  const Outcome outcome = rootproof(folder, "scan -q guardrail.tf");
  EXPECT_EQ(outcome.status, 1);
  EXPECT_NE(outcome.output.find("organization.tf:1:1: critical[RP301]"), std::string::npos) << outcome.output;
}

TEST(Scan, AFindingStandsAtItsResourceWhenItsValueStandsNowhere) {
  const TemporaryFolder folder;
  folder.write("a.yaml", "name: not about policies\n");
  folder.write("main.tf", R"(locals {
  policies = { production = { queue = "{}" } }
}
resource "aws_sqs_queue_policy" "orders" {
  queue_url = "https://example"
  policy    = local.policies["default"].queue
}
)");
  const auto report = json_of(rootproof(folder, "scan -f json --select RP207"));
  ASSERT_EQ(report["findings"].size(), 1U);
  EXPECT_EQ(report["findings"][0]["file"], "main.tf");
  EXPECT_NE(report["findings"][0]["settled_by"].get<std::string>().find("--workspace"), std::string::npos);
}

TEST(Scan, AsksWhichAccountIsNamedBeforeWhetherItHoldsAWildcard) {
  const TemporaryFolder folder;
  folder.write("main.tf", R"(variable "account" {
  type = string
}
resource "aws_iam_role" "deployer" {
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { AWS = "arn:aws:iam::${var.account}:root" }
      Action    = "sts:AssumeRole"
    }]
  })
}
)");
  const auto report = json_of(rootproof(folder, "scan -f json --select RP2"));
  ASSERT_EQ(report["findings"].size(), 1U);
  EXPECT_EQ(report["findings"][0]["rule"], "RP205");
}

TEST(Scan, GivesNoConditionAsProofWhereNothingIsAllowed) {
  const TemporaryFolder folder;
  folder.write("main.tf", R"(resource "aws_s3_bucket_policy" "site" {
  bucket = "site"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = "*"
      Action    = "sqs:SendMessage"
      Resource  = "arn:aws:s3:::site/*"
      Condition = { StringLike = { "aws:Referer" = "https://www.example.com/*" } }
    }]
  })
}
)");
  const auto report = json_of(rootproof(folder, "scan -f json --show-safe --select RP207"));
  ASSERT_EQ(report["findings"].size(), 1U);
  EXPECT_EQ(report["findings"][0]["message"], "everyone is named, but no request is allowed");
  EXPECT_EQ(report["findings"][0]["proof"].dump().find("aws:Referer"), std::string::npos) << report;
}

TEST(Scan, NamesFilesOfValuesThatNobodyAskedFor) {
  const TemporaryFolder folder;
  folder.write("main.tf", "variable \"readers\" { type = list(string) }\n");
  folder.write("terraform.tfvars", "readers = []\n");
  folder.write("env/dev.tfvars", "readers = []\n");
  folder.write("env/prod.tfvars", "readers = [\"*\"]\n");
  const std::string all = rootproof(folder, "scan .").output;
  EXPECT_NE(all.find("the values in this file and in 1 more are not used"), std::string::npos) << all;
  EXPECT_NE(all.find("env/dev.tfvars:1:1"), std::string::npos) << all;
  const std::string one = rootproof(folder, "scan . --var-file env/dev.tfvars").output;
  EXPECT_NE(one.find("the values in this file are not used"), std::string::npos) << one;
  EXPECT_NE(one.find("env/prod.tfvars:1:1"), std::string::npos) << one;
}

TEST(Scan, NamesWhatHoldsResourcesOrValuesForOthers) {
  const TemporaryFolder folder;
  folder.write(
      "queues.yml",
      "Policy:\n  Type: AWS::SQS::QueuePolicy\n  Properties:\n    Queues: [orders]\n"
      "    PolicyDocument: {Statement: [{Effect: Allow, Principal: '*', Action: 'sqs:*', Resource: '*'}]}\n");
  folder.write("live/a/terragrunt.hcl", "inputs = { readers = [\"*\"] }\n");
  folder.write("live/b/terragrunt.hcl", "inputs = { readers = [] }\n");
  folder.write("live/c/terragrunt.hcl", "include \"root\" { path = find_in_parent_folders() }\n");
  const Outcome outcome = rootproof(folder, "scan .");
  EXPECT_EQ(outcome.status, 0) << outcome.output;
  EXPECT_NE(outcome.output.find("no template here does, so they are not analysed at queues.yml:1:1"),
            std::string::npos)
      << outcome.output;
  EXPECT_NE(outcome.output.find("the inputs of this Terragrunt file and of 1 more are not read"),
            std::string::npos)
      << outcome.output;
}

TEST(Scan, SaysWhenAResourceIsThere) {
  const TemporaryFolder folder;
  folder.write("template.yaml", R"(Parameters:
  Stage: {Type: String, AllowedValues: [dev, prod]}
Conditions:
  IsDev: !Equals [!Ref Stage, dev]
Resources:
  Key:
    Type: AWS::IAM::AccessKey
    Condition: IsDev
    Properties: {UserName: root}
  User:
    Type: AWS::IAM::User
    Condition: IsDev
    Properties: {UserName: root}
)");
  const std::string output = rootproof(folder, "scan .").output;
  const std::string note = "note: the resource is there only when Stage is dev";
  const std::size_t first = output.find(note);
  ASSERT_NE(first, std::string::npos) << output;
  // The other one says it in its message.
  EXPECT_EQ(output.find(note, first + 1), std::string::npos) << output;
}

TEST(Scan, NamesAppsWhoseTemplatesAreNotThere) {
  const TemporaryFolder folder;
  folder.write("shop/cdk.json", R"({"app": "npx ts-node bin/shop.ts"})");
  folder.write("bank/cdk.json", R"({"app": "python3 app.py", "output": "./build/templates"})");
  const std::string unseen = rootproof(folder, "scan .").output;
  EXPECT_NE(unseen.find("the resources of this CDK app and of 1 more are not analysed: what `cdk synth` "
                        "writes, cdk.out, is not among the scanned files at bank/cdk.json:1:1"),
            std::string::npos)
      << unseen;
  folder.write("shop/cdk.out/Shop.template.json",
               R"({"Resources": {"Orders": {"Type": "AWS::SQS::Queue"}}})");
  folder.write("bank/build/templates/Bank.template.json",
               R"({"Resources": {"Orders": {"Type": "AWS::SQS::Queue"}}})");
  const std::string seen = rootproof(folder, "scan .").output;
  EXPECT_EQ(seen.find("CDK app"), std::string::npos) << seen;
}

TEST(Scan, SaysWhatTemplatesItDoesNotKnow) {
  const TemporaryFolder folder;
  for (const char* resources : {"Resources: !Include resources.yaml\n",
                                "Resources:\n  Q:\n    type: AWS::SQS::Queue\n", "Parameters: {}\n"}) {
    folder.write("a.yaml", std::string("AWSTemplateFormatVersion: '2010-09-09'\n") + resources);
    const Outcome outcome = rootproof(folder, "scan");
    EXPECT_EQ(outcome.status, 0) << outcome.output;
    EXPECT_NE(outcome.output.find("a template without any resource that has a Type"), std::string::npos)
        << outcome.output;
  }
}

TEST(HostileInput, ALinkOutOfTheScannedFolderMakesTheScanIncomplete) {
  const TemporaryFolder outside;
  outside.write("secret.yaml", "");
  const TemporaryFolder folder;
  std::filesystem::create_symlink(outside.path() / "secret.yaml", folder.path() / "link.yaml");
  const Outcome outcome = rootproof(folder, "scan -q");
  EXPECT_EQ(outcome.status, 3);
  EXPECT_NE(outcome.output.find("link.yaml:1:1: error: link not followed"), std::string::npos)
      << outcome.output;
}

// Terraform reads what is behind such a link, or stops there: nothing is safe without it.
TEST(HostileInput, NothingIsSafeBesideATerraformFileBehindALinkThatIsNotFollowed) {
  const TemporaryFolder outside;
  outside.write("x.tf", "");
  for (const char* name : {"override.tf", "z_override.tf.json", "terraform.tfvars", "terraform.tfvars.json",
                           "x.auto.tfvars", "x.auto.tfvars.json"}) {
    for (const bool exists : {true, false}) {
      const TemporaryFolder folder;
      folder.write("main.tf", R"(
variable "reader" {
  default = "arn:aws:iam::111122223333:role/reader"
}
resource "aws_sqs_queue_policy" "q" {
  queue_url = "q"
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sqs:*", Resource = "*", Principal = { AWS = var.reader } }]
  })
}
)");
      std::filesystem::create_symlink(exists ? outside.path() / "x.tf" : folder.path() / "nowhere",
                                      folder.path() / name);
      const Outcome outcome = rootproof(folder, "scan -q --select RP207");
      EXPECT_EQ(outcome.status, 3) << name;
      EXPECT_NE(outcome.output.find(std::string(name) + ":1:1: error: link not followed"), std::string::npos)
          << outcome.output;
      EXPECT_NE(outcome.output.find("undecided[RP207]"), std::string::npos) << name << outcome.output;
    }
  }
}

// The name of the link says what the file is, and the target may be left out of the scan itself.
TEST(HostileInput, ALinkToAFileOfAnotherKindIsReadAsItsOwnNameSays) {
  const TemporaryFolder folder;
  folder.write("shared/settings", "reader = \"*\"\n");
  folder.write(".gitignore", "shared/secret.tfvars\n");
  folder.write("shared/secret.tfvars", "reader = \"*\"\n");
  folder.write("live/main.tf", R"(
variable "reader" {
  default = "arn:aws:iam::111122223333:role/reader"
}
resource "aws_sqs_queue_policy" "q" {
  queue_url = "q"
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sqs:*", Resource = "*", Principal = { AWS = var.reader } }]
  })
}
)");
  for (const char* target : {"../shared/settings", "../shared/secret.tfvars"}) {
    std::filesystem::remove(folder.path() / "live" / "x.auto.tfvars");
    std::filesystem::create_symlink(target, folder.path() / "live" / "x.auto.tfvars");
    const Outcome outcome = rootproof(folder, "scan -q --select RP207");
    EXPECT_EQ(outcome.status, 1) << target << outcome.output;
    EXPECT_NE(outcome.output.find("critical[RP207]"), std::string::npos) << target << outcome.output;
  }
}

TEST(Scan, ShowsNoSensitiveValueInAnyFormat) {
  const TemporaryFolder folder;
  folder.write("main.tf", R"(
variable "partner" {
  type      = string
  sensitive = true
  default   = "444455556666"
}
variable "tag" {
  type      = string
  sensitive = true
  default   = "geheimes-projekt"
}
locals {
  partner = format("arn:aws:iam::%s:root", var.partner)
}
resource "aws_sqs_queue_policy" "q" {
  queue_url = "q"
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sqs:*", Resource = "*", Principal = { AWS = local.partner } }]
  })
}
resource "aws_kms_key" "k" {
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "kms:*"
      Resource  = "*"
      Principal = { AWS = "*" }
      Condition = { StringEquals = { "aws:PrincipalTag/project" = var.tag } }
    }]
  })
}
resource "aws_sns_topic_policy" "t" {
  arn = "t"
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sns:*", Resource = "*", Principal = { AWS = "arn:aws:iam::${var.partner}:root" } }]
  })
}
)");
  for (const char* arguments : {"scan -v --select RP202,RP207", "scan -q --select RP202,RP207",
                                "scan -f json --select RP202,RP207", "scan -f sarif --select RP202,RP207"}) {
    const Outcome outcome = rootproof(folder, arguments);
    EXPECT_EQ(outcome.status, 1) << arguments;
    for (const char* secret : {"444455556666", "geheimes"})
      EXPECT_EQ(outcome.output.find(secret), std::string::npos) << arguments << "\n" << outcome.output;
    EXPECT_NE(outcome.output.find("RP207"), std::string::npos) << arguments;
  }
  EXPECT_NE(rootproof(folder, "scan -q --select RP202").output.find("whole account (sensitive value)"),
            std::string::npos);
}

TEST(Scan, OneUnknownIsOneFindingHoweverManyRulesAndInstancesWaitForIt) {
  const TemporaryFolder folder;
  folder.write("main.tf", R"(
variable "reader" {}
resource "aws_s3_bucket_policy" "p" {
  count  = 2
  bucket = "logs"
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "s3:GetObject", Resource = "*", Principal = { AWS = var.reader } }]
  })
}
)");
  const Outcome outcome = rootproof(folder, "scan . --format json");
  const nlohmann::json report = json_of(outcome);
  ASSERT_EQ(report["findings"].size(), 1U) << outcome.output;
  EXPECT_EQ(report["findings"][0]["rule"], "RP207");
  EXPECT_NE(outcome.output.find("RP202 and RP203 are undecided here for the same reason"), std::string::npos);
  EXPECT_NE(outcome.output.find("the same text stands in aws_s3_bucket_policy.p[1]"), std::string::npos);
  EXPECT_EQ(json_of(rootproof(folder, "scan . --format json --select RP203"))["findings"].size(), 1U);
}

TEST(Scan, SumsUpWhatUndecidedResultsWaitFor) {
  const TemporaryFolder folder;
  folder.write("main.tf", R"(
variable "first" {}
variable "second" {}
resource "aws_iam_access_key" "first" {
  user = var.first
}
resource "aws_iam_access_key" "second" {
  user = var.second
}
)");
  folder.write("org.yaml", R"(
Resources:
  Org:
    Type: AWS::Organizations::Organization
)");
  const auto summaries = [&](const std::string& options) {
    std::vector<nlohmann::json> found;
    const nlohmann::json report = json_of(rootproof(folder, "scan . --format json " + options));
    for (const nlohmann::json& finding : report["findings"])
      if (finding["rule"] == "RP803") found.push_back(finding);
    return found;
  };
  const std::vector<nlohmann::json> found = summaries("--ignore RP3");
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0]["severity"], "note");
  EXPECT_EQ(found[0]["answer"], "undecided");
  EXPECT_EQ(found[0]["message"],
            "3 results are undecided: 2 by unknown-variable (--var or --var-file), 1 by partial-org "
            "(organization.central_root_features)");
  EXPECT_EQ(found[0]["file"], "main.tf") << "most of them wait there";
  EXPECT_TRUE(summaries("--ignore RP3,RP803").empty());
  EXPECT_TRUE(summaries("--select RP101").empty()) << "only what is asked for";
  EXPECT_TRUE(summaries("--ignore RP3,RP108 --var first=a").empty()) << "one result speaks for itself";
  EXPECT_EQ(rootproof(folder, "scan . --ignore RP3 --format json").status, 0);
  EXPECT_EQ(rootproof(folder, "scan . --ignore RP3 --format json --strict-undecided").status, 1);
}

/// The answers of one rule.
std::vector<std::string> answers_of(const TemporaryFolder& folder, const std::string& rule) {
  std::vector<std::string> answers;
  const nlohmann::json report = json_of(rootproof(folder, "scan . --format json --select " + rule));
  for (const nlohmann::json& finding : report["findings"]) answers.push_back(finding["answer"]);
  return answers;
}

TEST(Scan, TakesTheDefaultOfAParameterIntoAccountThatMayBeNull) {
  const TemporaryFolder folder;
  folder.write("main.tf", R"(
variable "off" {
  type = bool
}
resource "aws_cloudformation_stack" "open" {
  name       = "open"
  parameters = { On = var.off ? "no" : null }
  template_body = <<YAML
Parameters:
  On: {Type: String, Default: 'yes'}
Conditions:
  IsOn: !Equals [!Ref On, 'yes']
Resources:
  Open:
    Type: AWS::SNS::TopicPolicy
    Condition: IsOn
    Properties:
      Topics: [arn:aws:sns:us-east-1:111122223333:alarms]
      PolicyDocument:
        Version: '2012-10-17'
        Statement: [{Effect: Allow, Principal: '*', Action: 'sns:Publish', Resource: '*'}]
YAML
}
)");
  EXPECT_EQ(answers_of(folder, "RP207").size(), 1U);
}

TEST(Scan, FindsPoliciesAmongTheKnownItemsOfOpenLists) {
  const TemporaryFolder folder;
  folder.write("main.tf", R"(
variable "more" {
  type = list(string)
}
resource "foo_bar" "this" {
  documents = concat([jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Principal = { AWS = "*" }, Action = "s3:GetObject", Resource = "*" }]
  })], var.more)
}
)");
  EXPECT_EQ(answers_of(folder, "RP207"), std::vector<std::string>{"violation"});
}

TEST(Scan, TakesAProfileAndSeverities) {
  const TemporaryFolder folder;
  folder.write("main.tf", R"(
resource "aws_sns_topic" "alarms" {
  name = "alarms"
}
resource "aws_sns_topic_policy" "alarms" {
  arn = aws_sns_topic.alarms.arn
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Principal = { AWS = "111122223333" }, Action = "sns:Publish", Resource = "*" }]
  })
}
)");
  folder.write("rootproof.yaml", "own_accounts: ['111122223333']\n");
  const auto severity_of_rp201 = [&folder](const std::string& options) {
    const nlohmann::json report = json_of(rootproof(folder, "scan --format json . " + options));
    for (const nlohmann::json& finding : report["findings"])
      if (finding["rule"] == "RP201") return finding["severity"].get<std::string>();
    return std::string("none");
  };
  EXPECT_EQ(severity_of_rp201(""), "note");
  EXPECT_EQ(severity_of_rp201("--profile strict"), "medium");
  folder.write("rootproof.yaml", "own_accounts: ['111122223333']\nprofile: strict\n");
  EXPECT_EQ(severity_of_rp201(""), "medium");
  EXPECT_EQ(severity_of_rp201("--profile default"), "note");
  folder.write("rootproof.yaml",
               "own_accounts: ['111122223333']\nprofile: strict\nseverities: {RP201: high}\n");
  EXPECT_EQ(severity_of_rp201(""), "high");
  EXPECT_EQ(rootproof(folder, "scan . --profile paranoid").status, 2);
}

TEST(Scan, SaysTheSameWithAnyNumberOfThreads) {
  const TemporaryFolder folder;
  for (int i = 0; i < 40; ++i) folder.write("f" + std::to_string(i) + ".yaml", kPublicBucket);
  const std::string one = rootproof(folder, "scan --format json --jobs 1").output;
  for (const char* jobs : {"2", "3", "8"})
    EXPECT_EQ(rootproof(folder, std::string("scan --format json --jobs ") + jobs).output, one);
}

constexpr const char* kQueuePolicy = R"(variable "partner" {
  type = string
}
resource "aws_sqs_queue_policy" "jobs" {
  policy = jsonencode({
    Statement = [{
      Effect    = "Allow"
      Principal = { AWS = var.partner }
      Action    = "sqs:*"
      Resource  = "*"
    }]
  })
}
)";

TEST(Terraform, VariablesAndVariableFilesHoldInTheirOrder) {
  const TemporaryFolder folder;
  folder.write("main.tf", kQueuePolicy);
  folder.write("p.tfvars", "partner = \"666655554444\"\n");
  const auto partner_of = [&](const std::string& arguments) {
    const std::string output = rootproof(folder, "scan --select RP202 " + arguments).output;
    return output.find("account 666655554444") != std::string::npos ? "file" : "variable";
  };
  EXPECT_STREQ(partner_of("--var partner=999988887777 --var-file p.tfvars"), "file");
  EXPECT_STREQ(partner_of("--var-file p.tfvars --var partner=999988887777"), "variable");
}

TEST(Terraform, VariablesOfTheEnvironmentCountAndAreNotShown) {
  const TemporaryFolder folder;
  folder.write("main.tf", kQueuePolicy);
  ::setenv("TF_VAR_partner", "999988887777", 1);
  const Outcome outcome = rootproof(folder, "scan --select RP202");
  ::unsetenv("TF_VAR_partner");
  EXPECT_EQ(outcome.status, 1);
  EXPECT_NE(outcome.output.find("value comes from the environment variable TF_VAR_partner"),
            std::string::npos)
      << outcome.output;
  EXPECT_EQ(outcome.output.find("command line"), std::string::npos) << outcome.output;
}

/// Three calls, one of them with two instances, in two root modules.
void write_unread_modules(const TemporaryFolder& folder) {
  folder.write("a/main.tf",
               "module \"logs\" {\n  source = \"acme/logs/aws\"\n  for_each = toset([\"x\", \"y\"])\n}\n"
               "module \"net\" {\n  source = \"git::https://example.com/net.git?ref=v1\"\n}\n");
  folder.write("b/main.tf", "module \"logs\" {\n  source = \"acme/logs/aws\"\n}\n");
}

TEST(Terraform, ModulesOutsideOfTheScannedPathsAreNoMatterOfInit) {
  const TemporaryFolder folder;
  folder.write("env/main.tf", "module \"queue\" {\n  source = \"../queue\"\n}\n");
  folder.write("queue/main.tf", "");
  const Outcome outcome = rootproof(folder, "scan env");
  EXPECT_NE(outcome.output.find("notice: a called module lies outside of the scanned paths"),
            std::string::npos)
      << outcome.output;
  EXPECT_EQ(outcome.output.find("terraform init"), std::string::npos) << outcome.output;
  EXPECT_EQ(rootproof(folder, "scan .").output.find("notice: "), std::string::npos);
}

TEST(Secrets, AreHiddenWhereTheirTextDoesNotLookLikeOne) {
  const TemporaryFolder folder;
  folder.write("main.tf",
               "provider \"aws\" {\n  access_key = \"AKIAQ5UJ7KZ2M4XT6YWB\"\n"
               "  secret_key = join(\"\", [\"wbcdEFGH1234ijklMNOP\", \"5678qrstUVWX90yzABCD\"])\n}\n");
  for (const char* format : {"text", "json", "sarif"}) {
    const Outcome outcome = rootproof(folder, "scan --format " + std::string(format));
    EXPECT_NE(outcome.output.find("RP103"), std::string::npos) << outcome.output;
    for (const char* part : {"EFGH1234ijklMNOP", "qrstUVWX90yzABCD"})
      EXPECT_EQ(outcome.output.find(part), std::string::npos) << format << "\n" << outcome.output;
  }
}

TEST(Terraform, OneNoticeNamesTheModulesThatAreNotOnDisk) {
  const TemporaryFolder folder;
  write_unread_modules(folder);
  const Outcome outcome = rootproof(folder, "scan");
  EXPECT_EQ(outcome.status, 0) << outcome.output;
  const std::size_t notice = outcome.output.find("notice: 3 called modules are not on disk");
  ASSERT_NE(notice, std::string::npos) << outcome.output;
  EXPECT_NE(outcome.output.find("module net from git::https://example.com/net.git?ref=v1"),
            std::string::npos);
  EXPECT_EQ(outcome.output.find("notice: ", notice + 1), std::string::npos) << outcome.output;

  const nlohmann::json json = json_of(rootproof(folder, "scan --format json"));
  EXPECT_EQ(json["notices"].size(), 1U);
  ASSERT_EQ(json["unread_modules"].size(), 3U);
  EXPECT_EQ(json["unread_modules"][2]["file"], "b/main.tf");
  EXPECT_EQ(json["unread_modules"][2]["detail"], "module logs from acme/logs/aws");

  const nlohmann::json sarif = json_of(rootproof(folder, "scan --format sarif"));
  const nlohmann::json& notifications = sarif["runs"][0]["invocations"][0]["toolExecutionNotifications"];
  ASSERT_EQ(notifications.size(), 1U);
  EXPECT_EQ(notifications[0]["level"], "note");
}

TEST(Terraform, FilesGivenByNameTellOfTheirOwnModules) {
  const TemporaryFolder folder;
  write_unread_modules(folder);
  EXPECT_EQ(json_of(rootproof(folder, "scan b/main.tf --format json"))["unread_modules"].size(), 1U);
}

TEST(Terraform, FindingsOfOneToolSayWhich) {
  const TemporaryFolder folder;
  folder.write("main.tf", "locals {\n  partner = \"arn:aws:iam::111122223333:role/a\"\n}\n");
  folder.write("main.tofu", "locals {\n  partner = \"arn:aws:iam::999988887777:root\"\n}\n");
  folder.write(
      "policy.tf",
      "resource \"aws_sqs_queue_policy\" \"jobs\" {\n  policy = jsonencode({ Statement = [{ Effect = "
      "\"Allow\", Principal = { AWS = local.partner }, Action = \"sqs:*\", Resource = \"*\" }] })\n}\n");
  const Outcome outcome = rootproof(folder, "scan --select RP202");
  EXPECT_EQ(outcome.status, 1);
  EXPECT_NE(outcome.output.find("this holds for OpenTofu"), std::string::npos) << outcome.output;
  EXPECT_NE(outcome.output.find("1 violation"), std::string::npos) << outcome.output;
  EXPECT_NE(outcome.output.find("1 resource"), std::string::npos) << outcome.output;
}

TEST(Terraform, ModuleMapsNameTheSourceAndTheFolder) {
  const TemporaryFolder folder;
  folder.write("root/main.tf", "module \"m\" {\n  source = \"git::https://example.com/m.git?ref=v1\"\n}\n");
  folder.write("m/main.tf", kPublicQueue);
  EXPECT_EQ(rootproof(folder, "scan root").status, 0);
  const Outcome mapped =
      rootproof(folder, "scan root --module-map 'git::https://example.com/m.git?ref=v1=m'");
  EXPECT_EQ(mapped.status, 1);
  EXPECT_NE(mapped.output.find("module.m.aws_sqs_queue_policy.jobs"), std::string::npos) << mapped.output;
  EXPECT_EQ(rootproof(folder, "scan root --module-map nothing").status, 2);
  EXPECT_EQ(rootproof(folder, "scan root --module-map a/b/c=none").status, 2);
}

TEST(Suppression, CommentWithAReasonSuppressesAndStaysInTheReport) {
  const TemporaryFolder folder;
  folder.write("a.yaml",
               std::string(kPublicBucket)
                   .insert(std::string(kPublicBucket).find("  Policy:"),
                           "  # rootproof:ignore RP207 reason=\"public downloads\" until=2999-01-01\n"));
  const Outcome outcome = rootproof(folder, "scan --format json");
  EXPECT_EQ(outcome.status, 0) << outcome.output;
  const nlohmann::json report = json_of(outcome);
  EXPECT_EQ(report["summary"]["suppressed"], 1);
  EXPECT_EQ(report["summary"]["violations"], 0);
}

TEST(Suppression, SpeaksOfTheLineBelowItOrItsComments) {
  const auto scan_with = [](const std::string& between) {
    const TemporaryFolder folder;
    folder.write("a.yaml", std::string(kPublicBucket)
                               .insert(std::string(kPublicBucket).find("  Policy:"),
                                       "  # rootproof:ignore RP207 reason=\"x\"\n" + between));
    return rootproof(folder, "scan");
  };
  EXPECT_EQ(scan_with("  # for downloads\n").status, 0);
  const Outcome apart = scan_with("\n");
  EXPECT_EQ(apart.status, 1);
  EXPECT_NE(apart.output.find("RP002"), std::string::npos) << apart.output;
}

TEST(Suppression, MetadataSuppressesItsResource) {
  const TemporaryFolder folder;
  folder.write("a.yaml",
               std::string(kPublicBucket)
                   .insert(std::string(kPublicBucket).find("    Properties:"),
                           "    Metadata: {rootproof: {ignore: [{rule: RP207, reason: public}]}}\n"));
  EXPECT_EQ(rootproof(folder, "scan").status, 0);
}

TEST(Suppression, WithoutReasonExpiredAndUnusedAreFindings) {
  const TemporaryFolder folder;
  folder.write("a.yaml", "# rootproof:ignore RP207\n" + std::string(kPublicBucket) +
                             "# rootproof:ignore RP202 reason=\"x\"\n");
  const std::string text = rootproof(folder, "scan").output;
  EXPECT_NE(text.find("RP001"), std::string::npos) << text;
  EXPECT_NE(text.find("RP002"), std::string::npos) << text;
  folder.write("a.yaml", std::string(kPublicBucket)
                             .insert(std::string(kPublicBucket).find("  Policy:"),
                                     "  # rootproof:ignore RP207 reason=\"x\" until=2020-01-01\n"));
  const Outcome expired = rootproof(folder, "scan");
  EXPECT_EQ(expired.status, 1);
  EXPECT_NE(expired.output.find("expired on 2020-01-01"), std::string::npos) << expired.output;
}

TEST(Suppression, ThatCannotBeUnderstoodIsNotInForce) {
  const TemporaryFolder folder;
  for (const char* words : {"reason=\"x\" untill=2020-01-01", "reason=\"x until=2999-01-01",
                            "reason=\"x\" until=2020-01-01 until=2999-01-01"}) {
    folder.write("a.yaml", std::string(kPublicBucket)
                               .insert(std::string(kPublicBucket).find("  Policy:"),
                                       "  # rootproof:ignore RP207 " + std::string(words) + "\n"));
    const Outcome outcome = rootproof(folder, "scan --fail-on high");
    EXPECT_EQ(outcome.status, 1) << words;
    EXPECT_NE(outcome.output.find("RP001"), std::string::npos) << outcome.output;
  }
  folder.write("a.yaml", std::string(kPublicBucket)
                             .insert(std::string(kPublicBucket).find("  Policy:"),
                                     "  # rootproof:ignore RP207 reason=\"  \"\n"));
  EXPECT_NE(rootproof(folder, "scan").output.find("says no reason"), std::string::npos);
}

TEST(Suppression, WhatStandsInATextIsNoComment) {
  const TemporaryFolder folder;
  const std::string line = "  # rootproof:ignore RP207 reason=\"x\"\n";
  for (const std::string& text :
       {"Description: |\n" + line, "Description: >-\n  About queues.\n\n" + line,
        std::string("Description: \"About\n  # rootproof:ignore RP207 reason=x\n  queues\"\n"),
        "Description: 'About\n" + line + "  queues'\n"}) {
    folder.write("a.yaml", text + std::string(kPublicBucket));
    const Outcome outcome = rootproof(folder, "scan");
    EXPECT_EQ(outcome.status, 1) << text;
    EXPECT_EQ(outcome.output.find("RP002"), std::string::npos) << outcome.output;
  }
  // Behind the header of a block, or less indented than its lines, it is one.
  for (const std::string& text :
       {std::string("# rootproof:ignore RP207 reason=\"x\"\n"), std::string("\n\n") + line.substr(2)}) {
    folder.write("a.yaml", "Description: |\n  About buckets.\n" + text + std::string(kPublicBucket));
    EXPECT_EQ(rootproof(folder, "scan").status, 0) << text;
  }

  const TemporaryFolder terraform;
  terraform.write("main.tf", "locals {\n  about = <<-EOT\n" + line + "  EOT\n}\n" + kPublicQueue);
  const Outcome outcome = rootproof(terraform, "scan");
  EXPECT_EQ(outcome.status, 1);
  EXPECT_EQ(outcome.output.find("RP002"), std::string::npos) << outcome.output;
}

TEST(Suppression, HoldsInATemplateThatStandsInAnother) {
  const TemporaryFolder folder;
  std::string inner;
  std::string comment = "# rootproof:ignore RP207 reason=\"public downloads\"";
  for (const char* text :
       {"Resources:", "  Policy:", "    Type: AWS::S3::BucketPolicy", "    Properties:", "      Bucket: logs",
        "      PolicyDocument: {Statement: [{Effect: Allow, Principal: "
        "'*', Action: 's3:GetObject', Resource: '*'}]}"}) {
    if (std::string(text) == "  Policy:") inner += "          " + comment + "\n";
    inner += "        " + std::string(text) + "\n";
  }
  folder.write("a.yaml",
               "Resources:\n  Set:\n    Type: AWS::CloudFormation::StackSet\n    Properties:\n"
               "      StackSetName: s\n      PermissionModel: SERVICE_MANAGED\n      TemplateBody: |\n" +
                   inner);
  const nlohmann::json report = json_of(rootproof(folder, "scan --format json"));
  EXPECT_EQ(report["summary"]["violations"], 0) << report;
  EXPECT_EQ(report["summary"]["suppressed"], 1) << report;
}

TEST(Suppression, FingerprintsSurviveUnrelatedEdits) {
  const TemporaryFolder folder;
  folder.write("a.yaml", kPublicBucket);
  const auto before = json_of(rootproof(folder, "scan --format json"))["findings"][0]["fingerprint"];
  folder.write("a.yaml",
               "# a comment\n\n" + std::string(kPublicBucket) + "  Other:\n    Type: AWS::S3::Bucket\n");
  EXPECT_EQ(json_of(rootproof(folder, "scan --format json"))["findings"][0]["fingerprint"], before);
}

TEST(HostileInput, BinaryTruncatedDeepAndUnreadableFilesLoseNothingElse) {
  const TemporaryFolder folder;
  folder.write("good.yaml", kPublicBucket);
  folder.write("binary.yaml", std::string("\0\1\2\3", 4));
  folder.write("deep.json", "{\"AWSTemplateFormatVersion\": " + std::string(100'000, '['));
  folder.write("deep.tf", "a = " + std::string(100'000, '('));
  folder.write(
      "bombs.yaml",
      "AWSTemplateFormatVersion: x\na: &a [x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c "
      "[*b,*b,*b,*b,*b,*b,*b,*b,*b]\n"
      "d: &d [*c,*c,*c,*c,*c,*c,*c,*c,*c]\ne: &e [*d,*d,*d,*d,*d,*d,*d,*d,*d]\nf: &f "
      "[*e,*e,*e,*e,*e,*e,*e,*e,*e]\n"
      "g: &g [*f,*f,*f,*f,*f,*f,*f,*f,*f]\nResources: {A: {Type: 'AWS::S3::Bucket', Properties: {x: *g}}}\n");
  folder.write("latin.yaml",
               "AWSTemplateFormatVersion: '2010-09-09' # \xE9\nResources: {A: {Type: 'AWS::S3::Bucket'}}\n");
  folder.write("empty.yaml", "");
  folder.write("mark.yaml", "\xEF\xBB\xBF");
  const nlohmann::json report = json_of(rootproof(folder, "scan --format json"));
  ASSERT_FALSE(report.is_discarded());
  EXPECT_EQ(report["findings"].size(), 1U);
  std::set<std::string> files;
  for (const auto& error : report["errors"]) files.insert(error["file"].get<std::string>());
  EXPECT_EQ(files,
            (std::set<std::string>{"binary.yaml", "bombs.yaml", "deep.json", "deep.tf", "latin.yaml"}));
  EXPECT_EQ(rootproof(folder, "scan --fail-on never").status, 3);
}

TEST(ExitStatus, IsThreeWhereResultsDependOnALimit) {
  const TemporaryFolder folder;
  folder.write("main.tf",
               "resource \"aws_sqs_queue_policy\" \"q\" {\n  queue_url = \"q\"\n"
               "  policy    = format(\"%999999999s\", \"{}\")\n}\n");
  const Outcome outcome = rootproof(folder, "scan");
  EXPECT_EQ(outcome.status, 3);
  EXPECT_NE(outcome.output.find("kValueBytes"), std::string::npos) << outcome.output;
  EXPECT_EQ(rootproof(folder, "scan --allow-incomplete").status, 0);
}

/// Seconds that the scan of a folder takes.
double seconds_of_scan(const TemporaryFolder& folder, Outcome& outcome) {
  const auto start = std::chrono::steady_clock::now();
  outcome = rootproof(folder, "scan . --fail-on never --format json");
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

TEST(HostileInput, DocumentsMadeOfEachOtherDoNotDoubleForEver) {
  const TemporaryFolder folder;
  std::string text =
      "data \"aws_iam_policy_document\" \"x0\" {\n  statement {\n    actions = [\"s3:*\"]\n  }\n}\n";
  for (int i = 1; i < 60; ++i) {
    const std::string before = "data.aws_iam_policy_document.x" + std::to_string(i - 1) + ".json";
    text += "data \"aws_iam_policy_document\" \"x" + std::to_string(i) +
            "\" {\n  source_policy_documents = [" + before + ", " + before + "]\n}\n";
  }
  text += "resource \"aws_s3_bucket_policy\" \"p\" {\n  policy = data.aws_iam_policy_document.x59.json\n}\n";
  folder.write("main.tf", text);
  Outcome outcome;
  EXPECT_LT(seconds_of_scan(folder, outcome), 20);
  EXPECT_NE(outcome.output.find("kDocumentStatements"), std::string::npos) << outcome.output;
}

TEST(HostileInput, DynamicBlocksWithinEachOtherAreBounded) {
  const TemporaryFolder folder;
  folder.write("main.tf", R"(data "aws_iam_policy_document" "x" {
  dynamic "statement" {
    for_each = range(1000)
    content {
      actions = ["*"]
      dynamic "principals" {
        for_each = range(1000)
        content {
          type        = "AWS"
          identifiers = ["*"]
        }
      }
    }
  }
}
resource "aws_s3_bucket_policy" "y" {
  policy = data.aws_iam_policy_document.x.json
}
)");
  Outcome outcome;
  EXPECT_LT(seconds_of_scan(folder, outcome), 20);
  EXPECT_EQ(json_of(outcome)["summary"]["violations"], 0) << outcome.output;
  EXPECT_NE(outcome.output.find("kDynamicBlocks"), std::string::npos) << outcome.output;
}

TEST(HostileInput, ErrorMessagesDoNotSpeakToTheTerminal) {
  const TemporaryFolder folder;
  folder.write("rootproof.yaml", "\"\\e[31mred\\e]0;title\\a\": 1\n");
  const Outcome outcome = rootproof(folder, "scan .");
  EXPECT_EQ(outcome.status, 2);
  EXPECT_NE(outcome.output.find("unknown key"), std::string::npos);
  EXPECT_EQ(outcome.output.find_first_of("\x1b\x07"), std::string::npos) << outcome.output;
}

TEST(Suppression, WithADateThatIsNoneIsNotInForce) {
  for (const char* until : {"", "2099-13-01", "2099-02-30", "tomorrow"}) {
    const TemporaryFolder folder;
    folder.write("a.yaml",
                 std::string(kPublicBucket)
                     .insert(std::string(kPublicBucket).find("  Policy:"),
                             "  # rootproof:ignore RP207 reason=\"x\" until=" + std::string(until) + "\n"));
    const Outcome outcome = rootproof(folder, "scan --format json .");
    EXPECT_EQ(outcome.status, 1) << until;
    EXPECT_EQ(json_of(outcome)["summary"]["suppressed"], 0) << until;
  }
}

TEST(HostileInput, ModulesThatCallEachOtherEndIncomplete) {
  const TemporaryFolder folder;
  folder.write("main.tf", "module \"a\" {\n  source = \"./a\"\n}\n");
  folder.write("a/main.tf", "module \"b\" {\n  source = \"../b\"\n}\n");
  folder.write("b/main.tf", "module \"a\" {\n  source = \"../a\"\n}\n");
  const Outcome outcome = rootproof(folder, "scan .");
  EXPECT_EQ(outcome.status, 3);
  EXPECT_NE(outcome.output.find("part of"), std::string::npos) << outcome.output;
}

TEST(HostileInput, ThousandsOfErrorsOfOneFileAreListedShort) {
  const TemporaryFolder folder;
  std::string text;
  for (int i = 0; i < 1000; ++i) text += "locals {\n  a = 1\n}\n";
  folder.write("main.tf", text);
  const nlohmann::json report = json_of(rootproof(folder, "scan . --format json"));
  EXPECT_EQ(report["summary"]["complete"], false);
  EXPECT_LE(report["errors"].size(), 101U);
}

TEST(PolicyEvaluate, AnswersAsDocumented) {
  const TemporaryFolder folder;
  folder.write("allow.json",
               R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:*","Resource":"*"}]})");
  folder.write("deny.yaml",
               "Version: '2012-10-17'\nStatement:\n  - {Sid: NoDelete, Effect: Deny, Action: 's3:Delete*', "
               "Resource: '*'}\n");
  folder.write("get.json", R"({"action":"s3:GetObject","resource":"arn:aws:s3:::b/k","context":{}})");
  folder.write("delete.json", R"({"action":"s3:DeleteObject","resource":"arn:aws:s3:::b/k","context":{}})");
  const Outcome allowed =
      rootproof(folder, "policy evaluate --policy allow.json --policy deny.yaml --request get.json");
  EXPECT_EQ(allowed.status, 0);
  EXPECT_EQ(json_of(allowed)["decision"], "allowed");
  const Outcome denied =
      rootproof(folder, "policy evaluate --policy allow.json --policy deny.yaml --request delete.json");
  EXPECT_EQ(denied.status, 1);
  const nlohmann::json answer = json_of(denied);
  EXPECT_EQ(answer["decision"], "explicit_deny");
  EXPECT_EQ(answer["statements"][0],
            (nlohmann::json{{"policy", 1}, {"statement", 0}, {"effect", "Deny"}, {"sid", "NoDelete"}}));
  EXPECT_EQ(json_of(rootproof(folder, "policy evaluate --policy deny.yaml --request get.json"))["decision"],
            "implicit_deny");
  EXPECT_EQ(rootproof(folder, "policy evaluate --policy none.json --request get.json").status, 2);
}

TEST(Rules, AreListedAndExplained) {
  const TemporaryFolder folder;
  const nlohmann::json rules = json_of(rootproof(folder, "rules --format json"));
  ASSERT_TRUE(rules.is_array());
  for (const auto& rule : rules) {
    const Outcome page = rootproof(folder, "explain " + rule["id"].get<std::string>());
    EXPECT_EQ(page.status, 0);
    for (const char* section : {"## What it does", "## Why it is bad", "## Bad", "## Good", "## Fix"}) {
      EXPECT_NE(page.output.find(section), std::string::npos) << rule["id"] << " lacks " << section;
    }
  }
}

}  // namespace
}  // namespace rootproof::tests
