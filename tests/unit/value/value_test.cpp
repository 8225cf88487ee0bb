#include "parsers/value/value.h"

#include <gtest/gtest.h>

#include <stdexcept>
#include <thread>

#include "parsers/source/limits.h"
#include "parsers/value/decimal.h"
#include "parsers/value/secret.h"
#include "parsers/value/value_set.h"

namespace rootproof::value {
namespace {

source::Span at(std::uint32_t begin, std::uint32_t end) { return {source::FileId{1}, begin, end}; }

StringPiece text(std::string content, std::uint32_t begin) {
  const auto end = begin + static_cast<std::uint32_t>(content.size());
  return TextPiece{std::move(content), at(begin, end), true};
}

StringPiece hole(std::string symbol, ReasonKind kind = ReasonKind::resource_attribute) {
  return Hole{HoleKind::reference, symbol, {kind, symbol, at(90, 95)}, {}};
}

Guard when(std::string condition, bool holds = true) {
  return {{GuardTerm{std::move(condition), holds, {}}}};
}

Value choice() {
  return Value::one_of({{when("C"), Value::string("a")}, {when("C", false), Value::string("b")}});
}

TEST(Value, ScalarsTellTheirText) {
  EXPECT_EQ(Value::string("a").as_text(), "a");
  EXPECT_EQ(Value::number(42).as_text(), "42");
  EXPECT_EQ(Value::boolean(true).as_text(), "true");
  EXPECT_EQ(Value::null().as_text(), std::nullopt);
  EXPECT_EQ(Value::number(42).as_string(), std::nullopt);
  EXPECT_TRUE(Value().is(Value::Kind::null));
}

TEST(Value, NumbersAreCanonicalAndExact) {
  EXPECT_EQ(Value::number("111122223333").as_number(), "111122223333");
  EXPECT_EQ(canonical_decimal("007.50"), "7.5");
  EXPECT_EQ(canonical_decimal("1e3"), "1000");
  EXPECT_EQ(canonical_decimal("12.5E-3"), "0.0125");
  EXPECT_EQ(canonical_decimal("-0.0"), "0");
  EXPECT_EQ(canonical_decimal("+5"), "5");
  EXPECT_EQ(canonical_decimal("0.1"), "0.1");
  EXPECT_EQ(canonical_decimal("1e999999"), "1e999999");
  EXPECT_EQ(canonical_decimal("-2.50e-400"), "-25e-401");
  EXPECT_EQ(canonical_decimal("1e99999999999"), "1e99999999999");
  EXPECT_EQ(canonical_decimal("0x1F"), "0x1F");
  EXPECT_EQ(canonical_decimal(""), "");
}

TEST(Value, PiecesOfOneTextGrowTogether) {
  const Value value = Value::string({text("ab", 10), text("cd", 12), text("ef", 20)});
  ASSERT_EQ(value.pieces().size(), 2U);
  EXPECT_EQ(value.as_string(), "abcdef");
  EXPECT_EQ(value.text_span(1, 3), at(11, 13));
  EXPECT_EQ(value.text_span(3, 5), at(13, 21));
}

TEST(Value, PiecesWithoutPlaceGrowTogether) {
  const Value value = Value::string({TextPiece{"a", {}, false}, TextPiece{"b", {}, false}, hole("X")});
  EXPECT_EQ(value.pieces().size(), 2U);
}

TEST(Value, AnEmptyStringKeepsItsPlace) {
  const Value value = Value::string("", {}, at(7, 7), true);
  EXPECT_EQ(value.as_string(), "");
  EXPECT_EQ(value.text_span(0, 0), at(7, 7));
}

TEST(Value, TextThatIsNotVerbatimHasThePlaceOfItsPiece) {
  const Value value = Value::string({TextPiece{"\"", at(5, 7), false}, text("rest", 7)});
  EXPECT_EQ(value.text_span(0, 1), at(5, 7));
  EXPECT_EQ(value.text_span(1, 2), at(7, 8));
}

TEST(Value, AHoleMakesAStringPartial) {
  const Value value = Value::string({text("arn:", 0), hole("Key.Arn")});
  EXPECT_TRUE(value.is_partial());
  EXPECT_EQ(value.as_string(), std::nullopt);
  EXPECT_FALSE(value.fully_known());
  EXPECT_EQ(value.to_display(), "\"arn:${Key.Arn}\"");
}

TEST(Value, ALongStringIsALimit) {
  const Value value = Value::string(std::string(limits::kValueBytes + 1, 'x'));
  ASSERT_TRUE(value.is(Value::Kind::unknown));
  EXPECT_EQ(value.reason().kind, ReasonKind::limit);
}

TEST(Value, WeighsWhatWalkingItCosts) {
  EXPECT_EQ(Value().weight(), 1U);
  EXPECT_EQ(Value::number(7).weight(), 1U);
  EXPECT_EQ(Value::string("a").weight(), 2U);
  EXPECT_EQ(Value::string(std::string(64, 'a')).weight(), 3U);
  EXPECT_EQ(Value::string({text("ab", 10), hole("x"), text("c", 20)}).weight(), 4U);
  const Value list = Value::list({Value::string("a"), Value::boolean(true)});
  EXPECT_EQ(list.weight(), 4U);
  // Shared parts as often as they appear, what is unknown or open once.
  const Value map = Value::map({{"a", {}, list}, {"b", {}, list}, {"c", {}, choice()}});
  EXPECT_EQ(map.weight(), 10U);
  EXPECT_EQ(Value::open_list({list}, {ReasonKind::data_source, "d", {}}).weight(), 1U);
  Value doubled = Value::number(1);
  for (int i = 0; i < 40; ++i) doubled = Value::list({doubled, doubled});
  EXPECT_EQ(doubled.weight(), 0xFFFFFFFFU);
}

TEST(Value, CopiesShareTheirContentAndDifferInOrigin) {
  const Value list = Value::list({Value::string("a")}, Origin::of(OriginKind::literal, at(1, 2), {}));
  const Value used = list.with_step(OriginKind::reference, at(5, 6), "local.x");
  const Value encoded = used.as_encoded();
  EXPECT_EQ(used.identity(), list.identity());
  EXPECT_EQ(encoded.identity(), list.identity());
  EXPECT_TRUE(encoded.is_encoded());
  EXPECT_FALSE(used.is_encoded());
  EXPECT_EQ(encoded.items()[0].as_text(), "a");
  EXPECT_EQ(list.origin().span(), at(1, 2));
  EXPECT_EQ(encoded.origin().span(), at(5, 6));
  EXPECT_EQ(Value::null(list.origin()).identity(), nullptr);
  EXPECT_EQ(Value::null(list.origin()).origin().span(), at(1, 2));
}

TEST(Value, ValuesOfOtherKindsAreRefused) {
  EXPECT_THROW((void)Value().items(), std::logic_error);
  EXPECT_THROW((void)Value::string("a").as_number(), std::logic_error);
  EXPECT_THROW((void)Value::number(1).members(), std::logic_error);
  EXPECT_THROW((void)Value::boolean(true).reason(), std::logic_error);
}

TEST(Value, CopiesMayBeMadeAndGivenBackInSeveralThreads) {
  const Value shared = Value::map({{"a", {}, Value::list({Value::string("b"), choice()})}},
                                  Origin::of(OriginKind::literal, at(1, 2), "a text that is long enough"));
  const auto work = [&shared] {
    for (int i = 0; i < 10'000; ++i) {
      const Value copy = shared;
      const Value used = copy.find("a")->with_step(OriginKind::local, at(3, 4), "local.a");
      ASSERT_EQ(used.items().size(), 2U);
    }
  };
  std::thread first(work);
  std::thread second(work);
  first.join();
  second.join();
  EXPECT_EQ(shared.find("a")->items()[0].as_text(), "b");
}

TEST(Value, MapsFindTheirMembers) {
  const Value value = Value::map({{"a", {}, Value::number(1)}, {"b", {}, Value::list({Value::null()})}});
  ASSERT_NE(value.find("b"), nullptr);
  EXPECT_EQ(value.find("c"), nullptr);
  EXPECT_EQ(Value::number(1).find("a"), nullptr);
  EXPECT_EQ(value.to_display(), R"({"a": 1, "b": [null]})");
}

TEST(OneOf, FlattensAndDropsContradictions) {
  const Value value = Value::one_of({{when("C"), choice()}, {when("D"), choice()}});
  ASSERT_EQ(value.alternatives().size(), 3U);
  EXPECT_EQ(value.alternatives()[0].guard.to_string(), "when C");
  EXPECT_EQ(value.alternatives()[1].guard.to_string(), "when D and C");
  EXPECT_EQ(value.alternatives()[2].guard.to_string(), "when D and not C");
}

TEST(OpenList, IsUnknownAndHoldsWhatIsKnown) {
  const Value list = Value::open_list({Value::number(1)}, {ReasonKind::data_source, "data.x", {}});
  EXPECT_TRUE(list.is(Value::Kind::unknown));
  EXPECT_EQ(list.unknown_type(), ValueType::list);
  EXPECT_FALSE(list.fully_known());
  ASSERT_EQ(list.known_items().size(), 1U);
  EXPECT_EQ(list.to_display(), "[1, …(unknown: data-source: data.x)]");
  EXPECT_TRUE(Value::unknown({}).known_items().empty());
  EXPECT_TRUE(Value::number(1).known_items().empty());
}

TEST(OpenList, SurelyHoldsWhatStandsInEachWay) {
  const Value unknown = Value::unknown({ReasonKind::data_source, "data.x", {}});
  const Value other = Value::unknown({ReasonKind::data_source, "data.x", {}});
  const Value long_way = Value::list({Value::number(1), unknown, Value::number(2), other});
  const Value open_way = Value::open_list({Value::number(2), unknown.with_step({OriginKind::local, {}, "l"})},
                                          {ReasonKind::data_source, "data.y", {}});
  const Value either = Value::one_of({{when("C"), long_way}, {when("C", false), open_way}});
  const std::vector<Value> common = surely_held_items(either);
  ASSERT_EQ(common.size(), 2U);
  EXPECT_EQ(common[0].identity(), unknown.identity());
  EXPECT_EQ(common[1].as_number(), "2");
  EXPECT_EQ(surely_held_items(open_way).size(), 2U);
  EXPECT_TRUE(surely_held_items(Value::one_of({{when("C"), long_way}, {when("C", false), other}})).empty());
}

TEST(ValueSet, TellsApartWhatMayTurnOutApart) {
  const Value unknown = Value::unknown({ReasonKind::data_source, "data.x", {}});
  ValueSet set;
  EXPECT_TRUE(set.insert(unknown));
  EXPECT_FALSE(set.insert(unknown));
  EXPECT_TRUE(set.insert(Value::unknown({ReasonKind::data_source, "data.x", {}})));
  EXPECT_TRUE(set.insert(Value::list({})));
  EXPECT_TRUE(set.insert(Value::list({}).as_encoded()));
  EXPECT_FALSE(set.insert(Value::list({})));
  // Which way it turns out nobody says, so two of them need not agree.
  const auto open_choice = [] { return Value::one_of({{{}, Value::number(1)}, {{}, Value::number(2)}}); };
  EXPECT_TRUE(set.insert(open_choice()));
  EXPECT_TRUE(set.insert(open_choice()));
}

TEST(OneOf, OneWayUnderNoGuardIsThatValue) {
  EXPECT_EQ(Value::one_of({{{}, Value::string("a")}}).as_string(), "a");
}

TEST(OneOf, TooManyWaysAreALimit) {
  std::vector<Alternative> ways;
  for (std::size_t i = 0; i <= limits::kAlternatives; ++i)
    ways.push_back({when(std::to_string(i)), Value::number(1)});
  const Value value = Value::one_of(std::move(ways));
  ASSERT_TRUE(value.is(Value::Kind::unknown));
  EXPECT_EQ(value.reason().kind, ReasonKind::limit);
}

TEST(Strings, OfTooManyPiecesLoseTheirPlacesNotTheirText) {
  std::vector<StringPiece> pieces;
  for (std::uint32_t i = 0; i <= limits::kTextPieces; ++i)
    pieces.emplace_back(TextPiece{"ab", at(10 * i, 10 * i + 2), true});
  const Value value = Value::string(std::move(pieces));
  EXPECT_EQ(value.pieces().size(), 1U);
  EXPECT_EQ(value.as_string()->size(), 2 * (limits::kTextPieces + 1));
}

TEST(Strings, OfTooManyHolesAreALimit) {
  std::vector<StringPiece> pieces;
  for (std::size_t i = 0; i <= limits::kTextPieces; ++i) {
    pieces.emplace_back(TextPiece{"ab", {}, false});
    pieces.emplace_back(Hole{});
  }
  const Value value = Value::string(std::move(pieces));
  ASSERT_TRUE(value.is(Value::Kind::unknown));
  EXPECT_EQ(value.reason().detail, "kTextPieces");
}

TEST(Reasons, OfEverythingInsideWithoutRepetition) {
  const Reason reason{ReasonKind::unknown_variable, "var.a", at(1, 2)};
  const Value value =
      Value::list({Value::unknown(reason), Value::unknown(reason), Value::string({hole("X")})});
  const std::vector<Reason> reasons = value.reasons();
  ASSERT_EQ(reasons.size(), 2U);
  EXPECT_EQ(reasons[0].detail, "var.a");
  EXPECT_EQ(reasons[1].detail, "X");
  EXPECT_TRUE(Value::string("a").reasons().empty());
}

TEST(Reasons, GuardsHaveThemToo) {
  Guard guard = when("C");
  guard.terms.front().reason = Reason{ReasonKind::unknown_variable, "parameter Open", {}};
  const Value value = Value::one_of({{guard, Value::number(1)}, {when("C", false), Value::number(2)}});
  ASSERT_EQ(value.reasons().size(), 1U);
}

TEST(SameContent, IgnoresOriginsAndCutsOfTexts) {
  EXPECT_TRUE(Value::string("ab").same_content(Value::string({text("a", 3), text("b", 9)})));
  EXPECT_TRUE(Value::map({{"a", {}, Value::number(1)}, {"b", {}, Value::number(2)}})
                  .same_content(Value::map({{"b", {}, Value::number(2)}, {"a", {}, Value::number(1)}})));
  EXPECT_FALSE(Value::string("1").same_content(Value::number(1)));
  EXPECT_FALSE(Value::list({}).same_content(Value::list({Value::null()})));
}

TEST(SameContent, HolesAreEqualByIdentityAndUnknownsNever) {
  EXPECT_TRUE(Value::string({hole("X")}).same_content(Value::string({hole("X")})));
  EXPECT_FALSE(Value::string({hole("X")}).same_content(Value::string({hole("Y")})));
  EXPECT_FALSE(Value::string({hole("")}).same_content(Value::string({hole("")})));
  const Value unknown = Value::unknown({});
  EXPECT_FALSE(unknown.same_content(unknown));
}

TEST(Concatenate, JoinsTextsAndScalars) {
  const Value parts[] = {Value::string("a"), Value::number(1), Value::boolean(false), Value::absent()};
  EXPECT_EQ(concatenate(parts, {})->as_string(), "a1false");
}

TEST(Concatenate, MakesHolesOfUnknowns) {
  const Value parts[] = {Value::string("a-"), Value::unknown({ReasonKind::data_source, "data.x", {}})};
  EXPECT_EQ(concatenate(parts, {})->to_display(), "\"a-${data-source: data.x}\"");
}

TEST(Concatenate, GoesEveryWayAndKeepsGuardsTogether) {
  const Value parts[] = {choice(), Value::string("-"), choice()};
  EXPECT_EQ(concatenate(parts, {})->to_display(), R"((one of: "a-a" when C | "b-b" when not C))");
}

TEST(Concatenate, RefusesWhatHasNoText) {
  const Value list[] = {Value::string("a"), Value::list({})};
  const Value null[] = {Value::null()};
  EXPECT_EQ(concatenate(list, {}), std::nullopt);
  EXPECT_EQ(concatenate(null, {}), std::nullopt);
}

TEST(Guard, ContradictsItselfByNameOrBySubject) {
  EXPECT_FALSE((when("A") & when("B", false)).impossible());
  EXPECT_TRUE((when("A") & when("A", false)).impossible());
  const Guard prod{{GuardTerm{"Stage is prod", true, {}, "Stage"}}};
  const Guard dev{{GuardTerm{"Stage is dev", true, {}, "Stage"}}};
  const Guard not_dev{{GuardTerm{"Stage is dev", false, {}, "Stage"}}};
  EXPECT_TRUE((prod & dev).impossible());
  EXPECT_FALSE((prod & not_dev).impossible());
  EXPECT_EQ((when("A") & when("A")).terms.size(), 1U);
  EXPECT_EQ(Guard{}.to_string(), "");
}

TEST(Guard, SaysWhatAParameterIsOnce) {
  const auto stage = [](std::string_view text, bool holds = true) {
    return Guard{{value_term("Stage", text, holds, {})}};
  };
  EXPECT_EQ((stage("dev", false) & stage("prod")).to_string(), "when Stage is prod");
  EXPECT_EQ((stage("prod") & stage("dev", false)).to_string(), "when Stage is prod");
  EXPECT_EQ((stage("dev", false) & stage("prod", false)).to_string(),
            "when Stage is not dev and Stage is not prod");
  EXPECT_TRUE((stage("dev", false) & stage("dev")).impossible());
  EXPECT_EQ(stage("", false).to_string(), "when Stage is not \"\"");
  EXPECT_FALSE((stage("") & stage("\"\"", false)).impossible());
  for (const char* text : {"", "dev", "\"", "\"\"", "is x"})
    EXPECT_EQ(text_of_value_term(stage(text).terms.front()), text);
  EXPECT_EQ(text_of_value_term({"Stage is prod", true, {}, ""}), std::nullopt);
  EXPECT_TRUE(stage("dev").implies(stage("prod", false)));
  EXPECT_FALSE(stage("dev", false).implies(stage("prod")));
}

TEST(Origin, ChainsFromTheUseToTheSource) {
  const Origin source({OriginKind::variable_default, at(1, 2), "default of var.a"});
  const Value value = Value::string("x", source).with_step({OriginKind::reference, at(5, 9), "var.a"});
  const std::vector<OriginStep> chain = value.origin().chain();
  ASSERT_EQ(chain.size(), 2U);
  EXPECT_EQ(chain[0].detail, "var.a");
  EXPECT_EQ(chain[1].detail, "default of var.a");
  EXPECT_EQ(value.origin().span(), at(5, 9));
  EXPECT_EQ(value.origin().step()->detail, "var.a");
  EXPECT_EQ(value.origin().source()->detail, "default of var.a");
  EXPECT_TRUE(Origin{}.empty());
  EXPECT_FALSE(Origin{}.step() || Origin{}.source());
}

TEST(Origin, LongChainsShowBothEndsAndAreReleasedWithoutRecursion) {
  Origin origin;
  for (std::uint32_t i = 0; i < 200'000; ++i) origin = Origin({OriginKind::local, at(i, i), {}}, origin);
  const std::vector<OriginStep> chain = origin.chain();
  ASSERT_EQ(chain.size(), 64U);
  EXPECT_EQ(chain.front().span.begin, 199'999U);
  EXPECT_EQ(chain.back().span.begin, 0U);
}

TEST(Origin, LongChainsKeepTheMarkOfASecret) {
  Origin origin({OriginKind::literal, at(1, 1), {}});
  for (std::uint32_t i = 0; i < 1000; ++i) {
    if (i == 500) origin = Origin({OriginKind::function, at(7, 7), std::string(kSecretMark)}, origin);
    origin = Origin({OriginKind::local, at(i, i), {}}, origin);
  }
  EXPECT_EQ(origin.secret_mark(), at(7, 7));
  const std::vector<OriginStep> chain = origin.chain();
  ASSERT_EQ(chain.size(), 65U);
  EXPECT_TRUE(is_secret_mark(chain[32]));
  EXPECT_TRUE(is_secret(Value::string("x", origin)));
}

TEST(Value, DeepNestingIsInspectedAndReleasedWithoutRecursion) {
  Value value = Value::string({hole("Deep")});
  for (int i = 0; i < 100'000; ++i)
    value = i % 2 == 0 ? Value::list({value}) : Value::map({{"k", {}, value}});
  EXPECT_FALSE(value.fully_known());
  EXPECT_EQ(value.reasons().size(), 1U);
  EXPECT_TRUE(value.same_content(value));
  EXPECT_FALSE(value.to_display().empty());
}

TEST(Value, SharedContentIsInspectedOnce) {
  Value value = Value::string({hole("X")});
  for (int i = 0; i < 60; ++i) value = Value::list({value, value});
  EXPECT_EQ(value.reasons().size(), 1U);
  EXPECT_TRUE(value.same_content(value));
  EXPECT_LT(value.to_display().size(), 1U << 20U);
}

TEST(Reason, EveryKindHasANameAndSaysWhatWouldSettleIt) {
  for (int kind = 0; kind <= static_cast<int>(ReasonKind::limit); ++kind) {
    const Reason reason{static_cast<ReasonKind>(kind), "X", {}};
    EXPECT_FALSE(to_string(reason.kind).empty());
    EXPECT_NE(what_would_settle(reason).find('X'), std::string::npos) << to_string(reason.kind);
    EXPECT_FALSE(what_would_settle({reason.kind, "", {}}).empty());
  }
  EXPECT_EQ(what_would_settle({ReasonKind::unknown_variable, "var.partner", {}}),
            "pass --var partner=VALUE, or a file with it through --var-file");
  EXPECT_EQ(
      what_would_settle(
          {ReasonKind::external_target, "what sends the events of CloudTrail to the event bus security", {}}),
      "add the code that sends the events of CloudTrail to the event bus security to the scanned paths");
  EXPECT_EQ(
      what_would_settle({ReasonKind::external_target, "who subscribes to topic, which is an output", {}}),
      "add the code that subscribes to topic, which is an output, to the scanned paths");
  EXPECT_EQ(
      what_would_settle(
          {ReasonKind::external_target, "the resource or VPC endpoint that this policy is attached to", {}}),
      "add the code that attaches the policy, which for a module terraform init fetches, to the scanned "
      "paths");
  EXPECT_EQ(what_would_settle({ReasonKind::unsupported_operator, "the operator cidr of the pattern", {}}),
            "write the event pattern with texts, prefix, suffix or wildcard");
}

TEST(Reason, NobodyIsToldToWriteASecret) {
  for (const char* secret : {"aws_iam_access_key.k.secret", "random_password.p.result_password",
                             "data.aws_secretsmanager_secret_version.s.secret_string"})
    for (const ReasonKind kind :
         {ReasonKind::resource_attribute, ReasonKind::data_source, ReasonKind::unknown_import})
      EXPECT_EQ(what_would_settle({kind, secret, {}}).find("write"), std::string::npos) << secret;
  EXPECT_EQ(
      what_would_settle({ReasonKind::data_source, "data.aws_secretsmanager_secret.s.arn", {}}),
      "write the value of data.aws_secretsmanager_secret.s.arn literally, or pass it in through a variable");
}

}  // namespace
}  // namespace rootproof::value
