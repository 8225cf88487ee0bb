#include "analyzer/policy/outsider_model.h"

#include <algorithm>
#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <set>
#include <utility>

#include "analyzer/policy/caller_texts.h"
#include "analyzer/policy/statement_box.h"
#include "parsers/arn.h"
#include "parsers/regions.h"

namespace rootproof::policy {

namespace {

/// S3 calls ranges broader than these public (S3 User Guide, "The meaning of public").
constexpr int kBroadV4Prefix = 8;
constexpr int kBroadV6Prefix = 32;
/// Narrow ranges that together cover a sixteenth of the address space confine nobody either.
constexpr double kBroadShare = 1.0 / 16;

/// What a document writes down: values that belong to somebody its author knows.
struct WrittenValues {
  std::string owner;  ///< of the resource
  std::set<std::string> accounts;
  std::set<std::string> partitions{"aws"};
  std::map<std::string, std::set<std::string>> texts;   ///< by key in lower case
  std::map<std::string, std::set<std::string>> folded;  ///< those that are compared whatever their case
  std::vector<IpRange> narrow_ranges;
  std::set<std::string> narrow_globs;  ///< addresses as texts: "203.0.113.*"
  bool network_keys = false;
  bool source_keys = false;
  bool assumed_root = false;  ///< sessions of AssumeRoot are spoken of

