#pragma once

#include <optional>
#include <span>
#include <string>

#include "parsers/resource.h"

namespace rootproof::engine {

/// How old the description of the organization is that the answers rest on.
struct ExportAge {
  std::string unit;          ///< the description
  std::string exported_at;   ///< as it says; empty when it does not
  std::optional<long> days;  ///< since then; nullopt when that cannot be told

  /// "organization.json tells it, exported at 2026-11-01T06:00:00Z (29 days ago)".
  [[nodiscard]] std::string describe() const;
};

/// Nothing where there is no description. `today` is YYYY-MM-DD.
[[nodiscard]] std::optional<ExportAge> export_age(std::span<const Resource> resources,
                                                  const std::string& today);

/// What to say of a description that is older than `most_days`; empty where it is not, or does not say.
[[nodiscard]] std::string old_export_warning(const std::optional<ExportAge>& age, unsigned most_days);

}  // namespace rootproof::engine
