#include "parsers/terraform/module_instance.h"

#include <algorithm>
#include <utility>

#include "parsers/terraform/module_calls.h"
#include "parsers/terraform/operators.h"

namespace rootproof::terraform {

using value::ReasonKind;
using value::Value;

ModuleInstance::ModuleInstance(Evaluation& evaluation, const ModuleDirectory& root)
    : ModuleInstance(evaluation, root, std::optional<ModuleCall>()) {
  providers_ = provider_accounts(symbols_, {}, prefix_, early_values(), evaluation_.by_sign_in);
}

ModuleInstance::ModuleInstance(Evaluation& evaluation, const ModuleDirectory& directory, ModuleCall call)
    : ModuleInstance(evaluation, directory, std::optional(std::move(call))) {
  const ModuleInstance& caller = *call_->caller;
  const Declaration& written = *call_->declaration;
  guard_ = caller.guard_ & call_->instance.guard;
  may_be_absent_ = caller.may_be_absent_ || call_->instance.may_be_absent;
  providers_ = provider_accounts(
      symbols_,
      passed_providers(*written.file, *written.block, caller.symbols_, caller.providers_, caller.prefix_),
      prefix_, early_values(), evaluation_.by_sign_in);
  depth_ = caller.depth_ + 1;
}

ModuleInstance::ModuleInstance(Evaluation& evaluation, const ModuleDirectory& directory,
                               std::optional<ModuleCall> call)
    : evaluation_(evaluation),
      directory_(directory),
      symbols_([&]() -> const ModuleSymbols& {
        const auto found = evaluation.symbols.find(directory.path);
        if (found != evaluation.symbols.end()) return found->second;
        return evaluation.symbols
            .emplace(directory.path, collect_symbols(directory, evaluation.unit.problems))
            .first->second;
      }()),
      prefix_(call ? call->address + call->instance.key + "." : std::string()),
      call_(std::move(call)) {
  ++evaluation_.modules;
}

ModuleInstance::~ModuleInstance() = default;

/// Accounts are needed before anything that belongs to one is evaluated: of the references only those to
/// variables of the root module count, which depend on nothing.
std::function<Value(const hcl::File&, const hcl::Attribute&)> ModuleInstance::early_values() {
  return [this](const hcl::File& owner, const hcl::Attribute& attribute) {
    Scope early = scope({});
    early.resolve = [this](std::string_view root, const std::vector<TraversalStep>& steps, std::size_t& used,
                           source::Span span) {
      if (root == "var" && !call_) return resolve(root, steps, used, span);
      used = steps.size();
      return Value::unknown({ReasonKind::unsupported, std::string(root) + " in a provider block", span});
    };
    return terraform::evaluate(hcl::file_of(owner, attribute), attribute.value, early);
  };
}

const Scope& ModuleInstance::module_scope() {
  if (module_scope_) return *module_scope_;
  Scope& result = module_scope_.emplace();
  result.module = module_name();
  if (evaluation_.inputs.workspace == kDefaultWorkspace && !evaluation_.workspace_open) {
    result.other_workspace = &evaluation_.other_workspace;
    result.workspace_used = &evaluation_.workspace_used;
  }
  result.resolve = [this](std::string_view root, const std::vector<TraversalStep>& steps, std::size_t& used,
                          source::Span span) { return resolve(root, steps, used, span); };
  result.resolve_in_resource = [this](const Value& resource, const std::vector<TraversalStep>& steps,
                                      std::size_t& used, source::Span span) {
    return resolve_in_resource(resource, steps, used, span);
  };
  result.instance_of = [this](const Value& all, const Value& key, source::Span span) {
    return instance_of(all, key, span);
  };
  result.uncertain_instance = &evaluation_.uncertain_instance;
  result.listings = &evaluation_.listings;
  result.functions.file = &evaluation_.loader.file;
  result.functions.folder = &evaluation_.loader.folder;
  result.functions.patterns = &evaluation_.patterns;
  result.functions.secrets = &evaluation_.secrets;
  result.steps = &evaluation_.steps;
  result.depth = &evaluation_.depth;
  return result;
}

Scope ModuleInstance::scope(const Instance& instance) {
  Scope result = module_scope();
  result.variables = instance.variables;
  result.where = instance.where;
  result.collection = instance.collection;
  return result;
}

Value ModuleInstance::evaluate(const hcl::File& expression) {
  return terraform::evaluate(expression, static_cast<hcl::ExpressionId>(expression.expressions.size() - 1),
                             scope({}));
}

Value ModuleInstance::evaluate(const hcl::File& file, const hcl::Attribute& attribute,
                               const Instance& instance) {
  if (symbols_.unread_override) return Value::unknown(*symbols_.unread_override);
  evaluation_.depth += kLevelsOfReference;
  const bool plain = instance.variables.empty() && instance.where.empty();
  const hcl::File& owner = hcl::file_of(file, attribute);
  Value value = plain ? terraform::evaluate(owner, attribute.value, module_scope())
                      : terraform::evaluate(owner, attribute.value, scope(instance));
  evaluation_.depth -= kLevelsOfReference;
  return value;
}

Value ModuleInstance::missing(const std::string& name, source::Span span) const {
  if (symbols_.recovered)
    return Value::unknown({ReasonKind::parse_error,
                           "whether " + name + " stands in a part of the module that could not be read",
                           span});
  return invalid(name + " is not declared in this module", span);
}

Value ModuleInstance::resolve(std::string_view root, const std::vector<TraversalStep>& steps,
                              std::size_t& used, source::Span span) {
  used = 0;
  const auto named = [&](std::size_t index) {
    return index < steps.size() ? steps[index].name : std::string();
  };
  if (root == "var") {
    used = std::min<std::size_t>(1, steps.size());
    return variable(named(0), span);
  }
  if (root == "local") {
    used = std::min<std::size_t>(1, steps.size());
    return local(named(0), span);
  }
  if (root == "module") return module_reference(steps, used, span);
  if (root == "path") return paths();
  if (root == "terraform") return Value::map({{"workspace", {}, workspace(span)}});
  if (root == "each" || root == "count" || root == "self") {
    used = steps.size();
    return Value::unknown(
        {ReasonKind::unsupported, std::string(root) + "." + named(0) + " outside for_each and count", span});
  }
  if (root == "ephemeral") {
    used = steps.size();
    return Value::unknown({ReasonKind::sensitive, "ephemeral." + named(0) + "." + named(1), span});
  }
  const bool data = root == "data";
  const bool long_form = data || root == "resource";  // resource.TYPE.NAME is TYPE.NAME
  const std::size_t type_steps = long_form ? 2 : 1;
  const std::string name = long_form ? named(0) + "." + named(1) : std::string(root) + "." + named(0);
  const auto& table = data ? symbols_.data : symbols_.resources;
  const auto found = table.find(name);
  if (found == table.end()) {
    used = steps.size();
    return undeclared(data, name, steps, type_steps, span);
  }
  return resource_reference(found->second, prefix_ + (data ? "data." : "") + name, data, steps, type_steps,
                            used, span);
}

Value ModuleInstance::workspace(source::Span span) {
  evaluation_.workspace_used = true;
  const std::string name(kWorkspaceReference);
  if (evaluation_.workspace_open)
    return Value::unknown({ReasonKind::unknown_variable, name, span}, value::ValueType::string);
  return Value::string(evaluation_.inputs.workspace,
                       value::Origin({value::OriginKind::variable_default, {}, name}));
}

/// `path.…` ("Filesystem and Workspace Info").
Value ModuleInstance::paths() const {
  const Value unknown =
      Value::unknown({ReasonKind::opaque_function, "path.cwd", {}}, value::ValueType::string);
  return Value::map({{"module", {}, Value::string(relative_path(directory_.path, evaluation_.root_path))},
                     {"root", {}, Value::string(".")},
                     {"cwd", {}, unknown}});
}

}  // namespace rootproof::terraform