  bool operator==(const WrittenValues&) const = default;
};

/// Keys by which a policy speaks of calls that a service makes, and on whose behalf. A policy that names the
/// service (aws:PrincipalServiceName) is not among them: that is like naming it as the principal.
constexpr std::string_view kSourceKeys[] = {"aws:sourcearn", "aws:sourceaccount", "aws:sourceorgid",
                                            "aws:sourceorgpaths", "aws:principalisawsservice"};

bool is_source_key(std::string_view key) {
  return std::find(std::begin(kSourceKeys), std::end(kSourceKeys), key) != std::end(kSourceKeys);
}

constexpr const char* kUrlType = "lambda:functionurlauthtype";

/// Where kOwnerAccount is written down.
constexpr std::uint64_t kFirstOtherOwner = 222'211'110'000;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

void collect_accounts(std::string_view text, std::set<std::string>& accounts) {
  for (std::size_t i = 0; i < text.size();) {
    std::size_t end = i;
    while (end < text.size() && is_digit(text[end])) ++end;
    if (end - i == 12) accounts.emplace(text.substr(i, 12));
    i = std::max(end, i + 1);
  }
}

/// A condition that names callers of another partition is about such callers: "arn:aws-cn:iam::*:root".
void collect_partitions(std::string_view text, std::set<std::string>& partitions) {
  if (text.substr(0, 4) != "arn:") return;
  const std::string partition(text.substr(4, text.find(':', 4) - 4));
  if (partition == "*") return;  // the usual partition stands for all
  for (const char* other : {"aws-cn", "aws-us-gov"})
    if (TextPattern::glob(partition).matches(other)) partitions.emplace(other);
  if (is_partition(partition)) partitions.insert(partition);
}

bool is_private(const IpRange& range) {
  return std::any_of(private_ranges().begin(), private_ranges().end(), [&range](const IpRange& other) {
    return other.contains(range.first) && other.contains(range.last);
  });
}

/// An address as a number; of IPv6 the first half, which is where networks differ.
std::uint64_t number_of(const IpAddress& address) {
  std::uint64_t number = 0;
  const std::size_t begin = address.v6 ? 0 : 8;
  for (std::size_t i = begin; i < begin + 8; ++i) number = number << 8U | address.bytes[i];
  return number;
}

/// A range, with the pattern of texts it was written as, where that was none of CIDR notation.
struct WrittenRange {
  IpRange range;
  std::string glob{};
};

/// The addresses that a pattern of texts can match: those that begin with the groups before its wildcards.
std::optional<IpRange> range_of_glob(const std::string& glob) {
  const std::string begin = glob.substr(0, glob.find_first_of("*?"));
  const bool v6 = begin.find(':') != std::string::npos;
  if (begin.find("::") != std::string::npos) return std::nullopt;  // groups are left out there
  const char separator = v6 ? ':' : '.';
  const auto groups = std::count(begin.begin(), begin.end(), separator);
  if (groups == 0 || groups > (v6 ? 7 : 3)) return std::nullopt;
  std::string network = begin.substr(0, begin.rfind(separator));
  if (v6)
    network += "::";
  else
    for (auto i = groups; i < 4; ++i) network += ".0";
  return IpRange::parse(network + "/" + std::to_string(groups * (v6 ? 16 : 8)));
}

/// Whether a condition whose ranges these are confines anybody: neighbours count as the one range they are.
/// Ranges of the same family, in order.
void collect_narrow(const std::vector<WrittenRange>& ranges, WrittenValues& written) {
  if (ranges.empty()) return;
  const bool v6 = ranges.front().range.first.v6;
  const std::uint64_t broad = std::uint64_t{1} << (v6 ? 64U - kBroadV6Prefix : 32U - kBroadV4Prefix);
  const double all = v6 ? 0x1p64 : 0x1p32;
  double covered = 0;
  std::vector<WrittenRange> narrow;
  for (std::size_t begin = 0; begin < ranges.size();) {
    const std::uint64_t first = number_of(ranges[begin].range.first);
    std::uint64_t last = number_of(ranges[begin].range.last);
    std::size_t end = begin + 1;
    for (; end < ranges.size(); ++end) {
      const std::uint64_t next = number_of(ranges[end].range.first);
      if (next > last && next - last > 1) break;
      last = std::max(last, number_of(ranges[end].range.last));
    }
    if (last - first < broad) {
      covered += static_cast<double>(last - first) + 1;
      narrow.insert(narrow.end(), ranges.begin() + static_cast<std::ptrdiff_t>(begin),
                    ranges.begin() + static_cast<std::ptrdiff_t>(end));
    }
    begin = end;
  }
  if (covered / all >= kBroadShare) return;
  for (const WrittenRange& range : narrow) {
    if (range.glob.empty())
      written.narrow_ranges.push_back(range.range);
    else
      written.narrow_globs.insert(range.glob);
  }
}

/// Ranges of one condition that admit only addresses the author knows; none when they are broad.
void collect_ranges(const Condition& condition, WrittenValues& written) {
  const std::optional<ConditionOperator> op = parse_operator(condition.operator_name);
  const bool globs = op && op->family == OperatorFamily::string_like;
  std::vector<WrittenRange> families[2];
  for (const PolicyString& value : condition.values) {
    const std::optional<std::string> text = value.text();
    if (!text) continue;
    const bool is_glob = globs && has_wildcard(*text);
    const std::optional<IpRange> range = is_glob ? range_of_glob(*text) : IpRange::parse(*text);
    if (!range || is_private(*range)) continue;
    families[range->first.v6 ? 1 : 0].push_back({*range, is_glob ? *text : std::string()});
  }
  for (std::vector<WrittenRange>& ranges : families) {
    std::stable_sort(ranges.begin(), ranges.end(), [](const WrittenRange& left, const WrittenRange& right) {
      return left.range.first < right.range.first;
    });
    collect_narrow(ranges, written);
  }
}

/// What a key, of a condition or of a policy variable, says about the callers to be thought of.
void note_key(const std::string& key, WrittenValues& written) {
  written.network_keys = written.network_keys || is_endpoint_key(key);
  written.source_keys = written.source_keys || is_source_key(key);
  written.assumed_root = written.assumed_root || key == "aws:assumedroot" || key == "aws:sourceidentity";
}

/// Access is granted within a partition only (IAM User Guide, "Cross account resource access in IAM").
void keep_partition_of_resource(const PolicyDocument& document, std::set<std::string>& partitions) {
  if (!document.region || document.region->empty()) return;
  const std::string_view here = partition_of_region(*document.region);
  if (here.empty()) return;
  std::erase_if(partitions, [here](const std::string& each) {
    return each != here && each != kCommonPartitions.front();
  });
}

WrittenValues written_values(const PolicyDocument& document, const std::string& owner) {
  WrittenValues written;
  written.owner = owner;
  written.accounts.insert(owner);
  for (const Statement& statement : document.statements) {
    for (const Principal& principal : statement.principals)
      if (const std::optional<std::string> text = principal.text.text())
        collect_accounts(*text, written.accounts);
    for (const Condition& condition : statement.conditions) {
      const std::string key = to_lower(condition.key);
      const ContextKey* known = find_context_key(key);
      if (known != nullptr && known->type == KeyType::address) collect_ranges(condition, written);
      note_key(key, written);
      const std::optional<ConditionOperator> op = parse_operator(condition.operator_name);
      const bool folds = op && op->family == OperatorFamily::string_ignore_case;
      for (const PolicyString& value : condition.values)
        if (const std::optional<std::string> text = value.text()) {
          for (const std::string& variable : variables_in(*text)) note_key(variable, written);
          collect_accounts(*text, written.accounts);
          collect_partitions(*text, written.partitions);
          written.texts[key].insert(*text);
          if (folds) written.folded[key].insert(*text);
        }
    }
  }
  keep_partition_of_resource(document, written.partitions);
  return written;
}

/// "arn:aws:s3:*:*:invoices": a name of a bucket is one bucket, whatever stands for Region and account, which
/// its ARN has not.
bool names_a_bucket(const std::string& arn) {
  if (!arn.starts_with("arn:") || arn_component(arn, 2) != "s3") return false;
  const std::string_view name = arn_component(arn, 5);
  return !name.empty() && name.find_first_of("*?/:$") == std::string_view::npos;
}

/// Values under a key that are not an outsider's, though the author wrote them with wildcards: everything
/// below a fixed organization, everything of a fixed identity, a fixed bucket.
std::optional<TextPattern> owned_pattern(const std::string& key, const std::string& text) {
  const std::size_t wildcard = text.find_first_of("*?");
  if (wildcard == std::string::npos) return TextPattern::literal(text);
  if (key == "aws:sourcearn" && names_a_bucket(text)) return TextPattern::glob(text);
  const bool path = key.size() > 8 && key.substr(key.size() - 8) == "orgpaths";
  const std::size_t end = text.find(path ? '/' : ':');
  if ((!path && key != "aws:userid") || end == std::string::npos || end > wildcard) return std::nullopt;
  TextPattern pattern = TextPattern::literal(text.substr(0, end + 1));
  pattern.add_run(any_symbol());
  return pattern;
}

TextPattern around(std::string_view middle) {
  TextPattern pattern = TextPattern::anything();
  pattern.add_literal(middle);
  pattern.add_run(any_symbol());
  return pattern;
}

/// What stands in ARNs between colons where their resources do: "arn:aws:logs:us-east-1:*:log-group:ID:*" is
/// a log group with this name of whatever account.
std::set<std::string> names_of_resources(const std::set<std::string>& arns) {
  constexpr int kAccountField = 4;
  std::set<std::string> names;
  for (const std::string& arn : arns) {
    const std::string_view account = arn_component(arn, kAccountField);
    std::size_t begin = 0;
    for (std::size_t end = arn.find(':'); end != std::string::npos; end = arn.find(':', begin)) {
      const std::string_view name = std::string_view(arn).substr(begin, end - begin);
      if (begin > 0 && name != account) names.emplace(name);
      begin = end + 1;
    }
  }
  return names;
}

/// Takes from an identifying key what belongs to those the author knows.
void exclude_written(const std::string& key, const WrittenValues& written, PartDomain& domain) {
  if (const auto texts = written.texts.find(key); texts != written.texts.end())
    for (const std::string& text : texts->second) {
      if (std::optional<TextPattern> owned = owned_pattern(key, text)) domain.without.push_back(*owned);
      // Nothing is called "vpce-*": under an operator that compares exactly, a wildcard is nobody's value.
      else
        domain.without.push_back(TextPattern::literal(text));
    }
  if (const auto texts = written.folded.find(key); texts != written.folded.end())
    for (const std::string& text : texts->second) domain.without.push_back(TextPattern::literal(text, true));
  const auto arns = written.texts.find(key);
  const std::set<std::string> resources =
      arns == written.texts.end() ? std::set<std::string>() : names_of_resources(arns->second);
  for (const std::string& account : written.accounts) {
    if (domain.type != KeyType::arn)
      domain.without.push_back(TextPattern::literal(account));
    else if (key == "aws:principalarn" || resources.contains(account))
      domain.without.push_back(arns_of_account(account));
    else
      // Text operators let the wildcard for a Region take in the account as well. Hardly any name of a
      // resource looks like the rest.
      domain.without.push_back(around(":" + account + ":"));
  }
}

/// Whose the resource is.
struct Owner {
  std::string account;
  std::string organization;
};

/// Owners tried when a policy asks for literal ones; of more, any at all is possible.
constexpr std::size_t kOwners = 8;

/// The author knows the owner and we do not: every account and organization the policy asks for may be it.
std::vector<Owner> owners(const WrittenValues& written) {
  const auto candidates = [&written](const char* key, std::string_view unwritten) {
    std::vector<std::string> values{std::string(unwritten)};
    if (const auto texts = written.texts.find(key); texts != written.texts.end())
      for (const std::string& text : texts->second)
        if (text.find_first_of("*?$") == std::string::npos) values.push_back(text);
    return values;
  };
  std::vector<Owner> result;
  for (const std::string& account : candidates("aws:resourceaccount", written.owner))
    for (const std::string& organization : candidates("aws:resourceorgid", kOwnerOrganization))
      result.push_back({account, organization});
  return result;
}

/// Without an owner the keys are free.
void set_owner(RequestModel& model, const std::optional<Owner>& owner, const std::string& example) {
  for (const char* key : {"aws:resourceaccount", "aws:resourceorgid"}) {
    const bool organization = std::string_view(key) == "aws:resourceorgid";
    if (owner) {
      model.fix(key, organization ? owner->organization : owner->account);
      continue;
    }
    PartDomain domain = model.domain(key);
    domain.may_be_absent = false;
    domain.ordinary = organization ? std::string(kOwnerOrganization) : example;
    model.parts.set(key, std::move(domain));
  }
  // Nobody from outside is in the owner's organization.
  if (!owner) return;
  PartDomain own = model.domain("aws:principalorgid");
  if (own.constant || !own.may_be_present) return;
  own.without.push_back(TextPattern::literal(owner->organization));
  model.parts.set("aws:principalorgid", std::move(own));
}

/// Whose organization it is that calls, or on whose behalf, or through whose VPC endpoint.
bool is_about_organization(std::string_view key) {
  return key.ends_with("orgid") || key.ends_with("orgpaths");
}

/// Takes the organization that owns the resource from a key, and all that lies below it.
void exclude_owner(PartDomain& domain) {
  domain.without.push_back(TextPattern::literal(kOwnerOrganization));
  TextPattern below = TextPattern::literal(std::string(kOwnerOrganization) + "/");
  below.add_run(any_symbol());
  domain.without.push_back(std::move(below));
}

/// An account may be in some organization or in none.
void set_organization(RequestModel& model, const WrittenValues& written, Membership membership) {
  for (const char* key : {"aws:principalorgid", "aws:principalorgpaths"}) {
    PartDomain domain = model.domain(key);
    domain.may_be_absent = true;
    domain.ordinary.clear();
    const bool is_path = std::string_view(key) == "aws:principalorgpaths";
    domain.within = {is_path ? organization_path() : organization_id()};
    domain.samples = {is_path ? "o-otherorg02/r-othr/ou-othr-otherunit/" : "o-otherorg02"};
    if (membership == Membership::unnamed) exclude_written(key, written, domain);
    model.parts.set(key, std::move(domain));
  }
}

TextPattern account_arn(std::string_view prefix, const TextPattern& suffix) {
  TextPattern pattern = TextPattern::literal(prefix);
  pattern.add(hole_pattern(value::HoleKind::account_id));
  pattern.add(suffix);
  return pattern;
}

TextPattern named(std::string_view word) {
  TextPattern pattern = TextPattern::literal(word);
  pattern.add(path_and_name());
  return pattern;
}

/// All of a document that its models depend on.
struct Outside {
  Outside(const PolicyDocument& document, const std::string& owner,
          const std::vector<std::string>& known_accounts = {})
      : written(written_values(document, owner)), trust(document.kind == PolicyKind::trust) {
    written.accounts.insert(known_accounts.begin(), known_accounts.end());
    note_multivalued_keys(document, multivalued);
  }

