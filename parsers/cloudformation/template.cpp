#include "parsers/cloudformation/template.h"

#include <algorithm>
#include <cctype>
#include <functional>
#include <iterator>
#include <utility>

#include "parsers/cloudformation/choices.h"
#include "parsers/cloudformation/evaluator.h"
#include "parsers/cloudformation/nested_stacks.h"
#include "parsers/cloudformation/sections.h"
#include "parsers/cloudformation/serverless.h"
#include "parsers/cloudformation/serverless_values.h"
#include "parsers/value/under.h"

namespace rootproof::cloudformation {

using source::ProblemKind;
using syntax::SyntaxNode;
using value::Alternative;
using value::Guard;
using value::GuardTerm;
using value::Origin;
using value::OriginKind;
using value::ReasonKind;
using value::Value;

namespace {

/// `AWS::S3::Bucket`, `Custom::Thing`, `Org::Service::Name::MODULE`.
bool is_type_name(std::string_view text) {
  const auto alphanumeric = [](char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0; };
  const auto prefix =
      static_cast<std::size_t>(std::find_if_not(text.begin(), text.end(), alphanumeric) - text.begin());
  return prefix > 0 && text.substr(prefix, 2) == "::";
}

bool is_resource_member(const SyntaxNode::Member& member) {
  if (is_generator_key(member.key.text())) return true;
  const std::optional<SyntaxNode> type = member.value.find("Type");
  // What org-formation makes of its own types is no stack (cloudformation.md §1.11).
  return type && type->is_scalar() && is_type_name(type->text()) && !type->text().starts_with("OC::ORG::");
}

}  // namespace

bool is_org_formation_template(const SyntaxNode& document) {
  const std::optional<SyntaxNode> version = document.find("AWSTemplateFormatVersion");
  return version && version->is_scalar() && version->text() == "2010-09-09-OC";
}

bool is_template(const SyntaxNode& document) {
  if (!document.is_mapping()) return false;
  for (std::size_t i = 0; i < document.size(); ++i) {
    const SyntaxNode::Member section = document.member(i);
    if (section.key.text() != "Resources" || !section.value.is_mapping()) continue;
    for (std::size_t j = 0; j < section.value.size(); ++j) {
      if (is_resource_member(section.value.member(j))) return true;
    }
  }
  return false;
}

namespace {

/// Where CDK says that a resource comes from: `aws:cdk:path` of its metadata.
std::string construct_of(const SyntaxNode& resource) {
  const std::optional<SyntaxNode> metadata = resource.find("Metadata");
  const std::optional<SyntaxNode> path = metadata ? metadata->find("aws:cdk:path") : std::nullopt;
  return path && path->is_scalar() ? std::string(path->text()) : std::string();
}

/// Each part looks up the names of the whole template once more, which must be little beside its resources.
constexpr std::size_t kResourcesPerPart = 60;
constexpr std::size_t kParts = 8;

constexpr std::string_view kServerlessApi = "AWS::Serverless::Api";
constexpr std::string_view kInitTypes[] = {"AWS::CloudFormation::Authentication",
                                           "AWS::CloudFormation::Init"};

/// Turns the sections of one template into resources.
class TemplateReader {
 public:
  /// `region` is that of the stack; empty when it is not known.
  TemplateReader(Evaluator& evaluator, EvaluatedUnit& unit, std::string region,
                 std::map<std::string, std::string> constructs = {})
      : evaluator_(evaluator),
        sections_(evaluator.sections()),
        unit_(unit),
        region_(std::move(region)),
        constructs_(std::move(constructs)),
        rewriter_(rewriter_of(sections_)) {}

  void read() { read_part(0, 1); }

