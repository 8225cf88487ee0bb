// What the default rules find in the good cases of other rules. A file that is good for one rule need not be
// for the others, but nothing may come up there unread: each violation stands in found_elsewhere.txt, whose
// new lines are to be judged before they are recorded (ROOTPROOF_UPDATE_GOLDENS=1 records).
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace rootproof::tests {
namespace {

using Found = std::map<std::string, std::size_t>;

const std::filesystem::path& source_folder() {
  static const std::filesystem::path kFolder = ROOTPROOF_SOURCE_DIR;
  return kFolder;
}

nlohmann::json scanned(const std::filesystem::path& folder) {
  const std::string command = "cd '" + folder.string() +
                              "' && '" ROOTPROOF_BINARY
                              "' scan --fail-on never --allow-incomplete --format json . 2>/dev/null";
  FILE* pipe = ::popen(command.c_str(), "r");
  std::string text;
  std::array<char, 4096> buffer{};
  while (const std::size_t count = std::fread(buffer.data(), 1, buffer.size(), pipe))
    text.append(buffer.data(), count);
  EXPECT_EQ(::pclose(pipe), 0) << command;
  return nlohmann::json::parse(text, nullptr, false);
}

/// "RP107/cloudformation_good.yaml RP106", and how often.
void add_elsewhere(const std::filesystem::path& folder, Found& found) {
  const std::string own = folder.filename().string();
  for (const nlohmann::json& finding : scanned(folder).value("findings", nlohmann::json::array())) {
    const std::string file = finding.at("file");
    const std::string rule = finding.at("rule");
    if (finding.at("answer") == "violation" && file.find("good") != std::string::npos && rule != own)
      ++found[own + "/" + file + " " + rule];
  }
}

TEST(GoodCases, AreGoodForOtherRulesToo) {
  Found found;
  for (const auto& entry : std::filesystem::directory_iterator(source_folder() / "testdata" / "rules"))
    add_elsewhere(entry.path(), found);
  std::string text;
  for (const auto& [line, count] : found) text += line + " " + std::to_string(count) + "\n";
  const std::filesystem::path golden = source_folder() / "tests" / "rules" / "found_elsewhere.txt";
  if (std::getenv("ROOTPROOF_UPDATE_GOLDENS") != nullptr) {
    std::ofstream(golden) << text;
    return;
  }
  std::ifstream file(golden);
  const std::string recorded{std::istreambuf_iterator<char>(file), {}};
  EXPECT_EQ(text, recorded);
}

}  // namespace
}  // namespace rootproof::tests
