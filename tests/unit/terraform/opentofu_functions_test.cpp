// Functions that OpenTofu alone has. The expectations were worked out by hand from its documentation and
// internal/lang/funcs: there is no program here that answers.
#include <gtest/gtest.h>

#include <utility>

#include "tests/unit/terraform/terraform_fixture.h"

namespace rootproof::terraform {
namespace {

TEST(OpenTofuFunctions, SayWhatLiesInAnAddressRange) {
  for (const auto& [expression, result] : {
           std::pair(R"(cidrcontains("10.0.0.0/8", "10.1.2.3"))", "true"),
           std::pair(R"(cidrcontains("10.0.0.0/8", "11.1.2.3"))", "false"),
           std::pair(R"(cidrcontains("10.0.0.0/8", "10.1.0.0/16"))", "true"),
           std::pair(R"(cidrcontains("10.1.0.0/16", "10.0.0.0/8"))", "false"),
           std::pair(R"(cidrcontains("0.0.0.0/0", "203.0.113.9"))", "true"),
           std::pair(R"(cidrcontains("2001:db8::/32", "2001:db8:1::1"))", "true"),
           std::pair(R"(cidrcontains("2001:db8::/32", "10.0.0.1"))", "(error)"),
           std::pair(R"(cidrcontains("10.0.0.1", "10.0.0.1"))", "(error)"),
           std::pair(R"(cidrcontains("10.0.0.0/8", "ten"))", "(error)"),
       })
    EXPECT_EQ(console_result(expression), result) << expression;
}

TEST(OpenTofuFunctions, DecodeUrls) {
  for (const auto& [expression, result] : {
           std::pair(R"(urldecode("a+b%20c%2Fd"))", R"("a b c/d")"),
           std::pair(R"(urldecode("%c3%A9"))", R"("é")"),
           std::pair(R"(urldecode(urlencode("x=1&y=é")) == "x=1&y=é")", "true"),
           std::pair(R"(urldecode("50%"))", "(error)"),
           std::pair(R"(urldecode("%zz"))", "(error)"),
       })
    EXPECT_EQ(console_result(expression), result) << expression;
}

TEST(OpenTofuFunctions, ConvertToTypes) {
  for (const auto& [expression, result] : {
           std::pair(R"(convert("5", number))", "5"),
           std::pair(R"(convert([2, 1, 2], set(string)))", R"(["1","2"])"),
           std::pair(R"(convert({}, object({ a = optional(string, "x") })))", R"({"a":"x"})"),
           std::pair(R"(convert("x", number))", "(error)"),
           std::pair(R"(convert("x"))", "(error)"),
       })
    EXPECT_EQ(console_result(expression), result) << expression;
}

TEST(OpenTofuFunctions, HandOnWhatIsAssumedOrRefuseIt) {
  for (const auto& [expression, result] : {
           std::pair(R"(assumeequal("1", 1))", "1"),
           std::pair(R"(assumeequal("2", 1))", "(error)"),
           std::pair(R"(assumenotnull("x"))", R"("x")"),
           std::pair(R"(assumenotnull(null))", "(error)"),
           std::pair(R"(assumestringprefix("arn:aws", "arn:"))", R"("arn:aws")"),
           std::pair(R"(assumestringprefix("x", "arn:"))", "(error)"),
           std::pair(R"(assumelistlength(["a"], 1, 2))", R"(["a"])"),
           std::pair(R"(assumelistlengthmin(["a"], 2))", "(error)"),
           std::pair(R"(assumelistlengthmax(["a"], 0))", "(error)"),
           std::pair(R"(assumesetlength(["b", "a"], 2, 2))", R"(["a","b"])"),
           std::pair(R"(assumesetlengthmin(["a"], 2))", "(error)"),
           std::pair(R"(assumesetlengthmax(["a"], 1))", R"(["a"])"),
           std::pair(R"(assumemaplength({ a = 1 }, 1, 1))", R"({"a":1})"),
           std::pair(R"(assumemaplengthmin({}, 1))", "(error)"),
           std::pair(R"(assumemaplengthmax({ a = 1 }, 1))", R"({"a":1})"),
       })
    EXPECT_EQ(console_result(expression), result) << expression;
}

}  // namespace
}  // namespace rootproof::terraform
