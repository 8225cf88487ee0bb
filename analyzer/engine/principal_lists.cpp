#include "analyzer/engine/principal_lists.h"
#include "parsers/arn.h"
#include "parsers/source/lower_case.h"
#include "parsers/source/words.h"
#include "parsers/value/value_set.h"

#include <algorithm>
#include <iterator>
#include <span>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace rootproof::engine {

using value::Alternative;
using value::Member;
using value::Value;

namespace {

/// A type with a list of principals; one that has several arguments for them takes one at a time. Of the
/// types that list some these are missing, for the list lets no account in:
/// AWS::DataZone::SubscriptionTarget, AWS::ECR::PullTimeUpdateExclusion, AWS::EKS::AccessEntry,
/// AWS::QBusiness::DataAccessor and AWS::ServiceCatalog::PortfolioPrincipalAssociation name roles and users.
struct ListRow {
  std::string_view type;
  std::string_view path;
  std::string_view actions;  ///< what those on the list may do, apart by blanks; empty: the key's operations
  ListedPrincipals listed;
};

constexpr std::string_view kDataAccess = "lakeformation:GetDataAccess";
constexpr std::string_view kSubscriber = "s3:GetObject lakeformation:GetDataAccess";
constexpr std::string_view kInterface = "ec2:AttachNetworkInterface ec2:AssociateAddress";
constexpr std::string_view kAgent = "codeguru-profiler:ConfigureAgent codeguru-profiler:PostAgentProfile";
constexpr ListedPrincipals kAccounts = ListedPrincipals::accounts;
constexpr ListedPrincipals kIdentities = ListedPrincipals::identities;
constexpr ListedPrincipals kAnybody = ListedPrincipals::anybody;
constexpr ListedPrincipals kAllOrNobody = ListedPrincipals::all_or_nobody;

constexpr ListRow kLists[] = {
    {"AWS::CodeGuruProfiler::ProfilingGroup", "AgentPermissions.Principals", kAgent, kIdentities},
    {"AWS::EC2::NetworkInterfacePermission", "AwsAccountId", kInterface, kAccounts},
    {"AWS::EC2::VPCEndpointServicePermissions", "AllowedPrincipals", "ec2:CreateVpcEndpoint", kAnybody},
    {"AWS::GlobalAccelerator::CrossAccountAttachment", "Principals", "globalaccelerator:AddEndpoints",
     kAccounts},
    {"AWS::ImageBuilder::DistributionConfiguration",
     "Distributions.AmiDistributionConfiguration.LaunchPermissionConfiguration.UserGroups",
     "ec2:RunInstances", kAllOrNobody},
    {"AWS::ImageBuilder::DistributionConfiguration",
     "Distributions.AmiDistributionConfiguration.LaunchPermissionConfiguration.UserIds", "ec2:RunInstances",
     kAccounts},
    {"AWS::LakeFormation::DataLakeSettings", "Admins.DataLakePrincipalIdentifier",
     "lakeformation:GrantPermissions", kIdentities},
    {"AWS::LakeFormation::Permissions", "DataLakePrincipal.DataLakePrincipalIdentifier", kDataAccess,
     kIdentities},
    {"AWS::LakeFormation::PrincipalPermissions", "Principal.DataLakePrincipalIdentifier", kDataAccess,
     kIdentities},
    {"AWS::LicenseManager::Grant", "Principals", "license-manager:AcceptGrant", kAccounts},
    {"AWS::RAM::ResourceShare", "Principals", "ram:AcceptResourceShareInvitation", kIdentities},
    {"AWS::Redshift::EndpointAuthorization", "Account", "redshift:CreateEndpointAccess", kAccounts},
    {"AWS::S3::AccessGrant", "Grantee.GranteeIdentifier", "s3:GetDataAccess", kIdentities},
    {"AWS::SecurityLake::Subscriber", "SubscriberIdentity.Principal", kSubscriber, kAccounts},
    {"aws_ami_launch_permission", "account_id", "ec2:RunInstances", kAccounts},
    {"aws_ami_launch_permission", "group", "ec2:RunInstances", kAllOrNobody},
    {"aws_db_cluster_snapshot", "shared_accounts", "rds:RestoreDBClusterFromSnapshot", kAnybody},
    {"aws_db_snapshot", "shared_accounts", "rds:RestoreDBInstanceFromDBSnapshot", kAnybody},
    {"aws_db_snapshot_copy", "shared_accounts", "rds:RestoreDBInstanceFromDBSnapshot", kAnybody},
    {"aws_globalaccelerator_cross_account_attachment", "principals", "globalaccelerator:AddEndpoints",
     kAccounts},
    {"aws_imagebuilder_distribution_configuration",
     "distribution.ami_distribution_configuration.launch_permission.user_groups", "ec2:RunInstances",
     kAllOrNobody},
    {"aws_imagebuilder_distribution_configuration",
     "distribution.ami_distribution_configuration.launch_permission.user_ids", "ec2:RunInstances", kAccounts},
    {"aws_kms_grant", "grantee_principal", "", kIdentities},
    {"aws_lakeformation_data_lake_settings", "admins", "lakeformation:GrantPermissions", kIdentities},
    {"aws_lakeformation_permissions", "principal", kDataAccess, kIdentities},
    {"aws_licensemanager_grant", "principal", "license-manager:AcceptGrant", kAccounts},
    {"aws_network_interface_permission", "aws_account_id", kInterface, kAccounts},
    {"aws_opensearch_authorize_vpc_endpoint_access", "account", "es:CreateVpcEndpoint", kAccounts},
    {"aws_ram_principal_association", "principal", "ram:AcceptResourceShareInvitation", kIdentities},
    {"aws_ram_resource_share_associations_exclusive", "principals", "ram:AcceptResourceShareInvitation",
     kIdentities},
    {"aws_rds_cluster_snapshot_copy", "shared_accounts", "rds:RestoreDBClusterFromSnapshot", kAnybody},
    {"aws_redshift_endpoint_authorization", "account", "redshift:CreateEndpointAccess", kAccounts},
    {"aws_s3control_access_grant", "grantee.grantee_identifier", "s3:GetDataAccess", kIdentities},
    {"aws_securitylake_subscriber", "subscriber_identity.principal", kSubscriber, kAccounts},
    {"aws_snapshot_create_volume_permission", "account_id", "ec2:CreateVolume", kAccounts},
    {"aws_ssm_document", "permissions.account_ids", "ssm:GetDocument", kAnybody},
    {"aws_vpc_endpoint_service", "allowed_principals", "ec2:CreateVpcEndpoint", kAnybody},
    {"aws_vpc_endpoint_service_allowed_principal", "principal_arn", "ec2:CreateVpcEndpoint", kAnybody},
    {"awscc_codeguruprofiler_profiling_group", "agent_permissions.principals", kAgent, kIdentities},
    {"awscc_ec2_network_interface_permission", "aws_account_id", kInterface, kAccounts},
    {"awscc_ec2_vpc_endpoint_service_permissions", "allowed_principals", "ec2:CreateVpcEndpoint", kAnybody},
    {"awscc_globalaccelerator_cross_account_attachment", "principals", "globalaccelerator:AddEndpoints",
     kAccounts},
    {"awscc_lakeformation_principal_permissions", "principal.data_lake_principal_identifier", kDataAccess,
     kIdentities},
    {"awscc_licensemanager_grant", "principals", "license-manager:AcceptGrant", kAccounts},
    {"awscc_ram_resource_share", "principals", "ram:AcceptResourceShareInvitation", kIdentities},
    {"awscc_redshift_endpoint_authorization", "account", "redshift:CreateEndpointAccess", kAccounts},
    {"awscc_s3_access_grant", "grantee.grantee_identifier", "s3:GetDataAccess", kIdentities},
    {"awscc_securitylake_subscriber", "subscriber_identity.principal", kSubscriber, kAccounts},
};

/// The first row of a type; those of one type stand together.
const ListRow* find_list(std::string_view type) {
  const auto* row = std::find_if(std::begin(kLists), std::end(kLists),
                                 [&](const ListRow& each) { return each.type == type; });
  return row == std::end(kLists) ? nullptr : row;
}

/// An entry of a list as `Principal` has it; absent for whoever is no account and no identity of one: an
/// organization or one of its units, a service, an accelerator, Lake Formation's IAM_ALLOWED_PRINCIPALS.
Value listed_principal(const Value& entry) {
  if (!entry.is(Value::Kind::string)) return entry;
  std::string text;
  for (const value::StringPiece& piece : entry.pieces()) {
    const auto* known = std::get_if<value::TextPiece>(&piece);
    text += known == nullptr ? std::string(1, '\0') : known->text;
  }
  if (text.empty()) return Value::absent();
  // The group of an AMI's launch permissions; accounts of a snapshot, and of a document
  // (ModifyDocumentPermission).
  if (source::lower_case(text) == "all") return Value::string("*", entry.origin(), entry.origin().span());
  constexpr std::string_view kGroup = ":IAMPrincipals";  // Lake Formation: all identities of an account
  if (text.ends_with(kGroup)) {
    const std::string account = text.substr(0, text.size() - kGroup.size());
    if (is_account_id(account)) return Value::string(account, entry.origin(), entry.origin().span());
  }
  if (text == "*" || is_account_id(text) || text.front() == '\0') return entry;
  if (!text.starts_with("arn:") || text.find(':', 4) == std::string::npos) {
    const bool open = text.find('\0') != std::string::npos;
    return open ? entry : Value::absent();
  }
  const std::string_view service = arn_component(text, 2);
  const bool may_be_identity =
      service == "iam" || service == "sts" || service.find('\0') != std::string::npos;
  return may_be_identity ? entry : Value::absent();
}

/// What stands at the end of a path, which may lead through lists: all of it. Absent where there is nothing.
Value value_at(const Value& value, std::string_view path) {
  if (value.is(Value::Kind::one_of)) {
    std::vector<Alternative> ways;
    for (const Alternative& way : value.alternatives())
      ways.push_back({way.guard, value_at(way.value, path)});
    return Value::one_of(std::move(ways), value.origin());
  }
  if (value.is(Value::Kind::list)) {
    std::vector<Value> entries;
    for (const Value& item : value.items()) {
      const Value found = value_at(item, path);
      if (found.is(Value::Kind::list))
        entries.insert(entries.end(), found.items().begin(), found.items().end());
      else if (is_given(&found))
        entries.push_back(found);
    }
    return entries.empty() ? Value::absent() : Value::list(std::move(entries), value.origin());
  }
  if (path.empty() || value.is(Value::Kind::unknown)) return value;
  const std::size_t end = std::min(path.find('.'), path.size());
  const Value* member = value.find(path.substr(0, end));
  return is_given(member) ? value_at(*member, path.substr(std::min(end + 1, path.size()))) : Value::absent();
}

/// Accounts in one text, apart by commas, as Terraform takes them for a document of Systems Manager.
Value as_list(const Value& value) {
  const std::optional<std::string> text = value.as_string();
  if (!text || text->find(',') == std::string::npos) return value;
  std::vector<Value> entries;
  for (std::size_t begin = 0; begin <= text->size();) {
    const std::size_t end = std::min(text->find(',', begin), text->size());
    std::string entry = text->substr(begin, end - begin);
    entry.erase(0, entry.find_first_not_of(' '));
    entry.erase(entry.find_last_not_of(' ') + 1);
    entries.push_back(Value::string(std::move(entry), value.origin(), value.text_span(begin, end)));
    begin = end + 1;
  }
  return Value::list(std::move(entries), value.origin());
}

/// The entries of two lists, in every way they may turn out.
Value entries_of_both(const Value& one, const Value& other) {
  for (const bool first : {true, false}) {
    const Value& open = first ? one : other;
    if (!open.is(Value::Kind::one_of)) continue;
    std::vector<Alternative> ways;
    for (const Alternative& way : open.alternatives())
      ways.push_back(
          {way.guard, first ? entries_of_both(way.value, other) : entries_of_both(one, way.value)});
    return Value::one_of(std::move(ways), open.origin());
  }
  const Value both = value_at(Value::list({one, other}, one.origin()), {});
  return is_given(&both) ? both : Value::list({}, one.origin());
}

/// The entries of a list that are accounts, identities or everybody. Absent where there are none.
Value listed_principals_of(const Value& value) {
  if (value.is(Value::Kind::one_of)) {
    std::vector<Alternative> ways;
    for (const Alternative& way : value.alternatives()) {
      Value listed = listed_principals_of(way.value);
      if (!is_given(&listed)) listed = Value::list({}, way.value.origin());
      ways.push_back({way.guard, std::move(listed)});
    }
    return Value::one_of(std::move(ways), value.origin());
  }
  if (!value.is(Value::Kind::list)) {
    const Value entries = as_list(value);
    return entries.is(Value::Kind::list) ? listed_principals_of(entries) : listed_principal(value);
  }
  std::vector<Value> entries;
  std::vector<Value> lists;  ///< one of some lists each: what a path led to inside of the items
  for (const Value& item : value.items()) {
    const Value entry = listed_principals_of(item);
    const auto ways = entry.is(Value::Kind::one_of) ? entry.alternatives() : std::span<const Alternative>();
    const bool of_lists = std::any_of(ways.begin(), ways.end(),
                                      [](const Alternative& way) { return way.value.is(Value::Kind::list); });
    if (is_given(&entry)) (of_lists ? lists : entries).push_back(entry);
  }
  if (entries.empty() && lists.empty()) return Value::absent();
  Value all = Value::list(std::move(entries), value.origin());
  for (const Value& list : lists) all = entries_of_both(all, list);
  return all;
}

/// What those on a list may do: the same for all of the type, or what a grant of KMS says.
Value allowed_actions(const Value& properties, std::string_view actions, const value::Origin& origin) {
  std::vector<Value> allowed;
  for (const std::string_view action : source::words_of(actions))
    allowed.push_back(Value::string(std::string(action), origin, origin.span()));
  if (!allowed.empty()) return Value::list(std::move(allowed), origin);
  const Value* operations = properties.find("operations");
  if (!is_given(operations)) return Value::list({}, origin);
  if (!operations->is(Value::Kind::list)) return *operations;
  for (const Value& operation : operations->items()) {
    const std::optional<std::string> name = operation.as_text();
    const value::Origin& at = operation.origin();
    allowed.push_back(name ? Value::string("kms:" + *name, at, at.span()) : operation);
  }
  return Value::list(std::move(allowed), origin);
}

/// The property that decides whether those on the list are let in at all, and the text for which they are. A
/// resource share that is for the organization alone has no others on it; true is the default.
struct DecidingProperty {
  std::string_view type;
  std::string_view path;
  std::string_view lets_in;
};

constexpr DecidingProperty kDeciding[] = {
    {"AWS::RAM::ResourceShare", "AllowExternalPrincipals", "true"},
    {"AWS::S3::AccessGrant", "Grantee.GranteeType", "IAM"},
    {"aws_s3control_access_grant", "grantee.grantee_type", "IAM"},
    {"awscc_ram_resource_share", "allow_external_principals", "true"},
    {"awscc_s3_access_grant", "grantee.grantee_type", "IAM"},
};

/// The same where the association names a share: its argument is false when nothing is written (Terraform
/// provider, aws_ram_resource_share).
std::optional<Value> restriction_of_share(const Resource& association, std::span<const Resource> all) {
  const Value* arn = association.properties.find("resource_share_arn");
  if (!is_given(arn)) return Value::absent();
  const auto* hole = arn->is(Value::Kind::string) && arn->pieces().size() == 1
                         ? std::get_if<value::Hole>(&arn->pieces()[0])
                         : nullptr;
  if (hole != nullptr) {
    const std::string address = hole->symbol.substr(0, hole->symbol.rfind('.'));
    for (const Resource& share : all) {
      if (share.type != "aws_ram_resource_share" || share.unit != association.unit ||
          share.address != address)
        continue;
      const Value* external = share.properties.find("allow_external_principals");
      if (!is_given(external) || external->as_text() == "false") return std::nullopt;
      if (external->as_text() == "true") return Value::absent();
      const std::vector<value::Reason> reasons = external->reasons();
      if (!reasons.empty()) return Value::unknown(reasons.front());
    }
  }
  const std::vector<value::Reason> reasons = arn->reasons();
  return Value::unknown(reasons.empty() ? value::Reason{value::ReasonKind::external_target,
                                                        "whether the resource share lets outsiders in",
                                                        arn->origin().span()}
                                        : reasons.front());
}

/// A condition where it is not known whether those on the list are let in, absent where they are; nullopt
/// where they are not.
std::optional<Value> restriction_of(const Resource& resource, std::span<const Resource> all) {
  if (resource.type == "aws_ram_principal_association" ||
      resource.type == "aws_ram_resource_share_associations_exclusive")
    return restriction_of_share(resource, all);
  const auto* row = std::find_if(std::begin(kDeciding), std::end(kDeciding),
                                 [&](const DecidingProperty& each) { return each.type == resource.type; });
  if (row == std::end(kDeciding)) return Value::absent();
  Value deciding = value_at(resource.properties, row->path);
  if (deciding.is(Value::Kind::list) && deciding.items().size() == 1)
    deciding = Value(deciding.items().front());
  if (!is_given(&deciding) || deciding.as_text() == row->lets_in) return Value::absent();
  // Only what surely means "no" keeps them out: services take "True" and 1 for true.
  const std::optional<std::string> text = deciding.as_text();
  if (text && (row->lets_in != "true" || *text == "false" || *text == "False" || *text == "0"))
    return std::nullopt;
  const std::vector<value::Reason> reasons = deciding.reasons();
  const source::Span span = deciding.origin().span();
  return Value::unknown(reasons.empty()
                            ? value::Reason{value::ReasonKind::unsupported, "who may be listed", span}
                            : reasons.front());
}

}  // namespace

