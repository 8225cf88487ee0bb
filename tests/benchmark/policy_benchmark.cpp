// Requests per second of the concrete evaluator, and the time one question takes.
#include <benchmark/benchmark.h>

#include <string>
#include <vector>

#include "analyzer/policy/comparison.h"
#include "analyzer/policy/compiled_policies.h"
#include "analyzer/policy/evaluate.h"
#include "analyzer/policy/questions.h"

namespace {

using namespace rootproof;

/// Ten statements as a bucket policy of some size has them.
constexpr const char* kTenStatements = R"({"Version": "2012-10-17", "Statement": [
 {"Sid": "Tls", "Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": ["arn:aws:s3:::logs", "arn:aws:s3:::logs/*"],
  "Condition": {"Bool": {"aws:SecureTransport": "false"}}},
 {"Sid": "Perimeter", "Effect": "Deny", "Principal": "*", "Action": "*", "Resource": "*",
  "Condition": {"StringNotEqualsIfExists": {"aws:PrincipalOrgID": "o-abcd123456"}, "BoolIfExists": {"aws:PrincipalIsAWSService": "false"}}},
 {"Effect": "Allow", "Principal": {"Service": "delivery.logs.amazonaws.com"}, "Action": "s3:PutObject", "Resource": "arn:aws:s3:::logs/*",
  "Condition": {"StringEquals": {"aws:SourceAccount": ["111122223333", "444455556666"]}}},
 {"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::111122223333:role/writer"}, "Action": ["s3:PutObject", "s3:AbortMultipartUpload"],
  "Resource": "arn:aws:s3:::logs/app/*"},
 {"Effect": "Allow", "Principal": {"AWS": ["arn:aws:iam::444455556666:role/reader", "arn:aws:iam::777788889999:root"]},
  "Action": ["s3:Get*", "s3:List*"], "Resource": "*"},
 {"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::logs/${aws:username}/*",
  "Condition": {"StringLike": {"aws:PrincipalArn": "arn:aws:iam::111122223333:user/*"}}},
 {"Effect": "Deny", "Principal": "*", "NotAction": ["s3:Get*", "s3:List*"], "Resource": "arn:aws:s3:::logs/archive/*"},
 {"Effect": "Deny", "Principal": "*", "Action": "s3:*", "NotResource": "arn:aws:s3:::logs/*",
  "Condition": {"NotIpAddress": {"aws:SourceIp": ["203.0.113.0/24", "198.51.100.0/24"]}}},
 {"Effect": "Allow", "Principal": {"AWS": "111122223333"}, "Action": "s3:*", "Resource": "*",
  "Condition": {"NumericLessThan": {"aws:MultiFactorAuthAge": "3600"}}},
 {"Effect": "Deny", "Principal": "*", "Action": "s3:DeleteObject*", "Resource": "*",
  "Condition": {"ArnNotLike": {"aws:PrincipalArn": "arn:aws:iam::111122223333:role/admin"}}}]})";

policy::PolicyDocument document_of(const char* text, PolicyKind kind = PolicyKind::resource) {
  return policy::parse_policy(value::Value::string(std::string(text)), kind);
}

policy::Request request_of_reader() {
  policy::Request request;
  request.principal =
      policy::RequestPrincipal{"AWS", "444455556666", "arn:aws:iam::444455556666:role/reader"};
  request.action = "s3:GetObject";
  request.resource = "arn:aws:s3:::logs/app/2026/12/01/part-0001.gz";
  policy::add_principal_context(request);
  request.context["aws:principalorgid"] = {"o-abcd123456"};
  request.context["aws:securetransport"] = {"true"};
  request.context["aws:sourceip"] = {"203.0.113.9"};
  return request;
}

void parse_ten_statements(benchmark::State& state) {
  const std::string text = kTenStatements;
  for (auto _ : state) benchmark::DoNotOptimize(document_of(kTenStatements));
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(text.size()));
}
BENCHMARK(parse_ten_statements);

void evaluate_ten_statements(benchmark::State& state) {
  const policy::PolicyDocument document = document_of(kTenStatements);
  const policy::Request request = request_of_reader();
  for (auto _ : state) benchmark::DoNotOptimize(policy::evaluate({&document, 1}, request));
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(evaluate_ten_statements);

void evaluate_ten_compiled_statements(benchmark::State& state) {
  const policy::PolicyDocument document = document_of(kTenStatements);
  const policy::CompiledPolicies compiled({&document, 1});
  const policy::Request request = request_of_reader();
  for (auto _ : state) benchmark::DoNotOptimize(compiled.evaluate(request));
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(evaluate_ten_compiled_statements);

void prove_root_denied(benchmark::State& state) {
  const policy::PolicyDocument document = document_of(
      R"({"Version": "2012-10-17", "Statement": [
 {"Effect": "Deny", "Action": "organizations:LeaveOrganization", "Resource": "*"},
 {"Effect": "Deny", "Action": "iam:*", "Resource": "*", "Condition": {"ArnLike": {"aws:PrincipalArn": "arn:*:iam::*:root"}}},
 {"Effect": "Deny", "NotAction": "iam:*", "Resource": "*", "Condition": {"ArnLike": {"aws:PrincipalArn": "arn:*:iam::*:root"}}}]})",
      PolicyKind::service_control);
  policy::ScpPath path;
  path.levels.push_back({"root", {&document}, {}, {}, true});
  for (auto _ : state) benchmark::DoNotOptimize(policy::root_is_denied(path, {}));
}
BENCHMARK(prove_root_denied)->Unit(benchmark::kMicrosecond);

