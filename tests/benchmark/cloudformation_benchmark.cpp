#include <benchmark/benchmark.h>

#include <cstdint>
#include <string>

#include "parsers/cloudformation/template.h"
#include "parsers/source/source_file.h"
#include "parsers/syntax/syntax_tree.h"

/// From the text of a template to its evaluated resources. The argument is the number of resources: about 10
/// kB, 100 kB and 1 MB, the most that the service accepts. Bytes/s must stay level, and 1 MB take at most 100
/// ms.
namespace {

using namespace rootproof;

/// Policies whose statements and names depend on parameters, conditions and mappings.
std::string policies(std::int64_t count) {
  std::string text =
      "Parameters:\n  Stage: {Type: String, AllowedValues: [dev, test, prod]}\n"
      "  Partner: {Type: String, Default: ''}\n  Open: {Type: String}\n"
      "Mappings:\n  Accounts: {dev: {Id: '111122223333'}, test: {Id: '222233334444'}, prod: {Id: "
      "'333344445555'}}\n"
      "Conditions:\n  IsProd: !Equals [!Ref Stage, prod]\n  HasPartner: !Not [!Equals [!Ref Partner, '']]\n"
      "  Both: !And [!Condition IsProd, !Condition HasPartner]\nResources:\n";
  for (std::int64_t i = 0; i < count; ++i) {
    const std::string n = std::to_string(i);
    text +=
        "  Bucket" + n +
        ":\n    Type: AWS::S3::Bucket\n    Properties:\n      BucketName: !Sub 'logs-${Stage}-" + n +
        "'\n  Policy" + n +
        ":\n    Type: AWS::S3::BucketPolicy\n    Condition: " + (i % 3 == 0 ? "Both" : "HasPartner") +
        "\n    Properties:\n      Bucket: !Ref Bucket" + n +
        "\n      PolicyDocument:\n        Version: '2012-10-17'\n        Statement:\n"
        "          - Effect: Allow\n            Principal:\n"
        "              AWS: !Join ['', ['arn:aws:iam::', !FindInMap [Accounts, !Ref Stage, Id], ':root']]\n"
        "            Action: ['s3:GetObject', 's3:ListBucket']\n"
        "            Resource: !Sub '${Bucket" +
        n +
        ".Arn}/*'\n"
        "          - !If\n            - IsProd\n            - Effect: Allow\n"
        "              Principal: {AWS: !Sub 'arn:aws:iam::${Partner}:role/reader'}\n"
        "              Action: s3:GetObject\n              Resource: !GetAtt Bucket" +
        n +
        ".Arn\n"
        "            - !Ref AWS::NoValue\n";
  }
  return text;
}

/// SAM functions with what they get generated.
std::string functions(std::int64_t count) {
  std::string text =
      "Transform: AWS::Serverless-2016-10-31\nGlobals:\n  Function: {Runtime: python3.12, Tracing: "
      "Active}\nResources:\n";
  for (std::int64_t i = 0; i < count; ++i) {
    const std::string n = std::to_string(i);
    text += "  Worker" + n +
            ":\n    Type: AWS::Serverless::Function\n    Properties:\n      Handler: app.handler\n"
            "      CodeUri: src/\n      Policies:\n        - DynamoDBCrudPolicy: {TableName: table-" +
            n +
            "}\n        - AWSLambdaVPCAccessExecutionRole\n"
            "        - Statement: [{Effect: Allow, Action: 's3:GetObject', Resource: !Sub "
            "'arn:aws:s3:::b-${AWS::Region}/*'}]\n"
            "      Events:\n        Get: {Type: Api, Properties: {Path: /items/" +
            n +
            ", Method: get}}\n"
            "        Nightly: {Type: Schedule, Properties: {Schedule: rate(1 day)}}\n";
  }
  return text;
}

void measure(benchmark::State& state, const std::string& text) {
  std::size_t resources = 0;
  for (auto _ : state) {
    const source::SourceFile file(source::FileId{0}, "template.yaml", text);
    const syntax::ParsedSyntax parsed = syntax::parse_json_or_yaml(file);
    if (!parsed.complete) state.SkipWithError("the generated template was refused");
    const EvaluatedUnit unit = cloudformation::evaluate_template(parsed.tree, parsed.tree.document(0), {});
    resources = unit.resources.size();
  }
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(text.size()));
  state.counters["file_bytes"] = static_cast<double>(text.size());
  state.counters["resources"] = static_cast<double>(resources);
}

void EvaluatePolicies(benchmark::State& state) { measure(state, policies(state.range(0))); }
void EvaluateServerless(benchmark::State& state) { measure(state, functions(state.range(0))); }

BENCHMARK(EvaluatePolicies)->Arg(10)->Arg(100)->Arg(1'000)->Unit(benchmark::kMillisecond);
BENCHMARK(EvaluateServerless)->Arg(20)->Arg(200)->Arg(2'000)->Unit(benchmark::kMillisecond);

}  // namespace
