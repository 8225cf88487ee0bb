#include "parsers/terraform/plan_join.h"
#include "parsers/left_to_others.h"

#include <algorithm>
#include <map>
#include <optional>
#include <utility>
#include <variant>
#include <vector>

#include "parsers/policy/json_text.h"
#include "parsers/source/limits.h"
#include "parsers/terraform/plan_configuration.h"

namespace rootproof::terraform {
namespace {

using source::Span;
using value::Hole;
using value::HoleKind;
using value::Member;
using value::Origin;
using value::OriginKind;
using value::StringPiece;
using value::TextPiece;
using value::Value;
using Kind = Value::Kind;

Origin at_place(Span span) { return Origin({OriginKind::literal, span, {}}); }

/// A text that holds JSON, as the structure it stands for.
std::optional<Value> as_structure(const Value& value) {
  if (!value.is(Kind::string)) return value.is_encoded() ? std::optional(value) : std::nullopt;
  if (value.pieces().empty()) return std::nullopt;
  const auto read = policy::read_json_text(value);
  const auto* structure = std::get_if<Value>(&read);
  const bool container = structure != nullptr && (structure->is(Kind::map) || structure->is(Kind::list));
  return container ? std::optional(structure->as_encoded()) : std::nullopt;
}

/// A hole that says more than the text a plan has for it: whose account it is.
bool is_own_account(const Hole& hole) {
  return hole.kind == HoleKind::account_id && hole.symbol.starts_with(value::kOwnAccount);
}

/// The whole text is one attribute of an object: its identity connects the objects of an organization.
bool is_identity(const Value& value) {
  if (!value.is(Kind::string)) return false;
  const auto pieces = value.pieces();
  const Hole* hole = pieces.size() == 1 ? std::get_if<Hole>(&pieces[0]) : nullptr;
  return hole != nullptr && (hole->kind == HoleKind::reference || hole->kind == HoleKind::account_id);
}

/// Fills the holes of a configured text from the planned one. Every known piece must stand where it should;
/// the shortest text that leads to the next piece fills a hole.
std::optional<Value> filled(const Value& configured, const std::string& planned) {
  std::vector<StringPiece> pieces;
  const auto given = configured.pieces();
  std::size_t at = 0;
  for (std::size_t i = 0; i < given.size(); ++i) {
    if (const auto* text = std::get_if<TextPiece>(&given[i])) {
      if (planned.compare(at, text->text.size(), text->text) != 0) return std::nullopt;
      at += text->text.size();
      pieces.emplace_back(*text);
      continue;
    }
    const Hole& hole = std::get<Hole>(given[i]);
    const auto* next = i + 1 < given.size() ? std::get_if<TextPiece>(&given[i + 1]) : nullptr;
    if (i + 1 < given.size() && next == nullptr) return std::nullopt;  // where one hole ends is not told
    std::size_t end = planned.size();
    if (next != nullptr) {
      const bool last = i + 2 == given.size();
      end = last && planned.size() >= at + next->text.size() ? planned.size() - next->text.size()
                                                             : planned.find(next->text, at);
    }
    if (end == std::string::npos || end < at) return std::nullopt;
    if (is_own_account(hole)) {
      pieces.emplace_back(hole);
    } else {
      pieces.emplace_back(TextPiece{planned.substr(at, end - at), hole.origin.span(), false});
    }
    at = end;
  }
  if (at != planned.size()) return std::nullopt;
  return Value::string(std::move(pieces), configured.origin());
}

/// Holds a configured value against the planned one.
class Joiner {
 public:
  /// Every comparison takes one of `budget`; when none is left the plan's value is taken as it is.
  explicit Joiner(std::size_t& budget) : budget_(budget) {}

  /// `json`: inside a policy, where one item and a list of it mean the same.
  Value join(const Value& configured, const Value& planned, Span place, bool json) {
    if (!configured.origin().span().empty()) place = configured.origin().span();
    if (budget_ == 0) return moved_to(planned, place);
    --budget_;
    switch (planned.kind()) {
      case Kind::unknown:
      case Kind::absent:
      case Kind::one_of:
        return configured;
      case Kind::null:
        return join_null(configured, place);
      case Kind::string:
        return join_text(configured, planned, place, json);
      case Kind::boolean:
      case Kind::number:
        return join_scalar(configured, planned, place, json);
      case Kind::list:
      case Kind::map:
        return join_structure(configured, planned, place, json);
    }
    return configured;
  }

  bool differs = false;

 private:
  Value different(const Value& planned, Span place) {
    differs = true;
    return moved_to(planned, place);
  }