  WrittenValues written;
  bool trust;
  std::vector<std::string> multivalued;

  bool operator==(const Outside&) const = default;
};

class OutsiderModels {
 public:
  explicit OutsiderModels(const Outside& outside, Membership membership)
      : written_(outside.written),
        trust_(outside.trust),
        multivalued_(outside.multivalued),
        membership_(membership) {}

  std::vector<RequestModel> all() {
    for (const bool endpoint : {false, true}) {
      if (endpoint && !written_.network_keys) continue;
      add(anonymous(endpoint));
      for (const std::string& partition : written_.partitions) add_identities(endpoint, partition);
      if (written_.source_keys && !endpoint) add(service());
    }
    return with_owners();
  }

  std::vector<RequestModel> roots(const std::string& account, const std::string& partition) {
    for (const SignIn sign_in : kSignIns) {
      for (const bool endpoint : {false, true}) {
        if (endpoint && !written_.network_keys) continue;
        RequestModel model = root_model(account, partition, sign_in, endpoint);
        model.multivalued = multivalued_;
        set_organization(model, written_, membership_);
        const TextPattern own =
            account.empty() ? hole_pattern(value::HoleKind::account_id) : TextPattern::literal(account);
        for (const char* key : {"kms:calleraccount", "aws:sourceowner"}) set_own(model, key, own);
        // Whoever holds the external id of a trust policy is one customer or tool, not the whole account.
        PartDomain external_id = model.domain("sts:externalid");
        if (trust_) exclude_written("sts:externalid", written_, external_id);
        model.parts.set("sts:externalid", std::move(external_id));
        PartDomain address = model.domain("aws:sourceip");
        exclude_private_addresses(address);
        model.parts.set("aws:sourceip", std::move(address));
        models_.push_back(std::move(model));
      }
    }
    return with_owners();
  }

