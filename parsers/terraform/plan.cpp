#include "parsers/terraform/plan.h"

#include <algorithm>
#include <map>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "parsers/arn.h"
#include "parsers/regions.h"
#include "parsers/source/limits.h"
#include "parsers/terraform/embedded_resources.h"
#include "parsers/terraform/plan_configuration.h"
#include "parsers/terraform/plan_join.h"
#include "parsers/terraform/plan_values.h"
#include "parsers/terraform/policy_document_data.h"

namespace rootproof::terraform {
namespace {

using syntax::SyntaxNode;
using value::Hole;
using value::HoleKind;
using value::Origin;
using value::OriginKind;
using value::ReasonKind;
using value::Value;
using Kind = Value::Kind;

constexpr std::string_view kDocumentType = "aws_iam_policy_document";

bool is_organization_type(std::string_view type) { return type.starts_with("aws_organizations_"); }

std::vector<SyntaxNode> items_of(const std::optional<SyntaxNode>& list) {
  return list && list->is_sequence() ? list->items() : std::vector<SyntaxNode>();
}

/// `[0]` or `["name"]` behind the block's own name in an address.
std::string own_key(const std::string& address, const SyntaxNode& resource) {
  if (!resource.find("index")) return {};
  const std::string name = "." + text_of(resource, "name") + "[";
  const std::size_t at = address.rfind(name);
  return at == std::string::npos ? std::string() : address.substr(at + name.size() - 1);
}

PlanScope scope_of(const std::string& address, const SyntaxNode& resource) {
  PlanScope scope;
  if (auto steps = module_steps(text_of(resource, "module_address"))) scope.module = std::move(*steps);
  scope.key = own_key(address, resource);
  return scope;
}

/// The account in an ARN; empty when none is written there.
std::string account_in(std::string_view arn) {
  const std::string_view id = arn.starts_with("arn:") ? arn_component(arn, 4) : std::string_view();
  return is_account_id(id) ? std::string(id) : std::string();
}

/// One entry of resource_changes that yields a resource or data source.
struct PlannedResource {
  SyntaxNode change;
  SyntaxNode after;
  std::string address;
  std::string type;
  std::optional<SyntaxNode> block;  ///< in the configuration
  PlanScope scope;
};

/// The resources that data sources of a state stand among, child modules included.
void collect_state(const std::optional<SyntaxNode>& module, unsigned depth, std::vector<SyntaxNode>& out) {
  if (!module || depth > limits::kModuleDepth) return;
  for (const SyntaxNode& resource : items_of(module->find("resources"))) {
    if (resource.is_mapping()) out.push_back(resource);
  }
  for (const SyntaxNode& child : items_of(module->find("child_modules")))
    collect_state(child, depth + 1, out);
}

std::vector<SyntaxNode> prior_resources(const SyntaxNode& plan) {
  std::vector<SyntaxNode> resources;
  collect_state(member_at(plan, {"prior_state", "values", "root_module"}), 0, resources);
  return resources;
}

/// What the plan says of accounts: the identity a provider configuration signs in with, else the account in
/// the ARNs of what it manages when they agree.
std::map<std::string, std::string> account_ids(const SyntaxNode& plan,
                                               const PlanConfiguration& configuration) {
  std::map<std::string, std::string> by_identity;
  std::map<std::string, std::string> by_arn;
  for (const SyntaxNode& resource : prior_resources(plan)) {
    const auto block = configuration.resource(without_keys(text_of(resource, "address")));
    const auto values = resource.find("values");
    const std::string type = text_of(resource, "type");
    if (!block || !values || !type.starts_with("aws_")) continue;
    const std::string symbol = configuration.account(text_of(*block, "provider_config_key"));
    if (type == "aws_caller_identity") {
      const std::string id = text_of(*values, "account_id");
      if (id.size() == 12) by_identity.emplace(symbol, id);
    } else if (text_of(resource, "mode") == "managed") {
      const std::string id = account_in(text_of(*values, "arn"));
      if (id.empty()) continue;
      const auto [known, added] = by_arn.emplace(symbol, id);
      if (!added && known->second != id) known->second = "several";
    }
  }
  std::erase_if(by_arn, [](const auto& entry) { return entry.second == "several"; });
  by_identity.merge(by_arn);
  return by_identity;
}

class PlanReader {
 public:
  explicit PlanReader(const SyntaxNode& plan)
      : plan_(plan), configuration_(plan), accounts_(account_ids(plan, configuration_)) {
    unit_.name = plan.file().path();
    index_changes();
    index_known_documents();
  }

