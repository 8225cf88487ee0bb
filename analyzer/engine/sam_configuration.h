#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "parsers/source/problem.h"
#include "parsers/source/source_file.h"
#include "parsers/value/value.h"

namespace rootproof::engine {

/// What one environment of a `samconfig.toml` (or .yaml, .yml) says about deploying a template:
/// https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/serverless-sam-cli-config.html
struct SamDeployment {
  std::vector<std::string>
      templates;  ///< files that may be the template, relative; the first that exists is it
  /// `parameter_overrides`, and AWS::StackName and AWS::Region where they are said.
  std::map<std::string, value::Value> parameters;
};

/// True for the names under which the SAM CLI finds its configuration.
[[nodiscard]] bool is_sam_configuration(std::string_view file_name);

/// Reads an environment, `default` unless the user says otherwise: what `deploy` is given, over what all
/// commands are. Problems are those of the file: it cannot be parsed, has no such environment, or gives
/// parameters in a form that is not read.
[[nodiscard]] source::Result<SamDeployment> read_sam_configuration(const source::SourceFile& file,
                                                                   const std::string& environment);

}  // namespace rootproof::engine
