// `rootproof eval` as its callers see it.
#include <gtest/gtest.h>

#include <string>

#include "tests/golden/program.h"

namespace rootproof::tests {
namespace {

void write_module(const TemporaryFolder& folder) {
  folder.write("variables.tf",
               "variable \"stage\" {\n  default = \"dev\"\n}\n"
               "variable \"partner\" {}\n");
  folder.write("main.tf", R"(resource "aws_s3_bucket" "logs" {
  for_each = toset(["a", "b"])
  bucket   = "logs-${var.stage}-${each.key}"
}
resource "aws_iam_role" "partner" {
  name               = var.stage
  assume_role_policy = jsonencode({ Principal = { AWS = "arn:aws:iam::${var.partner}:root" } })
}
module "child" {
  source = "./child"
  name   = "c"
}
)");
  folder.write("child/main.tf", R"(variable "name" {}
resource "aws_s3_bucket" "it" {
  bucket = var.name
}
)");
}

TEST(Eval, ShowsValuesWithThePlaceTheyComeFrom) {
  const TemporaryFolder folder;
  write_module(folder);
  const Outcome outcome = rootproof(folder, "eval --address aws_iam_role.partner");
  EXPECT_EQ(outcome.status, 0);
  EXPECT_EQ(outcome.output, R"(# main.tf:5:1, aws_iam_role, account own-account
aws_iam_role.partner {
    name               = "dev"  # from variables.tf:2:13, the default of var.stage
    assume_role_policy = jsonencode({
        Principal = {
            AWS = "arn:aws:iam::${unknown-variable: var.partner}:root"  # ${unknown-variable: var.partner} is any text
        }
    })
}
)");
}

TEST(Eval, TakesAnAddressWithEverythingBelowIt) {
  const TemporaryFolder folder;
  write_module(folder);
  const auto count = [](const std::string& text, const std::string& part) {
    std::size_t found = 0;
    for (std::size_t at = 0; (at = text.find(part, at)) != std::string::npos; ++at) ++found;
    return found;
  };
  EXPECT_EQ(count(rootproof(folder, "eval --address aws_s3_bucket.logs").output, "# main.tf"), 2U);
  EXPECT_EQ(count(rootproof(folder, "eval --address 'aws_s3_bucket.logs[\"a\"]'").output, "# main.tf"), 1U);
  const Outcome module = rootproof(folder, "eval --address module.child");
  EXPECT_NE(module.output.find("module.child.aws_s3_bucket.it {"), std::string::npos) << module.output;
  const Outcome none = rootproof(folder, "eval --address aws_s3_bucket.log");
  EXPECT_EQ(none.status, 2);
  EXPECT_NE(none.output.find("did you mean aws_s3_bucket.logs"), std::string::npos) << none.output;
}

TEST(Eval, WritesJsonWithHolesAndOrigins) {
  const TemporaryFolder folder;
  write_module(folder);
  const nlohmann::json report = json_of(rootproof(folder, "eval --address aws_iam_role --format json"));
  const nlohmann::json& role = report["units"][0]["resources"][0];
  EXPECT_EQ(role["address"], "aws_iam_role.partner");
  EXPECT_EQ(role["account"], "own-account");
  EXPECT_EQ(role["attributes"]["name"]["value"], "dev");
  EXPECT_EQ(role["attributes"]["name"]["known"], true);
  const nlohmann::json& steps = role["attributes"]["name"]["origin"];
  ASSERT_GE(steps.size(), 2U);
  EXPECT_EQ(steps[0]["kind"], "reference");
  EXPECT_EQ(steps[0]["line"], 6);
  const nlohmann::json& policy = role["attributes"]["assume_role_policy"];
  EXPECT_EQ(policy["json"], true);
  EXPECT_EQ(policy["known"], false);
  const nlohmann::json& principal = policy["members"]["Principal"]["members"]["AWS"];
  EXPECT_EQ(principal["kind"], "partial_string");
  EXPECT_EQ(principal["pieces"][0], "arn:aws:iam::");
  EXPECT_TRUE(principal["pieces"][1]["symbol"].is_null());
  EXPECT_EQ(principal["pieces"][1]["reason"]["kind"], "unknown-variable");
  EXPECT_EQ(principal["pieces"][1]["reason"]["file"], "variables.tf");
}

TEST(Eval, ShowsConditionsOfATemplate) {
  const TemporaryFolder folder;
  folder.write("stack.yaml", R"(Parameters:
  Stage: {Type: String, AllowedValues: [dev, prod]}
Conditions:
  IsProd: !Equals [!Ref Stage, prod]
Resources:
  Logs:
    Type: AWS::S3::Bucket
    Condition: IsProd
    Properties:
      BucketName: !If [IsProd, logs-prod, logs-dev]
)");
  const Outcome text = rootproof(folder, "eval stack.yaml --address Resources.Logs");
  EXPECT_NE(text.output.find("\n# exists when "), std::string::npos) << text.output;
  const nlohmann::json report = json_of(rootproof(folder, "eval stack.yaml --format json"));
  const nlohmann::json& logs = report["units"][0]["resources"][1];
  EXPECT_EQ(logs["may_be_absent"], true);
  EXPECT_EQ(logs["guard"][0]["holds"], true);
}

TEST(Eval, HidesSecrets) {
  const TemporaryFolder folder;
  folder.write("main.tf",
               "resource \"aws_db_instance\" \"it\" {\n  password = \"correct-horse-battery\"\n"
               "  tags     = { token = \"abcd1234efgh5678\", note = \"plain\" }\n}\n");
  for (const char* format : {"text", "json"}) {
    const Outcome outcome = rootproof(folder, std::string("eval --format ") + format);
    EXPECT_EQ(outcome.output.find("horse"), std::string::npos) << outcome.output;
    EXPECT_EQ(outcome.output.find("efgh5678"), std::string::npos) << outcome.output;
    EXPECT_NE(outcome.output.find("plain"), std::string::npos) << outcome.output;
  }
}

TEST(Eval, ShowsProblemsAndIsIncompleteThen) {
  const TemporaryFolder folder;
  folder.write("main.tf",
               "locals {\n  a = 1\n}\nlocals {\n  a = 2\n}\noutput \"a\" {\n  value = local.a\n}\n");
  const Outcome text = rootproof(folder, "eval");
  EXPECT_EQ(text.status, 3);
  EXPECT_NE(text.output.find("# error: main.tf:5:"), std::string::npos) << text.output;
  EXPECT_EQ(json_of(rootproof(folder, "eval -f json"))["problems"][0]["kind"], "semantic");
}

/// Doubling a value thirty times takes thirty lines; showing it must not take a billion.
TEST(Eval, EndsOnValuesThatShareContent) {
  const TemporaryFolder folder;
  std::string text = "locals {\n  v0 = [\"x\"]\n";
  for (int i = 1; i <= 30; ++i) {
    const std::string before = "local.v" + std::to_string(i - 1);
    text += "  v" + std::to_string(i) + " = [" + before + ", " + before + "]\n";
  }
  folder.write("main.tf", text + "}\noutput \"all\" {\n  value = local.v30\n}\n");
  const Outcome outcome = rootproof(folder, "eval -f json | tail -c 100");
  EXPECT_NE(outcome.output.find("\"complete\": false"), std::string::npos) << outcome.output;
}

/// What Terraform and CloudFormation never print stays hidden wherever it went.
TEST(Eval, HidesWhatIsMadeOfASecret) {
  const TemporaryFolder folder;
  folder.write("tf/main.tf", R"(resource "aws_ssm_parameter" "word" {
  name  = "/prod/word"
  type  = "SecureString"
  value = "geheim stored"
}
resource "aws_ssm_parameter" "host" {
  name  = "/prod/db/host"
  type  = "String"
  value = "db.example"
}
resource "aws_secretsmanager_secret_version" "s" {
  secret_id     = "s"
  secret_string = "geheim version"
}
resource "aws_db_instance" "d" {
  password = "geheim database"
}
locals {
  versions = [aws_secretsmanager_secret_version.s]
}
resource "aws_iam_user" "u" {
  name = "u-${upper(aws_ssm_parameter.word.value)}"
  tags = {
    word     = "word ${aws_ssm_parameter.word.value}!"
    version  = join(" ", ["version", local.versions[0].secret_string])
    database = "at ${aws_db_instance.d.password}"
    host     = "at ${aws_ssm_parameter.host.value}"
  }
}
)");
  for (const char* format : {"text", "json"}) {
    const Outcome outcome = rootproof(folder, std::string("eval tf --verbose --format ") + format);
    EXPECT_EQ(outcome.status, 0);
    EXPECT_EQ(outcome.output.find("geheim"), std::string::npos) << outcome.output;
    EXPECT_EQ(outcome.output.find("GEHEIM"), std::string::npos) << outcome.output;
    EXPECT_NE(outcome.output.find("at db.example"), std::string::npos) << outcome.output;
  }
}

