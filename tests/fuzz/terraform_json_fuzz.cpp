// Any bytes as a Terraform configuration in JSON syntax. NUL bytes part them into files: main.tf.json,
// terraform.tfvars.json, an override.tf.json, and the main.tf.json of a module "./m". Everything that comes
// out is looked at.
#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "parsers/source/limits.h"
#include "parsers/terraform/expression.h"
#include "parsers/terraform/json_configuration.h"
#include "parsers/terraform/module.h"
#include "tests/fuzz/evaluation_invariants.h"

namespace {

using namespace rootproof;
using source::SourceFile;

class Configuration {
 public:
  explicit Configuration(std::string_view bytes) {
    static constexpr std::array<const char*, 4> kNames = {"main.tf.json", "terraform.tfvars.json",
                                                          "override.tf.json", "m/main.tf.json"};
    for (const char* name : kNames) {
      const std::size_t end = std::min(bytes.find('\0'), bytes.size());
      if (!bytes.empty()) files_[name] = &table_.add(name, bytes.substr(0, end));
      bytes.remove_prefix(std::min(end + 1, bytes.size()));
    }
  }

  void evaluate_and_inspect() {
    add("main.tf.json", ".");
    add("override.tf.json", ".");
    add("m/main.tf.json", "m");
    if (!directories_.contains(".")) return;
    terraform::ModuleLoader loader;
    loader.directory = [this](const std::string& path) -> const terraform::ModuleDirectory* {
      const auto found = directories_.find(path);
      return found == directories_.end() ? nullptr : &found->second;
    };
    loader.file = [](const std::string&) -> const SourceFile* { return nullptr; };
    fuzz::inspect(terraform::evaluate_module(directories_.at("."), loader, inputs()), table_);
  }

 private:
  const syntax::ParsedSyntax* parsed(const char* name) {
    const auto found = files_.find(name);
    if (found == files_.end() || found->second->problem() != nullptr) return nullptr;
    syntax_.push_back(std::make_unique<syntax::ParsedSyntax>(syntax::parse_json(*found->second)));
    return syntax_.back().get();
  }

  void add(const char* name, const char* directory) {
    const syntax::ParsedSyntax* syntax = parsed(name);
    if (syntax == nullptr) return;
    trees_.push_back(std::make_unique<hcl::File>(terraform::read_json_configuration(*syntax)));
    for (const source::Problem& problem : trees_.back()->problems) {
      fuzz::require(!problem.message.empty());
    }
    directories_[directory].path = directory;
    directories_[directory].files.push_back(trees_.back().get());
  }

  terraform::ModuleInputs inputs() {
    terraform::ModuleInputs inputs;
    const syntax::ParsedSyntax* syntax = parsed("terraform.tfvars.json");
    if (syntax == nullptr) return inputs;
    trees_.push_back(std::make_unique<hcl::File>(terraform::read_json_variables(*syntax)));
    const hcl::File& file = *trees_.back();
    std::size_t steps = limits::kEvaluationSteps;
    terraform::Scope scope;
    scope.steps = &steps;
    for (const hcl::Attribute& attribute : file.body.attributes)
      inputs.variables.emplace_back(attribute.name, terraform::evaluate(file, attribute.value, scope));
    return inputs;
  }

  source::SourceTable table_;
  std::map<std::string, const SourceFile*> files_;
  std::vector<std::unique_ptr<syntax::ParsedSyntax>> syntax_;
  std::vector<std::unique_ptr<hcl::File>> trees_;
  std::map<std::string, terraform::ModuleDirectory> directories_;
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  Configuration(std::string_view(reinterpret_cast<const char*>(data), size)).evaluate_and_inspect();
  return 0;
}
