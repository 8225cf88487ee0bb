#pragma once

#include <cstddef>
#include <sstream>
#include <stdexcept>
#include <string>
#include <string_view>

#include "analyzer/report/report.h"
#include "parsers/source/source_file.h"

/// Small reports built by hand, without a scan.
namespace rootproof::report::test {

inline engine::Rule rule(std::string_view id, std::string_view name, engine::Severity severity) {
  engine::Rule made{};
  made.info.id = id;
  made.info.name = name;
  made.info.family = "root_principals";
  made.info.severity = severity;
  made.info.summary = "A policy lets another account in as a whole";
  made.info.meaning = "Every Allow statement is asked for a request of the account's principals.";
  made.info.why = "A principal that names an account's root means the **whole account**.";
  made.info.bad = "```json\n{\"AWS\": \"arn:aws:iam::999988887777:root\"}\n```";
  made.info.good = "```json\n{\"AWS\": \"arn:aws:iam::999988887777:role/reader\"}\n```";
  made.info.fix = "Name the role that needs access";
  made.info.mappings = "CIS AWS 7.0 2.1.2, Security Hub IAM.4";
  return made;
}

/// The bytes of `marked` in a file; throws when it is not there.
inline source::Span span_of(const source::SourceFile& file, std::string_view marked, std::size_t from = 0) {
  const std::size_t begin = file.text().find(marked, from);
  if (begin == std::string_view::npos) throw std::invalid_argument(std::string(marked));
  return file.span(static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(begin + marked.size()));
}

inline engine::Finding violation(source::Span primary, std::string message) {
  engine::Finding finding;
  finding.rule = "RP202";
  finding.name = "foreign-account-root-principal";
  finding.answer.verdict = policy::Verdict::violation;
  finding.severity = engine::Severity::high;
  finding.message = std::move(message);
  finding.primary = primary;
  finding.fingerprint = "00112233";
  return finding;
}

inline engine::Finding undecided(source::Span primary, std::string message, value::Reason reason) {
  engine::Finding finding = violation(primary, std::move(message));
  finding.answer.verdict = policy::Verdict::undecided;
  finding.answer.reasons.push_back(std::move(reason));
  return finding;
}

/// Everything a report can hold: three languages, all verdicts, origins, fixes, a suppression, problems.
struct SampleReport {
  source::SourceTable sources;
  engine::Rule rp101 = rule("RP101", "credential-for-root-named-user", engine::Severity::critical);
  engine::Rule rp202 = rule("RP202", "foreign-account-root-principal", engine::Severity::high);
  engine::Rule rp203 = rule("RP203", "wildcard-account-in-principal-arn", engine::Severity::medium);
  engine::Report report;

  SampleReport() {
    const source::SourceFile& bucket = sources.add("infra/bucket.yaml", kBucket);
    const source::SourceFile& main = sources.add("infra/main with space.tf", kMain);
    const source::SourceFile& variables = sources.add("infra/variables.tf", kVariables);
    const source::SourceFile& broken = sources.add("x.tf", "resource \"a\" {\n");
    report.sources = &sources;
    report.rules = {&rp101, &rp202, &rp203};
    add_bucket_findings(bucket);
    add_terraform_findings(main, variables);
    report.problems.push_back(
        {source::ProblemKind::syntax, broken.span(13, 14), "block \"resource\" is never closed"});
    report.problems.push_back(
        {source::ProblemKind::notice, broken.span(0, 0), "file ends without a newline"});
    report.files = 4;
    report.resources = 12;
    report.policies = 1;
    report.safe = 3;
    report.complete = false;
  }
  SampleReport(const SampleReport&) = delete;
  SampleReport& operator=(const SampleReport&) = delete;

