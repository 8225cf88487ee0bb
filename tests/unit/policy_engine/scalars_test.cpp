#include "analyzer/policy/scalars.h"

#include <gtest/gtest.h>

namespace rootproof::policy {
namespace {

TEST(Decimal, ComparesExactly) {
  EXPECT_EQ(Decimal::parse("007.50"), Decimal::parse("7.5"));
  EXPECT_EQ(Decimal::parse("-0"), Decimal::parse("0"));
  EXPECT_LT(*Decimal::parse("-10"), *Decimal::parse("-9.9"));
  EXPECT_LT(*Decimal::parse("0.1"), *Decimal::parse("0.11"));
  EXPECT_GT(*Decimal::parse("100000000000000000000000001"), *Decimal::parse("100000000000000000000000000.9"));
}

TEST(Decimal, RefusesWhatIsNotWrittenInDigits) {
  for (const char* text : {"", "-", ".5", "5.", "1e3", "0x10", " 1", "1 ", "1.2.3", "--1"})
    EXPECT_FALSE(Decimal::parse(text).has_value()) << text;
}

TEST(Date, ReadsTheW3cFormsAndEpochSeconds) {
  EXPECT_EQ(parse_date("1970-01-01T00:00:00Z"), Decimal::parse("0"));
  EXPECT_EQ(parse_date("2026-12-01T12:00:00Z"), Decimal::parse("1796126400"));
  EXPECT_EQ(parse_date("2026-12-01T13:30+01:30"), Decimal::parse("1796126400"));
  EXPECT_EQ(parse_date("2000-03"), parse_date("2000-03-01"));
  EXPECT_EQ(parse_date("1796126400"), Decimal::parse("1796126400"));
  EXPECT_EQ(parse_date("2024-02-29").has_value(), true);
  EXPECT_EQ(parse_date("2026-01-01T00:00:00.250Z"), Decimal::parse("1767225600.25"));
}

TEST(Date, RefusesImpossibleOnes) {
  for (const char* text :
       {"", "20", "2023-02-29", "2026-13-01", "2026-1-1", "2026-01-01T", "2026-01-01T24:00Z",
        "2026-01-01T00:00:00", "2026-01-01T00:00:00+1:00", "yesterday", "2026-01-01Z"})
    EXPECT_FALSE(parse_date(text).has_value()) << text;
}

TEST(Date, FormatsWhatItReads) {
  for (const char* text : {"2026-12-01T12:00:00Z", "1999-12-31T23:59:59Z", "2000-02-29T00:00:01Z"}) {
    const std::optional<Decimal> seconds = parse_date(text);
    ASSERT_TRUE(seconds.has_value());
    EXPECT_EQ(format_date(std::stoll(seconds->to_string())), text);
  }
}

TEST(IpRange, MasksHostBitsAndKeepsFamiliesApart) {
  const std::optional<IpRange> range = IpRange::parse("10.1.2.3/8");
  ASSERT_TRUE(range.has_value());
  EXPECT_EQ(range->first.to_string(), "10.0.0.0");
  EXPECT_EQ(range->last.to_string(), "10.255.255.255");
  EXPECT_FALSE(IpRange::parse("0.0.0.0/0")->contains(*IpAddress::parse("::1")));
  EXPECT_TRUE(IpRange::parse("::/0")->contains(*IpAddress::parse("2001:DB8::1")));
}

TEST(IpAddress, ReadsAllNotationsOfOneAddress) {
  const auto full = IpAddress::parse("2001:db8:0:0:0:0:0:1");
  EXPECT_EQ(IpAddress::parse("2001:db8::1"), full);
  EXPECT_EQ(IpAddress::parse("2001:0DB8:0000::0.0.0.1"), full);
  EXPECT_EQ(full->to_string(), "2001:db8:0:0:0:0:0:1");
}

TEST(IpAddress, RefusesWhatIsNone) {
  for (const char* text : {"", "1.2.3", "1.2.3.4.5", "256.0.0.1", "01.2.3.4", "1.2.3.4 ", "::1::", ":1",
                           "1:", "1:2:3:4:5:6:7:8:9", "12345::", "g::", "1.2.3.4::"})
    EXPECT_FALSE(IpAddress::parse(text).has_value()) << text;
  for (const char* text : {"1.2.3.4/33", "1.2.3.4/", "::/129", "1.2.3.4/-1", "1.2.3.4/8/8"})
    EXPECT_FALSE(IpRange::parse(text).has_value()) << text;
}

TEST(IpAddress, CountsOn) {
  EXPECT_EQ(IpAddress::parse("10.0.0.255")->next()->to_string(), "10.0.1.0");
  EXPECT_FALSE(IpAddress::parse("255.255.255.255")->next().has_value());
}

TEST(Base64, ComparesBytes) {
  EXPECT_EQ(decode_base64("QmluYXJ5"), "Binary");
  EXPECT_EQ(decode_base64("QQ=="), decode_base64("QQ"));
  EXPECT_FALSE(decode_base64("Q").has_value());
  EXPECT_FALSE(decode_base64("Q Q").has_value());
}

}  // namespace
}  // namespace rootproof::policy
