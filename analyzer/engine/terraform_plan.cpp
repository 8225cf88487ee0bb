// Terraform plans: the one given with --plan, which is read together with the root module it was made from,
// and those found among the files.
#include "parsers/terraform/plan.h"

#include <algorithm>
#include <iterator>
#include <system_error>
#include <utility>

#include "analyzer/engine/deployed_templates.h"
#include "analyzer/engine/project.h"
#include "analyzer/engine/read_file.h"
#include "parsers/source/limits.h"
#include "parsers/terraform/module_symbols.h"

namespace rootproof::engine {
namespace {

namespace fs = std::filesystem;

/// The names of the blocks that a directory declares, as planned_blocks() gives those of a plan.
std::set<std::string> declared_blocks(const terraform::ModuleDirectory& directory) {
  source::Problems ignored;
  const terraform::ModuleSymbols symbols = terraform::collect_symbols(directory, ignored);
  std::set<std::string> blocks;
  for (const auto& [name, block] : symbols.resources) blocks.insert(name);
  for (const auto& [name, block] : symbols.data) blocks.insert("data." + name);
  for (const auto& [name, block] : symbols.modules) blocks.insert("module." + name);
  return blocks;
}

std::size_t shared_blocks(const std::set<std::string>& left, const std::set<std::string>& right) {
  std::vector<std::string> both;
  std::set_intersection(left.begin(), left.end(), right.begin(), right.end(), std::back_inserter(both));
  return both.size();
}

}  // namespace

/// Reads the file of --plan before all others: it is then no file of the scan by itself.
std::optional<std::string> Project::read_plan() {
  if (options_.plan.empty()) return std::nullopt;
  const FileBytes bytes = read_file(options_.plan, limits::kFileBytes);
  if (!bytes.error.empty()) return options_.plan + ": " + bytes.error;
  if (bytes.bytes.starts_with("PK"))
    return options_.plan +
           ": this is the plan file itself; --plan takes what terraform show -json makes of it";
  std::error_code error;
  fs::path real = fs::canonical(options_.plan, error);
  if (error) real.clear();
  ParsedFile& file = add_file(real, real.empty() ? options_.plan : display_path(real), bytes.bytes, true);
  if (const source::Problem* problem = file.source->problem()) return options_.plan + ": " + problem->message;
  file.syntax = std::make_unique<syntax::ParsedSyntax>(syntax::parse_json(*file.source));
  file.source->kind = source::FileKind::terraform_plan;
  if (!file.syntax->complete || file.syntax->tree.documents() == 0) {
    const source::Problems& problems = file.syntax->problems;
    return options_.plan + ": " +
           (problems.empty() ? "the file is empty" : "this is no JSON: " + problems.front().message) +
           "; --plan takes what terraform show -json PLANFILE prints";
  }
  const std::string refused = terraform::why_not_a_plan(file.syntax->tree.document(0));
  if (!refused.empty()) return options_.plan + ": " + refused;
  plan_ = files_.size() - 1;
  return std::nullopt;
}

/// The root module that the plan was made from: the one that shares most blocks with it. None when the plan
/// shares none with any.
std::optional<std::string> Project::find_planned_root(const std::vector<PlannableRoot>& roots,
                                                      std::optional<std::size_t>& found) const {
  if (!plan_) return std::nullopt;
  const std::set<std::string> planned = terraform::planned_blocks(files_[*plan_].syntax->tree.document(0));
  std::size_t most = 0;
  std::vector<std::size_t> best;
  for (std::size_t i = 0; i < roots.size(); ++i) {
    if (!roots[i].requested) continue;
    const std::set<std::string> declared = declared_blocks(*roots[i].directory);
    const std::size_t both = shared_blocks(planned, declared);
    // Of two that share as many, one that is the same throughout is meant.
    const std::size_t score = 2 * both + (planned == declared ? 1 : 0);
    if (both == 0 || score < most) continue;
    if (score > most) best.clear();
    most = score;
    best.push_back(i);
  }
  if (best.size() > 1) {
    std::string names;
    for (const std::size_t i : best) names += (names.empty() ? "" : ", ") + roots[i].directory->path;
    return "--plan " + options_.plan + " fits several root modules: " + names +
           "; give the one it was made from as PATH";
  }
  if (!best.empty()) found = best.front();
  return std::nullopt;
}

syntax::SyntaxNode Project::plan_document() const { return files_[*plan_].syntax->tree.document(0); }

EvaluatedUnit Project::evaluate_plan_alone(const ParsedFile& file) {
  EvaluatedUnit unit = terraform::evaluate_plan(file.syntax->tree.document(0));
  std::set<source::FileId> files;  // a plan holds texts, and names no files
  add_deployed_templates(unit, files);
  return unit;
}

void Project::hide_secrets_of_plans() {
  for (ParsedFile& file : files_) {
    const bool plan = file.source->kind == source::FileKind::terraform_plan;
    if (plan && file.syntax && file.syntax->tree.documents() > 0)
      terraform::hide_sensitive_values(file.syntax->tree.document(0), *file.source);
  }
}

}  // namespace rootproof::engine
