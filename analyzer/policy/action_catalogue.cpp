#include "analyzer/policy/action_catalogue.h"

#include <algorithm>
#include <compare>
#include <map>
#include <numeric>
#include <span>
#include <utility>

#include "analyzer/policy/action_catalogue_data.h"
#include "analyzer/policy/evaluate.h"
#include "analyzer/policy/operators.h"
#include "parsers/arn.h"
#include "parsers/policy/action_name.h"
#include "parsers/source/lower_case.h"

namespace rootproof::policy {

namespace {

std::string_view name_of(std::string_view action) {
  const std::size_t colon = action.find(':');
  return colon == std::string_view::npos ? std::string_view() : action.substr(colon + 1);
}

const CatalogueService* find_service(std::string_view prefix) {
  const std::string folded = to_lower(prefix);
  const std::span<const CatalogueService> services = catalogue_services();
  const auto found = std::lower_bound(
      services.begin(), services.end(), folded,
      [](const CatalogueService& service, const std::string& name) { return service.prefix < name; });
  return found != services.end() && found->prefix == folded ? &*found : nullptr;
}

/// Reads what the generator wrote (cmake/action_catalogue_generator.cpp).
class TableReader {
 public:
  explicit TableReader(std::size_t position) : position_(position) {}

  std::size_t byte() { return catalogue_bytes()[position_++]; }

  std::string_view text(std::size_t size) {
    const auto* const begin = reinterpret_cast<const char*>(catalogue_bytes().data()) + position_;
    position_ += size;
    return {begin, size};
  }

  /// The next of sorted names, each of which shares its beginning with the one before.
  const std::string& name() {
    const std::size_t shared = byte();
    const std::size_t size = byte();
    name_.resize(shared);
    name_.append(text(size));
    return name_;
  }

 private:
  std::size_t position_;
  std::string name_;
};

std::string_view resource_template(TableReader& reader) {
  const std::size_t low = reader.byte();
  const std::size_t size = low + (reader.byte() << 8);
  return reader.text(size);
}

std::string resource_of(const CatalogueService& service, std::size_t number) {
  if (number == 0) return "*";
  if (number == kNoPlainResource) return {};
  TableReader reader(service.resources);
  for (std::size_t i = 1;; ++i) {
    const std::string_view text = resource_template(reader);
    if (i == number) return std::string(text);
  }
}

/// Whether a name in lower case comes after a text in lower case.
bool is_behind(std::string_view name, std::string_view folded) {
  return std::lexicographical_compare(
      folded.begin(), folded.end(), name.begin(), name.end(),
      [](char left, char right) { return source::lower_case(left) < source::lower_case(right); });
}

/// The number of the last block of actions whose first name is not behind `folded`; the first block if none
/// is.
std::size_t block_of(const CatalogueService& service, std::string_view folded) {
  std::size_t low = 0;
  std::size_t high = (service.action_count + kNamesPerBlock - 1) / kNamesPerBlock;
  while (high - low > 1) {
    const std::size_t middle = low + (high - low) / 2;
    TableReader reader(catalogue_blocks()[service.blocks + middle]);
    (is_behind(reader.name(), folded) ? high : low) = middle;
  }
  return low;
}

/// What the table has of an action.
struct ActionRow {
  const std::string& name;
  AccessLevel level;
  std::size_t resource;   ///< number
  std::size_t resources;  ///< number of the set
  std::size_t keys;       ///< number of the set
};

/// Calls `take(row)` for each action, from the block that holds `folded` on, until it returns false.
template <class Take>
void each_action(const CatalogueService& service, std::string_view folded, Take take) {
  if (service.action_count == 0) return;
  const std::size_t block = block_of(service, folded);
  TableReader reader(catalogue_blocks()[service.blocks + block]);
  for (std::size_t i = block * kNamesPerBlock; i < service.action_count; ++i) {
    const std::string& name = reader.name();
    const auto level = static_cast<AccessLevel>(reader.byte());
    const std::size_t resource = reader.byte();
    const std::size_t resources = reader.byte();
    if (!take(ActionRow{name, level, resource, resources, reader.byte()})) return;
  }
}

/// What names that match a pattern begin with, in lower case.
std::string literal_beginning(std::string_view pattern) {
  return to_lower(pattern.substr(0, std::min(pattern.find_first_of("*?"), pattern.size())));
}

/// The beginning of a name, in lower case, against one as long as that or longer.
std::strong_ordering compare_beginning(std::string_view name, std::string_view beginning) {
  for (std::size_t i = 0; i < beginning.size(); ++i) {
    if (i == name.size()) return std::strong_ordering::less;
    const std::strong_ordering order = source::lower_case(name[i]) <=> beginning[i];
    if (std::is_neq(order)) return order;
  }
  return std::strong_ordering::equal;
}

CatalogueAction action_of(const CatalogueService& service, const ActionRow& row) {
  return {std::string(service.prefix) + ":" + row.name, row.level, resource_of(service, row.resource)};
}

/// Letters to insert, drop, replace or swap with their neighbour; `bound` + 1 stands for all beyond it.
std::size_t distance(std::string_view left, std::string_view right, std::size_t bound) {
  const std::size_t difference =
      left.size() > right.size() ? left.size() - right.size() : right.size() - left.size();
  if (difference > bound) return bound + 1;
  std::vector<std::size_t> before_last(right.size() + 1);
  std::vector<std::size_t> last(right.size() + 1);
  std::vector<std::size_t> row(right.size() + 1);
  std::iota(last.begin(), last.end(), std::size_t{0});
  for (std::size_t i = 1; i <= left.size(); ++i) {
    std::size_t least = i;
    row[0] = i;
    for (std::size_t j = 1; j <= right.size(); ++j) {
      const std::size_t replaced = last[j - 1] + (left[i - 1] == right[j - 1] ? 0U : 1U);
      row[j] = std::min({replaced, last[j] + 1, row[j - 1] + 1});
      const bool swapped = i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1];
      if (swapped) row[j] = std::min(row[j], before_last[j - 2] + 1);
      least = std::min(least, row[j]);
    }
    // A later row is never better than the better of two; the one before this can only be used by a swap, at
    // one more.
    if (least > bound && *std::min_element(last.begin(), last.end()) >= bound) return bound + 1;
    std::swap(before_last, last);
    std::swap(last, row);
  }
  return std::min(last[right.size()], bound + 1);
}

/// Names further apart than this are not the same word misspelt.
std::size_t tolerance(std::string_view name) { return std::max<std::size_t>(1, name.size() / 5); }

/// No action's name is longer; longer texts are not compared.
constexpr std::size_t kLongestName = 128;

}  // namespace

