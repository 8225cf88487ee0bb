#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include "parsers/left_to_others.h"
#include "rules/answers.h"
#include "rules/root_credentials/email_address.h"
#include "rules/root_credentials/texts.h"

namespace rootproof::rules {
namespace {

using policy::Truth;
using value::Value;

/// Where code says the address of a new account's root user.
struct AddressPlace {
  std::string_view type;
  std::string_view path;
};
constexpr AddressPlace kPlaces[] = {
    {"AFT::AccountRequest", "AccountEmail"},
    {"AWS::Organizations::Account", "Email"},
    {"LZA::Account", "Email"},
    {"OC::ORG::Account", "RootEmail"},
    {"OC::ORG::MasterAccount", "RootEmail"},
    {"aws_organizations_account", "email"},
    {"awscc_organizations_account", "email"},
};

/// Account Factory of Control Tower takes it as a parameter among others.
struct ParameterList {
  std::string_view type;
  std::string_view list;
  std::string_view key;
  std::string_view value;
};
constexpr ParameterList kParameterLists[] = {
    {"AWS::ServiceCatalog::CloudFormationProvisionedProduct", "ProvisioningParameters", "Key", "Value"},
    {"aws_servicecatalog_provisioned_product", "provisioning_parameters", "key", "value"},
    {"awscc_servicecatalog_cloudformation_provisioned_product", "provisioning_parameters", "key", "value"},
};
constexpr std::string_view kAccountEmail = "AccountEmail";

engine::Finding start(const Resource& resource, const Value& address, policy::Answer answer);

class Judge {
 public:
  Judge(const engine::RuleSettings& settings, engine::Findings& findings)
      : settings_(settings), findings_(findings) {}

  void address(const Resource& resource, const Value& written, const value::Guard& guard) {
    for (const PossibleText& way : possible_texts(written)) {
      const EmailAddress address = read_email_address(*way.value);
      const value::Guard when = guard & way.guard & resource.guard;
      if (const std::string what = trouble(address); !what.empty()) {
        report(resource, *way.value, what, when);
      } else if (!address.domain || words_.looks_like_a_person(address) == Truth::unknown) {
        unknown(resource, *way.value, way.value->reasons());
      } else if (const auto left = left_to_others(resource, "email")) {
        unknown(resource, *way.value, {*left});
      } else {
        engine::Finding finding = start(
            resource, *way.value,
            safe("the mailbox is in " + *address.domain + " and does not look like that of one person"));
        finding.message = "the mail of the root user of " + resource.address + " goes to a company's mailbox";
        findings_.push_back(std::move(finding));
      }
    }
  }

  /// Accounts of one module that wait for the same are one finding: there may be hundreds.
  void report_unknown() {
    for (auto& [key, waiting] : unknown_) {
      engine::Finding& finding = waiting.finding;
      finding.message = "who reads the mail of the root user of " + finding.resource_address;
      if (waiting.others > 0)
        finding.message += " and of " + std::to_string(waiting.others) +
                           (waiting.others == 1 ? " other account" : " other accounts");
      finding.message += " depends on " + depends_on(finding.answer.reasons);
      findings_.push_back(std::move(finding));
    }
    unknown_.clear();
  }

 private:
  struct Waiting {
    engine::Finding finding;
    std::size_t others = 0;
  };

  void unknown(const Resource& resource, const Value& address, std::vector<value::Reason> reasons) {
    if (reasons.empty())
      reasons.push_back(
          {value::ReasonKind::invalid,
           address.as_text() == "" ? "an e-mail address is empty" : "an e-mail address has no domain",
           address.origin().span()});
    engine::Finding finding = start(resource, address, undecided(std::move(reasons)));
    // What is left to others is so of each account by itself, by the same words of the code.
    const value::Reason& reason = finding.answer.reasons.front();
    const bool left = left_to_others(resource, "email").has_value();
    const auto key = std::tuple(resource.unit, left ? std::string() : depends_on(finding.answer.reasons),
                                left ? reason.span : source::Span());
    const auto [waiting, is_new] = unknown_.try_emplace(key, Waiting{std::move(finding), 0});
    if (!is_new) ++waiting->second.others;
  }

