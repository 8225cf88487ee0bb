#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <ostream>
#include <set>
#include <string>
#include <vector>

#include "analyzer/report/folding.h"
#include "analyzer/report/painter.h"
#include "analyzer/report/places.h"
#include "analyzer/report/report.h"
#include "analyzer/report/snippet.h"
#include "analyzer/report/suggestion.h"
#include "analyzer/report/terminal_text.h"
#include "parsers/source/source_file.h"

namespace rootproof::report {
namespace {

using engine::Finding;
using engine::Severity;
using policy::Verdict;

/// Everything that comes from the input passes here on its way to the terminal.
std::string sentence(std::string_view text) { return printable_sentence(redact(text)); }

std::string place_text(const engine::Report& report, source::Span span) {
  const auto place = place_of(report, span);
  if (!place) return "(no file)";
  return printable_sentence(place->path) + ":" + std::to_string(place->start.line) + ":" +
         std::to_string(place->start.column);
}

std::string headword(const Finding& finding) {
  switch (finding.answer.verdict) {
    case Verdict::violation:
      return std::string(engine::to_string(finding.severity));
    case Verdict::undecided:
      return "undecided";
    case Verdict::safe:
      return "safe";
  }
  return "undecided";
}

Color head_color(const Finding& finding) {
  if (finding.answer.verdict == Verdict::undecided) return Color::magenta;
  if (finding.answer.verdict == Verdict::safe) return Color::green;
  switch (finding.severity) {
    case Severity::critical:
    case Severity::high:
      return Color::red;
    case Severity::medium:
      return Color::yellow;
    case Severity::low:
    case Severity::note:
      return Color::cyan;
  }
  return Color::red;
}

/// Undecided findings of one rule with the same causes need to be explained once.
std::string grouping_key(const Finding& finding) {
  if (finding.answer.verdict != Verdict::undecided || finding.suppressed) return {};
  std::string key = finding.rule;
  for (const value::Reason& reason : finding.answer.reasons) {
    key += '\0' + describe(reason) + '\0' + std::to_string(static_cast<unsigned>(reason.span.file)) + ':' +
           std::to_string(reason.span.begin) + ':' + std::to_string(reason.span.end);
  }
  return key;
}

/// Writes one report; collects each finding in a string so that the stream sees few, large writes.
class TextReport {
 public:
  TextReport(const engine::Report& report, const TextOptions& options, std::ostream& stream)
      : report_(report), options_(options), paint_(options.color), stream_(stream) {}

  void render() {
    if (options_.quiet) {
      for (const Finding& finding : report_.findings) quiet_line(finding);
      for (const source::Problem& problem : report_.problems) quiet_line(problem);
    } else {
      findings();
      problems();
      summary();
    }
    flush();
  }

 private:
  void quiet_line(const Finding& finding) {
    if (finding.suppressed) return;
    out_ += place_text(report_, finding.primary) + ": " +
            paint_(head_color(finding), headword(finding) + "[" + sentence(finding.rule) + "]") + ": " +
            sentence(finding.message) + "\n";
    flush();
  }

  void quiet_line(const source::Problem& problem) {
    if (problem.kind == source::ProblemKind::notice) return;
    out_ += place_text(report_, problem.span) + ": " + paint_(Color::red, "error") + ": " +
            sentence(problem.message) + "\n";
    flush();
  }

  void findings() {
    const std::vector<Finding>& all = report_.findings;
    std::map<std::string, std::vector<const Finding*>> groups;
    for (const Finding& finding : all) {
      const std::string key = grouping_key(finding);
      if (!key.empty()) groups[key].push_back(&finding);
    }
    if (options_.verbose) {
      for (const Finding& finding : all) detailed(finding, {}, {});
      return;
    }
    for (const FoldedFinding& folded : folded_findings(report_)) {
      const Finding& finding = *folded.finding;
      if (finding.suppressed) continue;
      const auto group = groups.find(grouping_key(finding));
      if (group == groups.end()) {
        detailed(finding, {}, folded.instances);
      } else if (group->second.front() == &finding) {
        detailed(finding, group->second, {});
      }
    }
  }

