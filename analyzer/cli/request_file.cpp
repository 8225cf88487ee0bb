#include "analyzer/cli/request_file.h"

#include <algorithm>
#include <cstdint>
#include <map>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "analyzer/cli/command.h"
#include "analyzer/engine/read_file.h"
#include "analyzer/engine/rule_selection.h"
#include "parsers/policy/action_name.h"
#include "parsers/source/limits.h"
#include "parsers/source/lower_case.h"
#include "parsers/source/source_file.h"
#include "parsers/syntax/syntax_tree.h"

namespace rootproof::cli {
namespace {

using syntax::ScalarType;
using syntax::SyntaxNode;

std::string in_quotes(std::string_view text) { return "\"" + std::string(text) + "\""; }

bool is_null(const SyntaxNode& node) { return node.is_scalar() && node.type() == ScalarType::null; }

/// Reads one request; the first thing that is wrong ends it.
class RequestReader {
 public:
  explicit RequestReader(const source::SourceFile& file) : file_(file) {}

  /// An error message with its place, or empty.
  std::string read(const SyntaxNode& root, policy::Request& request) {
    static_cast<void>(read_request(root, request));
    return std::move(error_);
  }

 private:
  using Members = std::map<std::string, SyntaxNode, std::less<>>;

  bool fail(const SyntaxNode& node, const std::string& message) {
    const source::Location location = file_.location(node.span().begin);
    error_ = file_.path() + ":" + std::to_string(location.line) + ":" + std::to_string(location.column) +
             ": " + message;
    return false;
  }

  /// The members of an object that may have these and no others, each once. Those that are null are left out.
  bool read_members(const SyntaxNode& object, const std::vector<std::string>& known, const std::string& whose,
                    Members& members) {
    std::vector<std::string> seen;
    for (const auto& [key, value] : object.members()) {
      const std::string name(key.text());
      if (std::find(known.begin(), known.end(), name) == known.end()) {
        const std::string near = engine::nearest(name, known);
        return fail(key, whose + " has no member " + in_quotes(name) +
                             (near.empty() ? std::string() : "; did you mean " + in_quotes(near) + "?"));
      }
      if (std::find(seen.begin(), seen.end(), name) != seen.end())
        return fail(key, in_quotes(name) + " stands here twice");
      seen.push_back(name);
      if (!is_null(value)) members.emplace(name, value);
    }
    return true;
  }

  /// The text of a member, empty when it is not there.
  bool read_text(const Members& members, std::string_view name, const std::string& wrong, std::string& out) {
    const auto member = members.find(name);
    if (member == members.end()) return true;
    const SyntaxNode& node = member->second;
    if (!node.is_scalar() || node.type() != ScalarType::string) return fail(node, wrong);
    out = node.text();
    return true;
  }

  bool read_request(const SyntaxNode& root, policy::Request& request) {
    if (!root.is_mapping())
      return fail(root, "a request is an object with action, resource, principal and context");
    Members members;
    if (!read_members(root, {"principal", "action", "resource", "context"}, "a request", members) ||
        !read_text(members, "action", "action and resource are texts", request.action) ||
        !read_text(members, "resource", "action and resource are texts", request.resource))
      return false;
    if (request.action.empty()) return fail(root, "the request names no action");
    if (const std::string wrong = why_no_action(request.action); !wrong.empty())
      return fail(members.at("action"), wrong);
    const auto principal = members.find("principal");
    if (principal != members.end() && !read_principal(principal->second, request)) return false;
    const auto context = members.find("context");
    return context == members.end() || read_context(context->second, request);
  }

  /// A request is for one action: a pattern of several would match what none of them does.
  static std::string why_no_action(std::string_view action) {
    if (action.find_first_of("*?") != std::string_view::npos)
      return "action " + in_quotes(action) + " is a pattern; a request is for one action";
    const std::string_view service = policy::service_of(action);
    const std::string_view name = action.substr(std::min(service.size() + 1, action.size()));
    const bool plain = std::all_of(service.begin(), service.end(), policy::is_action_character) &&
                       std::all_of(name.begin(), name.end(), policy::is_action_character);
    if (plain && !service.empty() && !name.empty()) return {};
    return "action " + in_quotes(action) + " is none: they are written service:Name";
  }

  bool read_principal(const SyntaxNode& node, policy::Request& request) {
    static const std::string kShape = "principal is an object of the texts type, account and arn";
    if (!node.is_mapping()) return fail(node, kShape);
    Members members;
    policy::RequestPrincipal read;
    if (!read_members(node, {"type", "account", "arn"}, "a principal", members) ||
        !read_text(members, "type", kShape, read.type) ||
        !read_text(members, "account", kShape, read.account) || !read_text(members, "arn", kShape, read.arn))
      return false;
    const std::vector<std::string> types = {"AWS", "Service", "Federated", "CanonicalUser", "Anonymous"};
    if (std::find(types.begin(), types.end(), read.type) == types.end()) {
      const std::string near = engine::nearest(read.type, types);
      const auto type = members.find("type");
      return fail(type == members.end() ? node : type->second,
                  "principal type " + in_quotes(read.type) +
                      " is none of AWS, Service, Federated, CanonicalUser, Anonymous" +
                      (near.empty() ? std::string() : "; did you mean " + in_quotes(near) + "?"));
    }
    request.principal = std::move(read);
    return true;
  }

  bool read_context(const SyntaxNode& context, policy::Request& request) {
    if (!context.is_mapping()) return fail(context, "context is an object of keys and lists of values");
    for (const auto& [key, value] : context.members()) {
      // Names of keys are the same in upper and lower case (policy.md §2.5).
      const auto [place, is_new] = request.context.try_emplace(source::lower_case(key.text()));
      if (!is_new) return fail(key, "the context key " + in_quotes(key.text()) + " stands here twice");
      if (!value.is_sequence()) {
        if (!add_value(key, value, place->second)) return false;
        continue;
      }
      for (const SyntaxNode& item : value.items())
        if (!add_value(key, item, place->second)) return false;
    }
    return true;
  }

  /// IAM compares texts, whatever the type of a value is.
  bool add_value(const SyntaxNode& key, const SyntaxNode& value, std::vector<std::string>& values) {
    if (!value.is_scalar() || is_null(value))
      return fail(value, "context key " + in_quotes(key.text()) +
                             " holds something that is neither text, number nor true or false");
    values.emplace_back(value.text());
    return true;
  }

  const source::SourceFile& file_;
  std::string error_;
};

}  // namespace

std::string load_request(const std::string& path, policy::Request& request) {
  const engine::FileBytes bytes = path == "-" ? engine::FileBytes{read_standard_input(), {}, {}}
                                              : engine::read_file(path, limits::kFileBytes);
  if (!bytes.error.empty()) return path + ": " + bytes.error;
  source::SourceTable sources;
  const source::SourceFile& file = sources.add(path, bytes.bytes);
  const syntax::ParsedSyntax syntax = syntax::parse_json(file);
  if (!syntax.complete || syntax.tree.documents() == 0) {
    const std::uint32_t offset = syntax.problems.empty() ? 0 : syntax.problems.front().span.begin;
    const source::Location location = file.location(offset);
    return path + ":" + std::to_string(location.line) + ":" + std::to_string(location.column) +
           ": not valid JSON";
  }
  return RequestReader(file).read(syntax.tree.document(0), request);
}

}  // namespace rootproof::cli
