#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "tests/unit/report/sample_report.h"

namespace rootproof::report {
namespace {

using test::span_of;
using test::violation;

/// A report of one violation in one file.
struct OneFinding {
  source::SourceTable sources;
  engine::Report report;

  OneFinding(std::string_view text, std::string_view marked, std::string message = "found")
      : OneFinding(
            text, [&](const source::SourceFile& file) { return span_of(file, marked); }, std::move(message)) {
  }
  template <class Locate>
  requires std::is_invocable_v<Locate, const source::SourceFile&> OneFinding(std::string_view text,
                                                                             Locate locate,
                                                                             std::string message = "found") {
    const source::SourceFile& file = sources.add("a.tf", text);
    report.sources = &sources;
    report.findings.push_back(violation(locate(file), std::move(message)));
    report.files = 1;
  }
  OneFinding(const OneFinding&) = delete;
  OneFinding& operator=(const OneFinding&) = delete;
};

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

/// The line with the source text and the line with the carets.
std::pair<std::string, std::string> snippet(const engine::Report& report) {
  const std::vector<std::string> lines = lines_of(test::text(report));
  return {lines.at(3), lines.at(4)};
}

TEST(Text, CaretsStandUnderTheSpan) {
  const OneFinding one("first\nname = \"root\"\n", "root");
  EXPECT_EQ(snippet(one.report),
            std::pair(std::string("2 | name = \"root\""), std::string("  |         ^^^^")));
}

TEST(Text, PlaceIsFileLineAndColumn) {
  const OneFinding one("ä = \"root\"\n", "root");
  EXPECT_EQ(lines_of(test::text(one.report)).at(1), " --> a.tf:1:6");
}

TEST(Text, TabsTakeFourColumns) {
  const OneFinding one("\tname = \"root\"\n", "root");
  EXPECT_EQ(snippet(one.report),
            std::pair(std::string("1 |     name = \"root\""), std::string("  |             ^^^^")));
}

TEST(Text, WideCharactersTakeTwoColumns) {
  const OneFinding one("監査 = \"監root\"\n", "監root");
  EXPECT_EQ(snippet(one.report).second, "  |         ^^^^^^");
}

TEST(Text, CombiningMarksTakeNoColumn) {
  const OneFinding one("a\u0301a\u0301 = root\n", "root");
  EXPECT_EQ(snippet(one.report).second, "  |      ^^^^");
}

TEST(Text, AnEmptySpanHasOneCaret) {
  const OneFinding one("abc\n", [](const source::SourceFile& file) { return file.span(1, 1); });
  EXPECT_EQ(snippet(one.report).second, "  |  ^");
}

TEST(Text, TheEndOfAFileCanBeMarked) {
  const OneFinding one("abc", [](const source::SourceFile& file) { return file.span(3, 3); });
  EXPECT_EQ(snippet(one.report), std::pair(std::string("1 | abc"), std::string("  |    ^")));
}

TEST(Text, SpansBeyondTheFileDoNoHarm) {
  const OneFinding beyond("abc", [](const source::SourceFile& file) { return file.span(50, 90); });
  EXPECT_NE(test::text(beyond.report).find("abc"), std::string::npos);
  const OneFinding reversed("abc", [](const source::SourceFile& file) { return file.span(2, 1); });
  EXPECT_EQ(snippet(reversed.report).second, "  |   ^");
}

TEST(Text, InstancesThatSayTheSameAreToldOnce) {
  OneFinding one("name = \"root\"\n", "root", "x[\"a\"] is open");
  one.report.findings[0].resource_address = "x[\"a\"]";
  one.report.findings.push_back(one.report.findings[0]);
  one.report.findings[1].resource_address = "x[\"b\"]";
  one.report.findings[1].message = "x[\"b\"] is open";
  one.report.findings.push_back(one.report.findings[0]);
  one.report.findings[2].resource_address = "x[\"c\"]";
  one.report.findings[2].message = "x[\"c\"] is closed";
  const std::string text = test::text(one.report);
  EXPECT_NE(text.find("= note: likewise x[\"b\"]\n"), std::string::npos) << text;
  EXPECT_EQ(text.find("x[\"b\"] is open"), std::string::npos) << text;
  EXPECT_NE(text.find("x[\"c\"] is closed"), std::string::npos) << text;
  EXPECT_NE(text.find("3 violations"), std::string::npos) << text;
}

TEST(Text, LongLinesAreShortenedAroundTheSpan) {
  const OneFinding one(std::string(5000, 'x') + "root" + std::string(5000, 'y'), "root");
  const auto [line, carets] = snippet(one.report);
  EXPECT_LT(line.size(), 130U);
  EXPECT_NE(line.find("…xxx"), std::string::npos);
  EXPECT_NE(line.find("yyy…"), std::string::npos);
  // "…" takes three bytes and one column.
  EXPECT_EQ(carets.find("^^^^") + 2, line.find("root"));
}

TEST(Text, ASpanLongerThanTheLineShowsItsBeginning) {
  const OneFinding one("key = " + std::string(500, 'z') + "\n", std::string(500, 'z'));
  const auto [line, carets] = snippet(one.report);
  EXPECT_EQ(line.substr(0, 13), "1 | key = zzz");
  EXPECT_EQ(carets.substr(0, 13), "  |       ^^^");
  EXPECT_EQ(line.substr(line.size() - 3), "…");
  EXPECT_LT(carets.size(), 130U);
}

TEST(Text, AMegabyteOnOneLineIsNotCopied) {
  const OneFinding one(std::string(1 << 20, 'a') + "root" + std::string(1 << 20, 'b'), "root");
  EXPECT_LT(test::text(one.report).size(), 1000U);
}

TEST(Text, SeveralLinesAreJoinedByABar) {
  const OneFinding one("a {\n  b = 1\n}\n", "a {\n  b = 1\n}");
  const std::vector<std::string> lines = lines_of(test::text(one.report));
  const std::vector<std::string> expected{"1 | / a {", "2 | |   b = 1", "3 | | }", "  | |_^"};
  EXPECT_EQ(std::vector<std::string>(lines.begin() + 3, lines.begin() + 7), expected);
}

TEST(Text, ManyLinesShowBothEnds) {
  std::string body = "a {\n";
  for (int i = 0; i < 50; ++i) body += "  line" + std::to_string(i) + "\n";
  const OneFinding one(body + "}\n", body + "}");
  const std::string text = test::text(one.report);
  EXPECT_NE(text.find(" 1 | / a {"), std::string::npos);
  EXPECT_NE(text.find("\n.. | |\n"), std::string::npos);
  EXPECT_NE(text.find("52 | | }"), std::string::npos);
  EXPECT_EQ(text.find("line25"), std::string::npos);
}

TEST(Text, CarriageReturnsAreNotShown) {
  const OneFinding one("a\r\nroot\r\nb\r\n", "root\r\n");
  EXPECT_EQ(snippet(one.report), std::pair(std::string("2 | root"), std::string("  | ^^^^")));
}

TEST(Text, NothingFromTheInputControlsTheTerminal) {
  OneFinding one("x = \"\x7f\u202E\u009B\" # root\n", "root", "message \x1b[2J\nwith\x07 control");
  one.report.findings[0].resource_address = "a\x1b]0;title\x07";
  one.report.findings[0].answer.proof = {"\x1b[1m"};
  one.report.findings[0].fix = engine::Fix{"\x1b[5m", {}};
  one.report.problems.push_back({source::ProblemKind::syntax, one.report.findings[0].primary, "\x1b[0m"});
  source::SourceTable& sources = one.sources;
  one.report.problems.push_back(
      {source::ProblemKind::unreadable, sources.add("na\x1bme\n", "").whole(), "gone"});
  for (const bool verbose : {false, true}) {
    TextOptions options;
    options.verbose = verbose;
    const std::string text = test::text(one.report, options);
    const auto controls = [](char c) { return (c >= 0 && c < 0x20 && c != '\n') || c == 0x7f; };
    EXPECT_EQ(std::count_if(text.begin(), text.end(), controls), 0);
    EXPECT_EQ(text.find("\u202E"), std::string::npos);
    EXPECT_EQ(text.find("\u009B"), std::string::npos);
  }
}

TEST(Text, HiddenSecretsKeepCaretsInPlace) {
  const OneFinding one("secret_key = \"aB3dEfGh1jKlMn0pQrStUvWxYz/+456789AbCdEf\" # root\n", "root");
  EXPECT_EQ(snippet(one.report),
            std::pair(std::string("1 | secret_key = \"aB3d************************************\" # root"),
                      std::string("  | ") + std::string(58, ' ') + "^^^^"));
}

TEST(Text, ASecretIsKnownByTheNameBeforeTheLineBreak) {
  const OneFinding one("SecretAccessKey:\n  aB3dEfGh1jKlMn0pQrStUvWxYz/+456789AbCdEf\n", "aB3dEfGh1jKl");
  EXPECT_EQ(snippet(one.report).first, "2 |   aB3d************************************");
}

TEST(Text, SecretsInSentencesAreHidden) {
  OneFinding one("root\n", "root", "user has key AKIAABCDEFGHIJKLMNOP");
  one.report.findings[0].fix = engine::Fix{"delete AKIAABCDEFGHIJKLMNOP", {}};
  EXPECT_EQ(test::text(one.report).find("AKIAABCDEFGHIJKLMNOP"), std::string::npos);
  EXPECT_NE(test::text(one.report).find("= help: delete AKIA****************"), std::string::npos);
}

TEST(Text, SuggestedLinesHideSecrets) {
  OneFinding one("user = \"root\" # AKIAABCDEFGHIJKLMNOP\n", "root");
  one.report.findings[0].fix = engine::Fix{"rename the user", {{one.report.findings[0].primary, "admin"}}};
  const std::string text = test::text(one.report);
  EXPECT_NE(
      text.find("1 - user = \"root\" # AKIA****************\n1 + user = \"admin\" # AKIA****************\n"),
      std::string::npos);
}

TEST(Text, ASuggestionMayRemoveWholeLines) {
  OneFinding one("a\nroot\nb\n", "root\n");
  one.report.findings[0].fix = engine::Fix{"remove it", {{one.report.findings[0].primary, ""}}};
  EXPECT_NE(test::text(one.report).find("2 - root\n"), std::string::npos);
  EXPECT_EQ(test::text(one.report).find("- b\n"), std::string::npos);
}

TEST(Text, ANewBlockBehindAnotherIsSuggestedFromItsFirstLine) {
  OneFinding one("a {\n}\n", "a {\n}");
  source::Span behind = one.report.findings[0].primary;
  behind.begin = behind.end;
  one.report.findings[0].fix = engine::Fix{"add b", {{behind, "\n\nb {\n}"}}};
  const std::string text = test::text(one.report);
  EXPECT_EQ(text.find("2 + }"), std::string::npos) << text;
  EXPECT_NE(text.find("4 + b {\n5 + }\n"), std::string::npos) << text;
}

TEST(Text, ColorsOnlyWhenAskedFor) {
  const test::SampleReport sample;
  EXPECT_EQ(test::text(sample.report).find('\x1b'), std::string::npos);
  TextOptions options;
  options.color = true;
  const std::string colored = test::text(sample.report, options);
  EXPECT_NE(colored.find("\x1b[1;31mcritical[RP101]\x1b[0m"), std::string::npos);
  EXPECT_NE(colored.find("\x1b[1;35mundecided[RP203]\x1b[0m"), std::string::npos);
}

TEST(Text, ColorsChangeNothingElse) {
  const test::SampleReport sample;
  TextOptions options;
  options.color = true;
  std::string colored = test::text(sample.report, options);
  for (std::size_t begin = 0; (begin = colored.find('\x1b')) != std::string::npos;) {
    colored.erase(begin, colored.find('m', begin) + 1 - begin);
  }
  EXPECT_EQ(colored, test::text(sample.report));
}

TEST(Text, SameReasonIsExplainedOnceAndEveryPlaceIsNamed) {
  const test::SampleReport sample;
  const std::string text = test::text(sample.report);
  EXPECT_EQ(text.find("= reason: unknown-variable"), text.rfind("= reason: unknown-variable"));
  EXPECT_NE(text.find("1 more undecided for the same reason:"), std::string::npos);
  EXPECT_NE(text.find("infra/main with space.tf:8:12 aws_kms_key.b"), std::string::npos);
}

TEST(Text, ManyOfTheSameReasonAreCountedAndNamedInDetail) {
  OneFinding one("a = b\n", "b");
  engine::Finding& first = one.report.findings.front();
  first.answer.verdict = policy::Verdict::undecided;
  first.answer.reasons.push_back({value::ReasonKind::unknown_variable, "var.profile", {}});
  for (int i = 1; i <= 7; ++i) {
    engine::Finding next = one.report.findings.front();
    next.resource_address = "aws_kms_key.k" + std::to_string(i);
    one.report.findings.push_back(std::move(next));
  }
  const std::string text = test::text(one.report);
  EXPECT_NE(text.find("7 more undecided for the same reason:"), std::string::npos);
  EXPECT_NE(text.find("aws_kms_key.k5"), std::string::npos);
  EXPECT_EQ(text.find("aws_kms_key.k6"), std::string::npos);
  EXPECT_NE(text.find("    and 2; --verbose names them\n"), std::string::npos);
  TextOptions verbose;
  verbose.verbose = true;
  EXPECT_NE(test::text(one.report, verbose).find("aws_kms_key.k7"), std::string::npos);
  // One alone is named in the place of the line that would count it.
  one.report.findings.pop_back();
  EXPECT_NE(test::text(one.report).find("aws_kms_key.k6"), std::string::npos);
}

TEST(Text, UndecidedSaysWhatWouldSettleIt) {
  const test::SampleReport sample;
  EXPECT_NE(test::text(sample.report).find("= help: pass --var partner=VALUE"), std::string::npos);
}

TEST(Text, ManyReasonsAreCountedAndNamedInDetail) {
  OneFinding one("a = b\n", "b");
  engine::Finding& finding = one.report.findings.front();
  finding.answer.verdict = policy::Verdict::undecided;
  for (const char* name : {"var.a", "var.b", "var.c", "var.d", "var.e"})
    finding.answer.reasons.push_back({value::ReasonKind::unknown_variable, name, {}});
  const std::string text = test::text(one.report);
  EXPECT_NE(text.find("var.c"), std::string::npos);
  EXPECT_EQ(text.find("var.d"), std::string::npos);
  EXPECT_NE(text.find("= reason: and 2 more; --verbose names them"), std::string::npos);
  TextOptions verbose;
  verbose.verbose = true;
  EXPECT_NE(test::text(one.report, verbose).find("var.e"), std::string::npos);
}

TEST(Text, NotesOnOneTextShareItsSnippet) {
  OneFinding one("a = b\nc = d\n", "b");
  engine::Finding& finding = one.report.findings.front();
  const source::Span other{finding.primary.file, 10, 11};
  finding.related = {{other, "first"}, {other, "second"}, {finding.primary, "seen above"}};
  const std::string text = test::text(one.report);
  EXPECT_EQ(text.find("a.tf:2:5"), text.rfind("a.tf:2:5"));
  EXPECT_NE(text.find("note: first\nnote: second\n"), std::string::npos);
  EXPECT_NE(text.find("= note: seen above\n"), std::string::npos);
}

TEST(Text, SuppressedIsCountedAndShownOnlyInDetail) {
  const test::SampleReport sample;
  EXPECT_EQ(test::text(sample.report).find("123412341234"), std::string::npos);
  EXPECT_NE(test::text(sample.report).find("1 suppressed"), std::string::npos);
  TextOptions options;
  options.verbose = true;
  EXPECT_NE(test::text(sample.report, options).find("ticket SEC-12 (until 2027-01-31)"), std::string::npos);
}

TEST(Text, ProofsAreShownInDetail) {
  OneFinding one("root\n", "root");
  one.report.findings[0].answer.verdict = policy::Verdict::safe;
  one.report.findings[0].answer.proof = {"statement 0 denies every action of the root user"};
  EXPECT_EQ(test::text(one.report).find("= proof:"), std::string::npos);
  EXPECT_NE(test::text(one.report).find("safe[RP202]: found"), std::string::npos);
  TextOptions options;
  options.verbose = true;
  EXPECT_NE(test::text(one.report, options).find("= proof: statement 0 denies"), std::string::npos);
}

TEST(Text, QuietIsOneLineForEachFinding) {
  const test::SampleReport sample;
  TextOptions options;
  options.quiet = true;
  const std::vector<std::string> lines = lines_of(test::text(sample.report, options));
  ASSERT_EQ(lines.size(), 5U);  // two violations, two undecided, one error
  EXPECT_EQ(lines[0].substr(0, 37), "infra/bucket.yaml:9:21: high[RP202]: ");
  EXPECT_EQ(lines[4], "x.tf:1:14: error: block \"resource\" is never closed");
}

TEST(Text, OriginsFromTheCommandLineHaveNoPlace) {
  OneFinding one("partner = var.partner\n", "var.partner");
  one.report.findings[0].origin =
      value::Origin({value::OriginKind::reference, one.report.findings[0].primary, "var.partner"},
                    value::Origin({value::OriginKind::command_line, {}, "--var partner"}));
  EXPECT_NE(test::text(one.report).find("= note: value comes from the command line, --var partner\n"),
            std::string::npos);
}

TEST(Text, SummaryCountsEverything) {
  const test::SampleReport sample;
  EXPECT_EQ(lines_of(test::text(sample.report)).back(),
            "2 violations (1 critical, 1 high), 2 undecided, 3 safe, 1 suppressed, 1 error · 4 files, 12 "
            "resources, "
            "1 policy · incomplete");
}

TEST(Text, SummaryOfNothing) {
  engine::Report report;
  EXPECT_EQ(test::text(report), "no violations · 0 files, 0 resources, 0 policies\n");
}

TEST(Text, FindingsWithoutFileAreShown) {
  engine::Report report;
  report.findings.push_back(violation({}, "the organization has no guardrail"));
  EXPECT_NE(test::text(report).find("high[RP202]: the organization has no guardrail\n --> (no file)\n"),
            std::string::npos);
}

}  // namespace
}  // namespace rootproof::report
