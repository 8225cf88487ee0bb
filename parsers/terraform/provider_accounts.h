#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>

#include "parsers/terraform/module_symbols.h"
#include "parsers/value/value.h"

/// Which account a provider configuration deploys to, as far as the code tells (terraform.md §2.6).
namespace rootproof::terraform {

/// Provider names as a module says them ("aws", "aws.west") and account symbols: an id, value::kOwnAccount
/// for the default configuration of the root module, or value::kOwnAccount with the alias appended.
using ProviderAccounts = std::map<std::string, std::string>;

/// Account symbols by how a configuration signs in, of all modules of a root module.
using AccountsBySignIn = std::map<std::string, std::string>;

/// The accounts of the provider blocks of a module. Configurations that differ in nothing but the Region,
/// tags and the like sign in the same way and so reach the same account, in whichever modules they stand.
/// `allowed_account_ids` with one id names it, so does one `assume_role` with a role's ARN; `evaluate` gives
/// the value of an argument. `by_sign_in` holds those of the modules around it, and gets its own. `passed`
/// holds what the caller passed; `prefix` is the module's address.
[[nodiscard]] ProviderAccounts provider_accounts(
    const ModuleSymbols& symbols, const ProviderAccounts& passed, const std::string& prefix,
    const std::function<value::Value(const hcl::File&, const hcl::Attribute&)>& evaluate,
    AccountsBySignIn& by_sign_in);

/// True for provider arguments that have no say in who signs in ("region", "default_tags").
[[nodiscard]] bool is_beside_the_account(std::string_view name);

/// What a module call passes on: its `providers` argument, else the default configuration ("The Module
/// providers Meta-Argument"). `caller` is the module the call stands in; the names are those that the called
/// module itself uses.
[[nodiscard]] ProviderAccounts passed_providers(const hcl::File& owner, const hcl::Block& call,
                                                const ModuleSymbols& caller, const ProviderAccounts& accounts,
                                                const std::string& prefix);

/// The caller's usual name of the configuration that a called module knows as `inside`, a usual name too;
/// `called` is nullptr where that module is not on disk.
[[nodiscard]] std::string passed_name(const hcl::File& owner, const hcl::Block& call,
                                      const ModuleSymbols& caller, const ModuleSymbols* called,
                                      const std::string& inside);

/// "aws" or "aws.west" as `provider` and `providers` name a configuration, quoted or not (Terraform 0.11
/// wanted quotes, later ones accept them); empty for all else.
[[nodiscard]] std::string provider_name(const hcl::File& file, hcl::ExpressionId expression);

/// The account of a provider name that a resource or call uses.
[[nodiscard]] std::string account_of_provider(const std::string& name, const ProviderAccounts& accounts,
                                              const std::string& prefix);

}  // namespace rootproof::terraform
