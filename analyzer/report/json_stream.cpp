#include "analyzer/report/json_stream.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <ostream>
#include <string>
#include <utility>

namespace rootproof::report {
namespace {

constexpr std::size_t kIndent = 2;

}  // namespace

void JsonStream::open(char bracket) {
  begin_item();
  out_ << bracket;
  levels_.push_back({bracket == '{' ? '}' : ']'});
}

void JsonStream::key(std::string_view name) {
  begin_item();
  write(name);
  out_ << ": ";
  behind_key_ = true;
}

void JsonStream::close() {
  const Level level = levels_.back();
  levels_.pop_back();
  if (level.has_items) new_line();
  out_ << level.closing;
  if (levels_.empty()) out_ << '\n';
}

void JsonStream::element(const nlohmann::ordered_json& value) {
  begin_item();
  write(value);
}

void JsonStream::member(std::string_view name, const nlohmann::ordered_json& value) {
  key(name);
  element(value);
}

void JsonStream::begin_item() {
  if (behind_key_ || levels_.empty()) {
    behind_key_ = false;
    return;
  }
  if (levels_.back().has_items) out_ << ',';
  levels_.back().has_items = true;
  new_line();
}

void JsonStream::new_line() {
  text_.clear();
  break_line(0);
  out_ << text_;
}

void JsonStream::write(const nlohmann::ordered_json& value) {
  text_.clear();
  append(value, 0);
  out_ << text_;
}

void JsonStream::break_line(std::size_t depth) {
  text_ += '\n';
  text_.append((levels_.size() + depth) * kIndent, ' ');
}

void JsonStream::append(const nlohmann::ordered_json& value, std::size_t depth) {
  if (value.is_string()) return append(value.get_ref<const std::string&>());
  if (value.is_number_integer() && (value.is_number_unsigned() || value.get<std::int64_t>() >= 0)) {
    std::array<char, 24> digits{};
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value.get<std::uint64_t>());
    text_.append(digits.data(), end.ptr);
    return;
  }
  if (value.is_null()) {
    text_ += "null";
    return;
  }
  if (!value.is_structured()) {
    text_ += value.dump();
    return;
  }
  const bool is_object = value.is_object();
  text_ += is_object ? '{' : '[';
  bool first = true;
  for (auto item = value.begin(); item != value.end(); ++item) {
    if (!std::exchange(first, false)) text_ += ',';
    break_line(depth + 1);
    if (is_object) {
      append(item.key());
      text_ += ": ";
    }
    append(*item, depth + 1);
  }
  if (!first) break_line(depth);
  text_ += is_object ? '}' : ']';
}

void JsonStream::append(const std::string& text) {
  // Without branches, so that many characters are looked at at a time.
  bool plain = true;
  for (const char c : text)
    plain &= static_cast<unsigned char>(c - ' ') <= '~' - ' ' && c != '"' && c != '\\';
  if (plain) {
    text_ += '"';
    text_ += text;
    text_ += '"';
    return;
  }
  text_ +=
      nlohmann::ordered_json(text).dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
}

}  // namespace rootproof::report
