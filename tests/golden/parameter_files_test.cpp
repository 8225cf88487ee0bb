// `--parameter-file` in each form that AWS's tools write.
#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "tests/golden/program.h"

namespace rootproof::tests {
namespace {

constexpr const char* kParameterTemplate = R"(Parameters:
  Stage: {Type: String, Default: dev}
  Names: {Type: CommaDelimitedList, Default: x}
  Count: {Type: Number, Default: 1}
  Id: {Type: String, Default: none}
Conditions:
  IsProd: !Equals [!Ref Stage, prod]
Resources:
  R:
    Type: Custom::Test
    Properties: {Stage: !Ref Stage, Names: !Join ['+', !Ref Names], Count: !Ref Count, Id: !Ref Id, If: !If [IsProd, a, b]}
)";

TEST(ParameterFiles, OfEveryForm) {
  const std::vector<std::pair<std::string, std::string>> files{
      {"cli.json",
       R"([{"ParameterKey": "Stage", "ParameterValue": "prod"}, {"ParameterKey": "Names", "ParameterValue": "a, b"},
           {"ParameterKey": "Count", "ParameterValue": "3"}, {"ParameterKey": "Id", "ParameterValue": "012345678901"}])"},
      {"input.json",
       R"({"StackName": "s", "Parameters": [{"ParameterKey": "Stage", "ParameterValue": "prod"},
           {"ParameterKey": "Names", "ParameterValue": "a,b"}, {"ParameterKey": "Count", "ParameterValue": "3"},
           {"ParameterKey": "Id", "ParameterValue": "012345678901"}]})"},
      {"pipeline.json",
       R"({"Parameters": {"Stage": "prod", "Names": "a,b", "Count": "3", "Id": "012345678901"}, "Tags": {"Team": "x"}})"},
      {"overrides.json", R"(["Stage=prod", "Names=a,b", "Count=3", "Id=012345678901"])"},
      {"sync.yaml",
       "template-file-path: stack.yaml\nparameters:\n  Stage: prod\n  Names: [a, b]\n  Count: 3\n  Id: "
       "'012345678901'\n"
       "tags: {Team: x}\n"},
      {"samconfig.toml",
       "version = 0.1\n[default.global.parameters]\nparameter_overrides = \"Stage=test\"\n"
       "[default.deploy.parameters]\nstack_name = \"s\"\n"
       "parameter_overrides = 'Stage=\"prod\" Names=a,b Count=3 Id=012345678901'\n"},
      {"list.toml",
       "version = 0.1\n[default.deploy.parameters]\nparameter_overrides = [\"Stage=prod\", \"Names=a,b\",\n"
       "  \"ParameterKey=Count,ParameterValue=3 ParameterKey=Id,ParameterValue='012345678901'\"]\n"},
      {"table.toml",
       "version = 0.1\n[default.global.parameters.parameter_overrides]\nStage = \"prod\"\nNames = [\"a\", "
       "\"b\"]\n"
       "Count = 3\nId = \"012345678901\"\n"},
      {"samconfig.yaml",
       "version: 0.1\ndefault:\n  deploy:\n    parameters:\n      parameter_overrides:\n        - Stage=prod "
       "Names=a,b\n"
       "        - {Count: 3, Id: '012345678901'}\n"},
      {"plain.yaml", "Stage: prod\nNames: a,b\nCount: 3\nId: '012345678901'\n"},
  };
  for (const auto& [name, text] : files) {
    const TemporaryFolder folder;
    folder.write("stack.yaml", kParameterTemplate);
    folder.write(name, text);
    const Outcome outcome =
        rootproof(folder, "eval stack.yaml --address Resources.R --parameter-file " + name);
    EXPECT_EQ(outcome.status, 0) << name << outcome.output;
    for (const char* line : {"Stage = \"prod\"", "Names = \"a+b\"", "Count = \"3\"",
                             "Id    = \"012345678901\"", "If    = \"a\""})
      EXPECT_NE(outcome.output.find(line), std::string::npos) << name << ": " << line << "\n"
                                                              << outcome.output;
  }
}

