#include "analyzer/engine/deployed_templates.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "parsers/arn.h"
#include "parsers/cloudformation/merge_keys.h"
#include "parsers/cloudformation/template.h"
#include "parsers/cloudformation/template_holes.h"
#include "parsers/source/limits.h"
#include "parsers/syntax/syntax_tree.h"
#include "parsers/value/relocated.h"

namespace rootproof::engine {
namespace {

using value::Reason;
using value::ReasonKind;
using value::Value;
using Kind = Value::Kind;

/// Its template, where it is written out or put together by Fn::Sub alone, is evaluated where it stands
/// (parsers/cloudformation/nested_stacks.cpp); every other text is a value like those of Terraform.
constexpr std::string_view kTemplateStackSet = "AWS::CloudFormation::StackSet";
constexpr std::string_view kTemplateStackSetBody = "TemplateBody";

std::string_view body_of(std::string_view type) {
  return type == kTemplateStackSet ? kTemplateStackSetBody : std::string_view("template_body");
}

bool is_stack(std::string_view type) {
  return type == "aws_cloudformation_stack" || type == "awscc_cloudformation_stack";
}

bool is_stack_set(std::string_view type) {
  return type == "aws_cloudformation_stack_set" || type == "awscc_cloudformation_stack_set" ||
         type == kTemplateStackSet;
}

/// The text of a template, put together of parts that know where they stand.
class TemplateText {
 public:
  explicit TemplateText(const Value& body) : whole_(body.origin().span()) {
    is_written_ = !body.is(Kind::map) || !body.is_encoded();
    if (!is_written_)
      write_json(body, 0);
    else
      write_text(body);
  }

  [[nodiscard]] const std::string& text() const { return text_; }
  /// What is not known inside of it; a mark stands for each.
  [[nodiscard]] const std::vector<value::Hole>& holes() const { return holes_; }
  /// Whether somebody wrote the text: what a function makes of values puts each value where it belongs.
  [[nodiscard]] bool is_written() const { return is_written_; }
  /// Why the text cannot be told.
  [[nodiscard]] const std::vector<Reason>& reasons() const { return reasons_; }

  /// The file that the text is, from beginning to end.
  [[nodiscard]] std::optional<source::FileId> whole_file() const {
    if (parts_.size() != 1 || !parts_.front().verbatim || parts_.front().span.begin != 0) return std::nullopt;
    return parts_.front().span.file;
  }

  /// Where a range of the text stands. What no file has letter by letter stands where its part does.
  [[nodiscard]] value::Place place_of(source::Span span) const {
    if (parts_.empty()) return {whole_, false};
    const Part& first = part_at(span.begin);
    const Part& last = span.end > span.begin ? part_at(span.end - 1) : first;
    const std::uint32_t begin =
        first.verbatim ? first.span.begin + (span.begin - first.begin) : first.span.begin;
    const std::uint32_t end = last.verbatim ? last.span.begin + (span.end - last.begin) : last.span.end;
    if (first.span == source::Span{}) return {whole_, false};
    if (last.span.file != first.span.file || last.span == source::Span{} || end < begin)
      return {{first.span.file, begin, first.span.end}, false};
    return {{first.span.file, begin, end}, first.verbatim && &first == &last};
  }

 private:
  struct Part {
    std::uint32_t begin = 0;  ///< in the text
    source::Span span;
    bool verbatim = false;
  };

  [[nodiscard]] const Part& part_at(std::uint32_t offset) const {
    const auto behind = std::upper_bound(parts_.begin(), parts_.end(), offset,
                                         [](std::uint32_t at, const Part& part) { return at < part.begin; });
    return behind == parts_.begin() ? parts_.front() : *std::prev(behind);
  }

  void put(std::string_view text, source::Span span, bool verbatim) {
    if (text.empty()) return;
    parts_.push_back({static_cast<std::uint32_t>(text_.size()), span, verbatim});
    text_ += text;
  }

  void put_hole(value::Hole hole) {
    put(cloudformation::hole_mark(holes_.size()), hole.origin.span(), false);
    holes_.push_back(std::move(hole));
  }

