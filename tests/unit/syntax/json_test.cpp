#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "parsers/source/limits.h"
#include "tests/unit/syntax/syntax_test_support.h"

namespace rootproof::syntax {
namespace {

using namespace std::string_view_literals;
using testing::json;
using testing::Parsed;
using testing::problems;
using testing::show;

TEST(Json, EveryKindOfValue) {
  const Parsed parsed = json(R"({"a": [1, -2.50e3, true, false, null], "b": {}, "c": [], "d": "\u0041\n"})");
  ASSERT_TRUE(parsed.syntax.complete) << problems(parsed);
  EXPECT_EQ(show(parsed.root()),
            "{\"a\": [1, -2.50e3, true, false, null], \"b\": {}, \"c\": [], \"d\": \"A\n\"}");
  EXPECT_EQ(parsed.at({"a"}).item(2).as_boolean(), true);
  EXPECT_EQ(parsed.at({"a"}).item(1).type(), ScalarType::number);
  EXPECT_EQ(parsed.at({"a"}).item(4).type(), ScalarType::null);
  EXPECT_EQ(parsed.at({"d"}).style(), ScalarStyle::json_string);
}

TEST(Json, NumbersKeepTheirText) {
  const Parsed parsed = json("[12345678901234567890123, -0, 1E+2, 0.10]");
  EXPECT_EQ(show(parsed.root()), "[12345678901234567890123, -0, 1E+2, 0.10]");
}

TEST(Json, TextThatLooksLikeABooleanStaysText) {
  const Parsed parsed = json(R"(["yes", "true", "12", "null"])");
  for (const SyntaxNode& item : parsed.root().items()) EXPECT_EQ(item.type(), ScalarType::string);
}

TEST(Json, SpansAreExactForKeysValuesAndBrackets) {
  const Parsed parsed = json("{ \"key\" : [ 1 ,\n  \"a\\\"b\", {\"x\":true} ] }\n");
  EXPECT_EQ(parsed.source(parsed.root()), "{ \"key\" : [ 1 ,\n  \"a\\\"b\", {\"x\":true} ] }");
  EXPECT_EQ(parsed.source(parsed.root().member(0).key), "\"key\"");
  const SyntaxNode list = parsed.at({"key"});
  EXPECT_EQ(parsed.source(list), "[ 1 ,\n  \"a\\\"b\", {\"x\":true} ]");
  EXPECT_EQ(parsed.source(list.item(0)), "1");
  EXPECT_EQ(parsed.source(list.item(1)), "\"a\\\"b\"");
  EXPECT_EQ(parsed.source(list.item(2)), "{\"x\":true}");
  EXPECT_EQ(parsed.source(list.item(2).member(0).value), "true");
  EXPECT_EQ(parsed.location(list.item(1).span()), (source::Location{2, 3}));
}

TEST(Json, PlacesInsideStringsWithEscapes) {
  const Parsed parsed = json("[\"a\\u0041\\uD83D\\uDE00\\/end\", \"plain\"]");
  const SyntaxNode text = parsed.root().item(0);
  ASSERT_EQ(text.text(), "aA\U0001F600/end");
  EXPECT_EQ(parsed.source(text.text_span(0, 1)), "a");
  EXPECT_EQ(parsed.source(text.text_span(1, 2)), "\\u0041");
  EXPECT_EQ(parsed.source(text.text_span(2, 6)), "\\uD83D\\uDE00");
  EXPECT_EQ(parsed.source(text.text_span(6, 7)), "\\/");
  EXPECT_EQ(parsed.source(text.text_span(7, 10)), "end");
  EXPECT_EQ(text.source_offset(10), text.span().end - 1);
  EXPECT_EQ(text.source_offset(999), text.span().end - 1);
  EXPECT_EQ(parsed.source(parsed.root().item(1).text_span(1, 3)), "la");
}

TEST(Json, DuplicateKeysAreKeptAndNoticed) {
  const Parsed parsed = json("{\"Effect\": \"Deny\",\n \"x\": 1,\n \"Effect\": \"Allow\"}");
  EXPECT_TRUE(parsed.syntax.complete);
  EXPECT_EQ(parsed.root().size(), 3U);
  EXPECT_EQ(parsed.root().member(2).value.text(), "Allow");
  ASSERT_EQ(parsed.syntax.problems.size(), 1U);
  EXPECT_EQ(parsed.syntax.problems[0].kind, source::ProblemKind::notice);
  EXPECT_EQ(problems(parsed), "3:2 the key `Effect` stands a second time in this mapping, first on line 1\n");
}

TEST(Json, DuplicateKeysOfALargeObjectAreFoundInOrderAndBounded) {
  std::string text = "{";
  for (int i = 0; i < 1000; ++i) text += "\"k" + std::to_string(i) + "\": 1, \"same\": 2,\n";
  text.replace(text.size() - 2, 2, "}");
  const Parsed parsed = json(text);
  ASSERT_TRUE(parsed.syntax.complete) << problems(parsed);
  EXPECT_EQ(parsed.syntax.problems.size(), limits::kErrorsPerFile);
  EXPECT_TRUE(problems(parsed).starts_with("2:")) << problems(parsed);
}

struct Wrong {
  std::string_view text;
  std::string_view problem;
};

TEST(Json, ErrorsSayWhereAndWhat) {
  const Wrong cases[] = {
      {"", "1:1 the file is empty, a JSON value was expected\n"},
      {" \n ", "2:2 the file is empty, a JSON value was expected\n"},
      {"{\"a\": 1", "1:8 the file ends before the `{` of line 1 is closed\n"},
      {"{\n \"a\": [1,\n", "3:1 the file ends before the `[` of line 2 is closed\n"},
      {"[1,", "1:4 the file ends before the `[` of line 1 is closed\n"},
      {"{\"a\":", "1:6 the file ends before the `{` of line 1 is closed\n"},
      {"[,1]", "1:2 a value was expected here\n"},
      {"[1,,2]", "1:4 a value was expected here\n"},
      {"{\"a\"::1}", "1:6 a value was expected here\n"},
      {"{\"a\": ", "1:7 the file ends before the `{` of line 1 is closed\n"},
      {"{\"a\": tru}", "1:7 a value was expected here\n"},
      {"{\"a\": 1,\n \"b\" 2}", "2:6 `:` was expected after the key\n"},
      {"{\"a\": 1\n \"b\": 2}", "2:2 `,` or `}` was expected here\n"},
      {"[1 2]", "1:4 `,` or `]` was expected here\n"},
      {"[1, 2}", "1:6 `,` or `]` was expected here\n"},
      {"[1,\n]", "2:1 something was expected after the comma: JSON allows none before a closing bracket\n"},
      {"{\"a\": 1, }",
       "1:10 something was expected after the comma: JSON allows none before a closing bracket\n"},
      {"{a: 1}", "1:2 a key in double quotes was expected here\n"},
      {"{1: 1}", "1:2 a key in double quotes was expected here\n"},
      {"{'a': 1}", "1:2 strings in JSON stand in double quotes\n"},
      {"{\"a\": 'b'}", "1:7 strings in JSON stand in double quotes\n"},
      {"// note\n{}", "1:1 JSON has no comments\n"},
      {"[1, # note\n2]", "1:5 JSON has no comments\n"},
      {"{\"a\": \"b}", "1:7 this string is never closed\n"},
      {"{\"a\": \"b\n\"}", "1:7 this string is not closed before the end of its line\n"},
      {"[\"a\tb\"]", "1:4 a tab inside a string is written \\t in JSON\n"},
      {"[\"ab\\q\"]", "1:6 this is no escape sequence of JSON\n"},
      {"[\"\\uD800x\"]", "1:9 this is no escape sequence of JSON\n"},
      {"{} {}", "1:4 more text after the end of the JSON value\n"},
      {"[1]]", "1:4 more text after the end of the JSON value\n"},
      {"[01]", "1:3 `,` or `]` was expected here\n"},
      {"[1-2]", "1:3 `,` or `]` was expected here\n"},
      {"{\"a\": 1-0 \"b\": 2}", "1:8 `,` or `}` was expected here\n"},
      {"[1e999]", "1:2 this number is too large\n"},
      {"\u00E9", "1:1 a JSON value was expected here\n"},
  };
  for (const Wrong& wrong : cases) {
    const Parsed parsed = json(wrong.text);
    EXPECT_FALSE(parsed.syntax.complete) << wrong.text;
    EXPECT_EQ(parsed.syntax.tree.documents(), 0U) << wrong.text;
    EXPECT_EQ(problems(parsed), wrong.problem) << wrong.text;
  }
}

TEST(Json, FileThatIsNoTextIsNotParsed) {
  for (const std::string_view bytes : {"{\"a\": \"\xFF\"}"sv, "{\"a\":\0 1}"sv}) {
    const Parsed parsed = json(bytes);
    EXPECT_FALSE(parsed.syntax.complete);
    ASSERT_EQ(parsed.syntax.problems.size(), 1U);
    EXPECT_EQ(parsed.syntax.problems[0].kind, source::ProblemKind::encoding);
  }
}

TEST(Json, NestingUpToTheLimitIsRead) {
  const std::string deep(limits::kSyntaxDepth, '[');
  EXPECT_TRUE(json(deep + std::string(limits::kSyntaxDepth, ']')).syntax.complete);
  const Parsed parsed = json("[" + deep + std::string(limits::kSyntaxDepth, ']') + "]");
  ASSERT_EQ(parsed.syntax.problems.size(), 1U);
  EXPECT_EQ(parsed.syntax.problems[0].kind, source::ProblemKind::limit);
  EXPECT_EQ(problems(parsed), "1:401 nested deeper than the limit of 400 levels\n");
}

TEST(Json, AbsurdNestingIsRefusedWithoutHarm) {
  for (const std::string_view open : {"[", "{\"a\":"}) {
    std::string text;
    for (int i = 0; i < 100'000; ++i) text += open;
    const Parsed parsed = json(text);
    EXPECT_FALSE(parsed.syntax.complete);
    EXPECT_EQ(parsed.syntax.problems.size(), 1U);
  }
}

TEST(Json, EveryPrefixOfADocumentIsRefusedWithAPlaceInIt) {
  const std::string_view whole = R"({"a": [1.5, "x\u0041", true], "b": {"c": null}})";
  for (std::size_t size = 0; size < whole.size(); ++size) {
    const Parsed parsed = json(whole.substr(0, size));
    EXPECT_FALSE(parsed.syntax.complete) << size;
    ASSERT_EQ(parsed.syntax.problems.size(), 1U) << size;
    EXPECT_LE(parsed.syntax.problems[0].span.begin, parsed.syntax.problems[0].span.end) << size;
    EXPECT_LE(parsed.syntax.problems[0].span.end, size) << size;
  }
}

}  // namespace
}  // namespace rootproof::syntax
