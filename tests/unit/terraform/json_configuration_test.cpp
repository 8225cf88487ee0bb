// Terraform in JSON syntax. What it means is what `terraform plan` of 1.11 shows.
#include "parsers/terraform/json_configuration.h"

#include <gtest/gtest.h>

#include "tests/unit/terraform/terraform_fixture.h"

namespace rootproof::terraform {
namespace {

using value::ReasonKind;
using value::Value;
using Files = TestModule::Files;

TestModule module_of(const std::string& json) { return TestModule(Files{{"main.tf.json", json}}); }

/// JSON of the output "x" of a configuration whose local "v" is this.
std::string value_of(const std::string& json) {
  return json_of(
      module_of(R"({"locals":{"n":5,"s":"q","v":)" + json + R"(},"output":{"x":{"value":"${local.v}"}}})")
          .output("x"));
}

/// The bytes behind part of an output's text.
std::string_view source_of(const TestModule& module, const std::string& part) {
  const Value value = module.output("x");
  const std::size_t at = value.as_string().value_or("").find(part);
  return module.text_of(value.text_span(at, at + part.size()));
}

TEST(JsonConfiguration, MeansWhatTheNativeSyntaxMeans) {
  const TestModule module(
      Files{{"m/main.tf.json", R"({"variable":{"x":{}},"output":{"y":{"value":"m-${var.x}"}}})"},
            {"main.tf.json", R"json({
  "terraform": [{"required_version": ">= 1.0"}],
  "module": {
    "a": {"source": "./m", "x": "${upper(\"q\\n\")}-\u00e9", "depends_on": ["terraform_data.t"]},
    "b": [{"source": "./m", "x": "1", "for_each": "${toset([\"k\"])}"}]
  },
  "resource": {"terraform_data": {"t": {
    "input": {"${var.k}": "v", "l": [1, true, null, 1e3, -2.50]},
    "lifecycle": {"ignore_changes": ["input"]},
    "count": 1
  }}},
  "variable": {
    "k": {"type": "string", "default": "${key}", "//": "c"},
    "o": {"type": "object({a=string,b=optional(number,5)})", "default": {"a": "x"}}
  },
  "output": {
  "a" : {"value" : "${module.a.y}"},
        "b" : {"value" : "${module.b[\"k\"].y}"},
              "o" : {"value" : "${var.o}"},
                    "r" : {
    "value" : "${terraform_data.t[0].input}"
  }
  }
})json"}});
  EXPECT_EQ(json_of(module.output("a")), "\"m-Q\\n-é\"");
  EXPECT_EQ(json_of(module.output("b")), "\"m-1\"");
  EXPECT_EQ(json_of(module.output("o")), R"({"a":"x","b":5})");
  EXPECT_EQ(json_of(module.output("r")), R"({"${key}":"v","l":[1,true,null,1000,-2.5]})");
  EXPECT_TRUE(module.unit.problems.empty());
}

TEST(JsonConfiguration, StringsAreTemplates) {
  EXPECT_EQ(value_of(R"("${local.n}")"), "5");
  EXPECT_EQ(value_of(R"("local.n")"), "\"local.n\"");
  EXPECT_EQ(value_of(R"("$${local.n} %%{ if }")"), "\"${local.n} %{ if }\"");
  EXPECT_EQ(value_of(R"("${local.n}x")"), "\"5x\"");
  EXPECT_EQ(value_of(R"("x${1\n+1}y")"), "\"x2y\"");
  EXPECT_EQ(value_of(R"("\"${\"a\"}\"")"), R"("\"a\"")");
  EXPECT_EQ(value_of(R"("x\u0024{1+1}")"), "\"x2\"");
  EXPECT_EQ(value_of(R"("\ud83d\ude00\u00e9\u0041${local.s}")"), "\"😀éAq\"");
  EXPECT_EQ(value_of(R"("%{ for x in [1,2] ~}\n ${x}\n%{ endfor ~}")"), R"(" 1\n 2\n")");
  EXPECT_EQ(value_of(R"("")"), "\"\"");
  EXPECT_EQ(value_of(R"({"//":"kept","${local.s}":[{"a":"${local.n}"}]})"), R"({"//":"kept","q":[{"a":5}]})");
}

TEST(JsonConfiguration, NumbersKeepTheirDigits) {
  EXPECT_EQ(value_of("9007199254740993"), "9007199254740993");
  EXPECT_EQ(value_of("-0.1e1"), "-1");
}

TEST(JsonConfiguration, TheTopMayBeAListAndPropertiesMayRepeat) {
  const TestModule module = module_of(R"([
    {"locals": {"//": "c", "a": 1}, "//": "top"},
    {"locals": {"b": 2}, "locals": [{"c": 3}, {"d": 4}], "variable": [{"n": {"default": 5}}, {"l": {"default": 6}}],
     "output": {"x": {"value": "${[local.a, local.b, local.c, local.d, var.n, var.l]}"}}}
  ])");
  EXPECT_EQ(json_of(module.output("x")), "[1,2,3,4,5,6]");
  EXPECT_TRUE(module.unit.problems.empty());
}

TEST(JsonConfiguration, NestedBlocksAreListsOfObjects) {
  const TestModule module = module_of(R"({
    "data": {"aws_iam_policy_document": {"p": {
      "statement": [
        {"//": "c", "sid": "A", "actions": ["s3:GetObject"], "resources": ["*"],
         "principals": {"type": "AWS", "identifiers": ["arn:aws:iam::999988887777:root"]}}
      ],
      "dynamic": {"statement": [{"for_each": ["B", "C"], "iterator": "s",
        "content": {"sid": "${s.value}", "actions": ["s3:PutObject"], "resources": ["*"]}}]}
    }}},
    "resource": {"aws_x": {"r": {
      "tags": {"a": "b"}, "ports": [80], "environment": {"variables": {"K": "V"}},
      "ignored": null
    }}},
    "output": {"x": {"value": "${[for s in jsondecode(data.aws_iam_policy_document.p.json).Statement : s.Sid]}"}}
  })");
  EXPECT_EQ(json_of(module.output("x")), R"(["A","B","C"])");
  EXPECT_EQ(json_of(module.property("aws_x.r", "tags")), R"({"a":"b"})");
  EXPECT_EQ(json_of(module.property("aws_x.r", "environment")), R"([{"variables":{"K":"V"}}])");
  EXPECT_EQ(json_of(module.property("aws_x.r", "ports")), "[80]");
}

TEST(JsonConfiguration, ObjectsOfOtherProvidersAreValues) {
  const TestModule module = module_of(
      R"({"resource":{"awscc_s3_bucket_policy":{"p":{"policy_document":{"Version":"2012-10-17"}}}}})");
  EXPECT_EQ(json_of(module.property("awscc_s3_bucket_policy.p", "policy_document")),
            R"({"Version":"2012-10-17"})");
}

TEST(JsonConfiguration, PlacesAreThoseOfTheJsonText) {
  const std::string json =
      R"({"locals":{"root":"\u0072oot"},"output":{"x":{"value":"{\"AWS\": \"arn:aws:iam::999988887777:\u0072${\"oo\"}t\"}\n"}}})";
  const TestModule module = module_of(json);
  EXPECT_EQ(module.output("x").as_string(), "{\"AWS\": \"arn:aws:iam::999988887777:root\"}\n");
  EXPECT_EQ(source_of(module, "999988887777"), "999988887777");
  EXPECT_EQ(source_of(module, "\""), "\\\"");
  EXPECT_EQ(source_of(module, "AWS\": \"arn"), "AWS\\\": \\\"arn");
  EXPECT_EQ(source_of(module, ":r"), ":\\u0072");
  EXPECT_EQ(source_of(module, "oo"), "oo");
  EXPECT_EQ(source_of(module, "\n"), "\\n");
}

TEST(JsonConfiguration, ResourcesAndArgumentsKnowTheirKeys) {
  const TestModule module = module_of(R"({"resource": {"aws_x": {"r": {"a": "b"}}}})");
  const Resource* resource = module.find("aws_x.r");
  ASSERT_NE(resource, nullptr);
  EXPECT_EQ(module.text_of(resource->span), "\"r\"");
  EXPECT_EQ(module.text_of(resource->body_span), R"("r": {"a": "b"})");
  EXPECT_EQ(module.text_of(resource->properties.members()[0].key_span), "a");
  EXPECT_EQ(module.text_of(resource->properties.members()[0].value.origin().span()), "\"b\"");
}

TEST(JsonConfiguration, MetaArgumentsHoldReferences) {
  const TestModule module(Files{{"main.tf.json", R"({
    "provider": {"aws": [{"region": "eu-west-1"}, {"alias": "us", "region": "us-east-1", "profile": "other"}]},
    "resource": {"aws_x": {"r": {"provider": "aws.us", "depends_on": ["aws_x.s"]}, "s": {}}},
    "module": {"m": {"source": "./m", "providers": {"aws": "aws.us"}}}
  })"},
                                {"m/main.tf", "resource \"aws_x\" \"inner\" {}\n"}});
  EXPECT_EQ(module.find("aws_x.r")->account, "own-account/us");
  EXPECT_EQ(module.find("module.m.aws_x.inner")->account, "own-account/us");
  EXPECT_EQ(module.find("aws_x.s")->account, "own-account");
}

