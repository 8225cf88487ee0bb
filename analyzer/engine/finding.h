#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/policy/answer.h"
#include "parsers/source/span.h"
#include "parsers/value/guard.h"
#include "parsers/value/origin.h"
#include "parsers/value/reason.h"

namespace rootproof::engine {

enum class Severity : std::uint8_t { note, low, medium, high, critical };
[[nodiscard]] std::string_view to_string(Severity severity);
[[nodiscard]] std::optional<Severity> parse_severity(std::string_view text);

/// Another place that belongs to the finding.
struct Related {
  source::Span span;
  std::string message;
};

/// What an edit does with the text at its place.
enum class EditKind : std::uint8_t {
  replace,        ///< writes `text` there
  append_items,   ///< adds the words of `text` as items behind the text there, the last of a list, or into []
  add_condition,  ///< adds the condition `text` ("Null aws:AssumedRoot true") beside the operator there
  /// Gives the statement there, which has no conditions, the condition `text`.
  add_condition_element,
  add_statement,    ///< adds a statement that is `text` ("Allow PRINCIPAL kms:* *") behind the one there
  drop_element,     ///< takes away the element of a statement whose key, or block, stands there
  drop_item,        ///< takes the text there out of a list that has others
  exclude_actions,  ///< makes of the element Action there a NotAction with the words of `text`
  include_actions,  ///< makes of the element NotAction there an Action of everything
  replace_part,     ///< writes `text` for `expected`, which is part of an expression and stands in it once
  add_argument,     ///< gives the block there the argument that is the first word of `text`, a list of the
                    ///< others
  substitute,       ///< makes of the text there what Fn::Sub replaces the references of
};

/// A change of a file. Rules say what stands at the place and what is meant; place_edits makes of it the
/// exact bytes to write, so that every finding that is reported has edits of the kind replace. Words between
/// single blanks in conditions and statements may hold references: "${aws_organizations_organization.org.id}"
/// in Terraform, what Fn::Sub takes in CloudFormation.
struct Edit {
  source::Span span;
  std::string text;
  /// What has to stand at the place, with or without quotation marks around it; empty where `text` is exactly
  /// what is to be written.
  std::string expected = {};
  EditKind kind = EditKind::replace;
  /// The expression that is the value of an added condition, where the words of `text` are operator and key
  /// alone.
  source::Span copied = {};
};

/// The edit that stops it: safe to apply without choosing anything, unless it says otherwise. Without edits
/// it is advice.
struct Fix {
  std::string description;
  std::vector<Edit> edits;
  /// Why the edit is an offer: what somebody has to choose before it is made ("where it is attached first").
  std::string choice = {};
};

/// A suppression that covers a finding.
struct Suppression {
  std::string reason;
  std::string until;  ///< YYYY-MM-DD or empty
  source::Span span;
};

struct Finding {
  std::string rule;  ///< "RP202"
  std::string name;  ///< "foreign-account-root-principal"
  policy::Answer answer;
  Severity severity = Severity::medium;
  std::string message;  ///< one sentence with the values in it
  value::Guard guard;   ///< the case in which it holds, whose text the message has
  source::Span primary;
  std::string resource_address;
  std::string resource_type;
  std::string resource_construct;                      ///< Resource::construct
  value::Guard resource_guard;                         ///< Resource::guard
  std::optional<value::Reason> resource_rewritten_by;  ///< Resource::rewritten_by
  std::vector<Related> related;
  value::Origin origin;  ///< chain of the decisive value
  std::optional<Fix> fix;
  /// What stands at the primary place, and where its value comes from, is a secret: no report quotes it, even
  /// where its text does not look like one.
  bool quotes_secret = false;
  /// A rule that says the same better: where it reports the same place of the same resource in the same scan,
  /// this finding is left out.
  std::string_view yields_to;
  /// What makes this finding the same one after unrelated edits: rule, address, and the decisive text.
  /// Hashed.
  std::string identity;
  std::string fingerprint;                ///< filled by the engine
  std::optional<Suppression> suppressed;  ///< filled by the engine
};

using Findings = std::vector<Finding>;

}  // namespace rootproof::engine