  /// Write-only arguments and those that are empty are null in a plan.
  Value join_null(const Value& configured, Span place) {
    const bool nothing = configured.is(Kind::null) || configured.is(Kind::absent) ||
                         (configured.is(Kind::list) && configured.items().empty()) ||
                         (configured.is(Kind::map) && configured.members().empty()) ||
                         configured.as_text() == "" || configured.as_text() == "false";
    if (nothing || !configured.fully_known()) return configured;
    return different(Value::null(), place);
  }

  /// The configured alternative that came true, if it is one of them.
  std::optional<Value> chosen(const Value& configured, const Value& planned, Span place, bool json) {
    for (const value::Alternative& alternative : configured.alternatives()) {
      Joiner attempt(budget_);
      Value joined = attempt.join(alternative.value, planned, place, json);
      if (!attempt.differs) return joined;
    }
    return std::nullopt;
  }

  /// Everything that is the same for scalars and structures; nullopt where the two kinds are to be compared.
  std::optional<Value> join_unclear(const Value& configured, const Value& planned, Span place, bool json) {
    if (configured.is(Kind::unknown)) return moved_to(planned, place);
    if (configured.is(Kind::one_of)) {
      std::optional<Value> joined = chosen(configured, planned, place, json);
      return joined ? *joined : different(planned, place);
    }
    return std::nullopt;
  }

  Value join_text(const Value& configured, const Value& planned, Span place, bool json) {
    const std::optional<std::string> text = planned.as_string();
    // A reference, or a policy put together from the plan: what the configuration says is nearer to it.
    if (!text)
      return configured.fully_known() || configured.is(Kind::unknown) ? moved_to(planned, place) : configured;
    if (configured.as_string() == text || is_identity(configured)) return configured;
    if (auto joined = join_unclear(configured, planned, place, json)) return *joined;
    if (configured.is_partial()) {
      if (auto joined = filled(configured, *text)) return *joined;
    }
    if (!json) {
      const std::optional<Value> left = as_structure(configured);
      const std::optional<Value> right = left ? as_structure(planned) : std::nullopt;
      if (right) return join_structure(*left, *right, place, true).as_encoded();
    }
    return join_scalar(configured, planned, place, json);
  }

  Value join_scalar(const Value& configured, const Value& planned, Span place, bool json) {
    if (auto joined = join_unclear(configured, planned, place, json)) return *joined;
    const std::optional<std::string> text = configured.as_text();
    if (text && text == planned.as_text()) return configured;
    if (json && configured.is(Kind::list)) {
      const Value list = Value::list({planned}, planned.origin());
      return join_structure(configured, list, place, json);
    }
    return different(planned, place);
  }

  Value join_structure(const Value& configured, const Value& planned, Span place, bool json) {
    if (auto joined = join_unclear(configured, planned, place, json)) return *joined;
    if (configured.is(Kind::map) && planned.is(Kind::map)) return join_maps(configured, planned, place, json);
    if (configured.is(Kind::list) && planned.is(Kind::list))
      return join_lists(configured, planned, place, json);
    const bool wrapped = json && (configured.is(Kind::list) != planned.is(Kind::list));
    if (wrapped && configured.is(Kind::list))
      return join_lists(configured, Value::list({planned}, planned.origin()), place, json);
    if (wrapped) return join_lists(Value::list({configured}, configured.origin()), planned, place, json);
    if (planned.is(Kind::list) && planned.items().empty() && configured.is(Kind::null)) return configured;
    return different(planned, place);
  }

  Value join_maps(const Value& configured, const Value& planned, Span place, bool json) {
    std::map<std::string_view, const Value*> index;
    for (const Member& member : planned.members()) index.emplace(member.key, &member.value);
    std::vector<Member> members;
    for (const Member& member : configured.members()) {
      const auto found = index.find(member.key);
      if (found == index.end()) {
        differs = differs || (json && !member.value.is(Kind::absent) && member.value.fully_known());
        members.push_back(member);
        continue;
      }
      members.push_back({member.key, member.key_span, join(member.value, *found->second, place, json)});
      index.erase(found);
    }
    for (const Member& member : planned.members()) {
      if (!index.contains(member.key)) continue;
      // Defaults of the provider say nothing new about a block; a policy has none.
      const bool empty = member.value.is(Kind::null) || member.value.is(Kind::unknown) ||
                         (member.value.is(Kind::list) && member.value.items().empty());
      if (empty) continue;
      differs = differs || json;
      members.push_back({member.key, place, moved_to(member.value, place)});
    }
    return Value::map(std::move(members), at_place(place), configured.map_kind());
  }

