// parse_principal: what one entry of a Principal element names (policy.md §1.4, IAM User Guide "AWS JSON
// policy elements: Principal").
#include <algorithm>
#include <array>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "parsers/arn.h"
#include "parsers/policy/located_text.h"
#include "parsers/policy/policy_document.h"
#include "parsers/policy/statement_reader.h"

namespace rootproof::policy {

using value::Hole;
using value::HoleKind;
using value::Reason;
using value::Value;

namespace {

/// Unique ids of identities: a prefix that says the kind, then upper-case letters and digits (IAM User Guide,
/// "IAM identifiers").
bool is_unique_id(std::string_view text) {
  static constexpr std::array<std::string_view, 5> kPrefixes{"AIDA", "AROA", "AGPA", "ANPA", "AIPA"};
  if (text.size() < 8 || text.size() > 128) return false;
  if (std::find(kPrefixes.begin(), kPrefixes.end(), text.substr(0, 4)) == kPrefixes.end()) return false;
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'); });
}

bool has_wildcard(std::string_view text) { return text.find_first_of("*?") != std::string_view::npos; }
bool has_hole(std::string_view text) { return text.find('\0') != std::string_view::npos; }
bool starts_with(std::string_view text, std::string_view prefix) {
  return text.substr(0, prefix.size()) == prefix;
}
bool ends_with(std::string_view text, std::string_view suffix) {
  return text.size() >= suffix.size() && text.substr(text.size() - suffix.size()) == suffix;
}

/// Parts of an ARN up to the fifth colon; the sixth takes the rest.
struct ArnParts {
  std::array<std::string_view, 6> parts;
  std::array<std::size_t, 6> begins{};
};

std::optional<ArnParts> split_arn(std::string_view text) {
  ArnParts arn;
  std::size_t begin = 0;
  for (std::size_t i = 0; i < 5; ++i) {
    const std::size_t colon = text.find(':', begin);
    if (colon == std::string_view::npos) return std::nullopt;
    arn.parts[i] = text.substr(begin, colon - begin);
    arn.begins[i] = begin;
    begin = colon + 1;
  }
  arn.parts[5] = text.substr(begin);
  arn.begins[5] = begin;
  return arn;
}

/// An account a hole stands for: a symbol when it is surely one account, else the reason it is unknown.
AccountReference account_of(const Hole& hole) {
  AccountReference account;
  const bool is_symbol = (hole.kind == HoleKind::account_id || hole.kind == HoleKind::reference);
  if (is_symbol && !hole.symbol.empty())
    account.symbol = hole.symbol;
  else
    account.reason = hole.reason;
  return account;
}

Reason first_reason(const Value& value) {
  std::vector<Reason> reasons = value.reasons();
  return reasons.empty() ? Reason{} : std::move(reasons.front());
}

/// What a list of principals that AWS keeps is a list of.
enum class Listed : std::uint8_t { roles, users, accounts };

/// What lists the ARNs of identities, or the accounts of an organization: a list that is not known, however
/// it was passed on or made a list or set of, or an item of it. nullopt for all else; what a function makes
/// of one may be anything.
std::optional<Listed> listed_principals(const Value& value) {
  struct Source {
    std::string_view type;
    std::string_view attribute;
    Listed listed;
  };
  static constexpr std::array<Source, 5> kSources{{
      {"data.aws_iam_roles.", ".arns", Listed::roles},
      {"data.aws_iam_users.", ".arns", Listed::users},
      {"data.aws_cloudfront_origin_access_identities.", ".iam_arns", Listed::users},
      {"aws_organizations_organization.", ".accounts", Listed::accounts},
      {"aws_organizations_organization.", ".non_master_accounts", Listed::accounts},
  }};
  if (!value.is(Value::Kind::unknown) || !value.known_items().empty()) return std::nullopt;
  const std::vector<value::OriginStep> chain = value.origin().chain();
  if (chain.empty()) return std::nullopt;
  for (const value::OriginStep& step : chain) {
    const bool passed_on =
        step.kind == value::OriginKind::reference || step.kind == value::OriginKind::local ||
        step.kind == value::OriginKind::module_argument || step.kind == value::OriginKind::module_output;
    if (!passed_on) return std::nullopt;
  }
  const std::string& listed = chain.back().detail;
  if (value.reason().detail != listed) return std::nullopt;
  for (const Source& source : kSources) {
    const std::size_t at = listed.find(source.type);
    const bool of_type = at == 0 || (at != std::string::npos && listed[at - 1] == '.');
    if (of_type && ends_with(listed, source.attribute)) return source.listed;
  }
  return std::nullopt;
}

/// One of a list: an account, or an ARN of which the name is not known, nor in which account it lies.
Value some_of(Listed listed, const Value& list) {
  const value::SharedReason reason(list.reason());
  const value::Origin& origin = list.origin();
  const auto text = [](std::string_view piece) { return value::TextPiece{std::string(piece), {}, false}; };
  if (listed == Listed::accounts)
    return Value::string({Hole{HoleKind::account_id, list.reason().detail, reason, origin}}, origin);
  return Value::string(
      {text("arn:"), Hole{HoleKind::partition, {}, reason, origin}, text(":iam::"),
       Hole{HoleKind::account_id, {}, reason, origin}, text(listed == Listed::roles ? ":role/" : ":user/"),
       Hole{HoleKind::reference, {}, reason, origin}},
      origin);
}

class PrincipalReader {
 public:
  PrincipalReader(std::string_view key, PolicyString text) : key_(key) { principal_.text = std::move(text); }

