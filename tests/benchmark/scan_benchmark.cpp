#include <benchmark/benchmark.h>

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <string>
#include <thread>

#include "analyzer/engine/project.h"
#include "analyzer/engine/rule.h"
#include "analyzer/engine/rule_selection.h"
#include "analyzer/engine/scan.h"
#include "tests/unit/engine/temporary_folder.h"

/// Whole scans of generated repositories: of ten files four are of other tools, three Terraform, two
/// CloudFormation, one a policy. The argument is the number of files; files/s must stay level. And of single
/// templates, by their size.
namespace {

using namespace rootproof;

std::string terraform(std::int64_t n) {
  const std::string id = std::to_string(n);
  return "variable \"account_" + id + "\" {\n  type    = string\n  default = \"111122223333\"\n}\n\n" +
         "locals {\n  prefix_" + id + " = \"team-" + id + "\"\n}\n\n" + "resource \"aws_s3_bucket\" \"logs_" +
         id + "\" {\n  bucket = \"${local.prefix_" + id + "}-logs\"\n}\n\n" +
         "data \"aws_iam_policy_document\" \"logs_" + id +
         "\" {\n  statement {\n    actions   = [\"s3:GetObject\"]\n    resources = [\"${aws_s3_bucket.logs_" +
         id +
         ".arn}/*\"]\n    principals {\n      type        = \"AWS\"\n      identifiers = "
         "[\"arn:aws:iam::${var.account_" +
         id + "}:role/reader\"]\n    }\n  }\n}\n\n" + "resource \"aws_s3_bucket_policy\" \"logs_" + id +
         "\" {\n  bucket = aws_s3_bucket.logs_" + id + ".id\n  policy = data.aws_iam_policy_document.logs_" +
         id + ".json\n}\n";
}

std::string cloudformation(std::int64_t n) {
  const std::string id = std::to_string(n);
  return "AWSTemplateFormatVersion: '2010-09-09'\nParameters:\n  Stage:\n    Type: String\n    Default: dev\n"
         "Resources:\n  Bucket" +
         id + ":\n    Type: AWS::S3::Bucket\n    Properties:\n      BucketName: !Sub 'data-" + id +
         "-${Stage}'\n  Policy" + id +
         ":\n    Type: AWS::S3::BucketPolicy\n    Properties:\n      Bucket: !Ref Bucket" + id +
         "\n      PolicyDocument:\n        Version: '2012-10-17'\n        Statement:\n          - Effect: "
         "Allow\n"
         "            Principal:\n              AWS: !Sub 'arn:aws:iam::${AWS::AccountId}:role/reader'\n"
         "            Action: [s3:GetObject, s3:ListBucket]\n            Resource: !Sub '${Bucket" +
         id + ".Arn}/*'\n            Condition:\n              Bool: {aws:SecureTransport: true}\n";
}

std::string serverless_function(std::int64_t n) {
  const std::string id = std::to_string(n);
  return "  Worker" + id +
         ":\n    Type: AWS::Serverless::Function\n    Properties:\n      Handler: app.handler\n"
         "      CodeUri: src/\n      Policies:\n        - DynamoDBCrudPolicy: {TableName: table-" +
         id +
         "}\n        - AWSLambdaVPCAccessExecutionRole\n"
         "        - Statement: [{Effect: Allow, Action: 's3:GetObject', Resource: !Sub "
         "'arn:aws:s3:::b-${AWS::Region}/*'}]\n      Events:\n        Get: {Type: Api, Properties: {Path: "
         "/items/" +
         id + ", Method: get}}\n        Nightly: {Type: Schedule, Properties: {Schedule: rate(1 day)}}\n";
}

std::string bucket_with_policy(std::int64_t n) {
  const std::string id = std::to_string(n);
  return "  Bucket" + id +
         ":\n    Type: AWS::S3::Bucket\n    Properties:\n      BucketName: !Sub 'logs-${Stage}-" + id +
         "'\n  Policy" + id +
         ":\n    Type: AWS::S3::BucketPolicy\n    Condition: HasPartner\n    Properties:\n      Bucket: !Ref "
         "Bucket" +
         id +
         "\n      PolicyDocument:\n        Version: '2012-10-17'\n        Statement:\n"
         "          - Effect: Allow\n            Principal:\n"
         "              AWS: !Join ['', ['arn:aws:iam::', !FindInMap [Accounts, !Ref Stage, Id], ':root']]\n"
         "            Action: ['s3:GetObject', 's3:ListBucket']\n            Resource: !Sub '${Bucket" +
         id +
         ".Arn}/*'\n          - !If\n            - IsProd\n            - Effect: Allow\n"
         "              Principal: {AWS: !Sub 'arn:aws:iam::${Partner}:role/reader'}\n"
         "              Action: s3:GetObject\n              Resource: !GetAtt Bucket" +
         id + ".Arn\n            - !Ref AWS::NoValue\n";
}

constexpr const char* kPolicy = R"({
  "Version": "2012-10-17",
  "Statement": [{
    "Effect": "Allow",
    "Action": ["ec2:Describe*", "s3:ListAllMyBuckets"],
    "Resource": "*"
  }]
}
)";

