#include "analyzer/policy/exposure.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <deque>
#include <set>
#include <string_view>
#include <utility>

#include "analyzer/policy/box_search.h"
#include "analyzer/policy/caller_models.h"
#include "analyzer/policy/evaluate.h"
#include "analyzer/policy/operators.h"
#include "analyzer/policy/own_account_actions.h"
#include "analyzer/policy/policy_text.h"
#include "analyzer/policy/questions.h"
#include "analyzer/policy/sample_actions.h"
#include "analyzer/policy/witness.h"
#include "parsers/arn.h"
#include "parsers/source/limits.h"

namespace rootproof::policy {

using value::Reason;
using value::ReasonKind;
using value::Value;

namespace {

/// Keys that say who calls, or for whom a service calls, or whose network, access point, instance or function
/// the call comes through.
constexpr std::string_view kIdentityKeys[] = {"aws:principalorgid",
                                              "aws:principalorgpaths",
                                              "aws:principalaccount",
                                              "aws:principalarn",
                                              "aws:userid",
                                              "aws:sourceaccount",
                                              "aws:sourcearn",
                                              "aws:sourceowner",
                                              "aws:sourceorgid",
                                              "aws:sourceorgpaths",
                                              "aws:sourcevpcarn",
                                              "aws:vpceaccount",
                                              "aws:vpceorgid",
                                              "aws:vpceorgpaths",
                                              "aws:chatbotsourcearn",
                                              "ec2:sourceinstancearn",
                                              "ecs:sourcetaskarn",
                                              "kms:calleraccount",
                                              "lambda:sourcefunctionarn",
                                              "s3:dataaccesspointaccount",
                                              "s3:dataaccesspointarn"};

/// Keys of the network that a request comes from, whose values tell nobody whose network it is: under AWS's
/// meaning of public they confine everybody.
constexpr std::string_view kNetworkKeys[] = {
    "aws:sourceip",   "aws:vpcsourceip",          "aws:sourcevpc",
    "aws:sourcevpce", "aws:ec2instancesourcevpc", "aws:ec2instancesourceprivateipv4"};

constexpr std::string_view kSomeOrganization = "o-exampleorg01";

/// Keys that only calls have which a service makes.
constexpr const char* kServiceSources[] = {"aws:sourcearn", "aws:sourceaccount", "aws:sourceorgid",
                                           "aws:sourceorgpaths"};

/// Identity providers that anybody can have an identity of, and the claims that say whose it is (IAM User
/// Guide, "Identity-provider controls for shared OIDC providers" and "Available keys for AWS OIDC
/// federation").
struct SharedProvider {
  std::string_view name;
  std::array<std::string_view, 5> claims;
  /// What subjects begin with before the name of whoever they are about: "pulumi:deploy:org:acme".
  std::array<std::string_view, 4> labels{};
};
constexpr SharedProvider kSharedProviders[] = {
    {"accounts.google.com", {"aud", "oaud", "sub"}},
    {"agent.buildkite.com", {"sub"}},
    {"api.pulumi.com/oidc", {"aud", "sub"}, {"pulumi", "deploy", "environments", "org"}},
    {"app.terraform.io", {"sub"}},
    {"cognito-identity-us-gov.amazonaws.com", {"aud", "sub"}},
    {"cognito-identity.amazonaws.com", {"aud", "sub"}},
    {"cognito-identity.cn-north-1.amazonaws.com.cn", {"aud", "sub"}},
    {"gitlab.com", {"sub"}},
    {"graph.facebook.com", {"app_id", "id"}},
    {"oidc-configuration.audit-log.githubusercontent.com", {"sub"}},
    {"oidc.codefresh.io", {"sub"}},
    {"oidc.vercel.com", {"aud", "sub"}},
    {"proidc.upbound.io", {"sub"}},
    {"sandboxes.cloud", {"aud", "sub"}},
    {"scalr.io", {"sub"}},
    {"studio.datachain.ai/api", {"sub"}},
    {"token.actions.githubusercontent.com",
     {"sub", "repository", "repository_id", "repository_owner", "repository_owner_id"}},
    {"tokens.cloud.shisho.dev", {"sub"}},
    {"vstoken.actions.githubusercontent.com", {"sub"}},
    {"www.amazon.com", {"app_id", "user_id"}},
};

/// Claims that a subject of GitHub's may begin with, where its repository says so (include_claim_keys), and
/// that repositories of anybody can have (GitHub Docs, "OpenID Connect reference").
constexpr std::string_view kOpenSubjects[] = {"actor",
                                              "actor_id",
                                              "base_ref",
                                              "context",
                                              "environment",
                                              "event_name",
                                              "head_ref",
                                              "head_sha",
                                              "ref",
                                              "ref_protected",
                                              "ref_type",
                                              "repository_visibility",
                                              "runner_environment",
                                              "workflow"};
/// Claims that say whose the repository is.
constexpr std::string_view kOwnerSubjects[] = {"enterprise",         "enterprise_id", "repo",
                                               "repository",         "repository_id", "repository_owner",
                                               "repository_owner_id"};

bool is_positive(const Condition& condition) {
  const std::optional<ConditionOperator> op = parse_operator(condition.operator_name);
  const bool surely_present = op && !op->negated && !op->if_exists && op->family != OperatorFamily::null;
  return surely_present && op->quantifier != SetQuantifier::for_all;
}

bool is_network_key(const std::string& key) {
  return std::find(std::begin(kNetworkKeys), std::end(kNetworkKeys), key) != std::end(kNetworkKeys);
}

bool is_identity_key(const std::string& key) {
  return std::find(std::begin(kIdentityKeys), std::end(kIdentityKeys), key) != std::end(kIdentityKeys);
}

/// "${" as literal text under a Version that knows variables.
PolicyString with_literal_variables(PolicyString entry) {
  const std::optional<std::string> text = entry.text();
  if (!text || text->find("${") == std::string::npos) return entry;
  std::string escaped;
  for (std::size_t i = 0; i < text->size(); ++i) {
    const bool opens = text->compare(i, 2, "${") == 0;
    escaped += opens ? "${$}" : std::string(1, (*text)[i]);
  }
  entry.value = Value::string(std::move(escaped), entry.value.origin());
  return entry;
}

/// All statements as one document: the policies apply together.
PolicyDocument joined(std::span<const PolicyDocument> documents) {
  PolicyDocument whole;
  whole.kind = documents.empty() ? PolicyKind::resource : documents[0].kind;
  whole.version = "2012-10-17";
  for (const PolicyDocument& document : documents) {
    whole.version_unknown = whole.version_unknown || document.version_unknown;
    whole.unknowns.insert(whole.unknowns.end(), document.unknowns.begin(), document.unknowns.end());
    const bool literal = variable_rule(document) == VariableRule::literal;
    for (Statement statement : document.statements) {
      if (literal) {
        for (PolicyString& entry : statement.resources) entry = with_literal_variables(std::move(entry));
        for (Condition& condition : statement.conditions) {
          const std::optional<ConditionOperator> op = parse_operator(condition.operator_name);
          if (!op || !takes_variables(op->family)) continue;
          for (PolicyString& entry : condition.values) entry = with_literal_variables(std::move(entry));
        }
      }
      whole.statements.push_back(std::move(statement));
    }
  }
  return whole;
}

/// Account ids that stand anywhere in the policies, at most kOwners and one more.
std::set<std::string> written_accounts(std::span<const PolicyDocument> documents) {
  std::set<std::string> accounts;
  const auto add = [&accounts](const PolicyString& entry) {
    const std::string text = entry.value.to_display();
    for (std::size_t begin = 0; begin < text.size() && accounts.size() <= limits::kOwners;) {
      const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
      std::size_t end = begin;
      while (end < text.size() && is_digit(text[end])) ++end;
      if (end - begin == 12) accounts.insert(text.substr(begin, 12));
      begin = end + 1;
    }
  };
  for (const PolicyDocument& document : documents)
    for (const Statement& statement : document.statements) {
      for (const Principal& principal : statement.principals) add(principal.text);
      for (const Condition& condition : statement.conditions)
        for (const PolicyString& value : condition.values) add(value);
    }
  return accounts;
}

/// Policy variables in the values of conditions.
std::set<std::string> written_variables(const PolicyDocument& document) {
  std::set<std::string> variables;
  for (const Statement& statement : document.statements)
    for (const Condition& condition : statement.conditions)
      for (const PolicyString& value : condition.values)
        if (const std::optional<std::string> text = value.text())
          for (std::string& key : variables_in(*text)) variables.insert(std::move(key));
  return variables;
}

/// Solves the question for an owner whose account is told.
class ExposureSolver {
 public:
  ExposureSolver(std::span<const PolicyDocument> documents, const ExposureQuestion& question)
      : documents_(documents),
        question_(question),
        whole_(joined(documents)),
        variables_(written_variables(whole_)) {}

