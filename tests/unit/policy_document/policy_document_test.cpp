// parse_policy: the grammar of policies, what AWS refuses, holes, places and alternatives.
#include "parsers/policy/policy_document.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

#include "parsers/source/limits.h"
#include "parsers/source/source_file.h"
#include "parsers/syntax/syntax_tree.h"

namespace rootproof::policy {
namespace {

using value::Alternative;
using value::Hole;
using value::HoleKind;
using value::Reason;
using value::ReasonKind;
using value::StringPiece;
using value::TextPiece;
using value::Value;

/// A policy written with ' for ", in a file of its own, so that spans can be read back.
struct Written {
  explicit Written(std::string text, PolicyKind kind = PolicyKind::unknown) {
    for (char& c : text)
      if (c == '\'') c = '"';
    const source::SourceFile& file = table.add("policy.json", text);
    document = parse_policy(Value::string(text, {}, file.whole(), true), kind);
  }
  std::string at(source::Span span) const { return std::string(table.text(span)); }
  bool has_error(const std::string& part) const {
    return std::any_of(document.errors.begin(), document.errors.end(), [&part](const FormError& error) {
      return error.message.find(part) != std::string::npos;
    });
  }
  source::SourceTable table;
  PolicyDocument document;
};

std::string statement(const std::string& body) {
  return "{'Version':'2012-10-17','Statement':[{" + body + "}]}";
}

TEST(ToValue, PlacesTheTextOfManyEscapesInOneReading) {
  std::string text;
  while (text.size() < 1'200'000) text += "\\u0041b";
  source::SourceTable table;
  const source::SourceFile& file = table.add("policy.json", "{\"Action\": \"" + text + "\"}");
  const syntax::ParsedSyntax parsed = syntax::parse_json(file);
  const Value action = *to_value(parsed.tree.document(0)).find("Action");
  EXPECT_EQ(action.as_text()->size(), text.size() / 7 * 2);
  EXPECT_LE(action.pieces().size(), limits::kTextPieces) << "pieces cost a hundred times their text";
  EXPECT_EQ(table.text(action.text_span(2, 3)), "\\u0041");
  EXPECT_EQ(table.text(action.text_span(3, 4)), "b");
}

TEST(ParsePolicy, ReadsEveryElement) {
  const Written written(
      "{'Version':'2012-10-17','Id':'x','Statement':{'Sid':'One','Effect':'Deny','Principal':{'AWS':"
      "['111122223333','*'],'Service':'sns.amazonaws.com'},'NotAction':'s3:*','Resource':['a','b'],"
      "'Condition':{'StringEquals':{'aws:PrincipalOrgID':['o-1','o-2'],'aws:userid':7},'Bool':{'x:y':true}}}"
      "}");
  const PolicyDocument& document = written.document;
  EXPECT_EQ(document.version, "2012-10-17");
  ASSERT_EQ(document.statements.size(), 1U) << "an object stands for an array of one";
  const Statement& one = document.statements[0];
  EXPECT_EQ(one.sid, "One");
  EXPECT_EQ(one.effect, Effect::deny);
  EXPECT_TRUE(one.has_principal);
  EXPECT_EQ(one.principals.size(), 3U);
  EXPECT_TRUE(one.not_action);
  ASSERT_EQ(one.actions.size(), 1U);
  EXPECT_EQ(one.actions[0].text(), "s3:*");
  EXPECT_EQ(one.resources.size(), 2U);
  ASSERT_EQ(one.conditions.size(), 3U);
  EXPECT_EQ(one.conditions[0].operator_name, "StringEquals");
  EXPECT_EQ(one.conditions[0].key, "aws:PrincipalOrgID");
  EXPECT_EQ(one.conditions[0].values.size(), 2U);
  EXPECT_EQ(one.conditions[1].values[0].text(), "7") << "numbers need no quotation marks";
  EXPECT_EQ(one.conditions[2].values[0].text(), "true");
  EXPECT_TRUE(document.unknowns.empty());
}

TEST(ParsePolicy, KnowsTheExactPlaceOfEveryText) {
  const Written written(statement(
      "'Effect':'Allow','Principal':{'AWS':'arn:aws:iam::111122223333:root'},'Action':['s3:Get*','s3:Put*'],"
      "'Resource':'*','Condition':{'Bool':{'aws:SecureTransport':'true'}}"));
  const Statement& one = written.document.statements.at(0);
  EXPECT_EQ(written.at(one.effect_span), "Allow");
  EXPECT_EQ(written.at(one.principals[0].text.span), "arn:aws:iam::111122223333:root");
  EXPECT_EQ(written.at(one.actions[1].span), "s3:Put*");
  EXPECT_EQ(written.at(one.resource_span), "\"Resource\"");
  EXPECT_EQ(written.at(one.conditions[0].operator_span), "\"Bool\"");
  EXPECT_EQ(written.at(one.conditions[0].key_span), "\"aws:SecureTransport\"");
  EXPECT_EQ(written.at(one.conditions[0].values[0].span), "true");
}

TEST(ParsePolicy, FindsItsPlacesInTextThatWasIndentedOrEscaped) {
  // As a YAML block scalar or a heredoc delivers it: one piece per line, indentation left out.
  const std::string file_text =
      "P: |\n  {\"Statement\": [{\"Effect\": \"Allow\",\n   \"Action\": \"s3:\\u0047et\", \"Resource\": "
      "\"*\"}]}\n";
  source::SourceTable table;
  const source::SourceFile& file = table.add("t.yaml", file_text);
  const auto line = [&file, &file_text](const char* begin, std::size_t size) {
    const auto at = static_cast<std::uint32_t>(file_text.find(begin));
    return TextPiece{file_text.substr(at, size), file.span(at, at + static_cast<std::uint32_t>(size)), true};
  };
  const PolicyDocument document =
      parse_policy(Value::string(std::vector<StringPiece>{
                       line("{\"Statement", 37), TextPiece{"\n", {}, false}, line("   \"Action", 46)}),
                   PolicyKind::identity);
  ASSERT_EQ(document.statements.size(), 1U);
  const PolicyString& action = document.statements[0].actions.at(0);
  EXPECT_EQ(action.text(), "s3:Get");
  EXPECT_EQ(table.text(action.span), "s3:\\u0047et");
}

Hole unknown_hole(const char* detail, HoleKind kind = HoleKind::any, const char* symbol = "") {
  Hole hole;
  hole.kind = kind;
  hole.symbol = symbol;
  hole.reason = Reason{ReasonKind::unknown_variable, detail, {}};
  return hole;
}

/// Text with holes where @name stands.
Value template_of(const std::string& text) {
  std::vector<StringPiece> pieces;
  std::string run;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '@') {
      run += text[i] == '\'' ? '"' : text[i];
      continue;
    }
    pieces.emplace_back(TextPiece{run, {}, false});
    run.clear();
    std::string name;
    while (i + 1 < text.size() && text[i + 1] >= 'a' && text[i + 1] <= 'z') name += text[++i];
    pieces.emplace_back(unknown_hole(name.c_str()));
  }
  pieces.emplace_back(TextPiece{run, {}, false});
  return Value::string(std::move(pieces));
}

