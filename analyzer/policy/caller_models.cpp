#include "analyzer/policy/caller_models.h"

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>

#include "analyzer/policy/caller_texts.h"
#include "analyzer/policy/sample_actions.h"
#include "analyzer/policy/statement_box.h"
#include "parsers/arn.h"
#include "parsers/regions.h"

namespace rootproof::policy {

namespace {

/// Names of callers that stand for all those no document mentions.
constexpr std::string_view kUnnamedService = "example.amazonaws.com";
constexpr std::string_view kUnnamedProvider = "arn:aws:iam::999988887777:oidc-provider/example.com";
constexpr std::string_view kUnnamedCanonicalUser =
    "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

constexpr std::string_view kPrincipalTags = "aws:principaltag/";

/// What the Principal elements of documents name.
struct Named {
  bool any_principal = false;
  std::set<std::string> partitions{"aws"};
  std::set<std::string> accounts;
  std::set<std::string> identities;  ///< ARNs of users, roles, sessions
  std::set<std::string> services;
  std::set<std::string> providers;
  std::set<std::string> canonical_users;
  bool any_canonical_user = false;  ///< also one whose id is not known
};

void note_aws(const Principal& principal, const std::string& text, Named& named) {
  if (!principal.partition.empty()) named.partitions.insert(principal.partition);
  if (!principal.account.id.empty()) named.accounts.insert(principal.account.id);
  switch (principal.form) {
    case AwsPrincipalForm::user:
    case AwsPrincipalForm::role:
    case AwsPrincipalForm::assumed_role_session:
    case AwsPrincipalForm::federated_user:
      named.identities.insert(text);
      break;
    case AwsPrincipalForm::everyone:
    case AwsPrincipalForm::account:
    case AwsPrincipalForm::unique_id:
    case AwsPrincipalForm::partial_wildcard:
    case AwsPrincipalForm::invalid:
    case AwsPrincipalForm::unknown:
      break;
  }
}

/// A condition on aws:PrincipalArn can name a partition too.
void note_partitions(const Statement& statement, Named& named) {
  for (const Condition& condition : statement.conditions)
    for (const PolicyString& value : condition.values) {
      const std::string partition(arn_component(value.text().value_or(""), 1));
      if (is_partition(partition)) named.partitions.insert(partition);
    }
}

Named names_in(std::span<const PolicyDocument* const> documents) {
  Named named;
  for (const PolicyDocument* document : documents) {
    for (const Statement& statement : document->statements) {
      named.any_principal = named.any_principal || statement.has_principal;
      note_partitions(statement, named);
      for (const Principal& principal : statement.principals) {
        named.any_canonical_user =
            named.any_canonical_user || principal.type == PrincipalType::canonical_user;
        const std::optional<std::string> text = principal.text.text();
        if (!text) continue;
        if (principal.type == PrincipalType::aws) note_aws(principal, *text, named);
        if (principal.type == PrincipalType::service) named.services.insert(*text);
        if (principal.type == PrincipalType::federated) named.providers.insert(*text);
        if (principal.type == PrincipalType::canonical_user) named.canonical_users.insert(*text);
      }
    }
  }
  return named;
}

/// A kind of identity: how its ARN goes on after the account, and the value of aws:PrincipalType.
struct IdentityKind {
  std::string_view service;
  std::string_view word;  ///< "role/"
  std::string_view example;
  std::string_view type;
  std::string_view name;
};

constexpr IdentityKind kIdentityKinds[] = {
    {"iam", "role/", "example", "AssumedRole", "a role"},
    {"iam", "user/", "example", "User", "a user"},
    {"sts", "federated-user/", "example", "FederatedUser", "a federated user"},
};

/// Keys that every request has, whoever sends it (IAM User Guide, "AWS global condition context keys"); made
/// once.
const PartDomains& keys_of_every_request() {
  static const PartDomains kKeys = [] {
    RequestModel model;
    for (const char* key : {"aws:currenttime", "aws:epochtime", "aws:securetransport"}) {
      PartDomain domain = model.domain(key);
      domain.may_be_absent = false;
      model.parts.set(key, std::move(domain));
    }
    return model.parts;
  }();
  return kKeys;
}

class CallerModels {
 public:
  explicit CallerModels(std::span<const PolicyDocument* const> documents) : named_(names_in(documents)) {
    for (const PolicyDocument* document : documents) note_multivalued_keys(*document, multivalued_);
  }