  Exposure solve() {
    Exposure result;
    if (whole_.statements.size() > limits::kStatementsPerQuestion) {
      result.undecided.push_back({ReasonKind::limit, "kStatementsPerQuestion", {}});
      return result;
    }
    if (find_everyone(result) || find_shared_providers(result)) return result;
    const std::size_t open = result.undecided.size();
    const bool crosses = find_cross_account(result);
    if (open == 0 && crosses)
      result.kind = ExposureKind::cross_account;
    else if (result.undecided.empty())
      result.kind = ExposureKind::nobody;
    if (result.kind != ExposureKind::nobody)
      result.proof.clear();
    else
      result.proof.emplace_back("whoever the policies name is inside, or is let in by no statement");
    if (result.kind == ExposureKind::cross_account) result.undecided.clear();
    return result;
  }

 private:
  // ---- everyone ----

  bool find_everyone(Exposure& result) {
    const std::vector<std::string> known = known_accounts();
    for (std::size_t i = 0; i < whole_.statements.size(); ++i) {
      Answer answer = grants_everyone(whole_, i, {}, known);
      if (answer.verdict == Verdict::violation) {
        result = {ExposureKind::everyone, std::move(answer.witness), {}, {}};
        return true;
      }
      if (answer.verdict == Verdict::undecided) add_reasons(result.undecided, answer.reasons);
      for (const std::string& step : answer.proof)
        if (whole_.statements[i].effect != Effect::deny)
          result.proof.push_back(name_statement(whole_, i) + ": " + step);
    }
    return false;
  }

