#include <CLI/CLI.hpp>
#include <memory>
#include <string>
#include <vector>

#include "analyzer/cli/command.h"
#include "analyzer/cli/policy_answers.h"

namespace rootproof::cli {
namespace {

constexpr const char* kByKind = "Policies by kind";

/// A subcommand with the options all of them have.
struct Subcommand {
  CLI::App* app = nullptr;
  std::shared_ptr<AnswerFormat> format = std::make_shared<AnswerFormat>();
};

Subcommand add_subcommand(CLI::App& policy, Invocation& invocation, const char* name,
                          const char* description) {
  Subcommand subcommand;
  subcommand.app = policy.add_subcommand(name, description);
  subcommand.format->global = &invocation.global;
  subcommand.app->add_option("-f,--format", subcommand.format->name, "text (default on a terminal) or json")
      ->check(CLI::IsMember({"text", "json"}));
  return subcommand;
}

void add_policies(CLI::App* app, std::vector<std::string>& policies) {
  app->add_option("--policy", policies, "Policy, JSON or YAML; repeatable, all apply together")
      ->required()
      ->type_name("FILE");
}

/// SCPs by node: `--level` between them starts the next node of the path.
std::vector<std::vector<std::string>> levels_of(const CLI::App& app, const CLI::Option* scp,
                                                const CLI::Option* level) {
  std::vector<std::vector<std::string>> levels{{}};
  std::size_t taken = 0;
  for (const CLI::Option* option : app.parse_order()) {
    if (option == level) levels.emplace_back();
    if (option == scp) levels.back().push_back(scp->results()[taken++]);
  }
  return levels;
}

/// Policies of one kind for the full decision.
void add_set(CLI::App* app, const char* name, std::vector<std::string>& files, const char* description) {
  app->add_option(name, files, description)->type_name("FILE")->group(kByKind);
}

void add_evaluate(CLI::App& policy, Invocation& invocation) {
  const Subcommand command = add_subcommand(
      policy, invocation, "evaluate",
      "Decide one request against policies that apply together, or against policies of every kind");
  auto arguments = std::make_shared<EvaluateArguments>();
  auto scps = std::make_shared<std::vector<std::string>>();
  auto nodes = std::make_shared<int>(0);
  CLI::App* app = command.app;
  app->add_option("--policy", arguments->policies, "Policy, JSON or YAML; repeatable, all apply together")
      ->type_name("FILE");
  app->add_option("--request", arguments->request, "Request, JSON; - reads standard input")
      ->required()
      ->type_name("FILE");
  CLI::Option* scp = app->add_option("--scp", *scps, "Service control policy, FullAWSAccess too; repeatable")
                         ->type_name("FILE")
                         ->group(kByKind);
  CLI::Option* level =
      app->add_flag("--level", *nodes,
                    "What follows hangs on the next node of the path from the root to the caller's account")
          ->group(kByKind);
  add_set(app, "--rcp", arguments->resource_control, "Resource control policy; repeatable");
  add_set(app, "--resource", arguments->resource, "Policy of the resource; repeatable");
  add_set(app, "--identity", arguments->identity, "Policy of the caller or its groups; repeatable");
  add_set(app, "--boundary", arguments->boundary, "The caller's permissions boundary; repeatable");
  add_set(app, "--session", arguments->session, "Session policy, task policy of AssumeRoot; repeatable");
  add_set(app, "--endpoint", arguments->endpoint, "Policy of the VPC endpoint in between; repeatable");
  app->add_option("--resource-account", arguments->resource_account,
                  "Account of the resource; default: that of its ARN, else the caller's")
      ->type_name("ID")
      ->group(kByKind);
  app->add_flag("--management-account", arguments->caller_in_management_account,
                "The caller is in the management account")
      ->group(kByKind);
  app->add_flag("--resource-in-management-account", arguments->resource_in_management_account,
                "The resource is in the management account")
      ->group(kByKind);
  app->add_flag("--federated-by-root", arguments->federated_by_root,
                "A root user asked for the session of the federated user")
      ->group(kByKind);
  app->callback([arguments, scps, nodes, scp, level, app, format = command.format, &invocation] {
    arguments->service_control = levels_of(*app, scp, level);
    for (const CLI::Option* option : app->get_options())
      arguments->full_decision =
          arguments->full_decision || (option->get_group() == kByKind && !option->empty());
    invocation.status = run_evaluate(*arguments, *format);
  });
}

void add_compare(CLI::App& policy, Invocation& invocation) {
  const Subcommand command = add_subcommand(policy, invocation, "compare",
                                            "What a change of policies newly allows and no longer allows");
  auto arguments = std::make_shared<CompareArguments>();
  command.app->add_option("--old", arguments->old_policies, "Policy before the change; repeatable")
      ->required()
      ->type_name("FILE");
  command.app->add_option("--new", arguments->new_policies, "Policy after the change; repeatable")
      ->required()
      ->type_name("FILE");
  command.app->callback([arguments, format = command.format, &invocation] {
    invocation.status = run_compare(*arguments, *format);
  });
}

void add_covers(CLI::App& policy, Invocation& invocation) {
  const Subcommand command =
      add_subcommand(policy, invocation, "covers",
                     "Whether service control policies deny everything that a guardrail denies");
  auto arguments = std::make_shared<CoversArguments>();
  auto scps = std::make_shared<std::vector<std::string>>();
  CLI::Option* scp =
      command.app
          ->add_option("--scp", *scps, "Service control policy on a node above the account; repeatable")
          ->required()
          ->type_name("FILE");
  auto nodes = std::make_shared<int>(0);
  CLI::Option* level = command.app->add_flag(
      "--level", *nodes, "What follows hangs on the next node of the path from the root to the account");
  command.app
      ->add_option("--guardrail", arguments->guardrail,
                   "deny-root, deny-root-access-keys, deny-leave-organization, deny-audit-tampering, "
                   "deny-account-settings, or a policy with Deny statements")
      ->required()
      ->type_name("NAME|FILE");
  command.app->add_flag("--no-full-aws-access", arguments->no_full_aws_access,
                        "FullAWSAccess is not attached beside the given policies");
  command.app->add_flag("--assume-root", arguments->assume_root,
                        "Sessions of central root access are meant too");
  command.app
      ->add_option("--except", arguments->except, "Action, or pattern, that need not be denied; repeatable")
      ->delimiter(',')
      ->type_name("ACTION");
  command.app->add_option("--partition", arguments->partition, "Partition of the account")
      ->capture_default_str()
      ->type_name("NAME");
  command.app->add_option("--account", arguments->account, "The account; default: any")->type_name("ID");
  command.app->callback(
      [arguments, scps, nodes, scp, level, app = command.app, format = command.format, &invocation] {
        arguments->levels = levels_of(*app, scp, level);
        invocation.status = run_covers(*arguments, *format);
      });
}

void add_public(CLI::App& policy, Invocation& invocation) {
  const Subcommand command = add_subcommand(policy, invocation, "public",
                                            "Who outside the account gets in through resource policies");
  auto arguments = std::make_shared<PublicArguments>();
  add_policies(command.app, arguments->policies);
  command.app->add_option("--account", arguments->account, "Account of the resource")->type_name("ID");
  command.app
      ->add_option("--trusted", arguments->trusted, "Accounts and organizations that do not count as outside")
      ->delimiter(',')
      ->type_name("ID,...");
  command.app->callback([arguments, format = command.format, &invocation] {
    invocation.status = run_public(*arguments, *format);
  });
}

void add_lint(CLI::App& policy, Invocation& invocation) {
  const Subcommand command = add_subcommand(
      policy, invocation, "lint", "What AWS refuses in a policy, and what does not mean what it seems");
  auto arguments = std::make_shared<LintArguments>();
  add_policies(command.app, arguments->policies);
  command.app->add_option("--kind", arguments->kind, "identity, resource, trust, scp or rcp")
      ->check(CLI::IsMember({"identity", "resource", "trust", "scp", "rcp"}))
      ->type_name("KIND");
  command.app->callback([arguments, format = command.format, &invocation] {
    invocation.status = run_lint(*arguments, *format);
  });
}

void add_explain(CLI::App& policy, Invocation& invocation) {
  const Subcommand command =
      add_subcommand(policy, invocation, "explain", "The meaning of policies in plain sentences");
  auto policies = std::make_shared<std::vector<std::string>>();
  add_policies(command.app, *policies);
  command.app->callback([policies, format = command.format, &invocation] {
    invocation.status = run_explain(*policies, *format);
  });
}

}  // namespace

void add_policy_command(CLI::App& app, Invocation& invocation) {
  CLI::App* command = app.add_subcommand("policy", "The policy engine by itself");
  command->require_subcommand(1);
  command->fallthrough();
  add_evaluate(*command, invocation);
  add_compare(*command, invocation);
  add_covers(*command, invocation);
  add_public(*command, invocation);
  add_lint(*command, invocation);
  add_explain(*command, invocation);
}

}  // namespace rootproof::cli
