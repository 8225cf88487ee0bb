#include "analyzer/engine/organization_files.h"

#include <algorithm>
#include <filesystem>
#include <map>
#include <set>
#include <string_view>
#include <system_error>
#include <utility>

namespace rootproof::engine {
namespace {

namespace fs = std::filesystem;
using organization_files::Format;
using syntax::SyntaxNode;

/// A document that may hold a part of an org-formation organization.
struct Document {
  SyntaxNode node;
  fs::path folder;
};

/// The documents of the organizations to which each document belongs: those in the nearest folder at or above
/// its own. Where there is none, all of them for templates of org-formation, and none for others.
std::vector<std::size_t> owners_of(const Document& document, const std::vector<Document>& organizations,
                                   bool surely_of_one) {
  std::vector<std::size_t> nearest;
  std::size_t depth = 0;
  for (std::size_t i = 0; i < organizations.size(); ++i) {
    const fs::path& folder = organizations[i].folder;
    if (folder.empty() || !is_within(document.folder, folder)) continue;
    const std::size_t size = folder.native().size();
    if (size > depth) nearest.clear();
    if (size < depth) continue;
    depth = size;
    nearest.push_back(i);
  }
  if (nearest.empty() && surely_of_one)
    for (std::size_t i = 0; i < organizations.size(); ++i) nearest.push_back(i);
  return nearest;
}

bool may_hold_policies(const SyntaxNode& document) {
  return document.file().text().find("::Organizations::Policy") != std::string_view::npos;
}

class Files {
 public:
  Files(const std::vector<ParsedFile>& files, const organization_files::Surroundings& surroundings)
      : surroundings_(surroundings) {
    for_each_document(files, [this](const ParsedFile&, Document document) {
      switch (organization_files::format_of(document.node)) {
        case Format::none:
          return;
        case Format::org_formation:
          return organizations_.push_back(std::move(document));
        case Format::landing_zone_accelerator:
          return landing_zones_.push_back(std::move(document));
      }
    });
    drop_repeated();
    for_each_document(files, [this](const ParsedFile&, Document document) {
      if (brings_organization(document.node)) organizations_.push_back(std::move(document));
    });
    if (organizations_.empty()) return;
    for_each_document(files, [this](const ParsedFile&, const Document& document) {
      if (organization_files::deploys_organization(document.node)) tasks_.push_back(document.node);
    });
    for_each_document(files, [this](const ParsedFile& file, Document document) {
      const bool own = organization_files::is_org_formation_template(document.node);
      if ((!own && file.source->kind != source::FileKind::cloudformation) ||
          !may_hold_policies(document.node))
        return;
      (own ? templates_ : others_).push_back(std::move(document));
    });
    for (const Document& each : templates_)
      for (const std::size_t owner : owners_of(each, organizations_, true))
        deployed_[owner].templates.push_back(each.node);
    for (const Document& each : others_)
      for (const std::size_t owner : owners_of(each, organizations_, false))
        deployed_[owner].elsewhere.push_back(each.node);
    for (std::size_t i = 0; i < organizations_.size(); ++i) deployed_[i].tasks = tasks_;
    for (const ParsedFile& file : files) note_unread(file);
  }

  [[nodiscard]] std::vector<EvaluatedUnit> evaluate() {
    std::vector<EvaluatedUnit> units;
    for (std::size_t i = 0; i < organizations_.size(); ++i)
      units.push_back(
          organization_files::read_org_formation(organizations_[i].node, surroundings_, deployed_[i]));
    for (const Document& each : landing_zones_)
      units.push_back(organization_files::read_landing_zone(each.node, surroundings_));
    return units;
  }

 private:
  /// Whether a template includes an organization that is in no document of its own and that no other template
  /// brought before.
  bool brings_organization(const SyntaxNode& document) {
    if (organization_files::format_of(document) != Format::none) return false;
    const std::optional<source::FileId> file = file_of_included(document);
    return file && !holds_organization(*file) && included_.insert(*file).second;
  }

  /// Of organizations that are one, because documents include it, one is kept.
  void drop_repeated() {
    std::vector<Document> kept;
    for (const Document& each : organizations_) {
      const std::optional<source::FileId> file = file_of_included(each.node);
      const bool by_another = file && *file != each.node.file().id();
      const bool repeated = by_another && (holds_organization(*file) || !included_.insert(*file).second);
      if (!repeated) kept.push_back(each);
    }
    organizations_ = std::move(kept);
  }

