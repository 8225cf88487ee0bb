#include "parsers/terraform/functions.h"

#include <algorithm>
#include <array>
#include <unordered_map>
#include <utility>
#include <vector>

#include "parsers/source/limits.h"
#include "parsers/terraform/function_table.h"
#include "parsers/terraform/number.h"
#include "parsers/terraform/type.h"

namespace rootproof::terraform {

using value::Alternative;
using value::Origin;
using value::OriginKind;
using value::ReasonKind;
using value::Value;
using value::ValueType;
using Kind = value::Value::Kind;

Value Call::invalid(std::string message) const {
  return Value::unknown({ReasonKind::invalid, std::string(name) + "(): " + std::move(message), context.call});
}

Value Call::unsupported(std::string_view what) const {
  return Value::unknown({ReasonKind::unsupported,
                         std::string(name) + "()" + (what.empty() ? "" : " ") + std::string(what),
                         context.call});
}

Value Call::too_large(std::string_view limit) const {
  return Value::unknown({ReasonKind::limit, std::string(limit), context.call});
}

Origin Call::origin() const { return Origin::of(OriginKind::function, context.call, name); }

Value Call::unknown_because(const Value& argument, ValueType type) const {
  const std::vector<value::Reason> reasons = argument.reasons();
  return reasons.empty() ? invalid("an argument of the wrong type")
                         : Value::unknown(reasons.front(), type, origin());
}

Value Call::text(std::string result) const { return Value::string(std::move(result), origin()); }
Value Call::number(std::int64_t result) const { return Value::number(result, origin()); }
Value Call::boolean(bool result) const { return Value::boolean(result, origin()); }

Value Call::list(std::vector<Value> items, value::ListKind kind) const {
  if (items.size() > limits::kAliasExpansion) return too_large("kAliasExpansion");
  return Value::list(std::move(items), origin(), kind);
}

std::string Call::text_argument(std::size_t index) const { return known_text(arguments[index]).value_or(""); }

std::optional<std::int64_t> Call::whole_argument(std::size_t index) const {
  return arguments[index].is(Kind::number) ? whole_number(Number(arguments[index])) : std::nullopt;
}

std::optional<std::string> known_text(const Value& value) {
  const std::optional<Value> text = to_string_value(value);
  return text ? text->as_string() : std::nullopt;
}

bool has_simple_gaps(const Value& text) {
  if (!text.is(Kind::string)) return false;
  const auto pieces = text.pieces();
  return std::none_of(pieces.begin(), pieces.end(), [](const value::StringPiece& piece) {
    const auto* hole = std::get_if<value::Hole>(&piece);
    return hole != nullptr &&
           (hole->kind == value::HoleKind::any || hole->kind == value::HoleKind::reference);
  });
}

bool is_outside_simple_gaps(std::string_view text) {
  return text.find_first_of("abcdefghijklmnopqrstuvwxyz0123456789-.") == std::string_view::npos;
}

const source::SourceFile* read_file(const Call& call, const std::string& path) {
  const FileReader* file = call.context.file;
  return file != nullptr && *file ? (*file)(path) : nullptr;
}

namespace {

/// Functions whose result depends on when, where or by whom they are run (terraform.md §2.10).
bool is_opaque(std::string_view name) {
  for (const std::string_view opaque :
       {"timestamp", "plantimestamp", "uuid", "bcrypt", "abspath", "pathexpand", "base64gzip"}) {
    if (name == opaque) return true;
  }
  return false;
}

struct Parameter {
  char type = 'a';
  bool nullable = false;
};

struct Signature {
  std::array<Parameter, 8> parameters;
  std::size_t count = 0;  ///< of parameters
  bool repeats = false;   ///< the last one, any number of times
  ValueType result = ValueType::any;
};

Signature read_signature(std::string_view text) {
  Signature signature;
  const std::size_t arrow = text.find('>');
  for (const char c : text.substr(0, arrow)) {
    if (c == '?') {
      signature.parameters[signature.count - 1].nullable = true;
    } else if (c == '*') {
      signature.repeats = true;
    } else {
      signature.parameters.at(signature.count++) = {c, false};
    }
  }
  switch (text[arrow + 1]) {
    case 's':
      signature.result = ValueType::string;
      break;
    case 'n':
      signature.result = ValueType::number;
      break;
    case 'b':
      signature.result = ValueType::boolean;
      break;
    case 'l':
      signature.result = ValueType::list;
      break;
    case 'm':
      signature.result = ValueType::map;
      break;
    default:
      break;
  }
  return signature;
}

Type make_parameter_type(char letter) {
  Type text{Type::Kind::string, {}, {}};
  const Type whichever{Type::Kind::dynamic, {}, {}};
  switch (letter) {
    case 's':
      return text;
    case 'n':
      return {Type::Kind::number, {}, {}};
    case 'b':
      return {Type::Kind::boolean, {}, {}};
    case 'L':
      return Type::list(whichever);
    case 'S':
      return Type::set(whichever);
    case 't':
    case 'T':
      return Type::list(text);
    case 'B':
      return Type::list({Type::Kind::boolean, {}, {}});
    case 'M':
      return Type::map(Type::list(text));
    default:
      return {};
  }
}

const Type& parameter_type(char letter) {
  constexpr std::string_view kLetters = "snbLStTBMa";
  static const std::vector<Type> kTypes = [&] {
    std::vector<Type> types;
    for (const char each : kLetters) types.push_back(make_parameter_type(each));
    return types;
  }();
  return kTypes[std::min(kLetters.find(letter), kLetters.size() - 1)];
}

/// The arguments converted to the parameters' types; or the unknown that the call results in.
std::optional<Value> convert_arguments(const Call& call, const FunctionEntry& entry,
                                       const Signature& signature, std::vector<Value>& arguments) {
  const std::size_t least = signature.count - (signature.repeats ? 1 : 0);
  if (arguments.size() < least || (arguments.size() > least && !signature.repeats))
    return call.invalid("wrong number of arguments");
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    const Parameter parameter = signature.parameters[std::min(i, signature.count - 1)];
    if (arguments[i].is(Kind::null) && !parameter.nullable)
      return call.invalid("argument " + std::to_string(i + 1) + " is null");
    if (parameter.type != 'a') {
      std::optional<Value> converted = convert(arguments[i], parameter_type(parameter.type));
      if (!converted)
        return call.invalid("argument " + std::to_string(i + 1) +
                            " cannot be converted to the type it must have");
      arguments[i] = parameter.type == 's' || parameter.type == 't' ? with_texts(*converted) : *converted;
    }
    if (entry.unknowns == Unknowns::none && !arguments[i].fully_known())
      return call.unknown_because(arguments[i], signature.result);
  }
  return std::nullopt;
}

/// Calls the function for every combination of the alternatives of its arguments.
Value call_alternatives(const FunctionEntry& entry, const Signature& signature, Call call,
                        std::vector<Value> arguments, std::size_t combinations) {
  for (std::size_t i = 0; i < arguments.size() && entry.unknowns != Unknowns::alternatives; ++i) {
    if (!arguments[i].is(Kind::one_of)) continue;
    combinations *= arguments[i].alternatives().size();
    if (combinations > limits::kAlternatives) return call.too_large("kAlternatives");
    std::vector<Alternative> results;
    for (const Alternative& alternative : arguments[i].alternatives()) {
      std::vector<Value> chosen = arguments;
      chosen[i] = alternative.value;
      results.push_back(
          {alternative.guard, call_alternatives(entry, signature, call, std::move(chosen), combinations)});
    }
    return Value::one_of(std::move(results), call.origin());
  }
  if (std::optional<Value> failed = convert_arguments(call, entry, signature, arguments)) return *failed;
  call.arguments = arguments;
  return entry.function(call);
}

}  // namespace

