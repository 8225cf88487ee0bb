#include <nlohmann/json.hpp>
#include <optional>
#include <ostream>
#include <string>

#include "analyzer/report/json_stream.h"
#include "analyzer/report/places.h"
#include "analyzer/report/report.h"
#include "analyzer/report/request_json.h"
#include "analyzer/report/tool.h"

namespace rootproof::report {
namespace {

using Json = nlohmann::ordered_json;
using policy::Verdict;

Json location_json(source::Location location) {
  return {{"line", location.line}, {"column", location.column}};
}

/// `file`, `start` and `end` of a place, null when there is none.
void put_place(const std::optional<Place>& place, Json& json) {
  json["file"] = place ? Json(place->path) : Json(nullptr);
  json["start"] = place ? location_json(place->start) : Json(nullptr);
  json["end"] = place ? location_json(place->end) : Json(nullptr);
}

Json summary_json(const engine::Report& report) {
  const Counts counts = count(report);
  Json by_severity = Json::object();
  for (const engine::Severity severity :
       {engine::Severity::critical, engine::Severity::high, engine::Severity::medium, engine::Severity::low,
        engine::Severity::note}) {
    by_severity[std::string(engine::to_string(severity))] =
        counts.by_severity[static_cast<std::size_t>(severity)];
  }
  return {{"files", report.files},           {"resources", report.resources},
          {"policies", report.policies},     {"violations", counts.violations},
          {"undecided", counts.undecided},   {"safe", report.safe},
          {"suppressed", counts.suppressed}, {"errors", counts.errors},
          {"complete", report.complete},     {"by_severity", std::move(by_severity)}};
}

Json related_json(const engine::Report& report, const engine::Finding& finding) {
  Json list = Json::array();
  const auto add = [&](const std::string& message, source::Span span) {
    Json json = {{"message", redact(message)}};
    put_place(place_of(report, span), json);
    list.push_back(std::move(json));
  };
  for (const Step& step : origin_steps(report, finding)) {
    // What the command line gave stands in no file, and a list of places has nothing to say about it.
    if (step.span != kNowhere) add(step.message, step.span);
  }
  for (const engine::Related& related : finding.related) {
    if (file_of(report, related.span) != nullptr) add(related.message, related.span);
  }
  return list;
}

Json fix_json(const engine::Report& report, const engine::Finding& finding) {
  if (!finding.fix) return nullptr;
  Json edits = Json::array();
  if (has_printable_edits(report, *finding.fix)) {
    for (const engine::Edit& edit : finding.fix->edits) {
      Json json = Json::object();
      put_place(place_of(report, edit.span), json);
      json["text"] = edit.text;
      edits.push_back(std::move(json));
    }
  }
  Json fix = {{"description", redact(finding.fix->description)}, {"edits", std::move(edits)}};
  if (!finding.fix->choice.empty()) fix["choice"] = finding.fix->choice;
  return fix;
}

Json reasons_json(const engine::Report& report, const std::vector<value::Reason>& reasons) {
  Json list = Json::array();
  for (const value::Reason& reason : reasons) {
    Json json = {{"kind", value::to_string(reason.kind)}, {"detail", redact(reason.detail)}};
    put_place(reason.span == kNowhere ? std::nullopt : place_of(report, reason.span), json);
    json["settled_by"] = redact(value::what_would_settle(reason));
    list.push_back(std::move(json));
  }
  return list;
}

Json suppression_json(const engine::Report& report, const engine::Finding& finding) {
  if (!finding.suppressed) return nullptr;
  Json json = {
      {"reason", redact(finding.suppressed->reason)},
      {"until", finding.suppressed->until.empty() ? Json(nullptr) : Json(finding.suppressed->until)}};
  put_place(place_of(report, finding.suppressed->span), json);
  return json;
}

Json finding_json(const engine::Report& report, const engine::Finding& finding) {
  const policy::Answer& answer = finding.answer;
  Json json = {{"rule", finding.rule},
               {"name", finding.name},
               {"answer", policy::to_string(answer.verdict)},
               {"severity", engine::to_string(finding.severity)},
               {"message", redact(finding.message)}};
  put_place(place_of(report, finding.primary), json);
  json["resource"] = {{"address", redact(finding.resource_address)}, {"type", redact(finding.resource_type)}};
  if (!finding.resource_construct.empty()) json["resource"]["construct"] = redact(finding.resource_construct);
  if (answer.verdict == Verdict::safe) {
    Json proof = Json::array();
    for (const std::string& step : answer.proof) proof.push_back(redact(step));
    json["proof"] = std::move(proof);
  } else {
    json["witness"] = answer.witness ? request_json(*answer.witness) : Json(nullptr);
  }
  const bool undecided = answer.verdict == Verdict::undecided;
  json["reason"] = undecided ? Json(redact(describe_reasons(answer))) : Json(nullptr);
  if (undecided) {
    json["settled_by"] = redact(settling(answer));
    json["reasons"] = reasons_json(report, answer.reasons);
  }
  json["related"] = related_json(report, finding);
  json["fix"] = fix_json(report, finding);
  json["fingerprint"] = finding.fingerprint;
  json["suppressed"] = suppression_json(report, finding);
  return json;
}

Json problem_json(const engine::Report& report, const source::Problem& problem) {
  const auto place = place_of(report, problem.span);
  return {{"file", place ? Json(place->path) : Json(nullptr)},
          {"line", place ? Json(place->start.line) : Json(nullptr)},
          {"column", place ? Json(place->start.column) : Json(nullptr)},
          {"message", redact(problem.message)},
          {"kind", problem_name(problem.kind)}};
}

}  // namespace

void render_json(const engine::Report& report, std::ostream& out) {
  JsonStream stream(out);
  const auto problems = [&](bool notices) {
    stream.open('[');
    for (const source::Problem& problem : report.problems) {
      if ((problem.kind == source::ProblemKind::notice) == notices)
        stream.element(problem_json(report, problem));
    }
    stream.close();
  };
  stream.open('{');
  stream.member("tool", {{"name", kToolName}, {"version", kToolVersion}});
  stream.member("summary", summary_json(report));
  stream.key("findings");
  stream.open('[');
  for (const engine::Finding& finding : report.findings) stream.element(finding_json(report, finding));
  stream.close();
  stream.key("errors");
  problems(false);
  stream.key("notices");
  problems(true);
  stream.member("unread_modules", reasons_json(report, report.unread_modules));
  stream.close();
}

}  // namespace rootproof::report
