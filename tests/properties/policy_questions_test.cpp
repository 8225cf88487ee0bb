// Random small policies: what the questions answer is held against brute force with the concrete evaluator.
//  - "safe" must survive every request of a small universe;
//  - every witness must evaluate to what its violation claims.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "analyzer/policy/evaluate.h"
#include "analyzer/policy/questions.h"
#include "tests/properties/case_count.h"
#include "tests/properties/dice.h"

namespace rootproof::policy {
namespace {

using tests::Dice;

using value::Member;
using value::Value;

struct TestCondition {
  std::string op;
  std::string key;
  std::vector<std::string> values;
};

using Universe = std::map<std::string, std::vector<std::vector<std::string>>>;

Value text(const std::string& value) { return Value::string(value); }

Value texts(const std::vector<std::string>& values) {
  std::vector<Value> items;
  for (const std::string& value : values) items.push_back(text(value));
  return Value::list(std::move(items));
}

Value condition_value(const std::vector<TestCondition>& conditions) {
  std::map<std::string, std::map<std::string, std::vector<std::string>>> blocks;
  for (const TestCondition& condition : conditions) blocks[condition.op][condition.key] = condition.values;
  std::vector<Member> operators;
  for (const auto& [op, keys] : blocks) {
    std::vector<Member> members;
    for (const auto& [key, values] : keys) members.push_back({key, {}, texts(values)});
    operators.push_back({op, {}, Value::map(std::move(members))});
  }
  return Value::map(std::move(operators));
}

std::vector<std::string> some_of(Dice& dice, const std::vector<std::string>& pool) {
  std::vector<std::string> chosen{dice.pick(pool)};
  while (dice.chance(30)) chosen.push_back(dice.pick(pool));
  return chosen;
}

Value random_statement(Dice& dice, const std::string& effect, const std::vector<std::string>& actions,
                       const std::vector<std::string>& resources,
                       const std::vector<TestCondition>& conditions, bool principal) {
  std::vector<Member> members{{"Effect", {}, text(effect)}};
  if (principal) members.push_back({"Principal", {}, text("*")});
  members.push_back({dice.chance(25) ? "NotAction" : "Action", {}, texts(some_of(dice, actions))});
  members.push_back({dice.chance(10) ? "NotResource" : "Resource",
                     {},
                     texts(dice.chance(60) ? std::vector<std::string>{"*"} : some_of(dice, resources))});
  std::vector<TestCondition> chosen;
  while (dice.chance(45)) chosen.push_back(dice.pick(conditions));
  if (!chosen.empty()) members.push_back({"Condition", {}, condition_value(chosen)});
  return Value::map(std::move(members));
}

PolicyDocument document_of(std::vector<Value> statements, PolicyKind kind) {
  return parse_policy(Value::map({{"Version", {}, text("2012-10-17")},
                                  {"Statement", {}, Value::list(std::move(statements))}}),
                      kind);
}

/// Every combination of the universe's values for the keys the documents mention.
std::vector<std::map<std::string, std::vector<std::string>>> contexts(
    const Universe& universe, const std::vector<const PolicyDocument*>& documents) {
  std::vector<std::map<std::string, std::vector<std::string>>> result{{}};
  for (const auto& [name, choices] : universe) {
    const std::string& key = name;  // lambdas of C++20 may not capture the binding in clang 14
    const bool mentioned =
        std::any_of(documents.begin(), documents.end(), [&key](const PolicyDocument* document) {
          return std::any_of(
              document->statements.begin(), document->statements.end(), [&key](const Statement& s) {
                return std::any_of(s.conditions.begin(), s.conditions.end(),
                                   [&key](const Condition& condition) {
                                     std::string lower = condition.key;
                                     std::transform(lower.begin(), lower.end(), lower.begin(), [](char c) {
                                       return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
                                     });
                                     return lower == key;
                                   });
              });
        });
    std::vector<std::map<std::string, std::vector<std::string>>> more;
    for (const auto& context : result)
      for (std::size_t i = 0; i < (mentioned ? choices.size() : 1); ++i) {
        more.push_back(context);
        if (!choices[i].empty()) more.back()[key] = choices[i];
      }
    result = std::move(more);
  }
  return result;
}

const std::vector<std::string> kActions{"*",
                                        "iam:*",
                                        "s3:*",
                                        "s3:Get*",
                                        "iam:Create*",
                                        "ec2:*",
                                        "*:*",
                                        "iam:CreateAccessKey",
                                        "s3:?etObject",
                                        "sts:GetFederationToken"};
const std::vector<std::string> kConcreteActions{"iam:CreateAccessKey",   "iam:CreateUser",   "s3:GetObject",
                                                "s3:PutObject",          "ec2:RunInstances", "zz:Other",
                                                "sts:GetFederationToken"};

// ---- root_is_denied -------------------------------------------------------------------------------------

const std::vector<std::string> kScpResources{"arn:aws:s3:::*", "arn:aws:iam::*:user/*", "arn:aws:iam::*:root",
                                             "arn:aws:*:*:*:*", "arn:aws:s3:::b/*"};
const std::vector<std::string> kScpConcreteResources{"*",
                                                     "arn:aws:s3:::b/k",
                                                     "arn:aws:s3:::c",
                                                     "arn:aws:iam::111122223333:root",
                                                     "arn:aws:iam::111122223333:user/u",
                                                     "arn:aws:ec2:us-east-1:111122223333:instance/i-1"};

const std::vector<TestCondition> kScpConditions{
    {"ArnLike", "aws:PrincipalArn", {"arn:aws:iam::*:root"}},
    {"StringLike", "aws:PrincipalArn", {"arn:*:iam::*:root"}},
    {"ArnLike", "aws:PrincipalArn", {"arn:aws:iam::1*:root", "arn:aws:iam::2*:root"}},
    {"StringEquals", "aws:PrincipalArn", {"arn:aws:iam::*:root"}},
    {"ArnNotLike", "aws:PrincipalArn", {"arn:aws:iam::*:role/admin"}},
    {"ArnNotEquals", "aws:PrincipalArn", {"arn:aws:iam::111122223333:root"}},
    {"StringEquals", "aws:PrincipalType", {"Account"}},
    {"StringEquals", "aws:PrincipalType", {"Root"}},
    {"StringNotEquals", "aws:PrincipalAccount", {"222233334444"}},
    {"StringLike", "aws:PrincipalAccount", {"1*"}},
    {"Bool", "aws:MultiFactorAuthPresent", {"false"}},
    {"Bool", "aws:MultiFactorAuthPresent", {"true"}},
    {"BoolIfExists", "aws:MultiFactorAuthPresent", {"false"}},
    {"BoolIfExists", "aws:MultiFactorAuthPresent", {"true"}},
    {"Null", "aws:MultiFactorAuthPresent", {"true"}},
    {"Null", "aws:MultiFactorAuthPresent", {"false"}},
    {"Null", "aws:AssumedRoot", {"true"}},
    {"StringNotEquals", "aws:RequestedRegion", {"eu-west-1"}},
    {"StringEquals", "aws:RequestedRegion", {"eu-west-1"}},
    {"StringLike", "aws:RequestedRegion", {"eu-*"}},
    {"IpAddress", "aws:SourceIp", {"0.0.0.0/1", "128.0.0.0/1"}},
    {"NotIpAddress", "aws:SourceIp", {"203.0.113.0/24"}},
    {"IpAddress", "aws:SourceIp", {"203.0.113.0/24"}},
    {"NumericLessThan", "aws:MultiFactorAuthAge", {"3600"}},
    {"NumericGreaterThanEquals", "aws:MultiFactorAuthAge", {"3600"}},
    {"DateLessThan", "aws:CurrentTime", {"2020-01-01T00:00:00Z"}},
    {"DateGreaterThan", "aws:CurrentTime", {"2020-01-01T00:00:00Z"}},
    {"ForAllValues:StringEquals", "aws:TagKeys", {"a", "b"}},
    {"ForAnyValue:StringNotEquals", "aws:TagKeys", {"a", "b"}},
    {"ForAnyValue:StringEquals", "aws:TagKeys", {"a"}},
    {"Null", "aws:TagKeys", {"true"}},
    {"StringNotLike", "aws:UserAgent", {"*break-glass*"}},
    {"StringEquals", "aws:PrincipalTag/team", {"sec"}},
    {"StringNotEquals", "aws:PrincipalTag/team", {"sec"}},
    {"StringEquals", "aws:userid", {"${aws:PrincipalAccount}"}},
};

const Universe kRootUniverse{
    {"aws:requestedregion", {{"us-east-1"}, {"eu-west-1"}, {"eu-north-1"}}},
    {"aws:sourceip", {{"203.0.113.9"}, {"10.1.2.3"}, {"198.51.100.1"}, {}}},
    {"aws:currenttime", {{"2026-12-01T00:00:00Z"}}},
    {"aws:tagkeys", {{}, {"a"}, {"a", "c"}, {"a", "b"}, {"c"}}},
    {"aws:useragent", {{"aws-cli"}, {"x break-glass x"}}},
};

struct ScpCase {
  std::vector<std::vector<PolicyDocument>> levels;
  std::vector<bool> full;
  ScpPath path;
};

void random_scps(Dice& dice, ScpCase& result) {
  const std::size_t count = 1 + dice.below(2);
  for (std::size_t level = 0; level < count; ++level) {
    std::vector<Value> statements;
    const std::size_t denies = dice.below(4);
    for (std::size_t i = 0; i < denies; ++i)
      statements.push_back(random_statement(dice, "Deny", kActions, kScpResources, kScpConditions, false));
    const bool full = dice.chance(75);
    const std::size_t allows = full ? 0 : dice.below(3);
    for (std::size_t i = 0; i < allows; ++i)
      statements.push_back(random_statement(dice, "Allow", kActions, kScpResources, kScpConditions, false));
    result.levels.emplace_back();
    if (!statements.empty())
      result.levels.back().push_back(document_of(std::move(statements), PolicyKind::service_control));
    result.full.push_back(full);
  }
  result.path.account = dice.chance(70) ? "111122223333" : "";
  for (std::size_t level = 0; level < count; ++level) {
    ScpLevel node;
    node.name = "node " + std::to_string(level);
    node.full_aws_access = result.full[level];
    for (const PolicyDocument& document : result.levels[level]) node.documents.push_back(&document);
    result.path.levels.push_back(std::move(node));
  }
}

/// The formula of policy evaluation for SCPs: every level must allow and none may deny.
bool scp_blocks(const ScpCase& scps, const Request& request) {
  for (std::size_t level = 0; level < scps.levels.size(); ++level) {
    const Decision decision = evaluate(scps.levels[level], request);
    if (decision.kind == DecisionKind::explicit_deny) return true;
    if (!scps.full[level] && decision.kind == DecisionKind::implicit_deny) return true;
  }
  return false;
}

Request root_request(const std::string& account, std::size_t sign_in) {
  Request request;
  request.principal = RequestPrincipal{"AWS", account, "arn:aws:iam::" + account + ":root"};
  add_principal_context(request);
  if (sign_in > 0) {
    request.context["aws:tokenissuetime"] = {"2026-12-01T00:00:00Z"};
    request.context["aws:multifactorauthpresent"] = {sign_in == 2 ? "true" : "false"};
  }
  return request;
}

/// The first request of the universe that nothing blocks.
std::optional<Request> open_root_request(const ScpCase& scps) {
  std::vector<const PolicyDocument*> documents;
  for (const auto& level : scps.levels)
    for (const PolicyDocument& document : level) documents.push_back(&document);
  const auto all = contexts(kRootUniverse, documents);
  const std::vector<std::string> accounts =
      scps.path.account.empty() ? std::vector<std::string>{"111122223333", "222233334444", "999900001111"}
                                : std::vector<std::string>{scps.path.account};
  for (const std::string& account : accounts)
    for (std::size_t sign_in = 0; sign_in < 3; ++sign_in)
      for (const char* age : {"60", "7200"})
        for (const auto& context : all)
          for (const std::string& action : kConcreteActions)
            for (const std::string& resource : kScpConcreteResources) {
              if (sign_in < 2 && std::string_view(age) != "60") continue;
              Request request = root_request(account, sign_in);
              if (sign_in == 2) request.context["aws:multifactorauthage"] = {age};
              for (const auto& [key, values] : context) request.context[key] = values;
              request.action = action;
              request.resource = resource;
              // Nobody calls IAM elsewhere.
              const auto region = request.context.find("aws:requestedregion");
              if (action.starts_with("iam:") && region != request.context.end() &&
                  region->second != std::vector<std::string>{"us-east-1"})
                continue;
              if (!scp_blocks(scps, request)) return request;
            }
  return std::nullopt;
}

TEST(PolicyQuestionsProperty, RootIsDeniedAgreesWithBruteForce) {
  std::map<Verdict, int> counts;
  for (std::uint64_t seed = 0; seed < tests::case_count(1000); ++seed) {
    Dice dice(seed);
    ScpCase scps;
    random_scps(dice, scps);
    const RootAnswer result = root_is_denied(scps.path, {});
    ++counts[result.answer.verdict];
    if (result.answer.verdict == Verdict::safe) {
      const std::optional<Request> open = open_root_request(scps);
      ASSERT_FALSE(open.has_value()) << "seed " << seed << ": " << describe(*open);
    } else if (result.answer.verdict == Verdict::violation) {
      ASSERT_TRUE(result.answer.witness.has_value()) << "seed " << seed;
      const Request& witness = *result.answer.witness;
      ASSERT_FALSE(scp_blocks(scps, witness)) << "seed " << seed << ": " << describe(witness);
      ASSERT_EQ(witness.principal->arn, "arn:aws:iam::" + witness.principal->account + ":root");
      if (!scps.path.account.empty()) {
        ASSERT_EQ(witness.principal->account, scps.path.account);
      }
    } else {
      ASSERT_FALSE(result.answer.reasons.empty()) << "seed " << seed;
    }
  }
  // Random guardrails are mostly leaky; the generator must still reach both answers, and doubt stay rare.
  EXPECT_GT(counts[Verdict::safe], 100);
  EXPECT_GT(counts[Verdict::violation], 100);
  EXPECT_LT(counts[Verdict::undecided] * 100, 12 * static_cast<int>(tests::case_count(1000)));
}

// ---- grants_everyone ------------------------------------------------------------------------------------

const std::vector<std::string> kBucketActions{"*", "s3:*", "s3:GetObject", "s3:Get*", "s3:PutObject"};
const std::vector<std::string> kBucketResources{"arn:aws:s3:::b", "arn:aws:s3:::b/*",
                                                "arn:aws:s3:::*/logs/*"};

const std::vector<TestCondition> kGrantConditions{
    {"StringEquals", "aws:PrincipalOrgID", {"o-aaaa"}},
    {"StringNotEquals", "aws:PrincipalOrgID", {"o-aaaa"}},
    {"StringEqualsIfExists", "aws:PrincipalOrgID", {"o-aaaa"}},
    {"StringNotEqualsIfExists", "aws:PrincipalOrgID", {"o-aaaa"}},
    {"StringLike", "aws:PrincipalOrgID", {"o-*"}},
    {"Null", "aws:PrincipalOrgID", {"false"}},
    {"Null", "aws:PrincipalOrgID", {"true"}},
    {"StringEquals", "aws:PrincipalAccount", {"111122223333"}},
    {"StringNotEquals", "aws:PrincipalAccount", {"111122223333"}},
    {"StringLike", "aws:PrincipalAccount", {"9*"}},
    {"ArnLike", "aws:PrincipalArn", {"arn:aws:iam::111122223333:role/*"}},
    {"ArnNotLike", "aws:PrincipalArn", {"arn:aws:iam::111122223333:role/*"}},
    {"ArnLike", "aws:PrincipalArn", {"arn:aws:iam::*:role/deploy*"}},
    {"StringEquals", "aws:PrincipalType", {"Anonymous"}},
    {"StringEquals", "aws:PrincipalType", {"User", "Account"}},
    {"IpAddress", "aws:SourceIp", {"203.0.113.0/24"}},
    {"NotIpAddress", "aws:SourceIp", {"203.0.113.0/24"}},
    {"IpAddress", "aws:SourceIp", {"0.0.0.0/1"}},
    {"IpAddress", "aws:SourceIp", {"10.0.0.0/8"}},
    {"StringEquals", "aws:SourceVpce", {"vpce-1"}},
    {"StringNotEquals", "aws:SourceVpce", {"vpce-1"}},
    {"StringNotEqualsIfExists", "aws:SourceVpce", {"vpce-1"}},
    {"Bool", "aws:SecureTransport", {"false"}},
    {"Bool", "aws:SecureTransport", {"true"}},
    {"StringLike", "aws:Referer", {"https://example.com/*"}},
    {"Bool", "aws:MultiFactorAuthPresent", {"true"}},
    {"StringEquals", "aws:PrincipalTag/team", {"a"}},
    {"ForAllValues:StringLike", "aws:PrincipalOrgPaths", {"o-aaaa/*"}},
    {"ForAnyValue:StringLike", "aws:PrincipalOrgPaths", {"o-aaaa/*"}},
    {"Bool", "aws:PrincipalIsAWSService", {"false"}},
    {"StringNotEquals", "aws:ResourceOrgID", {"${aws:PrincipalOrgID}"}},
};

struct Outsider {
  RequestPrincipal principal;
  bool anonymous = false;
};

const std::vector<Outsider> kOutsiders{
    {{"Anonymous", "", ""}, true},
    {{"AWS", "999988887777", "arn:aws:iam::999988887777:root"}, false},
    {{"AWS", "555566667777", "arn:aws:iam::555566667777:role/deployer"}, false},
    {{"AWS", "999988887777", "arn:aws:iam::999988887777:user/eve"}, false},
};

const Universe kOutsiderUniverse{
    {"aws:principalorgid", {{}, {"o-zzzz"}}},
    {"aws:principalorgpaths", {{}, {"o-zzzz/r-1/ou-1/"}}},
    {"aws:sourceip", {{"198.51.100.7"}, {"99.1.2.3"}, {}}},
    {"aws:sourcevpce", {{}, {"vpce-9"}}},
    {"aws:securetransport", {{"true"}, {"false"}}},
    {"aws:referer", {{}, {"https://example.com/a"}}},
    {"aws:multifactorauthpresent", {{}, {"true"}, {"false"}}},
    {"aws:principaltag/team", {{}, {"a"}, {"b"}}},
    {"aws:resourceorgid", {{"o-aaaa"}}},
};

/// Rules out combinations no request has: policy.md §1.10.
bool is_possible(const Outsider& outsider, const Request& request) {
  const bool endpoint = request.context.count("aws:sourcevpce") != 0;
  if (endpoint == (request.context.count("aws:sourceip") != 0)) return false;
  const bool root = outsider.principal.arn.find(":root") != std::string::npos;
  if ((outsider.anonymous || root) && request.context.count("aws:principaltag/team") != 0) return false;
  if (!outsider.anonymous) return true;
  return request.context.count("aws:principalorgid") == 0 &&
         request.context.count("aws:principalorgpaths") == 0 &&
         request.context.count("aws:multifactorauthpresent") == 0;
}

std::optional<Request> open_outsider_request(const PolicyDocument& document) {
  for (const auto& context : contexts(kOutsiderUniverse, {&document}))
    for (const Outsider& outsider : kOutsiders) {
      Request request;
      request.principal = outsider.principal;
      request.context = context;
      add_principal_context(request);
      if (!is_possible(outsider, request)) continue;
      for (const char* action : {"s3:GetObject", "s3:PutObject", "s3:ListBucket"})
        for (const char* resource : {"arn:aws:s3:::b", "arn:aws:s3:::b/k", "arn:aws:s3:::c/logs/k"}) {
          request.action = action;
          request.resource = resource;
          const Decision decision = evaluate({&document, 1}, request);
          if (decision.kind == DecisionKind::allowed && decision.undecided.empty()) return request;
        }
    }
  return std::nullopt;
}

TEST(PolicyQuestionsProperty, GrantsEveryoneAgreesWithBruteForce) {
  std::map<Verdict, int> counts;
  for (std::uint64_t seed = 0; seed < tests::case_count(1000); ++seed) {
    Dice dice(seed + 1'000'000);
    std::vector<Value> statements{
        random_statement(dice, "Allow", kBucketActions, kBucketResources, kGrantConditions, true)};
    const std::size_t denies = dice.below(3);
    for (std::size_t i = 0; i < denies; ++i)
      statements.push_back(
          random_statement(dice, "Deny", kBucketActions, kBucketResources, kGrantConditions, true));
    const PolicyDocument document = document_of(std::move(statements), PolicyKind::resource);
    const Answer answer = grants_everyone(document, 0);
    ++counts[answer.verdict];
    if (answer.verdict == Verdict::safe) {
      const std::optional<Request> open = open_outsider_request(document);
      ASSERT_FALSE(open.has_value()) << "seed " << seed << ": " << describe(*open);
    } else if (answer.verdict == Verdict::violation) {
      ASSERT_TRUE(answer.witness.has_value());
      const Decision decision = evaluate({&document, 1}, *answer.witness);
      ASSERT_EQ(decision.kind, DecisionKind::allowed) << "seed " << seed << ": " << describe(*answer.witness);
      ASSERT_TRUE(decision.undecided.empty()) << "seed " << seed;
      ASSERT_NE(answer.witness->principal->account, "111122223333");
    } else {
      ASSERT_FALSE(answer.reasons.empty()) << "seed " << seed;
    }
  }
  EXPECT_GT(counts[Verdict::safe], 100);
  EXPECT_GT(counts[Verdict::violation], 100);
  EXPECT_LT(counts[Verdict::undecided] * 100, 12 * static_cast<int>(tests::case_count(1000)));
}

}  // namespace
}  // namespace rootproof::policy
