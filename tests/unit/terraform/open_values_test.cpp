// What hides behind a variable without a value: every way it may turn out that the expression tells apart.
#include <gtest/gtest.h>

#include "tests/unit/terraform/terraform_fixture.h"

namespace rootproof::terraform {
namespace {

using value::Value;

std::string shown(const std::string& expression) {
  return TestModule("variable \"u\" {}\nvariable \"v\" {}\noutput \"x\" {\n  value = " + expression + "\n}\n")
      .output("x")
      .to_display();
}

const std::string kUnknown = "(unknown: unknown-variable: var.u)";

/// True when the first way of the one item of `x` and the second way of the other may hold together.
bool are_independent(const TestModule& module) {
  const Value both = module.output("x");
  if (!both.is(Value::Kind::list) || both.items().size() != 2) return false;
  for (const Value& item : both.items())
    if (!item.is(Value::Kind::one_of)) return false;
  const auto mixed = both.items()[0].alternatives()[0].guard & both.items()[1].alternatives()[1].guard;
  return !mixed.impossible();
}

constexpr const char* kFlags = "variable \"a\" {}\nvariable \"b\" {}\nvariable \"m\" {}\n";

TEST(NamesOfConditions, AComparisonWithATextSpeaksOfTheValueThatLooksUp) {
  const std::string found = "lookup({ a = 1, b = 2 }, var.a, 3)";
  for (const std::string condition : {"var.a == \"a\"", "(\"a\" == var.a)"}) {
    const TestModule module(std::string(kFlags) + "output \"x\" {\n  value = [" + condition + " ? 1 : 2, " +
                            found + "]\n}\n");
    const Value both = module.output("x");
    ASSERT_EQ(both.items().size(), 2U) << condition;
    const value::Guard equal = both.items()[0].alternatives()[0].guard;
    const value::Guard other = both.items()[0].alternatives()[1].guard;
    EXPECT_FALSE((equal & both.items()[1].alternatives()[0].guard).impossible()) << condition;
    EXPECT_TRUE((equal & both.items()[1].alternatives()[1].guard).impossible()) << condition;
    EXPECT_TRUE((other & both.items()[1].alternatives()[0].guard).impossible()) << condition;
    EXPECT_FALSE((other & both.items()[1].alternatives()[1].guard).impossible()) << condition;
  }
  // A number and the text of its digits look up the same and are not equal.
  const TestModule digits(std::string(kFlags) +
                          "output \"x\" {\n  value = [var.a == \"1\" ? 1 : 2, [5, 6][var.a]]\n}\n");
  EXPECT_TRUE(are_independent(digits));
}

TEST(BlocksOfOtherProviders, AreNoListsForSure) {
  const TestModule module(R"(
resource "example_account" "a" {
  settings {
    name = "x"
  }
}
output "single" { value = example_account.a.settings.name }
output "listed" { value = example_account.a.settings[0].name }
)");
  EXPECT_EQ(module.output("single").to_display(), R"("${example_account.a.settings.name}")");
  EXPECT_EQ(module.output("listed").as_string(), "x");
}

TEST(Distinct, LeavesOneElementAsItIs) {
  EXPECT_EQ(shown("distinct([\"a-${var.u}\"])"), R"(["a-${unknown-variable: var.u}"])");
}

TEST(NamesOfConditions, TheSameWordsOfTheSameValueAreOneCondition) {
  for (const char* list :
       {"[var.a ? 1 : 2, var.a ? 3 : 4]", "[for i in [1, 2] : var.a ? i : 0]",
        "[for f in [var.a] : [f ? 1 : 2, f ? 3 : 4]][0]", "[var.a  ?  1 : 2, (var.a) ? 3 : 4]"}) {
    const bool same = std::string(list).find("(var.a)") == std::string::npos;
    const TestModule module(std::string(kFlags) + "output \"x\" {\n  value = " + list + "\n}\n");
    EXPECT_EQ(are_independent(module), !same) << list;
  }
}

TEST(NamesOfConditions, TheSameWordsOfAnotherValueAreAnotherCondition) {
  const std::string long_text = "var.a == \"" + std::string(90, 'x');
  for (const std::string& list :
       {std::string("[for f in [var.a, var.b] : f ? 1 : 2]"),
        std::string("[for f in [var.m, var.m] : f.x ? 1 : 2]"),
        std::string("[for f in [var.m.a, var.m.b] : f ? 1 : 2]"),
        std::string("concat([for f in [var.a] : f ? 1 : 2], [for f in [var.b] : f ? 1 : 2])"),
        std::string("[for f in [var.a, var.b] : [for g in [1] : f ? 1 : 2][0]]"),
        std::string("[for f in [var.a, var.b] : templatefile(\"t.tpl\", { f = f })]"),
        std::string("[templatefile(\"t.tpl\", { f = var.a }), templatefile(\"t.tpl\", { f = var.b })]"),
        std::string("[var.a == \"x  y\" ? 1 : 2, var.a == \"x y\" ? 1 : 2]"),
        "[" + long_text + "1\" ? 1 : 2, " + long_text + "2\" ? 1 : 2]"}) {
    const TestModule module(
        TestModule::Files{{"main.tf", std::string(kFlags) + "output \"x\" {\n  value = " + list + "\n}\n"},
                          {"t.tpl", "%{ if f }a%{ else }b%{ endif }"}});
    EXPECT_TRUE(are_independent(module)) << list << module.output("x").to_display();
  }
}

TEST(NamesOfConditions, InstancesOfModulesAndBlocksHaveTheirOwn) {
  const TestModule modules(TestModule::Files{
      {"main.tf",
       std::string(kFlags) +
           "module \"p\" {\n  source = \"./m\"\n  f = var.a\n}\nmodule \"q\" {\n  source = \"./m\"\n"
           "  f = var.b\n}\noutput \"x\" {\n  value = [module.p.x, module.q.x]\n}\n"},
      {"m/main.tf", "variable \"f\" {}\noutput \"x\" {\n  value = var.f ? 1 : 2\n}\n"}});
  EXPECT_TRUE(are_independent(modules));
  const TestModule instances(std::string(kFlags) +
                             "resource \"aws_x\" \"r\" {\n  for_each = { p = var.a, q = var.b }\n"
                             "  v = each.value ? 1 : 2\n}\n"
                             "output \"x\" {\n  value = [aws_x.r[\"p\"].v, aws_x.r[\"q\"].v]\n}\n");
  EXPECT_TRUE(are_independent(instances));
  const TestModule blocks(std::string(kFlags) +
                          "resource \"aws_x\" \"r\" {\n  dynamic \"s\" {\n    for_each = [var.a, var.b]\n"
                          "    content {\n      v = s.value ? 1 : 2\n    }\n  }\n}\n"
                          "output \"x\" {\n  value = [aws_x.r.s[0].v, aws_x.r.s[1].v]\n}\n");
  EXPECT_TRUE(are_independent(blocks));
  const TestModule open_blocks(
      std::string(kFlags) +
      "resource \"aws_x\" \"r\" {\n  dynamic \"s\" {\n    for_each = var.a\n    content {\n"
      "    }\n  }\n  dynamic \"s\" {\n    for_each = var.b\n    content {\n    }\n  }\n}\n"
      "output \"x\" {\n  value = aws_x.r.s\n}\n");
  EXPECT_TRUE(are_independent(open_blocks));
}

TEST(OpenValues, NullsOfAnyTypesAreTheSame) {
  const auto of_types = [](const std::string& expression) {
    return TestModule("variable \"b\" {\n  type = bool\n}\nvariable \"n\" {\n  type = number\n}\n" +
                      ("output \"x\" {\n  value = " + expression + "\n}\n"))
        .output("x")
        .to_display();
  };
  EXPECT_EQ(of_types("var.b == var.n"), "(unknown: unknown-variable: var.b)");
  EXPECT_EQ(of_types("var.b != var.n"), "(unknown: unknown-variable: var.b)");
  EXPECT_EQ(of_types("var.b == 1"), "false");
  EXPECT_EQ(of_types("var.n == \"a\""), "false");
}

TEST(OpenValues, TryGoesOnWhereAnUnknownMayHaveAnError) {
  EXPECT_EQ(shown("try(var.u.name, \"*\")"),
            "(one of: " + kUnknown +
                " when var.u.name can be evaluated | \"*\" when var.u.name cannot be evaluated)");
  EXPECT_EQ(shown("try(var.u.name)"), kUnknown);
  EXPECT_EQ(shown("try([][0], var.u)"), kUnknown);
  EXPECT_EQ(shown("try(var.u, [][0])"), kUnknown);
  EXPECT_EQ(shown("try(\"known\", var.u)"), "\"known\"");
}

TEST(OpenValues, LookupMayFindNothing) {
  EXPECT_EQ(
      shown("lookup(var.u, \"k\", \"*\")"),
      "(one of: " + kUnknown + " when var.u has an element \"k\" | \"*\" when var.u has no element \"k\")");
  EXPECT_EQ(shown("lookup({ k = \"known\" }, \"k\", var.u)"), "\"known\"");
}

TEST(OpenValues, CoalesceMayPassOverThem) {
  EXPECT_EQ(shown("coalesce(var.u, \"*\")"),
            "(one of: (unknown: unknown-variable: var.u) when var.u is set | \"*\" when var.u is not set)");
  EXPECT_EQ(shown("coalesce(\"known\", var.u)"), "\"known\"");
}

TEST(OpenValues, AListWithAnOpenRestKeepsItsKnownPart) {
  const std::string rest = "…" + kUnknown + "]";
  EXPECT_EQ(shown("concat([\"a\"], [for x in var.u : x])"), "[\"a\", " + rest);
  EXPECT_EQ(shown("concat([\"a\"], var.u, [\"b\"])"), "[\"a\", \"b\", " + rest);
  EXPECT_EQ(shown("concat([], var.u)"), kUnknown);
  // Nothing but its items is known of it.
  EXPECT_EQ(shown("length(concat([\"a\"], var.u))"), kUnknown);
  EXPECT_EQ(shown("concat([\"a\"], var.u)[0]"), kUnknown);
  EXPECT_EQ(shown("concat([\"a\"], var.u) == [\"a\"]"), kUnknown);
  EXPECT_EQ(shown("element(concat([\"a\"], var.u), 0)"), kUnknown);
  EXPECT_EQ(shown("one(concat([\"a\"], var.u))"), kUnknown);
  EXPECT_EQ(shown("join(\"-\", concat([\"a\"], var.u))"), kUnknown);
  EXPECT_EQ(shown("contains(concat([\"a\"], var.u), \"b\")"), kUnknown);
  EXPECT_EQ(shown("{ for x in concat([\"a\"], var.u) : x => x }"), kUnknown);
  EXPECT_EQ(shown("contains(concat([\"a\"], var.u), \"a\")"), "true");
  // A list of texts makes a text of it.
  EXPECT_EQ(shown("contains(concat([1], var.u), 1)"), kUnknown);
}

TEST(OpenValues, FunctionsKeepTheKnownPartOfAList) {
  const std::string rest = "…" + kUnknown + "]";
  EXPECT_EQ(shown("distinct(concat([\"b\", \"a\"], var.u))"), "[\"b\", \"a\", " + rest);
  EXPECT_EQ(shown("sort(concat([\"b\", 1], var.u))"), "[\"b\", \"1\", " + rest);
  EXPECT_EQ(shown("reverse(concat([\"a\"], var.u))"), "[\"a\", " + rest);
  EXPECT_EQ(shown("compact(concat([\"a\", \"\", null], var.u))"), "[\"a\", " + rest);
  EXPECT_EQ(shown("compact([\"a\", var.u])"), "[\"a\", " + rest);
  EXPECT_EQ(shown("toset(concat([\"a\"], var.u))"), "[\"a\", " + rest);
  EXPECT_EQ(shown("tolist(concat([\"a\"], var.u))"), "[\"a\", " + rest);
  EXPECT_EQ(shown("setunion([\"a\"], var.u)"), "[\"a\", " + rest);
  EXPECT_EQ(shown("coalescelist(concat([\"a\"], var.u), [\"b\"])"), "[\"a\", " + rest);
  EXPECT_EQ(shown("formatlist(\"<%s>\", concat([\"a\"], var.u))"), "[\"<a>\", " + rest);
  EXPECT_EQ(shown("concat([{ n = 1 }], var.u)[*].n"), "[1, " + rest);
  EXPECT_EQ(shown("flatten([[\"a\"], var.u, [[\"b\"]]])"), "[\"a\", \"b\", " + rest);
  EXPECT_EQ(shown("flatten(concat([[\"a\"]], var.u))"), "[\"a\", " + rest);
  EXPECT_EQ(shown("[for x in concat([\"a\"], var.u) : \"<${x}>\"]"), "[\"<a>\", " + rest);
  EXPECT_EQ(shown("[for i, x in concat([\"a\"], var.u) : x if i == 0]"), kUnknown);
  EXPECT_EQ(shown("[for x in [\"a\", \"b\"] : x if x != \"a\" || var.u]"), "[\"b\", " + rest);
  // What some might take away may be gone.
  EXPECT_EQ(shown("setsubtract([\"a\"], var.u)"), kUnknown);
  EXPECT_EQ(shown("slice(concat([\"a\"], var.u), 0, 1)"), kUnknown);
}

TEST(OpenValues, FormatTextsKeepPartsThatHoldNoVerb) {
  const auto shown_with_partition = [](const std::string& expression) {
    return TestModule(
               "data \"aws_partition\" \"p\" {}\nlocals {\n  p = data.aws_partition.p.partition\n}\n"
               "variable \"u\" {}\noutput \"x\" {\n  value = " +
               expression + "\n}\n")
        .output("x")
        .to_display();
  };
  const std::string arn = shown_with_partition("\"arn:${local.p}:iam::1:root\"");
  EXPECT_EQ(shown_with_partition("format(\"arn:${local.p}:iam::%d:%s\", 1, \"root\")"), arn);
  EXPECT_EQ(shown_with_partition("format(\"%s:${local.p}:iam::1:root\", \"arn\")"), arn);
  EXPECT_EQ(shown_with_partition("formatlist(\"arn:${local.p}:iam::%s:root\", [\"1\"])[0]"), arn);
  EXPECT_EQ(shown_with_partition("replace(\"arn/${local.p}/iam//1/root\", \"/\", \":\")"), arn);
  EXPECT_EQ(shown_with_partition("split(\",\", \"x,arn:${local.p}:iam::1:root,y\")[1]"), arn);
  EXPECT_EQ(shown_with_partition("format(\"100%%${local.p}\")"), shown_with_partition("\"100%${local.p}\""));
  // What is not known may be a part of the verb, or of what is looked for.
  for (const std::string open :
       {"format(\"%${local.p}\", 1)", "format(\"%${local.p}%\")", "replace(\"a-${local.p}\", \"a\", \"b\")",
        "replace(\"/${local.p}/\", \"/[/]/\", \":\")", "format(\"${var.u}%s\", 1)",
        "split(\":\", \"a:${var.u}\")[0]"})
    EXPECT_NE(shown_with_partition(open).find("(unknown"), std::string::npos) << open;
}

TEST(OpenValues, TheJsonOfAListKeepsItsKnownPart) {
  EXPECT_EQ(shown("jsondecode(jsonencode(concat([\"a\", { b = 1 }], var.u)))"),
            shown("concat([\"a\", { b = 1 }], var.u)"));
  EXPECT_EQ(shown("jsondecode(\"{\\\"s\\\": ${jsonencode(concat([{ b = 1 }], var.u))}}\").s"),
            shown("concat([{ b = 1 }], var.u)"));
  EXPECT_EQ(shown("jsonencode(concat([\"a\"], var.u))"),
            "\"[${unknown-variable: var.u}\\\"a\\\"${unknown-variable: var.u}]\"");
  // Where the known items stand in the text is as open as the rest.
  EXPECT_EQ(shown("startswith(jsonencode(concat([{ b = 1 }], var.u)), \"[{\")").rfind("(unknown", 0), 0U);
}

TEST(OpenValues, AnyTextInAnArrayMayBeSeveralItems) {
  EXPECT_EQ(shown("length(jsondecode(jsonencode(flatten([var.u, true]))))"), kUnknown);
  EXPECT_EQ(shown("length(jsondecode(\"[1,${var.u}]\"))"), kUnknown);
  EXPECT_EQ(shown("length(jsondecode(\"[1,\\\"${var.u}\\\"]\"))"), "2");
}

TEST(OpenValues, ANullWithoutATypeIsNeverFormatted) {
  EXPECT_EQ(shown("format(\"%s-%v\", \"a\", null)"),
            "(unknown: opaque-function: format() of a null without a type)");
  EXPECT_EQ(shown("format(\"%v\", tostring(null))"), "\"null\"");
}

TEST(OpenValues, AVariableOfAListTypeKeepsTheKnownPart) {
  const TestModule module(TestModule::Files{
      {"main.tf",
       "variable \"u\" {}\nmodule \"m\" {\n  source = \"./m\"\n  texts = concat([1], var.u)\n}\n"
       "output \"x\" {\n  value = module.m.x\n}\n"},
      {"m/main.tf",
       "variable \"texts\" {\n  type = list(string)\n}\noutput \"x\" {\n  value = var.texts\n}\n"}});
  EXPECT_EQ(module.output("x").to_display(), "[\"1\", …" + kUnknown + "]");
}

TEST(OpenValues, AnElementByAnOpenKeyIsOneOfThem) {
  EXPECT_EQ(shown("{ a = 1, b = 2 }[var.u]"), "(one of: 1 when var.u is a | 2 when var.u is b)");
  EXPECT_EQ(shown("[\"x\", \"y\"][var.u]"), "(one of: \"x\" when var.u is 0 | \"y\" when var.u is 1)");
  EXPECT_EQ(shown("{ a = { n = 1 }, b = { n = 2 } }[var.u].n"),
            "(one of: 1 when var.u is a | 2 when var.u is b)");
  EXPECT_EQ(shown("{}[var.u]"), kUnknown);
  // Equal keys go together, others do not.
  const TestModule same(
      "variable \"u\" {}\noutput \"x\" {\n  value = [{ a = 1, b = 2 }[var.u], { a = 3, b = 4 }[var.u]]\n}\n");
  EXPECT_FALSE(are_independent(same));
  const TestModule other(
      "variable \"u\" {}\nvariable \"v\" {}\noutput \"x\" {\n  value = [{ a = 1, b = 2 }[var.u], { a = 3, b "
      "= 4 }[var.v]]\n}\n");
  EXPECT_TRUE(are_independent(other));
}

TEST(OpenValues, TryGoesOnWhereAKeyMayBeMissing) {
  EXPECT_EQ(shown("try({ a = 1 }[var.u], 2)"), "(one of: 1 when var.u is a | 2 when var.u is not a)");
  EXPECT_EQ(shown("can({ a = 1 }[var.u])"), kUnknown);
}

TEST(OpenValues, AWorkspaceThatIsNowhereIsNotTheOneInUse) {
  const std::string text =
      "locals {\n  accounts = { prod = \"111122223333\", test = \"444455556666\" }\n}\n"
      "output \"x\" {\n  value = local.accounts[terraform.workspace]\n}\n"
      "output \"y\" {\n  value = terraform.workspace == \"default\"\n}\n";
  const TestModule module(text);
  EXPECT_EQ(module.output("x").to_display(),
            "(one of: \"111122223333\" when terraform.workspace is prod | \"444455556666\" when "
            "terraform.workspace is test)");
  // What holds in the workspace "default" alone is said of nothing then.
  EXPECT_EQ(module.output("y").to_display(), "(unknown: unknown-variable: terraform.workspace)");
  EXPECT_EQ(TestModule("output \"x\" {\n  value = regex(\"-(.*)\", terraform.workspace)[0]\n}\n")
                .output("x")
                .reasons()
                .front()
                .detail,
            "terraform.workspace");
  ModuleInputs inputs;
  inputs.workspace = "test";
  EXPECT_EQ(TestModule(text, inputs).output("x").to_display(), "\"444455556666\"");
  EXPECT_EQ(TestModule("output \"y\" {\n  value = { default = 1 }[terraform.workspace]\n}\n")
                .output("y")
                .to_display(),
            "1");
}

TEST(OpenValues, AWorkspaceThatIsComparedWithAnotherIsNotTheOneInUse) {
  const auto output = [](const std::string& value) {
    return TestModule("locals {\n  name = terraform.workspace\n}\noutput \"x\" {\n  value = " + value +
                      "\n}\n")
        .output("x")
        .to_display();
  };
  EXPECT_EQ(output("local.name == \"prod\" ? 1 : 0"),
            "(one of: 1 when local.name is prod | 0 when local.name is not prod)");
  constexpr const char* kUnknownWorkspace = "(unknown: unknown-variable: terraform.workspace)";
  for (const char* question : {"terraform.workspace != \"prod\"",
                               "contains([\"prod\"], terraform.workspace)",
                               "startswith(local.name, \"prod\")",
                               "split(\"-\", terraform.workspace)[0] == \"prod\"",
                               "substr(terraform.workspace, length(\"shop\"), -1) == \"-prod\"",
                               "upper(local.name) == \"PROD\"",
                               "length(regexall(\"prod\", terraform.workspace)) > 0",
                               "core::startswith(terraform.workspace, \"prod\")",
                               "terraform.workspace != \"default\"",
                               "\"x-${terraform.workspace}\" == \"x-prod\"",
                               "\"x-prod\" != \"x-${local.name}\"",
                               "format(\"x-%s\", terraform.workspace) == \"x-prod\"",
                               "join(\"-\", [\"x\", local.name]) == \"x-prod\"",
                               "contains([terraform.workspace], \"prod\")",
                               "contains([\"x-prod\"], \"x-${terraform.workspace}\")",
                               "startswith(\"x-${terraform.workspace}\", \"x-prod\")",
                               "length(setintersection([\"prod\"], [terraform.workspace])) > 0",
                               "index([\"default\", \"prod\"], terraform.workspace) == 1",
                               "\"${sensitive(\"x\")}-${terraform.workspace}\" == \"x-prod\"",
                               "endswith(upper(\"x-${terraform.workspace}-y\"), \"PROD-Y\")"})
    EXPECT_EQ(output(question), kUnknownWorkspace) << question;
  EXPECT_EQ(output("(terraform.workspace == \"default\" ? \"dev\" : terraform.workspace) == \"prod\""),
            "(one of: false when terraform.workspace is default | (unknown: unknown-variable: "
            "terraform.workspace) when terraform.workspace is not default)");
  // Nothing here asks for it.
  EXPECT_EQ(output("\"x\" == \"prod\""), "false");
  EXPECT_EQ(output("\"a-${terraform.workspace}\""), "\"a-default\"");
  EXPECT_EQ(output("\"a-${terraform.workspace}\" != \"\""), "true");
}

TEST(OpenValues, AMapThatHasMoreThanOneWorkspaceIsMadeForAllOfThem) {
  const auto output = [](const std::string& value) {
    return TestModule("output \"x\" {\n  value = " + value + "\n}\n").output("x").to_display();
  };
  EXPECT_EQ(output("{ default = 1, prod = 2 }[terraform.workspace]"),
            "(one of: 1 when terraform.workspace is default | 2 when terraform.workspace is prod)");
  EXPECT_EQ(output("{ x-prod = 2, x-default = 1 }[\"x-${terraform.workspace}\"]"),
            "(unknown: unknown-variable: terraform.workspace)");
  EXPECT_EQ(output("{ default = 1 }[terraform.workspace]"), "1");
}

TEST(OpenValues, WhatAResourceHoldsInOtherWorkspacesIsGone) {
  const TestModule module(
      "locals {\n  networks = { prod = { a = \"1\" }, test = { b = \"2\" } }\n"
      "  accounts = { for key, value in local.networks[terraform.workspace] : key => value }\n}\n"
      "resource \"aws_iam_role\" \"r\" {\n  for_each           = local.networks[terraform.workspace]\n"
      "  assume_role_policy = jsonencode({ who = local.accounts[each.key] })\n}\n");
  const Resource* resource = module.find("aws_iam_role.r[\"b\"]");
  ASSERT_NE(resource, nullptr);
  EXPECT_EQ(resource->guard.to_string(), "when terraform.workspace is test");
  EXPECT_EQ(module.property("aws_iam_role.r[\"b\"]", "assume_role_policy").to_display(), "{\"who\": \"2\"}");
}

TEST(OpenValues, LookupHasAnAnswerForEveryKey) {
  EXPECT_EQ(shown("lookup({ a = 1 }, var.u, 2)"), "(one of: 1 when var.u is a | 2 when var.u is not a)");
  EXPECT_EQ(shown("lookup(tomap({ a = \"1\" }), var.u, 2)"),
            "(one of: \"1\" when var.u is a | \"2\" when var.u is not a)");
  EXPECT_EQ(shown("lookup({}, var.u, 2)"), kUnknown);
}

TEST(OpenValues, AnAnswerForAWorkspaceThatIsNowhereIsNotTheOnlyOne) {
  const auto output = [](const std::string& value) {
    return TestModule("output \"x\" {\n  value = " + value + "\n}\n").output("x").to_display();
  };
  EXPECT_EQ(output("lookup({ prod = 1 }, terraform.workspace, 2)"),
            "(one of: 1 when terraform.workspace is prod | 2 when terraform.workspace is not prod)");
  EXPECT_EQ(output("try({ prod = 1 }[terraform.workspace], 2)"),
            "(one of: 1 when terraform.workspace is prod | 2 when terraform.workspace is not prod)");
  EXPECT_EQ(output("can(regex(\"^prod\", terraform.workspace))"),
            "(unknown: unknown-variable: terraform.workspace)");
  EXPECT_EQ(output("lookup({ default = 1 }, terraform.workspace, 2)"), "1");
}

TEST(OpenValues, TooManyOfThemAreALimit) {
  std::string many;
  for (int i = 0; i < 20'000; ++i) many += "var.u, ";
  for (const char* function : {"try", "coalesce"})
    EXPECT_EQ(shown(std::string(function) + "(" + many + "\"x\")"), "(unknown: limit: kAlternatives)")
        << function;
}

TEST(OpenValues, AForExpressionWhoseConditionNeverHoldsIsEmpty) {
  EXPECT_EQ(shown("[for u in var.u : u if contains([], u.name)]"), "[]");
  EXPECT_EQ(shown("{ for k, u in var.u : k => u if u != null && false }"), "{}");
  EXPECT_EQ(shown("{ for k, u in var.u : k => u if contains([\"a\"], k) }"), kUnknown);
  EXPECT_EQ(shown("[for u in var.u : u if true]"), kUnknown);
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
  EXPECT_EQ(statements->to_display(), R"([{"Effect": "Allow", "Principal": "*", "Action": "*"}, …)"
                                      R"((unknown: unknown-variable: var.readers)])");
  ASSERT_FALSE(statements->reasons().empty());
  EXPECT_EQ(statements->reasons().front().detail, "var.readers");
}

}  // namespace
}  // namespace rootproof::terraform
