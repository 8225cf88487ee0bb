#pragma once

#include <string>

#include "analyzer/policy/evaluate.h"
#include "parsers/policy/policy_document.h"
#include "parsers/source/source_file.h"

namespace rootproof::policy::testing {

/// A policy from its JSON text, as the files of a scan are read.
inline PolicyDocument policy_from_json(const std::string& text, PolicyKind kind = PolicyKind::unknown) {
  source::SourceTable table;
  const source::SourceFile& file = table.add("policy.json", text);
  return parse_policy(value::Value::string(text, {}, file.whole(), true), kind);
}

/// The same, written with ' for ", which keeps tests readable.
inline PolicyDocument policy_from(std::string text, PolicyKind kind = PolicyKind::unknown) {
  for (char& c : text)
    if (c == '\'') c = '"';
  return policy_from_json(text, kind);
}

/// A policy with one statement; `body` is what follows its Effect.
inline PolicyDocument statement_from(const std::string& effect, const std::string& body,
                                     PolicyKind kind = PolicyKind::unknown) {
  return policy_from("{'Version': '2012-10-17', 'Statement': [{'Effect': '" + effect + "', " + body + "}]}",
                     kind);
}

}  // namespace rootproof::policy::testing
