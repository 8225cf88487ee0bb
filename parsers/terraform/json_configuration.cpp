#include "parsers/terraform/json_configuration.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "parsers/source/limits.h"
#include "parsers/syntax/hcl_json.h"

namespace rootproof::terraform {
namespace {

using hcl::JsonStrings;
using source::ProblemKind;
using syntax::SyntaxNode;

/// Whose properties an object holds.
enum class Scope : std::uint8_t {
  file,
  settings,  ///< of Terraform itself: constants
  backend,
  variable,
  validation,  ///< conditions with their messages
  locals,
  output,
  module_call,
  provider,
  resource,
  lifecycle,
  dynamic,
  nested,  ///< blocks within those of providers
  check,
  other,
};

/// What a property of such an object is.
struct Property {
  enum class Kind : std::uint8_t { argument, block, unknown };
  Kind kind = Kind::argument;
  JsonStrings strings = JsonStrings::templates;
  unsigned labels = 0;
  Scope inner = Scope::other;
};

constexpr Property kArgument{};

Property argument(JsonStrings strings) { return {Property::Kind::argument, strings, 0, Scope::other}; }
Property block(unsigned labels, Scope inner) {
  return {Property::Kind::block, JsonStrings::templates, labels, inner};
}

template <std::size_t Size>
bool is_one_of(std::string_view name, const std::array<std::string_view, Size>& names) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

/// Arguments of hashicorp/aws that hold a map or an object (`terraform providers schema -json`, version
/// 5.100.0); any other name with an object is a block.
bool is_map_argument(std::string_view name) {
  static constexpr std::array<std::string_view, 64> kNames = {
      "additional_encryption_context",
      "advanced_options",
      "airflow_configuration_options",
      "arguments",
      "attribute_mapping",
      "attributes",
      "client_metadata",
      "command_line_arguments",
      "connection_properties",
      "connector_configuration",
      "container_environment_variables",
      "context",
      "credentials_map",
      "custom_properties",
      "default_arguments",
      "dimensions",
      "driver_opts",
      "dynamic_parameters",
      "egress",
      "encryption_context_equals",
      "encryption_context_subset",
      "environment_variables",
      "expression_attribute_names",
      "extra_params",
      "global_settings",
      "group_weights",
      "header_parameters",
      "hyperparameters",
      "ingress",
      "input_paths",
      "labels",
      "mappings",
      "metadata",
      "non_overridable_arguments",
      "options",
      "parameter_overrides",
      "parameters",
      "properties",
      "property_map",
      "provider_details",
      "query_string_parameters",
      "regional_parameters",
      "request_models",
      "request_parameters",
      "request_templates",
      "required_claims",
      "response_models",
      "response_parameters",
      "response_templates",
      "restore_metadata_overrides",
      "route",
      "runtime_environment_secrets",
      "runtime_environment_variables",
      "session_attributes",
      "stage_variable_overrides",
      "stage_variables",
      "supported_login_providers",
      "tag_map",
      "triggers",
      "user_defined_fields",
      "validation_data",
      "variables",
      "weights",
      "cost_categories",
  };
  const auto is_tags = [&] { return name == "tags" || name == "tags_all" || name.ends_with("_tags"); };
  if (name == "default_tags" || name == "ignore_tags") return false;
  return is_tags() || is_one_of(name, kNames);
}

bool is_object_or_objects(const SyntaxNode& node) {
  if (node.is_mapping()) return true;
  if (!node.is_sequence() || node.size() == 0) return false;
  const std::vector<SyntaxNode> items = node.items();
  return std::all_of(items.begin(), items.end(), [](const SyntaxNode& item) { return item.is_mapping(); });
}

Property of_file(std::string_view name) {
  static constexpr std::array<std::string_view, 4> kAddresses = {"moved", "removed", "import", "action"};
  if (name == "terraform" || name == "language") return block(0, Scope::settings);
  if (name == "provider") return block(1, Scope::provider);
  if (name == "variable") return block(1, Scope::variable);
  if (name == "locals") return block(0, Scope::locals);
  if (name == "output") return block(1, Scope::output);
  if (name == "module") return block(1, Scope::module_call);
  if (name == "resource" || name == "data" || name == "ephemeral") return block(2, Scope::resource);
  if (name == "check") return block(1, Scope::check);
  if (is_one_of(name, kAddresses)) return block(name == "action" ? 2 : 0, Scope::other);
  Property unknown;
  unknown.kind = Property::Kind::unknown;
  return unknown;
}

Property of_settings(std::string_view name) {
  if (name == "backend") return block(1, Scope::backend);
  if (name == "cloud" || name == "required_providers" || name == "encryption")
    return block(0, Scope::backend);
  if (name == "provider_meta") return block(1, Scope::backend);
  return argument(JsonStrings::literal);
}

Property of_variable(std::string_view name) {
  if (name == "validation") return block(0, Scope::validation);
  return argument(name == "type" ? JsonStrings::expressions : JsonStrings::literal);
}

Property of_lifecycle(std::string_view name) {
  if (name == "precondition" || name == "postcondition") return block(0, Scope::validation);
  const bool references = name == "ignore_changes" || name == "replace_triggered_by";
  return references ? argument(JsonStrings::expressions) : kArgument;
}

Property of_module_call(std::string_view name) {
  if (name == "source" || name == "version") return argument(JsonStrings::literal);
  if (name == "providers" || name == "depends_on") return argument(JsonStrings::expressions);
  return name == "lifecycle" ? block(0, Scope::lifecycle) : kArgument;
}

/// Blocks as the schema of hashicorp/aws has them; other providers' objects are values.
Property of_provider_schema(std::string_view name, const SyntaxNode& node, bool aws) {
  if (name == "dynamic") return block(1, Scope::dynamic);
  // Of aws_ssm_document, unlike those of quicksight, which have principals.
  const bool shares = name == "permissions" && node.is_mapping() && node.find("account_ids");
  if (shares) return kArgument;
  if (aws && is_object_or_objects(node) && !is_map_argument(name)) return block(0, Scope::nested);
  return kArgument;
}

Property property_of(Scope scope, std::string_view name, const SyntaxNode& node, bool aws) {
  switch (scope) {
    case Scope::file:
      return of_file(name);
    case Scope::settings:
      return of_settings(name);
    case Scope::backend:
      return argument(JsonStrings::literal);
    case Scope::variable:
      return of_variable(name);
    case Scope::validation:
    case Scope::locals:
      return kArgument;
    case Scope::output:
      if (name == "precondition") return block(0, Scope::validation);
      if (name == "depends_on") return argument(JsonStrings::expressions);
      return name == "value" ? kArgument : argument(JsonStrings::literal);
    case Scope::module_call:
      return of_module_call(name);
    case Scope::provider:
      if (name == "alias" || name == "version") return argument(JsonStrings::literal);
      return of_provider_schema(name, node, aws);
    case Scope::resource:
      if (name == "provider" || name == "depends_on") return argument(JsonStrings::expressions);
      if (name == "for_each") return kArgument;
      if (name == "lifecycle") return block(0, Scope::lifecycle);
      if (name == "provisioner") return block(1, Scope::other);
      if (name == "connection" || name == "_") return block(0, Scope::other);
      return of_provider_schema(name, node, aws);
    case Scope::lifecycle:
      return of_lifecycle(name);
    case Scope::dynamic:
      if (name == "iterator") return argument(JsonStrings::expressions);
      return name == "content" ? block(0, Scope::nested) : kArgument;
    case Scope::nested:
      return of_provider_schema(name, node, aws);
    case Scope::check:
      if (name == "data") return block(2, Scope::resource);
      return name == "assert" ? block(0, Scope::validation) : kArgument;
    case Scope::other:
      return kArgument;
  }
  return kArgument;
}

class Reader {
 public:
  explicit Reader(hcl::File& file) : file_(file), expressions_(file) {}

