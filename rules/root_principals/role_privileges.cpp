#include "rules/root_principals/role_privileges.h"

#include <algorithm>
#include <array>
#include <span>
#include <string_view>

#include "parsers/value/value_set.h"
#include "rules/answers.h"
#include "rules/root_principals/whole_account.h"

namespace rootproof::rules {
namespace {

using policy::Truth;
using value::Value;

/// AWS managed policies that make administrators (AWS Managed Policy Reference).
constexpr std::array<std::string_view, 4> kAdministratorPolicies{
    ":policy/AdministratorAccess", ":policy/IAMFullAccess", ":policy/PowerUserAccess",
    ":policy/job-function/SystemAdministrator"};

/// Whoever may call one of these on everything can give himself the rest.
constexpr std::array<std::string_view, 13> kSelfAdministration{
    "iam:AddUserToGroup",      "iam:AttachGroupPolicy",       "iam:AttachRolePolicy",
    "iam:AttachUserPolicy",    "iam:CreateAccessKey",         "iam:CreateLoginProfile",
    "iam:CreatePolicyVersion", "iam:PutGroupPolicy",          "iam:PutRolePolicy",
    "iam:PutUserPolicy",       "iam:SetDefaultPolicyVersion", "iam:UpdateAssumeRolePolicy",
    "iam:UpdateLoginProfile"};

/// Properties by which roles and policies name each other.
constexpr std::array<const char*, 4> kRoleProperties{"role", "roles", "Roles", "RoleName"};
constexpr std::array<const char*, 2> kManagedPolicyProperties{"ManagedPolicyArns", "managed_policy_arns"};

std::string logical_address(const Resource& resource) {
  constexpr std::string_view kPrefix = "Resources.";
  return resource.address.starts_with(kPrefix) ? resource.address.substr(kPrefix.size()) : resource.address;
}

void combine(Privilege& into, const Privilege& more) {
  if (into.truth == Truth::yes || more.truth == Truth::no) return;
  if (more.truth == Truth::yes) {
    into = more;
    return;
  }
  into.truth = Truth::unknown;
  add_reasons(into.reasons, more.reasons);
}

Privilege unknown_privilege(std::vector<value::Reason> reasons) {
  return {Truth::unknown, {}, std::move(reasons)};
}

bool covers_everything(const policy::Statement& statement) {
  if (statement.not_resource || statement.resources_unknown) return true;
  return std::any_of(statement.resources.begin(), statement.resources.end(), [](const auto& resource) {
    const auto text = resource.text();
    return text && (*text == "*" || text->ends_with(":*") || text->ends_with("/*"));
  });
}

Privilege of_statement(const policy::Statement& statement, const std::string& address) {
  if (statement.effect == policy::Effect::deny || !covers_everything(statement)) return {};
  const bool administers = std::any_of(kSelfAdministration.begin(), kSelfAdministration.end(),
                                       [&](std::string_view action) { return may_grant(statement, action); });
  if (!administers) return {};
  std::vector<value::Reason> reasons = statement.unknowns;
  for (const policy::Pattern& action : statement.actions)
    if (!action.text()) add_reasons(reasons, action.value.reasons());
  if (!reasons.empty()) return unknown_privilege(std::move(reasons));
  return {Truth::yes, address, {}};
}

Privilege of_document(const engine::PolicyInstance& instance) {
  Privilege privilege;
  for (const policy::Statement& statement : instance.document.statements)
    combine(privilege, of_statement(statement, instance.resource->address));
  if (!instance.document.unknowns.empty()) combine(privilege, unknown_privilege(instance.document.unknowns));
  return privilege;
}

}  // namespace

/// The addresses of resources that a value refers to, and the texts by which it names others; what is not
/// known goes into `reasons`.
void RolePrivileges::collect_names(const Resource& from, const Value& value, std::vector<std::string>& names,
                                   std::vector<value::Reason>& reasons) const {
  if (value.is(Value::Kind::one_of)) {
    for (const value::Alternative& alternative : value.alternatives())
      collect_names(from, alternative.value, names, reasons);
    return;
  }
  if (const std::span<const Value> items = value::known_part(value);
      !items.empty() || value.is(Value::Kind::list)) {
    for (const Value& item : items) collect_names(from, item, names, reasons);
    if (!value.is(Value::Kind::list)) add_reasons(reasons, value.reasons());
    return;
  }
  if (const Resource* resource = named_.referenced(from, value))
    return names.push_back(logical_address(*resource));
  if (const auto text = value.as_string()) return names.push_back(*text);
  add_reasons(reasons, value.reasons());
}

RolePrivileges::RolePrivileges(const engine::Facts& facts) : named_(facts) {
  note_policies(facts);
  for (const Resource& resource : facts.resources) note_attachments(resource);
}

void RolePrivileges::note_policies(const engine::Facts& facts) {
  for (const engine::PolicyInstance& instance : facts.policies) {
    if (instance.document.kind != PolicyKind::identity) continue;
    const Resource& resource = *instance.resource;
    const Privilege privilege = of_document(instance);
    const Key key{resource.unit, logical_address(resource)};
    combine(resource.kind == ResourceKind::iam_role ? inline_[key] : policies_[key], privilege);
    if (resource.kind == ResourceKind::iam_role) continue;
    for (const char* property : kRoleProperties)
      attach(resource, resource.properties.find(property), privilege);
  }
}

void RolePrivileges::note_attachments(const Resource& resource) {
  if (resource.type != "aws_iam_role_policy_attachment" && resource.type != "aws_iam_policy_attachment")
    return;
  const Value* policy = resource.properties.find("policy_arn");
  if (policy == nullptr) return;
  const Privilege privilege = of_managed_policy(resource, *policy);
  for (const char* property : kRoleProperties)
    attach(resource, resource.properties.find(property), privilege);
}

void RolePrivileges::attach(const Resource& from, const Value* roles, const Privilege& privilege) {
  if (roles == nullptr || privilege.truth == Truth::no) return;
  std::vector<std::string> names;
  std::vector<value::Reason> reasons;
  collect_names(from, *roles, names, reasons);
  for (const std::string& name : names) combine(attached_[{from.unit, name}], privilege);
  if (!reasons.empty()) combine(to_unknown_roles_[from.unit], unknown_privilege(std::move(reasons)));
}

Privilege RolePrivileges::of_managed_policy(const Resource& from, const Value& policy) const {
  Privilege privilege;
  std::vector<std::string> names;
  std::vector<value::Reason> reasons;
  // "arn:${AWS::Partition}:iam::aws:policy/AdministratorAccess" is not whole, and known where it counts.
  const std::string display = policy.to_display();
  for (const std::string_view known : kAdministratorPolicies)
    if (const std::size_t at = display.find(known); at != std::string::npos) {
      const std::size_t end = at + known.size();
      if (end == display.size() || display[end] == '"')
        return {Truth::yes, std::string(known.substr(known.rfind('/') + 1)), {}};
    }
  if (display.find(":iam::aws:policy/") != std::string::npos && display.find("${") < display.find(":iam::"))
    return privilege;
  collect_names(from, policy, names, reasons);
  for (const std::string& name : names)
    if (const auto found = policies_.find({from.unit, name}); found != policies_.end())
      combine(privilege, found->second);
  if (!reasons.empty()) combine(privilege, unknown_privilege(std::move(reasons)));
  return privilege;
}

Privilege RolePrivileges::of(const Resource& role) const {
  Privilege privilege;
  const std::string address = logical_address(role);
  if (const auto found = inline_.find({role.unit, address}); found != inline_.end())
    combine(privilege, found->second);
  std::vector<std::string> names{address};
  std::vector<value::Reason> ignored;  // a role without a known name is found by its address
  if (const Value* name = role.property("name")) collect_names(role, *name, names, ignored);
  for (const std::string& name : names)
    if (const auto found = attached_.find({role.unit, name}); found != attached_.end())
      combine(privilege, found->second);
  if (const auto found = to_unknown_roles_.find(role.unit); found != to_unknown_roles_.end())
    combine(privilege, found->second);
  for (const char* property : kManagedPolicyProperties) {
    const Value* managed = role.properties.find(property);
    if (managed == nullptr) continue;
    if (managed->is(Value::Kind::list)) {
      for (const Value& each : managed->items()) combine(privilege, of_managed_policy(role, each));
    } else {
      combine(privilege, of_managed_policy(role, *managed));
    }
  }
  return privilege;
}

}  // namespace rootproof::rules
