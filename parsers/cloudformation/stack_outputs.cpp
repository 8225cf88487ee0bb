// Fn::GetStackOutput: outputs of stacks by their name, in any account and Region.
// https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-getstackoutput.html
#include <optional>
#include <string>

#include "parsers/arn.h"
#include "parsers/cloudformation/evaluator.h"

namespace rootproof::cloudformation {

using value::ReasonKind;
using value::Value;
using value::ValueType;

namespace {

bool is_written(const Value* value) { return value != nullptr && !value->is(Value::Kind::absent); }

}  // namespace

/// The scanned stack that is meant. A stack that is said to be elsewhere is one whose place is known; without
/// that it is where this one is, as exports are.
const StackOutputs* Evaluator::named_stack(const std::string& name, const Value& argument,
                                           std::string& why_not) {
  why_not = ", which no scanned template is";
  if (inputs_.files == nullptr) return nullptr;
  const Value* role = argument.find("RoleArn");
  const Value* other_region = argument.find("Region");
  const std::string account =
      is_written(role) ? std::string(arn_component(role->as_text().value_or(""), 4)) : this->account();
  const std::string region = is_written(other_region)
                                 ? other_region->as_text().value_or("")
                                 : pseudo_parameter("AWS::Region", {})->as_text().value_or("");
  const bool account_known = !account.empty() && account.find_first_not_of("0123456789") == std::string::npos;
  const StackOutputs* found = nullptr;
  for (const StackOutputs& stack : inputs_.files->stacks) {
    if (stack.name != name) continue;
    const bool account_differs = !stack.account.empty() && account_known && stack.account != account;
    const bool region_differs = !stack.region.empty() && !region.empty() && stack.region != region;
    if (account_differs || region_differs) continue;
    const bool account_open = is_written(role) && (stack.account.empty() || stack.account != account);
    const bool region_open = is_written(other_region) && (stack.region.empty() || stack.region != region);
    if (account_open || region_open || found != nullptr) {
      why_not = found != nullptr ? ", which several scanned templates are"
                                 : ", which is in another account or Region";
      return nullptr;
    }
    found = &stack;
  }
  return found;
}

Value Evaluator::get_stack_output(const Call& call) {
  const Value given = argument(call);
  const Value* stack = given.find("StackName");
  const Value* output = given.find("OutputName");
  const std::optional<std::string> stack_name = is_written(stack) ? stack->as_text() : std::nullopt;
  const std::optional<std::string> output_name = is_written(output) ? output->as_text() : std::nullopt;
  const auto unknown = [&](const std::string& what) {
    return unknown_result(call, ReasonKind::unknown_import, std::string(call.name) + " " + what,
                          ValueType::string);
  };
  if (!stack_name || !output_name) return unknown("of a computed name");
  const std::string what = *output_name + " of stack " + *stack_name;
  std::string why_not;
  const StackOutputs* found = named_stack(*stack_name, given, why_not);
  if (found == nullptr) return unknown(what + why_not);
  const auto value = found->outputs.find(*output_name);
  if (value == found->outputs.end()) return unknown(what + ", which has no such output");
  return value->second.with_step({value::OriginKind::reference, call.span, "output " + what});
}

}  // namespace rootproof::cloudformation
