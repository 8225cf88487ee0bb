#include "parsers/syntax/hcl.h"

#include <utility>

#include "parsers/source/limits.h"
#include "parsers/syntax/hcl_parser.h"
#include "parsers/syntax/hcl_recovery.h"

namespace rootproof::hcl {
namespace {

/// A file without content, with the reason when the text is not even looked at.
File begin_file(const source::SourceFile& source) {
  File file;
  file.source = &source;
  file.body.span = source.whole();
  if (source.problem() != nullptr) {
    file.problems.push_back(*source.problem());
  } else if (source.text().size() > limits::kTerraformFileBytes) {
    file.problems.push_back({source::ProblemKind::limit, source.span(0, 0),
                             "the file is larger than the limit kTerraformFileBytes allows"});
  }
  return file;
}

/// Lets a parser read the whole file; on an error its Problem is all that is left.
template <class Read>
File read_whole(const source::SourceFile& source, Read read) {
  File file = begin_file(source);
  if (!file.problems.empty()) return file;
  Parser parser(file);
  if (read(parser)) return file;
  File empty = begin_file(source);
  empty.problems.push_back(*parser.problem());
  return empty;
}

}  // namespace

File parse(const source::SourceFile& file) {
  File result = begin_file(file);
  if (!result.problems.empty()) return result;
  AttributeNames names;
  Parser parser(result);
  if (!parser.parse_items(names)) recover(result, parser, names);
  // Thousands of files are held at once; what the vectors grew in vain is a third of all.
  result.expressions.shrink_to_fit();
  result.child_ids.shrink_to_fit();
  return result;
}

File parse_strict(const source::SourceFile& file) {
  return read_whole(file, [](Parser& parser) {
    AttributeNames names;
    return parser.parse_items(names);
  });
}

File parse_template(const source::SourceFile& file) {
  return read_whole(file, [](Parser& parser) { return parser.parse_lone_template(); });
}

File parse_expression(const source::SourceFile& file) {
  return read_whole(file, [](Parser& parser) { return parser.parse_lone_expression(); });
}

}  // namespace rootproof::hcl
