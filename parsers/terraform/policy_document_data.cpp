#include "parsers/terraform/policy_document_data.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "parsers/source/limits.h"
#include "parsers/syntax/syntax_tree.h"
#include "parsers/terraform/function_table.h"
#include "parsers/terraform/functions.h"
#include "parsers/terraform/policy_document_source.h"
#include "parsers/value/value_set.h"

namespace rootproof::terraform {
namespace {

constexpr std::string_view kDocumentPrefix = "data.aws_iam_policy_document.";
constexpr std::string_view kMinified = ".minified_json";

using value::Member;
using value::ReasonKind;
using value::StringPiece;
using value::TextPiece;
using value::Value;
using Kind = value::Value::Kind;

TextPiece part_of(const TextPiece& piece, std::size_t begin, std::size_t end) {
  TextPiece part{piece.text.substr(begin, end - begin), piece.span, piece.verbatim};
  if (piece.verbatim) {
    part.span.begin = piece.span.begin + static_cast<std::uint32_t>(begin);
    part.span.end = piece.span.begin + static_cast<std::uint32_t>(end);
  }
  return part;
}

/// The `&` becomes a piece of its own, so that all others keep their places.
void add_with_policy_variables(std::vector<StringPiece>& pieces, const TextPiece& piece) {
  std::size_t done = 0;
  for (std::size_t at = piece.text.find("&{"); at != std::string::npos; at = piece.text.find("&{", at + 2)) {
    if (at > done) pieces.emplace_back(part_of(piece, done, at));
    TextPiece dollar = part_of(piece, at, at + 1);
    dollar.text = "$";
    dollar.verbatim = false;
    pieces.emplace_back(std::move(dollar));
    done = at + 1;
  }
  if (done < piece.text.size()) pieces.emplace_back(part_of(piece, done, piece.text.size()));
}

bool has_policy_variable(const Value& value) {
  if (!value.is(Kind::string)) return false;
  return std::any_of(value.pieces().begin(), value.pieces().end(), [](const StringPiece& piece) {
    const auto* text = std::get_if<TextPiece>(&piece);
    return text != nullptr && text->text.find("&{") != std::string::npos;
  });
}

/// `&{` stands for `${`: HCL would take the latter for its own template.
Value with_policy_variables(const Value& value) {
  if (value.is(Kind::one_of)) {
    std::vector<value::Alternative> results;
    for (const value::Alternative& alternative : value.alternatives())
      results.push_back({alternative.guard, with_policy_variables(alternative.value)});
    return Value::one_of(std::move(results), value.origin());
  }
  if (!has_policy_variable(value)) return value;
  std::vector<StringPiece> pieces;
  for (const StringPiece& piece : value.pieces()) {
    if (const auto* text = std::get_if<TextPiece>(&piece)) {
      add_with_policy_variables(pieces, *text);
    } else {
      pieces.push_back(piece);
    }
  }
  return Value::string(std::move(pieces), value.origin());
}

/// What becomes of `&{` in an argument: it stays, it is a policy variable, or the version has none.
enum class Variables : unsigned char { kept, replaced, refused };

/// The strings that an argument of type set or list of strings takes, numbers and booleans converted; a value
/// that is not known, or that Terraform refuses, is unknown.
Value strings(const Value& value, Variables variables) {
  if (value.is(Kind::unknown) && value.known_items().empty()) return value;
  if (value.is(Kind::one_of)) {
    std::vector<value::Alternative> results;
    for (const value::Alternative& alternative : value.alternatives())
      results.push_back({alternative.guard, strings(alternative.value, variables)});
    return Value::one_of(std::move(results), value.origin());
  }
  const bool open = value.is(Kind::unknown);
  if (!open && !value.is(Kind::list)) return refused("a list of strings is required", value);
  std::vector<Value> items;
  for (const Value& item : value::known_part(value)) {
    const std::optional<Value> text = to_string_value(item);
    if (!text || text->is(Kind::null)) return refused("a list of strings holds something else", item);
    if (variables == Variables::refused && has_policy_variable(*text))
      return refused("version 2008-10-17 has no policy variables", item);
    items.push_back(variables == Variables::replaced ? with_policy_variables(*text) : *text);
  }
  return open ? Value::open_list(std::move(items), value.reason(), value.origin())
              : Value::list(std::move(items), value.origin());
}

/// Lists of one print as their element.
Value one_or_list(const Value& value) {
  return value.is(Kind::list) && value.items().size() == 1 ? value.items().front() : value;
}

/// Sets print in descending order; known texts are sorted, others stay behind.
Value string_set(const Value& value, Variables variables) {
  Value texts = strings(value, variables);
  if (!texts.is(Kind::list)) return texts;
  std::vector<Value> items;
  std::set<std::string> seen;
  for (const Value& text : texts.items()) {
    const std::optional<std::string> known = text.as_string();
    if (!known || seen.insert(*known).second) items.push_back(text);
  }
  std::stable_sort(items.begin(), items.end(), [](const Value& a, const Value& b) {
    return a.as_text().value_or("") > b.as_text().value_or("");
  });
  return one_or_list(Value::list(std::move(items), value.origin()));
}

/// Blocks of one type; a value that is not known stands for blocks that are not.
std::vector<Value> blocks(const Value& body, std::string_view type) {
  const Value* found = body.find(type);
  if (found == nullptr) return {};
  if (!found->is(Kind::list)) return {*found};
  return {found->items().begin(), found->items().end()};
}

/// Texts by name, in the order in which the names come: identifiers by principal type, values by condition
/// key.
class Groups {
 public:
  void add(const std::string& name, source::Span span, const Value& texts) {
    const auto [found, added] = index_.emplace(name, groups_.size());
    if (added) groups_.push_back({name, span, {}});
    groups_[found->second].parts.push_back(texts);
  }

