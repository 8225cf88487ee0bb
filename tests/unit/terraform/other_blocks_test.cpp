// Blocks that say how a configuration came to be, and values that no plan stores.
#include <gtest/gtest.h>

#include "tests/unit/terraform/terraform_fixture.h"

namespace rootproof::terraform {
namespace {

TEST(OtherBlocks, MakeNoResources) {
  const TestModule module(R"(
resource "aws_s3_bucket" "new" {
  bucket = "b"
}
moved {
  from = aws_s3_bucket.old
  to   = aws_s3_bucket.new
}
removed {
  from = aws_s3_bucket.gone
  lifecycle {
    destroy = true
  }
}
import {
  to = aws_s3_bucket.new
  id = "b"
}
check "reachable" {
  data "aws_iam_policy_document" "inside" {
    statement {}
  }
  assert {
    condition     = true
    error_message = "no"
  }
}
ephemeral "aws_secretsmanager_secret_version" "s" {
  secret_id = "x"
}
)");
  EXPECT_EQ(module.addresses(), std::vector<std::string>{"aws_s3_bucket.new"});
  EXPECT_TRUE(module.unit.problems.empty());
}

TEST(OtherBlocks, ADataSourceOfACheckIsOrdinary) {
  const TestModule module(
      "check \"c\" {\n  data \"aws_iam_policy_document\" \"d\" {\n    statement {\n      sid = \"A\"\n    "
      "}\n  }\n}\n"
      "output \"x\" {\n  value = data.aws_iam_policy_document.d.minified_json\n}\n");
  EXPECT_EQ(json_of(module.output("x")),
            R"({"Version":"2012-10-17","Statement":[{"Sid":"A","Effect":"Allow"}]})");
}

TEST(OtherBlocks, WriteOnlyArgumentsAreWhatTheyAreGiven) {
  const TestModule module(
      "resource \"aws_secretsmanager_secret_version\" \"v\" {\n"
      "  secret_string_wo = ephemeral.random_password.p.result\n}\n"
      "output \"x\" {\n  value = aws_secretsmanager_secret_version.v.secret_string_wo\n}\n");
  EXPECT_EQ(json_of(module.property("aws_secretsmanager_secret_version.v", "secret_string_wo")),
            "(unknown: sensitive: ephemeral.random_password.p)");
  EXPECT_EQ(json_of(module.output("x")),
            "(unknown: sensitive: aws_secretsmanager_secret_version.v.secret_string_wo)");
}

}  // namespace
}  // namespace rootproof::terraform
