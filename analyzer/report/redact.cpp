#include "analyzer/report/redact.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <utility>

#include "analyzer/report/report.h"
#include "parsers/source/lower_case.h"

namespace rootproof::report {
namespace {

constexpr int kShown = 4;                 ///< characters of a secret that stay visible
constexpr int kShownFrom = 16;            ///< shorter secrets are hidden whole
constexpr std::size_t kKeyIdLength = 20;  ///< AKIA and sixteen more
constexpr std::size_t kSecretKeyLength = 40;
constexpr std::size_t kBeside = 1'000;  ///< bytes between a default and what says that it is no one's to read
constexpr std::size_t kNear = 400;      ///< bytes between a secret access key and what gives it away
constexpr std::size_t kShortestQuoted = 6;  ///< shorter quoted values are words, not secrets
constexpr std::size_t kShortestBare = 16;
constexpr std::size_t kShortestPassword = 6;  ///< without quotes, behind a colon
constexpr std::size_t kShortestEncoded = 16;
constexpr std::string_view kBase64Digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// The number that each digit stands for; of no account for other characters.
constexpr std::array<unsigned char, 256> kBase64Values = [] {
  std::array<unsigned char, 256> values{};
  for (std::size_t i = 0; i < kBase64Digits.size(); ++i)
    values[static_cast<unsigned char>(kBase64Digits[i])] = static_cast<unsigned char>(i);
  return values;
}();

/// What a character may be part of, looked up: every text of a report is gone through.
enum CharacterClass : unsigned char { kWordCharacter = 1, kNameCharacter = 2 };

constexpr std::array<unsigned char, 256> kClasses = [] {
  std::array<unsigned char, 256> classes{};
  for (const char c : std::string_view("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_"))
    classes[static_cast<unsigned char>(c)] = kWordCharacter | kNameCharacter;
  classes['-'] = kNameCharacter;
  return classes;
}();

bool is_lower(char c) { return c >= 'a' && c <= 'z'; }
bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_word(char c) { return (kClasses[static_cast<unsigned char>(c)] & kWordCharacter) != 0; }
bool is_name(char c) { return (kClasses[static_cast<unsigned char>(c)] & kNameCharacter) != 0; }
bool is_base64(char c) { return is_lower(c) || is_upper(c) || is_digit(c) || c == '/' || c == '+'; }
bool is_blank(char c) { return c == ' ' || c == '\t'; }
bool is_line_break(char c) { return c == '\n' || c == '\r'; }

bool starts_with(std::string_view text, std::string_view prefix) {
  return text.substr(0, prefix.size()) == prefix;
}

bool begins_code_point(char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }

ByteRange hidden_part(std::string_view text, ByteRange secret) {
  const std::string_view value = text.substr(secret.begin, secret.end - secret.begin);
  if (std::count_if(value.begin(), value.end(), begins_code_point) < kShownFrom) return secret;
  for (int shown = 0; secret.begin < secret.end; ++secret.begin) {
    if (begins_code_point(text[secret.begin]) && ++shown > kShown) break;
  }
  return secret;
}

/// Words of capitals and digits that begin like an access key id and are as long as one.
std::vector<ByteRange> key_ids(std::string_view text) {
  std::vector<ByteRange> found;
  if (text.find("AKIA") == std::string_view::npos && text.find("ASIA") == std::string_view::npos)
    return found;
  for (std::size_t begin = 0; begin < text.size();) {
    if (!is_word(text[begin])) {
      ++begin;
      continue;
    }
    std::size_t end = begin;
    bool shaped = true;
    for (; end < text.size() && is_word(text[end]); ++end)
      shaped &= is_upper(text[end]) || is_digit(text[end]);
    const std::string_view word = text.substr(begin, end - begin);
    if (shaped && word.size() == kKeyIdLength && (starts_with(word, "AKIA") || starts_with(word, "ASIA"))) {
      found.push_back({begin, end});
    }
    begin = end;
  }
  return found;
}

/// Forty characters of base64 with lower case, upper case and digits: a commit hash is none.
std::vector<ByteRange> secret_key_shapes(std::string_view text) {
  std::vector<ByteRange> found;
  for (std::size_t begin = 0; begin < text.size();) {
    if (!is_base64(text[begin])) {
      ++begin;
      continue;
    }
    std::size_t end = begin;
    bool has_lower = false;
    bool has_upper = false;
    bool has_digit = false;
    for (; end < text.size() && is_base64(text[end]); ++end) {
      has_lower |= is_lower(text[end]);
      has_upper |= is_upper(text[end]);
      has_digit |= is_digit(text[end]);
    }
    if (end - begin == kSecretKeyLength && has_lower && has_upper && has_digit) found.push_back({begin, end});
    begin = end;
  }
  return found;
}

/// Does a value under this name deserve to be hidden? Judged by how the name ends: "master_password",
/// "SecretAccessKey", "GITHUB_TOKEN", but not "SecretArn" or "TokenExpiry".
bool is_secret_name(std::string_view name) {
  static constexpr std::array<std::string_view, 12> kEnds{
      "password", "passwd",    "passphrase", "secret",     "secretkey",    "secretaccesskey",
      "token",    "authtoken", "apikey",     "privatekey", "secretstring", "credentials"};
  // From behind: most names end in a letter that none of these ends in.
  constexpr std::string_view kLast = "degnsty";
  const std::size_t behind = name.find_last_not_of("_-");
  const char last = behind == std::string_view::npos ? '-' : source::lower_case(name[behind]);
  if (kLast.find(last) == std::string_view::npos) return false;
  const auto ends_in = [name](std::string_view end) {
    std::size_t left = name.size();
    for (std::size_t i = end.size(); i > 0; --i) {
      while (left > 0 && (name[left - 1] == '_' || name[left - 1] == '-')) --left;
      if (left == 0 || source::lower_case(name[left - 1]) != end[i - 1]) return false;
      --left;
    }
    return true;
  };
  return std::any_of(kEnds.begin(), kEnds.end(),
                     [&](std::string_view end) { return end.back() == last && ends_in(end); });
}

/// "SECRETS_V2", "secret-keys": enough to hide what has the shape of a secret access key behind it.
bool mentions_secret(std::string_view name) {
  constexpr std::string_view kWord = "secret";
  for (std::size_t i = 0; i + kWord.size() <= name.size(); ++i) {
    if (name[i] != 's' && name[i] != 'S') continue;
    const auto same = [](char left, char right) { return left == source::lower_case(right); };
    if (std::equal(kWord.begin(), kWord.end(), name.begin() + static_cast<std::ptrdiff_t>(i), same))
      return true;
  }
  return false;
}

/// References to a secret are not the secret: they are what one should write.
bool is_reference(std::string_view value) {
  static constexpr std::array<std::string_view, 9> kBeginnings{
      "!", "var.", "local.", "data.", "module.", "arn:", "random_", "each.", "self."};
  if (value.find("${") != std::string_view::npos || value.find("{{") != std::string_view::npos) return true;
  return std::any_of(kBeginnings.begin(), kBeginnings.end(),
                     [&](std::string_view beginning) { return starts_with(value, beginning); });
}

/// "sts:GetSessionToken": an action in a policy.
bool is_action(std::string_view value) {
  const std::size_t colon = value.find(':');
  if (colon == 0 || colon == std::string_view::npos || colon + 1 == value.size()) return false;
  const auto service = value.substr(0, colon);
  const auto operation = value.substr(colon + 1);
  return std::all_of(service.begin(), service.end(),
                     [](char c) { return is_lower(c) || is_digit(c) || c == '-'; }) &&
         std::all_of(operation.begin(), operation.end(),
                     [](char c) { return is_lower(c) || is_upper(c) || c == '*' || c == '?'; });
}

bool same_word(std::string_view text, std::string_view lower_word) {
  return std::equal(text.begin(), text.end(), lower_word.begin(), lower_word.end(),
                    [](char left, char right) { return source::lower_case(left) == right; });
}

/// "Password", "db_passwd".
bool is_password_name(std::string_view name) {
  static constexpr std::array<std::string_view, 3> kEnds{"password", "passwd", "passphrase"};
  return std::any_of(kEnds.begin(), kEnds.end(), [name](std::string_view end) {
    return name.size() >= end.size() && same_word(name.substr(name.size() - end.size()), end);
  });
}

/// What a schema or a switch says where a document has a value.
bool is_schema_word(std::string_view value) {
  static constexpr std::array<std::string_view, 8> kWords{"string", "object", "number",   "boolean",
                                                          "false",  "secret", "required", "optional"};
  return std::any_of(kWords.begin(), kWords.end(),
                     [value](std::string_view word) { return same_word(value, word); });
}

/// A value without quotes is hidden only when it cannot be a word, a number or an expression; as a password
/// in YAML, which has no expressions, also when it may be one.
bool is_bare_secret(std::string_view value, bool yaml_password) {
  if (yaml_password) return value.size() >= kShortestPassword && !is_schema_word(value);
  const auto is_letter = [](char c) { return is_lower(c) || is_upper(c); };
  return value.size() >= kShortestBare && std::any_of(value.begin(), value.end(), is_letter) &&
         std::any_of(value.begin(), value.end(), is_digit);
}

/// Position after blanks and at most one line break.
std::size_t skip_space(std::string_view text, std::size_t position) {
  bool broke = false;
  for (; position < text.size(); ++position) {
    const char c = text[position];
    if (is_blank(c)) continue;
    if (!is_line_break(c)) break;
    if (c == '\n' && broke) break;
    broke |= c == '\n';
  }
  return position;
}

bool is_quote(char c) { return c == '"' || c == '\''; }

/// The position behind a quote, which stands with a backslash where JSON is written inside a string.
std::size_t skip_quote(std::string_view text, std::size_t position) {
  std::size_t behind = position;
  if (behind < text.size() && text[behind] == '\\') ++behind;
  return behind < text.size() && is_quote(text[behind]) ? behind + 1 : position;
}

/// The literal secret between the quotes; `begin` stands behind the opening one.
std::optional<ByteRange> quoted_secret(std::string_view text, std::size_t begin) {
  const char quote = text[begin - 1];
  const bool escaped = begin >= 2 && text[begin - 2] == '\\';
  std::size_t end = begin;
  while (end < text.size() && text[end] != quote && !is_line_break(text[end])) {
    if (text[end] == '\\' && end + 1 < text.size() && !is_line_break(text[end + 1])) {
      if (escaped && text[end + 1] == quote) break;
      ++end;
    }
    ++end;
  }
  end = std::min(end, text.size());
  const std::string_view value = text.substr(begin, end - begin);
  if (value.size() < kShortestQuoted || value.find_first_of(" \t") != std::string_view::npos)
    return std::nullopt;
  if (is_reference(value) || is_action(value)) return std::nullopt;
  return ByteRange{begin, end};
}

/// The literal secret without quotes that begins here. Reads no further than one word, whatever follows.
std::optional<ByteRange> bare_secret(std::string_view text, std::size_t begin, bool yaml_password) {
  std::size_t end = begin;
  const auto in_word = [](char c) { return is_base64(c) || c == '_' || c == '-' || c == '.'; };
  while (end < text.size() && in_word(text[end])) ++end;
  for (int padding = 0; padding < 2 && end < text.size() && text[end] == '='; ++padding) ++end;
  constexpr std::string_view kBehind = " \t\r\n,;\"')]}";
  if (end < text.size() && kBehind.find(text[end]) == std::string_view::npos) return std::nullopt;
  const std::string_view value = text.substr(begin, end - begin);
  if (!is_bare_secret(value, yaml_password) || is_reference(value)) return std::nullopt;
  return ByteRange{begin, end};
}

/// "arn:aws:secretsmanager:eu-west-1:111122223333:secret:orders": what follows is the name of a secret.
bool is_inside_arn(std::string_view text, std::size_t begin) {
  constexpr std::size_t kBeforeType = 100;  // partition, service, Region and account are shorter
  if (begin == 0 || text[begin - 1] != ':') return false;
  const std::string_view before =
      text.substr(begin - std::min(begin, kBeforeType), std::min(begin, kBeforeType));
  const std::size_t blank = before.find_last_of(" \t\r\n\"'`,;([{<=");
  return before.substr(blank == std::string_view::npos ? 0 : blank + 1).starts_with("arn:");
}

/// The separator behind a name, quoted or not; nullopt where this is no member.
std::optional<std::size_t> separator_behind(std::string_view text, std::size_t name_end) {
  std::size_t at = skip_quote(text, name_end);
  while (at < text.size() && is_blank(text[at])) ++at;
  return at < text.size() && (text[at] == '=' || text[at] == ':') ? std::optional(at) : std::nullopt;
}

/// Where the value of a member begins, in the line of its name.
std::optional<std::size_t> value_position(std::string_view text, std::size_t name_end) {
  std::optional<std::size_t> at = separator_behind(text, name_end);
  if (!at) return std::nullopt;
  for (++*at; *at < text.size() && is_blank(text[*at]);) ++*at;
  return at;
}

/// `name = value`, `name: value`, `"name": "value"`, `name => value`.
std::vector<ByteRange> named_values(std::string_view text, std::vector<std::size_t>& names) {
  std::vector<ByteRange> found;
  for (std::size_t begin = 0; begin < text.size();) {
    if (!is_name(text[begin])) {
      ++begin;
      continue;
    }
    std::size_t end = begin;
    while (end < text.size() && is_name(text[end])) ++end;
    const std::string_view name = text.substr(begin, end - begin);
    const bool secret = is_secret_name(name);
    begin = end;
    if (secret || mentions_secret(name)) names.push_back(end);
    if (!secret || is_inside_arn(text, end - name.size())) continue;
    const std::optional<std::size_t> separator = separator_behind(text, end);
    if (!separator) continue;
    const bool yaml_password = text[*separator] == ':' && is_password_name(name);
    end = *separator + 1;
    if (end < text.size() && text[end] == '>') ++end;
    const std::size_t value = skip_space(text, end);
    const std::size_t inside = skip_quote(text, value);
    const auto secret_value =
        inside == value ? bare_secret(text, value, yaml_password) : quoted_secret(text, inside);
    if (!secret_value) continue;
    found.push_back(hidden_part(text, *secret_value));
    begin = secret_value->end;
  }
  return found;
}

/// The member list around a place: what the braces enclose that were opened in its line, or else the lines
/// around it that are indented as far.
ByteRange members_around(std::string_view text, std::size_t place) {
  const auto line_begin = [&](std::size_t at) {
    const std::size_t found = at == 0 ? std::string_view::npos : text.rfind('\n', at - 1);
    return found == std::string_view::npos ? 0 : found + 1;
  };
  const auto line_end = [&](std::size_t at) { return std::min(text.find('\n', at), text.size()); };
  const std::size_t own_line = line_begin(place);
  int closed = 0;
  for (std::size_t at = place; at > own_line; --at) {
    const char c = text[at - 1];
    if (c == '}') ++closed;
    if (c != '{' || closed-- > 0) continue;
    int open = 1;
    std::size_t end = at;
    for (; end < text.size() && open > 0; ++end) open += text[end] == '{' ? 1 : text[end] == '}' ? -1 : 0;
    return {at, end};
  }
  const auto indentation = [&](std::size_t begin) {
    std::size_t at = begin;
    while (at < text.size() && is_blank(text[at])) ++at;
    return at >= text.size() || is_line_break(text[at]) ? std::string_view::npos : at - begin;
  };
  const std::size_t least = indentation(own_line);
  ByteRange around{own_line, line_end(place)};
  while (around.begin > 0) {
    const std::size_t previous = line_begin(around.begin - 1);
    if (indentation(previous) < least) break;
    around.begin = previous;
  }
  while (around.end < text.size() && indentation(around.end + 1) >= least)
    around.end = line_end(around.end + 1);
  return around;
}

/// The value that begins here, up to where its line or member list ends.
ByteRange written_value(std::string_view text, std::size_t begin, std::size_t end) {
  if (begin < end && is_quote(text[begin])) {
    std::size_t close = begin + 1;
    while (close < end && text[close] != text[begin] && !is_line_break(text[close]))
      close += text[close] == '\\' ? 2U : 1U;
    return {begin + 1, std::min(close, end)};
  }
  if (begin < end && (text[begin] == '|' || text[begin] == '>' || text.substr(begin, 2) == "<<"))
    return {std::min(text.find('\n', begin), end), end};
  const std::size_t close = std::min(text.find_first_of(",}\r\n", begin), end);
  return {begin, close};
}

/// Defaults of parameters with NoEcho and of sensitive variables: nothing in their text says that they are
/// secrets, what stands beside them does.
std::vector<ByteRange> unechoed_defaults(std::string_view text) {
  std::vector<ByteRange> found;
  for (const std::string_view mark : {std::string_view("NoEcho"), std::string_view("sensitive")}) {
    for (std::size_t at = text.find(mark); at != std::string_view::npos; at = text.find(mark, at + 1)) {
      const std::size_t behind = at + mark.size();
      if ((at > 0 && is_name(text[at - 1])) || (behind < text.size() && is_name(text[behind]))) continue;
      const auto position = value_position(text, behind);
      if (!position || !same_word(text.substr(skip_quote(text, *position), 4), "true")) continue;
      const std::size_t from = at - std::min(at, kBeside);
      ByteRange members = members_around(text.substr(from, 2 * kBeside), at - from);
      members.begin += from;
      members.end += from;
      for (const std::string_view name : {std::string_view("Default"), std::string_view("default")}) {
        for (std::size_t in = text.find(name, members.begin); in < members.end;
             in = text.find(name, in + 1)) {
          if (in > 0 && is_name(text[in - 1])) continue;
          const auto value = value_position(text, in + name.size());
          if (!value || *value >= members.end) continue;
          const ByteRange written = written_value(text, *value, members.end);
          if (text.substr(written.begin, written.end - written.begin) != "null")
            found.push_back(hidden_part(text, written));
        }
      }
    }
  }
  return found;
}

bool is_near(std::size_t place, const ByteRange& shape) {
  return place <= shape.begin ? shape.begin - place <= kNear
                              : place >= shape.end && place - shape.end <= kNear;
}

/// Sorted places: is one of them near?
bool any_near(const std::vector<std::size_t>& places, const ByteRange& shape, bool also_behind) {
  const auto after = std::upper_bound(places.begin(), places.end(), shape.begin);
  if (after != places.begin() && is_near(*(after - 1), shape)) return true;
  return also_behind && after != places.end() && is_near(*after, shape);
}

std::vector<ByteRange> without_overlap(std::vector<ByteRange> ranges) {
  std::sort(ranges.begin(), ranges.end(), [](const ByteRange& a, const ByteRange& b) {
    return a.begin != b.begin ? a.begin < b.begin : a.end < b.end;
  });
  std::vector<ByteRange> merged;
  for (const ByteRange& range : ranges) {
    if (!merged.empty() && range.begin < merged.back().end) {
      merged.back().end = std::max(merged.back().end, range.end);
    } else {
      merged.push_back(range);
    }
  }
  return merged;
}

/// Those that stand there as they are.
std::vector<ByteRange> plain_secret_ranges(std::string_view text) {
  std::vector<std::size_t> names;
  std::vector<ByteRange> ranges = named_values(text, names);
  for (const ByteRange& value : unechoed_defaults(text)) ranges.push_back(value);
  std::vector<std::size_t> ids;
  for (const ByteRange& id : key_ids(text)) {
    ids.push_back(id.begin);
    ranges.push_back(hidden_part(text, id));
  }
  if (ids.empty() && names.empty()) return without_overlap(std::move(ranges));
  for (const ByteRange& shape : secret_key_shapes(text)) {
    if (any_near(ids, shape, true) || any_near(names, shape, false)) {
      ranges.push_back(hidden_part(text, shape));
    }
  }
  return without_overlap(std::move(ranges));
}

/// A word of base64 from its letter `skipped` on, decoded; nullopt where it is not printable text.
std::optional<std::string> printable_base64(std::string_view word, std::size_t skipped) {
  std::string decoded;
  decoded.reserve(word.size());
  std::uint32_t bits = 0;
  std::size_t count = 0;
  for (std::size_t i = skipped; i < word.size(); ++i) {
    bits = bits << 6U | kBase64Values[static_cast<unsigned char>(word[i])];
    if (++count % 4 != 0) continue;
    for (const unsigned shift : {16U, 8U, 0U}) decoded += static_cast<char>(bits >> shift & 0xFFU);
  }
  if (count % 4 > 1) decoded += static_cast<char>(bits >> (count % 4 == 2 ? 4U : 10U) & 0xFFU);
  if (count % 4 == 3) decoded += static_cast<char>(bits >> 2U & 0xFFU);
  const bool printable = std::all_of(decoded.begin(), decoded.end(), [](char c) {
    return static_cast<unsigned char>(c) >= ' ' || is_line_break(c) || c == '\t';
  });
  return printable && !decoded.empty() ? std::optional(std::move(decoded)) : std::nullopt;
}

bool encodes_secret(std::string_view word, bool cut_before) {
  // Where the text begins inside a word, nobody knows where its groups of four letters begin.
  const std::size_t ways = cut_before ? 4 : 1;
  for (std::size_t skipped = 0; skipped < ways; ++skipped) {
    const std::optional<std::string> decoded = printable_base64(word, skipped);
    if (decoded && !plain_secret_ranges(*decoded).empty()) return true;
  }
  return false;
}

/// Words of base64 that hold secrets, whole.
std::vector<ByteRange> encoded_secrets(std::string_view text) {
  std::vector<ByteRange> found;
  for (std::size_t begin = 0; begin < text.size();) {
    if (!is_base64(text[begin])) {
      ++begin;
      continue;
    }
    std::size_t end = begin;
    while (end < text.size() && is_base64(text[end])) ++end;
    if (end - begin >= kShortestEncoded && encodes_secret(text.substr(begin, end - begin), begin == 0))
      found.push_back({begin, end});
    begin = end;
  }
  return found;
}

}  // namespace

std::vector<ByteRange> secret_ranges(std::string_view text) {
  std::vector<ByteRange> ranges = plain_secret_ranges(text);
  const std::vector<ByteRange> encoded = encoded_secrets(text);
  ranges.insert(ranges.end(), encoded.begin(), encoded.end());
  return without_overlap(std::move(ranges));
}

bool names_secret(std::string_view name) { return is_secret_name(name); }

std::string stars(std::string_view text) {
  const auto count = std::count_if(text.begin(), text.end(), begins_code_point);
  std::string shown(static_cast<std::size_t>(count), '*');
  return shown;
}
std::string redact_part(std::string_view text, std::size_t begin, std::size_t end) {
  end = std::min(end, text.size());
  begin = std::min(begin, end);
  std::string shown;
  shown.reserve(end - begin);
  std::size_t position = begin;
  for (const ByteRange& range : secret_ranges(text)) {
    const std::size_t hidden_begin = std::clamp(range.begin, position, end);
    const std::size_t hidden_end = std::clamp(range.end, hidden_begin, end);
    shown.append(text.substr(position, hidden_begin - position));
    // One star for each code point keeps columns where they are.
    for (std::size_t i = hidden_begin; i < hidden_end; ++i) {
      if (begins_code_point(text[i])) shown += '*';
    }
    position = hidden_end;
  }
  shown.append(text.substr(position, end - position));
  return shown;
}

std::string redact(std::string_view text) { return redact_part(text, 0, text.size()); }

}  // namespace rootproof::report