  void detailed(const Finding& finding, const std::vector<const Finding*>& same,
                const std::vector<const Finding*>& instances) {
    const std::vector<Secondary> places = secondary_places(finding);
    choose_gutter(finding, places);
    const Color color = head_color(finding);
    const std::string suppressed = finding.suppressed ? " (suppressed)" : "";
    out_ += paint_(color, headword(finding) + "[" + sentence(finding.rule) + "]") + suppressed +
            paint_(Color::bold, ": " + sentence(finding.message)) + "\n";
    snippet(finding.primary, color, '^');
    resource(finding);
    others_of(instances);
    answer(finding);
    for (const Secondary& place : places) {
      if (!place.with_snippet) {
        property("note", sentence(place.message) +
                             (place.nowhere ? std::string{} : " at " + place_text(report_, place.span)));
      }
    }
    others(same);
    help(finding);
    suppression(finding);
    for (std::size_t i = 0; i < places.size(); ++i) {
      if (!places[i].with_snippet) continue;
      out_ += paint_(Color::bold, "note: " + sentence(places[i].message)) + "\n";
      // Several notes on one text (instances of one block) share the sight of it.
      const bool same_next =
          i + 1 < places.size() && places[i + 1].with_snippet && places[i + 1].span == places[i].span;
      if (!same_next) snippet(places[i].span, Color::blue, '-');
    }
    out_ += "\n";
    flush();
  }

  /// Another place of the finding: with its source lines, or in one line.
  struct Secondary {
    source::Span span;
    std::string message;
    bool with_snippet = false;
    bool nowhere = false;
  };

  /// The steps of the origin in one line each, the source of the value and related places with their text.
  [[nodiscard]] std::vector<Secondary> secondary_places(const Finding& finding) const {
    std::vector<Secondary> places;
    for (Step& step : origin_steps(report_, finding)) {
      const bool nowhere = step.span == kNowhere;
      places.push_back({step.span, std::move(step.message), false, nowhere});
    }
    if (!places.empty()) {
      Secondary& origin = places.back();
      origin.with_snippet = !origin.nowhere && !on_primary_line(finding, origin.span);
    }
    for (const engine::Related& related : finding.related) {
      const bool seen_above = related.span == finding.primary;
      const bool readable = file_of(report_, related.span) != nullptr;
      places.push_back({related.span, related.message, readable && !seen_above, seen_above});
    }
    return places;
  }

  [[nodiscard]] bool on_primary_line(const Finding& finding, source::Span span) const {
    const auto primary = place_of(report_, finding.primary);
    const auto other = place_of(report_, span);
    return primary && other && finding.primary.file == span.file &&
           primary->start.line == other->start.line && other->start.line == other->end.line;
  }

  /// All snippets of one finding share a gutter, wide enough for the largest line number.
  void choose_gutter(const Finding& finding, const std::vector<Secondary>& places) {
    gutter_ = gutter_of(finding.primary);
    for (const Secondary& place : places) {
      if (place.with_snippet) gutter_ = std::max(gutter_, gutter_of(place.span));
    }
  }

  [[nodiscard]] std::size_t gutter_of(source::Span span) const {
    const auto place = place_of(report_, span);
    return place ? std::to_string(place->end.line).size() : 1;
  }

  void gutter(const std::string& number) {
    out_ += paint_(Color::blue, std::string(gutter_ - std::min(gutter_, number.size()), ' ') + number + " |");
  }

  void snippet(source::Span span, Color color, char mark) {
    out_ += std::string(gutter_, ' ') + paint_(Color::blue, "--> ") + place_text(report_, span) + "\n";
    const std::vector<SnippetLine> lines = snippet_lines(report_, span);
    if (lines.empty()) return;
    gutter("");
    out_ += "\n";
    if (lines.size() == 1) {
      single_line(lines.front(), color, mark);
    } else {
      several_lines(lines, color, mark);
    }
    gutter("");
    out_ += "\n";
  }

  void single_line(const SnippetLine& line, Color color, char mark) {
    gutter(std::to_string(line.number));
    out_ += (line.text.empty() ? "" : " " + line.text) + "\n";
    gutter("");
    out_ += std::string(line.mark_begin + 1, ' ') +
            paint_(color, std::string(std::max<std::size_t>(1, line.mark_end - line.mark_begin), mark)) +
            "\n";
  }

