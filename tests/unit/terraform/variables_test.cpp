// Variables: where their values come from, and what their types make of them ("Variable blocks").
#include <gtest/gtest.h>

#include "tests/unit/terraform/terraform_fixture.h"

namespace rootproof::terraform {
namespace {

using value::OriginKind;
using value::ReasonKind;
using value::Value;

ModuleInputs inputs(std::vector<std::pair<std::string, Value>> variables) {
  ModuleInputs result;
  result.variables = std::move(variables);
  return result;
}

/// JSON of a variable declared like this.
std::string variable(const std::string& declaration, const ModuleInputs& given = {}) {
  const TestModule module("variable \"x\" {\n" + declaration + "\n}\noutput \"x\" {\n  value = var.x\n}\n",
                          given);
  return json_of(module.output("x"));
}

TEST(Variables, ADefaultIsTheValueAndNamesItself) {
  const TestModule module(
      "variable \"partner\" {\n  default = \"999988887777\"\n}\n"
      "output \"x\" {\n  value = var.partner\n}\n");
  const Value value = module.output("x");
  EXPECT_EQ(value.as_string(), "999988887777");
  const std::vector<value::OriginStep> chain = value.origin().chain();
  ASSERT_GE(chain.size(), 2U);
  EXPECT_EQ(chain[0].kind, OriginKind::reference);
  EXPECT_EQ(chain[0].detail, "var.partner");
  EXPECT_EQ(chain[1].kind, OriginKind::variable_default);
}

TEST(Variables, AGivenValueBeatsTheDefaultAndTheLastOneGivenWins) {
  EXPECT_EQ(variable("default = \"a\"", inputs({{"x", Value::string("b")}})), "\"b\"");
  EXPECT_EQ(variable("", inputs({{"x", Value::string("b")}, {"x", Value::string("c")}})), "\"c\"");
  EXPECT_EQ(variable("default = \"a\"", inputs({{"y", Value::string("b")}})), "\"a\"");
}

TEST(Variables, WithoutAValueAVariableIsUnknownAndNamesItself) {
  const TestModule module(
      "variable \"partner\" {\n  type = string\n}\n"
      "output \"x\" {\n  value = \"arn:aws:iam::${var.partner}:root\"\n}\n"
      "output \"y\" {\n  value = var.partner\n}\n");
  const Value value = module.output("y");
  ASSERT_TRUE(value.is(Value::Kind::unknown));
  EXPECT_EQ(value.reason().kind, ReasonKind::unknown_variable);
  EXPECT_EQ(value.reason().detail, "var.partner");
  EXPECT_EQ(value.unknown_type(), value::ValueType::string);
  EXPECT_EQ(what_would_settle(value.reason()),
            "pass --var partner=VALUE, or a file with it through --var-file");
  EXPECT_EQ(module.output("x").to_display(), "\"arn:aws:iam::${unknown-variable: var.partner}:root\"");
}

TEST(Variables, ASensitiveVariableWithoutAValueSaysSo) {
  EXPECT_EQ(variable("sensitive = true"), "(unknown: sensitive: var.x)");
  EXPECT_EQ(variable("sensitive = true\n  default = \"known\""), "\"known\"");
}

TEST(Variables, ValuesBecomeTheDeclaredType) {
  EXPECT_EQ(variable("type = string\n  default = 12"), "\"12\"");
  EXPECT_EQ(variable("type = number\n  default = \"12\""), "12");
  EXPECT_EQ(variable("type = bool\n  default = \"true\""), "true");
  EXPECT_EQ(variable("type = list(string)\n  default = [1, true]"), R"(["1","true"])");
  EXPECT_EQ(variable("type = set(string)\n  default = [\"b\", \"a\", \"b\"]"), R"(["a","b"])");
  EXPECT_EQ(variable("type = map(string)\n  default = { k = 1 }"), R"({"k":"1"})");
  EXPECT_EQ(variable("type = any\n  default = [1, true]"), "[1,true]");
}

TEST(Variables, ObjectsLoseWhatTheirTypeDoesNotNameAndGetWhatItDefaults) {
  EXPECT_EQ(variable("type = object({ x = string, y = optional(number, 5) })\n  default = { x = 1, z = 3 }"),
            R"({"x":"1","y":5})");
  EXPECT_EQ(variable(R"(type = object({
    a = string
    b = optional(number, 5)
    c = optional(list(string))
    d = optional(object({ x = optional(string, "dx") }), {})
  })
  default = { a = "A" })"),
            R"({"a":"A","b":5,"c":null,"d":{"x":"dx"}})");
}

TEST(Variables, GivenValuesAreConvertedLikeDefaults) {
  EXPECT_EQ(variable("type = list(string)", inputs({{"x", Value::list({Value::number(1)})}})), R"(["1"])");
  EXPECT_EQ(variable("type = string", inputs({{"x", Value::boolean(true)}})), "\"true\"");
}

TEST(Variables, AValueOfTheWrongTypeIsRefused) {
  EXPECT_EQ(variable("type = number\n  default = \"x\""),
            "(unknown: invalid: the value of var.x does not have the declared type)");
  EXPECT_EQ(variable("type = object({ a = string })\n  default = {}"),
            "(unknown: invalid: the value of var.x does not have the declared type)");
}

TEST(Variables, NullIsAValueUnlessTheVariableIsNotNullable) {
  EXPECT_EQ(variable("default = \"d\"", inputs({{"x", Value::null()}})), "null");
  EXPECT_EQ(variable("default = \"d\"\n  nullable = false", inputs({{"x", Value::null()}})), "\"d\"");
  EXPECT_EQ(variable("nullable = false", inputs({{"x", Value::null()}})),
            "(unknown: invalid: var.x must not be null)");
}

