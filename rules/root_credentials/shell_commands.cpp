#include "rules/root_credentials/shell_commands.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <optional>
#include <utility>

#include "parsers/source/limits.h"

namespace rootproof::rules {
namespace {

bool is_name(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; }

/// `NAME=value` before a command.
bool is_assignment(std::string_view word) {
  const std::size_t equals = word.find('=');
  return equals != std::string_view::npos && equals > 0 &&
         std::all_of(word.begin(), word.begin() + static_cast<std::ptrdiff_t>(equals), is_name);
}

/// Words after which a command begins.
bool leads_a_command(std::string_view word) {
  constexpr std::array<std::string_view, 16> kWords{"if",    "then",    "else",  "elif", "do",   "while",
                                                    "until", "!",       "{",     "time", "sudo", "exec",
                                                    "env",   "command", "nohup", "-"};
  return std::find(kWords.begin(), kWords.end(), word) != kWords.end();
}

std::string_view base_name(std::string_view program) { return program.substr(program.rfind('/') + 1); }

bool is_shell(std::string_view program) {
  constexpr std::array<std::string_view, 6> kShells{"sh", "bash", "ash", "dash", "zsh", "ksh"};
  return std::find(kShells.begin(), kShells.end(), base_name(program)) != kShells.end();
}

class Reader {
 public:
  Reader(std::string_view text, std::size_t offset, unsigned depth, std::vector<ShellCommand>& commands)
      : text_(text), offset_(offset), depth_(depth), commands_(commands) {}

  void read() {
    while (at_ < text_.size()) step();
    end_command();
  }

 private:
  [[nodiscard]] char peek(std::size_t ahead = 0) const {
    return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0';
  }

  void step() {
    const char c = text_[at_];
    if (c == '\\') return escape();
    if (c == '\'') return single_quoted();
    if (c == '"') return double_quoted();
    if (c == '$' || c == '`') return expansion();
    if (c == '#' && !in_word_) return skip_line();
    if (c == '<' && peek(1) == '<') return document();
    if (c == '\n') {
      ++at_;
      end_command();
      return skip_documents();
    }
    ++at_;
    if (c == ' ' || c == '\t' || c == '\r') return end_word();
    if (c == ';' || c == '&' || c == '|' || c == '(' || c == ')') return end_command();
    if (c == '>' || c == '<') {
      end_word();
      if (peek() == '>' || peek() == '&') ++at_;
      redirected_ = true;
      return;
    }
    add(c);
  }

  void add(char c) {
    if (!in_word_) {
      in_word_ = true;
      word_begin_ = at_ == 0 ? 0 : at_ - 1;
    }
    if (c == kUnknownText) word_.open = true;
    word_.text += c;
  }

  void escape() {
    at_ += 2;
    if (at_ - 1 >= text_.size()) return;
    if (text_[at_ - 1] == '\n') return;  // the line goes on
    if (text_[at_ - 1] == '\r' && peek() == '\n') {
      ++at_;
      return;
    }
    add(text_[at_ - 1]);
  }

  void begin_word() {
    if (in_word_) return;
    in_word_ = true;
    word_begin_ = at_;
  }

  void single_quoted() {
    begin_word();
    for (++at_; at_ < text_.size() && text_[at_] != '\''; ++at_) add(text_[at_]);
    ++at_;
  }

  void double_quoted() {
    begin_word();
    ++at_;
    while (at_ < text_.size() && text_[at_] != '"') {
      const char c = text_[at_];
      if (c == '\\') {
        escape();
      } else if (c == '$' || c == '`') {
        expansion();
      } else {
        ++at_;
        add(c);
      }
    }
    ++at_;
  }

  /// `$NAME`, `${…}`, `$(…)`, backquotes.
  void expansion() {
    begin_word();
    const char c = text_[at_++];
    if (c == '`') {
      word_.open = true;
      return inner(text_.find('`', at_));
    }
    if (peek() == '(') {
      ++at_;
      word_.open = true;
      return inner(closing(')'));
    }
    if (peek() == '{') {
      word_.open = true;
      at_ = std::min(text_.size(), text_.find('}', at_));
      ++at_;
      return;
    }
    if (!is_name(peek()) && peek() != '@' && peek() != '*' && peek() != '#' && peek() != '?') return add(c);
    word_.open = true;
    if (!is_name(peek())) {
      ++at_;
      return;
    }
    while (is_name(peek())) ++at_;
  }

