#include "analyzer/cli/policy_files.h"

#include <algorithm>
#include <array>
#include <utility>

#include "analyzer/cli/command.h"
#include "analyzer/engine/read_file.h"
#include "analyzer/engine/rule_selection.h"
#include "parsers/source/limits.h"
#include "parsers/source/lower_case.h"
#include "rules/embedded.h"

namespace rootproof::cli {
namespace {

std::string at(const source::SourceFile& file, std::uint32_t offset, const std::string& message) {
  const source::Location location = file.location(offset);
  return file.path() + ":" + std::to_string(location.line) + ":" + std::to_string(location.column) + ": " +
         message;
}

/// Where the AWS CLI prints a policy among other things: get-bucket-policy and get-key-policy,
/// describe-policy, get-policy-version, get-role-policy and its like, get-role, get-queue-attributes and
/// get-topic-attributes, get-resource-policy, get-repository-policy.
constexpr std::array<std::array<const char*, 2>, 8> kPrintedPolicies{{{"Policy", "Content"},
                                                                      {"Policy", nullptr},
                                                                      {"PolicyVersion", "Document"},
                                                                      {"PolicyDocument", nullptr},
                                                                      {"Role", "AssumeRolePolicyDocument"},
                                                                      {"Attributes", "Policy"},
                                                                      {"ResourcePolicy", nullptr},
                                                                      {"policyText", nullptr}}};

/// The policy in what the AWS CLI prints, as an object or as text; anything else as it is.
value::Value policy_in(value::Value value) {
  if (!value.is(value::Value::Kind::map) || value.find("Statement") != nullptr) return value;
  for (const auto& [outer, inner] : kPrintedPolicies) {
    const value::Value* found = value.find(outer);
    if (found != nullptr && inner != nullptr)
      found = found->is(value::Value::Kind::map) ? found->find(inner) : nullptr;
    if (found != nullptr && (found->is(value::Value::Kind::map) || found->is(value::Value::Kind::string)))
      return *found;
  }
  return value;
}

}  // namespace

std::string PolicyFiles::load(const std::string& path, PolicyKind kind) {
  engine::FileBytes bytes = path == "-" ? engine::FileBytes{read_standard_input(), {}, {}}
                                        : engine::read_file(path, limits::kFileBytes);
  if (!bytes.error.empty()) return path + ": " + bytes.error;
  return add(path, bytes.bytes, kind);
}

const syntax::SyntaxTree* PolicyFiles::parse(const std::string& name, std::string_view text,
                                             std::string& error) {
  const source::SourceFile& file = sources_.add(name, text);
  // AWS takes nothing but JSON: a file that says so of itself is read as nothing else.
  const bool json = source::lower_case(name).ends_with(".json");
  trees_.push_back(std::make_unique<syntax::ParsedSyntax>(json ? syntax::parse_json(file)
                                                               : syntax::parse_json_or_yaml(file)));
  const syntax::ParsedSyntax& syntax = *trees_.back();
  for (const source::Problem& problem : syntax.problems) {
    if (problem.kind == source::ProblemKind::notice) continue;
    error = at(file, problem.span.begin, problem.message);
    return nullptr;
  }
  if (syntax.complete && syntax.tree.documents() > 0) return &syntax.tree;
  error = name + ": no policy in this file";
  return nullptr;
}

std::string PolicyFiles::add(const std::string& name, std::string_view text, PolicyKind kind) {
  std::string error;
  const syntax::SyntaxTree* tree = parse(name, text, error);
  if (tree == nullptr) return error;
  value::Value value = policy_in(policy::to_value(tree->document(0)));
  if (value.is(value::Value::Kind::map)) value = value.as_encoded();  // AWS gets what the file says
  policy::PolicyDocument document = policy::parse_policy(value, kind);
  policy::check_scp_dialect(document, scp_dialect_);
  policy::limit_size(document, scp_quotas_.characters);
  if (!accept_broken_ && !document.errors.empty() && document.statements.empty()) {
    const policy::FormError& first = document.errors.front();
    return at(sources_.file(first.span.file), first.span.begin, first.message);
  }
  documents_.push_back(std::move(document));
  return {};
}

std::string PolicyFiles::add_guardrail(const std::string& name, std::string_view text,
                                       rules::GuardrailDefinition& definition, bool strict) {
  std::string error;
  const syntax::SyntaxTree* tree = parse(name, text, error);
  if (tree == nullptr) return error;
  auto read = rules::read_guardrail(policy::to_value(tree->document(0)));
  if (const auto* wrong = std::get_if<rules::DefinitionError>(&read))
    return at(sources_.file(wrong->span.file), wrong->span.begin, wrong->message);
  definition = std::move(std::get<rules::GuardrailDefinition>(read));
  const policy::PolicyDocument& document = definition.policy;
  if (!document.errors.empty() && (strict || document.statements.empty())) {
    const policy::FormError& first = document.errors.front();
    return at(sources_.file(first.span.file), first.span.begin, first.message);
  }
  if (const std::optional<rules::DefinitionError> empty = rules::why_empty(definition))
    return at(sources_.file(empty->span.file), empty->span.begin, empty->message);
  return {};
}

bool is_built_in_guardrail(const std::string& name) {
  const auto files = rules::guardrail_documents();
  return std::any_of(files.begin(), files.end(),
                     [&](const rules::EmbeddedFile& file) { return file.name == name; });
}

std::string load_guardrail(const std::string& name, PolicyFiles& files,
                           rules::GuardrailDefinition& definition, bool strict) {
  std::vector<std::string> names;
  for (const rules::EmbeddedFile& file : rules::guardrail_documents()) {
    if (file.name == name) return files.add_guardrail(name, file.text, definition, strict);
    names.emplace_back(file.name);
  }
  const engine::FileBytes bytes = engine::read_file(name, limits::kFileBytes);
  if (bytes.error.empty()) return files.add_guardrail(name, bytes.bytes, definition, strict);
  const std::string near = engine::nearest(name, names);
  return name + ": " + bytes.error +
         (near.empty() ? std::string() : "; did you mean the built-in guardrail \"" + near + "\"?");
}

std::optional<PolicyKind> parse_policy_kind(const std::string& word) {
  if (word == "identity") return PolicyKind::identity;
  if (word == "resource") return PolicyKind::resource;
  if (word == "trust") return PolicyKind::trust;
  if (word == "scp") return PolicyKind::service_control;
  if (word == "rcp") return PolicyKind::resource_control;
  return std::nullopt;
}

}  // namespace rootproof::cli