TEST(JsonConfiguration, MixesWithTheNativeSyntaxAndOverridesIt) {
  const TestModule module(
      Files{{"main.tf", "locals {\n  a = 1\n}\noutput \"x\" {\n  value = [local.a, local.b]\n}\n"},
            {"more.tf.json", R"({"locals":{"b":2}})"},
            {"override.tf.json", R"({"locals":{"a":3}})"}});
  EXPECT_EQ(json_of(module.output("x")), "[3,2]");
  EXPECT_TRUE(module.unit.problems.empty());
}

TEST(JsonConfiguration, WhatTerraformRefusesIsAProblemAtItsPlace) {
  const auto problem_of = [](const std::string& json) {
    source::SourceTable table;
    const syntax::ParsedSyntax parsed = syntax::parse_json(table.add("main.tf.json", json));
    const hcl::File file = read_json_configuration(parsed);
    if (file.problems.size() != 1) return std::to_string(file.problems.size()) + " problems";
    EXPECT_TRUE(file.recovered);
    return std::string(table.text(file.problems[0].span)) + " | " + file.problems[0].message;
  };
  EXPECT_EQ(problem_of(R"({"bogus":{}})"), R"("bogus" | Terraform has no top-level block "bogus")");
  EXPECT_EQ(problem_of(R"({"locals":{"a":1,"a":2}})"), R"("a" | the argument "a" is set twice)");
  EXPECT_EQ(problem_of(R"({"locals":{"a":{"x":1,"x":2}}})"),
            R"("x" | the key "x" stands twice in this object)");
  EXPECT_EQ(problem_of(R"({"resource":{"aws_x":"y"}})").substr(0, 33),
            R"("y" | an object was expected here)");
  EXPECT_EQ(problem_of(R"({"locals":{"a":"\u0041${1 +* 2}"}})").substr(0, 4), "* | ");
  EXPECT_EQ(problem_of(R"(["x"])").substr(0, 6), R"("x" | )");
}

