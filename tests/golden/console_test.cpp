// `rootproof console` as its callers see it.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "tests/golden/program.h"

namespace rootproof::tests {
namespace {

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

constexpr const char* kModule = R"(variable "partner" {}
variable "stage" {
  default = "dev"
}
locals {
  names = ["b", "a"]
}
resource "aws_s3_bucket" "logs" {
  bucket = "logs-${var.stage}"
}
output "arn" {
  value = "arn:aws:iam::${var.partner}:root"
}
)";

constexpr const char* kConsoleTemplate = R"(Parameters:
  Stage: {Type: String, Default: dev}
  Partner: {Type: String}
Resources:
  Logs:
    Type: AWS::S3::Bucket
    Properties: {BucketName: !Sub 'logs-${Stage}'}
)";

TEST(Console, AnswersEveryLineInTheContextOfAModule) {
  const TemporaryFolder folder;
  folder.write("main.tf", kModule);
  const Outcome outcome = rootproof(folder, "console",
                                    "1 + 1\n"
                                    "sort(local.names)\n"
                                    "{b = \"<\", a = null}\n"
                                    "\n"
                                    "aws_s3_bucket.logs.bucket\r\n"
                                    "jsonencode({a = 1})");
  EXPECT_EQ(outcome.status, 0);
  EXPECT_EQ(lines_of(outcome.output),
            (std::vector<std::string>{"2", R"(["a","b"])", R"({"a":null,"b":"\u003c"})", R"("logs-dev")",
                                      R"("{\"a\":1}")"}));
}

TEST(Console, SaysWhyAValueIsNotKnown) {
  const TemporaryFolder folder;
  folder.write("main.tf", kModule);
  const std::string questions = "var.partner\n\"arn:aws:iam::${var.partner}:root\"\n[1, timestamp()]\n";
  EXPECT_EQ(lines_of(rootproof(folder, "console .", questions).output),
            (std::vector<std::string>{"(unknown: unknown-variable: var.partner)",
                                      "(unknown: unknown-variable: var.partner)",
                                      "(unknown: opaque-function: timestamp())"}));
  EXPECT_EQ(lines_of(rootproof(folder, "console . --partial", questions).output)[1],
            "\"arn:aws:iam::${unknown-variable: var.partner}:root\"");
  EXPECT_EQ(lines_of(rootproof(folder, "console . --var partner=111122223333", questions).output)[1],
            "\"arn:aws:iam::111122223333:root\"");
}

/// As Terraform's console prints them.
TEST(Console, HidesWhatIsSensitive) {
  const TemporaryFolder folder;
  folder.write("main.tf", "variable \"word\" {\n  sensitive = true\n  default = \"geheim\"\n}\n");
  folder.write("lines",
               "var.word\n[var.word]\n\"x${var.word}\"\nlength(var.word)\nnonsensitive(var.word)\n"
               "nonsensitive(upper(\"${var.word}!\"))\n");
  EXPECT_EQ(rootproof(folder, "console . < lines").output,
            "(sensitive value)\n(sensitive value)\n(sensitive value)\n(sensitive value)\n\"geheim\"\n"
            "\"GEHEIM!\"\n");
}

TEST(Console, GoesOnBehindAnError) {
  const TemporaryFolder folder;
  folder.write("main.tf", kModule);
  const Outcome outcome = rootproof(folder, "console", "1 +\nlocal.nope\n\"a\" < \"b\"\n{\n2\n");
  EXPECT_EQ(outcome.status, 0);
  const std::vector<std::string> lines = lines_of(outcome.output);
  ASSERT_EQ(lines.size(), 5U) << outcome.output;
  for (int i = 0; i < 4; ++i) EXPECT_TRUE(lines[static_cast<std::size_t>(i)].starts_with("error: ")) << i;
  EXPECT_EQ(lines[4], "2");
}

TEST(Console, TakesIntrinsicFunctionsInTheContextOfATemplate) {
  const TemporaryFolder folder;
  folder.write("stack.yaml", kConsoleTemplate);
  const std::string questions =
      "{\"Ref\":\"Stage\"}\n"
      "{\"Fn::Sub\":\"${Stage}-${Partner}\"}\n"
      "{\"Fn::Join\":[\",\",[\"a\",{\"Ref\":\"Stage\"}]]}\n"
      "!Sub 'x-${Stage}'\n"
      "{\"Ref\":\"Nope\"}\n"
      "{\"Ref\":\n"
      "{\"Fn::ToJsonString\":{\"b\":1,\"a\":[2,{\"d\":3,\"c\":4}]}}\n";
  const std::vector<std::string> lines = lines_of(rootproof(folder, "console stack.yaml", questions).output);
  ASSERT_EQ(lines.size(), 7U);
  EXPECT_EQ(lines[0], "\"dev\"");
  EXPECT_TRUE(lines[1].starts_with("(unknown: unknown-variable: ")) << lines[1];
  EXPECT_EQ(lines[2], "\"a,dev\"");
  EXPECT_EQ(lines[3], "\"x-dev\"");
  EXPECT_TRUE(lines[4].starts_with("error: ")) << lines[4];
  EXPECT_TRUE(lines[5].starts_with("error: ")) << lines[5];
  EXPECT_EQ(lines[6], R"("{\"b\":1,\"a\":[2,{\"d\":3,\"c\":4}]}")");
  EXPECT_EQ(lines_of(rootproof(folder, "console stack.yaml --parameter Partner=p", questions).output)[1],
            "\"dev-p\"");
}

/// The recorded answers of Terraform (testdata/terraform/console), all in one go. What the evaluation itself
/// does about them is in tests/unit/terraform/console_test.cpp.
TEST(Console, AgreesWithTerraformFromEndToEnd) {
  const std::filesystem::path recorded =
      std::filesystem::path(ROOTPROOF_SOURCE_DIR) / "testdata" / "terraform" / "console";
  const TemporaryFolder folder;
  std::filesystem::copy(recorded / "module", folder.path(), std::filesystem::copy_options::recursive);
  const auto text_of = [&](const char* name) {
    std::ifstream in(recorded / name);
    return std::string(std::istreambuf_iterator<char>(in), {});
  };
  const std::vector<std::string> gaps = lines_of(text_of("gaps.txt"));
  std::string questions;
  std::vector<std::pair<std::string, std::string>> expected;
  for (const char* golden : {"operators.txt", "conversions.txt", "functions.txt", "files.txt"}) {
    for (const std::string& line : lines_of(text_of(golden))) {
      const std::size_t tab = line.rfind('\t');
      expected.emplace_back(line.substr(0, tab), line.substr(tab + 1));
      questions += expected.back().first + "\n";
    }
  }
  const std::vector<std::string> answers = lines_of(rootproof(folder, "console", questions).output);
  ASSERT_EQ(answers.size(), expected.size());
  EXPECT_GT(answers.size(), 6'000U);
  for (std::size_t i = 0; i < answers.size(); ++i) {
    const auto& [expression, result] = expected[i];
    if (std::find(gaps.begin(), gaps.end(), expression) != gaps.end()) {
      EXPECT_TRUE(answers[i].starts_with("(unknown: ")) << expression << " is " << answers[i];
    } else if (result == "(error)") {
      EXPECT_TRUE(answers[i].starts_with("error: ")) << expression << " is " << answers[i];
    } else {
      EXPECT_EQ(answers[i], result) << expression;
    }
  }
}

TEST(Console, ExitStatusesAreThoseOfEveryCommand) {
  const TemporaryFolder folder;
  folder.write("notes/readme.md", "nothing\n");
  EXPECT_EQ(rootproof(folder, "console nowhere", "1\n").status, 2);
  EXPECT_EQ(rootproof(folder, "console notes", "1\n").status, 2);
  folder.write("broken/main.tf", "locals {\n  a = 1\n}\nlocals {\n  b = \n}\n");
  const Outcome incomplete = rootproof(folder, "console broken", "local.a\nlocal.b\n");
  EXPECT_EQ(incomplete.status, 3) << incomplete.output;
  EXPECT_NE(incomplete.output.find("\n1\n(unknown: parse-error"), std::string::npos) << incomplete.output;
}

}  // namespace
}  // namespace rootproof::tests
