#include "analyzer/engine/suppression.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <map>
#include <utility>

namespace rootproof::engine {
namespace {

constexpr std::string_view kMarker = "rootproof:ignore";

void no_check(const Facts& /*facts*/, Findings& /*findings*/) {}

const Rule kWithoutReason{
    {.id = "RP001",
     .name = "suppression-without-reason",
     .family = "suppressions",
     .severity = Severity::medium,
     .summary = "A suppression says no reason.",
     .meaning = "Reports every `rootproof:ignore` that names no rule, or gives no `reason=\"…\"`. The "
                "finding it speaks of stays suppressed.",
     .why = "A year later nobody can tell whether the exception was a decision or a shortcut.",
     .bad = "```yaml\n# rootproof:ignore RP202\nLogsPolicy:\n```",
     .good = "```yaml\n# rootproof:ignore RP202 reason=\"shared log archive, ticket SEC-12\" "
             "until=2027-01-31\nLogsPolicy:\n```",
     .fix = "Add `reason=\"…\"`, and `until=YYYY-MM-DD` where the exception ends.",
     .mappings = ""},
    no_check};

const Rule kUnusedOrExpired{
    {.id = "RP002",
     .name = "unused-or-expired-suppression",
     .family = "suppressions",
     .severity = Severity::low,
     .summary = "A suppression has expired, or there is nothing left that it suppresses.",
     .meaning = "Reports a `rootproof:ignore` whose `until` date has passed (its finding is shown again), "
                "and one that matches no finding although all "
                "rules it names have run.",
     .why = "A forgotten suppression hides the next real finding at the same place.",
     .bad = "```hcl\n# rootproof:ignore RP202 reason=\"migration\" until=2020-01-31\n```",
     .good = "```hcl\n# rootproof:ignore RP202 reason=\"migration, ticket NET-7\" until=2030-01-31\n```",
     .fix = "Delete the suppression, or give it a new date.",
     .mappings = ""},
    no_check};

constexpr std::array<const Rule*, 2> kRules = {&kWithoutReason, &kUnusedOrExpired};

std::string_view trim(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

/// Position after `#` or `//` in front of the marker; npos when the marker stands in no comment.
std::size_t comment_start(std::string_view line, std::size_t marker) {
  const std::string_view before = trim(line.substr(0, marker));
  if (before.ends_with('#')) return line.rfind('#', marker);
  if (before.ends_with("//")) return line.rfind("//", marker);
  return std::string_view::npos;
}

bool is_comment(std::string_view line) {
  line = trim(line);
  return line.empty() || line.starts_with('#') || line.starts_with("//");
}

/// Takes `name=value` or `name="value"` off the text; empty when it is not there.
std::string option(std::string_view text, std::string_view name) {
  const std::size_t at = text.find(std::string(name) + "=");
  if (at == std::string_view::npos) return {};
  text.remove_prefix(at + name.size() + 1);
  if (text.starts_with('"')) return std::string(text.substr(1, text.find('"', 1) - 1));
  return std::string(text.substr(0, text.find_first_of(" \t")));
}

/// The rule ids between the marker and the first option.
std::vector<std::string> named_rules(std::string_view text) {
  std::vector<std::string> rules;
  while (!(text = trim(text)).empty()) {
    const std::size_t end = text.find_first_of(" \t,");
    const std::string_view word = text.substr(0, end);
    if (word.find('=') != std::string_view::npos) break;
    if (!word.empty()) rules.emplace_back(word);
    if (end == std::string_view::npos) break;
    text.remove_prefix(end + 1);
  }
  return rules;
}

void read_comments(const source::SourceFile& file, std::vector<WrittenSuppression>& out) {
  const std::string_view text = file.text();
  for (std::size_t at = text.find(kMarker); at != std::string_view::npos;
       at = text.find(kMarker, at + kMarker.size())) {
    const auto offset = static_cast<std::uint32_t>(at);
    const std::uint32_t number = file.location(offset).line;
    const std::string_view line = file.line(number);
    const auto column = static_cast<std::size_t>(text.data() + at - line.data());
    const std::size_t start = comment_start(line, column);
    if (start == std::string_view::npos) continue;
    WrittenSuppression suppression;
    const std::string_view rest = line.substr(column + kMarker.size());
    suppression.rules = named_rules(rest);
    suppression.reason = option(rest, "reason");
    suppression.until = option(rest, "until");
    suppression.span = file.span(offset, offset + static_cast<std::uint32_t>(kMarker.size()));
    suppression.line = number;
    if (is_comment(line.substr(0, start))) {
      // A comment of its own speaks of the next line that is none.
      do ++suppression.line;
      while (suppression.line <= file.line_count() && is_comment(file.line(suppression.line)));
    }
    out.push_back(std::move(suppression));
  }
}

std::string text_of(const syntax::SyntaxNode& entry, std::string_view key) {
  const auto node = entry.find(key);
  return node && node->is_scalar() ? std::string(node->text()) : std::string();
}

void read_metadata(const syntax::SyntaxNode& document, std::vector<WrittenSuppression>& out) {
  const auto resources = document.find("Resources");
  if (!resources || !resources->is_mapping()) return;
  for (const syntax::SyntaxNode::Member& resource : resources->members()) {
    const auto metadata = resource.value.find("Metadata");
    const auto own = metadata ? metadata->find("rootproof") : std::nullopt;
    const auto entries = own ? own->find("ignore") : std::nullopt;
    if (!entries || !entries->is_sequence()) continue;
    for (const syntax::SyntaxNode& entry : entries->items()) {
      WrittenSuppression suppression;
      if (const std::string rule = text_of(entry, "rule"); !rule.empty()) suppression.rules.push_back(rule);
      suppression.reason = text_of(entry, "reason");
      suppression.until = text_of(entry, "until");
      suppression.span = entry.span();
      suppression.block = {resource.key.span().file, resource.key.span().begin, resource.value.span().end};
      out.push_back(std::move(suppression));
    }
  }
}

bool names(const WrittenSuppression& suppression, const Finding& finding) {
  return std::any_of(suppression.rules.begin(), suppression.rules.end(),
                     [&](const std::string& rule) { return rule == finding.rule || rule == finding.name; });
}

/// Whether the finding stands on the line, or in a resource whose definition begins there.
bool speaks_of(const WrittenSuppression& suppression, const Finding& finding, const Project& project,
               std::span<const Resource> resources) {
  if (finding.primary.file != suppression.span.file) return false;
  if (!suppression.block.empty()) {
    return suppression.block.begin <= finding.primary.begin && finding.primary.begin < suppression.block.end;
  }
  const source::SourceFile& file = project.sources().file(finding.primary.file);
  if (file.location(finding.primary.begin).line == suppression.line) return true;
  return std::any_of(resources.begin(), resources.end(), [&](const Resource& resource) {
    return resource.address == finding.resource_address && resource.span.file == finding.primary.file &&
           file.location(resource.span.begin).line == suppression.line &&
           resource.body_span.begin <= finding.primary.begin &&
           finding.primary.begin <= resource.body_span.end;
  });
}

Finding about(const Rule& rule, const WrittenSuppression& suppression, std::string message) {
  policy::Answer answer;
  answer.verdict = policy::Verdict::violation;
  Finding finding = make_finding(rule, Resource{}, std::move(answer), suppression.span);
  finding.message = std::move(message);
  for (const std::string& id : suppression.rules) finding.identity += id + " ";
  return finding;
}

bool runs(std::span<const Rule* const> rules, std::string_view id_or_name) {
  return std::any_of(rules.begin(), rules.end(), [&](const Rule* rule) {
    return rule->info.id == id_or_name || rule->info.name == id_or_name;
  });
}

/// A date in the form the comparison of texts needs.
bool is_date(const std::string& text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return false;
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return c == '-' || std::isdigit(static_cast<unsigned char>(c)) != 0; });
}

}  // namespace

