#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "parsers/policy/document_size.h"
#include "parsers/policy/policy_document.h"
#include "parsers/policy/scp_dialect.h"
#include "parsers/source/source_file.h"
#include "parsers/syntax/syntax_tree.h"
#include "rules/guardrails/guardrail_definition.h"

/// Policies given on the command line.
namespace rootproof::cli {

/// Files with policies, and what their documents point to.
class PolicyFiles {
 public:
  /// Reads a JSON or YAML policy, `-` from standard input. The result is an error message or empty; a policy
  /// with errors of form is read as far as it has statements.
  [[nodiscard]] std::string load(const std::string& path, PolicyKind kind);
  /// The same with a text that stands in no file.
  [[nodiscard]] std::string add(const std::string& name, std::string_view text, PolicyKind kind);

  /// The same with a guardrail, which is no policy of the set. One that denies root users nothing is an
  /// error, and where `strict`, so is every error of form.
  [[nodiscard]] std::string add_guardrail(const std::string& name, std::string_view text,
                                          rules::GuardrailDefinition& definition, bool strict);

  [[nodiscard]] const std::vector<policy::PolicyDocument>& documents() const { return documents_; }
  /// Whether a policy may have no statement that can be read: lint says what is wrong with it.
  void accept_broken() { accept_broken_ = true; }
  /// The language in which service control policies are read, and how much of one AWS takes.
  void set_scp_rules(policy::ScpDialect dialect, const policy::ScpQuotas& quotas) {
    scp_dialect_ = dialect;
    scp_quotas_ = quotas;
  }
  [[nodiscard]] const source::SourceTable& sources() const { return sources_; }

 private:
  /// The first document of a text; nullptr with an error.
  const syntax::SyntaxTree* parse(const std::string& name, std::string_view text, std::string& error);

  source::SourceTable sources_;
  std::vector<std::unique_ptr<syntax::ParsedSyntax>> trees_;
  std::vector<policy::PolicyDocument> documents_;
  bool accept_broken_ = false;
  policy::ScpDialect scp_dialect_ = policy::ScpDialect::current;
  policy::ScpQuotas scp_quotas_;
};

[[nodiscard]] bool is_built_in_guardrail(const std::string& name);
/// A built-in guardrail by its name, or one from a file: a policy, or a definition around it. `files` keeps
/// what the definition points into.
[[nodiscard]] std::string load_guardrail(const std::string& name, PolicyFiles& files,
                                         rules::GuardrailDefinition& definition, bool strict = false);

/// "resource" and the like as a kind of policies; nullopt for other words.
[[nodiscard]] std::optional<PolicyKind> parse_policy_kind(const std::string& word);

}  // namespace rootproof::cli
