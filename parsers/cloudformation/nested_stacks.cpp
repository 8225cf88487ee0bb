#include "parsers/cloudformation/nested_stacks.h"

#include <algorithm>
#include <cstdint>
#include <set>
#include <utility>

#include "parsers/cloudformation/choices.h"
#include "parsers/cloudformation/evaluator.h"
#include "parsers/cloudformation/template.h"
#include "parsers/source/limits.h"

namespace rootproof::cloudformation {

using syntax::SyntaxNode;
using value::Member;
using value::Origin;
using value::OriginKind;
using value::ReasonKind;
using value::Value;

namespace {

std::string_view scalar_text(const std::optional<SyntaxNode>& node) {
  return node && node->is_scalar() && node->tag().empty() ? node->text() : std::string_view{};
}

/// A path, and no address of a bucket or a server.
std::optional<std::string> local_path(std::string_view location) {
  const bool remote = location.find("://") != std::string_view::npos;
  if (location.empty() || remote || location.front() == '/' || location.find("${") != std::string_view::npos)
    return std::nullopt;
  return std::string(location);
}

/// The key of an asset at the end of the address that the CDK puts together: `…/<hash>.json`.
std::optional<std::string> asset_key(const SyntaxNode& url) {
  std::optional<SyntaxNode> text = url;
  if (const std::optional<Call> function = as_call(url)) {
    text = function->name == "Fn::Sub" ? std::optional(function->argument) : std::nullopt;
    if (function->name == "Fn::Join" && function->argument.is_sequence() && function->argument.size() == 2) {
      const SyntaxNode parts = function->argument.item(1);
      if (parts.is_sequence() && parts.size() > 0) text = parts.item(parts.size() - 1);
    }
  }
  if (!text || !text->is_scalar()) return std::nullopt;
  constexpr std::size_t kHash = 64;
  constexpr std::string_view kSuffix = ".json";
  const std::string_view key = text->text().substr(text->text().rfind('/') + 1);
  const bool hash = key.size() == kHash + kSuffix.size() && key.substr(kHash) == kSuffix &&
                    key.substr(0, kHash).find_first_not_of("0123456789abcdef") == std::string_view::npos;
  return hash ? std::optional(std::string(key)) : std::nullopt;
}

}  // namespace

bool is_stack_type(std::string_view type) {
  return type == "AWS::CloudFormation::Stack" || type == "AWS::Serverless::Application";
}

bool is_stack_set_type(std::string_view type) { return type == "AWS::CloudFormation::StackSet"; }

std::optional<std::string> local_template(const SyntaxNode& resource) {
  const std::optional<SyntaxNode> properties = resource.find("Properties");
  if (scalar_text(resource.find("Type")) == "AWS::Serverless::Application")
    return properties ? local_path(scalar_text(properties->find("Location"))) : std::nullopt;
  if (const std::optional<SyntaxNode> metadata = resource.find("Metadata");
      metadata && scalar_text(metadata->find("aws:asset:property")) == "TemplateURL") {
    if (auto path = local_path(scalar_text(metadata->find("aws:asset:path")))) return path;
  }
  const std::optional<SyntaxNode> url = properties ? properties->find("TemplateURL") : std::nullopt;
  if (!url) return std::nullopt;
  const std::optional<std::string> path = local_path(scalar_text(url));
  return path ? path : asset_key(*url);
}

std::optional<std::string> local_include(const SyntaxNode& transform) {
  if (scalar_text(transform.find("Name")) != "AWS::Include") return std::nullopt;
  const std::optional<SyntaxNode> parameters = transform.find("Parameters");
  return parameters ? local_path(scalar_text(parameters->find("Location"))) : std::nullopt;
}

namespace {

/// Visits every node once: aliases lead to nodes that were seen.
class IncludeSearch {
 public:
  explicit IncludeSearch(std::vector<LocalFile>& found) : found_(found) {}

  void visit(const SyntaxNode& node) {
    if (node.is_scalar() || !seen_.insert(node.id()).second) return;
    if (auto location = local_include(node)) found_.push_back({LocalFile::Use::included, *location});
    if (node.is_sequence()) {
      for (std::size_t i = 0; i < node.size(); ++i) visit(node.item(i));
    } else {
      for (std::size_t i = 0; i < node.size(); ++i) visit(node.member(i).value);
    }
  }

