#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "parsers/source/source_file.h"
#include "parsers/value/value.h"

namespace rootproof::terraform {

class PatternCache;

/// What lies in a folder.
struct FolderEntry {
  enum class Kind : std::uint8_t {
    file,  ///< a regular file, or a link to one below the scanned roots
    folder,
    unresolved,  ///< a link that leads elsewhere, or to a folder
    other,       ///< pipes and devices
  };
  std::string name;
  Kind kind = Kind::other;
};

/// Text of a regular file below the scanned roots, nullptr otherwise.
using FileReader = std::function<const source::SourceFile*(const std::string& path)>;
/// What lies in a folder below the scanned roots, whatever is scanned of it; nullopt for every other path,
/// and where there is none.
using FolderReader = std::function<std::optional<std::vector<FolderEntry>>(const std::string& path)>;

/// What functions may reach beyond their arguments.
struct FunctionContext {
  const FileReader* file = nullptr;  ///< the path is relative to the root module; may be null or empty
  const FolderReader* folder = nullptr;
  /// Evaluates a file as a template with these variables (templatefile).
  std::function<value::Value(const source::SourceFile& file, const value::Value& variables)> render_template;
  bool* secrets = nullptr;  ///< whether the evaluation has met a secret (value::as_secret); may be null
  PatternCache* patterns = nullptr;  ///< compiled regular expressions; may be null
  source::Span call;                 ///< the call expression, for reasons and origins
};

/// Calls a Terraform function (terraform.md §2.10). `try` and `can` are the evaluator's: they need the
/// expressions.
///
/// jsonencode of a map or list returns that map or list, encoded (Value::as_encoded): policies keep their
/// structure, places and holes. Where its text is needed `json_text` makes it. What the function would refuse
/// is unknown(invalid) with its message; what rootproof does not evaluate is unknown(unsupported) with the
/// function's name.
[[nodiscard]] value::Value call_function(std::string_view name, std::span<const value::Value> arguments,
                                         const FunctionContext& context);

/// The text jsonencode prints: keys sorted by bytes, `< > &` escaped, unknown parts as holes. Of what
/// something else encoded, the text that this prints (json_layout).
[[nodiscard]] value::Value json_text(const value::Value& value);

/// Terraform's conversion of a value to string, number, bool for templates and typed variables; nullopt where
/// Terraform refuses. Unknown stays unknown of the new type, one_of converts each alternative.
[[nodiscard]] std::optional<value::Value> to_string_value(const value::Value& value);
[[nodiscard]] std::optional<value::Value> to_number_value(const value::Value& value);
[[nodiscard]] std::optional<value::Value> to_bool_value(const value::Value& value);

}  // namespace rootproof::terraform