 private:
  void add_identities(bool endpoint, const std::string& partition) {
    const std::string iam = "arn:" + partition + ":iam::";
    const std::string sts = "arn:" + partition + ":sts::";
    add(identity(endpoint, "the root user of any account", iam, TextPattern::literal(":root"), ":root",
                 "Account"));
    if (written_.assumed_root) {
      RequestModel session = identity(endpoint, "a session of AssumeRoot of any account", iam,
                                      TextPattern::literal(":root"), ":root", "Account");
      session.fix("aws:assumedroot", "true");
      session.parts.set("aws:sourceidentity", base(endpoint).domain("aws:sourceidentity"));
      add(std::move(session));
    }
    add(identity(endpoint, "a role of any account", iam, named(":role/"), ":role/example", "AssumedRole"));
    add(identity(endpoint, "a user of any account", iam, named(":user/"), ":user/example", "User"));
    add(identity(endpoint, "a federated user of any account", sts, named(":federated-user/"),
                 ":federated-user/example", "FederatedUser"));
  }

  static void set_own(RequestModel& model, const char* key, const TextPattern& account) {
    PartDomain domain = model.domain(key);
    domain.may_be_present = true;
    domain.within = {account};
    model.parts.set(key, std::move(domain));
  }

  void add(RequestModel model) { models_.push_back(std::move(model)); }

