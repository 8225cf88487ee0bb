// What standards and other tools call a subject is the same for every rule about it.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/engine/rule.h"

namespace rootproof::tests {
namespace {

/// "CIS AWS 3.0 1.4 1.7, Security Hub IAM.4" → {"CIS AWS 3.0 1.4", "CIS AWS 3.0 1.7", "Security Hub IAM.4"}.
std::set<std::string> entries_of(std::string_view mappings) {
  static const std::vector<std::string> kStandards = {
      "CIS AWS 3.0",   "CIS AWS 5.0",    "CIS AWS 7.0", "Security Hub", "AWS Config",
      "Control Tower", "Prowler",        "NIST 800-53", "NIST 800-171", "PCI DSS 3.2.1",
      "PCI DSS 4.0.1", "ISO 27001:2022", "Datadog",     "Checkov",      "AWS Well-Architected",
      "KICS"};
  std::set<std::string> entries;
  while (!mappings.empty()) {
    const std::size_t comma = std::min(mappings.find(", "), mappings.size());
    const std::string_view group = mappings.substr(0, comma);
    mappings.remove_prefix(std::min(comma + 2, mappings.size()));
    bool known = false;
    for (const std::string& standard : kStandards) {
      if (!group.starts_with(standard + " ")) continue;
      known = true;
      std::string_view ids = group.substr(standard.size() + 1);
      while (!ids.empty()) {
        const std::size_t blank = std::min(ids.find(' '), ids.size());
        entries.insert(standard + " " + std::string(ids.substr(0, blank)));
        ids.remove_prefix(std::min(blank + 1, ids.size()));
      }
    }
    EXPECT_TRUE(known) << "no standard that is known: " << group;
  }
  return entries;
}

constexpr std::string_view kKeys =
    "CIS AWS 3.0 1.4, CIS AWS 5.0 1.3, CIS AWS 7.0 2.4, Security Hub IAM.4, AWS Config "
    "iam-root-access-key-check, Control Tower AWS-GR_RESTRICT_ROOT_USER_ACCESS_KEYS, Prowler "
    "iam_no_root_access_key, NIST 800-53 AC-2(1) AC-3(7) AC-3(15) AC-6 AC-6(2) AC-6(10), PCI DSS 3.2.1 2.1 "
    "2.2 "
    "7.2.1, ISO 27001:2022 A.5.15, AWS Well-Architected SEC01-BP02";
constexpr std::string_view kUse =
    "CIS AWS 3.0 1.7, CIS AWS 5.0 1.6, CIS AWS 7.0 2.7, Prowler iam_avoid_root_usage, ISO 27001:2022 A.5.15, "
    "AWS Well-Architected SEC02-BP01";
constexpr std::string_view kGuardrails =
    "CIS AWS 7.0 2.1.2, Control Tower AWS-GR_RESTRICT_ROOT_USER, Datadog def-000-52q, AWS Well-Architected "
    "SEC01-BP01 SEC01-BP02, NIST 800-53 AC-3(15) AC-6";
constexpr std::string_view kMfa =
    "CIS AWS 3.0 1.5, CIS AWS 5.0 1.4, CIS AWS 7.0 2.5, Security Hub IAM.9, AWS Config "
    "root-account-mfa-enabled, "
    "Control Tower AWS-GR_ROOT_ACCOUNT_MFA_ENABLED, Prowler iam_root_mfa_enabled, NIST 800-53 IA-2(1) "
    "IA-2(2) "
    "IA-2(6) IA-2(8), PCI DSS 3.2.1 8.3.1, PCI DSS 4.0.1 8.4.2";
constexpr std::string_view kHardwareMfa =
    "CIS AWS 3.0 1.6, CIS AWS 5.0 1.5, CIS AWS 7.0 2.6, Security Hub IAM.6, AWS Config "
    "root-account-hardware-mfa-enabled, Prowler iam_root_hardware_mfa_enabled";
constexpr std::string_view kMonitoring =
    "CIS AWS 3.0 4.3, CIS AWS 5.0 4.3, CIS AWS 7.0 5.3, Security Hub CloudWatch.1, Prowler "
    "cloudwatch_log_metric_filter_root_usage, ISO 27001:2022 A.8.15 A.8.16, PCI DSS 3.2.1 7.2.1, NIST "
    "800-171 "
    "3.14.6 3.14.7";
constexpr std::string_view kCentralRootAccess =
    "CIS AWS 7.0 2.1.1, Prowler iam_root_credentials_management_enabled";

const std::map<std::string, std::vector<std::string_view>>& expected() {
  static const std::map<std::string, std::vector<std::string_view>> kExpected = {
      {"RP101", {kKeys}},
      {"RP102", {kUse}},
      {"RP103", {kKeys, kUse}},
      {"RP104", {kKeys}},
      {"RP106", {kCentralRootAccess, "NIST 800-53 AC-6"}},
      {"RP107", {kCentralRootAccess}},
      {"RP108", {kCentralRootAccess}},
      {"RP109", {kCentralRootAccess}},
      {"RP110", {"AWS Well-Architected SEC01-BP02"}},
      {"RP201", {"AWS Well-Architected SEC03-BP07"}},
      {"RP202", {"Security Hub S3.6, Checkov CKV_AWS_61, AWS Well-Architected SEC03-BP07 SEC03-BP09"}},
      {"RP203", {"CIS AWS 7.0 2.21, Security Hub S3.2 S3.3"}},
      {"RP204", {kUse}},
      {"RP205", {"Checkov CKV_AWS_61, AWS Well-Architected SEC03-BP09"}},
      {"RP206", {"Checkov CKV_AWS_33"}},
      {"RP207",
       {"CIS AWS 7.0 2.21, Security Hub S3.2 S3.3 SQS.3 KMS.5, Prowler "
        "s3_bucket_policy_public_write_access"}},
      {"RP208", {kUse}},
      {"RP209", {"CIS AWS 7.0 2.21, Security Hub S3.2"}},
      {"RP211", {"CIS AWS 7.0 2.1.5, Prowler organizations_delegated_administrators"}},
      {"RP301", {kGuardrails, kUse}},
      {"RP302", {kGuardrails}},
      {"RP303", {kKeys}},
      {"RP304", {"Datadog def-000-gbq, CIS AWS 7.0 2.1.2"}},
      {"RP306", {"CIS AWS 7.0 2.1.2, Security Hub Account.1"}},
      {"RP307", {kCentralRootAccess}},
      {"RP310", {kGuardrails}},
      {"RP312", {kGuardrails}},
      {"RP314", {kGuardrails}},
      {"RP315", {kCentralRootAccess}},
      {"RP324", {"CIS AWS 7.0 2.1.2"}},
      {"RP402", {"CIS AWS 7.0 2.1.2"}},
      {"RP406", {"CIS AWS 7.0 2.1.3"}},
      {"RP407", {"CIS AWS 7.0 2.1.5 2.1.6, Prowler organizations_delegated_administrators"}},
      {"RP411", {"CIS AWS 7.0 2.1.4"}},
      {"RP501", {"Checkov CKV_AWS_93"}},
      {"RP503", {"Control Tower CT.KMS.PV.3"}},
      {"RP505", {kUse}},
      {"RP506", {"Prowler s3_bucket_no_mfa_delete"}},
      {"RP601", {kMonitoring}},
      {"RP602", {kMonitoring}},
      {"RP603", {kMonitoring}},
      {"RP604", {kMonitoring}},
      {"RP605", {"CIS AWS 3.0 3.1, CIS AWS 5.0 3.1, CIS AWS 7.0 4.1, Security Hub CloudTrail.1"}},
      {"RP606", {kMonitoring}},
      {"RP607", {kKeys, kMfa, kHardwareMfa}},
      {"RP608", {"Security Hub IAM.4 IAM.6 IAM.9 CloudWatch.1"}},
      {"RP609", {kMonitoring}},
      {"RP701", {kMfa, kHardwareMfa}},
      {"RP702", {kMfa}},
      {"RP801", {kGuardrails}},
  };
  return kExpected;
}

TEST(Mappings, NameWhatTheSubjectIsCalledElsewhere) {
  std::map<std::string, std::set<std::string>> written;
  for (const engine::Rule* rule : engine::all_rules())
    written[std::string(rule->info.id)] = entries_of(rule->info.mappings);
  for (const auto& [rule, sets] : expected()) {
    ASSERT_TRUE(written.contains(rule)) << rule;
    for (const std::string_view set : sets)
      for (const std::string& entry : entries_of(set))
        EXPECT_TRUE(written[rule].contains(entry)) << rule << " lacks " << entry;
  }
}

}  // namespace
}  // namespace rootproof::tests
