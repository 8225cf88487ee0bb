#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "parsers/policy/policy_document.h"

namespace rootproof::policy {

/// The text of an entry where it stands, when it is in one piece; nullopt says nothing about others.
inline std::optional<std::string_view> written_text(const PolicyString& entry) {
  if (!entry.value.is(value::Value::Kind::string)) return std::nullopt;
  const auto pieces = entry.value.pieces();
  if (pieces.size() != 1) return std::nullopt;
  const auto* const text = std::get_if<value::TextPiece>(&pieces[0]);
  return text == nullptr ? std::nullopt : std::optional<std::string_view>(text->text);
}

/// PolicyString::text() without a copy of what stands in one piece.
class EntryText {
 public:
  explicit EntryText(const PolicyString& entry) : text_(written_text(entry)) {
    if (text_) return;
    joined_ = entry.text();
    if (joined_) text_ = *joined_;
  }
  EntryText(const EntryText&) = delete;
  EntryText& operator=(const EntryText&) = delete;

  explicit operator bool() const { return text_.has_value(); }
  [[nodiscard]] std::string_view operator*() const { return *text_; }

 private:
  std::optional<std::string> joined_;
  std::optional<std::string_view> text_;
};

}  // namespace rootproof::policy
