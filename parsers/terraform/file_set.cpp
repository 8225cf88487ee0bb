#include "parsers/terraform/file_set.h"

#include <re2/re2.h>

#include <algorithm>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "parsers/source/limits.h"
#include "parsers/terraform/type.h"
#include "parsers/terraform/unicode_text.h"

namespace rootproof::terraform {
namespace {

using value::ReasonKind;
using value::Value;
using value::ValueType;

/// One part of a pattern between slashes.
struct Segment {
  bool any_folders = false;  ///< `**`
  std::string literal;       ///< the name, when it has no special characters
  std::shared_ptr<const RE2> pattern;
};

enum class Refusal : std::uint8_t { none, invalid, unsupported, too_many };

/// `[a-z]` from its bracket on as a class of RE2, `at` set behind it; nullopt when it is malformed.
std::optional<std::string> character_class(const std::string& text, std::size_t& at) {
  std::string result = "[";
  ++at;
  if (at < text.size() && text[at] == '^') {
    result += '^';
    ++at;
  }
  const std::size_t first = at;
  for (; at < text.size() && text[at] != ']'; ++at) {
    const bool range = text[at] == '-' && at != first && at + 1 < text.size() && text[at + 1] != ']';
    if (range) {
      result += '-';
      continue;
    }
    if (text[at] == '[') return std::nullopt;
    if (text[at] == '\\' && ++at >= text.size()) return std::nullopt;
    const bool letter = static_cast<unsigned char>(text[at]) >= 0x80 || std::isalnum(text[at]) != 0;
    result += letter ? std::string(1, text[at]) : "\\" + std::string(1, text[at]);
  }
  if (at >= text.size() || at == first) return std::nullopt;
  ++at;
  return result + "]";
}

Refusal read_segment(const std::string& text, Segment& segment) {
  segment.any_folders = text == "**";
  if (text.find_first_of("*?[{}\\") == std::string::npos) {
    segment.literal = text;
    return Refusal::none;
  }
  std::string expression;
  unsigned braces = 0;
  for (std::size_t at = 0; at < text.size();) {
    if (text[at] == '{') {
      expression += "(?:";
      ++braces;
      ++at;
    } else if (braces > 0 && (text[at] == ',' || text[at] == '}')) {
      expression += text[at] == ',' ? '|' : ')';
      braces -= text[at] == '}' ? 1 : 0;
      ++at;
    } else if (text[at] == '*') {
      expression += ".*";
      at = std::min(text.find_first_not_of('*', at), text.size());
    } else if (text[at] == '?') {
      expression += '.';
      ++at;
    } else if (text[at] == '[') {
      const std::optional<std::string> set = character_class(text, at);
      if (!set) return Refusal::invalid;
      expression += *set;
    } else {
      if (text[at] == '\\' && ++at >= text.size()) return Refusal::invalid;
      expression += RE2::QuoteMeta(text.substr(at, 1));
      ++at;
    }
  }
  if (braces > 0) return Refusal::invalid;
  RE2::Options options(RE2::Quiet);
  options.set_dot_nl(true);
  options.set_max_mem(static_cast<std::int64_t>(limits::kPatternMemory));
  segment.pattern = std::make_shared<const RE2>(expression, options);
  return segment.pattern->ok() ? Refusal::none : Refusal::invalid;
}

/// A pattern in the form Go's path.Join leaves it.
Refusal read_segments(const std::string& pattern, std::vector<Segment>& segments) {
  std::size_t begin = 0;
  while (begin <= pattern.size()) {
    const std::size_t end = std::min(pattern.find('/', begin), pattern.size());
    const std::string text = pattern.substr(begin, end - begin);
    begin = end + 1;
    if (text.empty() || text == ".") continue;
    if (text == "..") {
      if (segments.empty()) return Refusal::unsupported;
      segments.pop_back();
      continue;
    }
    if (segments.size() >= limits::kDirectoryDepth) return Refusal::too_many;
    if (const Refusal refusal = read_segment(text, segments.emplace_back()); refusal != Refusal::none)
      return refusal;
  }
  return Refusal::none;
}

/// Walks the folders that a pattern may lead to.
class Walk {
 public:
  explicit Walk(const Call& call) : call_(call) {}

