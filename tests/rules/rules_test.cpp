// Runs the real program over the fixtures of every rule and compares what it reports with what the files
// expect: missing and unexpected findings alike, in JSON and in SARIF.
#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <tuple>
#include <vector>

#include "analyzer/engine/rule.h"
#include "tests/rules/expectations.h"
#include "tests/unit/engine/temporary_folder.h"

namespace rootproof::tests {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

fs::path fixtures() { return fs::path(ROOTPROOF_SOURCE_DIR) / "testdata" / "rules"; }

/// The output of `rootproof scan --select RULE --format FORMAT .` inside `folder`.
json scan(const fs::path& folder, const std::string& rule, const std::string& format) {
  const fs::path output =
      fs::temp_directory_path() / ("rootproof-" + rule + "-" + format + "-" + std::to_string(::getpid()));
  const std::string command = "cd '" + folder.string() + "' && '" ROOTPROOF_BINARY "' scan --select " + rule +
                              " --fail-on never --format " + format + " --output '" + output.string() + "' .";
  const int status = std::system(command.c_str());
  EXPECT_EQ(status, 0) << command;
  std::ifstream in(output);
  json parsed = json::parse(in, nullptr, false);
  EXPECT_FALSE(parsed.is_discarded()) << "not JSON: " << output;
  fs::remove(output);
  return parsed;
}

struct Reported {
  std::string file;
  std::size_t line = 0;
  std::string rule;
  std::string answer;
  std::string whole;  ///< everything the finding says
};

/// All strings inside a JSON value, one after the other, as people read them.
std::string all_text(const json& value) {
  if (value.is_string()) return value.get<std::string>() + "\n";
  std::string text;
  if (value.is_structured()) {
    for (const json& item : value) text += all_text(item);
  }
  return text;
}

std::vector<Reported> reported(const json& report) {
  std::vector<Reported> findings;
  for (const json& finding : report.value("findings", json::array())) {
    findings.push_back({finding.at("file"), finding.at("start").at("line"), finding.at("rule"),
                        finding.at("answer"), all_text(finding)});
  }
  return findings;
}

bool fulfils(const Reported& finding, const Expectation& expectation) {
  return finding.file == expectation.file && finding.line == expectation.line &&
         finding.rule == expectation.rule && finding.answer == expectation.answer &&
         finding.whole.find(expectation.text) != std::string::npos;
}

std::string show(const std::string& file, std::size_t line, const std::string& rest) {
  return file + ":" + std::to_string(line) + ": " + rest;
}

/// Each finding fulfils one expectation, each expectation is fulfilled by one finding.
void compare(const Annotations& annotations, const std::vector<Reported>& findings) {
  std::vector<bool> taken(findings.size(), false);
  for (const Expectation& expectation : annotations.expected) {
    bool found = false;
    for (std::size_t i = 0; i < findings.size() && !found; ++i) {
      if (taken[i] || !fulfils(findings[i], expectation)) continue;
      taken[i] = found = true;
    }
    EXPECT_TRUE(found) << "missing: "
                       << show(expectation.file, expectation.line,
                               expectation.rule + " " + expectation.answer + " " + expectation.text);
  }
  for (std::size_t i = 0; i < findings.size(); ++i) {
    EXPECT_TRUE(taken[i]) << "unexpected: "
                          << show(findings[i].file, findings[i].line,
                                  findings[i].rule + " " + findings[i].answer + "\n" + findings[i].whole);
  }
}

using Line = std::tuple<std::string, std::size_t, std::string>;

std::multiset<Line> lines_of(const std::vector<Reported>& findings) {
  std::multiset<Line> lines;
  for (const Reported& finding : findings) lines.emplace(finding.file, finding.line, finding.rule);
  return lines;
}

/// A result may speak for several instances of a resource, of which the JSON report has each by itself.
std::multiset<Line> lines_of_sarif(const json& sarif) {
  std::multiset<Line> lines;
  for (const json& run : sarif.value("runs", json::array())) {
    for (const json& result : run.value("results", json::array())) {
      const json& place = result.at("locations").at(0).at("physicalLocation");
      for (int i = 0; i < result.value("occurrenceCount", 1); ++i)
        lines.emplace(place.at("artifactLocation").at("uri"), place.at("region").at("startLine"),
                      result.at("ruleId"));
    }
  }
  return lines;
}

/// The fixtures of a rule in the folders that are scanned: those called `scan_…` each by itself, where what
/// one file says answers for others, or the configuration matters; all others together, for which `rest`
/// makes room where there are both.
std::vector<fs::path> scans_of(const std::string& rule, const TemporaryFolder& rest) {
  std::vector<fs::path> folders;
  std::vector<fs::path> others;
  for (const auto& entry : fs::directory_iterator(fixtures() / rule))
    (entry.path().filename().string().starts_with("scan_") ? folders : others).push_back(entry.path());
  std::sort(folders.begin(), folders.end());
  if (folders.empty()) return {fixtures() / rule};
  if (others.empty()) return folders;
  for (const fs::path& other : others)
    fs::copy(other, rest.path() / other.filename(), fs::copy_options::recursive);
  folders.push_back(rest.path());
  return folders;
}

class RuleFixtures : public testing::TestWithParam<std::string> {};

TEST_P(RuleFixtures, ReportExactlyWhatTheyExpect) {
  const TemporaryFolder rest;
  for (const fs::path& folder : scans_of(GetParam(), rest)) {
    SCOPED_TRACE(folder.filename().string());
    const Annotations annotations = read_annotations(folder);
    EXPECT_TRUE(annotations.malformed.empty()) << annotations.malformed.front();
    for (const std::string& file : annotations.unchecked) {
      ADD_FAILURE() << file << " does not say what it expects (`# expect: none` if nothing)";
    }
    const json report = scan(folder, GetParam(), "json");
    EXPECT_EQ(report.value("errors", json::array()).size(), 0U) << report["errors"].dump(1);
    const std::vector<Reported> findings = reported(report);
    compare(annotations, findings);
    EXPECT_EQ(lines_of(findings), lines_of_sarif(scan(folder, GetParam(), "sarif")));
  }
}

TEST_P(RuleFixtures, HoldBadGoodAndUndecidedOnes) {
  const Annotations annotations = read_annotations(fixtures() / GetParam());
  std::set<std::string> answers;
  for (const Expectation& expectation : annotations.expected) answers.insert(expectation.answer);
  EXPECT_TRUE(answers.contains("violation"));
  EXPECT_TRUE(answers.contains("undecided"));
  EXPECT_FALSE(annotations.silent.empty()) << "no file promises to be fine";
}

std::vector<std::string> all_rule_ids() {
  std::vector<std::string> ids;
  for (const engine::Rule* rule : engine::all_rules()) ids.emplace_back(rule->info.id);
  return ids;
}

INSTANTIATE_TEST_SUITE_P(Every, RuleFixtures, testing::ValuesIn(all_rule_ids()),
                         [](const auto& instance) { return instance.param; });

TEST(RuleDocumentation, IsCompleteForEveryRule) {
  for (const engine::Rule* rule : engine::all_rules()) {
    const engine::RuleInfo& info = rule->info;
    EXPECT_TRUE(fs::is_directory(fixtures() / info.id)) << info.id << " has no fixtures";
    for (const std::string_view text : {info.name, info.family, info.summary, info.meaning, info.why,
                                        info.bad, info.good, info.fix, info.mappings}) {
      EXPECT_FALSE(text.empty()) << info.id;
    }
    for (const std::string_view example : {info.bad, info.good}) {
      EXPECT_NE(example.find("```yaml"), std::string_view::npos) << info.id;
      EXPECT_NE(example.find("```hcl"), std::string_view::npos) << info.id;
    }
  }
}

}  // namespace
}  // namespace rootproof::tests
