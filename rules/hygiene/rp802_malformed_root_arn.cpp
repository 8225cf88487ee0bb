#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "analyzer/policy/operators.h"
#include "rules/answers.h"
#include "rules/edits.h"
#include "rules/root_principals/principal_account.h"

namespace rootproof::rules {
namespace {

using policy::Condition;
using policy::PolicyString;
using policy::Statement;

/// What stands in a text for an account id, for a partition, and for what may be anything, colons included.
constexpr char kAccount = '\1';
constexpr char kWord = '\2';
constexpr char kAnything = '\3';
/// A pseudo parameter of CloudFormation in a text that no Fn::Sub replaces.
constexpr char kUnreplaced = '\4';

/// Text with a mark for each `${…}`: a policy variable, or a placeholder of whatever fills a file in.
std::string without_variables(std::string_view text, bool cloudformation) {
  std::string result;
  while (!text.empty()) {
    const std::size_t begin = text.find("${");
    const std::size_t end = begin == std::string_view::npos ? begin : text.find('}', begin);
    if (end == std::string_view::npos) break;
    result += text.substr(0, begin);
    result += cloudformation && text.substr(begin).starts_with("${AWS::") ? kUnreplaced : kAnything;
    text.remove_prefix(end + 1);
  }
  return result.append(text);
}

/// The text with one mark for each hole; nullopt when nothing of it is known.
std::optional<std::string> marked(const PolicyString& string, bool cloudformation) {
  if (const auto text = string.text()) return without_variables(*text, cloudformation);
  if (!string.value.is(value::Value::Kind::string)) return std::nullopt;
  std::string text;
  for (const value::StringPiece& piece : string.value.pieces()) {
    const auto* hole = std::get_if<value::Hole>(&piece);
    if (hole == nullptr) {
      text += without_variables(std::get<value::TextPiece>(piece).text, cloudformation);
      continue;
    }
    switch (hole->kind) {
      case value::HoleKind::account_id:
        text += kAccount;
        break;
      case value::HoleKind::partition:
      case value::HoleKind::region:
      case value::HoleKind::url_suffix:
        text += kWord;
        break;
      case value::HoleKind::reference:
      case value::HoleKind::any:
        text += kAnything;
        break;
    }
  }
  return text;
}

bool is_account(std::string_view text, bool wildcards) {
  if (text.size() == 1 && (text[0] == kAccount || text[0] == kAnything)) return true;
  if (wildcards && text.find('*') != std::string_view::npos)
    return text.find_first_not_of("0123456789*?") == std::string_view::npos && text.size() <= 13;
  const char* allowed = wildcards ? "0123456789?" : "0123456789";
  return text.size() == 12 && text.find_first_not_of(allowed) == std::string_view::npos;
}

std::vector<std::string_view> fields_of(std::string_view text) {
  std::vector<std::string_view> fields;
  for (std::size_t colon = text.find(':'); colon != std::string_view::npos; colon = text.find(':')) {
    fields.push_back(text.substr(0, colon));
    text.remove_prefix(colon + 1);
  }
  fields.push_back(text);
  return fields;
}

/// What is wrong with a text that was to be the ARN of an account's root user or of the account.
struct Flaw {
  std::string what;
  std::string correction;  ///< the text as it was meant, where one edit gives it
  bool open = false;       ///< only a part that is not known could make it right
  /// All it needs is that the pseudo parameters in it are replaced.
  bool unreplaced = false;
};

/// The text is `arn:…` and its last field is root, however written, or an account that runs into "root".
class RootArnReader {
 public:
  RootArnReader(std::string_view text, bool wildcards, bool account_is_inserted)
      : wildcards_(wildcards), account_is_inserted_(account_is_inserted), fields_(fields_of(text)) {}