  void missing(const Value& value) {
    std::vector<Reason> reasons = value.reasons();
    if (reasons.empty()) reasons.push_back({ReasonKind::invalid, "a template that is no text", whole_});
    reasons_.insert(reasons_.end(), reasons.begin(), reasons.end());
  }

  void write_text(const Value& value) {
    if (!value.is(Kind::string)) return missing(value);
    for (const value::StringPiece& piece : value.pieces()) {
      const auto* known = std::get_if<value::TextPiece>(&piece);
      if (known != nullptr && cloudformation::has_hole_mark(known->text)) return missing(value);
      if (known == nullptr)
        put_hole(std::get<value::Hole>(piece));
      else
        put(known->text, known->span, known->verbatim);
    }
  }

  /// What jsonencode() makes of a value; it keeps places that its text has not.
  void write_json(const Value& value, unsigned depth) {
    const source::Span span = value.origin().span();
    if (depth > limits::kSyntaxDepth || text_.size() > limits::kValueBytes) {
      reasons_.push_back(
          {ReasonKind::limit, depth > limits::kSyntaxDepth ? "kSyntaxDepth" : "kValueBytes", span});
      return;
    }
    switch (value.kind()) {
      case Kind::null:
      case Kind::absent:
        return put("null", span, false);
      case Kind::boolean:
        return put(value.as_boolean() ? "true" : "false", span, false);
      case Kind::number:
        return put(value.as_number(), span, false);
      case Kind::string:
        return write_json_string(value);
      case Kind::unknown:
      case Kind::one_of: {
        const std::vector<Reason> reasons = value.reasons();
        if (reasons.empty()) return missing(value);
        return put_hole({value::HoleKind::any, "", reasons.front(), value.origin()});
      }
      case Kind::list:
      case Kind::map:
        break;
    }
    if (depth != 0 && value.is_encoded()) return missing(Value());  // a text of a text
    const bool list = value.is(Kind::list);
    put(list ? "[" : "{", span, false);
    bool first = true;
    const auto separate = [&] {
      if (!std::exchange(first, false)) put(",", span, false);
    };
    if (list) {
      for (const Value& item : value.items()) {
        separate();
        write_json(item, depth + 1);
      }
    } else {
      for (const value::Member& member : value.members()) {
        separate();
        put('"' + escaped(member.key) + '"', member.key_span, false);
        put(":", member.key_span, false);
        write_json(member.value, depth + 1);
      }
    }
    put(list ? "]" : "}", span, false);
  }

  void write_json_string(const Value& value) {
    put("\"", value.text_span(0, 0), false);
    for (const value::StringPiece& piece : value.pieces()) {
      const auto* known = std::get_if<value::TextPiece>(&piece);
      if (known == nullptr) {
        put_hole(std::get<value::Hole>(piece));
        continue;
      }
      if (cloudformation::has_hole_mark(known->text)) return missing(value);
      const std::string text = escaped(known->text);
      put(text, known->span, known->verbatim && text == known->text);
    }
    put("\"", value.text_span(0, 0), false);
  }

  static std::string escaped(std::string_view text) {
    constexpr std::string_view kHexadecimal = "0123456789abcdef";
    std::string out;
    for (const char c : text) {
      const auto byte = static_cast<unsigned char>(c);
      if (c == '"' || c == '\\') {
        out += {'\\', c};
      } else if (byte < 0x20) {
        out += {'\\', 'u', '0', '0', kHexadecimal[byte >> 4U], kHexadecimal[byte & 0xfU]};
      } else {
        out.push_back(c);
      }
    }
    return out;
  }

