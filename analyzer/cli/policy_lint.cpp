// `rootproof policy lint`: errors of form as findings, in the formats of scan.
#include <algorithm>
#include <sstream>
#include <string>
#include <utility>

#include "analyzer/cli/policy_answers.h"
#include "analyzer/cli/policy_files.h"
#include "analyzer/cli/project_arguments.h"
#include "analyzer/policy/lint.h"
#include "analyzer/report/report.h"

namespace rootproof::cli {
namespace {

constexpr const char* kRule = "policy-form";

engine::Finding finding_of(const policy::LintNote& note, const std::string& path) {
  engine::Finding finding;
  finding.rule = kRule;
  finding.name = note.refused ? "refused-by-aws" : "does-not-mean-what-it-seems";
  finding.answer.verdict = policy::Verdict::violation;
  finding.severity = note.refused ? engine::Severity::medium : engine::Severity::note;
  finding.message = note.message;
  finding.primary = note.span;
  finding.resource_address = path;
  finding.resource_type = "policy";
  return finding;
}

}  // namespace

int run_lint(const LintArguments& arguments, const AnswerFormat& format) {
  const PolicyKind kind = parse_policy_kind(arguments.kind).value_or(PolicyKind::unknown);
  const engine::SettingsResult settings = load_settings(*format.global, arguments.policies);
  if (!settings.error.empty()) return fail(settings.error);
  PolicyFiles files;
  files.accept_broken();
  files.set_scp_rules(settings.settings.organization.scp_dialect, settings.settings.organization.scp_quotas);
  engine::Report report;
  report.sources = &files.sources();
  for (const std::string& path : arguments.policies) {
    if (const std::string error = files.load(path, kind); !error.empty()) return fail(error);
    for (const policy::LintNote& note : policy::lint(files.documents().back()))
      report.findings.push_back(finding_of(note, path));
    for (const policy::LintNote& note : policy::redundant_statements(files.documents().back()))
      report.findings.push_back(finding_of(note, path));
  }
  report.files = report.policies = arguments.policies.size();
  std::stable_sort(report.findings.begin(), report.findings.end(),
                   [](const engine::Finding& left, const engine::Finding& right) {
                     return std::pair(left.primary.file, left.primary.begin) <
                            std::pair(right.primary.file, right.primary.begin);
                   });
  std::ostringstream out;
  if (format.json())
    report::render_json(report, out);
  else
    report::render_text(report, {use_color(*format.global), format.global->quiet, format.global->verbose},
                        out);
  if (const std::string error = write_output("-", out.str()); !error.empty()) return fail(error);
  return report.exit_status(false);
}

}  // namespace rootproof::cli
