#pragma once

#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

#include "parsers/syntax/scalar_source.h"
#include "parsers/value/value.h"

namespace rootproof::cloudformation {

/// Bytes [begin, end) of a scalar's text as pieces that know their place: verbatim runs wherever the file
/// holds the text as it is (a line of a block scalar, the stretch between two escapes), one piece with the
/// span of the escape sequence elsewhere.
[[nodiscard]] std::vector<value::StringPiece> scalar_pieces(const syntax::ScalarPlaces& places,
                                                            std::size_t begin, std::size_t end);

/// Whether what stands between `${` and `}` is a variable of the Serverless Framework ("self:custom.stage"),
/// which it replaces before the service sees the template.
/// https://www.serverless.com/framework/docs/guides/variables
[[nodiscard]] bool is_framework_variable(std::string_view name);

/// Puts a hole in the place of every `{{resolve:…}}` of a string, also where the reference itself has holes
/// inside, and of every variable of the Serverless Framework. Works on each alternative of a one_of; other
/// values stay as they are.
/// https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references.html
[[nodiscard]] value::Value replace_dynamic_references(const value::Value& value);

/// What a text is cut into.
struct CutText {
  std::vector<value::Value> items;
  bool whole = true;  ///< false: what stands in a hole may hold a delimiter; the items are the first ones
};

/// The parts of a string between delimiters (not empty), places and holes kept.
[[nodiscard]] CutText cut_text(const value::Value& string, std::string_view delimiter);

/// False when the text is certain not to be what stands in the hole: an account id has twelve digits, the
/// name of a Region is `eu-west-1`, `us-gov-west-1`, `eusc-de-east-1`.
[[nodiscard]] bool may_stand_in(const value::Hole& hole, std::string_view text);

/// The JSON text of a value as Fn::ToJsonString writes it, without blanks; what is not known inside is a
/// hole.
[[nodiscard]] value::Value json_text(const value::Value& value);

}  // namespace rootproof::cloudformation
