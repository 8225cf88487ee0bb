// Reading suppressions: comments, Metadata entries, and what they speak of.
#include <algorithm>
#include <cctype>
#include <cstring>
#include <iterator>
#include <map>
#include <utility>

#include "analyzer/engine/line_scopes.h"
#include "analyzer/engine/suppression.h"

namespace rootproof::engine {
namespace {

constexpr std::string_view kWord = "rootproof";  ///< stands in every suppression
constexpr std::string_view kMarker = "rootproof:ignore";

std::string_view trim(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t' || text.back() == '\r'))
    text.remove_suffix(1);
  return text;
}

/// Takes the next word off the text; blanks and commas separate words, quotes hold them together. Sets `open`
/// where a quotation mark is not closed.
std::string next_word(std::string_view& text, bool& open) {
  const std::size_t begin = text.find_first_not_of(" \t,");
  text.remove_prefix(std::min(begin, text.size()));
  std::string word;
  bool quoted = false;
  std::size_t i = 0;
  for (; i < text.size() && (quoted || (text[i] != ' ' && text[i] != '\t' && text[i] != ',')); ++i) {
    if (text[i] == '"') {
      quoted = !quoted;
    } else {
      word += text[i];
    }
  }
  text.remove_prefix(i);
  open = open || quoted;
  return word;
}

/// Where the comment begins that holds nothing but blanks in front of the marker; npos when the marker stands
/// in no comment.
std::size_t comment_start(std::string_view line, std::size_t marker) {
  const std::string_view before = trim(line.substr(0, marker));
  for (const std::string_view sign : {std::string_view("#"), std::string_view("//")}) {
    if (!before.ends_with(sign)) continue;
    const std::size_t start = line.rfind(sign, marker);
    // In YAML a `#` inside a word is part of it.
    const bool alone = start == 0 || line[start - 1] == ' ' || line[start - 1] == '\t';
    if (alone) return start;
  }
  return std::string_view::npos;
}

bool is_blank_or_comment(std::string_view line) {
  line = trim(line);
  return line.empty() || line.starts_with('#') || line.starts_with("//");
}

/// JSON has no comments: the marker there is part of a string.
bool may_hold_comments(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t\r\n");
  return first != std::string_view::npos && text[first] != '{' && text[first] != '[';
}

/// For each line the first one at or after it that is no comment. A blank one ends what comments speak of.
std::vector<std::uint32_t> next_lines(const source::SourceFile& file) {
  std::vector<std::uint32_t> next(file.line_count() + 2, file.line_count() + 1);
  for (std::uint32_t line = file.line_count(); line >= 1; --line) {
    const bool blank = trim(file.line(line)).empty();
    next[line] = !blank && is_blank_or_comment(file.line(line)) ? next[line + 1] : line;
  }
  return next;
}

/// Block scalars, heredocs and quoted texts of a file: what stands there is no comment of the file.
class Texts {
 public:
  explicit Texts(const ParsedFile& file) {
    const std::string_view source = file.source->text();
    if (file.syntax) {
      for (const syntax::SyntaxTree::Node& node : file.syntax->tree.nodes) add_scalar(node, source);
    }
    if (file.hcl) {
      for (const hcl::Expression& expression : file.hcl->expressions)
        if (expression.kind == hcl::ExpressionKind::template_string) add(expression.begin, expression.end);
    }
    // Templates hold templates: only the outer ones are of interest.
    std::uint32_t covered = 0;
    for (auto text = ends_.begin(); text != ends_.end();) {
      const bool inner = text->second <= covered;
      covered = std::max(covered, text->second);
      text = inner ? ends_.erase(text) : std::next(text);
    }
  }

  /// Where the text ends in which this place lies.
  [[nodiscard]] std::optional<std::uint32_t> end_around(std::uint32_t place) const {
    const auto after = ends_.lower_bound(place);
    if (after == ends_.begin() || std::prev(after)->second <= place) return std::nullopt;
    return std::prev(after)->second;
  }

 private:
  void add_scalar(const syntax::SyntaxTree::Node& node, std::string_view source) {
    if (node.kind != syntax::NodeKind::scalar || node.style == syntax::ScalarStyle::plain) return;
    const bool block =
        node.style == syntax::ScalarStyle::literal_block || node.style == syntax::ScalarStyle::folded_block;
    // Behind the `|` of a block a comment may stand.
    const std::size_t begin = block ? source.find('\n', node.begin) : node.begin;
    if (begin < node.end) add(static_cast<std::uint32_t>(begin), node.end);
  }

  void add(std::uint32_t begin, std::uint32_t end) {
    std::uint32_t& known = ends_.emplace(begin, end).first->second;
    known = std::max(known, end);
  }