constexpr const char* kOtherTool = R"(apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  replicas: 2
  template:
    spec:
      containers:
        - name: web
          image: registry.example/web:1.2
          env: [{name: LOG_LEVEL, value: info}]
)";

constexpr const char* kVariables = R"(variable "team" {
  description = "Owner of everything in here"
  type        = string
  default     = "storefront"
  validation {
    condition     = can(regex("^[a-z-]+$", var.team))
    error_message = "Lower case letters and hyphens."
  }
}

variable "readers" {
  description = "Roles that read, with the account each lives in"
  type = map(object({
    account = string
    enabled = optional(bool, true)
  }))
  default = {
    audit  = { account = "111122223333" }
    import = { account = "444455556666", enabled = false }
  }
}

variable "tags" {
  type    = map(string)
  default = {}
}

variable "ports" {
  type    = list(number)
  default = [443, 8443]
}
)";

constexpr const char* kRoles = R"(locals {
  tags    = merge(var.tags, { Team = var.team, Managed = "terraform" })
  readers = [for name, reader in var.readers : "arn:aws:iam::${reader.account}:role/${name}" if reader.enabled]
}

resource "aws_iam_role" "reader" {
  for_each             = toset(["logs", "data"])
  name                 = "${var.team}-${each.key}"
  max_session_duration = 60 * 60
  tags                 = local.tags
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { AWS = local.readers }
      Condition = { StringEquals = { "sts:ExternalId" = "${var.team}-${each.key}" } }
    }]
  })
}

resource "aws_iam_role_policy" "reader" {
  for_each = aws_iam_role.reader
  name     = "read"
  role     = each.value.name
  policy   = <<-POLICY
    {
      "Version": "2012-10-17",
      "Statement": [
        {"Effect": "Allow", "Action": ["s3:GetObject"], "Resource": "arn:aws:s3:::${var.team}-${each.key}/*"}
      ]
    }
  POLICY
}
)";

constexpr const char* kNetwork = R"(resource "aws_vpc" "main" {
  cidr_block           = "10.20.0.0/16"
  enable_dns_hostnames = true
  tags                 = local.tags
}

resource "aws_subnet" "private" {
  count      = 3
  vpc_id     = aws_vpc.main.id
  cidr_block = cidrsubnet(aws_vpc.main.cidr_block, 4, count.index)
  tags       = merge(local.tags, { Name = format("%s-private-%02d", var.team, count.index) })
}

resource "aws_security_group" "web" {
  name        = "${var.team}-web"
  description = "Ports that the load balancer may reach"
  vpc_id      = aws_vpc.main.id
  dynamic "ingress" {
    for_each = toset(var.ports)
    content {
      description = "port ${ingress.value}"
      from_port   = ingress.value
      to_port     = ingress.value
      protocol    = "tcp"
      cidr_blocks = aws_subnet.private[*].cidr_block
    }
  }
  tags = local.tags
}
)";

constexpr const char* kOutputs = R"(output "subnet_ids" {
  description = "Private subnets"
  value       = aws_subnet.private[*].id
}

output "role_arns" {
  value = { for name, role in aws_iam_role.reader : name => role.arn }
}

output "security_group_id" {
  value = aws_security_group.web.id
}
)";

void write_repository(const tests::TemporaryFolder& folder, std::int64_t files) {
  for (std::int64_t i = 0; i < files; ++i) {
    const std::string team = "teams/" + std::to_string(i / 50) + "/";
    const std::string id = std::to_string(i);
    switch (i % 10) {
      case 0:
      case 1:
      case 2:
        folder.write(team + "main" + id + ".tf", terraform(i));
        break;
      case 3:
      case 4:
        folder.write(team + "stack" + id + ".yaml", cloudformation(i));
        break;
      case 5:
        folder.write(team + "policy" + id + ".json", kPolicy);
        break;
      default:
        folder.write(team + "deployment" + id + ".yaml", kOtherTool);
    }
  }
}

