#include "rules/monitoring/log_regex.h"

#include <algorithm>
#include <cctype>
#include <utility>

namespace rootproof::rules {
namespace {

using Characters = std::bitset<256>;

std::size_t code(char c) { return static_cast<unsigned char>(c); }

/// Signs that stand for themselves.
constexpr std::string_view kSigns = ":_#=@/;,-";
/// Filter patterns are no longer (CloudWatch Logs API reference, PutMetricFilter), nor are their repetitions
/// of use beyond that.
constexpr unsigned kPatternBytes = 1024;

bool is_letter_or_digit(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0; }

Characters any_of(std::string_view list) {
  Characters characters;
  for (const char c : list) characters.set(code(c));
  return characters;
}

/// `\d`, `\w`, `\s` and what they leave out.
std::optional<Characters> characters_of_class(char name) {
  constexpr std::string_view kDigits = "0123456789";
  Characters characters;
  switch (std::tolower(static_cast<unsigned char>(name))) {
    case 'd':
      characters = any_of(kDigits);
      break;
    case 's':
      characters = any_of(" \t\n\r\f\v");
      break;
    case 'w':
      characters = any_of(kDigits) | any_of("_");
      for (char c = 'a'; c <= 'z'; ++c) characters.set(code(c)).set(code(c) - 'a' + 'A');
      break;
    default:
      return std::nullopt;
  }
  return std::isupper(static_cast<unsigned char>(name)) != 0 ? ~characters : characters;
}

}  // namespace

class LogRegexReader {
 public:
  explicit LogRegexReader(std::string_view text) : text_(text) {}

  std::optional<LogRegex> read() {
    if (text_.empty() || text_.size() > kPatternBytes) return std::nullopt;
    LogRegex regex;
    do {
      std::optional<LogRegex::Sequence> sequence = this->sequence();
      if (!sequence) return std::nullopt;
      regex.choices_.push_back(*std::move(sequence));
    } while (take('|'));
    return at_ == text_.size() ? std::optional(std::move(regex)) : std::nullopt;
  }

 private:
  [[nodiscard]] bool done() const { return at_ == text_.size(); }

  bool take(char c) {
    if (done() || text_[at_] != c) return false;
    ++at_;
    return true;
  }

  std::optional<LogRegex::Sequence> sequence() {
    LogRegex::Sequence sequence;
    sequence.at_begin = take('^');
    while (!done() && text_[at_] != '|') {
      if (take('$')) {
        sequence.at_end = true;
        if (!done() && text_[at_] != '|') return std::nullopt;
        break;
      }
      LogRegex::Step step;
      if (!characters(step.characters) || !times(step)) return std::nullopt;
      sequence.steps.push_back(step);
    }
    return sequence;
  }

  bool characters(Characters& characters) {
    const char c = text_[at_++];
    if (c == '.') {
      characters.set();
      return true;
    }
    if (c == '[') return one_of(characters);
    if (c == '\\') return escape(characters);
    if (!is_letter_or_digit(c) && kSigns.find(c) == std::string_view::npos) return false;
    characters.set(code(c));
    return true;
  }

  bool escape(Characters& characters) {
    if (done()) return false;
    const char c = text_[at_++];
    if (const std::optional<Characters> named = characters_of_class(c)) {
      characters = *named;
      return true;
    }
    if (c == 'x') {
      unsigned value = 0;
      for (int digit = 0; digit < 2; ++digit, ++at_) {
        if (done() || std::isxdigit(static_cast<unsigned char>(text_[at_])) == 0) return false;
        const char lower = static_cast<char>(std::tolower(static_cast<unsigned char>(text_[at_])));
        value = value * 16 + static_cast<unsigned>(lower <= '9' ? lower - '0' : lower - 'a' + 10);
      }
      characters.set(value);
      return true;
    }
    if (is_letter_or_digit(c)) return false;
    characters.set(code(c));
    return true;
  }

