#include <algorithm>
#include <cstddef>
#include <iterator>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "parsers/source/limits.h"
#include "parsers/syntax/scalar_source.h"
#include "parsers/syntax/syntax_tree.h"
#include "parsers/syntax/syntax_tree_builder.h"

namespace rootproof::syntax {
namespace {

using source::ProblemKind;

constexpr int kNumberOutOfRange = 406;  // json.exception.out_of_range.406

/// Walks over the text for the lexer and remembers how far that has read: its callbacks carry no places.
class ReadingIterator {
 public:
  using iterator_category = std::input_iterator_tag;
  using value_type = char;
  using difference_type = std::ptrdiff_t;
  using pointer = const char*;
  using reference = const char&;

  ReadingIterator(const char* at, const char** read_to) : at_(at), read_to_(read_to) {}
  reference operator*() const { return *at_; }
  ReadingIterator& operator++() {
    *read_to_ = ++at_;
    return *this;
  }
  ReadingIterator operator++(int) {
    const ReadingIterator before = *this;
    ++*this;
    return before;
  }
  bool operator==(const ReadingIterator& other) const { return at_ == other.at_; }
  bool operator!=(const ReadingIterator& other) const { return at_ != other.at_; }

 private:
  const char* at_;
  const char** read_to_;
};

bool is_json_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

/// Receives the events of the JSON parser. When one arrives the lexer has read just its token, so the token
/// ends there (numbers: one byte further) and begins at the first byte after the token before that is neither
/// space, comma nor colon.
class JsonEvents {
 public:
  using Json = nlohmann::json;

  JsonEvents(std::string_view text, SyntaxTree& tree, source::Problems& problems)
      : text_(text), read_to_(text.data()), builder_(tree, problems) {}

  ReadingIterator begin() { return {text_.data(), &read_to_}; }
  ReadingIterator end() { return {text_.data() + text_.size(), &read_to_}; }

  bool null() { return literal(ScalarType::null); }
  bool boolean(bool /*value*/) { return literal(ScalarType::boolean); }
  bool number_integer(Json::number_integer_t /*value*/) { return number(); }
  bool number_unsigned(Json::number_unsigned_t /*value*/) { return number(); }
  bool number_float(Json::number_float_t /*value*/, const std::string& /*raw*/) { return number(); }
  bool string(std::string& value) { return text(value); }
  bool key(std::string& value) { return text(value); }
  bool binary(Json::binary_t& /*value*/) { return false; }  // JSON text has none
  bool start_object(std::size_t /*size*/) { return open(NodeKind::mapping); }
  bool start_array(std::size_t /*size*/) { return open(NodeKind::sequence); }
  bool end_object() { return close(); }
  bool end_array() { return close(); }

  bool parse_error(std::size_t position, const std::string& token, const Json::exception& error) {
    const std::size_t end = std::min(position, text_.size());
    // A token the grammar refuses was read as a whole; in a token the lexer refuses the last byte is wrong.
    error_end_ = end;
    error_token_size_ = std::min(token.size(), end);
    error_is_range_ = error.id == kNumberOutOfRange;
    return false;
  }

  /// What was wrong where, in words of its own.
  [[nodiscard]] ReadingStopped describe_error() const;

 private:
  std::size_t next_token() const {
    std::size_t position = previous_end_;
    while (position < text_.size() &&
           (is_json_space(text_[position]) || text_[position] == ',' || text_[position] == ':')) {
      ++position;
    }
    return position;
  }

  std::size_t read_to() const { return static_cast<std::size_t>(read_to_ - text_.data()); }

  bool add(std::size_t begin, std::size_t end, std::string_view value, ScalarStyle style, ScalarType type) {
    builder_.add_scalar(
        {static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end), value, style, type, {}});
    previous_end_ = end;
    return true;
  }

  bool literal(ScalarType type) {
    const std::size_t begin = next_token();
    return add(begin, read_to(), text_.substr(begin, read_to() - begin), ScalarStyle::plain, type);
  }

  bool number() {
    const std::size_t begin = next_token();
    const std::size_t end = number_end(begin);
    return add(begin, end, text_.substr(begin, end - begin), ScalarStyle::plain, ScalarType::number);
  }

  std::size_t skip_digits(std::size_t position) const {
    while (position < text_.size() && text_[position] >= '0' && text_[position] <= '9') ++position;
    return position;
  }

  /// By the grammar (RFC 8259 §6): the lexer may have read one byte more than the number.
  std::size_t number_end(std::size_t begin) const {
    const std::size_t first = begin + (text_[begin] == '-' ? 1 : 0);
    std::size_t end = text_.substr(first, 1) == "0" ? first + 1 : skip_digits(first);
    if (text_.substr(end, 1) == ".") end = skip_digits(end + 1);
    if (text_.substr(end, 1) == "e" || text_.substr(end, 1) == "E") {
      const bool sign = text_.substr(end + 1, 1) == "+" || text_.substr(end + 1, 1) == "-";
      end = skip_digits(end + (sign ? 2 : 1));
    }
    return end;
  }

  bool text(const std::string& value) {
    return add(next_token(), read_to(), value, ScalarStyle::json_string, ScalarType::string);
  }

  bool open(NodeKind kind) {
    const std::size_t begin = next_token();
    builder_.open(kind, static_cast<std::uint32_t>(begin), {});
    open_brackets_.push_back(begin);
    previous_end_ = begin + 1;
    return true;
  }

