#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/engine/finding.h"
#include "parsers/resource.h"

namespace rootproof::engine {

/// Texts of values that Terraform marks as sensitive, and of parameters with NoEcho (value::as_secret). They
/// decide findings as any value does, and stand in none of their sentences, witnesses and edits.
class SensitiveTexts {
 public:
  /// Those in the resources that the findings are about.
  SensitiveTexts(std::span<const Resource> resources, const Findings& findings);

  void hide_in(Finding& finding) const;

 private:
  void collect(const value::Value& whole);
  void add_text_of(const value::Value& secret);
  void add(std::string_view text);
  [[nodiscard]] std::string hidden(std::string_view text) const;
  void hide(std::string& text) const;

  std::vector<std::string> texts_;  ///< the longest first
};

}  // namespace rootproof::engine
