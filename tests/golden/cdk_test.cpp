// Templates that CDK made name the constructs that people know.
#include <gtest/gtest.h>

#include "tests/golden/program.h"

namespace rootproof::tests {
namespace {

constexpr const char* kStorefront = R"({
  "Resources": {
    "LogsPolicyF1C2A3": {
      "Type": "AWS::S3::BucketPolicy",
      "Properties": {
        "Bucket": "logs",
        "PolicyDocument": {
          "Statement": [{"Effect": "Allow", "Principal": {"AWS": "999988887777"}, "Action": "s3:GetObject",
                         "Resource": "arn:aws:s3:::logs/*"}]
        }
      },
      "Metadata": {"aws:cdk:path": "Storefront/Logs/Policy/Resource"}
    }
  }
}
)";

TEST(Cdk, FindingsNameTheConstruct) {
  const TemporaryFolder folder;
  folder.write("cdk.out/Storefront.template.json", kStorefront);
  const Outcome text = rootproof(folder, "scan --select RP202 --format text .");
  EXPECT_EQ(text.status, 1);
  EXPECT_NE(text.output.find("= resource: Resources.LogsPolicyF1C2A3 (AWS::S3::BucketPolicy), construct "
                             "Storefront/Logs/Policy/Resource"),
            std::string::npos)
      << text.output;
  for (const char* format : {"json", "sarif"}) {
    const Outcome outcome = rootproof(folder, std::string("scan --select RP202 --format ") + format + " .");
    EXPECT_NE(outcome.output.find("\"construct\": \"Storefront/Logs/Policy/Resource\""), std::string::npos)
        << outcome.output;
  }
}

/// A role that lets two accounts in; what the CDK leaves out of a template without metadata.
std::string role_template(const std::string& more = "") {
  return R"({
  "Resources": {
    "Role1ABCC5F0": {
      "Type": "AWS::IAM::Role",
      "Properties": {"AssumeRolePolicyDocument": {"Statement": [
        {"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::111122223333:root"}, "Action": "sts:AssumeRole"},
        {"Effect": "Allow", "Principal": {"AWS": {"Fn::Sub": "arn:${AWS::Partition}:iam::${AWS::AccountId}:root"}},
         "Action": "sts:AssumeRole"}]}}
    })" + more +
         "\n  }\n}\n";
}

constexpr const char* kManifest = R"({
  "version": "36.0.0",
  "artifacts": {
    "Shop.assets": {"type": "cdk:asset-manifest", "properties": {"file": "Shop.assets.json"}},
    "Shop": {
      "type": "aws:cloudformation:stack",
      "environment": "aws://111122223333/cn-north-1",
      "properties": {"templateFile": "Shop.template.json", "stackName": "shop-live"},
      "metadata": {"/Shop/Role/Resource": [{"type": "aws:cdk:logicalId", "data": "Role1ABCC5F0"}]}
    },
    "Open": {
      "type": "aws:cloudformation:stack",
      "environment": "aws://unknown-account/unknown-region",
      "properties": {"templateFile": "Open.template.json"},
      "additionalMetadataFile": "Open.metadata.json"
    },
    "assembly-Stage": {"type": "cdk:cloud-assembly", "properties": {"directoryName": "assembly-Stage"}}
  }
}
)";

TEST(Cdk, TheManifestSaysWhereAStackIsDeployed) {
  const TemporaryFolder folder;
  folder.write("cdk.out/manifest.json", kManifest);
  folder.write("cdk.out/Shop.template.json", role_template());
  folder.write("cdk.out/Open.template.json", role_template());
  folder.write("cdk.out/Open.metadata.json",
               R"({"/Open/Role/Resource": [{"type": "aws:cdk:logicalId", "data": "Role1ABCC5F0"}]})");
  folder.write("cdk.out/assembly-Stage/manifest.json", R"({"version": "36.0.0", "artifacts": {"Stage-Shop": {
      "type": "aws:cloudformation:stack", "environment": "aws://444455556666/eu-west-1",
      "properties": {"templateFile": "Shop.template.json"}}}})");
  folder.write("cdk.out/assembly-Stage/Shop.template.json", role_template());

  const Outcome shop = rootproof(folder, "eval cdk.out/Shop.template.json");
  EXPECT_NE(shop.output.find("account 111122223333"), std::string::npos) << shop.output;
  EXPECT_NE(shop.output.find("\"arn:aws-cn:iam::111122223333:root\""), std::string::npos) << shop.output;
  const Outcome open = rootproof(folder, "eval cdk.out/Open.template.json");
  EXPECT_NE(open.output.find("account own-account"), std::string::npos) << open.output;
  const Outcome given =
      rootproof(folder, "eval cdk.out/Shop.template.json --parameter AWS::AccountId=777788889999");
  EXPECT_NE(given.output.find("account 777788889999"), std::string::npos) << given.output;

  // The account of a stack is its own; one that is left open may be any.
  const Outcome text = rootproof(folder, "scan --select RP202 --format text .");
  EXPECT_EQ(text.output.find("cdk.out/Shop.template.json:"), std::string::npos) << text.output;
  EXPECT_NE(text.output.find("cdk.out/Open.template.json:"), std::string::npos) << text.output;
  EXPECT_NE(text.output.find("construct Open/Role/Resource"), std::string::npos) << text.output;
  EXPECT_NE(text.output.find("cdk.out/assembly-Stage/Shop.template.json:"), std::string::npos) << text.output;
}

TEST(Cdk, NestedStacksAreFoundThroughTheirAssets) {
  const std::string hash(64, 'a');
  const TemporaryFolder folder;
  folder.write("cdk.out/manifest.json", kManifest);
  folder.write("cdk.out/Shop.assets.json", R"({"version": "36.0.0", "files": {")" + hash + R"(": {
      "source": {"path": "ShopInner.nested.template.json", "packaging": "file"},
      "destinations": {"current": {"bucketName": "assets", "objectKey": ")" +
                                               hash + R"(.json"}}}}})");
  folder.write("cdk.out/ShopInner.nested.template.json", role_template());
  folder.write("cdk.out/Shop.template.json", role_template(R"(,
    "Inner": {"Type": "AWS::CloudFormation::Stack", "Properties": {"TemplateURL": {"Fn::Join": ["",
      ["https://s3.cn-north-1.", {"Ref": "AWS::URLSuffix"}, "/assets/)" +
                                                           hash + R"(.json"]]}}})"));
  const Outcome eval = rootproof(folder, "eval .");
  EXPECT_NE(eval.output.find("Resources.Inner/Role1ABCC5F0"), std::string::npos) << eval.output;
  const Outcome substituted =
      [&] {
        folder.write("cdk.out/Shop.template.json", role_template(R"(,
    "Inner": {"Type": "AWS::CloudFormation::Stack", "Properties": {"TemplateURL": {"Fn::Sub":
      "https://s3.cn-north-1.${AWS::URLSuffix}/assets/)" + hash + R"(.json"}}})"));
        return rootproof(folder, "eval .");
      }();
  EXPECT_NE(substituted.output.find("Resources.Inner/Role1ABCC5F0"), std::string::npos) << substituted.output;
}

}  // namespace
}  // namespace rootproof::tests
