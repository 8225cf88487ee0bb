#include <gtest/gtest.h>

#include "tests/unit/syntax/hcl_test_support.h"

namespace rootproof::hcl::testing {
namespace {

TEST(HclExpression, ConditionalsGroupToTheRight) {
  EXPECT_EQ(expression("a ? 1 : b ? 2 : 3"), "(a ? 1 : (b ? 2 : 3))");
  EXPECT_EQ(expression("a ? b ? 1 : 2 : 3"), "(a ? (b ? 1 : 2) : 3)");
}

TEST(HclExpression, OperatorsGroupToTheLeftByPrecedence) {
  EXPECT_EQ(expression("1 - 2 - 3"), "((1 - 2) - 3)");
  EXPECT_EQ(expression("a || b && c == d < e + f * -g"), "(a || (b && (c == (d < (e + (f * (-g)))))))");
  EXPECT_EQ(expression("a * b + c == d && e || f"), "(((((a * b) + c) == d) && e) || f)");
}

TEST(HclExpression, UnaryOperatorsTakeTheWholeReference) {
  EXPECT_EQ(expression("-a.b[0]"), "(-a.b[0])");
  EXPECT_EQ(expression("--1"), "(-(-1))");
  EXPECT_EQ(expression("!a && b"), "((!a) && b)");
}

TEST(HclExpression, DashBelongsToIdentifiers) {
  EXPECT_EQ(expression("a-b - c"), "(a-b - c)");
  EXPECT_EQ(expression("a-1"), "a-1");
}

TEST(HclExpression, KeywordsActByPosition) {
  EXPECT_EQ(expression("x.for.null.true"), "x.for.null.true");
  EXPECT_EQ(expression("null"), "null");
  EXPECT_EQ(expression("true(false)"), "true(false)");
}

TEST(HclExpression, AttributeSplatTakesNamesOnly) {
  EXPECT_EQ(expression("a.*.b.0.c"), "a.*{_.b.<0>.c}");
  EXPECT_EQ(expression("a.*.b[0]"), "a.*{_.b}[0]");
  EXPECT_EQ(expression("a.*"), "a.*{_}");
}

TEST(HclExpression, FullSplatTakesEveryStep) {
  EXPECT_EQ(expression("a[*].b[0].c"), "a[*]{_.b[0].c}");
  EXPECT_EQ(expression("a[*].b[*].c"), "a[*]{_.b[*]{_.c}}");
  EXPECT_EQ(expression("a[ * ]"), "a[*]{_}");
}

TEST(HclExpression, LegacyIndex) {
  EXPECT_EQ(expression("a.0.b"), "a.<0>.b");
  EXPECT_EQ(expression("a.0.1").substr(0, 4), "1:3 ");
}

TEST(HclExpression, CallsExpandTheLastArgument) {
  EXPECT_EQ(expression("f(a, b...)"), "f(a, b...)");
  EXPECT_EQ(expression("f(a, b,)"), "f(a, b)");
}

TEST(HclExpression, FunctionNamesMayHaveNameSpaces) {
  EXPECT_EQ(expression("provider::aws::arn_parse(x)"), "provider::aws::arn_parse(x)");
  EXPECT_EQ(expression("a ::\n b(x)"), "a::b(x)");
}

TEST(HclExpression, ObjectKeys) {
  EXPECT_EQ(expression("{ a = 1, true = 2, (b) = 3, \"c\" = 4, 1.5 : 5 }"),
            "{'a', 1, 'true', 2, paren(b), 3, \"'c'\", 4, 1.5, 5}");
  EXPECT_EQ(expression("{ a.b = 1 }"), "{a.b, 1}");
}

TEST(HclExpression, ObjectItemBehindALineBreakIsNoCall) {
  EXPECT_EQ(expression("{\n  b = c\n  (d) = e\n}"), "{'b', c, paren(d), e}");
}

TEST(HclExpression, ForExpressions) {
  EXPECT_EQ(expression("[for v in c : v if v]"), "[for v in c : v : v]");
  EXPECT_EQ(expression("{\nfor k, v in c : k => v...\nif k\n}"), "{for k, v in c : k : v : k...}");
}

TEST(HclExpression, SpansAreThoseOfTheText) {
  const Parsed parsed("a = 1\nbb = f(x)[0] + \"é${y}\" # c\n");
  ASSERT_TRUE(parsed.ok());
  const Attribute* attribute = parsed.file.body.attribute("bb");
  ASSERT_NE(attribute, nullptr);
  EXPECT_EQ(parsed.text(attribute->name_span), "bb");
  EXPECT_EQ(parsed.text(attribute->span), "bb = f(x)[0] + \"é${y}\"");
  const Expression& sum = parsed.file.expression(attribute->value);
  EXPECT_EQ(parsed.text(parsed.file.span(sum)), "f(x)[0] + \"é${y}\"");
  const Expression& text = parsed.file.expression(parsed.file.children(sum)[1]);
  EXPECT_EQ(parsed.text(parsed.file.span(text)), "\"é${y}\"");
  const Expression& interpolation = parsed.file.expression(parsed.file.children(text)[1]);
  EXPECT_EQ(parsed.text(parsed.file.span(interpolation)), "${y}");
}

TEST(HclExpression, RootOfALoneExpressionComesLast) {
  const Parsed parsed("list(object({ a = string }))", &parse_expression);
  ASSERT_TRUE(parsed.ok());
  EXPECT_EQ(parsed.file.expressions.back().text, "list");
  EXPECT_EQ(parsed.file.expressions.back().kind, ExpressionKind::call);
}

TEST(HclExpression, LineBreaksAreBlankInALoneExpression) { EXPECT_EQ(expression("\na\n+\nb\n"), "(a + b)"); }

}  // namespace
}  // namespace rootproof::hcl::testing
