#include "analyzer/policy/scalars.h"

#include <algorithm>
#include <cstddef>

namespace rootproof::policy {

namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// Reads exactly `count` digits at `at`.
std::optional<int> fixed_number(std::string_view text, std::size_t at, std::size_t count) {
  if (at + count > text.size()) return std::nullopt;
  int value = 0;
  for (std::size_t i = at; i < at + count; ++i) {
    if (!is_digit(text[i])) return std::nullopt;
    value = value * 10 + (text[i] - '0');
  }
  return value;
}

/// Days since 1970-01-01 of a proleptic Gregorian date (Howard Hinnant, "chrono-Compatible Low-Level Date
/// Algorithms").
std::int64_t days_from_civil(int year, int month, int day) {
  const std::int64_t y = month <= 2 ? year - 1 : year;
  const std::int64_t era = (y >= 0 ? y : y - 399) / 400;
  const std::int64_t year_of_era = y - era * 400;
  const std::int64_t day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
  const std::int64_t day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
  return era * 146097 + day_of_era - 719468;
}

bool is_calendar_day(int year, int month, int day) {
  if (month < 1 || month > 12 || day < 1) return false;
  static constexpr std::array<int, 12> kDays{31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  const bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
  return day <= kDays[static_cast<std::size_t>(month - 1)] + (month == 2 && leap ? 1 : 0);
}

std::optional<std::int64_t> parse_offset(std::string_view zone) {
  if (zone == "Z") return 0;
  if (zone.size() != 6 || (zone[0] != '+' && zone[0] != '-') || zone[3] != ':') return std::nullopt;
  const std::optional<int> hours = fixed_number(zone, 1, 2);
  const std::optional<int> minutes = fixed_number(zone, 4, 2);
  if (!hours || !minutes || *hours > 23 || *minutes > 59) return std::nullopt;
  const std::int64_t seconds = *hours * 3600 + *minutes * 60;
  return zone[0] == '+' ? seconds : -seconds;
}

/// `text` begins after the "T".
std::optional<Decimal> parse_time(std::int64_t midnight, std::string_view text) {
  const std::optional<int> hours = fixed_number(text, 0, 2);
  const std::optional<int> minutes = fixed_number(text, 3, 2);
  if (!hours || !minutes || *hours > 23 || *minutes > 59 || text[2] != ':') return std::nullopt;
  std::size_t at = 5;
  int seconds = 0;
  std::string fraction;
  if (at < text.size() && text[at] == ':') {
    const std::optional<int> read = fixed_number(text, at + 1, 2);
    if (!read || *read > 60) return std::nullopt;
    seconds = *read;
    at += 3;
    if (at < text.size() && text[at] == '.') {
      for (++at; at < text.size() && is_digit(text[at]); ++at) fraction += text[at];
      if (fraction.empty()) return std::nullopt;
    }
  }
  const std::optional<std::int64_t> offset = parse_offset(text.substr(at));
  if (!offset) return std::nullopt;
  const std::int64_t whole =
      midnight + *hours * std::int64_t{3600} + *minutes * std::int64_t{60} + seconds - *offset;
  while (!fraction.empty() && fraction.back() == '0') fraction.pop_back();
  if (whole < 0 && !fraction.empty()) return std::nullopt;  // a fraction before 1970 has no use in policies
  Decimal result = Decimal::of(whole);
  result.fraction = std::move(fraction);
  return result;
}

bool is_epoch(std::string_view text) {
  return text.size() > 4 &&
         std::all_of(text.begin(), text.end(), [](char c) { return is_digit(c) || c == '.'; });
}

std::optional<std::array<std::uint8_t, 4>> parse_v4(std::string_view text) {
  std::array<std::uint8_t, 4> bytes{};
  std::size_t at = 0;
  for (std::size_t i = 0; i < 4; ++i) {
    if (i > 0) {
      if (at >= text.size() || text[at] != '.') return std::nullopt;
      ++at;
    }
    const std::size_t begin = at;
    unsigned value = 0;
    while (at < text.size() && is_digit(text[at]) && at - begin < 3)
      value = value * 10 + static_cast<unsigned>(text[at++] - '0');
    const bool leading_zero = at - begin > 1 && text[begin] == '0';
    if (at == begin || value > 255 || leading_zero) return std::nullopt;
    bytes[i] = static_cast<std::uint8_t>(value);
  }
  return at == text.size() ? std::optional(bytes) : std::nullopt;
}

std::optional<unsigned> parse_hex_group(std::string_view text) {
  if (text.empty() || text.size() > 4) return std::nullopt;
  unsigned value = 0;
  for (const char c : text) {
    unsigned digit = 0;
    if (is_digit(c))
      digit = static_cast<unsigned>(c - '0');
    else if (c >= 'a' && c <= 'f')
      digit = static_cast<unsigned>(c - 'a') + 10;
    else if (c >= 'A' && c <= 'F')
      digit = static_cast<unsigned>(c - 'A') + 10;
    else
      return std::nullopt;
    value = value * 16 + digit;
  }
  return value;
}

/// Groups of one side of "::"; the last group of an address may be IPv4 (RFC 4291 §2.2).
bool append_groups(std::string_view text, bool at_end, std::string& out) {
  while (!text.empty()) {
    const std::size_t colon = text.find(':');
    const std::string_view group = text.substr(0, colon);
    if (at_end && colon == std::string_view::npos && group.find('.') != std::string_view::npos) {
      const auto v4 = parse_v4(group);
      if (!v4) return false;
      for (const std::uint8_t byte : *v4) out += static_cast<char>(byte);
      return true;
    }
    const std::optional<unsigned> value = parse_hex_group(group);
    if (!value || out.size() > 14) return false;
    out += static_cast<char>(*value >> 8U);
    out += static_cast<char>(*value & 0xFFU);
    if (colon == std::string_view::npos) return true;
    text.remove_prefix(colon + 1);
    if (text.empty()) return false;
  }
  return true;
}

std::optional<IpAddress> parse_v6(std::string_view text) {
  std::string front;
  std::string back;
  const std::size_t gap = text.find("::");
  if (gap == std::string_view::npos) {
    if (!append_groups(text, true, front) || front.size() != 16) return std::nullopt;
  } else {
    if (!append_groups(text.substr(0, gap), false, front) || !append_groups(text.substr(gap + 2), true, back))
      return std::nullopt;
    if (front.size() + back.size() > 14) return std::nullopt;
  }
  IpAddress address;
  address.v6 = true;
  for (std::size_t i = 0; i < front.size(); ++i) address.bytes[i] = static_cast<std::uint8_t>(front[i]);
  for (std::size_t i = 0; i < back.size(); ++i)
    address.bytes[16 - back.size() + i] = static_cast<std::uint8_t>(back[i]);
  return address;
}

}  // namespace

std::optional<Decimal> Decimal::parse(std::string_view text) {
  Decimal result;
  if (!text.empty() && (text[0] == '-' || text[0] == '+')) {
    result.negative = text[0] == '-';
    text.remove_prefix(1);
  }
  const std::size_t point = text.find('.');
  const std::string_view whole = text.substr(0, point);
  const std::string_view fraction = point == std::string_view::npos ? "" : text.substr(point + 1);
  if (whole.empty() || (point != std::string_view::npos && fraction.empty())) return std::nullopt;
  if (!std::all_of(whole.begin(), whole.end(), is_digit) ||
      !std::all_of(fraction.begin(), fraction.end(), is_digit))
    return std::nullopt;
  result.whole = whole.substr(std::min(whole.find_first_not_of('0'), whole.size()));
  result.fraction = fraction.substr(0, fraction.find_last_not_of('0') + 1);
  if (result.whole.empty() && result.fraction.empty()) result.negative = false;
  return result;
}

Decimal Decimal::of(std::int64_t value) { return parse(std::to_string(value)).value_or(Decimal{}); }

std::string Decimal::to_string() const {
  std::string text = negative ? "-" : "";
  text += whole.empty() ? "0" : whole;
  if (!fraction.empty()) text += "." + fraction;
  return text;
}

std::strong_ordering Decimal::operator<=>(const Decimal& other) const {
  if (negative != other.negative)
    return negative ? std::strong_ordering::less : std::strong_ordering::greater;
  // Of two negative numbers the one further from zero is the lesser.
  const Decimal& left = negative ? other : *this;
  const Decimal& right = negative ? *this : other;
  if (left.whole.size() != right.whole.size()) return left.whole.size() <=> right.whole.size();
  if (const int order = left.whole.compare(right.whole); order != 0) return order <=> 0;
  return left.fraction.compare(right.fraction) <=> 0;
}

std::optional<Decimal> parse_date(std::string_view text) {
  if (is_epoch(text)) return Decimal::parse(text);
  const std::optional<int> year = fixed_number(text, 0, 4);
  if (!year) return std::nullopt;
  int month = 1;
  int day = 1;
  std::size_t at = 4;
  for (int* part : {&month, &day}) {
    if (at == text.size()) break;
    const std::optional<int> read = fixed_number(text, at + 1, 2);
    if (text[at] != '-' || !read) return std::nullopt;
    *part = *read;
    at += 3;
  }
  if (!is_calendar_day(*year, month, day)) return std::nullopt;
  const std::int64_t midnight = days_from_civil(*year, month, day) * 86400;
  if (at == text.size()) return Decimal::of(midnight);
  if (at != 10 || text[at] != 'T' || text.size() < 16) return std::nullopt;
  return parse_time(midnight, text.substr(at + 1));
}

std::string format_date(std::int64_t seconds) {
  const std::int64_t days = seconds >= 0 ? seconds / 86400 : (seconds - 86399) / 86400;
  const std::int64_t rest = seconds - days * 86400;
  const std::int64_t shifted = days + 719468;
  const std::int64_t era = (shifted >= 0 ? shifted : shifted - 146096) / 146097;
  const std::int64_t day_of_era = shifted - era * 146097;
  const std::int64_t year_of_era =
      (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
  const std::int64_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  const std::int64_t shifted_month = (5 * day_of_year + 2) / 153;
  const std::int64_t day = day_of_year - (153 * shifted_month + 2) / 5 + 1;
  const std::int64_t month = shifted_month < 10 ? shifted_month + 3 : shifted_month - 9;
  const std::int64_t year = year_of_era + era * 400 + (month <= 2 ? 1 : 0);
  const auto padded = [](std::int64_t number, std::size_t width) {
    std::string text = std::to_string(number);
    return text.size() < width ? std::string(width - text.size(), '0') + text : text;
  };
  return padded(year, 4) + "-" + padded(month, 2) + "-" + padded(day, 2) + "T" + padded(rest / 3600, 2) +
         ":" + padded(rest / 60 % 60, 2) + ":" + padded(rest % 60, 2) + "Z";
}

std::optional<IpAddress> IpAddress::parse(std::string_view text) {
  if (text.find(':') != std::string_view::npos) return parse_v6(text);
  const auto v4 = parse_v4(text);
  if (!v4) return std::nullopt;
  IpAddress address;
  std::copy(v4->begin(), v4->end(), address.bytes.begin() + 12);
  return address;
}

std::string IpAddress::to_string() const {
  std::string text;
  if (!v6) {
    for (std::size_t i = 12; i < 16; ++i) {
      if (i > 12) text += '.';
      text += std::to_string(bytes[i]);
    }
    return text;
  }
  static constexpr std::string_view kDigits = "0123456789abcdef";
  for (std::size_t i = 0; i < 16; i += 2) {
    if (i > 0) text += ':';
    const unsigned group = static_cast<unsigned>(bytes[i]) << 8U | bytes[i + 1];
    bool printed = false;
    for (unsigned shift = 16; shift > 0; shift -= 4) {
      const unsigned digit = group >> (shift - 4) & 0xFU;
      printed = printed || digit != 0 || shift == 4;
      if (printed) text += kDigits[digit];
    }
  }
  return text;
}

std::optional<IpAddress> IpAddress::next() const {
  IpAddress result = *this;
  const std::size_t begin = v6 ? 0 : 12;
  for (std::size_t i = 16; i > begin; --i)
    if (++result.bytes[i - 1] != 0) return result;
  return std::nullopt;
}

std::optional<IpRange> IpRange::parse(std::string_view text) {
  const std::size_t slash = text.find('/');
  const std::optional<IpAddress> address = IpAddress::parse(text.substr(0, slash));
  if (!address) return std::nullopt;
  const int width = address->v6 ? 128 : 32;
  IpRange range{*address, *address, width};
  if (slash == std::string_view::npos) return range;
  const std::string_view digits = text.substr(slash + 1);
  if (digits.empty() || digits.size() > 3 || !std::all_of(digits.begin(), digits.end(), is_digit))
    return std::nullopt;
  range.prefix = 0;
  for (const char c : digits) range.prefix = range.prefix * 10 + (c - '0');
  if (range.prefix > width) return std::nullopt;
  for (int bit = 128 - width + range.prefix; bit < 128; ++bit) {
    const auto index = static_cast<std::size_t>(bit / 8);
    const auto mask = static_cast<std::uint8_t>(0x80U >> static_cast<unsigned>(bit % 8));
    range.first.bytes[index] &= static_cast<std::uint8_t>(~mask);
    range.last.bytes[index] |= mask;
  }
  return range;
}

bool IpRange::contains(const IpAddress& address) const {
  return address.v6 == first.v6 && first <= address && address <= last;
}

std::optional<std::string> decode_base64(std::string_view text) {
  while (!text.empty() && text.back() == '=') text.remove_suffix(1);
  std::string bytes;
  unsigned bits = 0;
  unsigned held = 0;
  for (const char c : text) {
    unsigned value = 0;
    if (c >= 'A' && c <= 'Z')
      value = static_cast<unsigned>(c - 'A');
    else if (c >= 'a' && c <= 'z')
      value = static_cast<unsigned>(c - 'a') + 26;
    else if (is_digit(c))
      value = static_cast<unsigned>(c - '0') + 52;
    else if (c == '+' || c == '-')
      value = 62;
    else if (c == '/' || c == '_')
      value = 63;
    else
      return std::nullopt;
    bits = bits << 6U | value;
    held += 6;
    if (held < 8) continue;
    held -= 8;
    bytes += static_cast<char>(bits >> held & 0xFFU);
    bits &= (1U << held) - 1U;
  }
  return held >= 6 ? std::nullopt : std::optional(bytes);
}

}  // namespace rootproof::policy
