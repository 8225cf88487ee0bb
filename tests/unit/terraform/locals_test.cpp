// Local values: order-free over all files of a module, and never in a circle.
#include <gtest/gtest.h>

#include "tests/unit/terraform/terraform_fixture.h"

namespace rootproof::terraform {
namespace {

using value::OriginKind;
using value::ReasonKind;
using value::Value;

TEST(Locals, MayBeUsedBeforeAndFarFromTheirDeclaration) {
  const TestModule module(TestModule::Files{
      {"a.tf",
       "output \"x\" {\n  value = local.greeting\n}\nlocals {\n  greeting = \"hello ${local.name}\"\n}\n"},
      {"z.tf", "locals {\n  name = var.name\n}\nvariable \"name\" {\n  default = \"world\"\n}\n"}});
  EXPECT_EQ(json_of(module.output("x")), "\"hello world\"");
}

TEST(Locals, TellWhereTheValueComesFrom) {
  const std::string text =
      "locals {\n  partner = \"999988887777\"\n}\noutput \"x\" {\n  value = local.partner\n}\n";
  const TestModule module(text);
  const Value value = module.output("x");
  const std::vector<value::OriginStep> chain = value.origin().chain();
  ASSERT_GE(chain.size(), 3U);
  EXPECT_EQ(chain[0].kind, OriginKind::reference);
  EXPECT_EQ(chain[1].kind, OriginKind::local);
  EXPECT_EQ(chain[1].detail, "local.partner");
  EXPECT_EQ(text.substr(chain[1].span.begin, chain[1].span.size()), "partner = \"999988887777\"");
  const source::Span digits = value.text_span(0, 4);
  EXPECT_EQ(text.substr(digits.begin, digits.size()), "9999");
}

TEST(Locals, ACycleIsUnknownAndNamesItself) {
  const TestModule module(
      "locals {\n  a = local.b\n  b = local.c\n  c = local.a\n  alone = \"known\"\n}\n"
      "output \"x\" {\n  value = local.a\n}\noutput \"y\" {\n  value = local.alone\n}\n");
  const Value value = module.output("x");
  ASSERT_TRUE(value.is(Value::Kind::unknown));
  EXPECT_EQ(value.reason().kind, ReasonKind::cycle);
  EXPECT_EQ(value.reason().detail, "local.a");
  EXPECT_EQ(json_of(module.output("y")), "\"known\"");
}

TEST(Locals, ALocalThatIsItselfInsideAnObjectIsACycleToo) {
  const TestModule module(
      "locals {\n  a = { inner = local.a.inner }\n}\noutput \"x\" {\n  value = local.a\n}\n");
  EXPECT_EQ(json_of(module.output("x")), "(unknown: cycle: local.a)");
}

TEST(Locals, ResourcesThatReferToEachOtherAreACycleOnlyWhereAValueNeedsItself) {
  const TestModule module(R"(
resource "aws_s3_bucket" "a" {
  bucket = "a-${aws_s3_bucket.b.force_destroy}"
  tags   = { other = aws_s3_bucket.b.bucket }
}
resource "aws_s3_bucket" "b" {
  bucket        = aws_s3_bucket.a.bucket
  force_destroy = true
}
resource "aws_s3_bucket" "c" {
  bucket = aws_s3_bucket.c.bucket
}
)");
  EXPECT_EQ(module.property("aws_s3_bucket.b", "bucket").as_string(), "a-true");
  const std::vector<value::Reason> reasons = module.property("aws_s3_bucket.c", "bucket").reasons();
  ASSERT_FALSE(reasons.empty());
  EXPECT_EQ(reasons[0].kind, ReasonKind::cycle);
}

TEST(Locals, AnUndeclaredOneIsRefused) {
  const TestModule module("output \"x\" {\n  value = local.nope\n}\n");
  EXPECT_EQ(json_of(module.output("x")), "(unknown: invalid: local.nope is not declared in this module)");
}

TEST(Locals, AKeyThatIsOneOfSeveralGivesOneOfTheElements) {
  const TestModule module(
      "variable \"v\" {}\nlocals {\n  m = { a = 1, b = 2 }\n}\n"
      "output \"x\" {\n  value = local.m[var.v ? \"a\" : \"b\"]\n}\n");
  const Value value = module.output("x");
  ASSERT_TRUE(value.is(Value::Kind::one_of)) << value.to_display();
  EXPECT_EQ(value.alternatives()[0].value.as_text(), "1");
  EXPECT_EQ(value.alternatives()[1].value.as_text(), "2");
}

TEST(Locals, InAModuleWithUnreadFilesAMissingOneIsNotRefused) {
  const TestModule module(TestModule::Files{{"main.tf", "output \"x\" {\n  value = try(local.nope, 1)\n}\n"},
                                            {"broken.tf", "locals {\n  nope = [\n}\n"}});
  ASSERT_TRUE(module.output("x").is(Value::Kind::unknown));
  EXPECT_EQ(module.output("x").reason().kind, value::ReasonKind::parse_error);
  EXPECT_TRUE(module.output("x").reason().detail.starts_with("whether "))
      << "messages say that all depends on it";
}

TEST(Locals, TheSameNameInTwoBlocksIsAProblem) {
  const TestModule module(
      "locals {\n  a = 1\n}\nlocals {\n  a = 2\n}\noutput \"x\" {\n  value = local.a\n}\n");
  ASSERT_EQ(module.unit.problems.size(), 1U);
  EXPECT_NE(module.unit.problems[0].message.find("local.a is declared twice"), std::string::npos);
}

}  // namespace
}  // namespace rootproof::terraform
