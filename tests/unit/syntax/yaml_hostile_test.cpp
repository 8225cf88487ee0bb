#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "parsers/source/limits.h"
#include "tests/unit/syntax/syntax_test_support.h"

/// Input that breaks parsers: every one must end in a tree or in a message with a place.
namespace rootproof::syntax {
namespace {

using namespace std::string_view_literals;
using source::ProblemKind;
using testing::parse_with;
using testing::Parsed;
using testing::problems;
using testing::show;
using testing::yaml;

std::string repeat(std::string_view text, std::size_t times) {
  std::string result;
  for (std::size_t i = 0; i < times; ++i) result += text;
  return result;
}

TEST(HostileYaml, FilesWithoutContentHaveNoDocuments) {
  for (const std::string_view text : {""sv, "\xEF\xBB\xBF"sv, "\n\n"sv, "# note\n"sv, " \t \n"sv}) {
    const Parsed parsed = yaml(text);
    EXPECT_TRUE(parsed.syntax.complete) << problems(parsed);
    EXPECT_EQ(parsed.syntax.tree.documents(), 0U);
  }
}

TEST(HostileYaml, WhatIsNotTextIsNotParsed) {
  for (const std::string_view text : {"a: \xFF\n"sv, "a: \0\n"sv, "a: \x04\n"sv, "a: \xED\xA0\x80\n"sv}) {
    const Parsed parsed = yaml(text);
    EXPECT_FALSE(parsed.syntax.complete);
    EXPECT_EQ(parsed.syntax.tree.documents(), 0U);
    ASSERT_EQ(parsed.syntax.problems.size(), 1U);
    EXPECT_EQ(parsed.syntax.problems[0].kind, ProblemKind::encoding);
    EXPECT_EQ(parsed.syntax.problems[0].span.begin, 3U);
  }
}

TEST(HostileYaml, AMarkBehindATagIsRefusedWithinTheFile) {
  const Parsed parsed = yaml("a: !\xEF\xBB\xBF"sv);
  EXPECT_FALSE(parsed.syntax.complete);
  ASSERT_EQ(parsed.syntax.problems.size(), 1U);
  EXPECT_EQ(parsed.syntax.problems[0].span.begin, 7U);
  EXPECT_EQ(parsed.syntax.problems[0].span.end, 7U);
}

TEST(HostileYaml, PlacesAreRightBehindAByteOrderMarkAndInUtf16) {
  for (const std::string_view bytes : {"\xEF\xBB\xBF"
                                       "a: !Sub x\n"sv,
                                       "\xFF\xFE"
                                       "a\0:\0 \0!\0S\0u\0b\0 \0x\0\n\0"sv}) {
    const Parsed parsed = yaml(bytes);
    ASSERT_TRUE(parsed.syntax.complete) << problems(parsed);
    EXPECT_EQ(show(parsed.root()), "{\"a\": !Sub \"x\"}");
    EXPECT_EQ(parsed.location(parsed.at({"a"}).span()), (source::Location{1, 9}));
  }
}

TEST(HostileYaml, WindowsLinesAndTabs) {
  const Parsed parsed = yaml("a:\r\n  - b\t# note\r\n  -\tc\r\nd: \te\r\n");
  ASSERT_TRUE(parsed.syntax.complete) << problems(parsed);
  EXPECT_EQ(show(parsed.root()), "{\"a\": [\"b\", \"c\"], \"d\": \"e\"}");
}

TEST(HostileYaml, TabInTheIndentationIsNamed) {
  for (const std::string_view text : {"a:\n\tb: 1\n"sv, "a:\n  b: 1\n\tc: 2\n"sv, "a: |\n\tx\n"sv}) {
    const Parsed parsed = yaml(text);
    EXPECT_FALSE(parsed.syntax.complete) << text;
    EXPECT_NE(problems(parsed).find("a tab"), std::string::npos) << text << problems(parsed);
  }
}

TEST(HostileYaml, TextBehindTheDocumentEndsTheReading) {
  // yaml-cpp reads the first one for ever.
  for (const std::string_view text :
       {"[\"\"],"sv, "[1],\n"sv, "{} x\n"sv, "{a: 1}\n{b: 2}\n"sv, "'a' 'b'\n"sv}) {
    const Parsed parsed = yaml(text);
    EXPECT_FALSE(parsed.syntax.complete) << text;
    EXPECT_EQ(parsed.syntax.problems.size(), 1U);
  }
  EXPECT_EQ(problems(yaml("[\"\"],")),
            "1:5 this does not belong to the document above: check brackets and indentation\n");
}

TEST(HostileYaml, QuotesThatAreNeverClosed) {
  EXPECT_EQ(problems(yaml("a: 1\nb: \"two\nc: 3\n")), "2:4 this quoted text is never closed\n");
  EXPECT_EQ(problems(yaml("a: 1\nb: 'it''s\nc: 3\n")), "2:4 this quoted text is never closed\n");
  EXPECT_EQ(problems(yaml("\"")), "1:1 this quoted text is never closed\n");
  EXPECT_EQ(problems(yaml("a: [b, \"c\n")), "1:8 this quoted text is never closed\n");
  EXPECT_EQ(problems(yaml("\"a\\")), "1:1 this quoted text is never closed\n");
}

TEST(HostileYaml, MistakesSayWhereAndWhat) {
  struct Mistake {
    std::string_view text;
    std::string_view problem;
  };
  const Mistake cases[] = {
      {"a: b: c\n", "1:5 `: ` cannot begin a value here; text that contains it needs quotes\n"},
      {"a: !GetAZs !Ref X\n",
       "1:12 a second tag on one value: short forms such as `!GetAZs !Ref X` cannot be nested\n"},
      {"a: *nobody\n", "1:4 this alias names no anchor above it\n"},
      {"a: ]\n", "1:4 a closing bracket that was not opened\n"},
      {"a: @b\n", "1:4 no value can begin with this character; quotes help\n"},
      {"a: \"\\q\"\n", "1:7 this escape sequence is not known\n"},
      {"- a\nb: c\n", "2:1 this does not belong to the document above: check brackets and indentation\n"},
      {"a: |0\n  x\n", "1:6 the indentation of a block text cannot be 0\n"},
  };
  for (const Mistake& mistake : cases) {
    const Parsed parsed = yaml(mistake.text);
    EXPECT_FALSE(parsed.syntax.complete) << mistake.text;
    EXPECT_EQ(problems(parsed), mistake.problem) << mistake.text;
  }
}

TEST(HostileYaml, DocumentsBeforeAnErrorAreKept) {
  const Parsed parsed = yaml("a: 1\n---\nb: [1\n---\nc: 2\n");
  EXPECT_FALSE(parsed.syntax.complete);
  ASSERT_EQ(parsed.syntax.tree.documents(), 1U);
  EXPECT_EQ(show(parsed.root()), "{\"a\": 1}");
}

TEST(HostileYaml, NestingUpToTheLimitIsRead) {
  const std::size_t limit = limits::kSyntaxDepth;
  EXPECT_TRUE(yaml(repeat("[", limit) + repeat("]", limit)).syntax.complete);
  const Parsed parsed = yaml(repeat("[", limit + 1) + repeat("]", limit + 1));
  ASSERT_EQ(parsed.syntax.problems.size(), 1U);
  EXPECT_EQ(parsed.syntax.problems[0].kind, ProblemKind::limit);
  EXPECT_EQ(problems(parsed), "1:401 nested deeper than the limit of 400 levels\n");
}

TEST(HostileYaml, AbsurdNestingIsRefusedWithoutHarm) {
  std::string indented;
  for (std::size_t i = 0; i < 2000; ++i) indented += std::string(i, ' ') + "a:\n";
  for (const std::string& text : {repeat("[", 100'000), repeat("{a: ", 100'000), repeat("- ", 100'000),
                                  repeat("? ", 100'000), repeat("[\n", 100'000), indented}) {
    const Parsed parsed = yaml(text);
    EXPECT_FALSE(parsed.syntax.complete);
    EXPECT_EQ(parsed.syntax.problems.size(), 1U);
  }
}

TEST(HostileYaml, AliasBombIsRefusedAtTheAliasThatIsTooMuch) {
  std::string text = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n";
  for (int level = 1; level < 10; ++level) {
    const std::string alias = "*a" + std::to_string(level - 1);
    text += "a" + std::to_string(level) + ": &a" + std::to_string(level) + " [" + repeat(alias + ", ", 9) +
            alias + "]\n";
  }
  const Parsed parsed = yaml(text);
  EXPECT_FALSE(parsed.syntax.complete);
  EXPECT_EQ(parsed.syntax.tree.documents(), 0U);
  ASSERT_EQ(parsed.syntax.problems.size(), 1U);
  EXPECT_EQ(parsed.syntax.problems[0].kind, ProblemKind::limit);
  EXPECT_EQ(parsed.location(parsed.syntax.problems[0].span).line, 6U) << problems(parsed);
}

TEST(HostileYaml, AliasesBelowTheLimitShareTheirNodes) {
  const Parsed parsed = yaml("a: &a [1, 2]\nb: &b [*a, *a]\nc: [*b, *b]\n");
  ASSERT_TRUE(parsed.syntax.complete) << problems(parsed);
  EXPECT_EQ(show(parsed.at({"c"})), "[[[1, 2], [1, 2]], [[1, 2], [1, 2]]]");
  EXPECT_EQ(parsed.at({"c"}).item(0).id(), parsed.at({"b"}).id());
}

TEST(HostileYaml, AliasesCannotNestDeeperThanTheLimit) {
  std::string text = "- &a0 " + repeat("[", 100) + repeat("]", 100) + "\n";
  for (int level = 1; level < 10; ++level) {
    text += "- &a" + std::to_string(level) + " " + repeat("[", 99) + "*a" + std::to_string(level - 1) +
            repeat("]", 99) + "\n";
  }
  const Parsed parsed = yaml(text);
  ASSERT_EQ(parsed.syntax.problems.size(), 1U);
  EXPECT_EQ(parsed.syntax.problems[0].kind, ProblemKind::limit);
}

TEST(HostileYaml, AliasInsideItsOwnAnchorIsRefused) {
  EXPECT_EQ(problems(yaml("a: &x [1, *x]\n")),
            "1:11 this alias stands inside the value it names: the value would never end\n");
  EXPECT_EQ(problems(yaml("&x\nb: *x\n")),
            "2:4 this alias stands inside the value it names: the value would never end\n");
}

TEST(HostileYaml, EveryPrefixOfATemplateEndsQuietly) {
  const std::string_view whole =
      "A: !Sub |\n  x ${Y}\nB: &b {c: 'd''e', \"f\\u0041\": [1, ~]}\nC:\n  - !Ref X\n  - !Sub >-\n    g\n    "
      "h\n"
      "  - *b\n? i\n: j\n---\nk\n";
  for (std::size_t size = 0; size <= whole.size(); ++size) {
    const Parsed parsed = yaml(whole.substr(0, size));
    EXPECT_EQ(parsed.syntax.complete, parsed.syntax.problems.empty())
        << whole.substr(0, size) << problems(parsed);
    for (const source::Problem& problem : parsed.syntax.problems) EXPECT_LE(problem.span.end, size);
  }
}

TEST(HostileYaml, ReadingsAroundPlacesTheLibraryRefusesAreBounded) {
  // The look-alike at the top keeps the places from being solved all at once, `{a}` the file from being
  // regular.
  const Parsed parsed = yaml("- {a}\n- |\n  - !Sub |\n    shown\n" + repeat("- !Sub |\n  text\n", 5000));
  EXPECT_FALSE(parsed.syntax.complete);
  EXPECT_EQ(parsed.syntax.problems.size(), 1U);
}

TEST(JsonOrYaml, TheFirstCharacterDecidesAndFlowSyntaxIsASecondTry) {
  EXPECT_EQ(show(parse_with(&parse_json_or_yaml, " \n{\"a\": \"yes\"}").root()), "{\"a\": \"yes\"}");
  EXPECT_EQ(parse_with(&parse_json_or_yaml, "{\"a\": 1}").at({"a"}).span().begin, 6U);
  EXPECT_EQ(show(parse_with(&parse_json_or_yaml, "{a: [yes, 'x',],}").root()), "{\"a\": [yes, \"x\"]}");
  EXPECT_EQ(show(parse_with(&parse_json_or_yaml, "a: {b: c}").root()), "{\"a\": {\"b\": \"c\"}}");
}

TEST(JsonOrYaml, WhenBothRefuseTheErrorIsJsons) {
  EXPECT_EQ(problems(parse_with(&parse_json_or_yaml, "{\"a\": [1, 2}\n")),
            "1:12 `,` or `]` was expected here\n");
}

}  // namespace
}  // namespace rootproof::syntax
