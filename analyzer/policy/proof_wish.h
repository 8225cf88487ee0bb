#pragma once

namespace rootproof::policy {

/// Whether answers of this thread say why something is safe. Putting it into words asks further questions,
/// and a scan that does not show what is safe has no use for them.
[[nodiscard]] bool proofs_are_wanted();

/// While it lives, safe answers of this thread may come without proof, or with one as before.
class ProofWish {
 public:
  explicit ProofWish(bool wanted);
  ProofWish(const ProofWish&) = delete;
  ProofWish& operator=(const ProofWish&) = delete;
  ~ProofWish();

 private:
  bool before_;
};

}  // namespace rootproof::policy
