#pragma once

#include <cstddef>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/policy/answer.h"
#include "parsers/policy/policy_document.h"

/// Questions about all requests. Each returns an Answer; "safe" only with a proof that needs no unknown to go
/// one way.
namespace rootproof::policy {

/// SCPs attached to one node of the organization, beside FullAWSAccess unless `full_aws_access` is false.
struct ScpLevel {
  std::string name;  ///< node, for messages
  std::vector<const PolicyDocument*> documents;
  /// Documents whose attachment is not certain: they may deny, but no proof rests on them.
  std::vector<const PolicyDocument*> uncertain;
  std::vector<value::Reason> uncertain_reasons;
  bool full_aws_access = true;
  bool full_aws_access_stated =
      false;  ///< the code attaches it; else AWS did, and it may have been taken away
};

/// Texts that stand in documents for what is not written there, by the symbols of their holes.
using IdsByDocument = std::map<const PolicyDocument*, std::map<std::string, std::string>>;

/// An id that AWS gives and the code does not tell, and the text that stands for it: no policy names it.
struct StandIn {
  std::string id;
  std::string what;  ///< "the organization", "the unit Workloads"
};

/// The path root → organizational units → account.
struct ScpPath {
  std::string account;                 ///< twelve digits, or empty for "any account"
  std::string organization;            ///< its id, or what stands for it; empty for "any organization"
  std::string place;                   ///< the account's, as in aws:PrincipalOrgPaths; empty for "any place"
  std::vector<StandIn> stand_ins;      ///< in `organization` and `place`
  const IdsByDocument* ids = nullptr;  ///< of objects that the documents refer to
  std::map<std::string, std::string> taken_for{};  ///< ids that documents name, by the stand-ins they are
  std::vector<ScpLevel> levels;
};

/// What root must not be able to do.
struct RootQuestion {
  /// Action that must be denied ("iam:CreateAccessKey"); empty: every action.
  std::string action;
  std::string partition = "aws";
  /// Only what its Deny statements deny must be denied; nullptr: everything.
  const PolicyDocument* guardrail = nullptr;
  /// Actions that need not be denied, as patterns.
  std::vector<std::string> except{};
  /// Whether the sessions of AssumeRoot are meant too.
  bool assume_root = false;
  /// Whether a proof may rest on the Region in which the partition's global services are called.
  bool region_of_global_services = true;
};

/// How the nearest statement fails, for "the statement that came closest".
struct Closest {
  const PolicyDocument* document = nullptr;
  std::size_t statement = 0;
  std::string explanation;  ///< "StringEquals compares * literally; no root ARN is \"arn:aws:iam::*:root\""
  source::Span span;        ///< the element that fails
};

struct RootAnswer {
  Answer answer;
  bool partly =
      false;  ///< some requests of root are denied by statements about root or everybody, others are not
  bool by_region_of_global_services = false;  ///< RootQuestion::region_of_global_services had a say
  bool denied_at_all = false;       ///< some of the requests asked about are denied, by whatever statement
  bool depends_on_context = false;  ///< the witness's action on its resource is denied under other conditions
  std::vector<Closest> closest;
};

/// Is every request of the account's root user with long-term credentials (keys; console with and without
/// MFA) denied on this path? violation: the witness is a root request that no level denies. domain.md RP301,
/// RP303, §3.4.
[[nodiscard]] RootAnswer root_is_denied(const ScpPath& path, const RootQuestion& question);

/// Does this Allow statement let another account as a whole in, through its `principal`-th entry, after all
/// Deny statements of the document? Safe when conditions narrow it to fewer than the whole account. domain.md
/// RP202. `services` are those whose requests the policy decides ("s3"); none when that is not known.
[[nodiscard]] Answer grants_whole_account(const PolicyDocument& document, std::size_t statement,
                                          std::size_t principal,
                                          std::span<const std::string_view> services = {});

/// The same where the principal is the account that owns the resource: it may do what AWS refuses to other
/// accounts. domain.md RP201.
[[nodiscard]] Answer grants_own_account(const PolicyDocument& document, std::size_t statement,
                                        std::size_t principal,
                                        std::span<const std::string_view> services = {});

/// Does some Allow statement let everyone in (anonymous or any account), unconfined? domain.md RP207.
/// `statement` is the index of the Allow statement asked about; `known_accounts` are no outsiders, nor are
/// those the document mentions.
[[nodiscard]] Answer grants_everyone(const PolicyDocument& document, std::size_t statement,
                                     std::span<const std::string_view> services = {},
                                     const std::vector<std::string>& known_accounts = {});

/// Does an Allow statement that names everyone let in the root users of accounts nobody singled out, and no
/// other caller (conditions on aws:PrincipalArn or aws:PrincipalType)? domain.md RP213. safe also where
/// others are let in as well: that is the matter of grants_everyone.
[[nodiscard]] Answer grants_root_of_any_account(const PolicyDocument& document, std::size_t statement,
                                                std::span<const std::string_view> services = {});

}  // namespace rootproof::policy