  source::Span whole_;
  bool is_written_ = true;
  std::string text_;
  std::vector<Part> parts_;
  std::vector<value::Hole> holes_;
  std::vector<Reason> reasons_;
};

// ---- parameters

/// Parameters by name; no value where some names are not known.
using Parameters = std::optional<std::map<std::string, Value>>;

/// Whether a value is null in one of its ways: the template's default then stands there.
bool may_be_null(const Value& value) {
  if (!value.is(Kind::one_of)) return value.is(Kind::null);
  return std::any_of(value.alternatives().begin(), value.alternatives().end(),
                     [](const value::Alternative& way) { return may_be_null(way.value); });
}

/// CloudFormation reads every parameter as a text.
Value parameter_text(const Value& value) {
  if (may_be_null(value))
    return Value::unknown(
        {ReasonKind::unsupported, "a parameter that is given in some ways only", value.origin().span()},
        value::ValueType::any, value.origin());
  const bool scalar = value.is(Kind::number) || value.is(Kind::boolean);
  return scalar ? Value::string(value.as_text().value_or(""), value.origin(), value.origin().span()) : value;
}

/// The value of an object in the awscc form, or under the name that CloudFormation gives it.
const Value* member_of(const Value& item, std::string_view awscc, std::string_view in_template) {
  const Value* const found = item.find(awscc);
  return found == nullptr ? item.find(in_template) : found;
}

/// A map of values by name, or the form of awscc and CloudFormation: objects of key and value.
Parameters read_parameters(const Value* given) {
  std::map<std::string, Value> parameters;
  if (given == nullptr || given->is(Kind::null)) return parameters;
  if (given->is(Kind::map)) {
    for (const value::Member& member : given->members()) {
      if (!member.value.is(Kind::null)) parameters.insert_or_assign(member.key, parameter_text(member.value));
    }
    return parameters;
  }
  if (!given->is(Kind::list)) return std::nullopt;
  for (const Value& item : given->items()) {
    const Value* key = member_of(item, "parameter_key", "ParameterKey");
    const Value* text = member_of(item, "parameter_value", "ParameterValue");
    const std::optional<std::string> name = key == nullptr ? std::nullopt : key->as_string();
    if (!name) return std::nullopt;
    if (text != nullptr && !text->is(Kind::null)) parameters.insert_or_assign(*name, parameter_text(*text));
  }
  return parameters;
}

/// What a value given by Terraform is to the template: its reasons are not those of the template's
/// parameters.
Reason reason_of(const Value& value, const std::string& otherwise, source::Span span) {
  const std::vector<Reason> reasons = value.reasons();
  return reasons.empty() ? Reason{ReasonKind::unsupported, otherwise, span} : reasons.front();
}

/// Parameters that instances of stack sets override for some accounts, by whatever set: which one an instance
/// belongs to is seldom literal. No value where they are not known.
std::optional<std::set<std::string>> overridden_parameters(const EvaluatedUnit& unit) {
  std::set<std::string> names;
  bool known = true;
  const auto add = [&](const Value* overrides) {
    const Parameters parameters = read_parameters(overrides);
    known = known && parameters;
    if (!parameters) return;
    for (const auto& [name, value] : *parameters) names.insert(name);
  };
  for (const Resource& resource : unit.resources) {
    if (resource.type == "aws_cloudformation_stack_set_instance" ||
        resource.type == "aws_cloudformation_stack_instances")
      add(resource.properties.find("parameter_overrides"));
    if (resource.type != "awscc_cloudformation_stack_set" && resource.type != kTemplateStackSet) continue;
    const Value* groups = member_of(resource.properties, "stack_instances_group", "StackInstancesGroup");
    if (groups == nullptr || groups->is(Kind::null)) continue;
    known = known && groups->is(Kind::list);
    if (!groups->is(Kind::list)) continue;
    for (const Value& group : groups->items()) {
      known = known && group.is(Kind::map);
      add(member_of(group, "parameter_overrides", "ParameterOverrides"));
    }
  }
  return known ? std::optional(std::move(names)) : std::nullopt;
}

// ---- templates

std::vector<std::string> declared_parameters(const syntax::SyntaxNode& document) {
  std::vector<std::string> names;
  const std::optional<syntax::SyntaxNode> parameters = document.find("Parameters");
  if (!parameters || !parameters->is_mapping()) return names;
  for (std::size_t i = 0; i < parameters->size(); ++i) names.emplace_back(parameters->member(i).key.text());
  return names;
}

class DeployedTemplates {
 public:
  DeployedTemplates(EvaluatedUnit& unit, std::set<source::FileId>& files) : unit_(unit), files_(files) {}

