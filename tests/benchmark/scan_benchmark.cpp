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
/// CloudFormation, one a policy. The argument is the number of files; files/s must stay level.
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

void ScanRepository(benchmark::State& state) {
  const tests::TemporaryFolder folder;
  write_repository(folder, state.range(0));
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
    if (!report.complete || report.policies < static_cast<std::size_t>(state.range(0)) / 2)
      state.SkipWithError("the generated repository was not understood");
    benchmark::DoNotOptimize(report.findings.data());
  }
  state.counters["files/s"] = benchmark::Counter(static_cast<double>(state.iterations() * state.range(0)),
                                                 benchmark::Counter::kIsRate);
}

BENCHMARK(ScanRepository)->Arg(100)->Arg(1000)->Arg(10000)->Unit(benchmark::kMillisecond)->UseRealTime();

}  // namespace
