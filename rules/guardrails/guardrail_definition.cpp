#include "rules/guardrails/guardrail_definition.h"

#include <algorithm>
#include <cassert>
#include <utility>

#include "parsers/policy/json_text.h"
#include "parsers/regions.h"
#include "rules/embedded.h"

namespace rootproof::rules {
namespace {

using value::Member;
using value::Value;

class DefinitionReader {
 public:
  std::variant<GuardrailDefinition, DefinitionError> read(const Value& value) {
    if (value.find("policy") == nullptr) {
      definition_.policy = policy::parse_policy(value, PolicyKind::service_control);
      return std::move(definition_);
    }
    for (const Member& member : value.members()) {
      read_member(member);
      if (error_) return *error_;
    }
    return std::move(definition_);
  }

 private:
  void fail(const Member& member, std::string message) {
    error_ = DefinitionError{member.key_span, std::move(message)};
  }

  void read_member(const Member& member) {
    const std::string& key = member.key;
    if (key == "policy") {
      definition_.policy = policy::parse_policy(member.value, PolicyKind::service_control);
    } else if (key == "severity") {
      const std::optional<engine::Severity> severity =
          engine::parse_severity(member.value.as_text().value_or(""));
      if (!severity) return fail(member, "severity is one of note, low, medium, high, critical");
      definition_.severity = *severity;
    } else if (key == "summary") {
      read_text(member, definition_.summary);
    } else if (key == "mappings") {
      read_text(member, definition_.mappings);
    } else if (key == "allow") {
      read_texts(member, definition_.allowed);
      definition_.allowed_span = member.key_span;
    } else if (key == "roots") {
      read_roots(member);
    } else {
      fail(member, "\"" + key + "\" is none of policy, severity, summary, mappings, roots and allow");
    }
  }

  void read_text(const Member& member, std::string& out) {
    const std::optional<std::string> text = member.value.as_text();
    if (!text) return fail(member, member.key + " is a text");
    out = *text;
  }

  void read_texts(const Member& member, std::vector<std::string>& out) {
    if (!member.value.is(Value::Kind::list)) return fail(member, member.key + " is a list of texts");
    for (const Value& item : member.value.items()) {
      const std::optional<std::string> text = item.as_text();
      if (!text) return fail(member, member.key + " is a list of texts");
      out.push_back(*text);
    }
  }

  /// Long-term credentials are always meant; a guardrail against central sessions alone would be none.
  void read_roots(const Member& member) {
    std::vector<std::string> roots;
    read_texts(member, roots);
    for (const std::string& root : roots) {
      if (root != "long_term" && root != "central_sessions")
        return fail(member, "roots holds long_term and central_sessions; \"" + root + "\" is none");
    }
    const auto has = [&roots](const char* root) {
      return std::find(roots.begin(), roots.end(), root) != roots.end();
    };
    if (!error_ && !has("long_term")) return fail(member, "roots must hold long_term");
    definition_.central_sessions = has("central_sessions");
  }

  GuardrailDefinition definition_;
  std::optional<DefinitionError> error_;
};

}  // namespace

std::variant<GuardrailDefinition, DefinitionError> read_guardrail(const Value& value) {
  return DefinitionReader().read(value);
}

bool asks_nothing(const policy::RootQuestion& question) {
  // Of the isolated partitions nothing is different.
  return std::all_of(kCommonPartitions.begin(), kCommonPartitions.end(), [&](std::string_view partition) {
    policy::RootQuestion asked = question;
    asked.partition = partition;
    return asks_nothing_of(asked, {});
  });
}

bool asks_nothing_of(const policy::RootQuestion& question, const std::string& account) {
  policy::ScpPath bare;
  bare.account = account;
  bare.levels.emplace_back().name = "root";
  return policy::root_is_denied(bare, question).answer.verdict == policy::Verdict::safe;
}

std::optional<DefinitionError> why_empty(const GuardrailDefinition& definition) {
  policy::RootQuestion question;
  question.guardrail = &definition.policy;
  question.assume_root = definition.central_sessions;
  if (asks_nothing(question))
    return DefinitionError{definition.policy.span,
                           "no Deny statement of this guardrail denies the root user anything"};
  question.except = definition.allowed;
  if (!question.except.empty() && asks_nothing(question))
    return DefinitionError{definition.allowed_span,
                           "allow takes back everything that this guardrail denies the root user"};
  return std::nullopt;
}

GuardrailDefinition built_in_guardrail(std::string_view name) {
  for (const EmbeddedFile& file : guardrail_documents()) {
    if (file.name != name) continue;
    const auto json = policy::read_json_text(Value::string(std::string(file.text)));
    // The files are ours, and a test reads all of them.
    return std::get<GuardrailDefinition>(read_guardrail(std::get<Value>(json)));
  }
  assert(false && "no such guardrail in rules/guardrails");
  return {};
}

}  // namespace rootproof::rules