  std::optional<Flaw> flaw() {
    if (fields_.size() < 3 || fields_[0] != "arn") return std::nullopt;
    const std::string_view service = fields_[2];
    if (service != "iam" && service != "sts" && service != "IAM") return other_service();
    last_ = policy::to_lower(fields_.back());
    if (last_.empty() && policy::to_lower(fields_[fields_.size() - 2]) == "root") {
      const std::string account = account_field();
      return Flaw{"it has a colon too many at its end",
                  account.empty() ? "" : "arn:" + std::string(fields_[1]) + ":iam::" + account + ":root"};
    }
    if (std::optional<Flaw> merged = merged_account()) return merged;
    std::string_view name = last_;
    if (name.ends_with("/*")) name.remove_suffix(1);
    while (name.ends_with('/')) name.remove_suffix(1);
    if (name != "root") return std::nullopt;
    const std::string account = account_field();
    const std::string right =
        account.empty() ? "" : "arn:" + std::string(fields_[1]) + ":iam::" + account + ":root";
    if (service != "iam") return Flaw{"its service is iam, not " + std::string(service), right};
    if (fields_.size() < 6)
      return Flaw{"a field is missing: there are two colons between iam and the account", right};
    if (fields_.size() > 6) return Flaw{"it has a field too many", right};
    if (!fields_[3].empty()) return Flaw{"it has no Region between iam and the account", right};
    if (fields_.back() != "root")
      return Flaw{R"(its last field is "root", not ")" + std::string(fields_.back()) + "\"", right};
    if (!is_account(fields_[4], wildcards_)) return account_flaw();
    return std::nullopt;
  }

 private:
  /// "arn:aws:aim::111122223333:root": nothing of a service other than IAM is called so.
  [[nodiscard]] std::optional<Flaw> other_service() const {
    const std::string service(fields_[2]);
    const bool is_name =
        !service.empty() &&
        service.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-") == std::string::npos;
    if (!is_name || fields_.size() != 6 || !fields_[3].empty() || fields_[5] != "root" ||
        !is_account(fields_[4], false))
      return std::nullopt;
    return Flaw{"its service is iam, not " + service,
                "arn:" + std::string(fields_[1]) + ":iam::" + std::string(fields_[4]) + ":root"};
  }

  /// "111122223333root": the colon is missing. After a part that may hold anything it may be in there.
  std::optional<Flaw> merged_account() {
    if (fields_.size() < 4 || !last_.ends_with("root") || last_.size() == 4) return std::nullopt;
    const std::string_view before = fields_.back().substr(0, last_.size() - 4);
    const std::string right = "arn:" + std::string(fields_[1]) + ":iam::" + std::string(before) + ":root";
    if (before.size() == 1 && before[0] == kAnything)
      return Flaw{"the colon between the account and root is missing", right, true};
    if (!is_account(before, wildcards_) || before.find_first_of("*?") != std::string_view::npos)
      return std::nullopt;
    return Flaw{"the colon between the account and root is missing", right};
  }

  /// The one field that holds an account.
  [[nodiscard]] std::string account_field() const {
    std::string account;
    for (std::size_t i = 3; i + 1 < fields_.size(); ++i) {
      if (!is_account(fields_[i], wildcards_)) continue;
      if (!account.empty()) return {};
      account = fields_[i];
    }
    return account;
  }

  [[nodiscard]] std::optional<Flaw> account_flaw() const {
    const std::string_view account = fields_[4];
    if (account.find(kUnreplaced) != std::string_view::npos)
      return Flaw{"its account is the text ${AWS::AccountId} as it stands: Fn::Sub is missing", "", false,
                  has_pseudo_parameters_only()};
    // A wildcard in Principal is RP203's matter; a part that is not known may be the rest of the digits.
    if (!wildcards_ && account.find_first_of("*?") != std::string_view::npos) return std::nullopt;
    const bool open = account.find_first_of("\1\2\3") != std::string_view::npos;
    if (open && account.find(kAnything) == std::string_view::npos)
      return Flaw{"its account is more than twelve digits", ""};
    if (open) return std::nullopt;
    if (account.empty()) return Flaw{"its account is missing", "", account_is_inserted_};
    // As the console shows an account: "1111-2222-3333".
    if (account.size() == 14 && account[4] == '-' && account[9] == '-') {
      std::string digits(account);
      digits.erase(9, 1).erase(4, 1);
      if (is_account(digits, false))
        return Flaw{"its account \"" + std::string(account) + "\" is not twelve digits",
                    "arn:" + std::string(fields_[1]) + ":iam::" + digits + ":root"};
    }
    const bool placeholder = account.find_first_of("{<%") != std::string_view::npos;
    if (placeholder || account.find_first_of("0123456789") == std::string_view::npos)
      return Flaw{"its account \"" + std::string(account) + "\" is not twelve digits", "", true};
    return Flaw{"its account \"" + std::string(account) + "\" is not twelve digits", ""};
  }

  /// Whether nothing but pseudo parameters is missing in it.
  [[nodiscard]] bool has_pseudo_parameters_only() const {
    return fields_[4] == std::string_view(&kUnreplaced, 1) &&
           std::all_of(fields_.begin(), fields_.end(), [](std::string_view field) {
             return field.find_first_of("\1\2\3") == std::string_view::npos;
           });
  }

