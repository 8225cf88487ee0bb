// Expressions against what Terraform 1.11 makes of them, recorded by tests/tools/record_console.sh.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <string>
#include <utility>
#include <vector>

#include "tests/unit/terraform/terraform_fixture.h"

namespace rootproof::terraform {
namespace {

namespace fs = std::filesystem;

struct Recorded {
  std::string expression;
  std::string result;  ///< JSON text, or "(error)"
};

fs::path folder() { return fs::path(ROOTPROOF_SOURCE_DIR) / "testdata" / "terraform" / "console"; }

std::vector<Recorded> read(const fs::path& path) {
  std::vector<Recorded> recorded;
  std::ifstream in(path);
  for (std::string line; std::getline(in, line);) {
    const std::size_t tab = line.rfind('\t');
    EXPECT_NE(tab, std::string::npos) << line;
    if (tab != std::string::npos) recorded.push_back({line.substr(0, tab), line.substr(tab + 1)});
  }
  return recorded;
}

/// Expressions that stay unknown here, though Terraform knows them: never a wrong answer, each for a reason
/// written beside it.
std::vector<std::string> known_gaps() {
  std::vector<std::string> gaps;
  std::ifstream in(folder() / "gaps.txt");
  for (std::string line; std::getline(in, line);) {
    if (!line.empty() && line.front() != '#') gaps.push_back(line);
  }
  return gaps;
}

class Console : public testing::TestWithParam<const char*> {};

TEST_P(Console, AgreesWithTerraform) {
  const std::vector<std::string> gaps = known_gaps();
  const std::vector<Recorded> recorded = read(folder() / GetParam());
  EXPECT_GT(recorded.size(), 100U);
  for (const Recorded& each : recorded) {
    const std::string ours = console_result(each.expression);
    const bool gap = std::find(gaps.begin(), gaps.end(), each.expression) != gaps.end();
    if (gap) {
      EXPECT_EQ(ours.rfind("(unknown", 0), 0U) << each.expression << " is no gap any more: " << ours;
    } else {
      EXPECT_EQ(ours, each.result) << each.expression;
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Recorded, Console,
                         testing::Values("operators.txt", "conversions.txt", "functions.txt"),
                         [](const auto& instance) {
                           const std::string name = instance.param;
                           return name.substr(0, name.find('.'));
                         });

}  // namespace
}  // namespace rootproof::terraform