std::string_view describe(AccessLevel level) {
  switch (level) {
    case AccessLevel::list:
      return "list";
    case AccessLevel::read:
      return "read";
    case AccessLevel::write:
      return "write";
    case AccessLevel::tagging:
      return "change tags";
    case AccessLevel::permissions_management:
      return "change permissions";
  }
  return "";
}

bool is_catalogue_service(std::string_view prefix) { return find_service(prefix) != nullptr; }

std::vector<std::string_view> service_prefixes() {
  std::vector<std::string_view> prefixes;
  for (const CatalogueService& service : catalogue_services()) prefixes.push_back(service.prefix);
  return prefixes;
}

std::vector<std::string> resources_of(std::string_view action) {
  std::vector<std::string> resources;
  const CatalogueService* service = find_service(service_of(action));
  if (service == nullptr) return resources;
  const std::string name = to_lower(name_of(action));
  each_action(*service, name, [&](const ActionRow& row) {
    if (!source::is_same_in_any_case(row.name, name)) return !is_behind(row.name, name);
    TableReader reader(service->resource_sets);
    for (std::size_t left = row.resources; left > 0; --left)
      for (std::size_t numbers = reader.byte(); numbers > 0; --numbers) reader.byte();
    for (std::size_t numbers = reader.byte(); numbers > 0; --numbers)
      resources.push_back(resource_of(*service, reader.byte()));
    return false;
  });
  return resources;
}

std::optional<CatalogueAction> find_action(std::string_view action) {
  if (action.find_first_of("*?") != std::string_view::npos) return std::nullopt;
  return first_action(action);
}

std::vector<CatalogueAction> first_actions(std::string_view pattern, std::size_t most) {
  std::vector<CatalogueAction> found;
  const CatalogueService* service = find_service(service_of(pattern));
  if (service == nullptr) return found;
  const std::string_view wanted = name_of(pattern);
  const std::string beginning = literal_beginning(wanted);
  each_action(*service, beginning, [&](const ActionRow& row) {
    const std::strong_ordering order = compare_beginning(row.name, beginning);
    if (std::is_lt(order)) return true;
    if (std::is_gt(order)) return false;
    if (glob_match(wanted, row.name, true)) found.push_back(action_of(*service, row));
    return found.size() < most;
  });
  return found;
}

std::optional<CatalogueAction> first_action(std::string_view pattern) {
  std::vector<CatalogueAction> found = first_actions(pattern, 1);
  return found.empty() ? std::nullopt : std::optional(std::move(found.front()));
}

