#include "analyzer/engine/suppression.h"

#include <algorithm>
#include <chrono>
#include <map>
#include <set>
#include <utility>

#include "analyzer/engine/rule_selection.h"

namespace rootproof::engine {
namespace {

/// Findings by where they stand, and by the resource they are about.
class FindingIndex {
 public:
  FindingIndex(std::span<const Resource> resources, Findings& findings) : findings_(findings) {
    for (const Resource& resource : resources) {
      addresses_[start_of(resource.span)].insert(resource.address);
      starts_[resource.address].insert(start_of(resource.span));
    }
    for (std::size_t i = 0; i < findings.size(); ++i) {
      if (findings[i].answer.verdict == policy::Verdict::safe) continue;
      by_place_.emplace(start_of(findings[i].primary), i);
      by_address_.emplace(findings[i].resource_address, i);
    }
  }

  /// Findings in the scope, and those about a resource whose definition begins with it.
  [[nodiscard]] std::set<std::size_t> covered(source::Span scope) const {
    std::set<std::size_t> result;
    if (scope.empty()) return result;
    for (auto entry = by_place_.lower_bound({scope.file, scope.begin});
         entry != by_place_.end() && entry->first < Start{scope.file, scope.end}; ++entry)
      result.insert(entry->second);
    const auto addresses = addresses_.find(start_of(scope));
    if (addresses == addresses_.end()) return result;
    for (const std::string& address : addresses->second) {
      const auto [first, last] = by_address_.equal_range(address);
      for (auto entry = first; entry != last; ++entry) {
        if (is_about(findings_[entry->second], address, scope.file)) result.insert(entry->second);
      }
    }
    return result;
  }

 private:
  using Start = std::pair<source::FileId, std::uint32_t>;

  static Start start_of(source::Span span) { return {span.file, span.begin}; }

  /// Addresses are unique within one template or root module only. Where the same one stands at several
  /// places, the finding is taken to speak of the one in its own file.
  [[nodiscard]] bool is_about(const Finding& finding, const std::string& address, source::FileId file) const {
    const std::set<Start>& starts = starts_.at(address);
    if (starts.size() == 1) return true;
    const auto in_file =
        std::count_if(starts.begin(), starts.end(), [&](const Start& start) { return start.first == file; });
    return finding.primary.file == file && in_file == 1;
  }

  const Findings& findings_;
  std::map<Start, std::set<std::string>> addresses_;
  std::map<std::string, std::set<Start>> starts_;
  std::multimap<Start, std::size_t> by_place_;
  std::multimap<std::string, std::size_t> by_address_;
};

Finding about(const Rule& rule, const WrittenSuppression& suppression, std::string message) {
  policy::Answer answer;
  answer.verdict = policy::Verdict::violation;
  Finding finding = make_finding(rule, Resource{}, std::move(answer), suppression.span);
  finding.message = std::move(message);
  for (const std::string& id : suppression.rules) finding.identity += id + " ";
  return finding;
}

/// A date in the form the comparison of texts needs.
bool is_date(const std::string& text) {
  if (text.size() != 10) return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool dash = i == 4 || i == 7;
    if (dash ? text[i] != '-' : text[i] < '0' || text[i] > '9') return false;
  }
  const auto part = [&](std::size_t at, std::size_t size) { return std::stoi(text.substr(at, size)); };
  const std::chrono::year_month_day date{std::chrono::year(part(0, 4)),
                                         std::chrono::month(static_cast<unsigned>(part(5, 2))),
                                         std::chrono::day(static_cast<unsigned>(part(8, 2)))};
  return date.ok();
}

bool is_whole(const ParsedFile& file) {
  return std::all_of(file.problems.begin(), file.problems.end(), [](const source::Problem& problem) {
    return problem.kind == source::ProblemKind::notice;
  });
}

/// Applies the suppressions of one scan and says what is wrong with them.
class Application {
 public:
  Application(std::span<const Rule* const> rules_run, const std::string& today, const FindingIndex& index,
              Findings& findings)
      : rules_run_(rules_run), today_(today), index_(index), findings_(findings) {}