constexpr const char* kRestricted = R"(Parameters:
  Partner: {Type: String, AllowedValues: ['111122223333', 444455556666], Default: '111122223333'}
  Stage: {Type: String, AllowedPattern: '[a-z]+', MinLength: 2, MaxLength: 4, Default: dev}
  Count: {Type: Number, MinValue: 1, MaxValue: 3, AllowedValues: [1, 2, 3], Default: 1}
  Names: {Type: CommaDelimitedList, AllowedValues: [a, b], Default: a}
  Sizes: {Type: List<Number>, MaxValue: 9, Default: '1,2'}
  On: {Type: String, AllowedValues: [true, false], Default: true}
  Vpc: {Type: 'AWS::EC2::VPC::Id', AllowedPattern: 'vpc-[0-9a-f]+', Default: vpc-0}
  Nets: {Type: 'List<AWS::EC2::Subnet::Id>', AllowedValues: [subnet-1, subnet-2], Default: subnet-1}
  Image: {Type: 'AWS::SSM::Parameter::Value<String>', AllowedValues: [/images/a], Default: /images/a}
Resources:
  R:
    Type: Custom::Test
    Properties: {Partner: !Ref Partner, Stage: !Ref Stage}
)";

TEST(ParameterFiles, AreHeldAgainstTheDefinitions) {
  const std::vector<std::pair<std::string, std::string>> refused{
      {R"({"Partner": "999988887777"})", "none of its AllowedValues"},
      {R"({"Stage": "PROD"})", "does not match its AllowedPattern"},
      {R"({"Stage": "x"})", "shorter than its MinLength"},
      {R"({"Stage": "stage"})", "longer than its MaxLength"},
      {R"({"Count": "one"})", "is no number"},
      {R"({"Count": 0})", "below its MinValue"},
      {R"({"Count": "4"})", "above its MaxValue"},
      {R"({"Count": "1.5"})", "none of its AllowedValues"},
      {R"({"Names": "a, c"})", "none of its AllowedValues"},
      {R"({"Sizes": "9,10"})", "above its MaxValue"},
      {R"({"On": "yes"})", "none of its AllowedValues"},
      {R"({"Vpc": "subnet-1"})", "does not match its AllowedPattern"},
      {R"({"Nets": "subnet-1,subnet-3"})", "none of its AllowedValues"}};
  for (const auto& [file, why] : refused) {
    const TemporaryFolder folder;
    folder.write("stack.yaml", kRestricted);
    folder.write("p.json", file);
    const Outcome outcome = rootproof(folder, "scan stack.yaml --parameter-file p.json");
    EXPECT_EQ(outcome.status, 3) << file;
    EXPECT_NE(outcome.output.find(why), std::string::npos) << file << outcome.output;
    EXPECT_NE(outcome.output.find("p.json:1:"), std::string::npos) << file << outcome.output;
  }
  const TemporaryFolder folder;
  folder.write("stack.yaml", kRestricted);
  folder.write("p.json", R"({"Partner": "444455556666", "Stage": "test", "Count": "2.0", "Names": "b , a",
                             "Sizes": [1, 9], "On": "false"})");
  const Outcome taken = rootproof(folder, "scan stack.yaml --parameter-file p.json");
  EXPECT_EQ(taken.status, 0) << taken.output;
  const Outcome evaluated = rootproof(folder, "eval stack.yaml --address Resources.R --parameter Stage=PROD");
  EXPECT_NE(evaluated.output.find("Stage   = (unknown: invalid"), std::string::npos) << evaluated.output;
}

