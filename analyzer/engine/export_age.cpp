#include "analyzer/engine/export_age.h"

#include <algorithm>
#include <cctype>
#include <chrono>
#include <string_view>

#include "parsers/organization_export/organization_export.h"

namespace rootproof::engine {
namespace {

/// The day with which a text begins: YYYY-MM-DD.
std::optional<std::chrono::sys_days> day_of(std::string_view text) {
  if (text.size() < 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
  const auto number = [&](std::size_t at, std::size_t size) {
    unsigned value = 0;
    for (const char digit : text.substr(at, size)) {
      if (std::isdigit(static_cast<unsigned char>(digit)) == 0) return 0U;
      value = value * 10 + static_cast<unsigned>(digit - '0');
    }
    return value;
  };
  const std::chrono::year_month_day day(std::chrono::year(static_cast<int>(number(0, 4))),
                                        std::chrono::month(number(5, 2)), std::chrono::day(number(8, 2)));
  return day.ok() ? std::optional(std::chrono::sys_days(day)) : std::nullopt;
}

}  // namespace

std::string ExportAge::describe() const {
  if (exported_at.empty()) return unit + " tells it, which does not say when it was exported";
  std::string text = unit + " tells it, exported at " + exported_at;
  if (days && *days >= 0)
    text +=
        *days == 0 ? " (today)" : " (" + std::to_string(*days) + (*days == 1 ? " day ago)" : " days ago)");
  return text;
}

std::optional<ExportAge> export_age(std::span<const Resource> resources, const std::string& today) {
  const auto organization = std::find_if(resources.begin(), resources.end(), [](const Resource& resource) {
    return resource.language == Language::organization_export && resource.kind == ResourceKind::organization;
  });
  if (organization == resources.end()) return std::nullopt;
  ExportAge age;
  age.unit = organization->unit;
  const value::Value* at = organization->properties.find(organization_export::kExportedAt);
  if (at != nullptr) age.exported_at = at->as_text().value_or("");
  const std::optional<std::chrono::sys_days> then = day_of(age.exported_at);
  const std::optional<std::chrono::sys_days> now = day_of(today);
  if (then && now) age.days = (*now - *then).count();
  return age;
}

std::string old_export_warning(const std::optional<ExportAge>& age, unsigned most_days) {
  if (!age || !age->days || *age->days <= static_cast<long>(most_days)) return {};
  return age->unit + " describes the organization as it was " + std::to_string(*age->days) +
         " days ago; what rests on it may no longer hold (organization.max_age is " +
         std::to_string(most_days) + " days)";
}

}  // namespace rootproof::engine
