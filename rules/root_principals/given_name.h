#pragma once

#include <initializer_list>
#include <string>
#include <string_view>

#include "parsers/resource.h"

namespace rootproof::rules {

/// By what `of` names another resource: a text, known or not, or the other resource's address ("logs-bucket",
/// "aws_s3_bucket.logs", "Logs"). Equal ones of one unit name the same resource. `attributes` are those that
/// are the name itself (".id"). Empty when it is not known.
[[nodiscard]] std::string given_name(const Resource& of, const value::Value* name,
                                     std::initializer_list<std::string_view> attributes);

}  // namespace rootproof::rules
