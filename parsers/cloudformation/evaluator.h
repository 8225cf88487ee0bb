#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "parsers/cloudformation/embedded_template.h"
#include "parsers/cloudformation/sections.h"
#include "parsers/cloudformation/template.h"
#include "parsers/cloudformation/template_holes.h"
#include "parsers/source/limits.h"
#include "parsers/syntax/scalar_source.h"
#include "parsers/syntax/syntax_tree.h"
#include "parsers/value/constraints.h"
#include "parsers/value/value.h"

namespace rootproof::cloudformation {

/// An intrinsic function call, short (`!Sub text`) or long (`Fn::Sub: text`).
struct Call {
  std::string_view name;  ///< long name: "Fn::Sub", "Ref", "Condition"
  syntax::SyntaxNode argument;
  bool tagged = false;  ///< the argument node carries the function itself as its tag
  source::Span span;    ///< the whole call
};

struct AttributeModel;

/// A value that is given to a parameter, as text or as a list of texts.
[[nodiscard]] value::Value given_value(const syntax::SyntaxNode& definition, const value::Value& given);
/// Why the definition of a parameter is certain to refuse such a value ("is none of its AllowedValues");
/// empty where it may take it.
[[nodiscard]] std::string why_refused(const syntax::SyntaxNode& definition, const value::Value& given);

/// Lets maps by text be searched without a copy of the text.
struct TextHash {
  using is_transparent = void;
  std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>()(text); }
};
using GeneratedResources = std::unordered_map<std::string, std::string_view, TextHash, std::equal_to<>>;

/// Evaluates the nodes of one template: cloudformation.md §1.3 to §1.7. Every unknown has a reason; nothing
/// throws.
class Evaluator {
 public:
  /// Expands the loops of the sections, so that they list what the service deploys.
  Evaluator(const syntax::SyntaxNode& document, const TemplateInputs& inputs);
  Evaluator(const Evaluator&) = delete;
  Evaluator& operator=(const Evaluator&) = delete;

  /// The sections with everything that loops and includes put there.
  [[nodiscard]] const Sections& sections() const { return sections_; }
  /// The stacks around this one, `Outer/Inner/`; empty for a template by itself. Every name of this template
  /// that may meet names of another one stands behind it.
  [[nodiscard]] const std::string& prefix() const { return prefix_; }
  [[nodiscard]] Evaluator* nested(const Definition& definition, value::Reason* why);
  /// What the template exports under known names.
  [[nodiscard]] std::vector<Export> exports();
  /// All that the template puts out, by logical id.
  [[nodiscard]] std::map<std::string, value::Value> outputs();
  /// A loop of the sections that may generate more than they list.
  struct OpenLoop {
    Definition definition;
    value::Reason reason;      ///< why
    bool has_element = false;  ///< what it makes of any element of its list is listed
  };
  [[nodiscard]] const std::vector<OpenLoop>& open_loops() const { return open_loops_; }

  /// Within its life, text stands inside these loops.
  class ScopeChange {
   public:
    ScopeChange(Evaluator& evaluator, LoopScopePtr scope)
        : evaluator_(evaluator), before_(std::exchange(evaluator.scope_, std::move(scope))) {}
    ScopeChange(const ScopeChange&) = delete;
    ScopeChange& operator=(const ScopeChange&) = delete;
    ~ScopeChange() { evaluator_.scope_ = std::move(before_); }

   private:
    Evaluator& evaluator_;
    LoopScopePtr before_;
  };
  /// Text with the variables of the loops around replaced; those that are not known stay as they are written.
  [[nodiscard]] std::string loop_text(std::string_view text) const;

  /// The value of any node of a property.
  [[nodiscard]] value::Value evaluate(const syntax::SyntaxNode& node);

  /// What the named condition says: a boolean, a one_of booleans, or unknown where the template is wrong.
  [[nodiscard]] value::Value condition(std::string_view name, source::Span use);

  /// Every member of a map is evaluated, its own keys not being functions: a parameter's definition.
  [[nodiscard]] value::Value definition(const syntax::SyntaxNode& node) { return plain(node); }

  /// What Ref (an empty attribute) or Fn::GetAtt gives for a name.
  [[nodiscard]] value::Value resource_attribute(std::string_view name, std::string_view attribute,
                                                source::Span span);