  bool wildcards_;
  bool account_is_inserted_;  ///< an empty text stands for it, which a value from elsewhere may replace
  std::vector<std::string_view> fields_;
  std::string last_;
};

/// Whether something that turned out empty is written between two colons: "arn:aws:iam::${var.account}:root".
bool holds_an_empty_insertion(const value::Value& value) {
  if (!value.is(value::Value::Kind::string)) return false;
  const value::TextPiece* before = nullptr;
  for (const value::StringPiece& piece : value.pieces()) {
    const auto* text = std::get_if<value::TextPiece>(&piece);
    if (before != nullptr && text != nullptr && before->text.ends_with(':') && text->text.starts_with(':') &&
        !before->span.empty() && before->span.file == text->span.file && before->span.end < text->span.begin)
      return true;
    before = text;
  }
  return false;
}

/// The edit that makes a marked text its correction: one part of it gets, loses or changes characters, and
/// everything that is not known stays as it is written.
std::vector<engine::Edit> correct(const value::Value& value, const std::string& text,
                                  const std::string& correction) {
  if (!value.is(value::Value::Kind::string)) return {};
  const source::Span expression = value.origin().span();
  const auto [differs, in_correction] =
      std::mismatch(text.begin(), text.end(), correction.begin(), correction.end());
  const auto same_before = static_cast<std::size_t>(differs - text.begin());
  const std::size_t at_most = std::min(text.size(), correction.size()) - same_before;
  std::size_t same_behind = 0;
  while (same_behind < at_most &&
         text[text.size() - 1 - same_behind] == correction[correction.size() - 1 - same_behind])
    ++same_behind;
  const std::string added = correction.substr(same_before, correction.size() - same_behind - same_before);
  const std::size_t end = text.size() - same_behind;
  if (added.find_first_of("\1\2\3\4") != std::string::npos) return {};
  std::size_t begins = 0;
  for (const value::StringPiece& piece : value.pieces()) {
    const auto* written = std::get_if<value::TextPiece>(&piece);
    const std::size_t size = written == nullptr ? 1 : written->text.size();
    const bool holds_it = written != nullptr && begins <= same_before && end <= begins + size;
    if (written != nullptr && written->text.find("${") != std::string::npos) return {};
    // What a reference brings in may be used elsewhere too.
    const bool here = written != nullptr && written->span.file == expression.file &&
                      expression.begin <= written->span.begin && written->span.end <= expression.end;
    if (holds_it && here && !written->span.empty()) {
      std::string right = written->text;
      right.replace(same_before - begins, end - same_before, added);
      return {{written->span, std::move(right), written->text, engine::EditKind::replace_part}};
    }
    begins += size;
  }
  return {};
}

struct Place {
  const engine::PolicyInstance& instance;
  std::size_t statement = 0;
  const PolicyString& string;
  std::string_view meaning;  ///< what the right ARN would mean there
};

engine::Finding start(const Place& place, policy::Answer answer);

void check_string(const Place& place, bool wildcards, engine::Findings& findings) {
  const std::optional<std::string> text =
      marked(place.string, place.instance.resource->language == Language::cloudformation);
  if (!text) return;
  const std::optional<Flaw> flaw =
      RootArnReader(*text, wildcards, holds_an_empty_insertion(place.string.value)).flaw();
  if (!flaw) return;
  const std::string written = "\"" + shown(place.string.value) + "\"";
  if (flaw->open) {
    std::vector<value::Reason> reasons = place.string.value.reasons();
    if (reasons.empty())
      reasons.push_back(
          {value::ReasonKind::placeholder, "what takes the place of a text in it", place.string.span});
    engine::Finding finding = start(place, undecided(std::move(reasons)));
    finding.message = "whether " + written + " becomes the ARN of " + std::string(place.meaning) +
                      " depends on " + depends_on(finding.answer.reasons) + ": as it stands, " + flaw->what;
    findings.push_back(std::move(finding));
    return;
  }
  engine::Finding finding = start(place, violation());
  finding.message = written + " is not the ARN of " + std::string(place.meaning) + ": " + flaw->what;
  const bool literal = flaw->correction.find_first_of("\1\2\3") == std::string::npos;
  finding.fix = engine::Fix{literal && !flaw->correction.empty()
                                ? "write " + flaw->correction
                                : "write arn:aws:iam::ACCOUNT:root, with twelve digits for ACCOUNT",
                            {}};
  if (flaw->unreplaced) {
    finding.fix->description = "let Fn::Sub replace ${AWS::AccountId}";
    finding.fix->edits = replace_text(place.string.value, "Fn::Sub");
    for (engine::Edit& edit : finding.fix->edits) edit.kind = engine::EditKind::substitute;
  } else if (literal && !flaw->correction.empty()) {
    finding.fix->edits = replace_text(place.string.value, flaw->correction);
  } else if (!flaw->correction.empty()) {
    finding.fix->edits = correct(place.string.value, *text, flaw->correction);
    if (!finding.fix->edits.empty()) finding.fix->description = "write arn:aws:iam::ACCOUNT:root";
  }
  findings.push_back(std::move(finding));
}

/// Conditions that compare whole ARNs of callers or sources.
bool compares_arn(const Condition& condition) {
  const std::string key = policy::to_lower(condition.key);
  return key == "aws:principalarn" || key == "aws:sourcearn";
}

void check_statement(const engine::PolicyInstance& instance, std::size_t index, engine::Findings& findings) {
  const Statement& statement = instance.document.statements[index];
  for (const policy::Principal& principal : statement.principals)
    if (principal.type == policy::PrincipalType::aws)
      check_string({instance, index, principal.text, "an account as a whole"}, false, findings);
  for (const PolicyString& resource : statement.resources)
    check_string({instance, index, resource, "a root user"}, true, findings);
  // What a guardrail's condition on root gets wrong RP312 says, with what comes of it.
  if (instance.document.kind == PolicyKind::service_control) return;
  for (const Condition& condition : statement.conditions) {
    if (!compares_arn(condition)) continue;
    const auto op = policy::parse_operator(condition.operator_name);
    const bool wildcards = op && policy::takes_wildcards(op->family);
    for (const PolicyString& value : condition.values)
      check_string({instance, index, value, "a root user"}, wildcards, findings);
  }
}

void check(const engine::Facts& facts, engine::Findings& findings) {
  for (const engine::PolicyInstance& instance : facts.policies)
    for (std::size_t i = 0; i < instance.document.statements.size(); ++i)
      check_statement(instance, i, findings);
}

}  // namespace

