#pragma once

#include <iosfwd>
#include <string>
#include <string_view>
#include <vector>

#include "parsers/resource.h"
#include "parsers/source/limits.h"
#include "parsers/source/source_file.h"

/// What `rootproof eval` shows: resources with their evaluated attributes.
namespace rootproof::report {

/// A unit and those of its resources that are shown.
struct ShownUnit {
  const EvaluatedUnit* unit = nullptr;
  std::vector<const Resource*> resources;
};

struct Evaluation {
  const source::SourceTable* sources = nullptr;
  std::vector<ShownUnit> units;
  source::Problems problems;  ///< of reading and evaluating
};

struct EvaluationTextOptions {
  bool color = false;
  bool verbose = false;  ///< every step of an origin, not only its source
};

/// Both give false when limits::kShownBytes was reached: the rest is left out, and says so.
bool render_evaluation_text(const Evaluation& evaluation, const EvaluationTextOptions& options,
                            std::ostream& out);
bool render_evaluation_json(const Evaluation& evaluation, std::ostream& out);

/// Counts what is shown, so that values that share content cannot grow without bound.
class ShownBytes {
 public:
  /// False when there is no room for a value with that much text.
  bool take(std::size_t text) {
    constexpr std::size_t kValue = 256;
    if (exceeded_ || left_ < text + kValue) {
      exceeded_ = true;
      return false;
    }
    left_ -= text + kValue;
    return true;
  }
  [[nodiscard]] bool exceeded() const { return exceeded_; }

 private:
  std::size_t left_ = limits::kShownBytes;
  bool exceeded_ = false;
};

/// "file.tf:3:1"; empty for what stands in no file.
[[nodiscard]] std::string place_text(const source::SourceTable& sources, source::Span span);

/// The properties of a resource with all marked as secret (value::as_secret) that its type, or the name of
/// one, says is one: the value of a SecureString, the default of a parameter with NoEcho.
[[nodiscard]] value::Value shown_properties(const Resource& resource);

/// The text of an attribute with secrets hidden, as its name and content tell.
[[nodiscard]] std::string redact_attribute(std::string_view name, std::string_view text);
/// The same for a value whose text this is: stars for a secret.
[[nodiscard]] std::string shown_text(std::string_view name, const value::Value& value, std::string_view text);

}  // namespace rootproof::report