  std::map<std::uint32_t, std::uint32_t> ends_;  ///< by where they begin
};

void read_comments(const ParsedFile& file, std::vector<WrittenSuppression>& out) {
  const source::SourceFile& source = *file.source;
  if (source.text().find(kMarker) == std::string_view::npos || !may_hold_comments(source.text())) return;
  const LineScopes scopes(file);
  const std::vector<std::uint32_t> next = next_lines(source);
  const Texts texts(file);
  for (std::uint32_t number = 1; number <= source.line_count(); ++number) {
    const std::string_view line = source.line(number);
    const std::size_t marker = line.find(kMarker);
    if (marker == std::string_view::npos) continue;
    const std::size_t start = comment_start(line, marker);
    if (start == std::string_view::npos) continue;
    WrittenSuppression suppression = parse_suppression(line.substr(marker + kMarker.size()));
    const auto begin =
        static_cast<std::uint32_t>(line.data() - source.text().data() + static_cast<std::ptrdiff_t>(marker));
    suppression.span = source.span(begin, begin + static_cast<std::uint32_t>(kMarker.size()));
    // A comment of its own speaks of the next line that is none.
    const bool alone = is_blank_or_comment(line.substr(0, start));
    suppression.scope = scopes.scope(alone ? next[number] : number);
    if (const std::optional<std::uint32_t> end = texts.end_around(begin)) {
      suppression.in_text = true;
      if (suppression.scope.begin >= *end) suppression.scope = source.span(*end, *end);
    }
    out.push_back(std::move(suppression));
  }
}

std::string text_of(const syntax::SyntaxNode& entry, std::string_view key) {
  const auto node = entry.find(key);
  return node && node->is_scalar() ? std::string(node->text()) : std::string();
}

WrittenSuppression read_entry(const syntax::SyntaxNode& entry) {
  WrittenSuppression suppression;
  if (std::string rule = text_of(entry, "rule"); !rule.empty()) suppression.rules.push_back(std::move(rule));
  suppression.reason = text_of(entry, "reason");
  if (entry.find("until")) suppression.until = text_of(entry, "until");
  suppression.span = entry.span();
  for (const syntax::SyntaxNode::Member& member :
       entry.is_mapping() ? entry.members() : std::vector<syntax::SyntaxNode::Member>()) {
    const std::string_view key = member.key.text();
    if (key != "rule" && key != "reason" && key != "until")
      suppression.error = "\"" + std::string(key) + "\" is none of rule, reason and until";
  }
  return suppression;
}

void read_metadata(const syntax::SyntaxNode& document, std::vector<WrittenSuppression>& out) {
  const auto resources = document.find("Resources");
  if (!resources || !resources->is_mapping()) return;
  for (const syntax::SyntaxNode::Member& resource : resources->members()) {
    const auto metadata = resource.value.find("Metadata");
    const auto own = metadata ? metadata->find("rootproof") : std::nullopt;
    const auto entries = own ? own->find("ignore") : std::nullopt;
    if (!entries || !entries->is_sequence()) continue;
    for (const syntax::SyntaxNode& entry : entries->items()) {
      WrittenSuppression suppression = read_entry(entry);
      suppression.scope = {resource.key.span().file, resource.key.span().begin, resource.value.span().end};
      out.push_back(std::move(suppression));
    }
  }
}

}  // namespace

WrittenSuppression parse_suppression(std::string_view text) {
  WrittenSuppression suppression;
  bool open = false;
  for (std::string word = next_word(text, open); !word.empty(); word = next_word(text, open)) {
    const std::size_t equals = word.find('=');
    if (equals == std::string::npos) {
      suppression.rules.push_back(std::move(word));
    } else if (word.starts_with("reason=")) {
      suppression.reason = trim(std::string_view(word).substr(equals + 1));
    } else if (word.starts_with("until=")) {
      if (suppression.until) suppression.error = "until stands twice";
      suppression.until = word.substr(equals + 1);
    } else {
      suppression.error = "\"" + word.substr(0, equals) + "\" is neither reason nor until";
    }
  }
  if (open) suppression.error = "a quotation mark is not closed";
  return suppression;
}

std::vector<WrittenSuppression> read_suppressions(const ParsedFile& file) {
  // memmem is several times as fast as find, and most files end here.
  const std::string_view text = file.source->text();
  std::vector<WrittenSuppression> suppressions;
  if (memmem(text.data(), text.size(), kWord.data(), kWord.size()) == nullptr) return suppressions;
  read_comments(file, suppressions);
  if (file.syntax) {
    for (std::size_t i = 0; i < file.syntax->tree.documents(); ++i)
      read_metadata(file.syntax->tree.document(i), suppressions);
  }
  return suppressions;
}

}  // namespace rootproof::engine
