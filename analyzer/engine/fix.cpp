#include "analyzer/engine/fix.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>
#include <utility>

#include "analyzer/engine/rule_selection.h"
#include "parsers/source/limits.h"

namespace rootproof::engine {
namespace {

using Contents = std::map<std::string, std::string>;

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

/// A fix that can be made, without what it points to.
struct Candidate {
  FixedFinding finding;
  Severity severity = Severity::medium;
  std::string fingerprint;
  std::map<std::string, std::vector<Edit>> edits;  ///< by canonical path, in order
};

/// What a scan says, as far as two of them are compared.
struct State {
  std::map<std::pair<std::string, policy::Verdict>, std::size_t> by_rule;
  struct Violation {
    Severity severity = Severity::note;
    std::string rule;
  };
  std::map<std::string, Violation> violations;                   ///< by fingerprint
  std::map<std::pair<std::string, Severity>, std::size_t> open;  ///< undecided ones by rule
  /// Of those, what each depends on, and what they all do.
  std::map<std::pair<std::string, Severity>, std::vector<std::set<std::string>>> doubts;
  std::set<std::string> all_doubts;
  std::size_t errors = 0;
  bool complete = true;
  std::vector<Candidate> candidates;
  std::vector<FixedFinding> offered;
  Contents read;  ///< the files that candidates change, as they are
  std::map<std::string, std::string> displays;
};

/// How far the text of a file is from its bytes: a dropped byte order mark. nullopt where they are otherwise
/// not the same.
std::optional<std::uint32_t> text_offset(const std::string& bytes, const source::SourceFile& file) {
  if (file.has_original_bytes()) return bytes.size() == file.text().size() ? std::optional(0U) : std::nullopt;
  const bool marked =
      bytes.starts_with(kByteOrderMark) && bytes.size() == file.text().size() + kByteOrderMark.size();
  return marked ? std::optional(static_cast<std::uint32_t>(kByteOrderMark.size())) : std::nullopt;
}

/// The edits of a finding by file; empty where one of them is for no file on disk.
std::map<std::string, std::vector<Edit>> edits_by_file(const Project& project, const Fix& fix, State& state) {
  std::map<std::string, std::vector<Edit>> all;
  for (Edit edit : fix.edits) {
    const source::SourceFile& file = project.sources().file(edit.span.file);
    const std::string path = project.path_of(edit.span.file);
    if (path.empty() || !project.requested(edit.span.file)) return {};
    const auto [read, is_new] = state.read.try_emplace(path);
    if (is_new) {
      // What cannot be read is empty, and then not as long as its text.
      read->second = project.read(path, limits::kTerraformFileBytes).bytes;
      state.displays.emplace(path, file.path());
    }
    const std::optional<std::uint32_t> offset = text_offset(read->second, file);
    if (!offset) return {};
    edit.span.begin += *offset;
    edit.span.end += *offset;
    all[path].push_back(std::move(edit));
  }
  return all;
}

State state_of(const Project& project, const Report& report, const std::set<std::string_view>& selected) {
  State state;
  state.complete = report.complete;
  for (const source::Problem& problem : report.problems)
    state.errors += problem.kind == source::ProblemKind::notice ? 0U : 1U;
  for (const Finding& finding : report.findings) {
    if (finding.answer.verdict == policy::Verdict::safe || finding.suppressed) continue;
    ++state.by_rule[{finding.rule, finding.answer.verdict}];
    if (finding.answer.verdict == policy::Verdict::undecided) {
      ++state.open[{finding.rule, finding.severity}];
      std::set<std::string> doubts;
      for (const value::Reason& reason : finding.answer.reasons)
        doubts.insert(std::string(value::to_string(reason.kind)) + " " + reason.detail);
      state.all_doubts.insert(doubts.begin(), doubts.end());
      state.doubts[{finding.rule, finding.severity}].push_back(std::move(doubts));
    }
    if (finding.answer.verdict == policy::Verdict::violation)
      state.violations.emplace(finding.fingerprint, State::Violation{finding.severity, finding.rule});
    if (finding.answer.verdict != policy::Verdict::violation || !finding.fix ||
        !selected.contains(finding.rule))
      continue;
    Candidate candidate;
    candidate.edits = edits_by_file(project, *finding.fix, state);
    if (candidate.edits.empty()) continue;
    const source::SourceFile& file = project.sources().file(finding.primary.file);
    candidate.finding = {finding.rule, file.path(), file.location(finding.primary.begin),
                         finding.fix->description, finding.fix->choice};
    if (!finding.fix->choice.empty()) {
      state.offered.push_back(std::move(candidate.finding));
      continue;
    }
    candidate.severity = finding.severity;
    candidate.fingerprint = finding.fingerprint;
    state.candidates.push_back(std::move(candidate));
  }
  return state;
}

class Fixer {
 public:
  Fixer(const ProjectOptions& read_with, const ScanOptions& scan_with)
      : read_with_(read_with), judge_with_(scan_with) {
    for (const Rule* rule : scan_with.rules) selected_.insert(rule->info.id);
    // What an edit does to the questions of the other rules counts as well.
    for (const Rule* rule : select_rules({}, {}).rules)
      if (!selected_.contains(rule->info.id)) judge_with_.rules.push_back(rule);
  }