  /// A provider that gives identities to anybody, trusted without a word about whose.
  bool find_shared_providers(Exposure& result) {
    for (const Statement& statement : whole_.statements) {
      if (statement.effect != Effect::allow || statement.not_principal) continue;
      for (const Principal& principal : statement.principals) {
        const std::optional<std::string> text = principal.text.text();
        if (principal.type != PrincipalType::federated || !text) continue;
        const SharedProvider* provider = shared_provider(*text);
        if (provider == nullptr) continue;
        if (confines(statement, *provider)) {
          note_guests(statement, *provider, result);
          continue;
        }
        Request request;
        request.principal = RequestPrincipal{"Federated", "", *text};
        request.action = "sts:AssumeRoleWithWebIdentity";
        for (const Condition& condition : statement.conditions)
          if (const std::optional<std::string> value =
                  condition.values.empty() ? std::nullopt : condition.values[0].text();
              value && is_positive(condition))
            request.context[to_lower(condition.key)] = {*value};
        if (!is_allowed(request)) {
          add_reason(result.undecided,
                     {ReasonKind::unsupported_operator,
                      "whom of " + std::string(provider->name) + " the conditions let in", statement.span});
          continue;
        }
        result = {ExposureKind::everyone, std::move(request), {}, {}};
        return true;
      }
    }
    return false;
  }

  /// An identity pool of one's own gives guests an identity without any sign-in, if it is set up so (Amazon
  /// Cognito Developer Guide, "Identity pools": unauthenticated identities). Its id stands in every app.
  static void note_guests(const Statement& statement, const SharedProvider& provider, Exposure& result) {
    for (const Condition& condition : statement.conditions) {
      const bool about_sign_in = to_lower(condition.key) == std::string(provider.name) + ":amr";
      if (!provider.name.starts_with("cognito-identity") || !about_sign_in || !is_positive(condition))
        continue;
      for (const PolicyString& value : condition.values)
        if (value.text() && glob_match(*value.text(), "unauthenticated"))
          add_reason(result.undecided,
                     {ReasonKind::unsupported_operator,
                      "guests of the identity pool, who is anybody that knows its id", value.span});
    }
  }

  static const SharedProvider* shared_provider(std::string_view name) {
    constexpr std::string_view kOidc = ":oidc-provider/";
    if (const std::size_t at = name.find(kOidc); at != std::string_view::npos)
      name.remove_prefix(at + kOidc.size());
    for (const SharedProvider& provider : kSharedProviders)
      if (provider.name == name) return &provider;
    return nullptr;
  }

  /// A text that names somebody: one without wildcards, or with a whole name in front of them and behind the
  /// labels that subjects begin with. "repo:acme/*" and "organization:acme:project:*" do; "repo:acme*" is
  /// whoever takes a name that begins so, "us-east-1:*" every pool of the Region. What is not known may name
  /// somebody.
  static bool names_somebody(const PolicyString& value, const SharedProvider& provider,
                             bool takes_wildcards) {
    const std::optional<std::string> text = value.text();
    if (!text) return true;
    const std::string_view whole = *text;
    if (provider.name.ends_with("actions.githubusercontent.com") && is_open_subject(whole)) return false;
    const std::size_t wildcard = takes_wildcards ? whole.find_first_of("*?") : std::string_view::npos;
    if (wildcard == std::string_view::npos) return !whole.empty();
    std::string_view name = whole.substr(0, wildcard);
    const std::size_t label = name.find(':');
    if (label != std::string_view::npos) name.remove_prefix(label + 1);
    while (begins_with_label(name, provider)) name.remove_prefix(name.find(':') + 1);
    const std::size_t end = name.find_first_of(":/");
    return end != std::string_view::npos && end > 0;
  }

  static bool begins_with_label(std::string_view text, const SharedProvider& provider) {
    const std::size_t end = text.find(':');
    if (end == std::string_view::npos || end == 0) return false;
    return std::find(provider.labels.begin(), provider.labels.end(), text.substr(0, end)) !=
           provider.labels.end();
  }

