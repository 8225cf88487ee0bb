#include <benchmark/benchmark.h>

#include <cstdint>
#include <string>

#include "parsers/source/source_file.h"
#include "parsers/syntax/hcl.h"
#include "parsers/syntax/syntax_tree.h"
#include "parsers/terraform/module.h"
#include "parsers/terraform/plan.h"

/// A Terraform plan of queue policies, every second one known after apply, with the configuration that it was
/// made from. The argument is the number of policies. Reading counts the JSON as well.
namespace {

using namespace rootproof;

std::string policy_text(const std::string& number) {
  return R"({\"Version\":\"2012-10-17\",\"Statement\":[{\"Sid\":\"Send)" + number +
         R"(\",\"Effect\":\"Allow\",\"Principal\":{\"AWS\":\"arn:aws:iam::111122223333:role/sender\"},)" +
         R"(\"Action\":\"sqs:SendMessage\",\"Resource\":\"arn:aws:sqs:eu-west-1:111122223333:jobs-)" +
         number + R"(\"}]})";
}

std::string plan(std::int64_t policies) {
  std::string changes;
  std::string values;
  std::string configured;
  for (std::int64_t i = 0; i < policies; ++i) {
    const std::string number = std::to_string(i);
    const std::string comma = i == 0 ? "" : ",";
    const std::string head = R"({"address":"aws_sqs_queue_policy.q)" + number +
                             R"(","mode":"managed","type":"aws_sqs_queue_policy","name":"q)" + number +
                             R"(")";
    const bool known = i % 2 == 0;
    const std::string policy = known ? "\"" + policy_text(number) + "\"" : "null";
    const std::string shown = R"({"queue_url":"https://sqs.eu-west-1.amazonaws.com/111122223333/jobs-)" +
                              number + R"(","policy":)" + policy + "}";
    const std::string open = known ? R"({"id":true})" : R"({"id":true,"policy":true})";
    values += comma + head + R"(,"values":)" + shown + R"(,"sensitive_values":{}})";
    changes += comma + head + R"(,"change":{"actions":["create"],"before":null,"after":)" + shown +
               R"(,"after_unknown":)" + open + R"(,"after_sensitive":{}}})";
    configured += comma + head + R"(,"provider_config_key":"aws","expressions":{"policy":)" +
                  (known ? R"({})" : R"({"references":["aws_iam_role.sender.arn","aws_iam_role.sender"]})") +
                  "}}";
  }
  return R"({"format_version":"1.2","terraform_version":"1.11.4","planned_values":{"root_module":{"resources":[)" +
         values + R"(]}},"resource_changes":[)" + changes +
         R"(],"configuration":{"root_module":{"resources":[)" + configured + "]}}}";
}

std::string configuration(std::int64_t policies) {
  std::string text;
  for (std::int64_t i = 0; i < policies; ++i) {
    const std::string number = std::to_string(i);
    text +=
        "resource \"aws_sqs_queue_policy\" \"q" + number +
        "\" {\n  queue_url = \"https://sqs.eu-west-1.amazonaws.com/111122223333/jobs-" + number +
        "\"\n  policy = jsonencode({\n    Version = \"2012-10-17\"\n    Statement = [{\n      Sid = \"Send" +
        number +
        "\"\n      Effect = \"Allow\"\n      Principal = { AWS = \"arn:aws:iam::111122223333:role/sender\" "
        "}\n"
        "      Action = \"sqs:SendMessage\"\n      Resource = \"arn:aws:sqs:eu-west-1:111122223333:jobs-" +
        number + "\"\n    }]\n  })\n}\n";
  }
  return text;
}

void ReadPlan(benchmark::State& state) {
  const std::string text = plan(state.range(0));
  std::size_t resources = 0;
  for (auto _ : state) {
    source::SourceTable sources;
    const syntax::ParsedSyntax parsed = syntax::parse_json(sources.add("plan.json", text));
    resources = terraform::evaluate_plan(parsed.tree.document(0)).resources.size();
  }
  if (resources != static_cast<std::size_t>(state.range(0))) state.SkipWithError("resources are missing");
  state.SetBytesProcessed(static_cast<std::int64_t>(state.iterations() * text.size()));
}

void JoinPlan(benchmark::State& state) {
  source::SourceTable sources;
  const syntax::ParsedSyntax parsed = syntax::parse_json(sources.add("plan.json", plan(state.range(0))));
  const hcl::File file = hcl::parse(sources.add("main.tf", configuration(state.range(0))));
  const terraform::ModuleDirectory root{".", {&file}, false};
  for (auto _ : state) {
    terraform::ModuleInputs inputs;
    inputs.plan = terraform::plan_knowledge(parsed.tree.document(0));
    const EvaluatedUnit unit =
        terraform::join_plan(terraform::evaluate_module(root, {}, inputs), parsed.tree.document(0));
    benchmark::DoNotOptimize(unit.resources.data());
  }
}

BENCHMARK(ReadPlan)->Arg(100)->Arg(1'000)->Arg(10'000)->Unit(benchmark::kMillisecond);
BENCHMARK(JoinPlan)->Arg(100)->Arg(1'000)->Arg(10'000)->Unit(benchmark::kMillisecond);

}  // namespace
