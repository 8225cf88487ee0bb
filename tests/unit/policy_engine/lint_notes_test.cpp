// What lint says of forms that do not mean what they seem: testdata/policies/lint_notes.jsonl.
#include <gtest/gtest.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "analyzer/policy/lint.h"
#include "tests/unit/policy_engine/policy_test_support.h"
#include "tests/unit/policy_engine/table.h"

namespace rootproof::policy {
namespace {

using testing::table;
using Json = nlohmann::ordered_json;

PolicyKind kind_of(const std::string& name) {
  if (name == "trust") return PolicyKind::trust;
  return name == "identity" ? PolicyKind::identity : PolicyKind::resource;
}

TEST(LintNotes, EachRowHasItsNotesAndNoOthers) {
  for (const Json& row : table("lint_notes.jsonl")) {
    const std::string it = row["it"];
    const PolicyDocument document = testing::policy_from_json(row["policy"].dump(), kind_of(row["kind"]));
    std::vector<std::string> found;
    for (const LintNote& note : lint(document)) {
      EXPECT_FALSE(note.refused) << it << ": " << note.message;
      found.push_back(note.message);
    }
    const auto expected = row["notes"].get<std::vector<std::string>>();
    EXPECT_EQ(found.size(), expected.size()) << it << (found.empty() ? "" : ": " + found.front());
    for (const std::string& part : expected)
      EXPECT_TRUE(std::any_of(
          found.begin(), found.end(),
          [&part](const std::string& message) { return message.find(part) != std::string::npos; }))
          << it << ": no note says " << part;
  }
}

}  // namespace
}  // namespace rootproof::policy
