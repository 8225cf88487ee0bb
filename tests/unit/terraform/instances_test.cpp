// count and for_each: which instances there are, what they are called, and how others refer to them.
#include <gtest/gtest.h>

#include "tests/unit/terraform/terraform_fixture.h"

namespace rootproof::terraform {
namespace {

using value::ReasonKind;
using value::Value;
using Addresses = std::vector<std::string>;

/// A user for each instance of these meta-arguments, with declarations besides.
TestModule users(const std::string& meta, const std::string& name, const std::string& rest = "") {
  return TestModule("resource \"aws_iam_user\" \"u\" {\n  " + meta + "\n  name = " + name + "\n}\n" + rest);
}

TEST(Count, NumbersTheInstances) {
  const TestModule module = users("count = 2", "\"user-${count.index}\"");
  EXPECT_EQ(module.addresses(), (Addresses{"aws_iam_user.u[0]", "aws_iam_user.u[1]"}));
  EXPECT_EQ(module.property("aws_iam_user.u[1]", "name").as_string(), "user-1");
  EXPECT_FALSE(module.find("aws_iam_user.u[0]")->may_be_absent);
  EXPECT_EQ(module.find("aws_iam_user.u[0]")->properties.find("count"), nullptr);
}

TEST(Count, TakesWholeNumbersAlsoAsText) {
  EXPECT_EQ(users("count = \"2\"", "\"u\"").addresses().size(), 2U);
  EXPECT_EQ(users("count = 0", "\"u\"").addresses().size(), 0U);
  EXPECT_EQ(users("count = var.on ? 1 : 0", "\"u\"", "variable \"on\" {\n  default = false\n}\n")
                .addresses()
                .size(),
            0U);
}

TEST(Count, WhatTerraformRefusesIsOneInstanceThatMayNotBe) {
  for (const char* refused : {"true", "null", "-1", "1.5", "\"x\"", "[1]"}) {
    const TestModule module = users(std::string("count = ") + refused, "\"u\"");
    ASSERT_EQ(module.addresses(), Addresses{"aws_iam_user.u"}) << refused;
    EXPECT_TRUE(module.unit.resources[0].may_be_absent) << refused;
    ASSERT_EQ(module.unit.resources[0].guard.terms.size(), 1U) << refused;
    EXPECT_EQ(module.unit.resources[0].guard.terms[0].reason->kind, ReasonKind::invalid) << refused;
  }
}

TEST(Count, UnknownStaysOneRepresentedInstanceThatNamesTheVariable) {
  const TestModule module = users("count = var.n", "\"user-${count.index}\"", "variable \"n\" {}\n");
  ASSERT_EQ(module.addresses(), Addresses{"aws_iam_user.u"});
  const Resource& user = module.unit.resources[0];
  EXPECT_TRUE(user.may_be_absent);
  ASSERT_EQ(user.guard.terms.size(), 1U);
  EXPECT_EQ(user.guard.terms[0].condition, "count of aws_iam_user.u yields it");
  EXPECT_EQ(user.guard.terms[0].reason->detail, "var.n");
  EXPECT_EQ(module.property("aws_iam_user.u", "name").to_display(), "\"user-${unknown-variable: var.n}\"");
}

TEST(Count, AnUnknownConditionKeepsItsReason) {
  const TestModule module = users("count = var.on ? 1 : 0", "\"u\"", "variable \"on\" {}\n");
  ASSERT_EQ(module.unit.resources.size(), 1U);
  EXPECT_TRUE(module.unit.resources[0].may_be_absent);
  EXPECT_EQ(module.unit.resources[0].guard.terms[0].reason->detail, "var.on");
}

std::string with_enabled(const std::string& value) {
  return "variable \"on\" {}\nresource \"aws_iam_user\" \"u\" {\n  name = \"u\"\n  lifecycle {\n    enabled "
         "= " +
         value + "\n  }\n}\noutput \"x\" {\n  value = aws_iam_user.u.name\n}\n";
}

/// Variables that nobody gives a value; `mode` is "a" or "b".
constexpr const char* kOpen =
    "variable \"on\" {}\nvariable \"mode\" {\n  type = string\n  validation {\n    condition = "
    "contains([\"a\", \"b\"], var.mode)\n    error_message = \"x\"\n  }\n}\n";

TEST(InstancesByWays, ExistWhenTheirConditionHolds) {
  const auto shown = [](const std::string& written) {
    std::string text;
    for (const Resource& resource : users(written, "\"u\"", kOpen).unit.resources)
      text +=
          resource.address + " " + (resource.may_be_absent ? resource.guard.to_string() : "always") + "; ";
    return text;
  };
  EXPECT_EQ(shown("count = var.on ? 1 : 0"), "aws_iam_user.u[0] when var.on; ");
  EXPECT_EQ(shown("count = var.on ? 2 : 1"), "aws_iam_user.u[0] always; aws_iam_user.u[1] when var.on; ");
  EXPECT_EQ(shown("count = var.mode == \"a\" ? 1 : 0"), "aws_iam_user.u[0] when var.mode is a; ");
  EXPECT_EQ(shown("count = var.mode == \"c\" ? 1 : 0"), "");
  EXPECT_EQ(shown("for_each = var.on ? toset([]) : toset([\"k\"])"),
            "aws_iam_user.u[\"k\"] when not var.on; ");
  EXPECT_EQ(shown("for_each = var.on ? { a = 1, b = 2 } : { b = 3, c = 4 }"),
            "aws_iam_user.u[\"a\"] when var.on; aws_iam_user.u[\"b\"] always; aws_iam_user.u[\"c\"] when not "
            "var.on; ");
  EXPECT_EQ(shown("for_each = var.mode == \"c\" ? { a = 1 } : {}"), "");
  // What may be any number is one that stands for all.
  EXPECT_EQ(shown("count = var.on ? var.mode : 0"),
            "aws_iam_user.u when count of aws_iam_user.u yields it; ");
}

TEST(InstancesByWays, HaveTheValuesOfTheirWays) {
  const TestModule module =
      users("for_each = var.on ? { a = 1, b = 2 } : { b = 3 }", "\"user-${each.value}\"", kOpen);
  EXPECT_EQ(module.property("aws_iam_user.u[\"a\"]", "name").as_string(), "user-1");
  EXPECT_EQ(module.property("aws_iam_user.u[\"b\"]", "name").to_display(),
            "(one of: \"user-2\" when var.on | \"user-3\" when not var.on)");
}

/// A resource that may not exist has no attributes for the case that it does not.
TEST(InstancesByWays, HaveOnlyTheValuesOfTheWayTheyExistIn) {
  const TestModule module(R"(variable "on" {}
variable "other" {}
resource "aws_iam_role" "here" {
  count = var.on ? 1 : 0
  name  = "here"
}
resource "aws_iam_role" "r" {
  count       = var.on ? 1 : 0
  description = join("", aws_iam_role.here[*].name)
  path        = one(aws_iam_role.here[*].name)
  name        = var.other ? join("", aws_iam_role.here[*].name) : "x"
}
resource "aws_iam_role" "away" {
  count       = var.on ? 0 : 1
  description = join("", aws_iam_role.here[*].name)
}
resource "aws_iam_role" "always" {
  description = join("", aws_iam_role.here[*].name)
}
)");
  EXPECT_EQ(module.property("aws_iam_role.r[0]", "description").as_string(), "here");
  EXPECT_EQ(module.property("aws_iam_role.r[0]", "path").as_string(), "here");
  EXPECT_EQ(module.property("aws_iam_role.r[0]", "name").to_display(),
            "(one of: \"here\" when var.other | \"x\" when not var.other)");
  EXPECT_EQ(module.property("aws_iam_role.away[0]", "description").as_string(), "");
  EXPECT_TRUE(module.property("aws_iam_role.always", "description").is(value::Value::Kind::one_of));
}

TEST(InstancesByWays, AreReferredToInEveryWay) {
  const auto shown = [](const std::string& expression) {
    return users("count = var.on ? 1 : 0", "\"u\"",
                 kOpen + ("output \"x\" {\n  value = " + expression + "\n}\n"))
        .output("x")
        .to_display();
  };
  // Terraform refuses the reference where there is none.
  EXPECT_EQ(shown("aws_iam_user.u[0].name"), "\"u\"");
  EXPECT_EQ(shown("length(aws_iam_user.u)"), "(one of: 1 when var.on | 0 when not var.on)");
  EXPECT_EQ(shown("join(\"\", aws_iam_user.u[*].name)"),
            "(one of: \"u\" when var.on | \"\" when not var.on)");
  EXPECT_EQ(shown("one(aws_iam_user.u[*].name)"), "(one of: \"u\" when var.on | null when not var.on)");
  EXPECT_EQ(shown("try(aws_iam_user.u[0].name, \"z\")"),
            "(one of: \"u\" when var.on | \"z\" when not var.on)");
  EXPECT_EQ(shown("can(aws_iam_user.u[0].name)"), "(one of: true when var.on | false when not var.on)");
  EXPECT_EQ(shown("var.on ? aws_iam_user.u[0].name : \"z\""),
            "(one of: \"u\" when var.on | \"z\" when not var.on)");
}

TEST(InstancesByWays, OfModulesAreReferredToInEveryWay) {
  const auto shown = [](const std::string& expression) {
    return TestModule(TestModule::Files{{"main.tf", kOpen + ("module \"m\" {\n  source = \"./m\"\n  count = "
                                                             "var.on ? 1 : 0\n}\noutput \"x\" {\n  value = " +
                                                             expression + "\n}\n")},
                                        {"m/main.tf", "output \"n\" {\n  value = 1\n}\n"}})
        .output("x")
        .to_display();
  };
  EXPECT_EQ(shown("module.m[0].n"), "1");
  EXPECT_EQ(shown("module.m[*].n"), "(one of: [1] when var.on | [] when not var.on)");
  EXPECT_EQ(shown("try(module.m[0].n, 2)"), "(one of: 1 when var.on | 2 when not var.on)");
}

TEST(Enabled, OpenTofuMakesOneInstanceOrNone) {
  EXPECT_EQ(TestModule(with_enabled("true")).addresses(),
            (std::vector<std::string>{"aws_iam_user.u", "output.x"}));
  EXPECT_EQ(json_of(TestModule(with_enabled("true")).output("x")), R"("u")");
  EXPECT_EQ(TestModule(with_enabled("false")).addresses(), std::vector<std::string>{"output.x"});
  EXPECT_EQ(json_of(TestModule(with_enabled("1 > 2")).output("x")),
            "(unknown: invalid: aws_iam_user.u is not enabled)");
  const TestModule open(with_enabled("var.on"));
  ASSERT_EQ(open.addresses(), (std::vector<std::string>{"aws_iam_user.u", "output.x"}));
  EXPECT_TRUE(open.unit.resources[0].may_be_absent);
  EXPECT_EQ(open.unit.resources[0].guard.to_string(), "when aws_iam_user.u is enabled");
}

TEST(Enabled, AModuleThatIsNotHasNoResources) {
  const TestModule module(TestModule::Files{
      {"main.tf",
       "module \"m\" {\n  source = \"./m\"\n  lifecycle {\n    enabled = false\n  }\n}\n"
       "output \"x\" {\n  value = module.m.x\n}\n"},
      {"m/main.tf", "resource \"aws_iam_user\" \"u\" {\n}\noutput \"x\" {\n  value = 1\n}\n"}});
  EXPECT_EQ(module.addresses(), std::vector<std::string>{"output.x"});
  EXPECT_EQ(json_of(module.output("x")), "(unknown: invalid: module.m is not enabled)");
}

TEST(ForEach, OverAMapGivesKeyAndValue) {
  const TestModule module = users("for_each = { b = \"Bob\", a = \"Ann\" }", "\"${each.key}-${each.value}\"");
  EXPECT_EQ(module.addresses(), (Addresses{"aws_iam_user.u[\"a\"]", "aws_iam_user.u[\"b\"]"}));
  EXPECT_EQ(module.property("aws_iam_user.u[\"a\"]", "name").as_string(), "a-Ann");
}

TEST(ForEach, OverASetOfStringsGivesTheElementTwice) {
  const TestModule module = users("for_each = toset([\"b\", \"a\", \"b\"])", "\"${each.key}-${each.value}\"");
  EXPECT_EQ(module.addresses(), (Addresses{"aws_iam_user.u[\"a\"]", "aws_iam_user.u[\"b\"]"}));
  EXPECT_EQ(module.property("aws_iam_user.u[\"b\"]", "name").as_string(), "b-b");
}

TEST(ForEach, QuotesKeysAsTerraformPrintsThem) {
  const TestModule module =
      users(R"(for_each = toset(["k\"q", "$${x}", "back\\slash", "new\nline"]))", "each.key");
  EXPECT_EQ(module.addresses(), (Addresses{R"(aws_iam_user.u["$${x}"])", R"(aws_iam_user.u["back\\slash"])",
                                           R"(aws_iam_user.u["k\"q"])", R"(aws_iam_user.u["new\nline"])"}));
  EXPECT_EQ(module.property(R"(aws_iam_user.u["k\"q"])", "name").as_string(), "k\"q");
}

