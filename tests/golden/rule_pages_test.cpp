// docs/rules: one page per rule, as `rootproof explain` prints it, and a list of them.
// ROOTPROOF_UPDATE_GOLDENS=1 writes them anew.
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <set>
#include <string>

#include "tests/golden/program.h"

namespace rootproof::tests {
namespace {

namespace fs = std::filesystem;

fs::path pages() { return fs::path(ROOTPROOF_SOURCE_DIR) / "docs" / "rules"; }

/// What a page says, or what it is to say from now on.
std::string page(const std::string& name, const std::string& wanted) {
  if (std::getenv("ROOTPROOF_UPDATE_GOLDENS") != nullptr) {
    fs::create_directories(pages());
    std::ofstream(pages() / name) << wanted;
  }
  std::ifstream in(pages() / name);
  return {std::istreambuf_iterator<char>(in), {}};
}

TEST(RulePages, SayWhatTheProgramSays) {
  const TemporaryFolder folder;
  std::string list = "# Rules\n\n| rule | severity | name | reports |\n|---|---|---|---|\n";
  std::set<std::string> files{"README.md"};
  for (const nlohmann::json& rule : json_of(rootproof(folder, "rules --format json"))) {
    const std::string id = rule["id"];
    const std::string text = rootproof(folder, "explain " + id).output;
    EXPECT_EQ(page(id + ".md", text), text) << id;
    files.insert(id + ".md");
    list += "| [" + id + "](" + id + ".md) | " + rule["severity"].get<std::string>() + " | " +
            rule["name"].get<std::string>() + " | " + rule["summary"].get<std::string>() + " |\n";
  }
  EXPECT_EQ(page("README.md", list), list);
  for (const auto& entry : fs::directory_iterator(pages()))
    EXPECT_TRUE(files.contains(entry.path().filename().string()))
        << entry.path() << " is the page of no rule";
}

}  // namespace
}  // namespace rootproof::tests
