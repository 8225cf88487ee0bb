// What a root module is given: variables in Terraform's order, and the files that each tool reads. The
// expectations are what terraform 1.11 prints.
#include <gtest/gtest.h>

#include "analyzer/engine/project.h"
#include "tests/unit/engine/temporary_folder.h"

namespace rootproof::engine {
namespace {

using tests::TemporaryFolder;
using value::Value;

class Inputs : public ::testing::Test {
 protected:
  /// The output "x" of the folder; unknown when there is none.
  Value output() {
    options_.paths = {folder_.path().string()};
    project_.emplace(options_);
    error_ = project_->load().value_or("");
    for (const EvaluatedUnit& unit : project_->units()) {
      for (const Resource& resource : unit.resources) {
        if (resource.address == "output.x") return *resource.properties.find("value");
      }
    }
    return Value::unknown({value::ReasonKind::invalid, "no output", {}});
  }

  [[nodiscard]] std::vector<std::string> problems(source::ProblemKind kind) const {
    std::vector<std::string> messages;
    for (const source::Problem& problem : project_->problems()) {
      if (problem.kind == kind) messages.push_back(problem.message);
    }
    return messages;
  }

  /// Where the errors stand.
  [[nodiscard]] std::vector<std::string> places() const {
    std::vector<std::string> places;
    for (const source::Problem& problem : project_->problems()) {
      if (problem.kind != source::ProblemKind::semantic) continue;
      const source::SourceFile& file = project_->sources().file(problem.span.file);
      const source::Location location = file.location(problem.span.begin);
      places.push_back(std::filesystem::path(file.path()).filename().string() + ":" +
                       std::to_string(location.line) + ":" + std::to_string(location.column));
    }
    return places;
  }

  void declare(const std::string& type) {
    folder_.write("main.tf", "variable \"v\" {\n" + (type.empty() ? "" : "  type = " + type + "\n") +
                                 "}\noutput \"x\" {\n  value = var.v\n}\n");
  }

