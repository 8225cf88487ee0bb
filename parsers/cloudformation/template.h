#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "parsers/resource.h"
#include "parsers/syntax/syntax_tree.h"

namespace rootproof::cloudformation {

/// An output that a template exports under a name.
struct Export {
  std::string name;
  value::Value value;        ///< identities of its holes are qualified: they mean nothing in another template
  std::string unit = {};     ///< the file of the template
  std::string account = {};  ///< as in Resource::account
  std::string region = {};   ///< empty where it is not known
};

/// A stack that a scanned template is deployed as, under a name that is known.
struct StackOutputs {
  std::string name;
  std::string account;                          ///< empty where it is not known
  std::string region;                           ///< empty where it is not known
  std::map<std::string, value::Value> outputs;  ///< by logical id, qualified as those of exports are
};

/// Where a template finds what it does not hold itself.
struct TemplateFiles {
  /// The document that a local location in `from` names (a nested template, the fragment of an
  /// AWS::Include); nullopt when it is not below the scanned roots or cannot be read.
  std::function<std::optional<syntax::SyntaxNode>(const source::SourceFile& from,
                                                  const std::string& location)>
      document;
  std::vector<Export> exports;       ///< of all scanned templates
  std::vector<StackOutputs> stacks;  ///< of all scanned templates whose stack is known by name
};

/// The resource of another language that deploys a template.
struct Deployer {
  std::string address;  ///< what the template names stands behind it: "aws_cloudformation_stack.base/Bucket"
  std::string account;  ///< where the stack is, as in Resource::account
  std::string partition;  ///< the same, as in Resource::partition
};

/// What a template is evaluated with.
struct TemplateInputs {
  /// Parameter values given by the user (--parameter, --parameter-file), each with its origin.
  std::map<std::string, value::Value> parameters;
  const TemplateFiles* files = nullptr;  ///< nullptr: nothing outside is known; not owned
  /// The construct of the CDK that each resource comes from, by logical id, where the template does not say.
  std::map<std::string, std::string> constructs = {};
  /// What the marks in the text of the template stand for (template_holes.h).
  std::vector<value::Hole> holes = {};
  /// Set for a template that is deployed with exactly these parameters, all others at their defaults.
  std::optional<Deployer> deployer = {};
};

/// True for what org-formation reads (`AWSTemplateFormatVersion: 2010-09-09-OC`): a template in which the
/// accounts of its organization have names.
[[nodiscard]] bool is_org_formation_template(const syntax::SyntaxNode& document);

/// True when the document is a CloudFormation or SAM template by structure (cloudformation.md §4), or one of
/// org-formation; that may hold an organization beside its resources.
[[nodiscard]] bool is_template(const syntax::SyntaxNode& document);

/// Evaluates a template with the nested stacks that are at hand: every resource with its properties,
/// conditions as guards, parameters as resources of kind template_parameter. What cannot be evaluated is
/// unknown with a reason. Never throws.
[[nodiscard]] EvaluatedUnit evaluate_template(const syntax::SyntaxTree& tree,
                                              const syntax::SyntaxNode& document,
                                              const TemplateInputs& inputs);

/// In how many parts a template is evaluated, which may be done at the same time: more than one for those
/// with hundreds of resources. The parts in their order, one appended to the other, are the whole.
[[nodiscard]] std::size_t parts_of(const syntax::SyntaxNode& document);
[[nodiscard]] EvaluatedUnit evaluate_template_part(const syntax::SyntaxTree& tree,
                                                   const syntax::SyntaxNode& document,
                                                   const TemplateInputs& inputs, std::size_t part);
void append(EvaluatedUnit& unit, EvaluatedUnit part);

/// What the template exports under names that are known.
[[nodiscard]] std::vector<Export> exports_of(const syntax::SyntaxNode& document,
                                             const TemplateInputs& inputs);

/// What the template puts out. Its stack is the one that AWS::StackName of the inputs names.
[[nodiscard]] StackOutputs outputs_of(const syntax::SyntaxNode& document, const TemplateInputs& inputs);

/// A local file that a template names.
struct LocalFile {
  enum class Use : std::uint8_t { nested_template, included } use = Use::nested_template;
  std::string location;  ///< as written; relative to the template
};

/// Every local file that a template names by literal text, in order.
[[nodiscard]] std::vector<LocalFile> local_files(const syntax::SyntaxNode& document);

}  // namespace rootproof::cloudformation
