#include <algorithm>

#include "parsers/syntax/hcl_lexer.h"
#include "parsers/syntax/hcl_restart.h"
#include "parsers/syntax/hcl_unicode.h"

namespace rootproof::hcl {
namespace {

/// Walks over the lines of broken text. It knows just enough of the language not to take the text of a
/// heredoc or of a commented-out block for a block.
class LineScanner {
 public:
  LineScanner(std::string_view text, const RestartRules& rules)
      : text_(text), rules_(rules), position_(rules.from), search_budget_(8 * text.size()) {}

  std::vector<std::uint32_t> scan() {
    std::vector<std::uint32_t> restarts;
    while (position_ < text_.size()) {
      const std::size_t begin = position_;
      const std::string_view line = text_.substr(begin, line_end(begin) - begin);
      const bool at_line_begin = begin == 0 || text_[begin - 1] == '\n';
      if (at_line_begin && begins_item(line)) restarts.push_back(static_cast<std::uint32_t>(begin));
      position_ = begin + line.size() + 1;
      skip_comment(begin, line);
      skip_heredoc(line);
    }
    return restarts;
  }

 private:
  [[nodiscard]] std::size_t line_end(std::size_t begin) const {
    return std::min(text_.find('\n', begin), text_.size());
  }

  [[nodiscard]] bool begins_item(std::string_view line) const {
    Lexer lexer(line);
    const Token name = lexer.next();
    if (name.kind != TokenKind::identifier || name.begin != 0) return false;
    for (;;) {
      const Token token = lexer.next();
      switch (token.kind) {
        case TokenKind::identifier:
          break;
        case TokenKind::open_brace:
          return true;
        case TokenKind::assign:
          return rules_.attributes &&
                 line.substr(name.end, token.begin - name.end).find_first_not_of(" \t") ==
                     std::string_view::npos;
        case TokenKind::quote: {
          const std::size_t close = line.find('"', token.end);
          if (close == std::string_view::npos) return false;
          lexer.seek(static_cast<std::uint32_t>(close + 1));
          break;
        }
        default:
          return false;
      }
    }
  }

  /// A comment that a line begins with. Elsewhere `/*` is more often the end of an ARN.
  void skip_comment(std::size_t begin, std::string_view line) {
    const std::size_t first = line.find_first_not_of(" \t");
    if (first == std::string_view::npos || line.substr(first, 2) != "/*") return;
    const std::size_t close = search("*/", begin + first + 2);
    if (close != std::string_view::npos) position_ = std::max(position_, line_end(close) + 1);
  }

  void skip_heredoc(std::string_view line) {
    for (std::size_t at = line.find("<<"); at != std::string_view::npos; at = line.find("<<", at + 1)) {
      std::size_t begin = at + 2;
      if (line.substr(begin, 1) == "-") ++begin;
      const std::string_view rest = line.substr(begin);
      const std::string_view marker = rest.substr(0, rest.size() - trailing_white_space(rest));
      if (marker.empty() || !std::all_of(marker.begin(), marker.end(), [](char c) {
            return is_identifier_continue(static_cast<unsigned char>(c)) ||
                   static_cast<unsigned char>(c) >= 0x80;
          })) {
        continue;
      }
      skip_to_marker(marker);
      return;
    }
  }

  /// Past the line that holds only the marker, if there is one.
  void skip_to_marker(std::string_view marker) {
    for (std::size_t found = search(marker, position_); found != std::string_view::npos;
         found = search(marker, found + marker.size())) {
      const std::size_t begin = text_.rfind('\n', found) + 1;
      const std::size_t end = line_end(found);
      std::string_view line = text_.substr(begin, end - begin);
      line.remove_suffix(trailing_white_space(line));
      line.remove_prefix(leading_white_space(line));
      if (line == marker) {
        position_ = end + 1;
        return;
      }
    }
  }

  /// Finds text, until all searches together have read as much as is reasonable: many heredocs without an end
  /// must not make the scan quadratic.
  [[nodiscard]] std::size_t search(std::string_view needle, std::size_t begin) {
    const std::size_t found =
        text_.substr(0, begin + std::min(search_budget_, text_.size() - std::min(begin, text_.size())))
            .find(needle, begin);
    const std::size_t end = found != std::string_view::npos ? found : text_.size();
    search_budget_ -= std::min(search_budget_, end - std::min(begin, end));
    return found;
  }

  std::string_view text_;
  const RestartRules& rules_;
  std::size_t position_;
  std::size_t search_budget_;
};

}  // namespace

std::vector<std::uint32_t> restarts_by_line(std::string_view text, const RestartRules& rules) {
  return LineScanner(text, rules).scan();
}

}  // namespace rootproof::hcl