TEST(ForEach, RefusesListsScalarsNullAndSetsOfNumbers) {
  for (const char* refused :
       {"[\"a\", \"b\"]", "tolist([\"a\"])", "null", "toset([1, 2])", "true", "\"a\""}) {
    const TestModule module = users(std::string("for_each = ") + refused, "each.key");
    ASSERT_EQ(module.addresses(), Addresses{"aws_iam_user.u"}) << refused;
    EXPECT_TRUE(module.unit.resources[0].may_be_absent) << refused;
    EXPECT_EQ(module.unit.resources[0].guard.terms[0].reason->kind, ReasonKind::invalid) << refused;
  }
}

TEST(ForEach, OverAnEmptyMapGivesNothing) {
  EXPECT_TRUE(users("for_each = {}", "each.key").addresses().empty());
}

TEST(ForEach, UnknownStaysOneRepresentedInstance) {
  const TestModule module =
      users("for_each = toset(var.names)", "each.key", "variable \"names\" {\n  type = list(string)\n}\n");
  ASSERT_EQ(module.addresses(), Addresses{"aws_iam_user.u"});
  EXPECT_TRUE(module.unit.resources[0].may_be_absent);
  EXPECT_EQ(module.unit.resources[0].guard.terms[0].reason->detail, "var.names");
  EXPECT_EQ(json_of(module.property("aws_iam_user.u", "name")), "(unknown: unknown-variable: var.names)");
}

