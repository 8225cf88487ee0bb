#include "rules/root_principals/function_urls.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <string_view>

#include "rules/root_credentials/texts.h"

namespace rootproof::rules {
namespace {

constexpr std::string_view kInvokeUrl = "lambda:invokefunctionurl";
constexpr std::array<std::string_view, 3> kPermissions{"AWS::Lambda::Permission", "aws_lambda_permission",
                                                       "awscc_lambda_permission"};

bool is_permission(const Resource& resource) {
  return std::find(kPermissions.begin(), kPermissions.end(), resource.type) != kPermissions.end();
}

/// The text of an argument, by its names in the two languages; what is not known may be anything.
std::optional<std::string> argument(const Resource& resource, std::string_view cloudformation,
                                    std::string_view terraform) {
  const value::Value* value = resource.properties.find(cloudformation);
  if (value == nullptr) value = resource.properties.find(terraform);
  return value == nullptr ? std::nullopt : value->as_text();
}

/// Whether everyone may invoke a function by it, beside calling its URL.
bool may_let_everyone_invoke(const Resource& resource) {
  // The provider gives functions with such a URL both permissions.
  if (resource.type == "aws_lambda_function_url")
    return argument(resource, "AuthType", "authorization_type") != "AWS_IAM";
  if (!is_permission(resource)) return false;
  return argument(resource, "Principal", "principal").value_or("*") == "*" &&
         lower_case(argument(resource, "Action", "action").value_or("")) != kInvokeUrl;
}

}  // namespace

bool opens_url_by_half(const engine::Facts& facts, const engine::PolicyInstance& instance,
                       const policy::Statement& statement) {
  if (!is_permission(*instance.resource) || statement.actions.size() != 1) return false;
  if (lower_case(statement.actions.front().text().value_or("")) != kInvokeUrl) return false;
  const std::string& unit = instance.resource->unit;
  if (facts.unit_unknowns != nullptr && facts.unit_unknowns->count(unit) != 0) return false;
  return std::none_of(facts.resources.begin(), facts.resources.end(), [&](const Resource& resource) {
    return resource.unit == unit && may_let_everyone_invoke(resource);
  });
}

}  // namespace rootproof::rules
