#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

#include "parsers/policy/policy_document.h"

/// What Amazon S3 itself calls a public bucket policy (S3 User Guide, "Blocking public access to your Amazon
/// S3 storage", "The meaning of 'public'"). BlockPublicPolicy refuses such a policy, RestrictPublicBuckets
/// keeps other accounts out of its bucket. It is a look at how statements are written, not at who gets in:
/// exposure.h answers that, and the two may differ.
namespace rootproof::policy {

enum class S3Verdict : std::uint8_t {
  not_about_s3,  ///< no statement allows anything in S3
  not_public,    ///< each Allow is limited to fixed values of a principal, network or source
  is_public,     ///< an Allow is limited to none
  undecided,     ///< AWS does not say what S3 makes of a condition, or a value is not known
};
/// The name in JSON output: "public", "not_public", "undecided".
[[nodiscard]] const char* to_string(S3Verdict verdict);

struct S3Meaning {
  S3Verdict verdict = S3Verdict::not_about_s3;
  /// The statement that makes the policies public or leaves it open, both counted from 0.
  std::size_t policy = 0;
  std::size_t statement = 0;
  std::string because;  ///< in words; empty when not public
};

/// The policies are those of one bucket. Deny statements play no part in what S3 calls public.
[[nodiscard]] S3Meaning s3_meaning_of_public(std::span<const PolicyDocument> documents);

}  // namespace rootproof::policy