  /// One of several parts: everything but resources belongs to the first.
  void read_part(std::size_t part, std::size_t parts) {
    if (part == 0) {
      read_transforms();
      for (const Definition& definition : sections_.parameters.in_order) add_parameter(definition);
      add_implicit_api();
      for (source::Problem& problem : evaluator_.refused_parameters())
        unit_.problems.push_back(std::move(problem));
    }
    const std::vector<Definition>& resources = sections_.resources.in_order;
    const std::size_t end = resources.size() * (part + 1) / parts;
    for (std::size_t i = resources.size() * part / parts; i < end; ++i) add_resource(resources[i]);
  }

 private:
  /// What a limit leaves out, no other input would settle: the scan is not complete.
  void add_unknown(ReasonKind kind, std::string detail, source::Span span, std::string message) {
    const bool limit = kind == ReasonKind::limit;
    if (limit) message += ": more than the limit " + detail + " allows";
    unit_.unknowns.push_back({kind, std::move(detail), span});
    unit_.problems.push_back({limit ? ProblemKind::limit : ProblemKind::notice, span, std::move(message)});
  }

  void read_transforms() {
    for (const SyntaxNode& transform : sections_.transforms) {
      const std::string name(transform_name(transform));
      if (name == "AWS::LanguageExtensions") continue;     // its functions are evaluated one by one
      if (name == "AWS::Serverless-2016-10-31") continue;  // ServerlessExpansion does what it does
      add_unknown(ReasonKind::macro, name.empty() ? "a transform" : "transform " + name, transform.span(),
                  "transform " + name + " may rewrite this template; it is analysed as written");
    }
    for (const Section* section : {&sections_.parameters, &sections_.conditions, &sections_.resources}) {
      for (const Definition& generator : section->generators) add_generator(generator);
    }
  }

  void add_generator(const Definition& generator) {
    value::Reason reason{ReasonKind::macro, generator.name, generator.key.span()};
    std::string message = "what " + generator.name + " generates is not analysed";
    for (const Evaluator::OpenLoop& loop : evaluator_.open_loops()) {
      if (loop.definition.value.id() != generator.value.id()) continue;
      reason = loop.reason;
      if (loop.has_element)
        message =
            "the list of " + generator.name + " is not known; what it generates is analysed for any element";
    }
    add_unknown(reason.kind, reason.detail, generator.key.span(), message);
  }

  Resource make(const Definition& definition, std::string_view section) const {
    Resource resource;
    resource.language = Language::cloudformation;
    resource.address = std::string(section) + "." + evaluator_.prefix() + definition.name;
    resource.unit = unit_.name;
    resource.account = evaluator_.account();
    resource.partition = evaluator_.partition();
    resource.region = region_;
    resource.rewritten_by = rewriter_ ? rewriter_ : rewriter_inside(definition.value);
    resource.span = definition.key.span();
    resource.body_span = {resource.span.file, resource.span.begin,
                          std::max(resource.span.end, definition.value.span().end)};
    return resource;
  }

  void add_parameter(const Definition& definition) {
    if (!definition.value.is_mapping()) return;
    Resource resource = make(definition, "Parameters");
    resource.kind = ResourceKind::template_parameter;
    resource.type = "Parameter";
    resource.properties = push_choice_into_members(evaluator_.definition(definition.value));
    unit_.resources.push_back(std::move(resource));
  }