  /// Why whoever reads the mailbox may be the wrong one; empty when nothing is seen.
  [[nodiscard]] std::string trouble(const EmailAddress& address) const {
    const std::vector<std::string>& own = settings_.email_domains;
    const bool listed = address.domain && std::any_of(own.begin(), own.end(), [&](const std::string& domain) {
                          return is_within(*address.domain, lower_case(domain));
                        });
    if (address.domain && !listed && words_.is_free_mail(*address.domain))
      return "is a private mailbox at " + *address.domain;
    if (address.domain && !listed && !own.empty())
      return "is received in " + *address.domain + ", which is not among email_domains of rootproof.yaml";
    if (words_.looks_like_a_person(address) == Truth::yes) return "looks like the mailbox of one person";
    return {};
  }

  void report(const Resource& resource, const Value& written, const std::string& what,
              const value::Guard& guard) {
    engine::Finding finding = start(resource, written, violation());
    finding.message = "the e-mail address of the root user of " + resource.address + " " + what +
                      under(finding, guard) + ": whoever reads it can reset the password of the root user";
    finding.fix = engine::Fix{
        "use a mailbox of a group in the company's domain, one address for each account "
        "(aws-roots+NAME@…)",
        {}};
    findings_.push_back(std::move(finding));
  }

  const engine::RuleSettings& settings_;
  const MailboxWords words_;
  engine::Findings& findings_;
  std::map<std::tuple<std::string, std::string, source::Span>, Waiting> unknown_;
};

void check(const engine::Facts& facts, engine::Findings& findings) {
  Judge judge(facts.settings, findings);
  for (const Resource& resource : facts.resources) {
    for (const AddressPlace& place : kPlaces)
      if (resource.type == place.type)
        if (const Value* address = resource.properties.find(place.path))
          judge.address(resource, *address, {});
    for (const ParameterList& place : kParameterLists) {
      if (resource.type != place.type) continue;
      const Value* list = resource.properties.find(place.list);
      if (list == nullptr || !list->is(Value::Kind::list)) continue;
      for (const Value& parameter : list->items()) {
        const Value* key = parameter.find(place.key);
        const Value* address = parameter.find(place.value);
        if (key != nullptr && address != nullptr && key->as_text() == kAccountEmail)
          judge.address(resource, *address, {});
      }
    }
  }
  judge.report_unknown();
}

}  // namespace

extern const engine::Rule rp110;
const engine::Rule rp110{
    {
        .id = "RP110",
        .name = "root-email-weak",
        .family = "root_credentials",
        .severity = engine::Severity::low,
        .tier = engine::Tier::default_on,
        .summary = "the e-mail address of a root user belongs to a private mailbox or to one person",
        .meaning = R"md(
Looks at the addresses with which accounts are created: accounts of Organizations, and account requests of Control Tower (Account Factory, Account Factory for Terraform).

- **violation**: the domain is one of providers of free mail; or `organization.email_domains` in `rootproof.yaml` lists domains, and it is in none of them; or the mailbox looks like
  that of one person: a common given name and another name (`jane.doe`).
- **safe**: nothing of this. A part after `+` does not matter.
- **undecided**: the domain or the mailbox depends on something that is not known, the address has no domain, or it is in `ignore_changes`. Accounts that wait for the same are one finding.
)md",
        .why = R"md(
The address is all that is needed to reset the password of the root user. A mailbox of one person leaves with that person; a private one is out of the company's reach from the first day.
)md",
        .bad = R"md(
```yaml
Dev:
  Type: AWS::Organizations::Account
  Properties:
    AccountName: dev
    Email: jane.doe@gmail.com
```
```hcl
resource "aws_organizations_account" "bad" {
  name  = "dev"
  email = "jane.doe@gmail.com"
}
```
)md",
        .good = R"md(
```yaml
Dev:
  Type: AWS::Organizations::Account
  Properties:
    AccountName: dev
    Email: aws-roots+dev@acme.example
```
```hcl
resource "aws_organizations_account" "good" {
  name  = "dev"
  email = "aws-roots+dev@acme.example"
}
```
)md",
        .fix = R"md(
Use the mailbox of a group, in the company's domain, that is read and cannot be deleted by one person. The management account can change the address of a member account
(`account:StartPrimaryEmailUpdate`); changing it in Terraform or CloudFormation does not.
)md",
        .mappings = "AWS Well-Architected SEC01-BP02, Security Hub Account.1",
    },
    check};

namespace {

/// Neither message nor proof shows the address itself: reports travel further than code.
engine::Finding start(const Resource& resource, const Value& address, policy::Answer answer) {
  engine::Finding finding = engine::make_finding(rp110, resource, std::move(answer), place_of(address));
  finding.origin = address.origin();
  return finding;
}

}  // namespace
}  // namespace rootproof::rules
