// Modules from registries and repositories: which directory a call means, and what the scan makes of it.
#include "analyzer/engine/module_sources.h"

#include <gtest/gtest.h>

#include "analyzer/engine/project.h"
#include "tests/unit/engine/temporary_folder.h"

namespace rootproof::engine {
namespace {

using tests::TemporaryFolder;

constexpr const char* kCall = "module \"logs\" {\n  source = \"acme/logs/aws\"\n  name   = \"ann\"\n}\n";
constexpr const char* kModule =
    "variable \"name\" {}\nresource \"aws_iam_user\" \"u\" {\n  name = var.name\n}\n";

/// The addresses of everything that the folders hold, each with its name argument.
std::vector<std::string> evaluated(const std::vector<std::string>& paths,
                                   std::vector<std::pair<std::string, std::string>> module_map = {}) {
  ProjectOptions options;
  options.paths = paths;
  options.module_map = std::move(module_map);
  Project project(std::move(options));
  if (const auto error = project.load()) return {*error};
  std::vector<std::string> result;
  for (const EvaluatedUnit& unit : project.units()) {
    for (const Resource& resource : unit.resources) {
      const value::Value* name = resource.properties.find("name");
      result.push_back(resource.address + (name == nullptr ? "" : " " + name->as_text().value_or("?")));
    }
  }
  return result;
}

using Strings = std::vector<std::string>;

TEST(ModuleSources, ShorthandsMeanTheSame) {
  EXPECT_TRUE(is_same_source("acme/logs/aws", "registry.terraform.io/acme/logs/aws"));
  EXPECT_TRUE(is_same_source("acme/logs/aws//modules/a", "registry.terraform.io/acme/logs/aws//modules/a"));
  EXPECT_TRUE(is_same_source("github.com/acme/m?ref=v1", "git::https://github.com/acme/m.git?ref=v1"));
  EXPECT_TRUE(is_same_source("git@github.com:acme/m.git", "git::ssh://git@github.com/acme/m.git"));
  EXPECT_FALSE(is_same_source("acme/logs/aws", "registry.terraform.io/acme/other/aws"));
  EXPECT_FALSE(is_same_source("github.com/acme/m?ref=v2", "git::https://github.com/acme/m.git?ref=v1"));
  EXPECT_FALSE(is_same_source("acme/logs/aws//a", "acme/logs/aws//b"));
}

TEST(ModuleMaps, FindCallsBeforeSourcesAndExactSourcesBeforePackages) {
  ModuleMap map;
  map.add("acme/logs/aws", "/package");
  map.add("acme/logs/aws//modules/a", "/folder");
  map.add("git::https://example.com/m.git", "/any");
  map.add("module.x.module.y", "/call");
  EXPECT_EQ(map.find("module.x", "acme/logs/aws"), "/package");
  EXPECT_EQ(map.find("module.x", "acme/logs/aws//modules/a"), "/folder");
  EXPECT_EQ(map.find("module.x", "acme/logs/aws//modules/b"), "/package/modules/b");
  EXPECT_EQ(map.find("module.x", "git::https://example.com/m.git//b?ref=v1"), "/any/b");
  EXPECT_EQ(map.find("module.x.module.y", "acme/logs/aws"), "/call");
  EXPECT_EQ(map.find("module.x", "acme/other/aws"), std::nullopt);
}

TEST(InstalledModules, AreEvaluatedAsCallsAndNotByThemselves) {
  const TemporaryFolder folder;
  folder.write("main.tf", kCall);
  folder.write(
      ".terraform/modules/modules.json",
      R"({"Modules":[{"Key":"","Source":"","Dir":"."},)"
      R"({"Key":"logs","Source":"registry.terraform.io/acme/logs/aws","Version":"1.0.0","Dir":".terraform/modules/logs"},)"
      R"({"Key":"logs.inner","Source":"registry.terraform.io/acme/inner/aws","Dir":".terraform/modules/logs.inner"}]})");
  folder.write(".terraform/modules/logs/main.tf",
               std::string(kModule) +
                   "module \"inner\" {\n  source = \"acme/inner/aws\"\n}\nmodule \"local\" "
                   "{\n  source = \"./local\"\n}\n");
  folder.write(".terraform/modules/logs/local/main.tf", "resource \"aws_iam_user\" \"l\" {}\n");
  folder.write(".terraform/modules/logs.inner/main.tf", "resource \"aws_iam_user\" \"i\" {}\n");
  folder.write(".terraform/modules/unused/main.tf", "resource \"aws_iam_user\" \"x\" {}\n");
  EXPECT_EQ(evaluated({folder.path()}),
            (Strings{"module.logs.aws_iam_user.u ann", "module.logs.module.inner.aws_iam_user.i",
                     "module.logs.module.local.aws_iam_user.l"}));
}

TEST(InstalledModules, OfAnotherSourceOrOutsideTheRootsAreNotUsed) {
  const TemporaryFolder folder;
  folder.write("root/main.tf", kCall);
  folder.write("elsewhere/main.tf", kModule);
  folder.write("root/old/main.tf", kModule);
  folder.write(
      "root/.terraform/modules/modules.json",
      R"({"Modules":[{"Key":"logs","Source":"registry.terraform.io/acme/logs/aws","Dir":"../elsewhere"}]})");
  EXPECT_EQ(evaluated({folder.path() / "root"}), (Strings{"module.logs ann", "aws_iam_user.u ?"}));
  folder.write("root/.terraform/modules/modules.json",
               R"({"Modules":[{"Key":"logs","Source":"registry.terraform.io/acme/old/aws","Dir":"old"}]})");
  EXPECT_EQ(evaluated({folder.path() / "root"}), (Strings{"module.logs ann", "aws_iam_user.u ?"}));
}

TEST(ModuleMaps, LeadOutOfTheScannedFolders) {
  const TemporaryFolder folder;
  folder.write("root/main.tf", kCall);
  folder.write("elsewhere/main.tf", kModule);
  const std::string elsewhere = (folder.path() / "elsewhere").string();
  EXPECT_EQ(evaluated({folder.path() / "root"}, {{"acme/logs/aws", elsewhere}}),
            Strings{"module.logs.aws_iam_user.u ann"});
  EXPECT_EQ(evaluated({folder.path() / "root"}, {{"module.logs", elsewhere}}),
            Strings{"module.logs.aws_iam_user.u ann"});
  EXPECT_EQ(evaluated({folder.path() / "root"}, {{"acme/logs/aws", elsewhere + "/none"}}),
            Strings{"--module-map acme/logs/aws: " + elsewhere + "/none is no directory"});
}

TEST(Templates, ThatTerraformFillsInAreNoJsonBeforeThat) {
  const std::string policy =
      R"({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": ${jsonencode(who)},)"
      R"( "Action": "kms:*", "Resource": "*"}]})";
  const auto problems = [&policy](const std::string& main) {
    const TemporaryFolder folder;
    folder.write("main.tf", main);
    folder.write("key.json", policy);
    ProjectOptions options;
    options.paths = {folder.path().string()};
    Project project(std::move(options));
    EXPECT_FALSE(project.load());
    return project.problems().size();
  };
  EXPECT_EQ(problems("locals {\n  policy = templatefile(\"${path.module}/key.json\", { who = \"*\" })\n}\n"
                     "output \"policy\" {\n  value = local.policy\n}\n"),
            0U);
  EXPECT_EQ(problems("output \"policy\" {\n  value = 1\n}\n"), 1U);
}

}  // namespace
}  // namespace rootproof::engine