  /// A subject of GitHub's that says neither whose repository it is nor which: "environment:prod". Names of
  /// workflows hold any character, so what looks like a repository behind one may be part of the name.
  static bool is_open_subject(std::string_view subject) {
    const auto is_one_of = [](const auto& list, std::string_view claim) {
      return std::find(std::begin(list), std::end(list), claim) != std::end(list);
    };
    const std::size_t end = subject.find(':');
    if (end == std::string_view::npos || !is_one_of(kOpenSubjects, subject.substr(0, end))) return false;
    if (subject.starts_with("workflow:")) return true;
    for (std::size_t begin = end + 1; begin < subject.size();) {
      const std::size_t next = std::min(subject.find(':', begin), subject.size());
      const std::string_view part = subject.substr(begin, next - begin);
      const std::string_view behind = subject.substr(std::min(next + 1, subject.size()));
      if (is_one_of(kOwnerSubjects, part)) {
        const std::size_t name = behind.find_first_of("*?:/");
        return name == 0 || (name != std::string_view::npos && behind.find_first_of("*?") == name);
      }
      begin = next + 1;
    }
    return true;
  }

  static bool confines(const Statement& statement, const SharedProvider& provider) {
    return std::any_of(
        statement.conditions.begin(), statement.conditions.end(), [&provider](const Condition& condition) {
          const std::string key = to_lower(condition.key);
          const bool names =
              std::any_of(provider.claims.begin(), provider.claims.end(), [&](std::string_view claim) {
                return !claim.empty() && key == std::string(provider.name) + ":" + std::string(claim);
              });
          if (!names || !is_positive(condition)) return false;
          const bool globs = takes_wildcards(parse_operator(condition.operator_name)->family);
          return std::all_of(
              condition.values.begin(), condition.values.end(),
              [&](const PolicyString& value) { return names_somebody(value, provider, globs); });
        });
  }

  // ---- accounts that are singled out ----

  /// The document with the statements that single somebody out: named principals, and everyone confined to
  /// identities the author wrote down. Of whatever organization callers are, a network confines them as it
  /// confines everyone.
  PolicyDocument singling_out(bool services) const {
    return keeping(services, [&](const Statement& statement) {
      return names_identity(statement, services) &&
             !(names_only_organizations(statement) && is_confined_to_network(statement));
    });
  }

  /// The document with the statements for everyone of whom others are denied than those who are singled out.
  /// A named caller is singled out even where conditions of the statement confine everyone, to a network for
  /// instance. Whoever a denial spares for his network is not: that confines everyone.
  PolicyDocument sparing(bool services, bool named_caller) const {
    PolicyDocument document = keeping(services, [&](const Statement& statement) {
      return named_caller || !is_confined_to_network(statement);
    });
    for (Statement& statement : document.statements)
      if (statement.effect != Effect::allow && spares_identity(statement))
        std::erase_if(statement.conditions, [](const Condition& condition) {
          const std::optional<ConditionOperator> op = parse_operator(condition.operator_name);
          return op && op->negated && is_network_key(to_lower(condition.key));
        });
    return document;
  }

  [[nodiscard]] bool denies_others() const {
    return std::any_of(whole_.statements.begin(), whole_.statements.end(), [](const Statement& statement) {
      return statement.effect != Effect::allow && spares_identity(statement);
    });
  }

  /// The document with Allow statements for everyone that `keeps` says, and named principals of the others.
  template <class Keeps>
  PolicyDocument keeping(bool services, const Keeps& keeps) const {
    PolicyDocument document = whole_;
    for (Statement& statement : document.statements) {
      if (statement.effect == Effect::deny || statement.not_principal) continue;
      // Nobody outside is let in by it.
      if (is_for_own_account_alone(statement)) {
        statement.principals.clear();
        statement.has_principal = true;
        continue;
      }
      if (keeps(statement)) continue;
      std::vector<Principal> named;
      if (!services)
        std::copy_if(statement.principals.begin(), statement.principals.end(), std::back_inserter(named),
                     [](const Principal& principal) { return !is_everyone(principal); });
      statement.principals = std::move(named);
      statement.has_principal = true;
    }
    return document;
  }

  /// Requests without the key are those of services, or everybody's: whether these are let in is asked
  /// before.
  [[nodiscard]] static bool names_identity(const Statement& statement, bool of_services) {
    return std::any_of(
        statement.conditions.begin(), statement.conditions.end(), [of_services](const Condition& condition) {
          const std::optional<ConditionOperator> op = parse_operator(condition.operator_name);
          const bool names = op && !op->negated && op->family != OperatorFamily::null;
          return (of_services ? is_positive(condition) : names) && is_identity_key(to_lower(condition.key));
        });
  }

  /// Of the keys that say who calls, organizations are all it asks for.
  [[nodiscard]] static bool names_only_organizations(const Statement& statement) {
    return std::all_of(statement.principals.begin(), statement.principals.end(), is_everyone) &&
           std::all_of(statement.conditions.begin(), statement.conditions.end(),
                       [](const Condition& condition) {
                         const std::string key = to_lower(condition.key);
                         return !is_identity_key(key) || key.starts_with("aws:principalorg");
                       });
  }