  [[nodiscard]] Value map(const value::Origin& origin) const {
    std::vector<Member> members;
    for (const Group& group : groups_) put(members, group.name, group.span, together(group.parts));
    return Value::map(std::move(members), origin);
  }

 private:
  struct Group {
    std::string name;
    source::Span span;
    std::vector<Value> parts;
  };

  static Value together(const std::vector<Value>& parts) {
    if (parts.size() == 1) return parts.front();
    std::vector<Value> all;
    for (const Value& part : parts) {
      const std::span<const Value> known = value::known_part(part);
      all.insert(all.end(), known.begin(), known.end());
      if (!part.is(Kind::list)) all.push_back(part);
    }
    return Value::list(std::move(all), parts.front().origin());
  }

  std::vector<Group> groups_;
  std::map<std::string, std::size_t> index_;
};

// ---- blocks of which the order does not count: the provider keeps them as sets

/// The polynomial of IEEE 802.3, reflected.
std::uint32_t crc32(std::string_view text) {
  std::uint32_t sum = 0xFFFFFFFFU;
  for (const char c : text) {
    sum ^= static_cast<unsigned char>(c);
    for (int bit = 0; bit < 8; ++bit) sum = (sum >> 1U) ^ ((sum & 1U) != 0 ? 0xEDB88320U : 0U);
  }
  return ~sum;
}

/// The members of a set come in the order of this text (terraform-plugin-sdk, schema.HashSchema).
std::string set_key(std::string_view member) { return std::to_string(crc32(member)); }

/// Known texts, each with a semicolon behind it; nullopt when one is not known.
std::optional<std::vector<std::string>> hashed_texts(const Value* list) {
  if (list == nullptr || !list->is(Kind::list)) return std::nullopt;
  std::vector<std::string> texts;
  for (const Value& item : list->items()) {
    const std::optional<std::string> text = known_text(item);
    if (!text) return std::nullopt;
    texts.push_back(*text + ";");
  }
  return texts;
}

std::string together(const std::vector<std::string>& texts) {
  std::string all;
  for (const std::string& text : texts) all += text;
  return all;
}

/// What the provider hashes of a block; nullopt when a part of it is not known.
std::optional<std::string> hashed_principals(const Value& block) {
  const Value* type = block.find("type");
  const std::optional<std::string> name = type == nullptr ? std::nullopt : type->as_text();
  std::optional<std::vector<std::string>> identifiers = hashed_texts(block.find("identifiers"));
  if (!name || !identifiers) return std::nullopt;
  std::sort(identifiers->begin(), identifiers->end(), [](const std::string& a, const std::string& b) {
    return std::make_pair(set_key(a), a) < std::make_pair(set_key(b), b);
  });
  identifiers->erase(std::unique(identifiers->begin(), identifiers->end()), identifiers->end());
  return "identifiers:{" + together(*identifiers) + "};type:" + *name + ";";
}

std::optional<std::string> hashed_condition(const Value& block) {
  const Value* test = block.find("test");
  const Value* variable = block.find("variable");
  const std::optional<std::string> op = test == nullptr ? std::nullopt : test->as_text();
  const std::optional<std::string> key = variable == nullptr ? std::nullopt : variable->as_text();
  const std::optional<std::vector<std::string>> values = hashed_texts(block.find("values"));
  if (!op || !key || !values) return std::nullopt;
  return "test:" + *op + ";values:(" + together(*values) + ");variable:" + *key + ";";
}

/// The blocks as the provider goes over them, those alike once; in the order of the file where a part is not
/// known.
std::vector<Value> in_set_order(const std::vector<Value>& blocks,
                                std::optional<std::string> (*hashed)(const Value&)) {
  if (blocks.size() < 2) return blocks;
  std::map<std::pair<std::string, std::string>, Value> sorted;
  for (const Value& block : blocks) {
    const std::optional<std::string> text = hashed(block);
    if (!text) return blocks;
    sorted.emplace(std::make_pair(set_key(*text), *text), block);
  }
  std::vector<Value> ordered;
  ordered.reserve(sorted.size());
  for (const auto& [key, block] : sorted) ordered.push_back(block);
  return ordered;
}

Value principals(const std::vector<Value>& written, Variables variables) {
  const std::vector<Value> parts = in_set_order(written, hashed_principals);
  Groups types;
  for (const Value& block : parts) {
    if (!block.is(Kind::map)) return unknown_because(block);
    const Value* type = block.find("type");
    const Value* identifiers = block.find("identifiers");
    if (type == nullptr || identifiers == nullptr) return unknown_because(block);
    const std::optional<std::string> name = type->as_text();
    if (!name) return unknown_because(*type);
    Value set = string_set(*identifiers, variables);
    // Exactly one block of type "*" with "*" prints as the plain star.
    if (parts.size() == 1 && *name == "*" && set.as_text() == "*") return set;
    types.add(*name, block.origin().span(), set);
  }
  return types.map(parts.front().origin());
}

Value conditions(const std::vector<Value>& written, Variables variables) {
  const std::vector<Value> parts = in_set_order(written, hashed_condition);
  std::vector<Member> operators;
  std::map<std::string, Groups> keys;
  for (const Value& block : parts) {
    if (!block.is(Kind::map)) return unknown_because(block);
    const Value* test = block.find("test");
    const Value* variable = block.find("variable");
    const Value* values = block.find("values");
    if (test == nullptr || variable == nullptr || values == nullptr) return unknown_because(block);
    const std::optional<std::string> op = test->as_text();
    const std::optional<std::string> key = variable->as_text();
    if (!op || !key) return unknown_because(op ? *variable : *test);
    if (!keys.contains(*op)) put(operators, *op, test->origin().span(), Value::null(block.origin()));
    keys[*op].add(*key, variable->origin().span(), one_or_list(strings(*values, variables)));
  }
  for (Member& op : operators) op.value = keys[op.key].map(op.value.origin());
  return Value::map(std::move(operators), parts.front().origin());
}

void put_set(std::vector<Member>& statement, const Value& block, std::string_view argument,
             const char* element, Variables variables) {
  const Value* found = block.find(argument);
  if (is_present(found)) put(statement, element, found->origin().span(), string_set(*found, variables));
}

Value effect(const Value& statement) {
  const Value* found = statement.find("effect");
  if (!is_present(found)) return Value::string("Allow", statement.origin());
  const std::optional<std::string> text = found->as_text();
  if (text && text != "Allow" && text != "Deny") return refused("effect is Allow or Deny", *found);
  return *found;
}

Value statement(const Value& block, Variables variables) {
  if (block.is(Kind::one_of)) {
    std::vector<value::Alternative> ways;
    for (const value::Alternative& way : block.alternatives())
      ways.push_back({way.guard, statement(way.value, variables)});
    return Value::one_of(std::move(ways), block.origin());
  }
  if (!block.is(Kind::map)) return block;
  std::vector<Member> members;
  const Value* sid = block.find("sid");
  if (is_present(sid) && sid->as_text() != "") put(members, "Sid", sid->origin().span(), *sid);
  put(members, "Effect", block.origin().span(), effect(block));
  put_set(members, block, "actions", "Action", Variables::kept);
  put_set(members, block, "not_actions", "NotAction", Variables::kept);
  put_set(members, block, "resources", "Resource", variables);
  put_set(members, block, "not_resources", "NotResource", variables);
  if (const std::vector<Value> parts = blocks(block, "principals"); !parts.empty()) {
    put(members, "Principal", parts.front().origin().span(), principals(parts, variables));
  }
  if (const std::vector<Value> parts = blocks(block, "not_principals"); !parts.empty()) {
    put(members, "NotPrincipal", parts.front().origin().span(), principals(parts, variables));
  }
  if (const std::vector<Value> parts = blocks(block, "condition"); !parts.empty()) {
    put(members, "Condition", parts.front().origin().span(), conditions(parts, variables));
  }
  return Value::map(std::move(members), block.origin());
}

// ---- merging documents

/// "" without a Sid, nullopt when it is not known or the statement may be absent.
std::optional<std::string> sid_of(const Value& statement) {
  if (statement.is(Kind::one_of)) {
    const std::span<const value::Alternative> ways = statement.alternatives();
    const bool none = std::all_of(ways.begin(), ways.end(), [](const value::Alternative& way) {
      return way.value.is(Kind::absent) || (way.value.is(Kind::map) && sid_of(way.value) == "");
    });
    return none ? std::optional(std::string()) : std::nullopt;
  }
  if (!statement.is(Kind::map)) return std::nullopt;
  const Value* sid = statement.find("Sid");
  return sid == nullptr || sid->is(Kind::null) ? std::string() : sid->as_text();
}

/// The document under construction (provider, policy_model.go, Merge): an Id replaces the one before, the
/// later Version wins, a statement replaces the one with its Sid, in its place.
class Document {
 public:
  explicit Document(const std::string& address) : address_(address) {}

