// Other people's judgement on our SARIF: the schema, and Microsoft's multitool with GitHub's ingestion rules.
// `./run test` installs both from tests/tools; without them these tests are skipped, visibly.
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "tests/unit/report/sample_report.h"

namespace rootproof::report {
namespace {

namespace fs = std::filesystem;

const fs::path kModules = fs::path(ROOTPROOF_SOURCE_DIR) / "build/npm-tools/node_modules";

/// Everything that may come in from outside, at its worst.
std::string hostile_log() {
  test::SampleReport sample;
  engine::Report& report = sample.report;
  const source::SourceFile& odd = sample.sources.add("odd/a:b#c?d%e 監\\f.tf", "\ta\u202Eb\r\nlast");
  const source::SourceFile& outside = sample.sources.add("/tmp/absolute.tf", "x = 1\n");
  const source::SourceFile& above = sample.sources.add("../other/above.tf", "x = 1\n");
  const source::SourceFile& empty = sample.sources.add("empty.tf", "");
  report.findings.push_back(test::violation(odd.whole(), "[link](1) {0} \xFF \x1b `code"));
  report.findings.push_back(test::violation(odd.span(11, 11), ""));
  report.findings.push_back(test::violation(outside.span(0, 1), "absolute path?"));
  report.findings.push_back(test::violation(above.span(0, 6), "above the working directory"));
  report.findings.push_back(test::violation(empty.whole(), "empty file"));
  report.findings.push_back(test::violation({source::FileId{9999}, 3, 5}, "no such file"));
  report.findings.back().rule = "RP001";
  report.findings.back().name = "suppression-without-reason";
  report.findings.back().resource_address = "Resources.A";
  report.findings.push_back(test::violation(odd.span(0, 1), "safe"));
  report.findings.back().answer = {policy::Verdict::safe, {}, {"proved"}, {}, {}};
  report.problems.push_back({source::ProblemKind::unreadable, empty.whole(), "permission denied"});
  report.problems.push_back({source::ProblemKind::limit, {source::FileId{9999}, 0, 0}, "too many files"});
  return test::sarif(report);
}

/// Every rule of the program with its documentation, whether it found something or not.
std::string all_rules_log() {
  engine::Report report;
  for (const engine::Rule* rule : engine::all_rules()) report.rules.push_back(rule);
  return test::sarif(report);
}

/// A folder of its own for one test.
class Folder {
 public:
  Folder() {
    std::string name = (fs::temp_directory_path() / "rootproof-sarif-XXXXXX").string();
    if (mkdtemp(name.data()) == nullptr) throw std::runtime_error("mkdtemp " + name);
    path_ = name;
  }
  ~Folder() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  [[nodiscard]] fs::path write(const std::string& name, const std::string& text) const {
    std::ofstream(path_ / name, std::ios::binary) << text;
    return path_ / name;
  }
  [[nodiscard]] const fs::path& path() const { return path_; }

 private:
  fs::path path_;
};

/// All logs worth judging, as quoted arguments of a shell command.
std::string write_logs(const Folder& folder) {
  std::string arguments;
  for (const auto& [name, text] : std::vector<std::pair<std::string, std::string>>{
           {"sample.sarif", test::sarif(test::SampleReport().report)},
           {"empty.sarif", test::sarif(engine::Report{})},
           {"rules.sarif", all_rules_log()},
           {"hostile.sarif", hostile_log()}}) {
    arguments += " '" + folder.write(name, text).string() + "'";
  }
  return arguments;
}

struct Outcome {
  int status = -1;
  std::string output;
};

Outcome run(const std::string& command) {
  Outcome outcome;
  FILE* pipe = popen((command + " 2>&1").c_str(), "r");
  if (pipe == nullptr) return outcome;
  char buffer[4096];
  for (std::size_t size = 0; (size = fread(buffer, 1, sizeof buffer, pipe)) > 0;)
    outcome.output.append(buffer, size);
  const int status = pclose(pipe);
  outcome.status = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  return outcome;
}

TEST(SarifValidation, FollowsTheSchema) {
  if (!fs::exists(kModules / "ajv")) GTEST_SKIP() << "no " << kModules << ": ./run test installs it";
  if (run("node --version").status != 0) GTEST_SKIP() << "no node on this machine";
  const Folder folder;
  const fs::path script = fs::path(ROOTPROOF_SOURCE_DIR) / "tests/tools/validate_sarif.cjs";
  const std::string command = "node '" + script.string() + "' '" + kModules.string() + "'";
  const Outcome outcome = run(command + write_logs(folder));
  EXPECT_EQ(outcome.status, 0) << outcome.output;
  // The validator must be able to say no.
  EXPECT_EQ(run(command + " '" + folder.write("bad.sarif", R"({"version": "2.1.0"})").string() + "'").status,
            1);
}

TEST(SarifValidation, MultitoolHasNothingToSay) {
  const fs::path tool = kModules / "@microsoft/sarif-multitool-linux/Sarif.Multitool";
  if (!fs::exists(tool)) GTEST_SKIP() << "no " << tool << ": ./run test installs it";
  // npm ran no scripts, so the one that would have made it executable did not run either.
  fs::permissions(tool, fs::perms::owner_exec, fs::perm_options::add);
  const Folder folder;
  const std::string environment = "HOME='" + folder.path().string() +
                                  "' DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 ";
  if (run(environment + "'" + tool.string() + "' version").status > 1) {
    GTEST_SKIP() << tool << " does not run on this machine";
  }
  const fs::path verdict = folder.path() / "verdict.json";
  const Outcome outcome =
      run(environment + "'" + tool.string() + "' validate" + write_logs(folder) +
          " --rule-kind 'Sarif;Ghas' --level 'Error;Warning' --log ForceOverwrite --output '" +
          verdict.string() + "'");
  ASSERT_TRUE(fs::exists(verdict)) << outcome.output;
  std::ifstream file(verdict, std::ios::binary);
  const nlohmann::json log = nlohmann::json::parse(file);
  EXPECT_NE(outcome.output.find("4 files scanned"), std::string::npos) << outcome.output;
  EXPECT_EQ(log["runs"][0].value("results", nlohmann::json::array()).size(), 0U) << outcome.output;
}

}  // namespace
}  // namespace rootproof::report
