#include "analyzer/policy/request_model.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <functional>
#include <iterator>
#include <map>
#include <system_error>
#include <tuple>
#include <utility>

#include "analyzer/policy/action_catalogue.h"
#include "analyzer/policy/clock.h"
#include "parsers/region_areas.h"
#include "parsers/regions.h"

namespace rootproof::policy {

namespace {

/// What set_first_day() said; otherwise the day of a fixed clock.
std::string& first_day() {
  static std::string day = "2026-11-01";
  return day;
}

/// Sessions of root users last 36 hours at most, those of roles twelve (STS API reference,
/// "GetFederationToken", "AssumeRole").
constexpr std::int64_t kLongestSession = std::int64_t{36} * 3'600;

std::optional<Decimal> first_token() {
  const std::optional<Decimal> day = parse_date(first_day());
  std::int64_t seconds = 0;
  if (!day ||
      std::from_chars(day->whole.data(), day->whole.data() + day->whole.size(), seconds).ec != std::errc())
    return std::nullopt;
  return Decimal::of(seconds - kLongestSession);
}

SymbolSet lower_case_symbols() { return one_of_symbols("abcdefghijklmnopqrstuvwxyz"); }

/// What a Region's name has behind its first word: more words, and a number.
void add_rest_of_region(TextPattern& pattern) {
  pattern.add_one(lower_case_symbols());
  pattern.add_run(one_of_symbols("abcdefghijklmnopqrstuvwxyz-"));
  pattern.add_literal("-");
  pattern.add_one(digit_symbols());
  pattern.add_run(digit_symbols());
}

/// "vpc-0e5a3b1c2d4f60718"; other letters than hexadecimal digits stand in examples.
TextPattern network_id(std::string_view prefix) {
  const SymbolSet symbols = one_of_symbols("abcdefghijklmnopqrstuvwxyz0123456789");
  TextPattern pattern = TextPattern::literal(prefix);
  pattern.add_one(symbols);
  pattern.add_run(symbols);
  return pattern;
}

/// Which texts can be the value of a key whoever calls: a wildcard under an operator that compares exactly is
/// none of them.
void set_form(const std::string& key, PartDomain& domain) {
  static constexpr std::array<std::string_view, 6> kAccounts{
      "aws:resourceaccount", "aws:sourceaccount", "aws:sourceowner",
      "aws:vpceaccount",     "kms:calleraccount", "s3:dataaccesspointaccount"};
  static constexpr std::array<std::string_view, 3> kOrganizations{"aws:resourceorgid", "aws:sourceorgid",
                                                                  "aws:vpceorgid"};
  static constexpr std::array<std::string_view, 3> kPaths{"aws:resourceorgpaths", "aws:sourceorgpaths",
                                                          "aws:vpceorgpaths"};
  const auto is_one_of = [&key](const auto& keys) {
    return std::find(keys.begin(), keys.end(), key) != keys.end();
  };
  if (key == "aws:requestedregion") {
    domain.within = {region_name()};
    for (const std::string_view region : known_regions()) domain.samples.emplace_back(region);
  } else if (key == "aws:sourcevpc" || key == "aws:ec2instancesourcevpc") {
    domain.within = {network_id("vpc-")};
  } else if (key == "aws:sourcevpce") {
    domain.within = {network_id("vpce-")};
  } else if (is_one_of(kAccounts)) {
    domain.within = {hole_pattern(value::HoleKind::account_id)};
  } else if (is_one_of(kOrganizations)) {
    domain.within = {organization_id()};
  } else if (is_one_of(kPaths)) {
    domain.within = {organization_path()};
  } else if (key == "aws:currenttime" || key == "aws:epochtime") {
    domain.not_before = parse_date(first_day());
  } else if (key == "aws:tokenissuetime") {
    domain.not_before = first_token();
  }
}

PartDomain default_domain(const std::string& key) {
  PartDomain domain;
  const ContextKey* known = find_context_key(key);
  if (known == nullptr) {
    // Keys of services exist for the actions of their service; an aws: key nobody documents exists nowhere.
    domain.doubtful = is_undocumented_global_key(key);
    // What is documented as a list may hold several values, whatever operators policies use on it.
    const std::optional<CatalogueKey> of_service = find_key(key);
    if (!of_service) return domain;
    domain.multivalued = of_service->is_list;
    if (of_service->type == KeyType::numeric) domain.type = KeyType::numeric;
    return domain;
  }
  domain.type = known->type;
  domain.multivalued = known->multivalued;
  domain.ordinary = known->ordinary;
  // Keys of tags and names of services are not empty.
  if (known->multivalued) domain.without = {TextPattern::literal("")};
  if (known->type == KeyType::boolean)
    domain.within = {TextPattern::literal("true"), TextPattern::literal("false")};
  set_form(key, domain);
  return domain;
}

bool is_under(const std::string& part, const std::vector<std::string>& prefixes) {
  return std::any_of(prefixes.begin(), prefixes.end(),
                     [&part](const std::string& prefix) { return part.starts_with(prefix); });
}

/// The documented keys as they are by themselves: most of what models are asked about.
const PartDomains& documented_keys() {
  static const PartDomains kKeys = [] {
    PartDomains keys;
    for (const ContextKey& key : context_keys())
      keys.set(to_lower(key.name), default_domain(to_lower(key.name)));
    return keys;
  }();
  return kKeys;
}

PartDomain removed(PartDomain domain) {
  domain.may_be_present = false;
  domain.may_be_absent = true;
  return domain;
}

/// A documented key that is never there, for models that say nothing else about it; nullptr for others.
const PartDomains* removed_key(const std::string& key) {
  static const std::map<std::string, PartDomains, std::less<>> kKeys = [] {
    std::map<std::string, PartDomains, std::less<>> keys;
    for (const auto& [name, domain] : documented_keys()) keys[name].set(name, removed(domain));
    return keys;
  }();
  const auto found = kKeys.find(key);
  return found == kKeys.end() ? nullptr : &found->second;
}

/// The keys that no caller changes, for requests that go through a VPC endpoint or not.
PartDomains common_keys(bool through_endpoint) {
  PartDomains keys;
  for (const ContextKey& key : context_keys()) {
    const std::string name = to_lower(key.name);
    PartDomain domain = default_domain(name);
    switch (key.root) {
      case RootPresence::always:
        domain.may_be_absent = false;
        break;
      case RootPresence::direct:
        domain.may_be_present = !through_endpoint;
        break;
      case RootPresence::via_endpoint:
        domain.may_be_present = through_endpoint;
        break;
      case RootPresence::absent:
      case RootPresence::optional:
      case RootPresence::by_sign_in:
        continue;
    }
    if (domain.may_be_present && !key.ordinary.empty()) domain.may_be_absent = false;
    keys.set(name, std::move(domain));
  }
  return keys;
}

}  // namespace

void set_first_day(const std::string& day) { first_day() = day; }

const PartDomains::Parts& PartDomains::all() const {
  static const Parts kNone;
  return parts_ ? *parts_ : kNone;
}

PartDomains::Parts& PartDomains::own() {
  if (!parts_) {
    parts_ = std::make_shared<Parts>();
  } else if (parts_.use_count() > 1) {
    parts_ = std::make_shared<Parts>(*parts_);
  }
  return *parts_;
}

PartDomains::Parts::iterator PartDomains::place_of(Parts& parts, std::string_view name) {
  return std::lower_bound(
      parts.begin(), parts.end(), name,
      [](const std::shared_ptr<Part>& part, std::string_view wanted) { return part->name < wanted; });
}

const PartDomain* PartDomains::find(std::string_view name) const {
  if (!parts_) return nullptr;
  const auto found = place_of(*parts_, name);
  return found != parts_->end() && (*found)->name == name ? &(*found)->domain : nullptr;
}

PartDomain& PartDomains::operator[](std::string_view name) {
  Parts& parts = own();
  const auto place = place_of(parts, name);
  if (place == parts.end() || (*place)->name != name)
    return (*parts.insert(place, std::make_shared<Part>(Part{std::string(name), {}})))->domain;
  if (place->use_count() > 1) *place = std::make_shared<Part>(**place);
  return (*place)->domain;
}

PartDomain& PartDomains::set(std::string_view name, PartDomain domain) {
  Parts& parts = own();
  const auto place = place_of(parts, name);
  if (place == parts.end() || (*place)->name != name)
    return (*parts.insert(place, std::make_shared<Part>(Part{std::string(name), std::move(domain)})))->domain;
  if (place->use_count() > 1)
    *place = std::make_shared<Part>(Part{std::string(name), std::move(domain)});
  else
    (*place)->domain = std::move(domain);
  return (*place)->domain;
}

void PartDomains::erase(std::string_view name) {
  if (find(name) == nullptr) return;
  Parts& parts = own();
  parts.erase(place_of(parts, name));
}

void PartDomains::set_all(const PartDomains& others) {
  if (empty()) {
    parts_ = others.parts_;
    return;
  }
  constexpr std::size_t kFew = 8;
  if (others.all().size() <= kFew) {
    Parts& parts = own();
    for (const std::shared_ptr<Part>& part : others.all()) {
      const auto place = place_of(parts, part->name);
      if (place != parts.end() && (*place)->name == part->name)
        *place = part;
      else
        parts.insert(place, part);
    }
    return;
  }
  Parts united;
  united.reserve(all().size() + others.all().size());
  // Of parts that are in both, the first are taken.
  std::set_union(
      others.all().begin(), others.all().end(), all().begin(), all().end(), std::back_inserter(united),
      [](const std::shared_ptr<Part>& a, const std::shared_ptr<Part>& b) { return a->name < b->name; });
  parts_ = std::make_shared<Parts>(std::move(united));
}

const PartDomain& RequestModel::domain(const std::string& part) const {
  if (const PartDomain* const set = parts.find(part)) return *set;
  if (const PartDomain* const known = defaults_.find(part)) return *known;
  const bool is_removed = is_under(part, removed_prefixes);
  if (const PartDomain* const documented = is_removed ? nullptr : documented_keys().find(part))
    return *documented;
  PartDomain& domain = defaults_.set(part, default_domain(part));
  if (std::find(multivalued.begin(), multivalued.end(), part) != multivalued.end() &&
      find_context_key(part) == nullptr)
    domain.multivalued = true;
  // What another tool fills in may be any key.
  const bool is_key =
      part != kActionPart && part != kResourcePart && part.find_first_of("$<{") == std::string::npos;
  if (is_removed || (documented_keys_only && is_key && domain.doubtful)) domain = removed(std::move(domain));
  return domain;
}

void RequestModel::fix(const std::string& key, std::string value) {
  PartDomain domain = this->domain(key);
  domain.may_be_present = true;  // also when it was removed before
  domain.may_be_absent = false;
  domain.within = {TextPattern::literal(value)};
  domain.without.clear();
  domain.ordinary = value;
  domain.constant = std::move(value);
  parts.set(key, std::move(domain));
}

void RequestModel::remove(const std::string& key) {
  const bool as_documented = parts.find(key) == nullptr && defaults_.find(key) == nullptr;
  if (const PartDomains* const known = as_documented ? removed_key(key) : nullptr)
    parts.set_all(*known);
  else
    parts.set(key, removed(domain(key)));
}

void RequestModel::leave_out_undocumented_keys() {
  documented_keys_only = true;
  defaults_ = {};
}

void RequestModel::set_organizations(const std::vector<TextPattern>& ids) {
  PartDomain id = domain("aws:principalorgid");
  id.within = ids;
  PartDomain paths = domain("aws:principalorgpaths");
  paths.within.clear();
  for (const TextPattern& organization : ids) paths.within.push_back(organization_path(organization));
  parts.set("aws:principalorgid", std::move(id));
  parts.set("aws:principalorgpaths", std::move(paths));
}

Substitution ModelScope::variable(const std::string& key) const {
  Substitution result;
  const PartDomain& domain = model_.domain(key);
  // What has no service in front of its name is no key, and for another tool to fill in.
  const bool is_key = key.find(':') != std::string::npos;
  if (!domain.may_be_present && is_key) {
    result.kind = Substitution::Kind::absent;
  } else if (domain.constant && !domain.may_be_absent) {
    result.kind = Substitution::Kind::text;
    result.text = *domain.constant;
  } else {
    // An absent key, or one with a default value, is covered too: what it gives is narrower than "open".
    // Values with marks are no texts.
    if (domain.within.size() == 1 && !domain.may_be_absent && !model_.symbolic.contains(key))
      result.pattern = domain.within[0];
    result.reason = value::Reason{
        value::ReasonKind::unsupported_operator, "the policy variable ${" + display_key(key) + "}", {}};
  }
  return result;
}

namespace {

/// A few names have a dash ("AssociateViaAWSService-EventsAndStates").
void add_action_name(TextPattern& pattern) {
  pattern.add_literal(":");
  static const SymbolSet kName =
      one_of_symbols("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-");
  pattern.add_one(kName);
  pattern.add_run(kName);
}

}  // namespace

TextPattern organization_id(std::size_t least_length) {
  const SymbolSet symbols = one_of_symbols("abcdefghijklmnopqrstuvwxyz0123456789");
  TextPattern pattern = TextPattern::literal("o-");
  for (std::size_t i = 0; i < least_length; ++i) pattern.add_one(symbols);
  pattern.add_run(symbols);
  return pattern;
}

TextPattern organization_path(TextPattern organization) {
  const SymbolSet symbols = one_of_symbols("abcdefghijklmnopqrstuvwxyz0123456789");
  organization.add_literal("/r-");
  organization.add_one(symbols);
  organization.add_run(symbols);
  organization.add_literal("/");
  organization.add_run(any_symbol() & ~one_of_symbols("*?"));
  return organization;
}

const TextPattern& region_name() {
  static const TextPattern kName = [] {
    TextPattern pattern;
    pattern.add_one(lower_case_symbols());
    pattern.add_run(lower_case_symbols());
    pattern.add_literal("-");
    add_rest_of_region(pattern);
    return pattern;
  }();
  return kName;
}

std::vector<TextPattern> resource_ids(std::string_view prefix) {
  static const SymbolSet kDigit = one_of_symbols("0123456789abcdef");
  std::vector<TextPattern> patterns;
  for (const int digits : {8, 17}) {
    TextPattern pattern = TextPattern::literal(prefix);
    for (int i = 0; i < digits; ++i) pattern.add_one(kDigit);
    patterns.push_back(std::move(pattern));
  }
  return patterns;
}

const std::vector<IpRange>& private_ranges() {
  static const std::vector<IpRange> kPrivate = [] {
    std::vector<IpRange> ranges;
    for (const char* range : {"10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "127.0.0.0/8",
                              "169.254.0.0/16", "224.0.0.0/3", "0.0.0.0/8", "fc00::/7", "fe80::/10", "::/16"})
      if (const std::optional<IpRange> parsed = IpRange::parse(range)) ranges.push_back(*parsed);
    return ranges;
  }();
  return kPrivate;
}

void exclude_private_addresses(PartDomain& domain) {
  domain.not_in.insert(domain.not_in.end(), private_ranges().begin(), private_ranges().end());
}

void keep_to_possible_requests(RequestModel& model) {
  static const std::vector<TextPattern> kEndpoints = resource_ids("vpce-");
  static const std::vector<TextPattern> kNetworks = resource_ids("vpc-");
  model.leave_out_undocumented_keys();
  for (const auto& [key, ids] :
       {std::pair("aws:sourcevpce", &kEndpoints), std::pair("aws:sourcevpc", &kNetworks)}) {
    PartDomain domain = model.domain(key);
    domain.within = *ids;
    model.parts.set(key, std::move(domain));
  }
  PartDomain address = model.domain("aws:sourceip");
  exclude_private_addresses(address);
  model.parts.set("aws:sourceip", std::move(address));
}

void keep_to_known_requests(RequestModel& model) {
  keep_to_possible_requests(model);
  PartDomain regions = model.domain("aws:requestedregion");
  if (regions.constant || regions.samples.empty()) return;
  regions.within.clear();
  for (const std::string& region : regions.samples) regions.within.push_back(TextPattern::literal(region));
  model.parts.set("aws:requestedregion", std::move(regions));
}

TextPattern any_action() {
  static const TextPattern kAny = [] {
    const SymbolSet lower = one_of_symbols("abcdefghijklmnopqrstuvwxyz0123456789-");
    TextPattern pattern;
    pattern.add_one(lower);
    pattern.add_run(lower);
    add_action_name(pattern);
    return pattern;
  }();
  return kAny;
}

TextPattern any_action_of(std::string_view service) {
  TextPattern pattern = TextPattern::literal(service);
  add_action_name(pattern);
  return pattern;
}

void add_common_keys(RequestModel& model, bool through_endpoint) {
  // The same for every model of every question: made once.
  static const PartDomains kDirect = common_keys(false);
  static const PartDomains kThroughEndpoint = common_keys(true);
  model.parts.set_all(through_endpoint ? kThroughEndpoint : kDirect);
}

namespace {

/// What the requests of all root users have in common.
RequestModel make_root_keys(bool through_endpoint) {
  RequestModel model;
  add_common_keys(model, through_endpoint);
  for (const ContextKey& key : context_keys()) {
    if (key.root != RootPresence::absent) continue;
    if (key.name.back() == '/')
      model.removed_prefixes.push_back(to_lower(key.name));
    else
      model.remove(to_lower(key.name));
  }
  // Of sts:AssumeRoot alone, which takes no credentials of a root user (STS API reference, "AssumeRoot").
  model.remove("sts:taskpolicyarn");
  // Of calls with an assertion, which root users have none of.
  model.removed_prefixes.emplace_back("saml:");
  model.fix("aws:principaltype", "Account");
  model.fix("aws:principalisawsservice", "false");
  model.set_organizations({organization_id()});
  return model;
}

const RequestModel& root_keys(bool through_endpoint) {
  static const RequestModel kDirect = make_root_keys(false);
  static const RequestModel kThroughEndpoint = make_root_keys(true);
  return through_endpoint ? kThroughEndpoint : kDirect;
}

/// The Regions of one partition: the others' names are never sent in it.
PartDomain regions_of(std::string_view partition) {
  PartDomain domain = default_domain("aws:requestedregion");
  domain.may_be_absent = false;
  domain.samples.clear();
  for (const std::string_view region : known_regions())
    if (partition_of_region(region) == partition) domain.samples.emplace_back(region);
  if (!domain.samples.empty()) domain.ordinary = domain.samples.front();
  // The partition aws gets areas that nobody knows yet; the others keep to what they have.
  const bool keeps_areas = partition != kCommonPartitions.front();
  if (keeps_areas) domain.within.clear();
  for (const RegionArea& area : region_areas()) {
    if ((area.partition == partition) != keeps_areas) continue;
    TextPattern names = TextPattern::literal(area.prefix);
    add_rest_of_region(names);
    (keeps_areas ? domain.within : domain.without).push_back(std::move(names));
  }
  return domain;
}

/// regions_of(), made once for each partition that is known.
const PartDomain* known_regions_of(std::string_view partition) {
  static const std::map<std::string_view, PartDomain> kDomains = [] {
    std::map<std::string_view, PartDomain> domains;
    for (const RegionArea& area : region_areas())
      if (!domains.contains(area.partition)) domains.emplace(area.partition, regions_of(area.partition));
    return domains;
  }();
  const auto found = kDomains.find(partition);
  return found == kDomains.end() ? nullptr : &found->second;
}

/// Requests of root users of a partition but for what tells their accounts apart.
RequestModel make_any_root_model(const std::string& partition, SignIn sign_in, bool through_endpoint) {
  RequestModel model;
  model.parts = root_keys(through_endpoint).parts;
  model.removed_prefixes = root_keys(through_endpoint).removed_prefixes;
  if (const PartDomain* regions = known_regions_of(partition))
    model.parts.set("aws:requestedregion", *regions);
  switch (sign_in) {
    case SignIn::access_keys:
      model.name = "long-term access keys";
      for (const char* key : {"aws:multifactorauthpresent", "aws:multifactorauthage", "aws:tokenissuetime"})
        model.remove(key);
      break;
    case SignIn::console_without_mfa:
      model.name = "a console session without MFA";
      model.fix("aws:multifactorauthpresent", "false");
      model.remove("aws:multifactorauthage");
      model.parts["aws:tokenissuetime"] = model.domain("aws:tokenissuetime");
      model.parts["aws:tokenissuetime"].may_be_absent = false;
      model.parts["aws:tokenissuetime"].ordinary = "2026-12-01T11:55:00Z";
      break;
    case SignIn::console_with_mfa:
      model.name = "a console session with MFA";
      model.fix("aws:multifactorauthpresent", "true");
      for (const auto& [key, ordinary] : {std::pair("aws:multifactorauthage", "300"),
                                          std::pair("aws:tokenissuetime", "2026-12-01T11:55:00Z")}) {
        model.parts[key] = model.domain(key);
        model.parts[key].may_be_absent = false;
        model.parts[key].ordinary = ordinary;
      }
      break;
    case SignIn::assume_root:
      model.name = "an AssumeRoot session";
      model.parts["aws:assumedroot"].may_be_present = true;
      model.fix("aws:assumedroot", "true");
      model.parts["aws:tokenissuetime"] = model.domain("aws:tokenissuetime");
      model.parts["aws:tokenissuetime"].may_be_absent = false;
      model.parts["aws:tokenissuetime"].ordinary = "2026-12-01T11:55:00Z";
      // Whoever calls sts:AssumeRoot may have one (STS API Reference, "AssumeRoot": SourceIdentity).
      model.parts.set("aws:sourceidentity", default_domain("aws:sourceidentity"));
      // AWS does not say whether the first two are there, nor what the others hold.
      for (const char* key :
           {"aws:multifactorauthpresent", "aws:multifactorauthage", "aws:userid", "aws:principaltype"}) {
        PartDomain domain;
        domain.type = model.domain(key).type;
        domain.may_be_absent = model.domain(key).may_be_absent;
        domain.doubtful = true;
        model.parts.set(key, std::move(domain));
      }
      break;
  }
  if (through_endpoint) model.name += " through a VPC endpoint";
  return model;
}

/// The same, made once. Of one thread: copies of models share their parts.
const RequestModel& any_root_model(const std::string& partition, SignIn sign_in, bool through_endpoint,
                                   RequestsMeant meant) {
  thread_local std::map<std::tuple<std::string, SignIn, bool, RequestsMeant>, RequestModel> made;
  const auto [entry, added] = made.try_emplace({partition, sign_in, through_endpoint, meant}, RequestModel());
  if (!added) return entry->second;
  entry->second = make_any_root_model(partition, sign_in, through_endpoint);
  if (meant == RequestsMeant::possible) keep_to_possible_requests(entry->second);
  if (meant == RequestsMeant::known) keep_to_known_requests(entry->second);
  return entry->second;
}

}  // namespace

RootIdentity::RootIdentity(const std::string& account, const std::string& partition) : partition_(partition) {
  const std::string prefix = "arn:" + partition + ":iam::";
  own_.principal = {"AWS", account, prefix + account + ":root"};
  for (const char* key : {"aws:principalarn", "aws:principalaccount", "aws:userid", "aws:principalorgid",
                          "aws:principalorgpaths"})
    own_.parts.set(key, root_keys(false).domain(key));
  if (!account.empty()) {
    own_.fix("aws:principalarn", own_.principal.arn);
    own_.fix("aws:principalaccount", account);
    own_.fix("aws:userid", account);
    return;
  }
  TextPattern arn = TextPattern::literal(prefix);
  arn.add(hole_pattern(value::HoleKind::account_id));
  arn.add_literal(":root");
  own_.parts["aws:principalarn"].within = {arn};
  own_.parts["aws:principalarn"].samples = {prefix + "111122223333:root", prefix + "444455556666:root"};
  for (const char* key : {"aws:principalaccount", "aws:userid"}) {
    own_.parts[key].within = {hole_pattern(value::HoleKind::account_id)};
    own_.parts[key].piece = PartDomain::Piece{"aws:principalarn", prefix, TextPattern::literal(":root")};
  }
}

void RootIdentity::set_place(const std::string& organization, const std::string& place) {
  own_.set_organizations({TextPattern::literal(organization)});
  own_.fix("aws:principalorgid", organization);
  if (!place.empty()) own_.fix("aws:principalorgpaths", place);
}

RequestModel RootIdentity::model(SignIn sign_in, bool through_endpoint, RequestsMeant meant) const {
  const RequestModel& of_all = any_root_model(partition_, sign_in, through_endpoint, meant);
  RequestModel model = of_all;
  model.principal = own_.principal;
  model.parts.set_all(own_.parts);
  // AWS does not say what it holds there.
  if (sign_in == SignIn::assume_root) model.parts.set("aws:userid", of_all.domain("aws:userid"));
  return model;
}

RequestModel root_model(const std::string& account, const std::string& partition, SignIn sign_in,
                        bool through_endpoint) {
  return RootIdentity(account, partition).model(sign_in, through_endpoint);
}

}  // namespace rootproof::policy
