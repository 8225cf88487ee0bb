// Fn::GetStackOutput: outputs of stacks by their name, in any account and Region.
// https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-getstackoutput.html
#include <optional>
#include <string>

#include "parsers/cloudformation/evaluator.h"

namespace rootproof::cloudformation {

using value::ReasonKind;
using value::Value;
using value::ValueType;

namespace {

bool is_given(const Value* value) { return value != nullptr && !value->is(Value::Kind::absent); }

/// The account of a role's ARN; empty where it is not known.
std::string account_of_role(const Value& role) {
  const std::string arn = role.as_text().value_or("");
  std::size_t begin = 0;
  for (int colons = 0; colons < 4; ++colons) {
    begin = arn.find(':', begin);
    if (begin == std::string::npos) return {};
    ++begin;
  }
  return arn.substr(begin, arn.find(':', begin) - begin);
}

}  // namespace

/// The scanned stack that is meant. A stack that is said to be elsewhere is one whose place is known; without
/// that it is where this one is, as exports are.
const StackOutputs* Evaluator::named_stack(const std::string& name, const Value& argument,
                                           std::string& why_not) {
  why_not = ", which no scanned template is";
  if (inputs_.files == nullptr) return nullptr;
  const Value* role = argument.find("RoleArn");
  const Value* other_region = argument.find("Region");
  const std::string account = is_given(role) ? account_of_role(*role) : this->account();
  const std::string region = is_given(other_region)
                                 ? other_region->as_text().value_or("")
                                 : pseudo_parameter("AWS::Region", {})->as_text().value_or("");
  const StackOutputs* found = nullptr;
  for (const StackOutputs& stack : inputs_.files->stacks) {
    if (stack.name != name) continue;
    const bool own_account = account.empty() || account.find_first_not_of("0123456789") != std::string::npos;
    const bool account_differs = !stack.account.empty() && !own_account && stack.account != account;
    const bool region_differs = !stack.region.empty() && !region.empty() && stack.region != region;
    if (account_differs || region_differs) continue;
    const bool account_open = is_given(role) && (stack.account.empty() || stack.account != account);
    const bool region_open = is_given(other_region) && (stack.region.empty() || stack.region != region);
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
  const std::optional<std::string> stack_name = is_given(stack) ? stack->as_text() : std::nullopt;
  const std::optional<std::string> output_name = is_given(output) ? output->as_text() : std::nullopt;
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
