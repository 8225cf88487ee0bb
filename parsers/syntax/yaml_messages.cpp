#include "parsers/syntax/yaml_messages.h"

#include <yaml-cpp/exceptions.h>
#include <algorithm>
#include <array>
#include <utility>

namespace rootproof::syntax {

std::string yaml_message(std::string_view library_message) {
  const std::array<std::pair<std::string_view, std::string_view>, 28> messages{{
      {YAML::ErrorMsg::YAML_DIRECTIVE_ARGS, "a %YAML directive takes one version"},
      {YAML::ErrorMsg::YAML_VERSION, "a %YAML directive takes one version, such as 1.1"},
      {YAML::ErrorMsg::YAML_MAJOR_VERSION, "this version of YAML is not known"},
      {YAML::ErrorMsg::REPEATED_YAML_DIRECTIVE, "a second %YAML directive"},
      {YAML::ErrorMsg::TAG_DIRECTIVE_ARGS, "a %TAG directive takes a handle and a prefix"},
      {YAML::ErrorMsg::REPEATED_TAG_DIRECTIVE, "a second %TAG directive for this handle"},
      {YAML::ErrorMsg::CHAR_IN_TAG_HANDLE, "a character no tag may have"},
      {YAML::ErrorMsg::TAG_WITH_NO_SUFFIX, "a tag without a name"},
      {YAML::ErrorMsg::END_OF_VERBATIM_TAG, "a tag that begins with `!<` ends with `>`"},
      {YAML::ErrorMsg::END_OF_MAP_FLOW, "`,` or `}` was expected here"},
      {YAML::ErrorMsg::END_OF_SEQ_FLOW, "`,` or `]` was expected here"},
      {YAML::ErrorMsg::END_OF_MAP,
       "this line does not fit the mapping above it: a key at the same indentation was expected"},
      {YAML::ErrorMsg::END_OF_SEQ,
       "this line does not fit the list above it: `- ` at the same indentation was expected"},
      {YAML::ErrorMsg::MULTIPLE_TAGS,
       "a second tag on one value: short forms such as `!GetAZs !Ref X` cannot be nested"},
      {YAML::ErrorMsg::MULTIPLE_ANCHORS, "a second anchor on one value"},
      {YAML::ErrorMsg::INVALID_HEX, "a hexadecimal digit was expected in this escape sequence"},
      {YAML::ErrorMsg::INVALID_UNICODE, "this escape sequence names no character"},
      {YAML::ErrorMsg::INVALID_ESCAPE, "this escape sequence is not known"},
      {YAML::ErrorMsg::UNKNOWN_TOKEN, "no value can begin with this character; quotes help"},
      {YAML::ErrorMsg::DOC_IN_SCALAR, "a document marker inside a quoted text that is not closed"},
      {YAML::ErrorMsg::TAB_IN_INDENTATION, "a tab in the indentation: YAML takes only spaces"},
      {YAML::ErrorMsg::FLOW_END, "a closing bracket that was not opened"},
      {YAML::ErrorMsg::BLOCK_ENTRY, "`- ` cannot begin a list here"},
      {YAML::ErrorMsg::MAP_KEY, "no key can stand here"},
      {YAML::ErrorMsg::MAP_VALUE, "`: ` cannot begin a value here; text that contains it needs quotes"},
      {YAML::ErrorMsg::ZERO_INDENT_IN_BLOCK, "the indentation of a block text cannot be 0"},
      {YAML::ErrorMsg::CHAR_IN_BLOCK, "no text may follow on the line where a block text begins"},
      {YAML::ErrorMsg::UNKNOWN_ANCHOR, "this alias names no anchor above it"},
  }};
  const auto* const known =
      std::find_if(messages.begin(), messages.end(),
                   [library_message](const auto& entry) { return library_message.starts_with(entry.first); });
  return known != messages.end() ? std::string(known->second) : "this is not valid YAML";
}

}  // namespace rootproof::syntax
