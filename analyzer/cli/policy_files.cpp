#include "analyzer/cli/policy_files.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <nlohmann/json.hpp>
#include <utility>

#include "analyzer/cli/command.h"
#include "analyzer/engine/read_file.h"
#include "analyzer/engine/rule_selection.h"
#include "parsers/source/limits.h"
#include "parsers/source/lower_case.h"
#include "rules/embedded.h"

namespace rootproof::cli {
namespace {

using Json = nlohmann::ordered_json;

std::string at(const source::SourceFile& file, std::uint32_t offset, const std::string& message) {
  const source::Location location = file.location(offset);
  return file.path() + ":" + std::to_string(location.line) + ":" + std::to_string(location.column) + ": " +
         message;
}

/// A context value as IAM compares it: everything is text.
std::optional<std::string> context_text(const Json& value) {
  if (value.is_string()) return value.get<std::string>();
  if (value.is_boolean() || value.is_number()) return value.dump();
  return std::nullopt;
}

/// The text under a key, empty when it is not there; false when something else stands there.
bool read_text(const Json& object, const char* key, std::string& out) {
  const auto member = object.find(key);
  if (member == object.end() || member->is_null()) return true;
  if (!member->is_string()) return false;
  out = member->get<std::string>();
  return true;
}

std::string read_principal(const Json& principal, policy::Request& request) {
  if (principal.is_null()) return {};
  policy::RequestPrincipal read;
  if (!principal.is_object() || !read_text(principal, "type", read.type) ||
      !read_text(principal, "account", read.account) || !read_text(principal, "arn", read.arn)) {
    return "principal is an object of the texts type, account and arn";
  }
  const std::vector<std::string> types = {"AWS", "Service", "Federated", "CanonicalUser", "Anonymous"};
  if (std::find(types.begin(), types.end(), read.type) == types.end()) {
    const std::string near = engine::nearest(read.type, types);
    return "principal type \"" + read.type +
           "\" is none of AWS, Service, Federated, CanonicalUser, Anonymous" +
           (near.empty() ? std::string() : "; did you mean \"" + near + "\"?");
  }
  request.principal = std::move(read);
  return {};
}

std::string read_context(const Json& context, policy::Request& request) {
  for (const auto& [key, value] : context.items()) {
    std::string name = key;
    std::transform(name.begin(), name.end(), name.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    std::vector<std::string>& values = request.context[name];
    for (const Json& item : value.is_array() ? value : Json::array({value})) {
      const std::optional<std::string> text = context_text(item);
      if (!text)
        return "context key \"" + key + "\" holds something that is neither text, number nor true or false";
      values.push_back(*text);
    }
  }
  return {};
}

/// REQUEST of cli.md.
std::string read_request(const Json& json, policy::Request& request) {
  if (!json.is_object()) return "a request is an object with action, resource, principal and context";
  if (!read_text(json, "action", request.action) || !read_text(json, "resource", request.resource))
    return "action and resource are texts";
  if (request.action.empty()) return "the request names no action";
  if (const auto principal = json.find("principal"); principal != json.end()) {
    if (std::string error = read_principal(*principal, request); !error.empty()) return error;
  }
  const auto context = json.find("context");
  if (context == json.end() || context->is_null()) return {};
  if (!context->is_object()) return "context is an object of keys and lists of values";
  return read_context(*context, request);
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

std::string load_request(const std::string& path, policy::Request& request) {
  engine::FileBytes bytes = path == "-" ? engine::FileBytes{read_standard_input(), {}, {}}
                                        : engine::read_file(path, limits::kFileBytes);
  if (!bytes.error.empty()) return path + ": " + bytes.error;
  Json json;
  try {
    json = Json::parse(bytes.bytes);
  } catch (const Json::parse_error& error) {
    source::SourceTable sources;
    const std::size_t offset = error.byte == 0 ? 0 : error.byte - 1;
    return at(sources.add(path, bytes.bytes), static_cast<std::uint32_t>(offset), "not valid JSON");
  }
  const std::string error = read_request(json, request);
  return error.empty() ? error : path + ": " + error;
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