void find_public_witness(benchmark::State& state) {
  const policy::PolicyDocument document = document_of(
      R"({"Version": "2012-10-17", "Statement": [
 {"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::logs/*"},
 {"Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": "*", "Condition": {"Bool": {"aws:SecureTransport": "false"}}}]})");
  for (auto _ : state) benchmark::DoNotOptimize(policy::grants_everyone(document, 0));
}
BENCHMARK(find_public_witness)->Unit(benchmark::kMicrosecond);

/// A Deny of all but some accounts. The time should grow with the accounts, not with their square.
void spare_growing(benchmark::State& state) {
  constexpr std::int64_t kFirst = 100'000'000'000;
  std::string accounts;
  for (std::int64_t i = 0; i < state.range(0); ++i)
    accounts += (i == 0 ? "\"" : ", \"") + std::to_string(kFirst + i) + "\"";
  const policy::PolicyDocument document = document_of((R"({"Version": "2012-10-17", "Statement": [
 {"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::logs/*"},
 {"Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": "*",
  "Condition": {"StringNotEquals": {"aws:PrincipalAccount": [)" +
                                                       accounts + "]}}}]}")
                                                          .c_str());
  for (auto _ : state) benchmark::DoNotOptimize(policy::grants_everyone(document, 0));
  state.SetComplexityN(state.range(0));
}
BENCHMARK(spare_growing)->RangeMultiplier(2)->Range(64, 2'048)->Complexity()->Unit(benchmark::kMillisecond);

/// Openings of variables that nothing ends, which go into a pattern one by one.
void compile_unclosed(benchmark::State& state) {
  std::string text;
  for (std::int64_t i = 0; i < state.range(0); ++i) text += "${";
  const policy::PolicyDocument document = document_of(
      (R"({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject",
 "Resource": "*", "Condition": {"StringLike": {"aws:PrincipalArn": ")" +
       text + "\"}}}]}")
          .c_str());
  for (auto _ : state) benchmark::DoNotOptimize(policy::grants_everyone(document, 0));
  state.SetComplexityN(state.range(0));
}
BENCHMARK(compile_unclosed)
    ->RangeMultiplier(4)
    ->Range(64, 16'384)
    ->Complexity()
    ->Unit(benchmark::kMillisecond);

void compare_ten_statements(benchmark::State& state) {
  const std::vector<policy::PolicyDocument> before{document_of(kTenStatements)};
  std::vector<policy::PolicyDocument> after = before;
  after[0].statements.pop_back();
  for (auto _ : state) benchmark::DoNotOptimize(policy::compare(before, after));
}
BENCHMARK(compare_ten_statements)->Unit(benchmark::kMicrosecond);

/// Statements that overlap in resources and differ in actions.
std::vector<policy::PolicyDocument> growing_policy(std::int64_t statements, const char* first) {
  std::string text =
      R"({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:*", "Resource": ")";
  text += std::string(first) + "\"}";
  for (std::int64_t i = 0; i < statements; ++i) {
    const std::string number = std::to_string(i);
    text += R"(, {"Effect": "Allow", "Action": ["s3:Get*", "s3:Put)" + number +
            R"(*"], "Resource": "arn:aws:s3:::*)" + number + R"(*/x*"})";
  }
  return {document_of((text + "]}").c_str())};
}

void compare_growing(benchmark::State& state) {
  const auto before = growing_policy(state.range(0), "arn:aws:s3:::logs-*");
  const auto after = growing_policy(state.range(0), "arn:aws:s3:::logs-a*");
  for (auto _ : state) benchmark::DoNotOptimize(policy::compare(before, after));
  state.SetComplexityN(state.range(0));
}
BENCHMARK(compare_growing)->RangeMultiplier(2)->Range(2, 64)->Complexity()->Unit(benchmark::kMicrosecond);

/// Patterns whose automaton is exponential: the budget ends it.
void compare_pathological(benchmark::State& state) {
  const auto before = growing_policy(0, "arn:aws:s3:::*a?????????*b");
  const auto after = growing_policy(0, "arn:aws:s3:::*a????????????*c");
  for (auto _ : state) benchmark::DoNotOptimize(policy::compare(before, after));
}
BENCHMARK(compare_pathological)->Unit(benchmark::kMillisecond);

/// Five levels with ten SCPs each; the last one denies root.
void prove_long_path(benchmark::State& state) {
  std::vector<policy::PolicyDocument> documents;
  for (int i = 0; i < 50; ++i) {
    const std::string number = std::to_string(i);
    documents.push_back(document_of(
        (R"({"Version": "2012-10-17", "Statement": [{"Effect": "Deny", "Action": "s3:Put)" + number +
         R"(*", "Resource": "*", "Condition": {"StringNotEquals": {"aws:RequestedRegion": "eu-west-)" +
         number + R"("}}}]})")
            .c_str(),
        PolicyKind::service_control));
  }
  documents.back() = document_of(
      R"({"Version": "2012-10-17", "Statement": [{"Effect": "Deny", "Action": "*", "Resource": "*",
          "Condition": {"ArnLike": {"aws:PrincipalArn": "arn:*:iam::*:root"}}}]})",
      PolicyKind::service_control);
  policy::ScpPath path;
  path.account = "111122223333";
  for (std::size_t level = 0; level < 5; ++level) {
    path.levels.push_back({"node", {}, {}, {}, true});
    for (std::size_t i = 0; i < 10; ++i) path.levels.back().documents.push_back(&documents[level * 10 + i]);
  }
  for (auto _ : state) benchmark::DoNotOptimize(policy::root_is_denied(path, {}));
}
BENCHMARK(prove_long_path)->Unit(benchmark::kMicrosecond);

}  // namespace
