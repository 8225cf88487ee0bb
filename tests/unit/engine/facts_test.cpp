// Where policies are found: in the slots of known types, and by their content everywhere else.
#include "analyzer/engine/facts.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/unit/engine/temporary_folder.h"

namespace rootproof::engine {
namespace {

/// The policies of one Terraform file, as "address path".
std::vector<std::string> policies_in(const std::string& text) {
  const tests::TemporaryFolder folder;
  folder.write("main.tf", text);
  ProjectOptions options;
  options.paths = {folder.path().string()};
  Project project(std::move(options));
  EXPECT_EQ(project.load(), std::nullopt);
  const FactBase facts = collect_facts(project, Tool::terraform, 1);
  std::vector<std::string> found;
  for (const PolicyInstance& policy : facts.policies)
    found.push_back(policy.resource->address + " " + policy.path);
  return found;
}

using Found = std::vector<std::string>;

const std::string kStatement = R"({ Effect = "Allow", Principal = "*", Action = "*", Resource = "*" })";
const std::string kEncoded = "jsonencode({ Statement = [" + kStatement + "] })";
const std::string kText = R"(<<EOT
{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": "*", "Action": "*"}]}
EOT
)";

TEST(ContentSearch, FindsPoliciesOfTypesNobodyKnows) {
  EXPECT_EQ(policies_in("resource \"aws_brand_new\" \"x\" {\n  guard = " + kEncoded + "\n}\n"),
            Found{"aws_brand_new.x guard"});
  EXPECT_EQ(policies_in("resource \"aws_brand_new\" \"x\" {\n  guard = " + kText + "}\n"),
            Found{"aws_brand_new.x guard"});
}

TEST(ContentSearch, LooksIntoBlocksListsAndAlternatives) {
  EXPECT_EQ(
      policies_in(
          "variable \"c\" {}\nresource \"aws_brand_new\" \"x\" {\n  outer {\n    inner {\n      guard = " +
          kText + "    }\n  }\n  many = [\"a\", " + kEncoded + "]\n  way = var.c ? " + kEncoded +
          " : \"\"\n}\n"),
      (Found{"aws_brand_new.x many[1]", "aws_brand_new.x way", "aws_brand_new.x outer[0].inner[0].guard"}));
}

TEST(ContentSearch, LooksIntoDocumentsThatHoldPolicies) {
  EXPECT_EQ(policies_in("resource \"aws_api_gateway_rest_api\" \"x\" {\n  body = jsonencode({ "
                        "\"x-amazon-apigateway-policy\" = "
                        "{ Statement = [" +
                        kStatement + "] } })\n}\n"),
            Found{"aws_api_gateway_rest_api.x body.x-amazon-apigateway-policy"});
  EXPECT_EQ(
      policies_in("resource \"aws_servicecatalog_provisioned_product\" \"x\" {\n  template_body = "
                  "<<EOT\n{\"Resources\": {\"P\": {\"Type\": "
                  "\"AWS::SQS::QueuePolicy\", \"Properties\": {\"PolicyDocument\": {\"Statement\": "
                  "[{\"Effect\": \"Allow\", "
                  "\"Principal\": \"*\", \"Action\": \"*\"}]}}}}}\nEOT\n}\n"),
      Found{"aws_servicecatalog_provisioned_product.x template_body.Resources.P.Properties.PolicyDocument"});
}

TEST(ContentSearch, LooksBesideKnownSlotsAndFindsEachPolicyOnce) {
  EXPECT_EQ(policies_in("resource \"aws_s3_bucket_policy\" \"x\" {\n  policy = " + kEncoded +
                        "\n  beside = " + kText + "}\n"),
            (Found{"aws_s3_bucket_policy.x policy", "aws_s3_bucket_policy.x beside"}));
}

TEST(ContentSearch, FindsPoliciesWhoseStatementsAreNotKnown) {
  EXPECT_EQ(
      policies_in("variable \"s\" {}\nresource \"aws_brand_new\" \"x\" {\n  guard = jsonencode({ Version = "
                  "\"2012-10-17\", Statement = var.s })\n}\n"),
      Found{"aws_brand_new.x guard"});
}

TEST(ContentSearch, LeavesOtherLanguagesAndOutputsAlone) {
  EXPECT_EQ(
      policies_in("resource \"aws_iot_policy\" \"x\" {\n  policy = " + kEncoded +
                  "\n}\n"
                  "resource \"aws_cloudformation_stack\" \"x\" {\n  policy_body = " +
                  kEncoded +
                  "\n}\n"
                  "output \"x\" {\n  value = " +
                  kEncoded +
                  "\n}\n"
                  "resource \"aws_brand_new\" \"x\" {\n  note = \"a \\\"Statement\\\" of intent\"\n}\n"),
      Found{});
}

TEST(ContentSearch, EndsInAnUnknownPolicy) {
  std::string deep = kEncoded;
  for (int i = 0; i < 20; ++i) deep = "{ a = " + deep + " }";
  const Found found = policies_in("resource \"aws_brand_new\" \"x\" {\n  guard = " + deep + "\n}\n");
  ASSERT_EQ(found.size(), 1U);
  EXPECT_TRUE(found[0].starts_with("aws_brand_new.x guard.a.a.a"));
}

}  // namespace
}  // namespace rootproof::engine
