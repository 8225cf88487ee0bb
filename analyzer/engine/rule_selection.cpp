#include "analyzer/engine/rule_selection.h"

#include <algorithm>
#include <cctype>

#include "analyzer/engine/suppression.h"
#include "analyzer/engine/undecided_summary.h"

namespace rootproof::engine {
namespace {

char lower(char c) { return static_cast<char>(std::tolower(static_cast<unsigned char>(c))); }

bool same(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](char x, char y) { return lower(x) == lower(y); });
}

bool is_prefix_of(std::string_view prefix, std::string_view id) {
  return prefix.size() > 2 && prefix.size() <= id.size() && same(prefix, id.substr(0, prefix.size()));
}

bool fits(const Rule& rule, std::string_view entry) {
  return same(rule.info.name, entry) || is_prefix_of(entry, rule.info.id);
}

std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t above = row[j];
      row[j] =
          std::min({row[j] + 1, row[j - 1] + 1, diagonal + (lower(a[i - 1]) == lower(b[j - 1]) ? 0U : 1U)});
      diagonal = above;
    }
  }
  return row[b.size()];
}

bool any_fits(const Rule& rule, const std::vector<std::string>& entries) {
  return std::any_of(entries.begin(), entries.end(),
                     [&](const std::string& entry) { return fits(rule, entry); });
}

bool belongs_to(Profile profile, const RuleInfo& rule) {
  if (rule.tier == Tier::default_on) return true;
  if (rule.tier == Tier::diff_only) return false;
  const bool about_organizations = rule.family == "guardrails" || rule.family == "organization";
  return profile == Profile::strict || (profile == Profile::organization && about_organizations);
}

}  // namespace

std::string nearest(std::string_view text, const std::vector<std::string>& choices) {
  std::string best;
  std::size_t best_distance = std::max<std::size_t>(2, text.size() / 3) + 1;
  for (const std::string& choice : choices) {
    if (text.size() > choice.size() + best_distance || choice.size() > text.size() + best_distance) continue;
    const std::size_t distance = edit_distance(text, choice);
    if (distance < best_distance) {
      best = choice;
      best_distance = distance;
    }
  }
  return best;
}

std::vector<const Rule*> every_rule() {
  std::vector<const Rule*> rules;
  for (const Rule* rule : suppression_rules()) rules.push_back(rule);
  for (const Rule* rule : all_rules()) rules.push_back(rule);
  rules.push_back(&undecided_summary_rule());
  std::sort(rules.begin(), rules.end(),
            [](const Rule* left, const Rule* right) { return left->info.id < right->info.id; });
  return rules;
}

const Rule* find_rule(std::string_view text) {
  for (const Rule* rule : every_rule()) {
    if (same(rule->info.id, text) || same(rule->info.name, text)) return rule;
  }
  return nullptr;
}

std::string no_such_rule(std::string_view text) {
  std::vector<std::string> choices;
  for (const Rule* rule : every_rule()) {
    choices.emplace_back(rule->info.id);
    choices.emplace_back(rule->info.name);
  }
  const std::string near = nearest(text, choices);
  return "no rule \"" + std::string(text) + "\"" +
         (near.empty() ? "; `rootproof rules` lists them" : "; did you mean \"" + near + "\"?");
}

std::optional<Profile> parse_profile(std::string_view text) {
  if (text == "default") return Profile::standard;
  if (text == "strict") return Profile::strict;
  if (text == "organization") return Profile::organization;
  return std::nullopt;
}

std::map<std::string, Severity> severities_of(Profile profile) {
  // Whoever asks for strictness wants a name in place of the whole own account.
  if (profile == Profile::strict) return {{"RP201", Severity::medium}};
  return {};
}

RuleSelection select_rules(const std::vector<std::string>& select, const std::vector<std::string>& ignore,
                           Profile profile) {
  RuleSelection selection;
  const std::vector<const Rule*> rules = every_rule();
  for (const std::vector<std::string>* entries : {&select, &ignore}) {
    for (const std::string& entry : *entries) {
      if (std::none_of(rules.begin(), rules.end(), [&](const Rule* rule) { return fits(*rule, entry); })) {
        selection.error = no_such_rule(entry);
        return selection;
      }
    }
  }
  for (const Rule* rule : rules) {
    const bool wanted = select.empty() ? belongs_to(profile, rule->info) : any_fits(*rule, select);
    if (wanted && !any_fits(*rule, ignore)) selection.rules.push_back(rule);
  }
  return selection;
}

}  // namespace rootproof::engine
