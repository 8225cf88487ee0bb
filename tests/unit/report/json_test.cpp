#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "tests/unit/report/sample_report.h"

namespace rootproof::report {
namespace {

using OrderedJson = nlohmann::ordered_json;

OrderedJson parsed(const engine::Report& report) { return OrderedJson::parse(test::json(report)); }

std::vector<std::string> keys(const OrderedJson& object) {
  std::vector<std::string> names;
  for (const auto& [name, value] : object.items()) names.push_back(name);
  return names;
}

TEST(JsonReport, HasTheDocumentedShape) {
  const OrderedJson json = parsed(test::SampleReport().report);
  EXPECT_EQ(keys(json),
            (std::vector<std::string>{"tool", "summary", "findings", "errors", "notices", "unread_modules"}));
  EXPECT_EQ(keys(json["summary"]),
            (std::vector<std::string>{"files", "resources", "policies", "violations", "undecided", "safe",
                                      "suppressed", "errors", "complete", "by_severity"}));
  EXPECT_EQ(keys(json["findings"][0]),
            (std::vector<std::string>{"rule", "name", "answer", "severity", "message", "file", "start", "end",
                                      "resource", "witness", "reason", "related", "fix", "fingerprint",
                                      "suppressed"}));
}

TEST(JsonReport, ColumnsAreCodePointsAndHalfOpen) {
  const OrderedJson json = parsed(test::SampleReport().report);
  EXPECT_EQ(json["findings"][0]["start"], (OrderedJson{{"line", 9}, {"column", 21}}));
  EXPECT_EQ(json["findings"][0]["end"], (OrderedJson{{"line", 9}, {"column", 51}}));
}

TEST(JsonReport, CountsLeaveSuppressedOut) {
  const OrderedJson summary = parsed(test::SampleReport().report)["summary"];
  EXPECT_EQ(summary["violations"], 2);
  EXPECT_EQ(summary["undecided"], 2);
  EXPECT_EQ(summary["suppressed"], 1);
  EXPECT_EQ(summary["by_severity"]["critical"], 1);
  EXPECT_EQ(summary["by_severity"]["medium"], 0);
  EXPECT_EQ(summary["errors"], 1);
}

TEST(JsonReport, WitnessIsARequest) {
  const OrderedJson witness = parsed(test::SampleReport().report)["findings"][0]["witness"];
  EXPECT_EQ(witness["principal"]["type"], "AWS");
  EXPECT_EQ(witness["context"]["aws:principalarn"], OrderedJson::array({"arn:aws:iam::999988887777:root"}));
}

TEST(JsonReport, ARequestWithoutPrincipalHasNoSuchMember) {
  test::SampleReport sample;
  sample.report.findings[0].answer.witness->principal.reset();
  EXPECT_FALSE(parsed(sample.report)["findings"][0]["witness"].contains("principal"));
}

TEST(JsonReport, UndecidedSaysWhyAndWhatSettlesIt) {
  const OrderedJson finding = parsed(test::SampleReport().report)["findings"][2];
  EXPECT_EQ(finding["answer"], "undecided");
  EXPECT_EQ(finding["witness"], nullptr);
  EXPECT_EQ(finding["reason"], "unknown-variable: var.partner");
  EXPECT_NE(finding["settled_by"].get<std::string>().find("--var partner"), std::string::npos);
  EXPECT_EQ(finding["reasons"][0]["kind"], "unknown-variable");
  EXPECT_EQ(finding["reasons"][0]["start"]["line"], 2);
}

TEST(JsonReport, SafeHasAProofInPlaceOfAWitness) {
  test::SampleReport sample;
  sample.report.findings[0].answer = {policy::Verdict::safe, {}, {"statement 1 denies it"}, {}, {}};
  const OrderedJson finding = parsed(sample.report)["findings"][0];
  EXPECT_EQ(finding["proof"], OrderedJson::array({"statement 1 denies it"}));
  EXPECT_FALSE(finding.contains("witness"));
}

TEST(JsonReport, OriginsAndRelatedPlaces) {
  const OrderedJson related = parsed(test::SampleReport().report)["findings"][4]["related"];
  ASSERT_EQ(related.size(), 2U);
  EXPECT_EQ(related[1]["message"], "value comes from the default of variable partner");
  EXPECT_EQ(related[1]["file"], "infra/variables.tf");
  EXPECT_EQ(related[1]["start"], (OrderedJson{{"line", 2}, {"column", 13}}));
}

TEST(JsonReport, BothLanguagesNameDefaultsInTheSameWords) {
  test::SampleReport sample;
  for (const std::string name : {"parameter Partner", "default of parameter Partner"}) {
    sample.report.findings[4].origin =
        value::Origin({value::OriginKind::variable_default, sample.report.findings[0].primary, name});
    EXPECT_EQ(parsed(sample.report)["findings"][4]["related"][0]["message"],
              "value comes from the default of parameter Partner");
  }
}

TEST(JsonReport, TheTextAroundTheMarkedPartIsNoOrigin) {
  test::SampleReport sample;
  engine::Finding& finding = sample.report.findings[0];
  source::Span around = finding.primary;
  --around.begin;
  finding.origin = value::Origin({value::OriginKind::literal, around, {}});
  finding.related.clear();
  EXPECT_EQ(parsed(sample.report)["findings"][0]["related"], OrderedJson::array());
}

TEST(JsonReport, AReasonThatStandsInNoFileHasNoPlace) {
  test::SampleReport sample;
  sample.report.findings[2].answer.reasons[0].span = {};
  EXPECT_EQ(parsed(sample.report)["findings"][2]["reasons"][0]["file"], nullptr);
}

TEST(JsonReport, SuppressedFindingsKeepTheirReason) {
  const OrderedJson suppressed = parsed(test::SampleReport().report)["findings"][1]["suppressed"];
  EXPECT_EQ(suppressed["reason"], "shared log archive, ticket SEC-12");
  EXPECT_EQ(suppressed["until"], "2027-01-31");
}

TEST(JsonReport, ProblemsAreErrorsAndNotices) {
  const OrderedJson json = parsed(test::SampleReport().report);
  EXPECT_EQ(json["errors"], OrderedJson::array({{{"file", "x.tf"},
                                                 {"line", 1},
                                                 {"column", 14},
                                                 {"message", "block \"resource\" is never closed"},
                                                 {"kind", "syntax"}}}));
  EXPECT_EQ(json["notices"].size(), 1U);
}

TEST(JsonReport, SecretsAreHidden) {
  const std::string json = test::json(test::SampleReport().report);
  EXPECT_EQ(json.find("AKIAABCDEFGHIJKLMNOP"), std::string::npos);
  EXPECT_NE(json.find("AKIA****************"), std::string::npos);
}

TEST(JsonReport, AFixThatCarriesASecretIsOnlyDescribed) {
  test::SampleReport sample;
  sample.report.findings[0].fix->edits[0].text = "AKIAABCDEFGHIJKLMNOP";
  const OrderedJson fix = parsed(sample.report)["findings"][0]["fix"];
  EXPECT_TRUE(fix["edits"].empty());
  EXPECT_FALSE(fix["description"].empty());
}

TEST(JsonReport, BytesThatAreNotTextAreReplaced) {
  test::SampleReport sample;
  sample.report.findings[0].message = "bad \xFF byte and \x1b escape";
  EXPECT_EQ(parsed(sample.report)["findings"][0]["message"], "bad \uFFFD byte and \x1b escape");
  EXPECT_EQ(test::json(sample.report).find('\x1b'), std::string::npos);
}

TEST(JsonReport, APlaceWithoutFileIsNull) {
  engine::Report report;
  report.findings.push_back(test::violation({}, "no file"));
  const OrderedJson finding = parsed(report)["findings"][0];
  EXPECT_EQ(finding["file"], nullptr);
  EXPECT_EQ(finding["start"], nullptr);
}

TEST(JsonReport, EmptyReport) {
  const OrderedJson json = parsed(engine::Report{});
  EXPECT_EQ(json["findings"], OrderedJson::array());
  EXPECT_EQ(json["summary"]["complete"], true);
}

}  // namespace
}  // namespace rootproof::report
