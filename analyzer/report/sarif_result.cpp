#include <algorithm>
#include <nlohmann/json.hpp>

#include "analyzer/report/places.h"
#include "analyzer/report/report.h"
#include "analyzer/report/request_json.h"
#include "analyzer/report/sarif_run.h"
#include "parsers/source/source_file.h"

namespace rootproof::report {
namespace {

using Json = nlohmann::ordered_json;
using engine::Finding;
using policy::Verdict;

/// A place with its sentence, numbered from 1 for links in the message.
struct Linked {
  source::Span span;
  std::string message;
  bool origin = false;
};

std::vector<Linked> linked_places(const engine::Report& report, const Finding& finding) {
  std::vector<Linked> places;
  for (Step& step : origin_steps(report, finding)) {
    if (step.span != kNowhere) places.push_back({step.span, std::move(step.message), true});
  }
  for (const engine::Related& related : finding.related) {
    if (file_of(report, related.span) != nullptr) places.push_back({related.span, related.message, false});
  }
  if (places.size() >= kSarifLocations) places.resize(kSarifLocations - 1);
  return places;
}

/// SARIF 2.1.0 §3.11.6: brackets in the text of a message begin a link unless escaped.
std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : redact(text)) {
    if (c == '[' || c == ']' || c == '\\') out += '\\';
    out += c;
  }
  return out;
}

std::string plain_message(std::string_view text) { return capitalised(full_sentence(escaped(text))); }

/// Message, links to where the value comes from, witness or reasons, and the fix: GitHub shows no more than
/// this.
std::string message_text(const FoldedFinding& folded, const std::vector<Linked>& places) {
  const Finding& finding = *folded.finding;
  std::string text = plain_message(finding.message.empty() ? finding.name : finding.message);
  if (!folded.instances.empty())
    text += " The same holds for " + std::to_string(folded.instances.size()) +
            (folded.instances.size() == 1 ? " other instance" : " other instances") + " of the resource.";
  std::size_t last_origin = 0;
  for (std::size_t i = 0; i < places.size(); ++i) {
    if (places[i].origin) last_origin = i + 1;
  }
  constexpr std::size_t kLinks = 5;
  if (last_origin > 0) text += " The value comes from [here](" + std::to_string(last_origin) + ").";
  std::size_t links = 0;
  for (std::size_t i = 0; i < places.size() && links < kLinks; ++i) {
    if (places[i].origin) continue;
    text += " See [place " + std::to_string(++links) + "](" + std::to_string(i + 1) +
            "): " + full_sentence(escaped(places[i].message));
  }
  if (finding.answer.witness)
    text += " Witness: " + full_sentence(escaped(policy::describe(*finding.answer.witness)));
  if (finding.answer.verdict == Verdict::undecided && !finding.answer.reasons.empty()) {
    text += " Not decided because of " + plain_message(describe_reasons(finding.answer)) +
            " To decide it: " + plain_message(settling(finding.answer));
  }
  if (finding.fix) text += " " + plain_message(finding.fix->description);
  return text;
}

Json location(SarifArtifacts& artifacts, source::Span span, const std::string& message) {
  return {{"physicalLocation", artifacts.physical_location(span)},
          {"message", {{"text", plain_message(message)}}}};
}

Json logical_location(const Finding& finding) {
  return {{"fullyQualifiedName", redact(finding.resource_address)}, {"kind", "resource"}};
}

/// The place, and every instance of the resource of which the result speaks.
Json primary_location(const engine::Report& report, const FoldedFinding& folded, SarifArtifacts& artifacts) {
  const Finding& finding = *folded.finding;
  Json json = Json::object();
  if (file_of(report, finding.primary) != nullptr) {
    json["physicalLocation"] = artifacts.physical_location(finding.primary, true);
  }
  if (!finding.resource_address.empty()) {
    Json instances = Json::array({logical_location(finding)});
    for (const Finding* instance : folded.instances) instances.push_back(logical_location(*instance));
    json["logicalLocations"] = std::move(instances);
  }
  return json;
}

/// The way of the value, from the text it comes from to its use.
Json code_flows(const engine::Report& report, const Finding& finding, const std::vector<Linked>& places,
                SarifArtifacts& artifacts) {
  Json locations = Json::array();
  for (auto place = places.rbegin(); place != places.rend(); ++place) {
    if (place->origin) locations.push_back({{"location", location(artifacts, place->span, place->message)}});
  }
  if (locations.empty() || file_of(report, finding.primary) == nullptr) return nullptr;
  locations.push_back({{"location", location(artifacts, finding.primary, "value is used here")}});
  return Json::array({{{"threadFlows", Json::array({{{"locations", std::move(locations)}}})}}});
}