  void add_resource(const Definition& definition) {
    const Evaluator::ScopeChange inside(evaluator_, definition.scope);
    const SyntaxNode& node = definition.value;
    const std::string& id = definition.name;
    const std::optional<SyntaxNode> type = node.find("Type");
    if (!type || !type->is_scalar()) {
      unit_.problems.push_back({ProblemKind::semantic, definition.key.span(),
                                "resource " + id + " has no Type; it is not analysed"});
      return;
    }
    Resource resource = make(definition, "Resources");
    resource.construct = construct_of(node);
    if (const auto known = constructs_.find(id); resource.construct.empty() && known != constructs_.end())
      resource.construct = known->second;
    resource.type = evaluator_.loop_text(type->text());
    resource.kind = resource_kind(resource.type);
    if (!read_condition(node, resource)) return;
    guard_repeated(definition, resource);
    guard_element(definition, resource);
    ServerlessExpansion serverless(evaluator_, unit_);
    const Value written = push_choice_into_members(evaluator_.under(properties(node), resource.guard));
    resource.properties = serverless.with_globals(resource.type, written);
    if (resource.type.size() > 8 && resource.type.rfind("::MODULE") == resource.type.size() - 8) {
      add_unknown(ReasonKind::opaque_module, "module " + resource.type, type->span(),
                  "the resources of module " + resource.type + " are not analysed");
    }
    if (is_stack_type(resource.type)) read_nested(definition, resource);
    if (is_stack_set_type(resource.type) && read_nested(definition, resource))
      resource.properties = without(resource.properties, "TemplateBody");
    unit_.resources.push_back(std::move(resource));
    if (unit_.resources.back().type == kServerlessApi)
      serverless.add_api_policy(unit_.resources.back(), api_events());
    if (is_serverless_type(unit_.resources.back().type)) serverless.expand(unit_.resources.size() - 1);
    if (const std::optional<SyntaxNode> connectors = node.find("Connectors"))
      add_connectors(definition, *connectors);
    for (const std::string_view metadata : kInitTypes) add_metadata(definition, node, metadata);
  }

  const ServerlessExpansion::ApiEvents& api_events() {
    if (!api_events_) api_events_ = ServerlessExpansion(evaluator_, unit_).api_events();
    return *api_events_;
  }

  /// SAM: the API of the events that name none, which exists when any of their functions does. Only its
  /// resource policy and its authorizers are of interest.
  void add_implicit_api() {
    const bool is_serverless = std::any_of(sections_.transforms.begin(), sections_.transforms.end(),
                                           [](const SyntaxNode& transform) {
                                             return transform_name(transform) == "AWS::Serverless-2016-10-31";
                                           });
    if (!is_serverless || sections_.resources.find(kImplicitRestApi) != nullptr) return;
    const auto events = api_events().find(kImplicitRestApi);
    if (events == api_events().end()) return;
    std::vector<Resource> sources;
    for (const ServerlessExpansion::ApiEvent& event : events->second) {
      Resource source = make(*event.source, "Resources");
      if (!read_condition(event.source->value, source)) continue;
      guard_element(*event.source, source);
      sources.push_back(std::move(source));
    }
    if (sources.empty()) return;
    Resource api = sources.front();
    for (const Resource& other : sources) {
      api.may_be_absent = api.may_be_absent && other.may_be_absent;
      if (!other.guard.implies(api.guard) || !api.guard.implies(other.guard)) api.guard = {};
    }
    if (!api.may_be_absent) api.guard = {};
    api.address = "Resources." + evaluator_.prefix() + std::string(kImplicitRestApi);
    api.type = kServerlessApi;
    api.kind = resource_kind(api.type);
    const Origin origin({OriginKind::literal, api.span, {}});
    ServerlessExpansion serverless(evaluator_, unit_);
    api.properties = serverless.with_globals(
        api.type, Value::map({{"StageName", api.span, Value::string("Prod", origin)}}, origin));
    serverless.add_api_policy(api, api_events());
    if (api.properties.find("Policy") != nullptr) unit_.resources.push_back(api);
    serverless.permit_authorizers(api);
  }

  /// What cfn-init does, and the credentials with which it fetches files (CloudFormation template reference,
  /// "AWS::CloudFormation::Init", "AWS::CloudFormation::Authentication"): of all metadata of a resource, what
  /// CloudFormation itself reads.
  void add_metadata(const Definition& of, const SyntaxNode& node, std::string_view type) {
    const std::optional<SyntaxNode> metadata = node.find("Metadata");
    if (!metadata || !metadata->is_mapping()) return;
    const std::optional<SyntaxNode> given = metadata->find(type);
    if (!given) return;
    Resource resource = make(of, "Resources");
    if (!read_condition(node, resource)) return;
    guard_element(of, resource);
    resource.type = type;
    resource.address += ".Metadata." + resource.type;
    resource.span = given->span();
    resource.properties =
        push_choice_into_members(evaluator_.under(evaluator_.evaluate(*given), resource.guard));
    unit_.resources.push_back(std::move(resource));
  }

