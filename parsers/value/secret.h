#pragma once

#include <string_view>

#include "parsers/value/value.h"

/// Values that no report shows: sensitive variables and outputs of Terraform, parameters with NoEcho. A step
/// of their origin says so, which goes wherever the value goes.
namespace rootproof::value {

/// The same value and all its parts, marked.
[[nodiscard]] Value as_secret(const Value& value, source::Span span);
/// The same value and all its parts, as if written at `span`.
[[nodiscard]] Value as_revealed(const Value& value, source::Span span);
/// Arguments that Terraform's providers mark as sensitive, whatever resource has them.
[[nodiscard]] bool is_secret_argument(std::string_view name);
/// Whether the step is the mark.
[[nodiscard]] bool is_secret_mark(const OriginStep& step);
/// Whether the value itself is marked.
[[nodiscard]] bool is_secret(const Value& value);
/// Whether it or a part of it is marked.
[[nodiscard]] bool holds_secret(const Value& value);

}  // namespace rootproof::value