  [[nodiscard]] bool names_provider_of(const std::string& account, const std::string& arn) const {
    return !account.empty() &&
           std::any_of(whole_.statements.begin(), whole_.statements.end(),
                       [&arn](const Statement& statement) {
                         return std::any_of(statement.principals.begin(), statement.principals.end(),
                                            [&arn](const Principal& principal) {
                                              return principal.type == PrincipalType::federated &&
                                                     principal.text.text() == std::optional(arn);
                                            });
                       });
  }

  [[nodiscard]] PolicyDocument with_statement_alone(const Statement& statement) const {
    PolicyDocument alone;
    alone.kind = whole_.kind;
    alone.version = whole_.version;
    alone.version_unknown = whole_.version_unknown;
    alone.statements = {statement};
    return alone;
  }

  /// To a network that is not everybody's, as "0.0.0.0/0" and "vpc-*" are.
  [[nodiscard]] bool is_confined_to_network(const Statement& statement) const {
    PolicyDocument alone = with_statement_alone(statement);
    std::vector<Condition>& conditions = alone.statements[0].conditions;
    std::erase_if(conditions, [](const Condition& condition) {
      return !is_positive(condition) || !is_network_key(to_lower(condition.key));
    });
    if (conditions.empty()) return false;
    return grants_everyone(alone, 0, {}, known_accounts()).verdict == Verdict::safe;
  }

  /// Accounts that are no outsiders.
  [[nodiscard]] std::vector<std::string> known_accounts() const {
    std::vector<std::string> known = question_.trusted;
    if (!question_.account.empty()) known.push_back(question_.account);
    return known;
  }

  static bool spares_identity(const Statement& statement) {
    return statement.not_principal ||
           std::any_of(statement.conditions.begin(), statement.conditions.end(),
                       [](const Condition& condition) { return is_identity_key(to_lower(condition.key)); });
  }

  [[nodiscard]] bool is_inside(const std::string& account) const {
    return account == question_.account ||
           std::find(question_.trusted.begin(), question_.trusted.end(), account) != question_.trusted.end();
  }

  /// Keeps the callers of a model out of the account itself and of everything trusted.
  void exclude_inside(RequestModel& model) const {
    std::vector<std::string> inside = question_.trusted;
    if (!question_.account.empty()) inside.push_back(question_.account);
    for (const std::string& id : inside) {
      const bool organization = id.substr(0, 2) == "o-";
      for (const std::string_view name : kIdentityKeys) {
        const std::string key(name);
        PartDomain domain = model.domain(key);
        if (domain.constant) continue;
        const bool paths = key.find("orgpaths") != std::string::npos;
        const bool about_organization = paths || key.find("orgid") != std::string::npos;
        if (organization != about_organization) continue;
        TextPattern excluded = TextPattern::literal(id);
        if (paths) {
          excluded.add_literal("/");
          excluded.add_run(any_symbol());
        } else if (domain.type == KeyType::arn) {
          excluded = arns_of_account(id);
        }
        domain.without.push_back(std::move(excluded));
        model.parts.set(key, std::move(domain));
      }
    }
    if (model.principal.type == "Service")
      keep_written_sources(model);
    else
      for (const char* key : kServiceSources) model.remove(key);
    set_within(model, "aws:principalorgid", {organization_id()});
    set_within(model, "aws:principalorgpaths", {organization_path()});
    set_owner(model);
  }

  /// What `${aws:ResourceAccount}` stands for is the owner. The organization that one is in may be any,
  /// unless some are named: it may be one of those.
  void set_owner(RequestModel& model) const {
    if (variables_.contains("aws:resourceaccount")) model.fix("aws:resourceaccount", question_.account);
    if (variables_.contains("aws:resourceorgid") && !names_organization())
      model.fix("aws:resourceorgid", std::string(kSomeOrganization));
  }

  [[nodiscard]] bool names_organization() const {
    const auto is_one = [](const std::string& text) { return text.starts_with("o-"); };
    return std::any_of(question_.trusted.begin(), question_.trusted.end(), is_one) ||
           std::any_of(whole_.statements.begin(), whole_.statements.end(), [&](const Statement& statement) {
             return std::any_of(statement.conditions.begin(), statement.conditions.end(),
                                [&](const Condition& condition) {
                                  return condition.values_unknown ||
                                         std::any_of(condition.values.begin(), condition.values.end(),
                                                     [&](const PolicyString& value) {
                                                       return !value.text() || is_one(*value.text());
                                                     });
                                });
           });
  }