TEST(ParameterFiles, AreMeantForTheTemplatesThatTakeThem) {
  const TemporaryFolder folder;
  folder.write("stack.yaml", kRestricted);
  folder.write("other.yaml",
               "Parameters:\n  Stage: {Type: String, AllowedValues: [blue, green]}\n"
               "Resources:\n  O: {Type: Custom::Test, Properties: {Stage: !Ref Stage}}\n");
  const Outcome scanned = rootproof(folder, "scan . --parameter Stage=blue");
  EXPECT_EQ(scanned.status, 0) << "both take it: " << scanned.output;
  const Outcome one = rootproof(folder, "scan . --parameter Stage=test");
  EXPECT_EQ(one.status, 0) << one.output;
  EXPECT_NE(one.output.find("it refuses the value that is given to parameter Stage, which another template "
                            "takes, and is evaluated without it at other.yaml:1:1"),
            std::string::npos)
      << one.output;
  const Outcome evaluated = rootproof(folder, "eval . --address Resources.R --parameter Stage=test");
  EXPECT_NE(evaluated.output.find("\"test\""), std::string::npos) << evaluated.output;
  EXPECT_EQ(rootproof(folder, "scan . --parameter Stage=PROD").status, 3) << "no template takes it";
}

TEST(ParameterFiles, MayNameWhatNoTemplateDeclares) {
  const TemporaryFolder folder;
  folder.write("stack.yaml", kParameterTemplate);
  folder.write("p.json", R"({"Stge": "prod"})");
  const Outcome outcome = rootproof(folder, "scan stack.yaml --parameter-file p.json");
  EXPECT_EQ(outcome.status, 0) << outcome.output;
  EXPECT_NE(outcome.output.find("no scanned template declares the parameter Stge at p.json:1:10"),
            std::string::npos)
      << outcome.output;
}

TEST(ParameterFiles, MayLeaveAValueAsItWas) {
  const TemporaryFolder folder;
  folder.write("stack.yaml", kParameterTemplate);
  folder.write("update.json", R"([{"ParameterKey": "Stage", "ParameterValue": "prod"},
                                  {"ParameterKey": "Id", "UsePreviousValue": true}])");
  folder.write("sync.yaml", "parameters:\n  Stage: prod\n  Id:\n  Names: [1, true]\n");
  for (const char* file : {"update.json", "sync.yaml"}) {
    const Outcome outcome =
        rootproof(folder, std::string("eval stack.yaml --address Resources.R --parameter-file ") + file);
    EXPECT_NE(outcome.output.find("Stage = \"prod\""), std::string::npos) << outcome.output;
    EXPECT_NE(outcome.output.find("Id    = (unknown: unknown-variable: parameter Id)"), std::string::npos)
        << outcome.output;
  }
  const Outcome list = rootproof(folder, "eval stack.yaml --address Resources.R --parameter-file sync.yaml");
  EXPECT_NE(list.output.find("Names = \"1+true\""), std::string::npos) << list.output;
}

TEST(ParameterFiles, OfSamHoldCharactersOfAnyLanguage) {
  const TemporaryFolder folder;
  folder.write("stack.yaml", kParameterTemplate);
  // Outside of quotes too: toml++ takes `é` for the end of its table of white space.
  folder.write(
      "samconfig.toml",
      "[default.deploy.parameters] # é\nparameter_overrides = { Stage = \"é\", Id = \"あ\U0001F600\" }\n");
  const Outcome outcome =
      rootproof(folder, "eval stack.yaml --address Resources.R --parameter-file samconfig.toml");
  EXPECT_NE(outcome.output.find("Stage = \"é\""), std::string::npos) << outcome.output;
  EXPECT_NE(outcome.output.find("Id    = \"あ\U0001F600\""), std::string::npos) << outcome.output;
  folder.write("samconfig.toml", "[default.deploy.parameters]\né = 1\n");
  const Outcome refused =
      rootproof(folder, "eval stack.yaml --address Resources.R --parameter-file samconfig.toml");
  EXPECT_NE(refused.output.find("samconfig.toml:2:1"), std::string::npos) << refused.output;
  EXPECT_NE(refused.output.find("é"), std::string::npos) << refused.output;
}

