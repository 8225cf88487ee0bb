#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "analyzer/policy/request.h"
#include "parsers/policy/policy_document.h"

/// Who outside an account gets in through resource policies (policy.md §3.2, Q3).
namespace rootproof::policy {

/// `everyone`: anonymous callers, or any AWS account, or any account through a service that acts for it.
/// `cross_account`: accounts or organizations the policies single out. `nobody`: neither.
enum class ExposureKind : std::uint8_t { nobody, cross_account, everyone, undecided };
/// The name in JSON output: "private", "cross_account", "public", "undecided".
[[nodiscard]] const char* to_string(ExposureKind kind);

struct ExposureQuestion {
  std::string account;               ///< of the resource, twelve digits; empty when it is not known
  std::vector<std::string> trusted;  ///< accounts and organizations that do not count as outside
};

struct Exposure {
  ExposureKind kind = ExposureKind::undecided;
  std::optional<Request> witness;  ///< a request from outside that is allowed
  std::vector<std::string> proof;
  std::vector<value::Reason> undecided;
};

/// The policies apply together. A named service principal acting on its own behalf is not outside; what the
/// caller chooses freely confines nobody; a network, address or fixed identity of the author's does.
[[nodiscard]] Exposure exposure(std::span<const PolicyDocument> documents, const ExposureQuestion& question);

}  // namespace rootproof::policy
