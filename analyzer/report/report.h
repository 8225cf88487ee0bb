#pragma once

#include <iosfwd>
#include <string>
#include <string_view>

#include "analyzer/engine/report_data.h"

namespace rootproof::report {

struct TextOptions {
  bool color = false;
  bool quiet = false;
  bool verbose = false;
};

/// For people, in the manner of rustc and ruff.
void render_text(const engine::Report& report, const TextOptions& options, std::ostream& out);
/// The object of cli.md, "JSON output".
void render_json(const engine::Report& report, std::ostream& out);
/// SARIF 2.1.0 with what GitHub code scanning wants (ecosystem.md).
void render_sarif(const engine::Report& report, std::ostream& out);

/// Hides the middle of anything shaped like a secret. Every renderer passes messages and snippets through it.
[[nodiscard]] std::string redact(std::string_view text);

}  // namespace rootproof::report
