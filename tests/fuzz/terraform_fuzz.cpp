// Any bytes as a Terraform configuration. NUL bytes part them into files: main.tf, terraform.tfvars, the
// main.tf of a module "./m", and "t.tpl", which file() and templatefile() find. What begins with a bracket is
// read as JSON syntax. Everything that comes out is looked at.
#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "parsers/source/limits.h"
#include "parsers/syntax/hcl.h"
#include "parsers/terraform/expression.h"
#include "parsers/terraform/json_configuration.h"
#include "parsers/terraform/module.h"
#include "tests/fuzz/evaluation_invariants.h"

namespace {

using rootproof::source::SourceFile;
using rootproof::source::SourceTable;

/// The files of one input.
class Configuration {
 public:
  explicit Configuration(std::string_view bytes) {
    static constexpr std::array<const char*, 4> kNames = {"main.tf", "terraform.tfvars", "m/main.tf",
                                                          "t.tpl"};
    for (const char* name : kNames) {
      const std::size_t end = std::min(bytes.find('\0'), bytes.size());
      files_.push_back(&table_.add(name, bytes.substr(0, end)));
      bytes.remove_prefix(std::min(end + 1, bytes.size()));
    }
    add_directory(".", *files_[0]);
    add_directory("m", *files_[2]);
  }

  void evaluate_and_inspect() {
    const auto root = directories_.find(".");
    if (root == directories_.end()) return;
    rootproof::terraform::ModuleLoader loader;
    loader.directory = [this](const std::string& path) -> const rootproof::terraform::ModuleDirectory* {
      const auto found = directories_.find(path);
      return found == directories_.end() ? nullptr : &found->second;
    };
    loader.file = [this](const std::string& path) -> const SourceFile* {
      return path == "t.tpl" && files_[3]->problem() == nullptr ? files_[3] : nullptr;
    };
    rootproof::fuzz::inspect(evaluate_module(root->second, loader, inputs()), table_);
  }

 private:
  const rootproof::hcl::File& parse(const SourceFile& file) {
    const std::size_t first = file.text().find_first_not_of(" \t\r\n");
    const bool json =
        first != std::string_view::npos && (file.text()[first] == '{' || file.text()[first] == '[');
    if (json) {
      syntax_.push_back(
          std::make_unique<rootproof::syntax::ParsedSyntax>(rootproof::syntax::parse_json(file)));
    }
    const bool variables = file.path() == "terraform.tfvars";
    parsed_.push_back(std::make_unique<rootproof::hcl::File>(
        !json       ? rootproof::hcl::parse(file)
        : variables ? rootproof::terraform::read_json_variables(*syntax_.back())
                    : rootproof::terraform::read_json_configuration(*syntax_.back())));
    return *parsed_.back();
  }

  void add_directory(const std::string& path, const SourceFile& file) {
    if (file.problem() == nullptr) directories_[path] = {path, {&parse(file)}};
  }

  /// Constant arguments of terraform.tfvars.
  rootproof::terraform::ModuleInputs inputs() {
    rootproof::terraform::ModuleInputs inputs;
    if (files_[1]->problem() != nullptr) return inputs;
    const rootproof::hcl::File& file = parse(*files_[1]);
    std::size_t steps = rootproof::limits::kEvaluationSteps;
    rootproof::terraform::Scope scope;
    scope.steps = &steps;
    for (const rootproof::hcl::Attribute& attribute : file.body.attributes)
      inputs.variables.emplace_back(attribute.name, evaluate(file, attribute.value, scope));
    return inputs;
  }

  SourceTable table_;
  std::vector<const SourceFile*> files_;
  std::vector<std::unique_ptr<rootproof::syntax::ParsedSyntax>> syntax_;
  std::vector<std::unique_ptr<rootproof::hcl::File>> parsed_;
  std::map<std::string, rootproof::terraform::ModuleDirectory> directories_;
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  Configuration(std::string_view(reinterpret_cast<const char*>(data), size)).evaluate_and_inspect();
  return 0;
}
