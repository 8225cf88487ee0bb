// Guardrails over random organizations, held against the evaluator of single requests:
//  - where an account is called covered, no request of its root user passes; every witness passes on its
//  path;
//  - a policy that moves up the tree never uncovers an account; an exception never covers one.
// ROOTPROOF_PROPERTY_CASES sets the number of cases.
#include <gtest/gtest.h>

#include <deque>
#include <iterator>
#include <string>
#include <utility>
#include <vector>

#include "analyzer/policy/authorization.h"
#include "rules/guardrails/guardrail_coverage.h"
#include "tests/properties/case_count.h"
#include "tests/properties/dice.h"

namespace rootproof::tests {
namespace {

using organization::Organization;
using rules::GuardrailState;
using value::Value;

/// Guardrails right, dead, partial and beside the point; some tell accounts apart, one is an allow list.
const std::vector<std::string>& statements() {
  static const std::vector<std::string> kStatements = {
      R"({"Effect": "Deny", "Action": "*", "Resource": "*", "Condition": {"ArnLike": {"aws:PrincipalArn": "arn:*:iam::*:root"}}})",
      R"({"Effect": "Deny", "Action": "*", "Resource": "*", "Condition": {"StringEquals": {"aws:PrincipalArn": "arn:aws:iam::*:root"}}})",
      R"({"Effect": "Deny", "NotAction": "iam:*", "Resource": "*", "Condition": {"StringLike": {"aws:PrincipalArn": "arn:aws:iam::*:root"}}})",
      R"({"Effect": "Deny", "Action": "iam:*", "Resource": "*", "Condition": {"StringLike": {"aws:PrincipalArn": "*:root"}}})",
      R"({"Effect": "Deny", "Action": "organizations:LeaveOrganization", "Resource": "*"})",
      R"({"Effect": "Deny", "Action": "*", "Resource": "*", "Condition": {"StringEquals": {"aws:PrincipalAccount": "111122220001"}}})",
      R"({"Effect": "Deny", "Action": "*", "Resource": "*", "Condition": {"StringNotEquals": {"aws:PrincipalAccount": ["111122220001", "111122220003"]}}})",
      R"({"Effect": "Deny", "Action": "*", "Resource": "*", "Condition": {"ArnNotLike": {"aws:PrincipalArn": "arn:aws:iam::111122220002:root"}}})",
      R"({"Effect": "Deny", "Action": "*", "Resource": "*", "Condition": {"ArnLike": {"aws:PrincipalArn": "arn:aws:iam::*3:root"}}})",
      R"({"Effect": "Deny", "Action": "*", "Resource": "*", "Condition": {"ArnLike": {"aws:PrincipalArn": "arn:aws:iam::11112222000?:root"}, "StringNotLike": {"aws:userid": "1111*4"}}})",
      R"({"Effect": "Deny", "Action": "iam:*", "Resource": "*", "Condition": {"StringEquals": {"aws:userid": "111122220002"}}})",
      R"({"Effect": "Deny", "Action": "*", "Resource": "*", "Condition": {"Bool": {"aws:MultiFactorAuthPresent": "false"}}})",
      R"({"Effect": "Deny", "Action": "*", "Resource": "*", "Condition": {"BoolIfExists": {"aws:MultiFactorAuthPresent": "false"}}})",
      R"({"Effect": "Deny", "Action": "*", "Resource": "*", "Condition": {"ArnNotLike": {"aws:PrincipalArn": "arn:aws:iam::*:role/admin"}}})",
      R"({"Effect": "Allow", "Action": "*", "Resource": "*"})",
      R"({"Effect": "Deny", "Action": "*", "Resource": "*", "Condition": {"ArnLike": {"aws:PrincipalArn": "arn:*:iam::*:root"}, "StringNotEquals": {"aws:PrincipalAccount": "111122220002"}}})",
      R"({"Effect": "Deny", "Action": "*", "Resource": "*", "Condition": {"ArnNotLike": {"aws:PrincipalArn": ["arn:aws:iam::*:role/admin", "arn:aws:iam::111122220001:root"]}}})",
      R"({"Effect": "Deny", "NotAction": ["iam:*", "s3:*"], "Resource": "*", "Condition": {"StringLike": {"aws:PrincipalArn": "arn:aws:iam::*:root"}}})",
      R"({"Effect": "Deny", "Action": "iam:*", "Resource": "*", "Condition": {"StringLike": {"aws:PrincipalArn": "*:root"}, "StringNotEquals": {"aws:PrincipalAccount": "111122220002"}}})",
  };
  return kStatements;
}

/// Statements, and the same with an exception: NotAction spares what it lists, one more condition an account,
/// an operator without IfExists requests without the key. Those that are not enough by themselves tell
/// whether an exception makes them so.
constexpr std::pair<std::size_t, std::size_t> kExceptions[] = {{0, 2},  {0, 15}, {13, 16},
                                                               {2, 17}, {3, 18}, {12, 11}};

policy::PolicyDocument document_of(const std::string& statement) {
  return policy::parse_policy(
      Value::string("{\"Version\": \"2012-10-17\", \"Statement\": [" + statement + "]}"),
      PolicyKind::service_control);
}

std::string account_id(std::size_t number) { return "11112222000" + std::to_string(number); }

/// A tree of up to three levels of units with some accounts and policies. What is attached where is a list,
/// so that a test can move it.
struct Draft {
  std::vector<std::size_t> parents;                           ///< of unit i: 0 is the root, j + 1 is unit j
  std::vector<std::size_t> accounts;                          ///< parent of account i
  std::vector<std::pair<std::size_t, std::size_t>> attached;  ///< statement, node: root, units, accounts

