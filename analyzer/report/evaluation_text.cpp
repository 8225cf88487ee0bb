#include <algorithm>
#include <cctype>
#include <optional>
#include <ostream>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "analyzer/report/evaluation.h"
#include "analyzer/report/places.h"
#include "analyzer/report/redact.h"
#include "analyzer/report/report.h"
#include "analyzer/report/terminal_text.h"
#include "parsers/source/lower_case.h"
#include "parsers/value/display.h"
#include "parsers/value/secret.h"

namespace rootproof::report {
namespace {

using value::OriginKind;
using value::Value;

std::string_view words_of(value::HoleKind kind) {
  switch (kind) {
    case value::HoleKind::any:
      return "any text";
    case value::HoleKind::account_id:
      return "an account id";
    case value::HoleKind::partition:
      return "a partition";
    case value::HoleKind::region:
      return "a region";
    case value::HoleKind::url_suffix:
      return "a URL suffix";
    case value::HoleKind::reference:
      return "an attribute of a resource";
  }
  return "any text";
}

bool is_identifier(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || c == '-' || c == ':' || c == '.';
  });
}

std::string in_quotation_marks(std::string_view text) {
  std::string result = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') result += '\\';
    if (c == '\n') {
      result += "\\n";
    } else {
      result += c;
    }
  }
  return result + '"';
}

/// Writes resources as `terraform show` does, with the place every value comes from behind it.
class TextWriter {
 public:
  TextWriter(const source::SourceTable& sources, const EvaluationTextOptions& options, std::ostream& out)
      : sources_(sources), options_(options), out_(out) {}

  void comment(const std::string& text) { line(0, {}, text); }
  void blank() { out_ << '\n'; }

  void resource(const Resource& resource) {
    body_ = resource.body_span;
    comment(place_text(sources_, resource.span) + ", " + resource.type + ", account " + resource.account);
    if (!resource.guard.always()) {
      comment("exists " + resource.guard.to_string());
    } else if (resource.may_be_absent) {
      comment("may exist any number of times");
    }
    put(0, resource.address + " ", {}, shown_properties(resource),
        source_note(resource.properties.origin(), {}), 0);
  }

  [[nodiscard]] bool complete() const { return !room_.exceeded(); }

 private:
  /// Where a value comes from. `file` is the one that a note about values around already names.
  struct Note {
    std::string text;
    std::optional<source::FileId> file;
    bool operator==(const Note&) const = default;
  };

  /// One line; everything of the input in it is made printable and free of secrets.
  void line(unsigned indent, std::string_view text, std::string_view note = {}) {
    out_ << std::string(std::size_t{4} * indent, ' ') << printable_sentence(text);
    if (!note.empty()) {
      out_ << (text.empty() ? "" : "  ") << (options_.color ? "\x1b[2m" : "") << "# "
           << redact(printable_sentence(note)) << (options_.color ? "\x1b[0m" : "");
    }
    out_ << '\n';
  }

  /// `head` is what stands in front of the value, `name` the attribute that holds it, `inherited` what is
  /// already said about the origin of the values around.
  void put(unsigned indent, const std::string& head, std::string_view name, const Value& value,
           const Note& inherited, unsigned depth) {
    if (depth > limits::kSyntaxDepth || !room_.take(value.is(Value::Kind::string) ? text_size(value) : 0))
      return line(indent, head + "(not shown: too large)");
    const Note here = source_note(value.origin(), inherited);
    const std::string note = here == inherited ? std::string() : here.text;
    switch (value.kind()) {
      case Value::Kind::null:
        return line(indent, head + "null", note);
      case Value::Kind::absent:
        return line(indent, head + "(absent)", note);
      case Value::Kind::boolean:
        return line(indent, head + (value.as_boolean() ? "true" : "false"), note);
      case Value::Kind::number:
        return line(indent, head + shown_text(name, value, value.as_number()), note);
      case Value::Kind::string:
        return put_string(indent, head, name, value, note);
      case Value::Kind::unknown:
        if (!value.known_items().empty()) return put_open_list(indent, head, name, value, note, here, depth);
        return line(indent, head + "(unknown: " + describe(value.reason()) + ")",
                    with(note, options_.verbose ? unknown_note(value.reason())
                                                : value::what_would_settle(value.reason())));
      case Value::Kind::list:
        return put_list(indent, head, name, value, note, here, depth);
      case Value::Kind::map:
        return put_map(indent, head, value, note, here, depth);
      case Value::Kind::one_of:
        return put_one_of(indent, head, name, value, note, here, depth);
    }
  }

