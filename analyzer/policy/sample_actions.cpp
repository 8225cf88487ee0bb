#include "analyzer/policy/sample_actions.h"

#include <algorithm>
#include <array>
#include <optional>

#include "analyzer/policy/action_catalogue.h"
#include "analyzer/policy/operators.h"
#include "analyzer/policy/own_account_actions.h"
#include "analyzer/policy/request_model.h"
#include "parsers/arn.h"
#include "parsers/policy/action_name.h"

namespace rootproof::policy {

namespace {

/// The first ones are what nobody wants done by a root user; they make the most telling examples.
constexpr std::array kSamples{
    SampleAction{"iam:CreateAccessKey", "arn:{P}:iam::{A}:root"},
    SampleAction{"iam:CreateUser", "arn:{P}:iam::{A}:user/example"},
    SampleAction{"iam:AttachRolePolicy", "arn:{P}:iam::{A}:role/example"},
    SampleAction{"iam:PassRole", "arn:{P}:iam::{A}:role/example"},
    SampleAction{"s3:GetObject", "arn:{P}:s3:::example/x"},
    SampleAction{"s3:PutObject", "arn:{P}:s3:::example/x"},
    SampleAction{"s3:DeleteObject", "arn:{P}:s3:::example/x"},
    SampleAction{"s3:PutBucketPolicy", "arn:{P}:s3:::example"},
    SampleAction{"s3:DeleteBucketPolicy", "arn:{P}:s3:::example"},
    SampleAction{"s3:GetBucketPolicy", "arn:{P}:s3:::example"},
    SampleAction{"s3:ListBucket", "arn:{P}:s3:::example"},
    SampleAction{"s3:DeleteBucket", "arn:{P}:s3:::example"},
    SampleAction{"s3:ListAllMyBuckets", "*"},
    SampleAction{"ec2:RunInstances", "arn:{P}:ec2:{R}:{A}:instance/i-0e5a3b1c2d4f60718"},
    SampleAction{"ec2:TerminateInstances", "arn:{P}:ec2:{R}:{A}:instance/i-0e5a3b1c2d4f60718"},
    SampleAction{"ec2:DescribeInstances", "*"},
    SampleAction{"kms:PutKeyPolicy", "arn:{P}:kms:{R}:{A}:key/1234abcd-12ab-34cd-56ef-1234567890ab"},
    SampleAction{"kms:ScheduleKeyDeletion", "arn:{P}:kms:{R}:{A}:key/1234abcd-12ab-34cd-56ef-1234567890ab"},
    SampleAction{"kms:Decrypt", "arn:{P}:kms:{R}:{A}:key/1234abcd-12ab-34cd-56ef-1234567890ab"},
    SampleAction{"kms:Encrypt", "arn:{P}:kms:{R}:{A}:key/1234abcd-12ab-34cd-56ef-1234567890ab"},
    SampleAction{"kms:ListKeys", "*"},
    SampleAction{"sts:GetFederationToken", "arn:{P}:sts::{A}:federated-user/example"},
    SampleAction{"sts:AssumeRole", "arn:{P}:iam::{A}:role/example"},
    SampleAction{"sts:GetCallerIdentity", "*"},
    SampleAction{"organizations:LeaveOrganization", "*"},
    SampleAction{"account:CloseAccount", "arn:{P}:account::{A}:account"},
    SampleAction{"lambda:InvokeFunction", "arn:{P}:lambda:{R}:{A}:function:example"},
    SampleAction{"lambda:AddPermission", "arn:{P}:lambda:{R}:{A}:function:example"},
    SampleAction{"sqs:SendMessage", "arn:{P}:sqs:{R}:{A}:example"},
    SampleAction{"sqs:ReceiveMessage", "arn:{P}:sqs:{R}:{A}:example"},
    SampleAction{"sqs:SetQueueAttributes", "arn:{P}:sqs:{R}:{A}:example"},
    SampleAction{"sns:Publish", "arn:{P}:sns:{R}:{A}:example"},
    SampleAction{"sns:Subscribe", "arn:{P}:sns:{R}:{A}:example"},
    SampleAction{"sns:GetTopicAttributes", "arn:{P}:sns:{R}:{A}:example"},
    SampleAction{"secretsmanager:GetSecretValue", "arn:{P}:secretsmanager:{R}:{A}:secret:example-AbCdEf"},
    SampleAction{"dynamodb:GetItem", "arn:{P}:dynamodb:{R}:{A}:table/example"},
    SampleAction{"ecr:BatchGetImage", "arn:{P}:ecr:{R}:{A}:repository/example"},
    SampleAction{"ecr:GetDownloadUrlForLayer", "arn:{P}:ecr:{R}:{A}:repository/example"},
    SampleAction{"events:PutEvents", "arn:{P}:events:{R}:{A}:event-bus/example"},
    SampleAction{"logs:PutLogEvents", "arn:{P}:logs:{R}:{A}:log-group:example:log-stream:x"},
    SampleAction{"backup:CopyIntoBackupVault", "arn:{P}:backup:{R}:{A}:backup-vault:example"},
    SampleAction{"es:ESHttpGet", "arn:{P}:es:{R}:{A}:domain/example/x"},
    SampleAction{"execute-api:Invoke", "arn:{P}:execute-api:{R}:{A}:abc123/prod/GET/"},
    SampleAction{"elasticfilesystem:ClientMount",
                 "arn:{P}:elasticfilesystem:{R}:{A}:file-system/fs-0123456789abcdef0"},
    SampleAction{"glacier:UploadArchive", "arn:{P}:glacier:{R}:{A}:vaults/example"},
    SampleAction{"cloudtrail:StopLogging", "arn:{P}:cloudtrail:{R}:{A}:trail/example"},
    SampleAction{"support:CreateCase", "*"},
};

constexpr std::array<std::string_view, 19> kOwnCredentialActions{"iam:createaccesskey",
                                                                 "iam:deleteaccesskey",
                                                                 "iam:updateaccesskey",
                                                                 "iam:listaccesskeys",
                                                                 "iam:getaccesskeylastused",
                                                                 "iam:createloginprofile",
                                                                 "iam:deleteloginprofile",
                                                                 "iam:updateloginprofile",
                                                                 "iam:getloginprofile",
                                                                 "iam:changepassword",
                                                                 "iam:enablemfadevice",
                                                                 "iam:deactivatemfadevice",
                                                                 "iam:resyncmfadevice",
                                                                 "iam:listmfadevices",
                                                                 "iam:uploadsigningcertificate",
                                                                 "iam:deletesigningcertificate",
                                                                 "iam:updatesigningcertificate",
                                                                 "iam:listsigningcertificates",
                                                                 "iam:getuser"};

}  // namespace

std::span<const SampleAction> sample_actions() { return kSamples; }

std::string fill_resource(std::string_view resource, std::string_view partition, std::string_view account) {
  std::string filled;
  for (std::size_t i = 0; i < resource.size(); ++i) {
    const std::string_view mark = resource.substr(i, 3);
    if (mark == "{P}")
      filled += partition;
    else if (mark == "{R}")
      filled += partition == "aws-us-gov" ? "us-gov-west-1"
                : partition == "aws-cn"   ? "cn-north-1"
                                          : "us-east-1";
    else if (mark == "{A}")
      filled += account;
    else {
      filled += resource[i];
      continue;
    }
    i += 2;
  }
  return filled;
}

std::string sample_resource(std::string_view action, std::string_view partition, std::string_view account) {
  const std::string service = to_lower(service_of(action));
  const SampleAction* nearest = nullptr;
  for (const SampleAction& sample : kSamples) {
    if (is_same_action(sample.action, action)) return fill_resource(sample.resource, partition, account);
    const bool same_service = service_of(sample.action) == service && sample.resource != "*";
    // The first IAM sample acts on root itself, which other actions do not.
    if (same_service && sample.action != "iam:CreateAccessKey" && nearest == nullptr) nearest = &sample;
  }
  // The ARNs that name an organization are of calls to its management account's members.
  if (service == "account" && nearest != nullptr) return fill_resource(nearest->resource, partition, account);
  if (is_own_credential_action(action)) return fill_resource("arn:{P}:iam::{A}:root", partition, account);
  if (const std::optional<CatalogueAction> known = find_action(action); known && !known->resource.empty())
    return fill_resource(known->resource, partition, account);
  if (nearest != nullptr) return fill_resource(nearest->resource, partition, account);
  return fill_resource("arn:{P}:" + service + ":{R}:{A}:example/x", partition, account);
}

std::string example_of_resource(std::string_view pattern, std::string_view usual) {
  std::string example;
  int component = 0;
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    const char c = pattern[i];
    if (c == ':' && component < 5) ++component;
    if (c == '?')
      example += component == 4 ? '1' : 'x';
    else if (c != '*')
      example += c;
    else if (component < 5)
      example += arn_component(usual, component);
    else if (i == 0 || pattern[i - 1] != '*')
      example += 'x';
  }
  return example;
}