  Principal read() {
    principal_.type = type();
    if (principal_.type == PrincipalType::aws) read_aws();
    if (principal_.type == PrincipalType::everyone) principal_.form = AwsPrincipalForm::everyone;
    return std::move(principal_);
  }

 private:
  [[nodiscard]] PrincipalType type() const {
    if (key_ == "*") return PrincipalType::everyone;
    if (key_ == "AWS") return PrincipalType::aws;
    if (key_ == "Service") return PrincipalType::service;
    if (key_ == "Federated") return PrincipalType::federated;
    if (key_ == "CanonicalUser") return PrincipalType::canonical_user;
    return PrincipalType::unknown;
  }

  void read_aws() {
    if (const std::optional<Listed> listed = listed_principals(principal_.text.value))
      principal_.text.value = some_of(*listed, principal_.text.value);
    const Value& value = principal_.text.value;
    if (!value.is(Value::Kind::string)) {
      const std::optional<std::string> text = value.as_text();
      if (text)
        read_aws_text(*text, nullptr);
      else
        set_unknown(first_reason(value));
      return;
    }
    const LocatedText located(value);
    read_aws_text(located.text(), &located);
  }

  void read_aws_text(std::string_view text, const LocatedText* located) {
    if (text == "*") return set(AwsPrincipalForm::everyone);
    if (is_account_id(text)) {
      principal_.account.id = text;
      return set(AwsPrincipalForm::account);
    }
    if (text.size() == 1 && has_hole(text)) return read_lone_hole(*located->hole(0));
    if (starts_with(text, "arn:")) return read_arn(text, located);
    if (has_wildcard(text)) return set(AwsPrincipalForm::partial_wildcard);
    if (has_hole(text)) return set_unknown(first_reason(principal_.text.value));
    set(is_unique_id(text) ? AwsPrincipalForm::unique_id : AwsPrincipalForm::invalid);
  }