  /// Whether one of the organizations is a document of the file.
  [[nodiscard]] bool holds_organization(source::FileId file) const {
    return std::any_of(organizations_.begin(), organizations_.end(),
                       [file](const Document& each) { return each.node.file().id() == file; });
  }

  /// The file from which a document includes its organization.
  [[nodiscard]] std::optional<source::FileId> file_of_included(const SyntaxNode& document) const {
    const std::optional<SyntaxNode> include = organization_files::included_organization(document);
    const std::optional<SyntaxNode> included =
        include ? surroundings_.document(include->file(), std::string(include->text())) : std::nullopt;
    if (!included || !included->is_mapping()) return std::nullopt;
    return included->file().id();
  }

  template <class Act>
  static void for_each_document(const std::vector<ParsedFile>& files, const Act& act) {
    for (const ParsedFile& file : files) {
      if (!file.syntax) continue;
      const syntax::SyntaxTree& tree = file.syntax->tree;
      const fs::path folder = file.path.empty() ? fs::path() : fs::path(file.path).parent_path();
      for (std::size_t d = 0; d < tree.documents(); ++d) act(file, Document{tree.document(d), folder});
    }
  }

  /// A template with an error may hold policies that are attached here.
  void note_unread(const ParsedFile& file) {
    if (!file.syntax || file.syntax->complete ||
        file.source->text().find("2010-09-09-OC") == std::string_view::npos)
      return;
    const source::Span span =
        file.syntax->problems.empty() ? file.source->whole() : file.syntax->problems.front().span;
    for (std::size_t i = 0; i < organizations_.size(); ++i)
      deployed_[i].unread.push_back(
          {value::ReasonKind::parse_error, file.source->path() + ", which cannot be read", span});
  }

  const organization_files::Surroundings& surroundings_;
  std::set<source::FileId> included_;  ///< files that hold organizations of templates
  std::vector<Document> organizations_;
  std::vector<Document> landing_zones_;
  std::vector<Document> templates_;
  std::vector<Document> others_;
  std::vector<SyntaxNode> tasks_;  ///< files of tasks that deploy organizations
  std::map<std::size_t, organization_files::Deployed> deployed_;  ///< by organization
};

}  // namespace

std::vector<EvaluatedUnit> evaluate_organization_files(const std::vector<ParsedFile>& files,
                                                       const organization_files::Surroundings& surroundings) {
  return Files(files, surroundings).evaluate();
}

namespace {

/// A policy of a resource, in which something waits to be filled in.
bool holds_placeholder_of_resource_policy(std::string_view text) {
  return text.find("\"Principal\"") != std::string_view::npos && text.find("${") != std::string_view::npos;
}

}  // namespace

void apply_landing_zones(
    const std::vector<ParsedFile>& files, const organization_files::Surroundings& surroundings,
    const std::function<fs::path(const source::SourceFile&, const std::string&)>& named_file,
    std::vector<EvaluatedUnit>& units) {
  std::map<std::string_view, EvaluatedUnit*> policies;
  for (EvaluatedUnit& unit : units)
    if (unit.resources.size() == 1 && unit.resources.front().kind == ResourceKind::policy_file)
      policies.emplace(unit.name, &unit);
  if (policies.empty()) return;
  for (const ParsedFile& file : files) {
    if (!file.syntax || file.path.empty() || file.syntax->tree.documents() == 0) continue;
    const SyntaxNode document = file.syntax->tree.document(0);
    if (organization_files::format_of(document) != Format::landing_zone_accelerator) continue;
    const auto found = organization_files::resource_policy_files(document, surroundings);
    std::set<fs::path> endpoints;
    for (const std::string& name : found.endpoints) endpoints.insert(named_file(*file.source, name));
    const fs::path folder = fs::path(file.path).parent_path();
    for (const ParsedFile& policy : files) {
      const auto unit = policies.find(policy.source->path());
      if (unit == policies.end() || policy.path.empty() || !is_within(policy.path, folder)) continue;
      Resource& resource = unit->second->resources.front();
      if (endpoints.contains(policy.path))
        unit->second->resources.clear();
      else if (holds_placeholder_of_resource_policy(policy.source->text()))
        resource.properties = found.read(*policy.source);
    }
  }
}

bool is_description(const ParsedFile& file, const std::string& organization) {
  std::error_code error;
  return !organization.empty() && fs::equivalent(file.path, organization, error);
}

}  // namespace rootproof::engine
