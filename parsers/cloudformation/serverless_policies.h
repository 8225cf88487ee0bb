#pragma once

#include <span>
#include <string>
#include <string_view>

/// What SAM knows by name: its policy templates and AWS's managed policies.
namespace rootproof::cloudformation {

/// One statement of a policy template; its effect is Allow.
struct PolicyTemplateStatement {
  std::string_view policy_template;
  std::string_view actions;    ///< apart by blanks
  std::string_view resources;  ///< texts of Fn::Sub, apart by blanks, with the template's parameters
  std::string_view condition;  ///< a key and a text of Fn::Sub that it must be (StringEquals); empty: none
};

/// The statements of a template; empty when SAM has none of this name.
[[nodiscard]] std::span<const PolicyTemplateStatement> policy_template(std::string_view name);

/// The path and name of AWS's managed policy of this name: "service-role/AWSLambdaBasicExecutionRole".
[[nodiscard]] std::string managed_policy_path(std::string_view name);

}  // namespace rootproof::cloudformation
