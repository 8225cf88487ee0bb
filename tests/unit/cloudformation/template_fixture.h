#pragma once

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "parsers/cloudformation/template.h"
#include "parsers/source/source_file.h"
#include "parsers/syntax/syntax_tree.h"

namespace rootproof::cloudformation {

inline std::string content(const std::filesystem::path& path) {
  std::ifstream file(path);
  return {std::istreambuf_iterator<char>(file), {}};
}

/// A template text with everything that is needed to look at what it evaluates to.
class TestTemplate {
 public:
  explicit TestTemplate(std::string_view text, TemplateInputs inputs = {})
      : parsed_(syntax::parse_json_or_yaml(table_.add("template.yaml", text))) {
    if (parsed_.tree.documents() == 0) return;
    unit = evaluate_template(parsed_.tree, parsed_.tree.document(0), inputs);
  }

  /// The resource with this logical id, nullptr when there is none.
  [[nodiscard]] const Resource* find(std::string_view id) const {
    for (const Resource& resource : unit.resources) {
      if (resource.address == "Resources." + std::string(id)) return &resource;
    }
    return nullptr;
  }
  /// A property of the resource R; null when it is absent.
  [[nodiscard]] value::Value property(std::string_view name, std::string_view id = "R") const {
    const Resource* resource = find(id);
    const value::Value* found = resource == nullptr ? nullptr : resource->properties.find(name);
    return found == nullptr ? value::Value() : *found;
  }
  [[nodiscard]] std::string display(std::string_view name) const { return property(name).to_display(); }
  [[nodiscard]] std::string_view text(source::Span span) const { return table_.text(span); }
  [[nodiscard]] source::Location location(source::Span span) const {
    return table_.file(span.file).location(span.begin);
  }
  [[nodiscard]] const syntax::ParsedSyntax& parsed() const { return parsed_; }

  EvaluatedUnit unit;

 private:
  source::SourceTable table_;
  syntax::ParsedSyntax parsed_;
};

/// A template whose resource R has the property P with this YAML or JSON flow text, and the given sections
/// before.
inline TestTemplate with_property(const std::string& value, const std::string& sections = "",
                                  TemplateInputs inputs = {}) {
  return TestTemplate(sections + "Resources:\n  R:\n    Type: Custom::Test\n    Properties:\n      P: " +
                          value + "\n      Other: here\n",
                      std::move(inputs));
}

}  // namespace rootproof::cloudformation