  /// Behind `[`.
  bool one_of(Characters& characters) {
    const bool others = take('^');
    for (bool first = true; first || !take(']'); first = false) {
      if (done()) return false;
      const char c = text_[at_];
      if (c == '\\') {
        ++at_;
        Characters named;
        if (!escape(named)) return false;
        characters |= named;
        continue;
      }
      ++at_;
      const bool range = at_ + 1 < text_.size() && text_[at_] == '-' && text_[at_ + 1] != ']';
      const char last = range ? text_[at_ + 1] : c;
      if (range) at_ += 2;
      if (last == '\\' || code(last) < code(c)) return false;
      for (std::size_t each = code(c); each <= code(last); ++each) characters.set(each);
    }
    if (others) characters.flip();
    return true;
  }

  std::optional<unsigned> number() {
    unsigned value = 0;
    const std::size_t begin = at_;
    while (!done() && std::isdigit(static_cast<unsigned char>(text_[at_])) != 0 && value <= kPatternBytes)
      value = value * 10 + static_cast<unsigned>(text_[at_++] - '0');
    return at_ == begin || value > kPatternBytes ? std::nullopt : std::optional(value);
  }

  bool times(LogRegex::Step& step) {
    if (take('?')) {
      step.least = 0;
    } else if (take('*')) {
      step.least = 0;
      step.most.reset();
    } else if (take('+')) {
      step.most.reset();
    } else if (take('{')) {
      const std::optional<unsigned> least = number();
      if (!least) return false;
      step.least = *least;
      step.most = least;
      if (take(',')) {
        while (take(' ')) {
        }
        step.most = number();
        if (step.most && *step.most < step.least) return false;
      }
      if (!take('}')) return false;
    }
    // Another operator has nothing to work on.
    return done() || std::string_view("?*+{").find(text_[at_]) == std::string_view::npos;
  }

  std::string_view text_;
  std::size_t at_ = 0;
};

std::optional<LogRegex> LogRegex::read(std::string_view text) { return LogRegexReader(text).read(); }

template <typename Takes>
bool LogRegex::Sequence::finds_in(std::size_t size, const Takes& takes) const {
  // Where in the text the steps so far may end.
  std::vector<bool> ends(size + 1, !at_begin);
  ends[0] = true;
  for (const Step& step : steps) {
    std::vector<bool> next(size + 1, false);
    for (std::size_t begin = 0; begin <= size; ++begin) {
      if (!ends[begin]) continue;
      for (unsigned times = 0;; ++times) {
        const std::size_t end = begin + times;
        if (times >= step.least) next[end] = true;
        const bool more = (!step.most || times < *step.most) && end < size && takes(step.characters, end);
        if (!more) break;
      }
    }
    ends = std::move(next);
  }
  return at_end ? ends[size] : std::find(ends.begin(), ends.end(), true) != ends.end();
}

bool LogRegex::finds_in(std::string_view text) const {
  const auto takes = [text](const Characters& characters, std::size_t at) {
    return characters.test(code(text[at]));
  };
  return std::any_of(choices_.begin(), choices_.end(),
                     [&](const Sequence& sequence) { return sequence.finds_in(text.size(), takes); });
}

bool LogRegex::may_find_in(std::string_view form) const {
  static const Characters digits = any_of("0123456789");
  // A choice of steps passes each sign once, so that each digit may be the one its step asks for.
  const auto takes = [form](const Characters& characters, std::size_t at) {
    return form[at] == '#' ? (characters & digits).any() : characters.test(code(form[at]));
  };
  return std::any_of(choices_.begin(), choices_.end(),
                     [&](const Sequence& sequence) { return sequence.finds_in(form.size(), takes); });
}

bool LogRegex::finds_everything() const {
  return std::any_of(choices_.begin(), choices_.end(), [](const Sequence& sequence) {
    const auto is_optional = [](const Step& step) { return step.least == 0; };
    const auto takes_all = [](const Step& step) { return !step.most && step.characters.all(); };
    return std::all_of(sequence.steps.begin(), sequence.steps.end(), is_optional) &&
           (!(sequence.at_begin && sequence.at_end) ||
            std::any_of(sequence.steps.begin(), sequence.steps.end(), takes_all));
  });
}

}  // namespace rootproof::rules
