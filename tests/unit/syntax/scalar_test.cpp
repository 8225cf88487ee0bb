#include "parsers/syntax/scalar.h"

#include <gtest/gtest.h>

#include <string_view>

namespace rootproof::syntax {
namespace {

TEST(PlainScalar, NullInItsSpellings) {
  for (const std::string_view text : {"", "~", "null", "Null", "NULL"}) {
    EXPECT_EQ(resolve_plain(text), ScalarType::null) << text;
  }
  for (const std::string_view text : {"nULL", "none", "nil", "~~"}) {
    EXPECT_EQ(resolve_plain(text), ScalarType::string) << text;
  }
}

TEST(PlainScalar, BooleansOfYaml11) {
  for (const std::string_view text : {"yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON"}) {
    EXPECT_EQ(resolve_plain(text), ScalarType::boolean) << text;
    EXPECT_EQ(boolean_value(text), true) << text;
  }
  for (const std::string_view text : {"no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF"}) {
    EXPECT_EQ(resolve_plain(text), ScalarType::boolean) << text;
    EXPECT_EQ(boolean_value(text), false) << text;
  }
  for (const std::string_view text : {"y", "n", "Y", "N", "tRUE", "yess", "enabled"}) {
    EXPECT_EQ(resolve_plain(text), ScalarType::string) << text;
    EXPECT_EQ(boolean_value(text), std::nullopt) << text;
  }
}

TEST(PlainScalar, DecimalNumbers) {
  for (const std::string_view text :
       {"0", "7", "-1", "+12", "123456789012", "1.5", "-0.5", ".5", "5.", "1.0e3", "1.0e+3", "6.02E-23"}) {
    EXPECT_EQ(resolve_plain(text), ScalarType::number) << text;
  }
}

TEST(PlainScalar, AccountIdsKeepTheirLeadingZero) {
  for (const std::string_view text : {"012345678901", "001234567012", "065115117704", "00", "-012", "00.5"}) {
    EXPECT_EQ(resolve_plain(text), ScalarType::string) << text;
  }
}

TEST(PlainScalar, WhatIsNotWrittenInDecimalStaysText) {
  for (const std::string_view text : {"2012-10-17", "2001-12-14t21:59:43.10-05:00",
                                      "1:30",       "190:20:30.15",
                                      "0x1F",       "0b101",
                                      "1_000",      ".inf",
                                      "-.INF",      ".nan",
                                      "1e3",        "1.2.3",
                                      "-",          "+",
                                      ".",          "1.5e",
                                      "1.5e+",      "e5",
                                      "12 34",      "1,000"}) {
    EXPECT_EQ(resolve_plain(text), ScalarType::string) << text;
  }
}

TEST(TaggedScalar, TheTagDecidesWhereTheTextFits) {
  EXPECT_EQ(resolve_tagged("str", "yes"), ScalarType::string);
  EXPECT_EQ(resolve_tagged("str", "12"), ScalarType::string);
  EXPECT_EQ(resolve_tagged("int", "12"), ScalarType::number);
  EXPECT_EQ(resolve_tagged("float", "1.5"), ScalarType::number);
  EXPECT_EQ(resolve_tagged("int", "twelve"), ScalarType::string);
  EXPECT_EQ(resolve_tagged("bool", "yes"), ScalarType::boolean);
  EXPECT_EQ(resolve_tagged("bool", "perhaps"), ScalarType::string);
  EXPECT_EQ(resolve_tagged("null", ""), ScalarType::null);
  EXPECT_EQ(resolve_tagged("timestamp", "2012-10-17"), std::nullopt);
}

}  // namespace
}  // namespace rootproof::syntax
