#pragma once

#include <optional>
#include <string>
#include <vector>

#include "parsers/value/value.h"

/// The documents that source_policy_documents and override_policy_documents of aws_iam_policy_document take,
/// as the provider reads them (internal/service/iam/policy_model.go; quirks asked of 5.100.0).
namespace rootproof::terraform {

/// unknown for the first reason inside a value, invalid when it has none.
[[nodiscard]] value::Value unknown_because(const value::Value& value);

/// What the data source refuses, at the place of `value`.
[[nodiscard]] value::Value refused(std::string what, const value::Value& value);

/// False for what counts as not written: null, and empty lists.
[[nodiscard]] bool is_present(const value::Value* value);

void put(std::vector<value::Member>& members, std::string key, source::Span span, value::Value value);

/// A document as the provider reads it. What is not known of it is a statement that is not.
struct ParsedDocument {
  std::optional<value::Value> version;
  std::optional<value::Value> id;
  std::vector<value::Value> statements;
};

/// One JSON text. Alternatives yield the statements of each, absent in the others.
[[nodiscard]] ParsedDocument parse_document(const value::Value& document);

/// The documents of an argument, in order. Alternatives of the whole list are merged as one document.
[[nodiscard]] std::vector<ParsedDocument> parse_documents(const value::Value* documents);

}  // namespace rootproof::terraform
