#include "rules/root_principals/given_name.h"

#include <cstdint>
#include <optional>
#include <variant>

namespace rootproof::rules {
namespace {

using value::Value;

/// "module.a" for module.a.aws_x.y, "[0]" for aws_x.y[0]: where one expression has one value.
std::string scope_of(const Resource& resource) {
  const std::string& address = resource.address;
  const std::size_t type = address.rfind('.' + resource.type + '.');
  const std::string module = type == std::string::npos ? std::string() : address.substr(0, type);
  return module + (address.ends_with(']') ? address.substr(address.rfind('[')) : std::string());
}

/// What is not known, by the expression that it comes from; empty where that is not known either.
std::string unknown_at(const value::Reason& reason, const value::Origin& origin) {
  const std::optional<value::OriginStep> source = origin.source();
  if (!source || source->span.empty()) return {};
  return reason.detail + " at " + std::to_string(static_cast<std::uint32_t>(source->span.file)) + ":" +
         std::to_string(source->span.begin);
}

}  // namespace

std::string given_name(const Resource& of, const Value* name,
                       std::initializer_list<std::string_view> attributes) {
  if (name == nullptr) return {};
  if (auto text = name->as_text()) return *text;
  if (name->is(Value::Kind::unknown)) {
    const std::string key = unknown_at(name->reason(), name->origin());
    return key.empty() ? key : key + " in " + scope_of(of);
  }
  if (!name->is(Value::Kind::string)) return {};
  const auto pieces = name->pieces();
  std::string key;
  bool local = false;
  for (const value::StringPiece& piece : pieces) {
    if (const auto* text = std::get_if<value::TextPiece>(&piece)) {
      key += text->text;
      continue;
    }
    const auto& hole = std::get<value::Hole>(piece);
    const std::string named = hole.symbol.empty() ? unknown_at(*hole.reason, hole.origin) : hole.symbol;
    if (named.empty()) return {};
    local = local || hole.symbol.empty();
    key += "${" + named + "}";
  }
  if (local) return key + " in " + scope_of(of);
  const auto* only = pieces.size() == 1 ? std::get_if<value::Hole>(&pieces[0]) : nullptr;
  if (only == nullptr) return key;
  for (const std::string_view attribute : attributes)
    if (only->symbol.ends_with(attribute))
      return only->symbol.substr(0, only->symbol.size() - attribute.size());
  return only->symbol;
}

}  // namespace rootproof::rules
