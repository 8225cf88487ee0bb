#include "analyzer/organization/reference.h"

#include <algorithm>

#include "parsers/source/limits.h"

namespace rootproof::organization {
namespace {

using value::Value;

std::string literal_id(std::string text) {
  if (text.compare(0, 4, "arn:") != 0) return text;
  const std::size_t slash = text.rfind('/');
  return slash == std::string::npos ? text : text.substr(slash + 1);
}

Reference string_reference(const Value& value) {
  Reference reference;
  if (const auto text = value.as_text()) {
    reference.literal = literal_id(*text);
    return reference;
  }
  const auto pieces = value.pieces();
  for (const value::StringPiece& piece : pieces) {
    const auto* hole = std::get_if<value::Hole>(&piece);
    if (hole == nullptr) continue;
    reference.reason = hole->reason;
    if (pieces.size() == 1) reference.symbol = hole->symbol;
    break;
  }
  return reference;
}

/// What replace() and its like make of an id is another text, for the same reason unknown. Marks of secrets
/// are written as calls ("nonsensitive()") and change nothing.
bool is_made_by_function(const Value& value) {
  const std::vector<value::OriginStep> chain = value.origin().chain();
  return std::any_of(chain.begin(), chain.end(), [](const value::OriginStep& step) {
    return step.kind == value::OriginKind::function && !step.detail.ends_with("()");
  });
}

Reference unknown_reference(const Value& value) {
  const value::Reason& reason = value.reason();
  Reference reference;
  reference.reason = reason;
  // An attribute that only AWS can compute still names one object: its address is its identity.
  const bool attribute =
      reason.kind == value::ReasonKind::data_source || reason.kind == value::ReasonKind::resource_attribute;
  if (attribute && !is_made_by_function(value)) reference.symbol = reason.detail;
  return reference;
}

bool lower_alphanumeric(std::string_view text) {
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'; });
}

struct Pending {
  const Value* value;
  value::Guard guard;
};

}  // namespace

std::vector<Reference> references(const Value* value) {
  std::vector<Reference> found;
  if (value == nullptr) return found;
  std::vector<Pending> pending{{value, {}}};
  while (!pending.empty() && found.size() < limits::kInstances) {
    const Pending next = pending.back();
    pending.pop_back();
    switch (next.value->kind()) {
      case Value::Kind::null:
      case Value::Kind::absent:
        break;
      case Value::Kind::boolean:
      case Value::Kind::number:
      case Value::Kind::string: {
        found.push_back(string_reference(*next.value));
        found.back().guard = next.guard;
        break;
      }
      case Value::Kind::unknown:
        found.push_back(unknown_reference(*next.value));
        found.back().guard = next.guard;
        for (const Value& item : next.value->known_items()) pending.push_back({&item, next.guard});
        break;
      case Value::Kind::list:
        for (auto item = next.value->items().rbegin(); item != next.value->items().rend(); ++item) {
          pending.push_back({&*item, next.guard});
        }
        break;
      case Value::Kind::one_of:
        for (auto way = next.value->alternatives().rbegin(); way != next.value->alternatives().rend();
             ++way) {
          pending.push_back({&way->value, next.guard & way->guard});
        }
        break;
      case Value::Kind::map: {
        Reference reference;
        reference.reason = value::Reason{value::ReasonKind::invalid, "an id is expected here, not a map",
                                         next.value->origin().span()};
        reference.guard = next.guard;
        found.push_back(std::move(reference));
        break;
      }
    }
  }
  return found;
}

bool is_root_id(std::string_view text) {
  return text.size() >= 6 && text.size() <= 34 && text.substr(0, 2) == "r-" &&
         lower_alphanumeric(text.substr(2));
}

bool is_unit_id(std::string_view text) {
  return text.size() > 3 && text.substr(0, 3) == "ou-" && lower_alphanumeric(text.substr(3));
}

std::string root_named_by(std::string_view id) {
  if (is_root_id(id)) return std::string(id);
  const std::size_t dash = is_unit_id(id) ? id.find('-', 3) : std::string_view::npos;
  if (dash == std::string_view::npos) return {};
  const std::string root = "r-" + std::string(id.substr(3, dash - 3));
  return is_root_id(root) ? root : std::string();
}

}  // namespace rootproof::organization
