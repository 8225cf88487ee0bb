#include "analyzer/policy/proof_wish.h"

#include <utility>

namespace rootproof::policy {

namespace {

thread_local bool wanted_here = true;

}  // namespace

bool proofs_are_wanted() { return wanted_here; }

ProofWish::ProofWish(bool wanted) : before_(std::exchange(wanted_here, wanted)) {}

ProofWish::~ProofWish() { wanted_here = before_; }

}  // namespace rootproof::policy
