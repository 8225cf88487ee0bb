#pragma once

#include <span>
#include <string_view>

/// Files of this folder that the build puts into the program.
namespace rootproof::rules {

struct EmbeddedFile {
  std::string_view name;  ///< without folder and ending: "deny-root"
  std::string_view text;
};

/// rules/guardrails/*.json: policies whose Deny statements say what must be denied.
[[nodiscard]] std::span<const EmbeddedFile> guardrail_documents();
/// rules/data/*.json.
[[nodiscard]] std::span<const EmbeddedFile> data_files();

}  // namespace rootproof::rules
