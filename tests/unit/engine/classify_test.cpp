#include "analyzer/engine/classify.h"

#include <gtest/gtest.h>

#include <memory>

namespace rootproof::engine {
namespace {

using source::FileKind;

FileKind kind_of(const std::string& text) {
  source::SourceTable sources;
  const auto parsed =
      std::make_unique<syntax::ParsedSyntax>(syntax::parse_json_or_yaml(sources.add("x", text)));
  return parsed->tree.documents() == 0 ? FileKind::other : classify(parsed->tree.document(0));
}

TEST(Classify, TemplatesByStructureWithoutAVersion) {
  EXPECT_EQ(kind_of("Resources:\n  B:\n    Type: AWS::S3::Bucket\n"), FileKind::cloudformation);
  EXPECT_EQ(kind_of(R"({"Resources": {"B": {"Type": "AWS::S3::Bucket"}}})"), FileKind::cloudformation);
  EXPECT_EQ(
      kind_of(
          "Transform: AWS::Serverless-2016-10-31\nResources:\n  F:\n    Type: AWS::Serverless::Function\n"),
      FileKind::cloudformation);
  EXPECT_EQ(kind_of("Resources:\n  'Fn::ForEach::Loop': [X, [a], {}]\n"), FileKind::cloudformation);
}

TEST(Classify, PoliciesByStructure) {
  EXPECT_EQ(
      kind_of(
          R"({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]})"),
      FileKind::policy);
  EXPECT_EQ(kind_of("Statement:\n  Effect: Deny\n  Action: '*'\n  Resource: '*'\n"), FileKind::policy);
}

TEST(Classify, StatementsByThemselves) {
  EXPECT_EQ(kind_of(R"({"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": "*"})"),
            FileKind::policy);
  EXPECT_EQ(kind_of("- Effect: Deny\n  NotAction: 'iam:*'\n  Resource: '*'\n"), FileKind::policy);
  for (const char* other : {"Effect: NoSchedule\nAction: x\n", "Effect: Allow\nResource: '*'\n",
                            "- Effect: Allow\n  Action: '*'\n- name: other\n",
                            "Effect: Allow\nAction: 'update:*'\nColor: red\n", "[]\n"})
    EXPECT_EQ(kind_of(other), FileKind::other) << other;
}

TEST(Classify, WhatOtherToolsDeployWithCloudFormation) {
  const std::string service = "service: orders\nprovider:\n  name: aws\n";
  EXPECT_EQ(kind_of(service + "resources:\n  Resources:\n    Q:\n      Type: AWS::SQS::Queue\n"),
            FileKind::cloudformation);
  EXPECT_EQ(
      kind_of(service + "resources:\n  - ${file(a.yml)}\n  - Resources:\n      Q: {Type: AWS::SQS::Queue}\n"),
      FileKind::cloudformation);
  EXPECT_EQ(kind_of(service + "  iamRoleStatements:\n    - {Effect: Allow, Action: '*', Resource: '*'}\n"),
            FileKind::policy);
  EXPECT_EQ(kind_of("service: orders\nprovider:\n  name: google\nresources:\n  Resources:\n    Q:\n      "
                    "Type: AWS::SQS::Queue\n"),
            FileKind::other);
  const std::string formation = "AWSTemplateFormatVersion: 2010-09-09-OC\n";
  EXPECT_EQ(kind_of(formation + "Resources:\n  Q:\n    Type: AWS::SQS::Queue\n"), FileKind::cloudformation);
  EXPECT_EQ(kind_of(formation + "Organization:\n  M:\n    Type: OC::ORG::MasterAccount\n"),
            FileKind::organization_export);
}

TEST(Classify, NoFalseAlarmOnOtherTools) {
  const char* others[] = {
      "apiVersion: v1\nkind: ConfigMap\nResources:\n  A:\n    Type: Foo::Bar\n",
      "on: push\njobs:\n  a:\n    runs-on: ubuntu\n    steps:\n      - run: echo AWS::S3 Resources\n",
      R"({"name": "package", "version": "1.0.0", "dependencies": {"Resources": "::"}})",
      "openapi: 3.0.0\nResources:\n  A:\n    Type: X::Y\n",
      R"({"terraform_version": "1.11.4", "planned_values": {}, "Statement": [{"Effect": "Allow"}]})",
      "Resources: [a, b]\n",
      "Resources:\n  A: text\n",
      "- Resources\n- '::'\n",
      "just text",
  };
  for (const char* other : others) EXPECT_EQ(kind_of(other), FileKind::other) << other;
}

TEST(Classify, OrganizationsOfOtherTools) {
  EXPECT_EQ(kind_of("AWSTemplateFormatVersion: 2010-09-09-OC\nOrganization: {A: {Type: OC::ORG::Account}}"),
            FileKind::organization_export);
  EXPECT_EQ(kind_of("AWSTemplateFormatVersion: 2010-09-09-OC\nOrganization: !Include organization.yml"),
            FileKind::organization_export);
  EXPECT_EQ(kind_of("AWSTemplateFormatVersion: 2010-09-09\nOrganization: {A: {Type: OC::ORG::Account}}"),
            FileKind::other);
  EXPECT_EQ(kind_of("enable: true\norganizationalUnits: []\nserviceControlPolicies: []"),
            FileKind::organization_export);
  EXPECT_EQ(kind_of("organizationalUnits: []\nserviceControlPolicies: {}\nenable: true"), FileKind::other);
  EXPECT_EQ(kind_of("mandatoryAccounts: []\nworkloadAccounts: []"), FileKind::organization_export);
  EXPECT_TRUE(may_matter("organizationalUnits: []\nserviceControlPolicies: []"));
  EXPECT_FALSE(may_matter("organizationalUnits: []"));
}

TEST(LooksLikeOurs, TellsBrokenTemplatesFromBrokenOtherFiles) {
  EXPECT_TRUE(looks_like_ours("AWSTemplateFormatVersion: '2010-09-09'\nResources: ["));
  EXPECT_TRUE(looks_like_ours("Resources:\n  B:\n    Type: 'AWS::S3::Bucket'\n   broken"));
  EXPECT_TRUE(looks_like_ours(R"({"Version": "2012-10-17", "Statement": [{"Effect": "Allow")"));
  EXPECT_TRUE(looks_like_ours("Version: '2012-10-17'\nStatement:\n  - Effect: Allow\n    Action: *x"));
  EXPECT_FALSE(looks_like_ours("Roles:\n  Statement:\n  - Effect: Allow # 2012-10-17"));
  EXPECT_FALSE(looks_like_ours("{{ .Values.Resources }}: ::"));
}

}  // namespace
}  // namespace rootproof::engine
