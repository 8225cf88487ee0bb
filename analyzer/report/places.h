#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/engine/report_data.h"
#include "parsers/value/display.h"

/// What all formats say in the same words: places, origins, reasons, counts.
namespace rootproof::report {

/// The span of what stands in no file: command line options, answers of the environment.
inline constexpr source::Span kNowhere{};

/// A span as people write it, half-open. `path` belongs to the source table.
struct Place {
  std::string_view path;
  source::Location start;
  source::Location end;
};

/// The file of a span; nullptr when the report has no such file.
[[nodiscard]] const source::SourceFile* file_of(const engine::Report& report, source::Span span);
[[nodiscard]] std::optional<Place> place_of(const engine::Report& report, source::Span span);

/// One sentence about a place, or about kNowhere; not yet redacted.
struct Step {
  source::Span span;
  std::string message;
};

/// How the decisive value came to the primary place: use first, source last. Left out are the
/// primary place itself, literals around it, and places named twice in a row.
[[nodiscard]] std::vector<Step> origin_steps(const engine::Report& report, const engine::Finding& finding);

/// What kind of place a step of an origin is: "the default of var.partner".
[[nodiscard]] std::string describe(const value::OriginStep& step);
/// All reasons of an undecided answer, joined by "; ".
[[nodiscard]] std::string describe_reasons(const policy::Answer& answer);
/// What would settle them, without repetition, joined by "; ".
[[nodiscard]] std::string settling(const policy::Answer& answer);

/// The name of a problem's kind: "syntax".
[[nodiscard]] std::string_view problem_name(source::ProblemKind kind);

/// A fix whose edits carry no secret: writing a redacted text into a file would destroy it.
[[nodiscard]] bool has_printable_edits(const engine::Report& report, const engine::Fix& fix);

struct Counts {
  std::size_t violations = 0;  ///< not suppressed
  std::size_t undecided = 0;   ///< not suppressed
  std::size_t suppressed = 0;
  std::size_t errors = 0;                        ///< problems that are no notices
  std::size_t by_severity[5] = {0, 0, 0, 0, 0};  ///< violations, indexed by engine::Severity
};
[[nodiscard]] Counts count(const engine::Report& report);

}  // namespace rootproof::report
