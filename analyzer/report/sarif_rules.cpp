#include <nlohmann/json.hpp>

#include "analyzer/report/places.h"
#include "analyzer/report/report.h"
#include "analyzer/report/sarif_run.h"
#include "analyzer/report/tool.h"
#include "parsers/source/lower_case.h"

namespace rootproof::report {
namespace {

using Json = nlohmann::ordered_json;
using engine::RuleInfo;
using engine::Severity;

/// GitHub: above 9.0 critical, 7.0 to 8.9 high, 4.0 to 6.9 medium, 0.1 to 3.9 low.
std::string_view security_severity(Severity severity) {
  switch (severity) {
    case Severity::critical:
      return "9.5";
    case Severity::high:
      return "8.0";
    case Severity::medium:
      return "5.5";
    case Severity::low:
      return "2.5";
    case Severity::note:
      return "1.0";
  }
  return "1.0";
}

char upper(char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; }

/// "foreign-account-root-principal" as "ForeignAccountRootPrincipal".
std::string pascal_case(std::string_view name) {
  std::string pascal;
  bool word_start = true;
  for (const char c : name) {
    if (c == '-' || c == '_' || c == ' ') {
      word_start = true;
      continue;
    }
    pascal += word_start ? upper(c) : c;
    word_start = false;
  }
  return pascal;
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\n')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\n')) text.remove_suffix(1);
  return text;
}

/// "CIS AWS 7.0 2.1.2" as "external/cis-aws-7.0/2.1.2": the last word is the control, what stands before it
/// the catalogue.
std::string mapping_tag(std::string_view mapping) {
  const std::size_t split = mapping.rfind(' ');
  if (split == std::string_view::npos) return "external/" + std::string(mapping);
  std::string tag = "external/";
  for (const char c : mapping.substr(0, split)) tag += c == ' ' ? '-' : source::lower_case(c);
  return tag + "/" + std::string(mapping.substr(split + 1));
}

Json tags(const RuleInfo& info) {
  Json list = {"security", "aws", "infrastructure-as-code"};
  if (!info.family.empty()) list.push_back(info.family);
  std::string_view rest = info.mappings;
  while (!rest.empty() && list.size() < kSarifTags) {
    const std::size_t end = rest.find(',');
    const std::string_view mapping = trimmed(rest.substr(0, end));
    if (!mapping.empty()) list.push_back(mapping_tag(mapping));
    rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
  }
  return list;
}

/// Emphasis means nothing where only text is shown.
std::string without_emphasis(std::string_view markdown) {
  std::string text;
  for (std::size_t i = 0; i < markdown.size(); ++i) {
    if (markdown[i] == '*' && i + 1 < markdown.size() && markdown[i + 1] == '*') {
      ++i;
    } else {
      text += markdown[i];
    }
  }
  return text;
}

/// The rule's page, in the order in which `rootproof explain` shows it.
std::string markdown(const RuleInfo& info) {
  std::string text = "# " + std::string(info.id) + " " + std::string(info.name) + "\n\n" +
                     full_sentence(info.summary) + "\n";
  const auto section = [&](std::string_view title, std::string_view body) {
    if (trimmed(body).empty()) return;
    text += "\n## " + std::string(title) + "\n\n" + std::string(trimmed(body)) + "\n";
  };
  section("What it does", info.meaning);
  section("Why it matters", info.why);
  section("Reported", info.bad);
  section("Not reported", info.good);
  section("Fix", info.fix);
  section("Mappings", info.mappings);
  return text;
}

/// Joined paragraphs for viewers without Markdown; examples are left to the Markdown page.
std::string plain_help(const RuleInfo& info) {
  std::string text = full_sentence(info.summary);
  for (const std::string_view part : {info.meaning, info.why, info.fix}) {
    if (!trimmed(part).empty()) text += "\n\n" + full_sentence(part);
  }
  return without_emphasis(text);
}

std::string full_description(const RuleInfo& info) {
  const std::string why = trimmed(info.why).empty() ? "" : " " + full_sentence(info.why);
  return without_emphasis(full_sentence(info.summary) + why);
}

Json descriptor(const RuleInfo& info) {
  return {{"id", info.id},
          {"name", pascal_case(info.name)},
          {"shortDescription", {{"text", full_sentence(info.summary)}}},
          {"fullDescription", {{"text", full_description(info)}}},
          {"help", {{"text", plain_help(info)}, {"markdown", markdown(info)}}},
          {"helpUri", std::string(kToolUri) + "/tree/main/rules/" + std::string(info.family)},
          {"defaultConfiguration", {{"level", sarif_level(info.severity)}}},
          {"properties",
           {{"tags", tags(info)},
            {"precision", info.precision},
            {"security-severity", security_severity(info.severity)},
            {"problem.severity",
             sarif_level(info.severity) == "note" ? "recommendation" : sarif_level(info.severity)}}}};
}

/// A rule known only from its finding.
RuleInfo info_of(const engine::Finding& finding) {
  RuleInfo info;
  info.id = finding.rule;
  info.name = finding.name;
  info.severity = finding.severity;
  info.summary = finding.name.empty() ? std::string_view(finding.rule) : std::string_view(finding.name);
  return info;
}

}  // namespace

SarifRules::SarifRules(const engine::Report& report) {
  for (const engine::Rule* rule : report.rules) entries_[std::string(rule->info.id)].rule = rule;
  for (const engine::Finding& finding : report.findings) {
    Entry& entry = entries_[finding.rule];
    if (entry.rule == nullptr && entry.finding == nullptr) entry.finding = &finding;
  }
}

std::size_t SarifRules::index(std::string_view id) const {
  return static_cast<std::size_t>(std::distance(entries_.begin(), entries_.find(id)));
}

Json SarifRules::json() const {
  Json list = Json::array();
  for (const auto& [id, entry] : entries_) {
    list.push_back(descriptor(entry.rule != nullptr ? entry.rule->info : info_of(*entry.finding)));
  }
  return list;
}

std::string_view sarif_level(Severity severity) {
  switch (severity) {
    case Severity::critical:
    case Severity::high:
      return "error";
    case Severity::medium:
      return "warning";
    case Severity::low:
    case Severity::note:
      return "note";
  }
  return "note";
}

std::string capitalised(std::string text) {
  std::size_t letters = 0;
  while (letters < text.size() && text[letters] >= 'a' && text[letters] <= 'z') ++letters;
  if (letters > 0 && letters < text.size() && text[letters] == ' ') text[0] = upper(text[0]);
  return text;
}

std::string full_sentence(std::string_view text) {
  text = trimmed(text);
  std::string sentence(text);
  const bool ends =
      text.empty() || text.back() == '.' || text.back() == '!' || text.back() == '?' || text.back() == '`';
  if (!ends) sentence += '.';
  return sentence;
}

}  // namespace rootproof::report