  /// Item by item where that fits; otherwise each planned item finds its like, for sets have no order.
  Value join_lists(const Value& configured, const Value& planned, Span place, bool json) {
    const auto left = configured.items();
    const auto right = planned.items();
    std::vector<char> used(left.size(), 0);
    std::vector<Value> items;
    for (std::size_t i = 0; i < right.size(); ++i) {
      std::optional<Value> joined;
      std::optional<Value> nearest;  // the item at the same place, though it differs
      for (std::size_t step = 0; step < left.size() && !joined; ++step) {
        const std::size_t j = (i + step) % left.size();
        if (used[j] != 0) continue;
        Joiner attempt(budget_);
        Value candidate = attempt.join(left[j], right[i], place, json);
        if (!attempt.differs) {
          // What is not known may stand for several items, as a block that is not known how often.
          used[j] = left[j].is(Kind::unknown) ? 0 : 1;
          joined = std::move(candidate);
        } else if (step == 0 && left.size() == right.size()) {
          nearest = std::move(candidate);
        }
      }
      differs = differs || !joined;
      items.push_back(joined    ? std::move(*joined)
                      : nearest ? std::move(*nearest)
                                : moved_to(right[i], place));
    }
    for (std::size_t j = 0; j < left.size(); ++j) {
      const bool certain =
          !left[j].is(Kind::unknown) && !left[j].is(Kind::one_of) && !left[j].is(Kind::absent);
      differs = differs || (used[j] == 0 && certain);
    }
    return Value::list(std::move(items), at_place(place), configured.list_kind());
  }

  std::size_t& budget_;
};

/// Joins the resources of two units.
class UnitJoiner {
 public:
  UnitJoiner(EvaluatedUnit configured, EvaluatedUnit planned, const std::set<std::string>& deleted)
      : configured_(std::move(configured)), planned_(std::move(planned)), deleted_(deleted) {
    for (std::size_t i = 0; i < configured_.resources.size(); ++i) {
      const Resource& resource = configured_.resources[i];
      by_address_.emplace(resource.address, i);
      if (resource.may_be_absent) represented_.emplace(without_keys(resource.address), i);
    }
    for (const Resource& resource : planned_.resources) {
      if (!resource.properties.fully_known()) unsettled_.insert(resource.address);
    }
  }

  EvaluatedUnit join() {
    std::vector<Resource> resources;
    for (const Resource& planned : planned_.resources) {
      if (is_declaration(planned)) continue;
      const Resource* configured = counterpart(planned.address);
      resources.push_back(configured == nullptr ? only_planned(planned) : together(*configured, planned));
    }
    for (const Resource& configured : configured_.resources) {
      if (is_declaration(configured) || is_still_needed(configured)) {
        resources.push_back(configured);
      } else if (configured.type == kModuleArgumentsType) {
        continue;
      } else if (!matched_.contains(configured.address)) {
        only_configured(configured, resources);
      }
    }
    configured_.resources = std::move(resources);
    std::stable_sort(configured_.resources.begin(), configured_.resources.end(),
                     [](const Resource& a, const Resource& b) { return a.span < b.span; });
    // The plan holds what modules from elsewhere make.
    std::erase_if(configured_.unknowns, [](const value::Reason& reason) {
      return reason.kind == value::ReasonKind::opaque_module;
    });
    if (budget_ == 0 && !configured_.resources.empty()) {
      configured_.problems.push_back(
          {source::ProblemKind::limit, configured_.resources.front().span,
           "the limit kPlanComparisons is reached: the rest of the plan was not held "
           "against the checkout"});
    }
    for (value::Reason& unknown : planned_.unknowns) {
      const auto& said = configured_.unknowns;
      const bool known = std::any_of(said.begin(), said.end(), [&](const value::Reason& other) {
        return other.kind == unknown.kind && other.detail == unknown.detail;
      });
      if (!known) configured_.unknowns.push_back(std::move(unknown));
    }
    configured_.problems.insert(configured_.problems.end(), planned_.problems.begin(),
                                planned_.problems.end());
    return std::move(configured_);
  }

 private:
  /// Providers, backends, outputs and documents that nothing uses: the configuration has them itself.
  static bool is_declaration(const Resource& resource) {
    return resource.kind == ResourceKind::provider || resource.kind == ResourceKind::backend ||
           resource.kind == ResourceKind::policy_file || resource.type == "output";
  }

  /// The arguments of a module that is not on disk tell what the plan does not know yet of its resources.
  [[nodiscard]] bool is_still_needed(const Resource& configured) const {
    if (configured.type != kModuleArgumentsType) return false;
    const std::string prefix = configured.address + ".";
    const auto next = unsettled_.lower_bound(prefix);
    return next != unsettled_.end() && next->starts_with(prefix);
  }