  void set_id(const std::optional<Value>& id) {
    if (id) id_ = id;
  }

  void set_version(const std::optional<Value>& version) {
    if (version && (!version_ || !version->as_text() || version->as_text() > version_->as_text()))
      version_ = version;
  }

  /// Statements that may replace those before, and each other.
  void add(const ParsedDocument& document) {
    set_id(document.id);
    set_version(document.version);
    for (const Value& statement : document.statements) {
      if (is_full()) return;
      index(place(statement));
    }
  }

  /// Statements that may replace those before; among each other their Sids differ.
  void add_unique(const std::vector<Value>& statements) {
    std::vector<std::size_t> places;
    for (const Value& statement : statements) {
      if (is_full()) break;
      places.push_back(place(statement));
    }
    for (const std::size_t at : places) index(at);
  }

  /// More statements than any service takes; documents made of each other double with every step.
  [[nodiscard]] bool is_full() const { return statements_.size() > limits::kDocumentStatements; }

  [[nodiscard]] Value json(const value::Origin& origin) && {
    if (is_full()) {
      return Value::unknown({ReasonKind::limit, "kDocumentStatements", origin.span()},
                            value::ValueType::string, origin);
    }
    std::vector<Member> members;
    if (version_) put(members, "Version", origin.span(), *version_);
    if (id_) put(members, "Id", id_->origin().span(), *id_);
    if (!statements_.empty())
      put(members, "Statement", origin.span(), Value::list(std::move(statements_), origin));
    return Value::map(std::move(members), origin).as_encoded();
  }

