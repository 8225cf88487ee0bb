// Variables of the Serverless Framework in the template of a service.
#include <gtest/gtest.h>

#include <map>
#include <string>

#include "tests/unit/cloudformation/template_fixture.h"

namespace rootproof::cloudformation {
namespace {

constexpr const char* kService = R"(
service: orders
provider: {name: aws, stage: dev}
custom:
  partner: '999988887777'
  number: 42
  arn: arn:aws:iam::${self:custom.partner}:root
  stages: {dev: {who: a}, prod: {who: b}}
  list: [x, '${self:custom.partner}']
  joined: !Join ['-', [a, !Ref AWS::Region]]
  chosen: dev
  by_stage: ${self:custom.stages.${opt:stage}.who}
  default: ${opt:stage, 'dev'}
  shared: ${file(./shared.yml)}
  self: ${self:custom.self}
  first: ${self:custom.second}
  second: ${self:custom.first}
)";

constexpr const char* kShared = "accounts: {audit: '111122223333'}\nowner: ${self:custom.partner}\n";

/// The property P of a resource in the template of the service.
std::string in_service(const std::string& value, const std::string& more = "") {
  source::SourceTable table;
  const std::string text = std::string(kService) + more +
                           "resources:\n  Resources:\n    R: {Type: Custom::Test, Properties: {P: " + value +
                           "}}\n";
  const syntax::ParsedSyntax service = syntax::parse_json_or_yaml(table.add("serverless.yml", text));
  const syntax::ParsedSyntax shared = syntax::parse_json_or_yaml(table.add("shared.yml", kShared));
  TemplateFiles files;
  files.document = [&](const source::SourceFile&, const std::string& name) {
    return name == "./shared.yml" ? std::optional(shared.tree.document(0)) : std::nullopt;
  };
  TemplateInputs inputs;
  inputs.files = &files;
  inputs.service = service.tree.document(0);
  const EvaluatedUnit unit = evaluate_template(service.tree, *inputs.service->find("resources"), inputs);
  for (const Resource& resource : unit.resources) {
    const value::Value* found = resource.properties.find("P");
    if (found != nullptr) return found->to_display();
  }
  return "nothing";
}

TEST(FrameworkVariables, LeadIntoTheService) {
  EXPECT_EQ(in_service("'${self:custom.partner}'"), R"("999988887777")");
  EXPECT_EQ(in_service("'${self:custom.number}'"), "42");
  EXPECT_EQ(in_service("'${self:custom.arn}'"), R"("arn:aws:iam::999988887777:root")");
  EXPECT_EQ(in_service("'a-${self:custom.partner}-${self:service}'"), R"("a-999988887777-orders")");
  EXPECT_EQ(in_service("'${self:custom.list}'"), R"(["x", "999988887777"])");
  EXPECT_EQ(in_service("'${self:custom.list.1}'"), R"("999988887777")");
  EXPECT_EQ(in_service("'${self:custom.stages.prod}'"), R"({"who": "b"})");
  EXPECT_EQ(in_service("'${self:custom.stages.${self:custom.chosen}.who}'"), R"("a")");
  EXPECT_EQ(in_service("'${self:custom.joined}'"), R"("a-${AWS::Region}")");
  EXPECT_EQ(in_service("!Sub 'arn:aws:iam::${self:custom.partner}:root'"),
            R"("arn:aws:iam::999988887777:root")");
  EXPECT_EQ(in_service("!Join [':', [arn, '${self:custom.partner}']]"), R"("arn:999988887777")");
}

TEST(FrameworkVariables, LeadIntoFiles) {
  EXPECT_EQ(in_service("'${file(./shared.yml):accounts.audit}'"), R"("111122223333")");
  EXPECT_EQ(in_service("'${self:custom.shared.accounts.audit}'"), R"("111122223333")");
  EXPECT_EQ(in_service("'${file(./shared.yml):owner}'"), R"("999988887777")");
  EXPECT_EQ(in_service("'${file(./missing.yml):owner}'"), R"("${${file(./missing.yml):owner}}")");
  EXPECT_EQ(in_service("'${file(./code.js):owner}'"), R"("${${file(./code.js):owner}}")");
}

TEST(FrameworkVariables, TakeTheFirstSourceThatGivesSomething) {
  EXPECT_EQ(in_service("\"${self:custom.nothing, 'x'}\""), R"("x")");
  EXPECT_EQ(in_service("'${self:custom.nothing, self:custom.partner}'"), R"("999988887777")");
  EXPECT_EQ(in_service("'${self:custom.nothing, ${self:custom.partner}}'"), R"("999988887777")");
  EXPECT_EQ(in_service("\"${self:custom.partner, 'x'}\""), R"("999988887777")");
}

TEST(FrameworkVariables, OfTheCommandLineStayOpen) {
  for (const char* variable : {"${opt:stage}", "${opt:stage, 'dev'}", "${env:ACCOUNT}", "${param:account}",
                               "${sls:stage}", "${cf:other.Role}", "${self:custom.nothing}",
                               "${self:provider.stage}", "${self:custom.nothing, opt:x}"})
    EXPECT_EQ(in_service("\"" + std::string(variable) + "\""), "\"${" + std::string(variable) + "}\"");
  EXPECT_EQ(in_service("'${self:custom.default}'"), R"("${${opt:stage, 'dev'}}")");
  EXPECT_EQ(in_service("'${self:custom.by_stage}'"), R"("${${self:custom.stages.${opt:stage}.who}}")");
}

TEST(FrameworkVariables, ThatLeadToThemselvesEnd) {
  EXPECT_NE(in_service("'${self:custom.self}'").find("cycle"), std::string::npos);
  EXPECT_NE(in_service("'${self:custom.first}'").find("cycle"), std::string::npos);
  std::string deep = "x";
  for (int i = 0; i < 2'000; ++i) deep = "${self:custom." + deep + "}";
  EXPECT_NE(in_service("'" + deep + "'"), R"("x")");
}

TEST(FrameworkVariables, ThatDoubleEndAtALimit) {
  std::string more = "more:\n  a0: xxxxxxxx\n  l0: [x]\n";
  for (int i = 1; i < 60; ++i) {
    const std::string a = "${self:more.a" + std::to_string(i - 1) + "}";
    const std::string l = "'${self:more.l" + std::to_string(i - 1) + "}'";
    more +=
        "  a" + std::to_string(i) + ": " + a + a + "\n  l" + std::to_string(i) + ": [" + l + ", " + l + "]\n";
  }
  EXPECT_NE(in_service("'${self:more.a59}'", more).find("limit"), std::string::npos);
  EXPECT_EQ(in_service("!Join [',', '${self:more.l59}']", more).find("nothing"), std::string::npos);
}

TEST(FrameworkVariables, OfOtherTemplatesStayOpen) {
  EXPECT_EQ(with_property("'${self:custom.partner}'").display("P"), R"("${${self:custom.partner}}")");
}

}  // namespace
}  // namespace rootproof::cloudformation