TextPattern any_arn(std::string_view partition, std::string_view service) {
  const SymbolSet word = one_of_symbols("abcdefghijklmnopqrstuvwxyz0123456789-");
  TextPattern pattern = TextPattern::literal("arn:");
  if (partition.empty())
    pattern.add_run(word);
  else
    pattern.add_literal(partition);
  pattern.add_literal(":");
  pattern.add_literal(service);
  if (service.empty()) {
    pattern.add_one(word);
    pattern.add_run(word);
  }
  for (int component = 0; component < 2; ++component) {  // region and account may be empty
    pattern.add_literal(":");
    pattern.add_run(word);
  }
  pattern.add_literal(":");
  pattern.add_one(any_symbol());
  pattern.add_run(any_symbol());
  return pattern;
}

TextPattern any_iam_arn(std::string_view partition) {
  TextPattern pattern = TextPattern::literal("arn:" + std::string(partition) + ":iam::");
  for (int i = 0; i < 12; ++i) pattern.add_one(digit_symbols());
  pattern.add_literal(":");
  pattern.add_one(any_symbol());
  pattern.add_run(any_symbol());
  return pattern;
}

TextPattern resources_of_service(std::string_view action, std::string_view partition,
                                 std::string_view account) {
  const std::string service = to_lower(service_of(action));
  TextPattern pattern = TextPattern::literal("arn:" + std::string(partition) + ":" + service + ":");
  if (service == "iam") {
    pattern.add_literal(":");
    for (std::size_t i = 0; account.empty() && i < 12; ++i) pattern.add_one(digit_symbols());
    pattern.add_literal(std::string(account));
  } else {
    pattern.add_run(one_of_symbols("abcdefghijklmnopqrstuvwxyz0123456789-"));
    pattern.add_literal(":");
    pattern.add_run(digit_symbols());
  }
  pattern.add_literal(":");
  const SymbolSet name = any_symbol() & ~one_of_symbols(" *?");
  pattern.add_one(name);
  pattern.add_run(name);
  return pattern;
}

