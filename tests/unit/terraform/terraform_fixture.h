#pragma once

#include <deque>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "parsers/source/limits.h"
#include "parsers/source/source_file.h"
#include "parsers/syntax/hcl.h"
#include "parsers/terraform/expression.h"
#include "parsers/terraform/json_configuration.h"
#include "parsers/terraform/module.h"
#include "parsers/terraform/type.h"
#include "parsers/value/display.h"

/// Terraform texts evaluated as the tests of this folder need them.
namespace rootproof::terraform {

/// A tree of module directories from file names and texts ("main.tf", "modules/bucket/main.tf"), evaluated
/// from its top.
class TestModule {
 public:
  using Files = std::map<std::string, std::string>;

  explicit TestModule(const Files& files, const ModuleInputs& inputs = {}) {
    for (const auto& [name, text] : files) {
      const source::SourceFile& file = table_.add(name, text);
      texts_.emplace(name, &file);
      const bool json = name.ends_with(".tf.json");
      if (!name.ends_with(".tf") && !json) continue;
      const std::size_t slash = name.rfind('/');
      const std::string folder = slash == std::string::npos ? "." : name.substr(0, slash);
      if (json) syntax_.push_back(std::make_unique<syntax::ParsedSyntax>(syntax::parse_json(file)));
      hcl_.push_back(
          std::make_unique<hcl::File>(json ? read_json_configuration(*syntax_.back()) : hcl::parse(file)));
      ModuleDirectory& directory = directories_[folder];
      directory.path = folder;
      directory.files.push_back(hcl_.back().get());
    }
    ModuleLoader loader;
    loader.directory = [this](const std::string& path) -> const ModuleDirectory* {
      const auto found = directories_.find(path);
      return found == directories_.end() ? nullptr : &found->second;
    };
    loader.file = [this](const std::string& path) -> const source::SourceFile* {
      const auto found = texts_.find(std::filesystem::path(path).lexically_normal().generic_string());
      return found == texts_.end() ? nullptr : found->second;
    };
    loader.folder = [this](const std::string& path) { return folder(path); };
    unit = evaluate_module(directories_["."], loader, inputs);
  }

  explicit TestModule(const std::string& text, const ModuleInputs& inputs = {})
      : TestModule(Files{{"main.tf", text}}, inputs) {}

  TestModule(const TestModule&) = delete;
  TestModule& operator=(const TestModule&) = delete;

  [[nodiscard]] const Resource* find(const std::string& address) const {
    for (const Resource& resource : unit.resources) {
      if (resource.address == address) return &resource;
    }
    return nullptr;
  }

  /// An attribute of a resource; unknown(invalid) when there is no such thing.
  [[nodiscard]] value::Value property(const std::string& address, const std::string& name) const {
    const Resource* resource = find(address);
    const value::Value* found = resource == nullptr ? nullptr : resource->properties.find(name);
    return found == nullptr
               ? value::Value::unknown({value::ReasonKind::invalid, "no " + address + "." + name, {}})
               : *found;
  }

  /// The value of an output of the root module.
  [[nodiscard]] value::Value output(const std::string& name) const {
    return property("output." + name, "value");
  }

  /// The source text of a span.
  [[nodiscard]] std::string_view text_of(source::Span span) const { return table_.text(span); }
  /// The file a span lies in.
  [[nodiscard]] std::string path_of(source::Span span) const { return table_.file(span.file).path(); }

  [[nodiscard]] std::vector<std::string> addresses() const {
    std::vector<std::string> result;
    for (const Resource& resource : unit.resources) result.push_back(resource.address);
    return result;
  }

  EvaluatedUnit unit;

 private:
  /// What lies in a folder, as the names of the files tell.
  [[nodiscard]] std::optional<std::vector<FolderEntry>> folder(const std::string& path) const {
    std::string prefix = (std::filesystem::path(path) / "").lexically_normal().generic_string();
    if (prefix == "./" || prefix == ".") prefix.clear();
    std::map<std::string, FolderEntry::Kind> found;
    for (const auto& [name, file] : texts_) {
      if (!name.starts_with(prefix)) continue;
      const std::size_t slash = name.find('/', prefix.size());
      found[name.substr(prefix.size(), slash == std::string::npos ? slash : slash - prefix.size())] =
          slash == std::string::npos ? FolderEntry::Kind::file : FolderEntry::Kind::folder;
    }
    if (found.empty()) return std::nullopt;
    std::vector<FolderEntry> entries;
    for (const auto& [name, kind] : found) entries.push_back({name, kind});
    return entries;
  }

  source::SourceTable table_;
  std::map<std::string, const source::SourceFile*> texts_;
  std::deque<std::unique_ptr<syntax::ParsedSyntax>> syntax_;
  std::deque<std::unique_ptr<hcl::File>> hcl_;
  std::map<std::string, ModuleDirectory> directories_;
};

/// JSON text of a value; "(unknown: REASON)" when a part of it is not known.
inline std::string json_of(const value::Value& value) {
  const std::vector<value::Reason> reasons = value.reasons();
  const value::Value text = json_text(value);
  if (const std::optional<std::string> known = text.as_string()) return *known;
  if (reasons.empty()) return "(unknown)";
  return "(unknown: " + value::describe(reasons.front()) + ")";
}

/// What `terraform console` answers to jsonencode(EXPRESSION) in a module of these files: its JSON text, or
/// "(error)" for what Terraform refuses.
inline std::string console_result(const std::string& expression, TestModule::Files files = {}) {
  files["result.tf"] = "output \"result\" {\n  value = " + expression + "\n}\n";
  ModuleInputs inputs;
  inputs.refuse_undeclared = true;
  const TestModule module(files, inputs);
  const value::Value result = module.output("result");
  for (const value::Reason& reason : result.reasons()) {
    if (reason.kind == value::ReasonKind::invalid) return "(error)";
  }
  return json_of(with_texts(result));
}

}  // namespace rootproof::terraform