  void put_string(unsigned indent, const std::string& head, std::string_view name, const Value& value,
                  std::string note) {
    std::string text;
    for (const value::StringPiece& piece : value.pieces()) {
      if (const auto* known = std::get_if<value::TextPiece>(&piece)) {
        text += known->text;
        continue;
      }
      const auto& hole = std::get<value::Hole>(piece);
      const std::string shown = value::to_display(hole);
      text += shown;
      if (note.size() > kLongNote) continue;
      std::string about = shown + " is " + std::string(words_of(hole.kind));
      if (options_.verbose) {
        about += ", " + describe(hole.reason);
        about = with(about, unknown_note(hole.reason));
      }
      note = with(note, about);
    }
    text = shown_text(name, value, text);
    const std::size_t first_line = text.find('\n');
    if (first_line == std::string::npos || first_line + 1 == text.size())
      return line(indent, head + in_quotation_marks(text), note);
    line(indent, head + "<<-EOT", note);
    for (std::size_t begin = 0; begin < text.size();) {
      const std::size_t end = std::min(text.find('\n', begin), text.size());
      line(indent + 1, std::string_view(text).substr(begin, end - begin));
      begin = end + 1;
    }
    line(indent, "EOT");
  }

  void put_list(unsigned indent, const std::string& head, std::string_view name, const Value& value,
                const std::string& note, const Note& here, unsigned depth) {
    const auto [open, close] = brackets(value, '[', ']');
    if (value.items().empty()) return line(indent, head + open + close, note);
    line(indent, head + open, note);
    for (const Value& item : value.items()) put(indent + 1, {}, name, item, here, depth + 1);
    line(indent, close);
  }

  void put_open_list(unsigned indent, const std::string& head, std::string_view name, const Value& value,
                     const std::string& note, const Note& here, unsigned depth) {
    line(indent, head + "[", note);
    for (const Value& item : value.known_items()) put(indent + 1, {}, name, item, here, depth + 1);
    line(indent + 1, "(any number more, unknown: " + describe(value.reason()) + ")",
         options_.verbose ? unknown_note(value.reason()) : value::what_would_settle(value.reason()));
    line(indent, "]");
  }

  void put_map(unsigned indent, const std::string& head, const Value& value, const std::string& note,
               const Note& here, unsigned depth) {
    const auto [open, close] = brackets(value, '{', '}');
    if (value.members().empty()) return line(indent, head + open + close, note);
    line(indent, head + open, note);
    std::size_t width = 0;
    for (const value::Member& member : value.members())
      width = std::max(width, std::min(key_text(member.key).size(), kAlignedKey));
    for (const value::Member& member : value.members()) {
      std::string key = key_text(member.key);
      key.resize(std::max(width, key.size()), ' ');
      put(indent + 1, key + " = ", member.key, member.value, here, depth + 1);
    }
    line(indent, close);
  }

  void put_one_of(unsigned indent, const std::string& head, std::string_view name, const Value& value,
                  const std::string& note, const Note& here, unsigned depth) {
    line(indent, head + "one of (", note);
    for (const value::Alternative& each : value.alternatives()) {
      const std::string when = each.guard.always() ? "otherwise" : each.guard.to_string();
      put(indent + 1, when + ": ", name, each.value, here, depth + 1);
    }
    line(indent, ")");
  }

  static std::string key_text(std::string_view key) {
    return is_identifier(key) ? redact(key) : in_quotation_marks(redact(key));
  }

  /// What stands for its own JSON text is a call of jsonencode, to both languages.
  static std::pair<std::string, std::string> brackets(const Value& value, char open, char close) {
    if (!value.is_encoded()) return {std::string(1, open), std::string(1, close)};
    return {std::string("jsonencode(") + open, std::string(1, close) + ")"};
  }

  static std::size_t text_size(const Value& value) {
    std::size_t size = 0;
    for (const value::StringPiece& piece : value.pieces()) {
      const auto* text = std::get_if<value::TextPiece>(&piece);
      size += text == nullptr ? 64 : text->text.size();
    }
    return size;
  }

  static std::string with(const std::string& first, const std::string& second) {
    return first.empty() || second.empty() ? first + second : first + "; " + second;
  }

  [[nodiscard]] std::string unknown_note(const value::Reason& reason) const {
    const std::string place = place_text(sources_, reason.span);
    return with(place.empty() ? place : "unknown since " + place, value::what_would_settle(reason));
  }

  /// Nothing for what is written where the resource stands, or around it in the place that is already named.
  [[nodiscard]] Note source_note(const value::Origin& origin, const Note& inherited) const {
    std::vector<value::OriginStep> steps = origin.chain();
    std::erase_if(steps, [&](const value::OriginStep& step) {
      return step.span == kNowhere ? step.kind != OriginKind::command_line : body_.contains(step.span);
    });
    if (steps.empty()) return {};
    Note note;
    if (steps.back().span != kNowhere) note.file = steps.back().span.file;
    if (options_.verbose) {
      for (const value::OriginStep& step : steps)
        note.text += (note.text.empty() ? "from " : " <- ") + words(step);
      return note;
    }
    // An attribute that nobody knows yet has no text it comes from.
    if (steps.back().kind == OriginKind::reference) return {};
    const bool plain = is_plain(steps.back());
    if (plain && !inherited.text.empty() && inherited.file == note.file) return inherited;
    note.text = "from " + words(steps.back());
    // The last step says where the text stands; the one before it says what it is.
    if (plain && steps.size() > 1 && !is_plain(steps[steps.size() - 2]))
      note.text += ", " + describe(steps[steps.size() - 2]);
    return note;
  }

