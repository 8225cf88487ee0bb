#include <CLI/CLI.hpp>
#include <algorithm>
#include <cctype>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "analyzer/cli/command.h"
#include "analyzer/engine/read_file.h"
#include "analyzer/engine/rule_selection.h"
#include "analyzer/policy/evaluate.h"
#include "parsers/source/limits.h"
#include "parsers/syntax/syntax_tree.h"

namespace rootproof::cli {
namespace {

using Json = nlohmann::ordered_json;

/// A policy file, parsed; it owns what its document points to.
struct LoadedPolicy {
  std::unique_ptr<source::SourceTable> sources = std::make_unique<source::SourceTable>();
  std::unique_ptr<syntax::ParsedSyntax> syntax;
  policy::PolicyDocument document;
};

std::string at(const source::SourceFile& file, std::uint32_t offset, const std::string& message) {
  const source::Location location = file.location(offset);
  return file.path() + ":" + std::to_string(location.line) + ":" + std::to_string(location.column) + ": " +
         message;
}

/// Reads a policy; the result is an error message or empty.
std::string load_policy(const std::string& path, LoadedPolicy& policy) {
  engine::FileBytes bytes = path == "-" ? engine::FileBytes{read_standard_input(), {}, {}}
                                        : engine::read_file(path, limits::kFileBytes);
  if (!bytes.error.empty()) return path + ": " + bytes.error;
  const source::SourceFile& file = policy.sources->add(path, bytes.bytes);
  policy.syntax = std::make_unique<syntax::ParsedSyntax>(syntax::parse_json_or_yaml(file));
  for (const source::Problem& problem : policy.syntax->problems) {
    if (problem.kind != source::ProblemKind::notice) return at(file, problem.span.begin, problem.message);
  }
  if (!policy.syntax->complete || policy.syntax->tree.documents() == 0)
    return path + ": no policy in this file";
  policy.document =
      policy::parse_policy(policy::to_value(policy.syntax->tree.document(0)), PolicyKind::unknown);
  if (!policy.document.errors.empty() && policy.document.statements.empty()) {
    return at(file, policy.document.errors.front().span.begin, policy.document.errors.front().message);
  }
  return {};
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

Json decision_json(const policy::Decision& decision) {
  Json statements = Json::array();
  for (const policy::DecidingStatement& statement : decision.statements) {
    Json entry = {{"policy", statement.policy},
                  {"statement", statement.statement},
                  {"effect", statement.effect == policy::Effect::deny ? "Deny" : "Allow"},
                  {"sid", statement.sid.empty() ? Json(nullptr) : Json(statement.sid)}};
    statements.push_back(std::move(entry));
  }
  Json result = {{"decision", policy::to_string(decision.kind)}, {"statements", std::move(statements)}};
  if (!decision.undecided.empty()) {
    Json reasons = Json::array();
    for (const value::Reason& reason : decision.undecided) {
      reasons.push_back(std::string(value::to_string(reason.kind)) +
                        (reason.detail.empty() ? "" : ": " + reason.detail));
    }
    result["undecided"] = std::move(reasons);
  }
  return result;
}

struct EvaluateArguments {
  std::vector<std::string> policies;
  std::string request;
};

int run_evaluate(const EvaluateArguments& arguments) {
  std::vector<LoadedPolicy> loaded(arguments.policies.size());
  std::vector<policy::PolicyDocument> documents;
  for (std::size_t i = 0; i < loaded.size(); ++i) {
    if (const std::string error = load_policy(arguments.policies[i], loaded[i]); !error.empty())
      return fail(error);
    documents.push_back(loaded[i].document);
  }
  policy::Request request;
  if (const std::string error = load_request(arguments.request, request); !error.empty()) return fail(error);
  const policy::Decision decision = policy::evaluate(documents, request);
  const std::string text =
      decision_json(decision).dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
  if (const std::string error = write_output("-", text); !error.empty()) return fail(error);
  return decision.kind == policy::DecisionKind::allowed ? kExitFine : kExitFindings;
}

}  // namespace

void add_policy_command(CLI::App& app, Invocation& invocation) {
  CLI::App* command = app.add_subcommand("policy", "The policy engine by itself");
  command->require_subcommand(1);
  command->fallthrough();
  auto arguments = std::make_shared<EvaluateArguments>();
  CLI::App* evaluate =
      command->add_subcommand("evaluate", "Decide one request against policies that apply together");
  evaluate->add_option("--policy", arguments->policies, "Policy, JSON or YAML; repeatable")
      ->required()
      ->type_name("FILE");
  evaluate->add_option("--request", arguments->request, "Request, JSON; - reads standard input")
      ->required()
      ->type_name("FILE");
  evaluate->callback([arguments, &invocation] { invocation.status = run_evaluate(*arguments); });
}

}  // namespace rootproof::cli
