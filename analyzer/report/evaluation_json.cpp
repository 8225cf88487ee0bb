#include <nlohmann/json.hpp>
#include <ostream>
#include <string>
#include <utility>

#include "analyzer/report/evaluation.h"
#include "analyzer/report/json_stream.h"
#include "analyzer/report/places.h"
#include "analyzer/report/redact.h"
#include "analyzer/report/report.h"
#include "analyzer/report/tool.h"

namespace rootproof::report {
namespace {

using Json = nlohmann::ordered_json;
using value::Value;

std::string_view name_of(value::HoleKind kind) {
  switch (kind) {
    case value::HoleKind::any:
      return "any";
    case value::HoleKind::account_id:
      return "account_id";
    case value::HoleKind::partition:
      return "partition";
    case value::HoleKind::region:
      return "region";
    case value::HoleKind::url_suffix:
      return "url_suffix";
    case value::HoleKind::reference:
      return "reference";
  }
  return "any";
}

std::string_view name_of(value::ValueType type) {
  switch (type) {
    case value::ValueType::any:
      return "any";
    case value::ValueType::string:
      return "string";
    case value::ValueType::number:
      return "number";
    case value::ValueType::boolean:
      return "boolean";
    case value::ValueType::list:
      return "list";
    case value::ValueType::map:
      return "map";
    case value::ValueType::resource:
      return "resource";
  }
  return "any";
}

std::string_view name_of(value::ListKind kind) {
  switch (kind) {
    case value::ListKind::tuple:
      return "tuple";
    case value::ListKind::list:
      return "list";
    case value::ListKind::set:
      return "set";
  }
  return "tuple";
}

std::string_view name_of(Language language) {
  switch (language) {
    case Language::cloudformation:
      return "cloudformation";
    case Language::terraform:
      return "terraform";
    case Language::policy_json:
      return "policy";
    case Language::organization_export:
      return "organization_export";
  }
  return "policy";
}

/// Values as docs/output-formats.md describes them.
class ValueWriter {
  static constexpr std::size_t kValueKeys = 8;    ///< more than any value has
  static constexpr std::size_t kStepBytes = 256;  ///< about what a step of an origin takes

 public:
  ValueWriter(const source::SourceTable& sources, ShownBytes& room) : sources_(sources), room_(room) {}

  void put_place(source::Span span, Json& json) const {
    const bool nowhere = span == kNowhere || static_cast<std::size_t>(span.file) >= sources_.size();
    json["file"] = nullptr;
    json["line"] = nullptr;
    json["column"] = nullptr;
    if (nowhere) return;
    const source::SourceFile& file = sources_.file(span.file);
    const source::Location place = file.location(span.begin);
    json["file"] = file.path();
    json["line"] = place.line;
    json["column"] = place.column;
  }

  [[nodiscard]] Json reason(const value::Reason& reason) const {
    Json json = {{"kind", value::to_string(reason.kind)}, {"detail", redact(reason.detail)}};
    put_place(reason.span, json);
    json["settled_by"] = redact(value::what_would_settle(reason));
    return json;
  }

  [[nodiscard]] Json guard(const value::Guard& guard) const {
    Json terms = Json::array();
    for (const value::GuardTerm& term : guard.terms) {
      Json json = {{"condition", redact(term.condition)}, {"holds", term.holds}};
      put_place(term.span, json);
      json["reason"] = term.reason ? reason(*term.reason) : Json(nullptr);
      terms.push_back(std::move(json));
    }
    return terms;
  }

  /// `name` is the attribute or member that holds the value.
  [[nodiscard]] Json value(std::string_view name, const Value& value, unsigned depth) {
    std::size_t text = 0;
    if (value.is(Value::Kind::string)) {
      for (const value::StringPiece& piece : value.pieces()) {
        const auto* known = std::get_if<value::TextPiece>(&piece);
        text += known == nullptr ? 64 : known->text.size();
      }
    }
    text += value.origin().chain().size() * kStepBytes;
    if (depth > limits::kSyntaxDepth || !room_.take(text)) return {{"kind", "not_shown"}, {"known", false}};
    Json json = Json::object();
    // A growing object copies all that lies below it.
    json.get_ref<Json::object_t&>().reserve(kValueKeys);
    content(name, value, depth, json);
    json["known"] = value.fully_known();
    if (value.is_encoded()) json["json"] = true;
    json["origin"] = origin(value.origin());
    return json;
  }

  /// The members of a map by their names.
  [[nodiscard]] Json members(const Value& map, unsigned depth) {
    Json json = Json::object();
    auto& object = json.get_ref<Json::object_t&>();
    object.reserve(map.members().size());
    // Names are unique; looking for each of them once more would take quadratic time.
    for (const value::Member& member : map.members())
      object.emplace_back(redact(member.key), value(member.key, member.value, depth));
    return json;
  }

