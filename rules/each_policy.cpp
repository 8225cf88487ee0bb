#include "rules/each_policy.h"

#include <algorithm>
#include <iterator>
#include <vector>

#include "analyzer/engine/parallel.h"
#include "analyzer/policy/answer_memo.h"
#include "analyzer/policy/proof_wish.h"

namespace rootproof::rules {

namespace {

/// Fewer are not worth a thread.
constexpr std::size_t kPoliciesPerPart = 64;

}  // namespace

void check_policies(const engine::Facts& facts, engine::Findings& findings,
                    const std::function<void(const engine::PolicyInstance&, engine::Findings&)>& check) {
  const std::size_t policies = facts.policies.size();
  std::vector<engine::Findings> found((policies + kPoliciesPerPart - 1) / kPoliciesPerPart);
  const bool proofs = policy::proofs_are_wanted();
  policy::AnswerMemo* const memo = policy::answer_memo();
  engine::parallel_for(found.size(), facts.jobs, [&](std::size_t part) {
    const policy::ProofWish wish(proofs);
    const policy::MemoUse use(memo);
    const std::size_t end = std::min(policies, (part + 1) * kPoliciesPerPart);
    for (std::size_t i = part * kPoliciesPerPart; i < end; ++i) check(facts.policies[i], found[part]);
  });
  for (engine::Findings& part : found)
    findings.insert(findings.end(), std::make_move_iterator(part.begin()),
                    std::make_move_iterator(part.end()));
}

}  // namespace rootproof::rules