  EvaluatedUnit read() {
    report_state();
    for (const PlannedResource& resource : managed_) {
      if (unit_.resources.size() >= limits::kUnitInstances) {
        unit_.problems.push_back(
            {source::ProblemKind::limit, resource.change.span(),
             "the limit kUnitInstances is reached: resources from here on were not analysed"});
        break;
      }
      emit(resource);
    }
    emit_providers();
    emit_outputs();
    return std::move(unit_);
  }

 private:
  void index_changes() {
    for (const SyntaxNode& change : items_of(plan_.find("resource_changes"))) {
      const auto after = member_at(change, {"change", "after"});
      std::string address = text_of(change, "address");
      // What is deleted, forgotten or only a remainder of a replacement is gone.
      if (!after || !after->is_mapping() || change.find("deposed")) continue;
      if (!addresses_.insert(address).second) {
        unit_.problems.push_back({source::ProblemKind::semantic, change.span(),
                                  address + " stands twice in the plan; the first one is analysed"});
        continue;
      }
      PlannedResource resource{
          change, *after, address, text_of(change, "type"), {}, scope_of(address, change)};
      resource.block = configuration_.resource(without_keys(address));
      if (text_of(change, "mode") != "data") {
        index_id(resource);
        managed_.push_back(std::move(resource));
      } else if (resource.type == kDocumentType) {
        deferred_.emplace(address, std::move(resource));
      }
    }
  }

  /// Ids that the plan knows stand for the objects that have them.
  void index_id(const PlannedResource& resource) {
    if (!is_organization_type(resource.type)) return;
    if (const std::string id = text_of(resource.after, "id"); !id.empty())
      ids_.emplace(id, resource.address + ".id");
  }

  void index_known_documents() {
    for (const SyntaxNode& resource : prior_resources(plan_)) {
      const auto json = member_at(resource, {"values", "json"});
      const bool sensitive = is_true(resource.find("sensitive_values")) ||
                             is_true(member_at(resource, {"sensitive_values", "json"}));
      if (text_of(resource, "type") == kDocumentType && json && json->is_scalar() && !sensitive)
        known_documents_.emplace(text_of(resource, "address"), *json);
    }
  }

  void report_state() {
    const auto report = [&](source::ProblemKind kind, std::string_view member, const char* message) {
      const auto place = plan_.find(member);
      unit_.problems.push_back({kind, place ? place->span() : plan_.span(), message});
    };
    if (is_true(plan_.find("errored")))
      report(source::ProblemKind::semantic, "errored",
             "Terraform could not finish this plan; what it lacks was not analysed");
    const auto complete = plan_.find("complete");
    if (complete && !is_true(complete))
      report(source::ProblemKind::limit, "complete",
             "the plan is not complete (-target, or deferred changes); what it lacks was not analysed");
  }

  // ---- values

  /// A reference to an object of the organization, by the identity that organization/reference.h connects by.
  static Value reference_hole(std::string symbol, source::Span span) {
    Origin origin({OriginKind::reference, span, symbol});
    const value::Reason reason{ReasonKind::resource_attribute, symbol, span};
    return Value::string({Hole{HoleKind::reference, std::move(symbol), reason, origin}}, origin);
  }

  [[nodiscard]] bool is_known_object(const std::string& address) const {
    return addresses_.contains(address) || address.find("data.aws_organizations_") != std::string::npos;
  }

  /// `one_id`: the argument takes ids of policies, and a policy has only one attribute that is one. Where the
  /// plan does not tell which attribute is meant, nothing else may be guessed: x[each.key].parent_id is
  /// listed as x[each.key].id is.
  std::optional<Value> organization_hole(const PlanReference& reference, source::Span span,
                                         bool one_id) const {
    if (!is_known_object(reference.address) || (reference.path.empty() && !one_id)) return std::nullopt;
    return reference_hole(reference.address + "." + (reference.path.empty() ? "id" : reference.path), span);
  }

  /// What an unknown value may be, by the one thing its expression refers to. A policy is only named as what
  /// the value may be: the text of the expression is not in the plan, and may change it. An id that is not
  /// known yet can be nothing but itself where an id is wanted.
  std::optional<Value> fill(const PlannedResource& resource, const SyntaxNode& expression) {
    const std::optional<PlanReference> reference = configuration_.reference(expression, resource.scope);
    if (!reference) return std::nullopt;
    const bool json = reference->path == "json" || reference->path == "minified_json";
    if (json || reference->path.empty()) {
      if (std::optional<Value> document = document_of(reference->address))
        return document_or_else(*document, *reference, expression.span());
    }
    if (!is_organization_type(resource.type)) return std::nullopt;
    const bool one_id = resource.type == "aws_organizations_policy_attachment" &&
                        reference->address.find("aws_organizations_policy.") != std::string::npos;
    return organization_hole(*reference, expression.span(), one_id);
  }

