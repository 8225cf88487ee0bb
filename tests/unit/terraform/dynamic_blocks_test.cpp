// dynamic blocks: one block for each element, with an iterator that hides what is outside.
#include <gtest/gtest.h>

#include "tests/unit/terraform/terraform_fixture.h"

namespace rootproof::terraform {
namespace {

using value::ReasonKind;
using value::Value;

/// The `rule` blocks of a resource whose body is this.
Value rules(const std::string& body, const std::string& rest = "") {
  return TestModule("resource \"aws_x\" \"r\" {\n" + body + "\n}\n" + rest).property("aws_x.r", "rule");
}

std::string over(const std::string& collection) {
  return json_of(rules("dynamic \"rule\" {\n  for_each = " + collection +
                       "\n  content {\n    k = rule.key\n    v = rule.value\n  }\n}"));
}

TEST(DynamicBlocks, ListsGiveIndexAndElement) {
  EXPECT_EQ(over("[\"a\", \"b\"]"), R"([{"k":0,"v":"a"},{"k":1,"v":"b"}])");
}

TEST(DynamicBlocks, MapsGiveKeyAndValueInTheOrderOfTheKeys) {
  EXPECT_EQ(over("{ y = 2, x = 1 }"), R"([{"k":"x","v":1},{"k":"y","v":2}])");
}

TEST(DynamicBlocks, SetsGiveTheElementTwice) {
  EXPECT_EQ(over("toset([\"b\", \"a\"])"), R"([{"k":"a","v":"a"},{"k":"b","v":"b"}])");
}

TEST(DynamicBlocks, EmptyCollectionsGiveNoBlock) {
  EXPECT_EQ(over("[]"), "[]");
  EXPECT_EQ(over("{}"), "[]");
}

TEST(DynamicBlocks, NullIsRefused) {
  EXPECT_FALSE(rules("dynamic \"rule\" {\n  for_each = null\n  content {}\n}").fully_known());
}

TEST(DynamicBlocks, TheIteratorMayHaveAnotherName) {
  EXPECT_EQ(json_of(rules("dynamic \"rule\" {\n  for_each = [\"a\"]\n  iterator = it\n  content {\n    v = "
                          "it.value\n  }\n}")),
            R"([{"v":"a"}])");
}

TEST(DynamicBlocks, StandWithWrittenBlocksInTheOrderOfTheFile) {
  EXPECT_EQ(
      json_of(rules("rule {\n  v = \"first\"\n}\ndynamic \"rule\" {\n  for_each = [\"second\"]\n  content {\n"
                    "    v = rule.value\n  }\n}\nrule {\n  v = \"third\"\n}")),
      R"([{"v":"first"},{"v":"second"},{"v":"third"}])");
}

TEST(DynamicBlocks, InnerOnesSeeTheIteratorsOfOuterOnes) {
  EXPECT_EQ(json_of(rules(R"(
  dynamic "rule" {
    for_each = { a = ["1", "2"] }
    content {
      dynamic "part" {
        for_each = rule.value
        content {
          text = "${rule.key}${part.value}"
        }
      }
    }
  })")),
            R"([{"part":[{"text":"a1"},{"text":"a2"}]}])");
}

TEST(DynamicBlocks, SeeEachOfTheirResource) {
  const TestModule module(R"(
resource "aws_x" "r" {
  for_each = { one = ["p"] }
  dynamic "rule" {
    for_each = each.value
    content {
      v = "${each.key}-${rule.value}"
    }
  }
}
)");
  EXPECT_EQ(json_of(module.property("aws_x.r[\"one\"]", "rule")), R"([{"v":"one-p"}])");
}

TEST(DynamicBlocks, AnIteratorHidesAResourceTypeOfItsName) {
  EXPECT_EQ(json_of(rules("dynamic \"rule\" {\n  for_each = [\"a\"]\n  iterator = aws_y\n  content {\n    v "
                          "= aws_y.value\n  }\n}",
                          "resource \"aws_y\" \"value\" {}\n")),
            R"([{"v":"a"}])");
}

TEST(DynamicBlocks, AnUnknownCollectionIsOneBlockThatMayBeAbsent) {
  const Value blocks = rules(
      "dynamic \"rule\" {\n  for_each = var.rules\n  content {\n    v = rule.value\n    w = \"known\"\n  "
      "}\n}",
      "variable \"rules\" {}\n");
  ASSERT_TRUE(blocks.is(Value::Kind::list));
  ASSERT_EQ(blocks.items().size(), 1U);
  EXPECT_EQ(
      blocks.items()[0].to_display(),
      R"((one of: {"v": (unknown: unknown-variable: var.rules), "w": "known"} when dynamic rule at main.tf:2:1 )"
      R"(yields a block | (absent) when not dynamic rule at main.tf:2:1 yields a block))");
  EXPECT_EQ(blocks.reasons().front().kind, ReasonKind::unknown_variable);
  EXPECT_EQ(blocks.reasons().front().detail, "var.rules");
}

TEST(DynamicBlocks, WithoutForEachOrContentAreRefused) {
  for (const char* broken :
       {"dynamic \"rule\" {\n  content {}\n}", "dynamic \"rule\" {\n  for_each = [1]\n}"}) {
    const Value blocks = rules(broken);
    ASSERT_EQ(blocks.reasons().size(), 1U) << broken;
    EXPECT_EQ(blocks.reasons()[0].kind, ReasonKind::invalid) << broken;
  }
}

}  // namespace
}  // namespace rootproof::terraform