  /// SAM: the attribute `Connectors` holds connectors whose source is the resource itself.
  void add_connectors(const Definition& source, const SyntaxNode& connectors) {
    if (!connectors.is_mapping()) return;
    for (const SyntaxNode::Member& member : connectors.members()) {
      const Definition definition{member.key, member.value, source.name + std::string(member.key.text()),
                                  source.scope};
      Resource resource = make(definition, "Resources");
      resource.type = "AWS::Serverless::Connector";
      if (!read_condition(member.value, resource)) continue;
      const Value written =
          push_choice_into_members(evaluator_.under(properties(member.value), resource.guard));
      const Origin& origin = written.origin();
      std::vector<value::Member> from{{"Id", resource.span, Value::string(source.name, origin)}};
      std::vector<value::Member> members;
      if (written.is(Value::Kind::map)) members.assign(written.members().begin(), written.members().end());
      if (const Value* reference = written.find("SourceReference");
          reference != nullptr && reference->is(Value::Kind::map))
        from.insert(from.end(), reference->members().begin(), reference->members().end());
      members.push_back({"Source", resource.span, Value::map(std::move(from), origin)});
      resource.properties = Value::map(std::move(members), origin);
      unit_.resources.push_back(std::move(resource));
      ServerlessExpansion(evaluator_, unit_).expand(unit_.resources.size() - 1);
    }
  }

  static std::string why_unread(const value::Reason& why) {
    if (why.kind == ReasonKind::unresolved_file)
      return "its template is " + why.detail + ", which cannot be read";
    if (why.kind == ReasonKind::unsupported) return "its template is not certain for " + why.detail;
    return "its template is not at hand";
  }

  static Value without(const Value& map, std::string_view key) {
    if (!map.is(Value::Kind::map)) return map;
    std::vector<value::Member> members(map.members().begin(), map.members().end());
    members.erase(std::remove_if(members.begin(), members.end(),
                                 [&](const value::Member& member) { return member.key == key; }),
                  members.end());
    return Value::map(std::move(members), map.origin());
  }

  /// The resources of a nested stack exist when the stack does. False when its template is not at hand.
  bool read_nested(const Definition& definition, const Resource& stack) {
    const std::size_t first = unit_.resources.size();
    value::Reason why;
    Evaluator* nested = evaluator_.nested(definition, &why);
    if (nested == nullptr) {
      const std::string kind = is_stack_set_type(stack.type) ? "stack set " : "nested stack ";
      std::string message = "the resources of " + kind + definition.name + " are not analysed";
      if (why.kind != ReasonKind::limit) message += ": " + why_unread(why);
      add_unknown(why.kind, why.detail, definition.key.span(), std::move(message));
      return false;
    }
    TemplateReader(*nested, unit_, is_stack_set_type(stack.type) ? nested->region() : region_).read();
    for (std::size_t i = first; i < unit_.resources.size(); ++i) {
      Resource& resource = unit_.resources[i];
      resource.guard = stack.guard & resource.guard;
      resource.properties = evaluator_.under(resource.properties, stack.guard);
      resource.may_be_absent = resource.may_be_absent || stack.may_be_absent;
      if (!resource.rewritten_by) resource.rewritten_by = stack.rewritten_by;
    }
    const auto never = [](const Resource& resource) { return resource.guard.impossible(); };
    const auto nested_resources = unit_.resources.begin() + static_cast<std::ptrdiff_t>(first);
    unit_.resources.erase(std::remove_if(nested_resources, unit_.resources.end(), never),
                          unit_.resources.end());
    return true;
  }