  static constexpr std::string_view kBucket =
      "Resources:\n"
      "  LogsPolicy:\n"
      "    Type: AWS::S3::BucketPolicy\n"
      "    Properties:\n"
      "      PolicyDocument:\n"
      "        Statement:\n"
      "          - Effect: Allow\n"
      "            Principal:\n"
      "              AWS: 'arn:aws:iam::999988887777:root'  # Partnerkonto für 監査\n"
      "            Action: s3:GetObject\n"
      "            Resource: arn:aws:s3:::logs/*\n"
      "  Archive: 'arn:aws:iam::123412341234:root'\n";
  static constexpr std::string_view kMain =
      "locals {\n"
      "\tpartner = var.partner\n"
      "}\n"
      "resource \"aws_kms_key\" \"a\" {\n"
      "  policy = data.aws_iam_policy_document.shared.json\n"
      "}\n"
      "resource \"aws_kms_key\" \"b\" {\n"
      "  policy = data.aws_iam_policy_document.shared.json\n"
      "}\n"
      "resource \"aws_iam_access_key\" \"root\" {\n"
      "  user   = \"root\"\n"
      "  secret = \"abcdEFGH1234abcdEFGH1234abcdEFGH1234abcd\"\n"
      "}\n";
  static constexpr std::string_view kVariables = "variable \"partner\" {\n  default = \"999988887777\"\n}\n";

 private:
  void add_bucket_findings(const source::SourceFile& bucket) {
    engine::Finding foreign =
        violation(span_of(bucket, "arn:aws:iam::999988887777:root"),
                  "Resources.LogsPolicy lets all of account 999988887777 call s3:GetObject on logs");
    foreign.resource_address = "Resources.LogsPolicy";
    foreign.resource_type = "AWS::S3::BucketPolicy";
    policy::Request witness;
    witness.principal = policy::RequestPrincipal{"AWS", "999988887777", "arn:aws:iam::999988887777:root"};
    witness.action = "s3:GetObject";
    witness.resource = "arn:aws:s3:::logs/x";
    witness.context["aws:principalarn"] = {"arn:aws:iam::999988887777:root"};
    foreign.answer.witness = witness;
    foreign.related.push_back({span_of(bucket, "Action: s3:GetObject"), "the statement allows this action"});
    foreign.fix = engine::Fix{"name the role that needs access instead of the account",
                              {{span_of(bucket, "999988887777:root"), "999988887777:role/reader"}}};
    report.findings.push_back(foreign);

    engine::Finding shared = violation(span_of(bucket, "arn:aws:iam::123412341234:root"),
                                       "Resources.Archive lets all of account 123412341234 in");
    shared.severity = engine::Severity::medium;
    shared.suppressed =
        engine::Suppression{"shared log archive, ticket SEC-12", "2027-01-31", span_of(bucket, "Archive:")};
    report.findings.push_back(shared);
  }

  void add_terraform_findings(const source::SourceFile& main, const source::SourceFile& variables) {
    using value::Origin;
    using value::OriginKind;
    const value::Reason reason{value::ReasonKind::unknown_variable, "var.partner",
                               span_of(main, "var.partner")};
    const std::size_t second = kMain.find("\"b\"");
    for (const std::size_t from : {std::size_t{0}, second}) {
      engine::Finding finding = undecided(span_of(main, "data.aws_iam_policy_document.shared.json", from),
                                          "the account in the key policy is not known", reason);
      finding.rule = "RP203";
      finding.name = "wildcard-account-in-principal-arn";
      finding.severity = engine::Severity::medium;
      finding.resource_address = from == 0 ? "aws_kms_key.a" : "aws_kms_key.b";
      finding.resource_type = "aws_kms_key";
      report.findings.push_back(finding);
    }
    engine::Finding key = violation(span_of(main, "\"root\" {\n  user   = \"root\""),
                                    "aws_iam_access_key.root issues a credential AKIAABCDEFGHIJKLMNOP");
    key.rule = "RP101";
    key.name = "credential-for-root-named-user";
    key.severity = engine::Severity::critical;
    key.resource_address = "aws_iam_access_key.root";
    key.resource_type = "aws_iam_access_key";
    const Origin written(
        {OriginKind::variable_default, span_of(variables, "\"999988887777\""), "variable partner"});
    const Origin local({OriginKind::local, span_of(main, "partner = var.partner"), "local.partner"}, written);
    key.origin = Origin({OriginKind::reference, key.primary, "local.partner"}, local);
    report.findings.push_back(key);
  }
};

inline std::string text(const engine::Report& report, TextOptions options = {}) {
  std::ostringstream out;
  render_text(report, options, out);
  return out.str();
}

inline std::string json(const engine::Report& report) {
  std::ostringstream out;
  render_json(report, out);
  return out.str();
}

inline std::string sarif(const engine::Report& report) {
  std::ostringstream out;
  render_sarif(report, out);
  return out.str();
}

}  // namespace rootproof::report::test
