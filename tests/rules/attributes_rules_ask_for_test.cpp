// A scan evaluates only what rules ask for. It must find what a scan of everything finds: a rule that reads
// another property needs its type in the tables of parsers/resource_types.cpp.
#include <gtest/gtest.h>

#include <filesystem>
#include <string>
#include <vector>

#include "analyzer/engine/project.h"
#include "analyzer/engine/scan.h"

namespace rootproof::tests {
namespace {

namespace fs = std::filesystem;

std::vector<std::string> findings(const fs::path& folder, bool everything) {
  engine::ProjectOptions read_with;
  read_with.paths = {folder.string()};
  read_with.everything = everything;
  engine::Project project(std::move(read_with));
  EXPECT_FALSE(project.load());
  engine::ScanOptions scan_with;
  scan_with.rules.assign(engine::all_rules().begin(), engine::all_rules().end());
  scan_with.show_safe = true;
  std::vector<std::string> found;
  for (const engine::Finding& finding : engine::scan(project, scan_with).findings) {
    found.push_back(project.sources().file(finding.primary.file).path() + ":" +
                    std::to_string(finding.primary.begin) + " " + finding.resource_address + " " +
                    finding.message);
  }
  return found;
}

class AttributesRulesAskFor : public testing::TestWithParam<std::string> {};

TEST_P(AttributesRulesAskFor, AreEnough) {
  const fs::path folder = fs::path(ROOTPROOF_SOURCE_DIR) / "testdata" / GetParam();
  const std::vector<std::string> all = findings(folder, true);
  EXPECT_TRUE(!all.empty() || GetParam() != "demo");
  EXPECT_EQ(findings(folder, false), all);
}

/// The demo and the fixtures of each rule.
std::vector<std::string> folders() {
  std::vector<std::string> names{"demo"};
  for (const auto& entry : fs::directory_iterator(fs::path(ROOTPROOF_SOURCE_DIR) / "testdata" / "rules"))
    names.push_back("rules/" + entry.path().filename().string());
  return names;
}

INSTANTIATE_TEST_SUITE_P(Of, AttributesRulesAskFor, testing::ValuesIn(folders()),
                         [](const auto& instance) { return fs::path(instance.param).filename().string(); });

}  // namespace
}  // namespace rootproof::tests
