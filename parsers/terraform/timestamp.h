#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace rootproof::terraform {

/// A moment with the offset it was written in.
struct Timestamp {
  std::int64_t seconds = 0;      ///< since 1970-01-01T00:00:00Z
  std::int64_t nanoseconds = 0;  ///< 0 … 999,999,999
  int offset_minutes = 0;
  bool utc = true;  ///< written with `Z`
};

/// RFC 3339 as Terraform's time functions take it; nullopt for anything else.
[[nodiscard]] std::optional<Timestamp> read_rfc3339(std::string_view text);
/// YAML 1.1's timestamps: a date alone, one-digit parts, `t` or a blank before the time, no zone.
[[nodiscard]] std::optional<Timestamp> read_yaml_timestamp(std::string_view text);
/// Seconds and coarser; fractions are cut.
[[nodiscard]] std::string to_rfc3339(const Timestamp& time);

/// "1h30m", "-1.5h", "300ms": nanoseconds (Go's time.ParseDuration); nullopt for anything else or beyond 290
/// years.
[[nodiscard]] std::optional<std::int64_t> read_duration(std::string_view text);

/// The parts of a moment on the calendar of its own offset.
struct CalendarTime {
  int year = 0;
  unsigned month = 1;
  unsigned day = 1;
  unsigned weekday = 0;  ///< 0 is Sunday
  int hour = 0;
  int minute = 0;
  int second = 0;
};
[[nodiscard]] CalendarTime calendar_time(const Timestamp& time);

}  // namespace rootproof::terraform