  /// The top level: an object, or in a configuration a list of them that count as one.
  void read_file(const SyntaxNode& root, Scope scope) {
    const bool list = root.is_sequence() && scope == Scope::file;
    for (const SyntaxNode& object : list ? root.items() : std::vector{root}) {
      if (!object.is_mapping()) {
        fail(object.span(), ProblemKind::semantic, "an object with arguments and blocks was expected here");
        continue;
      }
      for (const SyntaxNode::Member& member : object.members()) property(file_.body, member, scope, false);
    }
  }

 private:
  /// Names of types, aliases and the like on the way to a block's body.
  struct Path {
    std::vector<hcl::Label> labels;
    source::Span header;  ///< the innermost key
  };

  bool fail(source::Span span, ProblemKind kind, std::string message) {
    file_.problems.push_back({kind, span, std::move(message)});
    file_.recovered = true;
    return false;
  }

  [[nodiscard]] static source::Span inside(const SyntaxNode& key) {
    return {key.span().file, key.span().begin + 1, key.span().end - 1};
  }

  bool body(hcl::Body& body, const SyntaxNode& object, Scope scope, bool aws) {
    body.span = object.span();
    for (const SyntaxNode::Member& member : object.members()) {
      if (!property(body, member, scope, aws)) return false;
    }
    return true;
  }

  bool property(hcl::Body& body, const SyntaxNode::Member& member, Scope scope, bool aws) {
    const std::string_view name = member.key.text();
    if (name == "//") return true;
    const Property property = property_of(scope, name, member.value, aws);
    switch (property.kind) {
      case Property::Kind::argument:
        return argument(body, member, property.strings);
      case Property::Kind::block:
        return blocks(body, member, property, aws);
      case Property::Kind::unknown:
        break;
    }
    return fail(member.key.span(), ProblemKind::semantic,
                "Terraform has no top-level block \"" + std::string(name) + "\"");
  }

