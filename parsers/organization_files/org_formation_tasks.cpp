// Files of tasks of org-formation (src/build-tasks of its sources, March 2025).
#include "parsers/organization_files/org_formation_tasks.h"

#include <algorithm>
#include <array>
#include <span>
#include <utility>

#include "parsers/source/limits.h"

namespace rootproof::organization_files {

using syntax::SyntaxNode;
using value::Reason;
using value::ReasonKind;

namespace {

/// Attributes that change neither whether a template is deployed nor what is in it.
constexpr std::array<std::string_view, 17> kTemplateAttributes = {"Type",
                                                                  "Template",
                                                                  "StackName",
                                                                  "StackDescription",
                                                                  "DefaultOrganizationBinding",
                                                                  "DefaultOrganizationBindingRegion",
                                                                  "OrganizationBindings",
                                                                  "Parameters",
                                                                  "DependsOn",
                                                                  "MaxConcurrentStacks",
                                                                  "FailedStackTolerance",
                                                                  "TerminationProtection",
                                                                  "UpdateProtection",
                                                                  "Tags",
                                                                  "LogVerbose",
                                                                  "ForceDeploy",
                                                                  "TaskRoleName"};
constexpr std::array<std::string_view, 8> kIncludeAttributes = {
    "Type",       "Path",        "DependsOn", "MaxConcurrentTasks", "FailedTaskTolerance",
    "LogVerbose", "ForceDeploy", "Parameters"};

class TaskReader {
 public:
  TaskReader(const Surroundings& surroundings, const std::string& organization)
      : surroundings_(surroundings), configuration_(surroundings), organization_(organization) {}

  std::vector<TemplateTask> read(const std::vector<SyntaxNode>& files) {
    for (const SyntaxNode& file : files)
      if (names_organization(file)) read_file(file, std::nullopt, 0);
    return std::move(tasks_);
  }

 private:
  bool names_organization(const SyntaxNode& file) {
    const Entries all = configuration_.entries(file);
    return std::any_of(all.entries.begin(), all.entries.end(), [&](const Entry& entry) {
      if (!entry.value.is_mapping()) return false;
      if (configuration_.known_text(entry.value, "Type") != "update-organization") return false;
      return file_of(entry.value, "Template") == organization_;
    });
  }

  /// The path of the file that an attribute names; empty where it is not there.
  std::string file_of(const SyntaxNode& task, std::string_view attribute) {
    const std::optional<std::string> name = configuration_.known_text(task, attribute);
    const std::optional<SyntaxNode> found = name ? surroundings_.document(task.file(), *name) : std::nullopt;
    return found ? found->file().path() : std::string();
  }

  /// `doubt` is why the whole file may not be run as it is written.
  void read_file(const SyntaxNode& file, std::optional<Reason> doubt, unsigned depth) {
    if (depth > limits::kModuleDepth || ++files_ > limits::kNestedStacks) return;
    if (std::optional<Reason> block = templating_block(file.file())) doubt = std::move(block);
    const Entries all = configuration_.entries(file);
    for (const Entry& entry : all.entries) {
      if (!entry.value.is_mapping()) continue;
      const std::optional<std::string> type = configuration_.known_text(entry.value, "Type");
      if (type == "include") {
        const std::optional<std::string> path = configuration_.known_text(entry.value, "Path");
        const std::optional<SyntaxNode> next =
            path ? surroundings_.document(file.file(), *path) : std::nullopt;
        if (!next || !next->is_mapping()) continue;
        const std::optional<Reason> own = unknown_attribute(entry, kIncludeAttributes);
        read_file(*next, doubt ? doubt : own, depth + 1);
      } else if (type == "update-stacks") {
        const std::string of = file_of(entry.value, "Template");
        const std::optional<Reason> own = unknown_attribute(entry, kTemplateAttributes);
        if (!of.empty()) tasks_.push_back({entry.value, of, doubt ? doubt : own});
      }
    }
  }

  /// `Skip`, and whatever else may decide whether the task is run.
  std::optional<Reason> unknown_attribute(const Entry& task, std::span<const std::string_view> known) {
    const Entries all = configuration_.entries(task.value);
    if (!all.unknown.empty()) return all.unknown.front();
    for (const Entry& attribute : all.entries) {
      const std::string_view name = attribute.key.text();
      const bool off = name == "Skip" && configuration_.known_text(attribute.value) == "false";
      if (off || std::find(known.begin(), known.end(), name) != known.end()) continue;
      return Reason{ReasonKind::unsupported,
                    std::string(name) + " of the task " + std::string(task.key.text()), attribute.key.span()};
    }
    return std::nullopt;
  }

  const Surroundings& surroundings_;
  Configuration configuration_;
  const std::string& organization_;
  std::vector<TemplateTask> tasks_;
  std::size_t files_ = 0;
};

}  // namespace

std::vector<TemplateTask> template_tasks(const Surroundings& surroundings,
                                         const std::vector<SyntaxNode>& files,
                                         const std::string& organization) {
  return TaskReader(surroundings, organization).read(files);
}

}  // namespace rootproof::organization_files
