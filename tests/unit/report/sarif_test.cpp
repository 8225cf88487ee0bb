#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <string>

#include "analyzer/report/sarif_run.h"
#include "analyzer/report/tool.h"
#include "analyzer/report/uri.h"
#include "tests/unit/report/sample_report.h"

namespace rootproof::report {
namespace {

using Json = nlohmann::json;

Json run_of(const engine::Report& report) { return Json::parse(test::sarif(report))["runs"][0]; }

TEST(Tool, VersionIsTheProjects) {
  std::ifstream file(std::string(ROOTPROOF_SOURCE_DIR) + "/CMakeLists.txt");
  const std::string text{std::istreambuf_iterator<char>(file), {}};
  EXPECT_NE(text.find("project(rootproof VERSION " + std::string(kToolVersion) + " "), std::string::npos);
}

TEST(Uri, PathsArePercentEncoded) {
  EXPECT_EQ(path_to_uri("./infra/main with space.tf"), "infra/main%20with%20space.tf");
  EXPECT_EQ(path_to_uri("a:b/c#d?e%f"), "a%3Ab/c%23d%3Fe%25f");
  EXPECT_EQ(path_to_uri("監.tf"), "%E7%9B%A3.tf");
  EXPECT_EQ(path_to_uri("/tmp/x.tf"), "file:///tmp/x.tf");
  EXPECT_EQ(path_to_uri("//host/x.tf"), "file:///host/x.tf");
}

TEST(Sarif, RunNamesToolCategoryAndColumns) {
  const Json log = Json::parse(test::sarif(test::SampleReport().report));
  EXPECT_EQ(log["version"], "2.1.0");
  ASSERT_EQ(log["runs"].size(), 1U);
  const Json& run = log["runs"][0];
  EXPECT_EQ(run["columnKind"], "unicodeCodePoints");
  EXPECT_EQ(run["automationDetails"]["id"], "rootproof/");
  EXPECT_TRUE(run["originalUriBaseIds"].contains("%SRCROOT%"));
  EXPECT_TRUE(run["tool"]["driver"].contains("informationUri"));
}

TEST(Sarif, RulesHaveAllThatGitHubShows) {
  const Json rules = run_of(test::SampleReport().report)["tool"]["driver"]["rules"];
  ASSERT_EQ(rules.size(), 3U);
  for (const Json& rule : rules) {
    for (const char* member : {"shortDescription", "fullDescription"}) {
      EXPECT_FALSE(rule[member]["text"].get<std::string>().empty());
    }
    EXPECT_NE(rule["help"]["markdown"].get<std::string>().find("## Why it matters"), std::string::npos);
    EXPECT_EQ(rule["help"]["text"].get<std::string>().find("**"), std::string::npos);
  }
  EXPECT_EQ(rules[1]["name"], "ForeignAccountRootPrincipal");
  EXPECT_EQ(rules[1]["defaultConfiguration"]["level"], "error");
  EXPECT_EQ(rules[0]["properties"]["security-severity"], "9.5");
  const Json tags = rules[1]["properties"]["tags"];
  EXPECT_NE(std::find(tags.begin(), tags.end(), "external/security-hub/IAM.4"), tags.end());
}

TEST(Sarif, EveryResultPointsToItsRule) {
  const Json run = run_of(test::SampleReport().report);
  for (const Json& result : run["results"]) {
    EXPECT_EQ(run["tool"]["driver"]["rules"][result["ruleIndex"].get<std::size_t>()]["id"], result["ruleId"]);
  }
}

TEST(Sarif, AFindingOfTheEngineBringsItsOwnRule) {
  test::SampleReport sample;
  sample.report.findings[0].rule = "RP001";
  sample.report.findings[0].name = "suppression-without-reason";
  const Json run = run_of(sample.report);
  ASSERT_EQ(run["tool"]["driver"]["rules"].size(), 4U);
  EXPECT_EQ(run["tool"]["driver"]["rules"][0]["name"], "SuppressionWithoutReason");
  EXPECT_EQ(run["results"][0]["ruleIndex"], 0);
}

TEST(Sarif, KindAndLevelFollowTheVerdict) {
  test::SampleReport sample;
  sample.report.findings[3].answer = {policy::Verdict::safe, {}, {"proved"}, {}, {}};
  const Json results = run_of(sample.report)["results"];
  EXPECT_EQ(results[0]["kind"], "fail");
  EXPECT_EQ(results[0]["level"], "error");
  EXPECT_EQ(results[1]["level"], "warning");
  EXPECT_EQ(results[2]["kind"], "open");
  EXPECT_EQ(results[2]["level"], "note");
  EXPECT_EQ(results[3]["kind"], "pass");
  EXPECT_EQ(results[3]["level"], "none");
  EXPECT_EQ(results[3]["properties"]["proof"], Json::array({"proved"}));
}

TEST(Sarif, RegionIsExactAndQuoted) {
  const Json location = run_of(test::SampleReport().report)["results"][0]["locations"][0]["physicalLocation"];
  EXPECT_EQ(location["artifactLocation"]["uri"], "infra/bucket.yaml");
  EXPECT_EQ(location["artifactLocation"]["uriBaseId"], "%SRCROOT%");
  EXPECT_EQ(location["region"], (Json{{"startLine", 9},
                                      {"startColumn", 21},
                                      {"endLine", 9},
                                      {"endColumn", 51},
                                      {"snippet", {{"text", "arn:aws:iam::999988887777:root"}}}}));
  EXPECT_EQ(location["contextRegion"]["startLine"], 7);
  EXPECT_EQ(location["contextRegion"]["endLine"], 11);
}

TEST(Sarif, ArtifactIndexesFit) {
  const Json run = run_of(test::SampleReport().report);
  ASSERT_EQ(run["artifacts"].size(), 4U);
  for (const Json& result : run["results"]) {
    const Json& location = result["locations"][0]["physicalLocation"]["artifactLocation"];
    EXPECT_EQ(run["artifacts"][location["index"].get<std::size_t>()]["location"]["uri"], location["uri"]);
  }
}

TEST(Sarif, MessageLinksToTheSourceOfTheValue) {
  const Json result = run_of(test::SampleReport().report)["results"][4];
  EXPECT_NE(result["message"]["text"].get<std::string>().find("[here](2)"), std::string::npos);
  EXPECT_EQ(result["relatedLocations"][1]["id"], 2);
  EXPECT_EQ(result["relatedLocations"][1]["physicalLocation"]["artifactLocation"]["uri"],
            "infra/variables.tf");
}

TEST(Sarif, CodeFlowLeadsFromTheSourceToTheUse) {
  const Json steps =
      run_of(test::SampleReport().report)["results"][4]["codeFlows"][0]["threadFlows"][0]["locations"];
  ASSERT_EQ(steps.size(), 3U);
  EXPECT_EQ(steps[0]["location"]["physicalLocation"]["artifactLocation"]["uri"], "infra/variables.tf");
  EXPECT_EQ(steps[2]["location"]["message"]["text"], "Value is used here.");
}

TEST(Sarif, BracketsInMessagesAreNoLinks) {
  test::SampleReport sample;
  sample.report.findings[0].message = "statement[0](1) and C:\\x";
  const Json result = run_of(sample.report)["results"][0];
  EXPECT_EQ(result["message"]["text"].get<std::string>().substr(0, 28), "statement\\[0\\](1) and C:\\\\x.");
}

TEST(Sarif, FingerprintsForGitHubAndOurOwn) {
  const Json fingerprints = run_of(test::SampleReport().report)["results"][0]["partialFingerprints"];
  EXPECT_EQ(fingerprints["rootproof/v1"], "00112233");
  EXPECT_EQ(fingerprints["primaryLocationLineHash"], "ed12eb2d92952603:1");
}

TEST(Sarif, AResultSpeaksForAllInstancesThatSayTheSame) {
  test::SampleReport sample;
  std::vector<engine::Finding>& findings = sample.report.findings;
  findings.resize(1);
  findings[0].resource_address = "aws_sqs_queue_policy.p[0]";
  findings.push_back(findings[0]);
  findings[1].resource_address = "aws_sqs_queue_policy.p[1]";
  const Json results = run_of(sample.report)["results"];
  ASSERT_EQ(results.size(), 1U);
  EXPECT_EQ(results[0]["occurrenceCount"], 2);
  EXPECT_EQ(results[0]["locations"][0]["logicalLocations"][1]["fullyQualifiedName"],
            "aws_sqs_queue_policy.p[1]");
}

TEST(Sarif, FixesReplaceRegions) {
  const Json fix = run_of(test::SampleReport().report)["results"][0]["fixes"][0];
  const Json replacement = fix["artifactChanges"][0]["replacements"][0];
  EXPECT_EQ(replacement["deletedRegion"]["startColumn"], 34);
  EXPECT_EQ(replacement["insertedContent"]["text"], "999988887777:role/reader");
}

TEST(Sarif, AdviceWithoutEditsIsInTheMessageOnly) {
  test::SampleReport sample;
  sample.report.findings[0].fix->edits.clear();
  const Json result = run_of(sample.report)["results"][0];
  EXPECT_FALSE(result.contains("fixes"));
  EXPECT_NE(result["message"]["text"].get<std::string>().find("Name the role that needs access"),
            std::string::npos);
}

TEST(Sarif, SuppressionsStandOnAllResultsOrNone) {
  test::SampleReport sample;
  const Json with = run_of(sample.report)["results"];
  for (const Json& result : with) EXPECT_TRUE(result.contains("suppressions"));
  const Json suppression = with[1]["suppressions"][0];
  EXPECT_EQ(suppression["kind"], "inSource");
  EXPECT_EQ(suppression["status"], "accepted");
  EXPECT_EQ(suppression["justification"], "shared log archive, ticket SEC-12");
  sample.report.findings[1].suppressed.reset();
  const Json without = run_of(sample.report)["results"];
  for (const Json& result : without) EXPECT_FALSE(result.contains("suppressions"));
}

TEST(Sarif, ProblemsAreNotifications) {
  const Json run = run_of(test::SampleReport().report);
  const Json& invocation = run["invocations"][0];
  EXPECT_EQ(invocation["executionSuccessful"], true);
  EXPECT_EQ(invocation["properties"]["complete"], false);
  const Json& first = invocation["toolExecutionNotifications"][0];
  EXPECT_EQ(first["level"], "error");
  EXPECT_EQ(first["locations"][0]["physicalLocation"]["region"]["startLine"], 1);
  const Json& descriptor =
      run["tool"]["driver"]["notifications"][first["descriptor"]["index"].get<std::size_t>()];
  EXPECT_EQ(descriptor["id"], first["descriptor"]["id"]);
  EXPECT_EQ(invocation["toolExecutionNotifications"][1]["level"], "note");
}

TEST(Sarif, AFileThatWasNotReadIsMarkedAtItsStart) {
  test::SampleReport sample;
  sample.report.problems = {
      {source::ProblemKind::unreadable, sample.sources.add("gone.tf", "").whole(), "gone"}};
  const Json notification = run_of(sample.report)["invocations"][0]["toolExecutionNotifications"][0];
  EXPECT_EQ(notification["locations"][0]["physicalLocation"]["region"],
            (Json{{"startLine", 1}, {"startColumn", 1}, {"endLine", 1}, {"endColumn", 1}}));
}

TEST(Sarif, SecretsAreHiddenInSnippetsToo) {
  const std::string sarif = test::sarif(test::SampleReport().report);
  EXPECT_EQ(sarif.find("abcdEFGH1234"), std::string::npos);
  EXPECT_EQ(sarif.find("AKIAABCDEFGHIJKLMNOP"), std::string::npos);
}

TEST(Sarif, LongSpansAreNotQuoted) {
  source::SourceTable sources;
  const source::SourceFile& file = sources.add("a.tf", std::string(100'000, 'x'));
  engine::Report report;
  report.sources = &sources;
  report.findings.push_back(test::violation(file.whole(), "long"));
  EXPECT_LT(test::sarif(report).size(), 10'000U);
}

TEST(Sarif, BeyondGitHubsLimitTheSeverestStayAndTheRestIsNamed) {
  const test::SampleReport sample;  // in order: high, suppressed, two undecided, critical
  std::ostringstream out;
  write_sarif(sample.report, 3, out);
  const Json run = Json::parse(out.str())["runs"][0];
  ASSERT_EQ(run["results"].size(), 3U);
  EXPECT_EQ(run["results"][0]["properties"]["severity"], "high");
  EXPECT_EQ(run["results"][1]["kind"], "open");
  EXPECT_EQ(run["results"][2]["properties"]["severity"], "critical");
  const Json& notification = run["invocations"][0]["toolExecutionNotifications"].back();
  EXPECT_EQ(notification["level"], "warning");
  EXPECT_EQ(notification["message"]["text"].get<std::string>().substr(0, 23), "2 results were left out");
}

TEST(Sarif, TheSeverestOfAllStaysLast) {
  const test::SampleReport sample;
  std::ostringstream out;
  write_sarif(sample.report, 1, out);
  const Json results = Json::parse(out.str())["runs"][0]["results"];
  ASSERT_EQ(results.size(), 1U);
  EXPECT_EQ(results[0]["properties"]["severity"], "critical");
}

TEST(Sarif, LocationsOfOneResultAreBounded) {
  test::SampleReport sample;
  sample.report.findings[0].related.assign(5'000, sample.report.findings[0].related[0]);
  EXPECT_EQ(run_of(sample.report)["results"][0]["relatedLocations"].size(), 999U);
}

TEST(Sarif, EmptyReport) {
  const Json run = run_of(engine::Report{});
  EXPECT_EQ(run["results"], Json::array());
  EXPECT_EQ(run["artifacts"], Json::array());
}

}  // namespace
}  // namespace rootproof::report
