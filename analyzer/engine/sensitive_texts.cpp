#include "analyzer/engine/sensitive_texts.h"

#include <algorithm>
#include <cctype>
#include <cstddef>
#include <set>

#include "parsers/source/limits.h"
#include "parsers/value/secret.h"

namespace rootproof::engine {
namespace {

using value::Value;

constexpr std::string_view kHidden = "(sensitive value)";  // as Terraform writes it
constexpr std::size_t kShortest = 4;                       ///< shorter texts are in every sentence
constexpr std::size_t kSurelyWhole = 6;                    ///< shorter ones are hidden where they are words
constexpr std::string_view kSeparators = ":/*?@,= ";

bool is_word(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0; }

}  // namespace

SensitiveTexts::SensitiveTexts(std::span<const Resource> resources, const Findings& findings) {
  std::set<std::string_view> addresses;
  for (const Finding& finding : findings) addresses.insert(finding.resource_address);
  for (const Resource& resource : resources)
    if (addresses.contains(resource.address)) collect(resource.properties);
  std::sort(texts_.begin(), texts_.end(), [](const std::string& a, const std::string& b) {
    return a.size() != b.size() ? a.size() > b.size() : a < b;
  });
  texts_.erase(std::unique(texts_.begin(), texts_.end()), texts_.end());
}

void SensitiveTexts::collect(const Value& whole) {
  std::vector<const Value*> pending{&whole};
  for (std::size_t parts = 0; !pending.empty() && parts < limits::kValueParts; ++parts) {
    const Value& value = *pending.back();
    pending.pop_back();
    switch (value.kind()) {
      case Value::Kind::string:
      case Value::Kind::number:
        if (value::is_secret(value)) add_text_of(value);
        break;
      case Value::Kind::list:
        for (const Value& item : value.items()) pending.push_back(&item);
        break;
      case Value::Kind::map:
        for (const value::Member& member : value.members()) pending.push_back(&member.value);
        break;
      case Value::Kind::one_of:
        for (const value::Alternative& way : value.alternatives()) pending.push_back(&way.value);
        break;
      case Value::Kind::unknown:
        for (const Value& item : value.known_items()) pending.push_back(&item);
        break;
      case Value::Kind::null:
      case Value::Kind::absent:
      case Value::Kind::boolean:
        break;
    }
  }
}

void SensitiveTexts::add_text_of(const Value& secret) {
  if (secret.is(Value::Kind::number)) return add(secret.as_number());
  // The nearest mark says where the secret was used: what is written there itself is none.
  const source::Span mark = secret.origin().secret_mark().value_or(source::Span{});
  for (const value::StringPiece& piece : secret.pieces()) {
    const auto* text = std::get_if<value::TextPiece>(&piece);
    if (text != nullptr && (text->span.empty() || !mark.contains(text->span))) add(text->text);
  }
}

/// With the parts that messages take out of an ARN, an action or a pattern.
void SensitiveTexts::add(std::string_view text) {
  if (text.size() >= kShortest) texts_.emplace_back(text);
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = std::min(text.find_first_of(kSeparators, begin), text.size());
    if (end - begin >= kSurelyWhole) texts_.emplace_back(text.substr(begin, end - begin));
    begin = end + 1;
  }
}

std::string SensitiveTexts::hidden(std::string_view text) const {
  std::string result;
  for (std::size_t at = 0; at < text.size();) {
    const auto found = std::find_if(texts_.begin(), texts_.end(), [&](const std::string& secret) {
      if (text.compare(at, secret.size(), secret) != 0) return false;
      const std::size_t end = at + secret.size();
      const bool inside_word = (at > 0 && is_word(text[at - 1])) || (end < text.size() && is_word(text[end]));
      return secret.size() >= kSurelyWhole || !inside_word;
    });
    if (found == texts_.end()) {
      result += text[at++];
    } else {
      result += kHidden;
      at += found->size();
    }
  }
  return result;
}

void SensitiveTexts::hide(std::string& text) const { text = hidden(text); }

void SensitiveTexts::hide_in(Finding& finding) const {
  if (texts_.empty()) return;
  hide(finding.message);
  for (std::string& step : finding.answer.proof) hide(step);
  for (value::Reason& reason : finding.answer.reasons) hide(reason.detail);
  for (Related& related : finding.related) hide(related.message);
  if (finding.answer.witness) {
    policy::Request& request = *finding.answer.witness;
    if (request.principal) {
      hide(request.principal->account);
      hide(request.principal->arn);
    }
    hide(request.action);
    hide(request.resource);
    for (auto& [key, values] : request.context)
      for (std::string& value : values) hide(value);
  }
  if (!finding.fix) return;
  hide(finding.fix->description);
  const bool writes_one = std::any_of(finding.fix->edits.begin(), finding.fix->edits.end(),
                                      [&](const Edit& edit) { return hidden(edit.text) != edit.text; });
  if (writes_one) finding.fix->edits.clear();
}

}  // namespace rootproof::engine