CatalogueMatches match_actions(const std::vector<std::string>& patterns) {
  CatalogueMatches matches;
  std::map<std::string, std::vector<std::string_view>> by_service;
  for (const std::string& pattern : patterns)
    by_service[to_lower(service_of(pattern))].push_back(name_of(pattern));
  for (const auto& entry : by_service) {
    const CatalogueService* const found = find_service(entry.first);
    if (found == nullptr) continue;
    const CatalogueService& service = *found;
    const std::vector<std::string_view>& wanted = entry.second;
    each_action(service, {}, [&](const ActionRow& row) {
      const bool fits = std::any_of(wanted.begin(), wanted.end(), [&row](std::string_view pattern) {
        return glob_match(pattern, row.name, true);
      });
      if (!fits) return true;
      ++matches.count;
      std::string& example = matches.example[static_cast<std::size_t>(row.level)];
      if (example.empty()) example = std::string(service.prefix) + ":" + row.name;
      return true;
    });
  }
  return matches;
}

bool is_unknown_action(std::string_view pattern) {
  const std::size_t colon = pattern.find(':');
  const bool placeholder = pattern.find_first_of("${}<>") != std::string_view::npos;
  if (colon == std::string_view::npos || placeholder || pattern.size() > kLongestName) return false;
  return pattern.substr(0, colon).find_first_of("*?") == std::string_view::npos && !first_action(pattern);
}

bool is_in_reach_of_resource_control(std::string_view action) {
  const std::span<const std::string_view> services = resource_control_services();
  return std::find(services.begin(), services.end(), to_lower(service_of(action))) != services.end();
}

std::optional<std::string> unknown_action(std::string_view pattern) {
  if (!is_unknown_action(pattern)) return std::nullopt;
  const std::string_view service = service_of(pattern);
  const std::string written(pattern);
  const std::string nearest = nearest_action(pattern);
  const std::string meant = nearest.empty() ? std::string() : "; " + nearest + " is near";
  if (!is_catalogue_service(service))
    return "AWS documents no service \"" + std::string(service) + "\" for actions" + meant;
  if (pattern.find_first_of("*?") != std::string_view::npos)
    return "no action that AWS documents matches \"" + written + "\"" + meant;
  return "AWS documents no action \"" + written + "\"" + meant;
}

std::string nearest_action(std::string_view action) {
  if (action.size() > kLongestName) return {};
  const CatalogueService* service = find_service(service_of(action));
  std::string nearest;
  if (service == nullptr) {
    const std::string wanted = to_lower(service_of(action));
    std::size_t best = tolerance(wanted) + 1;
    for (const CatalogueService& other : catalogue_services()) {
      const std::size_t apart = distance(wanted, other.prefix, best);
      if (apart >= best) continue;
      best = apart;
      nearest = other.prefix;
    }
    return nearest;
  }
  const std::string wanted = to_lower(name_of(action));
  std::size_t best = tolerance(wanted) + 1;
  each_action(*service, {}, [&](const ActionRow& row) {
    const std::size_t apart = distance(wanted, to_lower(row.name), best);
    if (apart >= best) return true;
    best = apart;
    nearest = std::string(service->prefix) + ":" + row.name;
    return true;
  });
  return nearest;
}

namespace {

/// "s3:ExistingObjectTag/<key>" and "kms:EncryptionContext:${Key}" stand for all keys that begin so.
bool is_key(std::string_view documented, std::string_view key) {
  const std::size_t open = std::min(documented.find('<'), documented.find("${"));
  const std::string folded = to_lower(documented.substr(0, open));
  return open == std::string_view::npos ? to_lower(key) == folded : to_lower(key).starts_with(folded);
}

/// Numbers of the keys of a service that a key is.
std::vector<std::size_t> numbers_of(const CatalogueService& service, std::string_view key) {
  std::vector<std::size_t> numbers;
  TableReader reader(service.keys);
  for (std::size_t i = 0; i < service.key_count; ++i) {
    if (is_key(reader.name(), key)) numbers.push_back(i);
    reader.byte();  // its type
  }
  return numbers;
}

/// For each key set of a service whether it has one of the keys.
std::vector<bool> sets_with(const CatalogueService& service, const std::vector<std::size_t>& keys,
                            std::size_t sets) {
  std::vector<bool> result;
  TableReader reader(service.key_sets);
  while (result.size() < sets) {
    bool has = false;
    for (std::size_t left = reader.byte(); left > 0; --left)
      has = std::find(keys.begin(), keys.end(), reader.byte()) != keys.end() || has;
    result.push_back(has);
  }
  return result;
}

}  // namespace

std::optional<bool> supports_key(std::string_view pattern, std::string_view key) {
  const CatalogueService* service = find_service(service_of(pattern));
  if (service == nullptr || to_lower(service_of(key)) != service->prefix) return std::nullopt;
  std::vector<std::size_t> matched;
  each_action(*service, {}, [&](const ActionRow& row) {
    if (glob_match(name_of(pattern), row.name, true)) matched.push_back(row.keys);
    return true;
  });
  if (matched.empty()) return std::nullopt;
  const std::size_t last = *std::max_element(matched.begin(), matched.end());
  const std::vector<bool> has = sets_with(*service, numbers_of(*service, key), last + 1);
  return std::any_of(matched.begin(), matched.end(), [&has](std::size_t set) { return has[set]; });
}