  [[nodiscard]] std::size_t parent_of(std::size_t node) const {
    if (node == 0) return 0;
    return node <= parents.size() ? parents[node - 1] : accounts[node - 1 - parents.size()];
  }
};

Draft random_draft(Dice& dice) {
  Draft draft;
  const std::size_t units = dice.below(4);
  for (std::size_t i = 0; i < units; ++i) draft.parents.push_back(dice.below(i + 1));
  const std::size_t accounts = 1 + dice.below(4);
  for (std::size_t i = 0; i < accounts; ++i) draft.accounts.push_back(dice.below(units + 1));
  const std::size_t attached = dice.below(5);
  for (std::size_t i = 0; i < attached; ++i)
    draft.attached.emplace_back(dice.below(statements().size()), dice.below(1 + units + accounts));
  return draft;
}

/// The draft as exported objects, so that accounts have ids; owns what the organization points to.
class Built {
 public:
  explicit Built(const Draft& draft) {
    const std::size_t units = draft.parents.size();
    const auto id = [&](std::size_t node) {
      if (node == 0) return std::string("r-test");
      return node <= units ? "ou-test-" + std::to_string(node) : account_id(node - units);
    };
    for (std::size_t node = 1; node <= units + draft.accounts.size(); ++node) {
      const bool unit = node <= units;
      add(unit ? ResourceKind::organizational_unit : ResourceKind::account,
          unit ? "AWS::Organizations::OrganizationalUnit" : "AWS::Organizations::Account", id(node),
          {{unit ? "ParentId" : "ParentIds", {}, Value::string(id(draft.parent_of(node)))}});
    }
    for (const auto& [statement, node] : draft.attached) {
      add(ResourceKind::organizations_policy, "AWS::Organizations::Policy",
          "p-" + std::to_string(resources_.size()),
          {{"Type", {}, Value::string("SERVICE_CONTROL_POLICY")},
           {"TargetIds", {}, Value::list({Value::string(id(node))})}});
      documents_.push_back(document_of(statements()[statement]));
    }
    add(ResourceKind::organization, "AWS::Organizations::Organization", "o-test",
        {{"EnabledPolicyTypes", {}, Value::list({Value::string("SERVICE_CONTROL_POLICY")})}});
    std::vector<organization::PolicyInput> inputs;
    for (const Resource& resource : resources_) {
      if (resource.kind == ResourceKind::organizations_policy)
        inputs.push_back({&resource, &documents_[inputs.size()]});
    }
    organizations_ = organization::build_organizations(resources_, inputs);
  }

  [[nodiscard]] const Organization& organization() const { return organizations_.front(); }
  [[nodiscard]] engine::Facts facts() const {
    engine::Facts facts;
    facts.organizations = organizations_;
    return facts;
  }

 private:
  void add(ResourceKind kind, std::string_view type, std::string id, std::vector<value::Member> properties) {
    Resource resource;
    resource.kind = kind;
    resource.language = Language::organization_export;
    resource.type = type;
    resource.address = std::move(id);
    resource.unit = "export";
    resource.properties = Value::map(std::move(properties));
    resources_.push_back(std::move(resource));
  }