  /// Each model for each account and organization that may own the resource.
  std::vector<RequestModel> with_owners() {
    const std::vector<Owner> possible = owners(written_);
    if (possible.size() > kOwners) {
      for (RequestModel& model : models_) set_owner(model, std::nullopt, written_.owner);
      return std::move(models_);
    }
    if (possible.size() == 1) {
      for (RequestModel& model : models_) set_owner(model, possible.front(), written_.owner);
      return std::move(models_);
    }
    std::vector<RequestModel> result;
    result.reserve(models_.size() * possible.size());
    for (const RequestModel& model : models_) {
      for (const Owner& owner : possible) {
        result.push_back(model);
        set_owner(result.back(), owner, written_.owner);
      }
    }
    return result;
  }

  /// What all callers have in common; made once for calls through an endpoint and once for others.
  const RequestModel& base(bool endpoint) const {
    std::optional<RequestModel>& made = bases_[endpoint ? 1 : 0];
    if (!made) made = make_base(endpoint);
    return *made;
  }

  RequestModel make_base(bool endpoint) const {
    RequestModel model;
    model.multivalued = multivalued_;
    add_common_keys(model, endpoint);
    for (const ContextKey& key : context_keys()) {
      const std::string name = to_lower(key.name);
      PartDomain domain = model.domain(name);
      if (key.outsider == OutsiderValue::foreign) {
        if (membership_ == Membership::any && is_about_organization(name))
          exclude_owner(domain);
        else
          exclude_written(name, written_, domain);
      }
      if (key.outsider == OutsiderValue::never_true) domain.within = {TextPattern::literal("false")};
      if (key.type == KeyType::address && name == "aws:sourceip") {
        domain.not_in = written_.narrow_ranges;
        for (const std::string& glob : written_.narrow_globs)
          domain.without.push_back(TextPattern::glob(glob));
        exclude_private_addresses(domain);
      }
      model.parts.set(name, std::move(domain));
    }
    for (const char* key : {"aws:sourcearn", "aws:sourceaccount", "aws:sourceorgid", "aws:sourceorgpaths",
                            "aws:principalservicename", "aws:principalservicenameslist", "aws:assumedroot"})
      model.remove(key);
    return model;
  }

