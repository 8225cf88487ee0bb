#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace rootproof::policy {

/// Who asks (cli.md REQUEST).
struct RequestPrincipal {
  std::string type;     ///< AWS, Service, Federated, CanonicalUser, Anonymous
  std::string account;  ///< twelve digits, empty where the type has none
  std::string arn;      ///< of the caller; for a service its name
};

/// One concrete request. Context keys are stored in lower case (key names are case-insensitive, policy.md
/// §2.5); a key that is not in the map is absent from the request.
struct Request {
  std::optional<RequestPrincipal> principal;
  std::string action;
  std::string resource;
  std::map<std::string, std::vector<std::string>> context;
};

/// Fills the context keys that follow from the principal and are always present for it (policy.md §1.10),
/// leaving given keys alone: aws:PrincipalArn, aws:PrincipalAccount, aws:PrincipalType, aws:userid ….
void add_principal_context(Request& request);

/// "the root user of account 111122223333 calls iam:CreateAccessKey on arn:… with long-term access keys".
[[nodiscard]] std::string describe(const Request& request);

}  // namespace rootproof::policy
