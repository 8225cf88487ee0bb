#pragma once

#include "parsers/value/value.h"

namespace rootproof::terraform {

/// The file of texts that are evaluated and stand in no file: templates in values.
inline constexpr source::FileId kTextWithoutFile{0xFFFFFFFFU};

/// The value with every place inside kTextWithoutFile moved to `place`.
[[nodiscard]] value::Value relocated(const value::Value& value, source::Span place);

}  // namespace rootproof::terraform