  RequestModel anonymous(bool endpoint) const {
    RequestModel model = base(endpoint);
    model.name = "anyone without credentials";
    model.principal = {"Anonymous", "", ""};
    for (const char* key :
         {"aws:principalarn", "aws:principalorgid", "aws:principalorgpaths", "aws:username",
          "aws:principalisawsservice", "aws:tokenissuetime", "aws:multifactorauthpresent",
          "aws:multifactorauthage", "aws:sourceidentity", "aws:federatedprovider", "kms:calleraccount"})
      model.remove(key);
    model.removed_prefixes.emplace_back("aws:principaltag/");
    model.fix("aws:principalaccount", "anonymous");
    model.fix("aws:principaltype", "Anonymous");
    model.fix("aws:userid", "anonymous");
    // A URL of type AWS_IAM answers signed requests only (Lambda Developer Guide, "Control access to Lambda
    // function URLs").
    PartDomain url = model.domain(kUrlType);
    url.within = {TextPattern::literal("NONE")};
    model.parts.set(kUrlType, std::move(url));
    return model;
  }

  RequestModel identity(bool endpoint, std::string name, const std::string& prefix, const TextPattern& suffix,
                        const std::string& example, const std::string& type) const {
    RequestModel model = base(endpoint);
    model.name = std::move(name);
    model.principal = {"AWS", "", ""};
    set_organization(model, written_, membership_);
    PartDomain arn = model.domain("aws:principalarn");
    arn.may_be_absent = false;
    arn.within = {account_arn(prefix, suffix)};
    arn.ordinary = prefix + outsider_account() + example;
    model.parts.set("aws:principalarn", std::move(arn));
    const bool root = type == "Account";
    if (!root) {
      PartDomain id = model.domain("aws:userid");
      id.may_be_absent = false;
      id.within = {user_ids(type)};
      model.parts.set("aws:userid", std::move(id));
    }
    for (const char* key : {"aws:principalaccount", "aws:userid"}) {
      if (std::string_view(key) == "aws:userid" && !root) continue;
      PartDomain& domain = model.parts[key];
      domain.may_be_absent = false;
      domain.without.clear();
      domain.within = {hole_pattern(value::HoleKind::account_id)};
      domain.piece = PartDomain::Piece{"aws:principalarn", prefix, suffix};
    }
    model.fix("aws:principaltype", type);
    model.fix("aws:principalisawsservice", "false");
    if (type != "User") model.remove("aws:username");
    if (root) {
      model.removed_prefixes.emplace_back("aws:principaltag/");
      for (const char* key : {"aws:sourceidentity", "aws:federatedprovider"}) model.remove(key);
    }
    return model;
  }

  /// An account that nobody mentions.
  [[nodiscard]] std::string outsider_account() const {
    for (const std::string_view account : {kOutsiderAccount, kOtherOutsiderAccount})
      if (written_.accounts.count(std::string(account)) == 0) return std::string(account);
    return std::string(kOutsiderAccount);
  }

