#include "parsers/cloudformation/nested_stacks.h"

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

}  // namespace

bool is_stack_type(std::string_view type) {
  return type == "AWS::CloudFormation::Stack" || type == "AWS::Serverless::Application";
}

std::optional<std::string> local_template(const SyntaxNode& resource) {
  const std::optional<SyntaxNode> properties = resource.find("Properties");
  if (scalar_text(resource.find("Type")) == "AWS::Serverless::Application")
    return properties ? local_path(scalar_text(properties->find("Location"))) : std::nullopt;
  if (const std::optional<SyntaxNode> metadata = resource.find("Metadata");
      metadata && scalar_text(metadata->find("aws:asset:property")) == "TemplateURL") {
    if (auto path = local_path(scalar_text(metadata->find("aws:asset:path")))) return path;
  }
  return properties ? local_path(scalar_text(properties->find("TemplateURL"))) : std::nullopt;
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
      if (!is_stack_type(scalar_text(resource.find("Type")))) continue;
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

std::unique_ptr<Evaluator> Evaluator::open_nested(const Definition& definition, NestedStack& stack) {
  const ScopeChange inside(*this, definition.scope);
  const SyntaxNode& node = definition.value;
  const std::string what = "the template of " + prefix_ + definition.name;
  stack.reason = {ReasonKind::opaque_module, what, definition.key.span()};
  const std::optional<std::string> location = local_template(node);
  if (!location || inputs_.files == nullptr || !inputs_.files->document) return nullptr;
  const std::optional<SyntaxNode> document = inputs_.files->document(node.file(), loop_text(*location));
  if (!document || !is_template(*document)) {
    stack.reason = {ReasonKind::unresolved_file, *location, definition.key.span()};
    return nullptr;
  }
  for (const Evaluator* outer = this; outer != nullptr; outer = outer->parent_) {
    if (outer->document_file_ != document->file().id() || outer->document_id_ != document->id()) continue;
    stack.reason = {ReasonKind::cycle, what, definition.key.span()};
    return nullptr;
  }
  if (nesting_ + 1 > limits::kModuleDepth || ++used_->stacks > limits::kNestedStacks) {
    stack.reason = {ReasonKind::limit, nesting_ + 1 > limits::kModuleDepth ? "kModuleDepth" : "kNestedStacks",
                    definition.key.span()};
    return nullptr;
  }
  stack.inputs = inputs_;
  stack.inputs.parameters.clear();
  for (const auto& [name, value] : inputs_.parameters) {
    const bool shared = name == "AWS::AccountId" || name == "AWS::Region" || name == "AWS::Partition" ||
                        name == "AWS::URLSuffix";
    if (shared) stack.inputs.parameters.emplace(name, value);
  }
  const std::optional<SyntaxNode> properties = node.find("Properties");
  Value given = Value::map({});
  if (properties) {
    if (const std::optional<SyntaxNode> parameters = properties->find("Parameters"))
      given = push_choice_into_members(evaluate(*parameters));
  }
  auto child = std::unique_ptr<Evaluator>(new Evaluator(*document, stack.inputs, this, definition.name));
  if (given.is(Value::Kind::map)) {
    for (const Member& member : given.members()) {
      const value::OriginStep step{OriginKind::module_argument, member.key_span,
                                   "parameter " + member.key + " of " + prefix_ + definition.name};
      stack.inputs.parameters.insert_or_assign(member.key, member.value.with_step(step));
    }
  } else {
    for (const auto& [name, unused] : child->sections_.parameters.by_name) {
      const std::vector<value::Reason> reasons = given.reasons();
      const value::Reason reason =
          reasons.empty()
              ? value::Reason{ReasonKind::invalid, "parameters of " + definition.name, node.span()}
              : reasons.front();
      stack.inputs.parameters.insert_or_assign(name, Value::unknown(reason));
    }
  }
  child->depth_ = depth_;
  child->read_rules();
  child->expand_loops();
  child->depth_ = 0;
  return child;
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

namespace {

std::string qualified_name(const std::string& name, const std::string& unit) {
  for (const std::string_view shared :
       {value::kOwnAccount, std::string_view("AWS::AccountId"), std::string_view("AWS::Region"),
        std::string_view("AWS::Partition"), std::string_view("AWS::URLSuffix")}) {
    if (name.empty() || name == shared) return name;
  }
  return unit + ":" + name;
}

/// A value as another template of the same account and region sees it.
Value qualified(const Value& value, const std::string& unit) {
  if (value.is(Value::Kind::string) && value.is_partial()) {
    std::vector<value::StringPiece> pieces(value.pieces().begin(), value.pieces().end());
    for (value::StringPiece& piece : pieces) {
      if (auto* hole = std::get_if<value::Hole>(&piece)) hole->symbol = qualified_name(hole->symbol, unit);
    }
    return Value::string(std::move(pieces), value.origin());
  }
  if (value.is(Value::Kind::unknown)) {
    value::Reason reason = value.reason();
    // A parameter of that template, which may have the name of one of another.
    if (reason.kind == ReasonKind::unknown_variable)
      return qualified(as_string_part(value, value.origin().span()), unit);
    if (reason.kind == ReasonKind::resource_attribute) reason.detail = qualified_name(reason.detail, unit);
    return Value::unknown(std::move(reason), value.unknown_type(), value.origin());
  }
  if (!value.is(Value::Kind::one_of)) return value;
  std::vector<value::Alternative> ways;
  for (const value::Alternative& way : value.alternatives()) {
    value::Guard guard = way.guard;
    for (value::GuardTerm& term : guard.terms) {
      const std::string subject = qualified_name(term.subject, unit);
      const std::optional<std::string> text = text_of_value_term(term);
      // What is said of the region holds in every template.
      term.condition =
          text ? value::value_term(subject, *text, true, {}).condition : qualified_name(term.condition, unit);
      term.subject = subject;
    }
    ways.push_back({std::move(guard), qualified(way.value, unit)});
  }
  return Value::one_of(std::move(ways), value.origin());
}

}  // namespace

std::vector<Export> Evaluator::exports() {
  std::vector<Export> found;
  for (const Definition& output : sections_.outputs.in_order) {
    const ScopeChange inside(*this, output.scope);
    const std::optional<SyntaxNode> exported = output.value.find("Export");
    const std::optional<SyntaxNode> name_node = exported ? exported->find("Name") : std::nullopt;
    if (!name_node || is_conditioned_away(output, output.key.span())) continue;
    const std::optional<std::string> name = evaluate(*name_node).as_text();
    if (!name) continue;
    const Value value = this->output(output.name, output.key.span());
    found.push_back({*name, qualified(value, output.key.file().path())});
  }
  return found;
}

/// Export names are unique within an account and a region; what two templates export under one name is not
/// known.
std::optional<Value> Evaluator::exported(const std::string& name) const {
  if (inputs_.files == nullptr) return std::nullopt;
  const Export* found = nullptr;
  for (const Export& exported : inputs_.files->exports) {
    if (exported.name != name) continue;
    if (found != nullptr) return std::nullopt;
    found = &exported;
  }
  return found == nullptr ? std::nullopt : std::optional(found->value);
}

}  // namespace rootproof::cloudformation
