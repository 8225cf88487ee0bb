// Functions that hashicorp/aws offers ("Provider functions", as answered by 5.100.0).
#include <array>
#include <span>
#include <vector>

#include "parsers/terraform/arn.h"
#include "parsers/terraform/function_table.h"

namespace rootproof::terraform {
namespace {

using value::Value;

Value arn_build(const Call& call) {
  std::vector<Value> parts{Value::string("arn", call.origin())};
  for (const Value& argument : call.arguments) {
    parts.push_back(Value::string(":", call.origin()));
    parts.push_back(argument);
  }
  return value::concatenate(parts, call.origin()).value_or(call.invalid("an ARN is made of texts"));
}

Value arn_parse(const Call& call) { return parse_arn(call.arguments[0], call.context.call); }

Value trim_iam_role_path(const Call& call) { return without_role_path(call.arguments[0], call.context.call); }

constexpr std::array kProviderFunctions = {
    FunctionEntry{"provider::aws::arn_build", "sssss>s", arn_build, Unknowns::parts},
    FunctionEntry{"provider::aws::arn_parse", "s>m", arn_parse, Unknowns::parts},
    FunctionEntry{"provider::aws::trim_iam_role_path", "s>s", trim_iam_role_path, Unknowns::parts},
};

}  // namespace

std::span<const FunctionEntry> provider_functions() { return kProviderFunctions; }

}  // namespace rootproof::terraform