  std::vector<RequestModel> all() {
    if (!named_.any_principal) {
      add("a caller", {});
      return std::move(models_);
    }
    for (const std::string& arn : named_.identities) add_named_identity(arn);
    for (const std::string& partition : named_.partitions) {
      for (const std::string& account : named_.accounts) {
        add_root(partition, account);
        for (const IdentityKind& kind : kIdentityKinds) add_identities(partition, account, kind);
      }
      add_root(partition, "");
      for (const IdentityKind& kind : kIdentityKinds) add_identities(partition, "", kind);
    }
    add_anonymous();
    add_services();
    add_federated();
    add_canonical_users();
    return std::move(models_);
  }

 private:
  RequestModel& add(std::string name, RequestPrincipal principal) {
    models_.emplace_back();
    RequestModel& model = models_.back();
    model.name = std::move(name);
    model.principal = std::move(principal);
    model.multivalued = multivalued_;
    model.parts.set_all(keys_of_every_request());
    return model;
  }

  /// What every AWS identity has, and what only services and sessions of other kinds have.
  static void set_identity_keys(RequestModel& model, std::string_view type) {
    model.fix("aws:principaltype", std::string(type));
    model.fix("aws:principalisawsservice", "false");
    model.remove("aws:principalservicename");
    model.remove("aws:principalservicenameslist");
    if (type == "Account" || type == "AssumedRole") model.remove("aws:username");
    if (type == "Account") {
      model.removed_prefixes.emplace_back("aws:principaltag/");
      return;
    }
    model.remove("aws:assumedroot");
    PartDomain id = model.domain("aws:userid");
    id.may_be_absent = false;
    id.within = {user_ids(type)};
    model.parts.set("aws:userid", std::move(id));
  }

  void set_account(RequestModel& model, const std::string& account, const std::string& prefix,
                   const TextPattern& suffix, bool is_user_id) const {
    std::vector<std::string> keys{"aws:principalaccount"};
    if (is_user_id) keys.emplace_back("aws:userid");
    for (const std::string& key : keys) {
      if (!account.empty()) {
        model.fix(key, account);
        continue;
      }
      PartDomain domain = model.domain(key);
      domain.may_be_absent = false;
      domain.within = {hole_pattern(value::HoleKind::account_id)};
      domain.piece = PartDomain::Piece{"aws:principalarn", prefix, suffix};
      model.parts.set(key, std::move(domain));
    }
  }

  /// An ARN of an account nobody names must not be one of an account somebody names.
  void exclude_named_accounts(PartDomain& domain, const std::string& prefix) const {
    for (const std::string& account : named_.accounts) {
      TextPattern named = TextPattern::literal(prefix + account + ":");
      named.add_run(any_symbol());
      domain.without.push_back(std::move(named));
    }
  }

  void add_root(const std::string& partition, const std::string& account) {
    const std::string prefix = "arn:" + partition + ":iam::";
    RequestModel& model = add("the root user of an account", {"AWS", account, ""});
    set_identity_keys(model, "Account");
    if (!account.empty()) {
      model.principal.arn = prefix + account + ":root";
      model.fix("aws:principalarn", model.principal.arn);
    } else {
      set_symbolic_arn(model, prefix, account, TextPattern::literal(":root"), ":root");
    }
    set_account(model, account, prefix, TextPattern::literal(":root"), true);
  }

  void set_symbolic_arn(RequestModel& model, const std::string& prefix, const std::string& account,
                        const TextPattern& suffix, const std::string& example) const {
    PartDomain domain = model.domain("aws:principalarn");
    domain.may_be_absent = false;
    TextPattern arn = TextPattern::literal(prefix);
    if (account.empty())
      arn.add(hole_pattern(value::HoleKind::account_id));
    else
      arn.add_literal(account);
    arn.add(suffix);
    domain.within = {std::move(arn)};
    if (account.empty()) exclude_named_accounts(domain, prefix);
    std::string free = account;
    for (const char* candidate : {"999988887777", "888877776666", "777766665555"})
      if (free.empty() && named_.accounts.count(candidate) == 0) free = candidate;
    domain.ordinary = prefix + free + example;
    model.parts.set("aws:principalarn", std::move(domain));
  }

