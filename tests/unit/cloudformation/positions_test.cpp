// Where every byte of an evaluated text stands in the file.
#include <gtest/gtest.h>

#include "tests/unit/cloudformation/template_fixture.h"

namespace rootproof::cloudformation {
namespace {

using value::Value;

/// Source text behind the first occurrence of `wanted` in the value of property P.
std::string_view source_of(const TestTemplate& scanned, std::string_view wanted) {
  const Value value = scanned.property("P");
  if (!value.is(Value::Kind::string)) return "(no string)";
  std::string text;
  for (const value::StringPiece& piece : value.pieces()) {
    if (const auto* known = std::get_if<value::TextPiece>(&piece)) text += known->text;
  }
  const std::size_t at = text.find(wanted);
  EXPECT_NE(at, std::string::npos) << wanted;
  return scanned.text(value.text_span(at, at + wanted.size()));
}

TEST(Positions, InsideABlockScalarUnderSub) {
  const TestTemplate scanned(R"(Resources:
  R:
    Type: Custom::Test
    Properties:
      P: !Sub |
        {
          "Principal": {"AWS": "arn:aws:iam::${AWS::AccountId}:root"},

          "Action": "s3:*"
        }
)");
  const Value value = scanned.property("P");
  ASSERT_TRUE(value.is_partial());
  EXPECT_EQ(source_of(scanned, "arn:aws:iam::"), "arn:aws:iam::");
  EXPECT_EQ(source_of(scanned, "\"s3:*\""), "\"s3:*\"");
  std::size_t action = 0;
  for (const value::StringPiece& piece : value.pieces()) {
    const auto* text = std::get_if<value::TextPiece>(&piece);
    if (text == nullptr) {
      EXPECT_EQ(scanned.text(std::get<value::Hole>(piece).reason->span), "${AWS::AccountId}");
      continue;
    }
    EXPECT_TRUE(text->verbatim);
    EXPECT_EQ(scanned.text(text->span), text->text);
    const std::size_t at = text->text.find("s3:*");
    if (at != std::string::npos) {
      const source::Span span{text->span.file, text->span.begin + static_cast<std::uint32_t>(at),
                              text->span.end};
      EXPECT_EQ(scanned.location(span), (source::Location{9, 22}));
      ++action;
    }
  }
  EXPECT_EQ(action, 1U);
}

TEST(Positions, AcrossEveryScalarStyle) {
  EXPECT_EQ(source_of(with_property("plain text"), "text"), "text");
  EXPECT_EQ(source_of(with_property("'it''s here'"), "here"), "here");
  EXPECT_EQ(source_of(with_property("'it''s here'"), "'"), "''");
  EXPECT_EQ(source_of(with_property(R"("a\tb\u0041c")"), "c"), "c");
  EXPECT_EQ(source_of(with_property(R"("a\tb\u0041c")"), "A"), "\\u0041");
  EXPECT_EQ(source_of(with_property("!Sub \"a\\\"${!x}b\""), "b"), "b");
  EXPECT_EQ(source_of(with_property(">-\n        one\n        two"), "two"), "two");
  EXPECT_EQ(source_of(with_property("|\n        one\n          two"), "two"), "two");
  EXPECT_EQ(source_of(with_property("plain\n        folded"), "folded"), "folded");
}

TEST(Positions, OfCrlfFiles) {
  const TestTemplate scanned(
      "Resources:\r\n  R:\r\n    Type: Custom::Test\r\n    Properties:\r\n      P: |\r\n"
      "        one\r\n        two\r\n");
  EXPECT_EQ(source_of(scanned, "two"), "two");
  EXPECT_EQ(scanned.property("P").as_string(), "one\ntwo\n");
}

TEST(Positions, OfJsonTextInJson) {
  const TestTemplate scanned(
      R"({"Resources": {"R": {"Type": "Custom::Test", "Properties": {"P": "{\"Effect\": \"Allow\"}"}}}})");
  EXPECT_EQ(scanned.property("P").as_string(), R"({"Effect": "Allow"})");
  EXPECT_EQ(source_of(scanned, "Allow"), "Allow");
  EXPECT_EQ(source_of(scanned, "\"Allow\""), "\\\"Allow\\\"");
}

TEST(Positions, OfSubstitutedTextAreWhereItComesFrom) {
  const TestTemplate scanned = with_property("!Sub 'arn:aws:iam::${X}:root'",
                                             "Parameters:\n  X: {Type: String, Default: '999988887777'}\n");
  EXPECT_EQ(scanned.property("P").as_string(), "arn:aws:iam::999988887777:root");
  EXPECT_EQ(scanned.location(scanned.property("P").text_span(13, 25)), (source::Location{2, 31}));
  EXPECT_EQ(source_of(scanned, ":root"), ":root");
  const std::vector<value::OriginStep> chain = scanned.property("P").origin().chain();
  ASSERT_EQ(chain.size(), 3U);
  EXPECT_EQ(chain[0].detail, "Fn::Sub");
  EXPECT_EQ(chain[1].detail, "parameter X");
  EXPECT_EQ(chain[2].kind, value::OriginKind::variable_default);
}

TEST(Positions, OfJoinedItems) {
  const TestTemplate scanned = with_property("!Join [':', ['arn:aws:iam:', '999988887777', root]]");
  EXPECT_EQ(source_of(scanned, "999988887777"), "999988887777");
  EXPECT_EQ(source_of(scanned, "root"), "root");
}

TEST(Positions, OfKeysAndResources) {
  const TestTemplate scanned = with_property("{Principal: '*'}");
  EXPECT_EQ(scanned.text(scanned.find("R")->span), "R");
  EXPECT_EQ(scanned.text(scanned.property("P").members().front().key_span), "Principal");
  EXPECT_EQ(scanned.text(scanned.find("R")->body_span).substr(0, 11), "R:\n    Type");
}

TEST(Positions, EveryVerbatimPieceIsWhatTheFileSays) {
  const TestTemplate scanned = with_property("!Sub \"a\\nb${X} \\\\ ü${AWS::Region}\\u00fc ''\"",
                                             "Parameters:\n  X: {Type: String, Default: \"q\\\"r\"}\n");
  for (const value::StringPiece& piece : scanned.property("P").pieces()) {
    const auto* text = std::get_if<value::TextPiece>(&piece);
    if (text != nullptr && text->verbatim) {
      EXPECT_EQ(scanned.text(text->span), text->text);
    }
  }
}

}  // namespace
}  // namespace rootproof::cloudformation