 private:
  std::vector<LocalFile>& found_;
  std::set<std::uint32_t> seen_;
};

}  // namespace

std::vector<LocalFile> local_files(const SyntaxNode& document) {
  std::vector<LocalFile> found;
  if (const std::optional<SyntaxNode> resources = document.find("Resources");
      resources && resources->is_mapping()) {
    for (std::size_t i = 0; i < resources->size(); ++i) {
      const SyntaxNode resource = resources->member(i).value;
      const std::string_view type = scalar_text(resource.find("Type"));
      if (!is_stack_type(type) && !is_stack_set_type(type)) continue;
      if (auto path = local_template(resource)) found.push_back({LocalFile::Use::nested_template, *path});
    }
  }
  if (document.file().text().find("AWS::Include") != std::string_view::npos)
    IncludeSearch(found).visit(document);
  return found;
}

/// The template behind a stack resource, evaluated with the parameters it is given; nullptr when it is not at
/// hand. `why` says why not.
Evaluator* Evaluator::nested(const Definition& definition, value::Reason* why) {
  const auto [known, is_new] = nested_.try_emplace(definition.name);
  NestedStack& stack = known->second;
  if (is_new) stack.evaluator = open_nested(definition, stack);
  if (stack.evaluator == nullptr && why != nullptr) *why = stack.reason;
  return stack.evaluator.get();
}

namespace {

/// Where the template that sees a value is deployed: with the one that it comes from, or anywhere.
enum class Place : std::uint8_t { same, another };

std::string qualified_name(const std::string& name, const std::string& unit, Place place) {
  if (name.empty() || name == "AWS::Partition" || name == "AWS::URLSuffix") return name;
  const bool deployment = name == value::kOwnAccount || name == "AWS::AccountId" || name == "AWS::Region";
  if (!deployment) return unit + ":" + name;
  if (place == Place::same) return name;
  return (name == "AWS::Region" ? name : "AWS::AccountId") + " " + unit;
}

/// A value as another template sees it.
Value qualified(const Value& value, const std::string& unit, Place place) {
  if (value.is(Value::Kind::string) && value.is_partial()) {
    std::vector<value::StringPiece> pieces(value.pieces().begin(), value.pieces().end());
    for (value::StringPiece& piece : pieces) {
      auto* hole = std::get_if<value::Hole>(&piece);
      if (hole == nullptr) continue;
      hole->symbol = qualified_name(hole->symbol, unit, place);
      if (place == Place::another && hole->kind == value::HoleKind::account_id)
        hole->reason = {hole->reason->kind, hole->symbol, hole->reason->span};
    }
    return Value::string(std::move(pieces), value.origin());
  }
  if (value.is(Value::Kind::unknown)) {
    value::Reason reason = value.reason();
    // A parameter of that template, which may have the name of one of another.
    if (reason.kind == ReasonKind::unknown_variable)
      return qualified(as_string_part(value, value.origin().span()), unit, place);
    if (reason.kind == ReasonKind::resource_attribute)
      reason.detail = qualified_name(reason.detail, unit, place);
    return Value::unknown(std::move(reason), value.unknown_type(), value.origin());
  }
  if (!value.is(Value::Kind::one_of)) return value;
  std::vector<value::Alternative> ways;
  for (const value::Alternative& way : value.alternatives()) {
    value::Guard guard = way.guard;
    for (value::GuardTerm& term : guard.terms) {
      const std::string subject = qualified_name(term.subject, unit, place);
      const std::optional<std::string> text = text_of_value_term(term);
      // What is said of the region holds in every template.
      term.condition = text ? value::value_term(subject, *text, true, {}).condition
                            : qualified_name(term.condition, unit, place);
      term.subject = subject;
      term.constraints.reset();  // they are about other names
    }
    ways.push_back({std::move(guard), qualified(way.value, unit, place)});
  }
  return Value::one_of(std::move(ways), value.origin());
}

}  // namespace

/// The template behind a stack, or behind a stack set; nullopt when it is not at hand, with the reason in
/// `stack`.
std::optional<SyntaxNode> Evaluator::nested_document(const Definition& definition, NestedStack& stack) {
  const SyntaxNode& node = definition.value;
  const std::optional<SyntaxNode> properties = node.find("Properties");
  const std::optional<SyntaxNode> body = properties && is_stack_set_type(scalar_text(node.find("Type")))
                                             ? properties->find("TemplateBody")
                                             : std::nullopt;
  if (body) {
    const std::optional<Call> function = as_call(*body);
    const bool substituted = function && function->name == "Fn::Sub" && function->argument.is_scalar();
    if ((function && !substituted) || has_outer_placeholder(body->text())) return std::nullopt;
    if (hole_in(substituted ? function->argument.text() : body->text(), 0)) return std::nullopt;
    used_->embedded_bytes += node.file().text().size();
    if (used_->embedded_bytes > limits::kEmbeddedBytes) {
      stack.reason = {ReasonKind::limit, "kEmbeddedBytes", body->span()};
      return std::nullopt;
    }
    stack.embedded = read_embedded(substituted ? function->argument : *body);
    if (stack.embedded == nullptr) return std::nullopt;
    const SyntaxNode document = stack.embedded->parsed.tree.document(0);
    if (std::optional<value::Reason> reason = substituted ? breaks_out(document) : std::nullopt) {
      stack.reason = *std::move(reason);
      return std::nullopt;
    }
    return document;
  }
  const std::optional<std::string> location = local_template(node);
  if (!location || inputs_.files == nullptr || !inputs_.files->document) return std::nullopt;
  const std::optional<SyntaxNode> document = inputs_.files->document(node.file(), loop_text(*location));
  if (!document || !is_template(*document))
    stack.reason = {ReasonKind::unresolved_file, *location, definition.key.span()};
  return document;
}

std::unique_ptr<Evaluator> Evaluator::open_nested(const Definition& definition, NestedStack& stack) {
  const ScopeChange inside(*this, definition.scope);
  const SyntaxNode& node = definition.value;
  const std::string what = "the template of " + prefix_ + definition.name;
  stack.reason = {ReasonKind::opaque_module, what, definition.key.span()};
  const std::optional<SyntaxNode> document = nested_document(definition, stack);
  if (!document || !is_template(*document)) return nullptr;
  for (const Evaluator* outer = this; outer != nullptr && !stack.embedded; outer = outer->parent_) {
    if (outer->document_file_ != document->file().id() || outer->document_id_ != document->id()) continue;
    stack.reason = {ReasonKind::cycle, what, definition.key.span()};
    return nullptr;
  }
  if (nesting_ + 1 > limits::kModuleDepth || ++used_->stacks > limits::kNestedStacks) {
    stack.reason = {ReasonKind::limit, nesting_ + 1 > limits::kModuleDepth ? "kModuleDepth" : "kNestedStacks",
                    definition.key.span()};
    return nullptr;
  }
  const bool set = is_stack_set_type(scalar_text(node.find("Type")));
  stack.inputs = inputs_;
  stack.inputs.parameters.clear();
  for (const auto& [name, value] : inputs_.parameters) {
    const bool partition = name == "AWS::Partition" || name == "AWS::URLSuffix";
    const bool place = name == "AWS::AccountId" || name == "AWS::Region";
    if (partition || (place && !set)) stack.inputs.parameters.emplace(name, value);
  }
  auto child = std::unique_ptr<Evaluator>(new Evaluator(*document, stack.inputs, this, definition.name));
  if (set) {
    child->account_symbol_ = std::string(value::kOwnAccount) + " of " + prefix_ + definition.name;
    child->region_symbol_ = "AWS::Region of " + prefix_ + definition.name;
    if (const std::optional<SyntaxNode> properties = node.find("Properties"))
      place_instances(*properties, stack.inputs);
  }
  child->in_substituted_text_ =
      stack.embedded != nullptr && as_call(*node.find("Properties")->find("TemplateBody")).has_value();
  pass_parameters(definition, *child, stack.inputs);
  child->depth_ = depth_;
  child->read_rules();
  child->expand_loops();
  child->read_references();
  child->depth_ = 0;
  return child;
}

/// The instances of a stack set, where they are written as one group and nothing adds others to them.
std::optional<Value> Evaluator::only_instances(const SyntaxNode& properties) {
  if (!is_plain_map(properties)) return std::nullopt;
  const std::optional<SyntaxNode> node = properties.find("StackInstancesGroup");
  const Value groups = node ? evaluate(*node) : Value();
  if (!groups.is(Value::Kind::list) || groups.items().size() != 1) return std::nullopt;
  const Value group = groups.items().front();
  if (const std::optional<SyntaxNode> automatic = properties.find("AutoDeployment")) {
    const Value deployment = evaluate(*automatic);
    const Value* enabled = deployment.find("Enabled");
    if (enabled == nullptr || enabled->as_text() != "false") return std::nullopt;
  }
  return group.is(Value::Kind::map) ? std::optional(group) : std::nullopt;
}

namespace {

/// Digits behind a zero without quotation marks, which the service may read as an octal number.
bool may_be_octal_id(const Value& value, const std::string& text) {
  const bool quoted = value.text_span(0, text.size()) != value.origin().span();
  return text.size() > 1 && text.front() == '0' && text.find_first_of("89") == std::string::npos && !quoted;
}

/// The only item of a list, as text: an account id may stand there without quotation marks.
std::optional<Value> only_text(const Value* list) {
  const bool one = list != nullptr && list->is(Value::Kind::list) && list->items().size() == 1;
  if (!one) return std::nullopt;
  const Value& item = list->items().front();
  const std::optional<std::string> text = item.as_text();
  if (!text || item.is(Value::Kind::boolean) || may_be_octal_id(item, *text)) return std::nullopt;
  return item.is(Value::Kind::string) ? item : Value::string(*text, item.origin(), item.origin().span());
}

}  // namespace

/// Where the only instances of a stack set are.
void Evaluator::place_instances(const SyntaxNode& properties, TemplateInputs& inputs) {
  const std::optional<Value> group = only_instances(properties);
  if (!group) return;
  const auto give = [&](const char* name, const Value* list) {
    if (const std::optional<Value> text = only_text(list)) inputs.parameters.insert_or_assign(name, *text);
  };
  const Value* targets = group->find("DeploymentTargets");
  // With organizational units, accounts are taken from or added to those of the units.
  if (targets != nullptr && targets->is(Value::Kind::map) && targets->members().size() == 1)
    give("AWS::AccountId", targets->find("Accounts"));
  give("AWS::Region", group->find("Regions"));
}

/// `Parameters` of a stack set with what `ParameterOverrides` puts in their place, as a map; unknown where a
/// key is not known.
Value Evaluator::stack_set_parameters(const SyntaxNode& properties) {
  std::vector<Member> members;
  const auto unknown = [&](source::Span span) {
    return Value::unknown({ReasonKind::unsupported, "Parameters of a stack set that are computed", span});
  };
  const auto read = [&](const Value& list, bool in_some_accounts) {
    if (!list.is(Value::Kind::list)) return list.is(Value::Kind::absent);
    for (const Value& item : list.items()) {
      const Value* key = item.find("ParameterKey");
      const Value* given = item.find("ParameterValue");
      const std::optional<std::string> name = key == nullptr ? std::nullopt : key->as_text();
      if (!name) return false;
      const source::Span span = key->origin().span();
      Value value =
          given == nullptr || in_some_accounts
              ? Value::unknown({ReasonKind::unsupported, "parameter " + *name + " of some accounts", span})
              : *given;
      const auto known = std::find_if(members.begin(), members.end(),
                                      [&](const Member& other) { return other.key == *name; });
      if (known == members.end())
        members.push_back({*name, span, std::move(value)});
      else
        known->value = std::move(value);
    }
    return true;
  };
  if (const std::optional<SyntaxNode> node = properties.find("Parameters");
      node && !read(evaluate(*node), false))
    return unknown(node->span());
  const std::optional<SyntaxNode> node = properties.find("StackInstancesGroup");
  const Value groups = node ? evaluate(*node) : Value::list({});
  if (!groups.is(Value::Kind::list)) return unknown(properties.span());
  const bool in_some_accounts = !only_instances(properties);
  for (const Value& group : groups.items()) {
    const Value* overrides = group.find("ParameterOverrides");
    if (!group.is(Value::Kind::map) || (overrides != nullptr && !read(*overrides, in_some_accounts)))
      return unknown(properties.span());
  }
  return Value::map(std::move(members));
}

void Evaluator::pass_parameters(const Definition& definition, const Evaluator& child,
                                TemplateInputs& inputs) {
  const SyntaxNode& node = definition.value;
  const bool set = is_stack_set_type(scalar_text(node.find("Type")));
  const std::optional<SyntaxNode> properties = node.find("Properties");
  Value given = Value::map({});
  if (properties && set) {
    given = stack_set_parameters(*properties);
  } else if (properties) {
    if (const std::optional<SyntaxNode> parameters = properties->find("Parameters"))
      given = push_choice_into_members(evaluate(*parameters));
  }
  if (given.is(Value::Kind::map)) {
    for (const Member& member : given.members()) {
      const value::OriginStep step{OriginKind::module_argument, member.key_span,
                                   "parameter " + member.key + " of " + prefix_ + definition.name};
      const Value value = set ? qualified(member.value, child.outside(), Place::another) : member.value;
      inputs.parameters.insert_or_assign(member.key, value.with_step(step));
    }
    return;
  }
  for (const auto& [name, unused] : child.sections_.parameters.by_name) {
    const std::vector<value::Reason> reasons = given.reasons();
    const value::Reason reason =
        reasons.empty() ? value::Reason{ReasonKind::invalid, "parameters of " + definition.name, node.span()}
                        : reasons.front();
    inputs.parameters.insert_or_assign(name, Value::unknown(reason));
  }
}

/// True where Fn::Sub of the template around puts something into this text.
bool Evaluator::has_outer_placeholder(std::string_view text) const {
  return in_substituted_text_ && text.find("${") != std::string_view::npos;
}

/// The text as Fn::Sub of the template around makes it.
Value Evaluator::outer_text(const SyntaxNode& scalar) {
  parent_->depth_ = depth_;
  const Value text = parent_->substituted(Call{"Fn::Sub", scalar, true, scalar.span()}, scalar, std::nullopt);
  parent_->depth_ = 0;
  return qualified(text, outside(), Place::another);
}

namespace {

/// A plain scalar that is nothing but one placeholder.
bool is_placeholder(const SyntaxNode& scalar) {
  const std::string_view text = scalar.text();
  return scalar.style() == syntax::ScalarStyle::plain && text.starts_with("${") && !text.starts_with("${!") &&
         text.find('}') == text.size() - 1;
}

/// Whether a text that stands for a whole plain scalar is read as just that text.
bool reads_as_text(std::string_view text) {
  constexpr std::string_view kIndicators = "-?:,[]{}#&*!|>'\"%@` \t~";
  return !text.empty() && kIndicators.find(text.front()) == std::string_view::npos &&
         text.find_first_of("\r\n") == std::string_view::npos && text.find(": ") == std::string_view::npos &&
         text.find(" #") == std::string_view::npos && text.back() != ':';
}

/// A hole of a text that may hold anything.
std::optional<value::Hole> open_hole(const Value& value) {
  for (const value::StringPiece& piece : value.pieces()) {
    const auto* hole = std::get_if<value::Hole>(&piece);
    if (hole != nullptr && hole->kind == value::HoleKind::any) return *hole;
  }
  return std::nullopt;
}

/// A value of the template around as what is read where it stands without quotation marks: a text of
/// brackets is a list there.
Value read_plain(const Value& value) {
  if (value.is(Value::Kind::one_of)) return for_each_alternative(value, read_plain);
  if (const std::optional<std::string> text = value.as_text()) {
    if (reads_as_text(*text)) return value;
    const value::Reason reason{ReasonKind::unsupported, "a text that stands for any YAML",
                               value.origin().span()};
    return Value::unknown(reason, value::ValueType::any, value.origin());
  }
  if (!value.is_partial()) return value;
  const std::optional<value::Hole> open = open_hole(value);
  return open ? Value::unknown(open->reason, value::ValueType::any, open->origin) : value;
}

}  // namespace

/// The same for a scalar as a value of its own.
Value Evaluator::outer_scalar(const SyntaxNode& scalar) {
  const Value text = outer_text(scalar);
  return is_placeholder(scalar) ? read_plain(text) : text;
}

/// An output of this template, as the stack that nests it sees it.
Value Evaluator::output(std::string_view name, source::Span use) {
  const std::vector<Definition>* definitions = sections_.outputs.find(name);
  const std::string what = prefix_ + "Outputs." + std::string(name);
  if (definitions == nullptr || definitions->size() != 1) {
    const bool open = may_be_rewritten(sections_) || !sections_.outputs.generators.empty();
    const ReasonKind kind = definitions != nullptr ? ReasonKind::duplicate_key
                            : open                 ? ReasonKind::macro
                                                   : ReasonKind::invalid;
    return Value::unknown({kind, what, use});
  }
  if (!outputs_in_progress_.insert(std::string(name)).second)
    return Value::unknown({ReasonKind::cycle, what, use});
  const ScopeChange inside(*this, definitions->front().scope);
  const SyntaxNode& definition = definitions->front().value;
  const std::optional<SyntaxNode> node = definition.find("Value");
  Value result = node ? evaluate(*node) : Value::unknown({ReasonKind::invalid, what, use});
  if (is_conditioned_away(definitions->front(), use))
    result = Value::unknown({ReasonKind::invalid, what + ", which does not exist", use});
  outputs_in_progress_.erase(std::string(name));
  return result.with_step({OriginKind::module_output, definition.span(), what});
}

std::vector<Export> Evaluator::exports() {
  std::map<std::string, std::vector<const Definition*>> by_name;
  std::vector<std::string> names;  // in order
  for (const Definition& output : sections_.outputs.in_order) {
    const ScopeChange inside(*this, output.scope);
    const std::optional<SyntaxNode> exported = output.value.find("Export");
    const std::optional<SyntaxNode> name_node = exported ? exported->find("Name") : std::nullopt;
    if (!name_node || is_conditioned_away(output, output.key.span())) continue;
    const std::optional<std::string> name = evaluate(*name_node).as_text();
    if (!name) continue;
    std::vector<const Definition*>& outputs = by_name[*name];
    if (outputs.empty()) names.push_back(*name);
    outputs.push_back(&output);
  }
  std::vector<Export> found;
  for (std::string& name : names) {
    const std::vector<const Definition*>& outputs = by_name.at(name);
    const std::string& unit = outputs.front()->key.file().path();
    const Value value = qualified(either_output(name, outputs), unit, Place::same);
    found.push_back({std::move(name), value, unit, account(), region()});
  }
  return found;
}

/// What outputs with one export name come to: a stack has one of them at a time, or is refused.
Value Evaluator::either_output(const std::string& name, const std::vector<const Definition*>& outputs) {
  const source::Span place = outputs.front()->key.span();
  if (outputs.size() == 1) return output(outputs.front()->name, place);
  std::vector<value::Alternative> ways;
  for (const Definition* each : outputs) {
    const ScopeChange inside(*this, each->scope);
    const std::optional<Value> exists = existence(*each);
    const bool in_some_cases = exists && exists->is(Value::Kind::one_of);
    if (!in_some_cases)
      return Value::unknown({ReasonKind::invalid, "export " + name + ", which several outputs have", place});
    for (const value::Alternative& way : exists->alternatives()) {
      if (!way.value.is(Value::Kind::boolean)) return Value::unknown(way.value.reason());
      if (way.value.as_boolean()) ways.push_back({way.guard, under(output(each->name, place), way.guard)});
    }
  }
  return Value::one_of(std::move(ways), Origin({OriginKind::module_output, place, "export " + name}));
}

std::map<std::string, Value> Evaluator::outputs() {
  std::map<std::string, Value> found;
  for (const Definition& output : sections_.outputs.in_order) {
    const Value value = this->output(output.name, output.key.span());
    found.emplace(output.name, qualified(value, output.key.file().path(), Place::same));
  }
  return found;
}

namespace {

/// Whether both places are known, and are not one.
bool is_elsewhere(const std::string& one, const std::string& other) {
  const auto known = [](const std::string& place) {
    return !place.empty() && place.find(value::kOwnAccount) == std::string::npos;
  };
  return known(one) && known(other) && one != other;
}

}  // namespace

/// Export names are unique within an account and a Region. Where several templates export one name, each may
/// be the one that is deployed there: templates for different environments do that.
std::optional<Value> Evaluator::exported(const std::string& name, source::Span use) const {
  if (inputs_.files == nullptr) return std::nullopt;
  std::vector<const Export*> found;
  for (const Export& exported : inputs_.files->exports) {
    const bool there = is_elsewhere(exported.account, account()) || is_elsewhere(exported.region, region());
    if (exported.name == name && !there) found.push_back(&exported);
  }
  if (found.empty() || found.size() > limits::kAlternatives) return std::nullopt;
  const bool all_same = std::all_of(found.begin(), found.end(), [&](const Export* other) {
    return other->value.same_content(found.front()->value);
  });
  if (found.size() == 1 || all_same) return found.front()->value;
  std::vector<value::Alternative> ways;
  for (const Export* each : found) {
    const value::Reason reason{ReasonKind::unknown_import, "which template exports " + name, use};
    value::GuardTerm term{each->unit + " exports " + name, true, use, "export " + name, reason};
    ways.push_back({value::Guard{{constrained(std::move(term))}}, each->value});
  }
  return Value::one_of(std::move(ways), Origin({OriginKind::reference, use, "export " + name}));
}

}  // namespace rootproof::cloudformation