  bool argument(hcl::Body& body, const SyntaxNode::Member& member, JsonStrings strings) {
    hcl::Attribute attribute;
    attribute.name = expressions_.stored_text(member.key);
    attribute.name_span = inside(member.key);
    attribute.span = {member.key.span().file, member.key.span().begin, member.value.span().end};
    if (body.attribute(attribute.name) != nullptr) {
      return fail(member.key.span(), ProblemKind::semantic,
                  "the argument \"" + std::string(attribute.name) + "\" is set twice");
    }
    if (!expressions_.add(member.value, strings)) {
      file_.recovered = true;
      return false;
    }
    attribute.value = expressions_.last();
    body.attributes.push_back(attribute);
    return true;
  }

  bool blocks(hcl::Body& body, const SyntaxNode::Member& member, const Property& property, bool aws) {
    const std::size_t before = body.blocks.size();
    Path path{{}, member.key.span()};
    const bool healthy = labelled(body, member, member.value, property, path, aws);
    // Within a block that is left out as a whole there is nothing to keep.
    if (!healthy && &body != &file_.body) body.blocks.resize(before);
    return healthy;
  }

  /// One level of labels: an object from name to content, or a list of such objects.
  bool labelled(hcl::Body& body, const SyntaxNode::Member& type, const SyntaxNode& node,
                const Property& property, Path& path, bool aws) {
    if (path.labels.size() == property.labels) return contents(body, type, node, property, path, aws);
    const std::vector<SyntaxNode> objects = node.is_sequence() ? node.items() : std::vector{node};
    bool healthy = true;
    for (const SyntaxNode& object : objects) {
      if (!object.is_mapping()) {
        if (is_null(object)) continue;
        healthy = fail(object.span(), ProblemKind::semantic,
                       "an object was expected here: its keys are labels of \"" +
                           std::string(type.key.text()) + "\" blocks");
        continue;
      }
      for (const SyntaxNode::Member& member : object.members()) {
        const source::Span header = std::exchange(path.header, member.key.span());
        path.labels.push_back({std::string(member.key.text()), inside(member.key)});
        healthy &= labelled(body, type, member.value, property, path, aws);
        path.labels.pop_back();
        path.header = header;
      }
    }
    return healthy;
  }

  static bool is_null(const SyntaxNode& node) {
    return node.is_scalar() && node.type() == syntax::ScalarType::null;
  }

  /// An object is one block; a list holds several.
  bool contents(hcl::Body& body, const SyntaxNode::Member& type, const SyntaxNode& node,
                const Property& property, const Path& path, bool aws) {
    if (is_null(node)) return true;
    if (!node.is_sequence()) return content(body, type, node, property, path, aws);
    bool healthy = true;
    for (const SyntaxNode& item : node.items()) {
      Path own = path;
      if (node.size() > 1 && item.is_mapping()) {
        own.header = item.span();
        own.header.end = own.header.begin + 1;
      }
      healthy &= content(body, type, item, property, own, aws);
    }
    return healthy;
  }

  bool content(hcl::Body& outer, const SyntaxNode::Member& type, const SyntaxNode& node,
               const Property& property, const Path& path, bool aws) {
    if (!node.is_mapping()) {
      return fail(
          node.span(), ProblemKind::semantic,
          "an object was expected here: the content of a \"" + std::string(type.key.text()) + "\" block");
    }
    const Mark mark{file_.expressions.size(), file_.child_ids.size()};
    hcl::Block block;
    block.type = expressions_.stored_text(type.key);
    block.type_span = inside(type.key);
    block.labels = path.labels;
    block.header = path.header;
    block.span = {node.span().file, path.header.begin, node.span().end};
    // A provider may have any local name; that of awscc has no blocks.
    const bool of_aws = block.labels.empty()                ? aws
                        : property.inner == Scope::provider ? block.labels[0].text != "awscc"
                        : property.inner == Scope::resource ? block.labels[0].text.starts_with("aws_")
                                                            : aws;
    if (!body(block.body, node, property.inner, of_aws)) {
      file_.expressions.resize(mark.expressions);
      file_.child_ids.resize(mark.child_ids);
      return false;
    }
    outer.blocks.push_back(std::move(block));
    return true;
  }

  struct Mark {
    std::size_t expressions;
    std::size_t child_ids;
  };

  hcl::File& file_;
  hcl::JsonExpressions expressions_;
};

hcl::File read(const syntax::ParsedSyntax& syntax, Scope scope) {
  hcl::File file;
  file.source = &syntax.tree.file();
  file.body.span = file.source->whole();
  if (!syntax.complete) {
    file.problems = syntax.problems;
    file.recovered = true;
  } else if (syntax.tree.documents() > 0) {
    Reader(file).read_file(syntax.tree.document(0), scope);
  }
  return file;
}

}  // namespace

hcl::File read_json_configuration(const syntax::ParsedSyntax& syntax) { return read(syntax, Scope::file); }

hcl::File read_json_variables(const syntax::ParsedSyntax& syntax) { return read(syntax, Scope::backend); }

}  // namespace rootproof::terraform