namespace {

/// ARNs like one of the catalogue; nullopt where their kind has no word of its own.
std::optional<TextPattern> arns_like(std::string_view arn, std::string_view partition) {
  constexpr std::string_view kName = "example";  // stands for one in the catalogue
  constexpr int kFieldsBefore = 5;
  std::size_t begin = 0;
  for (int field = 0; field < kFieldsBefore; ++field) {
    begin = arn.find(':', begin);
    if (begin++ == std::string_view::npos) return std::nullopt;
  }
  const std::size_t end = arn.find_first_of(":/", begin);
  const std::string_view type = arn.substr(begin, end - begin);
  if (end == std::string_view::npos || end + 1 == arn.size() || type.find(kName) != std::string_view::npos ||
      type.find('{') != std::string_view::npos)
    return std::nullopt;
  TextPattern pattern;
  const std::string_view before = arn.substr(0, end + 1);
  for (std::size_t i = 0; i < before.size(); ++i) {
    const std::string_view mark = before.substr(i, 3);
    if (mark == "{P}") {
      pattern.add_literal(partition);
    } else if (mark == "{R}") {
      pattern.add(region_name());
    } else if (mark == "{A}") {
      for (int digit = 0; digit < 12; ++digit) pattern.add_one(digit_symbols());
    } else {
      pattern.add_literal(before.substr(i, 1));
      continue;
    }
    i += 2;
  }
  const SymbolSet name = any_symbol() & ~one_of_symbols(" *?");
  pattern.add_one(name);
  pattern.add_run(name);
  return pattern;
}

}  // namespace

std::vector<TextPattern> resources_of_action(std::string_view action, std::string_view partition) {
  if (to_lower(service_of(action)) == "iam") return {};
  std::vector<TextPattern> patterns;
  for (const std::string& arn : resources_of(action)) {
    std::optional<TextPattern> pattern = arns_like(arn, partition);
    if (!pattern) return {};
    patterns.push_back(*std::move(pattern));
  }
  return patterns;
}

bool is_for_owner_only(std::string_view action) {
  static constexpr std::array<std::string_view, 6> kServices{"iam",           "ec2",     "account",
                                                             "organizations", "support", "sts"};
  if (is_refused_to_other_accounts(action) || is_same_action(action, "s3:ListAllMyBuckets")) return true;
  const std::string service = to_lower(service_of(action));
  return !is_same_action(action, "sts:AssumeRole") &&
         std::find(kServices.begin(), kServices.end(), service) != kServices.end();
}

bool is_own_credential_action(std::string_view action) {
  return std::any_of(kOwnCredentialActions.begin(), kOwnCredentialActions.end(),
                     [action](std::string_view own) { return is_same_action(own, action); });
}

bool acts_on_no_resource(std::string_view action) {
  return is_same_action(action, "organizations:LeaveOrganization");
}

}  // namespace rootproof::policy
