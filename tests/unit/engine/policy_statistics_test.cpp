#include "analyzer/engine/policy_statistics.h"

#include <gtest/gtest.h>

namespace rootproof::engine {
namespace {

using value::Hole;
using value::HoleKind;
using value::Reason;
using value::ReasonKind;
using value::Value;

Value text_with(HoleKind kind, std::string symbol, Reason reason) {
  return Value::string(
      {value::TextPiece{"arn:", {}, false}, Hole{kind, std::move(symbol), std::move(reason), {}}});
}

Value document_with(Value resource) {
  return Value::map({{"Version", {}, Value::string("2012-10-17")}, {"Resource", {}, std::move(resource)}});
}

const Reason kVariable{ReasonKind::unknown_variable, "var.partner", {}};

TEST(PolicyStatistics, TellsTextsWithAnIdentityFromPartsThatAreNotKnown) {
  EXPECT_EQ(knowledge_of(document_with(Value::string("*"))), SlotKnowledge::full);
  EXPECT_EQ(
      knowledge_of(document_with(text_with(HoleKind::reference, "aws_s3_bucket.a.arn",
                                           {ReasonKind::resource_attribute, "aws_s3_bucket.a.arn", {}}))),
      SlotKnowledge::identities);
  EXPECT_EQ(knowledge_of(document_with(text_with(HoleKind::any, "", kVariable))), SlotKnowledge::partial);
  EXPECT_EQ(knowledge_of(document_with(Value::unknown(kVariable))), SlotKnowledge::partial);
  EXPECT_EQ(knowledge_of(Value::unknown(kVariable)), SlotKnowledge::unknown);
  EXPECT_EQ(knowledge_of(Value::string({Hole{HoleKind::any, "", kVariable, {}}})), SlotKnowledge::unknown);
}

TEST(PolicyStatistics, AlternativesWaitForTheirCondition) {
  value::GuardTerm term;
  term.condition = "var.partner";
  term.reason = kVariable;
  value::Guard guard;
  guard.terms.push_back(term);
  const Value either = Value::one_of({{guard, Value::string("a")}, {value::Guard{}, Value::string("b")}});
  EXPECT_EQ(knowledge_of(document_with(either)), SlotKnowledge::partial);
}

TEST(PolicyStatistics, CountsReasonsOncePerSlotAndResourcesOfOneTypeTogether) {
  PolicySlotStatistics statistics;
  for (const char* name : {"module.a[\"x.y\"].aws_kms_key.one[0].policy", "aws_kms_key.two.policy"}) {
    const Value hole = Value::unknown({ReasonKind::resource_attribute, name, {}});
    statistics.add(Value::list({hole, hole}));
  }
  statistics.add(Value::unknown({ReasonKind::data_source, "data.aws_ssm_parameter.p.value", {}}));
  statistics.add(Value::string("known"));
  EXPECT_EQ(statistics.slots, (std::array<std::size_t, kSlotKnowledges>{1, 0, 2, 1}));
  EXPECT_EQ(statistics.by_kind, (std::map<ReasonKind, std::size_t>{{ReasonKind::resource_attribute, 2},
                                                                   {ReasonKind::data_source, 1}}));
  EXPECT_EQ(statistics.by_detail.at({ReasonKind::resource_attribute, "aws_kms_key.*.policy"}), 2U);
  EXPECT_EQ(statistics.by_detail.at({ReasonKind::data_source, "data.aws_ssm_parameter.*.value"}), 1U);
}

}  // namespace
}  // namespace rootproof::engine