  /// The properties; a repeated or transformed `Properties` is as unclear as any other member.
  Value properties(const SyntaxNode& node) {
    Value attributes = push_choice_into_members(only_properties(node));
    const Value* found = attributes.find("Properties");
    const bool given = found != nullptr && !found->is(Value::Kind::null) && !found->is(Value::Kind::absent);
    if (given) return *found;
    if (attributes.is(Value::Kind::unknown)) return attributes;
    return Value::map({}, Origin({OriginKind::literal, node.span(), {}}));
  }

  /// A map with the member Properties alone: the other attributes of a resource hold nothing to analyse.
  Value only_properties(const SyntaxNode& node) {
    std::vector<Alternative> ways;
    for (std::size_t i = 0; i < node.size(); ++i) {
      const SyntaxNode::Member member = node.member(i);
      if (member.key.text() == "Fn::Transform" || member.key.text() == "<<")
        return evaluator_.definition(node);
      if (member.key.text() == "Properties") ways.push_back({{}, Value()});
    }
    if (ways.size() > 1) return evaluator_.definition(node);
    const std::optional<SyntaxNode> properties = node.find("Properties");
    if (!properties) return Value::map({});
    std::vector<value::Member> members;
    members.push_back({"Properties", properties->span(), evaluator_.evaluate(*properties)});
    return Value::map(std::move(members));
  }

  /// False when the resource's condition is known not to hold.
  bool read_condition(const SyntaxNode& node, Resource& resource) {
    const std::optional<SyntaxNode> name = node.find("Condition");
    if (!name) return true;
    if (!name->is_scalar()) {
      resource.may_be_absent = true;
      return true;
    }
    const std::string text = evaluator_.loop_text(name->text());
    const Value outcome = evaluator_.condition(text, name->span());
    if (outcome.is(Value::Kind::boolean)) return outcome.as_boolean();
    std::vector<value::Reason> reasons = outcome.reasons();
    GuardTerm named{evaluator_.prefix() + text, true, name->span(), {}, {}};
    if (!reasons.empty()) named.reason = reasons.front();
    resource.may_be_absent = true;
    if (!outcome.is(Value::Kind::one_of)) {
      resource.guard = Guard{{evaluator_.constrained(std::move(named))}};
      return true;
    }
    std::vector<Guard> ways;
    std::vector<Guard> excluded;
    for (const Alternative& way : outcome.alternatives()) {
      const bool exists = !way.value.is(Value::Kind::boolean) || way.value.as_boolean();
      (exists ? ways : excluded).push_back(way.guard);
    }
    if (ways.empty()) return false;
    resource.guard = existence(ways, excluded, [&] { return evaluator_.named_condition(named, outcome); });
    return true;
  }

  /// A guard is a conjunction. Several ways to exist are everything but the ways not to; or one condition
  /// under its own name, with what is common to all of them.
  static Guard existence(const std::vector<Guard>& ways, const std::vector<Guard>& excluded,
                         const std::function<GuardTerm()>& named) {
    if (ways.size() == 1) return ways.front();
    std::vector<const Guard*> others;
    others.reserve(excluded.size());
    for (const Guard& way : excluded) others.push_back(&way);
    if (std::optional<Guard> guard = value::none_of(others); guard && !excluded.empty()) return *guard;
    Guard guard{{named()}};
    for (const GuardTerm& term : ways.front().terms) {
      const bool common =
          std::all_of(ways.begin(), ways.end(), [&](const Guard& way) { return way.implies(term); });
      if (common) guard = guard & Guard{{term}};
    }
    return guard;
  }

  /// What a loop makes of any element of its list exists when there is one.
  static void guard_element(const Definition& definition, Resource& resource) {
    for (const LoopScope* loop = definition.scope.get(); loop != nullptr; loop = loop->outer.get()) {
      if (!loop->open) continue;
      resource.guard = resource.guard & Guard{{*loop->open}};
      resource.may_be_absent = true;
    }
  }