  /// The type of a resource that is written out or that SAM generates; nullopt for a name that is neither, or
  /// that stands twice.
  [[nodiscard]] std::optional<std::string> resource_type(std::string_view name);

  /// True when no deployment is possible in which the guard holds.
  [[nodiscard]] bool is_excluded(const value::Guard& guard) const;
  /// A term of this template: whoever combines it with others knows what cannot occur.
  [[nodiscard]] value::GuardTerm constrained(value::GuardTerm term) const;
  /// The condition under its own name, which says no more than what it comes to.
  [[nodiscard]] value::GuardTerm named_condition(value::GuardTerm name, const value::Value& outcome) const;
  /// A value in the deployments in which the guard holds.
  [[nodiscard]] value::Value under(const value::Value& value, const value::Guard& guard);

  /// Values given to its parameters that their definitions refuse.
  [[nodiscard]] source::Problems refused_parameters() const;

  /// The account that the template is deployed to: an id given as input, or value::kOwnAccount.
  [[nodiscard]] std::string account() const;
  /// The Region that is given as input; empty when none is.
  [[nodiscard]] std::string region() const;
  /// The partition of the Region that is given as input, or that of the resource which deploys the template;
  /// empty when neither is known.
  [[nodiscard]] std::string partition() const;

 private:
  using Function = value::Value (Evaluator::*)(const Call&);
  struct Row {
    std::string_view name;
    Function function;
  };
  static std::span<const Row> functions();

  // evaluator.cpp: plain data and dispatch
  [[nodiscard]] value::Value plain(const syntax::SyntaxNode& node);
  [[nodiscard]] value::Value scalar(const syntax::SyntaxNode& node);
  [[nodiscard]] std::optional<value::Value> open_scalar(const syntax::SyntaxNode& node) const;
  [[nodiscard]] value::Value sequence(const syntax::SyntaxNode& node);
  [[nodiscard]] value::Value mapping(const syntax::SyntaxNode& node);
  [[nodiscard]] value::Value repeated(std::string_view key, std::span<const syntax::SyntaxNode> values);
  [[nodiscard]] value::Value call(const Call& call);
  [[nodiscard]] value::Value argument(const Call& function);
  [[nodiscard]] std::optional<std::vector<syntax::SyntaxNode>> arguments(const Call& call, std::size_t least,
                                                                         std::size_t most) const;

  // loops.cpp
  struct Loop {
    std::vector<LoopScopePtr> turns;
    std::optional<syntax::SyntaxNode> body;
    std::optional<value::Reason> reason;  ///< why the turns are not known; one may stand for all others
  };
  void expand_loops();
  void expand_loop(const Definition& generator, Section& section, std::size_t& made,
                   std::optional<OpenLoop>& open);
  [[nodiscard]] Loop read_loop(std::string_view key, const syntax::SyntaxNode& node);
  [[nodiscard]] const value::Value* loop_value(std::string_view name) const;
  [[nodiscard]] bool has_open_variable(std::string_view text) const;
  [[nodiscard]] std::optional<HoleMark> hole_in(std::string_view text, std::size_t from) const;
  [[nodiscard]] std::vector<value::StringPiece> loop_pieces(const syntax::ScalarPlaces& places,
                                                            std::size_t begin, std::size_t end) const;
  [[nodiscard]] std::optional<std::vector<value::Member>> loop_members(std::string_view key,
                                                                       const syntax::SyntaxNode& node);