TEST(ParsePolicy, KeepsHolesInsideStrings) {
  const PolicyDocument document = parse_policy(
      template_of("{'Statement':[{'Effect':'Allow','Action':'s3:*','Resource':'arn:aws:s3:::@bucket/*'}]}"),
      PolicyKind::identity);
  ASSERT_EQ(document.statements.size(), 1U);
  const Value& resource = document.statements[0].resources.at(0).value;
  EXPECT_TRUE(resource.is_partial());
  EXPECT_EQ(resource.reasons().at(0).detail, "bucket");
  EXPECT_FALSE(document.statements[0].resources_unknown);
}

TEST(ParsePolicy, RestsNothingOnWhatAwsRefuses) {
  const auto refused = [](const std::string& text, PolicyKind kind) {
    const PolicyDocument document = parse_policy(Value::string(text), kind);
    return document.statements.size() == 1 && document.statements[0].elements_unknown &&
           !document.statements[0].unknowns.empty();
  };
  const std::string deny = R"("Effect":"Deny","Action":"*","Resource":"*")";
  const auto scp = PolicyKind::service_control;
  EXPECT_FALSE(refused(R"({"Version":"2012-10-17","Statement":[{)" + deny + "}]}", scp));
  EXPECT_FALSE(refused(R"({"Version":"2012-10-17","Id":"x","Statement":[{)" + deny + "}]}", scp));
  EXPECT_TRUE(refused(R"({"Version":"2012-10-17","Statement":[{)" + deny + R"(,"Conditions":{}}]})", scp));
  EXPECT_TRUE(refused(R"({"Version":"2012-10-17","Comment":"x","Statement":[{)" + deny + "}]}", scp));
  EXPECT_TRUE(refused(R"({"Version":"2023-01-01","Statement":[{)" + deny + "}]}", scp));
  const std::string bare = R"({"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":"*"}]})";
  EXPECT_TRUE(refused(bare, scp));
  EXPECT_FALSE(refused(bare, PolicyKind::trust)) << "the role itself is the resource";
}