  void add_identities(const std::string& partition, const std::string& account, const IdentityKind& kind) {
    const std::string prefix = "arn:" + partition + ":" + std::string(kind.service) + "::";
    RequestModel& model = add(std::string(kind.name), {"AWS", account, ""});
    TextPattern suffix = TextPattern::literal(":" + std::string(kind.word));
    suffix.add(path_and_name());
    set_identity_keys(model, kind.type);
    set_symbolic_arn(model, prefix, account, suffix,
                     ":" + std::string(kind.word) + std::string(kind.example));
    set_account(model, account, prefix, suffix, false);
    PartDomain& arn = model.parts["aws:principalarn"];
    // The named ones have models of their own.
    for (const std::string& named : named_.identities) {
      if (kind.word != "role/" || arn_component(named, 2) == "iam")
        arn.without.push_back(TextPattern::literal(named));
      if (arn.ordinary == named) arn.ordinary += "-2";
    }
  }

  void add_named_identity(const std::string& arn) {
    const std::string account(arn_component(arn, 4));
    std::string resource(arn_component(arn, 5));
    RequestModel& model = add(arn, {"AWS", account, arn});
    std::string principal_arn = arn;
    std::string_view type = "AssumedRole";
    if (resource.substr(0, 5) == "user/") type = "User";
    if (resource.substr(0, 15) == "federated-user/") type = "FederatedUser";
    if (resource.substr(0, 13) == "assumed-role/") {
      resource = resource.substr(13);
      principal_arn = "arn:" + std::string(arn_component(arn, 1)) + ":iam::" + account + ":role/" +
                      resource.substr(0, resource.find('/'));
    }
    set_identity_keys(model, type);
    model.fix("aws:principalarn", principal_arn);
    if (principal_arn != arn) let_have_path(model, principal_arn);
    model.fix("aws:principalaccount", account);
    if (type == "User") model.fix("aws:username", resource.substr(resource.rfind('/') + 1));
  }

  /// The ARN of a session does not tell the path of its role, the role's own does.
  static void let_have_path(RequestModel& model, const std::string& role) {
    const std::size_t name = role.rfind('/');
    TextPattern with_path = TextPattern::literal(role.substr(0, name + 1));
    with_path.add_one(symbols_of_paths());
    with_path.add_run(symbols_of_paths());
    with_path.add_literal(role.substr(name));
    PartDomain arn = model.domain("aws:principalarn");
    arn.constant.reset();
    arn.within = {TextPattern::literal(role), std::move(with_path)};
    model.parts.set("aws:principalarn", std::move(arn));
  }

  static void remove_identity_keys(RequestModel& model) {
    for (const char* key : {"aws:principalarn", "aws:principalorgid", "aws:principalorgpaths", "aws:username",
                            "aws:tokenissuetime", "aws:multifactorauthpresent", "aws:multifactorauthage",
                            "aws:sourceidentity", "aws:federatedprovider", "aws:assumedroot"})
      model.remove(key);
    model.removed_prefixes.emplace_back(kPrincipalTags);
  }

  static void remove_service_keys(RequestModel& model) {
    for (const char* key :
         {"aws:principalisawsservice", "aws:principalservicename", "aws:principalservicenameslist"})
      model.remove(key);
  }

  void add_anonymous() {
    RequestModel& model = add("anyone without credentials", {"Anonymous", "", ""});
    remove_identity_keys(model);
    remove_service_keys(model);
    model.fix("aws:principalaccount", "anonymous");
    model.fix("aws:principaltype", "Anonymous");
    model.fix("aws:userid", "anonymous");
  }