  // nested_stacks.cpp
  struct NestedStack {
    TemplateInputs inputs;
    std::unique_ptr<EmbeddedTemplate> embedded;  ///< the template, where it stands in a text
    std::unique_ptr<Evaluator> evaluator;
    value::Reason reason;  ///< why there is no evaluator
  };
  Evaluator(const syntax::SyntaxNode& document, const TemplateInputs& inputs, Evaluator* parent,
            const std::string& name);
  [[nodiscard]] std::unique_ptr<Evaluator> open_nested(const Definition& definition, NestedStack& stack);
  [[nodiscard]] std::optional<syntax::SyntaxNode> nested_document(const Definition& definition,
                                                                  NestedStack& stack);
  void pass_parameters(const Definition& definition, const Evaluator& child, TemplateInputs& inputs);
  [[nodiscard]] std::optional<value::Value> only_instances(const syntax::SyntaxNode& properties);
  void place_instances(const syntax::SyntaxNode& properties, TemplateInputs& inputs);
  [[nodiscard]] value::Value stack_set_parameters(const syntax::SyntaxNode& properties);
  /// Under which name what belongs to the template around is known here.
  [[nodiscard]] std::string outside() const { return "outside " + prefix_.substr(0, prefix_.size() - 1); }
  [[nodiscard]] bool has_outer_placeholder(std::string_view text) const;
  [[nodiscard]] std::optional<value::Reason> breaks_out(const syntax::SyntaxNode& document);
  [[nodiscard]] value::Value outer_text(const syntax::SyntaxNode& scalar);
  [[nodiscard]] value::Value outer_scalar(const syntax::SyntaxNode& scalar);
  [[nodiscard]] value::Value output(std::string_view name, source::Span use);
  [[nodiscard]] value::Value either_output(const std::string& name,
                                           const std::vector<const Definition*>& outputs);
  [[nodiscard]] std::optional<value::Value> exported(const std::string& name, source::Span use) const;

  // stack_outputs.cpp
  [[nodiscard]] value::Value get_stack_output(const Call& call);
  [[nodiscard]] const StackOutputs* named_stack(const std::string& name, const value::Value& argument,
                                                std::string& why_not);

  // includes.cpp
  void add_includes();
  [[nodiscard]] bool merge_include(const syntax::SyntaxNode& transform, std::vector<value::Member>& members);
  [[nodiscard]] std::optional<syntax::SyntaxNode> included(const syntax::SyntaxNode& transform) const;

  // functions.cpp
  [[nodiscard]] value::Value base64(const Call& call);
  [[nodiscard]] value::Value find_in_map(const Call& call);
  [[nodiscard]] value::Value import_value(const Call& call);
  [[nodiscard]] value::Value join(const Call& call);
  [[nodiscard]] value::Value length(const Call& call);
  [[nodiscard]] value::Value select(const Call& call);
  [[nodiscard]] std::optional<value::Value> first_part(const value::Value& number,
                                                       const syntax::SyntaxNode& list);
  [[nodiscard]] value::Value split(const Call& call);
  [[nodiscard]] value::Value to_json_string(const Call& call);
  [[nodiscard]] value::Value transform(const Call& call);

  // networks.cpp
  [[nodiscard]] value::Value cidr(const Call& call);
  [[nodiscard]] value::Value availability_zones(const Call& call);

  // mappings.cpp
  [[nodiscard]] std::vector<syntax::SyntaxNode> entries(const syntax::SyntaxNode& mapping,
                                                        std::string_view key);
  [[nodiscard]] value::Value mapping_value(const Call& call, std::string_view map, std::string_view top,
                                           std::string_view second, const value::Value& fallback);
  [[nodiscard]] bool has_certain_keys(const std::string& mapping);
  [[nodiscard]] bool has_certain_mappings() const;
  [[nodiscard]] bool is_certain_key(const syntax::SyntaxNode& node, const std::string& text) const;
  [[nodiscard]] bool is_text(const value::Hole& hole) const;
  void find_missing_keys(const Call& call, const value::Guard& where, std::vector<value::Guard>& refused);
  void find_missing_keys(const value::Value& top, const syntax::SyntaxNode& map, const std::string& second,
                         const value::Guard& where, std::vector<value::Guard>& refused);

  // substitution.cpp
  [[nodiscard]] value::Value sub(const Call& call);
  [[nodiscard]] value::Value substituted(const Call& call, const syntax::SyntaxNode& text,
                                         const std::optional<syntax::SyntaxNode>& variables);
  [[nodiscard]] value::Value placeholder(std::string_view name, source::Span span,
                                         const std::optional<syntax::SyntaxNode>& variables);

