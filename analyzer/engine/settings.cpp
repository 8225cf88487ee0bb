#include "analyzer/engine/settings.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <functional>
#include <span>
#include <system_error>

#include "analyzer/engine/discovery.h"
#include "analyzer/engine/read_file.h"
#include "analyzer/engine/rule_selection.h"
#include "parsers/source/limits.h"
#include "parsers/syntax/syntax_tree.h"

namespace rootproof::engine {
namespace {

namespace fs = std::filesystem;

constexpr std::array<std::string_view, 10> kKeys = {
    "select",           "ignore",       "fail_on",      "strict_undecided", "exclude",
    "trusted_accounts", "own_accounts", "organization", "guardrails",       "names_like_root"};
constexpr std::array<std::string_view, 8> kOrganizationKeys = {
    "description",          "complete",      "management_account",     "approved_root_administrators",
    "policy_types_enabled", "email_domains", "break_glass_principals", "central_root_features"};

class Reader {
 public:
  explicit Reader(const source::SourceFile& file) : file_(file) {}

  SettingsResult read(const syntax::SyntaxNode& root) {
    if (!root.is_mapping()) {
      fail(root, "the configuration is a mapping of keys to values");
      return std::move(result_);
    }
    for (const syntax::SyntaxNode::Member& member : root.members()) {
      if (result_.error.empty()) key(member);
    }
    return std::move(result_);
  }

 private:
  void fail(const syntax::SyntaxNode& node, const std::string& message) {
    const source::Location location = file_.location(node.span().begin);
    result_.error = file_.path() + ":" + std::to_string(location.line) + ":" +
                    std::to_string(location.column) + ": " + message;
  }

  void key(const syntax::SyntaxNode::Member& member) {
    const std::string name(member.key.text());
    Settings& settings = result_.settings;
    if (name == "select") return strings(member.value, name, settings.select);
    if (name == "ignore") return strings(member.value, name, settings.ignore);
    if (name == "exclude") return strings(member.value, name, settings.exclude);
    if (name == "trusted_accounts") return accounts(member.value, name, settings.trusted_accounts);
    if (name == "own_accounts") return accounts(member.value, name, settings.own_accounts);
    if (name == "fail_on") return fail_on(member.value);
    if (name == "strict_undecided") return boolean(member.value, name, settings.strict_undecided);
    if (name == "guardrails") return strings(member.value, name, settings.guardrails);
    if (name == "names_like_root") return strings(member.value, name, settings.names_like_root);
    if (name == "organization") return organization(member.value);
    unknown_key(member.key, kKeys);
  }

  void unknown_key(const syntax::SyntaxNode& key, std::span<const std::string_view> known) {
    const std::string name(key.text());
    const std::string near = nearest(name, {known.begin(), known.end()});
    fail(key, "unknown key \"" + name + "\"" +
                  (near.empty() ? std::string() : "; did you mean \"" + near + "\"?"));
  }

  void organization(const syntax::SyntaxNode& node) {
    if (!node.is_mapping()) return fail(node, "organization is a mapping of keys to values");
    for (const syntax::SyntaxNode::Member& member : node.members()) {
      if (!result_.error.empty()) return;
      organization_key(member);
    }
  }

  void organization_key(const syntax::SyntaxNode::Member& member) {
    const std::string name(member.key.text());
    organization::StatedFacts& statements = result_.settings.organization;
    if (name == "policy_types_enabled") return strings(member.value, name, statements.enabled_policy_types);
    if (name == "email_domains") return strings(member.value, name, result_.settings.email_domains);
    if (name == "break_glass_principals")
      return strings(member.value, name, result_.settings.break_glass_principals);
    if (name == "central_root_features")
      return strings(member.value, name, result_.settings.central_root_features.emplace());
    if (name == "approved_root_administrators")
      return accounts(member.value, name, result_.settings.approved_root_administrators);
    if (name == "complete") {
      std::optional<bool> complete;
      boolean(member.value, name, complete);
      statements.complete = complete.value_or(false);
    } else if (name == "management_account") {
      if (!is_account(member.value))
        return fail(member.value, "management_account is a twelve-digit account id, in quotes");
      statements.management_account = std::string(member.value.text());
    } else if (name == "description") {
      if (!member.value.is_scalar()) return fail(member.value, "description is the path of a file");
      result_.settings.organization_description = std::string(member.value.text());
    } else {
      unknown_key(member.key, kOrganizationKeys);
    }
  }