  /// A bar at the left joins the first marked character with the last.
  void several_lines(const std::vector<SnippetLine>& lines, Color color, char mark) {
    const SnippetLine& first = lines.front();
    gutter(std::to_string(first.number));
    out_ += " " + paint_(color, first.mark_from_start ? "/" : " ") + " " + first.text + "\n";
    if (!first.mark_from_start) {
      gutter("");
      out_ += "  " + paint_(color, std::string(first.mark_begin + 1, '_') + mark) + "\n";
    }
    for (std::size_t i = 1; i < lines.size(); ++i) {
      const SnippetLine& line = lines[i];
      if (line.number == 0) {
        out_ += paint_(Color::blue, std::string(gutter_, '.') + " |") + " " + paint_(color, "|") + "\n";
        continue;
      }
      gutter(std::to_string(line.number));
      out_ += " " + paint_(color, "|") + (line.text.empty() ? "" : " " + line.text) + "\n";
    }
    gutter("");
    const std::size_t end = std::max<std::size_t>(1, lines.back().mark_end);
    out_ += " " + paint_(color, "|" + std::string(end, '_') + mark) + "\n";
  }

  /// "= name: text" below a snippet.
  void property(const std::string& name, const std::string& text) {
    out_ += std::string(gutter_ + 1, ' ') + paint_(Color::blue, "= ") + paint_(Color::bold, name + ": ") +
            text + "\n";
  }

  static constexpr std::size_t kReasonsShown = 3;
  static constexpr std::size_t kOthersShown = 5;

  void resource(const Finding& finding) {
    if (finding.resource_address.empty()) return;
    const std::string type =
        finding.resource_type.empty() ? "" : " (" + sentence(finding.resource_type) + ")";
    const std::string construct =
        finding.resource_construct.empty() ? "" : ", construct " + sentence(finding.resource_construct);
    property("resource", sentence(finding.resource_address) + type + construct);
  }

  void others_of(const std::vector<const Finding*>& instances) {
    if (instances.empty()) return;
    const std::size_t shown = instances.size() <= kOthersShown + 1 ? instances.size() : kOthersShown;
    std::string text = "likewise ";
    for (std::size_t i = 0; i < shown; ++i)
      text += (i == 0 ? "" : ", ") + sentence(instances[i]->resource_address);
    if (shown < instances.size())
      text += " and " + std::to_string(instances.size() - shown) + " more; --verbose shows each";
    property("note", text);
  }

  void answer(const Finding& finding) {
    if (finding.answer.witness) property("witness", sentence(policy::describe(*finding.answer.witness)));
    const std::vector<value::Reason>& reasons = finding.answer.reasons;
    const std::size_t shown = options_.verbose ? reasons.size() : std::min(reasons.size(), kReasonsShown);
    for (std::size_t i = 0; i < shown; ++i) {
      const bool placed = reasons[i].span != kNowhere && file_of(report_, reasons[i].span) != nullptr;
      property("reason", sentence(describe(reasons[i])) +
                             (placed ? " at " + place_text(report_, reasons[i].span) : ""));
    }
    if (shown < reasons.size())
      property("reason", "and " + std::to_string(reasons.size() - shown) + " more; --verbose names them");
    if (!options_.verbose) return;
    for (const std::string& step : finding.answer.proof) property("proof", sentence(step));
  }

  void others(const std::vector<const Finding*>& same) {
    if (same.size() < 2) return;
    const std::size_t count = same.size() - 1;
    property("note", std::to_string(count) + " more undecided for the same reason:");
    // One that would be left alone takes no more room than the line that says so.
    const std::size_t shown = count <= kOthersShown + 1 ? count : kOthersShown;
    for (std::size_t i = 1; i <= shown; ++i) {
      const Finding& other = *same[i];
      out_ += std::string(gutter_ + 3, ' ') + place_text(report_, other.primary) +
              (other.resource_address.empty() ? "" : " " + sentence(other.resource_address)) + ": " +
              sentence(other.message) + "\n";
    }
    if (shown < count)
      out_ +=
          std::string(gutter_ + 3, ' ') + "and " + std::to_string(count - shown) + "; --verbose names them\n";
  }

