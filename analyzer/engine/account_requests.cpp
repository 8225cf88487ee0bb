#include "analyzer/engine/account_requests.h"

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "parsers/policy/json_text.h"
#include "parsers/unit_names.h"

namespace rootproof::engine {
namespace {

using value::Hole;
using value::HoleKind;
using value::Member;
using value::Reason;
using value::ReasonKind;
using value::Value;

constexpr std::string_view kRequestType = "AFT::AccountRequest";
constexpr std::string_view kTableItemType = "aws_dynamodb_table_item";
constexpr std::string_view kParameters = "control_tower_parameters";

/// Where a request is written: the parameters themselves, or a table item in which each value says its type.
struct Request {
  Value parameters;
  bool typed = false;

  [[nodiscard]] const Value* find(std::string_view name) const {
    const Value* found = parameters.find(name);
    return found != nullptr && typed ? found->find("S") : found;
  }
};

std::optional<Request> request_of(const Resource& resource) {
  if (resource.type == kModuleArgumentsType) {
    const Value* parameters = resource.properties.find(kParameters);
    if (parameters == nullptr || !parameters->is(Value::Kind::map)) return std::nullopt;
    return Request{*parameters, false};
  }
  if (resource.type != kTableItemType) return std::nullopt;
  const Value* item = resource.properties.find("item");
  if (item == nullptr) return std::nullopt;
  Value content = *item;
  if (content.is(Value::Kind::string)) {
    const auto read = policy::read_json_text(content);
    const Value* parsed = std::get_if<Value>(&read);
    if (parsed == nullptr) return std::nullopt;
    content = *parsed;
  }
  const Value* typed = content.find(kParameters);
  const Value* parameters = typed == nullptr ? nullptr : typed->find("M");
  if (parameters == nullptr || !parameters->is(Value::Kind::map)) return std::nullopt;
  return Request{*parameters, true};
}

/// "Sandbox" names a unit directly under the root, "Sandbox (ou-abcd-12345678)" any unit by its id.
Value parent_of(const Value* unit, source::Span span) {
  const value::Origin origin({value::OriginKind::literal, span, {}});
  if (unit == nullptr)
    return Value::unknown({ReasonKind::invalid, "ManagedOrganizationalUnit, which is not given", span},
                          value::ValueType::string, origin);
  const std::optional<std::string> text = unit->as_text();
  if (!text) return *unit;
  const std::size_t id = text->rfind("(ou-");
  if (id != std::string::npos && text->ends_with(')'))
    return Value::string(text->substr(id + 1, text->size() - id - 2), unit->origin());
  const Reason otherwise{ReasonKind::external_target, "organizational unit " + *text, span};
  return Value::string({Hole{HoleKind::reference, std::string(kTopUnitNamed) + *text, otherwise, origin}},
                       origin);
}

/// The address of the module whose resource it is.
std::string module_address(const Resource& resource) {
  const std::size_t end = resource.address.rfind("." + std::string(kTableItemType) + ".");
  return end == std::string::npos ? resource.address : resource.address.substr(0, end);
}

Resource account_of(const Resource& resource, const Request& request) {
  Resource account = resource;
  account.kind = ResourceKind::account;
  account.type = kRequestType;
  account.address = module_address(resource);
  std::vector<Member> members;
  if (const Value* name = request.find("AccountName")) {
    members.push_back({"AccountName", name->origin().span(), *name});
    // The module is written once, and each of its calls asks for another account.
    const std::optional<std::string> text = name->as_text();
    const source::Span place = text ? name->text_span(0, text->size()) : source::Span{};
    if (!place.empty()) account.span = place;
  }
  if (const Value* email = request.find("AccountEmail"))
    members.push_back({"AccountEmail", email->origin().span(), *email});
  const Value* unit = request.find("ManagedOrganizationalUnit");
  const source::Span span = unit == nullptr ? resource.span : unit->origin().span();
  members.push_back({"ParentId", span, parent_of(unit, span)});
  account.properties = Value::map(std::move(members), resource.properties.origin());
  return account;
}

}  // namespace

void add_account_requests(EvaluatedUnit& unit) {
  std::vector<Resource> accounts;
  for (const Resource& resource : unit.resources)
    if (const std::optional<Request> request = request_of(resource))
      accounts.push_back(account_of(resource, *request));
  for (Resource& account : accounts) unit.resources.push_back(std::move(account));
}

}  // namespace rootproof::engine
