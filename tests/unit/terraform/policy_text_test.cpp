// Policies as configurations write them: jsonencode, heredocs, templates. Their texts keep their places.
#include <gtest/gtest.h>

#include "tests/unit/terraform/terraform_fixture.h"

namespace rootproof::terraform {
namespace {

using value::Value;

/// A bucket policy whose `policy` is this expression, and the text of places in it.
class BucketPolicy {
 public:
  explicit BucketPolicy(const std::string& policy, const std::string& rest = "")
      : text_("resource \"aws_s3_bucket_policy\" \"p\" {\n  policy = " + policy + "\n}\n" + rest),
        module_(text_) {}

  [[nodiscard]] Value policy() const { return module_.property("aws_s3_bucket_policy.p", "policy"); }
  [[nodiscard]] std::string written_at(source::Span span) const {
    return text_.substr(span.begin, span.size());
  }

  /// Where the first occurrence of `part` in the policy's text stands in the file.
  [[nodiscard]] std::string place_of(const std::string& part) const {
    const Value value = policy();
    const std::string known = value.as_string().value_or("");
    const std::size_t at = known.find(part);
    return at == std::string::npos ? "(not in it)" : written_at(value.text_span(at, at + part.size()));
  }

 private:
  std::string text_;
  TestModule module_;
};

TEST(Jsonencode, KeepsTheStructureAndThePlaces) {
  const BucketPolicy bucket(R"(jsonencode({
    Statement = [{
      Effect    = "Allow"
      Principal = { AWS = "arn:aws:iam::999988887777:root" }
    }]
  }))");
  const Value value = bucket.policy();
  ASSERT_TRUE(value.is(Value::Kind::map));
  EXPECT_EQ(json_of(value),
            R"({"Statement":[{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::999988887777:root"}}]})");
  const value::Member& statement = value.members()[0];
  EXPECT_EQ(bucket.written_at(statement.key_span), "Statement");
  const Value* principal = statement.value.items()[0].find("Principal");
  ASSERT_NE(principal, nullptr);
  EXPECT_EQ(bucket.written_at(principal->find("AWS")->text_span(13, 25)), "999988887777");
}

TEST(Jsonencode, UnknownPartsStayBesideKnownOnes) {
  const BucketPolicy bucket("jsonencode({ Principal = var.who, Effect = \"Allow\" })",
                            "variable \"who\" {}\n");
  EXPECT_EQ(bucket.policy().find("Effect")->as_string(), "Allow");
  ASSERT_TRUE(bucket.policy().find("Principal")->is(Value::Kind::unknown));
  EXPECT_EQ(bucket.policy().find("Principal")->reason().detail, "var.who");
}

TEST(Jsonencode, ThroughALocalIsTheSamePolicy) {
  const BucketPolicy bucket("local.policy", "locals {\n  policy = jsonencode({ Effect = \"Allow\" })\n}\n");
  EXPECT_EQ(bucket.written_at(bucket.policy().find("Effect")->text_span(0, 5)), "Allow");
}

TEST(Jsonencode, KeepsItsStructureThroughListsOfTexts) {
  for (const char* expression :
       {"compact([\"\", local.policy])[0]", "join(\"\", [local.policy])", "one(compact([local.policy]))",
        "coalesce(\"\", local.policy)", "element(concat([\"a\"], [local.policy]), 1)"}) {
    const BucketPolicy bucket(expression,
                              "locals {\n  policy = jsonencode({ Effect = var.who })\n}\n"
                              "variable \"who\" {}\n");
    ASSERT_TRUE(bucket.policy().is(Value::Kind::map)) << expression << bucket.policy().to_display();
    EXPECT_EQ(bucket.policy().find("Effect")->reason().detail, "var.who");
  }
}

TEST(Jsonencode, JoinedWithOtherTextsIsItsTextInEveryCase) {
  const BucketPolicy bucket("join(\"-\", [\"a\", var.who ? jsonencode({ b = 1 }) : \"c\"])",
                            "variable \"who\" {}\n");
  ASSERT_TRUE(bucket.policy().is(Value::Kind::one_of)) << bucket.policy().to_display();
  EXPECT_EQ(bucket.policy().alternatives()[0].value.as_string(), R"(a-{"b":1})");
  EXPECT_EQ(bucket.policy().alternatives()[1].value.as_string(), "a-c");
}