/// The value of a required variable with this condition in its validation.
std::string validated(const std::string& condition, const std::string& type = "string") {
  return TestModule("variable \"x\" {\n  type = " + type + "\n  validation {\n    condition = " + condition +
                    "\n    error_message = \"no\"\n  }\n}\noutput \"x\" {\n  value = var.x\n}\n")
      .output("x")
      .to_display();
}

TEST(Validation, BoundsARequiredVariable) {
  const std::string either = R"((one of: "a" when var.x is a | "b" when var.x is b))";
  EXPECT_EQ(validated(R"(contains(["a", "b"], var.x))"), either);
  EXPECT_EQ(validated(R"(contains(["a", "b", "a"], var.x))"), either);
  EXPECT_EQ(validated(R"(var.x == "a" || ("b" == var.x))"), either);
  EXPECT_EQ(validated(R"(length(var.x) < 5 && contains(["a", "b"], var.x))"), either);
  EXPECT_EQ(validated("contains([1, 2], var.x)", "number"),
            "(one of: 1 when var.x is 1 | 2 when var.x is 2)");
  EXPECT_EQ(validated(R"(var.x == "a")"), R"("a")");
}

TEST(Validation, OfAnAccountIdGivesItsForm) {
  const TestModule module(
      "variable \"x\" {\n  validation {\n    condition = can(regex(\"^[0-9]{12}$\", var.x))\n  }\n}\n"
      "output \"x\" {\n  value = var.x\n}\n");
  const Value value = module.output("x");
  ASSERT_TRUE(value.is_partial());
  const auto* hole = std::get_if<value::Hole>(&value.pieces()[0]);
  ASSERT_NE(hole, nullptr);
  EXPECT_EQ(hole->kind, value::HoleKind::account_id);
  EXPECT_EQ(hole->symbol, "var.x");
  EXPECT_EQ(hole->reason->detail, "var.x");
}

TEST(Validation, OfAnotherKindBoundsNothing) {
  for (const char* condition :
       {"contains([\"a\"], lower(var.x))", "!contains([\"a\"], var.x)", "var.x != \"a\"",
        "var.x == \"a\" || length(var.x) > 3", "contains(var.other, var.x)", "contains([\"a\"], var.other)",
        "can(regex(\"^[0-9]{12}\", var.x))", "contains([var.x], var.x)",
        "contains(formatlist(\"%d\", range(17)), var.x)"})
    EXPECT_EQ(validated(condition), "(unknown: unknown-variable: var.x)") << condition;
}

TEST(Validation, SaysNothingAboutAValueThatIsGiven) {
  EXPECT_EQ(variable("default = \"c\"\n  validation {\n    condition = contains([\"a\"], var.x)\n  }"),
            "\"c\"");
}

TEST(Variables, NullInOneAlternativeIsTheDefaultThere) {
  const TestModule module(TestModule::Files{
      {"main.tf",
       "variable \"c\" {}\nmodule \"m\" {\n  source = \"./m\"\n  x = var.c ? null : \"given\"\n}\n"
       "output \"x\" {\n  value = module.m.x\n}\n"},
      {"m/main.tf",
       "variable \"x\" {\n  nullable = false\n  default = \"d\"\n}\noutput \"x\" {\n  value = var.x\n}\n"}});
  EXPECT_EQ(module.output("x").to_display(), R"((one of: "d" when var.c | "given" when not var.c))");
}

TEST(Variables, AnEphemeralVariableWithoutAValueIsKeptSecret) {
  EXPECT_EQ(variable("ephemeral = true"), "(unknown: sensitive: var.x)");
}

TEST(Variables, AnUndeclaredNameIsOneThatAnotherToolDeclares) {
  const std::string text = "output \"x\" {\n  value = \"a-${var.nope}\"\n}\n";
  EXPECT_EQ(TestModule(text).output("x").to_display(), "\"a-${unknown-variable: var.nope}\"");
  ModuleInputs inputs;
  inputs.variables.push_back({"nope", value::Value::string("b")});
  EXPECT_EQ(TestModule(text, inputs).output("x").to_display(), "\"a-b\"");
}

TEST(Variables, AnUnreadPartOfAFileMayHoldTheDeclaration) {
  const TestModule module(
      "output \"x\" {\n  value = var.lost\n}\n\nvariable \"lost\" {\n  default = = 1\n}\n");
  const Value value = module.output("x");
  ASSERT_TRUE(value.is(Value::Kind::unknown));
  EXPECT_EQ(value.reason().kind, ReasonKind::parse_error);
}

TEST(Variables, DeclaredTwiceIsAProblemAndTheFirstOneCounts) {
  const TestModule module(
      "variable \"x\" {\n  default = 1\n}\nvariable \"x\" {\n  default = 2\n}\n"
      "output \"x\" {\n  value = var.x\n}\n");
  EXPECT_EQ(json_of(module.output("x")), "1");
  ASSERT_EQ(module.unit.problems.size(), 1U);
  EXPECT_EQ(module.unit.problems[0].kind, source::ProblemKind::semantic);
  EXPECT_NE(module.unit.problems[0].message.find("variable x is declared twice"), std::string::npos);
}

TEST(Variables, TheWorkspaceIsAnInput) {
  const std::string text = "output \"x\" {\n  value = terraform.workspace\n}\n";
  EXPECT_EQ(json_of(TestModule(text).output("x")), "\"default\"");
  ModuleInputs production;
  production.workspace = "production";
  EXPECT_EQ(json_of(TestModule(text, production).output("x")), "\"production\"");
}

}  // namespace
}  // namespace rootproof::terraform