  static void set_within(RequestModel& model, const char* key, std::vector<TextPattern> patterns) {
    PartDomain domain = model.domain(key);
    if (domain.constant || !domain.may_be_present) return;
    domain.may_be_present = !patterns.empty();
    domain.may_be_absent = domain.may_be_absent || patterns.empty();
    domain.within = std::move(patterns);
    model.parts.set(key, std::move(domain));
  }

  /// A named service is outside only where it acts for an account or organization that the policies single
  /// out. Of an ARN without account, such as a bucket's, nobody can tell whose it is; the author named it.
  void keep_written_sources(RequestModel& model) const {
    std::vector<TextPattern> accounts;
    std::vector<TextPattern> arns;
    for (const std::string& account : written_accounts(documents_)) {
      accounts.push_back(TextPattern::literal(account));
      arns.push_back(arns_of_account(account));
    }
    std::vector<TextPattern> organizations;
    std::vector<TextPattern> paths;
    for (const std::string& organization : written_organizations()) {
      organizations.push_back(TextPattern::literal(organization));
      TextPattern& path = paths.emplace_back(TextPattern::literal(organization + "/"));
      path.add_run(any_symbol());
    }
    set_within(model, "aws:sourcearn", std::move(arns));
    set_within(model, "aws:sourceaccount", std::move(accounts));
    set_within(model, "aws:sourceorgid", std::move(organizations));
    set_within(model, "aws:sourceorgpaths", std::move(paths));
  }

  /// Organizations that conditions on those for whom a service acts name.
  [[nodiscard]] std::set<std::string> written_organizations() const {
    std::set<std::string> organizations;
    for (const Statement& statement : whole_.statements)
      for (const Condition& condition : statement.conditions) {
        if (!to_lower(condition.key).starts_with("aws:sourceorg")) continue;
        for (const PolicyString& value : condition.values) {
          std::string text = value.text().value_or("");
          text.resize(std::min(text.find('/'), text.size()));
          if (!text.empty() && text.find_first_of("*?$") == std::string::npos)
            organizations.insert(std::move(text));
        }
      }
    return organizations;
  }

  bool find_cross_account(Exposure& result) {
    const PolicyDocument* const whole[] = {&whole_};
    const PolicyDocument for_identities = singling_out(false);
    const PolicyDocument for_services = singling_out(true);
    std::optional<std::array<PolicyDocument, 3>> spared;
    if (denies_others()) spared = {sparing(false, true), sparing(false, false), sparing(true, false)};
    const std::vector<SparingDenial> denials = sparing_denials();
    const PolicyDocument for_spared =
        denials.empty() ? PolicyDocument() : keeping(false, [](const Statement&) { return true; });
    std::optional<Request> witness;
    for (RequestModel model : caller_models(whole)) {
      const std::string& type = model.principal.type;
      if (type == "Anonymous") continue;
      // Whoever administers a provider decides whom it calls whom. AWS does not say that a role takes those
      // of its own account only. Providers that no account administers were asked about before.
      const std::string account =
          type == "Federated" ? std::string(arn_component(model.principal.arn, 4)) : model.principal.account;
      if (is_inside(account) || (type == "Federated" && !names_provider_of(account, model.principal.arn)))
        continue;
      exclude_inside(model);
      const bool of_service = type == "Service";
      std::optional<Request> found = search(model, of_service ? for_services : for_identities, result);
      if (!found && spared)
        found = search(model, (*spared)[of_service ? 2 : account.empty() ? 1 : 0], result);
      if (!found && of_service) found = search_sources_of_accounts(model, for_services, result);
      if (!found && type == "AWS" && account.empty())
        found = search_spared(model, for_spared, denials, result);
      if (!found) continue;
      if (type == "CanonicalUser") {
        add_reason(result.undecided,
                   {ReasonKind::unsupported_operator, "the account behind a canonical user id", whole_.span});
        continue;
      }
      witness = std::move(found);
      break;
    }
    if (!witness) return false;
    result.witness = std::move(witness);
    return true;
  }

  /// What a denial keeps from everyone but from accounts it names.
  struct SparingDenial {
    PolicyDocument kept;                ///< as a statement that allows it, to whomever
    std::vector<TextPattern> accounts;  ///< those that it spares; any, where what it says is not known
  };

  [[nodiscard]] std::vector<SparingDenial> sparing_denials() const {
    std::vector<SparingDenial> denials;
    for (const Statement& statement : whole_.statements) {
      if (statement.effect == Effect::allow || is_for_own_account_alone(statement)) continue;
      std::vector<TextPattern> accounts;
      bool spares = false;
      bool is_known = true;
      for (const Condition& condition : statement.conditions) {
        if (!spares_accounts(condition)) continue;
        spares = true;
        is_known = add_outsiders(condition, accounts) && is_known;
      }
      if (!spares || (is_known && accounts.empty())) continue;
      if (!is_known) accounts.clear();
      PolicyDocument document = with_statement_alone(statement);
      Statement& kept = document.statements[0];
      std::erase_if(kept.conditions, spares_accounts);
      kept.may_be_absent = kept.may_be_absent || statement.effect == Effect::unknown;
      kept.effect = Effect::allow;
      denials.push_back({std::move(document), std::move(accounts)});
    }
    return denials;
  }