extern const engine::Rule rp802;
const engine::Rule rp802{{
                             .id = "RP802",
                             .name = "malformed-root-arn",
                             .family = "hygiene",
                             .severity = engine::Severity::medium,
                             .tier = engine::Tier::default_on,
                             .summary = "a text is nearly the ARN of an account or of its root user",
                             .meaning = R"md(
Looks at the principals, resources and conditions on ARNs of every policy for texts that were to be `arn:<partition>:iam::<account>:root`: in a `Principal` element the **whole
account**, in a condition on `aws:PrincipalArn` and as a resource the **root user**.

- **violation**: the account is not twelve digits (nine to eleven are RP805's matter), a colon or a field is missing or too much, the service is not `iam` (`aim`, `organizations`), the last field is `Root`, `root/` or `root/*`, or the account
  runs into `root` (`…${AWS::AccountId}root`). No caller has such an ARN.
- **safe**: the ARN is well formed, or the text is another ARN (`user/root` is a user).
- **undecided**: a value that is not known could bring the missing colon, or a placeholder, or a value that is empty here (the default of a variable, say), stands for the account.
)md",
                             .why = R"md(
IAM refuses such a principal at deployment; as the value of a condition or as a resource it is taken and matches nothing: an Allow lets nobody in, a Deny stops nobody.
)md",
                             .bad = R"md(
```yaml
Principal: {AWS: !Sub 'arn:aws:iam:${AWS::AccountId}:root'}
```
```hcl
identifiers = ["arn:aws:iam::${local.account}root"]
```
)md",
                             .good = R"md(
```yaml
Principal: {AWS: !Sub 'arn:aws:iam::${AWS::AccountId}:root'}
```
```hcl
identifiers = ["arn:aws:iam::${local.account}:root"]
```
)md",
                             .fix = R"md(
Write `arn:aws:iam::<twelve digits>:root`; account ids keep their leading zeros only as text, in quotes.
)md",
                             .mappings = "AWS Well-Architected SEC03-BP07",
                         },
                         check};

namespace {

engine::Finding start(const Place& place, policy::Answer answer) {
  engine::Finding finding = engine::make_finding(rp802, *place.instance.resource, std::move(answer),
                                                 place_of_use(place.string.value, place.string.span));
  finding.yields_to = "RP805";  // which says how the digits got lost
  finding.origin = place.string.value.origin();
  finding.identity = place.instance.path + "|" + statement_name(place.instance.document, place.statement) +
                     "|" + place.string.value.to_display();
  return finding;
}

}  // namespace
}  // namespace rootproof::rules