ListedPrincipals listed_principals(const Resource& resource) {
  const ListRow* row = find_list(resource.type);
  if (row == nullptr) return ListedPrincipals::none;
  const ListRow* next = row + 1;
  if (next == std::end(kLists) || next->type != row->type) return row->listed;
  std::optional<ListedPrincipals> found;
  for (next = row; next != std::end(kLists) && next->type == row->type; ++next) {
    const Value listed = listed_principals_of(value_at(resource.properties, next->path));
    if (is_given(&listed)) found = found ? ListedPrincipals::anybody : next->listed;
  }
  return found.value_or(row->listed);
}

std::optional<Value> listed_document(const Resource& resource, std::span<const Resource> all) {
  const ListRow* row = find_list(resource.type);
  if (row == nullptr) return std::nullopt;
  const Value& properties = resource.properties;
  if (!properties.is(Value::Kind::map)) return properties;
  const std::string_view actions = row->actions;
  Value listed = Value::absent();
  for (; row != std::end(kLists) && row->type == resource.type; ++row) {
    Value more = listed_principals_of(value_at(properties, row->path));
    if (!is_given(&more)) continue;
    listed = is_given(&listed) ? entries_of_both(listed, more) : std::move(more);
  }
  const std::optional<Value> restriction = restriction_of(resource, all);
  if (!is_given(&listed) || !restriction) return std::nullopt;
  const value::Origin origin = listed.origin();
  const source::Span span = origin.span();
  std::vector<Member> statement{{"Effect", span, Value::string("Allow", origin, span)},
                                {"Principal", span, Value::map({{"AWS", span, listed}}, origin)},
                                {"Action", span, allowed_actions(properties, actions, origin)},
                                {"Resource", span, Value::string("*", origin, span)}};
  if (is_given(&*restriction)) statement.push_back({"Condition", span, *restriction});
  return Value::map({{"Version", span, Value::string("2012-10-17", origin, span)},
                     {"Statement", span, Value::map(std::move(statement), origin)}},
                    origin);
}

}  // namespace rootproof::engine
