// docs/coverage.md: it names rules that exist, and those that do not in brackets.
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <regex>
#include <set>
#include <string>

#include "tests/golden/program.h"

namespace rootproof::tests {
namespace {

TEST(CoveragePage, NamesRulesThatExist) {
  const TemporaryFolder folder;
  std::set<std::string> rules;
  for (const nlohmann::json& rule : json_of(rootproof(folder, "rules --format json")))
    rules.insert(rule["id"]);
  std::ifstream in(ROOTPROOF_SOURCE_DIR "/docs/coverage.md");
  std::string page{std::istreambuf_iterator<char>(in), {}};
  ASSERT_FALSE(page.empty());
  const std::regex missing(R"(\[RP[^\]]*\])");
  for (std::sregex_iterator at(page.begin(), page.end(), missing), end; at != end; ++at) {
    const std::string name = at->str().substr(1, 5);
    EXPECT_FALSE(rules.contains(name)) << name << " exists: no brackets";
  }
  page = std::regex_replace(page, missing, "");
  const std::regex id("RP[0-9]{3}");
  for (std::sregex_iterator at(page.begin(), page.end(), id), end; at != end; ++at)
    EXPECT_TRUE(rules.contains(at->str())) << at->str() << " does not exist: brackets";
}

}  // namespace
}  // namespace rootproof::tests
