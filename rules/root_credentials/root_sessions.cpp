#include "rules/root_credentials/root_sessions.h"

#include <algorithm>
#include <optional>
#include <string>

#include "analyzer/policy/evaluate.h"
#include "rules/root_credentials/texts.h"

namespace rootproof::rules {
namespace {

constexpr std::string_view kAction = "sts:assumeroot";

/// nullopt: the entry is about something else.
std::optional<AssumeRootMention> mention(const policy::Pattern& entry) {
  const std::optional<std::string> text = entry.text();
  if (!text) {
    if (!entry.value.is(value::Value::Kind::string) || entry.value.pieces().empty()) return std::nullopt;
    const auto* begin = std::get_if<value::TextPiece>(&entry.value.pieces().front());
    const bool may = begin != nullptr && lower_case(begin->text).starts_with("sts:") &&
                     may_be_between(entry.value, kAction, "");
    return may ? std::optional(AssumeRootMention::unknown) : std::nullopt;
  }
  const std::string lower = lower_case(*text);
  if (!policy::glob_match(lower, kAction)) return std::nullopt;
  // sts:AssumeRole is the next name: what leaves it out means this one.
  if (!policy::glob_match(lower, "sts:assumerole")) return AssumeRootMention::named;
  return lower.starts_with("sts:") ? AssumeRootMention::service : AssumeRootMention::everything;
}

}  // namespace

AssumeRootMention mention_of_assume_root(const policy::Statement& statement) {
  if (statement.not_action) return AssumeRootMention::everything;
  AssumeRootMention nearest = AssumeRootMention::everything;
  for (const policy::Pattern& entry : statement.actions)
    if (const std::optional<AssumeRootMention> found = mention(entry)) nearest = std::min(nearest, *found);
  return nearest;
}

bool grants_to_identities(const engine::PolicyInstance& instance) {
  return instance.document.kind == PolicyKind::identity;
}

}  // namespace rootproof::rules