  /// Of resources with one logical id, the service takes one, and does not say which.
  void guard_repeated(const Definition& definition, Resource& resource) {
    const std::string& id = definition.name;
    const std::vector<Definition>& all = *sections_.resources.find(id);
    if (all.size() == 1) return;
    const auto same = [&](const Definition& other) {
      return other.value.id() == definition.value.id() && other.scope == definition.scope;
    };
    const auto number = std::find_if(all.begin(), all.end(), same) - all.begin() + 1;
    const value::Reason reason{ReasonKind::duplicate_key, id, definition.key.span()};
    const Guard guard{
        {GuardTerm{"resource " + std::to_string(number) + " named " + id + " counts", true,
                   definition.key.span(), "repeated resource " + evaluator_.prefix() + id, reason}}};
    resource.guard = resource.guard & guard;
    resource.may_be_absent = true;
  }

  Evaluator& evaluator_;
  const Sections& sections_;
  EvaluatedUnit& unit_;
  std::string region_;
  std::map<std::string, std::string> constructs_;
  std::optional<value::Reason> rewriter_;
  std::optional<ServerlessExpansion::ApiEvents> api_events_;
};

/// Addresses are unique within a unit, so further documents of one file are units of their own.
std::string unit_name(const syntax::SyntaxTree& tree, const SyntaxNode& document) {
  for (std::size_t i = 1; i < tree.documents(); ++i) {
    if (tree.document(i).id() == document.id()) {
      return tree.file().path() + " (document " + std::to_string(i + 1) + ")";
    }
  }
  return tree.file().path();
}

}  // namespace

EvaluatedUnit evaluate_template(const syntax::SyntaxTree& tree, const SyntaxNode& document,
                                const TemplateInputs& inputs) {
  EvaluatedUnit unit = evaluate_template_part(tree, document, inputs, 0);
  for (std::size_t part = 1; part < parts_of(document); ++part)
    append(unit, evaluate_template_part(tree, document, inputs, part));
  return unit;
}

std::size_t parts_of(const SyntaxNode& document) {
  const std::optional<SyntaxNode> resources = document.find("Resources");
  const bool is_list_of_members = resources && resources->is_mapping();
  return std::clamp<std::size_t>(is_list_of_members ? resources->size() / kResourcesPerPart : 0, 1, kParts);
}

EvaluatedUnit evaluate_template_part(const syntax::SyntaxTree& tree, const SyntaxNode& document,
                                     const TemplateInputs& inputs, std::size_t part) {
  EvaluatedUnit unit;
  unit.name = unit_name(tree, document);
  Evaluator evaluator(document, inputs);
  TemplateReader(evaluator, unit, evaluator.region(), inputs.constructs).read_part(part, parts_of(document));
  return unit;
}

void append(EvaluatedUnit& unit, EvaluatedUnit part) {
  const auto move_all = [](auto& from, auto& to) {
    to.insert(to.end(), std::make_move_iterator(from.begin()), std::make_move_iterator(from.end()));
  };
  move_all(part.resources, unit.resources);
  move_all(part.problems, unit.problems);
  move_all(part.unknowns, unit.unknowns);
}

StackOutputs outputs_of(const SyntaxNode& document, const TemplateInputs& inputs) {
  StackOutputs stack;
  const auto text = [&](const char* parameter) {
    const auto given = inputs.parameters.find(parameter);
    return given == inputs.parameters.end() ? std::string() : given->second.as_text().value_or("");
  };
  stack.name = text("AWS::StackName");
  stack.account = text("AWS::AccountId");
  stack.region = text("AWS::Region");
  stack.outputs = Evaluator(document, inputs).outputs();
  return stack;
}

std::vector<Export> exports_of(const SyntaxNode& document, const TemplateInputs& inputs) {
  return Evaluator(document, inputs).exports();
}

}  // namespace rootproof::cloudformation
