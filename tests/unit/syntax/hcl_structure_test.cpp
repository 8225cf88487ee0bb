#include <gtest/gtest.h>

#include "tests/unit/syntax/hcl_test_support.h"

namespace rootproof::hcl::testing {
namespace {

TEST(HclStructure, BlocksWithLabelsAndBodies) {
  const Parsed parsed(
      "resource \"aws_iam_role\" main {\n  name = \"x\"\n  inline { a = 1 }\n  inline {}\n}\n");
  ASSERT_TRUE(parsed.ok());
  ASSERT_EQ(parsed.file.body.blocks.size(), 1U);
  const Block& block = parsed.file.body.blocks[0];
  EXPECT_EQ(block.type, "resource");
  ASSERT_EQ(block.labels.size(), 2U);
  EXPECT_EQ(block.labels[0].text, "aws_iam_role");
  EXPECT_EQ(parsed.text(block.labels[0].span), "\"aws_iam_role\"");
  EXPECT_EQ(block.labels[1].text, "main");
  EXPECT_EQ(parsed.text(block.header), "resource \"aws_iam_role\" main");
  EXPECT_EQ(block.span, (source::Span{parsed.source.id(), 0, parsed.source.whole().end - 1}));
  EXPECT_EQ(parsed.text(block.body.span).front(), '{');
  EXPECT_EQ(parsed.text(block.body.span).back(), '}');
  ASSERT_EQ(block.body.blocks.size(), 2U);
  EXPECT_NE(block.body.blocks[0].body.attribute("a"), nullptr);
  EXPECT_EQ(parsed.text(block.body.blocks[1].span), "inline {}");
}

TEST(HclStructure, LabelsAreDecoded) {
  const Parsed parsed("a \"tab\\there $${x}\" {}\n");
  ASSERT_TRUE(parsed.ok());
  EXPECT_EQ(parsed.file.body.blocks[0].labels[0].text, "tab\there ${x}");
}

TEST(HclStructure, SameNameForArgumentAndBlocksIsFine) { EXPECT_TRUE(Parsed("a = 1\na {}\na {}\n").ok()); }

TEST(HclStructure, SecondArgumentOfANameIsAnErrorHoweverManyThereAre) {
  std::string text;
  for (int i = 0; i < 100; ++i) text += "a" + std::to_string(i) + " = 1\n";
  EXPECT_TRUE(Parsed(text).ok());
  EXPECT_EQ(Parsed(text + "a7 = 2\n").problems().front(),
            "101:1 the argument `a7` is set a second time; the first stands in line 8");
}

TEST(HclStructure, StrictParserLeavesNothingOfABrokenFile) {
  const Parsed parsed("a = 1\nb {}\nc = \n");
  ASSERT_EQ(parsed.file.problems.size(), 1U);
  EXPECT_TRUE(parsed.file.body.attributes.empty());
  EXPECT_TRUE(parsed.file.body.blocks.empty());
  EXPECT_FALSE(parsed.file.recovered);
}

TEST(HclStructure, ErrorsHaveAnExactPlace) {
  EXPECT_EQ(Parsed("a = 1\nb = \"é\" c\n").problems().front(),
            "2:9 a line break was expected after the argument");
  EXPECT_EQ(Parsed("a = \"é\\q\"\n").problems().front(),
            "1:7 no escape sequence begins like this; a backslash itself is written `\\\\`");
  EXPECT_EQ(Parsed("a {\n  b = [1,\n    2\n").problems().front(),
            "2:7 the file ends before this `[` is closed");
}

TEST(HclStructure, BytesThatAreNoTextAreReportedOnce) {
  const Parsed parsed("a = \"\xff\"\n", &parse);
  ASSERT_EQ(parsed.file.problems.size(), 1U);
  EXPECT_EQ(parsed.file.problems[0].kind, source::ProblemKind::encoding);
}

// testdata/syntax/hcl/accepted and /rejected: what hashicorp/hcl 2.23 (Terraform 1.11) accepts and rejects.
TEST(HclTestdata, EveryAcceptedFileIsRead) {
  std::size_t count = 0;
  for (const auto& path : testdata_files("syntax/hcl/accepted")) {
    const Parsed parsed(read_file(path));
    EXPECT_TRUE(parsed.ok()) << path << ": " << parsed.problems().front();
    ++count;
  }
  EXPECT_GE(count, 19U);
}

TEST(HclTestdata, EveryRejectedFileIsRejectedInItsLine) {
  constexpr std::string_view kAnnotation = "# error in line ";
  std::size_t count = 0;
  for (const auto& path : testdata_files("syntax/hcl/rejected")) {
    const std::string text = read_file(path);
    ASSERT_EQ(text.substr(0, kAnnotation.size()), kAnnotation) << path;
    const std::string line = text.substr(kAnnotation.size(), text.find(':') - kAnnotation.size());
    const Parsed parsed(text);
    ASSERT_EQ(parsed.file.problems.size(), 1U) << path;
    EXPECT_EQ(parsed.problems().front().substr(0, line.size() + 1), line + ":") << path;
    ++count;
  }
  EXPECT_GE(count, 78U);
}

}  // namespace
}  // namespace rootproof::hcl::testing
