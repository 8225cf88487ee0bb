#include <gtest/gtest.h>

#include "tests/unit/syntax/hcl_test_support.h"

namespace rootproof::hcl::testing {
namespace {

/// The value of `x = …` with interpolations replaced.
std::string value(std::string_view text) {
  const Parsed parsed("x = " + std::string(text));
  if (!parsed.ok()) return parsed.problems().front();
  return rendered(parsed.file, parsed.file.body.attribute("x")->value);
}

TEST(HclTemplate, LiteralsAreVerbatimOrOneEscape) {
  EXPECT_EQ(expression(R"("a\nb\u00e9\"")"), "\"'a'<\n>'b'<é><\">\"");
  EXPECT_EQ(expression(R"("\U0001F600")"), "\"<😀>\"");
}

TEST(HclTemplate, EscapedSequencesAreLiteral) {
  EXPECT_EQ(expression("\"$${a} %%{b}\""), "\"<${>'a} '<%{>'b}'\"");
  EXPECT_EQ(expression("\"$ $$ 100%\""), "\"'$ $$ 100%'\"");
}

TEST(HclTemplate, LastTwoOfALongerRunAreTheEscape) {
  EXPECT_EQ(expression("\"$$${1}\""), "\"'$'<${>'1}'\"");
  EXPECT_EQ(expression("\"$$$${1}\""), "\"'$$'<${>'1}'\"");
  EXPECT_EQ(expression("\"%%%{1}\""), "\"'%'<%{>'1}'\"");
}

TEST(HclTemplate, OneInterpolationAloneStandsAlone) { EXPECT_EQ(expression("\"${a}\""), "\"${a}\""); }

TEST(HclTemplate, TrimmedLiteralStillMakesText) {
  EXPECT_EQ(expression("\"${a ~} \""), "\"${a}''\"");
  EXPECT_EQ(expression("\"%{ if a }${b}%{ endif }\""), "\"%if(a, \"${b}''\")\"");
}

TEST(HclTemplate, EmptyTemplateHasNoPieces) { EXPECT_EQ(expression("\"\""), "\"\""); }

TEST(HclTemplate, TrimMarkersTakeDecodedWhiteSpaceToo) {
  EXPECT_EQ(expression(R"("a \n${~ b ~}\t\u00a0 c")"), "\"'a'${b}'c'\"");
}

TEST(HclTemplate, Directives) {
  EXPECT_EQ(expression("\"%{ if a }b%{ else }c%{ endif }\""), "\"%if(a, \"'b'\", \"'c'\")\"");
  EXPECT_EQ(expression("\"%{ for k, v in a }%{ if v }${k}-%{ endif }%{ endfor }\""),
            "\"%for(k, v in a, \"%if(v, \"${k}'-'\")\")\"");
}

TEST(HclTemplate, LinesOfAHeredocAreOneLiteral) {
  EXPECT_EQ(expression("<<EOT\n  a\n\n b\n EOT\n"), "heredoc('  a\n\n b\n')");
}

TEST(HclTemplate, HeredocKeepsBackslashes) {
  EXPECT_EQ(expression("<<EOT\na\\n \\\" \\\\ $${x} %%{y} $x\nEOT\n"),
            "heredoc('a\\n \\\" \\\\ '<${>'x} '<%{>'y} $x\n')");
}

TEST(HclTemplate, FlushRemovesTheLeastIndentation) {
  EXPECT_EQ(value("<<-EOT\n    x\n      y\n  EOT\n"), "x\n  y\n");
  EXPECT_EQ(value("<<EOT\n    x\n  EOT\n"), "    x\n");
}

TEST(HclTemplate, FlushIgnoresBlankLines) {
  EXPECT_EQ(value("<<-EOT\n      x\n\n    y\n  EOT\n"), "  x\n\ny\n");
  EXPECT_EQ(value("<<-EOT\n    x\n   \n    y\n    EOT\n"), "x\n   \ny\n");
  EXPECT_EQ(value("<<-EOT\n    x\n  \n  EOT\n"), "x\n  \n");
}

TEST(HclTemplate, FlushCountsTheBlanksBeforeAnInterpolation) {
  EXPECT_EQ(value("<<-EOT\n    ${v}\n      y\n  EOT\n"), "V\n  y\n");
  EXPECT_EQ(value("<<-EOT\n  ${v}\n      y\n  EOT\n"), "V\n    y\n");
  EXPECT_EQ(value("<<-EOT\n${v}\n      y\n  EOT\n"), "V\n      y\n");
}

TEST(HclTemplate, FlushCountsCharactersNotBytes) {
  EXPECT_EQ(value("<<-EOT\n\t\tx\n\ty\n  EOT\n"), "\tx\ny\n");
  EXPECT_EQ(value("<<-EOT\n \u00a0x\n   y\nEOT\n"), "x\n y\n");
}

// Trimming comes before the flush rule: a line whose break was trimmed away is no longer a line, and the one
// behind it keeps its indentation.
TEST(HclTemplate, LineBehindATrimmedDirectiveKeepsItsIndentation) {
  EXPECT_EQ(
      value("<<-EOT\n    %{ if true ~}\n    yes\n    %{ else ~}\n    no\n    %{ endif ~}\n    end\n  EOT\n"),
      "    yes\n    end\n");
  EXPECT_EQ(value("<<-EOT\n    [\n    %{ for i in [1,2] ~}\n      ${i},\n    %{ endfor ~}\n    ]\n  EOT\n"),
            "[\n      1,\n      2,\n    ]\n");
  EXPECT_EQ(value("<<-EOT\n    x${~ v ~}\n    y\n  EOT\n"), "xV    y\n");
}

TEST(HclTemplate, DirectivesWithoutTrimMarkersLeaveTheirLineBreaks) {
  EXPECT_EQ(value("<<-EOT\n    %{ for i in [1,2] }\n    ${i}\n    %{ endfor }\n  EOT\n"), "\n1\n\n2\n\n");
}

TEST(HclTemplate, EmptyHeredocs) {
  EXPECT_EQ(value("<<EOT\nEOT\n"), "");
  EXPECT_EQ(value("<<EOT\n\nEOT\n"), "\n");
}

TEST(HclTemplate, HeredocKeepsCarriageReturns) {
  EXPECT_EQ(value("<<EOT\r\na\r\nb\r\nEOT\r\n"), "a\r\nb\r\n");
}

TEST(HclTemplate, HeredocsNestAndStandInLists) {
  EXPECT_EQ(expression("[<<A\nx\nA\n, <<B\ny\nB\n]"), "[heredoc('x\n'), heredoc('y\n')]");
  EXPECT_EQ(expression("<<A\n${<<B\nx\nB\n}\nA\n"), "heredoc(${heredoc('x\n')}'\n')");
  EXPECT_EQ(expression("\"${<<-A\n  q\n  A\n}\""), "\"${heredoc('q\n')}\"");
}

TEST(HclTemplate, LineThatContinuesASequenceDoesNotCloseTheHeredoc) {
  EXPECT_EQ(expression("<<EOT\n${x}EOT\nEOT\n"), "heredoc(${x}'EOT\n')");
}

TEST(HclTemplate, WholeFileIsATemplate) {
  const Parsed parsed("a \"quote\" \\n\n%{ if x ~}\n  ${y}\n%{ endif }\n$${z}", &parse_template);
  ASSERT_TRUE(parsed.ok());
  const auto root = static_cast<ExpressionId>(parsed.file.expressions.size() - 1);
  EXPECT_EQ(Describe(parsed.file)(root), "\"'a \"quote\" \\n\n'%if(x, \"'  '${y}'\n'\")'\n'<${>'z}'\"");
}

TEST(HclTemplate, CarriageReturnAloneEndsTheTemplatePartOfAFile) {
  const Parsed parsed("${a}\r${b}$${c}", &parse_template);
  ASSERT_TRUE(parsed.ok());
  EXPECT_EQ(Describe(parsed.file)(static_cast<ExpressionId>(parsed.file.expressions.size() - 1)),
            "\"${a}'\r${b}'<${>'c}'\"");
}

TEST(HclTemplate, SpansOfPiecesAreThoseOfTheText) {
  const Parsed parsed("x = <<-EOT\n    a $${b\n    ${c ~}  \n  EOT\n");
  ASSERT_TRUE(parsed.ok());
  const Expression& root = parsed.file.expression(parsed.file.body.attribute("x")->value);
  std::vector<std::string> pieces;
  for (const ExpressionId id : parsed.file.children(root)) {
    pieces.emplace_back(parsed.text(parsed.file.span(parsed.file.expression(id))));
  }
  EXPECT_EQ(pieces, (std::vector<std::string>{"a ", "$${", "b\n", "${c ~}"}));
  EXPECT_EQ(parsed.text(parsed.file.span(root)), "<<-EOT\n    a $${b\n    ${c ~}  \n  EOT");
}

}  // namespace
}  // namespace rootproof::hcl::testing
