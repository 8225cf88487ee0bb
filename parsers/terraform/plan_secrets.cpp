// The sensitive values of a plan, made unreadable in the text that reports quote.
#include <algorithm>
#include <array>
#include <optional>
#include <string_view>

#include "parsers/terraform/plan.h"
#include "parsers/terraform/plan_values.h"

namespace rootproof::terraform {
namespace {

using syntax::SyntaxNode;

/// Provider arguments that are credentials; a plan does not mark them.
bool is_credential(std::string_view name) {
  static constexpr std::array<std::string_view, 4> kNames = {"access_key", "secret_key", "token", "password"};
  return std::find(kNames.begin(), kNames.end(), name) != kNames.end();
}

class Hider {
 public:
  explicit Hider(source::SourceFile& file) : file_(file) {}

  void walk(const SyntaxNode& node) {
    if (node.is_sequence()) {
      for (std::size_t i = 0; i < node.size(); ++i) walk(node.item(i));
    }
    if (!node.is_mapping()) return;
    const Fields fields = fields_of(node);
    for (const auto& [name, value] : fields) {
      if (is_credential(name) && value.is_mapping()) hide(value);
      walk(value);
    }
    const auto at = [&](std::string_view name) {
      const auto found = fields.find(name);
      return found == fields.end() ? std::nullopt : std::optional(found->second);
    };
    hide_marked(at("before"), at("before_sensitive"));
    hide_marked(at("after"), at("after_sensitive"));
    hide_marked(at("values"), at("sensitive_values"));
    for (const char* name : {"value", "default"}) hide_marked(at(name), at("sensitive"));
  }

  /// Hides every scalar of a value.
  void hide(const SyntaxNode& node) {
    if (node.is_scalar()) {
      if (node.type() != syntax::ScalarType::null) file_.hide(node.text_span(0, node.text().size()));
    } else if (node.is_sequence()) {
      for (std::size_t i = 0; i < node.size(); ++i) hide(node.item(i));
    } else {
      for (std::size_t i = 0; i < node.size(); ++i) hide(node.member(i).value);
    }
  }

 private:
  /// `marks` mirrors the value, with `true` where it is sensitive.
  void hide_marked(const std::optional<SyntaxNode>& value, const std::optional<SyntaxNode>& marks) {
    if (!value || !marks) return;
    if (is_true(marks)) return hide(*value);
    if (value->is_sequence() && marks->is_sequence()) {
      const std::size_t size = std::min(value->size(), marks->size());
      for (std::size_t i = 0; i < size; ++i) hide_marked(value->item(i), marks->item(i));
      return;
    }
    const Fields fields = fields_of(value);
    for (const auto& [name, mark] : fields_of(marks)) {
      const auto found = fields.find(name);
      if (found != fields.end()) hide_marked(found->second, mark);
    }
  }

  source::SourceFile& file_;
};

}  // namespace

void hide_sensitive_values(const SyntaxNode& document, source::SourceFile& file) {
  Hider hider(file);
  for (const auto& [name, variable] : fields_of(document.find("variables"))) {
    const bool sensitive =
        is_true(member_at(document, {"configuration", "root_module", "variables", name, "sensitive"}));
    const auto given = variable.find("value");
    if (sensitive && given) hider.hide(*given);
  }
  hider.walk(document);
}

}  // namespace rootproof::terraform