TEST(ParsePolicy, TakesHolesInPlaceOfElementsAsUnknown) {
  const PolicyDocument document = parse_policy(
      template_of(
          "{'Version':@version,'Statement':[{'Effect':@effect,'Action':[@actions,'s3:Get*'],'Resource':@r,"
          "'Condition':{'StringEquals':{'a:b':@list}}},@more]}"),
      PolicyKind::identity);
  EXPECT_TRUE(document.version_unknown);
  ASSERT_EQ(document.statements.size(), 1U);
  const Statement& one = document.statements[0];
  EXPECT_EQ(one.effect, Effect::unknown);
  EXPECT_TRUE(one.actions_unknown);
  EXPECT_EQ(one.actions.size(), 1U) << "what is known stays";
  EXPECT_TRUE(one.resources_unknown);
  EXPECT_TRUE(one.conditions.at(0).values_unknown);
  ASSERT_EQ(document.unknowns.size(), 1U) << "one more statement, or several";
  EXPECT_EQ(document.unknowns[0].detail, "more");
  EXPECT_TRUE(document.errors.empty());
}

TEST(ParsePolicy, AHoleThatNoCommaPartsFromAStatementIsAnyNumberOfThem) {
  for (const char* text : {"{'Statement':[@more{'Effect':'Deny','Action':'s3:*','Resource':'*'}@more]}",
                           "{'Statement':[{'Effect':'Deny','Action':'s3:*','Resource':'*'}@more]}",
                           "{'Statement':[@more {'Effect':'Deny','Action':'s3:*','Resource':'*'}]}"}) {
    const PolicyDocument document = parse_policy(template_of(text), PolicyKind::identity);
    ASSERT_EQ(document.statements.size(), 1U) << text;
    EXPECT_EQ(document.statements[0].effect, Effect::deny);
    ASSERT_EQ(document.unknowns.size(), 1U) << text;
    EXPECT_EQ(document.unknowns[0].detail, "more");
    EXPECT_TRUE(document.errors.empty()) << text;
  }
  const PolicyDocument known =
      parse_policy(template_of("{'Statement':[{'Effect':'Deny'}{'Effect':'Deny'}]}"), PolicyKind::identity);
  EXPECT_FALSE(known.errors.empty()) << "without a hole a comma is missing";
}

TEST(ParsePolicy, AnUnknownTextIsAnUnknownPolicy) {
  const PolicyDocument document =
      parse_policy(Value::unknown({ReasonKind::data_source, "data.x", {}}), PolicyKind::identity);
  EXPECT_TRUE(document.statements.empty());
  ASSERT_EQ(document.unknowns.size(), 1U);
  EXPECT_TRUE(document.errors.empty());
}

TEST(ParsePolicy, ExpandsAlternativesIntoGuardedStatements) {
  value::Guard prod;
  prod.terms.push_back({"IsProd", true, {}});
  value::Guard other;
  other.terms.push_back({"IsProd", false, {}});
  const Value action = Value::one_of(
      {{prod, Value::string(std::string("s3:Get*"))},
       {other, Value::list({Value::string(std::string("s3:*")), Value::string(std::string("sqs:*"))})}});
  const Value condition =
      Value::one_of({{prod, Value::map({{"Bool", {}, Value::map({{"x:y", {}, Value::boolean(true)}})}})},
                     {other, Value::absent()}});
  const Value document =
      Value::map({{"Statement",
                   {},
                   Value::list({Value::map({{"Effect", {}, Value::string(std::string("Allow"))},
                                            {"Action", {}, action},
                                            {"Resource", {}, Value::string(std::string("*"))},
                                            {"Condition", {}, condition}})})}});
  const PolicyDocument parsed = parse_policy(document, PolicyKind::identity);
  ASSERT_EQ(parsed.statements.size(), 2U) << "contradictory combinations are left out";
  EXPECT_EQ(parsed.statements[0].guard.to_string(), prod.to_string());
  EXPECT_EQ(parsed.statements[0].conditions.size(), 1U);
  EXPECT_EQ(parsed.statements[1].actions.size(), 2U);
  EXPECT_TRUE(parsed.statements[1].conditions.empty());
  EXPECT_FALSE(parsed.statements[0].may_be_absent);
}

TEST(ParsePolicy, AStatementThatMayBeAbsentHasAGuard) {
  value::Guard prod;
  prod.terms.push_back({"IsProd", true, {}});
  value::Guard other;
  other.terms.push_back({"IsProd", false, {}});
  const Value allow = Value::map({{"Effect", {}, Value::string(std::string("Allow"))},
                                  {"Action", {}, Value::string(std::string("*"))},
                                  {"Resource", {}, Value::string(std::string("*"))}});
  const PolicyDocument parsed = parse_policy(
      Value::map(
          {{"Statement", {}, Value::list({Value::one_of({{prod, allow}, {other, Value::absent()}})})}}),
      PolicyKind::identity);
  ASSERT_EQ(parsed.statements.size(), 1U);
  EXPECT_FALSE(parsed.statements[0].guard.always());
}