TEST(ForEach, ValuesMayBeUnknownWhileKeysAreNot) {
  const TestModule module = users("for_each = { a = var.x }", "each.value", "variable \"x\" {}\n");
  EXPECT_EQ(module.addresses(), Addresses{"aws_iam_user.u[\"a\"]"});
  EXPECT_FALSE(module.unit.resources[0].may_be_absent);
  EXPECT_EQ(json_of(module.property("aws_iam_user.u[\"a\"]", "name")), "(unknown: unknown-variable: var.x)");
}

constexpr const char* kReferences = R"(
resource "aws_iam_user" "n" {
  count = 2
  name  = "n${count.index}"
}
resource "aws_iam_user" "k" {
  for_each = { x = "X", y = "Y" }
  name     = each.value
}
resource "aws_iam_user" "one" {
  name = "one"
}
variable "key" {
  default = "y"
}
output "splat" {
  value = aws_iam_user.n[*].name
}
output "legacy_splat" {
  value = aws_iam_user.n.*.name
}
output "indexed" {
  value = aws_iam_user.n[1].name
}
output "keyed" {
  value = aws_iam_user.k["x"].name
}
output "keyed_by_variable" {
  value = aws_iam_user.k[var.key].name
}
output "for" {
  value = { for key, user in aws_iam_user.k : key => user.name }
}
output "values" {
  value = values(aws_iam_user.k)[*].name
}
output "one" {
  value = aws_iam_user.one[*].name
}
output "length" {
  value = length(aws_iam_user.n)
}
output "past" {
  value = aws_iam_user.n[5].name
}
output "no_key" {
  value = aws_iam_user.k["z"].name
}
output "without_key" {
  value = aws_iam_user.n.name
}
)";

