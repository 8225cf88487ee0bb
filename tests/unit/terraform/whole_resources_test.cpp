// Resources as values: which attributes their objects have is not known, so nothing follows from a missing
// one.
#include <gtest/gtest.h>

#include "tests/unit/terraform/terraform_fixture.h"

namespace rootproof::terraform {
namespace {

constexpr const char* kResources = R"(
resource "aws_s3_bucket" "one" {
  bucket = "logs"
  tags   = { team = "a" }
}
resource "aws_s3_bucket" "many" {
  for_each = toset(["a", "b"])
  bucket   = "logs-${each.key}"
}
data "aws_organizations_organization" "here" {}
)";

std::string result(const std::string& expression) {
  const TestModule module(kResources + ("output \"result\" {\n  value = " + expression + "\n}\n"));
  return json_of(module.output("result"));
}

TEST(WholeResources, AttributesAreReachedWhereverTheValueGoes) {
  EXPECT_EQ(result("[for b in [aws_s3_bucket.one] : b.bucket]"), R"(["logs"])");
  EXPECT_EQ(result("aws_s3_bucket.one[*].bucket"), R"(["logs"])");
  EXPECT_EQ(result("values(aws_s3_bucket.many)[*].bucket"), R"(["logs-a","logs-b"])");
  EXPECT_EQ(result("{for k, b in aws_s3_bucket.many : k => b.bucket}"), R"({"a":"logs-a","b":"logs-b"})");
  EXPECT_EQ(result("{x = aws_s3_bucket.one}.x.tags.team"), R"("a")");
  EXPECT_EQ(result("(true ? aws_s3_bucket.one : null).bucket"), R"("logs")");
  EXPECT_EQ(result("try(aws_s3_bucket.one, null).bucket"), R"("logs")");
}

TEST(WholeResources, AreNoNull) {
  EXPECT_EQ(result("aws_s3_bucket.one == null"), "false");
  EXPECT_EQ(result("[for b in [aws_s3_bucket.one, null] : b.bucket if b != null]"), R"(["logs"])");
}

TEST(WholeResources, AttributesAreReachedThroughModules) {
  const TestModule module({{"main.tf", std::string(kResources) + R"(
module "m" {
  source = "./m"
  bucket = aws_s3_bucket.one
}
output "name" { value = module.m.bucket.bucket }
output "in_module" { value = module.m.name }
)"},
                           {"m/main.tf", R"(
variable "bucket" {}
output "bucket" { value = var.bucket }
output "name" { value = var.bucket.bucket }
)"}});
  EXPECT_EQ(json_of(module.output("name")), R"("logs")");
  EXPECT_EQ(json_of(module.output("in_module")), R"("logs")");
}

// All of these exist in the account; to take the other way would be to prove something of it.
TEST(WholeResources, WhatIsNotConfiguredIsUnknownNotMissing) {
  const std::string unknown = "(unknown: data-source: data.aws_organizations_organization.here.accounts)";
  const std::string whole = "data.aws_organizations_organization.here";
  EXPECT_EQ(result("[for o in [" + whole + "] : o.accounts][0]"), unknown);
  EXPECT_EQ(result("try([" + whole + "][0].accounts, [])"), unknown);
  EXPECT_EQ(result("can([" + whole + "][0].accounts)"), unknown);
  const std::string all = "(unknown: data-source: data.aws_organizations_organization.here)";
  EXPECT_EQ(result("lookup(" + whole + ", \"accounts\", [])"), all);
  EXPECT_EQ(result("keys(" + whole + ")"), all);
  EXPECT_EQ(result("length(" + whole + ")"), all);
  EXPECT_EQ(result("[for k, v in " + whole + " : k]"), all);
  EXPECT_EQ(result("merge(" + whole + ", {})"), all);
  EXPECT_EQ(result("contains(keys(" + whole + "), \"x\")"), all);
}

// What a function makes of a resource is not the resource.
TEST(WholeResources, ResultsOfFunctionsAreNotTakenForTheResource) {
  EXPECT_EQ(result("merge(aws_s3_bucket.one, {bucket = \"other\"}).bucket"),
            "(unknown: resource-attribute: aws_s3_bucket.one)");
}

}  // namespace
}  // namespace rootproof::terraform