  void read() {
    const std::size_t written = unit_.resources.size();
    overridden_ = overridden_parameters(unit_);
    for (std::size_t i = 0; i < written; ++i) {
      const std::string& type = unit_.resources[i].type;
      if (is_stack(type) || is_stack_set(type)) read_resource(i);
    }
  }

 private:
  void read_resource(std::size_t index) {
    const std::string_view type = unit_.resources[index].type;
    const Value* body = unit_.resources[index].properties.find(body_of(type));
    if (body == nullptr || body->is(Kind::null)) return;  // the template is at an address
    // What the template around could not tell, it has said.
    const bool told = body->is(Kind::string) || body->is_encoded();
    if (type == kTemplateStackSet && !(told && is_unread(unit_.resources[index]))) return;
    const TemplateText text(*body);
    std::vector<Reason> reasons = text.reasons();
    if (reasons.empty()) {
      bytes_ += text.text().size();
      if (bytes_ > limits::kEmbeddedBytes)
        reasons.push_back({ReasonKind::limit, "kEmbeddedBytes", body->origin().span()});
    }
    if (!reasons.empty()) return leave_unseen(unit_.resources[index], reasons.front());
    const source::SourceFile file(value::kTextWithoutFile,
                                  "the template of " + unit_.resources[index].address, text.text());
    syntax::ParsedSyntax parsed = syntax::parse_json_or_yaml(file);
    cloudformation::write_out_merges(parsed.tree);
    const bool whole = parsed.complete && parsed.tree.documents() == 1;
    const std::vector<value::Hole>& holes = text.holes();
    if (!holes.empty()) {
      const auto misplaced = whole ? cloudformation::misplaced_hole(parsed.tree.document(0))
                                   : std::optional(cloudformation::HoleMark{});
      // What was written as an escape may look like the mark of a hole that there is not.
      if (misplaced)
        return leave_unseen(unit_.resources[index],
                            holes[std::min(misplaced->number, holes.size() - 1)].reason);
      const auto unquoted =
          text.is_written() ? cloudformation::unquoted_hole(parsed.tree.document(0), holes) : std::nullopt;
      if (unquoted) {
        Reason why = holes[unquoted->number].reason;
        why.detail = "line breaks in " + why.detail + ", which stands without quotation marks";
        return leave_unseen(unit_.resources[index], why);
      }
    }
    if (!parsed.complete) {
      for (const source::Problem& problem : parsed.problems)
        unit_.problems.push_back(
            {problem.kind, text.place_of(problem.span).span, file.path() + ": " + problem.message});
    }
    if (!whole || !cloudformation::is_template(parsed.tree.document(0))) return;
    evaluate(index, text, parsed.tree);
    if (const auto of_file = text.whole_file()) files_.insert(*of_file);
  }

  /// Whether a stack set of CloudFormation is said to have a template that is not at hand.
  [[nodiscard]] bool is_unread(const Resource& set) const {
    return std::any_of(unit_.unknowns.begin(), unit_.unknowns.end(),
                       [&](const Reason& reason) { return is_about(reason, set); });
  }

  static bool is_about(const Reason& reason, const Resource& set) {
    return reason.kind == ReasonKind::opaque_module && reason.span == set.span &&
           reason.detail == "the template of " + name_of(set);
  }

  /// What the names of the template inside stand behind.
  static std::string name_of(const Resource& stack) {
    constexpr std::string_view kSection = "Resources.";
    return stack.type == kTemplateStackSet ? stack.address.substr(kSection.size()) : stack.address;
  }

  /// What may be in it counts where the stack is about what is asked, like every template that nobody has
  /// read: hence the kind and the place of that reason.
  void leave_unseen(const Resource& stack, const Reason& why) {
    unit_.unknowns.push_back({ReasonKind::unsupported, why.detail, stack.span});
    unit_.problems.push_back({source::ProblemKind::notice, stack.span,
                              "the template of " + stack.address +
                                  " is not known as a whole and not analysed: " +
                                  std::string(value::to_string(why.kind)) + ", " + why.detail});
  }

