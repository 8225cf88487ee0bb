#include "parsers/organization_files/policy_placeholders.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>
#include <variant>

#include "parsers/policy/json_text.h"
#include "parsers/source/limits.h"

namespace rootproof::organization_files {

using value::Hole;
using value::HoleKind;
using value::Reason;
using value::ReasonKind;
using value::StringPiece;
using value::TextPiece;
using value::Value;

namespace {

struct Replacement {
  std::string_view name;
  HoleKind kind = HoleKind::any;
};

/// By their names between `${` and `}`.
constexpr std::array<Replacement, 17> kReplacements = {{
    {"ACCELERATOR_CENTRAL_LOGS_BUCKET_NAME"},
    {"ACCELERATOR_DEFAULT_PREFIX_SHORTHAND"},
    {"ACCELERATOR_NAME"},
    {"ACCELERATOR_PREFIX"},
    {"ACCELERATOR_PREFIX_LND"},
    {"ACCELERATOR_PREFIX_ND"},
    {"ACCELERATOR_SSM_PREFIX"},
    {"ACCOUNT_ID", HoleKind::account_id},
    {"ACCOUNT_NAME"},
    {"AUDIT_ACCOUNT_ID", HoleKind::account_id},
    {"HOME_REGION", HoleKind::region},
    {"LOGARCHIVE_ACCOUNT_ID", HoleKind::account_id},
    {"MANAGEMENT_ACCOUNT_ACCESS_ROLE"},
    {"MANAGEMENT_ACCOUNT_ID", HoleKind::account_id},
    {"ORG_ID"},
    {"PARTITION", HoleKind::partition},
    {"REGION", HoleKind::region},
}};
/// Lists and texts of other files: `ACCEL_LOOKUP::CUSTOM:ATTRIBUTE:NAME`.
constexpr std::string_view kLookup = "ACCEL_LOOKUP::";
constexpr std::string_view kCustom = "ACCEL_LOOKUP::CUSTOM:";

/// What replaces the placeholder; nothing where it is none.
std::optional<StringPiece> replacement(std::string_view name, source::Span span,
                                       const PolicyPlaceholders& known) {
  for (const auto& [known_name, text] :
       {std::pair("PARTITION", &known.partition), std::pair("HOME_REGION", &known.home_region),
        std::pair("MANAGEMENT_ACCOUNT_ACCESS_ROLE", &known.management_account_access_role)})
    if (name == known_name && *text) return TextPiece{**text, span, false};
  if (name.starts_with(kCustom)) {
    const auto custom = known.custom.find(name.substr(kCustom.size()));
    if (custom != known.custom.end()) return TextPiece{custom->second, span, false};
  }
  const bool lookup = name.starts_with(kLookup);
  const auto each = std::find_if(kReplacements.begin(), kReplacements.end(),
                                 [name](const Replacement& known_name) { return known_name.name == name; });
  if (!lookup && each == kReplacements.end()) return std::nullopt;
  const auto stated = known.stated.find(name.starts_with(kCustom) ? name.substr(kCustom.size()) : name);
  if (stated != known.stated.end()) return TextPiece{stated->second, span, false};
  const std::string shown = "${" + std::string(name) + "}";
  const Reason reason{ReasonKind::placeholder, shown, span};
  if (known.of_resource && name == "ACCOUNT_ID")
    return Hole{HoleKind::account_id, std::string(value::kOwnAccount), reason, {}};
  return Hole{lookup ? HoleKind::any : each->kind, shown, reason, {}};
}

/// The text of the file with what replaces its placeholders; `first` gets the first of them.
Value with_replacements(const source::SourceFile& file, const PolicyPlaceholders& known,
                        std::optional<Reason>& first) {
  const std::string_view text = file.text();
  const auto span_of = [&](std::size_t begin, std::size_t end) {
    return file.span(static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end));
  };
  std::vector<StringPiece> pieces;
  std::size_t copied = 0;
  for (std::size_t at = text.find("${"); at != std::string_view::npos; at = text.find("${", at + 1)) {
    if (pieces.size() + 3 > limits::kTextPieces)
      return Value::unknown({ReasonKind::limit, "kTextPieces", file.whole()});
    const std::size_t close = text.find('}', at);
    if (close == std::string_view::npos) break;
    const source::Span span = span_of(at, close + 1);
    std::optional<StringPiece> piece = replacement(text.substr(at + 2, close - at - 2), span, known);
    if (!piece) continue;
    if (!first) first = Reason{ReasonKind::placeholder, std::string(text.substr(at, close + 1 - at)), span};
    if (at > copied)
      pieces.emplace_back(
          TextPiece{std::string(text.substr(copied, at - copied)), span_of(copied, at), true});
    pieces.push_back(*std::move(piece));
    copied = close + 1;
  }
  if (copied < text.size())
    pieces.emplace_back(TextPiece{std::string(text.substr(copied)), span_of(copied, text.size()), true});
  return Value::string(std::move(pieces),
                       value::Origin({value::OriginKind::file, file.whole(), file.path()}));
}

}  // namespace

Value read_policy_text(const source::SourceFile& file, const PolicyPlaceholders& placeholders) {
  std::optional<Reason> first;
  Value text = with_replacements(file, placeholders, first);
  if (!text.is(Value::Kind::string)) return text;
  const auto read = policy::read_json_text(text);
  if (const auto* document = std::get_if<Value>(&read)) return *document;
  const auto& error = std::get<policy::JsonTextError>(read);
  const Reason reason =
      first ? *first
            : Reason{ReasonKind::parse_error, file.path() + " is no JSON: " + error.message, error.span};
  return Value::unknown(reason, value::ValueType::any, text.origin());
}

}  // namespace rootproof::organization_files
