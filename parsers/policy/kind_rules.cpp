// What AWS refuses in policies of one kind, beyond the common grammar.
#include <algorithm>
#include <cstddef>
#include <optional>
#include <set>
#include <string>
#include <utility>

#include "parsers/policy/document_size.h"
#include "parsers/policy/statement_reader.h"

namespace rootproof::policy {

namespace {

class KindRules {
 public:
  explicit KindRules(PolicyDocument& document) : document_(document) {}

  void check() {
    check_version();
    check_size();
    check_sids();
    for (Statement& statement : document_.statements) check_statement(statement);
  }

 private:
  void error(source::Span span, std::string message) {
    document_.errors.push_back({span, std::move(message), false});
  }
  /// Only IAM and Organizations hold a policy to it.
  void sid_error(source::Span span, std::string message) {
    document_.errors.push_back({span, std::move(message), !attaches_to_principals(document_.kind)});
  }

  /// Organizations User Guide, SCP and RCP syntax: Version is required and must be 2012-10-17.
  void check_version() {
    const bool strict =
        document_.kind == PolicyKind::service_control || document_.kind == PolicyKind::resource_control;
    if (strict && !document_.version_unknown && document_.unknowns.empty() &&
        document_.version != "2012-10-17")
      error(document_.span, R"(this kind of policy needs "Version": "2012-10-17")");
  }

  void check_size() {
    const bool restricts_resources = document_.kind == PolicyKind::resource_control;
    if (document_.kind != PolicyKind::service_control && !restricts_resources) return;
    const std::size_t quota =
        restricts_resources ? quotas().resource_control_characters : quotas().service_control_characters;
    const std::size_t size = document_size(document_.source);
    if (size > quota) error(document_.span, size_error(size, quota));
  }

  /// IAM User Guide, Sid: unique within a document; IAM's own policies take letters and digits only.
  void check_sids() {
    std::set<std::string> seen;
    source::Span last;
    for (const Statement& statement : document_.statements) {
      // The alternatives of one written statement share its Sid rightly.
      const bool alternative = !statement.guard.always() || statement.may_be_absent;
      if (statement.sid.empty() || alternative) continue;
      if (!seen.insert(statement.sid).second && statement.span != last)
        sid_error(statement.span, "the Sid \"" + statement.sid + "\" stands twice");
      last = statement.span;
      const bool plain = std::all_of(statement.sid.begin(), statement.sid.end(), [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
      });
      if (!plain && attaches_to_principals(document_.kind))
        sid_error(statement.span,
                  "the Sid \"" + statement.sid + "\" has characters other than letters and digits");
    }
  }

  void check_statement(Statement& statement) {
    switch (document_.kind) {
      case PolicyKind::identity:
      case PolicyKind::permissions_boundary:
      case PolicyKind::session:
      case PolicyKind::service_control:
        if (statement.has_principal)
          error(statement.principal_span, "a policy of this kind has no Principal element");
        require_resource(statement);
        break;
      case PolicyKind::trust:
        check_trust(statement);
        break;
      case PolicyKind::resource_control:
        check_resource_control(statement);
        break;
      case PolicyKind::resource:
      case PolicyKind::vpc_endpoint:
      case PolicyKind::delegation:
        if (!statement.has_principal)
          error(statement.span, "a statement of a resource policy needs a Principal element");
        break;
      case PolicyKind::unknown:
        break;
    }
  }

  /// IAM User Guide, Resource: policies of these kinds are refused without it.
  void require_resource(Statement& statement) {
    if (statement.has_resource) return;
    error(statement.span, "a statement without Resource or NotResource");
    statement.unknowns.push_back({value::ReasonKind::invalid, "no Resource", statement.span});
    statement.elements_unknown = true;
  }

  /// IAM User Guide, role trust policies: the role itself is the resource.
  void check_trust(const Statement& statement) {
    if (!statement.has_principal) error(statement.span, "a statement of a trust policy needs a Principal");
    if (statement.has_resource) error(statement.resource_span, "a trust policy has no Resource element");
    if (statement.not_principal)
      error(statement.principal_span, "a trust policy has no NotPrincipal element");
    for (const Principal& principal : statement.principals)
      if (principal.type == PrincipalType::everyone && !statement.not_principal)
        error(principal.text.span, R"(a trust policy takes {"AWS": "*"}, not the plain string "*")");
  }

  /// Organizations User Guide, RCP syntax.
  void check_resource_control(Statement& statement) {
    if (statement.effect == Effect::allow)
      error(statement.effect_span, "a resource control policy can only deny");
    const bool everyone = statement.principals.size() == 1 &&
                          statement.principals[0].type == PrincipalType::everyone && !statement.not_principal;
    if (!everyone && !statement.principals_unknown)
      error(statement.has_principal ? statement.principal_span : statement.span,
            "the Principal of a resource control policy must be \"*\"");
    if (statement.not_action) error(statement.action_span, "a resource control policy has no NotAction");
    for (const Pattern& action : statement.actions)
      if (action.text() == std::optional<std::string>("*"))
        error(action.span,
              "an action of a resource control policy needs its service: \"*\" alone is refused");
    require_resource(statement);
  }

  PolicyDocument& document_;
};

}  // namespace

bool attaches_to_principals(PolicyKind kind) {
  return kind == PolicyKind::identity || kind == PolicyKind::permissions_boundary ||
         kind == PolicyKind::session || kind == PolicyKind::service_control;
}

void check_kind_rules(PolicyDocument& document) { KindRules(document).check(); }

}  // namespace rootproof::policy
