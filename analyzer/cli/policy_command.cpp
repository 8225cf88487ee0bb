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

std::string text_member(const Json& object, const char* key) {
  const auto member = object.find(key);
  return member != object.end() && member->is_string() ? member->get<std::string>() : std::string();
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
  if (!json.is_object())
    return path + ": a request is an object with action, resource, principal and context";
  request.action = text_member(json, "action");
  request.resource = text_member(json, "resource");
  if (request.action.empty()) return path + ": the request names no action";
  if (const auto principal = json.find("principal"); principal != json.end() && !principal->is_null()) {
    if (!principal->is_object()) return path + ": principal is an object with type, account and arn";
    request.principal = policy::RequestPrincipal{
        text_member(*principal, "type"), text_member(*principal, "account"), text_member(*principal, "arn")};
  }
  if (const auto context = json.find("context"); context != json.end() && !context->is_null()) {
    if (!context->is_object()) return path + ": context is an object of keys and lists of values";
    if (std::string error = read_context(*context, request); !error.empty()) return path + ": " + error;
  }
  return {};
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
