#include "parsers/syntax/yaml_mask.h"

#include <algorithm>
#include <optional>
#include <set>

namespace rootproof::syntax {
namespace {

bool is_blank(char c) { return c == ' ' || c == '\t'; }

std::size_t line_end(std::string_view text, std::size_t position) {
  return std::min(text.find_first_of("\r\n", position), text.size());
}

std::size_t skip_spaces(std::string_view text, std::size_t position) {
  return std::min(text.find_first_not_of(' ', position), text.size());
}

/// Indentation of the first line with content after `position`, the end of a line; nullopt at the end.
std::optional<std::size_t> next_indentation(std::string_view text, std::size_t position) {
  const std::size_t content = text.find_first_not_of(" \t\r\n", position);
  if (content == std::string_view::npos) return std::nullopt;
  const std::size_t start = text.find_last_of("\r\n", content) + 1;
  return content - start;
}

std::string expand_core_tag(std::string_view tag) {
  if (tag.starts_with("!<") && tag.ends_with(">")) return std::string(tag.substr(2, tag.size() - 3));
  if (tag.starts_with("!!")) return "tag:yaml.org,2002:" + std::string(tag.substr(2));
  return std::string(tag);
}

/// Reads the properties at `position`, all on one line, up to the scalar behind them.
std::optional<MaskedProperties> read_properties(std::string_view text, std::size_t position,
                                                std::size_t end) {
  MaskedProperties result;
  result.begin = static_cast<std::uint32_t>(position);
  while (position < end && (text[position] == '!' || text[position] == '&')) {
    const std::size_t after = property_end(text, position);
    if (after >= end || !is_blank(text[after])) return std::nullopt;
    const std::string_view property = text.substr(position, after - position);
    std::string& slot = property[0] == '!' ? result.tag : result.anchor;
    if (!slot.empty()) return std::nullopt;
    slot = property[0] == '!' ? expand_core_tag(property) : std::string(property.substr(1));
    position = after;
    while (position < end && is_blank(text[position])) ++position;
  }
  if (position == result.begin || position >= end) return std::nullopt;
  result.scalar = static_cast<std::uint32_t>(position);
  return result;
}

/// The properties in front of a scalar that begins on this line, when their shape is one the library refuses.
std::optional<MaskedProperties> maskable_on_line(std::string_view text, std::size_t begin, std::size_t end) {
  std::size_t position = skip_spaces(text, begin);
  while (position + 1 < end && text[position] == '-' && is_blank(text[position + 1])) {
    position = skip_spaces(text, position + 1);
  }
  std::optional<MaskedProperties> found = read_properties(text, position, end);
  if (!found) return std::nullopt;
  // Quoted and flow values, aliases and comments are read well.
  if (std::string_view("\"'[{*#").find(text[found->scalar]) != std::string_view::npos) return std::nullopt;
  const std::optional<std::size_t> next = next_indentation(text, end);
  if (!next || *next > position - begin) return std::nullopt;
  return found;
}

/// True where a value may begin, as far as the byte before it tells.
bool begins_token(std::string_view text, std::size_t position) {
  return position == 0 || std::string_view(" \t\r\n,[{").find(text[position - 1]) != std::string_view::npos;
}

}  // namespace

std::size_t property_end(std::string_view text, std::size_t position) {
  if (text.substr(position, 2) == "!<") {
    const std::size_t close = text.find_first_of("> \t\r\n", position + 2);
    if (close != std::string_view::npos && text[close] == '>') return close + 1;
    return std::min(close, text.size());
  }
  const std::string_view stops = text[position] == '!' ? " \t\r\n,[]{}\"<>\\^`|" : " \t\r\n,[]{}";
  return std::min(text.find_first_of(stops, position), text.size());
}

Masks make_masks(std::string_view text, const std::vector<MaskedProperties>& places) {
  Masks masks;
  std::set<std::string_view> anchors;
  for (const MaskedProperties& place : places) {
    masks.scalars.emplace(place.scalar, place);
    if (!place.anchor.empty()) anchors.insert(place.anchor);
  }
  if (anchors.empty()) return masks;
  for (std::size_t at = text.find('*'); at != std::string_view::npos; at = text.find('*', at + 1)) {
    const std::string_view name = text.substr(at + 1, property_end(text, at) - at - 1);
    if (begins_token(text, at) && anchors.count(name) > 0) {
      masks.aliases.emplace(static_cast<std::uint32_t>(at), std::string(name));
    }
  }
  return masks;
}

std::string apply_masks(std::string_view text, const Masks& masks) {
  std::string result(text);
  for (const auto& [scalar, place] : masks.scalars) {
    std::fill(result.begin() + place.begin, result.begin() + scalar, ' ');
  }
  for (const auto& [alias, name] : masks.aliases) result[alias] = 'x';
  return result;
}

std::vector<MaskedProperties> find_maskable(std::string_view text) {
  std::vector<MaskedProperties> found;
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = line_end(text, begin);
    if (std::optional<MaskedProperties> place = maskable_on_line(text, begin, end)) {
      found.push_back(std::move(*place));
    }
    begin = end + 1;
  }
  return found;
}

}  // namespace rootproof::syntax
