#include <algorithm>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "analyzer/engine/principal_lists.h"
#include "analyzer/policy/operators.h"
#include "analyzer/policy/own_account_actions.h"
#include "rules/answers.h"
#include "rules/root_credentials/texts.h"
#include "rules/root_principals/acted_on.h"
#include "rules/root_principals/endpoint_policy.h"
#include "rules/root_principals/function_urls.h"
#include "rules/root_principals/other_resource.h"
#include "rules/root_principals/own_organization.h"
#include "rules/root_principals/principal_account.h"
#include "rules/root_principals/public_access_block.h"
#include "rules/root_principals/refused_text.h"
#include "rules/root_principals/rest_apis.h"
#include "rules/root_principals/search_domains.h"
#include "rules/root_principals/witness_account.h"

namespace rootproof::rules {
namespace {

using policy::Principal;
using policy::Statement;

const Principal* everyone_of(const Statement& statement) {
  const auto found =
      std::find_if(statement.principals.begin(), statement.principals.end(), policy::is_everyone);
  return found == statement.principals.end() ? nullptr : &*found;
}

/// True where text beside what is not known keeps the whole from being "*".
bool has_other_text(const value::Value& principal) {
  if (!principal.is(value::Value::Kind::string)) return false;
  const auto pieces = principal.pieces();
  return std::any_of(pieces.begin(), pieces.end(), [](const value::StringPiece& piece) {
    const auto* text = std::get_if<value::TextPiece>(&piece);
    return text != nullptr && text->text.find_first_not_of('*') != std::string::npos;
  });
}

/// Everyone is named, or may be: a principal that is not known may turn out to be "*". A wildcard inside an
/// ARN is what RP203 reports.
bool may_name_everyone(const Statement& statement) {
  if (statement.principals_unknown) return true;
  return std::any_of(
      statement.principals.begin(), statement.principals.end(), [](const Principal& principal) {
        const bool may_be_everyone =
            principal.type == policy::PrincipalType::unknown ||
            (principal.type == policy::PrincipalType::aws &&
             principal.form == policy::AwsPrincipalForm::unknown && !has_other_text(principal.text.value));
        const bool star = principal.text.text() == "*";  // under Service: AWS refuses it
        return policy::is_everyone(principal) || may_be_everyone || star;
      });
}

struct Place {
  const engine::PolicyInstance& instance;
  std::size_t statement = 0;
  const Principal* everyone = nullptr;

  [[nodiscard]] const Statement& the_statement() const { return instance.document.statements[statement]; }
};

/// Where RP209 reports NotPrincipal, and RP203 a wildcard inside an ARN.
source::Span place_of_others(const Statement& statement) {
  if (!statement.not_principal) return principals_place(statement);
  return statement.principal_span.empty() ? statement.span : statement.principal_span;
}

engine::Finding start(const engine::Rule& rule, const Place& place, policy::Answer answer) {
  const Statement& statement = place.the_statement();
  engine::Finding finding = engine::make_finding(
      rule, *place.instance.resource, std::move(answer),
      place.everyone == nullptr ? place_of_others(statement)
                                : place_of_use(place.everyone->text.value, place.everyone->text.span));
  // What stands there instead of everyone others report.
  if (statement.not_principal)
    finding.yields_to = "RP209";
  else if (place.everyone == nullptr && has_partial_wildcard(statement))
    finding.yields_to = "RP203";
  if (place.everyone != nullptr) finding.origin = place.everyone->text.value.origin();
  finding.identity = place.instance.path + "|" + statement_name(place.instance.document, place.statement);
  return finding;
}

/// What stands between everyone and a resource that its policy leaves open.
struct Barriers {
  explicit Barriers(const engine::Facts& all)
      : facts(all), blocked(all), domains(all), apis(all), organization(all) {}