  /// A principal that is a reference as a whole. The ARN attribute of a resource names one identity, never an
  /// account: no resource has an attribute that is `arn:…:root`, but the caller's own where the root user
  /// applies it. What a stack puts out is no such attribute, whatever it is called.
  void read_lone_hole(const Hole& hole) {
    if (hole.kind == HoleKind::account_id) {
      principal_.account = account_of(hole);
      return set(AwsPrincipalForm::account);
    }
    const std::string_view symbol = hole.symbol;
    if (hole.kind == HoleKind::reference) {
      if (starts_with(symbol, "aws_organizations_account.") || ends_with(symbol, ".AccountId")) {
        principal_.account = account_of(hole);
        return set(AwsPrincipalForm::account);
      }
      if (symbol.find(".Outputs.") != std::string_view::npos) return set_unknown(hole.reason);
      const auto is_any_of = [symbol](std::initializer_list<std::string_view> attributes) {
        return std::any_of(attributes.begin(), attributes.end(),
                           [&](std::string_view attribute) { return ends_with(symbol, attribute); });
      };
      if (is_any_of({".RoleId", ".role_id", ".unique_id"})) return set(AwsPrincipalForm::unique_id);
      if (is_any_of({".arn", ".iam_arn", ".issuer_arn", ".Arn"})) {
        const bool user = symbol.find("user") != std::string_view::npos ||
                          symbol.find("User") != std::string_view::npos || ends_with(symbol, ".iam_arn");
        return set(user ? AwsPrincipalForm::user : AwsPrincipalForm::role);
      }
    }
    set_unknown(hole.reason);
  }

  void read_arn(std::string_view text, const LocatedText* located) {
    const std::optional<ArnParts> arn = split_arn(text);
    if (has_wildcard(text)) return set(AwsPrincipalForm::partial_wildcard);
    if (!arn) {
      if (has_hole(text)) return set_unknown(first_reason(principal_.text.value));
      return set(AwsPrincipalForm::invalid);
    }
    const auto& [scheme, partition, service, region, account, resource] = arn->parts;
    if (!has_hole(partition)) principal_.partition = partition;
    const AwsPrincipalForm form = form_of(service, resource);
    if (form == AwsPrincipalForm::unknown) return set_unknown(first_reason(principal_.text.value));
    if (form == AwsPrincipalForm::invalid || !region.empty()) return set(AwsPrincipalForm::invalid);
    if (!read_account(account, arn->begins[4], located)) return set(AwsPrincipalForm::invalid);
    set(form);
  }

  static AwsPrincipalForm form_of(std::string_view service, std::string_view resource) {
    if (has_hole(service)) return AwsPrincipalForm::unknown;
    if (service == "iam") {
      if (resource == "root") return AwsPrincipalForm::account;
      if (starts_with(resource, "user/") && resource.size() > 5) return AwsPrincipalForm::user;
      if (starts_with(resource, "role/") && resource.size() > 5) return AwsPrincipalForm::role;
    } else if (service == "sts") {
      if (starts_with(resource, "assumed-role/")) return AwsPrincipalForm::assumed_role_session;
      if (starts_with(resource, "federated-user/")) return AwsPrincipalForm::federated_user;
    }
    // A hole at the beginning of the resource may be the word that decides; after it, it is part of a name.
    const std::size_t slash = resource.find('/');
    return has_hole(resource.substr(0, slash)) ? AwsPrincipalForm::unknown : AwsPrincipalForm::invalid;
  }

  bool read_account(std::string_view account, std::size_t begin, const LocatedText* located) {
    if (is_account_id(account)) {
      principal_.account.id = account;
      return true;
    }
    // CloudFront's origin access identities live in an account that is spelled by name.
    if (account == "cloudfront") {
      principal_.account.symbol = account;
      return true;
    }
    if (!has_hole(account)) return false;
    if (account.size() == 1) {
      principal_.account = account_of(*located->hole(begin));
      return true;
    }
    principal_.account.reason = first_reason(principal_.text.value);
    return true;
  }

  void set(AwsPrincipalForm form) { principal_.form = form; }
  void set_unknown(Reason reason) {
    principal_.form = AwsPrincipalForm::unknown;
    principal_.account.reason = std::move(reason);
  }

  Principal principal_;
  std::string_view key_;
};

}  // namespace

bool is_list_of_principals(const Value& value) { return listed_principals(value).has_value(); }

Principal parse_principal(std::string_view key, PolicyString text) {
  return PrincipalReader(key, std::move(text)).read();
}

}  // namespace rootproof::policy