TEST(ParameterFiles, AreReadInOrderAndTheCommandLineWins) {
  const TemporaryFolder folder;
  folder.write("stack.yaml", kParameterTemplate);
  folder.write("one.json", R"({"Stage": "test", "Id": "one"})");
  folder.write("two.json", R"({"Stage": "stage"})");
  const Outcome outcome = rootproof(folder,
                                    "eval stack.yaml --address Resources.R --parameter-file one.json "
                                    "--parameter-file two.json --parameter Stage=prod");
  EXPECT_NE(outcome.output.find("Stage = \"prod\""), std::string::npos) << outcome.output;
  EXPECT_NE(outcome.output.find("Id    = \"one\""), std::string::npos) << outcome.output;
}

TEST(ParameterFiles, OfSamAreReadBesideTheTemplateWhereTheConfigurationSaysSo) {
  const TemporaryFolder folder;
  folder.write("shop/template.yaml", kParameterTemplate);
  folder.write("shop/samconfig.toml",
               "version = 0.1\n[default.deploy.parameters]\nparameter_overrides = \"Stage=test\"\n"
               "[live.deploy.parameters]\nparameter_overrides = 'Stage=\"prod\" Id=\"a \\\"b\\\"\"'\n");
  const std::string evaluate = "eval shop/template.yaml --address Resources.R";
  EXPECT_NE(rootproof(folder, evaluate).output.find("If    = one of"), std::string::npos)
      << rootproof(folder, evaluate).output;
  folder.write("rootproof.yaml", "sam_environment: live\n");
  const Outcome live = rootproof(folder, evaluate);
  EXPECT_NE(live.output.find("If    = \"a\""), std::string::npos) << live.output;
  EXPECT_NE(live.output.find(R"(Id    = "a \"b\"")"), std::string::npos) << live.output;
  folder.write("rootproof.yaml", "sam_environment: nowhere\n");
  const Outcome missing = rootproof(folder, "scan shop");
  EXPECT_EQ(missing.status, 3);
  EXPECT_NE(missing.output.find("there is no environment nowhere"), std::string::npos) << missing.output;
  folder.write("shop/samconfig.toml", "version = 0.1\n[live\n");
  folder.write("rootproof.yaml", "sam_environment: live\n");
  EXPECT_NE(rootproof(folder, "scan shop").output.find("samconfig.toml:2:"), std::string::npos)
      << rootproof(folder, "scan shop").output;
}

TEST(ParameterFiles, OfDeploymentsHoldForTheirTemplate) {
  const TemporaryFolder folder;
  folder.write("one.yaml", kParameterTemplate);
  folder.write("two.yaml", kParameterTemplate);
  folder.write("one.json", R"({"Stage": "prod"})");
  folder.write("rootproof.yaml", "deployments: [{template: one.yaml, parameter_file: one.json}]\n");
  const auto stage = [&](const std::string& arguments) {
    return rootproof(folder, "eval " + arguments + " --address Resources.R").output;
  };
  EXPECT_NE(stage("one.yaml").find("Stage = \"prod\""), std::string::npos) << stage("one.yaml");
  EXPECT_EQ(stage("two.yaml").find("Stage = \"prod\""), std::string::npos) << stage("two.yaml");
  EXPECT_NE(stage("one.yaml --parameter Stage=test").find("Stage = \"test\""), std::string::npos);
  folder.write("rootproof.yaml", "deployments: [{template: ../one.yaml}]\n");
  EXPECT_EQ(rootproof(folder, "scan .").status, 2) << "outside of the configuration's folder";
  folder.write("rootproof.yaml", "deployments: [{template: on.yaml, parameter_file: one.json}]\n");
  const Outcome misspelt = rootproof(folder, "scan . 2>&1");
  EXPECT_EQ(misspelt.status, 2);
  EXPECT_NE(misspelt.output.find("there is no file \"on.yaml\""), std::string::npos) << misspelt.output;
}

TEST(ParameterFiles, OfSamHaveABoundedDepth) {
  const TemporaryFolder folder;
  folder.write("stack.yaml", kParameterTemplate);
  std::string dots;
  for (int i = 0; i < 100'000; ++i) dots += ".a";
  std::string arrays;
  for (int i = 0; i < 200; ++i) arrays += "[ { a.a.a.a = \n";
  for (const std::string& text :
       {"a" + dots + " = 1\n", "[a" + dots + "]\n", "\"=\"" + dots + " = 1\n", "x = " + arrays}) {
    folder.write("deep.toml", text);
    const Outcome outcome = rootproof(folder, "scan stack.yaml --parameter-file deep.toml");
    EXPECT_EQ(outcome.status, 2) << text.substr(0, 20);
    EXPECT_NE(outcome.output.find("kSyntaxDepth"), std::string::npos) << outcome.output.substr(0, 500);
  }
}

constexpr const char* kNetwork = R"(Resources:
  Role:
    Type: AWS::IAM::Role
    Properties: {RoleName: reader, AssumeRolePolicyDocument: {Statement: [{Effect: Allow, Principal: {Service: ec2.amazonaws.com}, Action: 'sts:AssumeRole'}]}}
Outputs:
  Reader: {Value: !GetAtt Role.Arn}
  Partner: {Value: '999988887777'}
)";

/// A bucket policy that lets in whom another stack names.
std::string bucket_policy_of(const std::string& arguments) {
  return R"(Resources:
  Logs:
    Type: AWS::S3::BucketPolicy
    Properties:
      Bucket: logs
      PolicyDocument:
        Statement:
          - Effect: Allow
            Principal: {AWS: {'Fn::GetStackOutput': )" +
         arguments + R"(}}
            Action: s3:GetObject
            Resource: 'arn:aws:s3:::logs/*'
)";
}

TEST(StackOutputs, AreKnownOfScannedStacks) {
  const TemporaryFolder folder;
  folder.write("network.yaml", kNetwork);
  folder.write("rootproof.yaml", "deployments: [{template: network.yaml, stack_name: network}]\n");
  const auto scan = [&](const std::string& arguments) {
    folder.write("logs.yaml", bucket_policy_of(arguments));
    return rootproof(folder, "scan --select RP202 --format text .").output;
  };
  const std::string foreign = scan("{StackName: network, OutputName: Partner}");
  EXPECT_NE(foreign.find("the whole account 999988887777"), std::string::npos) << foreign;
  const std::string role = scan("{StackName: network, OutputName: Reader}");
  EXPECT_EQ(role.find("RP202"), std::string::npos) << role;
  for (const char* unknown :
       {"{StackName: other, OutputName: Partner}", "{StackName: network, OutputName: None}",
        "{StackName: network, OutputName: Partner, Region: eu-west-1}",
        "{StackName: network, OutputName: Partner, RoleArn: 'arn:aws:iam::444455556666:role/r'}"}) {
    const std::string output = scan(unknown);
    EXPECT_NE(output.find("undecided"), std::string::npos) << unknown << "\n" << output;
    EXPECT_NE(output.find("Fn::GetStackOutput"), std::string::npos) << unknown << "\n" << output;
  }
  folder.write("rootproof.yaml",
               "deployments: [{template: network.yaml, stack_name: network, account: '444455556666', region: "
               "eu-west-1}]\n");
  const std::string elsewhere = scan(
      "{StackName: network, OutputName: Partner, Region: eu-west-1, RoleArn: "
      "'arn:aws:iam::444455556666:role/r'}");
  EXPECT_NE(elsewhere.find("the whole account 999988887777"), std::string::npos) << elsewhere;
}

TEST(ParameterFiles, OfNoKnownFormAreErrors) {
  const TemporaryFolder folder;
  folder.write("stack.yaml", kParameterTemplate);
  folder.write("bad.json", R"([{"Key": "Stage"}])");
  const Outcome outcome = rootproof(folder, "scan stack.yaml --parameter-file bad.json");
  EXPECT_EQ(outcome.status, 2);
}

}  // namespace
}  // namespace rootproof::tests
