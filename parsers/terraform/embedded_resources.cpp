#include "parsers/terraform/embedded_resources.h"

#include <algorithm>
#include <iterator>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

#include "parsers/policy/json_text.h"

namespace rootproof::terraform {
namespace {

using value::Value;
using Kind = value::Value::Kind;

constexpr std::string_view kCloudControl = "aws_cloudcontrolapi_resource";

constexpr std::string_view kTemplates[] = {
    "aws_cloudformation_stack",
    "aws_cloudformation_stack_set",
    "aws_serverlessapplicationrepository_cloudformation_stack",
    "aws_servicecatalog_provisioned_product",
    "awscc_cloudformation_stack",
    "awscc_cloudformation_stack_set",
};

}  // namespace

void unwrap_cloud_control(Resource& resource) {
  if (resource.type != kCloudControl) return;
  const Value* type = resource.properties.find("type_name");
  const Value* state = resource.properties.find("desired_state");
  const std::optional<std::string> name = type == nullptr ? std::nullopt : type->as_string();
  if (!name || state == nullptr) return;
  Value properties = *state;
  if (properties.is(Kind::string)) {
    auto read = policy::read_json_text(properties);
    if (auto* inner = std::get_if<Value>(&read)) properties = std::move(*inner);
  }
  if (!properties.is(Kind::map)) return;
  resource.type = *name;
  resource.kind = resource_kind(resource.type);
  resource.properties = std::move(properties);
}

std::optional<value::Reason> unseen_resources(const Resource& resource) {
  const bool is_template =
      std::find(std::begin(kTemplates), std::end(kTemplates), resource.type) != std::end(kTemplates);
  if (!is_template && resource.type != kCloudControl) return std::nullopt;
  return value::Reason{
      value::ReasonKind::unsupported,
      std::string(is_template ? "the template of " : "the resource inside ") + resource.address,
      resource.span};
}

}  // namespace rootproof::terraform