  // references.cpp
  [[nodiscard]] value::Value ref(const Call& call);
  [[nodiscard]] value::Value get_att(const Call& call);
  [[nodiscard]] value::Value reference(std::string_view name, source::Span span);
  [[nodiscard]] value::Value attribute(std::string_view resource, std::string_view attribute,
                                       source::Span span);
  [[nodiscard]] value::Value computed_attribute(const Call& call,
                                                const std::vector<syntax::SyntaxNode>& nodes);
  [[nodiscard]] bool is_conditioned_away(const Definition& definition, source::Span use);
  [[nodiscard]] std::optional<value::Value> pseudo_parameter(std::string_view name, source::Span span);
  [[nodiscard]] value::Value missing(std::string_view name, source::Span span) const;
  [[nodiscard]] std::optional<value::Value> modelled_attribute(std::string_view resource,
                                                               std::string_view attribute, source::Span span);
  [[nodiscard]] value::Value generated_attribute(std::string_view resource, std::string_view type,
                                                 std::string_view attribute, source::Span span);
  [[nodiscard]] value::Value modelled(std::string_view resource,
                                      const std::optional<syntax::SyntaxNode>& definition,
                                      const AttributeModel& model, source::Span span);
  [[nodiscard]] value::Value named_property(std::string_view resource,
                                            const std::optional<syntax::SyntaxNode>& definition,
                                            std::string_view property, const value::Hole& otherwise);

  // parameters.cpp
  [[nodiscard]] value::Value parameter(std::string_view name);
  [[nodiscard]] value::Value nested_parameter(std::string_view name, std::string_view type,
                                              const syntax::SyntaxNode& definition);
  [[nodiscard]] value::Value parameter_definition(std::string_view name,
                                                  const syntax::SyntaxNode& definition);
  [[nodiscard]] value::Value any_value(std::string_view name, const syntax::SyntaxNode& definition) const;
  [[nodiscard]] value::Value default_or_another(std::string_view name, const syntax::SyntaxNode& definition,
                                                const syntax::SyntaxNode& text,
                                                const value::Value& standard) const;
  [[nodiscard]] value::Value parameter_default(std::string_view name, std::string_view type,
                                               const syntax::SyntaxNode& text);
  [[nodiscard]] value::Value allowed_values(std::string_view name, const syntax::SyntaxNode& list,
                                            const std::optional<syntax::SyntaxNode>& chosen);

  // parameter_domain.cpp
  void find_compared_parameters();
  [[nodiscard]] bool may_be(const value::Hole& hole, const std::string& text) const;
  [[nodiscard]] bool may_hold_line_break(const value::Hole& hole) const;
  [[nodiscard]] bool may_hold_line_break(const value::Value& value) const;

  // comparisons.cpp
  [[nodiscard]] value::Value equals(const Call& call);
  [[nodiscard]] value::Value membership(const Call& call);
  [[nodiscard]] value::Value membership_of(const Call& call, std::span<const value::Value> members,
                                           std::span<const value::Value> wanted) const;
  [[nodiscard]] value::Value compare(const Call& call, const value::Value& one,
                                     const value::Value& other) const;
  void constrain_place(const value::Hole& hole, const std::string& text) const;

  // serverless_references.cpp
  void find_generated_resources();

  // deployment_rules.cpp
  void read_rules();
  [[nodiscard]] std::vector<value::Guard> refused_by(const syntax::SyntaxNode& rule);
  void exclude(std::vector<value::Guard> refused, bool counts = true);
  [[nodiscard]] value::Value without_excluded(const value::Value& value) const;

  // absent_resources.cpp
  struct Refused {
    std::vector<value::Guard> references;
    std::vector<value::Guard> lookups;
  };
  void read_references();
  [[nodiscard]] std::optional<value::Value> existence(const Definition& definition);
  void find_absent(const syntax::SyntaxNode& node, const value::Guard& where, Refused& refused);
  void find_absent_in(const Call& call, const value::Guard& where, Refused& refused);
  void find_missing_in(const syntax::SyntaxNode& condition, Refused& refused);
  void need(std::string_view name, const value::Guard& where, std::vector<value::Guard>& refused);
  static void refuse(const value::Guard& guard, std::vector<value::Guard>& refused);

  // conditions.cpp
  [[nodiscard]] value::Value split_by_name(const value::Value& outcome, std::string_view name,
                                           source::Span span) const;
  [[nodiscard]] value::Value if_(const Call& call);
  [[nodiscard]] value::Value condition_expression(const syntax::SyntaxNode& node);
  [[nodiscard]] value::Value junction(const Call& call, bool neutral);
  [[nodiscard]] value::Value negation(const Call& call);
  [[nodiscard]] value::Value condition_reference(const Call& call);

