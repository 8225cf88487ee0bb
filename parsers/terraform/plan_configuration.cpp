#include "parsers/terraform/plan_configuration.h"

#include <algorithm>
#include <utility>

#include "parsers/source/limits.h"
#include "parsers/terraform/plan_values.h"
#include "parsers/terraform/provider_accounts.h"
#include "parsers/value/value.h"

namespace rootproof::terraform {
namespace {

using syntax::SyntaxNode;

/// A name of an address, or a key with its brackets.
struct AddressPart {
  std::string text;
  bool key = false;
};

/// The end of a key that begins at `begin`: brackets inside quotes do not count.
std::size_t key_end(const std::string& address, std::size_t begin) {
  bool quoted = false;
  for (std::size_t at = begin + 1; at < address.size(); ++at) {
    if (quoted && address[at] == '\\') {
      ++at;
    } else if (address[at] == '"') {
      quoted = !quoted;
    } else if (!quoted && address[at] == ']') {
      return at + 1;
    }
  }
  return address.size();
}

std::vector<AddressPart> parts_of(const std::string& address) {
  std::vector<AddressPart> parts;
  for (std::size_t at = 0; at < address.size();) {
    if (address[at] == '[') {
      const std::size_t end = key_end(address, at);
      parts.push_back({address.substr(at, end - at), true});
      at = end;
    } else if (address[at] == '.') {
      ++at;
    } else {
      const std::size_t end = std::min(address.find_first_of(".[", at), address.size());
      parts.push_back({address.substr(at, end - at), false});
      at = end;
    }
  }
  return parts;
}

/// Takes the key at `at`, if one stands there.
std::string take_key(const std::vector<AddressPart>& parts, std::size_t& at) {
  return at < parts.size() && parts[at].key ? parts[at++].text : std::string();
}

/// The names an expression refers to. Terraform lists the parents of a reference behind it; they say no more.
std::vector<std::string> names_in(const SyntaxNode& expression) {
  std::vector<std::string> names;
  const std::optional<SyntaxNode> list =
      expression.is_mapping() ? expression.find("references") : std::nullopt;
  if (!list || !list->is_sequence() || list->size() > limits::kPlanMembers) return names;
  std::string_view before;
  for (const SyntaxNode& item : list->items()) {
    if (!item.is_scalar()) continue;
    const std::string_view name = item.text();
    const bool parent = before.size() > name.size() && before.starts_with(name) &&
                        (before[name.size()] == '.' || before[name.size()] == '[');
    if (!parent) names.emplace_back(name);
    before = name;
  }
  return names;
}

bool is_own_key(const std::string& name) { return name == "each.key" || name == "count.index"; }

std::string keyless_prefix(const std::vector<ModuleStep>& module) {
  std::string prefix;
  for (const ModuleStep& step : module) prefix += "module." + step.name + ".";
  return prefix;
}

/// What of a provider's arguments decides who signs in, as text; nullopt when that is computed, for a plan
/// does not say how.
std::optional<std::string> sign_in(const SyntaxNode& provider) {
  std::string text;
  for (const auto& [name, expression] : fields_of(provider.find("expressions"))) {
    if (is_beside_the_account(name)) continue;
    if (expression.is_mapping() && !expression.find("constant_value")) return std::nullopt;
    const source::Span span = expression.span();
    text += std::string(name) + '=' +
            std::string(expression.file().text().substr(span.begin, span.end - span.begin)) + '\n';
    if (text.find("\"references\"") != std::string::npos) return std::nullopt;
  }
  return text;
}

/// The one literal id of `allowed_account_ids`; empty when there is none.
std::string allowed_account(const SyntaxNode& provider) {
  const auto list = member_at(provider, {"expressions", "allowed_account_ids", "constant_value"});
  if (!list || !list->is_sequence() || list->size() != 1 || !list->item(0).is_scalar()) return {};
  const std::string_view id = list->item(0).text();
  return id.size() == 12 ? std::string(id) : std::string();
}

}  // namespace

std::string module_prefix(const std::vector<ModuleStep>& module) {
  std::string prefix;
  for (const ModuleStep& step : module) prefix += "module." + step.name + step.key + ".";
  return prefix;
}

std::optional<std::vector<ModuleStep>> module_steps(const std::string& address) {
  const std::vector<AddressPart> parts = parts_of(address);
  std::vector<ModuleStep> steps;
  for (std::size_t at = 0; at < parts.size();) {
    const bool called = parts[at].text == "module" && at + 1 < parts.size() && !parts[at + 1].key;
    if (!called || steps.size() >= limits::kModuleDepth) return std::nullopt;
    steps.push_back({parts[at + 1].text, {}});
    at += 2;
    steps.back().key = take_key(parts, at);
  }
  return steps;
}

std::string without_keys(const std::string& address) {
  std::string text;
  for (const AddressPart& part : parts_of(address)) {
    if (!part.key) text += (text.empty() ? "" : ".") + part.text;
  }
  return text;
}

PlanConfiguration::PlanConfiguration(const SyntaxNode& plan) {
  const std::optional<SyntaxNode> configuration = plan.find("configuration");
  if (!configuration) return;
  if (const auto root = configuration->find("root_module")) index_module(*root, "", 0);
  index_providers(*configuration);
}

void PlanConfiguration::index_module(const SyntaxNode& module, const std::string& prefix, unsigned depth) {
  // Under a key of its own: with outputs and resources in reach.
  if (prefix.empty()) calls_.emplace(prefix, module);
  if (const auto resources = module.find("resources"); resources && resources->is_sequence()) {
    for (const SyntaxNode& resource : resources->items())
      resources_.emplace(prefix + text_of(resource, "address"), resource);
  }
  if (depth >= limits::kModuleDepth) return;
  for (const auto& [name, call] : fields_of(module.find("module_calls"))) {
    const std::string inner = prefix + "module." + std::string(name) + ".";
    calls_.emplace(inner, call);
    if (const auto called = call.find("module")) index_module(*called, inner, depth + 1);
  }
}

/// As provider_accounts() does for source: the default configuration first, then those that sign in the same
/// way. Equal references do not mean equal values, so a computed sign-in is an account of its own.
void PlanConfiguration::index_providers(const SyntaxNode& configuration) {
  const Fields providers = fields_of(configuration.find("provider_config"));
  std::map<std::string, std::string> by_sign_in;
  const auto add = [&](std::string_view key, const SyntaxNode& provider) {
    std::string account = allowed_account(provider);
    if (account.empty()) {
      const std::string alias = text_of(provider, "alias");
      account = std::string(value::kOwnAccount);
      if (key != "aws") account += "/" + (alias.empty() || key != "aws." + alias ? std::string(key) : alias);
    }
    if (const auto text = sign_in(provider)) account = by_sign_in.emplace(*text, account).first->second;
    accounts_.emplace(key, account);
  };
  const auto main = providers.find("aws");
  if (main != providers.end()) {
    add(main->first, main->second);
  } else {
    by_sign_in.emplace("", value::kOwnAccount);
  }
  for (const auto& [key, provider] : providers) {
    if (key != "aws" && text_of(provider, "name") == "aws") add(key, provider);
  }
}

std::string PlanConfiguration::account(const std::string& provider_key) const {
  const auto found = accounts_.find(provider_key);
  return found == accounts_.end() ? std::string(value::kOwnAccount) : found->second;
}

std::optional<SyntaxNode> PlanConfiguration::resource(const std::string& address_without_keys) const {
  const auto found = resources_.find(address_without_keys);
  return found == resources_.end() ? std::nullopt : std::optional(found->second);
}

std::optional<PlanReference> PlanConfiguration::reference(const SyntaxNode& expression,
                                                          const PlanScope& scope) const {
  return follow(expression, scope, 0);
}

std::vector<std::optional<PlanReference>> PlanConfiguration::references(const SyntaxNode& expression,
                                                                        const PlanScope& scope) const {
  std::vector<std::optional<PlanReference>> found;
  for (const std::string& name : names_in(expression)) found.push_back(follow_name(name, false, scope, 0));
  return found;
}

std::optional<PlanReference> PlanConfiguration::follow(const SyntaxNode& expression, const PlanScope& scope,
                                                       unsigned depth) const {
  std::vector<std::string> names = names_in(expression);
  const bool by_own_key = std::erase_if(names, is_own_key) > 0;
  if (names.size() != 1) return std::nullopt;
  return follow_name(names.front(), by_own_key, scope, depth);
}

std::optional<PlanReference> PlanConfiguration::follow_name(const std::string& name, bool by_own_key,
                                                            const PlanScope& scope, unsigned depth) const {
  const std::vector<AddressPart> parts = parts_of(name);
  if (parts.size() < 2 || depth > 2 * limits::kModuleDepth) return std::nullopt;
  const std::string& first = parts[0].text;
  if (first == "var") {
    if (parts.size() != 2 || by_own_key) return std::nullopt;
    return follow_variable(parts[1].text, scope, depth);
  }
  if (first == "module") {
    PlanScope called{scope.module, {}};
    std::size_t at = 2;
    called.module.push_back({parts[1].text, take_key(parts, at)});
    if (by_own_key || at + 1 != parts.size()) return std::nullopt;
    const auto call = calls_.find(keyless_prefix(called.module));
    if (call == calls_.end()) return std::nullopt;
    const auto output = member_at(call->second, {"module", "outputs", parts[at].text, "expression"});
    return output ? follow(*output, called, depth + 1) : std::nullopt;
  }
  for (const char* other : {"local", "each", "count", "path", "terraform", "self"}) {
    if (first == other) return std::nullopt;
  }
  const std::size_t type = first == "data" ? 1 : 0;
  if (parts.size() < type + 2) return std::nullopt;
  std::string address = module_prefix(scope.module) + (type == 1 ? "data." : "") + parts[type].text + "." +
                        parts[type + 1].text;
  std::size_t at = type + 2;
  std::string key = take_key(parts, at);
  // x[each.key].id is listed as x and each.key: nothing else is told.
  if (by_own_key) {
    if (!key.empty() || at < parts.size()) return std::nullopt;
    key = scope.key;
  }
  address += key;
  std::string path;
  for (; at < parts.size(); ++at) path += (path.empty() || parts[at].key ? "" : ".") + parts[at].text;
  return PlanReference{std::move(address), std::move(path)};
}

std::optional<PlanReference> PlanConfiguration::follow_variable(const std::string& name,
                                                                const PlanScope& scope,
                                                                unsigned depth) const {
  if (scope.module.empty()) return std::nullopt;
  const auto call = calls_.find(keyless_prefix(scope.module));
  if (call == calls_.end()) return std::nullopt;
  const auto argument = member_at(call->second, {"expressions", name});
  PlanScope caller{scope.module, scope.module.back().key};
  caller.module.pop_back();
  return argument ? follow(*argument, caller, depth + 1) : std::nullopt;
}

}  // namespace rootproof::terraform