  TemporaryFolder folder_;
  ProjectOptions options_;
  std::optional<Project> project_;
  std::string error_;
};

TEST_F(Inputs, LaterSourcesWin) {
  declare("string");
  options_.environment = {{"v", "environment"}};
  EXPECT_EQ(output().as_string(), "environment");
  folder_.write("terraform.tfvars", "v = \"terraform.tfvars\"\n");
  EXPECT_EQ(output().as_string(), "terraform.tfvars");
  folder_.write("terraform.tfvars.json", R"({"v":"terraform.tfvars.json"})");
  EXPECT_EQ(output().as_string(), "terraform.tfvars.json");
  folder_.write("a.auto.tfvars", "v = \"a\"\n");
  EXPECT_EQ(output().as_string(), "a");
  folder_.write("b.auto.tfvars.json", R"({"v":"b"})");
  EXPECT_EQ(output().as_string(), "b");
  folder_.write("c.tfvars", "v = \"file\"\n");
  EXPECT_EQ(output().as_string(), "b");
  const std::string file = (folder_.path() / "c.tfvars").string();
  options_.variables = {{"v", "option"}, {"", file}};
  EXPECT_EQ(output().as_string(), "file");
  options_.variables = {{"", file}, {"v", "option"}};
  EXPECT_EQ(output().as_string(), "option");
}

TEST_F(Inputs, TheTypeDecidesWhetherATextIsAnExpression) {
  options_.variables = {{"v", "[1]"}};
  for (const char* type : {"", "string"}) {
    declare(type);
    EXPECT_EQ(output().as_string(), "[1]") << type;
  }
  for (const char* type : {"any", "list(number)"}) {
    declare(type);
    EXPECT_EQ(output().to_display(), "[1]") << type;
  }
  options_.variables = {{"v", "012345678901"}};
  declare("string");
  EXPECT_EQ(output().as_string(), "012345678901");
  declare("number");
  EXPECT_EQ(output().as_text(), "12345678901");
}

TEST_F(Inputs, WhatTerraformRefusesIsAProblem) {
  options_.variables = {{"v", "abc"}};
  declare("any");
  EXPECT_TRUE(output().is(Value::Kind::unknown));
  EXPECT_EQ(problems(source::ProblemKind::semantic),
            std::vector<std::string>{"the value of var.v is no constant expression"});
  declare("number");
  output();
  EXPECT_EQ(problems(source::ProblemKind::semantic),
            std::vector<std::string>{"the value given for var.v does not have the declared type"});
  declare("string");
  options_.variables = {{"w", "x"}};
  output();
  EXPECT_EQ(problems(source::ProblemKind::semantic),
            std::vector<std::string>{
                "a value for var.w is given on the command line, but no root module declares that variable"});
}

/// Terraform refuses them also where nothing uses the variable.
TEST_F(Inputs, AgainstAValidationOrATypeAreProblemsWhereTheyStand) {
  folder_.write("main.tf", R"(variable "v" {
  validation {
    condition     = contains(["dev", "prod"], var.v)
    error_message = "v is dev or prod, not ${var.v}."
  }
}
variable "n" {
  type    = number
  default = 1
  validation {
    condition     = var.n < local.limit
    error_message = "too large"
  }
}
variable "token" {
  default   = "none"
  sensitive = true
  validation {
    condition     = length(var.token) > 20
    error_message = "too short: ${var.token}"
  }
}
locals {
  limit = 10
}
)");
  const std::string refused =
      "the value given for var.v is refused by its validation: v is dev or prod, not test.";
  options_.variables = {{"v", "test"}, {"token", "geheim"}};
  output();
  EXPECT_EQ(
      problems(source::ProblemKind::semantic),
      (std::vector<std::string>{"the value given for var.token is refused by its validation", refused}));
  // A report quotes the line, so that a sensitive value is reported where its variable is declared.
  EXPECT_EQ(places(), (std::vector<std::string>{"main.tf:15:1", "--var v:1:1"}));
  options_.variables = {{"v", "dev"}, {"n", "x"}};
  output();
  EXPECT_EQ(places(), std::vector<std::string>{"--var n:1:1"});
  options_.variables = {{"v", "dev"}, {"n", "9"}};
  output();
  EXPECT_TRUE(places().empty());
  options_.variables.clear();
  options_.environment = {{"n", "11"}};
  output();
  EXPECT_EQ(places(), std::vector<std::string>{"TF_VAR_n:1:1"});
  options_.environment.clear();
  folder_.write("a.auto.tfvars", "\n  v = \"test\"\n");
  output();
  EXPECT_EQ(problems(source::ProblemKind::semantic), std::vector<std::string>{refused});
  EXPECT_EQ(places(), std::vector<std::string>{"a.auto.tfvars:2:3"});
}

TEST_F(Inputs, OfFilesWithoutAVariableAreNotices) {
  declare("string");
  folder_.write("terraform.tfvars", "w = 1\n");
  options_.environment = {{"z", "x"}};
  output();
  EXPECT_EQ(problems(source::ProblemKind::semantic).size(), 0U);
  EXPECT_EQ(problems(source::ProblemKind::notice),
            std::vector<std::string>{"this root module declares no variable w"});
}

TEST_F(Inputs, TextsOfTheEnvironmentHaveNoPlace) {
  declare("list(string)");
  options_.environment = {{"v", R"(["hunter2"])"}};
  const Value list = output();
  EXPECT_EQ(list.to_display(), "[\"hunter2\"]");
  EXPECT_TRUE(list.items()[0].text_span(0, 7).empty());
  for (std::size_t i = 0; i < project_->sources().size(); ++i) {
    const source::SourceFile& file = project_->sources().file(static_cast<source::FileId>(i));
    EXPECT_EQ(file.text().find("hunter2"), std::string_view::npos) << file.path();
  }
}

TEST_F(Inputs, JsonConfigurationsAreModules) {
  folder_.write("main.tf.json",
                R"j({"variable":{"v":{"type":"list(string)"}},"output":{"x":{"value":"${var.v}"}}})j");
  options_.variables = {{"v", "[\"a\"]"}};
  EXPECT_EQ(output().to_display(), "[\"a\"]");
  EXPECT_TRUE(problems(source::ProblemKind::semantic).empty());
}

/// The values of output "x" for each tool.
std::vector<std::pair<Tool, std::string>> outputs(const TemporaryFolder& folder) {
  ProjectOptions options;
  options.paths = {folder.path().string()};
  Project project(options);
  EXPECT_FALSE(project.load());
  std::vector<std::pair<Tool, std::string>> result;
  for (std::size_t i = 0; i < project.units().size(); ++i) {
    for (const Resource& resource : project.units()[i].resources)
      result.emplace_back(project.tool_of(i), resource.properties.find("value")->to_display());
  }
  return result;
}

std::string output_of(const std::string& text) { return "output \"x\" {\n  value = " + text + "\n}\n"; }

using Outputs = std::vector<std::pair<Tool, std::string>>;

TEST(Tools, ReadTheSameWithoutTofuFiles) {
  const TemporaryFolder folder;
  folder.write("main.tf", output_of("1"));
  EXPECT_EQ(outputs(folder), (Outputs{{Tool::any, "1"}}));
}

TEST(Tools, AreEvaluatedApartWhereTheyReadDifferentFiles) {
  const TemporaryFolder folder;
  folder.write("main.tf", output_of("1"));
  folder.write("main.tofu", output_of("2"));
  EXPECT_EQ(outputs(folder), (Outputs{{Tool::terraform, "1"}, {Tool::opentofu, "2"}}));
}

TEST(Tools, HideTheTwinOfTheSameSyntaxOnly) {
  const TemporaryFolder folder;
  folder.write("main.tf", output_of("local.a"));
  folder.write("a.tf.json", R"({"locals":{"a":1}})");
  folder.write("a.tofu.json", R"({"locals":{"a":2}})");
  EXPECT_EQ(outputs(folder), (Outputs{{Tool::terraform, "1"}, {Tool::opentofu, "2"}}));
}

TEST(Tools, DifferThroughCalledModules) {
  const TemporaryFolder folder;
  folder.write("main.tf", "module \"m\" {\n  source = \"./m\"\n}\n" + output_of("module.m.x"));
  folder.write("m/main.tf", output_of("1"));
  folder.write("m/main.tofu", output_of("2"));
  EXPECT_EQ(outputs(folder), (Outputs{{Tool::terraform, "1"}, {Tool::opentofu, "2"}}));
}

TEST(Tools, OnlyTofuFilesAreForBoth) {
  const TemporaryFolder folder;
  folder.write("main.tofu", output_of("2"));
  EXPECT_EQ(outputs(folder), (Outputs{{Tool::any, "2"}}));
}

}  // namespace
}  // namespace rootproof::engine
