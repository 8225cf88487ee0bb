#include "analyzer/cli/policy_answers.h"

#include <unistd.h>

#include <algorithm>
#include <deque>
#include <nlohmann/json.hpp>
#include <optional>
#include <utility>

#include "analyzer/cli/policy_files.h"
#include "analyzer/cli/project_arguments.h"
#include "analyzer/cli/request_file.h"
#include "analyzer/policy/authorization.h"
#include "analyzer/policy/comparison.h"
#include "analyzer/policy/coverage.h"
#include "analyzer/policy/evaluate.h"
#include "analyzer/policy/exposure.h"
#include "analyzer/policy/s3_public.h"
#include "analyzer/report/report.h"
#include "analyzer/report/request_json.h"
#include "parsers/arn.h"
#include "rules/guardrails/hole_classes.h"

namespace rootproof::cli {
namespace {

using Json = nlohmann::ordered_json;
using value::Reason;

std::string load_all(PolicyFiles& files, const std::vector<std::string>& paths, PolicyKind kind) {
  for (const std::string& path : paths)
    if (std::string error = files.load(path, kind); !error.empty()) return error;
  return {};
}

int print(const std::string& text, int status) {
  const std::string error = write_output("-", text);
  return error.empty() ? status : fail(error);
}

int print(const Json& json, int status) {
  return print(json.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n", status);
}

std::string reason_text(const Reason& reason) {
  const std::string detail = reason.detail.empty() ? "" : ": " + reason.detail;
  return report::redact(std::string(value::to_string(reason.kind)) + detail);
}

Json reasons_json(const std::vector<Reason>& reasons) {
  Json list = Json::array();
  for (const Reason& reason : reasons) list.push_back(reason_text(reason));
  return list;
}

std::string reasons_text(const std::vector<Reason>& reasons) {
  std::string text;
  for (const Reason& reason : reasons) text += "  not known: " + reason_text(reason) + "\n";
  return text;
}

Json witness_json(const std::optional<policy::Request>& request) {
  return request ? report::request_json(*request) : Json(nullptr);
}

std::string witness_text(const char* label, const std::optional<policy::Request>& request) {
  if (!request) return {};
  return std::string("  ") + label + ": " + report::redact(policy::describe(*request)) + "\n";
}

Json proof_json(const std::vector<std::string>& steps) {
  Json list = Json::array();
  for (const std::string& step : steps) list.push_back(report::redact(step));
  return list;
}

std::string proof_text(const std::vector<std::string>& steps) {
  std::string text;
  for (const std::string& step : steps) text += "  " + report::redact(step) + "\n";
  return text;
}

Json decision_json(const policy::Decision& decision) {
  Json statements = Json::array();
  for (const policy::DecidingStatement& statement : decision.statements) {
    Json entry = {{"policy", statement.policy},
                  {"statement", statement.statement},
                  {"effect", statement.effect == policy::Effect::deny ? "Deny" : "Allow"},
                  {"sid", statement.sid.empty() ? Json(nullptr) : Json(statement.sid)}};
    statements.push_back(std::move(entry));
  }
  Json result = {{"decision", policy::to_string(decision.kind)}, {"statements", std::move(statements)}};
  if (!decision.undecided.empty()) result["undecided"] = reasons_json(decision.undecided);
  return result;
}

std::string decision_text(const policy::Decision& decision) {
  std::string text = policy::to_string(decision.kind);
  std::replace(text.begin(), text.end(), '_', ' ');
  text += "\n";
  for (const policy::DecidingStatement& statement : decision.statements)
    text += std::string("  ") + (statement.effect == policy::Effect::deny ? "denied" : "allowed") +
            " by statement " + std::to_string(statement.statement + 1) +
            (statement.sid.empty() ? "" : " (" + statement.sid + ")") + " of policy " +
            std::to_string(statement.policy + 1) + "\n";
  return text + reasons_text(decision.undecided);
}

/// "The answer is no" has a status of its own; not knowing is neither yes nor no.
int status_of(bool no, bool undecided) {
  if (no) return kExitFindings;
  return undecided ? kExitIncomplete : kExitFine;
}

/// What is allowed is so only where no statement is left that may deny it.
int status_of(const policy::Decision& decision) {
  return status_of(decision.kind != policy::DecisionKind::allowed, !decision.undecided.empty());
}

std::string coverage_text(const policy::Coverage& coverage) {
  std::string text = std::string(policy::to_string(coverage.kind)) + "\n";
  text += witness_text("not denied", coverage.witness);
  for (const policy::GuardrailHole& hole : coverage.holes)
    text += "  hole (" + hole.hole_class + "): " + report::redact(policy::describe(hole.witness)) + "\n";
  for (const policy::Closest& closest : coverage.closest)
    text += "  statement " + std::to_string(closest.statement + 1) + ": " +
            report::redact(closest.explanation) + "\n";
  return text + proof_text(coverage.proof) + reasons_text(coverage.undecided);
}

Json coverage_json(const policy::Coverage& coverage) {
  Json holes = Json::array();
  for (const policy::GuardrailHole& hole : coverage.holes)
    holes.push_back({{"class", hole.hole_class}, {"witness", report::request_json(hole.witness)}});
  Json closest = Json::array();
  for (const policy::Closest& miss : coverage.closest)
    closest.push_back({{"statement", miss.statement}, {"explanation", report::redact(miss.explanation)}});
  return {{"verdict", policy::to_string(coverage.kind)},
          {"witness", witness_json(coverage.witness)},
          {"holes", std::move(holes)},
          {"proof", proof_json(coverage.proof)},
          {"closest", std::move(closest)},
          {"undecided", reasons_json(coverage.undecided)}};
}

/// What Block Public Access makes of the policies; null where they are not about S3.
Json s3_json(const policy::S3Meaning& meaning) {
  if (meaning.verdict == policy::S3Verdict::not_about_s3) return nullptr;
  Json json = {{"verdict", policy::to_string(meaning.verdict)}};
  if (meaning.verdict == policy::S3Verdict::not_public) return json;
  json["policy"] = meaning.policy;
  json["statement"] = meaning.statement;
  json["because"] = report::redact(meaning.because);
  return json;
}

std::string s3_text(const policy::S3Meaning& meaning) {
  const std::string place = "statement " + std::to_string(meaning.statement + 1) + " of policy " +
                            std::to_string(meaning.policy + 1) + ": " + report::redact(meaning.because);
  switch (meaning.verdict) {
    case policy::S3Verdict::not_about_s3:
      return {};
    case policy::S3Verdict::not_public:
      return "  S3 itself does not call it public: every Allow is limited to fixed values\n";
    case policy::S3Verdict::is_public:
      return "  S3 itself calls it public, and Block Public Access refuses it: " + place + "\n";
    case policy::S3Verdict::undecided:
      return "  whether S3 itself calls it public is not known: " + place + "\n";
  }
  return {};
}

/// Reads the policies of every kind.
std::string load_sets(const EvaluateArguments& arguments, policy::PolicySets& sets) {
  const auto load = [](const std::vector<std::string>& paths, PolicyKind kind,
                       std::vector<policy::PolicyDocument>& documents) {
    PolicyFiles files;
    std::string error = load_all(files, paths, kind);
    documents = files.documents();
    return error;
  };
  const bool has_nodes = arguments.service_control.size() > 1 || !arguments.service_control[0].empty();
  for (const std::vector<std::string>& node : arguments.service_control) {
    if (!has_nodes) break;
    std::string error = load(node, PolicyKind::service_control, sets.service_control.emplace_back());
    if (!error.empty()) return error;
  }
  std::string error = load(arguments.resource_control, PolicyKind::resource_control, sets.resource_control);
  if (error.empty()) error = load(arguments.resource, PolicyKind::unknown, sets.resource);
  if (error.empty()) error = load(arguments.identity, PolicyKind::identity, sets.identity);
  if (error.empty()) error = load(arguments.boundary, PolicyKind::identity, sets.boundary);
  if (error.empty()) error = load(arguments.session, PolicyKind::identity, sets.session);
  if (error.empty()) error = load(arguments.endpoint, PolicyKind::unknown, sets.endpoint);
  return error;
}

int run_authorize(const EvaluateArguments& arguments, const policy::Request& request,
                  const AnswerFormat& format) {
  if (!arguments.policies.empty())
    return fail("--policy does not say what a policy is attached to; use --identity, --resource …");
  if (!arguments.resource_account.empty() && !is_account_id(arguments.resource_account))
    return fail("--resource-account \"" + arguments.resource_account + "\" is not twelve digits");
  policy::PolicySets sets;
  if (const std::string error = load_sets(arguments, sets); !error.empty()) return fail(error);
  const policy::Circumstances circumstances{
      arguments.resource_account, arguments.caller_in_management_account,
      arguments.resource_in_management_account, arguments.federated_by_root};
  const policy::Authorization answer = policy::authorize(sets, circumstances, request);
  const policy::Decision decision{answer.kind, answer.statements, answer.undecided};
  const int status = status_of(decision);
  if (!format.json())
    return print(decision_text(decision) + "  decided by: " + policy::to_string(answer.by) + "\n", status);
  Json json = decision_json(decision);
  json["decided_by"] = policy::to_string(answer.by);
  return print(json, status);
}

bool allows_everything(const policy::Statement& statement) {
  const auto is_star = [](const policy::PolicyString& entry) {
    return entry.text() == std::optional<std::string>("*");
  };
  return statement.effect == policy::Effect::allow && !statement.not_action && !statement.not_resource &&
         statement.conditions.empty() &&
         std::any_of(statement.actions.begin(), statement.actions.end(), is_star) &&
         std::any_of(statement.resources.begin(), statement.resources.end(), is_star);
}

/// Whether FullAWSAccess is one of the documents.
bool holds_full_access(const std::vector<const policy::PolicyDocument*>& documents) {
  return std::any_of(documents.begin(), documents.end(), [](const policy::PolicyDocument* document) {
    return document->statements.size() == 1 && allows_everything(document->statements.front());
  });
}

/// What AWS Organizations attaches nowhere: more policies on a node, or more nodes, than it takes.
std::vector<Reason> beyond_quotas(const policy::ScpPath& path, const policy::ScpQuotas& quotas) {
  std::vector<Reason> reasons;
  for (const policy::ScpLevel& level : path.levels) {
    const bool beside = level.full_aws_access && !holds_full_access(level.documents);
    const std::size_t attached = level.documents.size() + (beside ? 1 : 0);
    if (attached > quotas.policies_of_node)
      reasons.push_back({value::ReasonKind::invalid,
                         std::to_string(attached) + " policies on " + level.name +
                             (beside ? ", FullAWSAccess among them" : "") + ": AWS Organizations attaches " +
                             std::to_string(quotas.policies_of_node),
                         {}});
  }
  const std::size_t nodes = policy::quotas().organization_nodes_of_path;
  if (path.levels.size() > nodes)
    reasons.push_back({value::ReasonKind::invalid,
                       "a path of " + std::to_string(path.levels.size()) +
                           " nodes: from the root of an organization to an account there are at most " +
                           std::to_string(nodes),
                       {}});
  return reasons;
}

/// What rests on something that cannot be is no proof.
void leave_open(policy::Coverage& coverage, std::vector<Reason> reasons) {
  if (reasons.empty()) return;
  coverage.kind = policy::CoverageKind::undecided;
  coverage.proof.clear();
  coverage.undecided = std::move(reasons);
}

}  // namespace

bool AnswerFormat::json() const {
  if (!name.empty()) return name == "json";
  return ::isatty(STDOUT_FILENO) == 0;
}

int run_evaluate(const EvaluateArguments& arguments, const AnswerFormat& format) {
  policy::Request request;
  if (const std::string error = load_request(arguments.request, request); !error.empty()) return fail(error);
  if (arguments.full_decision) return run_authorize(arguments, request, format);
  if (arguments.policies.empty()) return fail("--policy is required");
  PolicyFiles files;
  if (const std::string error = load_all(files, arguments.policies, PolicyKind::unknown); !error.empty())
    return fail(error);
  const policy::Decision decision = policy::evaluate(files.documents(), request);
  const int status = status_of(decision);
  return format.json() ? print(decision_json(decision), status) : print(decision_text(decision), status);
}

int run_compare(const CompareArguments& arguments, const AnswerFormat& format) {
  PolicyFiles before;
  PolicyFiles after;
  std::string error = load_all(before, arguments.old_policies, PolicyKind::unknown);
  if (error.empty()) error = load_all(after, arguments.new_policies, PolicyKind::unknown);
  if (!error.empty()) return fail(error);
  const policy::Comparison comparison =
      policy::compare(before.documents(), after.documents(), policy::Proofs::kept);
  const int status =
      status_of(comparison.new_access.has_value(), comparison.relation == policy::Relation::undecided);
  if (format.json())
    return print({{"verdict", policy::to_string(comparison.relation)},
                  {"new_access", witness_json(comparison.new_access)},
                  {"lost_access", witness_json(comparison.lost_access)},
                  {"proof", proof_json(comparison.proof)},
                  {"undecided", reasons_json(comparison.undecided)}},
                 status);
  return print(std::string(policy::to_string(comparison.relation)) + "\n" +
                   witness_text("newly allowed", comparison.new_access) +
                   witness_text("no longer allowed", comparison.lost_access) + proof_text(comparison.proof) +
                   reasons_text(comparison.undecided),
               status);
}

int run_covers(const CoversArguments& arguments, const AnswerFormat& format) {
  if (!arguments.account.empty() && !is_account_id(arguments.account))
    return fail("--account \"" + arguments.account + "\" is not twelve digits");
  const engine::SettingsResult settings = load_settings(*format.global, arguments.levels.front());
  if (!settings.error.empty()) return fail(settings.error);
  std::deque<PolicyFiles> nodes;
  policy::ScpPath path;
  path.account = arguments.account;
  for (const std::vector<std::string>& level : arguments.levels) {
    nodes.emplace_back().set_scp_rules(settings.settings.organization.scp_dialect,
                                       settings.settings.organization.scp_quotas);
    if (const std::string error = load_all(nodes.back(), level, PolicyKind::service_control); !error.empty())
      return fail(error);
    policy::ScpLevel& node = path.levels.emplace_back();
    node.name = "node " + std::to_string(path.levels.size());
    node.full_aws_access = !arguments.no_full_aws_access;
    for (const policy::PolicyDocument& document : nodes.back().documents())
      node.documents.push_back(&document);
  }
  PolicyFiles guardrail_file;
  rules::GuardrailDefinition guardrail;
  if (const std::string error = load_guardrail(arguments.guardrail, guardrail_file, guardrail);
      !error.empty())
    return fail(error);
  policy::RootQuestion question;
  question.partition = arguments.partition;
  question.guardrail = &guardrail.policy;
  question.except = guardrail.allowed;
  question.except.insert(question.except.end(), arguments.except.begin(), arguments.except.end());
  question.assume_root = arguments.assume_root || guardrail.central_sessions;
  if (rules::asks_nothing(question)) return fail("--except leaves nothing that the guardrail would deny");
  if (rules::asks_nothing_of(question, path.account))
    return fail("the guardrail denies nothing to the root user of " +
                (path.account.empty() ? "an account" : "account " + path.account) + " in partition " +
                question.partition + ": its statements are about others");
  policy::Coverage coverage = policy::covers(path, question, rules::hole_classes());
  if (coverage.kind == policy::CoverageKind::covered)
    leave_open(coverage, beyond_quotas(path, settings.settings.organization.scp_quotas));
  const bool no =
      coverage.kind == policy::CoverageKind::partly || coverage.kind == policy::CoverageKind::open;
  const int status = status_of(no, coverage.kind == policy::CoverageKind::undecided);
  return format.json() ? print(coverage_json(coverage), status) : print(coverage_text(coverage), status);
}

int run_public(const PublicArguments& arguments, const AnswerFormat& format) {
  if (!arguments.account.empty() && !is_account_id(arguments.account))
    return fail("--account \"" + arguments.account + "\" is not twelve digits");
  for (const std::string& id : arguments.trusted)
    if (!is_account_id(id) && id.substr(0, 2) != "o-")
      return fail("--trusted \"" + id + "\" is neither an account id nor an organization id");
  PolicyFiles files;
  if (const std::string error = load_all(files, arguments.policies, PolicyKind::unknown); !error.empty())
    return fail(error);
  std::vector<policy::PolicyDocument> documents = files.documents();
  for (policy::PolicyDocument& document : documents) document.kind = policy::classify_policy(document, {});
  const policy::Exposure answer = policy::exposure(documents, {arguments.account, arguments.trusted});
  const policy::S3Meaning meaning = policy::s3_meaning_of_public(documents);
  const bool no =
      answer.kind == policy::ExposureKind::everyone || answer.kind == policy::ExposureKind::cross_account;
  const int status = status_of(no, answer.kind == policy::ExposureKind::undecided);
  if (format.json())
    return print({{"verdict", policy::to_string(answer.kind)},
                  {"witness", witness_json(answer.witness)},
                  {"proof", proof_json(answer.proof)},
                  {"undecided", reasons_json(answer.undecided)},
                  {"s3", s3_json(meaning)}},
                 status);
  return print(std::string(policy::to_string(answer.kind)) + "\n" + witness_text("gets in", answer.witness) +
                   proof_text(answer.proof) + reasons_text(answer.undecided) + s3_text(meaning),
               status);
}

}  // namespace rootproof::cli
