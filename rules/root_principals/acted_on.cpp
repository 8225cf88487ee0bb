#include "rules/root_principals/acted_on.h"

#include <optional>
#include <variant>

#include "analyzer/policy/evaluate.h"
#include "rules/answers.h"

namespace rootproof::rules {

namespace {

/// A text with the names of what is not known in it: "arn:aws:s3:::${var.bucket}/*".
std::string in_words_of_the_code(const value::Value& text) {
  if (!text.is(value::Value::Kind::string)) return shown(text);
  std::string words;
  for (const value::StringPiece& piece : text.pieces()) {
    if (const auto* known = std::get_if<value::TextPiece>(&piece)) {
      words += known->text;
      continue;
    }
    const auto& hole = std::get<value::Hole>(piece);
    const std::string& name = hole.symbol.empty() ? hole.reason->detail : hole.symbol;
    words += name.empty() ? "*" : name.starts_with(value::kOwnAccount) ? "ACCOUNT" : "${" + name + "}";
  }
  return words;
}

}  // namespace

std::string acted_on(const policy::Statement& statement, const policy::Request& request) {
  if (statement.not_resource || statement.resources_unknown || request.resource.empty()) return {};
  for (const policy::PolicyString& resource : statement.resources) {
    const std::optional<std::string> text = resource.text();
    if (text && policy::glob_match(*text, request.resource)) return *text == "*" ? "" : " on " + *text;
  }
  return statement.resources.size() == 1 && !statement.resources.front().text()
             ? " on " + in_words_of_the_code(statement.resources.front().value)
             : std::string();
}

}  // namespace rootproof::rules