TEST(JsonConfiguration, ABrokenBlockLeavesTheOthers) {
  const TestModule module = module_of(
      R"({"resource":{"aws_x":{"bad":{"a":"${"},"good":{"a":"b"}}},"output":{"x":{"value":"${aws_x.bad.a}"}}})");
  EXPECT_NE(module.find("aws_x.good"), nullptr);
  EXPECT_EQ(module.find("aws_x.bad"), nullptr);
  EXPECT_EQ(module.output("x").reason().kind, ReasonKind::parse_error);
}

TEST(JsonVariables, AreConstants) {
  source::SourceTable table;
  const syntax::ParsedSyntax parsed =
      syntax::parse_json(table.add("terraform.tfvars.json", R"({"//":"c","a":"${x}","b":["\u0041"]})"));
  const hcl::File file = read_json_variables(parsed);
  ASSERT_EQ(file.body.attributes.size(), 2U);
  EXPECT_EQ(evaluate(file, file.body.attributes[0].value, {}).as_string(), "${x}");
  EXPECT_EQ(json_of(evaluate(file, file.body.attributes[1].value, {})), "[\"A\"]");
}

TEST(JsonVariables, AreOneObject) {
  source::SourceTable table;
  const syntax::ParsedSyntax parsed = syntax::parse_json(table.add("terraform.tfvars.json", R"([{"a":1}])"));
  const hcl::File file = read_json_variables(parsed);
  EXPECT_TRUE(file.body.attributes.empty());
  EXPECT_EQ(file.problems.size(), 1U);
}

}  // namespace
}  // namespace rootproof::terraform
