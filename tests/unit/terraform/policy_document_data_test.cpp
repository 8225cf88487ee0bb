// data.aws_iam_policy_document. The expected documents are what provider hashicorp/aws 5.100.0 renders.
#include <gtest/gtest.h>

#include "tests/unit/terraform/terraform_fixture.h"

namespace rootproof::terraform {
namespace {

using value::ReasonKind;
using value::Value;

/// What an expression makes of a document with this body.
Value made_of(const std::string& body, const std::string& expression, const std::string& rest = "") {
  return TestModule("data \"aws_iam_policy_document\" \"d\" {\n" + body + "\n}\noutput \"x\" {\n" +
                    "  value = " + expression + "\n}\n" + rest)
      .output("x");
}

/// The value of `json` of a document with this body.
Value document(const std::string& body, const std::string& rest = "") {
  return made_of(body, "data.aws_iam_policy_document.d.json", rest);
}

/// As jsonencode prints it.
std::string rendered(const std::string& body, const std::string& rest = "") {
  return json_of(made_of(body, "jsonencode(jsondecode(data.aws_iam_policy_document.d.json))", rest));
}

/// JSON of the only statement of a document with this statement block.
std::string statement(const std::string& body) {
  const Value whole = document("statement {\n" + body + "\n}");
  const Value* statements = whole.find("Statement");
  if (statements == nullptr || statements->items().size() != 1) return json_of(whole);
  return json_of(statements->items()[0]);
}

/// `json` of a document with source_json and a statement, in a module with this text beside it.
Value with_source_json(const std::string& text, const std::string& beside) {
  return document("source_json = " + text + "\nstatement {\n  sid = \"Own\"\n}", beside);
}

std::string requiring(const std::string& version) {
  return "terraform {\n  required_providers {\n    aws = {\n      source  = \"hashicorp/aws\"\n      version "
         "= \"" +
         version + "\"\n    }\n  }\n}\n";
}

TEST(PolicyDocumentData, SourceJsonIsMergedByProvidersBeforeVersionFive) {
  const std::string source = R"(jsonencode({ Statement = [{ Sid = "Source", Effect = "Deny" }] }))";
  for (const std::string& beside :
       {std::string(), requiring("~> 4.0"), requiring(">= 3.0"), requiring("< 6.0"), requiring("!= 5.1.0"),
        std::string("provider \"aws\" {\n  version = \"~> 2.7\"\n}\n")}) {
    EXPECT_NE(json_of(with_source_json(source, beside)).find("Source"), std::string::npos) << beside;
  }
}

TEST(PolicyDocumentData, SourceJsonMustBeEmptyFromVersionFiveOn) {
  const std::string source = R"(jsonencode({ Statement = [{ Sid = "Source", Effect = "Deny" }] }))";
  for (const std::string& beside :
       {requiring("~> 5.0"), requiring("6.0.0"), requiring(">= 5.1, < 7.0"), requiring("< 7, >= 5"),
        std::string("terraform {\n  required_providers {\n    aws = \">= 5\"\n  }\n}\n")}) {
    const Value json = with_source_json(source, beside);
    ASSERT_TRUE(json.is(Value::Kind::unknown)) << beside << json.to_display();
    EXPECT_EQ(json.reason().kind, ReasonKind::invalid);
    EXPECT_NE(json_of(with_source_json("\"\"", beside)).find("Own"), std::string::npos) << beside;
    EXPECT_NE(json_of(with_source_json("null", beside)).find("Own"), std::string::npos) << beside;
  }
  // What is not known is empty where it is deployed.
  const Value open = with_source_json("var.more", requiring("~> 5.0") + "variable \"more\" {\n}\n");
  ASSERT_NE(open.find("Statement"), nullptr);
  EXPECT_EQ(json_of(*open.find("Statement")), R"([{"Effect":"Allow","Sid":"Own"}])");
}

TEST(PolicyDocumentData, ARequirementOfAnotherProviderSaysNothing) {
  const std::string source = R"(jsonencode({ Statement = [{ Sid = "Source", Effect = "Deny" }] }))";
  const std::string other =
      "terraform {\n  required_providers {\n    random = {\n      source  = \"hashicorp/random\"\n"
      "      version = \">= 6.0\"\n    }\n  }\n}\n";
  EXPECT_NE(json_of(with_source_json(source, other)).find("Source"), std::string::npos);
}

TEST(PolicyDocumentData, EmptyHasAVersionAlone) { EXPECT_EQ(rendered(""), R"({"Version":"2012-10-17"})"); }

TEST(PolicyDocumentData, StatementsAllowUnlessTheySayOtherwise) {
  EXPECT_EQ(
      rendered(
          "statement {}\nstatement {\n  sid = \"\"\n  effect = null\n  actions = []\n  resources = null\n}"),
      R"({"Statement":[{"Effect":"Allow"},{"Effect":"Allow"}],"Version":"2012-10-17"})");
  EXPECT_EQ(statement("effect = \"Deny\""), R"({"Effect":"Deny"})");
  EXPECT_EQ(document("statement {\n  effect = \"deny\"\n}").reasons().front().kind, ReasonKind::invalid);
}

TEST(PolicyDocumentData, SetsPrintOneAsTextAndMoreInDescendingOrder) {
  EXPECT_EQ(
      statement("sid = \"A\"\nactions = [\"s3:GetObject\"]\nresources = [\"arn:aws:s3:::a\", "
                "\"arn:aws:s3:::b\", \"arn:aws:s3:::a\"]"),
      R"({"Action":"s3:GetObject","Effect":"Allow","Resource":["arn:aws:s3:::b","arn:aws:s3:::a"],"Sid":"A"})");
  EXPECT_EQ(statement("not_actions = [\"a:b\"]\nnot_resources = [\"c\"]"),
            R"({"Effect":"Allow","NotAction":"a:b","NotResource":"c"})");
}

TEST(PolicyDocumentData, NumbersAndBooleansBecomeText) {
  EXPECT_EQ(
      statement(
          "principals {\n  type = \"AWS\"\n  identifiers = [123456789012]\n}\n"
          "condition {\n  test = \"Bool\"\n  variable = \"aws:SecureTransport\"\n  values = [false]\n}"),
      R"({"Condition":{"Bool":{"aws:SecureTransport":"false"}},"Effect":"Allow","Principal":{"AWS":"123456789012"}})");
}

TEST(PolicyDocumentData, TextWhereAListBelongsIsRefused) {
  for (const char* body : {"resources = \"x\"", "resources = [null]", "actions = { a = \"b\" }"}) {
    const std::vector<value::Reason> reasons =
        document(std::string("statement {\n") + body + "\n}").reasons();
    ASSERT_FALSE(reasons.empty()) << body;
    EXPECT_EQ(reasons.front().kind, ReasonKind::invalid) << body;
  }
}

TEST(Principals, OneStarOfTypeStarIsThePlainStar) {
  EXPECT_EQ(statement("principals {\n  type = \"*\"\n  identifiers = [\"*\"]\n}"),
            R"({"Effect":"Allow","Principal":"*"})");
  EXPECT_EQ(statement("principals {\n  type = \"AWS\"\n  identifiers = [\"*\"]\n}"),
            R"({"Effect":"Allow","Principal":{"AWS":"*"}})");
  EXPECT_EQ(statement("not_principals {\n  type = \"AWS\"\n  identifiers = [\"*\"]\n}"),
            R"({"Effect":"Allow","NotPrincipal":{"AWS":"*"}})");
}

TEST(Principals, BlocksOfOneTypeAreJoined) {
  EXPECT_EQ(statement(R"(
  principals {
    type        = "*"
    identifiers = ["*"]
  }
  principals {
    type        = "AWS"
    identifiers = ["x"]
  }
  principals {
    type        = "AWS"
    identifiers = ["y", "a"]
  })"),
            R"({"Effect":"Allow","Principal":{"*":"*","AWS":["x","y","a"]}})");
}

TEST(Conditions, AreGroupedByOperatorAndKey) {
  const Value whole = document(R"(
  statement {
    condition {
      test     = "StringEquals"
      variable = "a"
      values   = ["2", "1"]
    }
    condition {
      test     = "StringLike"
      variable = "a"
      values   = ["x"]
    }
    condition {
      test     = "StringEquals"
      variable = "a"
      values   = ["3"]
    }
    condition {
      test     = "StringEquals"
      variable = "b"
      values   = ["3"]
    }
  })");
  const Value* condition = whole.find("Statement")->items()[0].find("Condition");
  ASSERT_NE(condition, nullptr);
  EXPECT_EQ(json_of(*condition), R"({"StringEquals":{"a":["3","2","1"],"b":"3"},"StringLike":{"a":"x"}})");
}

TEST(PolicyVariables, AreWrittenWithAnAmpersandButNotInActionsAndKeys) {
  EXPECT_EQ(
      statement("actions = [\"s3:&{a}\"]\nresources = [\"arn:aws:s3:::b/&{aws:username}\"]\n"
                "condition {\n  test = \"StringLike\"\n  variable = \"aws:&{x}\"\n  values = "
                "[\"&{aws:username}\", \"b\"]\n}"),
      R"({"Action":"s3:\u0026{a}","Condition":{"StringLike":{"aws:\u0026{x}":["${aws:username}","b"]}},)"
      R"("Effect":"Allow","Resource":"arn:aws:s3:::b/${aws:username}"})");
}

TEST(PolicyVariables, KeepThePlacesOfTheTextAround) {
  const std::string text =
      "data \"aws_iam_policy_document\" \"d\" {\n  statement {\n    resources = [\"a&{b}c&{d}e\"]\n  }\n}\n"
      "output \"x\" {\n  value = data.aws_iam_policy_document.d.json\n}\n";
  const TestModule module(text);
  const Value resource = *module.output("x").find("Statement")->items()[0].find("Resource");
  ASSERT_EQ(resource.as_string(), "a${b}c${d}e");
  for (std::size_t i = 0; i < resource.as_string()->size(); ++i) {
    const source::Span span = resource.text_span(i, i + 1);
    EXPECT_EQ(text.substr(span.begin, span.size()), std::string("a&{b}c&{d}e").substr(i, 1)) << i;
  }
}

TEST(Merging, StatementsReplaceThoseWithTheirSidInTheirPlace) {
  EXPECT_EQ(rendered(R"(
  source_policy_documents = [
    jsonencode({ Statement = [
      { Sid = "One", Effect = "Allow", Action = "src:1" },
      { Effect = "Allow", Action = "src:nosid" },
      { Sid = "Two", Effect = "Allow", Action = "src:2" },
    ] }),
    jsonencode({ Statement = [{ Sid = "Three", Effect = "Allow", Action = "src:3" }] }),
  ]
  statement {
    sid     = "Two"
    actions = ["own:2"]
  }
  statement {
    sid     = "Four"
    actions = ["own:4"]
  }
  override_policy_documents = [
    jsonencode({ Statement = [
      { Sid = "Four", Effect = "Deny", Action = "over:4" },
      { Sid = "Five", Effect = "Deny", Action = "over:5" },
    ] }),
    jsonencode({ Statement = [{ Sid = "Five", Effect = "Deny", Action = "over:5b" }] }),
  ])"),
            R"({"Statement":[{"Action":"src:1","Effect":"Allow","Sid":"One"},)"
            R"({"Action":"src:nosid","Effect":"Allow"},)"
            R"({"Action":"own:2","Effect":"Allow","Sid":"Two"},)"
            R"({"Action":"src:3","Effect":"Allow","Sid":"Three"},)"
            R"({"Action":"over:4","Effect":"Deny","Sid":"Four"},)"
            R"({"Action":"over:5b","Effect":"Deny","Sid":"Five"}],"Version":"2012-10-17"})");
}

TEST(Merging, TheLaterVersionAndTheLastIdWin) {
  EXPECT_EQ(rendered("version = \"2008-10-17\"\nsource_policy_documents = [jsonencode({ Version = "
                     "\"2012-10-17\", Id = \"src\", Statement = [] })]"),
            R"({"Id":"src","Version":"2012-10-17"})");
  EXPECT_EQ(rendered("policy_id = \"own\"\nsource_policy_documents = [jsonencode({ Version = \"2008-10-17\", "
                     "Id = \"src\" })]\n"
                     "override_policy_documents = [jsonencode({ Id = \"over\" })]"),
            R"({"Id":"over","Version":"2012-10-17"})");
  EXPECT_EQ(rendered("version = \"2008-10-17\""), R"({"Version":"2008-10-17"})");
}

TEST(Merging, EmptyDocumentsSayNothing) {
  EXPECT_EQ(rendered("source_policy_documents = [\"\"]\noverride_policy_documents = [\"\", \"{}\"]"),
            R"({"Version":"2012-10-17"})");
}

TEST(Merging, RepeatedSidsAreRefusedWhereNothingReplaces) {
  for (const char* body : {"statement {\n  sid = \"A\"\n}\nstatement {\n  sid = \"A\"\n}",
                           "source_policy_documents = [jsonencode({ Statement = [{ Sid = \"A\" }] }), "
                           "jsonencode({ Statement = [{ Sid = \"A\" }] })]"}) {
    const Value value = document(body);
    ASSERT_TRUE(value.is(Value::Kind::unknown)) << body;
    EXPECT_EQ(value.reason().kind, ReasonKind::invalid) << body;
    EXPECT_EQ(value.reason().detail, "aws_iam_policy_document: duplicate Sid A") << body;
  }
}

TEST(Merging, DocumentsThatAreNoneAreRefused) {
  for (const char* body : {"source_policy_documents = [jsonencode({ Statement = { Sid = \"A\" } })]",
                           "override_policy_documents = [\"nope\"]", "source_policy_documents = [null]"}) {
    const std::vector<value::Reason> reasons = document(body).reasons();
    ASSERT_FALSE(reasons.empty()) << body;
    EXPECT_EQ(reasons.front().kind, ReasonKind::invalid) << body;
  }
}

TEST(Merging, AnyTextAsPrincipalBecomesTheStar) {
  EXPECT_EQ(rendered("source_policy_documents = [jsonencode({ Statement = [{ Effect = \"Allow\", Principal = "
                     "\"arn:aws:iam::1:role/x\" }] })]"),
            R"({"Statement":[{"Effect":"Allow","Principal":"*"}],"Version":"2012-10-17"})");
}

TEST(Merging, NumbersInConditionsAreDroppedWithTheirKeys) {
  EXPECT_EQ(
      rendered("source_policy_documents = [jsonencode({ Statement = [{ Effect = \"Deny\", Condition = {\n"
               "  NumericLessThan = { \"s3:TlsVersion\" = 1.2 }, Bool = { b = \"true\" } } }] })]"),
      R"({"Statement":[{"Condition":{"Bool":{"b":"true"}},"Effect":"Deny"}],"Version":"2012-10-17"})");
  EXPECT_EQ(
      rendered("source_policy_documents = [jsonencode({ Statement = [{ Effect = \"Deny\", Condition = {\n"
               "  NumericLessThan = { \"s3:TlsVersion\" = 1.2 } } }] })]"),
      R"({"Statement":[{"Effect":"Deny"}],"Version":"2012-10-17"})");
}

/// What the provider makes of another document; recorded from hashicorp/aws 5.100.0.
std::string read_as(const std::string& json) {
  return rendered("source_policy_documents = [<<EOT\n" + json + "\nEOT\n]");
}
std::string statement_read_as(const std::string& json) {
  return read_as(R"({"Statement":[{"Action":"a:a",)" + json + "}]}");
}
std::string only_statement(const std::string& json) {
  return R"({"Statement":[)" + json + R"(],"Version":"2012-10-17"})";
}

TEST(OtherDocuments, ElementsAreReadWhateverTheirCase) {
  EXPECT_EQ(read_as(R"({"version":"2012-10-17","statement":[{"effect":"Allow","action":"a:b","resource":"*",)"
                    R"("principal":{"AWS":"x"}}]})"),
            only_statement(R"({"Action":"a:b","Effect":"Allow","Principal":{"AWS":"x"},"Resource":"*"})"));
  EXPECT_EQ(read_as("{\"\xC5\xBFtatement\":[{\"Effect\":\"Allow\"}]}"),
            only_statement(R"({"Effect":"Allow"})"));
}

TEST(OtherDocuments, AnElementThatStandsTwiceIsNotKnown) {
  const Value value = document(
      "source_policy_documents = [<<EOT\n{\"Statement\":[{\"Action\":\"a:b\",\"action\":\"c:d\"}]}\nEOT\n]");
  ASSERT_FALSE(value.reasons().empty());
  EXPECT_EQ(value.reasons().front().kind, ReasonKind::duplicate_key);
}

TEST(OtherDocuments, LoseWhatTheProviderDoesNotKnow) {
  EXPECT_EQ(statement_read_as(R"("Foo":1)"), only_statement(R"({"Action":"a:a"})"));
  EXPECT_EQ(statement_read_as(R"("Resource":["a","c","b"])"),
            only_statement(R"({"Action":"a:a","Resource":["a","c","b"]})"));
  EXPECT_EQ(statement_read_as(R"("Resource":"&{aws:username}")"),
            only_statement(R"({"Action":"a:a","Resource":"\u0026{aws:username}"})"));
}

TEST(OtherDocuments, WithoutAStatementSayNothing) {
  for (const char* json : {R"({"Statement":null})", R"({"Version":"2008-10-17","Statement":[]})", "null"})
    EXPECT_EQ(read_as(json), R"({"Version":"2012-10-17"})") << json;
}

TEST(OtherDocuments, PrincipalsAreTextsOrObjectsOfTexts) {
  EXPECT_EQ(statement_read_as(R"("NotPrincipal":"arn:x")"),
            only_statement(R"({"Action":"a:a","NotPrincipal":"*"})"));
  EXPECT_EQ(statement_read_as(R"("Principal":{})"), only_statement(R"({"Action":"a:a"})"));
  EXPECT_EQ(statement_read_as(R"("Principal":{"*":"*"})"),
            only_statement(R"({"Action":"a:a","Principal":"*"})"));
  for (const char* json :
       {R"("Principal":{"AWS":123456789012})", R"("Principal":null)", R"("Principal":["a"])"})
    EXPECT_TRUE(statement_read_as(json).starts_with("(unknown: invalid")) << statement_read_as(json);
}

TEST(OtherDocuments, ConditionsKeepTextsAndBooleans) {
  EXPECT_EQ(statement_read_as(R"("Condition":{"Bool":{"k":true}})"),
            only_statement(R"({"Action":"a:a","Condition":{"Bool":{"k":"true"}}})"));
  EXPECT_EQ(statement_read_as(R"("Condition":{"N":{"k":1,"j":"x"}})"),
            only_statement(R"({"Action":"a:a","Condition":{"N":{"j":"x"}}})"));
  for (const char* json :
       {R"("Condition":{"N":{"k":1}})", R"("Condition":{"N":{"k":null}})", R"("Condition":{})"})
    EXPECT_EQ(statement_read_as(json), only_statement(R"({"Action":"a:a"})")) << json;
  EXPECT_TRUE(statement_read_as(R"("Condition":{"N":"x"})").starts_with("(unknown: invalid"));
}

TEST(OtherDocuments, OfAnUnknownChoiceStandWithTheirCondition) {
  const Value value = document(
      "source_policy_documents = [var.public ? jsonencode({ Statement = [{ Sid = \"A\", Principal = \"*\" }] "
      "}) "
      ": \"\"]\nstatement {\n  effect = \"Deny\"\n}",
      "variable \"public\" {}\n");
  const auto statements = value.find("Statement")->items();
  ASSERT_EQ(statements.size(), 2U);
  EXPECT_EQ(statements[0].to_display(),
            R"((one of: {"Sid": "A", "Principal": "*"} when var.public | (absent) when not var.public))");
  EXPECT_EQ(json_of(statements[1]), R"({"Effect":"Deny"})");
}

TEST(OtherDocuments, OfAnUnknownChoiceMayBeReplacedBySid) {
  const Value value = document(
      "source_policy_documents = [var.fence ? jsonencode({ Statement = [{ Sid = \"A\", Effect = \"Deny\" }] "
      "}) "
      ": \"\"]\nstatement {\n  sid = \"A\"\n}",
      "variable \"fence\" {}\n");
  const auto statements = value.find("Statement")->items();
  ASSERT_EQ(statements.size(), 2U);
  // With the fence its statement is replaced: it must not stand for certain in either world.
  ASSERT_TRUE(statements[0].is(Value::Kind::one_of));
  for (const value::Alternative& way : statements[0].alternatives())
    EXPECT_GE(way.guard.terms.size(), 1U) << way.value.to_display();
  bool replaced = false;
  for (const value::Alternative& way : statements[0].alternatives()) {
    for (const value::GuardTerm& term : way.guard.terms)
      replaced =
          replaced || (term.condition.starts_with("no other statement has its Sid in data.") && !term.holds);
  }
  EXPECT_TRUE(replaced);
}

TEST(OtherDocuments, OfAnUnknownChoiceOfListsAreAllRead) {
  const Value value = document(
      "override_policy_documents = var.x ? [jsonencode({ Statement = [{ Effect = \"Deny\" }] })] : []\n",
      "variable \"x\" {}\n");
  const auto statements = value.find("Statement")->items();
  ASSERT_EQ(statements.size(), 1U);
  EXPECT_EQ(statements[0].to_display(),
            R"((one of: {"Effect": "Deny"} when var.x | (absent) when not var.x))");
}

TEST(PolicyVariables, AreRefusedInTheOldVersion) {
  for (const char* body :
       {"resources = [\"a&{x}\"]", "principals {\n type = \"AWS\"\n identifiers = [\"a&{b}\"]\n}",
        "condition {\n test = \"StringEquals\"\n variable = \"k\"\n values = [\"&{x}\"]\n}"}) {
    const std::string text = rendered("version = \"2008-10-17\"\nstatement {\n" + std::string(body) + "\n}");
    EXPECT_TRUE(text.starts_with("(unknown: invalid")) << text;
  }
  EXPECT_EQ(rendered("version = \"2008-10-17\"\nstatement {\n actions = [\"a:&{x}\"]\n}"),
            R"({"Statement":[{"Action":"a:\u0026{x}","Effect":"Allow"}],"Version":"2008-10-17"})");
}

TEST(Merging, HeredocDocumentsAndOtherDataSourcesAreRead) {
  EXPECT_EQ(
      rendered("source_policy_documents = [data.aws_iam_policy_document.base.json, <<EOT\n"
               "{\"Statement\": [{\"Sid\": \"B\", \"Effect\": \"Deny\"}]}\nEOT\n]",
               "data \"aws_iam_policy_document\" \"base\" {\n  statement {\n    sid = \"A\"\n  }\n}\n"),
      R"({"Statement":[{"Effect":"Allow","Sid":"A"},{"Effect":"Deny","Sid":"B"}],"Version":"2012-10-17"})");
}

TEST(Merging, TextsWithHolesAreReadAround) {
  const Value value = document(
      "source_policy_documents = [<<EOT\n{\"Statement\": [{\"Sid\": \"B\", \"Resource\": "
      "\"${aws_s3_bucket.b.arn}/*\"}]}\nEOT\n]",
      "resource \"aws_s3_bucket\" \"b\" {}\n");
  EXPECT_EQ(value.find("Statement")->to_display(),
            R"([{"Sid": "B", "Resource": "${aws_s3_bucket.b.arn}/*"}])");
}

TEST(Merging, AnUnknownSourceIsAStatementBesideTheOthers) {
  const Value value =
      document("source_policy_documents = [var.base]\nstatement {\n  sid = \"Own\"\n  effect = \"Deny\"\n}",
               "variable \"base\" {}\n");
  const auto statements = value.find("Statement")->items();
  ASSERT_EQ(statements.size(), 2U);
  EXPECT_EQ(statements[0].reason().detail, "var.base");
  EXPECT_EQ(json_of(statements[1]), R"({"Effect":"Deny","Sid":"Own"})");
}

TEST(Merging, AnUnknownOverrideMayReplaceStatementsWithASid) {
  const Value value = document(
      "statement {\n  sid = \"Fence\"\n  effect = \"Deny\"\n}\nstatement {\n  effect = \"Deny\"\n}\n"
      "override_policy_documents = [var.more]",
      "variable \"more\" {}\n");
  const auto statements = value.find("Statement")->items();
  ASSERT_EQ(statements.size(), 3U);
  ASSERT_TRUE(statements[0].is(Value::Kind::one_of));
  EXPECT_EQ(statements[0].to_display(),
            R"((one of: {"Sid": "Fence", "Effect": "Deny"} when no other statement has the Sid "Fence" in )"
            R"(data.aws_iam_policy_document.d | (absent) when not no other statement has the Sid "Fence" in )"
            R"(data.aws_iam_policy_document.d))");
  EXPECT_EQ(statements[0].reasons().front().detail, "var.more");
  EXPECT_EQ(json_of(statements[1]), R"({"Effect":"Deny"})");
  EXPECT_EQ(statements[2].reason().detail, "var.more");
}

TEST(Merging, AnUnknownStatementOfTheDocumentItselfReplacesNoneOfIts) {
  const Value value = document(
      "statement {\n  sid = \"Fence\"\n  effect = \"Deny\"\n}\n"
      "dynamic \"statement\" {\n  for_each = var.more\n  content {\n    sid = statement.key\n  }\n}",
      "variable \"more\" {}\n");
  const auto statements = value.find("Statement")->items();
  ASSERT_EQ(statements.size(), 2U);
  EXPECT_EQ(json_of(statements[0]), R"({"Effect":"Deny","Sid":"Fence"})");
  EXPECT_EQ(
      statements[1].to_display(),
      R"((one of: {"Sid": (unknown: unknown-variable: var.more), "Effect": "Allow"} when dynamic statement )"
      R"(at main.tf:6:1 yields a block | (absent) when not dynamic statement at main.tf:6:1 yields a block))");
}

TEST(Merging, ADocumentListWithAnUnknownRestKeepsWhatIsKnown) {
  const std::string list =
      " = concat([jsonencode({ Statement = [{ Sid = \"A\", Principal = \"*\" }] })], var.more)\n";
  const Value sources = document("source_policy_documents" + list, "variable \"more\" {}\n");
  // The Sids of sources differ from each other.
  ASSERT_EQ(sources.find("Statement")->items().size(), 2U);
  EXPECT_EQ(sources.find("Statement")->items()[0].to_display(), R"({"Sid": "A", "Principal": "*"})");
  EXPECT_EQ(sources.find("Statement")->items()[1].reason().detail, "var.more");

  const Value overrides =
      document("statement {\n  sid = \"B\"\n  effect = \"Deny\"\n}\noverride_policy_documents" + list,
               "variable \"more\" {}\n");
  const auto statements = overrides.find("Statement")->items();
  ASSERT_EQ(statements.size(), 3U);
  for (const std::size_t replaceable : {0U, 1U}) {
    ASSERT_TRUE(statements[replaceable].is(Value::Kind::one_of)) << replaceable;
    EXPECT_TRUE(statements[replaceable].alternatives()[1].value.is(Value::Kind::absent)) << replaceable;
  }
  EXPECT_EQ(statements[2].reason().detail, "var.more");
}

TEST(Merging, OfTwoDocumentsInAListWithAnUnknownRestNobodyKnowsTheLast) {
  const Value value = document(
      "override_policy_documents = sort(concat([for effect in [\"Allow\", \"Deny\"] : jsonencode({ Statement "
      "= [{ Sid = \"A\", Effect = effect }] })], var.more))",
      "variable \"more\" {}\n");
  std::size_t replaceable = 0;
  for (const Value& statement : value.find("Statement")->items())
    replaceable += statement.is(Value::Kind::one_of) ? 1 : 0;
  EXPECT_EQ(replaceable, 2U);
}

TEST(Merging, AStatementWithAnUnknownSidMayReplaceThoseOfTheSources) {
  const Value value = document(
      "source_policy_documents = [jsonencode({ Statement = [{ Sid = \"A\", Effect = \"Deny\" }] })]\n"
      "statement {\n  sid = \"X${var.s}\"\n}",
      "variable \"s\" {}\n");
  const auto statements = value.find("Statement")->items();
  ASSERT_EQ(statements.size(), 2U);
  EXPECT_TRUE(statements[0].is(Value::Kind::one_of));
}

TEST(UnknownParts, LeaveTheRestOfTheStatementKnown) {
  const Value value = document(
      "statement {\n  actions = [\"s3:*\"]\n  resources = [\"arn:aws:s3:::${var.bucket}/*\"]\n"
      "  principals {\n    type = \"AWS\"\n    identifiers = var.who\n  }\n}",
      "variable \"bucket\" {}\nvariable \"who\" {}\n");
  EXPECT_EQ(
      value.find("Statement")->items()[0].to_display(),
      R"({"Effect": "Allow", "Action": "s3:*", "Resource": "arn:aws:s3:::${unknown-variable: var.bucket}/*", )"
      R"("Principal": {"AWS": (unknown: unknown-variable: var.who)}})");
}

TEST(UnknownParts, AlternativesOfAListKeepTheirConditions) {
  const Value value = document("statement {\n  resources = var.all ? [\"*\"] : [\"&{aws:username}\"]\n}",
                               "variable \"all\" {}\n");
  EXPECT_EQ(value.find("Statement")->items()[0].find("Resource")->to_display(),
            R"((one of: ["*"] when var.all | ["${aws:username}"] when not var.all))");
}

TEST(DataInstances, ForEachAndDynamicStatementsWorkTogether) {
  const TestModule module(R"(
data "aws_iam_policy_document" "loop" {
  for_each = { b = "x", a = "y" }
  dynamic "statement" {
    for_each = toset(["q", "p"])
    iterator = it
    content {
      sid     = "S${it.key}${each.key}"
      actions = ["${it.value}:${each.value}"]
    }
  }
}
output "x" {
  value = [for key, d in data.aws_iam_policy_document.loop : d.minified_json]
}
output "a" {
  value = data.aws_iam_policy_document.loop["a"].minified_json
}
)");
  const std::string a =
      R"({"Version":"2012-10-17","Statement":[{"Sid":"Spa","Effect":"Allow","Action":"p:y"},{"Sid":"Sqa","Effect":"Allow","Action":"q:y"}]})";
  const std::string b =
      R"({"Version":"2012-10-17","Statement":[{"Sid":"Spb","Effect":"Allow","Action":"p:x"},{"Sid":"Sqb","Effect":"Allow","Action":"q:x"}]})";
  EXPECT_EQ(json_of(module.output("a")), a);
  EXPECT_EQ(module.output("x").items().size(), 2U);
  EXPECT_EQ(json_of(module.output("x").items()[1]), b);
}

TEST(DataInstances, MinifiedJsonIsTheSameDocument) {
  const TestModule module(
      "data \"aws_iam_policy_document\" \"d\" {\n  statement {}\n}\n"
      "output \"x\" {\n  value = data.aws_iam_policy_document.d.minified_json\n}\n");
  EXPECT_EQ(json_of(module.output("x")), R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow"}]})");
}

TEST(DataInstances, ADocumentThatReadsItselfIsACycle) {
  EXPECT_EQ(
      document("source_policy_documents = [data.aws_iam_policy_document.d.json]").reasons().front().kind,
      ReasonKind::cycle);
}

TEST(Merging, LeavesEmptySidsOut) {
  EXPECT_EQ(rendered(R"(source_policy_documents = [
    jsonencode({ Statement = [{ Sid = "", Effect = "Deny" }, { Sid = "", Effect = "Allow" }] })])"),
            R"({"Statement":[{"Effect":"Deny"},{"Effect":"Allow"}],"Version":"2012-10-17"})");
}

TEST(PolicyDocumentText, IsTheProvidersToTheLetter) {
  const std::string body = R"(
  policy_id = "p"
  statement {
    sid       = "One"
    actions   = ["s3:Get*", "s3:A<b>&", "s3:Put*"]
    resources = ["*"]
    not_principals {
      type        = "AWS"
      identifiers = []
    }
    condition {
      test     = "StringEquals"
      variable = "aws:b"
      values   = ["z"]
    }
  }
  statement {}
)";
  EXPECT_EQ(json_of(made_of(body, "data.aws_iam_policy_document.d.json")), R"({
  "Version": "2012-10-17",
  "Id": "p",
  "Statement": [
    {
      "Sid": "One",
      "Effect": "Allow",
      "Action": [
        "s3:Put*",
        "s3:Get*",
        "s3:A\u003cb\u003e\u0026"
      ],
      "Resource": "*",
      "NotPrincipal": {
        "AWS": []
      },
      "Condition": {
        "StringEquals": {
          "aws:b": "z"
        }
      }
    },
    {
      "Effect": "Allow"
    }
  ]
})");
  const std::string minified =
      R"({"Version":"2012-10-17","Id":"p","Statement":[{"Sid":"One","Effect":"Allow","Action":["s3:Put*",)"
      R"("s3:Get*","s3:A\u003cb\u003e\u0026"],"Resource":"*","NotPrincipal":{"AWS":[]},)"
      R"("Condition":{"StringEquals":{"aws:b":"z"}}},{"Effect":"Allow"}]})";
  EXPECT_EQ(json_of(made_of(body, "data.aws_iam_policy_document.d.minified_json")), minified);
  EXPECT_EQ(json_of(made_of(body, "length(data.aws_iam_policy_document.d.minified_json)")),
            std::to_string(minified.size()));
  // Functions on texts see these letters, and jsonencode writes its own again.
  EXPECT_EQ(
      made_of(body, "replace(data.aws_iam_policy_document.d.json, \"\\\"Sid\\\": \\\"One\\\"\", \"!\")")
          .as_string()
          .value_or("")
          .find("      !,\n      \"Effect\": \"Allow\""),
      std::string("{\n  \"Version\": \"2012-10-17\",\n  \"Id\": \"p\",\n  \"Statement\": [\n    {\n").size());
  EXPECT_EQ(rendered("").find("{\"Version\""), 0U);
}

// The provider keeps these blocks as sets, in an order of its own, and alike ones once.
TEST(PolicyDocumentText, HasBlocksInTheOrderOfTheProvidersSets) {
  EXPECT_EQ(statement(R"(
    principals {
      type        = "AWS"
      identifiers = ["arn:aws:iam::111122223333:root", "arn:aws:iam::999988887777:root"]
    }
    principals {
      type        = "AWS"
      identifiers = ["arn:aws:iam::222233334444:root"]
    }
    principals {
      type        = "AWS"
      identifiers = ["b", "a"]
    }
    condition {
      test     = "StringEquals"
      variable = "aws:b"
      values   = ["z", "a"]
    }
    condition {
      test     = "StringEquals"
      variable = "aws:b"
      values   = ["q"]
    }
    condition {
      test     = "StringEquals"
      variable = "aws:b"
      values   = ["q"]
    }
    condition {
      test     = "ArnLike"
      variable = "aws:PrincipalArn"
      values   = ["r", "o", "p", "&{aws:x}"]
    }
    condition {
      test     = "ArnLike"
      variable = "aws:PrincipalArn"
      values   = ["zz"]
    }
    condition {
      test     = "ArnLike"
      variable = "aws:PrincipalArn"
      values   = ["1", "2"]
    }
)"),
            R"({"Condition":{"ArnLike":{"aws:PrincipalArn":["r","o","p","${aws:x}","1","2","zz"]},)"
            R"("StringEquals":{"aws:b":["q","z","a"]}},"Effect":"Allow","Principal":{"AWS":[)"
            R"("arn:aws:iam::222233334444:root","arn:aws:iam::999988887777:root",)"
            R"("arn:aws:iam::111122223333:root","b","a"]}})");
}

TEST(PolicyDocumentText, OfOtherDocumentsHasTheirListsAsTheProviderReadsThem) {
  EXPECT_EQ(rendered(R"(source_policy_documents = [jsonencode({ Statement = [
    { Resource = ["z", "a"], Principal = { Service = ["a", "c", "b"], AWS = ["x"] },
      Condition = { StringEquals = { b = ["x"], e = [] } } },
    { Principal = { "*" = ["*"] } },
  ] })])"),
            R"({"Statement":[{"Condition":{"StringEquals":{"b":"x","e":[]}},"Principal":{"AWS":["x"],)"
            R"("Service":["c","b","a"]},"Resource":["z","a"]},{"Principal":"*"}],"Version":"2012-10-17"})");
}

}  // namespace
}  // namespace rootproof::terraform
