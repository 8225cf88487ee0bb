// What hides behind a variable without a value: every way it may turn out that the expression tells apart.
#include <gtest/gtest.h>

#include "tests/unit/terraform/terraform_fixture.h"

namespace rootproof::terraform {
namespace {

std::string shown(const std::string& expression) {
  return TestModule("variable \"u\" {}\nvariable \"v\" {}\noutput \"x\" {\n  value = " + expression + "\n}\n")
      .output("x")
      .to_display();
}

const std::string kUnknown = "(unknown: unknown-variable: var.u)";

TEST(OpenValues, TryGoesOnWhereAnUnknownMayHaveAnError) {
  EXPECT_EQ(shown("try(var.u.name, \"*\")"),
            "(one of: " + kUnknown +
                " when var.u.name can be evaluated | \"*\" when not var.u.name can be evaluated)");
  EXPECT_EQ(shown("try(var.u.name)"), kUnknown);
  EXPECT_EQ(shown("try([][0], var.u)"), kUnknown);
  EXPECT_EQ(shown("try(var.u, [][0])"), kUnknown);
  EXPECT_EQ(shown("try(\"known\", var.u)"), "\"known\"");
}

TEST(OpenValues, LookupMayFindNothing) {
  EXPECT_EQ(shown("lookup(var.u, \"k\", \"*\")"),
            "(one of: " + kUnknown + " when var.u has k | \"*\" when not var.u has k)");
  EXPECT_EQ(shown("lookup({ k = \"known\" }, \"k\", var.u)"), "\"known\"");
}

TEST(OpenValues, CoalesceMayPassOverThem) {
  EXPECT_EQ(shown("coalesce(var.u, \"*\")"),
            "(one of: (unknown: unknown-variable: var.u) when var.u is set | \"*\" when not var.u is set)");
  EXPECT_EQ(shown("coalesce(\"known\", var.u)"), "\"known\"");
}

TEST(OpenValues, AListWithAnOpenRestIsItsKnownPartWhereTheRestIsEmpty) {
  EXPECT_EQ(shown("concat([\"a\"], [for x in var.u : x])"),
            "(one of: " + kUnknown + " when var.u has elements | [\"a\"] when not var.u has elements)");
  EXPECT_EQ(shown("length(concat([\"a\"], var.u))"),
            "(one of: " + kUnknown + " when var.u has elements | 1 when not var.u has elements)");
  EXPECT_EQ(shown("concat([], var.u)"), kUnknown);
}

TEST(OpenValues, TooManyOfThemAreALimit) {
  std::string many;
  for (int i = 0; i < 20'000; ++i) many += "var.u, ";
  for (const char* function : {"try", "coalesce"})
    EXPECT_EQ(shown(std::string(function) + "(" + many + "\"x\")"), "(unknown: limit: kAlternatives)")
        << function;
}

TEST(OpenValues, KnownStatementsStayBesideUnknownOnes) {
  const TestModule module(R"(
variable "readers" {}
resource "aws_s3_bucket_policy" "b" {
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = concat(
      [{ Effect = "Allow", Principal = "*", Action = "*" }],
      [for r in var.readers : { Effect = "Allow", Principal = r, Action = "s3:GetObject" }],
    )
  })
}
)");
  const value::Value policy = module.property("aws_s3_bucket_policy.b", "policy");
  const value::Value* statements = policy.find("Statement");
  ASSERT_NE(statements, nullptr);
  EXPECT_NE(statements->to_display().find(R"([{"Effect": "Allow", "Principal": "*", "Action": "*"}])"),
            std::string::npos)
      << statements->to_display();
  ASSERT_FALSE(statements->reasons().empty());
  EXPECT_EQ(statements->reasons().front().detail, "var.readers");
}

}  // namespace
}  // namespace rootproof::terraform