  static Value document_or_else(const Value& document, const PlanReference& reference, source::Span span) {
    Value other = Value::unknown(
        {ReasonKind::resource_attribute, "what the configuration makes of " + reference.address, span},
        value::ValueType::any, Origin({OriginKind::literal, span, {}}));
    return Value::one_of({{{}, document}, {{}, std::move(other)}}, document.origin());
  }

  HoleFiller filler(const PlannedResource& resource) {
    return [this, &resource](const SyntaxNode& expression) { return fill(resource, expression); };
  }

  /// The policy of a data.aws_iam_policy_document, known or deferred.
  std::optional<Value> document_of(const std::string& address) {
    const auto step = [&](source::Span span) {
      return value::OriginStep{OriginKind::data_source, span, address};
    };
    if (const auto known = known_documents_.find(address); known != known_documents_.end()) {
      const HoleFiller nothing;
      return planned_value({known->second, {}, {}, {}}, address + ".json", known->second.span(), nothing)
          .with_step(step(known->second.span()));
    }
    if (const auto built = built_documents_.find(address); built != built_documents_.end())
      return built->second;
    const auto deferred = deferred_.find(address);
    if (deferred == deferred_.end()) return std::nullopt;
    const source::Span span = deferred->second.after.span();
    if (!building_.insert(address).second || building_.size() > limits::kModuleDepth) {
      building_.erase(address);
      return Value::unknown({ReasonKind::cycle, address, span});
    }
    Value document = policy_document_json(properties(deferred->second), address).with_step(step(span));
    building_.erase(address);
    return built_documents_.emplace(address, std::move(document)).first->second;
  }

  /// The arguments of a resource. What no argument sets, and AWS computes, is left out, but for plain
  /// defaults of the provider and for blocks: those that dynamic blocks make have no expression.
  Value properties(const PlannedResource& resource) {
    const auto change = resource.change.find("change");
    const PlannedPart whole{resource.after, change->find("after_unknown"), change->find("after_sensitive"),
                            resource.block ? resource.block->find("expressions") : std::nullopt};
    Value all = planned_value(whole, resource.address, place_of(resource), filler(resource));
    if (!all.is(Kind::map)) return all;  // sensitive as a whole
    const Fields configured = fields_of(whole.expression);
    std::vector<value::Member> members;
    for (const value::Member& member : all.members()) {
      if (resource.block && !configured.contains(member.key) && !is_told_without_expression(resource, member))
        continue;
      members.push_back({member.key, member.key_span, with_identity(resource, member)});
    }
    return Value::map(std::move(members), all.origin());
  }

  static bool is_told_without_expression(const PlannedResource& resource, const value::Member& member) {
    if (resource.type == kDocumentType) return true;
    if (const std::optional<std::string> text = member.value.as_text()) return !text->starts_with('{');
    if (member.value.is(Kind::list))
      return !member.value.items().empty() && member.value.items().front().is(Kind::map);
    // Blocks that are not known may hold policies.
    const std::vector<PolicySlot> slots = policy_slots(resource.type);
    return std::any_of(slots.begin(), slots.end(), [&](const PolicySlot& slot) {
      return slot.path.starts_with(member.key) && slot.path.substr(member.key.size()).starts_with("[]");
    });
  }

  /// Known ids of objects of the plan become references to them.
  Value with_identity(const PlannedResource& resource, const value::Member& member) const {
    const bool names_object =
        member.key == "policy_id" || member.key == "target_id" || member.key == "parent_id";
    if (!names_object || !is_organization_type(resource.type)) return member.value;
    const std::optional<std::string> id = member.value.as_string();
    const auto found = id ? ids_.find(*id) : ids_.end();
    return found == ids_.end() ? member.value : reference_hole(found->second, member.value.origin().span());
  }

  static source::Span place_of(const PlannedResource& resource) {
    const auto address = resource.change.find("address");
    return address ? address->span() : resource.change.span();
  }

  [[nodiscard]] std::string account_of(const PlannedResource& resource) const {
    return account(resource.block ? text_of(*resource.block, "provider_config_key") : "aws");
  }