  static bool is_plain(const value::OriginStep& step) {
    return step.kind == OriginKind::literal && step.detail.empty();
  }

  /// "main.tf:3:1, the default of var.name".
  [[nodiscard]] std::string words(const value::OriginStep& step) const {
    std::string place = step.span == kNowhere ? std::string() : place_text(sources_, step.span);
    if (is_plain(step)) return place;
    return place.empty() ? describe(step) : place + ", " + describe(step);
  }

  static constexpr std::size_t kAlignedKey = 40;  ///< longer names do not push the others away
  static constexpr std::size_t kLongNote = 400;   ///< bytes after which no more holes are explained

  const source::SourceTable& sources_;
  EvaluationTextOptions options_;
  std::ostream& out_;
  source::Span body_;
  ShownBytes room_;
};

}  // namespace

std::string place_text(const source::SourceTable& sources, source::Span span) {
  if (span == kNowhere || static_cast<std::size_t>(span.file) >= sources.size()) return {};
  const source::SourceFile& file = sources.file(span.file);
  const source::Location place = file.location(span.begin);
  return file.path() + ":" + std::to_string(place.line) + ":" + std::to_string(place.column);
}

value::Value shown_properties(const Resource& resource) {
  if (!resource.properties.is(Value::Kind::map)) return resource.properties;
  const auto text_of = [&](std::string_view name) {
    const Value* found = resource.properties.find(name);
    return found == nullptr ? std::string() : found->as_text().value_or("");
  };
  const bool stored = resource.type == "AWS::SSM::Parameter" || resource.type == "aws_ssm_parameter" ||
                      resource.type == "awscc_ssm_parameter";
  const auto named_so = [&](std::string_view name) { return names_secret(text_of(name)); };
  const bool secret_parameter = text_of("type") == "SecureString" || named_so("name") || named_so("Name");
  const bool secret_default =
      resource.kind == ResourceKind::template_parameter &&
      (source::lower_case(text_of("NoEcho")) == "true" || names_secret(resource.address));
  const auto is_hidden = [&](const value::Member& member) {
    const std::string name = source::lower_case(member.key);
    if (stored && (name == "value" || name == "insecure_value")) return secret_parameter;
    if (value::is_secret_argument(name) && member.value.is(Value::Kind::string)) return true;
    return (secret_default && name == "default") || (member.value.is_encoded() && names_secret(name));
  };
  const auto members = resource.properties.members();
  if (std::none_of(members.begin(), members.end(), is_hidden)) return resource.properties;
  std::vector<value::Member> shown(members.begin(), members.end());
  for (value::Member& member : shown)
    if (is_hidden(member)) member.value = value::as_secret(member.value, member.key_span);
  return Value::map(std::move(shown), resource.properties.origin());
}

std::string shown_text(std::string_view name, const value::Value& value, std::string_view text) {
  return value::is_secret(value) ? stars(text) : redact_attribute(name, text);
}

std::string redact_attribute(std::string_view name, std::string_view text) {
  std::string whole(name);
  whole += " = \"";
  const std::size_t begin = whole.size();
  whole += text;
  whole += '"';
  return redact_part(whole, begin, begin + text.size());
}

bool render_evaluation_text(const Evaluation& evaluation, const EvaluationTextOptions& options,
                            std::ostream& out) {
  TextWriter writer(*evaluation.sources, options, out);
  bool first = true;
  for (const ShownUnit& shown : evaluation.units) {
    for (const Resource* resource : shown.resources) {
      if (!std::exchange(first, false)) writer.blank();
      writer.resource(*resource);
    }
    for (const value::Reason& reason : shown.unit->unknowns) {
      if (!std::exchange(first, false)) writer.blank();
      const std::string place = place_text(*evaluation.sources, reason.span);
      writer.comment("not seen: " + describe(reason) + (place.empty() ? "" : " at " + place) + "; " +
                     value::what_would_settle(reason));
    }
  }
  for (const source::Problem& problem : evaluation.problems) {
    if (!std::exchange(first, false)) writer.blank();
    const std::string place = place_text(*evaluation.sources, problem.span);
    writer.comment((problem.kind == source::ProblemKind::notice ? "note: " : "error: ") +
                   (place.empty() ? place : place + ": ") + problem.message);
  }
  return writer.complete();
}

}  // namespace rootproof::report
