#include <gtest/gtest.h>

#include "tests/unit/syntax/hcl_test_support.h"

namespace rootproof::hcl::testing {
namespace {

/// Types and first labels of the blocks, names of the arguments, and what was not read.
struct Recovered {
  explicit Recovered(std::string_view text, const std::string& path = "main.tf")
      : parsed(text, &parse, path) {
    for (const Attribute& attribute : parsed.file.body.attributes) items.emplace_back(attribute.name);
    for (const Block& block : parsed.file.body.blocks) {
      items.push_back(std::string(block.type) + (block.labels.empty() ? "" : " " + block.labels[0].text));
    }
    for (const source::Problem& problem : parsed.file.problems) {
      if (problem.message.rfind("file partly unread: ", 0) == 0) unread.push_back(problem.message.substr(20));
    }
  }

  Parsed parsed;
  std::vector<std::string> items;
  std::vector<std::string> unread;
};

using Strings = std::vector<std::string>;

TEST(HclRecovery, HealthyFileIsNotRecovered) {
  const Recovered result("a {}\n");
  EXPECT_FALSE(result.parsed.file.recovered);
  EXPECT_EQ(result.items, Strings{"a"});
}

TEST(HclRecovery, BlocksAroundABrokenOneAreKept) {
  const Recovered result("a {\n  b = 1\n}\n\nc {\n  d = = 2\n  e = 3\n}\n\nf {\n  g = 4\n}\n");
  EXPECT_TRUE(result.parsed.file.recovered);
  EXPECT_EQ(result.items, (Strings{"a", "f"}));
  EXPECT_EQ(result.unread, Strings{"lines 5–8"});
  EXPECT_EQ(result.parsed.problems().front(), "6:7 a value was expected here");
  EXPECT_EQ(Describe(result.parsed.file)(result.parsed.file.body.blocks[1].body.attribute("g")->value), "4");
}

TEST(HclRecovery, MissingBraceLosesOnlyItsBlock) {
  const Recovered result("a {\n  b = 1\n\nc {\n  d = 2\n}\ne {\n}\n");
  EXPECT_EQ(result.items, (Strings{"c", "e"}));
  EXPECT_EQ(result.unread, Strings{"lines 1–2"});
}

TEST(HclRecovery, BraceTooManyLosesItsLine) {
  const Recovered result("a {\n}\n}\nb {\n}\n");
  EXPECT_EQ(result.items, (Strings{"a", "b"}));
  EXPECT_EQ(result.unread, Strings{"line 3"});
}

TEST(HclRecovery, MissingQuoteLosesOnlyItsBlock) {
  const Recovered result("a {\n  b = \"x\n}\nc \"d\" {\n  e = \"y\"\n}\nf {\n}\n");
  EXPECT_EQ(result.items, (Strings{"c d", "f"}));
  EXPECT_EQ(result.unread, Strings{"lines 1–3"});
}

TEST(HclRecovery, EveryUnreadRangeIsNamed) {
  const Recovered result("a {\n  b\n}\nc {}\nd {\n  e\n}\nf {}\n%\n");
  EXPECT_EQ(result.items, (Strings{"c", "f"}));
  EXPECT_EQ(result.unread, (Strings{"lines 1–3", "lines 5–7", "line 9"}));
}

TEST(HclRecovery, NestedBlocksOfABrokenOneAreNotTakenForTopLevelOnes) {
  const Recovered result("a {\n  b = \n  c {\n    d = 1\n  }\n  provider \"x\" {\n  }\n}\ne {}\n");
  EXPECT_EQ(result.items, Strings{"e"});
  EXPECT_EQ(result.unread, Strings{"lines 1–8"});
}

TEST(HclRecovery, ArgumentWithMoreOnItsLineIsNotRead) {
  const Recovered result("a = 1 b = 2\nc {}\n");
  EXPECT_EQ(result.items, Strings{"c"});
  EXPECT_EQ(result.unread, Strings{"line 1"});
}

TEST(HclRecovery, ErrorAtTheBeginningOfALineLeavesTheLineBefore) {
  const Recovered result("a {}\n\n;\nb {}\n");
  EXPECT_EQ(result.items, (Strings{"a", "b"}));
  EXPECT_EQ(result.unread, Strings{"line 3"});
}

TEST(HclRecovery, IndentedFilesAreRecoveredToo) {
  const Recovered result("  a {\n    b = \n    n {\n    }\n  }\n  c {\n    d = 1\n  }\n");
  EXPECT_EQ(result.items, Strings{"c"});
  EXPECT_EQ(result.unread, Strings{"lines 1–5"});
}

TEST(HclRecovery, TextOfAHeredocIsNotTakenForABlock) {
  const Recovered result("a {\n  b = = <<EOT\nresource \"x\" \"y\" {\n}\nEOT\n}\nc {}\n");
  EXPECT_EQ(result.items, Strings{"c"});
}

TEST(HclRecovery, CommentedOutBlockIsNotTakenForABlock) {
  const Recovered result("a {\n  b = =\n/*\nresource \"x\" \"y\" {\n}\n*/\n}\nc {}\n");
  EXPECT_EQ(result.items, Strings{"c"});
}

TEST(HclRecovery, ArgumentsOfAVariableFileAreItems) {
  const Recovered result("a = 1\nb = [1 2]\nc = {\n  d = 2\n}\na = 3\ne = 4\n", "prod.tfvars");
  EXPECT_EQ(result.items, (Strings{"a", "c", "e"}));
  EXPECT_EQ(result.unread, (Strings{"line 2", "line 6"}));
  EXPECT_EQ(Describe(result.parsed.file)(result.parsed.file.body.attribute("a")->value), "1");
}

TEST(HclRecovery, FileTooLargeForTheTreeIsRecoveredByItsLines) {
  std::string text = "a {\n  b = =\n}\n";
  for (int i = 0; i < 30'000; ++i) text += "block \"number " + std::to_string(i) + "\" {\n}\n";
  ASSERT_GT(text.size(), 512U << 10U);
  const Recovered result(text);
  EXPECT_EQ(result.items.size(), 30'000U);
  EXPECT_EQ(result.unread, Strings{"lines 1–3"});
}

TEST(HclRecovery, ManyBrokenPlacesAreSummedUp) {
  std::string text;
  for (int i = 0; i < 100; ++i) text += "a {\n  b\n}\nc {}\n";
  const Recovered result(text);
  EXPECT_EQ(result.items.size(), 100U);
  ASSERT_EQ(result.unread.size(), 21U);
  EXPECT_EQ(result.unread.back(), "80 more places up to line 399");
}

TEST(HclRecovery, BlockNestedTooDeepLosesOnlyItself) {
  std::string deep = "a = ";
  for (int i = 0; i < 1000; ++i) deep += "[";
  const Recovered result("x {\n}\ny {\n  " + deep + "\n}\nz {\n}\n");
  EXPECT_EQ(result.items, (Strings{"x", "z"}));
  EXPECT_EQ(result.parsed.file.problems.front().kind, source::ProblemKind::limit);
}

}  // namespace
}  // namespace rootproof::hcl::testing