  /// The place of the parenthesis that closes, quotes left out of account.
  [[nodiscard]] std::size_t closing(char end) const {
    int open = 0;
    for (std::size_t i = at_; i < text_.size(); ++i) {
      if (text_[i] == '(') ++open;
      if (text_[i] != end) continue;
      if (open == 0) return i;
      --open;
    }
    return text_.size();
  }

  /// Commands within this one, up to `end`.
  void inner(std::size_t end) {
    end = std::min(end, text_.size());
    read_text(text_.substr(at_, end - at_), at_);
    at_ = end + 1;
  }

  void read_text(std::string_view text, std::size_t at) {
    if (depth_ >= limits::kContentDepth) return;
    Reader(text, offset_ + at, depth_ + 1, commands_).read();
  }

  void skip_line() { at_ = std::min(text_.size(), text_.find('\n', at_)); }

  /// `<<END` and `<<-END`: what follows the line, up to END, is no command of this script.
  void document() {
    end_word();
    at_ += 2;
    if (peek() == '<') {  // `<<<` gives a word
      ++at_;
      redirected_ = true;
      return;
    }
    if (peek() == '-') ++at_;
    while (peek() == ' ' || peek() == '\'' || peek() == '"' || peek() == '\\') ++at_;
    std::string end;
    while (is_name(peek())) end += text_[at_++];
    while (peek() == '\'' || peek() == '"') ++at_;
    if (!end.empty()) documents_.push_back({end, !words_.empty() && is_shell(words_.front().text)});
  }

  struct Document {
    std::string end;
    bool is_script = false;  ///< a shell reads it
  };

  void skip_documents() {
    for (const Document& document : std::exchange(documents_, {})) {
      const std::size_t begin = at_;
      std::size_t end = begin;
      while (at_ < text_.size()) {
        const std::size_t line_end = std::min(text_.size(), text_.find('\n', at_));
        std::string_view line = text_.substr(at_, line_end - at_);
        while (!line.empty() && (line.front() == '\t' || line.front() == ' ')) line.remove_prefix(1);
        while (!line.empty() && (line.back() == '\r' || line.back() == ' ')) line.remove_suffix(1);
        end = at_;
        at_ = std::min(text_.size(), line_end + 1);
        if (line == document.end) break;
        end = at_;
      }
      if (document.is_script) read_text(text_.substr(begin, end - begin), begin);
    }
  }

  void end_word() {
    if (!in_word_) return;
    in_word_ = false;
    ShellWord word = std::exchange(word_, {});
    if (std::exchange(redirected_, false)) return;
    if (words_.empty()) {
      if (leads_a_command(word.text) || (is_assignment(word.text) && !word.text.empty())) {
        after_sudo_ = after_sudo_ || word.text == "sudo" || word.text == "env";
        return;
      }
      // Options of sudo and env stand before the program; those with a value are taken for flags.
      if (after_sudo_ && word.text.starts_with('-')) return;
      begin_ = word_begin_;
    }
    words_.push_back(std::move(word));
  }

  void end_command() {
    end_word();
    redirected_ = false;
    after_sudo_ = false;
    if (words_.empty()) return;
    ShellCommand command{std::exchange(words_, {}), offset_ + begin_};
    for (std::size_t i = 1; i + 1 < command.words.size(); ++i) {
      const bool shell =
          is_shell(command.words.front().text) || base_name(command.words.front().text) == "su";
      const std::string& option = command.words[i].text;
      if (shell && option.starts_with('-') && !option.starts_with("--") && option.ends_with('c'))
        read_text_of(command.words[i + 1].text, command.offset);
    }
    commands_.push_back(std::move(command));
  }

  /// A script that is a word of another command; its places are those of the command.
  void read_text_of(const std::string& text, std::size_t offset) {
    if (depth_ >= limits::kContentDepth) return;
    std::vector<ShellCommand> inner;
    Reader(text, 0, depth_ + 1, inner).read();
    for (ShellCommand& command : inner) {
      command.offset = offset;
      commands_.push_back(std::move(command));
    }
  }

