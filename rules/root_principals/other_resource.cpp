#include "rules/root_principals/other_resource.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace rootproof::rules {
namespace {

/// Types whose policy belongs to the resource that an argument refers to.
constexpr std::array<std::pair<std::string_view, std::string_view>, 3> kOwners{{
    {"aws_s3_bucket_policy", "bucket"},
    {"aws_sns_topic_policy", "arn"},
    {"aws_sqs_queue_policy", "queue_url"},
}};

/// The name in a name, ARN or URL; for one that is made at deployment the reference to it. Nullopt where it
/// is not known: two resources of one name are one.
std::optional<std::string> name_in(const value::Value& text) {
  if (!text.is(value::Value::Kind::string) || text.pieces().empty()) return std::nullopt;
  if (const auto* hole = std::get_if<value::Hole>(&text.pieces().back()))
    return hole->kind == value::HoleKind::reference ? std::optional(hole->symbol) : std::nullopt;
  std::string known;
  for (const value::StringPiece& piece : text.pieces()) {
    const auto* part = std::get_if<value::TextPiece>(&piece);
    known = part == nullptr ? std::string() : known + part->text;
  }
  if (known.starts_with("https:")) return known.substr(known.rfind('/') + 1);
  const std::size_t colon = known.rfind(':');
  // "${region}-queue": the beginning of the name is not known.
  if (colon == std::string::npos && text.is_partial()) return std::nullopt;
  known.erase(0, colon + 1);
  known.resize(std::min(known.find('/'), known.size()));
  return known.find_first_of("*?$") == std::string::npos ? std::optional(known) : std::nullopt;
}

bool is_reference(const value::Value& text) {
  return std::holds_alternative<value::Hole>(text.pieces().back());
}

std::string_view type_of(std::string_view address) { return address.substr(0, address.find('.')); }

}  // namespace

std::optional<std::string> referenced_resource(const value::Value& text) {
  for (const value::OriginStep& step : text.origin().chain())
    if (step.kind == value::OriginKind::reference && step.detail.starts_with("aws_"))
      return step.detail.substr(0, step.detail.rfind('.'));
  if (!text.is(value::Value::Kind::string) || text.pieces().size() != 1) return std::nullopt;
  const auto* hole = std::get_if<value::Hole>(&text.pieces().front());
  if (hole == nullptr || hole->kind != value::HoleKind::reference || !hole->symbol.starts_with("aws_"))
    return std::nullopt;
  return hole->symbol.substr(0, hole->symbol.rfind('.'));
}

std::string_view owner_argument(std::string_view type) {
  const auto row =
      std::find_if(kOwners.begin(), kOwners.end(), [&](const auto& each) { return each.first == type; });
  return row == kOwners.end() ? std::string_view() : row->second;
}

bool is_about_another_resource(const engine::PolicyInstance& instance, const policy::Statement& statement) {
  const std::string_view owner_is = owner_argument(instance.resource->type);
  if (owner_is.empty() || statement.resources_unknown || statement.not_resource ||
      statement.resources.empty())
    return false;
  const value::Value* argument = instance.resource->properties.find(owner_is);
  const std::optional<std::string> owner =
      argument == nullptr ? std::nullopt : referenced_resource(*argument);
  // Instances of one block may be the same.
  if (!owner || owner->find('[') != std::string::npos) return false;
  const std::optional<std::string> own_name = name_in(*argument);
  if (!own_name) return false;
  return std::all_of(statement.resources.begin(), statement.resources.end(),
                     [&](const policy::Pattern& entry) {
                       const std::optional<std::string> named = referenced_resource(entry.value);
                       const std::optional<std::string> name = name_in(entry.value);
                       // The URL of a queue says its name only once there is one.
                       const bool comparable = name && is_reference(entry.value) == is_reference(*argument);
                       return named && comparable && *named != *owner && *name != *own_name &&
                              named->find('[') == std::string::npos && type_of(*named) == type_of(*owner);
                     });
}

}  // namespace rootproof::rules