Json fixes(const engine::Report& report, const Finding& finding, SarifArtifacts& artifacts) {
  if (!finding.fix || !has_printable_edits(report, *finding.fix)) return nullptr;
  std::map<source::FileId, Json> replacements;
  for (const engine::Edit& edit : finding.fix->edits) {
    const auto place = place_of(report, edit.span);
    replacements[edit.span.file].push_back({{"deletedRegion",
                                             {{"startLine", place->start.line},
                                              {"startColumn", place->start.column},
                                              {"endLine", place->end.line},
                                              {"endColumn", place->end.column}}},
                                            {"insertedContent", {{"text", edit.text}}}});
  }
  Json changes = Json::array();
  for (auto& [file, list] : replacements) {
    changes.push_back({{"artifactLocation", artifacts.location(report.sources->file(file))},
                       {"replacements", std::move(list)}});
  }
  return Json::array({{{"description", {{"text", plain_message(finding.fix->description)}}},
                       {"artifactChanges", std::move(changes)}}});
}

Json suppressions(const engine::Report& report, const Finding& finding, SarifArtifacts& artifacts) {
  Json list = Json::array();
  if (!finding.suppressed) return list;
  Json json = {
      {"kind", "inSource"}, {"status", "accepted"}, {"justification", redact(finding.suppressed->reason)}};
  if (file_of(report, finding.suppressed->span) != nullptr) {
    json["location"] = {{"physicalLocation", artifacts.physical_location(finding.suppressed->span)}};
  }
  if (!finding.suppressed->until.empty()) json["properties"] = {{"until", finding.suppressed->until}};
  list.push_back(std::move(json));
  return list;
}

Json fingerprints(const engine::Report& report, const Finding& finding, SarifArtifacts& artifacts) {
  Json json = Json::object();
  const source::SourceFile* file = file_of(report, finding.primary);
  if (file != nullptr && !file->text().empty()) {
    json["primaryLocationLineHash"] = artifacts.line_hash(*file, file->location(finding.primary.begin).line);
  }
  if (!finding.fingerprint.empty()) json["rootproof/v1"] = finding.fingerprint;
  return json;
}

Json properties(const Finding& finding) {
  Json json = {{"answer", policy::to_string(finding.answer.verdict)},
               {"severity", engine::to_string(finding.severity)}};
  if (!finding.resource_address.empty()) {
    json["resource"] = {{"address", redact(finding.resource_address)},
                        {"type", redact(finding.resource_type)}};
    if (!finding.resource_construct.empty())
      json["resource"]["construct"] = redact(finding.resource_construct);
  }
  if (finding.answer.witness) json["witness"] = request_json(*finding.answer.witness);
  if (finding.answer.verdict == Verdict::undecided) {
    json["reason"] = redact(describe_reasons(finding.answer));
    json["settledBy"] = redact(settling(finding.answer));
  }
  if (finding.answer.verdict == Verdict::safe) {
    Json proof = Json::array();
    for (const std::string& step : finding.answer.proof) proof.push_back(redact(step));
    json["proof"] = std::move(proof);
  }
  return json;
}

struct KindAndLevel {
  std::string_view kind;
  std::string_view level;
};

KindAndLevel kind_and_level(const Finding& finding) {
  switch (finding.answer.verdict) {
    case Verdict::violation:
      return {"fail", sarif_level(finding.severity)};
    case Verdict::undecided:
      return {"open", "note"};
    case Verdict::safe:
      return {"pass", "none"};
  }
  return {"open", "note"};
}

}  // namespace

Json sarif_result(const engine::Report& report, const FoldedFinding& folded, const SarifRules& rules,
                  bool any_suppressed, SarifArtifacts& artifacts) {
  const Finding& finding = *folded.finding;
  const std::vector<Linked> places = linked_places(report, finding);
  const KindAndLevel kind = kind_and_level(finding);
  Json json = {{"ruleId", finding.rule},
               {"ruleIndex", rules.index(finding.rule)},
               {"kind", kind.kind},
               {"level", kind.level},
               {"message", {{"text", message_text(folded, places)}}}};
  if (!folded.instances.empty()) json["occurrenceCount"] = 1 + folded.instances.size();
  json["locations"] = Json::array({primary_location(report, folded, artifacts)});
  Json related = Json::array();
  for (std::size_t i = 0; i < places.size(); ++i) {
    Json entry = {{"id", i + 1}};
    entry.update(location(artifacts, places[i].span, places[i].message));
    related.push_back(std::move(entry));
  }
  if (!related.empty()) json["relatedLocations"] = std::move(related);
  Json flows = code_flows(report, finding, places, artifacts);
  if (!flows.is_null()) json["codeFlows"] = std::move(flows);
  json["partialFingerprints"] = fingerprints(report, finding, artifacts);
  Json edits = fixes(report, finding, artifacts);
  if (!edits.is_null()) json["fixes"] = std::move(edits);
  if (any_suppressed) json["suppressions"] = suppressions(report, finding, artifacts);
  json["properties"] = properties(finding);
  return json;
}

}  // namespace rootproof::report
