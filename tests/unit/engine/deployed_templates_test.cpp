// CloudFormation templates inside Terraform: with which parameters, where they stand, and what stays unseen.
#include <gtest/gtest.h>

#include <algorithm>

#include "analyzer/engine/project.h"
#include "tests/unit/engine/temporary_folder.h"

namespace rootproof::engine {
namespace {

using tests::TemporaryFolder;
using value::Value;

class DeployedTemplates : public ::testing::Test {
 protected:
  void load(const std::string& text) {
    folder_.write("main.tf", text);
    ProjectOptions options;
    options.paths = {folder_.path().string()};
    project_.emplace(options);
    ASSERT_EQ(project_->load(), std::nullopt);
  }

  void load_template(const std::string& text) {
    folder_.write("template.yaml", text);
    ProjectOptions options;
    options.paths = {folder_.path().string()};
    project_.emplace(options);
    ASSERT_EQ(project_->load(), std::nullopt);
  }

  const Resource* resource(const std::string& address) const {
    for (const EvaluatedUnit& unit : project_->units()) {
      for (const Resource& each : unit.resources) {
        if (each.address == address) return &each;
      }
    }
    return nullptr;
  }

  [[nodiscard]] std::string text_of(source::Span span) const {
    return std::string(project_->sources().text(span));
  }

  [[nodiscard]] std::vector<std::string> unknowns() const {
    std::vector<std::string> details;
    for (const EvaluatedUnit& unit : project_->units()) {
      for (const value::Reason& reason : unit.unknowns) details.push_back(reason.detail);
    }
    return details;
  }

  static std::string stack(const std::string& arguments,
                           const std::string& type = "aws_cloudformation_stack") {
    return "resource \"" + type + "\" \"s\" {\n" + arguments + "\n}\n";
  }

