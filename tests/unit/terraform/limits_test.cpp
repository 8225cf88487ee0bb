// Hostile modules end at named limits, soon and without much memory, and never as if nothing were there.
#include <gtest/gtest.h>

#include "tests/unit/terraform/terraform_fixture.h"

namespace rootproof::terraform {
namespace {

using value::ReasonKind;
using value::Value;

std::vector<std::string> limits_in(const Value& value) {
  std::vector<std::string> names;
  for (const value::Reason& reason : value.reasons()) {
    if (reason.kind == ReasonKind::limit) names.push_back(reason.detail);
  }
  return names;
}

TEST(Limits, ADocumentHasNoMoreValuesThanAConversionWalks) {
  const TestModule module(
      "data \"aws_iam_policy_document\" \"d\" {\n  dynamic \"statement\" {\n    for_each = range(1024)\n"
      "    content {\n      resources = range(1000)\n    }\n  }\n}\n"
      "output \"x\" {\n  value = data.aws_iam_policy_document.d.json\n}\n");
  EXPECT_EQ(limits_in(module.output("x")), std::vector<std::string>{"kValueParts"});
}

TEST(Limits, AWidthOfAFormatIsBoundedBeforeItIsMade) {
  for (const char* verb : {"%999999999d", "%.999999999d", "%-16777216s", "%.999999999f"}) {
    const TestModule module("output \"x\" {\n  value = format(\"" + std::string(verb) + "\", 1)\n}\n");
    EXPECT_EQ(limits_in(module.output("x")), std::vector<std::string>{"kValueBytes"}) << verb;
  }
}

TEST(Limits, AHugeCountIsOneRepresentedInstance) {
  for (const char* count : {"10001", "1000000000", "99999999999999999999"}) {
    const TestModule module(std::string("resource \"aws_iam_user\" \"u\" {\n  count = ") + count +
                            "\n  name = \"u\"\n}\n");
    ASSERT_EQ(module.addresses(), std::vector<std::string>{"aws_iam_user.u"}) << count;
    EXPECT_TRUE(module.unit.resources[0].may_be_absent) << count;
    EXPECT_EQ(module.unit.resources[0].guard.terms[0].reason->kind, ReasonKind::limit) << count;
    EXPECT_EQ(module.unit.resources[0].guard.terms[0].reason->detail, "kInstances") << count;
  }
}

TEST(Limits, AllInstancesOfARootTogetherAreBounded) {
  std::string text;
  for (int i = 0; i < 7; ++i)
    text += "resource \"aws_iam_user\" \"u" + std::to_string(i) + "\" {\n  count = 10000\n}\n";
  const TestModule module(text);
  EXPECT_LE(module.unit.resources.size(), limits::kUnitInstances);
  ASSERT_EQ(module.unit.problems.size(), 1U);
  EXPECT_EQ(module.unit.problems[0].kind, source::ProblemKind::limit);
  EXPECT_NE(module.unit.problems[0].message.find("kUnitInstances"), std::string::npos);
}

TEST(Limits, ModuleInstancesAreBoundedByName) {
  const TestModule module(
      TestModule::Files{{"main.tf", "module \"m\" {\n  source = \"./m\"\n  count  = 9000\n}\n"},
                        {"m/main.tf", "output \"x\" {\n  value = 1\n}\n"}});
  ASSERT_FALSE(module.unit.unknowns.empty());
  EXPECT_EQ(module.unit.unknowns[0].kind, ReasonKind::limit);
  EXPECT_EQ(module.unit.unknowns[0].detail, "kModuleInstances");
}

TEST(Limits, ModulesWithinModulesAreBoundedByName) {
  TestModule::Files files{{"main.tf", "module \"m\" {\n  source = \"./m0\"\n}\n"}};
  for (int i = 0; i < 40; ++i) {
    files["m" + std::to_string(i) + "/main.tf"] =
        "module \"m\" {\n  source = \"../m" + std::to_string(i + 1) + "\"\n}\n";
  }
  const TestModule module(files);
  ASSERT_EQ(module.unit.unknowns.size(), 1U);
  EXPECT_EQ(module.unit.unknowns[0].detail, "kModuleDepth");
}

TEST(Limits, StringsThatDoubleEndAtALimit) {
  std::string text = "locals {\n  s0 = \"" + std::string(4096, 'x') + "\"\n";
  for (int i = 1; i <= 13; ++i) {
    const std::string before = "local.s" + std::to_string(i - 1);
    text += "  s" + std::to_string(i) + " = \"${" + before + "}${" + before + "}\"\n";
  }
  const TestModule module(text + "}\noutput \"x\" {\n  value = local.s13\n}\n");
  EXPECT_EQ(limits_in(module.output("x")).size(), 1U);
}

TEST(Limits, AChainOfReferencesEndsAtALimit) {
  std::string text = "locals {\n  l0 = \"x\"\n";
  for (int i = 1; i <= 3000; ++i)
    text += "  l" + std::to_string(i) + " = local.l" + std::to_string(i - 1) + "\n";
  const TestModule module(
      text + "}\noutput \"x\" {\n  value = local.l3000\n}\noutput \"y\" {\n  value = local.l100\n}\n");
  EXPECT_EQ(limits_in(module.output("x")), std::vector<std::string>{"kEvaluationDepth"});
  EXPECT_EQ(module.output("y").as_string(), "x");
}

TEST(Limits, DeepExpressionsOfLocalsThatReferToEachOtherShareOneLimit) {
  std::string text = "locals {\n  l0 = \"x\"\n";
  for (int i = 1; i <= 390; ++i)
    text += "  l" + std::to_string(i) + " = " + std::string(390, '(') + "local.l" + std::to_string(i - 1) +
            std::string(390, ')') + "\n";
  const TestModule module(text + "}\noutput \"x\" {\n  value = local.l390\n}\n");
  EXPECT_EQ(limits_in(module.output("x")), std::vector<std::string>{"kEvaluationDepth"});
}

TEST(Limits, TextsOfManyPiecesEndAtALimit) {
  std::string text = "variable \"v\" {}\nlocals {\n  s0 = \"${var.v}x\"\n";
  for (int i = 1; i <= 40; ++i) {
    const std::string before = "local.s" + std::to_string(i - 1);
    text += "  s" + std::to_string(i) + " = \"${" + before + "}${" + before + "}\"\n";
  }
  const TestModule module(text + "}\noutput \"x\" {\n  value = local.s40\n}\n");
  EXPECT_EQ(limits_in(module.output("x")), std::vector<std::string>{"kTextPieces"});
}

TEST(Limits, LongTextsCountAgainstTheStepsOfTheUnit) {
  std::string text =
      "locals {\n  big = join(\"\", [for i in range(1000) : \"" + std::string(10'000, 'x') + "\"])\n";
  for (int i = 0; i < 1000; ++i) text += "  l" + std::to_string(i) + " = \"${local.big}x\"\n";
  text += "  all = [";
  for (int i = 0; i < 1000; ++i) text += "local.l" + std::to_string(i) + ", ";
  const TestModule module(text + "]\n}\noutput \"x\" {\n  value = local.all\n}\n");
  EXPECT_EQ(limits_in(module.output("x")).front(), "kEvaluationSteps") << "10 GB of text otherwise";
}

TEST(Limits, DynamicBlocksWithinDynamicBlocksEndAtALimit) {
  const TestModule module(R"(
resource "aws_x" "r" {
  dynamic "a" {
    for_each = range(1000)
    content {
      dynamic "b" {
        for_each = range(1000)
        content {
          dynamic "c" {
            for_each = range(1000)
            content {}
          }
        }
      }
    }
  }
}
)");
  EXPECT_EQ(limits_in(module.property("aws_x.r", "a")).front(), "kDynamicBlocks");
}

}  // namespace
}  // namespace rootproof::terraform
