#include "parsers/cloudformation/serverless_values.h"

#include <algorithm>
#include <cctype>
#include <utility>

#include "parsers/cloudformation/choices.h"
#include "parsers/cloudformation/evaluator.h"
#include "parsers/cloudformation/serverless_policies.h"
#include "parsers/value/value_set.h"

namespace rootproof::cloudformation {

using value::Member;
using value::Origin;
using value::OriginKind;
using value::Value;

namespace {

Origin generated(source::Span span) { return Origin({OriginKind::function, span, "AWS::Serverless"}); }

}  // namespace

bool is_missing(const Value* value) { return !value::is_given(value); }

std::string api_method(const Value* method) {
  std::string text = method == nullptr ? std::string() : method->as_text().value_or("");
  std::transform(text.begin(), text.end(), text.begin(),
                 [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
  return text == "ANY" || text == "X-AMAZON-APIGATEWAY-ANY-METHOD" ? "*" : text;
}

std::string api_path(const std::string& path) {
  std::string result;
  for (std::size_t i = 0; i < path.size(); ++i) {
    const std::size_t close = path[i] == '{' ? path.find('}', i) : std::string::npos;
    if (close == std::string::npos) {
      result += path[i];
    } else {
      result += '*';
      i = close;
    }
  }
  return result;
}

std::vector<Way> ways_of(const Value* value) {
  if (value == nullptr) return {{{}, Value::absent()}};
  if (!value->is(Value::Kind::one_of)) return {{{}, *value}};
  std::vector<Way> ways;
  for (const value::Alternative& way : value->alternatives()) ways.push_back({way.guard, way.value});
  return ways;
}

Value ServerlessValues::text(std::string_view text) const {
  return Value::string(std::string(text), generated(span_), span_);
}

Value ServerlessValues::list(std::vector<Value> items) const {
  return Value::list(std::move(items), generated(span_));
}

Value ServerlessValues::map(std::vector<Member> members) const {
  for (Member& member : members) {
    if (member.key_span == source::Span{}) member.key_span = span_;
  }
  return Value::map(std::move(members), generated(span_));
}

Value ServerlessValues::unknown(std::string what) const {
  return Value::unknown({value::ReasonKind::unsupported, std::move(what), span_}, value::ValueType::any,
                        generated(span_));
}

Value ServerlessValues::statement(std::vector<Value> actions, std::vector<Member> more) const {
  const bool single = actions.size() == 1;
  std::vector<Member> members{{"Effect", span_, text("Allow")},
                              {"Action", span_, single ? actions.front() : list(std::move(actions))}};
  for (Member& member : more) members.push_back(std::move(member));
  return map(std::move(members));
}

Value ServerlessValues::document(std::vector<Value> statements, bool version) const {
  std::vector<Member> members;
  if (version) members.push_back({"Version", span_, text("2012-10-17")});
  members.push_back({"Statement", span_, list(std::move(statements))});
  return map(std::move(members));
}

Value ServerlessValues::named(std::string_view name, const Value& document) const {
  return map({{"PolicyName", span_, text(name)}, {"PolicyDocument", span_, document}});
}

Value ServerlessValues::trust(std::string_view service) const {
  const Value principal = map({{"Service", span_, list({text(service)})}});
  return document({statement({text("sts:AssumeRole")}, {{"Principal", span_, principal}})}, true);
}

Value ServerlessValues::managed(Evaluator& evaluator, std::string_view name) const {
  const Value parts[] = {text("arn:"), evaluator.resource_attribute("AWS::Partition", {}, span_),
                         text(":iam::aws:policy/" + managed_policy_path(name))};
  return value::concatenate(parts, generated(span_)).value_or(unknown("a managed policy"));
}

Value ServerlessValues::arn(Evaluator& evaluator, std::string_view service,
                            const std::vector<Value>& parts) const {
  std::vector<Value> all{text("arn:"),
                         evaluator.resource_attribute("AWS::Partition", {}, span_),
                         text(":" + std::string(service) + ":"),
                         evaluator.resource_attribute("AWS::Region", {}, span_),
                         text(":"),
                         evaluator.resource_attribute("AWS::AccountId", {}, span_),
                         text(":")};
  for (const Value& part : parts) all.push_back(as_string_part(part, span_));
  return value::concatenate(all, generated(span_)).value_or(unknown("an ARN"));
}

Value ServerlessValues::filled(Evaluator& evaluator, std::string_view text, const Value& given) const {
  std::vector<Value> parts;
  for (std::size_t done = 0; done < text.size();) {
    const std::size_t open = std::min(text.find("${", done), text.size());
    if (open > done) parts.push_back(this->text(text.substr(done, open - done)));
    if (open == text.size()) break;
    const std::size_t close = text.find('}', open);
    const std::string_view name = text.substr(open + 2, close - open - 2);
    const Value* parameter = given.find(name);
    if (name.substr(0, 5) == "AWS::") {
      parts.push_back(evaluator.resource_attribute(name, {}, span_));
    } else {
      parts.push_back(as_string_part(parameter == nullptr ? unknown(std::string(name)) : *parameter, span_));
    }
    done = close + 1;
  }
  return for_each_combination(parts, given.origin(), [&](std::span<const Value> known) {
    return value::concatenate(known, given.origin()).value_or(unknown("a text that is put together"));
  });
}

}  // namespace rootproof::cloudformation
