// Provider configurations and the accounts they sign in to.
#include <gtest/gtest.h>

#include "tests/unit/terraform/terraform_fixture.h"

namespace rootproof::terraform {
namespace {

using Files = TestModule::Files;

std::string account(const TestModule& module, const std::string& address) {
  const Resource* resource = module.find(address);
  return resource == nullptr ? "(no " + address + ")" : resource->account;
}

/// The account of a user that chooses this provider, behind these provider blocks.
std::string account_of(const std::string& provider, const std::string& blocks) {
  const TestModule module(blocks + "resource \"aws_iam_user\" \"u\" {\n  name = \"u\"\n" +
                          (provider.empty() ? "" : "  provider = " + provider + "\n") + "}\n");
  return account(module, "aws_iam_user.u");
}

constexpr const char* kTwoAccounts = R"(
provider "aws" {
  region = "eu-west-1"
}
provider "aws" {
  alias   = "audit"
  profile = "audit"
}
provider "aws" {
  alias  = "virginia"
  region = "us-east-1"
}
)";

TEST(ProviderAccounts, TheDefaultConfigurationIsTheOwnAccount) {
  EXPECT_EQ(account_of("", ""), value::kOwnAccount);
  EXPECT_EQ(account_of("", kTwoAccounts), value::kOwnAccount);
  EXPECT_EQ(account_of("aws", kTwoAccounts), value::kOwnAccount);
}

TEST(ProviderAccounts, AnotherProfileIsAnotherAccount) {
  EXPECT_EQ(account_of("aws.audit", kTwoAccounts), "own-account/audit");
}

/// The account of a provider that assumes this role.
std::string assumed(const std::string& arn, const std::string& variable = "") {
  return account_of("", "variable \"id\" {\n" + variable +
                            "}\nprovider \"aws\" {\n  assume_role {\n    role_arn = " + arn + "\n  }\n}\n");
}

TEST(ProviderAccounts, AnAssumedRoleNamesItsAccount) {
  EXPECT_EQ(assumed("\"arn:aws:iam::999988887777:role/audit\""), "999988887777");
  EXPECT_EQ(assumed("\"arn:aws:iam::${var.id}:role/audit\"", "  default = \"999988887777\"\n"),
            "999988887777");
  EXPECT_EQ(assumed("\"arn:aws:iam::${var.id}:role/audit\""), value::kOwnAccount);
  EXPECT_EQ(assumed("aws_iam_role.r.arn"), value::kOwnAccount);
  EXPECT_EQ(assumed("\"nonsense\""), value::kOwnAccount);
}

TEST(ProviderAccounts, AVariableMayNameTheAllowedAccount) {
  EXPECT_EQ(account_of("",
                       "variable \"id\" {\n  default = \"111122223333\"\n}\n"
                       "provider \"aws\" {\n  allowed_account_ids = [var.id]\n}\n"),
            "111122223333");
}

TEST(ProviderAccounts, AnotherRegionIsTheSameAccount) {
  EXPECT_EQ(account_of("aws.virginia", kTwoAccounts), value::kOwnAccount);
}

TEST(ProviderAccounts, QuotedNamesMeanTheSame) {
  EXPECT_EQ(account_of("\"aws.audit\"", kTwoAccounts), "own-account/audit");
  EXPECT_EQ(account_of("\"aws\"", kTwoAccounts), value::kOwnAccount);
}

TEST(ProviderAccounts, OneAllowedAccountIdNamesTheAccount) {
  const std::string allowed = "provider \"aws\" {\n  allowed_account_ids = [\"111122223333\"]\n}\n";
  EXPECT_EQ(account_of("", allowed), "111122223333");
  EXPECT_EQ(
      account_of("", "provider \"aws\" {\n  allowed_account_ids = [\"111122223333\", \"444455556666\"]\n}\n"),
      value::kOwnAccount);
}

TEST(ProviderAccounts, TwoAliasesThatSignInAlikeAreOneAccount) {
  const std::string role = "  assume_role {\n    role_arn = \"arn:aws:iam::999988887777:role/audit\"\n  }\n";
  const std::string blocks = "provider \"aws\" {\n  alias = \"one\"\n" + role +
                             "}\nprovider \"aws\" {\n  alias = \"two\"\n" + "  region = \"us-east-1\"\n" +
                             role + "}\n";
  EXPECT_EQ(account_of("aws.two", blocks), "999988887777");
  const std::string profiles =
      "provider \"aws\" {\n  alias = \"one\"\n  profile = \"p\"\n}\n"
      "provider \"aws\" {\n  alias = \"two\"\n  profile = \"p\"\n  region = \"us-east-1\"\n}\n";
  EXPECT_EQ(account_of("aws.two", profiles), "own-account/one");
}

TEST(ProviderAccounts, ModulesInheritTheDefaultConfigurationAlone) {
  const TestModule module(
      Files{{"main.tf", std::string(kTwoAccounts) + "module \"m\" {\n  source = \"./m\"\n}\n"},
            {"m/main.tf",
             "resource \"aws_iam_user\" \"u\" {\n  name = \"u\"\n}\n"
             "resource \"aws_iam_user\" \"v\" {\n  provider = aws.audit\n  name = \"v\"\n}\n"}});
  EXPECT_EQ(account(module, "module.m.aws_iam_user.u"), value::kOwnAccount);
  EXPECT_NE(account(module, "module.m.aws_iam_user.v"), "own-account/audit");
}

TEST(ProviderAccounts, AModuleThatSignsInAlikeIsInTheSameAccount) {
  const auto account_in_module = [](const std::string& root, const std::string& inner) {
    const TestModule module(Files{
        {"main.tf", "provider \"aws\" {\n" + root + "}\nmodule \"m\" {\n  source = \"./m\"\n}\n"},
        {"m/main.tf",
         "provider \"aws\" {\n" + inner + "}\nresource \"aws_iam_user\" \"u\" {\n  name = \"u\"\n}\n"}});
    return account(module, "module.m.aws_iam_user.u");
  };
  EXPECT_EQ(account_in_module("", "  region = \"us-east-1\"\n"), value::kOwnAccount);
  EXPECT_EQ(account_in_module("  profile = \"p\"\n", "  profile = \"p\"\n"), value::kOwnAccount);
  EXPECT_NE(account_in_module("  profile = \"p\"\n", "  profile = \"q\"\n"), value::kOwnAccount);
  EXPECT_NE(account_in_module("  profile = \"p\"\n", ""), value::kOwnAccount);
  // A variable of one module is not that of another.
  EXPECT_NE(account_in_module("  profile = var.p\n", "  profile = var.p\n"), value::kOwnAccount);
}

TEST(ProviderAccounts, CallsPassConfigurationsOnUnderOtherNames) {
  for (const char* providers : {"{ aws = aws.audit }", "{ \"aws\" = \"aws.audit\" }"}) {
    const TestModule module(
        Files{{"main.tf", std::string(kTwoAccounts) +
                              "module \"m\" {\n  source = \"./m\"\n  providers = " + providers + "\n}\n"},
              {"m/main.tf", "resource \"aws_iam_user\" \"u\" {\n  name = \"u\"\n}\n"}});
    EXPECT_EQ(account(module, "module.m.aws_iam_user.u"), "own-account/audit") << providers;
  }
}

TEST(ProviderAccounts, AliasesArePassedThroughSeveralCalls) {
  const std::string aliases =
      "terraform {\n  required_providers {\n    aws = {\n      source = \"hashicorp/aws\"\n"
      "      configuration_aliases = [aws.peer]\n    }\n  }\n}\n";
  const TestModule module(Files{
      {"main.tf", std::string(kTwoAccounts) + "module \"a\" {\n  source = \"./a\"\n  providers = {\n    aws "
                                              "= aws\n    aws.peer = aws.audit\n  }\n}\n"},
      {"a/main.tf", aliases +
                        "module \"b\" {\n  source = \"../b\"\n  providers = {\n    aws = aws.peer\n  }\n}\n"
                        "resource \"aws_iam_user\" \"u\" {\n  provider = aws.peer\n  name = \"u\"\n}\n"},
      {"b/main.tf", "resource \"aws_iam_user\" \"u\" {\n  name = \"u\"\n}\n"}});
  EXPECT_EQ(account(module, "module.a.aws_iam_user.u"), "own-account/audit");
  EXPECT_EQ(account(module, "module.a.module.b.aws_iam_user.u"), "own-account/audit");
}

TEST(ProviderAccounts, CallerIdentityIsTheAccountOfItsProvider) {
  const TestModule module(std::string(kTwoAccounts) + R"(
provider "aws" {
  alias               = "known"
  allowed_account_ids = ["111122223333"]
  profile             = "known"
}
data "aws_caller_identity" "own" {}
data "aws_caller_identity" "audit" {
  provider = aws.audit
}
data "aws_caller_identity" "known" {
  provider = aws.known
}
output "own" {
  value = data.aws_caller_identity.own.account_id
}
output "audit" {
  value = data.aws_caller_identity.audit.account_id
}
output "known" {
  value = data.aws_caller_identity.known.account_id
}
)");
  EXPECT_EQ(module.output("own").to_display(), "\"${own-account}\"");
  EXPECT_EQ(module.output("audit").to_display(), "\"${own-account/audit}\"");
  EXPECT_EQ(module.output("known").as_string(), "111122223333");
}

TEST(ProviderAccounts, ResourcesAreInThePartitionOfTheRegionTheirProviderNames) {
  const std::string blocks =
      "variable \"region\" {\n  type = string\n}\nprovider \"aws\" {\n  region = \"us-gov-west-1\"\n}\n"
      "provider \"aws\" {\n  alias  = \"china\"\n  region = \"cn-north-1\"\n}\n"
      "provider \"aws\" {\n  alias  = \"open\"\n  region = var.region\n}\n";
  const std::string users =
      "resource \"aws_iam_user\" \"u\" {\n  name = \"u\"\n}\n"
      "resource \"aws_iam_user\" \"c\" {\n  provider = aws.china\n  name = \"c\"\n}\n";
  const TestModule module(
      Files{{"main.tf", blocks + users +
                            "resource \"aws_iam_user\" \"o\" {\n  provider = aws.open\n  name = \"o\"\n}\n"
                            "module \"m\" {\n  source = \"./m\"\n  providers = { aws = aws.china }\n}\n"},
            {"m/main.tf", "resource \"aws_iam_user\" \"u\" {\n  name = \"u\"\n}\n"}});
  const auto partition = [&](const std::string& address) { return module.find(address)->partition; };
  EXPECT_EQ(partition("aws_iam_user.u"), "aws-us-gov");
  EXPECT_EQ(partition("aws_iam_user.c"), "aws-cn");
  EXPECT_EQ(partition("aws_iam_user.o"), "");
  EXPECT_EQ(partition("module.m.aws_iam_user.u"), "aws-cn");
}

TEST(ProviderAccounts, TheSameConfigurationTwiceIsAProblem) {
  const TestModule module(
      "provider \"aws\" {\n  region = \"eu-west-1\"\n}\nprovider \"aws\" {\n  region = \"us-east-1\"\n}\n");
  EXPECT_EQ(module.addresses(), std::vector<std::string>{"provider.aws"});
  ASSERT_EQ(module.unit.problems.size(), 1U);
  EXPECT_EQ(module.unit.problems[0].message, "provider.aws is declared twice; the first one is analysed");
}

}  // namespace
}  // namespace rootproof::terraform