  void apply(const WrittenSuppression& suppression, bool file_is_whole) {
    if (suppression.in_text && index_.covered(suppression.scope).empty()) return;
    if (!suppression.error.empty()) {
      return report_rule("RP001", suppression,
                         "this suppression cannot be understood and is not in force: " + suppression.error);
    }
    if (suppression.rules.empty()) {
      return report_rule("RP001", suppression, "this suppression names no rule and suppresses nothing");
    }
    std::vector<const Rule*> rules;
    if (!resolve(suppression, rules)) return;
    if (suppression.reason.empty())
      report_rule("RP001", suppression,
                  "this suppression of " + suppression.rules.front() + " says no reason");
    if (!in_force(suppression)) return;
    const bool used = mark(suppression, rules);
    const bool all_ran =
        std::all_of(rules.begin(), rules.end(), [&](const Rule* rule) { return ran(*rule); });
    if (!used && all_ran && file_is_whole)
      report_rule("RP002", suppression,
                  "nothing here is reported by " + suppression.rules.front() + "; the suppression can go");
  }

  Findings about_suppressions;

 private:
  bool ran(const Rule& rule) const {
    return std::find(rules_run_.begin(), rules_run_.end(), &rule) != rules_run_.end();
  }

  void report_rule(std::string_view id, const WrittenSuppression& suppression, const std::string& message) {
    for (const Rule* rule : suppression_rules()) {
      if (rule->info.id == id && ran(*rule)) about_suppressions.push_back(about(*rule, suppression, message));
    }
  }

  bool resolve(const WrittenSuppression& suppression, std::vector<const Rule*>& rules) {
    for (const std::string& text : suppression.rules) {
      const Rule* rule = find_rule(text);
      if (rule == nullptr) {
        report_rule("RP002", suppression, no_such_rule(text));
        return false;
      }
      rules.push_back(rule);
    }
    return true;
  }

  bool in_force(const WrittenSuppression& suppression) {
    if (!suppression.until) return true;
    const std::string& until = *suppression.until;
    if (!is_date(until)) {
      report_rule("RP002", suppression,
                  "\"" + until + "\" is no date of the form YYYY-MM-DD; the suppression is not in force");
      return false;
    }
    if (until >= today_) return true;
    report_rule("RP002", suppression,
                "this suppression of " + suppression.rules.front() + " expired on " + until);
    return false;
  }

  bool mark(const WrittenSuppression& suppression, const std::vector<const Rule*>& rules) {
    bool used = false;
    for (const std::size_t i : index_.covered(suppression.scope)) {
      Finding& finding = findings_[i];
      const bool named = std::any_of(rules.begin(), rules.end(),
                                     [&](const Rule* rule) { return rule->info.id == finding.rule; });
      if (!named) continue;
      finding.suppressed = Suppression{suppression.reason, suppression.until.value_or(""), suppression.span};
      used = true;
    }
    return used;
  }

  std::span<const Rule* const> rules_run_;
  const std::string& today_;
  const FindingIndex& index_;
  Findings& findings_;
};

}  // namespace

void apply_suppressions(const Project& project, std::span<const Resource> resources,
                        std::span<const Rule* const> rules_run, const std::string& today,
                        Findings& findings) {
  std::vector<std::pair<WrittenSuppression, bool>> written;
  for (const ParsedFile& file : project.files()) {
    if (!is_analysed(file)) continue;
    const bool whole = is_whole(file);
    for (WrittenSuppression& suppression : read_suppressions(file))
      written.emplace_back(std::move(suppression), whole);
  }
  if (written.empty()) return;
  const FindingIndex index(resources, findings);
  Application application(rules_run, today, index, findings);
  for (const auto& [suppression, file_is_whole] : written) application.apply(suppression, file_is_whole);
  for (Finding& finding : application.about_suppressions) findings.push_back(std::move(finding));
}

}  // namespace rootproof::engine
