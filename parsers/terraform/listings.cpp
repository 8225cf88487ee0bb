#include "parsers/terraform/listings.h"

#include <utility>

#include "parsers/unit_names.h"

namespace rootproof::terraform {

using value::Hole;
using value::HoleKind;
using value::Origin;
using value::OriginKind;
using value::Reason;
using value::ReasonKind;
using value::Value;

bool Listings::is_listing(std::string_view type, bool data, std::string_view path) {
  constexpr std::string_view kPrefix = "aws_organizations_organiz";
  if (!type.starts_with(kPrefix)) return false;
  type.remove_prefix(kPrefix.size());
  if (type == "ation") return path == "accounts" || path == "non_master_accounts";
  if (!data) return false;
  if (type == "ational_units" || type == "ational_unit_descendant_organizational_units")
    return path == "children";
  const bool of_accounts =
      type == "ational_unit_child_accounts" || type == "ational_unit_descendant_accounts";
  return of_accounts && path == "accounts";
}

Value Listings::remember(Value value) {
  made_.push_back(value);
  return value;
}

Value Listings::list(const std::string& symbol, bool data, source::Span span) {
  const auto known = lists_.find(symbol);
  if (known != lists_.end()) return known->second;
  const ReasonKind kind = data ? ReasonKind::data_source : ReasonKind::resource_attribute;
  Value list = Value::unknown({kind, symbol, span}, value::ValueType::list,
                              Origin({OriginKind::reference, span, symbol}));
  lists_.emplace(symbol, list);
  known_lists_.emplace(list.identity(), list);
  return list;
}

bool Listings::is_list(const Value& value) const { return known_lists_.contains(value.identity()); }

std::optional<Value> Listings::element(const Value& list, std::string_view attribute,
                                       std::string_view text) const {
  if (!is_list(list)) return std::nullopt;
  const Reason& reason = list.reason();
  const bool accounts = reason.detail.ends_with("accounts");
  if (attribute != "name" && !(accounts && attribute == "email")) return std::nullopt;
  const Origin origin({OriginKind::reference, reason.span, reason.detail});
  const auto id = [&](HoleKind kind) {
    return Value::string({Hole{kind, listed(reason.detail, attribute, text), reason, origin}}, origin);
  };
  std::vector<value::Member> members{
      {"arn", reason.span, id(HoleKind::reference)},
      {"id", reason.span, id(accounts ? HoleKind::account_id : HoleKind::reference)},
      {std::string(attribute), reason.span, Value::string(std::string(text), origin)}};
  constexpr std::string_view kOfAccounts[] = {"name", "email", "status", "state", "joined_method"};
  for (const std::string_view other : kOfAccounts)
    if (accounts && other != attribute)
      members.push_back({std::string(other), reason.span, Value::unknown(reason)});
  return Value::map(std::move(members), origin);
}

namespace {

value::GuardTerm has_element(const Reason& list, std::string_view attribute, std::string_view text) {
  value::GuardTerm term;
  term.condition = listed(list.detail, attribute, text) + std::string(kExists);
  term.span = list.span;
  term.reason = list;
  return term;
}

}  // namespace

Value Listings::Picked::otherwise(Value missing) const {
  value::GuardTerm without = exists;
  without.holds = false;
  return Value::one_of({{value::Guard{{exists}}, item}, {value::Guard{{without}}, std::move(missing)}},
                       item.origin());
}

Value Listings::picked(const Value& list, std::string_view attribute, std::string_view text, Value item,
                       std::optional<std::string> key) {
  Value value = remember(Value::unknown(list.reason(), key ? value::ValueType::map : value::ValueType::list));
  picked_.emplace(value.identity(),
                  Picked{std::move(item), std::move(key), has_element(list.reason(), attribute, text)});
  return value;
}

const Listings::Picked* Listings::find_picked(const Value& value) const {
  const auto found = picked_.find(value.identity());
  return found == picked_.end() ? nullptr : &found->second;
}

Value Listings::keyed(const Value& list, std::string_view attribute, std::string_view part) {
  Value value = remember(Value::unknown(list.reason(), value::ValueType::map));
  keyed_.emplace(value.identity(), Keyed{list.identity(), std::string(attribute), std::string(part)});
  return value;
}

std::optional<Listings::Picked> Listings::at(const Value& map, std::string_view key) const {
  const auto found = keyed_.find(map.identity());
  if (found == keyed_.end()) return std::nullopt;
  const Keyed& keyed = found->second;
  const Value& list = known_lists_.at(keyed.list);
  std::optional<Value> item = element(list, keyed.attribute, key);
  const Value* part = item && !keyed.part.empty() ? item->find(keyed.part) : nullptr;
  if (!item || (part == nullptr && !keyed.part.empty())) return std::nullopt;
  return Picked{part == nullptr ? *std::move(item) : Value(*part), std::string(key),
                has_element(list.reason(), keyed.attribute, key)};
}

}  // namespace rootproof::terraform
