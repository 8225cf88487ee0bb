#pragma once

#include "parsers/terraform/function_table.h"

namespace rootproof::terraform {

/// fileset(path, pattern): the regular files below a folder whose paths match a glob, as Terraform's library
/// (doublestar 1.1) reads it: `*`, `?`, `[a-z]`, `[^a]`, `{a,b}` and `**` for any number of folders. Unknown
/// where a link that may lead elsewhere could match, and where the folder does not lie below the scanned
/// roots.
[[nodiscard]] value::Value file_set(const Call& call);

}  // namespace rootproof::terraform
