// The examples of docs/rules that are whole resources and blocks: a bad one is reported by the rule on whose
// page it stands, a good one is not. Excerpts (a statement, a condition) are for reading only.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <optional>
#include <set>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include "tests/golden/program.h"

namespace rootproof::tests {
namespace {

struct Example {
  bool bad = false;
  std::string language;
  std::string code;
};

/// Bad examples that are no finding without what the page does not repeat: an organization with an account
/// that is covered, rootproof.yaml, the metric filter of another example, a whole scan; and those that
/// CloudFormation can only leave undecided.
const std::set<std::string>& examples_that_need_more() {
  static const std::set<std::string> kExamples = {"RP108 yaml", "RP310 hcl",  "RP313 hcl",  "RP315 hcl",
                                                  "RP316 hcl",  "RP318 hcl",  "RP402 yaml", "RP406 hcl",
                                                  "RP411 yaml", "RP411 hcl",  "RP508 hcl",  "RP603 hcl",
                                                  "RP609 hcl",  "RP609 yaml", "RP803 yaml", "RP803 hcl"};
  return kExamples;
}

std::vector<Example> examples_of(const std::string& rule) {
  std::ifstream page(ROOTPROOF_SOURCE_DIR "/docs/rules/" + rule + ".md");
  std::vector<Example> examples;
  std::string section;
  bool inside = false;
  for (std::string line; std::getline(page, line);) {
    if (line.starts_with("## ")) section = line.substr(3);
    if (section != "Bad" && section != "Good") continue;
    if (line.starts_with("```")) {
      inside = !inside;
      if (inside) examples.push_back({section == "Bad", line.substr(3), {}});
    } else if (inside) {
      examples.back().code += line + "\n";
    }
  }
  return examples;
}

bool is_configuration(const Example& example) { return example.code.starts_with("# rootproof.yaml\n"); }

/// The first line that is no comment.
std::string first_line(const std::string& code) {
  std::istringstream lines(code);
  for (std::string line; std::getline(lines, line);)
    if (!line.empty() && !line.starts_with("#")) return line;
  return {};
}

/// Resources of a template without the key above them.
std::string below_resources(const std::string& code) {
  std::string text = "Resources:\n";
  std::istringstream lines(code);
  for (std::string line; std::getline(lines, line);) text += "  " + line + "\n";
  return text;
}

/// What the example is as a template, or nothing when it is an excerpt of one.
std::optional<std::string> as_template(const std::string& code) {
  const std::string first = first_line(code);
  if (first == "Resources:") return code;
  if (first == "Parameters:") return code + below_resources("Bucket: {Type: AWS::S3::Bucket}\n");
  if (code.find("\n  Type: AWS::") == std::string::npos) return std::nullopt;
  return below_resources(code);
}

std::optional<std::string> as_module(const std::string& code) {
  constexpr std::array<std::string_view, 4> kBlocks = {"resource ", "data ", "provider ", "variable "};
  const std::string first = first_line(code);
  const bool whole = std::any_of(kBlocks.begin(), kBlocks.end(),
                                 [&](std::string_view block) { return first.starts_with(block); });
  return whole ? std::optional(code) : std::nullopt;
}

bool is_reported(const TemporaryFolder& folder, const std::string& rule) {
  const nlohmann::json report = json_of(
      rootproof(folder, "scan --fail-on never --allow-incomplete --format json --select " + rule + " ."));
  EXPECT_TRUE(report.is_object()) << rule;
  const nlohmann::json findings = report.value("findings", nlohmann::json::array());
  return std::any_of(findings.begin(), findings.end(),
                     [](const nlohmann::json& finding) { return finding.at("answer") == "violation"; });
}

TEST(RuleExamples, AreReportedWhereTheyAreBadAndNotWhereTheyAreGood) {
  const TemporaryFolder anywhere;
  std::size_t scanned = 0;
  for (const nlohmann::json& listed : json_of(rootproof(anywhere, "rules --format json"))) {
    const std::string rule = listed["id"];
    const std::vector<Example> examples = examples_of(rule);
    EXPECT_FALSE(examples.empty()) << rule;
    for (const Example& example : examples) {
      const bool yaml = example.language == "yaml";
      const std::optional<std::string> text = yaml ? as_template(example.code) : as_module(example.code);
      if (!text || is_configuration(example)) continue;
      const TemporaryFolder folder;
      folder.write(yaml ? "template.yaml" : "main.tf", *text);
      for (const Example& beside : examples)
        if (is_configuration(beside) && beside.bad == example.bad)
          folder.write("rootproof.yaml", beside.code);
      const std::string name = rule + " " + example.language;
      EXPECT_EQ(is_reported(folder, rule), example.bad && !examples_that_need_more().contains(name))
          << name << (example.bad ? ", bad" : ", good") << "\n"
          << *text;
      ++scanned;
    }
  }
  EXPECT_GE(scanned, 150U);
}

}  // namespace
}  // namespace rootproof::tests
