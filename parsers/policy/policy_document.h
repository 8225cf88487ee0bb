#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "parsers/resource.h"
#include "parsers/syntax/syntax_tree.h"
#include "parsers/value/value.h"

/// The grammar of IAM policies (policy.md §1) with places and holes.
namespace rootproof::policy {

/// A string of a policy: known text, or text with holes, or unknown as a whole.
struct PolicyString {
  value::Value value;  ///< string (maybe partial) or unknown
  source::Span span;   ///< the text in the source

  [[nodiscard]] std::optional<std::string> text() const { return value.as_text(); }
};

enum class Effect : std::uint8_t { allow, deny, unknown };

/// The key of a Principal map: policy.md §1.4.
enum class PrincipalType : std::uint8_t { everyone, aws, service, federated, canonical_user, unknown };

/// What an `AWS` principal names. `account` is the whole account, never its root user alone (domain.md §0.1).
enum class AwsPrincipalForm : std::uint8_t {
  everyone,  ///< "*"
  account,   ///< 12 digits, or arn:P:iam::A:root
  user,
  role,
  assumed_role_session,
  federated_user,
  unique_id,         ///< AIDA…, AROA…: an identity that was deleted
  partial_wildcard,  ///< an ARN with * or ? inside: not allowed by AWS, services refuse or misread it
  invalid,           ///< nothing AWS documents
  unknown,           ///< a hole stands where the form is decided
};

/// An account as a principal names it: twelve digits, or a symbol (own account, an account resource), or
/// unknown.
struct AccountReference {
  std::string id;                       ///< twelve digits, when literal
  std::string symbol;                   ///< value::kOwnAccount or a resource reference, when symbolic
  std::optional<value::Reason> reason;  ///< set when neither is known
};

struct Principal {
  PrincipalType type = PrincipalType::unknown;
  AwsPrincipalForm form = AwsPrincipalForm::unknown;  ///< for type aws
  AccountReference account;                           ///< for forms with an account
  std::string partition;                              ///< of an ARN, when literal
  PolicyString text;
};

/// Whether the entry names every caller, anonymous ones included: `"*"`, alone or under AWS (IAM User Guide,
/// "AWS JSON policy elements: Principal").
[[nodiscard]] inline bool is_everyone(const Principal& principal) {
  return principal.type == PrincipalType::everyone ||
         (principal.type == PrincipalType::aws && principal.form == AwsPrincipalForm::everyone);
}

/// One entry of Action, NotAction, Resource or NotResource.
using Pattern = PolicyString;

struct Condition {
  std::string operator_name;  ///< as written: "ForAllValues:StringLikeIfExists"
  std::string key;            ///< as written: "aws:PrincipalArn"
  std::vector<PolicyString> values;
  bool values_unknown = false;           ///< the list itself is not known
  std::optional<value::Reason> unknown;  ///< set when operator or key or the whole block is not known
  source::Span operator_span;
  source::Span key_span;
  source::Span span;
};

struct Statement {
  std::string sid;
  Effect effect = Effect::unknown;
  bool has_principal = false;
  bool not_principal = false;
  std::vector<Principal> principals;
  bool has_action = false;
  bool not_action = false;
  std::vector<Pattern> actions;
  bool has_resource = false;
  bool not_resource = false;
  std::vector<Pattern> resources;
  std::vector<Condition> conditions;
  value::Guard guard;          ///< when the statement stands in the document
  bool may_be_absent = false;  ///< an unknown condition decides whether it stands there
  /// Reasons why elements above are incomplete; a statement with some is widened and narrowed by the engine.
  std::vector<value::Reason> unknowns;
  bool principals_unknown = false;
  bool actions_unknown = false;
  bool resources_unknown = false;
  bool conditions_unknown = false;
  bool elements_unknown = false;  ///< an element AWS refuses leaves the meaning of the whole open
  source::Span span;
  source::Span effect_span;
  source::Span principal_span;
  source::Span action_span;
  source::Span resource_span;
  source::Span condition_span;
};

/// A shape that AWS refuses or that does not mean what it seems to (policy.md §1.1).
struct FormError {
  source::Span span;
  std::string message;
  bool tolerated = false;  ///< not every service refuses it

  /// A text of it waits for another tool, or the reader, to fill it in: "<account-id>", "${PARTITION}".
  [[nodiscard]] bool holds_placeholder() const;
};

struct PolicyDocument {
  PolicyKind kind = PolicyKind::unknown;
  std::string version;  ///< "2012-10-17", "2008-10-17"; empty when absent (then 2008-10-17 applies)
  bool version_unknown = false;
  std::vector<Statement> statements;
  /// Set when the whole text, or an unknown number of further statements, is not known.
  std::vector<value::Reason> unknowns;
  std::vector<FormError> errors;
  /// Of policies whose resource is asked for in one Region, its own: empty where nothing tells which it is.
  std::optional<std::string> region = {};
  value::Value source;  ///< what it was built from
  source::Span span;
};

/// Builds a document from an evaluated value: a map, or text in JSON (holes inside strings stay holes, holes
/// in value position become unknown). Never throws; what AWS would refuse becomes a FormError, and the
/// statement is kept as far as its meaning is certain.
[[nodiscard]] PolicyDocument parse_policy(const value::Value& value, PolicyKind kind);

/// Why AWS does not take the document as a policy of its kind: it can be attached to nothing, statements
/// without fault among it. nullopt when no error of form is known; what a placeholder stands for may be
/// right.
[[nodiscard]] std::optional<value::Reason> refusal(const PolicyDocument& document);

/// A JSON or YAML document as a value with exact spans (no intrinsics evaluated).
[[nodiscard]] value::Value to_value(const syntax::SyntaxNode& node);

/// True when a mapping has the shape of a policy document: Statement whose members have Effect.
[[nodiscard]] bool looks_like_policy(const syntax::SyntaxNode& node);
[[nodiscard]] bool looks_like_policy(const value::Value& value);
/// True for a statement and for a list with one in it, unless they are about updates of a stack.
[[nodiscard]] bool holds_statements(const syntax::SyntaxNode& node);

/// Tells policies apart by content (Principal present: resource or trust; else identity or SCP). `hint` is
/// the file or attribute name, used only where the content leaves SCP and identity both possible.
[[nodiscard]] PolicyKind classify_policy(const PolicyDocument& document, std::string_view hint);

/// Parses one principal text under a Principal key ("AWS", "Service", …).
[[nodiscard]] Principal parse_principal(std::string_view key, PolicyString text);

}  // namespace rootproof::policy
