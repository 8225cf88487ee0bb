#pragma once

#include <cstddef>
#include <cstdint>
#include <iosfwd>
#include <map>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/engine/report_data.h"
#include "analyzer/report/folding.h"

/// The parts of one SARIF run, internal to the SARIF renderer.
namespace rootproof::report {

/// What GitHub code scanning accepts ("SARIF results exceed one or more limits", read 2025-06). Beyond it the
/// whole file is refused, so the severest results are kept and the rest is named.
inline constexpr std::size_t kSarifResults = 25'000;
inline constexpr std::size_t kSarifLocations = 1'000;  ///< of one result, its own included
inline constexpr std::size_t kSarifTags = 20;          ///< of one rule

/// Rules in the order of their index. Findings of the engine itself (suppressions) may name rules that are
/// not in the report's list: they get an entry with what the finding says.
class SarifRules {
 public:
  explicit SarifRules(const engine::Report& report);
  [[nodiscard]] std::size_t index(std::string_view id) const;
  [[nodiscard]] nlohmann::ordered_json json() const;

 private:
  struct Entry {
    const engine::Rule* rule = nullptr;
    const engine::Finding* finding = nullptr;  ///< when there is no rule
  };
  std::map<std::string, Entry, std::less<>> entries_;
};

/// Files that results speak of, in order of first use.
class SarifArtifacts {
 public:
  explicit SarifArtifacts(const engine::Report& report) : report_(report) {}
  /// artifactLocation of a file: relative to the working directory (%SRCROOT%), or absolute.
  [[nodiscard]] nlohmann::ordered_json location(const source::SourceFile& file);
  /// physicalLocation of a span: exact region with its text. `context` adds the lines around.
  [[nodiscard]] nlohmann::ordered_json physical_location(source::Span span, bool context = false);
  /// "hash:occurrence" of a line, see line_hash.h.
  [[nodiscard]] std::string line_hash(const source::SourceFile& file, std::uint32_t line);
  [[nodiscard]] nlohmann::ordered_json json() const;

 private:
  const engine::Report& report_;
  std::vector<source::FileId> files_;
  std::map<source::FileId, std::size_t> indexes_;
  /// Of the file asked for last: results come file by file.
  const source::SourceFile* hashed_file_ = nullptr;
  std::vector<std::string> hashes_;
};

/// One result. `any_suppressed`: SARIF 2.1.0 §3.27.23 wants `suppressions` on all results or on none.
[[nodiscard]] nlohmann::ordered_json sarif_result(const engine::Report& report, const FoldedFinding& folded,
                                                  const SarifRules& rules, bool any_suppressed,
                                                  SarifArtifacts& artifacts);

/// render_sarif with another bound on the number of results.
void write_sarif(const engine::Report& report, std::size_t most_results, std::ostream& out);

/// SARIF's level of a severity: error, warning or note.
[[nodiscard]] std::string_view sarif_level(engine::Severity severity);

/// A sentence with a full stop, as SARIF viewers expect.
[[nodiscard]] std::string full_sentence(std::string_view text);
/// With a capital first letter, when the text begins with a word and not with a name from the input.
[[nodiscard]] std::string capitalised(std::string text);

}  // namespace rootproof::report