TEST(Eval, HidesWhatIsDeclaredSensitive) {
  const TemporaryFolder folder;
  folder.write("tf/main.tf", R"(variable "phrase" {
  sensitive = true
  default   = "geheim word"
}
variable "codes" {
  sensitive = true
  default   = ["geheimer", "geheimster"]
}
locals {
  text = "x-${upper(var.phrase)}"
}
output "said" {
  value     = "geheim said"
  sensitive = true
}
output "shown" {
  value = nonsensitive(length(var.phrase))
}
resource "aws_lambda_function" "f" {
  function_name = "f"
  environment {
    variables = {
      PHRASE = var.phrase
      TEXT   = local.text
      CODE   = var.codes[1]
      ASKED  = sensitive("geheim asked")
      STAGE  = "dev"
    }
  }
}
resource "aws_ssm_parameter" "phrase" {
  name  = "/prod/phrase"
  type  = "SecureString"
  value = "geheim stored"
}
resource "aws_ssm_parameter" "password" {
  name  = "/prod/db/password"
  type  = "String"
  value = "geheim"
}
resource "aws_ssm_parameter" "host" {
  name  = "/prod/db/host"
  type  = "String"
  value = "db.example"
}
resource "aws_secretsmanager_secret_version" "s" {
  secret_string = jsonencode({ user = "app", word = "geheim" })
}
resource "aws_instance" "i" {
  user_data = base64encode("#!/bin/sh\nexport DB_PASSWORD=geheimgeheimgeheim1\n")
}
module "m" {
  source = "./m"
  word   = var.phrase
}
)");
  folder.write("tf/m/main.tf",
               "variable \"word\" {}\nresource \"aws_iam_user\" \"u\" {\n  name = \"u\"\n  tags = { w = "
               "var.word }\n}\n");
  folder.write("cfn/t.yaml", R"(Parameters:
  Phrase:
    Type: String
    NoEcho: true
    Default: geheim
  Stage:
    Type: String
    Default: dev
Resources:
  F:
    Type: AWS::Lambda::Function
    Properties:
      Environment:
        Variables:
          WORD: !Ref Phrase
          TEXT: !Join ["-", [x, !Ref Phrase]]
          STAGE: !Ref Stage
  I:
    Type: AWS::EC2::Instance
    Properties:
      UserData: !Base64
        Fn::Sub: "export WORD=${Phrase}"
  P:
    Type: AWS::SSM::Parameter
    Properties: {Name: /prod/token, Type: String, Value: geheim}
)");
  for (const char* format : {"text", "json"}) {
    for (const char* path : {"tf", "cfn"}) {
      const std::string output =
          rootproof(folder, std::string("eval -v --format ") + format + " " + path).output;
      for (const char* secret : {"geheim", "GEHEIM", "Z2VoZWlt"})
        EXPECT_EQ(output.find(secret), std::string::npos) << output;
      EXPECT_NE(output.find("***"), std::string::npos) << output;
      EXPECT_NE(output.find("\"dev\""), std::string::npos) << output;
    }
  }
  const std::string shown = rootproof(folder, "eval tf").output;
  EXPECT_NE(shown.find("value = 11"), std::string::npos) << shown;
  EXPECT_NE(shown.find("db.example"), std::string::npos) << shown;
}

}  // namespace
}  // namespace rootproof::tests