  /// A service that acts for a resource of an account the author does not know.
  RequestModel service() const {
    RequestModel model = anonymous(false);
    model.name = "a service that acts for any account";
    model.principal = {"Service", "", "s3.amazonaws.com"};
    for (const char* key : {"aws:principalaccount", "aws:principaltype", "aws:userid"}) model.remove(key);
    model.parts.set(kUrlType, base(false).domain(kUrlType));
    model.fix("aws:principalisawsservice", "true");
    for (const char* key : {"aws:sourcearn", "aws:sourceaccount", "aws:sourceorgid", "aws:sourceorgpaths",
                            "aws:principalservicename", "aws:principalservicenameslist"})
      model.parts[key].may_be_present = true;
    model.parts["aws:sourcearn"].ordinary = "arn:aws:s3:::someone-elses-bucket";
    TextPattern arn = TextPattern::literal("arn:aws");
    arn.add_run(any_symbol());
    model.parts["aws:sourcearn"].within = {arn};
    model.parts["aws:sourceaccount"].within = {hole_pattern(value::HoleKind::account_id)};
    model.parts["aws:sourceaccount"].ordinary = outsider_account();
    model.parts["aws:sourceorgid"].within = {organization_id()};
    return model;
  }

  const WrittenValues& written_;
  bool trust_;
  const std::vector<std::string>& multivalued_;
  Membership membership_;
  mutable std::optional<RequestModel> bases_[2];
  std::vector<RequestModel> models_;
};

/// Policies of one author write the same down, so the models of the last questions are kept. Of one thread:
/// copies of models share their parts.
template <class Key>
class RecentModels {
 public:
  template <class Make>
  const std::vector<RequestModel>& get(Key key, const Make& make) {
    const auto same = [&key](const Entry& entry) { return entry.key == key; };
    const auto found = std::find_if(entries_.begin(), entries_.end(), same);
    if (found != entries_.end()) return found->models;
    if (entries_.size() == kKept) entries_.pop_front();
    std::vector<RequestModel> models = make(key);
    return entries_.emplace_back(Entry{std::move(key), std::move(models)}).models;
  }

 private:
  static constexpr std::size_t kKept = 8;
  struct Entry {
    Key key;
    std::vector<RequestModel> models;
  };
  std::deque<Entry> entries_;
};

/// What outsider_models is asked.
struct Outsiders {
  Outside outside;
  Membership membership = Membership::unnamed;

  bool operator==(const Outsiders&) const = default;
};

struct ForeignRoot {
  Outside outside;
  std::string account;
  std::string partition;
  Membership membership = Membership::unnamed;

  bool operator==(const ForeignRoot&) const = default;
};

}  // namespace

std::string owner_account(const PolicyDocument& document) {
  std::set<std::string> written;
  const auto collect = [&written](const PolicyString& text) {
    if (const std::optional<std::string> known = text.text()) collect_accounts(*known, written);
  };
  for (const Statement& statement : document.statements) {
    for (const Principal& principal : statement.principals) collect(principal.text);
    for (const Condition& condition : statement.conditions)
      for (const PolicyString& value : condition.values) collect(value);
  }
  std::string owner(kOwnerAccount);
  for (std::uint64_t next = kFirstOtherOwner; written.contains(owner); ++next) owner = std::to_string(next);
  return owner;
}

std::vector<RequestModel> outsider_models(const PolicyDocument& document,
                                          const std::vector<std::string>& known_accounts,
                                          const std::string& owner, Membership membership) {
  thread_local RecentModels<Outsiders> recent;
  return recent.get({Outside(document, owner, known_accounts), membership}, [](const Outsiders& asked) {
    return OutsiderModels(asked.outside, asked.membership).all();
  });
}

std::vector<RequestModel> foreign_root_models(const PolicyDocument& document, const std::string& account,
                                              const std::string& partition, Membership membership,
                                              const std::string& owner) {
  thread_local RecentModels<ForeignRoot> recent;
  return recent.get({Outside(document, owner), account, partition, membership}, [](const ForeignRoot& root) {
    return OutsiderModels(root.outside, root.membership).roots(root.account, root.partition);
  });
}

}  // namespace rootproof::policy
