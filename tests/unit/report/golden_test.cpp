// The three formats of one small report, character by character. Rewritten by ROOTPROOF_UPDATE_GOLDENS=1.
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <sstream>
#include <string>

#include "tests/unit/report/sample_report.h"

namespace rootproof::report {
namespace {

std::string golden_path(const std::string& name) {
  return std::string(ROOTPROOF_SOURCE_DIR) + "/tests/golden/report_sample" + name;
}

std::string read(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

/// The first line in which two texts differ: whole reports on top of each other show nothing.
std::string first_difference(const std::string& expected, const std::string& actual) {
  std::istringstream expected_lines(expected);
  std::istringstream actual_lines(actual);
  for (std::size_t number = 1;; ++number) {
    std::string expected_line;
    std::string actual_line;
    const bool more_expected = static_cast<bool>(std::getline(expected_lines, expected_line));
    const bool more_actual = static_cast<bool>(std::getline(actual_lines, actual_line));
    if (!more_expected && !more_actual) return "the end of the file";
    if (more_expected == more_actual && expected_line == actual_line) continue;
    return "line " + std::to_string(number) + "\n- " + expected_line + "\n+ " + actual_line;
  }
}

void expect_golden(const std::string& name, const std::string& actual) {
  const std::string path = golden_path(name);
  if (std::getenv("ROOTPROOF_UPDATE_GOLDENS") != nullptr) {
    std::ofstream(path, std::ios::binary) << actual;
    GTEST_SKIP() << "rewrote " << path;
  }
  const std::string expected = read(path);
  EXPECT_TRUE(expected == actual) << path << " differs in " << first_difference(expected, actual)
                                  << "\nROOTPROOF_UPDATE_GOLDENS=1 rewrites it";
}

TEST(Golden, Text) { expect_golden(".txt", test::text(test::SampleReport().report)); }
TEST(Golden, VerboseText) {
  TextOptions options;
  options.verbose = true;
  expect_golden("_verbose.txt", test::text(test::SampleReport().report, options));
}
TEST(Golden, QuietText) {
  TextOptions options;
  options.quiet = true;
  expect_golden("_quiet.txt", test::text(test::SampleReport().report, options));
}
TEST(Golden, Json) { expect_golden(".json", test::json(test::SampleReport().report)); }
TEST(Golden, Sarif) { expect_golden(".sarif", test::sarif(test::SampleReport().report)); }

}  // namespace
}  // namespace rootproof::report
