// HashiCorp's own parser, compiled to WebAssembly (npm package hcl2json), reads all of testdata: it must
// accept and refuse the same files as ours, and find the same expressions. `./run test` installs it from
// tests/tools; without it these tests are skipped, visibly. ROOTPROOF_HCL_CORPUS=FOLDER adds any other files.
#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdlib>
#include <iostream>
#include <map>
#include <nlohmann/json.hpp>

#include "tests/unit/syntax/hcl_test_support.h"

namespace rootproof::hcl::testing {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

const fs::path kModules = fs::path(ROOTPROOF_SOURCE_DIR) / "build/npm-tools/node_modules";

/// Operators, names, calls, loops and collections of an expression, grouped as the parser groups them; the
/// same text as tests/tools/hcl_reference.cjs writes. Texts of templates are left to the unit tests.
class ReferenceSkeleton {
 public:
  explicit ReferenceSkeleton(const File& file) : file_(file) {}

  [[nodiscard]] std::string operator()(ExpressionId id) const {
    const Expression& node = file_.expression(id);
    const std::string text(node.text);
    switch (node.kind) {
      case ExpressionKind::literal_number:
        return "#" + text + " ";
      case ExpressionKind::variable:
      case ExpressionKind::get_attribute:
      case ExpressionKind::index:
        return traversal(id);
      case ExpressionKind::attribute_splat:
      case ExpressionKind::full_splat:
        return "splat(" + inside(node) + ")";
      case ExpressionKind::call:
        return "call " + text + "(" + inside(node) + (node.expand_last ? "...)" : ")");
      case ExpressionKind::unary:
      case ExpressionKind::binary:
        return name(node.op) + ("(" + inside(node)) + ")";
      case ExpressionKind::conditional:
      case ExpressionKind::template_if:
        return "?(" + inside(node) + ")";
      case ExpressionKind::for_tuple:
      case ExpressionKind::for_object:
      case ExpressionKind::template_for:
        return "for " + std::string(node.text2) + "," + text + "(" + inside(node) +
               (node.group ? "...)" : ")");
      case ExpressionKind::tuple:
        return "[" + items(node, 1) + "]";
      case ExpressionKind::object:
        return "{" + items(node, 2) + "}";
      default:
        return inside(node);
    }
  }

 private:
  [[nodiscard]] std::string inside(const Expression& node) const {
    std::string result;
    for (const ExpressionId child : file_.children(node)) result += (*this)(child);
    return result;
  }

  [[nodiscard]] std::string items(const Expression& node, std::size_t per_item) const {
    std::string result;
    const auto children = file_.children(node);
    for (std::size_t i = 0; i < children.size(); ++i) {
      if (i % per_item == 0) result += ";";
      result += (*this)(children[i]);
    }
    return result;
  }

  /// Steps with constant names and keys are one traversal, from a name or of another expression.
  [[nodiscard]] std::string traversal(ExpressionId id) const {
    std::string steps;
    for (;;) {
      const Expression& node = file_.expression(id);
      if (node.kind == ExpressionKind::variable) return "$" + std::string(node.text) + steps + " ";
      if (node.kind == ExpressionKind::get_attribute) {
        steps = "." + std::string(node.text) + steps;
      } else if (const auto key = constant_key(node)) {
        steps = "." + *key + steps;
      } else if (node.kind == ExpressionKind::index && steps.empty()) {
        return "index(" + inside(node) + ")";
      } else {
        return "of(" + (*this)(id) + ")" + steps + " ";
      }
      id = file_.children(node)[0];
    }
  }

  [[nodiscard]] std::optional<std::string> constant_key(const Expression& node) const {
    if (node.kind != ExpressionKind::index) return std::nullopt;
    const Expression& key = file_.expression(file_.children(node)[1]);
    if (key.kind == ExpressionKind::literal_number) return std::string(key.text);
    if (key.kind != ExpressionKind::template_string || key.child_count > 1) return std::nullopt;
    if (key.child_count == 0) return "";
    const Expression& piece = file_.expression(file_.children(key)[0]);
    if (piece.kind != ExpressionKind::template_literal) return std::nullopt;
    return std::string(piece.text);
  }

