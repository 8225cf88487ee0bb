// Configurations of testdata/terraform/configurations against what `terraform plan` makes of them. What
// Terraform knows must be known here, and equal; what it does not know may be known.
//
// expected.json is recorded by tests/tools/record_plans.sh.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "analyzer/engine/project.h"
#include "parsers/terraform/functions.h"
#include "parsers/terraform/type.h"
#include "tests/differential/plan_expectation.h"

namespace rootproof::tests {
namespace {

namespace fs = std::filesystem;
using value::Value;

fs::path configurations() {
  return fs::path(ROOTPROOF_SOURCE_DIR) / "testdata" / "terraform" / "configurations";
}

std::vector<std::string> case_names() {
  std::vector<std::string> names;
  for (const auto& entry : fs::directory_iterator(configurations()))
    names.push_back(entry.path().filename().string());
  std::sort(names.begin(), names.end());
  return names;
}

/// What a case is planned and evaluated with.
struct Arguments {
  std::vector<std::string> variable_files;
  std::vector<std::pair<std::string, std::string>> variables;
};

Arguments arguments_of(const fs::path& folder) {
  Arguments arguments;
  if (!fs::exists(folder / "arguments.json")) return arguments;
  const Json json = Json::parse(text_of(folder / "arguments.json"));
  for (const Json& file : json.value("variable_files", Json::array()))
    arguments.variable_files.push_back(file);
  const Json variables = json.value("variables", Json::object());
  for (const auto& [name, text] : variables.items()) arguments.variables.emplace_back(name, text);
  return arguments;
}

std::string plan_options(const Arguments& arguments) {
  std::string options;
  for (const std::string& file : arguments.variable_files) options += " -var-file='" + file + "'";
  for (const auto& [name, text] : arguments.variables) options += " -var '" + name + "=" + text + "'";
  return options;
}

/// Differences between a plan and an evaluation, each with the path to it.
class Comparison {
 public:
  std::vector<std::string> differences;
  std::size_t known_here_only = 0;

  void compare(const std::string& path, const Json& planned, const Value& ours) {
    if (planned == kAfterApply) {
      if (ours.fully_known()) ++known_here_only;
      return;
    }
    if (ours.is_encoded() && !planned.is_object() && !planned.is_array())
      return compare(path, planned, terraform::with_texts(ours));
    if (planned.is_array() && ours.is(Value::Kind::list)) return compare_lists(path, planned, ours);
    if (planned.is_object() && ours.is(Value::Kind::map)) return compare_maps(path, planned, ours);
    if (!ours.fully_known()) return differ(path, "is not known here: " + ours.to_display());
    const std::optional<std::string> text = terraform::json_text(ours).as_string();
    if (!text) return differ(path, "has no JSON here");
    if (!same(path, planned, Json::parse(*text))) differ(path, planned.dump() + " is here " + *text);
  }

 private:
  void differ(const std::string& path, const std::string& what) { differences.push_back(path + ": " + what); }

  /// The provider writes the documents of resources anew before it compares them: their content counts.
  static bool same(const std::string& path, const Json& planned, const Json& ours) {
    if (planned == ours) return true;
    if (path.find("resources.") != 0 || !planned.is_string() || !ours.is_string()) return false;
    const Json left = Json::parse(planned.get<std::string>(), nullptr, false);
    const Json right = Json::parse(ours.get<std::string>(), nullptr, false);
    return left.is_object() && !right.is_discarded() && nlohmann::json(left) == nlohmann::json(right);
  }

  static bool equal(const std::string& path, const Json& planned, const Value& ours) {
    Comparison inner;
    inner.compare(path, planned, ours);
    return inner.differences.empty();
  }

  /// Blocks that the provider keeps as a set come in another order.
  void compare_lists(const std::string& path, const Json& planned, const Value& ours) {
    if (planned.size() != ours.items().size())
      return differ(path, planned.dump() + " is here " + ours.to_display());
    std::vector<std::size_t> left(planned.size());
    for (std::size_t i = 0; i < left.size(); ++i) left[i] = i;
    const bool blocks = !planned.empty() && planned[0].is_object() && path.find("resources.") == 0;
    for (std::size_t i = 0; i < ours.items().size(); ++i) {
      const auto same_place = std::find(left.begin(), left.end(), i);
      const auto equal_one = std::find_if(left.begin(), left.end(), [&](std::size_t each) {
        return blocks && equal(path, planned[each], ours.items()[i]);
      });
      const auto in_order = same_place != left.end() ? same_place : left.begin();
      const auto chosen = equal_one != left.end() ? equal_one : in_order;
      compare(path + "[" + std::to_string(i) + "]", planned[*chosen], ours.items()[i]);
      left.erase(chosen);
    }
  }

  void compare_maps(const std::string& path, const Json& planned, const Value& ours) {
    for (const auto& [key, part] : planned.items()) {
      const Value* found = ours.find(key);
      if (found != nullptr) {
        compare(path + "." + key, part, *found);
      } else if (!is_provider_default(path, part)) {
        differ(path + "." + key, part.dump() + " is missing here");
      }
    }
    for (const value::Member& member : ours.members()) {
      if (!planned.contains(member.key)) differ(path + "." + member.key, "is not in the plan");
    }
  }

