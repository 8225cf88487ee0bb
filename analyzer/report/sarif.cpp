#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <ostream>
#include <tuple>

#include "analyzer/report/folding.h"
#include "analyzer/report/json_stream.h"
#include "analyzer/report/places.h"
#include "analyzer/report/report.h"
#include "analyzer/report/sarif_run.h"
#include "analyzer/report/tool.h"
#include "parsers/source/source_file.h"

namespace rootproof::report {
namespace {

using Json = nlohmann::ordered_json;
using engine::Finding;

constexpr std::string_view kSchema =
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

/// The findings to write: all, or the severest as far as there is room, in report order.
std::vector<FoldedFinding> chosen_findings(const engine::Report& report, std::size_t most) {
  std::vector<FoldedFinding> chosen = folded_findings(report);
  if (chosen.size() <= most) return chosen;
  // Unsuppressed violations first, then undecided, then the rest; severe before mild.
  const auto rank = [](const FoldedFinding& folded) {
    const Finding& finding = *folded.finding;
    return std::tuple(finding.suppressed.has_value(), finding.answer.verdict,
                      -static_cast<int>(finding.severity));
  };
  std::stable_sort(chosen.begin(), chosen.end(),
                   [&](const FoldedFinding& a, const FoldedFinding& b) { return rank(a) < rank(b); });
  chosen.resize(most);
  // Elements of one vector: their addresses are in report order.
  std::sort(chosen.begin(), chosen.end(),
            [](const FoldedFinding& a, const FoldedFinding& b) { return a.finding < b.finding; });
  return chosen;
}

struct ProblemText {
  source::ProblemKind kind;
  std::string_view name;
  std::string_view text;
  std::string_view help;
};

/// In the order of ProblemKind: notifications refer to them by index.
constexpr std::array<ProblemText, 6> kProblemTexts{{
    {source::ProblemKind::unreadable, "UnreadableFile", "A file could not be opened or read.",
     "Check that it exists and that its permissions let rootproof read it."},
    {source::ProblemKind::encoding, "NotText", "A file is not text.", "Store it as UTF-8 or UTF-16."},
    {source::ProblemKind::syntax, "SyntaxError",
     "The grammar of a language is violated. What is whole in the file was analysed.",
     "Correct the file; the tool that deploys it would refuse it too."},
    {source::ProblemKind::limit, "LimitReached", "A limit on the size of the input was reached.",
     "Split the input. Every limit is a named constant of rootproof."},
    {source::ProblemKind::semantic, "RefusedByDeployment", "The tool that deploys this would refuse it.",
     "Correct the file."},
    {source::ProblemKind::notice, "WorthKnowing", "Worth saying. Nothing was lost.",
     "Nothing has to be done."},
}};

Json notification_descriptors() {
  Json list = Json::array();
  for (const ProblemText& problem : kProblemTexts) {
    list.push_back({{"id", problem_name(problem.kind)},
                    {"name", problem.name},
                    {"shortDescription", {{"text", problem.text}}},
                    {"fullDescription", {{"text", problem.text}}},
                    {"help", {{"text", problem.help}}}});
  }
  return list;
}

Json tool(const SarifRules& rules) {
  Json driver = {
      {"name", kToolName},          {"version", kToolVersion}, {"semanticVersion", kToolVersion},
      {"informationUri", kToolUri}, {"rules", rules.json()},   {"notifications", notification_descriptors()}};
  return {{"driver", std::move(driver)}};
}

Json notification(const engine::Report& report, const source::Problem& problem, SarifArtifacts& artifacts) {
  Json json = Json::object();
  if (file_of(report, problem.span) != nullptr) {
    json["locations"] = Json::array({{{"physicalLocation", artifacts.physical_location(problem.span)}}});
  }
  json["message"] = {{"text", capitalised(full_sentence(redact(problem.message)))}};
  json["level"] = problem.kind == source::ProblemKind::notice ? "note" : "error";
  json["descriptor"] = {{"id", problem_name(problem.kind)},
                        {"index", static_cast<std::size_t>(problem.kind)}};
  return json;
}

/// Says that results were left out: silence would look like fewer findings.
Json omission(std::size_t number) {
  const std::string text =
      std::to_string(number) +
      " results were left out, the least severe ones: GitHub refuses files with more than " +
      std::to_string(kSarifResults) + " results. The JSON report has them all.";
  return {{"message", {{"text", text}}},
          {"level", "warning"},
          {"descriptor",
           {{"id", problem_name(source::ProblemKind::limit)},
            {"index", static_cast<std::size_t>(source::ProblemKind::limit)}}}};
}

/// The scan ran to its end whenever a report is written; what it could not read is in the notifications, and
/// `properties.complete` says whether there is such.
Json invocation(const engine::Report& report, std::size_t left_out, SarifArtifacts& artifacts) {
  Json notifications = Json::array();
  for (const source::Problem& problem : report.problems) {
    notifications.push_back(notification(report, problem, artifacts));
  }
  if (left_out > 0) notifications.push_back(omission(left_out));
  return {{"executionSuccessful", true},
          {"toolExecutionNotifications", std::move(notifications)},
          {"properties", {{"complete", report.complete}}}};
}

Json summary(const engine::Report& report) {
  const Counts counts = count(report);
  return {{"files", report.files},           {"resources", report.resources}, {"policies", report.policies},
          {"violations", counts.violations}, {"undecided", counts.undecided}, {"safe", report.safe},
          {"suppressed", counts.suppressed}, {"errors", counts.errors},       {"complete", report.complete}};
}

}  // namespace

void render_sarif(const engine::Report& report, std::ostream& out) {
  write_sarif(report, kSarifResults, out);
}

void write_sarif(const engine::Report& report, std::size_t most_results, std::ostream& out) {
  const std::vector<FoldedFinding> findings = chosen_findings(report, most_results);
  std::size_t written = 0;
  for (const FoldedFinding& folded : findings) written += 1 + folded.instances.size();
  const SarifRules rules(report);
  SarifArtifacts artifacts(report);
  const bool any_suppressed = std::any_of(findings.begin(), findings.end(), [](const FoldedFinding& folded) {
    return folded.finding->suppressed;
  });

  JsonStream stream(out);
  stream.open('{');
  stream.member("$schema", kSchema);
  stream.member("version", "2.1.0");
  stream.key("runs");
  stream.open('[');
  stream.open('{');
  stream.member("tool", tool(rules));
  stream.key("invocations");
  stream.open('[');
  stream.element(invocation(report, report.findings.size() - written, artifacts));
  stream.close();
  stream.member("automationDetails", {{"id", std::string(kToolName) + "/"}});
  stream.member(
      "originalUriBaseIds",
      {{"%SRCROOT%", {{"description", {{"text", "The directory that rootproof was started in."}}}}}});
  stream.member("columnKind", "unicodeCodePoints");
  stream.key("results");
  stream.open('[');
  for (const FoldedFinding& folded : findings) {
    stream.element(sarif_result(report, folded, rules, any_suppressed, artifacts));
  }
  stream.close();
  stream.member("artifacts", artifacts.json());
  stream.member("properties", {{"summary", summary(report)}});
  stream.close();
  stream.close();
  stream.close();
}

}  // namespace rootproof::report
