#pragma once

#include <set>

#include "parsers/resource.h"

namespace rootproof::engine {

/// Evaluates the CloudFormation templates that resources deploy (`template_body` of aws_cloudformation_stack,
/// aws_cloudformation_stack_set and their awscc twins; `TemplateBody` of AWS::CloudFormation::StackSet where
/// a function makes it), with the parameters they are given, and adds what they hold to the unit. What is in
/// a template that is not known as a whole stays among the unit's unknowns. Files that are such a template
/// from beginning to end are added to `files`.
void add_deployed_templates(EvaluatedUnit& unit, std::set<source::FileId>& files);

}  // namespace rootproof::engine