  static bool is_account(const syntax::SyntaxNode& node) {
    const std::string_view id = node.is_scalar() ? node.text() : std::string_view();
    return id.size() == 12 && std::all_of(id.begin(), id.end(), [](char c) {
             return std::isdigit(static_cast<unsigned char>(c)) != 0;
           });
  }

  void strings(const syntax::SyntaxNode& node, const std::string& name, std::vector<std::string>& out) {
    if (!node.is_sequence()) return fail(node, name + " is a list");
    for (const syntax::SyntaxNode& item : node.items()) {
      if (!item.is_scalar()) return fail(item, name + " is a list of texts");
      out.emplace_back(item.text());
    }
  }

  void accounts(const syntax::SyntaxNode& node, const std::string& name, std::vector<std::string>& out) {
    strings(node, name, out);
    if (!result_.error.empty()) return;
    for (const syntax::SyntaxNode& item : node.items()) {
      if (!is_account(item))
        return fail(item,
                    name + " holds twelve-digit account ids; \"" + std::string(item.text()) + "\" is none");
    }
  }

  void fail_on(const syntax::SyntaxNode& node) {
    const std::string text = node.is_scalar() ? std::string(node.text()) : std::string();
    result_.settings.fail_never = text == "never";
    result_.settings.fail_on = parse_severity(text);
    if (!result_.settings.fail_on && !result_.settings.fail_never) {
      fail(node, "fail_on is one of note, low, medium, high, critical, never");
    }
  }

  void boolean(const syntax::SyntaxNode& node, const std::string& name, std::optional<bool>& out) {
    if (!node.is_scalar() || node.type() != syntax::ScalarType::boolean)
      return fail(node, name + " is true or false");
    out = node.as_boolean();
  }

  const source::SourceFile& file_;
  SettingsResult result_;
};

}  // namespace

SettingsResult read_settings(const fs::path& path) {
  SettingsResult result;
  std::error_code error;
  const fs::path absolute = fs::weakly_canonical(path, error);
  const std::string display = display_path(absolute);
  FileBytes bytes = read_file(path, limits::kReadableFileBytes);
  if (!bytes.error.empty()) {
    result.error = display + ": " + bytes.error;
    return result;
  }
  source::SourceTable sources;
  const source::SourceFile& file = sources.add(display, bytes.bytes);
  const syntax::ParsedSyntax parsed = syntax::parse_yaml(file);
  for (const source::Problem& problem : parsed.problems) {
    const source::Location location = file.location(problem.span.begin);
    result.error = display + ":" + std::to_string(location.line) + ":" + std::to_string(location.column) +
                   ": " + problem.message;
    return result;
  }
  if (parsed.tree.documents() > 0) result = Reader(file).read(parsed.tree.document(0));
  result.settings.folder = absolute.parent_path();
  return result;
}

fs::path find_settings(const fs::path& path) {
  std::error_code error;
  fs::path folder = fs::weakly_canonical(path, error);
  if (error) return {};
  if (!fs::is_directory(folder, error)) folder = folder.parent_path();
  for (;; folder = folder.parent_path()) {
    if (fs::is_regular_file(folder / "rootproof.yaml", error)) return folder / "rootproof.yaml";
    if (fs::exists(folder / ".git", error) || !folder.has_relative_path()) return {};
  }
}

}  // namespace rootproof::engine
