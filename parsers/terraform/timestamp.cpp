#include "parsers/terraform/timestamp.h"

#include <array>
#include <chrono>
#include <cstdlib>

namespace rootproof::terraform {
namespace {

constexpr std::int64_t kNanoseconds = 1'000'000'000;

/// Takes a text apart from left to right.
class Scanner {
 public:
  explicit Scanner(std::string_view text) : rest_(text) {}

  [[nodiscard]] bool done() const { return rest_.empty(); }

  bool skip(char c) {
    if (!rest_.starts_with(c)) return false;
    rest_.remove_prefix(1);
    return true;
  }

  bool skip_one_of(std::string_view set) {
    if (rest_.empty() || set.find(rest_.front()) == std::string_view::npos) return false;
    rest_.remove_prefix(1);
    return true;
  }

  /// Between `least` and `most` digits.
  std::optional<int> digits(std::size_t least, std::size_t most) {
    int number = 0;
    std::size_t count = 0;
    while (count < most && count < rest_.size() && rest_[count] >= '0' && rest_[count] <= '9')
      number = number * 10 + (rest_[count++] - '0');
    if (count < least) return std::nullopt;
    rest_.remove_prefix(count);
    return number;
  }

  /// `.` and digits, as nanoseconds; further digits are dropped. 0 when there is no point.
  std::optional<std::int64_t> fraction() {
    if (!rest_.starts_with('.')) return 0;
    rest_.remove_prefix(1);
    std::int64_t value = 0;
    std::int64_t unit = kNanoseconds;
    std::size_t count = 0;
    while (count < rest_.size() && rest_[count] >= '0' && rest_[count] <= '9') {
      unit /= 10;
      value += unit * (rest_[count++] - '0');
    }
    if (count == 0) return std::nullopt;
    rest_.remove_prefix(count);
    return value;
  }

 private:
  std::string_view rest_;
};

std::optional<std::int64_t> days_of(int year, int month, int day) {
  const std::chrono::year_month_day date{std::chrono::year(year),
                                         std::chrono::month(static_cast<unsigned>(month)),
                                         std::chrono::day(static_cast<unsigned>(day))};
  if (!date.ok()) return std::nullopt;
  return std::chrono::sys_days(date).time_since_epoch().count();
}

struct ClockTime {
  int hour = 0;
  int minute = 0;
  int second = 0;
  std::int64_t nanoseconds = 0;
};

std::optional<ClockTime> read_clock(Scanner& scanner, std::size_t least_digits) {
  const std::optional<int> hour = scanner.digits(least_digits, 2);
  if (!hour || !scanner.skip(':')) return std::nullopt;
  const std::optional<int> minute = scanner.digits(2, 2);
  if (!minute || !scanner.skip(':')) return std::nullopt;
  const std::optional<int> second = scanner.digits(2, 2);
  if (!second || *hour > 23 || *minute > 59 || *second > 59) return std::nullopt;
  const std::optional<std::int64_t> fraction = scanner.fraction();
  if (!fraction) return std::nullopt;
  return ClockTime{*hour, *minute, *second, *fraction};
}

/// `Z` or ±hh:mm; nullopt for anything else.
bool read_offset(Scanner& scanner, Timestamp& time) {
  if (scanner.skip('Z')) return true;
  const bool negative = scanner.skip('-');
  if (!negative && !scanner.skip('+')) return false;
  const std::optional<int> hours = scanner.digits(2, 2);
  if (!hours || !scanner.skip(':')) return false;
  const std::optional<int> minutes = scanner.digits(2, 2);
  if (!minutes || *hours > 23 || *minutes > 59) return false;
  time.offset_minutes = (negative ? -1 : 1) * (*hours * 60 + *minutes);
  time.utc = false;
  return true;
}

Timestamp moment(std::int64_t days, const ClockTime& clock, Timestamp time) {
  time.seconds = days * 86'400 + clock.hour * std::int64_t{3'600} + clock.minute * std::int64_t{60} +
                 clock.second - time.offset_minutes * std::int64_t{60};
  time.nanoseconds = clock.nanoseconds;
  return time;
}

std::string two_digits(int number) { return (number < 10 ? "0" : "") + std::to_string(number); }

}  // namespace

std::optional<Timestamp> read_rfc3339(std::string_view text) {
  Scanner scanner(text);
  const std::optional<int> year = scanner.digits(4, 4);
  if (!year || !scanner.skip('-')) return std::nullopt;
  const std::optional<int> month = scanner.digits(2, 2);
  if (!month || !scanner.skip('-')) return std::nullopt;
  const std::optional<int> day = scanner.digits(2, 2);
  if (!day || !scanner.skip('T')) return std::nullopt;
  const std::optional<std::int64_t> days = days_of(*year, *month, *day);
  const std::optional<ClockTime> clock = read_clock(scanner, 2);
  Timestamp time;
  if (!days || !clock || !read_offset(scanner, time) || !scanner.done()) return std::nullopt;
  return moment(*days, *clock, time);
}

