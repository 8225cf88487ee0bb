#include "analyzer/report/statistics.h"

#include <map>
#include <ostream>
#include <set>
#include <string>

namespace rootproof::report {

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
}

}  // namespace rootproof::report