TEST(ParsePolicy, TooManyAlternativesBecomeUnknown) {
  std::vector<value::Member> members{{"Effect", {}, Value::string(std::string("Allow"))},
                                     {"Resource", {}, Value::string(std::string("*"))}};
  std::vector<Value> actions;
  for (int i = 0; i < 6; ++i) {
    value::Guard yes;
    yes.terms.push_back({"C" + std::to_string(i), true, {}});
    value::Guard no;
    no.terms.push_back({"C" + std::to_string(i), false, {}});
    actions.push_back(Value::one_of({{yes, Value::string(std::string("s3:*"))}, {no, Value::absent()}}));
  }
  members.push_back({"Action", {}, Value::list(std::move(actions))});
  const PolicyDocument parsed = parse_policy(
      Value::map({{"Statement", {}, Value::list({Value::map(std::move(members))})}}), PolicyKind::identity);
  EXPECT_LE(parsed.statements.size(), 16U);
  EXPECT_TRUE(std::any_of(parsed.statements.begin(), parsed.statements.end(),
                          [](const Statement& s) { return s.actions_unknown; }));
}

value::Reason more() { return {value::ReasonKind::unknown_variable, "var.more", {}}; }

Value deny(Value action) {
  return Value::map({{"Effect", {}, Value::string(std::string("Deny"))},
                     {"Action", {}, std::move(action)},
                     {"Resource", {}, Value::string(std::string("*"))}});
}

Value document_of(Value statements) { return Value::map({{"Statement", {}, std::move(statements)}}); }

TEST(ParsePolicy, KnownStatementsOfAnOpenListStandBesideOthers) {
  const Value statements = Value::open_list({deny(Value::string(std::string("*")))}, more());
  const PolicyDocument parsed = parse_policy(document_of(statements), PolicyKind::service_control);
  ASSERT_EQ(parsed.statements.size(), 1U);
  EXPECT_TRUE(parsed.statements[0].guard.always());
  EXPECT_TRUE(parsed.statements[0].unknowns.empty());
  ASSERT_EQ(parsed.unknowns.size(), 1U);
  EXPECT_EQ(parsed.unknowns[0].detail, "var.more");
}

TEST(ParsePolicy, KnownActionsOfAnOpenListAreSomeOfThem) {
  const Value actions = Value::open_list({Value::string(std::string("s3:*"))}, more());
  const PolicyDocument parsed =
      parse_policy(document_of(Value::list({deny(actions)})), PolicyKind::service_control);
  ASSERT_EQ(parsed.statements.size(), 1U);
  EXPECT_EQ(parsed.statements[0].actions.size(), 1U);
  EXPECT_TRUE(parsed.statements[0].actions_unknown);
  EXPECT_EQ(parsed.statements[0].unknowns.front().detail, "var.more");
}

TEST(ParsePolicy, AlternativesInsideAnOpenListAreToldApart) {
  value::Guard prod{{{"IsProd", true, {}}}};
  value::Guard other{{{"IsProd", false, {}}}};
  const Value action = Value::one_of({{prod, Value::string(std::string("s3:*"))}, {other, Value::absent()}});
  const PolicyDocument parsed = parse_policy(
      document_of(Value::list({deny(Value::open_list({action}, more()))})), PolicyKind::service_control);
  ASSERT_EQ(parsed.statements.size(), 2U);
  EXPECT_EQ(parsed.statements[0].actions.size(), 1U);
  EXPECT_TRUE(parsed.statements[1].actions.empty());
  EXPECT_TRUE(parsed.statements[0].actions_unknown && parsed.statements[1].actions_unknown);
}

TEST(ParsePolicy, AStatementOfEveryAlternativeStandsUnderNoCondition) {
  value::Guard prod{{{"IsProd", true, {}}}};
  value::Guard other{{{"IsProd", false, {}}}};
  const Value fence = deny(Value::string(std::string("*")));
  const Value further = deny(Value::string(std::string("s3:*")));
  const Value statements =
      Value::one_of({{prod, Value::list({fence, further})}, {other, Value::list({fence})}});
  const PolicyDocument parsed = parse_policy(document_of(statements), PolicyKind::service_control);
  ASSERT_EQ(parsed.statements.size(), 2U);
  EXPECT_TRUE(parsed.statements[0].guard.always());
  EXPECT_EQ(parsed.statements[1].guard.to_string(), "when IsProd");
}

struct Refused {
  const char* body;
  PolicyKind kind;
  const char* message;  ///< a part of it
};