  void evaluate(std::size_t index, const TemplateText& text, const syntax::SyntaxTree& tree) {
    cloudformation::TemplateInputs inputs = inputs_of(unit_.resources[index], tree.document(0));
    inputs.holes = text.holes();
    EvaluatedUnit inside = cloudformation::evaluate_template(tree, tree.document(0), inputs);
    // Found in the text, so that it is no longer unseen.
    Resource& stack = unit_.resources[index];
    const std::string unseen = "the template of " + stack.address;
    std::erase_if(unit_.unknowns, [&](const Reason& reason) {
      return (reason.kind == ReasonKind::unsupported && reason.detail == unseen) || is_about(reason, stack);
    });
    if (stack.type == kTemplateStackSet)
      std::erase_if(unit_.problems, [&](const source::Problem& problem) {
        return problem.kind == source::ProblemKind::notice && problem.span == stack.span &&
               problem.message.starts_with("the resources of stack set ");
      });
    drop_body(stack);
    value::Relocation relocation([&](source::Span span) { return text.place_of(span); });
    const value::Guard guard = stack.guard;
    const bool may_be_absent = stack.may_be_absent;
    for (Resource& resource : inside.resources) {
      resource.unit = unit_.name;
      resource.guard = guard & relocation.of(resource.guard);
      if (resource.guard.impossible()) continue;
      resource.may_be_absent = resource.may_be_absent || may_be_absent;
      resource.properties = relocation.of(resource.properties);
      resource.span = relocation.of(resource.span);
      resource.body_span = relocation.of(resource.body_span);
      if (resource.rewritten_by) resource.rewritten_by = relocation.of(*resource.rewritten_by);
      unit_.resources.push_back(std::move(resource));
    }
    for (const Reason& reason : inside.unknowns) unit_.unknowns.push_back(relocation.of(reason));
    for (source::Problem& problem : inside.problems) {
      problem.span = relocation.of(problem.span);
      unit_.problems.push_back(std::move(problem));
    }
  }

  [[nodiscard]] cloudformation::TemplateInputs inputs_of(const Resource& stack,
                                                         const syntax::SyntaxNode& document) const {
    const bool set = is_stack_set(stack.type);
    cloudformation::TemplateInputs inputs;
    const std::string known_as = name_of(stack);
    inputs.deployer = {known_as, set ? std::string(value::kOwnAccount) + " of " + known_as : stack.account,
                       stack.partition};
    if (!set && is_account_id(stack.account))
      inputs.parameters.emplace("AWS::AccountId", Value::string(stack.account));
    const Value* given = member_of(stack.properties, "parameters", "Parameters");
    const Parameters parameters = read_parameters(given);
    if (!parameters || (set && !overridden_)) {
      const Value unknown = given == nullptr ? Value::null() : *given;
      for (const std::string& name : declared_parameters(document))
        inputs.parameters.emplace(
            name, Value::unknown(reason_of(unknown, "the parameters of " + stack.address, stack.span)));
      return inputs;
    }
    for (const auto& [name, value] : *parameters) {
      const value::OriginStep step{value::OriginKind::module_argument, value.origin().span(),
                                   "parameter " + name + " of " + stack.address};
      inputs.parameters.insert_or_assign(name, value.with_step(step));
    }
    if (!set) return inputs;
    for (const std::string& name : *overridden_)
      inputs.parameters.insert_or_assign(
          name,
          Value::unknown({ReasonKind::unsupported, "parameter " + name + " of some accounts", stack.span}));
    return inputs;
  }

  /// Its content is seen where it stands.
  static void drop_body(Resource& stack) {
    std::vector<value::Member> members;
    for (const value::Member& member : stack.properties.members()) {
      if (member.key != body_of(stack.type)) members.push_back(member);
    }
    stack.properties = Value::map(std::move(members), stack.properties.origin());
  }

  EvaluatedUnit& unit_;
  std::set<source::FileId>& files_;
  std::optional<std::set<std::string>> overridden_;
  std::size_t bytes_ = 0;
};

}  // namespace

void add_deployed_templates(EvaluatedUnit& unit, std::set<source::FileId>& files) {
  DeployedTemplates(unit, files).read();
}

}  // namespace rootproof::engine
