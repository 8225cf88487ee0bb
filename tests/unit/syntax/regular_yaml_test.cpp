#include "parsers/syntax/regular_yaml.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>

#include "tests/fuzz/syntax_invariants.h"
#include "tests/unit/syntax/syntax_test_support.h"

namespace rootproof::syntax {
namespace {

using testing::parse_with;
using testing::Parsed;
using testing::show;

/// What the reader made of the text; an empty one where it gave up.
std::string read(std::string_view text) {
  const source::SourceFile file(source::FileId{0}, "file.yaml", text);
  const std::optional<ParsedSyntax> parsed = read_regular_yaml(file);
  return parsed ? show(parsed->tree.document(0)) : "";
}

/// The reader takes the text, and yaml-cpp makes the same of it.
void expect_regular(std::string_view text) {
  const source::SourceFile file(source::FileId{0}, "file.yaml", text);
  const std::optional<ParsedSyntax> parsed = read_regular_yaml(file);
  ASSERT_TRUE(parsed) << text;
  EXPECT_TRUE(fuzz::same(*parsed, read_any_yaml(file))) << text << "\n" << show(parsed->tree.document(0));
}

TEST(RegularYaml, TakesWhatTemplatesAreMadeOf) {
  for (const std::string_view text : {
           "a: b\n",
           "a: b",
           "# note\n---\na: b # note\n\n  # note\nc: 'd'\n",
           "a:\n  b: 1\n  c:\nd:\n",
           "a:\n- b\n- c: d\n  e: f\n-\n- - g\n  - h\ni:\n  - j\n",
           "- a\n-\n  b: c\n-\n  - d\n",
           "a: !Ref B\nc: !Sub '${D}'\ne: !If\n  - F\n  - !GetAtt G.H\n  - !Ref AWS::NoValue\n",
           "a: !If\n- b\n- c\n",
           "Fn::Base64:\n  !Sub |\n    text\nb:\n  !Join\n    - ''\n    - [a, b]\n",
           "- !Transform\n  Name: x\n- !If [a, !Ref b, {c: d}]\n",
           "a: [b, 'c', \"d\", !Ref e, [f], {g: h, \"i\": !Sub 'j'}, []]\nk: {}\n",
           "a: [\n  b, # note\n  c\n  , d\n]\ne: {\n  f: g,\n  h: i\n}\n",
           "{a: b,\n c: [d]}\n",
           "a: |\n  b\n\n   c  \n  d\n\ne: |-\n  f\ng: >\n  h\n  i\n\n  j\nk: >-\n  l\n",
           "a: |\n    #!/bin/sh\n    b\n  # note\nc: d\n",
           "- !Sub |\n  b\n- c\n",
           "a: |\n\n  b\n",
           "a: |\n  \tb\n",
           "'a': \"b\\\"\\n\\t\\\\/\"\n\"c\": 'd''e'\n",
           "a: yes\nb: ~\nc: null\nd: 012\ne: 1.5\nf: 2012-10-17\ng: !Ref null\n",
           "a: arn:aws:iam::111122223333:root\nb: http://c/d#e\nf: -1\ng: -h\ni: x y  # z\nAWS::S3: j\n",
           "a: b\n  c  \n\n\n  - d # note\ne:\n  f\n\n  g\nh:\n  'i'\n",
           "- a\n  b\n- c\n\n d\n",
           "a: 'b\n  c'\nd: \"e\\\n  f \n\n g\"\nh: ['i\n  j']\n",
           "a : b\n\"c\" : d\n'e'  : [f]\n",
           "a: |+\n  b\n\n \nc:\n  |\n  d\ne: | # note\n  f\n     \n  g\n      \n",
           "a: |\n  b",
           "a: >-\n  b\n\n  c",
           "a: !GetAZs\nb:\n  - !GetAZs\n  - c\n",
           "a: >\n  b\n   c\n  d\n\n    e\n\n\n  f\n  g\nh: >-\n  {\n    i\n  }\n\n",
           "a: |\n \n\n  b\n",
           "a: '\n\n  '\n",
           "a: :b\nc: ::/0\nd: !Rain::Embed e\n",
           "a: [b, ]\nc: {d: e,}\n",
           "a: {\"b\":c, \"d\": \n  e, \"f\":[1]}\n",
           "a:\n  b:\nNULL and void: c\n",
           "a: b\nc:\n  d: 1\n  d: 2\na: c\n",
           "a: b\r\nc: 'd\r\n  e'\r\nf: |\r\n  g\r\n\r\n  h\r\n# note\r\ni: [j,\r\n  k]\r\nl: m\r\n  n\r\n",
           "a: >-\r\n  b\r\n  c\r\nd:\r\ne: !Ref\r\n- f: 1\r\n  f: 2",
           "a: b\nc: d\r\ne: |\n  f\r\n  g\n",
           "a: [b: c, \"d\":e, 'f' : [g], {h: i}, j: {k: l}]\n",
           "a: [!GetAZs , !GetAZs ]\nb: {c: !GetAZs }\n",
           "a: [b\n  c d,\n\n  e\n  ]\n",
           "a: !Sub\n  'b\n  c'\nd: !Sub\n  e ${F}\ng: !Sub h\n  i\n",
           "a: \"b\\r\\ c\"\n",
           "a: \xE2\x82\xAC\n\xC3\xA9: '\xC3\xA9'\n",
       })
    expect_regular(text);
}

TEST(RegularYaml, GivesUpOnWhatItDoesNotKnow) {
  for (const std::string_view text : {
           "",
           "# note\n",
           "a\n",
           "--- a\n",
           "a: b\n---\nc: d\n",
           "a: b\n...\n",
           "%YAML 1.1\n---\na: b\n",
           "a: &b c\nd: *b\n",
           "a: \"\\x41\"\n",
           "a:\tb\n",
           "a: b\rc: d\r",
           "a: [b: c: d]\n",
           "a: [!b c: d]\n",
           "a: [[b]: c]\n",
           "a: [b: ]\n",
           "a: [b\nc]\n",
           "a: [b\n # c\n d]\n",
           "a: [b\n  c: d]\n",
           "\ta: b\n",
           "? a\n: b\n",
           "[a]: b\n",
           "a: b: c\n",
           "a: - b\n",
           "a: |2\n  b\n",
           "a: |\nb: c\n",
           "a: >+\n  b\n",
           "a: >\n  b\n  ",
           "a: |\n     \n  b\n",
           "a: !Ref\n\"\": c\n",
           "a: 'b\n...\n'\n",
           "'a\n b': c\n",
           "a: !b '\n\n'\n",
           "a: b\n  c: d\n",
           "a:\n  b\n   c: d\n",
           "a:\nnull: b\n",
           "a: {\"b\" :c}\n",
           "a: >\n  b\n    \n  c\n",
           "a: !!str b\n",
           "a: !b !c d\n",
           "- a\nb: c\n",
           "a: b\n- c\n",
           "a:\n    b: c\n  d: e\n",
           "a: b\n c: d\n",
           "a: [b, c",
           "a: [b,, c]\n",
           "a: {b, c: d}\n",
           "a: {b:c}\n",
           "a: [b]c\n",
           "a: [b,#c\n d]\n",
           "a: [\n- b]\n",
           "a: 'b'c\n",
           "a: @b\n",
           "a: `b\n",
           "a: %b\n",
           "a: 'b\n",
           "a: \x04\n",
       })
    EXPECT_EQ(read(text), "") << text;
}

TEST(RegularYaml, LimitsAreLeftToTheOtherReader) {
  EXPECT_EQ(read("a: " + std::string(500, '[') + std::string(500, ']') + "\n"), "");
  EXPECT_EQ(read(std::string(2000, 'k') + ": b\n"), "");
  EXPECT_EQ(read("a: {k" + std::string(1100, ' ') + ": b}\n"), "");
  EXPECT_EQ(read("k" + std::string(1100, ' ') + ": b\n"), "");
}

TEST(RegularYaml, AgreesWithYamlCppOnAllFilesOfTheProject) {
  std::size_t taken = 0;
  for (const auto& entry :
       std::filesystem::recursive_directory_iterator(std::string(ROOTPROOF_SOURCE_DIR) + "/testdata")) {
    const std::filesystem::path extension = entry.path().extension();
    if (extension != ".yaml" && extension != ".yml" && extension != ".json" && extension != ".template")
      continue;
    std::ifstream stream(entry.path(), std::ios::binary);
    const std::string bytes{std::istreambuf_iterator<char>(stream), {}};
    const source::SourceFile file(source::FileId{0}, "file.yaml", bytes);
    const std::optional<ParsedSyntax> regular = read_regular_yaml(file);
    if (!regular) continue;
    ++taken;
    EXPECT_TRUE(fuzz::same(*regular, read_any_yaml(file))) << entry.path();
  }
  EXPECT_GT(taken, 300U);
}

}  // namespace
}  // namespace rootproof::syntax