TEST(ParsePolicy, ReadsTheShortFormOfAnApisArn) {
  const value::Value statement = value::Value::map(
      {{"Effect", {}, value::Value::string("Allow")},
       {"Principal", {}, value::Value::string("*")},
       {"Action", {}, value::Value::string("execute-api:Invoke")},
       {"Resource",
        {},
        value::Value::list({value::Value::string("execute-api:/live/GET/x"),
                            value::Value::string("execute-api:/"), value::Value::string("execute-api:x")})}});
  const PolicyDocument document =
      parse_policy(value::Value::map({{"Statement", {}, statement}}), PolicyKind::resource);
  ASSERT_EQ(document.statements.size(), 1U);
  ASSERT_EQ(document.statements[0].resources.size(), 3U);
  EXPECT_EQ(document.statements[0].resources[0].text(), "arn:*:execute-api:*:*:*/live/GET/x");
  EXPECT_EQ(document.statements[0].resources[1].text(), "arn:*:execute-api:*:*:*/");
  EXPECT_EQ(document.statements[0].resources[2].text(), "execute-api:x");
  EXPECT_EQ(document.errors.size(), 1U);
}

TEST(ParsePolicy, SaysWhatAwsRefuses) {
  const std::vector<Refused> cases{
      {"'Effect':'allow','Action':'*','Resource':'*'", PolicyKind::identity, "Effect must be"},
      {"'Action':'*','Resource':'*'", PolicyKind::identity, "without Effect"},
      {"'Effect':'Allow','Resource':'*'", PolicyKind::identity, "without Action"},
      {"'Effect':'Allow','Action':'*'", PolicyKind::identity, "without Resource"},
      {"'Effect':'Allow','Action':'*','NotAction':'*','Resource':'*'", PolicyKind::identity,
       "one of the two"},
      {"'Effect':'Allow','action':'*','Resource':'*'", PolicyKind::identity, "upper and lower case differ"},
      {"'Effect':'Allow','Action':'*','Resource':'*','Comment':'x'", PolicyKind::identity, "not an element"},
      {"'Effect':'Allow','Action':'*','Resource':'*','Action':'*'", PolicyKind::identity, "stands twice"},
      {"'Effect':'Allow','Action':'*','Resource':'*','Sid':'a b'", PolicyKind::identity,
       "letters and digits"},
      {"'Effect':'Allow','Action':'star','Resource':'*'", PolicyKind::identity, "is no action"},
      {"'Effect':'Allow','Action':'*','Resource':'bucket'", PolicyKind::identity, "neither an ARN"},
      {"'Effect':'Allow','Action':{'a':1},'Resource':'*'", PolicyKind::identity, "must be a string"},
      {"'Effect':'Allow','NotAction':[],'Resource':'*'", PolicyKind::identity, "NotAction is empty"},
      {"'Effect':'Allow','Principal':'*','Action':'*','Resource':'*'", PolicyKind::identity, "no Principal"},
      {"'Effect':'Deny','Principal':'*','Action':'*','Resource':'*'", PolicyKind::service_control,
       "no Principal"},
      {"'Effect':'Allow','Action':'*','Resource':'*'", PolicyKind::resource, "needs a Principal"},
      {"'Effect':'Allow','Principal':'111122223333','Action':'*','Resource':'*'", PolicyKind::resource,
       "can only be"},
      {"'Effect':'Allow','Principal':{'aws':'*'},'Action':'*','Resource':'*'", PolicyKind::resource,
       "no principal type"},
      {"'Effect':'Allow','Principal':{'AWS':'arn:aws:iam::*:root'},'Action':'*','Resource':'*'",
       PolicyKind::resource, "a wildcard cannot be part"},
      {"'Effect':'Allow','Principal':{'AWS':'bob'},'Action':'*','Resource':'*'", PolicyKind::resource,
       "names no principal"},
      {"'Effect':'Allow','Principal':{'Service':'*'},'Action':'*','Resource':'*'", PolicyKind::resource,
       "service principal"},
      {"'Effect':'Allow','NotPrincipal':{'AWS':'111122223333'},'Action':'*','Resource':'*'",
       PolicyKind::resource, "NotPrincipal with Allow"},
      {"'Effect':'Allow','Principal':'*','Action':'sts:AssumeRole'", PolicyKind::trust,
       "not the plain string"},
      {"'Effect':'Allow','Principal':{'AWS':'*'},'Action':'sts:AssumeRole','Resource':'*'", PolicyKind::trust,
       "no Resource"},
      {"'Effect':'Allow','Principal':'*','Action':'s3:*','Resource':'*'", PolicyKind::resource_control,
       "can only deny"},
      {"'Effect':'Deny','Principal':'*','Action':'*','Resource':'*'", PolicyKind::resource_control,
       "needs its service"},
      {"'Effect':'Deny','Principal':'*','NotAction':'s3:*','Resource':'*'", PolicyKind::resource_control,
       "no NotAction"},
      {"'Effect':'Deny','Action':'*','Resource':'*','Condition':{'StringIs':{'a:b':'c'}}",
       PolicyKind::identity, "no condition operator"},
      {"'Effect':'Deny','Action':'*','Resource':'*','Condition':{'Bool':{'a:b':'true','A:B':'true'}}",
       PolicyKind::identity, "stands twice"},
      {"'Effect':'Deny','Action':'*','Resource':'*','Condition':['x']", PolicyKind::identity,
       "must be an object"},
  };
  for (const Refused& refused : cases) {
    const Written written(statement(refused.body), refused.kind);
    EXPECT_TRUE(written.has_error(refused.message)) << refused.body;
    EXPECT_EQ(written.document.statements.size(), 1U) << refused.body << ": what is certain is kept";
  }
}

