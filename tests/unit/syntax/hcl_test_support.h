#pragma once

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

#include "parsers/syntax/hcl.h"

/// HCL trees written down so that a test can say in one line what a text is.
namespace rootproof::hcl::testing {

/// A parsed text and its source.
struct Parsed {
  using Function = File (*)(const source::SourceFile&);

  explicit Parsed(std::string_view text, Function parse = &parse_strict, const std::string& path = "main.tf")
      : source(source::FileId{0}, path, text), file(parse(source)) {}

  [[nodiscard]] bool ok() const { return file.problems.empty(); }
  /// "line:column message" of each problem.
  [[nodiscard]] std::vector<std::string> problems() const {
    std::vector<std::string> result;
    for (const source::Problem& problem : file.problems) {
      const source::Location place = source.location(problem.span.begin);
      result.push_back(std::to_string(place.line) + ":" + std::to_string(place.column) + " " +
                       problem.message);
    }
    return result;
  }
  [[nodiscard]] std::string_view text(source::Span span) const {
    return source.text().substr(span.begin, span.size());
  }

  source::SourceFile source;
  File file;
};

/// Grouping, kinds and pieces of an expression. Operations stand in parentheses; written ones are `paren(…)`.
/// In templates, verbatim literals stand in '…', decoded ones in <…>.
class Describe {
 public:
  explicit Describe(const File& file) : file_(file) {}

  [[nodiscard]] std::string operator()(ExpressionId id) const {
    const Expression& node = file_.expression(id);
    const std::string text(node.text);
    const auto child = [&](std::size_t i) { return (*this)(file_.children(node)[i]); };
    switch (node.kind) {
      case ExpressionKind::literal_null:
      case ExpressionKind::literal_bool:
      case ExpressionKind::literal_number:
      case ExpressionKind::variable:
        return text;
      case ExpressionKind::get_attribute:
        return child(0) + (node.legacy_index ? ".<" + text + ">" : "." + text);
      case ExpressionKind::index:
        return child(0) + "[" + child(1) + "]";
      case ExpressionKind::attribute_splat:
        return child(0) + ".*{" + child(1) + "}";
      case ExpressionKind::full_splat:
        return child(0) + "[*]{" + child(1) + "}";
      case ExpressionKind::splat_item:
        return "_";
      case ExpressionKind::call:
        return text + "(" + list(node, ", ") + (node.expand_last ? "...)" : ")");
      case ExpressionKind::unary:
        return "(" + name(node.op) + child(0) + ")";
      case ExpressionKind::binary:
        return "(" + child(0) + " " + name(node.op) + " " + child(1) + ")";
      case ExpressionKind::conditional:
        return "(" + child(0) + " ? " + child(1) + " : " + child(2) + ")";
      case ExpressionKind::parentheses:
        return "paren(" + child(0) + ")";
      case ExpressionKind::tuple:
        return "[" + list(node, ", ") + "]";
      case ExpressionKind::object:
        return "{" + list(node, ", ") + "}";
      case ExpressionKind::for_tuple:
        return "[for " + names(node) + " in " + list(node, " : ") + "]";
      case ExpressionKind::for_object:
        return "{for " + names(node) + " in " + list(node, " : ") + (node.group ? "..." : "") + "}";
      case ExpressionKind::template_string:
        return (node.heredoc ? "heredoc(" : "\"") + list(node, "") + (node.heredoc ? ")" : "\"");
      case ExpressionKind::template_literal:
        return node.verbatim ? "'" + text + "'" : "<" + text + ">";
      case ExpressionKind::template_interpolation:
        return "${" + child(0) + "}";
      case ExpressionKind::template_if:
        return "%if(" + list(node, ", ") + ")";
      case ExpressionKind::template_for:
        return "%for(" + names(node) + " in " + list(node, ", ") + ")";
    }
    return "?";
  }

 private:
  [[nodiscard]] std::string list(const Expression& node, std::string_view separator) const {
    std::string result;
    for (const ExpressionId child : file_.children(node)) {
      if (!result.empty()) result += separator;
      result += (*this)(child);
    }
    return result;
  }
  static std::string names(const Expression& node) {
    return (node.text2.empty() ? "" : std::string(node.text2) + ", ") + std::string(node.text);
  }
  static std::string name(Operator op) {
    constexpr const char* kNames[] = {
        "", "+", "-", "*", "/", "%", "==", "!=", "<", "<=", ">", ">=", "&&", "||", "-", "!"};
    return kNames[static_cast<std::size_t>(op)];
  }

  const File& file_;
};

/// The tree of one expression, or its first problem.
inline std::string expression(std::string_view text) {
  const Parsed parsed(text, &parse_expression);
  if (!parsed.ok()) return parsed.problems().front();
  return Describe(parsed.file)(static_cast<ExpressionId>(parsed.file.expressions.size() - 1));
}

/// What a template yields when `value` stands for every interpolation, every condition is true, and every
/// loop runs over "1" and "2".
inline std::string rendered(const File& file, ExpressionId id, std::string_view value = "V") {
  const Expression& node = file.expression(id);
  if (node.kind == ExpressionKind::template_literal) return std::string(node.text);
  if (node.kind == ExpressionKind::template_interpolation) return std::string(value);
  std::string result;
  if (node.kind == ExpressionKind::template_if) return rendered(file, file.children(node)[1], value);
  if (node.kind == ExpressionKind::template_for) {
    for (const char* item : {"1", "2"}) result += rendered(file, file.children(node)[1], item);
    return result;
  }
  for (const ExpressionId child : file.children(node)) result += rendered(file, child, value);
  return result;
}

inline std::string read_file(const std::filesystem::path& path) {
  std::ifstream stream(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

/// The .tf files below a folder, sorted.
inline std::vector<std::filesystem::path> configuration_files(const std::filesystem::path& folder) {
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
    if (entry.is_regular_file() && entry.path().extension() == ".tf") files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  return files;
}

/// The .tf files of a folder of testdata, sorted.
inline std::vector<std::filesystem::path> testdata_files(const std::filesystem::path& folder) {
  return configuration_files(std::filesystem::path(ROOTPROOF_SOURCE_DIR "/testdata") / folder);
}

/// Files to look at besides testdata, for measurements by hand: those below $ROOTPROOF_HCL_CORPUS.
inline std::vector<std::filesystem::path> corpus_files() {
  const char* folder = std::getenv("ROOTPROOF_HCL_CORPUS");
  return folder == nullptr ? std::vector<std::filesystem::path>() : configuration_files(folder);
}

}  // namespace rootproof::hcl::testing
