#include "parsers/policy/scp_dialect.h"

#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace rootproof::policy {

namespace {

constexpr std::string_view kSince = "; before September 2025 service control policies had no such thing";

/// "*" and "?" by themselves or at the end: "s3:Get*".
bool has_early_wildcard(std::string_view action) {
  const std::size_t wildcard = action.find_first_of("*?");
  return wildcard != std::string_view::npos &&
         action.find_first_not_of("*?", wildcard) != std::string_view::npos;
}

class DialectChecker {
 public:
  explicit DialectChecker(PolicyDocument& document) : document_(document) {}

  void check() {
    for (const Statement& statement : document_.statements) {
      if (statement.effect == Effect::allow) check_allow(statement);
      if (statement.not_resource) error(statement.resource_span, "NotResource");
      for (const Pattern& action : statement.actions)
        if (const std::optional<std::string> text = action.text(); text && has_early_wildcard(*text))
          error(action.span, "\"" + *text + "\" has a wildcard that is not at its end");
    }
  }

 private:
  void error(source::Span span, std::string what) {
    what += kSince;
    for (const FormError& known : document_.errors)  // alternatives repeat what is written once
      if (known.span == span && known.message == what) return;
    document_.errors.push_back({span, std::move(what), false});
  }

  void check_allow(const Statement& statement) {
    if (!statement.conditions.empty() || statement.conditions_unknown)
      error(statement.condition_span, "Condition with Allow");
    if (statement.not_action) error(statement.action_span, "NotAction with Allow");
    for (const Pattern& resource : statement.resources)
      if (const std::optional<std::string> text = resource.text();
          text && *text != "*" && !statement.not_resource)
        error(resource.span, "Allow on a Resource other than \"*\"");
  }

  PolicyDocument& document_;
};

}  // namespace

void check_scp_dialect(PolicyDocument& document, ScpDialect dialect) {
  if (dialect == ScpDialect::current || document.kind != PolicyKind::service_control) return;
  DialectChecker(document).check();
}

}  // namespace rootproof::policy
