#pragma once

#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <vector>

#include "parsers/source/problem.h"
#include "parsers/source/span.h"

namespace rootproof::source {

/// What a file turned out to be, decided from its structure by the classifier (cloudformation.md §4), not its
/// name.
enum class FileKind : std::uint8_t {
  unknown,              ///< not looked at yet, or nothing rootproof reads
  cloudformation,       ///< CloudFormation or SAM template, YAML or JSON
  terraform,            ///< HCL native syntax, .tf or .tofu
  terraform_json,       ///< .tf.json
  terraform_variables,  ///< .tfvars
  terraform_plan,       ///< what terraform show -json prints of a plan
  policy,               ///< a policy document by itself
  organization_export,  ///< an organization: given output of the AWS CLI, or a file of another tool
  other,                ///< YAML or JSON of another kind (Kubernetes, workflows, packages, parameters)
};

/// The text of one file and its line index. Owned by a SourceTable; every Span of the file points into
/// `text()`.
///
/// The text is normalised once: a UTF-8 byte order mark is dropped, UTF-16 is transcoded. It is valid UTF-8
/// whenever `problem()` is null; offsets count bytes of the normalised text.
class SourceFile {
 public:
  SourceFile(FileId id, std::string path, std::string_view bytes);

  [[nodiscard]] FileId id() const { return id_; }
  /// Path to show: relative to the working directory where possible, `/`-separated.
  [[nodiscard]] const std::string& path() const { return path_; }
  [[nodiscard]] std::string_view text() const { return text_; }
  /// True when text() is the file byte for byte: no byte order mark was dropped and nothing transcoded.
  [[nodiscard]] bool has_original_bytes() const { return original_bytes_; }
  [[nodiscard]] Span whole() const { return {id_, 0, static_cast<std::uint32_t>(text_.size())}; }
  [[nodiscard]] Span span(std::uint32_t begin, std::uint32_t end) const { return {id_, begin, end}; }

  FileKind kind = FileKind::unknown;

  /// Line and code-point column of a byte offset; offsets past the end give the end. O(log lines): files
  /// of one long line are asked about as often as others.
  [[nodiscard]] Location location(std::uint32_t offset) const;
  /// Byte offset of a location; a column past the line's end gives the line's end.
  [[nodiscard]] std::uint32_t offset(Location location) const;
  /// Text of a 1-based line without its line break; empty past the last line.
  [[nodiscard]] std::string_view line(std::uint32_t number) const;
  [[nodiscard]] std::uint32_t line_count() const { return static_cast<std::uint32_t>(line_starts_.size()); }

  /// Makes a part of the text unreadable, in place: every character becomes a filler of its size, so that all
  /// places stay what they are.
  void hide(Span part);

  /// Set when the bytes are not text (broken UTF-8, NUL, control characters) or could not be read.
  [[nodiscard]] const Problem* problem() const { return problem_.message.empty() ? nullptr : &problem_; }
  void set_problem(ProblemKind problem_kind, std::string message);

 private:
  void count_code_points();
  [[nodiscard]] std::uint32_t code_points_before(std::uint32_t offset) const;

  FileId id_;
  std::string path_;
  std::string text_;
  std::vector<std::uint32_t> line_starts_;
  std::vector<std::uint32_t> code_points_;  ///< in front of each block of the text
  bool original_bytes_ = true;
  Problem problem_;
};

/// All files of a scan. Files live as long as the table and never move, so views into their text stay valid.
class SourceTable {
 public:
  SourceFile& add(std::string path, std::string_view bytes);
  [[nodiscard]] const SourceFile& file(FileId id) const { return files_[static_cast<std::uint32_t>(id)]; }
  [[nodiscard]] SourceFile& file(FileId id) { return files_[static_cast<std::uint32_t>(id)]; }
  [[nodiscard]] std::size_t size() const { return files_.size(); }
  /// The source text of a span.
  [[nodiscard]] std::string_view text(Span span) const;

 private:
  std::deque<SourceFile> files_;
};

}  // namespace rootproof::source
