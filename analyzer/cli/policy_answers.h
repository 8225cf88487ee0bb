#pragma once

#include <string>
#include <vector>

#include "analyzer/cli/command.h"

/// The subcommands of `rootproof policy`. Each returns an exit status.
namespace rootproof::cli {

/// How an answer is written; empty: text on a terminal, JSON elsewhere.
struct AnswerFormat {
  std::string name;
  const GlobalOptions* global = nullptr;
  [[nodiscard]] bool json() const;
};

struct EvaluateArguments {
  std::vector<std::string> policies;
  std::string request;
  // Policies by what they are attached to: the full decision of all kinds of policies together.
  std::vector<std::vector<std::string>> service_control{{}};  ///< by node, from the root down
  std::vector<std::string> resource_control;
  std::vector<std::string> resource;
  std::vector<std::string> identity;
  std::vector<std::string> boundary;
  std::vector<std::string> session;
  std::vector<std::string> endpoint;
  std::string resource_account;
  bool full_decision = false;
  bool caller_in_management_account = false;
  bool resource_in_management_account = false;
  bool federated_by_root = false;
};
int run_evaluate(const EvaluateArguments& arguments, const AnswerFormat& format);

struct CompareArguments {
  std::vector<std::string> old_policies;
  std::vector<std::string> new_policies;
};
int run_compare(const CompareArguments& arguments, const AnswerFormat& format);

struct CoversArguments {
  std::vector<std::vector<std::string>> levels{{}};  ///< files of SCPs by node, from the root down
  std::string guardrail;
  std::vector<std::string> except;
  std::string partition = "aws";
  std::string account;
  bool no_full_aws_access = false;
  bool assume_root = false;
};
int run_covers(const CoversArguments& arguments, const AnswerFormat& format);

struct PublicArguments {
  std::vector<std::string> policies;
  std::string account;
  std::vector<std::string> trusted;
};
int run_public(const PublicArguments& arguments, const AnswerFormat& format);

struct LintArguments {
  std::vector<std::string> policies;
  std::string kind;
};
int run_lint(const LintArguments& arguments, const AnswerFormat& format);
int run_explain(const std::vector<std::string>& policies, const AnswerFormat& format);

}  // namespace rootproof::cli
