#include "analyzer/policy/context_keys.h"

#include <algorithm>
#include <array>

#include "analyzer/policy/operators.h"
#include "parsers/source/lower_case.h"

namespace rootproof::policy {

namespace {

using enum KeyType;
using enum RootPresence;
using enum OutsiderValue;

constexpr std::array kKeys{
    // Who calls.
    ContextKey{"aws:PrincipalArn", arn, always, foreign},
    ContextKey{"aws:PrincipalAccount", string, always, foreign},
    ContextKey{"aws:PrincipalType", string, always, anything},
    ContextKey{"aws:userid", string, always, foreign},
    ContextKey{"aws:username", string, absent, anything},
    ContextKey{"aws:PrincipalTag/", string, absent, anything},
    ContextKey{"aws:PrincipalOrgID", string, always, foreign, false, "o-exampleorg01"},
    // The *OrgPaths keys are lists by type; an account lies on one path, so they hold one value.
    ContextKey{"aws:PrincipalOrgPaths", string, always, foreign, false,
               "o-exampleorg01/r-exam/ou-exam-examplou/"},
    ContextKey{"aws:PrincipalIsAWSService", boolean, always, never_true, false, "false"},
    ContextKey{"aws:PrincipalServiceName", string, absent, foreign},
    ContextKey{"aws:PrincipalServiceNamesList", string, absent, foreign, true},
    ContextKey{"aws:FederatedProvider", string, absent, anything},
    ContextKey{"aws:SourceIdentity", string, absent, anything},
    ContextKey{"aws:ChatbotSourceArn", arn, absent, foreign},
    ContextKey{"aws:Ec2InstanceSourceVpc", string, absent, foreign},
    ContextKey{"aws:Ec2InstanceSourcePrivateIPv4", address, absent, anything},
    // How the caller signed in.
    ContextKey{"aws:AssumedRoot", boolean, absent, anything},
    ContextKey{"aws:TokenIssueTime", date, by_sign_in, anything},
    ContextKey{"aws:MultiFactorAuthPresent", boolean, by_sign_in, anything},
    ContextKey{"aws:MultiFactorAuthAge", numeric, by_sign_in, anything},
    // Where the request comes from.
    ContextKey{"aws:SourceIp", address, direct, anything, false, "203.0.113.9"},
    ContextKey{"aws:SourceVpc", string, via_endpoint, foreign, false, "vpc-0e5a3b1c2d4f60718"},
    ContextKey{"aws:SourceVpcArn", arn, via_endpoint, foreign},
    ContextKey{"aws:SourceVpce", string, via_endpoint, foreign, false, "vpce-0e5a3b1c2d4f60718"},
    ContextKey{"aws:VpcSourceIp", address, via_endpoint, anything, false, "10.20.30.40"},
    ContextKey{"aws:VpceAccount", string, via_endpoint, foreign},
    ContextKey{"aws:VpceOrgID", string, via_endpoint, foreign},
    ContextKey{"aws:VpceOrgPaths", string, via_endpoint, foreign, false},
    // On whose behalf a service calls.
    ContextKey{"aws:SourceArn", arn, absent, foreign},
    ContextKey{"aws:SourceAccount", string, absent, foreign},
    ContextKey{"aws:SourceOwner", string, absent, foreign},
    ContextKey{"aws:SourceOrgID", string, absent, foreign},
    ContextKey{"aws:SourceOrgPaths", string, absent, foreign, false},
    // The request itself.
    ContextKey{"aws:RequestedRegion", string, always, anything, false, "us-east-1"},
    ContextKey{"aws:SecureTransport", boolean, always, anything, false, "true"},
    ContextKey{"aws:UserAgent", string, always, anything, false, "aws-cli/2.17.0"},
    ContextKey{"aws:CurrentTime", date, always, anything, false, "2026-12-01T12:00:00Z"},
    ContextKey{"aws:EpochTime", date, always, anything, false, "1796126400"},
    ContextKey{"aws:ViaAWSService", boolean, always, anything, false, "false"},
    ContextKey{"aws:CalledVia", string, optional, anything, true},
    ContextKey{"aws:CalledViaFirst", string, optional, anything},
    ContextKey{"aws:CalledViaLast", string, optional, anything},
    // Requests through an MCP server of AWS (Agent Toolkit for AWS User Guide).
    ContextKey{"aws:ViaAWSMCPService", boolean, optional, anything},
    ContextKey{"aws:CalledViaAWSMCP", string, optional, anything},
    ContextKey{"aws:referer", string, optional, anything},
    ContextKey{"aws:RequestTag/", string, optional, anything},
    ContextKey{"aws:TagKeys", string, optional, anything, true},
    // The resource.
    ContextKey{"aws:ResourceAccount", string, optional, owner},
    ContextKey{"aws:ResourceOrgID", string, optional, owner},
    ContextKey{"aws:ResourceOrgPaths", string, optional, owner, false},
    ContextKey{"aws:ResourceTag/", string, optional, anything},
    // Keys of services that say who calls or for whom.
    ContextKey{"kms:CallerAccount", string, optional, foreign},
    ContextKey{"s3:DataAccessPointAccount", string, optional, foreign},
    ContextKey{"s3:DataAccessPointArn", arn, optional, foreign},
    ContextKey{"s3:x-amz-server-side-encryption-aws-kms-key-id", arn, optional, foreign},
    // Sessions of roles that compute services began have them.
    ContextKey{"lambda:SourceFunctionArn", arn, absent, foreign},
    ContextKey{"ec2:SourceInstanceARN", arn, absent, foreign},
    ContextKey{"ecs:SourceTaskArn", arn, absent, foreign},
    ContextKey{"elasticfilesystem:AccessPointArn", arn, optional, foreign},
    ContextKey{"elasticfilesystem:AccessedViaMountTarget", boolean, optional, never_true},
};

constexpr std::array<std::string_view, 10> kSensitiveKeys{
    "aws:principalaccount", "aws:principalorgid", "aws:resourceaccount", "aws:resourceorgid",
    "aws:sourceaccount",    "aws:sourceorgid",    "aws:sourcevpc",       "aws:sourcevpce",
    "aws:vpceaccount",      "aws:vpceorgid"};

constexpr std::array<std::string_view, 4> kIdentityServices{"iam", "sts", "organizations", "account"};
constexpr std::array<std::string_view, 5> kCallerNames{"principalarn", "principalaccount", "principaltype",
                                                       "assumedroot", "multifactorauthpresent"};

/// Keys whose value repeats what the principal and its sign-in say.
constexpr std::array<std::string_view, 10> kToldByPrincipal{
    "aws:principalarn", "aws:principalaccount",    "aws:principaltype",          "aws:userid",
    "aws:username",     "aws:tokenissuetime",      "aws:multifactorauthpresent", "aws:multifactorauthage",
    "aws:assumedroot",  "aws:principalservicename"};

}  // namespace

std::span<const ContextKey> context_keys() { return kKeys; }

const ContextKey* find_context_key(std::string_view key) {
  for (const ContextKey& entry : kKeys) {
    const std::string_view name = entry.name;
    const bool fits = name.back() == '/' ? key.size() >= name.size() : key.size() == name.size();
    if (fits && source::is_same_in_any_case(key.substr(0, name.size()), name)) return &entry;
  }
  return nullptr;
}

bool is_endpoint_key(std::string_view key) {
  const ContextKey* known = find_context_key(key);
  return known != nullptr &&
         (known->root == RootPresence::via_endpoint || known->root == RootPresence::direct);
}

bool is_circumstance_key(std::string_view key) {
  constexpr std::array<std::string_view, 16> kOfRequests{"aws:requestedregion",
                                                         "aws:currenttime",
                                                         "aws:epochtime",
                                                         "aws:tokenissuetime",
                                                         "aws:multifactorauthpresent",
                                                         "aws:multifactorauthage",
                                                         "aws:securetransport",
                                                         "aws:useragent",
                                                         "aws:referer",
                                                         "aws:viaawsservice",
                                                         "aws:viaawsmcpservice",
                                                         "aws:calledviaawsmcp",
                                                         "aws:calledvia",
                                                         "aws:calledviafirst",
                                                         "aws:calledvialast",
                                                         "aws:assumedroot"};
  return is_endpoint_key(key) || std::find(kOfRequests.begin(), kOfRequests.end(), key) != kOfRequests.end();
}

bool is_undocumented_global_key(std::string_view key) {
  const std::size_t colon = key.find(':');
  if (colon == std::string_view::npos) return true;
  const std::string_view prefix = key.substr(0, colon);
  const std::string_view name = key.substr(colon + 1);
  // Who calls is told by global keys; services of accounts and identities have none of their own for it.
  if (std::find(kIdentityServices.begin(), kIdentityServices.end(), prefix) != kIdentityServices.end())
    return std::find(kCallerNames.begin(), kCallerNames.end(), name) != kCallerNames.end();
  return prefix == "aws" && find_context_key(key) == nullptr;
}

std::string display_key(std::string_view key) {
  const ContextKey* entry = find_context_key(key);
  if (entry == nullptr) return std::string(key);
  return std::string(entry->name) + std::string(key.substr(entry->name.size()));
}

bool is_ordinary_value(std::string_view key, const std::vector<std::string>& values) {
  if (std::find(kToldByPrincipal.begin(), kToldByPrincipal.end(), key) != kToldByPrincipal.end()) return true;
  const ContextKey* entry = find_context_key(key);
  if (entry == nullptr || values.size() != 1) return false;
  return values[0] == entry->ordinary;
}

bool is_sensitive_key(std::string_view key) {
  return std::find(kSensitiveKeys.begin(), kSensitiveKeys.end(), key) != kSensitiveKeys.end();
}

}  // namespace rootproof::policy
