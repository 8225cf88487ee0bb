#include <benchmark/benchmark.h>

#include <cstdint>
#include <string>
#include <string_view>

#include "parsers/syntax/syntax_tree.h"

/// Parse throughput on generated templates shaped like real ones: roles and bucket policies, short functions,
/// block scalars, quotes, comments. The argument is the number of resources pairs: 5 kB, 100 kB, 1 MB.
namespace {

using namespace rootproof;

std::string yaml_template(std::int64_t pairs) {
  std::string text =
      "AWSTemplateFormatVersion: 2010-09-09\nDescription: >-\n  Generated for measurement,\n"
      "  not for deployment.\nParameters:\n  Stage: {Type: String, Default: dev}\nResources:\n";
  for (std::int64_t i = 0; i < pairs; ++i) {
    const std::string n = std::to_string(i);
    text +=
        "  # Role and bucket of team " + n + "\n  Role" + n +
        ":\n    Type: AWS::IAM::Role\n    Properties:\n" + "      RoleName: !Sub \"team-" + n +
        "-${Stage}\"\n      AssumeRolePolicyDocument:\n" +
        "        Version: 2012-10-17\n        Statement:\n          - Effect: Allow\n" +
        "            Principal:\n              AWS: !Sub 'arn:${AWS::Partition}:iam::123456789012:root'\n" +
        "            Action: sts:AssumeRole\n            Condition:\n              StringEquals:\n" +
        "                sts:ExternalId: team-" + n + "\n      Policies:\n        - PolicyName: inline\n" +
        "          PolicyDocument: !Sub |\n            {\n              \"Version\": \"2012-10-17\",\n" +
        "              \"Statement\": [{\"Effect\": \"Allow\", \"Action\": \"s3:GetObject\",\n" +
        "                \"Resource\": \"arn:${AWS::Partition}:s3:::data-" + n + "/*\"}]\n            }\n" +
        "  Policy" + n + ":\n    Type: AWS::S3::BucketPolicy\n    DependsOn: [Role" + n + "]\n" +
        "    Properties:\n      Bucket: !Ref Bucket" + n + "\n      PolicyDocument:\n        Statement:\n" +
        "          - Sid: Root\n            Effect: Deny\n            Principal: '*'\n" +
        "            Action: ['s3:PutObject', \"s3:DeleteObject\"]\n            Resource: !Join\n" +
        "              - ''\n              - - 'arn:aws:s3:::'\n                - !Ref Bucket" + n +
        "\n                - /*\n            Condition: {Bool: {aws:SecureTransport: false}}\n";
  }
  return text;
}

std::string json_template(std::int64_t pairs) {
  std::string text = "{\n  \"AWSTemplateFormatVersion\": \"2010-09-09\",\n  \"Resources\": {\n";
  for (std::int64_t i = 0; i < pairs; ++i) {
    const std::string n = std::to_string(i);
    text +=
        "    \"Role" + n + "\": {\n      \"Type\": \"AWS::IAM::Role\",\n      \"Properties\": {\n" +
        "        \"RoleName\": {\"Fn::Sub\": \"team-" + n + "-${Stage}\"},\n" +
        "        \"AssumeRolePolicyDocument\": {\n          \"Version\": \"2012-10-17\",\n" +
        "          \"Statement\": [\n            {\n              \"Effect\": \"Allow\",\n" +
        "              \"Principal\": {\"AWS\": [\"arn:aws:iam::123456789012:root\"]},\n" +
        "              \"Action\": \"sts:AssumeRole\",\n              \"Condition\": {\"StringEquals\": " +
        "{\"sts:ExternalId\": \"team-" + n + "\"}}\n            }\n          ]\n        },\n" +
        "        \"Policies\": [{\"PolicyName\": \"inline\", \"PolicyDocument\": \"{\\\"Statement\\\": " +
        "[{\\\"Effect\\\": \\\"Allow\\\", \\\"Action\\\": \\\"s3:GetObject\\\"}]}\"}],\n" +
        "        \"MaxSessionDuration\": 3600\n      }\n    },\n";
  }
  return text + "    \"Last\": {\"Type\": \"AWS::S3::Bucket\", \"DeletionPolicy\": null}\n  }\n}\n";
}

using Parser = syntax::ParsedSyntax (*)(const source::SourceFile&);

void measure(benchmark::State& state, const std::string& text, Parser parser) {
  for (auto _ : state) {
    const source::SourceFile file(source::FileId{0}, "template", text);
    const syntax::ParsedSyntax parsed = parser(file);
    if (!parsed.complete) state.SkipWithError("the generated template was refused");
    benchmark::DoNotOptimize(parsed.tree.nodes.data());
  }
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(text.size()));
  state.counters["file_bytes"] = static_cast<double>(text.size());
}

void ParseYaml(benchmark::State& state) {
  measure(state, yaml_template(state.range(0)), &syntax::parse_yaml);
}
void ParseJson(benchmark::State& state) {
  measure(state, json_template(state.range(0)), &syntax::parse_json);
}

void ReadSource(benchmark::State& state) {
  const std::string text = yaml_template(state.range(0));
  for (auto _ : state) {
    const source::SourceFile file(source::FileId{0}, "template", text);
    benchmark::DoNotOptimize(file.line_count());
  }
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(text.size()));
}

BENCHMARK(ReadSource)->Arg(3)->Arg(60)->Arg(600);
BENCHMARK(ParseYaml)->Arg(3)->Arg(60)->Arg(600);
BENCHMARK(ParseJson)->Arg(5)->Arg(100)->Arg(1000);

}  // namespace
