#pragma once

#include <span>
#include <string>
#include <vector>

#include "analyzer/engine/project.h"
#include "analyzer/engine/rule.h"

namespace rootproof::engine {

/// A suppression as written: a comment `rootproof:ignore RP202 reason="…" until=YYYY-MM-DD`, or an entry
/// under a CloudFormation resource's Metadata (cli.md, "Inline suppression").
struct WrittenSuppression {
  std::vector<std::string> rules;  ///< ids as written; empty is an error
  std::string reason;
  std::string until;  ///< YYYY-MM-DD or empty
  source::Span span;
  std::uint32_t line = 0;  ///< comments: the line they speak of
  source::Span block;      ///< Metadata: the resource they speak of
};

/// All suppressions of a file: comments in its text, Metadata entries in its templates.
[[nodiscard]] std::vector<WrittenSuppression> read_suppressions(const ParsedFile& file);

/// Marks findings that are suppressed and appends findings about the suppressions themselves (RP001 without a
/// reason, RP002 expired, or unused although every rule it names has run). `today` is YYYY-MM-DD.
void apply_suppressions(const Project& project, std::span<const Resource> resources,
                        std::span<const Rule* const> rules_run, const std::string& today, Findings& findings);

/// RP001 and RP002. They report on suppressions, not on resources; their check is apply_suppressions.
[[nodiscard]] std::span<const Rule* const> suppression_rules();

}  // namespace rootproof::engine
