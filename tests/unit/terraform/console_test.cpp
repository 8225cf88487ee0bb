// Expressions against what Terraform makes of them, recorded by tests/tools/record_console.sh. Where
// terraform is on PATH, the recording is held against it too.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "parsers/terraform/encoding.h"
#include "parsers/terraform/function_table.h"
#include "tests/differential/terraform_program.h"
#include "tests/unit/engine/temporary_folder.h"
#include "tests/unit/terraform/terraform_fixture.h"

namespace rootproof::terraform {
namespace {

namespace fs = std::filesystem;

constexpr std::array kGoldens = {"operators.txt", "conversions.txt", "functions.txt", "files.txt"};

struct Recorded {
  std::string expression;
  std::string result;  ///< JSON text, or "(error)"
};

fs::path folder() { return fs::path(ROOTPROOF_SOURCE_DIR) / "testdata" / "terraform" / "console"; }

std::vector<std::string> lines_of(const fs::path& path) {
  std::vector<std::string> lines;
  std::ifstream in(path);
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

std::vector<Recorded> read(const fs::path& path) {
  std::vector<Recorded> recorded;
  for (const std::string& line : lines_of(path)) {
    const std::size_t tab = line.rfind('\t');
    EXPECT_NE(tab, std::string::npos) << line;
    if (tab != std::string::npos) recorded.push_back({line.substr(0, tab), line.substr(tab + 1)});
  }
  return recorded;
}

/// Expressions, and names of functions, that stay unknown here though Terraform knows them: never a wrong
/// answer, each for a reason written above it.
std::map<std::string, std::string> known_gaps() {
  std::map<std::string, std::string> gaps;
  std::string reason;
  for (const std::string& line : lines_of(folder() / "gaps.txt")) {
    if (line.empty()) {
      reason.clear();
    } else if (line.front() == '#') {
      reason += line;
    } else {
      EXPECT_FALSE(reason.empty()) << line << " is a gap without a reason";
      gaps.emplace(line, reason);
    }
  }
  return gaps;
}

/// The files of the module that the expressions stand in.
TestModule::Files module_files() {
  TestModule::Files files;
  const fs::path root = folder() / "module";
  for (const auto& entry : fs::recursive_directory_iterator(root)) {
    if (!entry.is_regular_file()) continue;
    std::ifstream in(entry.path(), std::ios::binary);
    std::ostringstream text;
    text << in.rdbuf();
    files[fs::relative(entry.path(), root).generic_string()] = text.str();
  }
  return files;
}

class Console : public testing::TestWithParam<const char*> {};

TEST_P(Console, AgreesWithTerraform) {
  const auto gaps = known_gaps();
  const std::vector<Recorded> recorded = read(folder() / GetParam());
  const TestModule::Files files = module_files();
  EXPECT_GT(recorded.size(), 50U);
  for (const Recorded& each : recorded) {
    const std::string ours = console_result(each.expression, files);
    if (gaps.contains(each.expression)) {
      EXPECT_EQ(ours.rfind("(unknown", 0), 0U) << each.expression << " is no gap any more: " << ours;
    } else {
      EXPECT_EQ(ours, each.result) << each.expression;
    }
  }
}

/// What the terraform on PATH answers to every expression. Its console stops at an error, and prints the last
/// result only, so all of them are parts of one.
std::vector<std::string> ask_terraform(const std::vector<Recorded>& recorded) {
  const tests::TemporaryFolder copy;
  fs::copy(folder() / "module", copy.path(), fs::copy_options::recursive);
  std::string text = "locals {\n";
  std::string names;
  for (std::size_t i = 0; i < recorded.size(); ++i) {
    const std::string name = "expression_" + std::to_string(i);
    text += "  " + name + " = try(nonsensitive(jsonencode(" + recorded[i].expression + ")), \"(error)\")\n";
    names += "local." + name + ", ";
  }
  copy.write("expressions.tf", text + "  all = join(\"\\n\", [" + names + "])\n}\n");
  std::string encoded =
      tests::run_in(copy.path(), "echo 'base64encode(local.all)' | terraform console").value_or("");
  std::erase_if(encoded, [](char c) { return c == '"' || c == '\n'; });
  std::vector<std::string> answers;
  std::istringstream all(from_base64(encoded).value_or(""));
  for (std::string line; std::getline(all, line);) answers.push_back(line);
  return answers;
}

TEST_P(Console, RecordingAgreesWithTheInstalledTerraform) {
  if (const std::string why = tests::why_no_terraform(); !why.empty()) GTEST_SKIP() << why;
  const std::vector<Recorded> recorded = read(folder() / GetParam());
  const std::vector<std::string> answers = ask_terraform(recorded);
  ASSERT_EQ(answers.size(), recorded.size());
  for (std::size_t i = 0; i < answers.size(); ++i)
    EXPECT_EQ(answers[i], recorded[i].result) << recorded[i].expression;
}

INSTANTIATE_TEST_SUITE_P(Recorded, Console, testing::ValuesIn(kGoldens), [](const auto& instance) {
  const std::string name = instance.param;
  return name.substr(0, name.find('.'));
});

/// Every recorded expression, with blanks where texts stand: what a text says calls nothing.
std::vector<std::string> code_of_expressions() {
  std::vector<std::string> result;
  for (const char* golden : kGoldens) {
    for (const Recorded& each : read(folder() / golden)) {
      std::string code = each.expression;
      bool inside = false;
      for (std::size_t i = 0; i < code.size(); ++i) {
        const bool quote = code[i] == '"';
        if (inside && code[i] == '\\') {
          code[i++] = ' ';
          if (i < code.size()) code[i] = ' ';
          continue;
        }
        if (quote) inside = !inside;
        if (inside && !quote) code[i] = ' ';
      }
      result.push_back(std::move(code));
    }
  }
  return result;
}

bool calls(const std::string& code, const std::string& function) {
  for (std::size_t at = 0; (at = code.find(function + "(", at)) != std::string::npos; ++at) {
    const char before = at == 0 ? ' ' : code[at - 1];
    if (std::isalnum(static_cast<unsigned char>(before)) == 0 && before != '_') return true;
  }
  return false;
}

bool is_recorded(const std::vector<std::string>& code, const std::string& function) {
  return std::any_of(code.begin(), code.end(),
                     [&](const std::string& each) { return calls(each, function); });
}

/// OpenTofu's own functions, by its internal/lang/functions.go: no program here answers for them.
bool is_of_tofu(std::string_view name) {
  const std::vector<std::string> names = lines_of(folder() / "tofu_function_names.txt");
  return std::find(names.begin(), names.end(), name) != names.end();
}

TEST(ConsoleCoverage, EveryFunctionOfOpenTofuIsEvaluatedOrAGap) {
  const auto gaps = known_gaps();
  const std::vector<std::string> names = lines_of(folder() / "tofu_function_names.txt");
  EXPECT_EQ(names.size(), 16U);
  for (const std::string& name : names)
    EXPECT_NE(name == "convert" || find_function(name) != nullptr, gaps.contains(name)) << name;
}

TEST(ConsoleCoverage, EveryFunctionOfTheTableIsRecorded) {
  const std::vector<std::string> code = code_of_expressions();
  std::size_t functions = 0;
  for (const auto part : {text_functions(), format_functions(), pattern_functions(), encoding_functions(),
                          hash_functions(), number_functions(), network_functions(), time_functions(),
                          collection_functions(), set_functions(), type_functions(), file_functions()}) {
    for (const FunctionEntry& entry : part) {
      if (is_of_tofu(entry.name)) continue;
      ++functions;
      EXPECT_TRUE(is_recorded(code, std::string(entry.name))) << entry.name << " has no recorded expression";
    }
  }
  EXPECT_GT(functions, 100U);
}

/// The names are those of `terraform metadata functions -json`.
TEST(ConsoleCoverage, EveryFunctionOfTerraformIsEvaluatedOrAGap) {
  const auto gaps = known_gaps();
  const std::vector<std::string> code = code_of_expressions();
  const std::vector<std::string> names = lines_of(folder() / "function_names.txt");
  EXPECT_GT(names.size(), 110U);
  for (const std::string& name : names) {
    const bool in_evaluator = name == "try" || name == "can" || name == "templatestring";
    const bool evaluated = in_evaluator || find_function(name) != nullptr;
    EXPECT_NE(evaluated, gaps.contains(name)) << name << " is neither evaluated nor a gap, or both";
    EXPECT_TRUE(!evaluated || is_recorded(code, name)) << name << " has no recorded expression";
  }
}

TEST(ConsoleCoverage, EveryOperatorIsRecordedWithResultsAndErrors) {
  for (const char* op : {" + ", " - ", " * ", " / ", " % ", " == ", " != ", " < ", " <= ", " > ",
                         " >= ", " && ", " || ", " ? ", "!", "-(", "[*]", ".*."}) {
    std::size_t results = 0;
    std::size_t errors = 0;
    for (const char* golden : kGoldens) {
      for (const Recorded& each : read(folder() / golden)) {
        if (each.expression.find(op) == std::string::npos) continue;
        ++(each.result == "(error)" ? errors : results);
      }
    }
    EXPECT_GT(results, 0U) << op;
    EXPECT_GT(errors, 0U) << op;
  }
}

/// What try() cannot catch stops Terraform's console: whole expressions that it refuses to read.
TEST(ConsoleCoverage, WhatIsNoExpressionIsRefused) {
  const std::string why = tests::why_no_terraform();
  for (const std::string& expression : lines_of(folder() / "refused.txt")) {
    EXPECT_EQ(console_result(expression, module_files()), "(error)") << expression;
    if (!why.empty()) continue;
    const tests::TemporaryFolder copy;
    fs::copy(folder() / "module", copy.path(), fs::copy_options::recursive);
    copy.write("question", expression + "\n");
    EXPECT_FALSE(tests::run_in(copy.path(), "terraform console <question")) << expression;
  }
}

}  // namespace
}  // namespace rootproof::terraform
