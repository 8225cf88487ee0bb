#include "analyzer/report/terminal_text.h"

#include <gtest/gtest.h>

#include <string>

namespace rootproof::report {
namespace {

unsigned width(std::string_view text) {
  unsigned columns = 0;
  for (std::size_t position = 0; position < text.size();)
    columns += display_width(next_code_point(text, position));
  return columns;
}

TEST(TerminalText, ControlCharactersBecomePictures) {
  EXPECT_EQ(printable_sentence("a\x1b[31mb"), "a␛[31mb");
  EXPECT_EQ(printable_sentence(std::string("nul\0bell\a", 9)), "nul␀bell␇");
  EXPECT_EQ(printable_sentence("del\x7f"), "del␡");
  EXPECT_EQ(printable_sentence("c1 \xC2\x9B"
                               "31m"),
            "c1 �31m");
}

TEST(TerminalText, LineBreaksAndTabsAreBlanks) { EXPECT_EQ(printable_sentence("a\nb\tc\rd"), "a b c d"); }

TEST(TerminalText, TextCannotBeReorderedOrHidden) {
  EXPECT_EQ(printable_sentence("x\u202Ey"), "x�y");
  EXPECT_EQ(printable_sentence("ro\u200Bot"), "ro�ot");
  EXPECT_EQ(printable_sentence("a\u2028b"), "a�b");
  EXPECT_EQ(printable_sentence("\U000E0041"), "�");
}

TEST(TerminalText, IllFormedBytesAreReplacedOneByOne) {
  EXPECT_EQ(printable_sentence("\xFF\xC3"), "��");
  EXPECT_EQ(printable_sentence("\xC0\xAF"), "��");
  EXPECT_EQ(printable_sentence("\xE0\x80\xAF"), "���");
  EXPECT_EQ(printable_sentence("\xED\xA0\x80"), "���");
  EXPECT_EQ(printable_sentence("\xF4\x90\x80\x80"), "����");
  EXPECT_EQ(printable_sentence("\xE7\x9B"), "��");
}

TEST(TerminalText, LettersOfAllScriptsStay) {
  for (const std::string text : {"äöü", "監査", "Привет", "a\u0301", "😀"})
    EXPECT_EQ(printable_sentence(text), text);
}

TEST(TerminalText, Width) {
  EXPECT_EQ(width("abc"), 3U);
  EXPECT_EQ(width("äöü"), 3U);
  EXPECT_EQ(width("監査"), 4U);
  EXPECT_EQ(width("a\u0301"), 1U);
  EXPECT_EQ(width("😀"), 2U);
  EXPECT_EQ(width("…"), 1U);
}

}  // namespace
}  // namespace rootproof::report
