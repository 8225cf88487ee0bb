// file() and templatefile(): inside the scanned roots they are read, elsewhere they are unknown.
#include <gtest/gtest.h>

#include "tests/unit/terraform/terraform_fixture.h"

namespace rootproof::terraform {
namespace {

using value::ReasonKind;
using value::Value;
using Files = TestModule::Files;

/// The value of an expression in main.tf beside these files.
Value evaluated_with(const std::string& expression, Files files) {
  files["main.tf"] += "output \"x\" {\n  value = " + expression + "\n}\n";
  return TestModule(files).output("x");
}

TEST(Files, AreReadAsTheyAre) {
  EXPECT_EQ(evaluated_with("file(\"p.json\")", {{"p.json", "{\"a\": \"${b}\"}\n"}}).as_string(),
            "{\"a\": \"${b}\"}\n");
  EXPECT_EQ(evaluated_with("file(\"${path.module}/p.json\")", {{"p.json", "x"}}).as_string(), "x");
  EXPECT_EQ(json_of(evaluated_with("jsondecode(file(\"p.json\")).b", {{"p.json", R"({"a":1,"b":"x"})"}})),
            "\"x\"");
}

TEST(Files, TextOfAFileKeepsItsPlaceThere) {
  const Value value = evaluated_with("file(\"p.json\")", {{"p.json", "{\"Effect\": \"Allow\"}"}});
  const source::Span span = value.text_span(12, 17);
  EXPECT_EQ(static_cast<std::uint32_t>(span.file), 1U);  // behind main.tf
  EXPECT_EQ(span.begin, 12U);
  EXPECT_EQ(span.end, 17U);
}

TEST(Files, ModulesNameTheirOwnByPathModule) {
  const TestModule module(
      Files{{"main.tf", "module \"m\" {\n  source = \"./m\"\n}\noutput \"x\" {\n  value = module.m.a\n}\n"},
            {"m/main.tf", "output \"a\" {\n  value = file(\"${path.module}/inner.txt\")\n}\n"},
            {"m/inner.txt", "inner"}});
  EXPECT_EQ(module.output("x").as_string(), "inner");
}

TEST(Files, OutsideTheRootsAreUnknownAndNamed) {
  for (const char* path : {"/etc/hostname", "../secret.json", "missing.json"}) {
    const Value value = evaluated_with(std::string("file(\"") + path + "\")", {});
    ASSERT_TRUE(value.is(Value::Kind::unknown)) << path;
    EXPECT_EQ(value.reason().kind, ReasonKind::unresolved_file) << path;
    EXPECT_EQ(value.reason().detail, std::string("file(\"") + path + "\")");
  }
}

TEST(Files, AnUnknownPathKeepsItsReason) {
  const Value value = evaluated_with("file(\"${var.p}.json\")", {{"main.tf", "variable \"p\" {}\n"}});
  ASSERT_FALSE(value.reasons().empty());
  EXPECT_EQ(value.reasons()[0].detail, "var.p");
}

TEST(Templatefile, FillsInItsVariables) {
  const Files files{{"t.tpl", "Hello ${name}%{ for x in list ~}\n ${x},\n%{ endfor ~}\n"}};
  EXPECT_EQ(
      evaluated_with("templatefile(\"t.tpl\", { name = \"you\", list = [\"a\", \"b\"] })", files).as_string(),
      "Hello you a,\n b,\n");
  EXPECT_EQ(evaluated_with("templatefile(\"${path.module}/t.tpl\", { name = \"you\", list = [] })", files)
                .as_string(),
            "Hello you");
}

TEST(Templatefile, TextOfTheTemplateKeepsItsPlaceThere) {
  const Value value = evaluated_with("templatefile(\"t.tpl\", { who = \"9\" })",
                                     {{"t.tpl", "{\"AWS\": \"${who}\", \"Effect\": \"Allow\"}"}});
  const std::string text = value.as_string().value_or("");
  const std::size_t at = text.find("Allow");
  ASSERT_NE(at, std::string::npos);
  const source::Span span = value.text_span(at, at + 5);
  EXPECT_EQ(static_cast<std::uint32_t>(span.file), 1U);
  EXPECT_EQ(span.begin, 29U);  // of {"AWS": "${who}", "Effect": "Allow"}
}

TEST(Templatefile, UnknownVariablesAreHoles) {
  const Value value =
      evaluated_with("templatefile(\"t.tpl\", { who = var.who })",
                     {{"t.tpl", "arn:aws:iam::${who}:root"}, {"main.tf", "variable \"who\" {}\n"}});
  EXPECT_EQ(value.to_display(), "\"arn:aws:iam::${unknown-variable: var.who}:root\"");
}

TEST(Templatefile, SeesNothingButItsVariables) {
  for (const char* text : {"${var.x}", "${local.y}", "${name}"}) {
    const Value value = evaluated_with(
        "templatefile(\"t.tpl\", {})",
        {{"t.tpl", text}, {"main.tf", "variable \"x\" {\n  default = 1\n}\nlocals {\n  y = 1\n}\n"}});
    ASSERT_FALSE(value.reasons().empty()) << text;
    EXPECT_EQ(value.reasons()[0].kind, ReasonKind::invalid) << text;
  }
}

TEST(Templatefile, ThatIsBrokenIsUnknown) {
  EXPECT_FALSE(evaluated_with("templatefile(\"t.tpl\", {})", {{"t.tpl", "${"}}).fully_known());
  EXPECT_FALSE(evaluated_with("templatefile(\"missing.tpl\", {})", {}).fully_known());
}

}  // namespace
}  // namespace rootproof::terraform
