#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "rules/answers.h"
#include "rules/lockouts/nested_values.h"
#include "rules/root_credentials/texts.h"

namespace rootproof::rules {
namespace {

using value::Value;

/// Where a distribution lists trusted signers: each behaviour has a list of its own.
struct SignerList {
  std::string_view type;
  std::string_view path;
};

constexpr SignerList kSignerLists[] = {
    {"AWS::CloudFront::Distribution", "DistributionConfig.DefaultCacheBehavior.TrustedSigners"},
    {"AWS::CloudFront::Distribution", "DistributionConfig.CacheBehaviors.TrustedSigners"},
    {"aws_cloudfront_distribution", "default_cache_behavior.trusted_signers"},
    {"aws_cloudfront_distribution", "ordered_cache_behavior.trusted_signers"},
    {"awscc_cloudfront_distribution", "distribution_config.default_cache_behavior.trusted_signers"},
    {"awscc_cloudfront_distribution", "distribution_config.cache_behaviors.trusted_signers"},
};

engine::Finding start(const Resource& resource, const Value& list, policy::Answer answer);

/// An item that is not known is one all the same, when it is a text for certain.
bool may_be_no_item(const Value& list, const Value& item) {
  if (!item.is(Value::Kind::unknown)) return false;
  return !list.is(Value::Kind::list) || item.unknown_type() != value::ValueType::string;
}

/// A list of one behaviour. Which account is named makes no difference: a list that is not empty is used.
void judge(const Resource& resource, const NestedValue& list, engine::Findings& findings) {
  std::vector<value::Reason> reasons;
  for (const PossibleText& signer : possible_texts(list.value)) {
    if (may_be_no_item(list.value, *signer.value)) {
      add_reasons(reasons, signer.value->reasons());
      continue;
    }
    engine::Finding finding = start(resource, *signer.value, violation());
    const std::string account = shown(*signer.value);
    const bool is_own = account == "self" || account == "${" + std::string(value::kOwnAccount) + "}";
    finding.message = resource.address + " trusts signed URLs and cookies of the CloudFront key pairs of " +
                      (is_own ? "its own account" : "account " + account) +
                      under(finding, list.guard & signer.guard & resource.guard) +
                      ": only the root user of that account can create, rotate and delete them";
    finding.fix = engine::Fix{
        "upload a public key, put it in a key group and name that in trusted_key_groups "
        "(TrustedKeyGroups): IAM permits who manages it",
        {}};
    findings.push_back(std::move(finding));
    return;
  }
  engine::Finding finding =
      start(resource, list.value, reasons.empty() ? safe("no signers are trusted") : undecided(reasons));
  finding.message = reasons.empty() ? resource.address + " trusts no key pairs that belong to a root user"
                                    : "whether " + resource.address +
                                          " trusts key pairs that only a root user manages depends on " +
                                          depends_on(reasons);
  findings.push_back(std::move(finding));
}

void check(const engine::Facts& facts, engine::Findings& findings) {
  for (const Resource& resource : facts.resources)
    for (const SignerList& place : kSignerLists) {
      if (resource.type != place.type) continue;
      for (const NestedValue& list : values_at(resource.properties, place.path))
        judge(resource, list, findings);
    }
}

}  // namespace

extern const engine::Rule rp505;
const engine::Rule rp505{
    {
        .id = "RP505",
        .name = "cloudfront-trusted-signers",
        .family = "lockouts",
        .severity = engine::Severity::medium,
        .tier = engine::Tier::default_on,
        .summary = "a CloudFront distribution trusts key pairs that only a root user manages",
        .meaning = R"md(
Looks at `TrustedSigners` (`trusted_signers`) of every cache behaviour of a CloudFront distribution.

- **violation**: the list names an account, `self` or another one. One finding for each behaviour.
- **safe**: the list is empty. Where there is none, nothing is said. `TrustedKeyGroups` are what to use.
- **undecided**: the list is not known.
)md",
        .why = R"md(
The keys of trusted signers are *CloudFront key pairs*. They belong to an account as a whole, and only its root user can create, rotate and delete them: each rotation is a sign-in
as root. Key groups do the same with public keys that IAM permissions govern, and AWS recommends them.
)md",
        .bad = R"md(
```yaml
Distribution:
  Type: AWS::CloudFront::Distribution
  Properties:
    DistributionConfig:
      DefaultCacheBehavior:
        TrustedSigners: [self]
```
```hcl
default_cache_behavior {
  trusted_signers = ["self"]
}
```
)md",
        .good = R"md(
```yaml
Distribution:
  Type: AWS::CloudFront::Distribution
  Properties:
    DistributionConfig:
      DefaultCacheBehavior:
        TrustedKeyGroups: [!Ref SigningKeys]
```
```hcl
default_cache_behavior {
  trusted_key_groups = [aws_cloudfront_key_group.signing.id]
}
```
)md",
        .fix = R"md(
Create a key pair with OpenSSL, upload the public key (`AWS::CloudFront::PublicKey`, `aws_cloudfront_public_key`), put it in a key group and name the group. A behaviour can
trust both for the time of the change. Then let the root user delete the CloudFront key pair.
)md",
        .mappings = "CIS AWS 3.0 1.7, CIS AWS 5.0 1.6, CIS AWS 7.0 2.7, Prowler iam_avoid_root_usage, ISO "
                    "27001:2022 A.5.15, AWS Well-Architected SEC02-BP01",
    },
    check};

namespace {

engine::Finding start(const Resource& resource, const Value& list, policy::Answer answer) {
  source::Span place = place_of(list);
  if (place.empty()) place = resource.span;
  engine::Finding finding = engine::make_finding(rp505, resource, std::move(answer), place);
  finding.origin = list.origin();
  finding.identity = "trusted_signers=" + list.to_display();
  return finding;
}

}  // namespace
}  // namespace rootproof::rules
