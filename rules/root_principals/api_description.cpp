#include "rules/root_principals/api_description.h"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <variant>

#include "parsers/policy/json_text.h"
#include "parsers/value/value_set.h"
#include "rules/root_credentials/texts.h"

namespace rootproof::rules {
namespace {

using value::Value;

/// Of a path item; preflight requests (OPTIONS) get nothing.
constexpr std::array<std::string_view, 7> kVerbs = {
    "get", "put", "post", "delete", "head", "patch", "x-amazon-apigateway-any-method"};

const Value* member(const Value* of, std::string_view name) {
  return of == nullptr || !of->is(Value::Kind::map) ? nullptr : of->find(name);
}

std::string text_of(const Value* of, std::string_view name) {
  const Value* found = member(of, name);
  return found == nullptr ? std::string() : lower_case(found->as_text().value_or(""));
}

class Description {
 public:
  Description(const Value& whole, ApiDemand otherwise) : whole_(whole), otherwise_(otherwise) {
    // Whether API Gateway looks at `security` of the whole description is not read anywhere.
    if (otherwise == ApiDemand::nothing && value::is_given(whole.find("security")))
      otherwise_ = ApiDemand::unknown;
    const Value* of_version_3 = member(member(&whole, "components"), "securitySchemes");
    schemes_ = of_version_3 != nullptr ? of_version_3 : member(&whole, "securityDefinitions");
  }

  [[nodiscard]] std::optional<ApiDemand> demand() const {
    const Value* paths = whole_.find("paths");
    if (!value::is_given(paths)) return std::nullopt;
    if (!paths->is(Value::Kind::map)) return ApiDemand::unknown;
    std::optional<ApiDemand> least;
    const auto note = [&](ApiDemand demand) { least = least ? std::min(*least, demand) : demand; };
    for (const value::Member& path : paths->members()) {
      if (!path.value.is(Value::Kind::map) || path.value.find("$ref") != nullptr) {
        note(ApiDemand::unknown);
        continue;
      }
      for (const value::Member& each : path.value.members())
        if (std::find(kVerbs.begin(), kVerbs.end(), lower_case(each.key)) != kVerbs.end())
          note(of_operation(each.value));
    }
    return least;
  }

 private:
  [[nodiscard]] ApiDemand of_operation(const Value& operation) const {
    if (!operation.is(Value::Kind::map)) return ApiDemand::unknown;
    if (operation.find("x-amazon-apigateway-auth") != nullptr) {
      const std::string type = text_of(operation.find("x-amazon-apigateway-auth"), "type");
      return type == "aws_iam" ? ApiDemand::signature
             : type == "none"  ? ApiDemand::nothing
                               : ApiDemand::unknown;
    }
    const Value* security = operation.find("security");
    if (!value::is_given(security)) return otherwise_;
    if (!security->is(Value::Kind::list)) return ApiDemand::unknown;
    if (security->items().empty()) return ApiDemand::nothing;
    ApiDemand least = ApiDemand::authorizer;
    for (const Value& alternative : security->items()) least = std::min(least, of_alternative(alternative));
    return least;
  }

  /// All schemes of an alternative must be met.
  [[nodiscard]] ApiDemand of_alternative(const Value& alternative) const {
    if (!alternative.is(Value::Kind::map)) return ApiDemand::unknown;
    ApiDemand most = ApiDemand::nothing;
    for (const value::Member& scheme : alternative.members())
      most = std::max(most, of_scheme(member(schemes_, scheme.key)));
    return most;
  }

  [[nodiscard]] static ApiDemand of_scheme(const Value* scheme) {
    const std::string type = text_of(scheme, "x-amazon-apigateway-authtype");
    const bool authorizer = value::is_given(member(scheme, "x-amazon-apigateway-authorizer"));
    if (type == "awssigv4") return ApiDemand::signature;
    if (!type.empty() && authorizer) return ApiDemand::authorizer;
    const bool key = !authorizer && member(scheme, "x-amazon-apigateway-authtype") == nullptr &&
                     text_of(scheme, "type") == "apikey" && text_of(scheme, "name") == "x-api-key" &&
                     text_of(scheme, "in") == "header";
    return key ? ApiDemand::authorizer : ApiDemand::unknown;
  }

  const Value& whole_;
  ApiDemand otherwise_;
  const Value* schemes_ = nullptr;
};

}  // namespace

std::optional<ApiDemand> demand_of_description(const Value& description, ApiDemand otherwise) {
  if (description.is(Value::Kind::map)) return Description(description, otherwise).demand();
  if (!description.is(Value::Kind::string)) return ApiDemand::unknown;
  const auto json = policy::read_json_text(description);
  const Value* read = std::get_if<Value>(&json);
  if (read == nullptr || !read->is(Value::Kind::map)) return ApiDemand::unknown;
  return Description(*read, otherwise).demand();
}

}  // namespace rootproof::rules