  FixResult run() {
    std::optional<State> state = scanned({});
    if (!state) return std::move(result_);
    result_.complete = state->complete;
    for (std::size_t pass = 0; pass < kFixPasses; ++pass) {
      for (const auto& [path, bytes] : state->read) originals_.emplace(path, bytes);
      displays_.insert(state->displays.begin(), state->displays.end());
      std::optional<State> next = improved(*state);
      if (!next) break;
      state = std::move(next);
    }
    if (state) result_.offered = std::move(state->offered);
    for (const auto& [path, after] : contents_)
      result_.files.push_back({path, displays_[path], originals_[path], after});
    std::sort(result_.files.begin(), result_.files.end(),
              [](const FixedFile& a, const FixedFile& b) { return a.display < b.display; });
    return std::move(result_);
  }

 private:
  std::optional<State> scanned(const Contents& contents) {
    ProjectOptions options = read_with_;
    options.contents = contents;
    Project project(std::move(options));
    if (auto error = project.load()) {
      if (!result_.error) result_.error = std::move(error);
      return std::nullopt;
    }
    return state_of(project, scan(project, judge_with_), selected_);
  }

  /// The state after all fixes that work, nullopt when none does.
  std::optional<State> improved(const State& state) {
    for (;;) {
      const std::vector<const Candidate*> chosen = without_overlaps(state);
      if (chosen.empty()) return std::nullopt;
      if (std::optional<State> after = tried(state, chosen)) return after;
      // Not all of them work: one by one.
      for (const Candidate* candidate : chosen) {
        if (chosen.size() > 1) {
          if (std::optional<State> after = tried(state, {candidate})) return after;
        }
        if (result_.beyond_limit) return std::nullopt;
        refuse(*candidate);
      }
    }
  }

  void refuse(const Candidate& candidate) {
    if (!refused_.insert(candidate.fingerprint).second) return;
    result_.refused.push_back(candidate.finding);
    result_.refused.back().instead = instead_;
    result_.refused.back().undecided_instead = undecided_instead_;
  }

  /// Fixes in order that do not touch what an earlier one changes. The same edits for several findings count
  /// for all of them.
  [[nodiscard]] std::vector<const Candidate*> without_overlaps(const State& state) const {
    std::vector<const Candidate*> chosen;
    std::map<std::string, std::vector<Edit>> taken;
    for (const Candidate& candidate : state.candidates) {
      if (refused_.contains(candidate.fingerprint)) continue;
      const bool free = std::all_of(candidate.edits.begin(), candidate.edits.end(), [&](const auto& entry) {
        return std::all_of(entry.second.begin(), entry.second.end(), [&](const Edit& edit) {
          const auto& others = taken[entry.first];
          return std::none_of(others.begin(), others.end(), [&](const Edit& other) {
            const bool same = other.span.begin == edit.span.begin && other.span.end == edit.span.end &&
                              other.text == edit.text;
            return !same && other.span.begin <= edit.span.end && edit.span.begin <= other.span.end;
          });
        });
      });
      if (!free) continue;
      for (const auto& [path, edits] : candidate.edits)
        taken[path].insert(taken[path].end(), edits.begin(), edits.end());
      chosen.push_back(&candidate);
    }
    return chosen;
  }

