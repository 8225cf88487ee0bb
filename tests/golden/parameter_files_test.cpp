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

TEST(ParameterFiles, OfNoKnownFormAreErrors) {
  const TemporaryFolder folder;
  folder.write("stack.yaml", kParameterTemplate);
  folder.write("bad.json", R"([{"Key": "Stage"}])");
  const Outcome outcome = rootproof(folder, "scan stack.yaml --parameter-file bad.json");
  EXPECT_EQ(outcome.status, 2);
}

}  // namespace
}  // namespace rootproof::tests