  [[nodiscard]] std::string account(const std::string& provider_key) const {
    const std::string symbol = configuration_.account(provider_key);
    const auto id = accounts_.find(symbol);
    return id == accounts_.end() ? symbol : id->second;
  }

  /// The Region that a provider configuration names as it stands; empty where it names none so.
  [[nodiscard]] std::string region_of(const std::string& provider_key) const {
    const auto region = member_at(
        plan_, {"configuration", "provider_config", provider_key, "expressions", "region", "constant_value"});
    return region && region->is_scalar() ? std::string(region->text()) : std::string();
  }

  // ---- output

  Resource bare(ResourceKind kind, std::string type, std::string address, source::Span span,
                source::Span body) const {
    Resource resource;
    resource.kind = kind;
    resource.language = Language::terraform;
    resource.type = std::move(type);
    resource.address = std::move(address);
    resource.unit = unit_.name;
    resource.account = account("aws");
    resource.span = span;
    resource.body_span = body;
    return resource;
  }

  void emit(const PlannedResource& planned) {
    Resource resource = bare(resource_kind(planned.type), planned.type, planned.address, place_of(planned),
                             planned.change.span());
    resource.account = account_of(planned);
    const std::string key = planned.block ? text_of(*planned.block, "provider_config_key") : "aws";
    const std::string region = region_of(key);
    resource.partition = region.empty() ? std::string() : std::string(partition_of_region(region));
    resource.region = region.empty() ? "region of " + key : region;
    resource.properties = properties(planned);
    // Provider 6 plans it for each resource.
    const Value* own = resource.properties.find("region");
    if (const std::optional<std::string> text = own == nullptr ? std::nullopt : own->as_string())
      resource.region = *text;
    unwrap_cloud_control(resource);
    if (std::optional<value::Reason> unseen = unseen_resources(resource))
      unit_.unknowns.push_back(std::move(*unseen));
    unit_.resources.push_back(std::move(resource));
  }

  /// Literal arguments of provider configurations: credentials have no business there.
  void emit_providers() {
    for (const auto& [key, provider] : fields_of(member_at(plan_, {"configuration", "provider_config"}))) {
      std::vector<value::Member> members;
      for (const auto& [name, expression] : fields_of(provider.find("expressions"))) {
        const HoleFiller nothing;
        const auto constant = expression.is_mapping() ? expression.find("constant_value") : std::nullopt;
        if (constant)
          members.push_back(
              {std::string(name), expression.span(),
               planned_value({*constant, {}, {}, {}}, std::string(name), constant->span(), nothing)});
      }
      Resource resource = bare(ResourceKind::provider, "provider." + text_of(provider, "name"),
                               "provider." + std::string(key), provider.span(), provider.span());
      resource.properties =
          Value::map(std::move(members), Origin({OriginKind::literal, provider.span(), {}}));
      unit_.resources.push_back(std::move(resource));
    }
  }

  /// Outputs may hand a policy on to where it is attached.
  void emit_outputs() {
    for (const auto& [name, output] :
         fields_of(member_at(plan_, {"configuration", "root_module", "outputs"}))) {
      std::vector<Value> named;
      if (const auto expression = output.find("expression")) {
        for (const auto& reference : configuration_.references(*expression, {})) {
          std::optional<Value> hole =
              reference ? organization_hole(*reference, output.span(), true) : std::nullopt;
          if (hole) named.push_back(std::move(*hole));
        }
      }
      Resource resource =
          bare(ResourceKind::other, "output", "output." + std::string(name), output.span(), output.span());
      resource.properties = Value::map({{"value", output.span(), Value::list(std::move(named))}});
      unit_.resources.push_back(std::move(resource));
    }
  }

