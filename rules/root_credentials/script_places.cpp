#include "rules/root_credentials/script_places.h"

#include <algorithm>
#include <iterator>

#include "analyzer/policy/scalars.h"

namespace rootproof::rules {
namespace {

constexpr ScriptPlace kPlaces[] = {
    {"AWS::AutoScaling::LaunchConfiguration", "UserData", ScriptKind::user_data},
    {"AWS::CodeBuild::Project", "Source.BuildSpec", ScriptKind::build_spec},
    {"AWS::EC2::Instance", "UserData", ScriptKind::user_data},
    {"AWS::EC2::LaunchTemplate", "LaunchTemplateData.UserData", ScriptKind::user_data},
    {"AWS::Lambda::Function", "Code.ZipFile", ScriptKind::program},
    {"AWS::Serverless::Function", "InlineCode", ScriptKind::program},
    {"aws_codebuild_project", "source.buildspec", ScriptKind::build_spec},
    {"aws_instance", "user_data", ScriptKind::user_data},
    {"aws_instance", "user_data_base64", ScriptKind::user_data},
    {"aws_launch_configuration", "user_data", ScriptKind::user_data},
    {"aws_launch_configuration", "user_data_base64", ScriptKind::user_data},
    {"aws_launch_template", "user_data", ScriptKind::user_data},
    {"aws_spot_instance_request", "user_data", ScriptKind::user_data},
    {"aws_spot_instance_request", "user_data_base64", ScriptKind::user_data},
    {"awscc_codebuild_project", "source.build_spec", ScriptKind::build_spec},
    {"awscc_ec2_instance", "user_data", ScriptKind::user_data},
    {"awscc_ec2_launch_template", "launch_template_data.user_data", ScriptKind::user_data},
    {"awscc_lambda_function", "code.zip_file", ScriptKind::program},
};

}  // namespace

std::span<const ScriptPlace> script_places() { return kPlaces; }

std::optional<std::string> decoded_user_data(std::string_view text) {
  std::string joined;
  std::copy_if(text.begin(), text.end(), std::back_inserter(joined),
               [](char c) { return c != '\n' && c != '\r'; });
  return policy::decode_base64(joined);
}

}  // namespace rootproof::rules
