#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/engine/project.h"
#include "analyzer/engine/rule.h"

namespace rootproof::engine {

/// A suppression as written: a comment `rootproof:ignore RP202 reason="…" until=YYYY-MM-DD`, or an entry
/// under a CloudFormation resource's Metadata (cli.md, "Inline suppression").
struct WrittenSuppression {
  std::vector<std::string> rules;  ///< ids or names as written; empty is an error
  std::string reason;
  std::optional<std::string> until;  ///< as written; nullopt when it has no end
  std::string error;                 ///< what cannot be understood; empty when all is well
  /// Stands in a text of several lines, which may be a template or script with comments of its own, or not:
  /// where it covers nothing, nothing is said of it.
  bool in_text = false;
  source::Span span;
  /// What it speaks of: the line, the block that begins there, or the resource with the Metadata.
  source::Span scope;
};

/// What stands behind `rootproof:ignore` in a comment, as far as the text says.
[[nodiscard]] WrittenSuppression parse_suppression(std::string_view text);

/// All suppressions of a file, in order: comments in its text, Metadata entries in its templates.
[[nodiscard]] std::vector<WrittenSuppression> read_suppressions(const ParsedFile& file);

/// Marks findings that are suppressed: those that stand in the scope of a suppression, and those about a
/// resource whose definition begins there. Appends findings about the suppressions themselves (RP001 without
/// a reason, RP002 expired, or unused although every rule it names has run). `today` is YYYY-MM-DD.
void apply_suppressions(const Project& project, std::span<const Resource> resources,
                        std::span<const Rule* const> rules_run, const std::string& today, Findings& findings);

/// RP001 and RP002. They report on suppressions, not on resources; their check is apply_suppressions.
[[nodiscard]] std::span<const Rule* const> suppression_rules();

}  // namespace rootproof::engine