  const engine::Facts& facts;
  BlockedBuckets blocked;
  SearchDomains domains;
  RestApis apis;
  OwnOrganization organization;
};

/// Whether the statement allows nothing but these actions.
bool allows_only(const Statement& statement, std::initializer_list<std::string_view> actions) {
  if (statement.not_action || statement.actions_unknown || statement.actions.empty()) return false;
  return std::all_of(statement.actions.begin(), statement.actions.end(),
                     [&](const policy::PolicyString& entry) {
                       const std::string text = lower_case(entry.text().value_or(""));
                       return std::find(actions.begin(), actions.end(), text) != actions.end();
                     });
}

/// Repositories of ECR Public are there for everyone to pull from, with or without a policy (Amazon ECR
/// Public User Guide, "Public repositories").
bool is_pull_from_public_repository(const Place& place) {
  const std::string& type = place.instance.resource->type;
  if (type != "AWS::ECR::PublicRepository" && type != "aws_ecrpublic_repository_policy" &&
      type != "awscc_ecr_public_repository")
    return false;
  return allows_only(
      place.the_statement(),
      {"ecr-public:batchchecklayeravailability", "ecr-public:batchgetimage", "ecr-public:describeimages",
       "ecr-public:describeimagetags", "ecr-public:describerepositories", "ecr-public:getdownloadurlforlayer",
       "ecr-public:getrepositorycatalogdata", "ecr-public:getrepositorypolicy",
       "ecr-public:listtagsforresource"});
}

/// Anyone may subscribe, but only addresses of one domain, or one address (Amazon SNS Developer Guide,
/// "Amazon SNS policy keys": sns:Endpoint).
bool confines_endpoints(const Statement& statement) {
  if (!allows_only(statement, {"sns:subscribe", "sns:receive"})) return false;
  return std::any_of(
      statement.conditions.begin(), statement.conditions.end(), [](const policy::Condition& each) {
        const std::string name = lower_case(each.operator_name);
        if (lower_case(each.key) != "sns:endpoint" || (name != "stringequals" && name != "stringlike"))
          return false;
        return !each.values.empty() && !each.values_unknown &&
               std::all_of(each.values.begin(), each.values.end(), [](const policy::PolicyString& value) {
                 const std::string text = value.text().value_or("*");
                 const std::size_t at = text.rfind('@');
                 return text.find_first_of("*?$", at == std::string::npos ? 0 : at) == std::string::npos;
               });
      });
}

/// Says what stands between, and how much that is worth.
void weigh(const Barriers& barriers, const Place& place, engine::Finding& finding) {
  const Resource& resource = *place.instance.resource;
  const auto because = [&](engine::Severity severity, std::string_view barrier) {
    finding.severity = severity;
    finding.message += barrier;
  };
  if (confines_endpoints(place.the_statement()))
    return because(engine::Severity::medium,
                   "; only what its condition on sns:Endpoint admits can subscribe");
  switch (barriers.blocked.barrier_of(resource)) {
    case BucketBarrier::none:
      break;
    case BucketBarrier::block:
      return because(engine::Severity::medium, "; today only the bucket's public access block stops it");
    case BucketBarrier::default_block:
      return because(engine::Severity::medium,
                     "; S3 refuses it for buckets made since April 2023, whose Block Public Access is on "
                     "until somebody switches it off, which nothing in the code does");
  }
  if (opens_url_by_half(barriers.facts, place.instance, place.the_statement()))
    return because(engine::Severity::medium,
                   "; function URLs made since October 2025 ask for lambda:InvokeFunction as well, which "
                   "nothing in the code allows everyone");
  if (barriers.domains.hold_in_vpc(resource))
    return because(engine::Severity::medium, "; only the network of the domain's VPC stops it");
  if (barriers.domains.ask_for_users(resource))
    return because(engine::Severity::medium,
                   "; only the domain's fine-grained access control stops those who are none of its users");
  switch (barriers.apis.barrier_of(resource)) {
    case ApiBarrier::none:
    case ApiBarrier::unknown:  // undecided before
      return;
    case ApiBarrier::authorizers:
      return because(engine::Severity::medium,
                     "; only the authorizers and API keys that its methods ask for stop it");
    case ApiBarrier::signatures:
      finding.message += "; its methods ask for a signature, which any AWS account can make";
      return;
    case ApiBarrier::private_endpoints:
      return because(engine::Severity::high,
                     "; it is private: whoever has a VPC endpoint for execute-api, in any AWS account, "
                     "reaches it, and nobody else");
  }
}

/// Conditions that the request fulfils by not having their key: "ForAllValues:StringEquals
/// aws:PrincipalOrgID".
std::string held_without_key(const Statement& statement, const policy::Request& request) {
  std::string names;
  for (const policy::Condition& condition : statement.conditions) {
    const auto op = policy::parse_operator(condition.operator_name);
    const bool lenient = op && (op->if_exists || op->quantifier == policy::SetQuantifier::for_all);
    if (!lenient || request.context.contains(lower_case(condition.key))) continue;
    names += (names.empty() ? "" : ", ") + condition.operator_name + " " + condition.key;
  }
  return names;
}

/// The conditions of a statement that lets everyone in all the same.
std::string conditions_met(const Statement& statement) {
  constexpr std::size_t kNamed = 3;
  std::string names;
  for (std::size_t i = 0; i < statement.conditions.size() && i <= kNamed; ++i)
    names += (i == 0 ? "" : ", ") +
             (i == kNamed ? "…" : statement.conditions[i].operator_name + " " + statement.conditions[i].key);
  return statement.conditions_unknown ? std::string() : names;
}

/// Who is let in, and to do what.
std::string what_everyone_may(const Place& place, const std::optional<policy::Request>& witness,
                              const std::string& when) {
  const bool by_service = witness && witness->principal && witness->principal->type == "Service";
  // Root users cannot assume roles, nor can callers without credentials.
  const bool trust = place.instance.document.kind == PolicyKind::trust;
  std::string text =
      (by_service ? "AWS services are let in whoever they act for" : "everyone is let in") + when;
  if (!by_service)
    text += trust ? ", of every account (but no root user, which cannot assume roles)"
                  : ", every root user of every account included";
  if (!witness) return text;
  text += by_service ? ": through a service, any customer of AWS may "
          : trust    ? ": any user or role anywhere may "
                     : ": anyone may ";
  text += witness->action + acted_on(place.the_statement(), *witness);
  const std::string held = held_without_key(place.the_statement(), *witness);
  if (!held.empty()) return text + "; without the key in the request, " + held + " holds";
  const std::string met = conditions_met(place.the_statement());
  if (!met.empty()) text += "; the request meets " + met;
  return text;
}

/// What to do about it.
std::string advice(const Place& place, const std::optional<policy::Request>& witness) {
  if (engine::listed_principals(*place.instance.resource) != engine::ListedPrincipals::none)
    return "name the principals";
  if (witness && !held_without_key(place.the_statement(), *witness).empty())
    return "name the principals, or leave ForAllValues and IfExists out of the condition that confines "
           "everyone";
  return place.instance.document.kind == PolicyKind::trust
             ? "name the principals, or confine everyone with a condition on aws:PrincipalOrgID"
             : "name the principals, or confine everyone with a condition on aws:PrincipalOrgID or "
               "aws:SourceAccount";
}

void report(const engine::Rule& rule, const Barriers& barriers, const Place& place, policy::Answer answer,
            engine::Findings& findings) {
  engine::Finding finding = start(rule, place, std::move(answer));
  finding.severity = engine::Severity::critical;
  const std::string when = under(finding, place.instance.resource->guard & place.the_statement().guard);
  finding.message = what_everyone_may(place, finding.answer.witness, when);
  weigh(barriers, place, finding);
  finding.fix = engine::Fix{advice(place, finding.answer.witness), {}};
  findings.push_back(std::move(finding));
}

/// Whether the statement names everyone and AWS refuses it, and what it was meant for lets everyone in.
bool lets_everyone_in_once_mended(const Place& place) {
  if (place.everyone == nullptr) return false;
  std::optional<policy::PolicyDocument> mended =
      with_refused_filled_in(place.instance.document, place.statement);
  if (!place.the_statement().has_action) {
    mended = place.instance.document;
    Statement& statement = mended->statements[place.statement];
    statement.has_action = true;
    statement.actions = {{value::Value::string("*"), statement.span}};
    statement.actions_unknown = false;
    statement.unknowns.clear();
  }
  return mended && policy::grants_everyone(*mended, place.statement, place.instance.services).verdict ==
                       policy::Verdict::violation;
}

void report_undecided(const engine::Rule& rule, const Place& place, policy::Answer answer,
                      engine::Findings& findings) {
  engine::Finding finding = start(rule, place, std::move(answer));
  finding.message = "whether everyone is let in depends on " + depends_on(finding.answer.reasons);
  if (lets_everyone_in_once_mended(place)) finding.message += "; mended, it lets everyone in";
  findings.push_back(std::move(finding));
}

/// Why a statement that lets nobody in as it is written may do so as it was meant: AWS refuses a text of it.
std::optional<value::Reason> may_be_meant_otherwise(const Place& place) {
  const Statement& statement = place.the_statement();
  std::optional<value::Reason> reason = refused_text(place.instance.document, place.statement);
  if (!reason || statement.conditions.empty()) return reason;
  const std::optional<policy::PolicyDocument> filled =
      with_refused_filled_in(place.instance.document, place.statement);
  const bool confined =
      !filled || policy::grants_everyone(*filled, place.statement, place.instance.services).verdict ==
                     policy::Verdict::safe;
  return confined ? std::nullopt : reason;
}

/// What keeps everyone out whom a statement names. The proof is another one where the statement allows
/// nothing in the first place.
std::string confinement(const Place& place, policy::Answer& answer) {
  const auto& statements = place.instance.document.statements;
  if (policy::is_for_own_account_alone(place.the_statement()))
    return "everyone is named, but AWS takes these actions from the account alone that owns the resource";
  const bool conditions = !place.the_statement().conditions.empty();
  const bool denies = std::any_of(statements.begin(), statements.end(), [](const Statement& statement) {
    return statement.effect == policy::Effect::deny;
  });
  if (conditions || denies) {
    policy::PolicyDocument alone =
        with_refused_filled_in(place.instance.document, place.statement).value_or(place.instance.document);
    alone.statements = {alone.statements[place.statement]};
    alone.statements.front().conditions.clear();
    policy::Answer unconfined = policy::grants_everyone(alone, 0, place.instance.services);
    if (unconfined.verdict == policy::Verdict::safe) {
      answer = std::move(unconfined);
      return "everyone is named, but no request is allowed";
    }
  }
  if (!conditions && !denies) return "everyone is named, but no request is allowed";
  const std::string_view what = !denies       ? "its conditions confine"
                                : !conditions ? "Deny statements confine"
                                              : "conditions or Deny statements confine";
  return "everyone is named, but " + std::string(what) + " it";
}

void check_statement(const engine::Rule& rule, const Barriers& barriers, const Place& place,
                     engine::Findings& findings) {
  policy::Answer answer =
      policy::grants_everyone(place.instance.document, place.statement, place.instance.services);
  name_account_of_resource(place.instance, answer);
  if (answer.verdict != policy::Verdict::safe &&
      is_about_another_resource(barriers.facts, place.instance, place.the_statement())) {
    if (place.everyone == nullptr) return;
    engine::Finding finding = start(rule, place, safe("its Resource is another one than the policy's own"));
    finding.message = "everyone is named, but the statement is about another resource than the policy's own";
    findings.push_back(std::move(finding));
    return;
  }
  if (answer.verdict != policy::Verdict::safe && is_pull_from_public_repository(place)) {
    if (place.everyone == nullptr) return;
    engine::Finding finding =
        start(rule, place, safe("a repository of ECR Public is for everyone to pull from"));
    finding.message = "everyone is named, and a repository of ECR Public is for everyone to pull from";
    findings.push_back(std::move(finding));
    return;
  }
  switch (answer.verdict) {
    case policy::Verdict::violation:
      if (may_be_endpoint_policy(place.instance, place.statement, *answer.witness)) {
        answer = undecided({attached_to_what(place.the_statement())});
        return report_undecided(rule, place, std::move(answer), findings);
      }
      if (barriers.apis.barrier_of(*place.instance.resource) == ApiBarrier::unknown)
        return report_undecided(rule, place,
                                undecided(barriers.apis.doubts_about_barrier_of(*place.instance.resource)),
                                findings);
      return report(rule, barriers, place, std::move(answer), findings);
    case policy::Verdict::undecided:
      return report_undecided(rule, place, std::move(answer), findings);
    case policy::Verdict::safe: {
      if (place.everyone == nullptr) return;  // the statement speaks of somebody: not the question
      if (const std::optional<value::Reason> reason = may_be_meant_otherwise(place))
        return report_undecided(rule, place, undecided({*reason}), findings);
      // Confined to others: RP202 reports it.
      if (const auto others =
              barriers.organization.lets_other_organization_in(place.instance, place.statement);
          others && !may_be_endpoint_policy(place.instance, place.statement, *others->witness))
        return;
      std::string message = confinement(place, answer);
      engine::Finding finding = start(rule, place, std::move(answer));
      finding.message = std::move(message);
      findings.push_back(std::move(finding));
      return;
    }
  }
}

/// Whether a statement of a resource policy or trust policy allows without a word about whom.
/// The permissions of a resource share are written without: whom they are for the share says.
bool names_nobody(const engine::PolicyInstance& instance, const Statement& statement) {
  const std::string& type = instance.resource->type;
  const bool is_of_share =
      type == "aws_ram_permission" || type == "awscc_ram_permission" || type == "AWS::RAM::Permission";
  const bool needs_one = !is_of_share && (instance.document.kind == PolicyKind::trust ||
                                          instance.document.kind == PolicyKind::resource);
  return needs_one && statement.effect == policy::Effect::allow && !statement.has_principal &&
         !statement.principals_unknown && statement.principals.empty() &&
         std::all_of(statement.unknowns.begin(), statement.unknowns.end(),
                     [](const value::Reason& reason) { return reason.kind == value::ReasonKind::invalid; });
}

void report_unknown_document(const engine::Rule& rule, const engine::PolicyInstance& instance,
                             engine::Findings& findings) {
  const policy::PolicyDocument& document = instance.document;
  engine::Finding finding =
      engine::make_finding(rule, *instance.resource, undecided(document.unknowns), document.span);
  finding.message = "whether this policy lets everyone in depends on " + depends_on(document.unknowns);
  if (const std::optional<policy::PolicyDocument> mended = with_commas_dropped(document))
    for (std::size_t i = 0; i < mended->statements.size(); ++i)
      if (policy::grants_everyone(*mended, i, instance.services).verdict == policy::Verdict::violation) {
        finding.message += "; mended, it lets everyone in";
        break;
      }
  finding.identity = instance.path + "|document";
  findings.push_back(std::move(finding));
}

void check(const engine::Facts& facts, engine::Findings& findings);

}  // namespace

extern const engine::Rule rp207;
const engine::Rule rp207{{
                             .id = "RP207",
                             .name = "public-principal",
                             .family = "root_principals",
                             .severity = engine::Severity::critical,
                             .tier = engine::Tier::default_on,
                             .summary = "a policy lets everyone in",
                             .meaning = R"md(
Looks at every Allow statement whose `Principal` is `*` or `{"AWS": "*"}`, together with its conditions and with the Deny statements of
the same policy.

- **violation**: some request of an anonymous caller, or of any account, is allowed. The witness is such a request. A wildcard inside an
  account or organization id (`o-*`) confines nothing. Where the code also gives the bucket a public access block, puts the search
  domain into a VPC or gives it fine-grained access control, or gives every method of a REST API an authorizer or a key (as a resource, in an interface description in JSON, or by `Auth` of SAM), severity is *medium*: one changed setting, or one
  host in the network, away from open. So it is where the code makes the bucket and gives it no public access block: S3 gives every new bucket one (since April 2023) and refuses the policy, until
  somebody switches it off. A block of the code that stops no public policy leaves it *critical*. So it is where a function's URL alone is opened (`lambda:InvokeFunctionUrl`), as far as the code lets not everyone
  call `lambda:InvokeFunction` as well: URLs made since October 2025 ask for both. So it is where everyone may subscribe to a topic, but only with endpoints that `sns:Endpoint` names, or mail addresses of its domains. A private API is open to the VPC endpoints of every account in its Region: *high*.
- **safe**: conditions confine the callers (`aws:PrincipalOrgID`, `aws:SourceArn`, `aws:SourceVpce`, …) or ask for another Region (`aws:RequestedRegion`) than that in which the resource is known to lie, or a Deny takes it back, or the `Resource` is another topic or bucket of the code, of another name, than the one the policy hangs on. So is pulling from a repository of ECR Public, which everyone may by its nature,
  and a statement of nothing but actions that AWS takes from the own account alone (`s3:PutBucketPolicy`, `sqs:SetQueueAttributes`, `kms:CreateAlias`, …).
- **undecided**: whether they are confined depends on something that is not known, or on a key that AWS documents for none of the actions (`kms:GrantIsForAWSResource` with `kms:Decrypt`), or AWS documents none of the actions. So it is where a REST API has an interface description that is
  not read (YAML, a file elsewhere, a scheme that is not declared). So are statements that AWS refuses and a service may
  read as everyone (`NotPrincipal` with Allow, `*` under `Service`, no `Principal` at all), an `Action` without a service or with characters that no action has, a `Resource` that is neither `*` nor an ARN, and a policy file, or a policy that a module not on disk is given, that allows everything to everyone or names several buckets: that may
  be the policy of a VPC endpoint. So may any that stands under a name that speaks of endpoints in the call of such a module.

Where the organization that everyone is confined to is known not to be the own one, RP202 says so and this rule nothing.

What a custom resource, or a module that is not on disk, makes of a policy among its properties is not known: what is wrong there as it is
written is reported, and nothing is said of what is safe.

A function URL of Terraform with `authorization_type` NONE, or of SAM, brings a permission for everyone. An `aws_iam_policy_document` that nothing of the code uses is
read as a policy file. Addresses under `aws:SourceIp` that the code makes (of elastic IPs, NAT gateways and instances) confine as written ones do; keys that any caller can have with any text (`aws:PrincipalTag`,
`aws:username`, `aws:Referer`, object tags) confine nobody, whatever text it is.

The list of those who may use a VPC endpoint service can say `*`, too, and the launch permissions of an image `all`. VPC endpoint policies are left out: they filter requests that other policies allow, and `*` is their default.
Among the arguments of a module that is not on disk they are known by the last name of its source (`…/vpc-endpoints`) and by the `service_type` or `vpc_endpoint_type` beside them.
)md",
                             .why = R"md(
Everyone includes every root user of every account in the world. Buckets, queues and topics ask nobody to sign in, keys, roles and secrets let in whoever has any account. Most published breaches of buckets, queues and
keys began with such a statement.
)md",
                             .bad = R"md(
```yaml
Statement:
  - Effect: Allow
    Principal: '*'
    Action: s3:GetObject
    Resource: '*'
```
```hcl
principals {
  type        = "*"
  identifiers = ["*"]
}
```
)md",
                             .good = R"md(
