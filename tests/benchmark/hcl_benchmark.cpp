#include <benchmark/benchmark.h>

#include <cstdint>
#include <string>

#include "parsers/syntax/hcl.h"

/// Parse throughput on generated configuration shaped like real modules: roles with jsonencode, bucket
/// policies as heredocs, policy documents as data sources, variables and locals. The argument is the number
/// of teams: 7 kB, 130 kB and 1.3 MB.
namespace {

using namespace rootproof;

std::string configuration(std::int64_t teams) {
  std::string text = "# Generated for measurement, not for deployment.\n\n";
  for (std::int64_t i = 0; i < teams; ++i) {
    const std::string n = std::to_string(i);
    text += "variable \"stage_" + n + "\" {\n  description = \"Stage of team " + n +
            "\"\n  type        = string\n  default     = \"dev\"\n}\n\n";
    text += "locals {\n  # Names of everything team " + n + " owns\n  name_" + n + " = \"team-" + n +
            "-${var.stage_" + n + "}\"\n  tags_" + n + " = merge(var.tags, { Team = \"" + n +
            "\", Stage = var.stage_" + n + " })\n  readers_" + n +
            " = [for k, v in var.readers : \"arn:aws:iam::${v.account}:role/${k}\" if v.enabled]\n}\n\n";
    text +=
        "resource \"aws_iam_role\" \"role_" + n + "\" {\n  name = local.name_" + n +
        "\n  assume_role_policy = jsonencode({\n    Version = \"2012-10-17\"\n    Statement = [\n      {\n"
        "        Effect    = \"Allow\"\n        Principal = { AWS = \"arn:aws:iam::123456789012:root\" }\n"
        "        Action    = \"sts:AssumeRole\"\n        Condition = {\n          StringEquals = {\n"
        "            \"sts:ExternalId\" = \"team-" +
        n +
        "\"\n          }\n        }\n      },\n    ]\n  })\n  max_session_duration = 60 * 60\n"
        "  tags                 = local.tags_" +
        n + "\n}\n\n";
    text += "resource \"aws_s3_bucket_policy\" \"policy_" + n + "\" {\n  count  = var.stage_" + n +
            " == \"prod\" ? 1 : 0\n  bucket = aws_s3_bucket.bucket_" + n +
            "[0].id\n  policy = <<-POLICY\n    {\n      \"Version\": \"2012-10-17\",\n      \"Statement\": "
            "[\n        {\n"
            "          \"Sid\": \"Root\",\n          \"Effect\": \"Deny\",\n          \"Principal\": \"*\",\n"
            "          \"Action\": [\"s3:PutObject\", \"s3:DeleteObject\"],\n"
            "          \"Resource\": \"${aws_s3_bucket.bucket_" +
            n + "[0].arn}/*\"\n        }\n      ]\n    }\n  POLICY\n}\n\n";
    text +=
        "data \"aws_iam_policy_document\" \"document_" + n +
        "\" {\n  statement {\n    sid    = \"Read\"\n"
        "    effect = \"Allow\"\n    actions = [\n      \"s3:GetObject\",\n      \"s3:ListBucket\",\n    ]\n"
        "    resources = concat([aws_s3_bucket.bucket_" +
        n + "[0].arn], local.readers_" + n +
        ")\n"
        "    principals {\n      type        = \"AWS\"\n      identifiers = local.readers_" +
        n + "\n    }\n  }\n}\n\n";
  }
  return text;
}

void ParseHcl(benchmark::State& state) {
  const source::SourceFile file(source::FileId{0}, "main.tf", configuration(state.range(0)));
  for (auto _ : state) {
    const hcl::File parsed = hcl::parse_strict(file);
    if (!parsed.problems.empty()) state.SkipWithError("the generated configuration was refused");
    benchmark::DoNotOptimize(parsed.expressions.data());
  }
  const std::size_t bytes = file.text().size();
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(bytes));
  state.counters["file_bytes"] = static_cast<double>(bytes);
}

/// The same with one error in the middle: the tree of tree-sitter included.
void RecoverHcl(benchmark::State& state) {
  const std::string half = configuration(state.range(0) / 2);
  const source::SourceFile file(source::FileId{0}, "main.tf", half + "broken {\n  a = = 1\n}\n" + half);
  for (auto _ : state) {
    const hcl::File parsed = hcl::parse(file);
    if (!parsed.recovered) state.SkipWithError("the broken configuration was not recovered");
    benchmark::DoNotOptimize(parsed.expressions.data());
  }
  const std::size_t bytes = file.text().size();
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(bytes));
  state.counters["file_bytes"] = static_cast<double>(bytes);
}

BENCHMARK(ParseHcl)->Arg(3)->Arg(60)->Arg(600);
BENCHMARK(RecoverHcl)->Arg(4)->Arg(60)->Arg(600);

}  // namespace
