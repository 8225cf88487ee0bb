#pragma once

#include <deque>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "parsers/terraform/module.h"

namespace rootproof::terraform {

/// A block and the file it stands in.
struct Declaration {
  const hcl::File* file = nullptr;
  const hcl::Block* block = nullptr;
};

/// One local value, with its file.
struct LocalDeclaration {
  const hcl::File* file = nullptr;
  const hcl::Attribute* attribute = nullptr;
};

/// What the files of one module directory declare (terraform.md §2.1). Keys are names as references write
/// them.
struct ModuleSymbols {
  std::map<std::string, Declaration> variables;
  std::map<std::string, LocalDeclaration> locals;
  std::map<std::string, Declaration> resources;  ///< "aws_s3_bucket.logs"
  std::map<std::string, Declaration> data;       ///< "aws_iam_policy_document.logs"
  std::map<std::string, Declaration> modules;
  std::map<std::string, Declaration> outputs;
  std::vector<Declaration> providers;
  /// What other names of this module for hashicorp/aws and hashicorp/awscc mean ("Provider Requirements",
  /// local names): "aws", "awscc", or like an alias, "aws.amazon", where the usual name is in use as well and
  /// Terraform does not say which configuration it takes.
  std::map<std::string, std::string> provider_types;
  std::vector<Declaration> backends;
  std::deque<hcl::Block> merged;       ///< blocks with what override files change; declarations point here
  std::set<source::FileId> repeating;  ///< files that declare what a file before them has declared
  std::set<source::FileId> repeated;   ///< those before them
  bool recovered = false;              ///< files or parts of them are unread: what is missing may stand there
  /// An override file, or a part of it, is unread: whatever is declared may be something else.
  std::optional<value::Reason> unread_override;
};

/// Whether a file changes what others declare ("Override Files").
[[nodiscard]] bool is_override_file(std::string_view path);

/// Collects the declarations and merges override files into them in name order ("Override Files", Terraform's
/// internal/configs/module_merge.go): an argument replaces the one of its name, nested blocks replace all of
/// their type. The same name twice is a Problem, and the first one counts; an override of nothing is one,
/// too.
[[nodiscard]] ModuleSymbols collect_symbols(const ModuleDirectory& directory, source::Problems& problems);

/// "aws.west" for "amazon.west" where the module calls hashicorp/aws amazon; all other names as they are.
[[nodiscard]] std::string usual_provider_name(const ModuleSymbols& symbols, const std::string& name);

/// The local path of a module call's source, or empty when it is no literal local path.
[[nodiscard]] std::string local_source(const hcl::File& file, const hcl::Block& module_call);

/// The literal text of an attribute, or empty.
[[nodiscard]] std::string literal_text(const hcl::File& owner, const hcl::Attribute* attribute);

/// `base/path` with `.` and `..` resolved, `/`-separated.
[[nodiscard]] std::string join_path(const std::string& base, const std::string& path);

/// `path` as seen from `base`; "." for the folder itself.
[[nodiscard]] std::string relative_path(const std::string& path, const std::string& base);

}  // namespace rootproof::terraform