std::span<const Rule* const> suppression_rules() { return kRules; }

std::vector<WrittenSuppression> read_suppressions(const ParsedFile& file) {
  std::vector<WrittenSuppression> suppressions;
  read_comments(*file.source, suppressions);
  if (file.syntax && file.source->text().find("rootproof") != std::string_view::npos) {
    for (std::size_t i = 0; i < file.syntax->tree.documents(); ++i)
      read_metadata(file.syntax->tree.document(i), suppressions);
  }
  return suppressions;
}

void apply_suppressions(const Project& project, std::span<const Resource> resources,
                        std::span<const Rule* const> rules_run, const std::string& today,
                        Findings& findings) {
  Findings about_suppressions;
  const auto report = [&](const Rule& rule, const WrittenSuppression& suppression, std::string message) {
    if (runs(rules_run, rule.info.id))
      about_suppressions.push_back(about(rule, suppression, std::move(message)));
  };
  for (const ParsedFile& file : project.files()) {
    for (const WrittenSuppression& suppression : read_suppressions(file)) {
      if (suppression.rules.empty()) {
        report(kWithoutReason, suppression, "this suppression names no rule and suppresses nothing");
        continue;
      }
      if (suppression.reason.empty())
        report(kWithoutReason, suppression,
               "this suppression of " + suppression.rules.front() + " says no reason");
      if (!suppression.until.empty() && !is_date(suppression.until)) {
        report(kUnusedOrExpired, suppression,
               "\"" + suppression.until +
                   "\" is no date of the form YYYY-MM-DD; the suppression is not in force");
        continue;
      }
      if (!suppression.until.empty() && suppression.until < today) {
        report(kUnusedOrExpired, suppression,
               "this suppression of " + suppression.rules.front() + " expired on " + suppression.until);
        continue;
      }
      bool used = false;
      for (Finding& finding : findings) {
        if (finding.answer.verdict == policy::Verdict::safe || !names(suppression, finding) ||
            !speaks_of(suppression, finding, project, resources)) {
          continue;
        }
        finding.suppressed = Suppression{suppression.reason, suppression.until, suppression.span};
        used = true;
      }
      const bool all_ran = std::all_of(suppression.rules.begin(), suppression.rules.end(),
                                       [&](const std::string& id) { return runs(rules_run, id); });
      if (!used && all_ran)
        report(kUnusedOrExpired, suppression,
               "nothing here is reported by " + suppression.rules.front() + "; the suppression can go");
    }
  }
  for (Finding& finding : about_suppressions) findings.push_back(std::move(finding));
}

}  // namespace rootproof::engine
