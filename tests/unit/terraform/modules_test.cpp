// Local modules: arguments in, outputs out, instances, and modules that cannot be read.
#include <gtest/gtest.h>

#include "tests/unit/terraform/terraform_fixture.h"

namespace rootproof::terraform {
namespace {

using value::OriginKind;
using value::ReasonKind;
using value::Value;
using Files = TestModule::Files;
using Addresses = std::vector<std::string>;

/// A module that names a user after its argument and hands the name back.
constexpr const char* kUser = R"(
variable "name" {
  type    = string
  default = "nobody"
}
resource "aws_iam_user" "u" {
  name = var.name
}
output "name" {
  value = "user ${aws_iam_user.u.name}"
}
)";

TestModule with_user(const std::string& main, const ModuleInputs& inputs = {}) {
  return TestModule(Files{{"main.tf", main}, {"user/main.tf", kUser}}, inputs);
}

TEST(Modules, TakeArgumentsAndGiveOutputs) {
  const TestModule module = with_user(
      "module \"m\" {\n  source = \"./user\"\n  name   = \"ann\"\n}\n"
      "output \"x\" {\n  value = module.m.name\n}\n");
  EXPECT_EQ(module.addresses(), (Addresses{"output.x", "module.m.aws_iam_user.u"}));
  EXPECT_EQ(module.property("module.m.aws_iam_user.u", "name").as_string(), "ann");
  EXPECT_EQ(module.output("x").as_string(), "user ann");
}

TEST(Modules, WithoutAnArgumentTakeTheDefault) {
  const TestModule module = with_user("module \"m\" {\n  source = \"./user\"\n}\n");
  EXPECT_EQ(module.property("module.m.aws_iam_user.u", "name").as_string(), "nobody");
}

TEST(Modules, DoNotSeeTheVariablesOfTheRoot) {
  ModuleInputs inputs;
  inputs.variables = {{"name", Value::string("root")}};
  const TestModule module = with_user("module \"m\" {\n  source = \"./user\"\n}\n", inputs);
  EXPECT_EQ(module.property("module.m.aws_iam_user.u", "name").as_string(), "nobody");
}

TEST(Modules, ConvertArgumentsToTheTypeOfTheVariable) {
  const TestModule module = with_user("module \"m\" {\n  source = \"./user\"\n  name   = 12\n}\n");
  EXPECT_EQ(json_of(module.property("module.m.aws_iam_user.u", "name")), "\"12\"");
}

TEST(Modules, GiveNullsAndEmptyListsTheOptionalAttributesThatTheyLack) {
  const auto handed_on = [](const std::string& from, const std::string& to, const std::string& value) {
    return TestModule(Files{{"main.tf", "variable \"x\" {\n  type    = " + from + "\n  default = " + value +
                                            "\n}\nmodule \"m\" {\n  source = \"./m\"\n  x = var.x\n}\n"
                                            "output \"x\" {\n  value = module.m.x\n}\n"},
                            {"m/main.tf", "variable \"x\" {\n  type = " + to +
                                              "\n}\noutput \"x\" {\n  value = var.x\n}\n"}})
        .output("x")
        .to_display();
  };
  const std::string wider =
      "object({ a = string, b = optional(bool, false), c = optional(object({ d = string })) })";
  EXPECT_EQ(handed_on("object({ a = string })", wider, "null"), "null");
  EXPECT_EQ(handed_on("list(object({ a = string }))", "list(" + wider + ")", "[]"), "[]");
  EXPECT_EQ(handed_on("map(string)", "object({ a = optional(string, \"x\") })", "{}"), R"({"a": "x"})");
  EXPECT_EQ(handed_on("object({ a = string })", "object({ a = string, b = string })", "null"),
            "(unknown: invalid: the value of var.x does not have the declared type)");
}

TEST(Modules, TheWayOfAValueLeadsThroughTheCall) {
  const TestModule module = with_user(
      "module \"m\" {\n  source = \"./user\"\n  name   = \"ann\"\n}\n"
      "output \"x\" {\n  value = module.m.name\n}\n");
  const Value name = module.property("module.m.aws_iam_user.u", "name");
  const std::vector<value::OriginStep> chain = name.origin().chain();
  ASSERT_GE(chain.size(), 3U);
  EXPECT_EQ(chain[0].kind, OriginKind::reference);
  EXPECT_EQ(chain[0].detail, "var.name");
  EXPECT_EQ(chain[1].kind, OriginKind::module_argument);
  EXPECT_EQ(chain[1].detail, "module.m name");
}

TEST(Modules, AreCalledOnceForEachKey) {
  const TestModule module = with_user(R"(
module "m" {
  source   = "./user"
  for_each = { b = "Bob", a = "Ann" }
  name     = "${each.key}-${each.value}"
}
output "one" {
  value = module.m["a"].name
}
output "all" {
  value = { for key, user in module.m : key => user.name }
}
output "names" {
  value = values(module.m)[*].name
}
output "none" {
  value = module.m["c"].name
}
)");
  EXPECT_NE(module.find("module.m[\"a\"].aws_iam_user.u"), nullptr);
  EXPECT_EQ(module.property("module.m[\"b\"].aws_iam_user.u", "name").as_string(), "b-Bob");
  EXPECT_EQ(json_of(module.output("one")), "\"user a-Ann\"");
  EXPECT_EQ(json_of(module.output("all")), R"({"a":"user a-Ann","b":"user b-Bob"})");
  EXPECT_EQ(json_of(module.output("names")), R"(["user a-Ann","user b-Bob"])");
  ASSERT_TRUE(module.output("none").is(Value::Kind::unknown));
  EXPECT_EQ(module.output("none").reason().kind, ReasonKind::invalid);
}

TEST(Modules, AreCountedLikeResources) {
  const TestModule module = with_user(R"(
module "m" {
  source = "./user"
  count  = 2
  name   = "u${count.index}"
}
output "one" {
  value = module.m[1].name
}
output "all" {
  value = module.m[*].name
}
)");
  EXPECT_EQ(module.property("module.m[0].aws_iam_user.u", "name").as_string(), "u0");
  EXPECT_EQ(json_of(module.output("one")), "\"user u1\"");
  EXPECT_EQ(json_of(module.output("all")), R"(["user u0","user u1"])");
}

TEST(Modules, AnUnknownForEachIsOneInstanceWhoseResourcesMayNotBe) {
  const TestModule module = with_user(R"(
variable "users" {}
module "m" {
  source   = "./user"
  for_each = var.users
  name     = "x-${each.value}"
}
output "x" {
  value = module.m["a"].name
}
)");
  const Resource* user = module.find("module.m.aws_iam_user.u");
  ASSERT_NE(user, nullptr);
  EXPECT_TRUE(user->may_be_absent);
  ASSERT_EQ(user->guard.terms.size(), 1U);
  EXPECT_EQ(user->guard.terms[0].reason->detail, "var.users");
  EXPECT_EQ(json_of(module.output("x")), "(unknown: unknown-variable: var.users)");
}

TEST(Modules, AsAWholeAreAnObjectOfTheirOutputs) {
  const TestModule module =
      with_user("module \"m\" {\n  source = \"./user\"\n}\noutput \"x\" {\n  value = module.m\n}\n");
  EXPECT_EQ(json_of(module.output("x")), R"({"name":"user nobody"})");
}

TEST(Modules, MayFeedTheirOwnArgumentsFromTheirOutputs) {
  const TestModule module(Files{{"main.tf", R"(
module "a" {
  source = "./m"
  x      = module.a.y
  z      = "given"
}
output "x" {
  value = module.a.w
}
)"},
                                {"m/main.tf", R"(
variable "x" {}
variable "z" {
  default = "fallback"
}
output "y" {
  value = var.z
}
output "w" {
  value = "${var.x}!"
}
)"}});
  EXPECT_EQ(json_of(module.output("x")), "\"given!\"");
}

TEST(Modules, MayReferToEachOther) {
  const std::string half =
      "variable \"in\" {}\nvariable \"own\" {\n  default = \"fallback\"\n}\n"
      "output \"own\" {\n  value = var.own\n}\noutput \"in\" {\n  value = var.in\n}\n";
  const TestModule module(Files{{"main.tf", R"(
module "a" {
  source = "./half"
  in     = module.b.own
  own    = "a"
}
module "b" {
  source = "./half"
  in     = module.a.own
  own    = "b"
}
output "x" {
  value = "${module.a.in}${module.b.in}"
}
)"},
                                {"half/main.tf", half}});
  EXPECT_EQ(json_of(module.output("x")), "\"ba\"");
}

TEST(Modules, AnArgumentThatNeedsItselfIsACycle) {
  const TestModule module = with_user(
      "module \"m\" {\n  source = \"./user\"\n  name   = module.m.name\n}\noutput \"x\" {\n  value = "
      "module.m.name\n}\n");
  const std::vector<value::Reason> reasons = module.output("x").reasons();
  ASSERT_FALSE(reasons.empty());
  EXPECT_EQ(reasons[0].kind, ReasonKind::cycle);
}

TEST(Modules, CallOthersFromTheirOwnFolder) {
  const TestModule module(
      Files{{"main.tf", "module \"a\" {\n  source = \"./a\"\n}\n"},
            {"a/main.tf", "module \"b\" {\n  source = \"../b\"\n}\n"},
            {"b/main.tf", "resource \"aws_iam_user\" \"u\" {\n  name = path.module\n}\n"}});
  EXPECT_EQ(module.property("module.a.module.b.aws_iam_user.u", "name").as_string(), "b");
}

TEST(Modules, OutputsOfTheRootAloneAreTheUnits) {
  const TestModule module = with_user("module \"m\" {\n  source = \"./user\"\n}\n");
  EXPECT_EQ(module.addresses(), Addresses{"module.m.aws_iam_user.u"});
}

TEST(Modules, AModuleThatIsNotOnDiskLeavesItsOutputsUnknownAndSaysSo) {
  for (const char* source : {"terraform-aws-modules/s3-bucket/aws", "modules/user", "./missing",
                             "git::https://example.com/m.git"}) {
    const TestModule module = with_user(std::string("module \"m\" {\n  source = \"") + source +
                                        "\"\n}\noutput \"x\" {\n  value = module.m.arn\n}\n");
    const Value value = module.output("x");
    ASSERT_TRUE(value.is(Value::Kind::unknown)) << source;
    EXPECT_EQ(value.reason().kind, ReasonKind::opaque_module) << source;
    EXPECT_EQ(value.reason().detail, std::string("module.m.arn (module m from ") + source + ")");
    ASSERT_EQ(module.unit.unknowns.size(), 1U) << source;
    EXPECT_EQ(module.unit.unknowns[0].kind, ReasonKind::opaque_module) << source;
  }
}

TEST(OpaqueModules, SayWhatWouldSettleThem) {
  const auto settles = [](const std::string& source) {
    return what_would_settle(
        with_user("module \"m\" {\n  source = " + source + "\n}\noutput \"x\" {\n  value = module.m.arn\n}\n")
            .output("x")
            .reason());
  };
  EXPECT_EQ(settles("\"acme/logs/aws\""),
            "run terraform init in the root module, or pass --module-map 'acme/logs/aws=DIR'");
  EXPECT_NE(settles("\"./missing\"").find("available on disk"), std::string::npos);
  EXPECT_NE(settles("\"${var.x}\"").find("--module-map module.NAME=DIR"), std::string::npos);
}

TEST(OpaqueModules, ShowTheirArguments) {
  const TestModule module = with_user(R"(
module "m" {
  source   = "acme/logs/aws"
  version  = "1.0"
  for_each = toset(["a"])
  policy   = jsonencode({ Statement = [{ Effect = "Allow" }] })
  name     = each.key
}
)");
  const Resource* call = module.find("module.m[\"a\"]");
  ASSERT_NE(call, nullptr);
  EXPECT_EQ(call->type, kModuleArgumentsType);
  EXPECT_EQ(json_of(with_texts(call->properties)),
            R"({"name":"a","policy":"{\"Statement\":[{\"Effect\":\"Allow\"}]}"})");
}

TEST(Modules, AnOutputThatIsNotDeclaredIsRefused) {
  const TestModule module = with_user(
      "module \"m\" {\n  source = \"./user\"\n}\noutput \"x\" {\n  value = module.m.nope\n}\n"
      "output \"y\" {\n  value = module.nope.x\n}\n");
  EXPECT_EQ(module.output("x").reason().kind, ReasonKind::invalid);
  EXPECT_EQ(module.output("y").reason().kind, ReasonKind::invalid);
}

TEST(CyclicModules, AModuleThatCallsItselfIsAProblem) {
  const TestModule module(
      "module \"again\" {\n  source = \"./\"\n}\nresource \"aws_iam_user\" \"u\" {\n  name = \"u\"\n}\n");
  ASSERT_EQ(module.unit.problems.size(), 1U);
  EXPECT_EQ(module.unit.problems[0].kind, source::ProblemKind::semantic);
  EXPECT_EQ(module.unit.problems[0].message, "module again calls a module that this call is part of: .");
  ASSERT_EQ(module.unit.unknowns.size(), 1U);
  EXPECT_EQ(module.unit.unknowns[0].kind, ReasonKind::cycle);
  EXPECT_EQ(module.addresses(), Addresses{"aws_iam_user.u"});
}

TEST(CyclicModules, ACircleOfModulesIsAProblem) {
  const TestModule module(Files{
      {"main.tf", "module \"a\" {\n  source = \"./a\"\n}\n"},
      {"a/main.tf", "module \"b\" {\n  source = \"../b\"\n}\n"},
      {"b/main.tf", "module \"a\" {\n  source = \"../a\"\n}\noutput \"x\" {\n  value = module.a.x\n}\n"}});
  ASSERT_EQ(module.unit.problems.size(), 1U);
  EXPECT_EQ(module.unit.problems[0].message, "module a calls a module that this call is part of: a");
}

TEST(CyclicModules, OneModuleCalledTwiceInARowIsNone) {
  const TestModule module(
      Files{{"main.tf", "module \"a\" {\n  source = \"./a\"\n}\nmodule \"b\" {\n  source = \"./b\"\n}\n"},
            {"a/main.tf", "module \"b\" {\n  source = \"../b\"\n}\n"},
            {"b/main.tf", "resource \"aws_iam_user\" \"u\" {\n  name = \"u\"\n}\n"}});
  EXPECT_TRUE(module.unit.problems.empty());
  EXPECT_EQ(module.addresses().size(), 2U);
}

TEST(Outputs, AreEvaluatedWithoutAnyResource) {
  const TestModule module(
      "output \"sum\" {\n  value = 1 + 2\n}\noutput \"sensitive\" {\n  value = \"s\"\n  sensitive = "
      "true\n}\n");
  EXPECT_EQ(json_of(module.output("sum")), "3");
  const Resource* output = module.find("output.sum");
  ASSERT_NE(output, nullptr);
  EXPECT_EQ(output->type, "output");
  EXPECT_EQ(output->language, Language::terraform);
}

TEST(Outputs, WithoutAValueAreRefused) {
  EXPECT_EQ(TestModule("output \"x\" {}\n").output("x").reason().kind, ReasonKind::invalid);
}

TEST(Modules, ThatAreNotOnDiskAreNamedWithSourceAndVersion) {
  const TestModule module(
      "module \"m\" {\n  source  = \"acme/logs/aws\"\n  version = \"~> 4.1\"\n}\noutput \"x\" {\n  value = "
      "module.m.arn\n}\n");
  const value::Reason reason = module.output("x").reason();
  EXPECT_EQ(reason.detail, "module.m.arn (module m, version ~> 4.1, from acme/logs/aws)");
  EXPECT_EQ(value::what_would_settle(reason),
            "run terraform init in the root module, or pass --module-map 'acme/logs/aws=DIR'");
}

TEST(Modules, FilesThatDeclareTheSameAreEvaluatedEachForItself) {
  const std::string policy =
      "resource \"aws_sqs_queue_policy\" \"q\" {\n  policy = local.text\n}\n"
      "resource \"aws_sqs_queue_policy\" \"";
  const TestModule module(TestModule::Files{
      {"bad.tf", "locals {\n  text = \"bad\"\n}\n" + policy + "only_bad\" {\n  policy = local.text\n}\n"},
      {"good.tf",
       "locals {\n  text = \"good\"\n}\n" + policy + "only_good\" {\n  policy = local.text\n}\n"}});
  const auto text = [&](const std::string& address) { return module.property(address, "policy").as_text(); };
  EXPECT_EQ(text("aws_sqs_queue_policy.q"), "bad");
  EXPECT_EQ(text("aws_sqs_queue_policy.q (good.tf)"), "good");
  EXPECT_EQ(text("aws_sqs_queue_policy.only_bad"), "bad");
  EXPECT_EQ(text("aws_sqs_queue_policy.only_good"), "good");
  ASSERT_EQ(module.unit.problems.size(), 2U);
  EXPECT_NE(module.unit.problems[0].message.find("each is analysed with what it declares itself"),
            std::string::npos);
}

/// Whatever uses what they declare may be deployed with any of them.
TEST(Modules, OtherFilesAreEvaluatedWithEachOfThoseThatDeclareTheSame) {
  const std::string policy = "resource \"aws_sqs_queue_policy\" \"";
  const TestModule module(TestModule::Files{
      {"a.tf", "locals {\n  text = \"a\"\n}\n" + policy + "own\" {\n  policy = local.text\n}\n"},
      {"b.tf", "locals {\n  text = \"b\"\n}\n"},
      {"c.tf", "locals {\n  text = \"a\"\n}\n"},
      {"uses.tf", policy + "q\" {\n  policy = local.text\n}\n" + policy + "same\" {\n  policy = \"x\"\n}\n" +
                      "module \"m\" {\n  source = \"./m\"\n  who    = local.text\n}\n"},
      {"m/main.tf", "variable \"who\" {}\n" + policy + "q\" {\n  policy = var.who\n}\n"}});
  const auto text = [&](const std::string& address) { return module.property(address, "policy").as_text(); };
  EXPECT_EQ(text("aws_sqs_queue_policy.q"), "a");
  EXPECT_EQ(text("aws_sqs_queue_policy.q (b.tf)"), "b");
  EXPECT_EQ(text("module.m.aws_sqs_queue_policy.q (b.tf)"), "b");
  EXPECT_EQ(text("aws_sqs_queue_policy.own"), "a");
  EXPECT_EQ(module.unit.resources.size(), 6U);
}

TEST(Modules, CallsThatTwoFilesDeclareAreEvaluatedEachForItself) {
  const auto call = [](const std::string& who) {
    return "module \"m\" {\n  source = \"./m\"\n  who    = \"" + who + "\"\n}\n";
  };
  const TestModule module(TestModule::Files{
      {"a.tf", call("first")},
      {"b.tf", call("second")},
      {"m/main.tf",
       "variable \"who\" {}\nresource \"aws_sqs_queue_policy\" \"q\" {\n  policy = var.who\n}\n"}});
  EXPECT_EQ(module.property("module.m.aws_sqs_queue_policy.q", "policy").as_text(), "first");
  EXPECT_EQ(module.property("module.m.aws_sqs_queue_policy.q (b.tf)", "policy").as_text(), "second");
  EXPECT_EQ(module.unit.resources.size(), 2U);
}

TEST(Modules, TooManyFilesThatDeclareTheSameAreALimit) {
  TestModule::Files files;
  for (int i = 0; i < 40; ++i)
    files.emplace("f" + std::to_string(i) + ".tf", "resource \"aws_sqs_queue_policy\" \"q\" {}\n");
  const TestModule module(files);
  ASSERT_FALSE(module.unit.unknowns.empty());
  EXPECT_EQ(module.unit.unknowns.back().detail, "kRepeatingFiles");
}

}  // namespace
}  // namespace rootproof::terraform