  /// The configured resource of an address, or the one that stands for instances nobody could count.
  const Resource* counterpart(const std::string& address) {
    auto found = by_address_.find(address);
    if (found == by_address_.end()) {
      found = represented_.find(without_keys(address));
      if (found == represented_.end()) return nullptr;
    }
    const Resource& resource = configured_.resources[found->second];
    matched_.insert(resource.address);
    return &resource;
  }

  void note(Span span, const std::string& what) {
    configured_.problems.push_back(
        {source::ProblemKind::notice, span, "the plan differs from the checkout: " + what});
  }

  Resource together(const Resource& configured, const Resource& planned) {
    Resource resource = configured;
    resource.address = planned.address;
    resource.guard = {};
    resource.may_be_absent = false;
    resource.rewritten_by.reset();  // a plan says what `ignore_changes` leaves as it is
    std::map<std::string_view, const Value*> index;
    for (const Member& member : planned.properties.members()) index.emplace(member.key, &member.value);
    std::vector<Member> members;
    for (const Member& member : configured.properties.members()) {
      if (member.key == kLeftToOthers) continue;
      const auto found = index.find(member.key);
      if (found == index.end()) {
        members.push_back(member);
        continue;
      }
      bool differs = false;
      members.push_back({member.key, member.key_span,
                         join_values(member.value, *found->second, member.key_span, budget_, differs)});
      if (differs) note(member.key_span, planned.address + "." + member.key);
      index.erase(found);
    }
    for (const Member& member : planned.properties.members()) {
      const bool told = index.contains(member.key) && member.value.as_text();
      if (told) members.push_back({member.key, configured.span, moved_to(member.value, configured.span)});
    }
    resource.properties = Value::map(std::move(members), configured.properties.origin());
    return resource;
  }

  /// What comes from a module that is not on disk is no difference.
  Resource only_planned(Resource planned) {
    planned.unit = configured_.name;
    if (!planned.address.starts_with("module."))
      note(planned.span, planned.address + " is planned, and the checkout has no such block");
    return planned;
  }

  void only_configured(const Resource& configured, std::vector<Resource>& resources) {
    if (deleted_.contains(configured.address)) {
      note(configured.span, configured.address + " is deleted by the plan");
      return;
    }
    // Instances that nobody could count: the plan counted none.
    if (configured.may_be_absent) return;
    note(configured.span, configured.address + " is not in the plan");
    Resource resource = configured;
    resource.may_be_absent = true;
    resources.push_back(std::move(resource));
  }

  EvaluatedUnit configured_;
  EvaluatedUnit planned_;
  const std::set<std::string>& deleted_;
  std::map<std::string, std::size_t> by_address_;
  std::map<std::string, std::size_t> represented_;
  std::set<std::string> matched_;
  std::set<std::string> unsettled_;  ///< planned resources of which something is not known
  std::size_t budget_ = limits::kPlanComparisons;
};

}  // namespace

Value moved_to(const Value& value, Span span) {
  const Origin origin = at_place(span);
  switch (value.kind()) {
    case Kind::null:
      return Value::null(origin);
    case Kind::absent:
      return Value::absent(origin);
    case Kind::boolean:
      return Value::boolean(value.as_boolean(), origin);
    case Kind::number:
      return Value::number(value.as_number(), origin, value.number_precision());
    case Kind::string: {
      std::vector<StringPiece> pieces(value.pieces().begin(), value.pieces().end());
      for (StringPiece& piece : pieces) {
        if (auto* text = std::get_if<TextPiece>(&piece)) *text = {std::move(text->text), span, false};
      }
      return Value::string(std::move(pieces), origin);
    }
    case Kind::list: {
      std::vector<Value> items;
      for (const Value& item : value.items()) items.push_back(moved_to(item, span));
      const Value list = Value::list(std::move(items), origin, value.list_kind());
      return value.is_encoded() ? list.as_encoded() : list;
    }
    case Kind::map: {
      std::vector<Member> members;
      for (const Member& member : value.members())
        members.push_back({member.key, span, moved_to(member.value, span)});
      const Value map = Value::map(std::move(members), origin, value.map_kind());
      return value.is_encoded() ? map.as_encoded() : map;
    }
    case Kind::unknown:
    case Kind::one_of:
      return value;
  }
  return value;
}

Value join_values(const Value& configured, const Value& planned, Span place, std::size_t& budget,
                  bool& differs) {
  Joiner joiner(budget);
  Value joined = joiner.join(configured, planned, place, false);
  differs = differs || joiner.differs;
  return joined;
}

EvaluatedUnit join_units(EvaluatedUnit configured, EvaluatedUnit planned,
                         const std::set<std::string>& deleted) {
  return UnitJoiner(std::move(configured), std::move(planned), deleted).join();
}

}  // namespace rootproof::terraform