```yaml
Statement:
  - Effect: Allow
    Principal: '*'
    Action: s3:GetObject
    Resource: '*'
    Condition:
      StringEquals: {aws:PrincipalOrgID: o-a1b2c3d4e5}
```
```hcl
principals {
  type        = "*"
  identifiers = ["*"]
}
condition {
  test     = "StringEquals"
  variable = "aws:PrincipalOrgID"
  values   = ["o-a1b2c3d4e5"]
}
```
)md",
                             .fix = R"md(
Name the principals. Where many accounts of your organization need access, keep `*` and add `StringEquals` on `aws:PrincipalOrgID`; for calls by an AWS
service, name the service as principal and add `aws:SourceAccount` or `aws:SourceArn`. A web site goes behind CloudFront with an origin access
control.
)md",
                             .mappings = "CIS AWS 7.0 2.21, Security Hub S3.2 S3.3 SQS.3 KMS.5, Checkov "
                                         "CKV_AWS_33, Prowler s3_bucket_policy_public_write_access",
                         },
                         check};

namespace {

void check(const engine::Facts& facts, engine::Findings& findings) {
  const Barriers barriers(facts);
  for (const engine::PolicyInstance& instance : facts.policies) {
    if (!grants_to_principals(instance) && instance.document.kind != PolicyKind::delegation) continue;
    const engine::ListedPrincipals listed = engine::listed_principals(*instance.resource);
    if (listed == engine::ListedPrincipals::accounts || listed == engine::ListedPrincipals::identities)
      continue;
    if (!instance.document.unknowns.empty()) report_unknown_document(rp207, instance, findings);
    for (std::size_t i = 0; i < instance.document.statements.size(); ++i) {
      const Statement& statement = instance.document.statements[i];
      if (statement.effect == policy::Effect::deny) continue;
      if (names_nobody(instance, statement)) {
        report_undecided(
            rp207, {instance, i, nullptr},
            undecided({{value::ReasonKind::invalid,
                        "an Allow statement without Principal, which AWS refuses here", statement.span}}),
            findings);
        continue;
      }
      if (!statement.not_principal && !may_name_everyone(statement)) continue;
      check_statement(rp207, barriers, {instance, i, everyone_of(statement)}, findings);
    }
  }
}

}  // namespace
}  // namespace rootproof::rules