  bool close() {
    const std::size_t end = next_token() + 1;
    builder_.close(static_cast<std::uint32_t>(end));
    open_brackets_.pop_back();
    previous_end_ = end;
    return true;
  }

  ReadingStopped error_at(std::size_t begin, std::size_t end, std::string message) const {
    return {ProblemKind::syntax, static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end),
            std::move(message)};
  }
  ReadingStopped describe_end_of_file() const;
  ReadingStopped describe_string(std::size_t begin) const;
  std::string expectation(std::size_t token) const;
  std::size_t skip_space(std::size_t position) const {
    return std::min(text_.find_first_not_of(" \t\r\n", position), text_.size());
  }
  bool accepts_separator(char c) const {
    if (after_key()) return c == ':';
    return c == ',' && builder_.depth() > 0 && builder_.innermost_size() > 0;
  }
  bool after_key() const {
    return builder_.depth() > 0 && builder_.innermost_kind() == NodeKind::mapping &&
           builder_.innermost_size() % 2 == 1;
  }

  std::string_view text_;
  const char* read_to_;
  std::size_t previous_end_ = 0;
  std::vector<std::size_t> open_brackets_;
  SyntaxTreeBuilder builder_;
  std::size_t error_end_ = 0;
  std::size_t error_token_size_ = 0;
  bool error_is_range_ = false;
};

ReadingStopped JsonEvents::describe_error() const {
  std::size_t token = skip_space(previous_end_);
  // A separator that may stand here was accepted; what is wrong comes behind it.
  if (token < text_.size() && accepts_separator(text_[token])) token = skip_space(token + 1);
  if (token >= text_.size()) return describe_end_of_file();
  const char c = text_[token];
  if (c == '"' && error_token_size_ > 0) {
    const QuotedScalar quoted = decode_quoted(text_, static_cast<std::uint32_t>(token));
    if (!quoted.closed || error_end_ < quoted.end || quoted.folded) return describe_string(token);
  }
  const std::size_t end = std::max(token + 1, error_end_);
  if (error_is_range_) return error_at(token, std::min(end, text_.size()), "this number is too large");
  if (c == '/' || c == '#') return error_at(token, token + 1, "JSON has no comments");
  if (c == '\'') return error_at(token, token + 1, "strings in JSON stand in double quotes");
  return error_at(token, std::min(end, text_.size()), expectation(token));
}

ReadingStopped JsonEvents::describe_end_of_file() const {
  const std::size_t end = text_.size();
  if (open_brackets_.empty()) return error_at(end, end, "the file is empty, a JSON value was expected");
  const std::size_t bracket = open_brackets_.back();
  const auto line = 1 + std::count(text_.begin(), text_.begin() + static_cast<std::ptrdiff_t>(bracket), '\n');
  return error_at(end, end,
                  std::string("the file ends before the `") + text_[bracket] + "` of line " +
                      std::to_string(line) + " is closed");
}

ReadingStopped JsonEvents::describe_string(std::size_t begin) const {
  if (error_end_ >= text_.size() && text_.find_first_of("\r\n", begin) == std::string_view::npos) {
    return error_at(begin, text_.size(), "this string is never closed");
  }
  const std::size_t bad = error_end_ > 0 ? error_end_ - 1 : 0;
  if (text_[bad] == '\n' || text_[bad] == '\r') {
    return error_at(begin, bad, "this string is not closed before the end of its line");
  }
  if (text_[bad] == '\t') return error_at(bad, bad + 1, "a tab inside a string is written \\t in JSON");
  return error_at(std::max(begin, bad), std::max(begin, bad) + 1, "this is no escape sequence of JSON");
}

std::string JsonEvents::expectation(std::size_t token) const {
  const std::string_view between = text_.substr(previous_end_, token - previous_end_);
  const bool comma = between.find(',') != std::string_view::npos;
  const bool colon = between.find(':') != std::string_view::npos;
  if (builder_.depth() == 0) {
    return previous_end_ == 0 ? "a JSON value was expected here"
                              : "more text after the end of the JSON value";
  }
  const bool object = builder_.innermost_kind() == NodeKind::mapping;
  if (after_key()) return colon ? "a value was expected here" : "`:` was expected after the key";
  const bool closing = text_[token] == '}' || text_[token] == ']';
  if (comma && closing)
    return "something was expected after the comma: JSON allows none before a closing bracket";
  if (builder_.innermost_size() > 0 && !comma) {
    return object ? "`,` or `}` was expected here" : "`,` or `]` was expected here";
  }
  return object ? "a key in double quotes was expected here" : "a value was expected here";
}

}  // namespace

ParsedSyntax parse_json(const source::SourceFile& file) {
  ParsedSyntax result{SyntaxTree(file), {}, true};
  if (file.problem() != nullptr) {
    result.problems.push_back(*file.problem());
    result.complete = false;
    return result;
  }
  JsonEvents events(file.text(), result.tree, result.problems);
  const auto stop = [&](const ReadingStopped& stopped) {
    result.problems.push_back({stopped.kind, file.span(stopped.begin, stopped.end), stopped.message});
    result.complete = false;
    result.tree.roots.clear();
  };
  try {
    if (!nlohmann::json::sax_parse(events.begin(), events.end(), &events)) stop(events.describe_error());
  } catch (const ReadingStopped& stopped) {
    stop(stopped);
  }
  sort_by_place(result.problems);
  return result;
}

}  // namespace rootproof::syntax
