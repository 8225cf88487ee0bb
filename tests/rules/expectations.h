#pragma once

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <optional>
#include <string>
#include <utility>
#include <vector>

/// What annotated fixtures expect of a scan.
///
/// In a file that can hold comments: `# expect: RP202 violation "text"` on the line it speaks of or above it;
/// several may be stacked. `# expect: none` promises that the file has no finding. For JSON, and for lines
/// inside text, a sibling file `<name>.expect` holds lines `LINE: RP202 violation "text"` or `none`. The
/// text, in quotes or a bare word, must occur in the finding. `rootproof.yaml` needs no annotation.
namespace rootproof::tests {

struct Expectation {
  std::string file;  ///< relative to the fixture folder, `/`-separated
  std::size_t line = 0;
  std::string rule;
  std::string answer;  ///< violation or undecided
  std::string text;    ///< must occur in the finding, when not empty
};

struct Annotations {
  std::vector<Expectation> expected;
  std::vector<std::string> silent;     ///< files that promise to have no finding
  std::vector<std::string> unchecked;  ///< files without any annotation: each must say what it expects
  std::vector<std::string> malformed;  ///< annotations that cannot be read
};

class AnnotationReader {
 public:
  explicit AnnotationReader(std::filesystem::path folder) : folder_(std::move(folder)) {}

  Annotations read() {
    std::vector<std::filesystem::path> files;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder_)) {
      if (entry.is_regular_file()) files.push_back(entry.path());
    }
    std::sort(files.begin(), files.end());
    for (const auto& file : files) read_file(file);
    return std::move(annotations_);
  }

 private:
  void read_file(const std::filesystem::path& path) {
    if (path.extension() == ".expect" || path.extension() == ".tfvars") return;
    file_ = std::filesystem::relative(path, folder_).generic_string();
    annotated_ = false;
    read_comments(path);
    const std::filesystem::path sibling = path.string() + ".expect";
    if (std::filesystem::exists(sibling)) read_sibling(sibling);
    if (!annotated_ && path.filename() != "rootproof.yaml") annotations_.unchecked.push_back(file_);
  }

  void read_comments(const std::filesystem::path& path) {
    std::ifstream in(path);
    std::vector<Expectation> waiting;
    std::size_t number = 0;
    for (std::string line; std::getline(in, line);) {
      ++number;
      const std::size_t mark = line.find("expect: ");
      const bool annotation = mark != std::string::npos && line.find_first_of("#/") < mark;
      const bool only_comment = annotation && line.find_first_not_of(" #/") == mark;
      if (annotation) read_annotation(line.substr(mark + 8), number, waiting);
      if (only_comment) continue;
      for (Expectation& expectation : waiting) {
        expectation.line = number;
        annotations_.expected.push_back(std::move(expectation));
      }
      waiting.clear();
    }
  }

  void read_sibling(const std::filesystem::path& path) {
    std::ifstream in(path);
    for (std::string line; std::getline(in, line);) {
      if (line.empty()) continue;
      std::vector<Expectation> one;
      const std::size_t colon = line.find(": ");
      if (line == "none") {
        read_annotation(line, 0, one);
      } else if (colon == std::string::npos) {
        annotations_.malformed.push_back(file_ + ".expect: " + line);
      } else {
        read_annotation(line.substr(colon + 2), 0, one);
        for (Expectation& expectation : one) {
          expectation.line = std::stoul(line.substr(0, colon));
          annotations_.expected.push_back(std::move(expectation));
        }
      }
    }
  }

  void read_annotation(const std::string& text, std::size_t number, std::vector<Expectation>& to) {
    annotated_ = true;
    if (text == "none") return annotations_.silent.push_back(file_);
    const std::size_t first = text.find(' ');
    const std::size_t second = first == std::string::npos ? first : text.find(' ', first + 1);
    Expectation expectation;
    expectation.file = file_;
    expectation.rule = text.substr(0, first);
    if (first != std::string::npos) expectation.answer = text.substr(first + 1, second - first - 1);
    if (second != std::string::npos) expectation.text = unquoted(text.substr(second + 1));
    if (expectation.answer != "violation" && expectation.answer != "undecided") {
      annotations_.malformed.push_back(file_ + ":" + std::to_string(number) + ": " + text);
      return;
    }
    to.push_back(std::move(expectation));
  }

  static std::string unquoted(std::string text) {
    if (text.size() >= 2 && text.front() == '"' && text.back() == '"') text = text.substr(1, text.size() - 2);
    return text;
  }

  std::filesystem::path folder_;
  std::string file_;
  bool annotated_ = false;
  Annotations annotations_;
};

inline Annotations read_annotations(const std::filesystem::path& folder) {
  return AnnotationReader(folder).read();
}

}  // namespace rootproof::tests