  std::set<std::string> files;
  bool too_many = false;
  std::string unresolved;  ///< a path behind which nobody knows what lies

  void search(const std::string& folder, const std::string& shown, std::span<const Segment> segments,
              unsigned depth) {
    if (segments.empty() || too_many || !unresolved.empty()) return;
    if (depth > limits::kDirectoryDepth) {
      too_many = true;
      return;
    }
    const std::optional<std::vector<FolderEntry>> entries = (*call_.context.folder)(folder);
    if (!entries) {
      unresolved = shown.empty() ? folder : shown;
      return;
    }
    seen_ += entries->size() + 1;
    too_many = too_many || seen_ > limits::kFileSetEntries;
    // `**` also stands for no folder at all.
    const bool any = segments.front().any_folders;
    const std::span<const Segment> rest = any ? segments.subspan(1) : segments;
    for (const FolderEntry& entry : *entries) {
      const std::string path = shown.empty() ? entry.name : shown + "/" + entry.name;
      if (any && rest.empty() && entry.kind == FolderEntry::Kind::file) files.insert(path);
      if (any && entry.kind == FolderEntry::Kind::folder)
        search(folder + "/" + entry.name, path, segments, depth + 1);
      if (!rest.empty() && !rest.front().any_folders && matches(rest.front(), entry.name))
        found(folder, entry, path, rest, depth);
      if (any && entry.kind == FolderEntry::Kind::unresolved) unresolved = path;
    }
    if (any && !rest.empty() && rest.front().any_folders) search(folder, shown, rest, depth + 1);
  }

 private:
  static bool matches(const Segment& segment, const std::string& name) {
    return segment.pattern ? RE2::FullMatch(name, *segment.pattern) : segment.literal == name;
  }

  void found(const std::string& folder, const FolderEntry& entry, const std::string& path,
             std::span<const Segment> segments, unsigned depth) {
    if (entry.kind == FolderEntry::Kind::unresolved) {
      unresolved = path;
    } else if (segments.size() == 1) {
      if (entry.kind == FolderEntry::Kind::file) files.insert(path);
    } else if (entry.kind == FolderEntry::Kind::folder) {
      search(folder + "/" + entry.name, path, segments.subspan(1), depth + 1);
    }
  }

  const Call& call_;
  std::size_t seen_ = 0;
};

}  // namespace

Value file_set(const Call& call) {
  const std::string folder = call.text_argument(0);
  const std::string pattern = call.text_argument(1);
  const auto refused = [&](Refusal refusal) {
    if (refusal == Refusal::too_many) return call.too_large("kFileSetEntries");
    return refusal == Refusal::invalid ? call.invalid("the pattern is malformed")
                                       : call.unsupported("with the pattern \"" + pattern + "\"");
  };
  const auto not_found = [&](const std::string& path) {
    return Value::unknown({ReasonKind::unresolved_file,
                           "fileset(\"" + folder + "\", \"" + pattern + "\"): " + path, call.context.call},
                          ValueType::list);
  };
  // Terraform joins both to one pattern.
  if (folder.find_first_of("*?[{\\") != std::string::npos) return refused(Refusal::unsupported);
  if (call.context.folder == nullptr || !*call.context.folder) return not_found(folder);
  std::vector<Segment> segments;
  if (const Refusal refusal = read_segments(pattern, segments); refusal != Refusal::none)
    return refused(refusal);
  Walk walk(call);
  walk.search(folder.empty() ? "." : folder, {}, segments, 0);
  if (!walk.unresolved.empty()) return not_found(walk.unresolved);
  if (walk.too_many) return refused(Refusal::too_many);
  std::vector<Value> names;
  for (const std::string& name : walk.files) names.push_back(call.text(normalized(name)));
  return typed(call.list(std::move(names), value::ListKind::set), Type::set({Type::Kind::string, {}, {}}));
}

}  // namespace rootproof::terraform
