// Override files. What they make of a module is what `terraform plan` of 1.11 shows.
#include <gtest/gtest.h>

#include "tests/unit/terraform/terraform_fixture.h"

namespace rootproof::terraform {
namespace {

using value::Value;

TestModule module_of(const std::string& main, const std::string& override) {
  return TestModule(TestModule::Files{{"main.tf", main}, {"main_override.tf", override}});
}

TEST(Overrides, ReplaceArgumentsAndKeepTheOthers) {
  const TestModule module =
      module_of("resource \"aws_s3_bucket_policy\" \"p\" {\n  bucket = \"a\"\n  policy = \"base\"\n}\n",
                "locals {\n  text = \"new\"\n}\nresource \"aws_s3_bucket_policy\" \"p\" {\n  policy = "
                "upper(\"new\")\n}\n");
  EXPECT_EQ(module.property("aws_s3_bucket_policy.p", "bucket").as_string(), "a");
  EXPECT_EQ(module.property("aws_s3_bucket_policy.p", "policy").as_string(), "NEW");
}

TEST(Overrides, PlacesAreThoseOfTheOverride) {
  const TestModule module = module_of("resource \"aws_x\" \"p\" {\n  a = \"base\"\n}\n",
                                      "resource \"aws_x\" \"p\" {\n  a = \"b\"\n}\n");
  const source::Span span = module.property("aws_x.p", "a").origin().span();
  EXPECT_EQ(module.path_of(span), "main_override.tf");
}

TEST(Overrides, NestedBlocksReplaceAllOfTheirType) {
  const TestModule module = module_of(R"(
variable "sid" {
  default = "C"
}
resource "aws_x" "d" {
  other {}
  statement {
    sid = "A"
  }
  dynamic "statement" {
    for_each = ["B"]
    content {
      sid = statement.value
    }
  }
}
)",
                                      R"(
resource "aws_x" "d" {
  statement {
    sid = var.sid
  }
}
variable "sid" {
  default = "D"
}
)");
  EXPECT_EQ(json_of(module.property("aws_x.d", "statement")), R"([{"sid":"D"}])");
  EXPECT_EQ(json_of(module.property("aws_x.d", "other")), "[{}]");
}

TEST(Overrides, ChangeLocalsVariablesOutputsAndModuleCalls) {
  const TestModule module(TestModule::Files{
      {"main.tf",
       "variable \"v\" {\n  type    = list(string)\n  default = [\"a\"]\n}\nlocals {\n  l = 1\n}\n"
       "module \"m\" {\n  source = \"./m\"\n  x      = 1\n}\n"
       "output \"o\" {\n  value = [var.v, local.l, module.m.y]\n}\noutput \"p\" {\n  value = 1\n}\n"},
      {"b_override.tf", "locals {\n  l = 3\n}\nmodule \"m\" {\n  source = \"./n\"\n}\n"},
      {"a_override.tf", "locals {\n  l = 2\n}\nvariable \"v\" {\n  default = [1]\n}\n"},
      {"override.tf", "output \"p\" {\n  value = 2\n}\n"},
      {"m/main.tf", "variable \"x\" {}\noutput \"y\" {\n  value = \"m${var.x}\"\n}\n"},
      {"n/main.tf", "variable \"x\" {}\noutput \"y\" {\n  value = \"n${var.x}\"\n}\n"}});
  EXPECT_EQ(json_of(module.output("o")), R"([["1"],3,"n1"])");
  EXPECT_EQ(json_of(module.output("p")), "2");
  EXPECT_TRUE(module.unit.problems.empty());
}

TEST(Overrides, ChangeProvidersByTheirAlias) {
  const TestModule module = module_of(
      "provider \"aws\" {\n  profile = \"a\"\n}\nprovider \"aws\" {\n  alias   = \"b\"\n  profile = "
      "\"b\"\n}\n",
      "provider \"aws\" {\n  alias   = \"b\"\n  profile = \"root\"\n}\n");
  EXPECT_EQ(module.property("provider.aws", "profile").as_string(), "a");
  EXPECT_EQ(module.property("provider.aws.b", "profile").as_string(), "root");
}

TEST(Overrides, OfNothingAreAProblem) {
  const TestModule module = module_of(
      "locals {\n  a = 1\n}\n", "locals {\n  b = 1\n}\nresource \"aws_x\" \"p\" {}\nvariable \"v\" {}\n");
  ASSERT_EQ(module.unit.problems.size(), 3U);
  EXPECT_NE(module.unit.problems[0].message.find("local.b is overridden here"), std::string::npos);
}

}  // namespace
}  // namespace rootproof::terraform