 private:
  std::size_t place(const Value& statement) {
    const std::optional<std::string> sid = sid_of(statement);
    if (sid != "") {
      // What one Sid is is not known: this one may replace the other.
      for (const std::size_t other : without_known_sid_) may_be_replaced(other, statements_[other]);
      without_known_sid_.clear();
    }
    if (!sid) {
      for (const auto& [other_sid, other] : by_sid_) may_be_replaced(other, statement);
      by_sid_.clear();
    } else if (const auto same = by_sid_.find(*sid); same != by_sid_.end()) {
      const std::size_t at = same->second;
      statements_[at] = statement;
      by_sid_.erase(same);
      return at;
    }
    statements_.push_back(statement);
    return statements_.size() - 1;
  }

  void index(std::size_t at) {
    const std::optional<std::string> sid = sid_of(statements_[at]);
    if (!sid) {
      const bool has_one = statements_[at].is(Kind::map) || statements_[at].is(Kind::one_of);
      if (has_one) without_known_sid_.push_back(at);
    } else if (!sid->empty()) {
      by_sid_.emplace(*sid, at);
    }
  }

  void may_be_replaced(std::size_t at, const Value& because) {
    Value& statement = statements_[at];
    const std::vector<value::Reason> reasons = because.reasons();
    value::GuardTerm kept;
    const Value* sid = statement.find("Sid");
    kept.condition = "no other statement has " +
                     (sid == nullptr ? std::string("its Sid") : "the Sid " + sid->to_display()) + " in " +
                     address_;
    kept.span = statement.origin().span();
    if (!reasons.empty()) kept.reason = reasons.front();
    value::GuardTerm replaced = kept;
    replaced.holds = false;
    statement = Value::one_of(
        {{value::Guard{{kept}}, statement}, {value::Guard{{replaced}}, Value::absent()}}, statement.origin());
  }

