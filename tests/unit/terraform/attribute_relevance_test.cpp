// Which arguments of resources that no rule knows are evaluated: all that may hold a policy.
#include <gtest/gtest.h>

#include "parsers/terraform/attribute_relevance.h"
#include "tests/unit/terraform/terraform_fixture.h"

namespace rootproof::terraform {
namespace {

/// Whether the argument or block in the body of a resource may hold a policy.
bool may_hold(const std::string& content) {
  source::SourceTable table;
  const hcl::File file = hcl::parse(table.add("main.tf", "resource \"x_y\" \"z\" {\n" + content + "\n}\n"));
  EXPECT_TRUE(file.problems.empty()) << content;
  const hcl::Body& body = file.body.blocks.at(0).body;
  return body.attributes.empty() ? may_hold_policy(file, body.blocks.at(0))
                                 : may_hold_policy(file, body.attributes.at(0));
}

TEST(AttributeRelevance, WhatCannotBeAPolicyIsLeftOut) {
  for (const char* content : {
           "a = 1",
           "a = null",
           "a = true",
           "a = -var.x",
           "a = var.x == jsonencode({ Statement = [] })",
           "a = \"\"",
           "a = \"t3.micro\"",
           "a = \"statically named\"",
           "a = \"prefix-${var.x}\"",
           "a = \"arn:aws:s3:::${var.x}/*\"",
           "a = <<-E\n  #!/bin/sh\n  echo ${var.x}\n  E",
           "a = [\"x\", 2, { b = \"c\", (3) = \"d\" }]",
           "a = var.x ? 1 : \"one\"",
           "a = (\"x\")",
           "tags = merge(local.tags, { Name = var.x })",
           "b {\n  c = 1\n  d {\n    e = \"f\"\n  }\n}",
           "dynamic \"b\" {\n  for_each = var.x\n  content {\n    c = 1\n  }\n}",
       })
    EXPECT_FALSE(may_hold(content)) << content;
}

TEST(AttributeRelevance, WhatMayBeAPolicyIsEvaluated) {
  for (const char* content : {
           "a = var.x",
           "Statement = 1",
           "document {\n  Statement = [{ Effect = \"Allow\" }]\n}",
           "document {\n  statement {\n    effect = \"Allow\"\n  }\n}",
           "dynamic \"statement\" {\n  for_each = [1]\n  content {\n    effect = \"Allow\"\n  }\n}",
           "a = local.x.y[0]",
           "a = aws_x.y.id",
           "a = jsonencode(var.x)",
           "a = \"${var.x}\"",
           "a = \" ${var.x}\"",
           "a = \"{${var.x}\"",
           "a = \"{\\\"State${\"ment\"}\\\": []}\"",
           "a = <<E\n\n  {\"Statement\": []}\nE",
           "a = <<E\n%{ if true }{\"Statement\": []}%{ endif }\nE",
           "a = \"{\\\"Statement\\\": []}\"",
           "a = { Statement = [] }",
           "a = { \"statement\" = [] }",
           "a = { (var.x) = 1 }",
           "a = { b = var.x }",
           "a = [1, [var.x]]",
           "a = [for x in [1] : x]",
           "a = var.x ? 1 : var.y",
           "a = (var.x)",
           "b {\n  d {\n    e = var.f\n  }\n}",
           "dynamic \"b\" {\n  for_each = [1]\n  content {\n    c = b.value\n  }\n}",
       })
    EXPECT_TRUE(may_hold(content)) << content;
}

TEST(AttributeRelevance, ResourcesGetWhatIsAskedFor) {
  const std::string text =
      "resource \"other_thing\" \"t\" {\n  size = 1\n  rules = jsonencode({ Statement = [] })\n}\n"
      "resource \"aws_iam_user\" \"u\" {\n  name = \"u\"\n}\n";
  ModuleInputs scan;
  scan.everything = false;
  const TestModule some(text, scan);
  EXPECT_EQ(some.find("other_thing.t")->properties.members().size(), 1U);
  EXPECT_EQ(some.property("aws_iam_user.u", "name").as_string(), "u");
  const TestModule all(text);
  EXPECT_EQ(all.find("other_thing.t")->properties.members().size(), 2U);
}

}  // namespace
}  // namespace rootproof::terraform
