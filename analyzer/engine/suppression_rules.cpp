// The rules about suppressions themselves. Their check is apply_suppressions, which knows what was used.
#include <array>

#include "analyzer/engine/suppression.h"

namespace rootproof::engine {
namespace {

void no_check(const Facts& /*facts*/, Findings& /*findings*/) {}

const Rule kWithoutReason{
    {.id = "RP001",
     .name = "suppression-without-reason",
     .family = "suppressions",
     .severity = Severity::medium,
     .summary = "a suppression says no reason",
     .meaning =
         "Reports every `rootproof:ignore` that gives no `reason=\"…\"`; what it suppresses stays "
         "suppressed. And every one that names no rule or cannot be understood; that suppresses nothing.",
     .why = "A year later nobody can tell whether the exception was a decision or a shortcut.",
     .bad = "```yaml\n# rootproof:ignore RP202\nLogsPolicy:\n```",
     .good = "```yaml\n# rootproof:ignore RP202 reason=\"shared log archive, ticket SEC-12\" "
             "until=2027-01-31\nLogsPolicy:\n```",
     .fix = "Add `reason=\"…\"`, and `until=YYYY-MM-DD` where the exception ends.",
     .mappings = ""},
    no_check};

const Rule kUnusedOrExpired{
    {.id = "RP002",
     .name = "unused-or-expired-suppression",
     .family = "suppressions",
     .severity = Severity::low,
     .summary = "a suppression has expired, or there is nothing left that it suppresses",
     .meaning = "Reports a `rootproof:ignore` whose `until` date has passed (its finding is shown again), "
                "and one that matches no finding although all "
                "rules it names have run.",
     .why = "A forgotten suppression hides the next real finding at the same place.",
     .bad = "```hcl\n# rootproof:ignore RP202 reason=\"migration\" until=2020-01-31\n```",
     .good = "```hcl\n# rootproof:ignore RP202 reason=\"migration, ticket NET-7\" until=2030-01-31\n```",
     .fix = "Delete the suppression, or give it a new date.",
     .mappings = ""},
    no_check};

constexpr std::array<const Rule*, 2> kRules = {&kWithoutReason, &kUnusedOrExpired};

}  // namespace

std::span<const Rule* const> suppression_rules() { return kRules; }

}  // namespace rootproof::engine
