#include "analyzer/engine/list_folder.h"

#include <gtest/gtest.h>

#include <map>

#include "tests/unit/engine/temporary_folder.h"

namespace rootproof::engine {
namespace {

namespace fs = std::filesystem;
using Kind = terraform::FolderEntry::Kind;

TEST(ListFolder, TellsFilesFromFoldersAndFollowsNoLinkOut) {
  const tests::TemporaryFolder outside;
  outside.write("secret.json", "{}");
  const tests::TemporaryFolder folder;
  folder.write("b.json", "{}");
  folder.write("inner/c.json", "{}");
  fs::create_symlink(outside.path() / "secret.json", folder.path() / "out.json");
  fs::create_symlink(folder.path() / "b.json", folder.path() / "in.json");
  fs::create_directory_symlink(folder.path() / "inner", folder.path() / "again");
  const auto entries = list_folder(folder.path(), {fs::canonical(folder.path())});
  ASSERT_TRUE(entries);
  std::map<std::string, Kind> kinds;
  for (const auto& entry : *entries) kinds[entry.name] = entry.kind;
  EXPECT_EQ(kinds, (std::map<std::string, Kind>{{"again", Kind::unresolved},
                                                {"b.json", Kind::file},
                                                {"in.json", Kind::file},
                                                {"inner", Kind::folder},
                                                {"out.json", Kind::unresolved}}));
}

TEST(ListFolder, KnowsNothingBesideTheRoots) {
  const tests::TemporaryFolder outside;
  outside.write("secret.json", "{}");
  const tests::TemporaryFolder folder;
  fs::create_directory_symlink(outside.path(), folder.path() / "link");
  const std::vector<fs::path> roots{fs::canonical(folder.path())};
  EXPECT_FALSE(list_folder(outside.path(), roots));
  EXPECT_FALSE(list_folder(folder.path() / "link", roots));
  EXPECT_FALSE(list_folder(folder.path() / "none", roots));
}

}  // namespace
}  // namespace rootproof::engine