void write_terraform(const tests::TemporaryFolder& folder, std::int64_t files) {
  for (std::int64_t i = 0; i < files; ++i) {
    const std::string module = "modules/" + std::to_string(i / 5) + "/";
    switch (i % 5) {
      case 0:
        folder.write(module + "main.tf", terraform(i / 5));
        break;
      case 1:
        folder.write(module + "variables.tf", kVariables);
        break;
      case 2:
        folder.write(module + "roles.tf", kRoles);
        break;
      case 3:
        folder.write(module + "network.tf", kNetwork);
        break;
      default:
        folder.write(module + "outputs.tf", kOutputs);
    }
  }
}

/// Reads and scans a folder as often as the benchmark asks; at least `policies` must be found in it.
void scan_folder(benchmark::State& state, const tests::TemporaryFolder& folder, std::size_t policies) {
  engine::ScanOptions scan_options;
  scan_options.rules = engine::select_rules({}, {}).rules;
  scan_options.today = "2026-01-01";
  scan_options.jobs = std::max(1U, std::thread::hardware_concurrency());
  for (auto _ : state) {
    engine::ProjectOptions options;
    options.paths = {folder.path().string()};
    options.jobs = scan_options.jobs;
    engine::Project project(std::move(options));
    if (project.load()) state.SkipWithError("the generated repository was not read");
    const engine::Report report = engine::scan(project, scan_options);
    if (!report.complete || report.policies < policies)
      state.SkipWithError("the generated repository was not understood");
    benchmark::DoNotOptimize(report.findings.data());
  }
}

void count_files(benchmark::State& state) {
  state.counters["files/s"] = benchmark::Counter(static_cast<double>(state.iterations() * state.range(0)),
                                                 benchmark::Counter::kIsRate);
}

void ScanRepository(benchmark::State& state) {
  const tests::TemporaryFolder folder;
  write_repository(folder, state.range(0));
  scan_folder(state, folder, static_cast<std::size_t>(state.range(0)) / 2);
  count_files(state);
}

/// Root modules of five files each, with what most of them hold: variables, roles, a network, outputs.
void ScanTerraform(benchmark::State& state) {
  const tests::TemporaryFolder folder;
  write_terraform(folder, state.range(0));
  scan_folder(state, folder, static_cast<std::size_t>(state.range(0)) / 5 * 4);
  count_files(state);
}

/// One template of about as many kilobytes as the argument says; 1 MB, the most that the service accepts,
/// must take at most 100 ms from text to findings. Functions with what SAM makes of them, and bucket policies
/// of which most are findings.
void scan_template(benchmark::State& state, std::string text, std::string (*resource)(std::int64_t)) {
  const auto size = static_cast<std::size_t>(state.range(0)) * 1'000;
  for (std::int64_t i = 0; text.size() < size; ++i) text += resource(i);
  const tests::TemporaryFolder folder;
  folder.write("template.yaml", text);
  scan_folder(state, folder, size / 1'000);
}

void ScanServerlessTemplate(benchmark::State& state) {
  scan_template(state,
                "Transform: AWS::Serverless-2016-10-31\nGlobals:\n  Function: {Runtime: python3.12}\n"
                "Resources:\n",
                &serverless_function);
}

void ScanPolicyTemplate(benchmark::State& state) {
  scan_template(state,
                "Parameters:\n  Stage: {Type: String, AllowedValues: [dev, test, prod]}\n"
                "  Partner: {Type: String, Default: ''}\nMappings:\n  Accounts:\n"
                "    dev: {Id: '111122223333'}\n    test: {Id: '222233334444'}\n"
                "    prod: {Id: '333344445555'}\nConditions:\n  IsProd: !Equals [!Ref Stage, prod]\n"
                "  HasPartner: !Not [!Equals [!Ref Partner, '']]\nResources:\n",
                &bucket_with_policy);
}

BENCHMARK(ScanServerlessTemplate)->Arg(10)->Arg(100)->Arg(1000)->Unit(benchmark::kMillisecond)->UseRealTime();
BENCHMARK(ScanPolicyTemplate)->Arg(10)->Arg(100)->Arg(1000)->Unit(benchmark::kMillisecond)->UseRealTime();
BENCHMARK(ScanTerraform)->Arg(1000)->Arg(4000)->Arg(16000)->Unit(benchmark::kMillisecond)->UseRealTime();
BENCHMARK(ScanRepository)->Arg(100)->Arg(1000)->Arg(10000)->Unit(benchmark::kMillisecond)->UseRealTime();

}  // namespace