  static const char* name(Operator op) {
    constexpr const char* kNames[] = {
        "", "+", "-", "*", "/", "%", "==", "!=", "<", "<=", ">", ">=", "&&", "||", "-", "!"};
    return kNames[static_cast<std::size_t>(op)];
  }

  const File& file_;
};

/// An argument: where, its text, and what we read there.
struct Argument {
  std::size_t line = 0;
  std::string text;
  std::string skeleton;
};

void collect(const Parsed& parsed, const Body& body, std::vector<Argument>& arguments) {
  for (const Attribute& attribute : body.attributes) {
    arguments.push_back({parsed.source.location(attribute.span.begin).line,
                         std::string(parsed.text(parsed.file.span(parsed.file.expression(attribute.value)))),
                         ReferenceSkeleton(parsed.file)(attribute.value)});
  }
  for (const Block& block : body.blocks) collect(parsed, block.body, arguments);
}

/// Calls the reference. Nothing when it cannot run.
std::optional<json> reference(const json& question) {
  const fs::path folder = fs::temp_directory_path() / ("rootproof-hcl-" + std::to_string(getpid()));
  fs::create_directories(folder);
  const fs::path input = folder / "input.json";
  const fs::path output = folder / "output.json";
  std::ofstream(input, std::ios::binary) << question.dump(-1, ' ', false, json::error_handler_t::replace);
  const std::string script = ROOTPROOF_SOURCE_DIR "/tests/tools/hcl_reference.cjs";
  const std::string command =
      "node '" + script + "' '" + kModules.string() + "' '" + input.string() + "' '" + output.string() + "'";
  std::optional<json> answer;
  if (std::system(command.c_str()) == 0) answer = json::parse(read_file(output));
  fs::remove_all(folder);
  return answer;
}

/// Files on which we are stricter or milder on purpose, and why.
const std::map<std::string, std::string>& known_differences() {
  static const std::map<std::string, std::string> differences{};
  return differences;
}

TEST(HclReference, AcceptsTheSameFilesAndFindsTheSameExpressions) {
  if (!fs::exists(kModules / "@cdktn/hcl2json"))
    GTEST_SKIP() << "no " << kModules << ": ./run test installs it";
  if (std::system("node --version >/dev/null 2>&1") != 0) GTEST_SKIP() << "no node on this machine";
  std::vector<fs::path> files = testdata_files("");
  for (const fs::path& path : corpus_files()) files.push_back(path);
  std::vector<std::vector<Argument>> ours(files.size());
  std::vector<std::string> problems(files.size());
  json question{{"files", json::array()}};
  for (std::size_t i = 0; i < files.size(); ++i) {
    const Parsed parsed(read_file(files[i]));
    if (parsed.ok()) {
      collect(parsed, parsed.file.body, ours[i]);
    } else {
      problems[i] = parsed.problems().front();
    }
    json expressions = json::array();
    for (const Argument& argument : ours[i]) expressions.push_back(argument.text);
    question["files"].push_back({{"path", files[i].string()}, {"expressions", std::move(expressions)}});
  }
  const std::optional<json> answer = reference(question);
  ASSERT_TRUE(answer.has_value());
  const json& theirs = (*answer)["files"];
  ASSERT_EQ(theirs.size(), files.size());
  std::size_t accepted = 0;
  std::size_t arguments = 0;
  for (std::size_t i = 0; i < files.size(); ++i) {
    if (known_differences().contains(files[i].filename().string())) continue;
    EXPECT_EQ(problems[i].empty(), theirs[i]["error"].is_null())
        << files[i] << "\nours: " << problems[i] << "\nreference: " << theirs[i]["error"];
    if (!problems[i].empty()) continue;
    ++accepted;
    for (std::size_t j = 0; j < ours[i].size(); ++j) {
      ++arguments;
      EXPECT_EQ(ours[i][j].skeleton, theirs[i]["skeletons"][j].get<std::string>())
          << files[i] << " line " << ours[i][j].line << "\n"
          << ours[i][j].text;
    }
  }
  std::cout << files.size() << " files, " << accepted << " accepted by us, " << arguments << " expressions\n";
  EXPECT_GE(accepted, 12U);
  EXPECT_GE(arguments, 500U);
}

}  // namespace
}  // namespace rootproof::hcl::testing
