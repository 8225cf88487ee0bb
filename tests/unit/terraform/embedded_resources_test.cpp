// Resources that deploy resources described in another language.
#include <gtest/gtest.h>

#include "tests/unit/terraform/terraform_fixture.h"

namespace rootproof::terraform {
namespace {

TEST(CloudControl, IsTheResourceItDescribes) {
  const TestModule module(R"(
resource "aws_cloudcontrolapi_resource" "encoded" {
  type_name     = "AWS::S3::BucketPolicy"
  desired_state = jsonencode({ Bucket = "b", PolicyDocument = { Statement = [{ Effect = "Allow" }] } })
}
resource "aws_cloudcontrolapi_resource" "text" {
  type_name     = "AWS::IAM::AccessKey"
  desired_state = <<EOT
{"UserName": "root"}
EOT
}
)");
  const Resource* encoded = module.find("aws_cloudcontrolapi_resource.encoded");
  ASSERT_NE(encoded, nullptr);
  EXPECT_EQ(encoded->type, "AWS::S3::BucketPolicy");
  EXPECT_EQ(encoded->kind, ResourceKind::bucket_policy);
  EXPECT_NE(encoded->properties.find("PolicyDocument"), nullptr);
  const Resource* text = module.find("aws_cloudcontrolapi_resource.text");
  ASSERT_NE(text, nullptr);
  EXPECT_EQ(text->kind, ResourceKind::iam_access_key);
  ASSERT_NE(text->property("user_name"), nullptr);
  EXPECT_EQ(text->property("user_name")->as_string(), "root");
  EXPECT_TRUE(module.unit.unknowns.empty());
}

TEST(CloudControl, OfAnUnknownTypeMayBeAnything) {
  const TestModule module(
      "variable \"t\" {}\nresource \"aws_cloudcontrolapi_resource\" \"r\" {\n  type_name = var.t\n"
      "  desired_state = jsonencode({})\n}\n");
  ASSERT_EQ(module.unit.unknowns.size(), 1U);
  EXPECT_EQ(module.unit.unknowns[0].detail, "the resource inside aws_cloudcontrolapi_resource.r");
}

TEST(EmbeddedTemplates, LeaveTheUnitIncomplete) {
  const TestModule module(
      "resource \"aws_cloudformation_stack\" \"s\" {\n  name = \"s\"\n  template_url = \"https://x\"\n}\n"
      "resource \"aws_cloudformation_stack_set\" \"t\" {\n  name = \"t\"\n  template_body = "
      "file(\"x\")\n}\n");
  ASSERT_EQ(module.unit.unknowns.size(), 2U);
  EXPECT_EQ(module.unit.unknowns[0].kind, value::ReasonKind::unsupported);
  EXPECT_EQ(module.unit.unknowns[0].detail, "the template of aws_cloudformation_stack.s");
}

}  // namespace
}  // namespace rootproof::terraform
