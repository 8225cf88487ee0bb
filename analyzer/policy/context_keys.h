#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

/// What is known about condition context keys: the data behind policy.md §1.10. Sources: IAM User Guide, "AWS
/// global condition context keys" and "Principal key values"; S3 User Guide, "The meaning of public"; as of
/// 2026-11.
namespace rootproof::policy {

enum class KeyType : std::uint8_t { string, arn, boolean, numeric, date, address };

/// Whether a request of a root user with long-term credentials has the key.
enum class RootPresence : std::uint8_t {
  always,
  absent,
  optional,
  by_sign_in,    ///< depends on keys, console, MFA
  via_endpoint,  ///< exactly when the request goes through a VPC endpoint
  direct,        ///< exactly when it does not
};

/// What a caller from outside, whom the policy's author does not know, can have under the key.
enum class OutsiderValue : std::uint8_t {
  anything,  ///< the caller chooses it, or it says nothing about the caller
  foreign,   ///< a value of the caller's own, never a fixed one that the author wrote (policy.md §3.2, Q3)
  never_true,
  owner,  ///< speaks of the resource and its owner
};

struct ContextKey {
  std::string_view name;  ///< as documented; one that ends with "/" stands for all keys under it
  KeyType type = KeyType::string;
  RootPresence root = RootPresence::optional;
  OutsiderValue outsider = OutsiderValue::anything;
  bool multivalued = false;
  std::string_view
      ordinary{};  ///< value in a request where nothing else is asked for; empty: the key is left out
};

[[nodiscard]] std::span<const ContextKey> context_keys();
/// The entry of a key in lower case; nullptr for keys of services and keys AWS does not document.
[[nodiscard]] const ContextKey* find_context_key(std::string_view key);
/// Whether a key, in lower case, tells requests that go through a VPC endpoint from those that do not.
[[nodiscard]] bool is_endpoint_key(std::string_view key);
/// Whether a key, in lower case, tells where from, when, with what sign-in or through which service a request
/// is made, and nothing about what it asks for.
[[nodiscard]] bool is_circumstance_key(std::string_view key);

/// A key that AWS does not document: under `aws:`, such as aws:principalarns, without a prefix, or a global
/// key under the name of a service, such as iam:principalarn. No request is known to carry it (IAM User
/// Guide, "AWS global condition context keys"; Service Authorization Reference). Keys are in lower case.
[[nodiscard]] bool is_undocumented_global_key(std::string_view key);

/// A key in lower case as its documentation writes it.
[[nodiscard]] std::string display_key(std::string_view key);
/// Whether a value needs no mention: it follows from the principal, or is what any request has.
[[nodiscard]] bool is_ordinary_value(std::string_view key, const std::vector<std::string>& values);

/// The ten keys where AWS calls any wildcard suspect (IAM User Guide, "Condition keys", sensitive keys).
[[nodiscard]] bool is_sensitive_key(std::string_view key);

}  // namespace rootproof::policy
