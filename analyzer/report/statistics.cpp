#include "analyzer/report/statistics.h"

#include <algorithm>
#include <map>
#include <ostream>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "analyzer/report/report.h"
#include "analyzer/report/terminal_text.h"

namespace rootproof::report {
namespace {

constexpr std::size_t kTopDetails = 10;

const char* name_of(Language language) {
  switch (language) {
    case Language::cloudformation:
      return "CloudFormation";
    case Language::terraform:
      return "Terraform";
    case Language::policy_json:
      return "policy files";
    case Language::organization_export:
      return "exported organization";
  }
  return "";
}

template <class Key>
std::vector<std::pair<Key, std::size_t>> most_first(const std::map<Key, std::size_t>& counts) {
  std::vector<std::pair<Key, std::size_t>> sorted(counts.begin(), counts.end());
  std::stable_sort(sorted.begin(), sorted.end(),
                   [](const auto& a, const auto& b) { return a.second > b.second; });
  return sorted;
}

/// How far the policies of a language were evaluated, and what the rest waits for.
void render_policy_slots(Language language, const engine::PolicySlotStatistics& statistics,
                         std::ostream& out) {
  const auto slots = [&](engine::SlotKnowledge knowledge) {
    return statistics.slots[static_cast<std::size_t>(knowledge)];
  };
  out << "policies in " << name_of(language) << "\n  known " << slots(engine::SlotKnowledge::full)
      << "  known but for identities " << slots(engine::SlotKnowledge::identities) << "  partly known "
      << slots(engine::SlotKnowledge::partial) << "  unknown " << slots(engine::SlotKnowledge::unknown)
      << "\n";
  if (statistics.by_kind.empty()) return;
  out << "  parts wait for\n";
  for (const auto& [kind, count] : most_first(statistics.by_kind))
    out << "    " << value::to_string(kind) << " " << count << "\n";
  out << "  most often for\n";
  std::size_t shown = 0;
  for (const auto& [detail, count] : most_first(statistics.by_detail)) {
    if (++shown > kTopDetails) break;
    out << "    " << count << "  " << value::to_string(detail.first) << ": "
        << redact(printable_sentence(detail.second)) << "\n";
  }
}

}  // namespace

void render_statistics(const engine::Report& report, std::ostream& out) {
  std::map<std::string, std::map<std::string, std::size_t>> by_rule;
  std::map<std::string, std::size_t> by_reason;
  for (const engine::Finding& finding : report.findings) {
    ++by_rule[finding.rule][finding.suppressed ? "suppressed" : policy::to_string(finding.answer.verdict)];
    if (finding.answer.verdict != policy::Verdict::undecided) continue;
    std::set<std::string> kinds;
    for (const value::Reason& reason : finding.answer.reasons) kinds.emplace(value::to_string(reason.kind));
    for (const std::string& kind : kinds) ++by_reason[kind];
  }
  out << "\nby rule\n";
  for (const auto& [rule, answers] : by_rule) {
    out << "  " << rule;
    for (const auto& [answer, count] : answers) out << "  " << answer << " " << count;
    out << "\n";
  }
  if (!by_reason.empty()) out << "undecided by reason\n";
  for (const auto& [reason, count] : by_reason) out << "  " << reason << " " << count << "\n";
  for (const auto& [language, statistics] : report.policy_slots)
    render_policy_slots(language, statistics, out);
}

}  // namespace rootproof::report