  /// Accounts that a condition on callers names and that are none of the known ones; false where it may name
  /// others.
  bool add_outsiders(const Condition& condition, std::vector<TextPattern>& accounts) const {
    bool is_known = !condition.values_unknown;
    for (const PolicyString& value : condition.values) {
      const std::optional<std::string> text = value.text();
      is_known = is_known && text;
      if (!text) continue;
      const std::string account(text->find(':') == std::string::npos ? *text : arn_component(*text, 4));
      if (is_account_id(account) && !is_inside(account))
        accounts.push_back(TextPattern::literal(account));
      else if (names_accounts_in_part(account))
        accounts.push_back(TextPattern::glob(account));
    }
    return is_known;
  }

  /// "99998888777?"; a wildcard alone names nobody.
  [[nodiscard]] static bool names_accounts_in_part(std::string_view text) {
    return has_wildcard(text) && text.find_first_of("0123456789") != std::string_view::npos &&
           text.find_first_not_of("0123456789*?") == std::string_view::npos;
  }

  [[nodiscard]] static bool spares_accounts(const Condition& condition) {
    const std::optional<ConditionOperator> op = parse_operator(condition.operator_name);
    const std::string key = to_lower(condition.key);
    return op && op->negated &&
           (key == "aws:principalaccount" || key == "aws:principalarn" || key == "kms:calleraccount");
  }

  /// Whoever is of an account that a denial spares is let in where others are kept out: like a caller named
  /// under Principal, even where a network confines everyone.
  std::optional<Request> search_spared(const RequestModel& model, const PolicyDocument& document,
                                       const std::vector<SparingDenial>& denials, Exposure& result) {
    for (const SparingDenial& denial : denials) {
      RequestModel caller = model;
      if (!denial.accounts.empty()) set_within(caller, "aws:principalaccount", denial.accounts);
      if (std::optional<Request> found = search(caller, document, result, &denial.kept)) return found;
    }
    return std::nullopt;
  }

  /// The account that a statement names beside an ARN without one, a bucket's, says whose that is.
  std::optional<Request> search_sources_of_accounts(RequestModel model, const PolicyDocument& document,
                                                    Exposure& result) {
    PartDomain arn = model.domain("aws:sourcearn");
    arn.may_be_present = true;
    arn.within = {arns_of_account("")};
    model.parts.set("aws:sourcearn", std::move(arn));
    for (std::size_t i = 0; i < document.statements.size(); ++i) {
      const Statement& asked = document.statements[i];
      const auto tests = [&asked](std::string_view key, bool begins) {
        return std::any_of(asked.conditions.begin(), asked.conditions.end(), [&](const Condition& condition) {
          const std::string name = to_lower(condition.key);
          return is_positive(condition) && (begins ? name.starts_with(key) : name == key);
        });
      };
      const bool says_whose = tests("aws:sourceaccount", false) || tests("aws:sourceorg", true);
      if (asked.effect == Effect::deny || !says_whose || !tests("aws:sourcearn", false)) continue;
      PolicyDocument alone = document;
      for (std::size_t k = 0; k < alone.statements.size(); ++k)
        if (k != i && alone.statements[k].effect != Effect::deny) alone.statements[k].principals.clear();
      if (std::optional<Request> found = search(model, alone, result)) return found;
    }
    return std::nullopt;
  }

  struct Boxes {
    std::deque<StatementBox> owned;
    std::vector<std::vector<const StatementBox*>> allows;  ///< of each document
    std::vector<const StatementBox*> denies;
  };

  void add_boxes(Boxes& boxes, const PolicyDocument& document, const RequestModel& model, bool proof,
                 Exposure& result) {
    std::vector<const StatementBox*>& allows = boxes.allows.emplace_back();
    for (std::size_t i = 0; i < document.statements.size(); ++i) {
      const Statement& statement = document.statements[i];
      const bool certain = statement.guard.always() && !statement.may_be_absent;
      for (const Effect effect : {Effect::allow, Effect::deny}) {
        if (statement.effect != effect && statement.effect != Effect::unknown) continue;
        const Bound bound = (effect == Effect::allow) == proof ? Bound::upper : Bound::lower;
        if (bound == Bound::lower && (!certain || statement.effect == Effect::unknown)) continue;
        std::optional<StatementBox> box = statement_box(document, i, bound, model);
        if (!box) continue;
        if (!box->exact) add_reasons(reasons_, box->reasons);
        boxes.owned.push_back(std::move(*box));
        (effect == Effect::allow ? allows : boxes.denies).push_back(&boxes.owned.back());
      }
    }
    add_reasons(reasons_, document.unknowns);
    if (!document.unknowns.empty()) add_reasons(result.undecided, document.unknowns);
  }

