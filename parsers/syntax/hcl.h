#pragma once

#include "parsers/syntax/hcl_ast.h"

namespace rootproof::hcl {

/// Parses a configuration file (.tf, .tofu, .tfvars). Strict: accepts what the reference parser accepts, in
/// linear time and with bounded depth. On the first error the error-tolerant tree of tree-sitter finds the
/// healthy top-level blocks, each of which the strict parser then reads by itself; `recovered` is set and
/// every unread range is a Problem
/// ("file partly unread: lines a–b"). Never throws. `file` must outlive the result.
[[nodiscard]] File parse(const source::SourceFile& file);

/// The strict parser alone: one Problem at the first error, nothing recovered.
[[nodiscard]] File parse_strict(const source::SourceFile& file);

/// The whole file as one template, as templatefile() reads it.
/// Returns a File whose body is empty and whose last expression is the template_string.
[[nodiscard]] File parse_template(const source::SourceFile& file);

/// One expression by itself (console, .tf.json type constraints): the last expression of the result.
[[nodiscard]] File parse_expression(const source::SourceFile& file);

}  // namespace rootproof::hcl
