// Functions on moments that are written down. What asks for the present moment is never known.
#include <array>
#include <compare>
#include <string>

#include "parsers/terraform/function_table.h"
#include "parsers/terraform/timestamp.h"

namespace rootproof::terraform {
namespace {

using value::Value;

constexpr std::array<std::string_view, 12> kMonths = {"January",   "February", "March",    "April",
                                                      "May",       "June",     "July",     "August",
                                                      "September", "October",  "November", "December"};
constexpr std::array<std::string_view, 7> kDays = {"Sunday",   "Monday", "Tuesday", "Wednesday",
                                                   "Thursday", "Friday", "Saturday"};

std::string two_digits(int number) { return (number < 10 ? "0" : "") + std::to_string(number); }

std::string offset_text(const Timestamp& time, std::string_view separator) {
  const int minutes = time.offset_minutes < 0 ? -time.offset_minutes : time.offset_minutes;
  return (time.offset_minutes < 0 ? "-" : "+") + two_digits(minutes / 60) + std::string(separator) +
         two_digits(minutes % 60);
}

/// What a run of one letter stands for (formatdate's documentation); nullopt for others.
std::optional<std::string> date_verb(std::string_view verb, const Timestamp& time) {
  const CalendarTime parts = calendar_time(time);
  const std::string year = std::to_string(parts.year);
  const int hour12 = parts.hour % 12 == 0 ? 12 : parts.hour % 12;
  if (verb == "YYYY") return std::string(year.size() < 4 ? 4 - year.size() : 0, '0') + year;
  if (verb == "YY") return two_digits(parts.year % 100);
  if (verb == "MMMM") return std::string(kMonths[parts.month - 1]);
  if (verb == "MMM") return std::string(kMonths[parts.month - 1].substr(0, 3));
  if (verb == "MM") return two_digits(static_cast<int>(parts.month));
  if (verb == "M") return std::to_string(parts.month);
  if (verb == "DD") return two_digits(static_cast<int>(parts.day));
  if (verb == "D") return std::to_string(parts.day);
  if (verb == "EEEE") return std::string(kDays[parts.weekday]);
  if (verb == "EEE") return std::string(kDays[parts.weekday].substr(0, 3));
  if (verb == "hh") return two_digits(parts.hour);
  if (verb == "h") return std::to_string(parts.hour);
  if (verb == "HH") return two_digits(hour12);
  if (verb == "H") return std::to_string(hour12);
  if (verb == "AA") return std::string(parts.hour < 12 ? "AM" : "PM");
  if (verb == "aa") return std::string(parts.hour < 12 ? "am" : "pm");
  if (verb == "mm") return two_digits(parts.minute);
  if (verb == "m") return std::to_string(parts.minute);
  if (verb == "ss") return two_digits(parts.second);
  if (verb == "s") return std::to_string(parts.second);
  if (verb == "ZZZZZ") return offset_text(time, ":");
  if (verb == "ZZZZ") return offset_text(time, "");
  if (verb == "ZZZ") return time.offset_minutes == 0 ? "UTC" : offset_text(time, "");
  if (verb == "Z") return time.offset_minutes == 0 ? "Z" : offset_text(time, ":");
  return std::nullopt;
}

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

Value formatdate(const Call& call) {
  const std::string format = call.text_argument(0);
  const std::optional<Timestamp> time = read_rfc3339(call.text_argument(1));
  if (!time) return call.invalid("the time is not in RFC 3339 form");
  std::string result;
  for (std::size_t at = 0; at < format.size();) {
    if (format[at] == '\'') {
      // Quoted text; two quotes inside are one.
      bool closed = false;
      for (++at; at < format.size() && !closed; ++at) {
        if (format[at] != '\'') {
          result += format[at];
        } else if (format.compare(at, 2, "''") == 0) {
          result += '\'';
          ++at;
        } else {
          closed = true;
        }
      }
      if (!closed) return call.invalid("a quote in the format is not closed");
      continue;
    }
    if (!is_letter(format[at])) {
      result += format[at++];
      continue;
    }
    const std::size_t end = std::min(format.find_first_not_of(format[at], at), format.size());
    const std::string verb = format.substr(at, end - at);
    const std::optional<std::string> text = date_verb(verb, *time);
    if (!text) return call.invalid("\"" + verb + "\" is no part of a date");
    result += *text;
    at = end;
  }
  return call.text(result);
}

Value timeadd(const Call& call) {
  std::optional<Timestamp> time = read_rfc3339(call.text_argument(0));
  const std::optional<std::int64_t> duration = read_duration(call.text_argument(1));
  if (!time) return call.invalid("the time is not in RFC 3339 form");
  if (!duration) return call.invalid("the duration is not written as 1h30m is");
  constexpr std::int64_t kNanoseconds = 1'000'000'000;
  time->seconds += *duration / kNanoseconds;
  time->nanoseconds += *duration % kNanoseconds;
  if (time->nanoseconds < 0) time->seconds -= 1;
  if (time->nanoseconds >= kNanoseconds) time->seconds += 1;
  return call.text(to_rfc3339(*time));
}

Value timecmp(const Call& call) {
  const std::optional<Timestamp> a = read_rfc3339(call.text_argument(0));
  const std::optional<Timestamp> b = read_rfc3339(call.text_argument(1));
  if (!a || !b) return call.invalid("a time is not in RFC 3339 form");
  const auto order = std::pair(a->seconds, a->nanoseconds) <=> std::pair(b->seconds, b->nanoseconds);
  return call.number(std::is_lt(order) ? -1 : (std::is_gt(order) ? 1 : 0));
}

constexpr std::array kTimeFunctions = {
    FunctionEntry{"formatdate", "ss>s", formatdate},
    FunctionEntry{"timeadd", "ss>s", timeadd},
    FunctionEntry{"timecmp", "ss>n", timecmp},
};

}  // namespace

std::span<const FunctionEntry> time_functions() { return kTimeFunctions; }

}  // namespace rootproof::terraform
