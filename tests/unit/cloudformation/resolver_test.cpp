// Values of properties agree with those that cfn-lint's resolver finds.
#include <gtest/gtest.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <iterator>
#include <nlohmann/json.hpp>
#include <set>

#include "tests/unit/cloudformation/template_fixture.h"

namespace rootproof::cloudformation {
namespace {

namespace fs = std::filesystem;
using value::Value;

fs::path resolver_folder() {
  return fs::path(ROOTPROOF_SOURCE_DIR) / "testdata" / "cloudformation" / "resolver";
}

/// The values that a property may have, and whether those are all.
struct Ways {
  std::set<std::string> known;
  bool all = true;
};

Ways ways_of(const Value& value) {
  Ways ways;
  const auto add = [&](const Value& way) {
    if (way.fully_known())
      ways.known.insert(way.to_display());
    else
      ways.all = false;
  };
  if (value.is(Value::Kind::one_of)) {
    for (const value::Alternative& way : value.alternatives()) add(way.value);
  } else {
    add(value);
  }
  return ways;
}

/// Where cfn-lint 1.51 and the service disagree, and we follow the service.
const std::set<std::string> kDifferences{
    "NoValue",     // an item that is AWS::NoValue vanishes; the resolver gives no value then
    "SubLiteral",  // `${!x}` is the text `${x}`; the resolver leaves the mark in
    "ToJson",      // the structure is kept for whoever reads a policy; the resolver prints Ref as a map
};

void compare(const std::string& name, const nlohmann::json& expected) {
  const TestTemplate scanned(content(resolver_folder() / name));
  std::size_t compared = 0;
  for (const auto& [property, values] : expected.items()) {
    // Without values the resolver has no answer.
    if (values.empty() || kDifferences.count(property) != 0) continue;
    std::set<std::string> theirs;
    for (const nlohmann::json& each : values) theirs.insert(each.get<std::string>());
    const Ways ours = ways_of(scanned.property(property));
    for (const std::string& each : theirs)
      EXPECT_TRUE(ours.known.count(each) != 0)
          << property << " may be " << each << ", not only " << scanned.display(property);
    if (ours.all) {
      EXPECT_EQ(ours.known, theirs) << property;
    }
    ++compared;
  }
  EXPECT_GE(compared, 3U);
}

class Resolver : public ::testing::TestWithParam<const char*> {};

TEST_P(Resolver, FindsWhatIsRecorded) {
  const std::string stem = fs::path(GetParam()).stem().string();
  compare(GetParam(), nlohmann::json::parse(content(resolver_folder() / "expected" / (stem + ".json"))));
}

TEST_P(Resolver, FindsWhatCfnLintFindsToday) {
  if (std::system("python3 -c 'import cfnlint' >/dev/null 2>&1") != 0)
    GTEST_SKIP() << "cfn-lint is not installed (pip install cfn-lint); its recorded values are compared";
  const std::string command = "python3 '" ROOTPROOF_SOURCE_DIR "/tests/tools/record_resolver.py' '" +
                              (resolver_folder() / GetParam()).string() + "' 2>/dev/null";
  FILE* pipe = ::popen(command.c_str(), "r");
  ASSERT_NE(pipe, nullptr);
  std::string text;
  std::array<char, 4096> buffer{};
  for (std::size_t read = 0; (read = std::fread(buffer.data(), 1, buffer.size(), pipe)) > 0;)
    text.append(buffer.data(), read);
  if (::pclose(pipe) != 0) GTEST_SKIP() << "this version of cfn-lint has no such resolver";
  compare(GetParam(), nlohmann::json::parse(text));
}

INSTANTIATE_TEST_SUITE_P(CfnLint, Resolver,
                         ::testing::Values("conditions.yaml", "functions.json", "mappings.yaml",
                                           "references.yaml"),
                         [](const auto& test) { return fs::path(test.param).stem().string(); });

}  // namespace
}  // namespace rootproof::cloudformation
