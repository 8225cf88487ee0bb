#include "analyzer/engine/policy_statistics.h"

#include <algorithm>
#include <set>
#include <string_view>
#include <unordered_set>
#include <variant>
#include <vector>

namespace rootproof::engine {
namespace {

using value::Hole;
using value::Reason;
using value::ReasonKind;
using value::Value;

/// What stands open inside a value.
struct Open {
  bool identities = false;
  std::vector<Reason> reasons;  ///< of what has no identity
};

void add_guard(const value::Guard& guard, Open& open) {
  for (const value::GuardTerm& term : guard.terms) {
    if (term.reason) open.reasons.push_back(*term.reason);
  }
}

void add_pieces(const Value& text, Open& open) {
  for (const value::StringPiece& piece : text.pieces()) {
    const Hole* hole = std::get_if<Hole>(&piece);
    if (hole == nullptr) continue;
    if (hole->kind == value::HoleKind::any || hole->symbol.empty()) {
      open.reasons.push_back(hole->reason);
    } else {
      open.identities = true;
    }
  }
}

/// Shared content is looked at once, however often it stands there.
Open open_parts(const Value& whole) {
  Open open;
  std::unordered_set<const void*> seen;
  std::vector<const Value*> pending{&whole};
  while (!pending.empty()) {
    const Value& value = *pending.back();
    pending.pop_back();
    if (value.is(Value::Kind::unknown)) open.reasons.push_back(value.reason());
    if (value.is(Value::Kind::string)) add_pieces(value, open);
    if (value.is(Value::Kind::list) && seen.insert(value.items().data()).second) {
      for (const Value& item : value.items()) pending.push_back(&item);
    }
    if (value.is(Value::Kind::map) && seen.insert(value.members().data()).second) {
      for (const value::Member& member : value.members()) pending.push_back(&member.value);
    }
    if (value.is(Value::Kind::one_of) && seen.insert(value.alternatives().data()).second) {
      for (const value::Alternative& alternative : value.alternatives()) {
        add_guard(alternative.guard, open);
        pending.push_back(&alternative.value);
      }
      // Alternatives under conditions that are known to be open only by identity are still several values.
      if (open.reasons.empty()) open.identities = true;
    }
  }
  return open;
}

SlotKnowledge knowledge(const Value& slot, const Open& open) {
  if (slot.is(Value::Kind::unknown)) return SlotKnowledge::unknown;
  if (!open.reasons.empty()) {
    const bool text_of_holes =
        slot.is(Value::Kind::string) &&
        std::all_of(slot.pieces().begin(), slot.pieces().end(),
                    [](const value::StringPiece& piece) { return std::holds_alternative<Hole>(piece); });
    return text_of_holes ? SlotKnowledge::unknown : SlotKnowledge::partial;
  }
  return open.identities ? SlotKnowledge::identities : SlotKnowledge::full;
}

/// `text` without what stands in brackets.
std::string without_keys(std::string_view text) {
  std::string result;
  unsigned depth = 0;
  for (const char c : text) {
    if (c == '[') ++depth;
    if (depth == 0) result += c;
    if (c == ']' && depth > 0) --depth;
  }
  return result;
}

/// "module.a.data.aws_x.name[0].arn" as "data.aws_x.*.arn", and CloudFormation's "Logs.Arn" as "*.Arn".
std::string generalised(const Reason& reason) {
  if (reason.kind != ReasonKind::resource_attribute && reason.kind != ReasonKind::data_source)
    return reason.detail;
  std::string detail = without_keys(reason.detail);
  constexpr std::string_view kModule = "module.";
  while (detail.starts_with(kModule)) {
    const std::size_t end = detail.find('.', kModule.size());
    if (end == std::string::npos) break;
    detail.erase(0, end + 1);
  }
  const std::size_t type_begin = detail.starts_with("data.") ? 5 : 0;
  const std::size_t type_end = detail.find('.', type_begin);
  if (type_end == std::string::npos) return detail;
  const std::size_t name_end = detail.find('.', type_end + 1);
  if (name_end == std::string::npos) return "*" + detail.substr(type_end);
  return detail.replace(type_end + 1, name_end - type_end - 1, "*");
}

}  // namespace

SlotKnowledge knowledge_of(const Value& slot) { return knowledge(slot, open_parts(slot)); }

void PolicySlotStatistics::add(const Value& slot) {
  const Open open = open_parts(slot);
  ++slots[static_cast<std::size_t>(knowledge(slot, open))];
  std::set<ReasonKind> kinds;
  std::set<std::pair<ReasonKind, std::string>> details;
  for (const Reason& reason : open.reasons) {
    kinds.insert(reason.kind);
    details.emplace(reason.kind, generalised(reason));
  }
  for (const ReasonKind kind : kinds) ++by_kind[kind];
  for (const auto& detail : details) ++by_detail[detail];
}

}  // namespace rootproof::engine
