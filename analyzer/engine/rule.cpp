#include "analyzer/engine/rule.h"

#include <array>
#include <string>
#include <utility>

namespace rootproof::engine {
namespace {

constexpr std::array<std::string_view, 5> kSeverityNames = {"note", "low", "medium", "high", "critical"};

}  // namespace

std::string_view to_string(Severity severity) { return kSeverityNames[static_cast<std::size_t>(severity)]; }

std::optional<Severity> parse_severity(std::string_view text) {
  for (std::size_t i = 0; i < kSeverityNames.size(); ++i) {
    if (kSeverityNames[i] == text) return static_cast<Severity>(i);
  }
  return std::nullopt;
}

Finding make_finding(const Rule& rule, const Resource& resource, policy::Answer answer,
                     source::Span primary) {
  Finding finding;
  finding.rule = rule.info.id;
  finding.name = rule.info.name;
  finding.severity = rule.info.severity;
  finding.answer = std::move(answer);
  // A value that is worked out as a whole stands nowhere by itself; the resource that holds it does.
  finding.primary = primary.empty() ? resource.span : primary;
  finding.resource_address = resource.address;
  finding.resource_construct = resource.construct;
  finding.resource_guard = resource.guard;
  finding.resource_type = resource.type;
  finding.resource_rewritten_by = resource.rewritten_by;
  return finding;
}

}  // namespace rootproof::engine
