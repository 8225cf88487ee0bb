// Where parts of an organization live elsewhere: testdata/organizations/cases holds each case in Terraform
// and, where it can be said there, in CloudFormation, and expected.txt what deny-root comes to in every
// account.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <sstream>
#include <string>

#include "tests/golden/program.h"

namespace rootproof::tests {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::json;
using States = std::map<std::string, std::string>;

const fs::path& cases_folder() {
  static const fs::path kFolder = ROOTPROOF_SOURCE_DIR "/testdata/organizations/cases";
  return kFolder;
}

/// One line of expected.txt.
struct Case {
  std::string path;      ///< "target_is_the_root/terraform"
  States states;         ///< by account; "*" is an account directly under the root
  std::string attached;  ///< what RP310 says: safe, violation, undecided; "-" for nothing
  std::string because;   ///< stands in a reason of an undecided account, or in a proof; may be empty
};

std::vector<Case> read_cases() {
  std::vector<Case> cases;
  std::ifstream file(cases_folder() / "expected.txt");
  for (std::string line; std::getline(file, line);) {
    if (line.empty() || line.front() == '#') continue;
    std::istringstream words(line);
    Case each;
    words >> each.path >> each.attached;
    for (std::string word; words >> word && word != "|";) {
      const std::size_t equals = word.find('=');
      each.states[word.substr(0, equals)] = word.substr(equals + 1);
    }
    std::getline(words >> std::ws, each.because);
    cases.push_back(std::move(each));
  }
  return cases;
}

/// What `org` says of each account, and all its reasons and proofs.
void collect(const Json& node, States& states, std::string& sentences) {
  const bool root = node.at("kind") == "root";
  if (root || node.at("kind") == "account")
    states[root ? "*" : node.at("name").get<std::string>()] = node.at("guardrails").at("deny-root");
  for (const auto& [guardrail, detail] : node.at("details").items()) {
    for (const char* list : {"reasons", "proof"})
      if (detail.contains(list))
        for (const Json& sentence : detail.at(list)) sentences += sentence.get<std::string>() + "\n";
  }
  for (const Json& child : node.at("children")) collect(child, states, sentences);
}

std::string attached_in(const std::string& output) {
  for (const char* verdict : {"undecided", "safe"})
    if (output.find(std::string(verdict) + "[RP310]") != std::string::npos) return verdict;
  return output.find("high[RP310]") != std::string::npos ? "violation" : "-";
}

TEST(OrganizationCases, EveryAccountIsWhatItIsExpectedToBe) {
  const TemporaryFolder anywhere;
  for (const Case& each : read_cases()) {
    const std::string folder = (cases_folder() / each.path).string();
    const Outcome outcome = rootproof(anywhere, "org --format json --guardrail deny-root " + folder);
    // Behind it stands what could not be read.
    const std::string printed = outcome.output.substr(0, outcome.output.rfind("}\n") + 1);
    const Json json = Json::parse(printed, nullptr, false);
    ASSERT_FALSE(json.is_discarded()) << each.path << ": " << outcome.output;
    States states;
    std::string sentences;
    for (const Json& root : json.at("roots")) collect(root, states, sentences);
    std::erase_if(states, [](const auto& entry) { return entry.second == "exempt"; });
    EXPECT_EQ(states, each.states) << each.path;
    EXPECT_NE(sentences.find(each.because), std::string::npos)
        << each.path << ": \"" << each.because << "\" is not said in\n"
        << sentences;
    EXPECT_EQ(attached_in(rootproof(anywhere, "scan --show-safe --select RP310 " + folder).output),
              each.attached)
        << each.path;
  }
}

/// Ids that are known after apply are connected by the references in the plan's configuration.
TEST(OrganizationCases, APlanIsConnectedByItsConfiguration) {
  const TemporaryFolder anywhere;
  const auto states_of = [&](const std::string& plan) {
    const Outcome outcome =
        rootproof(anywhere, "org --format json --guardrail deny-root " ROOTPROOF_SOURCE_DIR
                            "/testdata/terraform/plans/" +
                                plan + " 2>/dev/null");
    const Json json = Json::parse(outcome.output, nullptr, false);
    States states;
    std::string sentences;
    for (const Json& root : json.at("roots")) collect(root, states, sentences);
    return states;
  };
  const States created = {
      {"*", "open"}, {"audit", "undecided"}, {"management account", "exempt"}, {"shop", "undecided"}};
  EXPECT_EQ(states_of("company.plan.json"), created) << "each account's unit is known after apply";
  const States existing = {
      {"*", "open"}, {"audit", "open"}, {"management account", "exempt"}, {"shop", "covered"}};
  EXPECT_EQ(states_of("existing.plan.json"), existing);
}

TEST(OrganizationCases, EveryFolderHasAnExpectation) {
  std::set<std::string> expected;
  for (const Case& each : read_cases()) EXPECT_TRUE(expected.insert(each.path).second) << each.path;
  std::set<std::string> there;
  for (const fs::directory_entry& named : fs::directory_iterator(cases_folder())) {
    if (!named.is_directory()) continue;
    for (const fs::directory_entry& language : fs::directory_iterator(named.path()))
      there.insert((named.path().filename() / language.path().filename()).string());
  }
  EXPECT_EQ(expected, there);
}

}  // namespace
}  // namespace rootproof::tests