std::optional<Timestamp> read_yaml_timestamp(std::string_view text) {
  Scanner scanner(text);
  const std::optional<int> year = scanner.digits(4, 4);
  if (!year || !scanner.skip('-')) return std::nullopt;
  const std::optional<int> month = scanner.digits(1, 2);
  if (!month || !scanner.skip('-')) return std::nullopt;
  const std::optional<int> day = scanner.digits(1, 2);
  const std::optional<std::int64_t> days = day ? days_of(*year, *month, *day) : std::nullopt;
  if (!days) return std::nullopt;
  Timestamp time;
  if (scanner.done()) return moment(*days, {}, time);
  const bool blank = scanner.skip(' ');
  if (!blank && !scanner.skip_one_of("Tt")) return std::nullopt;
  const std::optional<ClockTime> clock = read_clock(scanner, 1);
  if (!clock) return std::nullopt;
  if (scanner.done() && blank) return moment(*days, *clock, time);
  if (!read_offset(scanner, time) || !scanner.done()) return std::nullopt;
  return moment(*days, *clock, time);
}

CalendarTime calendar_time(const Timestamp& time) {
  const std::int64_t local = time.seconds + time.offset_minutes * std::int64_t{60};
  std::int64_t day_number = local / 86'400;
  if (local % 86'400 < 0) --day_number;
  const auto in_day = static_cast<int>(local - day_number * 86'400);
  const std::chrono::sys_days days{std::chrono::days(day_number)};
  const std::chrono::year_month_day date{days};
  return {static_cast<int>(date.year()),
          static_cast<unsigned>(date.month()),
          static_cast<unsigned>(date.day()),
          std::chrono::weekday(days).c_encoding(),
          in_day / 3'600,
          in_day / 60 % 60,
          in_day % 60};
}

std::string to_rfc3339(const Timestamp& time) {
  const CalendarTime parts = calendar_time(time);
  std::string year = std::to_string(parts.year);
  year.insert(0, year.size() < 4 ? 4 - year.size() : 0, '0');
  std::string text = year + "-" + two_digits(static_cast<int>(parts.month)) + "-" +
                     two_digits(static_cast<int>(parts.day)) + "T" + two_digits(parts.hour) + ":" +
                     two_digits(parts.minute) + ":" + two_digits(parts.second);
  if (time.offset_minutes == 0) return text + "Z";
  const int minutes = std::abs(time.offset_minutes);
  return text + (time.offset_minutes < 0 ? "-" : "+") + two_digits(minutes / 60) + ":" +
         two_digits(minutes % 60);
}

std::optional<std::int64_t> read_duration(std::string_view text) {
  struct Unit {
    std::string_view name;
    std::int64_t nanoseconds;
  };
  constexpr std::array<Unit, 8> kUnits = {{{"ns", 1},
                                           {"us", 1'000},
                                           {"µs", 1'000},
                                           {"μs", 1'000},
                                           {"ms", 1'000'000},
                                           {"h", 3'600 * kNanoseconds},
                                           {"m", 60 * kNanoseconds},
                                           {"s", kNanoseconds}}};
  const bool negative = text.starts_with('-');
  if (negative || text.starts_with('+')) text.remove_prefix(1);
  if (text == "0") return 0;
  if (text.empty()) return std::nullopt;
  std::int64_t total = 0;
  while (!text.empty()) {
    const std::size_t size = std::min(text.find_first_not_of("0123456789."), text.size());
    const std::string digits(text.substr(0, size));
    if (digits.empty() || digits == "." || digits.size() > 18 || digits.find('.') != digits.rfind('.'))
      return std::nullopt;
    text.remove_prefix(size);
    const Unit* unit = nullptr;
    for (const Unit& each : kUnits) {
      if (unit == nullptr && text.starts_with(each.name)) unit = &each;
    }
    if (unit == nullptr) return std::nullopt;
    text.remove_prefix(unit->name.size());
    const std::size_t point = std::min(digits.find('.'), digits.size());
    __extension__ __int128 part = point == 0 ? 0 : std::atoll(digits.substr(0, point).c_str());
    part *= unit->nanoseconds;
    std::int64_t fraction = unit->nanoseconds;
    for (std::size_t i = point + 1; i < digits.size() && fraction > 0; ++i) {
      part += static_cast<std::int64_t>(digits[i] - '0') * fraction / 10;
      fraction /= 10;
    }
    if (part + total > INT64_MAX) return std::nullopt;
    total += static_cast<std::int64_t>(part);
  }
  return negative ? -total : total;
}

}  // namespace rootproof::terraform
