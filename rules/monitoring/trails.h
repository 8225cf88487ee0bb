#pragma once

#include <optional>
#include <string>
#include <vector>

#include "analyzer/engine/rule.h"
#include "parsers/value/guard.h"
#include "parsers/value/value.h"

/// Trails of CloudTrail, and what they do not record.
namespace rootproof::rules {

/// Something of what root users do that a trail does not record.
struct Blindness {
  std::string what;
  std::optional<value::Value> value;  ///< what says so, where something is written
  value::Guard guard;
  bool data_trail = false;  ///< it records no management events: a trail beside another one, most likely
};

struct Trail {
  const Resource* resource = nullptr;
  std::vector<Blindness> blind;
  std::vector<value::Reason> reasons;  ///< why it may be blind, as far as that is not known

  /// It sees all that root users do, for certain and always.
  [[nodiscard]] bool sees() const;
  /// It surely records no management events.
  [[nodiscard]] bool records_data_only() const;
};

/// nullopt for what is no trail.
[[nodiscard]] std::optional<Trail> trail_of(const Resource& resource);

}  // namespace rootproof::rules
