// compare() on random policies, held against the concrete evaluator on every request of a small universe:
//  - "equivalent" and "narrower" survive every request; witnesses evaluate to what they claim;
//  - edits that change no meaning change no answer, and a further Deny never adds access.
// ROOTPROOF_PROPERTY_CASES sets the number of cases.
#include "analyzer/policy/comparison.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "analyzer/policy/compiled_policies.h"
#include "analyzer/policy/evaluate.h"
#include "analyzer/policy/statement_questions.h"
#include "tests/properties/case_count.h"
#include "tests/properties/dice.h"

namespace rootproof::policy {
namespace {

using tests::Dice;

using value::Member;
using value::Value;
using Texts = std::vector<std::string>;

/// A key with what a policy may say of it and what a request may carry.
struct KeyOfUniverse {
  std::string key;
  Texts operators;
  Texts policy_values;
  std::vector<Texts> request_values;  ///< an empty one: the key is absent
};

const std::vector<KeyOfUniverse> kKeys{
    {"aws:PrincipalTag/t",
     {"StringEquals", "StringNotEquals", "StringEqualsIgnoreCase", "StringNotEqualsIgnoreCase", "StringLike",
      "StringNotLike", "StringEqualsIfExists", "StringNotLikeIfExists", "StringLikeIfExists"},
     {"a", "A", "a*", "*b", "ab", "?", "*", "a?", "${aws:PrincipalTag/t}", "a${aws:SourceIdentity}*"},
     {{}, {"a"}, {"A"}, {"ab"}, {"b"}, {"a*"}, {"aab"}}},
    {"aws:SourceArn",
     {"ArnLike", "ArnEquals", "ArnNotLike", "ArnNotEquals", "ArnLikeIfExists", "StringLike"},
     {"arn:aws:sns:*:111122223333:t", "arn:aws:sns:us-east-1:*:*", "arn:aws:s3:::b", "arn:*:s3:::*",
      "arn:aws:s3:::${aws:PrincipalTag/t}"},
     {{},
      {"arn:aws:sns:us-east-1:111122223333:t"},
      {"arn:aws:s3:::b"},
      {"arn:aws:sns:eu-west-1:111122223333:t"}}},
    {"aws:MultiFactorAuthAge",
     {"NumericEquals", "NumericNotEquals", "NumericLessThan", "NumericLessThanEquals", "NumericGreaterThan",
      "NumericGreaterThanEquals", "NumericLessThanIfExists"},
     {"60", "3600", "3600.5"},
     {{}, {"59"}, {"60"}, {"61"}, {"3600"}, {"3600.5"}, {"4000"}}},
    {"aws:TokenIssueTime",
     {"DateEquals", "DateNotEquals", "DateLessThan", "DateLessThanEquals", "DateGreaterThan",
      "DateGreaterThanEquals"},
     {"2026-12-01T00:00:00Z", "2027-01-01T00:00:00Z"},
     {{}, {"2026-11-30T23:59:59Z"}, {"2026-12-01T00:00:00Z"}, {"2027-01-01T00:00:01Z"}}},
    {"aws:MultiFactorAuthPresent",
     {"Bool", "BoolIfExists", "Null"},
     {"true", "false"},
     {{}, {"true"}, {"false"}}},
    {"aws:SourceIp",
     {"IpAddress", "NotIpAddress", "IpAddressIfExists"},
     {"10.0.0.0/8", "0.0.0.0/1", "128.0.0.0/1", "203.0.113.9", "2001:db8::/32"},
     {{}, {"10.1.2.3"}, {"203.0.113.9"}, {"198.51.100.1"}, {"2001:db8::1"}}},
    {"aws:TagKeys",
     {"ForAllValues:StringEquals", "ForAnyValue:StringEquals", "ForAllValues:StringLike",
      "ForAnyValue:StringNotEquals", "ForAllValues:StringNotLike", "Null"},
     {"a", "b", "a*", "true", "false"},
     {{}, {"a"}, {"b"}, {"a", "b"}, {"a", "c"}, {"c"}, {"ab"}}},
};
const Texts kAskedActions{"*",     "s3:*", "s3:Get*",    "s3:GetObject", "s3:?etObject",
                          "iam:*", "*:*",  "iam:Create*"};
const Texts kResources{"*",
                       "arn:aws:s3:::b/*",
                       "arn:aws:s3:::b*",
                       "arn:aws:s3:::*k",
                       "arn:aws:iam::*:user/u",
                       "arn:aws:s3:::${aws:PrincipalTag/t}",
                       "arn:aws:s3:::${aws:PrincipalTag/t}/*",
                       "arn:aws:s3:::${aws:PrincipalTag/t, 'b'}/k"};
const Texts kAskedConcreteActions{"s3:GetObject", "s3:PutObject", "iam:CreateUser", "iam:GetUser",
                                  "zz:Other"};
const Texts kConcreteResources{"*", "arn:aws:s3:::b/k", "arn:aws:s3:::b", "arn:aws:s3:::c/x",
                               "arn:aws:iam::111122223333:user/u"};

struct ConditionEntry {
  std::string op;
  std::size_t key;
  Texts values;
};

/// A statement before it is written as a policy, so that it can be written in several ways.
struct StatementPlan {
  bool deny = false;
  bool not_action = false;
  bool not_resource = false;
  Texts actions;
  Texts resources;
  std::vector<ConditionEntry> conditions;
};

Texts some_texts_of(Dice& dice, const Texts& pool) {
  Texts chosen{dice.pick(pool)};
  while (dice.chance(30)) chosen.push_back(dice.pick(pool));
  return chosen;
}

StatementPlan random_statement(Dice& dice, const std::vector<std::size_t>& keys) {
  StatementPlan plan;
  plan.deny = dice.chance(40);
  plan.not_action = dice.chance(15);
  plan.not_resource = dice.chance(10);
  plan.actions = some_texts_of(dice, kAskedActions);
  plan.resources = dice.chance(60) ? Texts{"*"} : some_texts_of(dice, kResources);
  while (dice.chance(50) && plan.conditions.size() < 3) {
    const std::size_t key = dice.pick(keys);
    ConditionEntry entry{dice.pick(kKeys[key].operators), key, {}};
    const bool boolean = entry.op == "Null" || entry.op.substr(0, 4) == "Bool";
    entry.values =
        boolean ? Texts{dice.chance(50) ? "true" : "false"} : some_texts_of(dice, kKeys[key].policy_values);
    const bool repeated =
        std::any_of(plan.conditions.begin(), plan.conditions.end(),
                    [&entry](const auto& other) { return other.op == entry.op && other.key == entry.key; });
    if (!repeated) plan.conditions.push_back(std::move(entry));
  }
  return plan;
}

std::string upper(std::string text) {
  for (char& c : text)
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 32);
  return text;
}

/// `otherwise`: the same meaning in other words.
Value texts(const Texts& values, bool otherwise) {
  if (otherwise && values.size() == 1) return Value::string(values[0]);
  std::vector<Value> items;
  for (const std::string& value : values) items.push_back(Value::string(value));
  if (otherwise) std::reverse(items.begin(), items.end());
  return Value::list(std::move(items));
}

Value statement_value(const StatementPlan& plan, bool otherwise) {
  Texts actions = plan.actions;
  if (otherwise)
    for (std::string& action : actions) action = upper(action);
  std::vector<Member> members{
      {"Effect", {}, Value::string(std::string(plan.deny ? "Deny" : "Allow"))},
      {plan.not_action ? "NotAction" : "Action", {}, texts(actions, otherwise)},
      {plan.not_resource ? "NotResource" : "Resource", {}, texts(plan.resources, otherwise)}};
  std::map<std::string, std::vector<Member>> blocks;
  for (const ConditionEntry& entry : plan.conditions)
    blocks[entry.op].push_back(
        {otherwise ? upper(kKeys[entry.key].key.substr(0, 14)) +
                         kKeys[entry.key].key.substr(std::min<std::size_t>(14, kKeys[entry.key].key.size()))
                   : kKeys[entry.key].key,
         {},
         texts(entry.values, otherwise)});
  std::vector<Member> operators;
  for (auto& [op, keys] : blocks) operators.push_back({op, {}, Value::map(std::move(keys))});
  if (!operators.empty()) members.push_back({"Condition", {}, Value::map(std::move(operators))});
  if (otherwise) members.push_back({"Sid", {}, Value::string(std::string("Renamed"))});
  return Value::map(std::move(members));
}

std::vector<PolicyDocument> documents_of(const std::vector<StatementPlan>& plans, bool otherwise = false) {
  std::vector<Value> statements;
  for (const StatementPlan& plan : plans) statements.push_back(statement_value(plan, otherwise));
  if (otherwise) std::reverse(statements.begin(), statements.end());
  return {parse_policy(Value::map({{"Version", {}, Value::string(std::string("2012-10-17"))},
                                   {"Statement", {}, Value::list(std::move(statements))}}),
                       PolicyKind::unknown)};
}

std::string lower(std::string text) {
  for (char& c : text)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
  return text;
}

std::vector<Request> universe(const std::vector<std::size_t>& keys) {
  std::vector<Request> requests;
  for (const std::string& action : kAskedConcreteActions)
    for (const std::string& resource : kConcreteResources) {
      Request request;
      request.action = action;
      request.resource = resource;
      requests.push_back(std::move(request));
    }
  for (const std::size_t key : keys) {
    std::vector<Request> more;
    for (const Request& request : requests)
      for (const Texts& values : kKeys[key].request_values) {
        more.push_back(request);
        if (!values.empty()) more.back().context[lower(kKeys[key].key)] = values;
      }
    requests = std::move(more);
  }
  return requests;
}

bool allows(const std::vector<PolicyDocument>& documents, const Request& request) {
  return evaluate(documents, request).kind == DecisionKind::allowed;
}

bool same(const Decision& left, const Decision& right) {
  return left.kind == right.kind && left.undecided.size() == right.undecided.size() &&
         std::equal(left.statements.begin(), left.statements.end(), right.statements.begin(),
                    right.statements.end(), [](const DecidingStatement& a, const DecidingStatement& b) {
                      return a.policy == b.policy && a.statement == b.statement && a.effect == b.effect;
                    });
}

/// False where AWS does not say what happens.
bool is_decided(const std::vector<PolicyDocument>& documents, const Request& request) {
  return evaluate(documents, request).undecided.empty();
}

std::size_t comparisons() { return tests::case_count(2000); }

/// Adds or removes an entry of a list; sometimes another statement takes what is removed.
void change_entries(Dice& dice, std::vector<StatementPlan>& plans) {
  StatementPlan& plan = plans[dice.below(plans.size())];
  const bool actions = dice.chance(60);
  Texts& list = actions ? plan.actions : plan.resources;
  list.push_back(dice.pick(actions ? kAskedActions : kResources));
  if (dice.chance(50)) std::swap(list.front(), list.back());
  if (dice.chance(40)) return;
  StatementPlan part = plan;
  (actions ? part.actions : part.resources) = {list.back()};
  list.pop_back();
  if (dice.chance(40)) plans.push_back(std::move(part));
}

struct RandomChange {
  std::vector<std::size_t> keys;
  std::vector<StatementPlan> before;
  std::vector<StatementPlan> after;
};

RandomChange random_change(std::uint64_t seed) {
  Dice dice(seed);
  RandomChange change;
  change.keys = {dice.below(kKeys.size())};
  if (const std::size_t second = dice.below(kKeys.size()); second != change.keys[0])
    change.keys.push_back(second);
  const std::size_t count = 1 + dice.below(3);
  for (std::size_t i = 0; i < count; ++i) change.before.push_back(random_statement(dice, change.keys));
  // Most changes are small: a statement more, less or other, or an entry of its lists.
  change.after = change.before;
  const std::size_t kind = dice.below(6);
  if (kind == 0) change.after.push_back(random_statement(dice, change.keys));
  if (kind == 1) change.after.pop_back();
  if (kind == 2) change.after[dice.below(count)] = random_statement(dice, change.keys);
  if (kind >= 4) change_entries(dice, change.after);
  if (kind == 3) {
    change.after.clear();
    for (std::size_t i = 0; i < count; ++i) change.after.push_back(random_statement(dice, change.keys));
  }
  return change;
}

TEST(ComparisonProperty, AgreesWithBruteForce) {
  std::map<Relation, std::uint64_t> counts;
  for (std::uint64_t seed = 0; seed < comparisons(); ++seed) {
    const RandomChange change = random_change(seed);
    const std::vector<PolicyDocument> before = documents_of(change.before);
    const std::vector<PolicyDocument> after = documents_of(change.after);
    const Comparison comparison = compare(before, after);
    ++counts[comparison.relation];
    if (comparison.new_access) {
      ASSERT_TRUE(allows(after, *comparison.new_access) && !allows(before, *comparison.new_access)) << seed;
    }
    if (comparison.lost_access) {
      ASSERT_TRUE(allows(before, *comparison.lost_access) && !allows(after, *comparison.lost_access)) << seed;
    }
    if (comparison.relation == Relation::undecided) {
      ASSERT_FALSE(comparison.undecided.empty()) << seed;
      continue;
    }
    const CompiledPolicies compiled(after);
    for (const Request& request : universe(change.keys)) {
      ASSERT_TRUE(same(compiled.evaluate(request), evaluate(after, request))) << seed << describe(request);
      if (!is_decided(before, request) || !is_decided(after, request)) continue;
      const bool was = allows(before, request);
      const bool is = allows(after, request);
      ASSERT_TRUE(!is || was || comparison.new_access) << seed << ": " << describe(request);
      ASSERT_TRUE(is || !was || comparison.lost_access) << seed << ": " << describe(request);
    }
  }
  EXPECT_GT(counts[Relation::equivalent], comparisons() / 50);
  EXPECT_GT(counts[Relation::narrower], comparisons() / 50);
  EXPECT_GT(counts[Relation::broader], comparisons() / 50);
  EXPECT_LT(counts[Relation::undecided], comparisons() / 20);
}

TEST(ComparisonProperty, OtherWordsForTheSameAreEquivalent) {
  for (std::uint64_t seed = 0; seed < comparisons() / 4; ++seed) {
    const RandomChange change = random_change(seed);
    const Comparison comparison = compare(documents_of(change.before), documents_of(change.before, true));
    ASSERT_EQ(comparison.relation, Relation::equivalent) << seed;
  }
}

TEST(ComparisonProperty, AFurtherDenyNeverAddsAccess) {
  std::uint64_t undecided = 0;
  for (std::uint64_t seed = 0; seed < comparisons() / 4; ++seed) {
    Dice dice(seed + 1'000'000);
    RandomChange change = random_change(seed);
    std::vector<StatementPlan> more = change.before;
    more.push_back(random_statement(dice, change.keys));
    more.back().deny = true;
    const Comparison comparison = compare(documents_of(change.before), documents_of(more));
    ASSERT_FALSE(comparison.new_access) << seed;
    // What only a key that is present and empty would show is not documented; what only values of variables
    // show that nobody tried is not found.
    if (comparison.relation == Relation::undecided)
      ++undecided;
    else
      ASSERT_TRUE(comparison.relation == Relation::equivalent || comparison.relation == Relation::narrower)
          << seed;
  }
  EXPECT_LE(undecided, comparisons() / 150);
}

TEST(ComparisonProperty, AStatementIsShadowedWhenItsAbsenceChangesNothing) {
  std::uint64_t undecided = 0;
  std::uint64_t shadowed = 0;
  std::uint64_t asked = 0;
  for (std::uint64_t seed = 0; seed < comparisons() / 2; ++seed) {
    RandomChange change = random_change(seed);
    for (StatementPlan& plan : change.after) plan.deny = false;
    const std::vector<PolicyDocument> all = documents_of(change.after);
    const std::vector<Request> requests = universe(change.keys);
    for (std::size_t i = 0; i < change.after.size(); ++i, ++asked) {
      std::vector<StatementPlan> rest = change.after;
      rest.erase(rest.begin() + static_cast<std::ptrdiff_t>(i));
      const std::vector<PolicyDocument> without = documents_of(rest);
      const Answer answer = is_shadowed(all[0], i);
      if (answer.verdict == Verdict::safe) {
        ASSERT_TRUE(answer.witness) << seed;
        ASSERT_TRUE(allows(all, *answer.witness)) << seed << ": " << describe(*answer.witness);
        ASSERT_FALSE(allows(without, *answer.witness)) << seed << ": " << describe(*answer.witness);
      }
      undecided += answer.verdict == Verdict::undecided ? 1U : 0U;
      if (answer.verdict != Verdict::violation) continue;
      ++shadowed;
      for (const Request& request : requests) {
        if (!is_decided(all, request) || !is_decided(without, request)) continue;
        ASSERT_EQ(allows(all, request), allows(without, request)) << seed << ": " << describe(request);
      }
    }
  }
  EXPECT_GT(shadowed, asked / 20);
  EXPECT_LT(undecided, asked / 20);
}

}  // namespace
}  // namespace rootproof::policy
