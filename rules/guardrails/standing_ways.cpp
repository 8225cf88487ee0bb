#include "rules/guardrails/standing_ways.h"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string_view>
#include <utility>

#include "analyzer/organization/reference.h"
#include "analyzer/policy/evaluate.h"
#include "analyzer/policy/organization_ids.h"
#include "analyzer/policy/placed_document.h"
#include "rules/answers.h"

namespace rootproof::rules {
namespace {

using organization::Organization;
using policy::PolicyDocument;
using value::Reason;
using value::ReasonKind;

constexpr std::size_t kNamedIdsAsked = 256;  ///< ways in which ids of units and the like may be own ones
constexpr std::size_t kWaysAsked = 64;       ///< of them, for one request

}  // namespace

StandingObjects::StandingObjects(const Organization& organization) : organization_(organization) {
  for (const organization::Node& node : organization.nodes)
    if (node.resource != nullptr) known_.insert(node.identity);
}

/// Whether the object that `own` stands for may be the one that a policy names by this id, or by its
/// beginning: one of that kind, no other object that is known, and no unit of another root.
bool StandingObjects::may_be(const std::string& own, const std::string& named) const {
  const auto kind_of = [](std::string_view id) { return id.substr(0, id.find('-')); };
  if (kind_of(own) != kind_of(named) || own.starts_with(named)) return false;
  const std::string root = organization::root_named_by(named);
  return !known_.contains(named) &&
         (organization_.root_id.empty() || root.empty() || root == organization_.root_id);
}

StandingWays StandingObjects::ways(const policy::ScpPath& path, const std::set<std::string>& named,
                                   const std::set<std::string>& partly_named) const {
  StandingWays ways{{path}, {}};
  if (path.stand_ins.empty()) return ways;
  if (!partly_named.empty()) {
    ways.untold.push_back({ReasonKind::external_target,
                           "whether " + path.stand_ins.front().what + " is like " + *partly_named.begin(),
                           {}});
    return ways;
  }
  for (const policy::StandIn& own : path.stand_ins) {
    const std::size_t others = ways.paths.size();
    for (const std::string& id : named) {
      if (!may_be(own.id, id)) continue;
      for (std::size_t i = 0; i < others; ++i) {
        if (ways.paths[i].taken_for.contains(id)) continue;
        if (ways.paths.size() == kNamedIdsAsked) {
          if (ways.untold.empty()) ways.untold.push_back({ReasonKind::limit, "kNamedIdsAsked", {}});
          break;
        }
        ways.paths.push_back(ways.paths[i]);
        ways.paths.back().taken_for[id] = own.id;
      }
    }
  }
  return ways;
}

std::vector<Reason> taken_on(const policy::ScpPath& path, const policy::ScpPath& way) {
  std::vector<Reason> reasons;
  for (const policy::StandIn& own : path.stand_ins)
    for (const auto& [id, taken_for] : way.taken_for)
      if (taken_for == own.id)
        reasons.push_back({ReasonKind::external_target, "whether " + own.what + " is " + id, {}});
  return reasons;
}

const PolicyDocument& PathDenials::placed(const PolicyDocument& document, const policy::ScpPath& way,
                                          const std::string& partition,
                                          const std::set<std::string>& open_keys) {
  const auto [entry, added] =
      placed_.try_emplace({&document, partition, way.taken_for, open_keys}, PolicyDocument());
  if (added) {
    entry->second = policy::placed_document(document, way, partition);
    policy::doubt_conditions(entry->second, open_keys);
  }
  return entry->second;
}

Denial PathDenials::on_way(const policy::ScpPath& way, const std::string& partition,
                           const policy::Request& request, const std::set<std::string>& open_keys) {
  Denial all;
  for (const policy::ScpLevel& level : way.levels) {
    for (const PolicyDocument* document : level.documents) {
      const policy::SetMatch match =
          policy::match_documents({&placed(*document, way, partition, open_keys), 1}, request);
      if (!match.denying.empty()) return {&document->statements[match.denying.front().statement], {}};
      add_reasons(all.doubts, match.possibly_denying);
    }
    if (!level.uncertain.empty()) add_reasons(all.doubts, level.uncertain_reasons);
  }
  return all;
}

const PathDenials::NamedIds& PathDenials::named_in(const PolicyDocument& document) {
  const auto [entry, added] = named_.try_emplace(&document);
  if (added)
    entry->second = {policy::organization_ids_in(document), policy::partial_organization_ids_in(document)};
  return entry->second;
}

Denial PathDenials::of(const policy::ScpPath& path, const std::string& partition,
                       const policy::Request& request, const std::set<std::string>& open_keys) {
  NamedIds named;
  for (const policy::ScpLevel& level : path.levels)
    for (const PolicyDocument* document : level.documents) {
      const NamedIds& here = named_in(*document);
      named.whole.insert(here.whole.begin(), here.whole.end());
      named.parts.insert(here.parts.begin(), here.parts.end());
    }
  StandingWays ways = objects_.ways(path, named.whole, named.parts);
  if (ways.untold.empty() && ways.paths.size() > kWaysAsked)
    ways.untold.push_back({ReasonKind::limit, "kWaysAsked", {}});
  // What none of the ways tells, any condition on such ids may hang on.
  std::set<std::string> open = policy::keys_of_unknown_place(ways.untold.empty() ? path : policy::ScpPath());
  open.insert(open_keys.begin(), open_keys.end());
  Denial result = on_way(path, partition, request, open);
  if (!ways.untold.empty()) {
    if (!result.doubts.empty()) result.doubts = ways.untold;
    return result;
  }
  for (auto way = ways.paths.rbegin(); way + 1 != ways.paths.rend(); ++way) {
    const Denial other = on_way(*way, partition, request, open);
    if ((other.by == nullptr) == (result.by == nullptr) && other.doubts.empty() == result.doubts.empty())
      continue;
    if (result.by == nullptr) result.by = other.by;
    result.doubts = taken_on(path, *way);
    return result;
  }
  return result;
}

}  // namespace rootproof::rules