  Sections sections_;
  source::FileId document_file_;
  std::uint32_t document_id_;
  bool org_formation_;
  bool is_whole_document_;  ///< not a part of a service of the Serverless Framework, which merges several
  Evaluator* parent_ = nullptr;
  std::string prefix_;
  /// What AWS::AccountId and AWS::Region are known by; those of a stack set are not those of the template
  /// that holds it.
  std::string account_symbol_{value::kOwnAccount};
  std::string region_symbol_ = "AWS::Region";
  std::string partition_;             ///< of the resource that deploys the template
  bool in_substituted_text_ = false;  ///< the template stands in a text of Fn::Sub in its parent
  unsigned nesting_ = 0;
  /// What a template and its nested stacks have used up together.
  struct Used {
    std::size_t steps = 0;
    std::size_t stacks = 0;
    std::size_t embedded_bytes = 0;
    std::size_t refinements = limits::kRefinements;  ///< values that may still be looked through
  };
  std::shared_ptr<Used> used_ = std::make_shared<Used>();
  std::map<std::string, NestedStack, std::less<>> nested_;
  std::set<std::string, std::less<>> outputs_in_progress_;
  const TemplateInputs& inputs_;
  LoopScopePtr scope_;
  /// Parameters that conditions, rules or keys of mappings look at: each may have another value than its
  /// default, and what it is decides what there is.
  std::set<std::string, std::less<>> compared_parameters_;
  /// Types of the resources that SAM generates, by logical id.
  GeneratedResources generated_resources_;
  /// What does not occur: what parameters are not, and what is refused.
  std::shared_ptr<value::Constraints> constraints_ = std::make_shared<value::Constraints>();
  std::vector<OpenLoop> open_loops_;
  unsigned depth_ = 0;
  std::map<std::string, value::Value, std::less<>> parameters_;
  std::map<std::string, value::Value, std::less<>> conditions_;
  std::set<std::string, std::less<>> conditions_in_progress_;
  /// By file and node id: the keys of the mappings looked up so far.
  std::map<std::pair<source::FileId, std::uint32_t>,
           std::unordered_map<std::string_view, std::vector<syntax::SyntaxNode>>>
      mapping_keys_;
  bool mappings_certain_ = false;                 ///< has_certain_mappings()
  std::map<std::string, bool> certain_mappings_;  ///< by name: whether all their keys are certain
  std::set<std::string> lookups_;                 ///< what was asked for keys that are missing, and where
  std::set<std::string, std::less<>> names_in_progress_;  ///< resources whose name is being evaluated
  /// Names of resources that a property sets: the policies, references and ARNs of one resource all ask.
  std::map<std::string, value::Value, std::less<>> names_;
};

/// The call a node is, if it is one. A map is a call when its only key is a function's name.
[[nodiscard]] std::optional<Call> as_call(const syntax::SyntaxNode& node);

/// The same for the long form only, the node's own tag set aside.
[[nodiscard]] std::optional<Call> as_long_call(const syntax::SyntaxNode& node);

/// Unknown with this reason, where the call stands.
[[nodiscard]] value::Value unknown_result(const Call& call, value::ReasonKind kind, std::string detail,
                                          value::ValueType type = value::ValueType::any);

/// Origin of a function's result: the call, and behind it the first input that came from somewhere else.
[[nodiscard]] value::Origin result_origin(const Call& call, std::span<const value::Value> inputs = {});

/// The domain of the partition's addresses; empty for one that is not known.
[[nodiscard]] std::string_view url_suffix_of(std::string_view partition);

/// The name under which guards speak of what stands in a hole.
[[nodiscard]] std::string subject_of(const value::Hole& hole);

/// An unknown as the part of a longer string: a hole, with the name of the parameter it comes from as
/// identity. Lists and maps, which a string cannot hold, become holes too. Everything else stays as it is.
[[nodiscard]] value::Value as_string_part(const value::Value& value, source::Span span);

}  // namespace rootproof::cloudformation
