#include <CLI/CLI.hpp>
#include <algorithm>
#include <deque>
#include <filesystem>
#include <memory>
#include <sstream>
#include <string>
#include <vector>

#include "analyzer/cli/command.h"
#include "analyzer/cli/policy_files.h"
#include "analyzer/cli/project_arguments.h"
#include "analyzer/cli/rule_arguments.h"
#include "analyzer/engine/exemptions.h"
#include "analyzer/engine/export_age.h"
#include "analyzer/engine/facts.h"
#include "analyzer/engine/project.h"
#include "analyzer/report/organization_report.h"
#include "parsers/organization_export/organization_export.h"
#include "parsers/value/display.h"
#include "rules/guardrails/guardrail_coverage.h"
#include "rules/guardrails/premises.h"

namespace rootproof::cli {
namespace {

using organization::GuardrailState;
using organization::Organization;

struct OrgArguments {
  std::vector<std::string> paths;
  std::string format = "text";
  std::string output;
  std::vector<std::string> guardrails;
  std::vector<std::string> except;
  std::string partition;
  bool assume_root = false;
  bool allow_incomplete = false;
  ProjectArguments project;
};

/// A guardrail and the file it stands in.
struct LoadedGuardrail {
  rules::GuardrailDefinition definition;
  PolicyFiles files;
};

const char* kind_name(organization::NodeKind kind) {
  switch (kind) {
    case organization::NodeKind::root:
      return "root";
    case organization::NodeKind::organizational_unit:
      return "ou";
    case organization::NodeKind::account:
      return "account";
  }
  return "";
}

report::ShownNode shown_node(const Organization& organization, const organization::Node& node) {
  report::ShownNode shown;
  shown.id = node.identity;
  shown.name = node.name;
  shown.kind = kind_name(node.kind);
  if (node.resource != nullptr) shown.span = node.resource->span;
  if (node.parent_unknown) shown.parent_unknown = value::describe(*node.parent_unknown);
  if (node.keeps_full_aws_access) shown.policies.push_back({"p-FullAWSAccess", "FullAWSAccess", ""});
  for (const std::size_t index : node.attached) {
    const organization::Attachment& attachment = organization.attachments[index];
    const organization::OrganizationPolicy& policy = organization.policies[attachment.policy];
    report::ShownPolicy entry{policy.identity, policy.name, ""};
    if (attachment.unknown) {
      entry.uncertain = value::describe(*attachment.unknown);
    } else if (policy.type_unknown) {
      entry.uncertain = value::describe(*policy.type_unknown);
    } else if (policy.refused) {
      entry.uncertain = value::describe(*policy.refused);
    } else if (attachment.guard_unknown) {
      entry.uncertain = value::describe(*attachment.guard_unknown);
    }
    const bool known = std::any_of(shown.policies.begin(), shown.policies.end(),
                                   [&](const report::ShownPolicy& other) { return other.id == entry.id; });
    if (!known) shown.policies.push_back(std::move(entry));
  }
  return shown;
}

/// What is known of accounts whose ids are not, all together; nothing for others.
std::string known_of_all(const rules::GuardrailCoverage& coverage, std::size_t node) {
  const std::vector<std::size_t>& accounts = coverage.told_apart_by_id;
  const bool is_one_of_them = std::find(accounts.begin(), accounts.end(), node) != accounts.end();
  if (!is_one_of_them || coverage.open_among_them == 0 || !coverage.doubts.empty()) return {};
  return "at least " + std::to_string(coverage.open_among_them) + " of " + std::to_string(accounts.size()) +
         " accounts are open, whichever they are: no two have one id of those that policies list";
}

report::ShownGuardrail shown_guardrail(const Organization& organization, std::size_t node,
                                       const rules::GuardrailCoverage& coverage, rules::PathAnswers& answers,
                                       const std::vector<std::string>& premises) {
  report::ShownGuardrail shown;
  shown.state = rules::state_of(organization, node, coverage, answers);
  const policy::RootAnswer& answer = answers.of(node);
  switch (shown.state) {
    case GuardrailState::covered:
      shown.proof = answer.answer.proof;
      for (std::string& premise : rules::defaults_on_path(organization, node))
        shown.proof.push_back(std::move(premise));
      shown.proof.insert(shown.proof.end(), premises.begin(), premises.end());
      break;
    case GuardrailState::partly:
    case GuardrailState::open:
      shown.witness = answers.witness(node);
      break;
    case GuardrailState::undecided:
      for (const value::Reason& reason : rules::reasons_of(organization, node, coverage, answers))
        shown.reasons.push_back(value::describe(reason));
      if (std::string known = known_of_all(coverage, node); !known.empty())
        shown.reasons.push_back(std::move(known));
      break;
    case GuardrailState::exempt:
      break;
  }
  return shown;
}

report::ShownOrganization shown_organization(const engine::Facts& facts, const Organization& organization,
                                             const std::vector<policy::RootQuestion>& questions) {
  report::ShownOrganization shown;
  // A root module may hold an organization in each of several partitions.
  const auto of_unit =
      std::count_if(facts.organizations.begin(), facts.organizations.end(),
                    [&](const Organization& each) { return each.unit == organization.unit; });
  shown.unit = organization.unit;
  if (of_unit > 1 && organization.known_partitions.size() == 1)
    shown.unit += " (" + organization.known_partitions.front() + ")";
  for (const organization::Node& node : organization.nodes)
    shown.nodes.push_back(shown_node(organization, node));
  for (std::size_t i = 1; i < organization.nodes.size(); ++i) {
    const std::size_t parent = organization.nodes[i].parent.value_or(organization::kRootNode);
    shown.nodes[parent].children.push_back(i);
  }
  const std::vector<std::string> premises = rules::premises_of(facts, organization);
  for (const policy::RootQuestion& question : questions) {
    rules::PathAnswers answers(organization, question);
    const rules::GuardrailCoverage coverage = rules::judge_guardrail(facts, organization, answers);
    for (std::size_t i = 0; i < organization.nodes.size(); ++i)
      shown.nodes[i].guardrails.push_back(shown_guardrail(organization, i, coverage, answers, premises));
  }
  return shown;
}

/// Whether some of it stands in a file that was asked about; others of the repository are mere context.
bool is_asked_about(const engine::Project& project, const Organization& organization) {
  const auto asked = [&](const Resource* resource) {
    return resource != nullptr && project.requested(resource->span.file);
  };
  const auto has_resource = [&](const auto& part) { return asked(part.resource); };
  return asked(organization.resource) ||
         std::any_of(organization.nodes.begin(), organization.nodes.end(), has_resource) ||
         std::any_of(organization.policies.begin(), organization.policies.end(), has_resource) ||
         std::any_of(organization.attachments.begin(), organization.attachments.end(), has_resource);
}

std::string render(const report::OrganizationReport& report, const OrgArguments& arguments,
                   const GlobalOptions& global) {
  std::ostringstream text;
  if (arguments.format == "json") {
    report::render_organization_json(report, text);
  } else if (arguments.format == "dot") {
    report::render_organization_dot(report, text);
  } else if (arguments.format == "svg") {
    report::render_organization_svg(report, global.verbose, text);
  } else if (arguments.format == "html") {
    report::render_organization_html(report, global.verbose, text);
  } else {
    const bool color = arguments.output.empty() && use_color(global);
    report::render_organization_text(report, {color, global.verbose, global.quiet}, text);
  }
  return write_output(arguments.output.empty() ? "-" : arguments.output, text.str());
}

/// 1 when root of some account is not fenced in, 3 when that is not known of some.
int status_of(const report::OrganizationReport& report, bool incomplete) {
  bool undecided = incomplete;
  for (std::size_t g = 0; g < report.guardrails.size(); ++g) {
    const report::GuardrailCounts counts = report::count_accounts(report, g);
    if (counts.open + counts.partly > 0) return kExitFindings;
    undecided = undecided || counts.undecided > 0;
  }
  return undecided ? kExitIncomplete : kExitFine;
}

/// Those of the command line, else of the configuration, else those that every organization needs; file names
/// of the configuration made whole.
std::vector<engine::GuardrailSetting> guardrails_to_ask(const OrgArguments& arguments,
                                                        const engine::Settings& settings) {
  std::vector<engine::GuardrailSetting> asked;
  if (arguments.guardrails.empty()) {
    asked = settings.guardrails;
    for (engine::GuardrailSetting& guardrail : asked)
      if (!is_built_in_guardrail(guardrail.name)) guardrail.name = file_of_settings(settings, guardrail.name);
    if (!asked.empty()) return asked;
  }
  std::vector<std::string> names = arguments.guardrails;
  if (names.empty()) names = {"deny-root", "deny-root-access-keys", "deny-leave-organization"};
  for (const std::string& name : names) {
    engine::GuardrailSetting& guardrail = asked.emplace_back();
    guardrail.name = name;
    // What the configuration allows is allowed whoever asks.
    for (const engine::GuardrailSetting& stated : settings.guardrails)
      if (stated.name == name) guardrail.allow = stated.allow;
  }
  return asked;
}

/// "deny-root" for guardrails/deny-root.json.
std::string shown_name(const std::string& name) {
  return is_built_in_guardrail(name) ? name : std::filesystem::path(name).stem().string();
}

/// What every answer rests on.
std::vector<std::string> assumptions(const engine::Facts& facts) {
  std::vector<std::string> sentences = {
      "FullAWSAccess is taken to be attached to every node, as AWS does by itself.",
      "The management account is exempt: no service control policy binds it. Protect its root user by MFA, "
      "no "
      "access keys and an alarm.",
      "No service control policy denies service-linked roles, registration for Enterprise Support, "
      "CloudFront "
      "trusted signers and reverse DNS of mail servers.",
  };
  for (const Resource& resource : facts.resources) {
    if (resource.language != Language::organization_export || resource.kind != ResourceKind::organization)
      continue;
    const value::Value* listed = resource.properties.find(organization_export::kFullAccessListed);
    if (listed != nullptr) sentences.front() = "FullAWSAccess is attached where the export says so.";
  }
  if (const auto age = engine::export_age(facts.resources, facts.settings.today))
    sentences.push_back("What the code does not declare is as " + age->describe() + ".");
  return sentences;
}

/// What the configuration leaves out, and what of it has ended.
void add_exceptions(const engine::Facts& facts, const engine::Settings& settings,
                    std::vector<std::string>& sentences) {
  for (const Organization& organization : facts.organizations) {
    for (const organization::Node& node : organization.nodes)
      if (!node.exempt.empty() && !node.management)
        sentences.push_back(node.name + " is left out by the configuration: " + node.exempt + ".");
  }
  for (const std::string& exception : ended_exceptions(settings, today(settings)))
    sentences.push_back("The exception for " + exception + " is over and no longer counts.");
}

int run_org(const OrgArguments& arguments, const GlobalOptions& global) {
  engine::SettingsResult settings = load_settings(global, arguments.paths);
  if (!settings.error.empty()) return fail(settings.error);
  if (!arguments.partition.empty()) settings.settings.organization.partitions = {arguments.partition};
  std::deque<LoadedGuardrail> guardrails;
  std::vector<policy::RootQuestion> questions;
  report::OrganizationReport report;
  const std::string day = today(settings.settings);
  std::vector<std::string> ended;
  for (const engine::GuardrailSetting& asked : guardrails_to_ask(arguments, settings.settings)) {
    LoadedGuardrail& guardrail = guardrails.emplace_back();
    if (asked.name.empty())
      return fail(asked.place + ": a file does not lie below the folder of the configuration");
    const bool strict = !asked.place.empty();
    if (const std::string error = load_guardrail(asked.name, guardrail.files, guardrail.definition, strict);
        !error.empty())
      return fail(error);
    report.guardrails.push_back(shown_name(asked.name));
    const rules::GuardrailDefinition& definition = guardrail.definition;
    report.definitions.push_back(
        {std::string(engine::to_string(definition.severity)), definition.summary, definition.mappings});
    policy::RootQuestion& question = questions.emplace_back();
    question.guardrail = &guardrail.definition.policy;
    question.except = guardrail.definition.allowed;
    question.except.insert(question.except.end(), arguments.except.begin(), arguments.except.end());
    const std::vector<std::string> allowed = allowed_actions(asked, day, ended);
    question.except.insert(question.except.end(), allowed.begin(), allowed.end());
    if (const std::string error = check_allowed(asked, guardrail.definition, allowed); !error.empty())
      return fail(error);
    question.assume_root = arguments.assume_root || guardrail.definition.central_sessions;
    if (!arguments.except.empty() && rules::asks_nothing(question))
      return fail("--except leaves nothing that the guardrail " + report.guardrails.back() + " would deny");
  }
  engine::ProjectOptions options;
  options.paths = arguments.paths;
  if (options.paths.empty()) options.paths.emplace_back(".");
  options.everything = false;
  options.jobs = default_jobs();
  if (const std::string error = apply(arguments.project, settings.settings, options); !error.empty())
    return fail(error);
  engine::Project project(std::move(options));
  if (const auto error = project.load()) return fail(*error);

  const engine::FactBase base = engine::collect_facts(project, engine::Tool::terraform, default_jobs());
  engine::RuleSettings rule_settings;
  rule_settings.today = day;
  rule_settings.export_days = settings.settings.export_days;
  const engine::Facts facts = base.facts(std::move(rule_settings));
  const std::string old =
      engine::old_export_warning(engine::export_age(base.resources, day), settings.settings.export_days);
  if (!old.empty()) warn(old);
  for (const std::string& warning :
       engine::unmatched_exemptions(base.organizations, project.stated_organization()))
    warn(warning);
  report.sources = &project.sources();
  report.problems = project.problems();
  for (const Organization& organization : base.organizations) {
    if (rules::reporting_place(organization) == nullptr || !is_asked_about(project, organization)) continue;
    report.organizations.push_back(shown_organization(facts, organization, questions));
  }
  if (!report.organizations.empty()) {
    report.assumptions = assumptions(facts);
    add_exceptions(facts, settings.settings, report.assumptions);
  }
  if (const std::string error = render(report, arguments, global); !error.empty()) return fail(error);
  bool incomplete = false;
  for (const source::Problem& problem : report.problems) {
    if (problem.kind == source::ProblemKind::notice) continue;
    incomplete = true;
    const source::SourceFile& file = project.sources().file(problem.span.file);
    const source::Location place = file.location(problem.span.begin);
    fail(file.path() + ":" + std::to_string(place.line) + ":" + std::to_string(place.column) + ": " +
         problem.message);
  }
  return status_of(report, incomplete && !arguments.allow_incomplete);
}

}  // namespace

void add_org_command(CLI::App& app, Invocation& invocation) {
  auto arguments = std::make_shared<OrgArguments>();
  CLI::App* command = app.add_subcommand(
      "org", "Show the organization as a tree, and which accounts' root user each guardrail fences in");
  command->add_option("PATH", arguments->paths, "Files and folders (default: .)");
  command->add_option("-f,--format", arguments->format, "text, json, svg, html or dot")
      ->check(CLI::IsMember({"text", "json", "svg", "html", "dot"}))
      ->type_name("FMT");
  command->add_option("-o,--output", arguments->output, "File for the result")->type_name("FILE");
  command
      ->add_option("--guardrail", arguments->guardrails,
                   "Built-in name or a policy with Deny statements; repeatable (default: deny-root, "
                   "deny-root-access-keys, deny-leave-organization; also there: deny-audit-tampering, "
                   "deny-account-settings)")
      ->type_name("NAME|FILE")
      ->allow_extra_args(false);
  command
      ->add_option("--except", arguments->except, "Action, or pattern, that need not be denied; repeatable")
      ->delimiter(',')
      ->type_name("ACTION");
  command
      ->add_option("--partition", arguments->partition,
                   "Partition of the accounts (default: what the configuration says, that of the provider's "
                   "Region, else aws)")
      ->type_name("NAME");
  command->add_flag("--assume-root", arguments->assume_root, "Sessions of central root access are meant too");
  command->add_flag("--allow-incomplete", arguments->allow_incomplete,
                    "Files that could not be read do not give exit status 3");
  add_project_options(*command, arguments->project);
  command->footer(
      "--verbose folds nothing and shows every reason; --quiet shows the counts only.\n"
      "Exit status: 0 every account is covered, 1 some account is open or covered in part, 2 error, 3 "
      "undecided.");
  command->callback([arguments, command, &invocation] {
    note_order(*command, arguments->project);
    invocation.status = run_org(*arguments, invocation.global);
  });
}

}  // namespace rootproof::cli