  std::string_view text_;
  std::size_t offset_;
  unsigned depth_;
  std::vector<ShellCommand>& commands_;
  std::size_t at_ = 0;
  ShellWord word_;
  bool in_word_ = false;
  std::size_t word_begin_ = 0;
  bool redirected_ = false;
  bool after_sudo_ = false;
  std::vector<ShellWord> words_;
  std::size_t begin_ = 0;
  std::vector<Document> documents_;
};

/// The texts of a YAML or JSON document, one by one, without dashes, keys and quotes.
class YamlTexts {
 public:
  YamlTexts(std::string_view text, std::vector<ShellCommand>& commands) : text_(text), commands_(commands) {}

  void read() {
    while (at_ < text_.size()) {
      const char c = text_[at_];
      if (c == ' ' || c == '\t' || c == '\n' || c == '\r' || is_flow(c)) {
        flow_ += c == '[' || c == '{' ? 1 : 0;
        flow_ -= (c == ']' || c == '}') && flow_ > 0 ? 1 : 0;
        ++at_;
      } else if (c == '-' && (at_ + 1 == text_.size() || text_[at_ + 1] == ' ' || text_[at_ + 1] == '\n')) {
        ++at_;
      } else if (c == '#') {
        at_ = std::min(text_.size(), text_.find('\n', at_));
      } else if (c == '"' || c == '\'') {
        quoted(c);
      } else {
        plain();
      }
    }
  }

 private:
  bool is_flow(char c) const {
    return c == '[' || c == '{' || (flow_ > 0 && (c == ',' || c == ']' || c == '}'));
  }

  void quoted(char quote) {
    const std::size_t begin = at_ + 1;
    std::string text;
    for (++at_; at_ < text_.size() && text_[at_] != quote; ++at_) {
      if (quote == '"' && text_[at_] == '\\' && at_ + 1 < text_.size()) {
        const char escaped = text_[++at_];
        text += escaped == 'n' ? '\n' : escaped == 't' ? '\t' : escaped;
      } else {
        text += text_[at_];
      }
    }
    ++at_;
    if (at_ < text_.size() && text_[at_] == ':') ++at_;  // it was a key
    add(text, begin);
  }

  /// Up to the end of the line, or of the item where it stands in brackets; a key before a colon is left out.
  void plain() {
    std::size_t begin = at_;
    while (at_ < text_.size() && text_[at_] != '\n') {
      const char c = text_[at_];
      const char next = at_ + 1 < text_.size() ? text_[at_ + 1] : '\n';
      if (flow_ > 0 && is_flow(c)) break;
      ++at_;
      if (c != ':' || (next != ' ' && next != '\n' && next != '\r')) continue;
      const std::string_view key = text_.substr(begin, at_ - 1 - begin);
      const bool is_key = std::all_of(key.begin(), key.end(), [](char each) {
        return is_name(each) || each == '-' || each == '.' || each == '/';
      });
      if (!is_key) continue;
      return;  // what follows is read by itself: it may be quoted
    }
    // A long command goes on in the next line after a backslash.
    while (at_ < text_.size() && at_ > begin && text_[at_ - 1] == '\\')
      at_ = std::min(text_.size(), text_.find('\n', at_ + 1));
    std::string_view text = text_.substr(begin, at_ - begin);
    if (text == "|" || text == ">" || text == "|-" || text == ">-") return;
    add(std::string(text), begin);
  }

  void add(const std::string& text, std::size_t begin) {
    std::vector<ShellCommand> found = read_shell_commands(text);
    for (ShellCommand& command : found) {
      command.offset += begin;
      commands_.push_back(std::move(command));
    }
  }

  std::string_view text_;
  std::vector<ShellCommand>& commands_;
  std::size_t at_ = 0;
  int flow_ = 0;
};

}  // namespace

std::vector<ShellCommand> read_shell_commands(std::string_view script) {
  std::vector<ShellCommand> commands;
  Reader(script, 0, 0, commands).read();
  return commands;
}

std::vector<ShellCommand> read_yaml_commands(std::string_view document) {
  std::vector<ShellCommand> commands;
  YamlTexts(document, commands).read();
  return commands;
}

}  // namespace rootproof::rules
