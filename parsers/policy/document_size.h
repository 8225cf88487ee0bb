#pragma once

#include <cstddef>
#include <string>

#include "parsers/policy/policy_document.h"
#include "parsers/policy/quotas.h"
#include "parsers/value/value.h"

namespace rootproof::policy {

/// What AWS Organizations takes of service control policies, of one organization.
struct ScpQuotas {
  std::size_t policies_of_node = quotas().service_control_policies_of_node;
  std::size_t characters = quotas().service_control_characters;
  bool characters_stated = false;  ///< by the user, for this organization
};

/// The characters that a policy, a map or a text in JSON, has at least as JSON without white space: what is
/// not known counts nothing. Of alternatives the longest counts. 0 for what is no JSON.
[[nodiscard]] std::size_t document_size(const value::Value& source);

/// Holds a service control policy to another quota of characters than that of quotas(), to which
/// parse_policy() holds it. Documents of other kinds stay as they are.
void limit_size(PolicyDocument& document, std::size_t characters);

/// What is wrong with a policy of Organizations that has that many characters.
[[nodiscard]] std::string size_error(std::size_t size, std::size_t quota);

}  // namespace rootproof::policy