TEST(ParsePolicy, OnlyPoliciesOfResourcesHaveAnId) {
  const std::string with_id =
      "{'Version':'2012-10-17','Id':'x','Statement':[{'Effect':'Deny','Action':'s3:*','Resource':'*'}]}";
  for (const PolicyKind kind : {PolicyKind::identity, PolicyKind::permissions_boundary,
                                PolicyKind::service_control, PolicyKind::resource_control}) {
    const Written written(with_id, kind);
    EXPECT_TRUE(written.has_error("no Id element"));
    EXPECT_TRUE(refusal(written.document).has_value());
    EXPECT_EQ(written.document.statements.size(), 1U) << "what it says is no secret";
  }
  EXPECT_FALSE(Written(with_id, PolicyKind::resource).has_error("Id"));
}

TEST(ParsePolicy, ASidIsAText) {
  const std::string body = "'Sid':5,'Effect':'Deny','Action':'s3:*','Resource':'*'";
  EXPECT_TRUE(Written(statement(body), PolicyKind::service_control).has_error("Sid must be a string"));
  EXPECT_TRUE(Written(statement(body), PolicyKind::identity).has_error("Sid must be a string"));
  EXPECT_FALSE(Written(statement(body), PolicyKind::resource).has_error("Sid"));
  const Value in_template = Value::map({{"Version", {}, Value::string("2012-10-17")},
                                        {"Statement",
                                         {},
                                         Value::list({Value::map({{"Sid", {}, Value::number("5")},
                                                                  {"Effect", {}, Value::string("Deny")},
                                                                  {"Action", {}, Value::string("s3:*")},
                                                                  {"Resource", {}, Value::string("*")}})})}});
  EXPECT_TRUE(parse_policy(in_template, PolicyKind::service_control).errors.empty())
      << "CloudFormation makes a text of it";
  EXPECT_FALSE(parse_policy(in_template.as_encoded(), PolicyKind::service_control).errors.empty());
}

TEST(ParsePolicy, AcceptsWhatIsRightWithoutAWord) {
  for (const auto& [body, kind] : std::vector<std::pair<std::string, PolicyKind>>{
           {"'Effect':'Allow','Action':['s3:*','iam:Get*'],'Resource':'arn:aws:s3:::b/${aws:username}/*'",
            PolicyKind::identity},
           {"'Effect':'Allow','Principal':{'AWS':'*'},'Action':'sts:AssumeRole'", PolicyKind::trust},
           {"'Effect':'Allow','Principal':{'Federated':'accounts.google.com'},'Action':'sts:"
            "AssumeRoleWithWebIdentity'",
            PolicyKind::trust},
           {"'Effect':'Deny','NotAction':'iam:*','Resource':'*','Condition':{'ForAnyValue:ArnNotLikeIfExists'"
            ":{'a:b':'c'},'Null':{'a:b':true}}",
            PolicyKind::service_control},
           {"'Effect':'Deny','Principal':'*','Action':'s3:*','Resource':'*'", PolicyKind::resource_control},
           {"'Sid':'with space','Effect':'Deny','Principal':{'AWS':[]},'Action':'s3:*','Resource':'*'",
            PolicyKind::resource}})
    EXPECT_TRUE(Written(statement(body), kind).document.errors.empty()) << body;
}

TEST(ParsePolicy, DuplicateMembersAreUnknownInsteadOfTheLastOne) {
  const Written written(statement("'Effect':'Allow','Effect':'Deny','Action':'*','Resource':'*'"));
  EXPECT_EQ(written.document.statements.at(0).effect, Effect::unknown);
  EXPECT_EQ(written.document.statements[0].unknowns.at(0).kind, ReasonKind::duplicate_key);
}

TEST(ParsePolicy, TellsWhereTextIsNoJson) {
  for (const char* text :
       {"", "{", "{'Statement':[{}", "{'Statement':[,]}", "{'a':1,}", "{'a':tru}", "{'a':'\n'}",
        "{'a':'\\x'}", "{'a':'\\ud800'}", "{'a':'\\u0000'}", "{'Statement':[]} x", "nonsense", "'text'",
        "[1]", "{'a':01}", "{'a':1.}", "{a:1}"}) {
    const Written written(text);
    EXPECT_FALSE(written.document.errors.empty()) << text;
    EXPECT_FALSE(written.document.unknowns.empty()) << text;
  }
  const Written written("{'Statement': oops}");
  EXPECT_EQ(written.at(written.document.errors.at(0).span), "o");
}