namespace {

std::unordered_map<std::string_view, const FunctionEntry*> all_functions() {
  std::unordered_map<std::string_view, const FunctionEntry*> all;
  const std::array parts = {
      text_functions(),   format_functions(),  pattern_functions(),  encoding_functions(),   hash_functions(),
      number_functions(), network_functions(), time_functions(),     collection_functions(), set_functions(),
      type_functions(),   file_functions(),    provider_functions(), assume_functions()};
  for (const std::span<const FunctionEntry> part : parts)
    for (const FunctionEntry& entry : part) all.emplace(entry.name, &entry);
  return all;
}

}  // namespace

const FunctionEntry* find_function(std::string_view name) {
  static const std::unordered_map<std::string_view, const FunctionEntry*> all = all_functions();
  const auto found = all.find(name);
  return found == all.end() ? nullptr : found->second;
}

Value call_function(std::string_view name, std::span<const Value> arguments, const FunctionContext& context) {
  if (name.starts_with("core::")) name.remove_prefix(6);
  const Call call{name, arguments, context};
  if (is_opaque(name))
    return Value::unknown({ReasonKind::opaque_function, std::string(name) + "()", context.call});
  const FunctionEntry* entry = find_function(name);
  if (entry == nullptr) return call.unsupported("");
  // What makes an argument invalid makes the call invalid.
  for (const Value& argument : arguments) {
    if (argument.is(Kind::unknown) && argument.reason().kind == ReasonKind::invalid)
      return Value::unknown(argument.reason(), ValueType::any, argument.origin());
  }
  return call_alternatives(*entry, read_signature(entry->signature), call,
                           {arguments.begin(), arguments.end()}, 1);
}

}  // namespace rootproof::terraform
