#include "analyzer/report/folding.h"

#include <map>
#include <string>
#include <string_view>
#include <tuple>

namespace rootproof::report {
namespace {

using engine::Finding;

void remove_all(std::string& text, std::string_view part) {
  if (part.empty()) return;
  for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at))
    text.erase(at, part.size());
}

/// The message without what names the instance: its address, and the resource of the example.
std::string meaning_of(const Finding& finding) {
  std::string text = finding.message;
  if (finding.answer.witness) remove_all(text, finding.answer.witness->resource);
  // A message names some of the reasons only.
  for (const value::Reason& reason : finding.answer.reasons) text += '\n' + reason.detail;
  remove_all(text, finding.resource_address);
  return text;
}

bool has_instances(const Finding& finding) {
  return finding.resource_address.ends_with(']') || finding.resource_address.starts_with("module.");
}

}  // namespace

std::vector<FoldedFinding> folded_findings(const engine::Report& report) {
  using Key = std::tuple<std::string_view, source::Span, policy::Verdict, engine::Severity, bool,
                         std::string_view, std::string>;
  std::map<Key, std::size_t> first;
  std::vector<FoldedFinding> folded;
  for (const Finding& finding : report.findings) {
    if (has_instances(finding) && !finding.primary.empty()) {
      Key key{finding.rule,
              finding.primary,
              finding.answer.verdict,
              finding.severity,
              finding.suppressed.has_value(),
              finding.resource_type,
              meaning_of(finding)};
      const auto [known, is_new] = first.emplace(std::move(key), folded.size());
      if (!is_new) {
        folded[known->second].instances.push_back(&finding);
        continue;
      }
    }
    folded.push_back({&finding, {}});
  }
  return folded;
}

}  // namespace rootproof::report
