#pragma once

#include "parsers/syntax/hcl_ast.h"
#include "parsers/syntax/hcl_parser.h"

namespace rootproof::hcl {

/// Goes on reading a file behind its first error. `broken` is the parser that met it; what it had read before
/// is in the file, and `names` are its attributes. Every healthy attribute or block that can be found is
/// added, every range that stays unread becomes two Problems: the error, and "file partly unread: lines a–b".
///
/// Where to start again is proposed by the error-tolerant tree of tree-sitter and by the beginnings of lines;
/// whether a block is healthy, the strict parser alone decides.
void recover(File& file, const Parser& broken, AttributeNames& names);

}  // namespace rootproof::hcl
