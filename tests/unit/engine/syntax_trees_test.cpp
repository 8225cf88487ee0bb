// Syntax trees of Terraform files are made late and given back early; nobody may notice.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "analyzer/engine/project.h"
#include "tests/unit/engine/temporary_folder.h"

namespace rootproof::engine {
namespace {

using tests::TemporaryFolder;

/// Messages of the problems that are no notices.
std::vector<std::string> errors(const Project& project) {
  std::vector<std::string> messages;
  for (const source::Problem& problem : project.problems())
    if (problem.kind != source::ProblemKind::notice) messages.push_back(problem.message);
  return messages;
}

TEST(SyntaxTrees, AModuleOfSeveralRootsIsReadForEachOfThem) {
  const TemporaryFolder folder;
  folder.write("shared/main.tf",
               "variable \"name\" {}\nresource \"aws_iam_user\" \"u\" {\n  name = var.name\n}\n");
  for (const char* root : {"a", "b", "c", "d"}) {
    folder.write(
        std::string(root) + "/main.tf",
        "module \"m\" {\n  source = \"../shared\"\n  name = \"user-" + std::string(root) + "\"\n}\n");
  }
  ProjectOptions options;
  options.paths = {folder.path().string()};
  options.jobs = 4;
  Project project(std::move(options));
  ASSERT_EQ(project.load(), std::nullopt);
  std::vector<std::string> names;
  for (const EvaluatedUnit& unit : project.units())
    for (const Resource& resource : unit.resources)
      if (resource.type == "aws_iam_user")
        names.push_back(resource.properties.find("name")->as_text().value_or("?"));
  EXPECT_EQ(names, (std::vector<std::string>{"user-a", "user-b", "user-c", "user-d"}));
  EXPECT_EQ(errors(project), std::vector<std::string>{});
  for (const ParsedFile& file : project.files()) EXPECT_TRUE(file.hcl->released) << file.path;
}

TEST(SyntaxTrees, ErrorsAreReportedOnceWhetherOrNotARootModuleReadsTheFile) {
  const std::string broken = "resource \"aws_iam_user\" \"u\" {\n  name =\n}\n";
  const TemporaryFolder folder;
  folder.write("a/main.tf", broken);
  // Terraform ignores files of such names.
  folder.write("b/.main.tf", broken);
  ProjectOptions options;
  options.paths = {folder.path().string() + "/a", folder.path().string() + "/b/.main.tf"};
  Project project(std::move(options));
  ASSERT_EQ(project.load(), std::nullopt);
  for (const ParsedFile& file : project.files()) EXPECT_FALSE(file.problems.empty()) << file.path;
  const std::size_t of_both = errors(project).size();

  ProjectOptions alone;
  alone.paths = {folder.path().string() + "/a"};
  Project read(std::move(alone));
  ASSERT_EQ(read.load(), std::nullopt);
  EXPECT_EQ(of_both, 2 * errors(read).size());
}

TEST(SyntaxTrees, OfFilesWithSuppressionsStay) {
  const TemporaryFolder folder;
  folder.write("main.tf", "# rootproof:ignore RP102 reason=\"old\"\nresource \"aws_iam_user\" \"u\" {}\n");
  ProjectOptions options;
  options.paths = {folder.path().string()};
  Project project(std::move(options));
  ASSERT_EQ(project.load(), std::nullopt);
  ASSERT_EQ(project.files().size(), 1U);
  EXPECT_FALSE(project.files()[0].hcl->released);
  EXPECT_EQ(project.files()[0].hcl->body.blocks.size(), 1U);
}

}  // namespace
}  // namespace rootproof::engine
