#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "tests/unit/syntax/syntax_test_support.h"

namespace rootproof::syntax {
namespace {

using testing::Parsed;
using testing::problems;
using testing::show;
using testing::yaml;

TEST(Yaml, TemplateWithShortFormFunctions) {
  const Parsed parsed = yaml(R"(
AWSTemplateFormatVersion: 2010-09-09
Resources:
  Topic:
    Type: AWS::SNS::Topic
    Properties:
      Name: !Sub "${AWS::StackName}-topic"
      Arn: !GetAtt Other.Arn
      Flag: yes
      List: !Join ['', [a, !Ref B]]
)");
  ASSERT_TRUE(parsed.syntax.complete) << problems(parsed);
  EXPECT_EQ(show(parsed.at({"Resources", "Topic", "Properties"})),
            "{\"Name\": !Sub \"${AWS::StackName}-topic\", \"Arn\": !GetAtt \"Other.Arn\", \"Flag\": yes, "
            "\"List\": !Join [\"\", [\"a\", !Ref \"B\"]]}");
  EXPECT_EQ(parsed.at({"AWSTemplateFormatVersion"}).type(), ScalarType::string);
}

TEST(Yaml, QuotedScalarsAreAlwaysText) {
  const Parsed parsed = yaml("[yes, 'yes', \"12\", 12, ~, '~', '']");
  EXPECT_EQ(show(parsed.root()), "[yes, \"yes\", \"12\", 12, ~, \"~\", \"\"]");
  EXPECT_EQ(parsed.root().item(0).as_boolean(), true);
  EXPECT_EQ(parsed.root().item(1).as_boolean(), std::nullopt);
}

TEST(Yaml, TagsOfYamlItselfSetTheTypeAndOthersAreKept) {
  const Parsed parsed = yaml(
      "[!!str yes, !!int \"12\", !!bool 'no', !!int twelve, !!null '', ! 12, !!binary aGk=, !Custom 12, "
      "!<tag:example.org,2026:x> y]");
  ASSERT_TRUE(parsed.syntax.complete) << problems(parsed);
  EXPECT_EQ(show(parsed.root()),
            "[\"yes\", 12, no, \"twelve\", , \"12\", !!binary \"aGk=\", !Custom \"12\", "
            "tag:example.org,2026:x \"y\"]");
  EXPECT_EQ(parsed.root().item(4).type(), ScalarType::null);
}

TEST(Yaml, TagsOnCollections) {
  const Parsed parsed = yaml("a: !If\n  - C\n  - !Map\n    x: 1\n  - !!map {}\nb: !Empty []\n");
  EXPECT_EQ(show(parsed.root()), "{\"a\": !If [\"C\", !Map {\"x\": 1}, {}], \"b\": !Empty []}");
  EXPECT_EQ(parsed.source(parsed.at({"a"}).item(1)), "x: 1");
}

TEST(Yaml, TagWithNothingBehindItIsAnEmptyScalar) {
  const Parsed parsed = yaml("a: !Ref\n\"\": x\nb: !Ref\nc: !Ref\n");
  ASSERT_TRUE(parsed.syntax.complete) << problems(parsed);
  EXPECT_EQ(parsed.at({"b"}).tag(), "!Ref");
  EXPECT_EQ(parsed.at({"b"}).style(), ScalarStyle::empty);
  EXPECT_EQ(parsed.at({"b"}).source_offset(0), parsed.at({"b"}).span().begin);
  EXPECT_EQ(parsed.location(parsed.at({"b"}).span()), (source::Location{3, 8}));
}

TEST(Yaml, MissingValuesAreNullWhereTheyWouldStand) {
  const Parsed parsed = yaml("a:\nb: # note\n  - \n  - x\n  -\nnull: y\n'~':\nc: {d: , e}\n");
  ASSERT_TRUE(parsed.syntax.complete) << problems(parsed);
  EXPECT_EQ(show(parsed.root()),
            "{\"a\": , \"b\": [, \"x\", ], null: \"y\", \"~\": , \"c\": {\"d\": , \"e\": }}");
  EXPECT_EQ(parsed.location(parsed.at({"a"}).span()), (source::Location{1, 3}));
  EXPECT_EQ(parsed.location(parsed.at({"b"}).item(0).span()), (source::Location{3, 4}));
  EXPECT_EQ(parsed.location(parsed.at({"b"}).item(2).span()), (source::Location{5, 4}));
  EXPECT_EQ(parsed.location(parsed.at({"c", "d"}).span()), (source::Location{8, 7}));
  EXPECT_EQ(parsed.at({"a"}).type(), ScalarType::null);
  EXPECT_EQ(parsed.at({"a"}).style(), ScalarStyle::empty);
}

TEST(Yaml, EmptyValueInFrontOfTheKeyNullIsNotThatWord) {
  const Parsed parsed = yaml("a:\nnull: b\nc: null\n? null\n");
  EXPECT_EQ(show(parsed.root()), "{\"a\": , null: \"b\", \"c\": null, null: }");
  EXPECT_EQ(parsed.location(parsed.at({"a"}).span()), (source::Location{1, 3}));
  EXPECT_EQ(parsed.source(parsed.at({"c"})), "null");
}

TEST(Yaml, DuplicateKeysAreKeptAndNoticed) {
  const Parsed parsed = yaml("a:\n  Effect: Deny\n  'Effect': Allow\nb: 1\n");
  EXPECT_TRUE(parsed.syntax.complete);
  EXPECT_EQ(parsed.at({"a"}).size(), 2U);
  EXPECT_EQ(problems(parsed), "3:3 the key `Effect` stands a second time in this mapping, first on line 2\n");
}

TEST(Yaml, MergeKeysStayPlainMembers) {
  const Parsed parsed = yaml("base: &b {x: 1}\nuse:\n  <<: *b\n  y: 2\n");
  EXPECT_EQ(show(parsed.at({"use"})), "{\"<<\": {\"x\": 1}, \"y\": 2}");
  EXPECT_EQ(parsed.at({"use", "<<"}).id(), parsed.at({"base"}).id());
}

TEST(Yaml, EveryDocumentOfAFile) {
  const Parsed parsed = yaml("---\na: 1\n---\n- b\n...\n# note\n---\nc\n");
  ASSERT_TRUE(parsed.syntax.complete) << problems(parsed);
  ASSERT_EQ(parsed.syntax.tree.documents(), 3U);
  EXPECT_EQ(show(parsed.root(0)), "{\"a\": 1}");
  EXPECT_EQ(show(parsed.root(1)), "[\"b\"]");
  EXPECT_EQ(show(parsed.root(2)), "\"c\"");
}

TEST(Yaml, AnchorsBelongToOneDocument) {
  EXPECT_TRUE(yaml("- &a 1\n- *a\n---\n- &a 2\n- *a\n").syntax.complete);
  const Parsed parsed = yaml("- &a 1\n---\n- *a\n");
  EXPECT_FALSE(parsed.syntax.complete);
  EXPECT_EQ(parsed.syntax.tree.documents(), 1U);
  EXPECT_EQ(problems(parsed), "3:3 this alias names no anchor above it\n");
}

TEST(Yaml, CollectionsEndWhereTheirLastPartEnds) {
  const Parsed parsed = yaml(
      "block:   # note\n  a: 1\n  b:\n  - x\n  - |\n    text\n\n# note\n\nflow: { c : [1, 2 , ], # note ]\n  "
      "d: e\n "
      " } # end\nlast: *none\n");
  EXPECT_FALSE(parsed.syntax.complete);  // the alias; everything above it is only there to be overrun
  const Parsed whole = yaml(
      "block:   # note\n  a: 1\n  b:\n  - x\n  - |\n    text\n\n# note\n\nflow: { c : [1, 2 , ], # note ]\n  "
      "d: e\n "
      " } # end\n");
  ASSERT_TRUE(whole.syntax.complete) << problems(whole);
  EXPECT_EQ(whole.source(whole.at({"block"})), "a: 1\n  b:\n  - x\n  - |\n    text");
  EXPECT_EQ(whole.source(whole.at({"block", "b"})), "- x\n  - |\n    text");
  EXPECT_EQ(whole.source(whole.at({"flow"})), "{ c : [1, 2 , ], # note ]\n  d: e\n  }");
  EXPECT_EQ(whole.source(whole.at({"flow", "c"})), "[1, 2 , ]");
}

TEST(Yaml, AliasAtTheEndOfACollectionIsPartOfIt) {
  const Parsed parsed = yaml("a: &x 1\nb: [*x, *x ]\nc:\n  d: *x\ne: 2\n");
  EXPECT_EQ(parsed.source(parsed.at({"b"})), "[*x, *x ]");
  EXPECT_EQ(parsed.source(parsed.at({"c"})), "d: *x");
}

TEST(Yaml, PropertiesAreNoPartOfTheSpan) {
  const Parsed parsed = yaml("a: !T &x value\nb: &y !T [1]\nc: &z\n  k: v\nd: !T\n  !K k: v\n");
  ASSERT_TRUE(parsed.syntax.complete) << problems(parsed);
  EXPECT_EQ(parsed.source(parsed.at({"a"})), "value");
  EXPECT_EQ(parsed.source(parsed.at({"b"})), "[1]");
  EXPECT_EQ(parsed.source(parsed.at({"c"})), "k: v");
  EXPECT_EQ(parsed.source(parsed.at({"d"})), "!K k: v");
  EXPECT_EQ(parsed.at({"d"}).member(0).key.tag(), "!K");
}

TEST(Yaml, SinglePairsInsideFlowSequences) {
  const Parsed parsed = yaml("[a: b, {c: d}: e, [f]: g, ? h : i, {j: k}, {}]");
  ASSERT_TRUE(parsed.syntax.complete) << problems(parsed);
  EXPECT_EQ(
      show(parsed.root()),
      "[{\"a\": \"b\"}, {{\"c\": \"d\"}: \"e\"}, {[\"f\"]: \"g\"}, {\"h\": \"i\"}, {\"j\": \"k\"}, {}]");
  EXPECT_EQ(parsed.source(parsed.root().item(1)), "{c: d}: e");
  EXPECT_EQ(parsed.source(parsed.root().item(1).item(0)), "{c: d}");
}

TEST(Yaml, QuotedTextMadeOnlyOfLineBreaks) {
  // yaml-cpp 0.7 loses them; templates join lines with such a delimiter.
  const Parsed parsed = yaml("a: '\n\n  '\nb: \"\n\n\n  \"\nc: '\n  '\n");
  ASSERT_TRUE(parsed.syntax.complete) << problems(parsed);
  EXPECT_EQ(parsed.at({"a"}).text(), "\n");
  EXPECT_EQ(parsed.at({"b"}).text(), "\n\n");
  EXPECT_EQ(parsed.at({"c"}).text(), " ");
}

TEST(Yaml, JsonIsReadAsFlowCollections) {
  const Parsed parsed = yaml("{\"a\":[1,true,null,\"x\\/y\"],\n\t\"b\": {\"c\":\"d\"}}\n");
  ASSERT_TRUE(parsed.syntax.complete) << problems(parsed);
  EXPECT_EQ(show(parsed.root()), "{\"a\": [1, true, null, \"x/y\"], \"b\": {\"c\": \"d\"}}");
}

// --- Scalars under a tag whose text is not indented further than the tag --------------------------------

TEST(YamlTaggedScalar, BlockTextAtTheColumnOfItsTag) {
  const Parsed parsed =
      yaml("a:\n  - !Sub |\n    one ${X}\n    two\n  - !Sub >-\n    three\n    four\n  - last\nb: !Ref C\n");
  ASSERT_TRUE(parsed.syntax.complete) << problems(parsed);
  EXPECT_EQ(show(parsed.root()),
            "{\"a\": [!Sub \"one ${X}\ntwo\n\", !Sub \"three four\", \"last\"], \"b\": !Ref \"C\"}");
  const SyntaxNode text = parsed.at({"a"}).item(0);
  EXPECT_EQ(parsed.source(text.text_span(4, 8)), "${X}");
  EXPECT_EQ(parsed.location(text.text_span(4, 8)), (source::Location{3, 9}));
}

TEST(YamlTaggedScalar, PlainTextOfSeveralLinesAtTheColumnOfItsTag) {
  const Parsed parsed = yaml("- !Sub arn:${A}\n  and more\n- !Ref B\n");
  ASSERT_TRUE(parsed.syntax.complete) << problems(parsed);
  EXPECT_EQ(show(parsed.root()), "[!Sub \"arn:${A} and more\", !Ref \"B\"]");
}

TEST(YamlTaggedScalar, NestedListsAndSeveralPlaces) {
  std::string text = "a:\n";
  std::string expected = "{\"a\": [";
  for (int i = 0; i < 200; ++i) {
    text += "  - - !Sub |\n      text\n";
    expected += i == 0 ? "[!Sub \"text\n\"]" : ", [!Sub \"text\n\"]";
  }
  const Parsed parsed = yaml(text);
  ASSERT_TRUE(parsed.syntax.complete) << problems(parsed);
  EXPECT_EQ(show(parsed.root()), expected + "]}");
}

TEST(YamlTaggedScalar, TagOfYamlItself) {
  const Parsed parsed = yaml("- !!str |\n  12\n- !!str 1\n  2\n");
  ASSERT_TRUE(parsed.syntax.complete) << problems(parsed);
  EXPECT_EQ(show(parsed.root()), "[\"12\n\", \"1 2\"]");
}

TEST(YamlTaggedScalar, TextThatLooksLikeACommentIsNotLost) {
  const Parsed parsed =
      yaml("a:\n  - !Sub |\n    # one\n\n    # two\n  - !Sub |\n  # a comment\n  - !Sub ''\nb: c\n");
  ASSERT_TRUE(parsed.syntax.complete) << problems(parsed);
  EXPECT_EQ(show(parsed.root()), "{\"a\": [!Sub \"# one\n\n# two\n\", !Sub \"\", !Sub \"\"], \"b\": \"c\"}");
}

TEST(YamlTaggedScalar, AnchorInFrontIsKept) {
  const Parsed parsed = yaml("- &text |\n  block\n- !Sub &more |\n  block\n- *text\n- [*more, *text]\n");
  ASSERT_TRUE(parsed.syntax.complete) << problems(parsed);
  EXPECT_EQ(show(parsed.root()),
            "[\"block\n\", !Sub \"block\n\", \"block\n\", [!Sub \"block\n\", \"block\n\"]]");
  EXPECT_EQ(parsed.root().item(2).id(), parsed.root().item(0).id());
}

TEST(YamlTaggedScalar, LookalikesInsideOtherTextStayAsTheyAre) {
  const Parsed parsed = yaml("- !Sub |\n  real\n- |\n  doc:\n  - !Sub |\n    shown\n- !Sub |\n  real\n");
  ASSERT_TRUE(parsed.syntax.complete) << problems(parsed);
  EXPECT_EQ(show(parsed.root()), "[!Sub \"real\n\", \"doc:\n- !Sub |\n  shown\n\", !Sub \"real\n\"]");
}

TEST(YamlTaggedScalar, AnErrorBehindSuchAPlaceIsReportedAtItsOwnPlace) {
  const Parsed parsed = yaml("- !Sub |\n  fine\n- [1, 2\n- x\n");
  EXPECT_FALSE(parsed.syntax.complete);
  ASSERT_EQ(parsed.syntax.problems.size(), 1U);
  EXPECT_GE(parsed.location(parsed.syntax.problems[0].span).line, 3U) << problems(parsed);
}

}  // namespace
}  // namespace rootproof::syntax