  const std::string& address_;
  std::optional<Value> version_;
  std::optional<Value> id_;
  std::vector<Value> statements_;
  std::map<std::string, std::size_t> by_sid_;   ///< places of statements that a later one may replace
  std::vector<std::size_t> without_known_sid_;  ///< places of those with a Sid that is not known
};

/// Blocks of blocks of lists multiply: a hundred lines make millions of values, of which no service takes a
/// thousandth.
bool has_too_many_parts(const Value& arguments) {
  std::size_t parts = 0;
  std::vector<const Value*> pending{&arguments};
  while (!pending.empty() && parts <= limits::kValueParts) {
    const Value& value = *pending.back();
    pending.pop_back();
    ++parts;
    for (const Value& item : value::known_part(value)) pending.push_back(&item);
    if (value.is(Kind::map))
      for (const Member& member : value.members()) pending.push_back(&member.value);
    if (value.is(Kind::one_of))
      for (const value::Alternative& way : value.alternatives()) pending.push_back(&way.value);
  }
  return parts > limits::kValueParts;
}

/// The first Sid that two of the statements have.
std::optional<std::string> repeated_sid(const std::vector<Value>& statements) {
  std::set<std::string> seen;
  for (const Value& statement : statements) {
    std::optional<std::string> sid = sid_of(statement);
    if (sid && !sid->empty() && !seen.insert(*sid).second) return sid;
  }
  return std::nullopt;
}

}  // namespace

JsonLayout json_layout(const Value& encoded) {
  for (const value::OriginStep& step : encoded.origin().chain()) {
    if (step.kind == value::OriginKind::function && step.detail == kJsonEncode) return JsonLayout::sorted;
    if (step.detail.find(kDocumentPrefix) == std::string::npos) continue;
    if (step.kind == value::OriginKind::reference && step.detail.ends_with(kMinified))
      return JsonLayout::minified;
    if (step.kind == value::OriginKind::data_source) return JsonLayout::indented;
  }
  return JsonLayout::sorted;
}

Value policy_document_json(const Value& arguments, const std::string& address) {
  if (has_too_many_parts(arguments)) {
    return Value::unknown({ReasonKind::limit, "kValueParts", arguments.origin().span()},
                          value::ValueType::string, arguments.origin());
  }
  Document document(address);
  // Until version 5 of the provider; from then on it is refused.
  if (const Value* first = arguments.find("source_json"); is_present(first))
    document.add(parse_document(*first));

  std::vector<Value> sources;
  for (const ParsedDocument& source : parse_documents(arguments.find("source_policy_documents"))) {
    sources.insert(sources.end(), source.statements.begin(), source.statements.end());
    document.set_id(source.id);
    document.set_version(source.version);
  }
  const Value* version = arguments.find("version");
  const bool is_old = is_present(version) && version->as_text() == "2008-10-17";
  std::vector<Value> own;
  for (const Value& block : blocks(arguments, "statement"))
    own.push_back(statement(block, is_old ? Variables::refused : Variables::replaced));
  for (const std::vector<Value>* part : {&sources, &own}) {
    if (const auto sid = repeated_sid(*part)) return refused("duplicate Sid " + *sid, arguments);
    document.add_unique(*part);
  }
  const Value* id = arguments.find("policy_id");
  if (is_present(id)) document.set_id(*id);
  document.set_version(is_present(version) ? *version : Value::string("2012-10-17", arguments.origin()));

  for (const ParsedDocument& other : parse_documents(arguments.find("override_policy_documents")))
    document.add(other);
  if (const Value* last = arguments.find("override_json"); is_present(last))
    document.add(parse_document(*last));
  return std::move(document).json(arguments.origin());
}

}  // namespace rootproof::terraform
