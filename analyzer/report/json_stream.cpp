#include "analyzer/report/json_stream.h"

#include <nlohmann/json.hpp>
#include <ostream>
#include <string>

namespace rootproof::report {
namespace {

constexpr int kIndent = 2;

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

void JsonStream::new_line() { out_ << '\n' << std::string(levels_.size() * kIndent, ' '); }

void JsonStream::write(const nlohmann::ordered_json& value) {
  const std::string text = value.dump(kIndent, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
  // Line breaks inside strings are escaped, so each one here is layout.
  std::size_t begin = 0;
  for (std::size_t end = 0; (end = text.find('\n', begin)) != std::string::npos; begin = end + 1) {
    out_.write(text.data() + begin, static_cast<std::streamsize>(end - begin));
    new_line();
  }
  out_.write(text.data() + begin, static_cast<std::streamsize>(text.size() - begin));
}

}  // namespace rootproof::report