TEST(Jsondecode, ReadsAroundTheHolesOfAText) {
  const BucketPolicy bucket("jsonencode(jsondecode(\"{\\\"a\\\": \\\"x${var.who}\\\", \\\"b\\\": 1}\"))",
                            "variable \"who\" {}\n");
  EXPECT_EQ(bucket.policy().to_display(), R"({"a": "x${unknown-variable: var.who}", "b": 1})");
}

TEST(Heredocs, EveryByteKeepsItsPlace) {
  const BucketPolicy bucket("<<EOT\n{\n  \"Effect\": \"Allow\",\n  \"Action\": \"s3:*\"\n}\nEOT");
  EXPECT_EQ(bucket.policy().as_string(), "{\n  \"Effect\": \"Allow\",\n  \"Action\": \"s3:*\"\n}\n");
  EXPECT_EQ(bucket.place_of("s3:*"), "s3:*");
  EXPECT_EQ(bucket.place_of("\"Effect\": \"Allow\""), "\"Effect\": \"Allow\"");
}

TEST(Heredocs, KeepPlacesWhenIndentationIsTakenAway) {
  const BucketPolicy bucket("<<-EOT\n    {\n      \"Action\": \"s3:*\"\n    }\n    EOT");
  EXPECT_EQ(bucket.policy().as_string(), "{\n  \"Action\": \"s3:*\"\n}\n");
  EXPECT_EQ(bucket.place_of("\"s3:*\""), "\"s3:*\"");
}

TEST(Heredocs, DirectivesTrimAsTerraformDoes) {
  const BucketPolicy bucket(R"(<<-EOT
    {
      "Version": "2012-10-17",
      "Statement": [
        %{ for a in ["x", "y"] ~}
        "${a}",
        %{ endfor ~}
        "z"
      ]
    }
  EOT)");
  EXPECT_EQ(bucket.policy().as_string(),
            "{\n  \"Version\": \"2012-10-17\",\n  \"Statement\": [\n            \"x\",\n            \"y\",\n"
            "            \"z\"\n  ]\n}\n");
  EXPECT_EQ(bucket.place_of("2012"), "2012");
}

TEST(Heredocs, InterpolatedTextPointsToWhereItIsWritten) {
  const BucketPolicy bucket("<<EOT\n{\"AWS\": \"arn:aws:iam::${local.partner}:root\"}\nEOT",
                            "locals {\n  partner = \"999988887777\"\n}\n");
  EXPECT_EQ(bucket.policy().as_string(), "{\"AWS\": \"arn:aws:iam::999988887777:root\"}\n");
  EXPECT_EQ(bucket.place_of("999988887777"), "999988887777");
  EXPECT_EQ(bucket.place_of("arn:aws:iam::"), "arn:aws:iam::");
}

TEST(Heredocs, AnUnknownPartIsAHoleInTheText) {
  const BucketPolicy bucket("<<EOT\n{\"AWS\": \"arn:aws:iam::${var.partner}:root\"}\nEOT",
                            "variable \"partner\" {}\n");
  EXPECT_EQ(bucket.policy().to_display(),
            "\"{\\\"AWS\\\": \\\"arn:aws:iam::${unknown-variable: var.partner}:root\\\"}\\n\"");
}

TEST(Templates, JsonencodeInsideATextIsItsText) {
  const BucketPolicy bucket("\"{\\\"Statement\\\": ${jsonencode([{ Effect = \"Allow\" }])}}\"");
  EXPECT_EQ(bucket.policy().as_string(), "{\"Statement\": [{\"Effect\":\"Allow\"}]}");
}

TEST(Templates, AConditionThatIsNotKnownGivesBothTexts) {
  const BucketPolicy bucket("\"%{ if var.public }*%{ else }arn:aws:iam::999988887777:root%{ endif }\"",
                            "variable \"public\" {}\n");
  EXPECT_EQ(bucket.policy().to_display(),
            R"((one of: "*" when var.public | "arn:aws:iam::999988887777:root" when not var.public))");
}

TEST(Templates, AChoiceBetweenTwoPoliciesKeepsBoth) {
  const BucketPolicy bucket(
      "var.public ? jsonencode({ Principal = \"*\" }) : jsonencode({ Principal = \"x\" })",
      "variable \"public\" {}\n");
  EXPECT_EQ(bucket.policy().to_display(),
            R"((one of: {"Principal": "*"} when var.public | {"Principal": "x"} when not var.public))");
}

}  // namespace
}  // namespace rootproof::terraform