 private:
  [[nodiscard]] Json origin(const value::Origin& origin) const {
    Json steps = Json::array();
    for (const value::OriginStep& step : origin.chain()) {
      Json json = {{"kind", value::to_string(step.kind)}, {"detail", redact(step.detail)}};
      put_place(step.span, json);
      steps.push_back(std::move(json));
    }
    return steps;
  }

  void content(std::string_view name, const Value& value, unsigned depth, Json& json) {
    switch (value.kind()) {
      case Value::Kind::null:
        json["kind"] = "null";
        return;
      case Value::Kind::absent:
        json["kind"] = "absent";
        return;
      case Value::Kind::boolean:
        json["kind"] = "boolean";
        json["value"] = value.as_boolean();
        return;
      case Value::Kind::number:
        json["kind"] = "number";
        json["value"] = shown_text(name, value, value.as_number());
        return;
      case Value::Kind::string:
        json.update(string(name, value));
        return;
      case Value::Kind::list: {
        Json items = Json::array();
        for (const Value& item : value.items()) items.push_back(this->value(name, item, depth + 1));
        json["kind"] = "list";
        json["type"] = name_of(value.list_kind());
        json["items"] = std::move(items);
        return;
      }
      case Value::Kind::map:
        json["kind"] = "map";
        json["type"] = value.map_kind() == value::MapKind::map ? "map" : "object";
        json["members"] = members(value, depth + 1);
        return;
      case Value::Kind::unknown:
        json["kind"] = "unknown";
        json["type"] = name_of(value.unknown_type());
        json["reason"] = reason(value.reason());
        if (!value.known_items().empty()) {
          json["known_items"] = Json::array();
          for (const Value& item : value.known_items())
            json["known_items"].push_back(this->value(name, item, depth + 1));
        }
        return;
      case Value::Kind::one_of: {
        Json ways = Json::array();
        for (const value::Alternative& each : value.alternatives())
          ways.push_back({{"guard", guard(each.guard)}, {"value", this->value(name, each.value, depth + 1)}});
        json["kind"] = "one_of";
        json["alternatives"] = std::move(ways);
        return;
      }
    }
  }

  [[nodiscard]] Json string(std::string_view name, const Value& value) const {
    if (const std::optional<std::string> text = value.as_string())
      return {{"kind", "string"}, {"value", shown_text(name, value, *text)}};
    Json pieces = Json::array();
    for (const value::StringPiece& piece : value.pieces()) {
      if (const auto* text = std::get_if<value::TextPiece>(&piece)) {
        pieces.push_back(shown_text(name, value, text->text));
        continue;
      }
      const auto& hole = std::get<value::Hole>(piece);
      pieces.push_back({{"hole", name_of(hole.kind)},
                        {"symbol", hole.symbol.empty() ? Json(nullptr) : Json(redact(hole.symbol))},
                        {"reason", reason(hole.reason)},
                        {"origin", origin(hole.origin)}});
    }
    return {{"kind", "partial_string"}, {"pieces", std::move(pieces)}};
  }

  const source::SourceTable& sources_;
  ShownBytes& room_;
};

Json resource_json(const Resource& resource, ValueWriter& writer) {
  Json json = {{"address", redact(resource.address)},
               {"type", redact(resource.type)},
               {"language", name_of(resource.language)},
               {"account", redact(resource.account)}};
  writer.put_place(resource.span, json);
  json["may_be_absent"] = resource.may_be_absent;
  json["guard"] = writer.guard(resource.guard);
  const Value properties = shown_properties(resource);
  const bool readable = properties.is(Value::Kind::map);
  json["attributes"] = readable ? writer.members(properties, 0) : Json(nullptr);
  if (!readable) json["properties"] = writer.value({}, properties, 0);
  return json;
}

}  // namespace

bool render_evaluation_json(const Evaluation& evaluation, std::ostream& out) {
  ShownBytes room;
  ValueWriter writer(*evaluation.sources, room);
  JsonStream stream(out);
  stream.open('{');
  stream.member("tool", {{"name", kToolName}, {"version", kToolVersion}});
  stream.key("units");
  stream.open('[');
  for (const ShownUnit& shown : evaluation.units) {
    stream.open('{');
    stream.member("name", shown.unit->name);
    Json unknowns = Json::array();
    for (const value::Reason& reason : shown.unit->unknowns) unknowns.push_back(writer.reason(reason));
    stream.member("unknowns", unknowns);
    stream.key("resources");
    stream.open('[');
    for (const Resource* resource : shown.resources) stream.element(resource_json(*resource, writer));
    stream.close();
    stream.close();
  }
  stream.close();
  Json problems = Json::array();
  for (const source::Problem& problem : evaluation.problems) {
    Json json = Json::object();
    json["kind"] = problem_name(problem.kind);
    writer.put_place(problem.span, json);
    json["message"] = redact(problem.message);
    problems.push_back(std::move(json));
  }
  stream.member("problems", problems);
  stream.member("complete", !room.exceeded());
  stream.close();
  return !room.exceeded();
}

}  // namespace rootproof::report