TEST(References, ReachInstancesByNumberByKeyAndAllTogether) {
  const TestModule module(kReferences);
  EXPECT_EQ(json_of(module.output("splat")), R"(["n0","n1"])");
  EXPECT_EQ(json_of(module.output("legacy_splat")), R"(["n0","n1"])");
  EXPECT_EQ(json_of(module.output("indexed")), "\"n1\"");
  EXPECT_EQ(json_of(module.output("keyed")), "\"X\"");
  EXPECT_EQ(json_of(module.output("keyed_by_variable")), "\"Y\"");
  EXPECT_EQ(json_of(module.output("for")), R"({"x":"X","y":"Y"})");
  EXPECT_EQ(json_of(module.output("values")), R"(["X","Y"])");
  EXPECT_EQ(json_of(module.output("one")), R"(["one"])");
  EXPECT_EQ(json_of(module.output("length")), "2");
}

TEST(References, ToInstancesThatDoNotExistAreRefused) {
  const TestModule module(kReferences);
  for (const char* name : {"past", "no_key", "without_key"}) {
    const Value value = module.output(name);
    ASSERT_TRUE(value.is(Value::Kind::unknown)) << name;
    EXPECT_EQ(value.reason().kind, ReasonKind::invalid) << name;
  }
}

TEST(References, ToAnUnknownNumberOfInstancesNameTheVariable) {
  const TestModule module = users("count = var.n", "\"u\"",
                                  "variable \"n\" {}\noutput \"x\" {\n  value = aws_iam_user.u[0].name\n}\n");
  EXPECT_EQ(json_of(module.output("x")), "(unknown: unknown-variable: var.n)");
}

TEST(References, ABlockThatCountsItselfIsACycle) {
  const TestModule module = users("count = length(aws_iam_user.u)", "\"u\"");
  ASSERT_EQ(module.unit.resources.size(), 1U);
  EXPECT_EQ(module.unit.resources[0].guard.terms[0].reason->kind, ReasonKind::cycle);
}

TEST(References, EachAndCountMeanNothingElsewhere) {
  const TestModule module = users("", "\"${count.index}${each.key}\"");
  EXPECT_FALSE(module.property("aws_iam_user.u", "name").fully_known());
}

TEST(References, WholeResourcesCarryTheirNestedBlocks) {
  const TestModule module(R"(
resource "aws_iam_role" "r" {
  count = 1
  name  = "r"
  inline_policy {
    name = "p"
  }
}
output "x" {
  value = [for role in aws_iam_role.r : role.inline_policy[0].name]
}
)");
  EXPECT_EQ(json_of(module.output("x")), R"(["p"])");
}

}  // namespace
}  // namespace rootproof::terraform
