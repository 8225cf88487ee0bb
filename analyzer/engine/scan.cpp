#include "analyzer/engine/scan.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <iterator>
#include <map>
#include <numeric>
#include <set>
#include <span>
#include <tuple>
#include <utility>

#include "analyzer/engine/cases.h"
#include "analyzer/engine/edits.h"
#include "analyzer/engine/exemptions.h"
#include "analyzer/engine/export_age.h"
#include "analyzer/engine/facts.h"
#include "analyzer/engine/parallel.h"
#include "analyzer/engine/sensitive_texts.h"
#include "analyzer/engine/shared_texts.h"
#include "analyzer/engine/suppression.h"
#include "analyzer/engine/undecided_summary.h"
#include "analyzer/policy/answer_memo.h"
#include "analyzer/policy/proof_wish.h"
#include "parsers/opaque_types.h"
#include "parsers/source/limits.h"
#include "parsers/terraform/module.h"
#include "parsers/unit_names.h"

namespace rootproof::engine {
namespace {

using source::ProblemKind;

/// FNV-1a, 64 bits: short, stable over platforms and releases, and nothing here needs more.
std::string hash(std::string_view text) {
  std::uint64_t state = 0xcbf29ce484222325U;
  for (const char c : text) {
    state ^= static_cast<unsigned char>(c);
    state *= 0x100000001b3U;
  }
  std::array<char, 17> digits{};
  std::snprintf(digits.data(), digits.size(), "%016llx", static_cast<unsigned long long>(state));
  return digits.data();
}

bool counts_as_resource(const Resource& resource) {
  switch (resource.kind) {
    case ResourceKind::template_parameter:
    case ResourceKind::provider:
    case ResourceKind::backend:
      return false;
    default:
      return resource.type != "output" && resource.type != kModuleArgumentsType &&
             !resource.type.starts_with(kUnitLookupType);
  }
}

/// File, line, column, rule, resource (cli.md, "Order"); the message breaks the last ties.
auto order_key(const Finding& finding, const source::SourceTable& sources) {
  return std::tuple(std::string_view(sources.file(finding.primary.file).path()), finding.primary.begin,
                    std::string_view(finding.rule), std::string_view(finding.resource_address),
                    std::string_view(finding.message));
}

void sort_findings(Findings& findings, const source::SourceTable& sources) {
  // Findings are large: each is moved once, if at all.
  std::vector<std::size_t> order(findings.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  const auto is_before = [&](std::size_t a, std::size_t b) {
    return order_key(findings[a], sources) < order_key(findings[b], sources);
  };
  if (!std::is_sorted(order.begin(), order.end(), is_before)) {
    std::stable_sort(order.begin(), order.end(), is_before);
    Findings sorted;
    sorted.reserve(findings.size());
    for (const std::size_t i : order) sorted.push_back(std::move(findings[i]));
    findings = std::move(sorted);
  }
  // The same module called twice says the same thing about the same text once per address, never twice for
  // one.
  findings.erase(std::unique(findings.begin(), findings.end(),
                             [&](const Finding& a, const Finding& b) {
                               return a.answer.verdict == b.answer.verdict &&
                                      order_key(a, sources) == order_key(b, sources);
                             }),
                 findings.end());
}

/// Findings are large: none is moved that stays where it is.
void erase_marked(Findings& findings, const std::vector<bool>& marks) {
  std::size_t kept = 0;
  for (std::size_t i = 0; i < findings.size(); ++i) {
    if (marks[i]) continue;
    if (kept != i) findings[kept] = std::move(findings[i]);
    ++kept;
  }
  findings.erase(findings.begin() + static_cast<std::ptrdiff_t>(kept), findings.end());
}

/// Whether a parameter of the template in this file takes none but these texts.
bool is_parameter_always_one_of(std::span<const Resource* const> parameters, source::FileId file,
                                std::string_view name, const std::vector<std::string>& texts) {
  const std::string address = "Parameters." + std::string(name);
  for (const Resource* parameter : parameters) {
    if (!(parameter->span.file == file) || parameter->address != address) continue;
    const value::Value* allowed = parameter->properties.find("AllowedValues");
    if (allowed == nullptr || !allowed->is(value::Value::Kind::list)) return false;
    const auto is_one = [&](const value::Value& each) {
      const std::optional<std::string> text = each.as_text();
      return text && std::find(texts.begin(), texts.end(), text->empty() ? "\"\"" : *text) != texts.end();
    };
    return std::all_of(allowed->items().begin(), allowed->items().end(), is_one);
  }
  return false;
}

/// Says in the message of a finding in which cases it holds, instead of its own alone.
void tell_cases(Finding& finding, const std::vector<value::Guard>& cases,
                std::span<const Resource* const> parameters) {
  const std::string own = finding.guard.to_string();
  const std::size_t at = own.empty() ? std::string::npos : finding.message.find(own);
  const auto is_always = [&](std::string_view subject, const std::vector<std::string>& texts) {
    return is_parameter_always_one_of(parameters, finding.primary.file, subject, texts);
  };
  const std::optional<std::string> all = at == std::string::npos ? std::nullopt : either_of(cases, is_always);
  const std::size_t others = cases.size() - 1;
  if (!all)
    finding.message +=
        "; likewise in " + std::to_string(others) + (others == 1 ? " other case" : " other cases");
  else if (all->empty())
    finding.message.erase(at - 1, own.size() + 1);  // with the blank in front
  else
    finding.message.replace(at, own.size(), *all);
}

/// Findings that differ only in the case in which they hold (a stage, a region) are one: the gravest, which
/// tells them all. Takes sorted findings.
void merge_cases(Findings& findings, std::span<const Resource> resources) {
  using Case =
      std::tuple<source::Span, std::string_view, std::string_view, policy::Verdict, std::string_view>;
  std::map<Case, std::size_t> places;
  std::map<std::size_t, std::vector<std::size_t>> others;  ///< by the first of them
  for (std::size_t i = 0; i < findings.size(); ++i) {
    const Finding& finding = findings[i];
    const Case key{finding.primary, finding.rule, finding.resource_address, finding.answer.verdict,
                   finding.identity};
    const auto [known, is_new] = places.emplace(key, i);
    if (!is_new) others[known->second].push_back(i);
  }
  if (others.empty()) return;
  std::vector<const Resource*> parameters;
  for (const Resource& resource : resources)
    if (resource.kind == ResourceKind::template_parameter) parameters.push_back(&resource);
  std::vector<bool> left_out(findings.size(), false);
  for (const auto& [index, group] : others) {
    Finding& first = findings[index];
    std::vector<value::Guard> cases{first.guard};
    for (const std::size_t i : group) {
      cases.push_back(findings[i].guard);
      if (findings[i].severity > first.severity) first = std::move(findings[i]);
      left_out[i] = true;
    }
    if (first.answer.verdict == policy::Verdict::violation) tell_cases(first, cases, parameters);
  }
  erase_marked(findings, left_out);
}

/// What holds of a resource holds only where the resource is there. Messages of rules to which its condition
/// makes no difference do not say so.
void tell_conditions_of_resources(Findings& findings) {
  for (Finding& finding : findings) {
    const value::Guard& guard = finding.resource_guard;
    if (finding.answer.verdict != policy::Verdict::violation || guard.always() || guard.impossible() ||
        finding.guard.implies(guard))
      continue;
    const std::string text = guard.to_string();
    if (finding.message.find(text) == std::string::npos)
      finding.related.push_back({finding.primary, "the resource is there only " + text});
  }
}

/// A policy file that a resource reads with file() is seen twice, and so is a document of Terraform that some
/// resource gets at nobody knows how. What the resource makes of it counts: there
/// the kind of policy and the account are known.
void drop_policy_files_seen_through_resources(Findings& findings) {
  const auto is_file = [](const Finding& finding) {
    return finding.resource_type == kPolicyFileType ||
           finding.resource_type == terraform::kUnusedDocumentType;
  };
  const auto key = [](const Finding& finding) {
    return std::pair(finding.primary, std::string_view(finding.rule));
  };
  std::set<std::pair<source::Span, std::string_view>> through_resources;
  for (const Finding& finding : findings) {
    if (!is_file(finding)) through_resources.insert(key(finding));
  }
  std::erase_if(findings, [&](const Finding& finding) {
    return is_file(finding) && through_resources.contains(key(finding));
  });
}

/// Leaves out what a more special rule reports as well: as a violation, or with the same answer.
void drop_findings_said_better(Findings& findings) {
  using Said = std::tuple<std::string_view, source::Span, std::string_view, policy::Verdict>;
  std::set<Said> said;
  for (const Finding& finding : findings)
    said.emplace(finding.rule, finding.primary, finding.resource_address, finding.answer.verdict);
  std::vector<bool> better;
  for (const Finding& finding : findings) {
    const auto by_other = [&](policy::Verdict verdict) {
      return said.contains({finding.yields_to, finding.primary, finding.resource_address, verdict});
    };
    better.push_back(!finding.yields_to.empty() &&
                     (by_other(policy::Verdict::violation) || by_other(finding.answer.verdict)));
  }
  erase_marked(findings, better);
}

/// Where resources are declared; looked through at the first question.
class Declarations {
 public:
  explicit Declarations(std::span<const Resource> resources) : resources_(resources) {}

  /// Those that a finding may be about. Addresses are unique within one template or root module only: where
  /// the same one stands at several places, the finding is taken to speak of the one in its own file or
  /// folder.
  [[nodiscard]] std::vector<source::Span> about(const Project& project, const Finding& finding) {
    for (const Resource& resource : std::exchange(resources_, {}))
      places_[resource.address].insert(resource.span);
    const auto found = places_.find(finding.resource_address);
    if (found == places_.end()) return {};
    const auto folder = [&project](source::Span span) {
      const std::string path = project.path_of(span.file);
      return path.substr(0, path.rfind('/') + 1);
    };
    std::vector<source::Span> all(found->second.begin(), found->second.end());
    if (all.size() == 1 || finding.primary.empty()) return all;
    std::vector<source::Span> near;
    const auto keep = [&](const auto& is_near) {
      std::copy_if(all.begin(), all.end(), std::back_inserter(near), is_near);
      return !near.empty();
    };
    if (keep([&](source::Span span) { return span.file == finding.primary.file; }) ||
        keep([&](source::Span span) { return folder(span) == folder(finding.primary); }))
      return near;
    return all;
  }

 private:
  std::span<const Resource> resources_;
  std::map<std::string, std::set<source::Span>, std::less<>> places_;  ///< by address
};

/// Whether a finding belongs to the files asked about: it stands in one of them, the resource does that it is
/// about, its decisive value comes from one (a .tfvars file, the call of a module), or one is part of what it
/// says (the statement that fails).
bool concerns_request(const Project& project, Declarations& declarations, const Finding& finding) {
  const auto asked = [&project](source::Span span) { return !span.empty() && project.requested(span.file); };
  if (asked(finding.primary)) return true;
  const std::vector<value::OriginStep> chain = finding.origin.chain();
  if (std::any_of(chain.begin(), chain.end(), [&](const auto& step) { return asked(step.span); }) ||
      std::any_of(finding.related.begin(), finding.related.end(),
                  [&](const Related& related) { return asked(related.span); }))
    return true;
  const std::vector<source::Span> declared = declarations.about(project, finding);
  return std::any_of(declared.begin(), declared.end(), asked);
}

/// A fingerprint is made of what stays when lines move. Findings that agree in all of it are numbered.
void add_fingerprints(Findings& findings, const Project& project) {
  std::map<std::string, unsigned> seen;
  std::map<source::FileId, std::string> names;
  for (Finding& finding : findings) {
    std::string& name = names[finding.primary.file];
    if (name.empty()) name = project.stable_name(finding.primary.file);
    // The address of a policy file is its path, which changes with the working directory.
    const bool address_is_path = finding.resource_type == kPolicyFileType;
    const std::string text = finding.rule + '\n' + name + '\n' +
                             (address_is_path ? std::string() : finding.resource_address) + '\n' +
                             policy::to_string(finding.answer.verdict) + '\n' + finding.identity;
    const unsigned occurrence = seen[text]++;
    finding.fingerprint = hash(occurrence == 0 ? text : text + '\n' + std::to_string(occurrence));
  }
}

/// What an undecided finding waits for, as one text.
std::string waits_for(const Finding& finding) {
  std::set<std::string> reasons;
  for (const value::Reason& reason : finding.answer.reasons)
    reasons.insert(std::string(value::to_string(reason.kind)) + ' ' + reason.detail);
  std::string text;
  for (const std::string& reason : reasons) text += reason + '\n';
  return text;
}

std::string joined(const std::set<std::string>& words) {
  std::string text;
  std::size_t i = 0;
  for (const std::string& word : words) {
    text += (i == 0 ? "" : i + 1 == words.size() ? " and " : ", ") + word;
    ++i;
  }
  return text;
}

/// Says in the kept finding what the others would have said.
void note_merged(const Findings& findings, const std::vector<std::size_t>& group, std::size_t kept_index,
                 Finding& kept) {
  std::set<std::string> rules;
  std::set<std::string> addresses;
  for (const std::size_t i : group) {
    rules.insert(findings[i].rule);
    addresses.insert(findings[i].resource_address);
  }
  rules.erase(findings[kept_index].rule);
  addresses.erase(findings[kept_index].resource_address);
  if (!rules.empty()) {
    kept.related.push_back({kept.primary, joined(rules) + (rules.size() == 1 ? " is" : " are") +
                                              " undecided here for the same reason"});
  }
  if (!addresses.empty()) {
    const bool one = addresses.size() == 1;
    const bool macro = kept.resource_rewritten_by && kept.resource_rewritten_by->span == kept.primary;
    kept.related.push_back({kept.primary, (macro ? "it may rewrite as well " : "the same text stands in ") +
                                              (one ? *addresses.begin()
                                                   : std::to_string(addresses.size()) + " other resources") +
                                              (one ? "" : ", e.g. " + *addresses.begin())});
  }
}

/// Several rules, or several instances of one text, wait for the same unknown at the same place: one finding
/// says so, of the most severe rule.
void merge_undecided(Findings& findings) {
  std::map<std::pair<source::Span, std::string>, std::vector<std::size_t>> groups;
  for (std::size_t i = 0; i < findings.size(); ++i) {
    const Finding& finding = findings[i];
    if (finding.answer.verdict == policy::Verdict::undecided && !finding.suppressed)
      groups[{finding.primary, waits_for(finding)}].push_back(i);
  }
  std::vector<bool> dropped(findings.size(), false);
  for (const auto& [key, group] : groups) {
    if (group.size() == 1) continue;
    const std::size_t kept = *std::max_element(group.begin(), group.end(), [&](std::size_t a, std::size_t b) {
      return findings[a].severity < findings[b].severity;
    });
    note_merged(findings, group, kept, findings[kept]);
    for (const std::size_t i : group) dropped[i] = i != kept;
  }
  erase_marked(findings, dropped);
}

void add_undecided_summary(Findings& findings, const Project& project) {
  std::optional<Finding> summary = summarize_undecided(findings);
  if (!summary) return;
  Findings alone{*std::move(summary)};
  add_fingerprints(alone, project);
  findings.push_back(std::move(alone.front()));
  sort_findings(findings, project.sources());
}

void sort_problems(source::Problems& problems, const source::SourceTable& sources) {
  const auto key = [&](const source::Problem& problem) {
    return std::tuple(std::string_view(sources.file(problem.span.file).path()), problem.span.begin,
                      std::string_view(problem.message));
  };
  std::sort(problems.begin(), problems.end(), [&](const auto& a, const auto& b) { return key(a) < key(b); });
  problems.erase(std::unique(problems.begin(), problems.end(),
                             [&](const auto& a, const auto& b) { return key(a) == key(b); }),
                 problems.end());
}

/// Thousands of errors of one file say no more than the first hundred. Takes sorted problems.
void shorten_problems(source::Problems& problems) {
  source::Problems kept;
  for (std::size_t begin = 0; begin < problems.size();) {
    std::size_t end = begin;
    std::size_t errors = 0;
    std::size_t notices = 0;
    std::size_t left_out = 0;
    for (; end < problems.size() && problems[end].span.file == problems[begin].span.file; ++end) {
      const bool notice = problems[end].kind == ProblemKind::notice;
      if (++(notice ? notices : errors) <= limits::kProblemsPerFile) {
        kept.push_back(problems[end]);
      } else {
        ++left_out;
      }
    }
    if (left_out > 0) {
      kept.push_back({ProblemKind::notice, problems[end - 1].span,
                      std::to_string(left_out) + " more problems of this file are not listed"});
    }
    begin = end;
  }
  problems = std::move(kept);
}

}  // namespace

int Report::exit_status(bool allow_incomplete) const {
  for (const Finding& finding : findings) {
    if (finding.suppressed || finding.answer.verdict == policy::Verdict::safe) continue;
    const bool counts = finding.answer.verdict == policy::Verdict::violation || strict_undecided;
    if (counts && !fail_never && finding.severity >= fail_on) return 1;
  }
  return complete || allow_incomplete ? 0 : 3;
}

namespace {

/// What is safe as written need not be so when a macro has made something else of it, or when what exists
/// keeps what it has (`ignore_changes`). That is where it is said: once for all resources that a macro may
/// rewrite.
void doubt_what_may_be_rewritten(Findings& findings) {
  for (Finding& finding : findings) {
    if (finding.answer.verdict == policy::Verdict::undecided || !finding.resource_rewritten_by) continue;
    const value::Reason& reason = *finding.resource_rewritten_by;
    const bool kept = reason.kind == value::ReasonKind::resource_attribute;
    if (finding.answer.verdict == policy::Verdict::violation) {
      if (kept)
        finding.related.push_back({reason.span, "what exists already stays as it is: " + reason.detail});
      continue;
    }
    finding.related.push_back({finding.primary, "as it is written: " + finding.message});
    finding.message =
        finding.resource_address + " is safe as it is written, but " +
        (kept ? "what exists already stays as it is: " + reason.detail : reason.detail + " may rewrite it");
    finding.answer = {};
    finding.answer.verdict = policy::Verdict::undecided;
    finding.answer.reasons = {reason};
    finding.primary = reason.span;
    finding.origin = {};
    finding.fix = std::nullopt;
    finding.yields_to = {};
  }
}

/// What code that nobody sees makes of a policy need not be safe because the policy is.
void drop_what_is_safe_of_opaque_types(Findings& findings) {
  std::erase_if(findings, [](const Finding& finding) {
    return finding.answer.verdict == policy::Verdict::safe && is_opaque_type(finding.resource_type);
  });
}

/// Nobody reads why something is safe unless safe findings are shown.
void drop_proofs(Findings& findings) {
  for (Finding& finding : findings)
    if (finding.answer.verdict == policy::Verdict::safe) finding.answer.proof = {};
}

/// What all rules find, in order, no finding twice.
Findings check(const Project& project, const FactBase& base, const ScanOptions& options) {
  Facts facts = base.facts(options.settings);
  facts.jobs = options.jobs;
  std::vector<Findings> found(options.rules.size());
  policy::AnswerMemo memo;
  parallel_for(found.size(), options.jobs, [&](std::size_t i) {
    const policy::ProofWish wish(options.show_safe);
    const policy::MemoUse use(&memo);
    options.rules[i]->check(facts, found[i]);
    if (!options.show_safe) drop_proofs(found[i]);
  });
  Findings all;
  all.reserve(std::accumulate(found.begin(), found.end(), std::size_t{0},
                              [](std::size_t sum, const Findings& each) { return sum + each.size(); }));
  for (Findings& findings : found) {
    for (Finding& finding : findings) all.push_back(std::move(finding));
    Findings().swap(findings);  // there may be many; they need not be held twice
  }
  drop_policy_files_seen_through_resources(all);
  drop_findings_said_better(all);
  doubt_what_may_be_rewritten(all);
  drop_what_is_safe_of_opaque_types(all);
  sort_findings(all, project.sources());
  merge_cases(all, base.resources);
  tell_conditions_of_resources(all);
  place_edits(project.sources(), all);
  drop_shared_edits(project, base.policies, all);
  return all;
}

/// Frees the values of a fact base, of which there may be millions, with as many threads as made them.
void release(FactBase& base, unsigned jobs) {
  parallel_for(base.policies.size(), jobs, [&](std::size_t i) { base.policies[i].document = {}; });
  parallel_for(base.resources.size(), jobs, [&](std::size_t i) { base.resources[i].properties = {}; });
}

/// Resources of two fact bases, those with the same text once.
std::vector<Resource> resources_of_both(const FactBase& terraform, const FactBase& opentofu) {
  std::vector<Resource> all;
  std::set<std::pair<source::Span, std::string_view>> known;
  for (const FactBase* base : {&terraform, &opentofu}) {
    for (const Resource& resource : base->resources) {
      if (known.emplace(resource.body_span, resource.address).second) all.push_back(resource);
    }
  }
  return all;
}

/// What .tf and .tofu files make of a project together: findings that hold for both tools once, the others
/// with the tool they hold for.
Findings of_both_tools(const Findings& terraform, const Findings& opentofu,
                       const source::SourceTable& sources) {
  const auto key = [&](const Finding& finding) {
    return std::pair(finding.answer.verdict, order_key(finding, sources));
  };
  using Keys = std::set<decltype(key(std::declval<Finding>()))>;
  Keys with_terraform;
  Keys with_opentofu;
  for (const Finding& finding : terraform) with_terraform.insert(key(finding));
  for (const Finding& finding : opentofu) with_opentofu.insert(key(finding));
  Findings all;
  for (const Finding& finding : terraform) {
    all.push_back(finding);
    if (with_opentofu.contains(key(finding))) continue;
    all.back().related.push_back(
        {finding.primary,
         "this holds for Terraform, which reads no .tofu files; OpenTofu sees it differently"});
  }
  for (const Finding& finding : opentofu) {
    if (with_terraform.contains(key(finding))) continue;
    all.push_back(finding);
    all.back().related.push_back(
        {finding.primary, "this holds for OpenTofu, which reads .tofu files; Terraform sees it differently"});
  }
  sort_findings(all, sources);
  return all;
}

/// The module calls of all units whose module nobody could read, in the order of their places.
std::vector<value::Reason> unread_modules(const Project& project) {
  std::vector<value::Reason> all;
  std::set<source::Span> known;
  for (const EvaluatedUnit& unit : project.units()) {
    for (const value::Reason& reason : unit.unknowns) {
      const bool opaque = reason.kind == value::ReasonKind::opaque_module;
      if (opaque && project.requested(reason.span.file) && known.insert(reason.span).second)
        all.push_back(reason);
    }
  }
  const auto key = [&](const value::Reason& reason) {
    return std::pair(std::string_view(project.sources().file(reason.span.file).path()), reason.span.begin);
  };
  std::sort(all.begin(), all.end(), [&](const auto& a, const auto& b) { return key(a) < key(b); });
  return all;
}

/// Why a module was not read, which is what the reader needs to know.
enum class Unread : std::uint8_t {
  not_installed,  ///< of a registry or repository: terraform init brings it
  outside,        ///< a folder that is not among the scanned paths, or does not exist
  registry_type,  ///< a module of the CloudFormation registry
  nested_stack,   ///< has a notice of its own
};

Unread why_unread(const value::Reason& call) {
  if (call.detail.starts_with("the template of ")) return Unread::nested_stack;
  if (call.detail.ends_with("::MODULE")) return Unread::registry_type;
  const bool local =
      call.detail.find(" from ./") != std::string::npos || call.detail.find(" from ../") != std::string::npos;
  return local ? Unread::outside : Unread::not_installed;
}

/// One notice for all of a kind, at the first: a repository may have hundreds.
std::optional<source::Problem> unread_modules_notice(const std::vector<value::Reason>& all, Unread kind) {
  constexpr std::size_t kNamed = 5;
  std::vector<const value::Reason*> calls;
  for (const value::Reason& call : all)
    if (why_unread(call) == kind) calls.push_back(&call);
  if (calls.empty()) return std::nullopt;
  const bool one = calls.size() == 1;
  std::string message = one ? "a called module " : std::to_string(calls.size()) + " called modules ";
  if (kind == Unread::outside)
    message += std::string(one ? "lies" : "lie") + " outside of the scanned paths or nowhere";
  else
    message += one ? "is not on disk" : "are not on disk";
  message += std::string(", of ") + (one ? "it" : "them") + " only policies among the arguments were read: ";
  for (std::size_t i = 0; i < std::min(calls.size(), kNamed); ++i)
    message += (i == 0 ? "" : ", ") + calls[i]->detail;
  if (calls.size() > kNamed) message += " and " + std::to_string(calls.size() - kNamed) + " more";
  if (kind == Unread::outside) message += "; scan a folder that holds the callers and the modules";
  if (kind == Unread::not_installed)
    message += "; run terraform init in the root modules, or pass --module-map SOURCE=DIR";
  if (kind == Unread::registry_type) message += "; what it creates is in the CloudFormation registry alone";
  return source::Problem{ProblemKind::notice, calls.front()->span, std::move(message)};
}

/// Where the secrets stand that findings are about.
std::vector<source::Span> places_of_secrets(const Findings& findings) {
  std::vector<source::Span> places;
  for (const Finding& finding : findings) {
    if (!finding.quotes_secret) continue;
    places.push_back(finding.primary);
    for (const value::OriginStep& step : finding.origin.chain()) places.push_back(step.span);
  }
  std::sort(places.begin(), places.end());
  places.erase(std::unique(places.begin(), places.end()), places.end());
  return places;
}

bool depends_on_limit(const Finding& finding) {
  const std::vector<value::Reason>& reasons = finding.answer.reasons;
  return !finding.suppressed && finding.answer.verdict == policy::Verdict::undecided &&
         std::any_of(reasons.begin(), reasons.end(),
                     [](const value::Reason& reason) { return reason.kind == value::ReasonKind::limit; });
}

}  // namespace

Report scan(Project& project, const ScanOptions& options) {
  FactBase base = collect_facts(project, Tool::terraform, options.jobs);
  std::span<const Resource> resources = base.resources;

  Report report;
  report.sources = &project.sources();
  report.rules = options.rules;
  report.fail_on = options.fail_on;
  report.fail_never = options.fail_never;
  report.strict_undecided = options.strict_undecided;
  report.findings = check(project, base, options);
  report.warnings = unmatched_exemptions(base.organizations, project.stated_organization());
  if (std::string old =
          old_export_warning(export_age(base.resources, options.today), options.settings.export_days);
      !old.empty())
    report.warnings.push_back(std::move(old));
  std::vector<Resource> of_both;
  if (project.depends_on_tool()) {
    const FactBase other = collect_facts(project, Tool::opentofu, options.jobs);
    report.findings = of_both_tools(report.findings, check(project, other, options), project.sources());
    of_both = resources_of_both(base, other);
    resources = of_both;
  }
  apply_suppressions(project, resources, options.rules, options.today, report.findings);
  for (Finding& finding : report.findings) {
    const auto severity = options.severities.find(finding.rule);
    if (severity != options.severities.end()) finding.severity = severity->second;
  }
  sort_findings(report.findings, project.sources());
  Declarations declarations(resources);
  std::erase_if(report.findings,
                [&](const Finding& finding) { return !concerns_request(project, declarations, finding); });
  const auto is_safe = [](const Finding& finding) { return finding.answer.verdict == policy::Verdict::safe; };
  report.safe =
      static_cast<std::size_t>(std::count_if(report.findings.begin(), report.findings.end(), is_safe));
  // What is safe may be most of what was found: where nobody sees it, nothing more is made of it.
  const bool shows_any = options.show_safe || report.safe < report.findings.size();
  const SensitiveTexts sensitive =
      shows_any ? SensitiveTexts(resources, report.findings) : SensitiveTexts({}, {});
  if (!options.show_safe) std::erase_if(report.findings, is_safe);
  add_fingerprints(report.findings, project);
  merge_undecided(report.findings);
  if (std::find(options.rules.begin(), options.rules.end(), &undecided_summary_rule()) != options.rules.end())
    add_undecided_summary(report.findings, project);
  for (Finding& finding : report.findings) sensitive.hide_in(finding);

  report.secrets = places_of_secrets(report.findings);
  report.problems = project.problems();
  report.unread_modules = unread_modules(project);
  for (const Unread kind : {Unread::outside, Unread::not_installed, Unread::registry_type})
    if (std::optional<source::Problem> notice = unread_modules_notice(report.unread_modules, kind))
      report.problems.push_back(std::move(*notice));
  sort_problems(report.problems, project.sources());
  shorten_problems(report.problems);
  report.complete =
      std::all_of(report.problems.begin(), report.problems.end(),
                  [](const source::Problem& problem) { return problem.kind == ProblemKind::notice; }) &&
      std::none_of(report.findings.begin(), report.findings.end(), depends_on_limit);
  for (const ParsedFile& file : project.files())
    report.files += file.requested && is_analysed(file) ? 1U : 0U;
  for (const Resource& resource : resources) {
    report.resources += counts_as_resource(resource) && project.requested(resource.span.file) ? 1U : 0U;
  }
  for (const PolicyInstance& policy : base.policies) {
    if (!project.requested(policy.resource->span.file)) continue;
    ++report.policies;
    if (options.policy_slots) report.policy_slots[policy.resource->language].add(policy.document.source);
  }
  release(base, options.jobs);
  return report;
}

}  // namespace rootproof::engine
