#include "parsers/terraform/provider_accounts.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "parsers/terraform/arn.h"
#include "parsers/terraform/expression.h"

namespace rootproof::terraform {
namespace {

constexpr std::string_view kDefault = "aws";
constexpr std::string_view kCloudControl = "awscc";

/// Whether an argument says the same in whatever module it stands.
bool is_literal(const hcl::File& around, const hcl::Attribute& argument) {
  const hcl::File& file = hcl::file_of(around, argument);
  std::vector<hcl::ExpressionId> pending{argument.value};
  while (!pending.empty()) {
    const hcl::Expression& expression = file.expression(pending.back());
    pending.pop_back();
    if (expression.kind == hcl::ExpressionKind::variable || expression.kind == hcl::ExpressionKind::call)
      return false;
    const auto parts = file.children(expression);
    pending.insert(pending.end(), parts.begin(), parts.end());
  }
  return true;
}

/// The same of all arguments of a block.
bool is_literal(const hcl::File& around, const hcl::Block& block) {
  const hcl::File& file = hcl::file_of(around, block);
  const auto is_such = [&file](const auto& part) { return is_literal(file, part); };
  return std::all_of(block.body.attributes.begin(), block.body.attributes.end(), is_such) &&
         std::all_of(block.body.blocks.begin(), block.body.blocks.end(), is_such);
}

/// How a configuration signs in, as its own text: equal text means equal values, of texts with references
/// within one module.
std::string sign_in(const Declaration& provider, const std::string& prefix) {
  bool literal = true;
  std::vector<std::string> parts;
  const auto add = [&](const auto& part, std::string_view name) {
    if (is_beside_the_account(name)) return;
    const hcl::File& file = hcl::file_of(*provider.file, part);
    literal = literal && is_literal(file, part);
    parts.emplace_back(file.source->text().substr(part.span.begin, part.span.end - part.span.begin));
  };
  for (const hcl::Attribute& attribute : provider.block->body.attributes) add(attribute, attribute.name);
  for (const hcl::Block& block : provider.block->body.blocks) add(block, block.type);
  std::sort(parts.begin(), parts.end());
  std::string text = literal ? std::string() : prefix + '\n';
  for (const std::string& part : parts) text += part + '\n';
  return text;
}

using Evaluate = std::function<value::Value(const hcl::File&, const hcl::Attribute&)>;

std::string as_account_id(const std::optional<std::string>& text) {
  const bool is_id = text && text->size() == 12 && text->find_first_not_of("0123456789") == std::string::npos;
  return is_id ? *text : std::string();
}

/// The one id of `allowed_account_ids`, or the account of the role that is assumed last; empty when there is
/// none.
std::string named_account(const Declaration& provider, const Evaluate& evaluate) {
  if (const hcl::Attribute* allowed = provider.block->body.attribute("allowed_account_ids")) {
    const value::Value ids = evaluate(*provider.file, *allowed);
    if (ids.is(value::Value::Kind::list) && ids.items().size() == 1) {
      std::string id = as_account_id(ids.items()[0].as_text());
      if (!id.empty()) return id;
    }
  }
  const hcl::Block* role = nullptr;
  for (const hcl::Block& block : provider.block->body.blocks) {
    if (block.type == "assume_role") role = &block;
    if (block.type == "dynamic" || block.type.starts_with("assume_role_with")) return {};
  }
  const hcl::Attribute* arn = role == nullptr ? nullptr : role->body.attribute("role_arn");
  if (arn == nullptr) return {};
  const value::Value parsed = parse_arn(evaluate(hcl::file_of(*provider.file, *role), *arn), arn->span);
  const value::Value* account = parsed.find("account_id");
  return account == nullptr ? std::string() : as_account_id(account->as_string());
}

/// The usual name of a configuration; empty for one of another provider.
std::string name_of(const ModuleSymbols& symbols, const Declaration& provider) {
  if (provider.block->labels.empty()) return {};
  const std::string alias = literal_text(*provider.file, provider.block->body.attribute("alias"));
  std::string name =
      usual_provider_name(symbols, provider.block->labels[0].text + (alias.empty() ? "" : "." + alias));
  const std::string_view base = std::string_view(name).substr(0, name.find('.'));
  return base == kDefault || base == kCloudControl ? name : std::string();
}

/// The symbol of a configuration that stands in this module itself.
std::string own_symbol(const std::string& name, const std::string& prefix) {
  if (name == kDefault && prefix.empty()) return std::string(value::kOwnAccount);
  const std::size_t dot = name.find('.');
  return std::string(value::kOwnAccount) + "/" + prefix +
         (dot == std::string::npos ? name : name.substr(dot + 1));
}

}  // namespace

bool is_beside_the_account(std::string_view name) {
  static constexpr std::array<std::string_view, 12> kNames = {
      "alias",      "region",      "default_tags", "ignore_tags", "max_retries", "retry_mode",
      "http_proxy", "https_proxy", "no_proxy",     "insecure",    "version",     "use_fips_endpoint"};
  return std::find(kNames.begin(), kNames.end(), name) != kNames.end();
}

std::string provider_name(const hcl::File& file, hcl::ExpressionId expression) {
  const std::vector<TraversalStep> steps = static_traversal(file, expression);
  if (steps.size() == 1) return steps[0].name;
  if (steps.size() == 2) return steps[0].name + "." + steps[1].name;
  const hcl::Expression& written = file.expression(expression);
  if (written.kind == hcl::ExpressionKind::template_literal) return std::string(written.text);
  hcl::Attribute quoted;
  quoted.value = expression;
  return literal_text(file, &quoted);
}

std::string account_of_provider(const std::string& name, const ProviderAccounts& accounts,
                                const std::string& prefix) {
  if (const auto found = accounts.find(name); found != accounts.end()) return found->second;
  return name == kDefault ? std::string(value::kOwnAccount) : own_symbol(name, prefix);
}

ProviderAccounts provider_accounts(const ModuleSymbols& symbols, const ProviderAccounts& passed,
                                   const std::string& prefix, const Evaluate& evaluate,
                                   AccountsBySignIn& by_sign_in) {
  ProviderAccounts inherited;
  for (const auto& [name, account] : passed) {
    const std::string usual = usual_provider_name(symbols, name);
    // The default that is passed on unasked gives way to what is passed under another name.
    if (usual == name)
      inherited.emplace(name, account);
    else
      inherited.insert_or_assign(usual, account);
  }
  std::vector<const Declaration*> providers;
  for (const Declaration& provider : symbols.providers) {
    if (!name_of(symbols, provider).empty()) providers.push_back(&provider);
  }
  // The default configuration first: an alias that signs in the same way is in its account.
  std::stable_partition(providers.begin(), providers.end(),
                        [&](const Declaration* provider) { return name_of(symbols, *provider) == kDefault; });
  // Without a block of its own the default configuration of the root module signs in from the environment.
  const bool implied = providers.empty() || name_of(symbols, *providers.front()) != kDefault;
  if (implied && prefix.empty()) by_sign_in.emplace("", value::kOwnAccount);
  for (const Declaration* provider : providers) {
    const std::string name = name_of(symbols, *provider);
    std::string account = named_account(*provider, evaluate);
    if (account.empty()) account = own_symbol(name, prefix);
    inherited[name] = by_sign_in.emplace(sign_in(*provider, prefix), std::move(account)).first->second;
  }
  return inherited;
}

ProviderAccounts passed_providers(const hcl::File& owner, const hcl::Block& call, const ModuleSymbols& caller,
                                  const ProviderAccounts& accounts, const std::string& prefix) {
  ProviderAccounts passed;
  passed.emplace(kDefault, account_of_provider(std::string(kDefault), accounts, prefix));
  if (const auto other = accounts.find(std::string(kCloudControl)); other != accounts.end())
    passed.insert(*other);
  const hcl::Attribute* providers = call.body.attribute("providers");
  if (providers == nullptr) return passed;
  const hcl::File& file = hcl::file_of(owner, *providers);
  const hcl::Expression& object = file.expression(providers->value);
  if (object.kind != hcl::ExpressionKind::object) return passed;
  const auto items = file.children(object);
  for (std::size_t i = 0; i + 1 < items.size(); i += 2) {
    const std::string inside = provider_name(file, items[i]);
    const std::string outside = usual_provider_name(caller, provider_name(file, items[i + 1]));
    if (!inside.empty() && !outside.empty())
      passed.insert_or_assign(inside, account_of_provider(outside, accounts, prefix));
  }
  return passed;
}

std::string passed_name(const hcl::File& owner, const hcl::Block& call, const ModuleSymbols& caller,
                        const ModuleSymbols* called, const std::string& inside) {
  const hcl::Attribute* providers = call.body.attribute("providers");
  if (providers == nullptr) return inside;
  const hcl::File& file = hcl::file_of(owner, *providers);
  const hcl::Expression& object = file.expression(providers->value);
  if (object.kind != hcl::ExpressionKind::object) return inside;
  const auto items = file.children(object);
  for (std::size_t i = 0; i + 1 < items.size(); i += 2) {
    const std::string name = provider_name(file, items[i]);
    if ((called == nullptr ? name : usual_provider_name(*called, name)) == inside)
      return usual_provider_name(caller, provider_name(file, items[i + 1]));
  }
  return inside;
}

}  // namespace rootproof::terraform