  SyntaxNode plan_;
  PlanConfiguration configuration_;
  std::map<std::string, std::string> accounts_;
  EvaluatedUnit unit_;
  std::vector<PlannedResource> managed_;
  std::set<std::string> addresses_;
  std::map<std::string, std::string> ids_;
  std::map<std::string, PlannedResource> deferred_;
  std::map<std::string, SyntaxNode> known_documents_;
  std::map<std::string, Value> built_documents_;
  std::set<std::string> building_;
};

bool is_sensitive_variable(const SyntaxNode& plan, std::string_view name) {
  return is_true(member_at(plan, {"configuration", "root_module", "variables", name, "sensitive"}));
}

bool has_managed_resources(const std::optional<SyntaxNode>& module, unsigned depth) {
  if (!module || depth > limits::kModuleDepth) return false;
  for (const SyntaxNode& resource : items_of(module->find("resources")))
    if (text_of(resource, "mode") == "managed") return true;
  for (const SyntaxNode& child : items_of(module->find("child_modules")))
    if (has_managed_resources(child, depth + 1)) return true;
  return false;
}

/// What Terraform never writes so; empty for a plan as it writes them (internal/command/jsonplan).
std::string wrong_shape(const SyntaxNode& plan) {
  const auto planned = plan.find("planned_values");
  if (planned && !planned->is_mapping()) return "planned_values is no object";
  const auto changes = plan.find("resource_changes");
  if (changes && !changes->is_sequence()) return "resource_changes is no list";
  for (const SyntaxNode& change : items_of(changes)) {
    const auto what = change.is_mapping() ? change.find("change") : std::nullopt;
    if (!what || !what->is_mapping() || text_of(change, "address").empty() || text_of(change, "type").empty())
      return "an entry of resource_changes has no address, type or change";
  }
  // Without changes there is an entry for every resource all the same.
  if (items_of(changes).empty() &&
      has_managed_resources(member_at(plan, {"planned_values", "root_module"}), 0))
    return "it has resources and no resource_changes";
  return {};
}

}  // namespace

bool is_plan(const SyntaxNode& document) {
  return document.is_mapping() && document.find("format_version") &&
         (document.find("planned_values") || document.find("resource_changes"));
}

std::string why_not_a_plan(const SyntaxNode& document) {
  constexpr const char* kHow = "; make one with terraform show -json PLANFILE";
  if (!is_plan(document)) {
    const bool state =
        document.is_mapping() && ((document.find("format_version") && document.find("values")) ||
                                  (document.find("serial") && document.find("lineage")));
    return (state ? "this is a state, not a plan" : "this is no Terraform plan in JSON") + std::string(kHow);
  }
  const std::string version = text_of(document, "format_version");
  if (version.substr(0, version.find('.')) == "1") {
    const std::string wrong = wrong_shape(document);
    return wrong.empty() ? wrong : "this is no plan as Terraform writes them: " + wrong + kHow;
  }
  return "plans of format_version " + (version.empty() ? "unknown" : version) +
         " are not read, only those of 1 (Terraform 1.1 and later)";
}

std::set<std::string> planned_blocks(const SyntaxNode& document) {
  std::set<std::string> blocks;
  const auto root = member_at(document, {"configuration", "root_module"});
  if (!root) return blocks;
  for (const SyntaxNode& resource : items_of(root->find("resources")))
    blocks.insert(text_of(resource, "address"));
  for (const auto& [name, call] : fields_of(root->find("module_calls")))
    blocks.insert("module." + std::string(name));
  return blocks;
}

EvaluatedUnit evaluate_plan(const SyntaxNode& document) { return PlanReader(document).read(); }

PlanKnowledge plan_knowledge(const SyntaxNode& document) {
  PlanKnowledge knowledge;
  const HoleFiller nothing;
  for (const auto& [name, variable] : fields_of(document.find("variables"))) {
    const auto given = variable.find("value");
    if (!given || is_sensitive_variable(document, name)) continue;
    const std::string key = "var." + std::string(name);
    const Value value = planned_value({*given, {}, {}, {}}, key, given->span(), nothing);
    knowledge.variables.emplace(name,
                                moved_to(value, {}).with_step({OriginKind::command_line, {}, "the plan"}));
  }
  for (const SyntaxNode& resource : prior_resources(document)) {
    const auto values = resource.find("values");
    const std::string address = text_of(resource, "address");
    if (text_of(resource, "mode") != "data" || text_of(resource, "type") == kDocumentType || !values)
      continue;
    const Value known =
        planned_value({*values, {}, resource.find("sensitive_values"), {}}, address, values->span(), nothing);
    knowledge.data.emplace(address, moved_to(known, {}));
  }
  knowledge.accounts = account_ids(document, PlanConfiguration(document));
  return knowledge;
}

EvaluatedUnit join_plan(EvaluatedUnit configured, const SyntaxNode& document) {
  std::set<std::string> deleted;
  for (const SyntaxNode& change : items_of(document.find("resource_changes"))) {
    const auto after = member_at(change, {"change", "after"});
    const bool gone = !change.find("deposed") && (!after || !after->is_mapping());
    if (gone) deleted.insert(text_of(change, "address"));
  }
  return join_units(std::move(configured), evaluate_plan(document), deleted);
}

}  // namespace rootproof::terraform
