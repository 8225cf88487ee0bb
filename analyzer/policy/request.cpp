#include "analyzer/policy/request.h"

#include <string_view>
#include <utility>

#include "analyzer/policy/context_keys.h"
#include "parsers/arn.h"

namespace rootproof::policy {

namespace {

constexpr std::string_view kSession = "assumed-role/";
constexpr std::string_view kFederated = "federated-user/";

std::string_view partition_of(std::string_view arn) {
  const std::size_t begin = arn.find(':');
  if (begin == std::string_view::npos) return "aws";
  return arn.substr(begin + 1, arn.find(':', begin + 1) - begin - 1);
}

void set(Request& request, const std::string& key, std::string text) {
  request.context.try_emplace(key, std::vector<std::string>{std::move(text)});
}

/// IAM User Guide, "aws:PrincipalArn": a session has the ARN of its role.
std::string principal_arn(const RequestPrincipal& principal) {
  const std::string_view resource = arn_component(principal.arn, 5);
  if (resource.substr(0, kSession.size()) != kSession) return principal.arn;
  const std::string_view session = resource.substr(kSession.size());
  return "arn:" + std::string(partition_of(principal.arn)) + ":iam::" + principal.account + ":role/" +
         std::string(session.substr(0, session.find('/')));
}

void add_aws_context(Request& request, const RequestPrincipal& principal) {
  const std::string_view resource = arn_component(principal.arn, 5);
  set(request, "aws:principalarn", principal_arn(principal));
  if (!principal.account.empty()) set(request, "aws:principalaccount", principal.account);
  set(request, "aws:principalisawsservice", "false");
  if (resource == "root") {
    set(request, "aws:principaltype", "Account");
    set(request, "aws:userid", principal.account);
  } else if (resource.substr(0, 5) == "user/") {
    set(request, "aws:principaltype", "User");
    set(request, "aws:username", std::string(resource.substr(resource.rfind('/') + 1)));
  } else if (resource.substr(0, kFederated.size()) == kFederated) {
    set(request, "aws:principaltype", "FederatedUser");
    set(request, "aws:userid", principal.account + ":" + std::string(resource.substr(kFederated.size())));
  } else if (!resource.empty()) {
    set(request, "aws:principaltype", "AssumedRole");
  }
}

std::string describe_caller(const RequestPrincipal& principal) {
  if (principal.type == "Anonymous") return "anyone without credentials";
  if (principal.type == "Service") return "the service " + principal.arn;
  if (principal.type == "Federated") return "a caller federated by " + principal.arn;
  if (principal.type == "CanonicalUser") return "the canonical user " + principal.arn;
  const std::string_view resource = arn_component(principal.arn, 5);
  const std::string account = principal.account.empty() ? "" : " of account " + principal.account;
  if (resource == "root") return "the root user" + account;
  if (resource.substr(0, 5) == "user/") return "the user " + std::string(resource.substr(5)) + account;
  if (resource.substr(0, 5) == "role/") return "the role " + std::string(resource.substr(5)) + account;
  if (resource.substr(0, kSession.size()) == kSession)
    return "the role session " + std::string(resource.substr(kSession.size())) + account;
  return principal.arn;
}

bool is_true(const Request& request, const std::string& key) {
  const auto found = request.context.find(key);
  return found != request.context.end() && found->second == std::vector<std::string>{"true"};
}

/// How root signed in, as far as the context keys tell (policy.md §1.10).
std::string describe_credentials(const Request& request) {
  if (!request.principal || arn_component(request.principal->arn, 5) != "root") return {};
  if (is_true(request, "aws:assumedroot")) return ", in an AssumeRoot session";
  if (request.context.count("aws:multifactorauthpresent") == 0)
    return request.context.count("aws:tokenissuetime") == 0 ? " with long-term access keys"
                                                            : " with temporary credentials";
  return is_true(request, "aws:multifactorauthpresent") ? ", signed in to the console with MFA"
                                                        : ", signed in to the console without MFA";
}

}  // namespace

void add_principal_context(Request& request) {
  if (!request.principal) return;
  const RequestPrincipal principal = *request.principal;
  if (principal.type == "AWS") {
    add_aws_context(request, principal);
  } else if (principal.type == "Anonymous") {
    set(request, "aws:principalaccount", "anonymous");
    set(request, "aws:principaltype", "Anonymous");
    set(request, "aws:userid", "anonymous");
  } else if (principal.type == "Service") {
    set(request, "aws:principalisawsservice", "true");
    set(request, "aws:principalservicename", principal.arn);
    set(request, "aws:principalservicenameslist", principal.arn);
  }
}

std::string describe(const Request& request) {
  std::string text = request.principal ? describe_caller(*request.principal) : "a caller";
  text += " calls " + request.action;
  if (!request.resource.empty()) text += request.resource == "*" ? "" : " on " + request.resource;
  text += describe_credentials(request);
  std::string details;
  for (const auto& [key, values] : request.context) {
    if (is_ordinary_value(key, values)) continue;
    details += details.empty() ? ", where " : " and ";
    details += std::string(display_key(key)) + " is ";
    for (std::size_t i = 0; i < values.size(); ++i) details += (i > 0 ? ", " : "") + values[i];
  }
  return text + details;
}

}  // namespace rootproof::policy