  /// What a provider adds to a block: nothing, in one of its types.
  static bool is_provider_default(const std::string& path, const Json& value) {
    if (path.find("resources.") != 0) return false;
    return value.is_null() || value.empty() || value == "" || value == false || value == 0 ||
           value == kAfterApply;
  }
};

class Plan : public testing::TestWithParam<std::string> {
 protected:
  [[nodiscard]] fs::path folder() const { return configurations() / GetParam(); }

  /// Evaluates the case and holds it against what was planned.
  void expect_agreement(const Json& planned) const {
    const Arguments arguments = arguments_of(folder());
    engine::ProjectOptions options;
    options.paths = {folder().string()};
    for (const std::string& file : arguments.variable_files)
      options.variables.push_back({{}, (folder() / file).string()});
    for (const auto& [name, text] : arguments.variables) options.variables.push_back({name, text});
    engine::Project project(std::move(options));
    const auto error = project.load();
    ASSERT_FALSE(error) << *error;
    ASSERT_EQ(project.units().size(), 1U);
    const EvaluatedUnit& unit = project.units().front();
    for (const source::Problem& problem : unit.problems)
      EXPECT_EQ(problem.kind, source::ProblemKind::notice) << problem.message;
    expect_resources(planned, unit);
  }

 private:
  /// gaps.txt of a case lists what Terraform knows and we leave unknown, each under its reason. A gap that is
  /// none any more is a difference too.
  [[nodiscard]] std::vector<std::string> without_gaps(std::vector<std::string> differences) const {
    std::istringstream lines(fs::exists(folder() / "gaps.txt") ? text_of(folder() / "gaps.txt") : "");
    for (std::string gap; std::getline(lines, gap);) {
      if (gap.empty() || gap.front() == '#') continue;
      const auto unknown = std::find_if(differences.begin(), differences.end(), [&](const std::string& each) {
        return each.starts_with(gap + ": is not known here");
      });
      if (unknown == differences.end()) {
        differences.push_back(gap + ": is no gap any more");
      } else {
        differences.erase(unknown);
      }
    }
    return differences;
  }

  void expect_resources(const Json& planned, const EvaluatedUnit& unit) const {
    Comparison comparison;
    std::size_t outputs = 0;
    std::size_t resources = 0;
    for (const Resource& resource : unit.resources) {
      if (resource.kind == ResourceKind::provider || resource.kind == ResourceKind::backend) continue;
      EXPECT_FALSE(resource.may_be_absent) << resource.address;
      if (resource.type == terraform::kUnusedDocumentType)
        continue;  // a data source, whose output is compared
      if (resource.type == "output") {
        const std::string name = resource.address.substr(std::string_view("output.").size());
        ASSERT_TRUE(planned["outputs"].contains(name)) << name;
        comparison.compare("outputs." + name, planned["outputs"][name], *resource.properties.find("value"));
        ++outputs;
        continue;
      }
      ASSERT_TRUE(planned["resources"].contains(resource.address)) << resource.address;
      comparison.compare("resources." + resource.address, planned["resources"][resource.address],
                         resource.properties);
      ++resources;
    }
    EXPECT_EQ(outputs, planned["outputs"].size());
    EXPECT_EQ(resources, planned["resources"].size());
    for (const std::string& difference : without_gaps(comparison.differences)) ADD_FAILURE() << difference;
    RecordProperty("known_here_only", static_cast<int>(comparison.known_here_only));
  }
};

TEST_P(Plan, AgreesWithTheRecordedOne) {
  const Json expected = Json::parse(text_of(folder() / "expected.json"), nullptr, false);
  ASSERT_TRUE(expected.is_object()) << "record it with tests/tools/record_plans.sh";
  expect_agreement(expected);
}

TEST_P(Plan, AgreesWithTerraform) {
  if (const std::string why = why_no_terraform(); !why.empty()) GTEST_SKIP() << why;
  const bool needs_provider = text_of(folder() / "main.tf").find("provider \"aws\"") != std::string::npos;
  if (needs_provider && provider_mirror().empty())
    GTEST_SKIP() << "ROOTPROOF_PROVIDER_MIRROR names no folder with the provider hashicorp/aws";
  const auto planned = plan(folder(), plan_options(arguments_of(folder())));
  ASSERT_TRUE(planned) << "terraform refuses this configuration";
  if (std::getenv("ROOTPROOF_RECORD_PLANS") != nullptr)
    std::ofstream(folder() / "expected.json") << planned->dump(2) << "\n";
  expect_agreement(*planned);
}

INSTANTIATE_TEST_SUITE_P(Configurations, Plan, testing::ValuesIn(case_names()),
                         [](const auto& instance) { return instance.param; });

}  // namespace
}  // namespace rootproof::tests