std::vector<std::string> actions_with_key(std::string_view key) {
  constexpr std::size_t kExamples = 32;
  std::vector<std::string> actions;
  const CatalogueService* service = find_service(service_of(key));
  const std::vector<std::size_t> numbers =
      service == nullptr ? std::vector<std::size_t>() : numbers_of(*service, key);
  if (numbers.empty()) return actions;
  std::size_t sets = 0;
  each_action(*service, {}, [&sets](const ActionRow& row) {
    sets = std::max(sets, row.keys + 1);
    return true;
  });
  const std::vector<bool> has = sets_with(*service, numbers, sets);
  each_action(*service, {}, [&](const ActionRow& row) {
    if (has[row.keys]) actions.push_back(std::string(service->prefix) + ":" + row.name);
    return actions.size() < kExamples;
  });
  return actions;
}

std::vector<std::string> arn_services_of(std::string_view service) {
  const CatalogueService* known = find_service(service);
  // Actions of services without resources of their own act on those of others: ssmmessages on those of ssm.
  if (known == nullptr || known->resource_count == 0) return {};
  std::vector<std::string> services{std::string(known->prefix)};
  TableReader reader(known->resources);
  for (std::size_t i = 0; i < known->resource_count; ++i) {
    const std::string_view arn = resource_template(reader);
    const std::string named(arn_component(arn, 2));
    // The generator fills placeholders with this word: any vendor's.
    if (named == "example" || named.empty() || named.find('*') != std::string::npos) return {};
    if (std::find(services.begin(), services.end(), named) == services.end()) services.push_back(named);
  }
  return services;
}

std::optional<std::string> unknown_key(std::string_view key) {
  const CatalogueService* service = find_service(service_of(key));
  const bool placeholder = key.find_first_of("$<{") != std::string_view::npos;
  if (service == nullptr || placeholder || name_of(key).empty() || key.size() > kLongestName)
    return std::nullopt;
  if (!numbers_of(*service, key).empty()) return std::nullopt;
  const std::string wanted = to_lower(name_of(key));
  std::string nearest;
  std::size_t best = tolerance(wanted) + 1;
  for (const std::string& documented : condition_keys_of(service->prefix)) {
    const std::size_t apart = distance(wanted, to_lower(name_of(documented)), best);
    if (apart >= best) continue;
    best = apart;
    nearest = documented;
  }
  return "AWS documents no condition key \"" + std::string(key) + "\"" +
         (nearest.empty() ? std::string() : "; " + nearest + " is near");
}

std::vector<std::string> arn_templates_of(std::string_view service) {
  std::vector<std::string> templates;
  const CatalogueService* known = find_service(service);
  if (known == nullptr) return templates;
  TableReader reader(known->resources);
  for (std::size_t i = 0; i < known->resource_count; ++i) {
    const std::string_view arn = resource_template(reader);
    // Of any service: then those of the service are not all there.
    if (arn_component(arn, 2) == "example") return {};
    if (arn_component(arn, 2) == service) templates.emplace_back(arn);
  }
  return templates;
}

std::optional<CatalogueKey> find_key(std::string_view key) {
  const CatalogueService* service = find_service(service_of(key));
  if (service == nullptr) return std::nullopt;
  // In the order of the numbers that the generator gives.
  static constexpr std::array<CatalogueKey, 9> kTypes{{{KeyType::string, false},
                                                       {KeyType::arn, false},
                                                       {KeyType::boolean, false},
                                                       {KeyType::numeric, false},
                                                       {KeyType::date, false},
                                                       {KeyType::address, false},
                                                       {KeyType::string, true},
                                                       {KeyType::arn, true},
                                                       {KeyType::boolean, true}}};
  TableReader reader(service->keys);
  for (std::size_t i = 0; i < service->key_count; ++i) {
    const bool found = is_key(reader.name(), key);
    const std::size_t type = reader.byte();
    if (found) return kTypes.at(type);
  }
  return std::nullopt;
}

std::vector<std::string> condition_keys_of(std::string_view service) {
  std::vector<std::string> keys;
  const CatalogueService* found = find_service(service);
  if (found == nullptr) return keys;
  TableReader reader(found->keys);
  for (std::size_t i = 0; i < found->key_count; ++i) {
    keys.push_back(reader.name());
    reader.byte();  // its type
  }
  return keys;
}

}  // namespace rootproof::policy