  /// Makes the edits and scans the result; nullopt when that is no better.
  std::optional<State> tried(const State& state, const std::vector<const Candidate*>& candidates) {
    result_.beyond_limit = trials_ == kFixTrials;
    if (result_.beyond_limit) return std::nullopt;
    ++trials_;
    Contents contents = contents_;
    for (const auto& [path, bytes] : edited(state, candidates)) contents[path] = bytes;
    std::optional<State> after = scanned(contents);
    instead_.clear();
    undecided_instead_ = false;
    if (!after || !is_better(state, *after, candidates)) return std::nullopt;
    contents_ = std::move(contents);
    // What did not help before may help now.
    refused_.clear();
    result_.refused.clear();
    for (const Candidate* candidate : candidates) result_.applied.push_back(candidate->finding);
    return after;
  }

  static Contents edited(const State& state, const std::vector<const Candidate*>& candidates) {
    using Place = std::tuple<std::uint32_t, std::uint32_t, std::string>;
    std::map<std::string, std::set<Place>> edits;
    for (const Candidate* candidate : candidates) {
      for (const auto& [path, list] : candidate->edits) {
        for (const Edit& edit : list) edits[path].emplace(edit.span.begin, edit.span.end, edit.text);
      }
    }
    Contents contents;
    for (const auto& [path, places] : edits) {
      std::string bytes = state.read.at(path);
      for (auto place = places.rbegin(); place != places.rend(); ++place) {
        const auto& [begin, end, text] = *place;
        bytes.replace(begin, end - begin, text);
      }
      contents.emplace(path, std::move(bytes));
    }
    return contents;
  }

  /// Every rule that was fixed reports less or milder, no file got unreadable, and nothing as grave as the
  /// mildest of what was fixed is new, be it that nobody can tell any more: a violation that gets undecided
  /// may have been made worse.
  bool is_better(const State& before, const State& after, const std::vector<const Candidate*>& candidates) {
    if (after.errors > before.errors || (before.complete && !after.complete)) return false;
    const auto count = [](const auto& counts, const auto& key) {
      const auto found = counts.find(key);
      return found == counts.end() ? std::size_t{0} : found->second;
    };
    std::map<std::string, std::size_t> fixed;
    Severity mildest = Severity::critical;
    for (const Candidate* candidate : candidates) {
      const auto left = after.violations.find(candidate->fingerprint);
      const bool milder = left != after.violations.end() && left->second.severity < candidate->severity;
      fixed[candidate->finding.rule] += milder ? 0U : 1U;
      mildest = std::min(mildest, candidate->severity);
    }
    for (const auto& [rule, number] : fixed) {
      const std::pair key{rule, policy::Verdict::violation};
      const std::pair open{rule, policy::Verdict::undecided};
      if (count(after.by_rule, key) + number > count(before.by_rule, key) ||
          count(after.by_rule, open) > count(before.by_rule, open))
        return false;
    }
    for (const auto& [fingerprint, violation] : after.violations) {
      if (violation.severity < mildest || before.violations.contains(fingerprint)) continue;
      instead_ = violation.rule;
      return false;
    }
    for (const auto& [key, number] : after.open) {
      if (key.second < mildest || number <= count(before.open, key)) continue;
      if (hangs_on_known_doubts(before, after.doubts.at(key))) continue;
      instead_ = key.first;
      undecided_instead_ = true;
      return false;
    }
    return true;
  }

  /// Whether all depend on nothing but what other answers depended on before: that the type of the policies
  /// is enabled, for instance. What was violated whatever that may be is then as good as it can get.
  static bool hangs_on_known_doubts(const State& before, const std::vector<std::set<std::string>>& doubts) {
    return std::all_of(doubts.begin(), doubts.end(), [&](const std::set<std::string>& each) {
      return !each.empty() &&
             std::includes(before.all_doubts.begin(), before.all_doubts.end(), each.begin(), each.end());
    });
  }

  const ProjectOptions& read_with_;
  ScanOptions judge_with_;
  std::set<std::string_view> selected_;
  FixResult result_;
  Contents contents_;
  Contents originals_;
  std::map<std::string, std::string> displays_;
  std::set<std::string> refused_;
  std::string instead_;  ///< the rule that reports something as grave after what was tried last
  bool undecided_instead_ = false;
  std::size_t trials_ = 0;
};

}  // namespace

FixResult find_fixes(const ProjectOptions& read_with, const ScanOptions& scan_with) {
  return Fixer(read_with, scan_with).run();
}

}  // namespace rootproof::engine
