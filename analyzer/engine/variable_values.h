#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "parsers/source/span.h"
#include "parsers/syntax/hcl_ast.h"
#include "parsers/value/value.h"

namespace rootproof::engine {

using VariableValues = std::vector<std::pair<std::string, value::Value>>;

/// The values of a Terraform variable file, appended in the order of the file. Expressions there are
/// constants: a reference is an unknown(invalid).
void add_variable_values(const hcl::File& file, VariableValues& out);

/// A value that the command line or the environment gives. What its text means, the type of the variable
/// decides, which each root module declares by itself.
struct GivenVariable {
  std::string name;
  value::Value value;                     ///< of a file; otherwise the text as it is
  const hcl::File* expression = nullptr;  ///< the text as an expression; nullptr for values of files
  source::Span span;                      ///< for messages
  bool environment = false;
};

/// The value as a variable takes it whose type is none of string, number and bool: `--var 'ids=["1", "2"]'`
/// is an expression there ("Variables on the Command Line"). unknown(invalid) when it is none.
[[nodiscard]] value::Value expression_value(const GivenVariable& given);

}  // namespace rootproof::engine