  std::vector<Resource> resources_;
  std::deque<policy::PolicyDocument> documents_;
  std::vector<Organization> organizations_;
};

/// What each account comes to.
std::vector<GuardrailState> states(const Built& built, const policy::RootQuestion& question) {
  rules::PathAnswers answers(built.organization(), question);
  const rules::GuardrailCoverage coverage =
      rules::judge_guardrail(built.facts(), built.organization(), answers);
  std::vector<GuardrailState> all;
  for (std::size_t i = 0; i < built.organization().nodes.size(); ++i) {
    if (built.organization().nodes[i].kind == organization::NodeKind::account)
      all.push_back(rules::state_of(built.organization(), i, coverage, answers));
  }
  return all;
}

policy::Request root_request(const std::string& account, const std::string& action, const char* mfa) {
  policy::Request request;
  request.principal = policy::RequestPrincipal{"AWS", account, "arn:aws:iam::" + account + ":root"};
  request.action = action;
  request.resource = "*";
  policy::add_principal_context(request);
  if (mfa != nullptr) request.context["aws:multifactorauthpresent"] = {mfa};
  return request;
}

/// Whether the request passes every node of the path, by the evaluator of single requests.
bool passes(const Draft& draft, std::size_t account, const policy::Request& request) {
  policy::PolicySets sets;
  std::vector<std::size_t> path;
  for (std::size_t node = 1 + draft.parents.size() + account; node != 0; node = draft.parent_of(node))
    path.push_back(node);
  path.push_back(0);
  for (auto node = path.rbegin(); node != path.rend(); ++node) {
    std::vector<policy::PolicyDocument>& documents = sets.service_control.emplace_back();
    documents.push_back(document_of(R"({"Effect": "Allow", "Action": "*", "Resource": "*"})"));
    for (const auto& [statement, at] : draft.attached) {
      if (at == *node) documents.push_back(document_of(statements()[statement]));
    }
  }
  return policy::authorize(sets, {}, request).kind == policy::DecisionKind::allowed;
}

bool some_request_passes(const Draft& draft, std::size_t account) {
  for (const char* action :
       {"iam:CreateUser", "iam:CreateAccessKey", "organizations:LeaveOrganization", "s3:GetObject"}) {
    for (const char* mfa : {static_cast<const char*>(nullptr), "true", "false"}) {
      if (passes(draft, account, root_request(account_id(account + 1), action, mfa))) return true;
    }
  }
  return false;
}

std::size_t drafts() { return tests::case_count(300); }

TEST(OrganizationProperties, EveryAccountAgreesWithTheEvaluatorOfRequests) {
  for (std::size_t number = 0; number < drafts(); ++number) {
    Dice dice(number);
    const Draft draft = random_draft(dice);
    const Built built(draft);
    const std::vector<GuardrailState> found = states(built, {});
    ASSERT_EQ(found.size(), draft.accounts.size());
    for (std::size_t account = 0; account < found.size(); ++account) {
      ASSERT_NE(found[account], GuardrailState::undecided)
          << "case " << number << ": nothing is unknown here";
      EXPECT_EQ(found[account] == GuardrailState::covered, !some_request_passes(draft, account))
          << "case " << number << ", account " << account << ": " << organization::to_string(found[account]);
    }
  }
}

TEST(OrganizationProperties, WitnessesPassInTheirAccount) {
  for (std::size_t number = 0; number < drafts(); ++number) {
    Dice dice(number);
    const Draft draft = random_draft(dice);
    const Built built(draft);
    rules::PathAnswers answers(built.organization(), {});
    std::size_t account = 0;
    for (std::size_t i = 0; i < built.organization().nodes.size(); ++i) {
      if (built.organization().nodes[i].kind != organization::NodeKind::account) continue;
      if (answers.of(i).answer.verdict == policy::Verdict::violation) {
        const policy::Request witness = answers.witness(i);
        EXPECT_EQ(witness.principal->account, account_id(account + 1)) << "case " << number;
        EXPECT_TRUE(passes(draft, account, witness)) << "case " << number << ", " << witness.action;
      }
      ++account;
    }
  }
}

TEST(OrganizationProperties, APolicyThatMovesUpUncoversNobody) {
  for (std::size_t number = 0; number < drafts(); ++number) {
    Dice dice(number);
    Draft draft = random_draft(dice);
    if (draft.attached.empty()) continue;
    const std::vector<GuardrailState> before = states(Built(draft), {});
    auto& moved = draft.attached[dice.below(draft.attached.size())];
    moved.second = draft.parent_of(moved.second);
    const std::vector<GuardrailState> after = states(Built(draft), {});
    for (std::size_t i = 0; i < before.size(); ++i) {
      if (before[i] == GuardrailState::covered) {
        EXPECT_EQ(after[i], GuardrailState::covered) << "case " << number << ", account " << i;
      }
    }
  }
}

TEST(OrganizationProperties, AnExceptionCoversNobody) {
  for (std::size_t number = 0; number < drafts(); ++number) {
    Dice dice(number);
    Draft draft = random_draft(dice);
    const std::vector<GuardrailState> before = states(Built(draft), {});
    const auto& [whole, with_exception] = kExceptions[dice.below(std::size(kExceptions))];
    for (auto& [statement, node] : draft.attached) {
      if (statement == whole) statement = with_exception;
    }
    const std::vector<GuardrailState> after = states(Built(draft), {});
    for (std::size_t i = 0; i < before.size(); ++i) {
      if (before[i] != GuardrailState::covered) {
        EXPECT_NE(after[i], GuardrailState::covered) << "case " << number << ", account " << i;
      }
    }
  }
}

}  // namespace
}  // namespace rootproof::tests
