#pragma once

#include <set>
#include <string>

#include "parsers/resource.h"
#include "parsers/source/source_file.h"
#include "parsers/syntax/syntax_tree.h"
#include "parsers/terraform/module.h"

/// The JSON that `terraform show -json PLANFILE` prints (terraform.md §2.12; Terraform's "JSON Output
/// Format", Plan Representation).
namespace rootproof::terraform {

/// True for a plan of any version, told by its members.
[[nodiscard]] bool is_plan(const syntax::SyntaxNode& document);

/// Why a document cannot be used as a plan (a state, another major version, …); empty when it can.
[[nodiscard]] std::string why_not_a_plan(const syntax::SyntaxNode& document);

/// Makes the values that the plan marks as sensitive unreadable in the file's text, so that no report quotes
/// them. Evaluation never uses them.
void hide_sensitive_values(const syntax::SyntaxNode& document, source::SourceFile& file);

/// The blocks of the root module that the plan was made from: "aws_s3_bucket.logs", "data.TYPE.NAME",
/// "module.NAME".
[[nodiscard]] std::set<std::string> planned_blocks(const syntax::SyntaxNode& document);

/// What the plan will have made, with the places of the plan itself: managed resources that stay or come,
/// known values as they will be, data.aws_iam_policy_document that has to wait for apply rebuilt from its
/// planned statements. Never throws.
[[nodiscard]] EvaluatedUnit evaluate_plan(const syntax::SyntaxNode& document);

/// What the plan knows and the configuration does not: values of root variables, results of data sources,
/// ids of accounts.
[[nodiscard]] PlanKnowledge plan_knowledge(const syntax::SyntaxNode& document);

/// The planned unit with the places of the configuration it was made from. What the plan does not know is
/// taken from there. Where the two differ the plan counts, and a notice says so.
[[nodiscard]] EvaluatedUnit join_plan(EvaluatedUnit configured, const syntax::SyntaxNode& document);

}  // namespace rootproof::terraform
