#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <string_view>

#include "parsers/syntax/scalar_source.h"
#include "tests/unit/syntax/syntax_test_support.h"

/// Text inside a scalar of any style leads back to exactly the bytes that say it.
namespace rootproof::syntax {
namespace {

using testing::Parsed;
using testing::problems;
using testing::yaml;

std::optional<SyntaxNode> find_text(const SyntaxNode& node, std::string_view needle) {
  if (node.is_scalar() && node.text().find(needle) != std::string_view::npos) return node;
  for (const SyntaxNode& item : node.items()) {
    if (const auto found = find_text(item, needle)) return found;
  }
  for (const SyntaxNode::Member& member : node.members()) {
    if (const auto found = find_text(member.key, needle)) return found;
    if (const auto found = find_text(member.value, needle)) return found;
  }
  return std::nullopt;
}

struct Case {
  std::string_view name;
  std::string_view source;
  std::string_view needle;  ///< in the decoded text
  source::Location place;
  std::string_view written;  ///< the bytes that stand for it
};

const Case kCases[] = {
    {"plain", "a: one two\n", "two", {1, 8}, "two"},
    {"plain key", "some key: v\n", "key", {1, 6}, "key"},
    {"plain, after characters of several bytes", "\u00E9\u20AC: \U0001F600 x\n", "x", {1, 7}, "x"},
    {"plain, second line", "a: one\n  two three\n", "three", {2, 7}, "three"},
    {"plain, over a fold", "a: one\n  two\n", "one two", {1, 4}, "one\n  two"},
    {"plain, the fold itself", "a: one \n  two\n", " two", {1, 7}, " \n  two"},
    {"plain, behind an empty line", "a: one\n\n  two\n", "two", {3, 3}, "two"},
    {"plain, in flow", "[a, b c]\n", "c", {1, 7}, "c"},
    {"plain, windows lines", "a: one\r\n  two\r\n", "two", {2, 3}, "two"},
    {"plain, old mac lines", "a: one\r  two\r", "two", {2, 3}, "two"},
    {"plain, under a tag", "a: !Sub x ${Y}\n", "${Y}", {1, 11}, "${Y}"},
    {"plain, tag on the line above", "a: !Sub\n  x ${Y}\n", "${Y}", {2, 5}, "${Y}"},
    {"plain, tag, anchor and comment above",
     "a: !Sub &b # note\n  # more\n  x ${Y}\n",
     "${Y}",
     {3, 5},
     "${Y}"},

    {"single quotes", "a: 'one two'\n", "two", {1, 9}, "two"},
    {"single quotes, a doubled quote", "a: 'it''s x'\n", "'", {1, 7}, "''"},
    {"single quotes, behind a doubled quote", "a: 'it''s x'\n", "s x", {1, 9}, "s x"},
    {"single quotes, backslash is plain", "a: 'x\\n y'\n", "y", {1, 9}, "y"},
    {"single quotes, second line", "a: 'one\n  two'\n", "two", {2, 3}, "two"},
    {"single quotes, behind an empty line", "a: 'one\n\n\n  two'\n", "two", {4, 3}, "two"},

    {"double quotes", "a: \"one two\"\n", "two", {1, 9}, "two"},
    {"double quotes, an escape", "a: \"x\\u0041y\"\n", "A", {1, 6}, "\\u0041"},
    {"double quotes, behind an escape", "a: \"x\\u0041y\"\n", "y", {1, 12}, "y"},
    {"double quotes, behind every short escape",
     "a: \"\\0\\a\\b\\t\\n\\v\\f\\r\\e\\\"\\/\\\\\\N\\_\\L\\P\\x41 z\"\n",
     "z",
     {1, 42},
     "z"},
    {"double quotes, a long escape", "a: \"\\U0001F600!\"\n", "\U0001F600", {1, 5}, "\\U0001F600"},
    {"double quotes, folded", "a: \"one\n   two\"\n", "two", {2, 4}, "two"},
    {"double quotes, escaped line break", "a: \"one\\\n   two\"\n", "two", {2, 4}, "two"},
    {"double quotes, over an escaped line break",
     "a: \"one\\\n   two\"\n",
     "onetwo",
     {1, 5},
     "one\\\n   two"},
    {"double quotes, blank kept before an escaped break", "a: \"one \\\n   two\"\n", "two", {2, 4}, "two"},
    {"double quotes, escaped blank at a line's beginning", "a: \"one\n   \\ two\"\n", "two", {2, 6}, "two"},
    {"double quotes, as key", "\"a\\tb\": c\n", "b", {1, 5}, "b"},

    {"literal", "a: |\n  one\n  two three\n", "three", {3, 7}, "three"},
    {"literal, first line", "a: |\n  one\n", "one", {2, 3}, "one"},
    {"literal, over lines", "a: |\n  one\n  two\n", "one\ntwo", {2, 3}, "one\n  two"},
    {"literal, the line break", "a: |\n  one\n  two\n", "\n", {2, 6}, "\n"},
    {"literal, indented further", "a: |\n  one\n    two\n", "two", {3, 5}, "two"},
    {"literal, behind empty lines", "a: |\n\n  one\n\n\n  two\n", "two", {6, 3}, "two"},
    {"literal, empty lines with blanks", "a: |\n  one\n \n  \n    \n  two\n", "two", {6, 3}, "two"},
    {"literal, strip", "a: |-\n  one\n  two\n\n", "two", {3, 3}, "two"},
    {"literal, keep", "a: |+\n  one\n\n\nb: c\n", "one", {2, 3}, "one"},
    {"literal, header with a comment", "a: |- # | > note\n  one\n", "one", {2, 3}, "one"},
    {"literal, indentation indicator", "a: |2\n    one\n  two\n", "two", {3, 3}, "two"},
    {"literal, indicator, first line has blanks of its own", "a: |2-\n\n    one\n", "one", {3, 5}, "one"},
    {"literal, windows lines", "a: |\r\n  one\r\n  two\r\n", "two", {3, 3}, "two"},
    {"literal, old mac lines", "a: |\r  one\r  two\r", "two", {3, 3}, "two"},
    {"literal, no line break at the end", "a: |\n  one\n  two", "two", {3, 3}, "two"},
    {"literal, tab inside", "a: |\n  one\n  \ttwo\n", "two", {3, 4}, "two"},
    {"literal, in a list", "- |\n one\n two\n- x\n", "two", {3, 2}, "two"},
    {"literal, under a tag", "a: !Sub |\n  one ${Two}\n", "${Two}", {2, 7}, "${Two}"},
    {"literal, a document by itself", "--- |\n one\n two\n", "two", {3, 2}, "two"},

    {"folded", "a: >\n  one\n  two three\n", "three", {3, 7}, "three"},
    {"folded, over a fold", "a: >\n  one\n  two\n", "one two", {2, 3}, "one\n  two"},
    {"folded, behind an empty line", "a: >\n  one\n\n  two\n", "two", {4, 3}, "two"},
    {"folded, the line break of an empty line", "a: >\n  one\n\n  two\n", "\n", {3, 1}, "\n"},
    {"folded, behind several empty lines", "a: >\n  one\n\n\n\n  two\n", "two", {6, 3}, "two"},
    {"folded, indented further", "a: >\n  one\n    two\n  three\n", "two", {3, 5}, "two"},
    {"folded, behind a line indented further", "a: >\n  one\n    two\n  three\n", "three", {4, 3}, "three"},
    {"folded, empty line beside one indented further",
     "a: >\n  one\n\n    two\n\n  three\n",
     "three",
     {6, 3},
     "three"},
    {"folded, leading empty lines", "a: >\n\n\n  one\n", "one", {4, 3}, "one"},
    {"folded, strip", "a: >-\n  one\n  two\n\n\nb: c\n", "two", {3, 3}, "two"},
    {"folded, keep", "a: >+\n  one\n  two\n\nb: c\n", "two", {3, 3}, "two"},
    {"folded, windows lines", "a: >\r\n  one\r\n  two\r\n", "two", {3, 3}, "two"},
    {"folded, blank at the end of a line", "a: >\n  one \n  two\n", "two", {3, 3}, "two"},
};

TEST(YamlPositions, TextLeadsBackToItsSource) {
  for (const Case& expected : kCases) {
    SCOPED_TRACE(expected.name);
    const Parsed parsed = yaml(expected.source);
    EXPECT_TRUE(parsed.syntax.complete) << problems(parsed);
    if (!parsed.syntax.complete) continue;
    const std::optional<SyntaxNode> node = find_text(parsed.root(), expected.needle);
    EXPECT_TRUE(node.has_value()) << testing::show(parsed.root());
    if (!node) continue;
    const std::size_t begin = node->text().find(expected.needle);
    const source::Span span = node->text_span(begin, begin + expected.needle.size());
    EXPECT_EQ(parsed.location(span), expected.place)
        << parsed.location(span).line << ":" << parsed.location(span).column;
    EXPECT_EQ(parsed.source(span), expected.written);
    EXPECT_EQ(node->source_offset(begin), span.begin);
  }
}

TEST(YamlPositions, EveryByteOfEveryScalarLiesInItsSpanInOrder) {
  for (const Case& expected : kCases) {
    SCOPED_TRACE(expected.name);
    const Parsed parsed = yaml(expected.source);
    if (!parsed.syntax.complete) continue;
    const std::optional<SyntaxNode> node = find_text(parsed.root(), expected.needle);
    if (!node) continue;
    std::uint32_t previous = node->span().begin;
    for (std::size_t i = 0; i < node->text().size(); ++i) {
      const std::uint32_t offset = node->source_offset(i);
      EXPECT_GE(offset, previous) << i;
      previous = offset;
    }
  }
}

TEST(YamlPositions, ScalarsEndWhereTheirTextEnds) {
  struct End {
    std::string_view source;
    std::string_view span;
  };
  const End cases[] = {
      {"a: one # note\n", "one"},
      {"a: one\n  two   # note\nb: c\n", "one\n  two"},
      {"a: 'x'  \n", "'x'"},
      {"a: |\n  x\n\n\nb: c\n", "|\n  x"},
      {"a: >- # note\n  x\n# note\nb: c\n", ">- # note\n  x"},
      {"a: |\nb: c\n", "|"},
      {"a: |- # note\nb: c\n", "|-"},
      {"a: |+\n\n\nb: c\n", "|+"},
      {"a: \"\"\n", "\"\""},
  };
  for (const End& expected : cases) {
    const Parsed parsed = yaml(expected.source);
    ASSERT_TRUE(parsed.syntax.complete) << expected.source << problems(parsed);
    EXPECT_EQ(parsed.source(parsed.at({"a"})), expected.span);
  }
}

TEST(YamlPositions, EndOfTheContent) {
  const Parsed parsed = yaml("a: \"x\\n\"\nb: |\n  yz\nc: p q\n");
  const SyntaxNode quoted = parsed.at({"a"});
  EXPECT_EQ(quoted.source_offset(quoted.text().size()), quoted.span().end - 1);
  const SyntaxNode block = parsed.at({"b"});
  EXPECT_EQ(block.source_offset(block.text().size()), block.span().end);
  const SyntaxNode plain = parsed.at({"c"});
  EXPECT_EQ(plain.source_offset(99), plain.span().end);
  EXPECT_TRUE(plain.text_span(2, 2).empty());
}

TEST(YamlPositions, ScalarPlacesSayTheSameAsTheNodeDoes) {
  const Parsed parsed = yaml(
      "- \"a\\tb\\u00e9  c\n\n   d\"\n- 'it''s\n  so'\n- plain text\n   folded\n- |\n   one\n\n    two\n- "
      ">\n   "
      "one\n   two\n\n   three\n- ''\n- verbatim\n");
  for (const SyntaxNode& node : parsed.root().items()) {
    const ScalarPlaces places(node);
    for (std::size_t begin = 0; begin <= node.text().size(); ++begin) {
      for (std::size_t end = begin; end <= node.text().size() + 1; ++end)
        EXPECT_EQ(places.span(begin, end), node.text_span(begin, end))
            << node.text() << " " << begin << " " << end;
    }
  }
}

}  // namespace
}  // namespace rootproof::syntax
