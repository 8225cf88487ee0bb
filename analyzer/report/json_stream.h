#pragma once

#include <iosfwd>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace rootproof::report {

/// Writes one large JSON document piece by piece, indented, so that only one finding at a time is held as a
/// tree. Bytes that are not UTF-8 become U+FFFD: a report is written whatever its messages quote.
///
///   JsonStream stream(out);
///   stream.open('{');
///   stream.member("version", "2.1.0");
///   stream.key("results"); stream.open('['); stream.element(…); stream.close();
///   stream.close();
class JsonStream {
 public:
  explicit JsonStream(std::ostream& out) : out_(out) {}

  /// Begins an object or array, as a member behind `key` or as an element of the open array.
  void open(char bracket);
  void key(std::string_view name);
  void close();
  void element(const nlohmann::ordered_json& value);
  void member(std::string_view name, const nlohmann::ordered_json& value);

 private:
  struct Level {
    char closing;
    bool has_items = false;
  };
  void begin_item();
  void new_line();
  void write(const nlohmann::ordered_json& value);
  /// These add to `text_`, as nlohmann's dump would but with all texts that need no escape copied whole: most
  /// of a report is such texts.
  void append(const nlohmann::ordered_json& value, std::size_t depth);
  void append(const std::string& text);
  void break_line(std::size_t depth);

  std::ostream& out_;
  std::string text_;
  std::vector<Level> levels_;
  bool behind_key_ = false;
};

}  // namespace rootproof::report
