#include "analyzer/engine/discovery.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <algorithm>
#include <utility>

#include "tests/unit/engine/temporary_folder.h"

namespace rootproof::engine {
namespace {

namespace fs = std::filesystem;
using tests::TemporaryFolder;

std::vector<std::string> names(const Discovery& discovery, const fs::path& base) {
  std::vector<std::string> result;
  for (const DiscoveredFile& file : discovery.files)
    result.push_back(file.path.lexically_relative(base).generic_string());
  std::sort(result.begin(), result.end());
  return result;
}

using Names = std::vector<std::string>;

Discovery discover_paths(std::vector<std::string> paths) { return discover({std::move(paths), {}, {}, {}}); }

TEST(Discovery, FindsCandidatesAndHonoursGitignore) {
  const TemporaryFolder folder;
  fs::create_directories(folder.path() / ".git");
  folder.write(".gitignore", "generated/\n*.local.yaml\n");
  folder.write("a.yaml", "");
  folder.write("b.local.yaml", "");
  folder.write("generated/c.yaml", "");
  folder.write("deep/.gitignore", "!keep.local.yaml\n");
  folder.write("deep/keep.local.yaml", "");
  folder.write("main.tf", "");
  folder.write("README.md", "");
  folder.write(".terraform/modules/x/main.tf", "");
  folder.write("node_modules/p/package.json", "");
  EXPECT_EQ(names(discover_paths({folder.path().string()}), folder.path()),
            (Names{"a.yaml", "deep/keep.local.yaml", "main.tf"}));
}

TEST(Discovery, FindsTemplatesWhateverTheCaseOfTheirEnding) {
  const TemporaryFolder folder;
  for (const char* name : {"a.YAML", "b.Yml", "c.JSON", "d.TEMPLATE", "main.TF", "e.MD"})
    folder.write(name, "");
  EXPECT_EQ(names(discover_paths({folder.path().string()}), folder.path()),
            (Names{"a.YAML", "b.Yml", "c.JSON", "d.TEMPLATE"}));
}

TEST(Discovery, LeavesOutConfigurationThatTerraformDoesNotRead) {
  const TemporaryFolder folder;
  for (const char* name : {"main.tf", ".backup.tf", ".backup.tf.json", ".values.auto.tfvars", ".ci.yaml"})
    folder.write(name, "");
  EXPECT_EQ(names(discover_paths({folder.path().string()}), folder.path()),
            (Names{".ci.yaml", ".values.auto.tfvars", "main.tf"}));
}

TEST(Discovery, FilesGivenByNameAreReadThoughIgnoredAndBringTheirRepositoryAsContext) {
  const TemporaryFolder folder;
  fs::create_directories(folder.path() / ".git");
  folder.write(".gitignore", "a.yaml\n");
  folder.write("a.yaml", "");
  folder.write("other/b.yaml", "");
  const Discovery discovery = discover_paths({(folder.path() / "a.yaml").string()});
  ASSERT_EQ(names(discovery, folder.path()), (Names{"a.yaml", "other/b.yaml"}));
  for (const DiscoveredFile& file : discovery.files)
    EXPECT_EQ(file.requested, file.path.filename() == "a.yaml");
}

TEST(Discovery, NeverLeavesTheRootThroughALink) {
  const TemporaryFolder outside;
  outside.write("secret.yaml", "");
  const TemporaryFolder folder;
  folder.write("a.yaml", "");
  fs::create_symlink(outside.path() / "secret.yaml", folder.path() / "link.yaml");
  fs::create_directory_symlink(outside.path(), folder.path() / "folder");
  const Discovery discovery = discover_paths({folder.path().string()});
  EXPECT_EQ(names(discovery, folder.path()), Names{"a.yaml"});
  // What they lead to was not analysed. A file is missing in its folder, which a scan says of it.
  ASSERT_EQ(discovery.problems.size(), 1U);
  EXPECT_EQ(discovery.problems[0].kind, source::ProblemKind::unreadable);
  ASSERT_EQ(discovery.links.size(), 1U);
  EXPECT_EQ(discovery.links[0].path, folder.path() / "link.yaml");
  EXPECT_EQ(discovery.links[0].target, "");
}

TEST(Discovery, EndsInACircleOfLinks) {
  const TemporaryFolder folder;
  folder.write("a/x.yaml", "");
  fs::create_directory_symlink(folder.path(), folder.path() / "a" / "again");
  fs::create_symlink("loop.yaml", folder.path() / "loop.yaml");
  const Discovery discovery = discover_paths({folder.path().string()});
  EXPECT_EQ(names(discovery, folder.path()), Names{"a/x.yaml"});
  EXPECT_TRUE(discovery.problems.empty());
  ASSERT_EQ(discovery.links.size(), 1U);
  EXPECT_EQ(discovery.links[0].target, "");
}

TEST(Discovery, PassesOverPipes) {
  const TemporaryFolder folder;
  ASSERT_EQ(::mkfifo((folder.path() / "pipe.yaml").c_str(), 0600), 0);
  EXPECT_TRUE(discover_paths({folder.path().string()}).files.empty());
}

TEST(Discovery, ConfigurationExcludes) {
  const TemporaryFolder folder;
  folder.write("examples/a.yaml", "");
  folder.write("b.yaml", "");
  EXPECT_EQ(names(discover({{folder.path().string()}, {"examples/"}, folder.path(), {}}), folder.path()),
            Names{"b.yaml"});
}

TEST(Discovery, SaysWhichPathIsMissing) {
  EXPECT_EQ(discover_paths({"/nowhere/at/all"}).error,
            "cannot read /nowhere/at/all: No such file or directory");
}

TEST(Discovery, LinksBelowTheRootBringTheFileIntoAnotherFolder) {
  const TemporaryFolder folder;
  folder.write("common/provider.tf", "");
  fs::create_directories(folder.path() / "live");
  fs::create_symlink("../common/provider.tf", folder.path() / "live" / "provider.tf");
  const Discovery discovery = discover_paths({folder.path().string()});
  EXPECT_EQ(names(discovery, folder.path()), Names{"common/provider.tf"});
  ASSERT_EQ(discovery.links.size(), 1U);
  EXPECT_EQ(discovery.links[0].path, folder.path() / "live" / "provider.tf");
  EXPECT_EQ(discovery.links[0].target, folder.path() / "common" / "provider.tf");
}

TEST(Discovery, AnUnsavedFileHasItsSurroundingsAsContext) {
  const TemporaryFolder folder;
  folder.write("a.yaml", "");
  folder.write("deep/b.yaml", "");
  const Discovery discovery = discover({{}, {}, {}, folder.path() / "new.yaml"});
  ASSERT_EQ(names(discovery, folder.path()), Names{"a.yaml"});
  EXPECT_FALSE(discovery.files[0].requested);
}

}  // namespace
}  // namespace rootproof::engine
