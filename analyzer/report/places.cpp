#include "analyzer/report/places.h"

#include <algorithm>

#include "analyzer/report/report.h"
#include "parsers/source/source_file.h"
#include "parsers/value/secret.h"

namespace rootproof::report {
namespace {

using value::OriginKind;

std::string_view whole_text(const engine::Report& report, source::Span span) {
  const source::SourceFile* file = file_of(report, span);
  return file == nullptr ? std::string_view{} : file->text();
}

}  // namespace

const source::SourceFile* file_of(const engine::Report& report, source::Span span) {
  if (report.sources == nullptr || static_cast<std::size_t>(span.file) >= report.sources->size())
    return nullptr;
  return &report.sources->file(span.file);
}

std::optional<Place> place_of(const engine::Report& report, source::Span span) {
  const source::SourceFile* file = file_of(report, span);
  if (file == nullptr) return std::nullopt;
  return Place{file->path(), file->location(span.begin), file->location(std::max(span.begin, span.end))};
}

std::vector<Step> origin_steps(const engine::Report& report, const engine::Finding& finding) {
  std::vector<Step> steps;
  source::Span last = finding.primary;
  for (const value::OriginStep& step : finding.origin.chain()) {
    if (value::is_secret_mark(step)) break;  // the text it comes from is not to be shown
    if (step.span == kNowhere) {
      // What the command line says stands in no file; other steps have nothing to show.
      if (step.kind == OriginKind::command_line)
        steps.push_back({kNowhere, "value comes from " + describe(step)});
      continue;
    }
    if (file_of(report, step.span) == nullptr || step.span == last) continue;
    // The text around a marked part of it tells nothing new.
    const bool around = step.span.contains(last) || step.span.contains(finding.primary);
    if (step.kind == OriginKind::literal && around) continue;
    steps.push_back({step.span, "value comes from " + describe(step)});
    last = step.span;
  }
  return steps;
}

/// A detail in the user's own words says more than a kind.
std::string describe(const value::OriginStep& step) {
  const std::string& name = step.detail;
  const auto with = [&](std::string_view before, std::string_view otherwise) {
    return name.empty() ? std::string(otherwise) : std::string(before) + name;
  };
  switch (step.kind) {
    case OriginKind::literal:
      return with("", "this text");
    case OriginKind::variable_default:
      return with(name.rfind("default ", 0) == 0 ? "the " : "the default of ", "this default");
    case OriginKind::variable_file:
      return with("the variable file, ", "this variable file");
    case OriginKind::command_line:
      if (name.starts_with("TF_VAR_")) return "the environment variable " + name;
      if (name == "the plan") return name;
      return with("the command line, ", "the command line");
    case OriginKind::local:
      return with("", "this local value");
    case OriginKind::module_argument:
      return with("the module argument ", "this module argument");
    case OriginKind::module_output:
      return with("the module output ", "this module output");
    case OriginKind::reference:
      return with("the reference to ", "this reference");
    case OriginKind::function:
      return with("the result of ", "this function");
    case OriginKind::data_source:
      return with("", "this data source");
    case OriginKind::condition:
      return with("the choice by ", "this condition");
    case OriginKind::file:
      return with(name.rfind("file ", 0) == 0 ? "the " : "the file ", "this file");
  }
  return name;
}

std::string describe_reasons(const policy::Answer& answer) {
  std::string text;
  for (const value::Reason& reason : answer.reasons) {
    if (!text.empty()) text += "; ";
    text += describe(reason);
  }
  return text;
}

std::string settling(const policy::Answer& answer) {
  std::vector<std::string> sentences;
  std::string text;
  for (const value::Reason& reason : answer.reasons) {
    std::string sentence = value::what_would_settle(reason);
    if (std::find(sentences.begin(), sentences.end(), sentence) != sentences.end()) continue;
    if (!text.empty()) text += "; ";
    text += sentence;
    sentences.push_back(std::move(sentence));
  }
  return text;
}

std::string_view problem_name(source::ProblemKind kind) {
  switch (kind) {
    case source::ProblemKind::unreadable:
      return "unreadable";
    case source::ProblemKind::encoding:
      return "encoding";
    case source::ProblemKind::syntax:
      return "syntax";
    case source::ProblemKind::limit:
      return "limit";
    case source::ProblemKind::semantic:
      return "semantic";
    case source::ProblemKind::notice:
      return "notice";
  }
  return "notice";
}

bool has_printable_edits(const engine::Report& report, const engine::Fix& fix) {
  if (fix.edits.empty()) return false;
  return std::all_of(fix.edits.begin(), fix.edits.end(), [&](const engine::Edit& edit) {
    const std::string_view text = whole_text(report, edit.span);
    return file_of(report, edit.span) != nullptr && edit.span.begin <= edit.span.end &&
           edit.span.end <= text.size() && redact(edit.text) == edit.text;
  });
}

Counts count(const engine::Report& report) {
  Counts counts;
  for (const engine::Finding& finding : report.findings) {
    if (finding.answer.verdict == policy::Verdict::safe) continue;
    if (finding.suppressed) {
      ++counts.suppressed;
    } else if (finding.answer.verdict == policy::Verdict::undecided) {
      ++counts.undecided;
    } else {
      ++counts.violations;
      ++counts.by_severity[static_cast<std::size_t>(finding.severity)];
    }
  }
  for (const source::Problem& problem : report.problems) {
    counts.errors += problem.kind == source::ProblemKind::notice ? 0U : 1U;
  }
  return counts;
}

}  // namespace rootproof::report