  void help(const Finding& finding) {
    if (finding.answer.verdict == Verdict::undecided) {
      std::set<std::string> said;
      for (const value::Reason& reason : finding.answer.reasons) {
        if (!options_.verbose && said.size() == kReasonsShown) break;
        std::string advice = sentence(value::what_would_settle(reason));
        if (said.insert(advice).second) property("help", advice);
      }
    }
    if (!finding.fix) return;
    property("help", sentence(finding.fix->description));
    const std::vector<SuggestionLine> lines = suggestion_lines(report_, *finding.fix);
    if (lines.empty()) return;
    gutter("");
    out_ += "\n";
    for (const SuggestionLine& line : lines) {
      const std::string number = std::to_string(line.number);
      out_ += paint_(Color::blue, std::string(gutter_ - std::min(gutter_, number.size()), ' ') + number) +
              " " + paint_(line.added ? Color::green : Color::red, (line.added ? "+ " : "- ") + line.text) +
              "\n";
    }
  }

  void suppression(const Finding& finding) {
    if (!finding.suppressed) return;
    const engine::Suppression& by = *finding.suppressed;
    property("note", "suppressed at " + place_text(report_, by.span) + ": " + sentence(by.reason) +
                         (by.until.empty() ? "" : " (until " + sentence(by.until) + ")"));
  }

  void problems() {
    for (const source::Problem& problem : report_.problems) {
      const bool notice = problem.kind == source::ProblemKind::notice;
      if (notice && !options_.verbose) {
        out_ += paint_(Color::cyan, "notice") + ": " + sentence(problem.message) + " at " +
                place_text(report_, problem.span) + "\n\n";
        continue;
      }
      const Color color = notice ? Color::cyan : Color::red;
      out_ += paint_(color, notice ? "notice" : "error") +
              paint_(Color::bold, ": " + sentence(problem.message)) + "\n";
      gutter_ = gutter_of(problem.span);
      snippet(problem.span, color, '^');
      out_ += "\n";
      flush();
    }
  }

  void summary();

  void flush() {
    stream_.write(out_.data(), static_cast<std::streamsize>(out_.size()));
    out_.clear();
  }

  const engine::Report& report_;
  TextOptions options_;
  Painter paint_;
  std::ostream& stream_;
  std::string out_;
  std::size_t gutter_ = 1;
};

std::string counted(std::size_t number, std::string_view noun) {
  const bool plural_y = !noun.empty() && noun.back() == 'y' && number != 1;
  std::string text =
      std::to_string(number) + " " + std::string(plural_y ? noun.substr(0, noun.size() - 1) : noun);
  if (plural_y) return text + "ies";
  return number == 1 ? text : text + "s";
}

/// "2 violations (1 critical, 1 high)".
std::string violations_text(const Counts& counts) {
  if (counts.violations == 0) return "no violations";
  constexpr std::array<Severity, 5> kSeverestFirst{Severity::critical, Severity::high, Severity::medium,
                                                   Severity::low, Severity::note};
  std::string parts;
  for (const Severity severity : kSeverestFirst) {
    const std::size_t number = counts.by_severity[static_cast<std::size_t>(severity)];
    if (number == 0) continue;
    parts +=
        (parts.empty() ? "" : ", ") + std::to_string(number) + " " + std::string(engine::to_string(severity));
  }
  return counted(counts.violations, "violation") + " (" + parts + ")";
}

void TextReport::summary() {
  const Counts counts = count(report_);
  const bool clean = counts.violations == 0 && counts.errors == 0;
  out_ += paint_(counts.violations > 0 ? Color::red
                 : clean               ? Color::green
                                       : Color::yellow,
                 violations_text(counts));
  if (counts.undecided > 0)
    out_ += ", " + paint_(Color::magenta, std::to_string(counts.undecided) + " undecided");
  if (report_.safe > 0) out_ += ", " + std::to_string(report_.safe) + " safe";
  if (counts.suppressed > 0) out_ += ", " + std::to_string(counts.suppressed) + " suppressed";
  if (counts.errors > 0) out_ += ", " + paint_(Color::red, counted(counts.errors, "error"));
  out_ += " · " + counted(report_.files, "file") + ", " + counted(report_.resources, "resource") + ", " +
          counted(report_.policies, "policy");
  if (!report_.complete) out_ += " · " + paint_(Color::yellow, "incomplete");
  out_ += "\n";
}

}  // namespace

void render_text(const engine::Report& report, const TextOptions& options, std::ostream& out) {
  TextReport(report, options, out).render();
}

}  // namespace rootproof::report
