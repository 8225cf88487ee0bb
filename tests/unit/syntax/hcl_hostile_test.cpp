#include <gtest/gtest.h>

#include <chrono>
#include <random>

#include "parsers/source/limits.h"
#include "tests/unit/syntax/hcl_test_support.h"

namespace rootproof::hcl::testing {
namespace {

std::string repeated(std::string_view text, std::size_t count) {
  std::string result;
  result.reserve(text.size() * count);
  for (std::size_t i = 0; i < count; ++i) result += text;
  return result;
}

void expect_sound(const Parsed& parsed, const Body& body) {
  for (const Attribute& attribute : body.attributes) {
    ASSERT_LT(attribute.value, parsed.file.expressions.size());
    EXPECT_EQ(attribute.span.end, parsed.file.expression(attribute.value).end);
  }
  for (const Block& block : body.blocks) {
    EXPECT_EQ(parsed.text(block.body.span).front(), '{');
    expect_sound(parsed, block.body);
  }
}

/// Everything in the file lies inside the text and refers to what exists.
void expect_sound(const Parsed& parsed) {
  expect_sound(parsed, parsed.file.body);
  const std::uint32_t size = parsed.source.whole().end;
  for (const source::Problem& problem : parsed.file.problems) {
    EXPECT_LE(problem.span.begin, problem.span.end);
    EXPECT_LE(problem.span.end, size);
    EXPECT_FALSE(problem.message.empty());
  }
  for (std::size_t i = 0; i < parsed.file.expressions.size(); ++i) {
    const Expression& node = parsed.file.expressions[i];
    ASSERT_LE(node.begin, node.end);
    ASSERT_LE(node.end, size);
    for (const ExpressionId child : parsed.file.children(node)) ASSERT_LT(child, i);
    if (node.verbatim) {
      ASSERT_EQ(node.text, parsed.source.text().substr(node.begin, node.end - node.begin));
    }
  }
}

/// Reads the text with recovery: it must end soon and say that something is wrong.
void expect_refused(const std::string& text, const std::string& path = "main.tf") {
  const auto begin = std::chrono::steady_clock::now();
  const Parsed parsed(text, &parse, path);
  const std::chrono::duration<double> taken = std::chrono::steady_clock::now() - begin;
  EXPECT_FALSE(parsed.ok());
  EXPECT_LE(parsed.file.problems.size(), 2 * limits::kErrorsPerFile + 1);
  EXPECT_LT(taken.count(), 10.0);  // far above what is measured, also with sanitizers
  expect_sound(parsed);
}

TEST(HclHostile, DeepNesting) {
  for (const char* open :
       {"(", "[", "{a=", "\"${", "f(", "a[", "-", "!", "a?", "a?b:", "[for x in ", "a[*]", "<<A\n${"}) {
    expect_refused("a = " + repeated(open, 20'000));
  }
  expect_refused("a = " + repeated("(", 100'000) + "1" + repeated(")", 100'000) + "\n");
  expect_refused("a = \"" + repeated("${\"", 20'000) + repeated("\"}", 20'000) + "\"\n");
  expect_refused("a = \"" + repeated("%{ if x }", 20'000) + repeated("%{ endif }", 20'000) + "\"\n");
  expect_refused(repeated("a {\n", 20'000));
  expect_refused(repeated("a {\n", 20'000) + repeated("}\n", 20'000));
}

TEST(HclHostile, LongChainsAreRefusedBecauseTheirTreesAreDeep) {
  expect_refused("a = 1" + repeated(" + 1", 100'000) + "\n");
  expect_refused("a = b" + repeated(".c", 100'000) + "\n");
  expect_refused("a = b" + repeated("[0]", 100'000) + "\n");
  expect_refused("a = b.*" + repeated(".c", 100'000) + "\n");
}

TEST(HclHostile, OrdinaryDepthIsAccepted) {
  EXPECT_TRUE(Parsed("a = " + repeated("[", 300) + repeated("]", 300) + "\n").ok());
  EXPECT_TRUE(Parsed("a = 1" + repeated(" + 1", 900) + "\n").ok());
  EXPECT_TRUE(Parsed(repeated("a {\n", 300) + repeated("}\n", 300)).ok());
}

TEST(HclHostile, ManyErrors) {
  std::string arguments;
  for (int i = 0; i < 20'000; ++i) arguments += "a" + std::to_string(i) + " = \n";
  expect_refused(arguments);
  expect_refused(arguments, "x.tfvars");
  expect_refused(repeated("a {\n b = <<EOT\n", 20'000));
  std::string markers;
  for (int i = 0; i < 20'000; ++i) markers += "a {\n b = <<E" + std::to_string(i) + "\n";
  expect_refused(markers);
  expect_refused(repeated("a {\n/*\n", 20'000));
  expect_refused(repeated("a {\n b = [\n", 20'000));
  expect_refused(repeated("a \"\n", 20'000));
  expect_refused(repeated("}\n", 20'000));
}

TEST(HclHostile, LargeValues) {
  EXPECT_TRUE(Parsed("a = <<EOT\n" + repeated("some text of a line\n", 200'000) + "EOT\n").ok());
  EXPECT_TRUE(Parsed("a = \"" + repeated("x", 4'000'000) + "\"\n").ok());
  EXPECT_TRUE(Parsed("a = [" + repeated("\"item\",\n", 60'000) + "]\n").ok());
  EXPECT_TRUE(Parsed("a = {\n" + repeated("k = 1\n", 60'000) + "}\n").ok());
  EXPECT_TRUE(Parsed("a = \"" + repeated("$", 1'000'000) + "\"\n").ok());
  EXPECT_TRUE(Parsed("a = <<EOT\n" + repeated(" \t\u00a0\n", 200'000) + "EOT\n").ok());
}

TEST(HclHostile, FileOverTheLimitIsNotRead) {
  const Parsed parsed(repeated("# comment\n", limits::kTerraformFileBytes / 10 + 1), &parse);
  ASSERT_EQ(parsed.file.problems.size(), 1U);
  EXPECT_EQ(parsed.file.problems[0].kind, source::ProblemKind::limit);
}

TEST(HclHostile, Garbage) {
  std::mt19937 random(20231123);
  constexpr std::string_view kTokens[] = {"\"",  "${", "%{",    "}",  "{", "(",   ")",    "[",    "]",
                                          "\n",  "~}", "<<E\n", "E",  "a", "1",   ".",    "*",    "=",
                                          "=>",  "::", "?",     ":",  ",", "...", "-",    "for ", "in ",
                                          "if ", "/*", "#",     "\\", "$", "é",   "\r\n", "endif"};
  for (int round = 0; round < 3000; ++round) {
    std::string text;
    const std::size_t size = random() % 60;
    for (std::size_t i = 0; i < size; ++i) text += kTokens[random() % std::size(kTokens)];
    expect_sound(Parsed(text, &parse));
    expect_sound(Parsed(text, &parse_template));
    expect_sound(Parsed(text, &parse_expression));
  }
  std::string bytes;
  for (int i = 0; i < 300'000; ++i) bytes += static_cast<char>(32 + random() % 95);
  expect_refused(bytes);
}

TEST(HclHostile, SampleCutOffAtEveryByte) {
  std::string sample = read_file(ROOTPROOF_SOURCE_DIR "/testdata/syntax/hcl/accepted/heredocs.tf") +
                       read_file(ROOTPROOF_SOURCE_DIR "/testdata/syntax/hcl/accepted/heredoc_templates.tf") +
                       read_file(ROOTPROOF_SOURCE_DIR "/testdata/syntax/hcl/accepted/policy.tf");
  for (std::size_t size = 0; size < sample.size(); ++size) {
    expect_sound(Parsed(std::string_view(sample).substr(0, size), &parse));
  }
}

}  // namespace
}  // namespace rootproof::hcl::testing