  void add_services() {
    std::set<std::string> services = named_.services;
    services.emplace(kUnnamedService);
    for (const std::string& service : services) {
      RequestModel& model = add("the service " + service, {"Service", "", service});
      remove_identity_keys(model);
      // What a certificate says are tags (IAM Roles Anywhere User Guide, "Attribute mapping").
      if (service.starts_with("rolesanywhere."))
        std::erase(model.removed_prefixes, std::string(kPrincipalTags));
      for (const char* key : {"aws:principalaccount", "aws:principaltype", "aws:userid"}) model.remove(key);
      model.fix("aws:principalisawsservice", "true");
      PartDomain name = model.domain("aws:principalservicename");
      name.ordinary = service;
      model.parts.set("aws:principalservicename", std::move(name));
    }
  }

  void add_federated() {
    std::set<std::string> providers = named_.providers;
    providers.emplace(kUnnamedProvider);
    for (const std::string& provider : providers) {
      RequestModel& model = add(provider, {"Federated", "", provider});
      remove_identity_keys(model);
      remove_service_keys(model);
      // Whoever comes by a provider of an account is of that account or of none.
      PartDomain domain = model.domain("aws:principalaccount");
      if (const std::string_view account = arn_component(provider, 4); !account.empty())
        domain.within = {TextPattern::literal(account), TextPattern::literal("anonymous")};
      model.parts.set("aws:principalaccount", std::move(domain));
    }
  }

  /// A canonical id stands for an account, which it does not tell: its callers are identities like others.
  /// Those of the accounts that are named have models of their own, and where no id is named, they are like
  /// all whom nobody names.
  void add_canonical_users() {
    if (!named_.any_canonical_user) return;
    std::set<std::string> users = named_.canonical_users;
    users.emplace(kUnnamedCanonicalUser);
    for (const std::string& user : users)
      for (const std::string& partition : named_.partitions) {
        const std::size_t first = models_.size();
        add_root(partition, "");
        for (const IdentityKind& kind : kIdentityKinds) add_identities(partition, "", kind);
        for (std::size_t i = first; i < models_.size(); ++i) {
          models_[i].name += " with canonical user id " + user;
          models_[i].principal = {"CanonicalUser", "", user};
        }
      }
  }

  Named named_;
  std::vector<std::string> multivalued_;
  std::vector<RequestModel> models_;
};

}  // namespace

std::vector<RequestModel> caller_models(std::span<const PolicyDocument* const> documents) {
  return CallerModels(documents).all();
}

namespace {

/// Whoever comes by an identity provider calls STS for a session, and all else as a session of a role (IAM
/// User Guide, "Federated principals").
TextPattern any_action_for(const RequestModel& model) {
  return model.principal.type == "Federated" ? any_action_of("sts") : any_action();
}

}  // namespace

void ask_any_action(RequestModel& model) {
  PartDomain action;
  action.may_be_absent = false;
  action.within = {any_action_for(model)};
  action.ordinary = "s3:GetObject";
  for (const SampleAction& sample : sample_actions()) action.samples.emplace_back(sample.action);
  model.parts.set(kActionPart, std::move(action));
  PartDomain resource;
  resource.may_be_absent = false;
  resource.within = {any_arn({}), TextPattern::literal("*")};
  resource.ordinary = "arn:aws:s3:::example/x";
  resource.samples = {"*"};
  model.parts.set(kResourcePart, std::move(resource));
}

void ask_one_action(RequestModel& model, const std::string& action, const std::string& sample) {
  PartDomain& domain = model.parts.set(kActionPart, {});
  domain.may_be_absent = false;
  domain.constant = action;
  domain.ordinary = action;
  domain.within = {any_action_for(model)};
  PartDomain& resource = model.parts.set(kResourcePart, {});
  resource.may_be_absent = false;
  resource.ordinary = sample;
  resource.within = {resources_of_service(action, "aws")};
  // "logs/*" is better shown by "logs/x" than by "logs/".
  TextPattern unfinished = TextPattern::anything();
  unfinished.add_literal("/");
  resource.without = {std::move(unfinished)};
  if (sample == "*") resource.within = {TextPattern::literal("*")};
}

void complete_principal(Request& request) {
  if (!request.principal) return;
  RequestPrincipal& principal = *request.principal;
  const auto arn = request.context.find("aws:principalarn");
  if (principal.type != "AWS" || !principal.arn.empty() || arn == request.context.end()) return;
  principal.arn = arn->second[0];
  principal.account = arn_component(principal.arn, 4);
}

}  // namespace rootproof::policy