  TemporaryFolder folder_;
  std::optional<Project> project_;
};

constexpr const char* kQueue =
    "Parameters:\n  Name: {Type: String, Default: d}\nResources:\n  Queue:\n    Type: AWS::SQS::Queue\n"
    "    Properties:\n      QueueName: !Ref Name\n";

TEST_F(DeployedTemplates, AHeredocIsReadWhereItStands) {
  load(stack("parameters = { Name = \"orders\" }\ntemplate_body = <<EOT\n" + std::string(kQueue) + "EOT"));
  const Resource* queue = resource("Resources.aws_cloudformation_stack.s/Queue");
  ASSERT_NE(queue, nullptr);
  EXPECT_EQ(queue->language, Language::cloudformation);
  EXPECT_EQ(queue->properties.find("QueueName")->as_string(), "orders");
  EXPECT_EQ(text_of(queue->span), "Queue");
  EXPECT_EQ(text_of(queue->properties.find("QueueName")->text_span(0, 6)), "orders");
  EXPECT_EQ(queue->unit, resource("aws_cloudformation_stack.s")->unit);
  EXPECT_EQ(resource("aws_cloudformation_stack.s")->properties.find("template_body"), nullptr);
  EXPECT_TRUE(unknowns().empty());
}

TEST_F(DeployedTemplates, AFileIsNoTemplateByItselfThen) {
  folder_.write("queue.yaml", kQueue);
  load(stack("template_body = file(\"queue.yaml\")"));
  const Resource* queue = resource("Resources.aws_cloudformation_stack.s/Queue");
  ASSERT_NE(queue, nullptr);
  EXPECT_EQ(text_of(queue->span), "Queue");
  EXPECT_EQ(queue->properties.find("QueueName")->as_string(), "d");
  EXPECT_EQ(resource("Resources.Queue"), nullptr);
}

TEST_F(DeployedTemplates, ATemplateThatTerraformMakesHasItsPlaces) {
  load("variable \"n\" {\n  default = \"jobs\"\n}\n" +
       stack("template_body = jsonencode({ Resources = { Queue = {\n"
             "Type = \"AWS::SQS::Queue\", Properties = { QueueName = \"orders\", Tag = var.n } } } })"));
  const Resource* queue = resource("Resources.aws_cloudformation_stack.s/Queue");
  ASSERT_NE(queue, nullptr);
  EXPECT_EQ(text_of(queue->span), "Queue");
  const Value* name = queue->properties.find("QueueName");
  EXPECT_EQ(text_of(name->text_span(0, 6)), "orders");
  EXPECT_EQ(text_of(queue->properties.find("Tag")->text_span(0, 4)), "jobs");
}

TEST_F(DeployedTemplates, EveryInstanceHasItsOwn) {
  load(stack(
      "for_each = { a = \"1\", b = \"2\" }\nparameters = { Name = each.value }\ntemplate_body = <<EOT\n" +
      std::string(kQueue) + "EOT"));
  for (const auto& [key, name] : {std::pair{"a", "1"}, std::pair{"b", "2"}}) {
    const Resource* queue =
        resource("Resources.aws_cloudformation_stack.s[\"" + std::string(key) + "\"]/Queue");
    ASSERT_NE(queue, nullptr);
    EXPECT_EQ(queue->properties.find("QueueName")->as_string(), name);
  }
}

TEST_F(DeployedTemplates, WhatMayBeAbsentHoldsNothingForCertain) {
  load("variable \"on\" {}\n" +
       stack("count = var.on ? 1 : 0\ntemplate_body = <<EOT\n" + std::string(kQueue) + "EOT"));
  const Resource* queue = resource("Resources.aws_cloudformation_stack.s[0]/Queue");
  ASSERT_NE(queue, nullptr);
  EXPECT_TRUE(queue->may_be_absent);
  EXPECT_EQ(queue->guard.to_string(), resource("aws_cloudformation_stack.s[0]")->guard.to_string());
}

TEST_F(DeployedTemplates, AccountsAreThoseOfTheStack) {
  const std::string body =
      "Resources:\n  Queue:\n    Type: AWS::SQS::Queue\n    Properties:\n      QueueName: !Ref "
      "AWS::AccountId\n";
  const std::string provider = "provider \"aws\" {\n  allowed_account_ids = [\"111122223333\"]\n}\n";
  load(provider + stack("template_body = <<EOT\n" + body + "EOT"));
  EXPECT_EQ(resource("Resources.aws_cloudformation_stack.s/Queue")->properties.find("QueueName")->as_string(),
            "111122223333");
  load(provider + stack("template_body = <<EOT\n" + body + "EOT", "aws_cloudformation_stack_set"));
  const Resource* queue = resource("Resources.aws_cloudformation_stack_set.s/Queue");
  ASSERT_NE(queue, nullptr);
  EXPECT_EQ(queue->account, "own-account of aws_cloudformation_stack_set.s");
  EXPECT_EQ(queue->properties.find("QueueName")->to_display(),
            "\"${own-account of aws_cloudformation_stack_set.s}\"");
}

TEST_F(DeployedTemplates, CloudControlNamesParametersInItsWay) {
  const std::string body = "template_body = <<EOT\n" + std::string(kQueue) + "EOT";
  load(stack("parameters = { Name = \"orders\" }\n" + body, "awscc_cloudformation_stack"));
  EXPECT_EQ(
      resource("Resources.awscc_cloudformation_stack.s/Queue")->properties.find("QueueName")->as_string(),
      "orders");
  load(stack("parameters = [{ parameter_key = \"Name\", parameter_value = \"orders\" }]\n" + body,
             "awscc_cloudformation_stack_set"));
  EXPECT_EQ(
      resource("Resources.awscc_cloudformation_stack_set.s/Queue")->properties.find("QueueName")->as_string(),
      "orders");
}

TEST_F(DeployedTemplates, ParametersThatAreNotKnownAreNotTheDefaults) {
  const std::string body = "template_body = <<EOT\n" + std::string(kQueue) + "EOT";
  const auto name = [&](const std::string& parameters) {
    load("variable \"v\" {}\n" + stack("parameters = " + parameters + "\n" + body));
    return resource("Resources.aws_cloudformation_stack.s/Queue")->properties.find("QueueName")->reasons();
  };
  for (const char* parameters : {"var.v", "{ Name = var.v }", "merge({}, var.v)"}) {
    ASSERT_FALSE(name(parameters).empty()) << parameters;
    EXPECT_EQ(name(parameters).front().detail, "var.v");
  }
}

TEST_F(DeployedTemplates, OverridesOfSomeAccountsAreNoValue) {
  const std::string set =
      stack("parameters = { Name = \"orders\" }\ntemplate_body = <<EOT\n" + std::string(kQueue) + "EOT",
            "aws_cloudformation_stack_set");
  const auto name = [&](const std::string& instance) {
    load(set + "variable \"v\" {}\nresource \"aws_cloudformation_stack_set_instance\" \"i\" {\n" + instance +
         "\n}\n");
    return *resource("Resources.aws_cloudformation_stack_set.s/Queue")->properties.find("QueueName");
  };
  EXPECT_EQ(name("").as_string(), "orders");
  EXPECT_EQ(name("parameter_overrides = { Other = \"x\" }").as_string(), "orders");
  EXPECT_EQ(name("parameter_overrides = { Name = \"x\" }").as_string(), std::nullopt);
  EXPECT_EQ(name("parameter_overrides = var.v").as_string(), std::nullopt);
}

TEST_F(DeployedTemplates, HolesInsideDataAreHolesOfTheTemplate) {
  const auto name = [&](const std::string& body) {
    load("variable \"v\" {}\nresource \"aws_s3_bucket\" \"b\" {}\n" + stack("template_body = " + body));
    const Resource* queue = resource("Resources.aws_cloudformation_stack.s/Q");
    EXPECT_NE(queue, nullptr) << body;
    EXPECT_TRUE(unknowns().empty()) << body;
    const Value* found = queue == nullptr ? nullptr : queue->properties.find("Name");
    EXPECT_NE(found, nullptr) << body;
    return found == nullptr ? std::string() : found->to_display();
  };
  const std::string open =
      "<<EOT\nResources:\n  Q:\n    Type: AWS::SQS::Queue\n    Properties:\n      Name: ";
  EXPECT_EQ(name(open + "'a-${var.v}'\nEOT"), "\"a-${unknown-variable: var.v}\"");
  EXPECT_EQ(name(open + "\"a-${var.v}-b\"\nEOT"), "\"a-${unknown-variable: var.v}-b\"");
  EXPECT_EQ(name(open + "!Sub '$${AWS::Region}-${var.v}'\nEOT"),
            "\"${AWS::Region of aws_cloudformation_stack.s}-${unknown-variable: var.v}\"");
  EXPECT_EQ(name(open + "!Join ['', [a, '${var.v}']]\nEOT"), "\"a${unknown-variable: var.v}\"");
  EXPECT_EQ(name("jsonencode({ Resources = { Q = { Type = \"AWS::SQS::Queue\","
                 " Properties = { Name = \"a-${var.v}\" } } } })"),
            "\"a-${unknown-variable: var.v}\"");
  // What stands alone and without quotation marks may be anything.
  EXPECT_EQ(name(open + "${aws_s3_bucket.b.arn}\nEOT").substr(0, 9), "(unknown:");
  EXPECT_EQ(name("jsonencode({ Resources = { Q = { Type = \"AWS::SQS::Queue\","
                 " Properties = { Name = var.v } } } })")
                .substr(0, 9),
            "(unknown:");
}

TEST_F(DeployedTemplates, HolesInConditionsLeaveThemOpen) {
  load("variable \"v\" {}\n" +
       stack("template_body = <<EOT\nConditions: {Live: !Equals ['${var.v}', prod]}\nResources:\n  Q: {Type: "
             "AWS::SQS::Queue, Condition: Live}\nEOT"));
  const Resource* queue = resource("Resources.aws_cloudformation_stack.s/Q");
  ASSERT_NE(queue, nullptr);
  EXPECT_TRUE(queue->may_be_absent);
}

TEST_F(DeployedTemplates, HolesThatMayChangeTheTemplateLeaveItUnseen) {
  const std::string type = "Type: 'AWS::SQS::Queue'";
  const std::vector<std::string> bodies{
      "Resources: {Q: {" + type + "}, ${var.v}}", "Resources: {'${var.v}': {" + type + "}}",
      "Resources: {Q: {Type: 'AWS::${var.v}::Queue'}}",
      "Resources: {Q: {" + type + ", Condition: '${var.v}'}}",
      "Resources: {Q: {" + type + ", Properties: {A: !Ref '${var.v}'}}}",
      "Resources: {Q: {" + type + ", Properties: {A: !Sub '$${Q${var.v}}'}}}",
      "Resources: {Q: {" + type + ", Properties: {'${var.v}': a}}}",
      "Resources: {Q: {" + type + ", Properties: {A: !If ['${var.v}', a, b]}}}",
      "Transform: '${var.v}'\nResources: {Q: {" + type + "}}",
      "Parameters: {P: {Type: String, Default: '${var.v}'}}\nResources: {Q: {" + type + "}}",
      "${var.v}\nResources: {Q: {" + type + "}}",
      // Looks like the mark of the hole with this number.
      "Resources: {\"Q\\ue00099999\\ue001\": {" + type + ", Properties: {A: '${var.v}'}}}"};
  for (const std::string& body : bodies) {
    load("variable \"v\" {}\n" + stack("template_body = <<EOT\n" + body + "\nEOT"));
    EXPECT_EQ(unknowns(), (std::vector<std::string>{"the template of aws_cloudformation_stack.s", "var.v"}))
        << body;
    EXPECT_EQ(resource("Resources.aws_cloudformation_stack.s/Q"), nullptr) << body;
  }
}

TEST_F(DeployedTemplates, LineBreaksMayEndWhatStandsWithoutQuotationMarks) {
  const std::string open = "Resources:\n  Q:\n    Type: AWS::SQS::Queue\n    Properties:\n      Name: ";
  for (const char* name : {"a-${var.v}", "${var.v}", "|\n        ${var.v}", "[a, ${var.v}]"}) {
    load("variable \"v\" {}\n" + stack("template_body = <<EOT\n" + open + name + "\nEOT"));
    EXPECT_EQ(unknowns(),
              (std::vector<std::string>{"the template of aws_cloudformation_stack.s",
                                        "line breaks in var.v, which stands without quotation marks"}))
        << name;
    EXPECT_EQ(resource("Resources.aws_cloudformation_stack.s/Q"), nullptr) << name;
  }
}

TEST_F(DeployedTemplates, ManyHolesInOneTextAreNoDepth) {
  std::string name;
  for (int i = 0; i < 40'000; ++i) name += "a${var.v}";
  load("variable \"v\" {}\n" + stack("template_body = <<EOT\nResources:\n  Q:\n    Type: AWS::SQS::Queue\n" +
                                     ("    Properties:\n      Name: 'x" + name) + "'\nEOT"));
  EXPECT_NE(resource("Resources.aws_cloudformation_stack.s/Q"), nullptr);
}

/// A stack set whose template is what a function of the template around makes.
std::string stack_set(const std::string& body) {
  return "Transform: AWS::LanguageExtensions\nParameters: {Open: {Type: String}}\nResources:\n  Set:\n"
         "    Type: AWS::CloudFormation::StackSet\n    Properties:\n      StackSetName: s\n"
         "      PermissionModel: SELF_MANAGED\n"
         "      Parameters: [{ParameterKey: Name, ParameterValue: orders}]\n      TemplateBody:\n" +
         body;
}

TEST_F(DeployedTemplates, OfStackSetsAreReadWhereAFunctionMakesThem) {
  load_template(
      stack_set("        Fn::ToJsonString:\n          Parameters: {Name: {Type: String}}\n"
                "          Resources:\n            Queue:\n              Type: AWS::SQS::Queue\n"
                "              Properties: {QueueName: !Sub 'q-${AWS::AccountId}-${Open}', Tag: word}\n"));
  const Resource* queue = resource("Resources.Set/Queue");
  ASSERT_NE(queue, nullptr);
  EXPECT_EQ(queue->account, "own-account of Set");
  // What a function inside says, the template around has worked out for its own account.
  EXPECT_EQ(queue->properties.find("QueueName")->to_display(), "\"q-${own-account}-${Open}\"");
  EXPECT_EQ(text_of(queue->span), "Queue");
  EXPECT_EQ(text_of(queue->properties.find("Tag")->text_span(0, 4)), "word");
  EXPECT_EQ(resource("Resources.Set")->properties.find("TemplateBody"), nullptr);
  EXPECT_TRUE(unknowns().empty());
  for (const source::Problem& problem : project_->problems())
    EXPECT_EQ(problem.message.find("is not at hand"), std::string::npos) << problem.message;

  load_template(
      stack_set("        Fn::Join:\n          - ''\n          - - '{\"Parameters\": {\"Name\": {\"Type\": "
                "\"String\"}},'\n            - '\"Resources\": {\"Queue\": {\"Type\": \"AWS::SQS::Queue\", "
                "\"Properties\": {\"QueueName\": {\"Fn::Sub\": \"${Name}-${AWS::AccountId}\"}}}}}'\n"));
  queue = resource("Resources.Set/Queue");
  ASSERT_NE(queue, nullptr);
  EXPECT_EQ(queue->properties.find("QueueName")->to_display(), "\"orders-${own-account of Set}\"");
}

TEST_F(DeployedTemplates, OfStackSetsThatNobodyKnowsStayUnseen) {
  for (const char* body : {"        !Ref Open\n",
                           "        !Join ['', ['{\"Resources\": {\"', !Ref Open, '\": {\"Type\": "
                           "\"AWS::SQS::Queue\"}}}']]\n"}) {
    load_template(stack_set(body));
    ASSERT_EQ(unknowns().empty(), false) << body;
    EXPECT_EQ(unknowns().front(), "the template of Set");
  }
}

TEST_F(DeployedTemplates, WhatIsKnownInPartIsUnseen) {
  for (const char* body :
       {"jsonencode({ Resources = { Q = { Type = \"AWS::SQS::Queue\", Name = var.v } } })", "var.v"}) {
    load("variable \"v\" {}\n" + stack("template_body = " + std::string(body)));
    EXPECT_EQ(unknowns(), (std::vector<std::string>{"the template of aws_cloudformation_stack.s", "var.v"}))
        << body;
  }
  for (const char* body : {"template_body = \"no template\"", "template_body = \"{\"",
                           "template_url = \"https://s3.amazonaws.com/acme/t.yaml\""}) {
    load(stack(body));
    EXPECT_EQ(unknowns(), std::vector<std::string>{"the template of aws_cloudformation_stack.s"}) << body;
  }
}

}  // namespace
}  // namespace rootproof::engine
