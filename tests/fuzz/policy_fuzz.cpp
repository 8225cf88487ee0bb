// Any bytes as a policy: parsing, classifying, evaluating and asking must neither crash nor run away, and a
// witness must hold.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "analyzer/policy/authorization.h"
#include "analyzer/policy/comparison.h"
#include "analyzer/policy/evaluate.h"
#include "analyzer/policy/exposure.h"
#include "analyzer/policy/lint.h"
#include "analyzer/policy/questions.h"
#include "analyzer/policy/statement_questions.h"
#include "parsers/source/source_file.h"

namespace {

using namespace rootproof;

void check_witness(const policy::PolicyDocument& document, const policy::Answer& answer) {
  if (answer.verdict != policy::Verdict::violation) return;
  if (!answer.witness) std::abort();
  if (policy::evaluate({&document, 1}, *answer.witness).kind != policy::DecisionKind::allowed) std::abort();
}

/// The search for a difference, with a policy that is nearly the same.
void compare_without_first(const policy::PolicyDocument& document) {
  policy::PolicyDocument rest = document;
  if (!rest.statements.empty()) rest.statements.erase(rest.statements.begin());
  const policy::Comparison comparison = policy::compare({&document, 1}, {&rest, 1});
  const auto allowed = [](const policy::PolicyDocument& by, const policy::Request& request) {
    return policy::evaluate({&by, 1}, request).kind == policy::DecisionKind::allowed;
  };
  if (comparison.new_access &&
      (!allowed(rest, *comparison.new_access) || allowed(document, *comparison.new_access)))
    std::abort();
  if (comparison.lost_access &&
      (allowed(rest, *comparison.lost_access) || !allowed(document, *comparison.lost_access)))
    std::abort();
}

void ask(const policy::PolicyDocument& document) {
  policy::Request request;
  request.principal = policy::RequestPrincipal{"AWS", "111122223333", "arn:aws:iam::111122223333:root"};
  request.action = "s3:GetObject";
  request.resource = "arn:aws:s3:::b/k";
  policy::add_principal_context(request);
  (void)policy::evaluate({&document, 1}, request);

  policy::ScpPath path;
  path.levels.push_back({"root", {&document}, {}, {}, true});
  (void)policy::root_is_denied(path, {});
  for (std::size_t i = 0; i < document.statements.size() && i < 4; ++i)
    check_witness(document, policy::grants_everyone(document, i));
  (void)policy::exposure({&document, 1}, {"111122223333", {}});
  (void)policy::lint(document);
  for (std::size_t i = 0; i < document.statements.size() && i < 4; ++i) {
    (void)policy::applies_to_root(document, i);
    (void)policy::applies_to_anything(document, i);
    (void)policy::is_shadowed(document, i);
  }
  policy::PolicySets sets;
  sets.resource = sets.identity = sets.boundary = {document};
  sets.service_control = {{document}};
  (void)policy::authorize(sets, {}, request);
  compare_without_first(document);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  source::SourceTable table;
  const source::SourceFile& file = table.add("policy.json", text);
  const value::Value value = value::Value::string(std::string(file.text()), {}, file.whole(), true);
  const policy::PolicyDocument document = policy::parse_policy(value, PolicyKind::unknown);
  (void)policy::classify_policy(document, "policy.json");
  ask(document);
  return 0;
}
