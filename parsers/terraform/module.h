#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "parsers/resource.h"
#include "parsers/syntax/hcl_ast.h"
#include "parsers/terraform/functions.h"

namespace rootproof::terraform {

/// The parsed files of one module directory, in name order.
struct ModuleDirectory {
  std::string path;                     ///< display path of the directory
  std::vector<const hcl::File*> files;  ///< *.tf and *.tofu, native or JSON
  bool incomplete = false;              ///< has files that were not read: what is missing may stand there
  std::string unread_override = {};     ///< the one of them that changes what the others declare
};

/// How the evaluator reaches other directories and files. Returns nullptr (or nullopt) for anything outside
/// the roots.
struct ModuleLoader {
  std::function<const ModuleDirectory*(const std::string& directory)> directory;
  /// A module that is called by another source than a local path: by the names of the calls that lead to it
  /// and the source as written ("" when it is computed). May be empty.
  std::function<const ModuleDirectory*(const std::vector<std::string>& call_path, const std::string& source)>
      installed;
  /// Text of a regular file below the scanned roots for file() and templatefile().
  FileReader file;
  /// What lies in a folder below the scanned roots, for fileset(). May be empty.
  FolderReader folder;
};

/// What a plan of the root module knows beyond its files.
struct PlanKnowledge {
  std::map<std::string, value::Value> variables;  ///< of the root module
  std::map<std::string, value::Value> data;       ///< attributes of data sources that were read, by address
  std::map<std::string, std::string> accounts;    ///< ids by account symbol
};

struct ModuleInputs {
  /// Variable files, --var and --var-file, already parsed; later ones win.
  std::vector<std::pair<std::string, value::Value>> variables;
  std::map<std::string, source::Span> given_at;  ///< where the last value of each stands, for messages
  std::string workspace = "default";
  /// Resources get all their arguments; otherwise those that rules ask for (read_by_rules) or that may hold a
  /// policy document (may_hold_policy).
  bool everything = true;
  /// A variable that no file declares is a mistake, as for Terraform; otherwise another tool declares it.
  bool refuse_undeclared = false;
  PlanKnowledge plan;
};

/// The type of a resource of kind policy_file that is a data.aws_iam_policy_document of a root module with
/// principals, to which nothing but outputs refers.
inline constexpr std::string_view kUnusedDocumentType = "data.aws_iam_policy_document";

/// Directories that the modules of `directory` call by local path, for finding root modules.
[[nodiscard]] std::vector<std::string> called_directories(const ModuleDirectory& directory);

/// The sources of its other module calls, as far as they are literal.
[[nodiscard]] std::vector<std::string> foreign_sources(const ModuleDirectory& directory);

/// Evaluates a root module with everything it calls that is on disk. Never throws.
[[nodiscard]] EvaluatedUnit evaluate_module(const ModuleDirectory& root, const ModuleLoader& loader,
                                            const ModuleInputs& inputs);

/// Evaluates expressions in the context of a root module, as `terraform console` does. What one of them
/// needed is kept for the next.
class ModuleExpressions {
 public:
  /// `root` and what the loader reaches must outlive this.
  ModuleExpressions(const ModuleDirectory& root, ModuleLoader loader, ModuleInputs inputs);
  ~ModuleExpressions();
  ModuleExpressions(const ModuleExpressions&) = delete;
  ModuleExpressions& operator=(const ModuleExpressions&) = delete;

  /// The value of what hcl::parse_expression read without a Problem. Every call has all of
  /// limits::kEvaluationSteps. Never throws.
  [[nodiscard]] value::Value evaluate(const hcl::File& expression);

 private:
  struct Context;
  std::unique_ptr<Context> context_;
};

}  // namespace rootproof::terraform