  /// A request of the model that is allowed, and meets a statement of `among` where that is given. Without
  /// one, what keeps it from being excluded is noted.
  std::optional<Request> search(const RequestModel& model, const PolicyDocument& document, Exposure& result,
                                const PolicyDocument* among = nullptr) {
    reasons_.clear();
    RequestModel asked = model;
    ask_any_action(asked);
    const auto boxes = [&](bool proof) {
      Boxes all;
      add_boxes(all, document, asked, proof, result);
      if (among != nullptr) add_boxes(all, *among, asked, proof, result);
      return all;
    };
    const Boxes upper = boxes(true);
    BoxSearch prover(asked, budget_);
    const SearchOutcome outcome = prover.search({}, upper.allows, upper.denies);
    if (outcome.kind == SearchOutcome::Kind::none) return std::nullopt;
    if (outcome.kind == SearchOutcome::Kind::gave_up)
      add_reason(reasons_, {ReasonKind::limit, "kRequestsPerQuestion", {}});
    asked.one_value_each = true;
    const Boxes lower = boxes(false);
    const PolicyDocument* const written[] = {&document};
    std::vector<std::string> actions = candidate_actions(
        written_list(written), [](std::string_view action) { return !is_refused_to_other_accounts(action); });
    for (const std::string& action : actions) {
      RequestModel one = model;
      ask_one_action(one, action, sample_resource(action, "aws", "111122223333"));
      if (std::optional<Request> found = run(one, lower)) return found;
    }
    if (std::optional<Request> found = run(asked, lower)) return found;
    if (reasons_.empty())
      reasons_.push_back({ReasonKind::unsupported_operator, "requests of a shape that cannot be shown", {}});
    add_reasons(result.undecided, reasons_);
    return std::nullopt;
  }

  static std::vector<const PolicyDocument*> written_list(std::span<const PolicyDocument* const> documents) {
    return {documents.begin(), documents.end()};
  }

  std::optional<Request> run(const RequestModel& model, const Boxes& boxes) {
    BoxSearch search(model, budget_);
    const SearchOutcome outcome = search.search({}, boxes.allows, boxes.denies);
    if (outcome.kind != SearchOutcome::Kind::found) return std::nullopt;
    Request request = make_request(model, outcome.values);
    complete_principal(request);
    if (is_refused_to_other_accounts(request.action) || !is_allowed(request)) return std::nullopt;
    return request;
  }

  [[nodiscard]] bool is_allowed(const Request& request) const {
    const Decision decision = evaluate(documents_, request);
    return decision.kind == DecisionKind::allowed && decision.undecided.empty();
  }

  std::span<const PolicyDocument> documents_;
  const ExposureQuestion& question_;
  PolicyDocument whole_;
  std::set<std::string> variables_;  ///< that conditions compare with
  SearchBudget budget_{limits::kRequestsPerQuestion, limits::kLanguageStates};
  std::vector<Reason> reasons_;
};

}  // namespace

const char* to_string(ExposureKind kind) {
  switch (kind) {
    case ExposureKind::nobody:
      return "private";
    case ExposureKind::cross_account:
      return "cross_account";
    case ExposureKind::everyone:
      return "public";
    case ExposureKind::undecided:
      return "undecided";
  }
  return "";
}

namespace {

/// Whoever does not know the owner asks for every account that is written, and for one that is not: what
/// holds for all of them holds.
Exposure exposure_to_any_owner(std::span<const PolicyDocument> documents, const ExposureQuestion& question) {
  const std::set<std::string> owners = written_accounts(documents);
  std::uint64_t id = 555'566'667'777;
  while (owners.contains(std::to_string(id))) ++id;
  const std::string other = std::to_string(id);
  Exposure result = ExposureSolver(documents, {other, question.trusted}).solve();
  if (owners.size() > limits::kOwners) {
    if (result.kind != ExposureKind::everyone)
      result = {ExposureKind::undecided, {}, {}, {{ReasonKind::limit, "kOwners", {}}}};
    return result;
  }
  for (const std::string& owner : owners) {
    const Exposure as_owner = ExposureSolver(documents, {owner, question.trusted}).solve();
    if (as_owner.kind == result.kind) continue;
    if (result.kind != ExposureKind::undecided) result = {ExposureKind::undecided, {}, {}, {}};
    add_reasons(result.undecided, as_owner.undecided);
    add_reason(result.undecided, {ReasonKind::unsupported,
                                  "whether account " + owner + " is the owner of the resource (--account)",
                                  {}});
  }
  return result;
}

}  // namespace

Exposure exposure(std::span<const PolicyDocument> documents, const ExposureQuestion& question) {
  return question.account.empty() ? exposure_to_any_owner(documents, question)
                                  : ExposureSolver(documents, question).solve();
}

}  // namespace rootproof::policy
