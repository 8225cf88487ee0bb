#include "parsers/source/source_file.h"

#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "parsers/source/limits.h"

namespace rootproof::source {
namespace {

using namespace std::string_view_literals;

SourceFile file_of(std::string_view bytes) { return {FileId{0}, "file.yaml", bytes}; }

std::string utf16(std::u16string_view text, bool big_endian) {
  std::string bytes = big_endian ? "\xFE\xFF" : "\xFF\xFE";
  for (const char16_t unit : text) {
    const char high = static_cast<char>(unit >> 8U);
    const char low = static_cast<char>(unit & 0xFFU);
    bytes += big_endian ? high : low;
    bytes += big_endian ? low : high;
  }
  return bytes;
}

TEST(SourceFile, EmptyFileHasOneEmptyLine) {
  const SourceFile file = file_of("");
  EXPECT_EQ(file.text(), "");
  EXPECT_EQ(file.problem(), nullptr);
  EXPECT_EQ(file.line_count(), 1U);
  EXPECT_EQ(file.line(1), "");
  EXPECT_EQ(file.location(0), (Location{1, 1}));
  EXPECT_EQ(file.location(99), (Location{1, 1}));
}

TEST(SourceFile, ByteOrderMarkIsNoPartOfTheText) {
  EXPECT_EQ(file_of("\xEF\xBB\xBF").text(), "");
  EXPECT_EQ(file_of("\xEF\xBB\xBF"
                    "a: 1")
                .text(),
            "a: 1");
  EXPECT_EQ(file_of("\xEF\xBB\xBF\xEF\xBB\xBF"
                    "a: 1")
                .text(),
            "a: 1");
}

TEST(SourceFile, Utf16WithByteOrderMarkBecomesUtf8) {
  const std::u16string_view text = u"k: \u00E9\u20AC\U0001F600\n";
  for (const bool big_endian : {false, true}) {
    const SourceFile file = file_of(utf16(text, big_endian));
    EXPECT_EQ(file.problem(), nullptr);
    EXPECT_EQ(file.text(), "k: \u00E9\u20AC\U0001F600\n");
  }
}

TEST(SourceFile, BrokenUtf16IsReportedWhereItIs) {
  const char16_t lone_surrogate[] = {u'a', u'\n', u'b', 0xD800, u'c', 0};
  const SourceFile file = file_of(utf16(lone_surrogate, false));
  ASSERT_NE(file.problem(), nullptr);
  EXPECT_EQ(file.problem()->kind, ProblemKind::encoding);
  EXPECT_EQ(file.location(file.problem()->span.begin), (Location{2, 2}));

  const SourceFile odd = file_of(
      "\xFF\xFE"
      "a\0b"sv);
  ASSERT_NE(odd.problem(), nullptr);
  EXPECT_EQ(odd.problem()->span.begin, 1U);
}

TEST(SourceFile, Utf16WithoutMarkIsReportedAsNul) {
  const SourceFile file = file_of("a\0:\0"sv);
  ASSERT_NE(file.problem(), nullptr);
  EXPECT_EQ(file.problem()->span.begin, 1U);
}

struct Refused {
  std::string_view bytes;
  std::uint32_t offset;
  std::string_view message;
};

TEST(SourceFile, BytesThatAreNotTextAreReportedWithTheirExactOffset) {
  const Refused cases[] = {
      {"a\0b"sv, 1, "NUL"},
      {"0123456789abcdef\x01", 16, "U+0001"},
      {"tab\tis fine\x0B", 11, "U+000B"},
      {"\x1B[0m", 0, "U+001B"},
      {"abc\xFF", 3, "0xFF"},
      {"12345678\x80", 8, "0x80"},                 // continuation without a lead
      {"\xC0\xAF", 0, "0xC0"},                     // overlong
      {"\xE0\x80\x80", 0, "0xE0"},                 // overlong
      {"a\xED\xA0\x80", 1, "0xED"},                // surrogate
      {"\xF4\x90\x80\x80", 0, "0xF4"},             // above U+10FFFF
      {"\xF5", 0, "0xF5"},                         //
      {"\u00E9\xE2\x82", 2, "0xE2"},               // cut off at the end
      {"\xF0\x9F\x98", 0, "0xF0"},                 //
      {"long line of text\xC3(more", 17, "0xC3"},  // lead without continuation
  };
  for (const Refused& refused : cases) {
    SCOPED_TRACE(refused.message);
    const SourceFile file = file_of(refused.bytes);
    ASSERT_NE(file.problem(), nullptr);
    EXPECT_EQ(file.problem()->kind, ProblemKind::encoding);
    EXPECT_EQ(file.problem()->span.begin, refused.offset);
    EXPECT_NE(file.problem()->message.find(refused.message), std::string::npos) << file.problem()->message;
  }
}

TEST(SourceFile, TextOfEveryKindIsAccepted) {
  const std::string_view cases[] = {"\t\r\n ~", "\x7F", "\xC2\x80\xC2\x85\xC2\x9F",
                                    "\u00E9\u07FF\u0800\uD7FF\uE000\uFFFD\U00010000\U0010FFFF"};
  for (const std::string_view text : cases) EXPECT_EQ(file_of(text).problem(), nullptr) << text;
}

TEST(SourceFile, FileAboveTheLimitIsNotRead) {
  const SourceFile file = file_of(std::string(limits::kFileBytes + 1, 'a'));
  ASSERT_NE(file.problem(), nullptr);
  EXPECT_EQ(file.problem()->kind, ProblemKind::limit);
  EXPECT_TRUE(file.text().empty());
}

TEST(SourceFile, EveryKindOfLineBreakEndsALine) {
  const SourceFile file = file_of("one\ntwo\r\nthree\rfour\r\r\nsix");
  ASSERT_EQ(file.line_count(), 6U);
  EXPECT_EQ(file.line(1), "one");
  EXPECT_EQ(file.line(2), "two");
  EXPECT_EQ(file.line(3), "three");
  EXPECT_EQ(file.line(4), "four");
  EXPECT_EQ(file.line(5), "");
  EXPECT_EQ(file.line(6), "six");
  EXPECT_EQ(file.line(0), "");
  EXPECT_EQ(file.line(7), "");
  EXPECT_EQ(file.location(4), (Location{2, 1}));
  EXPECT_EQ(file.location(9), (Location{3, 1}));
  EXPECT_EQ(file.location(15), (Location{4, 1}));
}

TEST(SourceFile, TextAfterTheLastLineBreakIsALineEvenWhenEmpty) {
  const SourceFile file = file_of("a\n");
  EXPECT_EQ(file.line_count(), 2U);
  EXPECT_EQ(file.location(2), (Location{2, 1}));
}

TEST(SourceFile, ColumnsCountCodePoints) {
  const SourceFile file = file_of("k: \u00E9\u20AC\U0001F600x\n\u00E9y");
  EXPECT_EQ(file.location(3), (Location{1, 4}));
  EXPECT_EQ(file.location(5), (Location{1, 5}));
  EXPECT_EQ(file.location(8), (Location{1, 6}));
  EXPECT_EQ(file.location(12), (Location{1, 7}));
  EXPECT_EQ(file.location(16), (Location{2, 2}));
}

TEST(SourceFile, LongLinesAreNotReadForEveryLocation) {
  std::string text = "first\n";
  while (text.size() < 6'000'000) text += "h\xC3\xA9!";
  const SourceFile file = file_of(text);
  for (std::uint32_t i = 0; i < 100'000; ++i) {
    const std::uint32_t letter = 6 + 4 * 10 * i;
    ASSERT_EQ(file.location(letter), (Location{2, 30 * i + 1}));
    ASSERT_EQ(file.location(letter + 3), (Location{2, 30 * i + 3})) << "after a letter of two bytes";
  }
}

TEST(SourceFile, LocationAndOffsetAreInverse) {
  const SourceFile file = file_of("k: \u00E9\u20AC\U0001F600x\r\n\r\n\u00E9y\rz\n");
  for (std::uint32_t offset = 0; offset <= file.text().size(); ++offset) {
    const bool inside_character =
        offset < file.text().size() && (static_cast<unsigned char>(file.text()[offset]) & 0xC0U) == 0x80U;
    const bool inside_break = offset > 0 && offset < file.text().size() && file.text()[offset] == '\n' &&
                              file.text()[offset - 1] == '\r';
    if (inside_character || inside_break) continue;
    EXPECT_EQ(file.offset(file.location(offset)), offset);
  }
}

TEST(SourceFile, OffsetOfAPlaceThatDoesNotExistIsTheNextBestOne) {
  const SourceFile file = file_of("ab\r\ncd");
  EXPECT_EQ(file.offset({1, 99}), 2U);
  EXPECT_EQ(file.offset({9, 1}), 6U);
  EXPECT_EQ(file.offset({0, 1}), 0U);
  EXPECT_EQ(file.offset({2, 0}), 4U);
}

TEST(SourceTable, FilesKeepTheirPlaceWhenOthersAreAdded) {
  SourceTable table;
  const SourceFile& first = table.add("a", "first");
  const std::string_view text = first.text();
  for (int i = 0; i < 1000; ++i) table.add("b", "more");
  EXPECT_EQ(&table.file(FileId{0}), &first);
  EXPECT_EQ(text, "first");
  EXPECT_EQ(table.size(), 1001U);
  EXPECT_EQ(table.file(FileId{1000}).id(), FileId{1000});
}

TEST(SourceTable, TextOfASpan) {
  SourceTable table;
  table.add("a", "first");
  table.add("b", "second");
  EXPECT_EQ(table.text({FileId{1}, 1, 4}), "eco");
  EXPECT_EQ(table.text({FileId{1}, 4, 99}), "nd");
  EXPECT_EQ(table.text({FileId{1}, 99, 100}), "");
  EXPECT_EQ(table.text({FileId{7}, 0, 1}), "");
}

}  // namespace
}  // namespace rootproof::source