TEST(ParsePolicy, SurvivesDeepNesting) {
  const std::string deep(100'000, '[');
  const Written written("{'Statement':" + deep);
  EXPECT_TRUE(written.has_error("nested deeper"));
}

struct PrincipalCase {
  const char* text;
  AwsPrincipalForm form;
  const char* account;
};

TEST(ParsePrincipal, KnowsTheFormsAnAwsPrincipalCanHave) {
  using enum AwsPrincipalForm;
  for (const PrincipalCase& test : std::vector<PrincipalCase>{
           {"*", everyone, ""},
           {"111122223333", account, "111122223333"},
           {"arn:aws:iam::111122223333:root", account, "111122223333"},
           {"arn:aws-us-gov:iam::111122223333:root", account, "111122223333"},
           {"arn:aws:iam::111122223333:user/a/bob", user, "111122223333"},
           {"arn:aws:iam::111122223333:role/r", role, "111122223333"},
           {"arn:aws:sts::111122223333:assumed-role/r/s", assumed_role_session, "111122223333"},
           {"arn:aws:sts::111122223333:federated-user/f", federated_user, "111122223333"},
           {"arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity E1", user, ""},
           {"AIDAJQABLZS4A3QDU576Q", unique_id, ""},
           {"arn:aws:iam::*:root", partial_wildcard, ""},
           {"arn:aws:iam::111122223333:*", partial_wildcard, ""},
           {"arn:aws:iam::111122223333:group/g", invalid, ""},
           {"arn:aws:iam::1111:root", invalid, ""},
           {"arn:aws:s3:::bucket", invalid, ""},
           {"11112222333", invalid, ""},
           {"", invalid, ""}}) {
    const Principal principal = parse_principal("AWS", {Value::string(std::string(test.text)), {}});
    EXPECT_EQ(principal.form, test.form) << test.text;
    EXPECT_EQ(principal.account.id, test.account) << test.text;
  }
}

TEST(ParsePrincipal, KnowsTheFormAsFarAsHolesLetIt) {
  using enum AwsPrincipalForm;
  const auto parse = [](std::vector<StringPiece> pieces) {
    return parse_principal("AWS", {Value::string(std::move(pieces)), {}});
  };
  const auto text = [](const char* known) { return TextPiece{known, {}, false}; };

  const Principal own = parse({text("arn:"), unknown_hole("P", HoleKind::partition), text(":iam::"),
                               unknown_hole("A", HoleKind::account_id, "own-account"), text(":root")});
  EXPECT_EQ(own.form, account);
  EXPECT_EQ(own.account.symbol, value::kOwnAccount);
  EXPECT_FALSE(own.account.reason.has_value());
  EXPECT_TRUE(own.partition.empty());

  const Principal variable = parse({text("arn:aws:iam::"), unknown_hole("var.partner"), text(":root")});
  EXPECT_EQ(variable.form, account);
  ASSERT_TRUE(variable.account.reason.has_value());
  EXPECT_EQ(variable.account.reason->detail, "var.partner");

  EXPECT_EQ(parse({text("arn:aws:iam::111122223333:"), unknown_hole("x")}).form, unknown);
  EXPECT_EQ(parse({text("arn:aws:iam::111122223333:role/"), unknown_hole("x")}).form, role);
  EXPECT_EQ(parse({unknown_hole("x")}).form, unknown);
  EXPECT_EQ(parse({unknown_hole("x", HoleKind::reference, "aws_iam_role.r.arn")}).form, role);
  EXPECT_EQ(parse({unknown_hole("x", HoleKind::reference, "aws_iam_user.u.arn")}).form, user);
  EXPECT_EQ(parse({unknown_hole("x", HoleKind::reference, "Worker.Arn")}).form, role);
  EXPECT_EQ(parse({unknown_hole("x", HoleKind::reference, "aws_organizations_account.a.id")}).form, account);
}

PolicyKind kind_of(const std::string& body, const std::string& hint = "policy.json") {
  return classify_policy(Written(statement(body)).document, hint);
}

TEST(ClassifyPolicy, TellsKindsApartByContent) {
  EXPECT_EQ(kind_of("'Effect':'Allow','Principal':{'AWS':'*'},'Action':['sts:AssumeRole','sts:TagSession']"),
            PolicyKind::trust);
  EXPECT_EQ(kind_of("'Effect':'Allow','Principal':{'AWS':'*'},'Action':'s3:*','Resource':'*'"),
            PolicyKind::resource);
  EXPECT_EQ(kind_of("'Effect':'Allow','Action':'s3:*','Resource':'*'"), PolicyKind::identity);
  EXPECT_EQ(kind_of("'Effect':'Deny','Action':'*','Resource':'*','Condition':{'ArnLike':{'aws:PrincipalArn':'"
                    "arn:aws:iam::*:root'}}"),
            PolicyKind::service_control);
  EXPECT_EQ(kind_of("'Effect':'Deny','Action':'organizations:LeaveOrganization','Resource':'*'"),
            PolicyKind::service_control);
  EXPECT_EQ(kind_of("'Effect':'Deny','Action':'s3:*','Resource':'*'"), PolicyKind::identity)
      << "a boundary may say this";
}

TEST(ClassifyPolicy, AsksTheNameOnlyWhereTheContentLeavesAChoice) {
  EXPECT_EQ(kind_of("'Effect':'Deny','Action':'s3:*','Resource':'*'", "scps/deny-s3.json"),
            PolicyKind::service_control);
  EXPECT_EQ(kind_of("'Effect':'Deny','Action':'s3:*','Resource':'*'", "escps.json"), PolicyKind::identity);
  EXPECT_EQ(kind_of("'Effect':'Deny','Principal':'*','Action':'s3:*','Resource':'*'", "org/rcp.json"),
            PolicyKind::resource_control);
  EXPECT_EQ(kind_of("'Effect':'Allow','Principal':'*','Action':'s3:*','Resource':'*'", "scp.json"),
            PolicyKind::resource);
}

TEST(ToValue, KeepsTypesAndPlaces) {
  source::SourceTable table;
  const source::SourceFile& file =
      table.add("p.json", R"({"Statement": [{"Effect": "All\u006fw", "n": 12, "b": true, "z": null}]})");
  const syntax::ParsedSyntax parsed = syntax::parse_json(file);
  const Value value = to_value(parsed.tree.document(0));
  const Value& item = value.find("Statement")->items()[0];
  EXPECT_EQ(item.find("Effect")->as_string(), "Allow");
  EXPECT_EQ(item.find("n")->as_number(), "12");
  EXPECT_TRUE(item.find("b")->as_boolean());
  EXPECT_TRUE(item.find("z")->is(Value::Kind::null));
  EXPECT_EQ(table.text(item.members()[0].key_span), "\"Effect\"");
  EXPECT_EQ(table.text(parse_policy(value, PolicyKind::identity).statements.at(0).effect_span),
            "All\\u006fw");
}

TEST(LooksLikePolicy, WantsStatementsWithAnEffect) {
  const auto looks = [](const std::string& text) {
    source::SourceTable table;
    const source::SourceFile& file = table.add("p.json", text);
    const syntax::ParsedSyntax parsed = syntax::parse_json(file);
    return looks_like_policy(parsed.tree.document(0)) && looks_like_policy(to_value(parsed.tree.document(0)));
  };
  EXPECT_TRUE(looks(R"({"Statement":[{"Effect":"Allow","Action":"*"}]})"));
  EXPECT_TRUE(looks(R"({"Statement":{"Effect":"Allow","Principal":"*"}})"));
  EXPECT_FALSE(looks(R"({"Statement":"SELECT 1"})"));
  EXPECT_FALSE(looks(R"({"Statement":[{"Effect":"Allow"}]})"));
  EXPECT_FALSE(looks(R"({"Effect":"Allow","Action":"*"})"));
}

TEST(ParsePolicy, APartThatIsNotKnownMayHoldWhatIsMissing) {
  source::SourceTable table;
  const std::string statement =
      R"({"Effect":"Allow","Principal":"*","Action":"s3:GetObject","Resource":"*"})";
  const std::string before = R"({"Statement":[)" + statement;
  const source::SourceFile& file = table.add("policy.json", before + " " + statement + "]}");
  const auto parsed = [&](std::size_t place) {
    const std::string_view text = file.text();
    const auto hole_at = static_cast<std::uint32_t>(place);
    Hole hole;
    hole.reason = Reason{ReasonKind::unknown_variable, "var.more", file.whole()};
    std::vector<StringPiece> pieces{
        TextPiece{std::string(text.substr(0, place)), file.span(0, hole_at), true}, hole,
        TextPiece{std::string(text.substr(place)), file.span(hole_at, file.whole().end), true}};
    return parse_policy(Value::string(std::move(pieces)), PolicyKind::resource);
  };
  const PolicyDocument perhaps = parsed(before.size() + 1);
  ASSERT_EQ(perhaps.unknowns.size(), 1U);
  EXPECT_EQ(perhaps.unknowns.front().detail, "var.more");
  EXPECT_TRUE(perhaps.errors.empty());
  const PolicyDocument never = parsed(before.size() + 3);
  ASSERT_FALSE(never.unknowns.empty());
  EXPECT_EQ(never.unknowns.front().kind, ReasonKind::invalid);
}

}  // namespace
}  // namespace rootproof::policy
